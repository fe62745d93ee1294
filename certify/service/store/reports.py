"""Reports of misuse: what somebody told a body about a certificate, and what the body made of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from certify.service.store import tables as t
from certify.service.store.rows import Row, micros

if TYPE_CHECKING:
    from certify.service.store.database import Database


class ReportRow(Row, frozen=True, kw_only=True):
    """A report. `id` is the receipt; whoever has it may see what became of it. `answer` is for them to read."""

    body: str
    id: str
    number: str | None = None
    kind: str
    place: str
    text: str
    at: datetime
    closed_at: datetime | None = None
    closed_by: str | None = None
    answer: str | None = None


async def add(db: Database, row: ReportRow) -> None:
    """Keep a new report. Raises Taken for a receipt that was given before."""
    await db.insert(t.Report, row)


async def of_receipt(db: Database, id: str) -> ReportRow | None:
    """The report of a receipt."""
    return await db.row(ReportRow, t.Report.select().where(t.Report.id == id))


async def of_body(db: Database, body: str, *, limit: int = 200) -> list[ReportRow]:
    """The reports of a body: first those that wait, oldest first, and then the closed ones, latest first."""
    whose = t.Report.body == body
    waiting = t.Report.select().where(whose, t.Report.closed_at.is_null()).order_by(t.Report.at).limit(limit)
    closed = t.Report.select().where(whose, t.Report.closed_at.is_not_null())
    closed = closed.order_by(t.Report.closed_at, ascending=False).limit(limit)
    return [*await db.rows(ReportRow, waiting), *await db.rows(ReportRow, closed)]


async def waiting(db: Database, body: str) -> int:
    """How many reports of a body wait."""
    return int((await db.sql("SELECT COUNT(*) AS n FROM report WHERE body = {} AND closed_at IS NULL", body))[0]["n"])


async def close(db: Database, body: str, id: str, *, at: datetime, person: str, answer: str) -> bool:
    """Close a report that waits. Gives False for one that is closed already or is none of the body's."""
    found = await db.sql(
        "UPDATE report SET closed_at = {}, closed_by = {}, answer = {} "
        "WHERE body = {} AND id = {} AND closed_at IS NULL RETURNING 1 AS one",
        micros(at),
        person,
        answer,
        body,
        id,
    )
    return bool(found)
