"""What somebody said under a name, as values: one, or as many as a list, a map, a series or a table holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from certify.core.findings import Said
from certify.core.scheme.domains import Domain, Value, read_date
from certify.core.scheme.markings import OneOrMore, SaidOrByUnit

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Input

MOST_ENTRIES = 10_000
_ON, _VALUE = "on", "value"


class Entry(msgspec.Struct, frozen=True):
    """One of many values: `key` tells it from the others, `on` is its day where it has one.

    `cells` are the values of a table's row by column.
    """

    key: str
    value: Value
    on: date | None = None
    cells: dict[str, Value] = {}


def as_said(value: SaidOrByUnit | OneOrMore | Said) -> Said:
    """A value of a worked case as it would be said in a real one; what is nested deeper is left out."""
    if isinstance(value, dict):
        return {key: text for key, text in value.items() if isinstance(text, str)}
    return value


def read_all(scheme: Scheme, name: str, said: Said) -> tuple[Entry, ...] | None:
    """The values that were said under an input's name, a single one as one entry; None where one of them is none.

    Raises KeyError where the scheme has no such input.
    """
    entry, domain = scheme.every_input[name], scheme.input_domain(name)
    match said:
        case str():
            if entry.choose > 1:
                return _several(entry, domain, (said,))
            value = domain.read(said)
            return None if value is None or entry.type in _LISTS else (Entry(name, value),)
        case dict():
            return _map(entry, domain, said)
        case _:
            return _listed(scheme, entry, domain, said)


_LISTS = frozenset({"map", "table", "series", "series of dates"})


def _map(entry: Input, domain: Domain, said: dict[str, str]) -> tuple[Entry, ...] | None:
    if entry.type != "map" or (entry.options and not said.keys() <= set(entry.options)):
        return None
    return _whole(Entry(key, value) if (value := domain.read(text)) is not None else None for key, text in said.items())


def _listed(
    scheme: Scheme, entry: Input, domain: Domain, said: tuple[str | dict[str, str], ...]
) -> tuple[Entry, ...] | None:
    texts = tuple(item for item in said if isinstance(item, str))
    rows = tuple(item for item in said if not isinstance(item, str))
    if (texts and rows) or len(said) > MOST_ENTRIES:
        return None
    match entry.type:
        case "choice" if not rows:
            return _several(entry, domain, texts)
        case "series of dates" if not rows:
            days = [read_date(text) for text in texts]
            return _whole(Entry(str(n), day, on=day) if day else None for n, day in enumerate(days, 1))
        case "series" if not texts:
            return _whole(_dated(n, row, domain) for n, row in enumerate(rows, 1))
        case "table" if not texts:
            return _whole(_row(scheme, entry, n, row) for n, row in enumerate(rows, 1))
        case _:
            return None


def _several(entry: Input, domain: Domain, texts: tuple[str, ...]) -> tuple[Entry, ...] | None:
    if len(set(texts)) < len(texts) or not len(texts) <= entry.choose:
        return None
    return _whole(Entry(text, text) if domain.read(text) is not None else None for text in texts)


def _dated(number: int, row: dict[str, str], domain: Domain) -> Entry | None:
    if row.keys() != {_ON, _VALUE}:
        return None
    on, value = read_date(row[_ON]), domain.read(row[_VALUE])
    return None if on is None or value is None else Entry(str(number), value, on=on)


def _row(scheme: Scheme, entry: Input, number: int, row: dict[str, str]) -> Entry | None:
    """A row may leave a column out, which is then unknown; a column that there is none of is no row."""
    if not row.keys() <= entry.columns.keys():
        return None
    cells = {column: scheme.input_domain(column).read(text) for column, text in row.items()}
    known = {column: value for column, value in cells.items() if value is not None}
    return Entry(str(number), str(number), cells=known) if len(known) == len(cells) else None


def _whole(entries: Iterable[Entry | None]) -> tuple[Entry, ...] | None:
    """All of them, or None where one is missing."""
    read = tuple(entries)
    known = tuple(entry for entry in read if entry is not None)
    return known if len(known) == len(read) else None
