"""A worker in a process of its own, which a crash point may kill.

The processes are forked from one that has imported everything and opened nothing, so that each starts at once.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from certify.service.perform import Shell
from certify.service.schemes import SchemeShelf
from certify.service.store import tasks
from certify.service.store.database import open_database
from certify.service.worker import crash, keys
from certify.service.worker.bench import Bench, Letter
from certify.service.worker.loop import Worker
from tests.service.worker.workshop import quick_signer
from tests.service.world import ORIGIN

LEASE = timedelta(seconds=1)

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload([__name__])


class FolderPost:
    """Keeps each letter in a file that is named after its Message-ID."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, letter: Letter) -> None:
        """Write the letter down."""
        name = "".join(symbol for symbol in letter.id if symbol.isalnum())
        (self._folder / f"{name}.letter").write_text(letter.text)


async def run(url: str, folder: Path, start: datetime, point: str | None, *, make_keys: bool = False) -> int:
    """Let a worker's process run until it is done or dies at `point`; gives its exit status.

    It works until nothing waits any more, tasks included whose former worker is dead and whose lease has to run out.
    `start` is the time at which its clock starts. With `make_keys` it makes missing keys first.
    """
    process = _forks.Process(target=_live, args=(url, folder, start, point, make_keys))
    process.start()
    await asyncio.to_thread(process.join)
    status = process.exitcode
    process.close()
    assert status is not None
    return status


def _live(url: str, folder: Path, start: datetime, point: str | None, make_keys: bool) -> None:  # noqa: FBT001
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.environ.pop(crash.VARIABLE, None)
    if point is not None:
        os.environ[crash.VARIABLE] = point
    asyncio.run(_work(url, folder, start, make_keys=make_keys))


async def _work(url: str, folder: Path, start: datetime, *, make_keys: bool) -> None:
    began = time.monotonic()
    async with await open_database(url) as database:
        shell = Shell(
            database=database, chance=os.urandom, schemes=SchemeShelf(), advanced=lambda _body, _seq, _hash: None
        )
        bench = Bench(
            shell=shell,
            signer=quick_signer(folder),
            origin=ORIGIN,
            clock=lambda: start + timedelta(seconds=time.monotonic() - began),
            post=FolderPost(folder.parent),
        )
        if make_keys:
            await keys.ensure(bench)
        worker = Worker(bench, lease=LEASE)
        while {"ready", "run"} & (await tasks.counts(database)).keys():
            await worker.drain()
            await asyncio.sleep(0.05)
