"""The engines keep what they promise: settings, transactions that are whole, connections that come back."""

import asyncio
import contextvars
import sqlite3
from pathlib import Path

import pytest
from piccolo.engine.exceptions import TransactionError

from certify.service.store import bodies, tables
from certify.service.store.database import Database, open_database
from certify.service.store.engine import (
    APPLICATION_ID,
    PAGE_SIZE,
    PooledPostgres,
    PooledSQLite,
    assert_settings,
    engine_from_url,
)
from certify.service.store.errors import Busy, Taken, Unavailable, Unstorable, WrongSettings
from tests.service.store.planted import BODY, NOON, plant

pytestmark = pytest.mark.anyio


async def stops(db: Database) -> list[str]:
    return [row["body"] for row in await db.sql("SELECT body FROM issuing_stop ORDER BY body")]


async def add(db: Database, name: str) -> None:
    await bodies.stop_issuing(db, bodies.StopRow(body=name, reason="r", since=NOON, by="p"))


async def test_a_transaction_is_kept_whole(database: Database) -> None:
    async with database.transaction():
        inside = database.in_transaction
        await add(database, "one")
        await add(database, "two")
    assert inside
    assert not database.in_transaction
    assert await stops(database) == ["one", "two"]


async def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:

    async def fail() -> None:
        async with database.transaction():
            await add(database, "one")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await stops(database) == []
    assert not database.in_transaction


async def test_an_error_of_the_database_rolls_back_and_comes_in_our_words(database: Database) -> None:
    await plant(database)

    async def plant_again() -> None:
        async with database.transaction():
            await add(database, "one")
            await plant(database)

    with pytest.raises(Taken) as taken:
        await plant_again()
    assert taken.value.table == "body"
    assert await stops(database) == []


async def test_a_cancelled_transaction_rolls_back_and_gives_its_connection_back(database: Database) -> None:
    begun = asyncio.Event()

    async def work() -> None:
        async with database.transaction():
            await add(database, "one")
            begun.set()
            await asyncio.sleep(60)

    for _ in range(10):  # more often than there are connections
        begun.clear()
        task = asyncio.create_task(work(), context=contextvars.Context())
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await stops(database) == []
    async with database.transaction():
        await add(database, "two")


async def test_a_cancelled_query_gives_its_connection_back(database: Database) -> None:
    for _ in range(20):
        task = asyncio.create_task(stops(database))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert await stops(database) == []


async def test_transactions_do_not_nest(database: Database) -> None:
    with pytest.raises(TransactionError):
        async with database.transaction(), database.transaction():
            pass
    await add(database, "still works")


async def test_a_query_of_another_task_is_refused_inside_a_transaction(database: Database) -> None:
    async with database.transaction():
        with pytest.raises(RuntimeError, match="another task"):
            await asyncio.create_task(stops(database))
    async with database.transaction():
        outside = asyncio.create_task(stops(database), context=contextvars.Context())
        assert await outside == []


async def test_fifty_that_read_and_then_write_all_succeed(database: Database) -> None:
    """DEFERRED transactions, SQLite's default, fail here: 49 of 50, at once."""
    await add(database, "0")

    async def count_up() -> None:
        async with database.transaction():
            if database.dialect == "postgres":
                await database.sql("SELECT 1 FROM issuing_stop FOR UPDATE")
            (row,) = await database.sql("SELECT reason FROM issuing_stop")
            await asyncio.sleep(0)
            number = 0 if row["reason"] == "r" else int(row["reason"])
            await database.sql("UPDATE issuing_stop SET reason = {}", str(number + 1))

    tasks = [asyncio.create_task(count_up(), context=contextvars.Context()) for _ in range(50)]
    await asyncio.gather(*tasks)
    assert [row["reason"] for row in await database.sql("SELECT reason FROM issuing_stop")] == ["50"]


async def test_a_snapshot_does_not_see_what_comes_after_it(database_url: str) -> None:
    async with await open_database(database_url) as one, await open_database(database_url) as two:
        async with one.snapshot():
            assert await stops(one) == []
            await add(two, "later")
            assert await stops(one) == []
        assert await stops(one) == ["later"]


async def test_two_databases_are_open_at_once(database: Database, tmp_path: Path) -> None:
    async with await open_database(f"sqlite:///{tmp_path}/other.db") as other:
        await plant(database)
        assert len(await database.run(tables.Body.select())) == 1
        assert await other.run(tables.Body.select()) == []


