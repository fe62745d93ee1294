"""A workshop on each engine."""

from pathlib import Path

import pytest

from certify.service.store.database import Database
from tests.service.worker.workshop import Workshop


@pytest.fixture
async def workshop(database: Database, tmp_path: Path) -> Workshop:
    """A body at work, with its keys, its worker, and no case yet."""
    return await Workshop(database, tmp_path / "keys").ready()
