"""A scheme file as it is shown beside its faults: the lines around each, and where in the line it is. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.scheme.faults import Fault

AROUND = 1  # lines shown before and after the one with the fault
LONGEST = 160  # characters of a line that are shown


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the file: its number and its text; `mark` is where the fault is, as spaces before a sign."""

    number: int
    text: str
    mark: str = ""


class FaultShown(msgspec.Struct, frozen=True, kw_only=True):
    """A fault with the lines around it."""

    line: int
    column: int
    code: str
    text: str
    lines: tuple[Shown, ...]


def faults_in(source: str, faults: Iterable[Fault], language: str) -> tuple[FaultShown, ...]:
    """Each fault in words of that language, with its place in the source."""
    lines = source.split("\n")
    return tuple(
        FaultShown(
            line=fault.line,
            column=fault.column,
            code=fault.code,
            text=fault.text(language),
            lines=_around(lines, fault),
        )
        for fault in faults
    )


def _around(lines: list[str], fault: Fault) -> tuple[Shown, ...]:
    first, last = max(1, fault.line - AROUND), min(len(lines), fault.line + AROUND)
    cut = max(0, fault.column - LONGEST)
    return tuple(
        Shown(
            number=number,
            text=lines[number - 1][cut : cut + LONGEST],
            mark=" " * (fault.column - 1 - cut) + "^" if number == fault.line else "",
        )
        for number in range(first, last + 1)
    )
