"""An installation, opened: database, evidence, signing keys and the shell, wired once for the web and the command line.

When it is opened, the high-water file is compared with the database. An installation that was restored from an older
backup is *behind*: it says so, does nothing, and answers that it does not know, because what it has forgotten may be
that a certificate was withdrawn.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Protocol

import msgspec

from certify.service.perform import Shell
from certify.service.schemes import SchemeShelf
from certify.service.store.blobs import Blobs, open_blobs
from certify.service.store.database import Database, open_database
from certify.service.store.errors import StoreError
from certify.service.store.high_water import Behind, Mark, behind, marks_of, read_high_water, write_high_water

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from certify.service.settings import Settings


MARK_EVERY = 60.0  # seconds: so much of the logs of authority can be forgotten unseen after a crash


class Installation(msgspec.Struct, frozen=True, kw_only=True):
    """What is open. `behind` names the chains that have lost their end; it is empty when all is well."""

    settings: Settings
    database: Database
    blobs: Blobs
    shell: Shell
    behind: tuple[Behind, ...]


class Opening(Protocol):
    """How whoever wires an application opens its installation: as `opened` does, or around it."""

    def __call__(
        self, settings: Settings, *, chance: Callable[[int], bytes]
    ) -> contextlib.AbstractAsyncContextManager[Installation]:
        """Open everything, and close it again at the end."""
        ...


@contextlib.asynccontextmanager
async def opened(
    settings: Settings, *, chance: Callable[[int], bytes], to_migrate: bool = True, mark_every: float = MARK_EVERY
) -> AsyncIterator[Installation]:
    """Open everything, and close it again; `mark_every` are seconds.

    Raises WrongSettings, WrongSchema, Unavailable, DamagedHighWater.
    """
    settings.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    blobs = open_blobs(settings.blobs, lambda: chance(16).hex())
    async with await open_database(settings.database, to_migrate=to_migrate) as database:
        lost = tuple(await behind(database, read_high_water(settings.high_water)))

        def advanced(body: str, seq: int, link: str) -> None:
            write_high_water(settings.high_water, {f"heads/{body}": Mark(seq, link)})

        shell = Shell(database=database, chance=chance, schemes=SchemeShelf(), advanced=advanced, frozen=bool(lost))
        prefixes = ("heads/", "authority/", *(("trust",) if settings.offline_root is not None else ()))
        marking = contextlib.nullcontext() if lost else _marking(database, settings.high_water, mark_every, prefixes)
        async with marking:
            yield Installation(settings=settings, database=database, blobs=blobs, shell=shell, behind=lost)


@contextlib.asynccontextmanager
async def _marking(database: Database, path: Path, every: float, prefixes: tuple[str, ...]) -> AsyncIterator[None]:
    """Note at the start, every so often and at the end how far the chains have come, the logs of authority too.

    A key that was told as compromised, a role that ended or a stop moves no case on, and must not be forgotten either.
    Published lists are left out: they go on by themselves, so that the newest backup would always lag behind them. The
    trust list of an offline root does not, and an older one of it must not come back.
    """
    await _mark(database, path, prefixes)
    marking = asyncio.create_task(_mark_on(database, path, every, prefixes))
    try:
        yield
    finally:
        marking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await marking
        with contextlib.suppress(StoreError):  # a database that is away is noted at the next start
            await _mark(database, path, prefixes)


async def _mark_on(database: Database, path: Path, every: float, prefixes: tuple[str, ...]) -> None:
    while True:
        await asyncio.sleep(every)
        with contextlib.suppress(StoreError):
            await _mark(database, path, prefixes)


async def _mark(database: Database, path: Path, prefixes: tuple[str, ...]) -> None:
    marks = await marks_of(database)
    chains = {name: mark for name, mark in marks.items() if name.startswith(prefixes)}
    if chains:
        await asyncio.to_thread(write_high_water, path, chains)


def told(lost: tuple[Behind, ...]) -> str:
    """What an operator has to know about an installation that is behind."""
    chains = "; ".join(f"{one.chain} had come to {one.known.seq}" for one in lost)
    return (
        f"this installation was restored from an older backup, or has lost its end: {chains}. "
        "It answers no act and says of no certificate that it is valid. Restore the newest backup."
    )