async def test_text_that_not_both_engines_can_keep_is_refused_on_both(database: Database) -> None:
    for text in ("a\x00b", "\ud800"):
        with pytest.raises(Unstorable):
            await add(database, text)
    with pytest.raises(Unstorable):
        await database.sql("UPDATE issuing_stop SET since = {}", 2**63)
    assert await stops(database) == []


async def test_a_wrong_type_is_refused_on_both(database: Database) -> None:
    with pytest.raises(Unstorable):
        await database.sql("INSERT INTO issuing_stop (body, reason, since, by_whom) VALUES ('a', 'b', {}, 'c')", "soon")


async def test_a_closed_database_says_so(database_url: str) -> None:
    db = await open_database(database_url)
    assert await db.alive()
    await db.close()
    if db.dialect == "postgres":
        assert not await db.alive()


async def test_piccolos_own_door_leads_to_the_pool(database: Database) -> None:
    """What the engines rest on of Piccolo's: a query that is awaited directly runs on our connection."""
    await plant(database)
    tables.Body._meta._db = database.engine
    async with database.engine.transaction():
        found = await tables.Body.select(tables.Body.slug).where(tables.Body.slug == BODY)
        assert found == [{"slug": BODY}]
        await database.engine.run_ddl("SELECT 1")


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("sqlite:///some.db", PooledSQLite),
        ("sqlite:////var/lib/certify.db?pool=2", PooledSQLite),
        ("postgres://user@host/name?pool=3&statement_cache_size=0", PooledPostgres),
        ("postgresql://host/name?sslmode=require", PooledPostgres),
    ],
)
def test_the_url_chooses_the_engine(url: str, kind: type) -> None:
    assert isinstance(engine_from_url(url), kind)


@pytest.mark.parametrize(
    "url", ["", "mysql://x/y", "sqlite:///", "sqlite://host/x", "sqlite:///x?pool=many", "sqlite:///x?mode=ro", "x.db"]
)
def test_a_url_that_chooses_none_is_refused(url: str) -> None:
    with pytest.raises(WrongSettings):
        engine_from_url(url)


def test_what_the_url_says_reaches_the_engine() -> None:
    sqlite = engine_from_url("sqlite:///a%20b.db?pool=2")
    assert isinstance(sqlite, PooledSQLite)
    assert (sqlite.path, sqlite.size) == ("a b.db", 2)
    postgres = engine_from_url("postgres://h/n?pool=3&statement_cache_size=0&sslmode=require")
    assert isinstance(postgres, PooledPostgres)
    assert postgres.size == 3
    assert postgres.config == {"dsn": "postgres://h/n?sslmode=require", "statement_cache_size": 0}


async def test_a_fresh_file_is_set_up_for_good(tmp_path: Path) -> None:
    async with await open_database(f"sqlite:///{tmp_path}/deep/er/certify.db"):
        pass
    with sqlite3.connect(tmp_path / "deep/er/certify.db") as plain:
        assert plain.execute("PRAGMA page_size").fetchone() == (PAGE_SIZE,)
        assert plain.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    plain.close()


@pytest.mark.parametrize(
    ("pragma", "fault"),
    [
        ("synchronous = NORMAL", "synchronous"),
        ("foreign_keys = 0", "foreign_keys"),
        ("busy_timeout = 0", "busy_timeout"),
    ],
)
async def test_a_careless_sqlite_connection_is_refused(tmp_path: Path, pragma: str, fault: str) -> None:
    async with await open_database(f"sqlite:///{tmp_path}/t.db") as db:
        assert isinstance(db.engine, PooledSQLite)
        await assert_settings(db.engine)
        await db.engine.connections[-1].execute(f"PRAGMA {pragma}")
        with pytest.raises(WrongSettings, match=fault):
            await assert_settings(db.engine)


async def test_a_file_without_wal_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    await (await open_database(f"sqlite:///{path}")).close()
    with sqlite3.connect(path) as plain:
        plain.execute("PRAGMA journal_mode = DELETE")
    plain.close()
    with pytest.raises(WrongSettings, match="journal_mode is delete, not wal"):
        await open_database(f"sqlite:///{path}", to_migrate=False)


async def test_a_careless_postgres_is_refused(postgres_database: str) -> None:
    async with await open_database(postgres_database) as db:
        await db.sql('ALTER DATABASE "{}" SET synchronous_commit = off'.format(postgres_database.split("/")[3][:34]))
    with pytest.raises(WrongSettings, match="synchronous_commit is off, not on"):
        await open_database(postgres_database)


