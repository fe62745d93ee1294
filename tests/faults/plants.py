"""Faults to plant in the service. Each is a store that does one thing wrong, put around the one that was opened.

sign-first   signs a certificate inside the transaction that records its bytes, so before they are recorded
deferred     begins its transactions DEFERRED, as SQLite does by itself, so that two writers meet too late
no-index     prepares every certificate a second time. The unique index of the table stops that; for this fault
             `ground.py` takes the index away, and nothing else stands between
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Callable

import msgspec
from piccolo.engine.sqlite import TransactionType
from piccolo.table import Table

from certify.service.installation import Installation, Opening, opened
from certify.service.settings import Settings
from certify.service.store import certificates
from certify.service.store.certificates import CertificateRow
from certify.service.store.database import Database
from certify.service.store.engine import PooledSQLite
from certify.service.store.rows import Row
from tests.faults.journal import JournalSigner
from verify import number, status

PLANTS = ("sign-first", "deferred", "no-index")


class SignsFirst(Database):
    """Signs while the transaction that records is still open."""

    signer: JournalSigner

    async def insert(self, table: type[Table], *new: Row, unless_there: bool = False) -> int:
        """Sign, and then add."""
        for row in new:
            if isinstance(row, CertificateRow):
                await self.signer.sign_too_early(self, row)
        return await super().insert(table, *new, unless_there=unless_there)


class Deferred(Database):
    """Takes SQLite's lock at the first write, when what was read before may be old already."""

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """All or nothing, begun DEFERRED."""
        assert isinstance(self.engine, PooledSQLite)
        async with self._held(self.engine.transaction(TransactionType.deferred)):
            yield


class Doubles(Database):
    """Prepares what it is given, and then once more under another number and slot."""

    async def insert(self, table: type[Table], *new: Row, unless_there: bool = False) -> int:
        """Add, and double each certificate."""
        count = await super().insert(table, *new, unless_there=unless_there)
        for row in new:
            if isinstance(row, CertificateRow):
                other = number.from_random(os.urandom(16))
                slot = (row.status_index + 1) % status.SIZE
                double = msgspec.structs.replace(row, number=other, status_index=slot)
                await certificates.prepare(Database(self.engine), double)
        return count


def opening_with(plant: str, signer: JournalSigner) -> Opening:
    """How the service with this fault opens its installation; without one, as ever. Raises KeyError."""
    if not plant:
        return opened

    def signs_first(database: Database) -> Database:
        planted = SignsFirst(database.engine)
        planted.signer = signer
        return planted

    made: dict[str, Callable[[Database], Database]] = {
        "sign-first": signs_first,
        "deferred": lambda database: Deferred(database.engine),
        "no-index": lambda database: Doubles(database.engine),
    }
    make = made[plant]

    @contextlib.asynccontextmanager
    async def opening(settings: Settings, *, chance: Callable[[int], bytes]) -> AsyncIterator[Installation]:
        async with opened(settings, chance=chance) as installation:
            database = make(installation.database)
            shell = msgspec.structs.replace(installation.shell, database=database)
            yield msgspec.structs.replace(installation, database=database, shell=shell)

    return opening
