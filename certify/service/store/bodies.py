"""The certification bodies, and the switch that stops issuing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from certify.service.store import tables as t
from certify.service.store.authority import INSTALLATION
from certify.service.store.errors import Moved
from certify.service.store.rows import Row, micros

if TYPE_CHECKING:
    from certify.service.store.database import Database


class BodyRow(Row, frozen=True, kw_only=True):
    """A body. `origin` is where it publishes (its did:web, QR codes and pages), `time_zone` an IANA name."""

    slug: str
    legal_name: str
    address: str
    organisation_number: str | None = None
    origin: str
    did: str
    time_zone: str = "Europe/Stockholm"
    created_at: datetime


class StopRow(Row, frozen=True, kw_only=True):
    """Issuing is stopped since then; `lift_asked_by` is the first of the two who lift it."""

    body: str
    reason: str
    since: datetime
    by: str
    lift_asked_by: str | None = None
    lift_asked_at: datetime | None = None


async def add_body(db: Database, row: BodyRow) -> None:
    """Add a body. Raises Taken for a slug or a DID that is there."""
    await db.insert(t.Body, row)


async def body(db: Database, slug: str) -> BodyRow | None:
    """A body by its slug."""
    return await db.row(BodyRow, t.Body.select().where(t.Body.slug == slug))


async def bodies(db: Database) -> list[BodyRow]:
    """All bodies by slug."""
    return await db.rows(BodyRow, t.Body.select().order_by(t.Body.slug))


async def change_body(db: Database, slug: str, *, legal_name: str, address: str) -> bool:
    """Change what a body is called and where it is. Gives whether there is such a body."""
    found = await db.sql(
        "UPDATE body SET legal_name = {}, address = {} WHERE slug = {} RETURNING 1 AS one", legal_name, address, slug
    )
    return bool(found)


class MovedRow(Row, frozen=True, kw_only=True):
    """A body has moved to another installation, whose origin is `goes_to`."""

    body: str
    at: datetime
    by: str
    goes_to: str


async def note_moved(db: Database, row: MovedRow) -> None:
    """From now on nothing happens to this body here. Under both of its locks; raises Taken where it has moved."""
    await db.insert(t.BodyMoved, row)


async def send_elsewhere(db: Database, slug: str, goes_to: str) -> None:
    """Another installation is to take the body that has moved out."""
    await db.sql("UPDATE body_moved SET goes_to = {} WHERE body = {}", goes_to, slug)


async def moved(db: Database, slug: str) -> MovedRow | None:
    """When a body has moved; None for one that has not."""
    return await db.glance(MovedRow, "SELECT * FROM body_moved WHERE body = {}", slug)


async def all_moved(db: Database) -> tuple[str, ...]:
    """The bodies that have moved, by slug. Most installations have none."""
    return tuple(row.body for row in await db.glances(MovedRow, "SELECT * FROM body_moved ORDER BY body"))


async def refuse_moved(db: Database, slug: str) -> None:
    """Raise Moved for a body that has. To be asked under a lock of the body's, so that the answer stays true."""
    if await moved(db, slug) is not None:
        raise Moved(slug)


async def staying(db: Database) -> list[BodyRow]:
    """The bodies that have not moved, by slug: those that something happens to here."""
    gone = await all_moved(db)
    return [row for row in await bodies(db) if row.slug not in gone]


async def stop_issuing(db: Database, row: StopRow) -> bool:
    """Stop issuing for a body, or for all (`*`), at once. Gives False when it was stopped already.

    A request to lift the stop that was under way ends: it takes two again.
    """
    found = await db.insert(t.IssuingStop, row, unless_there=True)
    await db.sql("UPDATE issuing_stop SET lift_asked_by = NULL, lift_asked_at = NULL WHERE body = {}", row.body)
    return found == 1


async def hold_issuing(db: Database, *, to_stop: bool = False) -> None:
    """Hold the switch until the transaction ends: many issue side by side, and one who stops waits until they are done.

    So what was judged before the stop is there when the stop is acknowledged, and nothing comes after it. On SQLite
    the whole database is held already. After `lock_case` and before `lock_body_chain`, always.
    """
    if db.dialect == "postgres":
        way = "pg_advisory_xact_lock" if to_stop else "pg_advisory_xact_lock_shared"
        await db.sql(f"SELECT {way}(hashtextextended('issuing', 2)) AS held")


async def ask_to_lift(db: Database, slug: str, person: str, at: datetime) -> bool:
    """The first of two asks to lift a stop. Gives False when there is none, or when someone has asked already."""
    found = await db.sql(
        "UPDATE issuing_stop SET lift_asked_by = {}, lift_asked_at = {} "
        "WHERE body = {} AND lift_asked_by IS NULL RETURNING 1 AS one",
        person,
        micros(at),
        slug,
    )
    return bool(found)


async def lift(db: Database, slug: str, person: str) -> bool:
    """The second of two lifts a stop. Gives False unless another person has asked before."""
    found = await db.sql(
        "DELETE FROM issuing_stop WHERE body = {} AND lift_asked_by IS NOT NULL AND lift_asked_by <> {} "
        "RETURNING 1 AS one",
        slug,
        person,
    )
    return bool(found)


async def issuing_stops(db: Database, slug: str) -> list[StopRow]:
    """What stops a body's issuing now: its own stop and that of the installation. Empty when it may issue."""
    query = t.IssuingStop.select().where(t.IssuingStop.body.is_in([slug, INSTALLATION]))
    return await db.rows(StopRow, query.order_by(t.IssuingStop.body))
