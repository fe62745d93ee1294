"""Evidence as a page lists it: what it is, what it supports, and the stored bytes behind it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from certify.core.evidence import Extract, File, Link, Span, StoredCopy

if TYPE_CHECKING:
    from certify.core.evidence import Evidence


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """Stored bytes that can be fetched."""

    digest: str
    name: str
    media_type: str
    size: int

    @property
    def form(self) -> str:
        """What sort of file it is, as people call it: PDF, PNG, CSV."""
        return self.name.rpartition(".")[2].upper() if "." in self.name else self.media_type


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """One item of evidence. `of` is the title of the item that an extract is taken from, `whole` the full document."""

    id: str
    title: str
    kind: str
    criteria: tuple[str, ...]
    dated: date | None
    period: Span | None
    pieces: tuple[Piece, ...]
    url: str = ""
    pages: str = ""
    adopting_body: str = ""
    adopted: date | None = None
    of: str = ""
    whole_url: str = ""
    unit: str = ""


def papers_of(evidence: tuple[Evidence, ...]) -> tuple[Paper, ...]:
    """Every item, in the order in which it was handed in."""
    titles = {item.id: item.title for item in evidence}
    return tuple(_paper(item, titles) for item in evidence)


def _paper(item: Evidence, titles: dict[str, str]) -> Paper:
    paper = Paper(
        id=item.id,
        title=item.title,
        kind=item.kind,
        criteria=item.criteria,
        dated=item.date,
        period=item.period,
        pieces=(),
        unit=item.unit or "",
    )
    match item:
        case File():
            piece = Piece(digest=item.digest, name=item.name, media_type=item.media_type, size=item.size)
            return msgspec.structs.replace(paper, pieces=(piece,))
        case Link():
            return msgspec.structs.replace(paper, url=item.url, pieces=_pieces(item.copy))
        case Extract():
            whole = item.whole
            return msgspec.structs.replace(
                paper,
                pages=item.pages,
                adopting_body=item.adopting_body,
                adopted=item.adopted,
                of=titles.get(item.of or "", ""),
                whole_url=whole.url if whole is not None else "",
                pieces=_pieces(item.copy, whole.copy if whole is not None else None),
            )


def _pieces(*copies: StoredCopy | None) -> tuple[Piece, ...]:
    return tuple(
        Piece(digest=copy.digest, name=copy.name, media_type=copy.media_type, size=copy.size)
        for copy in copies
        if copy is not None
    )
