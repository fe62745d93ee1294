"""Drafts: the only documents that change. `version` keeps two writers apart."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from certify.service.store import tables as t
from certify.service.store.rows import Row, micros

if TYPE_CHECKING:
    from certify.service.store.database import Database


class DraftRow(Row, frozen=True, kw_only=True):
    """A draft. `dossier` is JSON; `case` is set once it was handed in, and then nothing changes any more."""

    body: str
    id: str
    organisation: str
    person: str
    scheme: str
    form: str = "full"
    version: int = 1
    dossier: str
    case: str | None = None
    created_at: datetime
    updated_at: datetime


async def add_draft(db: Database, row: DraftRow) -> None:
    """Begin a draft. Raises Taken, and Dangling for an organisation or scheme version that is not there."""
    await db.insert(t.Draft, row)


async def draft(db: Database, body: str, id: str) -> DraftRow | None:
    """A draft by id."""
    return await db.row(DraftRow, t.Draft.select().where(t.Draft.body == body, t.Draft.id == id))


async def drafts_of(db: Database, body: str, organisations: tuple[str, ...]) -> list[DraftRow]:
    """The drafts of these organisations that were not handed in yet, last changed first."""
    if not organisations:
        return []
    query = t.Draft.select().where(
        t.Draft.body == body, t.Draft.organisation.is_in(list(organisations)), t.Draft.case_id.is_null()
    )
    return await db.rows(DraftRow, query.order_by(t.Draft.updated_at, ascending=False))


async def save_draft(db: Database, body: str, id: str, *, version: int, dossier: str, at: datetime) -> bool:
    """Save a draft that was read at `version`; it is `version` + 1 then.

    Gives False when somebody else saved it meanwhile, when it was handed in, or when there is none.
    """
    found = await db.sql(
        "UPDATE draft SET dossier = {}, version = version + 1, updated_at = {} "
        "WHERE body = {} AND id = {} AND version = {} AND case_id IS NULL RETURNING 1 AS one",
        dossier,
        micros(at),
        body,
        id,
        version,
    )
    return bool(found)


async def hand_in(db: Database, body: str, id: str, *, version: int, case: str, at: datetime) -> bool:
    """Tie a draft that was read at `version` to its case. Gives False as `save_draft` does."""
    found = await db.sql(
        "UPDATE draft SET case_id = {}, updated_at = {} "
        "WHERE body = {} AND id = {} AND version = {} AND case_id IS NULL RETURNING 1 AS one",
        case,
        micros(at),
        body,
        id,
        version,
    )
    return bool(found)


async def drop_draft(db: Database, body: str, id: str) -> bool:
    """Remove a draft that was not handed in. Gives whether there was one."""
    found = await db.sql(
        "DELETE FROM draft WHERE body = {} AND id = {} AND case_id IS NULL RETURNING 1 AS one", body, id
    )
    return bool(found)
