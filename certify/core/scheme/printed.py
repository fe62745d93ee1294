"""The normative text of a scheme as Markdown, and as one HTML page that prints well on A4. Every text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certify.core.scheme.clauses import Clause, Rows
    from certify.core.scheme.document import Document
    from certify.core.scheme.spoken import Spoken
    from certify.core.scheme.voice import Said

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")
_STYLE = """
@page { size: A4; margin: 22mm 20mm 24mm 25mm; @bottom-center { content: counter(page) " (" counter(pages) ")"; } }
:root { color-scheme: light; }
body { font: 11pt/1.5 Georgia, "Times New Roman", serif; color: #111; background: #fff; max-width: 44rem;
  margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3, h4, h5, h6, th, .facts, nav, .word { font-family: system-ui, "Segoe UI", Arial, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; }
h2 { font-size: 1.35rem; margin: 2.4rem 0 .6rem; border-bottom: 1px solid #888; }
h3 { font-size: 1.08rem; margin: 1.4rem 0 .3rem; }
h4, h5, h6 { font-size: 1rem; margin: 1.1rem 0 .2rem; }
.number { display: inline-block; min-width: 2.6em; padding-right: .5em; font-variant-numeric: tabular-nums; }
.name { font-weight: normal; color: #444; }
.word { font-size: .78em; font-weight: 700; letter-spacing: .04em; border: 1px solid #111; padding: 0 .35em; }
p, ul, dl { margin: .3rem 0; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .1rem 1rem; font-size: .92em; }
dt { color: #444; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .92em; }
th, td { border-bottom: 1px solid #bbb; padding: .25rem .8rem .25rem 0; text-align: left;
  vertical-align: top; hyphens: auto; }
thead { display: table-header-group; } tr { break-inside: avoid; } td { overflow-wrap: break-word; }
ul { padding-left: 1.2rem; } li.in1 { margin-left: 1.2rem; } li.in2 { margin-left: 2.4rem; }
nav ol { list-style: none; padding: 0; } nav li.sub { padding-left: 1.6rem; }
nav a { color: inherit; text-decoration: none; display: grid; grid-template-columns: 3.2em 1fr; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; }
  h2, h3, h4, h5 { break-after: avoid; } section { break-inside: auto; } .clause { break-inside: avoid; }
  nav { break-after: page; } }
"""


def as_markdown(document: Document) -> str:
    """The text as Markdown."""
    lines = [f"# {_plain(document.title)}", "", "| | |", "|---|---|"]
    lines += [f"| {_plain(label)} | {_plain(value)} |" for label, value in document.facts]
    lines += ["", f"**{_contents(document)}**", ""]
    lines += [f"{'  ' * number.count('.')}- {number} {_plain(title)}" for number, title in document.contents()]
    for chapter in document.chapters:
        lines += ["", *_markdown(chapter, 2)]
    return "\n".join(lines) + "\n"


def _markdown(clause: Clause, depth: int) -> Iterator[str]:
    name = f" ({_plain(clause.name)})" if clause.name else ""
    yield f"{'#' * min(depth, 6)} {clause.number} {_plain(clause.title)}{name}"
    for place, paragraph in enumerate(clause.paragraphs):
        word = f"**{clause.word}** – " if clause.word and place == 0 else ""
        yield from ("", word + _plain(paragraph))
    if clause.lines:
        yield from ("", *(f"{'  ' * line.depth}- {_plain(line.text)}" for line in clause.lines))
    if clause.notes:
        yield from ("", *(f"- *{_plain(label)}*: {_plain(text)}" for label, text in clause.notes))
    if clause.table is not None:
        yield from ("", *_markdown_table(clause.table))
    for below in clause.clauses:
        yield from ("", *_markdown(below, depth + 1))


def _markdown_table(table: Rows) -> Iterator[str]:
    yield f"| {' | '.join(_plain(cell) for cell in table.head)} |"
    yield f"|{'---|' * len(table.head)}"
    for row in table.rows:
        yield f"| {' | '.join(_plain(cell) for cell in row)} |"


def _contents(document: Document) -> str:
    return "Innehåll" if document.language == "sv" else "Contents"


def _plain(text: str) -> str:
    """Text as Markdown that is read as just this text."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def as_html(document: Document, foreign: Spoken | None = None) -> str:
    """The text as a whole HTML page, with its style in it and nothing from elsewhere; `foreign` words are marked."""
    title = escape(document.title)
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in document.facts)
    contents = "".join(_entry(number, text) for number, text in document.contents())
    chapters = "\n".join(line for chapter in document.chapters for line in _html(chapter, 2))
    label = _contents(document)
    page = (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n<style>{_STYLE}</style>\n'
        f'</head>\n<body>\n<h1>{title}</h1>\n<dl class="facts">{facts}</dl>\n'
        f'<nav aria-labelledby="contents"><h2 id="contents">{label}</h2><ol>{contents}</ol></nav>\n'
        f"<main>\n{chapters}\n</main>\n</body>\n</html>\n"
    )
    return page if foreign is None else foreign.marked(page)


def _entry(number: str, title: str) -> str:
    kind = ' class="sub"' if "." in number else ""
    return f'<li{kind}><a href="#c{number}"><span class="number">{number}</span>{escape(title)}</a></li>'


def _html(clause: Clause, depth: int) -> Iterator[str]:
    tag = f"h{min(depth, 6)}"
    name = f' <span class="name">({escape(clause.name)})</span>' if clause.name else ""
    kind = "" if clause.clauses else ' class="clause"'
    yield f'<section id="c{clause.number}"{kind}>'
    yield f'<{tag}><span class="number">{clause.number}</span>{escape(clause.title)}{name}</{tag}>'
    for place, paragraph in enumerate(clause.paragraphs):
        word = f'<span class="word">{escape(clause.word)}</span> ' if clause.word and place == 0 else ""
        yield f"<p>{word}{escape(paragraph)}</p>"
    if clause.lines:
        yield f"<ul>{''.join(_items(clause.lines))}</ul>"
    if clause.notes:
        notes = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in clause.notes)
        yield f"<dl>{notes}</dl>"
    if clause.table is not None:
        yield _html_table(clause.table)
    for below in clause.clauses:
        yield from _html(below, depth + 1)
    yield "</section>"


def _html_table(table: Rows) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _items(lines: Iterable[Said]) -> Iterator[str]:
    for line in lines:
        yield f'<li class="in{min(line.depth, 2)}">{escape(line.text)}</li>'
