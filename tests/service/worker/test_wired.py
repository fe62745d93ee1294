"""The bench out of an opened installation, as the commands use it: real keys, real cost, real clock handed in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from certify.service.installation import opened
from certify.service.settings import for_trying
from certify.service.worker import keys, publish
from certify.service.worker.post import SmtpPost
from certify.service.worker.signing import OpenToOthers
from certify.service.worker.wired import bench_of
from tests.service.world import BODY, START, World

pytestmark = pytest.mark.anyio


async def test_an_installation_makes_its_keys_and_opens_them_again(tmp_path: Path) -> None:
    settings = for_trying(tmp_path)
    async with opened(settings, chance=os.urandom) as installation:
        await World(installation.database).founded()
        bench = bench_of(installation, lambda: START)
        made = await keys.ensure(bench)
        assert bench.post is None
    async with opened(settings, chance=os.urandom) as installation:
        again = bench_of(installation, lambda: START)
        assert await keys.ensure(again) == []
        assert await publish.publish_statuses(again, BODY, 1, force=True), "the key opens"
    assert len(list(settings.keys.glob("*.pem"))) == len(made) == 3


async def test_mail_goes_out_where_a_server_is_named(tmp_path: Path) -> None:
    settings = replace(for_trying(tmp_path), smtp="smtp://127.0.0.1:2525")
    async with opened(settings, chance=os.urandom) as installation:
        assert isinstance(bench_of(installation, lambda: START).post, SmtpPost)


async def test_a_folder_of_keys_that_others_can_read_is_refused(tmp_path: Path) -> None:
    settings = for_trying(tmp_path)
    async with opened(settings, chance=os.urandom) as installation:
        settings.keys.chmod(0o755)
        with pytest.raises(OpenToOthers):
            bench_of(installation, lambda: START)
