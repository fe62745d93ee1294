"""Filling an empty demo, in a process of its own (the module is not `__main__`, so that such a process can name it)."""

from __future__ import annotations

import asyncio
import os
import secrets
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from certify.service.demo.seed import Seeder
from certify.service.installation import opened
from certify.service.logs import set_up_logs
from certify.service.settings import from_environment


def fill(folder: Path, done: Path) -> None:
    """Fill the installation that the environment names, and make the file `done`. What is made is said meanwhile."""
    set_up_logs("warning")
    asyncio.run(_seed(folder))
    done.touch()


async def _seed(folder: Path) -> None:
    source = (files("schemes.quality_mark") / "scheme.yaml").read_bytes()
    async with opened(from_environment(os.environ), chance=secrets.token_bytes) as installation:
        seeder = Seeder(installation, datetime.now(UTC), lambda text: print(f"  making {text} ...", flush=True))
        await seeder.seed(source, folder / "papers")