async def test_no_server_and_no_folder_are_told_as_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        await open_database(f"postgres://nobody@/none?host={tmp_path}")
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable):
        await open_database(f"sqlite:///{tmp_path}/file/t.db")


async def test_a_lock_that_is_held_for_too_long_is_told_as_busy(tmp_path: Path) -> None:
    async with await open_database(f"sqlite:///{tmp_path}/t.db") as db:
        assert isinstance(db.engine, PooledSQLite)
        for connection in db.engine.connections:
            await connection.execute("PRAGMA busy_timeout = 20")
        holder = sqlite3.connect(tmp_path / "t.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        for _ in range(6):  # more often than there are connections
            with pytest.raises(Busy):
                async with db.transaction():
                    pass
        holder.execute("ROLLBACK")
        holder.close()
        async with db.transaction():
            await add(db, "one")


async def test_a_transaction_that_is_cancelled_while_it_waits_for_the_lock_is_not_begun_later(tmp_path: Path) -> None:
    async with await open_database(f"sqlite:///{tmp_path}/t.db?pool=1") as db:
        holder = sqlite3.connect(tmp_path / "t.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")

        async def wait() -> None:
            async with db.transaction():
                pass

        waiting = asyncio.create_task(wait(), context=contextvars.Context())
        await asyncio.sleep(0.05)  # its BEGIN is under way in the connection's own thread
        waiting.cancel()
        await asyncio.sleep(0.05)
        holder.execute("ROLLBACK")
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await add(db, "at once")
        assert holder.execute("SELECT body FROM issuing_stop").fetchall() == [("at once",)]
        holder.close()


async def test_a_connection_left_inside_a_transaction_is_replaced(tmp_path: Path) -> None:
    async with await open_database(f"sqlite:///{tmp_path}/t.db?pool=1") as db:
        assert isinstance(db.engine, PooledSQLite)
        connection = await db.engine.acquire()
        await connection.execute("BEGIN IMMEDIATE")
        await db.engine.release(connection)
        await add(db, "one")
        assert db.engine.connections != [connection]


async def test_a_lost_postgres_connection_is_told_and_replaced(postgres_database: str) -> None:
    async with (
        await open_database(postgres_database + "&pool=2") as db,
        await open_database(postgres_database) as other,
    ):

        async def lose() -> None:
            async with db.transaction():
                (row,) = await db.sql("SELECT pg_backend_pid() AS pid")
                await other.sql("SELECT pg_terminate_backend({})", row["pid"])
                await add(db, "lost")

        with pytest.raises(Unavailable):
            await lose()
        assert await stops(db) == []
        await add(db, "kept")
        assert await stops(other) == ["kept"]


async def test_every_write_is_counted_and_no_reading(database: Database) -> None:
    before = database.writes
    async with database.snapshot():
        await stops(database)
    await database.glance(bodies.StopRow, "SELECT * FROM issuing_stop")
    assert database.writes == before
    await add(database, "one")
    assert database.writes > before
    before = database.writes
    async with database.transaction():
        await stops(database)
    assert database.writes > before


async def test_a_glance_reads_what_is_there_now_and_in_a_transaction_what_that_sees(database: Database) -> None:
    async def seen() -> str | None:
        row = await database.glance(bodies.StopRow, "SELECT * FROM issuing_stop WHERE body = {}", "one")
        return row.body if row is not None else None

    assert await seen() is None
    async with database.transaction():
        await add(database, "one")
        assert await seen() == "one"
        elsewhere = contextvars.Context()
        assert await asyncio.create_task(seen(), context=elsewhere) is None
    assert await seen() == "one"


async def test_a_glance_waits_where_the_file_is_locked(tmp_path: Path) -> None:
    async with await open_database(f"sqlite:///{tmp_path}/certify.db") as database:
        await add(database, "one")
        other = sqlite3.connect(tmp_path / "certify.db", isolation_level=None)
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        asked = asyncio.create_task(database.glance(bodies.StopRow, "SELECT * FROM issuing_stop"))
        await asyncio.sleep(0)
        other.close()
        row = await asked
        assert row is not None
        assert row.body == "one"


async def test_a_glance_never_writes(tmp_path: Path) -> None:
    async with await open_database(f"sqlite:///{tmp_path}/certify.db") as database:
        assert isinstance(database.engine, PooledSQLite)
        assert database.engine.reader is not None
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            database.engine.reader.execute("DELETE FROM issuing_stop")
