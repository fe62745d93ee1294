"""A scheme file with its texts in block form: one language a line where a text has more than a few words.

Only texts are moved; comments, order and everything else stay as they stand. The result reads the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from certify.core.scheme.faults import Faults
from certify.core.scheme.nodes import read_nodes

# A text of so many words, or so many characters with its other languages, stands in block form.
A_FEW_WORDS = 8
LONGEST_LINE = 120


class _Part(msgspec.Struct):
    """A node with the place of its source: from `start` up to `end`, characters counted from 0."""

    start: int
    end: int
    column: int = 0
    flow: bool = False
    text: str | None = None
    keys: list[tuple[_Part, _Part]] | None = None
    items: list[_Part] | None = None


def formatted(source: bytes, name: str = "scheme.yaml") -> bytes:
    """The file with its longer texts in block form. Raises SchemeFaults for a file that is not YAML."""
    faults = Faults(name)
    read_nodes(source, faults)
    faults.raise_if_any()
    text = source.decode()
    whole = _tree(text)
    languages = _languages(whole)
    for part in sorted(_in_braces(whole, text, languages), key=lambda one: one.start, reverse=True):
        indent = _indent(text, part)
        block = _block(part, text, indent, languages)
        first_in_entry = text[: part.start].rstrip(" ").endswith("-")
        lead = block.lstrip() if first_in_entry else f"\n{block}"
        start = part.start if first_in_entry else len(text[: part.start].rstrip(" "))
        text = text[:start] + lead + text[part.end :]
    return text.encode()


def _tree(text: str) -> _Part:
    """The file as parts with their places."""
    parser = YAML(typ="safe", pure=True)
    opened: list[_Part] = []
    done: list[list[_Part]] = [[]]
    for event in parser.parse(text):
        if isinstance(event, ScalarEvent):
            done[-1].append(_Part(event.start_mark.index, event.end_mark.index, text=str(event.value)))
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            mark = event.start_mark
            opened.append(_Part(mark.index, mark.index, mark.column, flow=bool(event.flow_style)))
            done.append([])
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            part, inside = opened.pop(), done.pop()
            part.end = event.end_mark.index
            if isinstance(event, MappingEndEvent):
                part.keys = list(zip(inside[::2], inside[1::2], strict=True))
            else:
                part.items = inside
            done[-1].append(part)
    return done[0][0]


def _languages(whole: _Part) -> frozenset[str]:
    for key, value in whole.keys or ():
        if key.text == "languages":
            return frozenset(item.text or "" for item in value.items or ())
    return frozenset()


def _is_text(part: _Part, languages: frozenset[str]) -> bool:
    keys = [key.text for key, _ in part.keys or ()]
    return bool(keys) and set(keys) <= languages and all(value.text is not None for _, value in part.keys or ())


def _is_long(part: _Part, text: str, languages: frozenset[str]) -> bool:
    """Whether a text in braces has more than a few words, or makes its line too long."""
    if not part.flow or not _is_text(part, languages):
        return False
    words = max(len((value.text or "").split()) for _, value in part.keys or ())
    return words > A_FEW_WORDS or part.end - (text.rfind("\n", 0, part.start) + 1) > LONGEST_LINE


def _in_braces(part: _Part, text: str, languages: frozenset[str]) -> Iterator[_Part]:
    """The outermost mappings in braces that hold a text which has to stand in block form.

    One with a comment within its braces is left as it stands, since the comment would have no line of its own.
    """
    if part.flow:
        source = text[part.start : part.end]
        has_comment = "\n" in source and "#" in source
        if part.keys is not None and not has_comment and _holds_long(part, text, languages):
            yield part
        return
    below = part.items if part.items is not None else [value for _, value in part.keys or ()]
    for one in below:
        yield from _in_braces(one, text, languages)


def _holds_long(part: _Part, text: str, languages: frozenset[str]) -> bool:
    if _is_long(part, text, languages):
        return True
    return any(value.keys is not None and _holds_long(value, text, languages) for _, value in part.keys or ())


def _indent(text: str, part: _Part) -> int:
    """How far the keys of a mapping are set in once it stands in block form."""
    line = text[text.rfind("\n", 0, part.start) + 1 : part.start]
    lead = len(line) - len(line.lstrip(" "))
    rest = line[lead:]
    while rest.startswith("- "):
        lead, rest = lead + 2, rest[2:]
    return lead + 2 if rest.strip() else part.start - (text.rfind("\n", 0, part.start) + 1)


def _block(part: _Part, text: str, indent: int, languages: frozenset[str]) -> str:
    lines = []
    for key, value in part.keys or ():
        lead = f"{' ' * indent}{text[key.start : key.end]}:"
        if value.keys is not None and _holds_long(value, text, languages):
            lines.append(f"{lead}\n{_block(value, text, indent + 2, languages)}")
        else:
            lines.append(f"{lead} {_on_one_line(value, text)}")
    return "\n".join(lines)


def _on_one_line(part: _Part, text: str) -> str:
    source = text[part.start : part.end].strip()
    if "\n" not in source:
        return source
    if part.text is not None:
        return json.dumps(part.text, ensure_ascii=False)
    return " ".join(source.split())
