"""What a check of the store reports."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One disagreement: `place` names the row or file, `text` says what is wrong with it.

    `erased` and `warning` mark what is told but is no fault: what was erased on purpose, what is to be done soon.
    """

    place: str
    text: str
    erased: bool = False
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


def found(place: str, *texts: str) -> Iterator[Finding]:
    """One finding for each text."""
    for text in texts:
        yield Finding(place=place, text=text)
