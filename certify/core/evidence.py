"""Evidence: what an applicant hands in to support its answers, as plain data.

Each item is labelled with the criteria that it supports. An item is a file, a link with a stored copy, or an extract of
a longer document, which names who adopted that document and when. The bytes themselves are kept elsewhere, by digest.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec

Digest = Annotated[str, msgspec.Meta(pattern=r"^sha256:[0-9a-f]{64}\Z")]
EvidenceId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}\Z")]
Label = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9ÅÄÖåäö][A-Za-z0-9ÅÄÖåäö_.-]{0,63}\Z")]
Line = Annotated[str, msgspec.Meta(max_length=300, pattern=r"^[^\x00-\x1f\x7f]*\Z")]
_MEDIA_WORD = "[a-z0-9][a-z0-9!#$&^_.+-]{0,126}"
MediaType = Annotated[str, msgspec.Meta(pattern=rf"^{_MEDIA_WORD}/{_MEDIA_WORD}\Z")]
WebAddress = Annotated[str, msgspec.Meta(max_length=2000, pattern=r"^https?://[^\s\x00-\x1f\x7f]+\Z")]
ByteCount = Annotated[int, msgspec.Meta(ge=0, le=2_000_000_000)]

MOST_LABELS = 100


class Span(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The days that an item speaks of, both included."""

    first: date
    last: date


class StoredCopy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bytes that are kept: digest, file name, media type and size in bytes."""

    digest: Digest
    name: Annotated[Line, msgspec.Meta(min_length=1)]
    media_type: MediaType
    size: ByteCount


class StoredLink(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An address and, so that it can be judged later, the copy that was stored of it and when."""

    url: WebAddress
    copy: StoredCopy | None = None
    captured: datetime | None = None


class _Item(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="evidence"
):
    """What every item of evidence says of itself.

    `criteria` are the ids that it supports; `kind` is one of the scheme's kinds of evidence; `date` the day on which it
    was made or adopted; `period` the days it speaks of; `public` whether it may be shown to anyone; `unit` the id of
    the unit that it is about, where it is about one.
    """

    id: EvidenceId
    criteria: Annotated[tuple[Label, ...], msgspec.Meta(max_length=MOST_LABELS)] = ()
    kind: Label
    title: Annotated[Line, msgspec.Meta(min_length=1)]
    date: date | None = None
    period: Span | None = None
    public: bool = False
    target_groups: Annotated[tuple[Label, ...], msgspec.Meta(max_length=MOST_LABELS)] = ()
    unit: Label | None = None


class File(_Item, frozen=True, kw_only=True, tag="file"):
    """A file that was handed in."""

    digest: Digest
    name: Annotated[Line, msgspec.Meta(min_length=1)]
    media_type: MediaType
    size: ByteCount


class Link(_Item, frozen=True, kw_only=True, tag="link"):
    """A page on the web. Only what was stored of it counts, since a page may change."""

    url: WebAddress
    copy: StoredCopy | None = None
    captured: datetime | None = None


class Extract(_Item, frozen=True, kw_only=True, tag="extract"):
    """Some pages of a longer document, who adopted that document and on which day.

    The pages are either those of another item (`of` is its id) or a file of their own (`copy`); `whole` leads to the
    document in full.
    """

    pages: Line
    adopting_body: Annotated[Line, msgspec.Meta(min_length=1)]
    adopted: date
    of: EvidenceId | None = None
    copy: StoredCopy | None = None
    whole: StoredLink | None = None


Evidence = File | Link | Extract


def made_on(item: Evidence) -> date | None:
    """The day from which the item's age is counted: made or adopted, else the last day that it speaks of."""
    if isinstance(item, Extract):
        return item.adopted
    if item.date is not None:
        return item.date
    return item.period.last if item.period is not None else None


def digests(item: Evidence) -> tuple[str, ...]:
    """Every stored piece of bytes that the item rests on."""
    if isinstance(item, File):
        return (item.digest,)
    if isinstance(item, Link):
        return (item.copy.digest,) if item.copy else ()
    copies = (item.copy, item.whole.copy if item.whole else None)
    return tuple(copy.digest for copy in copies if copy is not None)
