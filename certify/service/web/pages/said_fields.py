"""Values of every type as fields of a form, and back: pure, and the same for drafts, the workbench and self-assessment.

A plain value is one field, a choice of several one field that stands several times. A map, a series and a series of
dates are written one entry a line, so that they can be pasted from a sheet; a table has one field for each cell, named
`FIELD-ROW-COLUMN` with rows counted from 1.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import msgspec

from certify.core.findings import Said
from certify.core.scheme.domains import read_number, written
from certify.service.web.pages.answering import not_an_answer

if TYPE_CHECKING:
    from certify.core.scheme.domains import Domain
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Input
    from certify.service.web.pages.forms import Fault, Form

BY_LINE = frozenset({"map", "series", "series of dates"})
MOST_ROWS = 1_000
SPARE_ROWS = 2  # empty rows below those of a table, to fill in
_APART = re.compile(r"\t|;|\s{2,}")
_ROW = re.compile(r"([1-9][0-9]{0,3})-")
_SPACED = re.compile(r"(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3}(?![0-9]))")


def tidy(text: str, domain: Domain) -> str:
    """A text as a scheme file would write it: `1 200,5` becomes `1200.5` where a number is asked for.

    Where a part is asked for, people write per cent: `80` becomes `80 %`, and never eight thousand of them.
    """
    if domain.kind != "number":
        return text
    plain = _SPACED.sub("", text).replace(",", ".").replace("\u2212", "-")
    if domain.percent and read_number(plain) is not None:
        plain = f"{plain} %"
    elif domain.read(text) is not None:
        return text
    return plain if domain.read(plain) is not None else text


def as_percent(text: str) -> str:
    """A part as its field shows it: `0.8` of an earlier answer is `80 %`."""
    number = read_number(text)
    return text if number is None else f"{written(number * 100)} %"


def read_said(form: Form, field: str, name: str, scheme: Scheme, faults: list[Fault]) -> Said | None:
    """The value of an input out of its fields; None where there is none, or where it cannot be read, which is a fault.

    What is wrong stands under the field's own name, the first thing that is.
    """
    entry, domain = scheme.every_input[name], scheme.input_domain(name)
    if entry.type == "table":
        return _table(form, field, entry, scheme, faults)
    if entry.type in BY_LINE:
        return _by_line(form.first(field), field, name, scheme, faults)
    if entry.choose > 1:
        chosen = tuple(dict.fromkeys(text.strip() for text in form.all(field) if text.strip()))
        if len(chosen) > entry.choose or any(domain.read(text) is None for text in chosen):
            faults.append(not_an_answer(field, name, scheme, "wrong-choices"))
            return None
        return chosen or None
    text = tidy(form.first(field), domain)
    if not text:
        return None
    if domain.read(text) is None or not _is_written(text):
        faults.append(not_an_answer(field, name, scheme))
        return None
    return text


def _is_written(text: str) -> bool:
    """Whether a dossier can hold the text as one plain value: at most 200 characters, one line."""
    return len(text) <= 200 and not any(unicodedata.category(sign) == "Cc" for sign in text)


def _by_line(text: str, field: str, name: str, scheme: Scheme, faults: list[Fault]) -> Said | None:
    entry, domain = scheme.every_input[name], scheme.input_domain(name)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    read = [_line(line, entry, scheme, domain) for line in lines[: MOST_ROWS + 1]]
    if len(lines) > MOST_ROWS or any(one is None for one in read):
        faults.append(not_an_answer(field, name, scheme, f"wrong-lines-{entry.type.replace(' ', '-')}"))
        return None
    pairs = [one for one in read if one is not None]
    if entry.type == "series of dates":
        return tuple(first for first, _ in pairs)
    if entry.type == "map":
        found = dict(pairs)
        if len(found) < len(pairs) or not scheme.reads(name, found):
            faults.append(not_an_answer(field, name, scheme, "wrong-lines-map"))
            return None
        return found
    return tuple({"on": day, "value": value} for day, value in pairs)


def _line(line: str, entry: Input, scheme: Scheme, domain: Domain) -> tuple[str, str] | None:
    """One line as its two parts, or as one part and nothing; None where it cannot be read."""
    if entry.type == "series of dates":
        return (line, "") if domain.read(line) is not None else None
    first, value = _two(line)
    value = tidy(value, domain)
    if domain.read(value) is None or not _is_written(value):
        return None
    if entry.type == "series":
        return (first, value) if _DAY.fullmatch(first) else None
    first = _named(first, entry, scheme)
    return (first, value) if _LABEL.fullmatch(first) else None


def _named(text: str, entry: Input, scheme: Scheme) -> str:
    """A name of a map as the scheme has it, where the line has what the scheme calls it."""
    words = {called.casefold(): word for word in entry.options for called in scheme.names.get(word, {}).values()}
    return text if text in entry.options else words.get(text.casefold(), text)


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LABEL = re.compile(r"[^\s\x00-\x1f\x7f]{1,80}")


def _two(line: str) -> tuple[str, str]:
    """A line as its first part and the rest: at a tab, a semicolon or a wide space, else a colon or the last space."""
    parts = _APART.split(line, maxsplit=1)
    if len(parts) == 1 and ":" in line:
        parts = line.split(":", 1)
    if len(parts) == 1:
        parts = line.rsplit(None, 1)
    return (parts[0].strip(), parts[1].strip()) if len(parts) > 1 else (line, "")


def _table(form: Form, field: str, entry: Input, scheme: Scheme, faults: list[Fault]) -> Said | None:
    rows: list[dict[str, str]] = []
    bad = False
    for number in row_numbers(form, field):
        row: dict[str, str] = {}
        for column in entry.columns:
            domain = scheme.input_domain(column)
            text = tidy(form.first(f"{field}-{number}-{column}"), domain)
            if text and (domain.read(text) is None or not _is_written(text)):
                faults.append(not_an_answer(f"{field}-{number}-{column}", column, scheme))
                bad = True
            elif text:
                row[column] = text
        if row:
            rows.append(row)
    return tuple(rows) if rows and not bad else None


def row_numbers(form: Form, field: str) -> list[int]:
    """The numbers of a table's rows that a form holds, in order, at most as many as a table may have."""
    found = {int(match[1]) for rest in form.starting(f"{field}-") if (match := _ROW.match(rest))}
    return sorted(found)[:MOST_ROWS]


