"""The chained log of acts of authority outside cases: roles, keys, publishing, stopping. One chain per body."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from certify.service.store import tables as t
from certify.service.store.rows import Row

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from certify.service.store.database import Database

INSTALLATION = "*"
"""The body of what concerns the whole installation."""


class LogEntry(Row, frozen=True, kw_only=True):
    """One entry: `data` is its whole JSON text, `prev` and `hash` chain it to the one before."""

    body: str
    seq: int
    type: str
    at: datetime
    by: str
    data: str
    prev: str
    hash: str


async def lock_authority(db: Database, body: str) -> LogEntry | None:
    """Hold the body's log until the transaction ends; gives its last entry.

    On SQLite the whole database is held already.
    """
    if db.dialect == "postgres":
        await db.sql("SELECT pg_advisory_xact_lock(hashtextextended({}, 1)) AS held", f"authority:{body}")
    return await last_entry(db, body)


async def append_entry(db: Database, entry: LogEntry) -> None:
    """Append an entry. Raises Taken when one with this number is there."""
    await db.insert(t.AuthorityLog, entry)


async def last_entry(db: Database, body: str) -> LogEntry | None:
    """The last entry of a body's log."""
    query = t.AuthorityLog.select().where(t.AuthorityLog.body == body)
    return await db.row(LogEntry, query.order_by(t.AuthorityLog.seq, ascending=False).limit(1))


async def entries(db: Database, body: str, *, page: int = 500) -> AsyncIterator[LogEntry]:
    """A body's log from first to last, read `page` at a time."""
    after = 0
    while True:
        query = t.AuthorityLog.select().where(t.AuthorityLog.body == body, t.AuthorityLog.seq > after)
        found = await db.rows(LogEntry, query.order_by(t.AuthorityLog.seq).limit(page))
        for entry in found:
            yield entry
        if len(found) < page:
            return
        after = found[-1].seq


async def logs(db: Database) -> list[str]:
    """The bodies that have a log."""
    return [row["body"] for row in await db.sql("SELECT DISTINCT body FROM authority_log ORDER BY body")]
