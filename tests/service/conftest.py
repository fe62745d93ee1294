"""What the tests of the service may ask for: an open, migrated, empty database on each of the two engines."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from certify.service.store.database import Database, open_database

ENGINES = ("sqlite", "postgres")


async def _run(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _migrate(url: str) -> None:
    await (await open_database(url)).close()


def _named(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


@pytest.fixture(scope="session")
def migrated_template(postgres_url: str) -> Iterator[str]:
    """A migrated database on the server, to make others from: quicker than migrating each."""
    name = f"template_{uuid.uuid4().hex}"
    asyncio.run(_run(postgres_url, f'CREATE DATABASE "{name}"'))
    asyncio.run(_migrate(_named(postgres_url, name)))
    yield name
    asyncio.run(_run(postgres_url, f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of its own for one test, on each engine; on PostgreSQL it has its tables already."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/certify.db"
        return
    # Asked for only here, so that a run on SQLite alone starts no server.
    server = request.getfixturevalue("postgres_url")
    template = request.getfixturevalue("migrated_template")
    name = f"t_{uuid.uuid4().hex}"
    asyncio.run(_run(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    yield _named(server, name)
    asyncio.run(_run(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


@pytest.fixture
async def database(database_url: str, anyio_backend: str) -> AsyncIterator[Database]:
    """An open, migrated, empty database, on each engine."""
    async with await open_database(database_url) as opened:
        yield opened
