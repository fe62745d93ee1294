"""Schemes while they are written. `version` keeps two writers apart; nothing here is published."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from certify.service.store import tables as t
from certify.service.store.rows import Row, micros

if TYPE_CHECKING:
    from certify.service.store.database import Database


class SchemeDraftRow(Row, frozen=True, kw_only=True):
    """A draft of a scheme: the bytes of its file, with or without faults. `name` is what it calls itself."""

    body: str
    id: str
    name: str
    source: bytes
    version: int = 1
    person: str
    created_at: datetime
    updated_at: datetime


async def add(db: Database, row: SchemeDraftRow) -> None:
    """Keep a new draft. Raises Taken for an id that is there."""
    await db.insert(t.SchemeDraft, row)


async def one(db: Database, body: str, id: str) -> SchemeDraftRow | None:
    """A draft by id."""
    query = t.SchemeDraft.select().where(t.SchemeDraft.body == body, t.SchemeDraft.id == id)
    return await db.row(SchemeDraftRow, query)


async def of_body(db: Database, body: str) -> list[SchemeDraftRow]:
    """All drafts of a body, last changed first."""
    query = t.SchemeDraft.select().where(t.SchemeDraft.body == body)
    return await db.rows(SchemeDraftRow, query.order_by(t.SchemeDraft.updated_at, ascending=False))


async def save(db: Database, row: SchemeDraftRow, *, version: int, at: datetime) -> bool:
    """Keep what a draft is now, if it was read at `version`; it is `version` + 1 then.

    Gives False when somebody else saved it meanwhile, or when it is gone.
    """
    found = await db.sql(
        "UPDATE scheme_draft SET name = {}, source = {}, person = {}, version = version + 1, updated_at = {} "
        "WHERE body = {} AND id = {} AND version = {} RETURNING 1 AS one",
        row.name,
        row.source,
        row.person,
        micros(at),
        row.body,
        row.id,
        version,
    )
    return bool(found)


async def drop(db: Database, body: str, id: str) -> bool:
    """Remove a draft. Gives whether there was one."""
    found = await db.sql("DELETE FROM scheme_draft WHERE body = {} AND id = {} RETURNING 1 AS one", body, id)
    return bool(found)
