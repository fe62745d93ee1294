"""A worker in a process of its own, which a crash point may kill: `python -m tests.service.worker.mortal URL KEYS AT`.

It works until nothing waits any more, tasks included whose former worker is dead and whose lease has to run out.
`AT` is the time at which its clock starts, in ISO 8601. With `--keys` it makes missing keys first.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from certify.service.perform import Shell
from certify.service.schemes import SchemeShelf
from certify.service.store import tasks
from certify.service.store.database import open_database
from certify.service.worker import keys
from certify.service.worker.bench import Bench, Letter
from certify.service.worker.loop import Worker
from tests.service.worker.workshop import quick_signer
from tests.service.world import ORIGIN

LEASE = timedelta(seconds=1)


class FolderPost:
    """Keeps each letter in a file that is named after its Message-ID."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, letter: Letter) -> None:
        """Write the letter down."""
        name = "".join(symbol for symbol in letter.id if symbol.isalnum())
        (self._folder / f"{name}.letter").write_text(letter.text)


async def main(url: str, folder: Path, start: datetime, *, make_keys: bool) -> None:
    """Work until nothing waits."""
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


if __name__ == "__main__":
    asyncio.run(
        main(sys.argv[1], Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3]), make_keys="--keys" in sys.argv)
    )
