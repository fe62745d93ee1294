"""A journal of signatures: what a certificate key signed, on the disk before the signature is handed to anyone."""

from __future__ import annotations

import asyncio
import hashlib
import os
from pathlib import Path

from certify.service.store import published
from certify.service.store.certificates import CertificateRow
from certify.service.store.database import Database
from certify.service.worker.signing import KeyReference, Signed, Signer, reference
from verify.credential import read_certificate, unsigned_bytes

SLOW_SECONDS = 0.15  # how long a planted signature takes: a device that signs may be no faster


class Journal:
    """Lines of `NUMBER DIGEST`, appended by any number of processes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, number: str, unsigned: bytes) -> None:
        """Add a line; it is on the disk when this returns."""
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, f"{number} {_digest(unsigned)}\n".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def entries(self) -> list[tuple[str, str]]:
        """All lines so far: the certificate's number and the digest of the unsigned bytes, as events name it."""
        if not self.path.exists():
            return []
        lines = [line.split(" ") for line in self.path.read_text().splitlines()]
        return [(number, digest) for number, digest in lines]


class JournalSigner(Signer):
    """Signs as ever, and keeps the journal. Its keys cost next to nothing to open."""

    def __init__(self, folder: Path, secret: str, journal: Journal) -> None:
        super().__init__(folder, secret, scrypt_memory=2)
        self.journal = journal

    async def sign_certificate(self, db: Database, key: KeyReference, number: str) -> Signed:
        """Sign what is recorded, and write it down."""
        signed = await super().sign_certificate(db, key, number)
        self.journal.write(number, unsigned_bytes(read_certificate(signed.credential)))
        return signed

    async def sign_too_early(self, db: Database, row: CertificateRow) -> None:
        """The fault `sign-first`: sign bytes that nobody has recorded yet."""
        key = await published.key(db, row.body, row.key_id)
        assert key is not None
        (await self._open(reference(key))).sign(row.unsigned)
        self.journal.write(row.number, row.unsigned)
        await asyncio.sleep(SLOW_SECONDS)


def _digest(raw: bytes) -> str:
    return "sha256:" + hashlib.sha256(raw).hexdigest()
