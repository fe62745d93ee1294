"""(4) The evidence: every file that is noted is there, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.service.fsck.findings import Finding
from certify.service.store import documents
from certify.service.store.blobs import DamagedBlob, NoSuchBlob

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from certify.service.store.blobs import Blobs
    from certify.service.store.database import Database


async def check_evidence(db: Database, blobs: Blobs, body: str) -> AsyncIterator[Finding]:
    """Read every file of a body once."""
    async for row in documents.all_evidence(db, body):
        place = f"{body}/{row.digest}"
        if row.erased_at is not None:
            yield Finding(place=place, text="the file was erased", erased=True)
            continue
        try:
            async for _ in blobs.open(body, row.digest):
                pass
        except NoSuchBlob:
            yield Finding(place=place, text="the file is gone")
        except DamagedBlob:
            yield Finding(place=place, text="the file's bytes are not those that its name tells")
