"""What a check of the store reports."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One disagreement: `place` names the row or file, `text` says what is wrong with it.

    `erased` marks what is told but is no fault: a document or file that was erased on purpose.
    """

    place: str
    text: str
    erased: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


def found(place: str, *texts: str) -> Iterator[Finding]:
    """One finding for each text."""
    for text in texts:
        yield Finding(place=place, text=text)
