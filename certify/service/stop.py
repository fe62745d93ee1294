"""The switch that stops all issuing at once, for one body or for all; lifting it takes two different persons.

A stop counts from the commit on: `judge` refuses to prepare and to record while there is one, so that nothing more is
signed and nothing that is being signed is issued. What was prepared waits, and goes on by itself once it is lifted.
Status changes go on: a certificate can be withdrawn at any time.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from certify.service.authority import one_transaction, record
from certify.service.errors import NotFound, ServiceError
from certify.service.store import authority, bodies
from certify.service.store.authority import INSTALLATION

if TYPE_CHECKING:
    from certify.service.store.database import Database

EVERYBODY = INSTALLATION
"""In the place of a body's slug: issuing is stopped for the whole installation."""

Lifting = Literal["asked", "lifted"]


class SamePerson(ServiceError):
    """Whoever asked to lift a stop cannot be the one who confirms it."""


async def stop(db: Database, body: str, reason: str, *, by: str, at: datetime) -> bool:
    """Stop issuing, at once. Gives False where it was stopped already; a request to lift that is under way ends then.

    `reason` is a short text that administrators see; the log of authority holds only who and when. Raises NotFound.
    """
    await _known(db, body)
    async with one_transaction(db):
        await authority.lock_authority(db, body)
        await bodies.hold_issuing(db, to_stop=True)
        new = await bodies.stop_issuing(db, bodies.StopRow(body=body, reason=reason, since=at, by=by))
        await record(db, body, "IssuingStopped", by=by, at=at)
    return new


async def lift(db: Database, body: str, *, by: str, at: datetime) -> Lifting:
    """Ask to lift a stop or, as another person than the one who asked, lift it.

    Raises NotFound where nothing is stopped, SamePerson where the one who asked would confirm.
    """
    async with one_transaction(db):
        await authority.lock_authority(db, body)
        found = await stop_of(db, body)
        if found is None:
            raise NotFound(body)
        if found.lift_asked_by == by:
            raise SamePerson(by)
        if found.lift_asked_by is None:
            await bodies.ask_to_lift(db, body, by, at)
            await record(db, body, "LiftAsked", by=by, at=at)
            return "asked"
        await bodies.lift(db, body, by)
        await record(db, body, "IssuingResumed", by=by, at=at, asked_by=found.lift_asked_by)
        return "lifted"


async def stop_of(db: Database, body: str) -> bodies.StopRow | None:
    """The stop of a body itself (or of everybody), without the one that may stand above it."""
    return next((row for row in await bodies.issuing_stops(db, body) if row.body == body), None)


async def is_stopped(db: Database, body: str) -> bool:
    """Whether a body may not issue now, by its own stop or by everybody's."""
    return bool(await bodies.issuing_stops(db, body))


async def _known(db: Database, body: str) -> None:
    if body != EVERYBODY and await bodies.body(db, body) is None:
        raise NotFound(body)
