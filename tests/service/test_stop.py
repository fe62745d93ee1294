"""The switch that stops issuing: one person throws it, two different ones lift it, and the log tells."""

from __future__ import annotations

import asyncio
import contextvars

import pytest

from certify.service import stop
from certify.service.errors import NotFound
from certify.service.store import authority, bodies
from certify.service.store.database import Database
from tests.service.world import BODY, START, World

pytestmark = pytest.mark.anyio


@pytest.fixture
async def db(database: Database) -> Database:
    """A body at work."""
    await World(database).founded()
    return database


async def _log(db: Database, body: str) -> list[tuple[str, str]]:
    entries = [entry async for entry in authority.entries(db, body)]
    return [
        (entry.type, entry.by) for entry in entries if entry.type in {"IssuingStopped", "LiftAsked", "IssuingResumed"}
    ]


@pytest.mark.parametrize("body", [BODY, stop.EVERYBODY])
async def test_one_stops_and_two_lift(db: Database, body: str) -> None:
    assert not await stop.is_stopped(db, BODY)
    assert await stop.stop(db, body, "inspection", by="adi", at=START)
    assert await stop.is_stopped(db, BODY)
    assert await stop.lift(db, body, by="dag", at=START) == "asked"
    assert await stop.is_stopped(db, BODY)
    with pytest.raises(stop.SamePerson):
        await stop.lift(db, body, by="dag", at=START)
    assert await stop.lift(db, body, by="adi", at=START) == "lifted"
    assert not await stop.is_stopped(db, BODY)
    assert await _log(db, body) == [("IssuingStopped", "adi"), ("LiftAsked", "dag"), ("IssuingResumed", "adi")]


async def test_whoever_stops_waits_for_what_is_being_issued(db: Database) -> None:
    # given a certificate that is being recorded
    order: list[str] = []
    entered = asyncio.Event()

    async def issue() -> None:
        async with db.transaction():
            await bodies.hold_issuing(db)
            assert not await bodies.issuing_stops(db, BODY)
            entered.set()
            await asyncio.sleep(0.2)
            order.append("issued")

    async def throw() -> None:
        await entered.wait()
        await stop.stop(db, BODY, "inspection", by="adi", at=START)
        order.append("stopped")

    # when somebody stops issuing meanwhile
    tasks = [asyncio.create_task(what(), context=contextvars.Context()) for what in (issue, throw)]
    await asyncio.gather(*tasks)
    # then the stop is told as done when nothing is under way any more
    assert order == ["issued", "stopped"]


async def test_stopping_again_ends_a_request_to_lift(db: Database) -> None:
    await stop.stop(db, BODY, "inspection", by="adi", at=START)
    await stop.lift(db, BODY, by="dag", at=START)
    assert not await stop.stop(db, BODY, "once more", by="kim", at=START)
    assert await stop.lift(db, BODY, by="adi", at=START) == "asked"
    assert await stop.is_stopped(db, BODY)


async def test_a_stop_of_one_body_is_not_everybodys(db: Database) -> None:
    await stop.stop(db, BODY, "inspection", by="adi", at=START)
    assert not await stop.is_stopped(db, "another")
    with pytest.raises(NotFound):
        await stop.lift(db, stop.EVERYBODY, by="adi", at=START)


async def test_what_is_not_there_is_told(db: Database) -> None:
    with pytest.raises(NotFound):
        await stop.stop(db, "nobody", "inspection", by="adi", at=START)
    with pytest.raises(NotFound):
        await stop.lift(db, BODY, by="adi", at=START)


async def test_two_who_lift_at_once_lift_it_once(db: Database) -> None:
    await stop.stop(db, BODY, "inspection", by="adi", at=START)
    results = await asyncio.gather(
        *(asyncio.create_task(stop.lift(db, BODY, by=person, at=START)) for person in ("adi", "dag", "kim")),
        return_exceptions=True,
    )
    assert results.count("asked") == 1
    assert results.count("lifted") == 1
    assert sum(isinstance(result, NotFound) for result in results) == 1
    assert not await stop.is_stopped(db, BODY)
