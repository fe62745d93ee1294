"""What persons and organisations are told, as they see it when they sign in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from piccolo.querystring import QueryString

from certify.service.store import tables as t
from certify.service.store.rows import Row, micros

if TYPE_CHECKING:
    from certify.service.store.database import Database


class NoticeRow(Row, frozen=True, kw_only=True):
    """A notice for a person, or for all who act for an organisation. `kind` names the text, `data` (JSON) fills it."""

    body: str
    id: str
    person: str | None = None
    organisation: str | None = None
    case: str | None = None
    kind: str
    data: str
    at: datetime
    read_at: datetime | None = None


async def tell(db: Database, *rows: NoticeRow) -> int:
    """Keep notices. One whose id is there is passed over, so that a task that runs twice tells once."""
    return await db.insert(t.Notice, *rows, unless_there=True)


async def notices_for(
    db: Database, body: str, person: str, organisations: tuple[str, ...], *, limit: int = 50
) -> list[NoticeRow]:
    """What a person was told, and the organisations that they act for, newest first."""
    marks = ", ".join(["{}"] * len(organisations)) or "NULL"
    text = (
        f"SELECT * FROM notice WHERE body = {{}} AND (person = {{}} OR organisation IN ({marks})) "  # noqa: S608  marks
        "ORDER BY at DESC, id DESC LIMIT {}"
    )
    return await db.rows(NoticeRow, QueryString(text, body, person, *organisations, limit))


async def mark_read(db: Database, body: str, id: str, at: datetime) -> None:
    """Note that a notice was read."""
    await db.sql("UPDATE notice SET read_at = {} WHERE body = {} AND id = {} AND read_at IS NULL", micros(at), body, id)