def as_lines(value: Said | None) -> str:
    """A map, a series or a series of dates as the text that its field shows."""
    if value is None or isinstance(value, str):
        return value or ""
    if not isinstance(value, tuple):
        return "\n".join(f"{name}; {one}" for name, one in value.items())
    return "\n".join(one if isinstance(one, str) else f"{one.get('on', '')}; {one.get('value', '')}" for one in value)


def as_rows(value: Said | None) -> list[dict[str, str]]:
    """The rows of a table, as they were said."""
    if value is None or not isinstance(value, tuple):
        return []
    return [dict(row) for row in value if not isinstance(row, str)]


def as_words(value: Said | None) -> tuple[str, ...]:
    """The chosen words of a choice; of one that is plain, the one."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(one for one in value if isinstance(one, str))


class Cells(msgspec.Struct, frozen=True, kw_only=True):
    """A table as its form shows it: the numbers of its rows, and each cell's text."""

    rows: tuple[int, ...]
    texts: dict[tuple[int, str], str]


def cells(entry: Input, field: str, form: Form, value: Said | None) -> Cells:
    """What was typed where something was, otherwise what is known, and a few empty rows after it."""
    typed = row_numbers(form, field)
    texts: dict[tuple[int, str], str] = {}
    if typed:
        texts = {(n, column): form.first(f"{field}-{n}-{column}") for n in typed for column in entry.columns}
        filled = [n for n in typed if any(texts[n, column] for column in entry.columns)]
    else:
        known = as_rows(value)
        filled = list(range(1, len(known) + 1))
        texts = {(n, column): known[n - 1].get(column, "") for n in filled for column in entry.columns}
        texts = {
            (n, column): as_percent(text) if entry.columns[column].type == "percent" else text
            for (n, column), text in texts.items()
        }
    last = max(filled, default=0)
    rows = tuple(range(1, min(last + SPARE_ROWS, MOST_ROWS) + 1)) or (1,)
    return Cells(rows=rows, texts={(n, column): texts.get((n, column), "") for n in rows for column in entry.columns})


def typed_or(form: Form, field: str, entry: Input, value: Said | None) -> str:
    """The text of a field: what was typed where it was, otherwise what is known."""
    if field in form.fields:
        return form.first(field)
    return as_percent(value) if entry.type == "percent" and isinstance(value, str) else as_lines(value)


def chosen_in(form: Form, field: str, value: Said | None) -> tuple[str, ...]:
    """The chosen words of a field: those of the form where it has any field at all, otherwise those that are known."""
    return form.all(field) if form.fields else as_words(value)


FOR_TEMPLATES: dict[str, object] = {
    "cells": cells,
    "typed_or": typed_or,
    "chosen_in": chosen_in,
    "as_lines": as_lines,
    "BY_LINE": BY_LINE,
}
