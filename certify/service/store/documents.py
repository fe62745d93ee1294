"""Documents (dossiers, findings, statements) and the rows that tell which evidence files there are."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from certify.service.store import tables as t
from certify.service.store.rows import Row, micros

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from certify.service.store.database import Database


class DocumentRow(Row, frozen=True, kw_only=True):
    """A document. `salt` and `raw` are None once it was erased."""

    body: str
    digest: str
    kind: str
    salt: bytes | None
    raw: bytes | None
    stored_at: datetime
    erased_at: datetime | None = None


class EvidenceRow(Row, frozen=True, kw_only=True):
    """A file of a body, named by the SHA-256 of its bytes; `size` in bytes. The bytes stand in the blob store."""

    body: str
    digest: str
    size: int
    media_type: str
    stored_at: datetime
    by: str
    erased_at: datetime | None = None


async def store_documents(db: Database, *documents: DocumentRow) -> None:
    """Keep documents. One that is there already stays as it is."""
    await db.insert(t.Document, *documents, unless_there=True)


async def document(db: Database, body: str, digest: str) -> DocumentRow | None:
    """A document by its name, erased or not."""
    return await db.row(DocumentRow, t.Document.select().where(t.Document.body == body, t.Document.digest == digest))


async def documents(db: Database, body: str, digests: tuple[str, ...]) -> dict[str, DocumentRow]:
    """Those of the named documents that there are, by name."""
    if not digests:
        return {}
    query = t.Document.select().where(t.Document.body == body, t.Document.digest.is_in(list(digests)))
    return {row.digest: row for row in await db.rows(DocumentRow, query)}


async def all_documents(db: Database, body: str, *, page: int = 100) -> AsyncIterator[DocumentRow]:
    """All documents of a body in order of name, read `page` at a time."""
    after = ""
    while True:
        query = t.Document.select().where(t.Document.body == body, t.Document.digest > after)
        found = await db.rows(DocumentRow, query.order_by(t.Document.digest).limit(page))
        for row in found:
            yield row
        if len(found) < page:
            return
        after = found[-1].digest


async def erase_document(db: Database, body: str, digest: str, at: datetime) -> bool:
    """Remove a document's bytes and its salt, and note when. Gives whether there was anything to erase."""
    found = await db.sql(
        "UPDATE document SET content = NULL, salt = NULL, erased_at = {} "
        "WHERE body = {} AND digest = {} AND erased_at IS NULL RETURNING 1 AS one",
        micros(at),
        body,
        digest,
    )
    return bool(found)


async def store_evidence(db: Database, row: EvidenceRow) -> None:
    """Note that a file is kept. One that is noted already stays as it is; one that was erased comes back."""
    await db.sql(
        "INSERT INTO evidence (body, digest, size, media_type, stored_at, by_whom) VALUES ({}, {}, {}, {}, {}, {}) "
        "ON CONFLICT (body, digest) DO UPDATE SET erased_at = NULL, stored_at = excluded.stored_at, "
        "by_whom = excluded.by_whom, media_type = excluded.media_type WHERE evidence.erased_at IS NOT NULL",
        row.body,
        row.digest,
        row.size,
        row.media_type,
        micros(row.stored_at),
        row.by,
    )


async def evidence(db: Database, body: str, digests: tuple[str, ...]) -> dict[str, EvidenceRow]:
    """Those of the named files that are noted, by digest."""
    if not digests:
        return {}
    query = t.Evidence.select().where(t.Evidence.body == body, t.Evidence.digest.is_in(list(digests)))
    return {row.digest: row for row in await db.rows(EvidenceRow, query)}


async def all_evidence(db: Database, body: str, *, page: int = 500) -> AsyncIterator[EvidenceRow]:
    """All files of a body in order of digest, read `page` at a time."""
    after = ""
    while True:
        query = t.Evidence.select().where(t.Evidence.body == body, t.Evidence.digest > after)
        found = await db.rows(EvidenceRow, query.order_by(t.Evidence.digest).limit(page))
        for row in found:
            yield row
        if len(found) < page:
            return
        after = found[-1].digest


async def erase_evidence(db: Database, body: str, digest: str, at: datetime) -> bool:
    """Note that a file was erased (the caller removes the bytes). Gives whether it was noted as kept."""
    found = await db.sql(
        "UPDATE evidence SET erased_at = {} WHERE body = {} AND digest = {} AND erased_at IS NULL RETURNING 1 AS one",
        micros(at),
        body,
        digest,
    )
    return bool(found)
