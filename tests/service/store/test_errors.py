"""Drivers' errors in the store's own words: full disks, lost locks, deadlocks."""

import asyncio
import contextvars
import sqlite3
from pathlib import Path

import asyncpg
import pytest

from certify.service.store import bodies
from certify.service.store.database import Database, open_database
from certify.service.store.engine import PooledSQLite
from certify.service.store.errors import Busy, Unavailable, translate
from tests.service.store.planted import NOON, plant

pytestmark = pytest.mark.anyio


async def add(db: Database, name: str, reason: str = "r") -> None:
    await bodies.stop_issuing(db, bodies.StopRow(body=name, reason=reason, since=NOON, by="p"))


async def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    async with await open_database(f"sqlite:///{tmp_path}/t.db?pool=1") as db:
        assert isinstance(db.engine, PooledSQLite)
        await add(db, "before")
        (row,) = await db.sql("PRAGMA page_count")
        await db.sql(f"PRAGMA max_page_count = {row[0] + 1}")

        async def too_much() -> None:
            async with db.transaction():
                await add(db, "small")
                await add(db, "large", "x" * 100_000)

        with pytest.raises(Unavailable, match="SQLITE_FULL"):
            await too_much()
        assert [row["body"] for row in await db.sql("SELECT body FROM issuing_stop")] == ["before"]
        await db.sql("PRAGMA max_page_count = 1000000")
        await too_much()
        assert len(await db.sql("SELECT body FROM issuing_stop")) == 3


async def test_a_lock_that_does_not_come_is_told_as_busy(postgres_database: str) -> None:
    async with await open_database(postgres_database) as db:
        await plant(db)
        held, done = asyncio.Event(), asyncio.Event()

        async def hold() -> None:
            async with db.transaction():
                await db.sql("SELECT 1 FROM body FOR UPDATE")
                held.set()
                await done.wait()

        async def want() -> None:
            async with db.transaction():
                await db.sql("SET LOCAL lock_timeout = '20ms'")
                await db.sql("SELECT 1 FROM body FOR UPDATE")

        holder = asyncio.create_task(hold(), context=contextvars.Context())
        await held.wait()
        with pytest.raises(Busy):
            await want()
        done.set()
        await holder


async def test_of_two_that_wait_for_each_other_one_is_told(postgres_database: str) -> None:
    async with await open_database(postgres_database) as db:
        await add(db, "one")
        await add(db, "two")

        async def both(first: str, second: str) -> None:
            async with db.transaction():
                await db.sql("UPDATE issuing_stop SET reason = 'x' WHERE body = {}", first)
                await asyncio.sleep(0.05)
                await db.sql("UPDATE issuing_stop SET reason = 'x' WHERE body = {}", second)

        tasks = [
            asyncio.create_task(both(*names), context=contextvars.Context())
            for names in (("one", "two"), ("two", "one"))
        ]
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(end) for end in ends if end is not None] == [Busy]


def test_what_has_no_word_of_ours_stays_as_it_is() -> None:
    for error in (ValueError("x"), sqlite3.OperationalError("no such table"), asyncpg.UndefinedTableError("none")):
        assert translate(error) is error


def test_no_answer_in_time_is_busy_and_no_connection_is_unavailable() -> None:
    assert isinstance(translate(TimeoutError()), Busy)
    assert isinstance(translate(ConnectionRefusedError()), Unavailable)
    assert isinstance(translate(asyncpg.CannotConnectNowError("starting")), Unavailable)
    assert isinstance(translate(asyncpg.InterfaceError("closed")), Unavailable)
