"""Migrations go forward, once, whole, and refuse what they do not know."""

import asyncio
import sys
from pathlib import Path

import msgspec
import pytest

from certify.service.store.database import Database, open_database
from certify.service.store.engine import PooledSQLite, StoreEngine, engine_from_url
from certify.service.store.errors import WrongSchema
from certify.service.store.migrate import Migration, in_words_of, migrate, shipped

pytestmark = pytest.mark.anyio

GOOD = "CREATE TABLE more (\n    x BIGINT NOT NULL PRIMARY KEY\n) STRICT\n\nINSERT INTO more VALUES (1)\n"


def after_shipped(text: str, number: int = 9000) -> list[Migration]:
    return [*shipped(), Migration(number=number, name=f"{number}_test", digest=f"d{number}", text=text)]


@pytest.fixture
def engine(database_url: str) -> StoreEngine:
    return engine_from_url(database_url)


async def test_a_second_start_finds_nothing_to_do(engine: StoreEngine) -> None:
    first = await migrate(engine)
    assert first == (len(shipped()) if isinstance(engine, PooledSQLite) else 0)  # PostgreSQL's comes from a template
    assert await migrate(engine) == 0


async def test_several_processes_at_once_migrate_once(tmp_path: Path, postgres_database: str) -> None:
    program = (
        "import asyncio, sys\n"
        "from certify.service.store.engine import engine_from_url\n"
        "from certify.service.store.migrate import migrate\n"
        "print(asyncio.run(migrate(engine_from_url(sys.argv[1]))))\n"
    )
    for url in (f"sqlite:///{tmp_path}/t.db", postgres_database):
        started = [
            await asyncio.create_subprocess_exec(sys.executable, "-c", program, url, stdout=asyncio.subprocess.PIPE)
            for _ in range(3)
        ]
        said = [(await process.communicate())[0].strip() for process in started]
        assert sorted(said) == [b"0", b"0", str(len(shipped())).encode()]


async def test_a_new_migration_runs_once(engine: StoreEngine) -> None:
    await migrate(engine)
    assert await migrate(engine, after_shipped(GOOD)) == 1
    assert await migrate(engine, after_shipped(GOOD)) == 0


async def test_a_migration_that_fails_leaves_the_tables_as_they_were(engine: StoreEngine, database_url: str) -> None:
    await migrate(engine)
    with pytest.raises(Exception, match="nowhere"):
        await migrate(engine, after_shipped(GOOD + "\nINSERT INTO nowhere VALUES (1)\n"))
    assert await migrate(engine, after_shipped(GOOD)) == 1


async def test_an_older_program_refuses_a_newer_database(engine: StoreEngine, database_url: str) -> None:
    await migrate(engine)
    await migrate(engine, after_shipped(GOOD))
    with pytest.raises(WrongSchema, match="9000_test"):
        await open_database(database_url)


async def test_an_edited_migration_is_refused(engine: StoreEngine) -> None:
    await migrate(engine)
    edited = [msgspec.structs.replace(one, digest="other") for one in shipped()]
    with pytest.raises(WrongSchema, match="0001_start"):
        await migrate(engine, edited)


def test_statements_are_chosen_by_engine() -> None:
    text = "-- a remark\n\nCREATE TABLE a (x BYTES) STRICT\n\n-- sqlite\nONLY HERE BYTES\n\n-- postgres\nONLY THERE\n"
    one = Migration(number=1, name="1", digest="", text=text)
    assert one.statements("sqlite") == ["CREATE TABLE a (x BLOB) STRICT", "ONLY HERE BYTES"]
    assert one.statements("postgres") == ["CREATE TABLE a (x BYTEA) ", "ONLY THERE"]


def test_words_are_replaced_whole() -> None:
    assert in_words_of("sqlite", "BYTES MEGABYTES BOOLEAN") == "BLOB MEGABYTES INTEGER"


def test_the_shipped_migrations_are_numbered_from_one_without_a_gap() -> None:
    assert [one.number for one in shipped()] == list(range(1, len(shipped()) + 1))


async def test_evidence_of_the_notes_is_in_the_database(database: Database) -> None:
    rows = await database.sql("SELECT number, name, digest FROM migration ORDER BY number")
    assert [tuple(row) for row in rows] == [(one.number, one.name, one.digest) for one in shipped()]
