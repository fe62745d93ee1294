"""What the tests of the web may ask for: the whole application on each engine, or on SQLite alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.service.web.site import Site, opened_site


@pytest.fixture
async def site(database_url: str, tmp_path: Path, anyio_backend: str) -> AsyncIterator[Site]:
    """The application over a body at work, on SQLite and on PostgreSQL."""
    async with opened_site(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def lite(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Site]:
    """The same on SQLite alone, for what has nothing to do with the database."""
    async with opened_site(f"sqlite:///{tmp_path}/certify.db", tmp_path) as opened:
        yield opened
