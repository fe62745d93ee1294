"""An installation notes outside its database, while it runs, how far its chains have come."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from certify.service import authority
from certify.service.installation import opened
from certify.service.settings import Settings
from certify.service.store.bodies import BodyRow
from certify.service.store.high_water import read_high_water
from tests.service.worker.workshop import SECRET
from tests.service.world import BODY, ORIGIN

pytestmark = pytest.mark.anyio


async def test_an_act_of_authority_is_marked_before_the_end(database_url: str, tmp_path: Path) -> None:
    """Killed a moment later, an older backup would be told all the same."""
    settings = Settings(database=database_url, blobs=str(tmp_path / "blobs"), keys=tmp_path / "keys", secret=SECRET)
    async with opened(settings, chance=bytes, mark_every=0.01) as found:
        assert read_high_water(settings.high_water) == {}
        row = BodyRow(
            slug=BODY,
            legal_name="Trädgårdsrådet",
            address="Allén 2",
            origin=ORIGIN,
            did=authority.did_of(ORIGIN, BODY),
            created_at=datetime(2026, 3, 2, tzinfo=UTC),
        )
        await authority.found_body(found.database, row, by="setup")
        async with asyncio.timeout(20):
            while f"authority/{BODY}" not in read_high_water(settings.high_water):  # noqa: ASYNC110  a file tells nobody
                await asyncio.sleep(0.01)
