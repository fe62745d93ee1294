"""Migrations: numbered SQL files that only ever go forward, run at start under a lock.

A file holds statements with an empty line between them. A statement that begins with the comment `-- sqlite` or
`-- postgres` is for that engine alone; in the others a few words stand for what the engines spell differently
(`_WORDS`).
Each file is one transaction together with the note that it was run, on both engines, so that a kill half-way leaves
the tables as they were. Why not Piccolo's migrations: docs/decisions/0011-the-store-and-piccolo.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import hashlib
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

import aiosqlite
import asyncpg
import msgspec

from certify.service.store.engine import (
    AsyncpgConnection,
    PooledPostgres,
    PooledSQLite,
    StoreEngine,
    make_folder,
    prepare_file,
)
from certify.service.store.errors import WrongSchema

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

_LOCK = 0x6365727469667900  # "certify": the key of PostgreSQL's advisory lock
_WORDS = {
    "sqlite": {"BYTES": "BLOB", "BIGINT": "INTEGER", "BOOLEAN": "INTEGER", "STRICT": "STRICT"},
    "postgres": {"BYTES": "BYTEA", "BIGINT": "BIGINT", "BOOLEAN": "BOOLEAN", "STRICT": ""},
}
_NOTES = """CREATE TABLE IF NOT EXISTS migration (
    number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL) STRICT"""


class Migration(msgspec.Struct, frozen=True, kw_only=True):
    """One file: its number, its name, the SHA-256 of its bytes and its text."""

    number: int
    name: str
    digest: str
    text: str

    def statements(self, dialect: str) -> list[str]:
        """The statements for one engine."""
        blocks = [block.strip() for block in re.split(r"\n\s*\n", self.text)]
        chosen = []
        for block in blocks:
            lines = block.splitlines()
            only = next((line[3:].strip() for line in lines if line in ("-- sqlite", "-- postgres")), None)
            body = "\n".join(line for line in lines if not line.startswith("--"))
            if body and only in (None, dialect):
                chosen.append(body if only else in_words_of(dialect, body))
        return chosen


def in_words_of(dialect: str, statement: str) -> str:
    """A statement of both engines in the words of one."""
    words = _WORDS[dialect]
    return re.sub(r"\b(BYTES|BIGINT|BOOLEAN|STRICT)\b", lambda found: words[found.group()], statement)


def shipped() -> list[Migration]:
    """All migrations of this release, in order."""
    found = []
    for file in sorted(resources.files(__package__).joinpath("migrations").iterdir(), key=lambda f: f.name):
        name, dot, suffix = file.name.rpartition(".")
        if dot and suffix == "sql":
            raw = file.read_bytes()
            digest = hashlib.sha256(raw).hexdigest()
            found.append(Migration(number=int(name[:4]), name=name, digest=digest, text=raw.decode()))
    return found


async def migrate(engine: StoreEngine, migrations: list[Migration] | None = None) -> int:
    """Bring the tables up to date; gives how many migrations were run. A second process waits, then finds none to run.

    Raises WrongSchema when the database was migrated by a newer program or by files that have been edited since.
    """
    migrations = shipped() if migrations is None else migrations
    if isinstance(engine, PooledSQLite):
        async with _only_process(engine):
            await prepare_file(engine)
            connection = await engine.open_connection()
            try:
                return await _apply(_Sqlite(connection), migrations)
            finally:
                await asyncio.shield(connection.close())
    postgres = await _connect(engine)
    try:
        await postgres.execute("SELECT pg_advisory_lock($1)", _LOCK)
        return await _apply(_Postgres(postgres), migrations)
    finally:
        await asyncio.shield(postgres.close())


async def _connect(engine: PooledPostgres) -> AsyncpgConnection:
    """A connection of its own: the advisory lock ends with it."""
    return await asyncpg.connect(**engine.config)


@contextlib.asynccontextmanager
async def _only_process(engine: PooledSQLite) -> AsyncIterator[None]:
    """Hold a lock file beside the database; the journal mode of a fresh file must not be raced for."""
    path = make_folder(engine)
    with path.with_name(path.name + ".migrate.lock").open("w") as file:
        await asyncio.to_thread(fcntl.flock, file, fcntl.LOCK_EX)
        yield


class _Sqlite:
    """What a migration needs of a SQLite connection."""

    dialect = "sqlite"

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self.connection = connection

    async def run(self, statement: str) -> None:
        await self.connection.execute(statement)

    async def done(self) -> list[Any]:
        return list(await self.connection.execute_fetchall("SELECT number, name, digest FROM migration"))

    async def note(self, one: Migration) -> None:
        await self.connection.execute("INSERT INTO migration VALUES (?, ?, ?)", (one.number, one.name, one.digest))

    async def together(self, work: Callable[[], Awaitable[None]]) -> None:
        await self.connection.execute("BEGIN IMMEDIATE")
        try:
            await work()
        except BaseException:
            await self.connection.execute("ROLLBACK")
            raise
        await self.connection.execute("COMMIT")


class _Postgres:
    """What a migration needs of a PostgreSQL connection."""

    dialect = "postgres"

    def __init__(self, connection: AsyncpgConnection) -> None:
        self.connection = connection

    async def run(self, statement: str) -> None:
        await self.connection.execute(statement)

    async def done(self) -> list[Any]:
        return list(await self.connection.fetch("SELECT number, name, digest FROM migration"))

    async def note(self, one: Migration) -> None:
        await self.connection.execute("INSERT INTO migration VALUES ($1, $2, $3)", one.number, one.name, one.digest)

    async def together(self, work: Callable[[], Awaitable[None]]) -> None:
        async with self.connection.transaction():
            await work()


async def _apply(connection: _Sqlite | _Postgres, migrations: list[Migration]) -> int:
    await connection.run(in_words_of(connection.dialect, _NOTES))
    done = {row[0]: row for row in await connection.done()}
    known = {one.number: one for one in migrations}
    for number, row in sorted(done.items()):
        if number not in known:
            msg = (
                f"the database has migration {row[1]}, which this program does not know: it is older than its database"
            )
            raise WrongSchema(msg)
        if known[number].digest != row[2]:
            msg = f"migration {row[1]} was run in another wording than the one that is shipped"
            raise WrongSchema(msg)
    waiting = [one for one in migrations if one.number not in done]
    for one in waiting:

        async def work(one: Migration = one) -> None:
            for statement in one.statements(connection.dialect):
                await connection.run(statement)
            await connection.note(one)

        await connection.together(work)
    return len(waiting)
