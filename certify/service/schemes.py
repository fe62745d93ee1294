"""The shelf of published schemes: each version is read and parsed once, and named by the digest of its bytes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from certify.core.errors import Damaged
from certify.core.scheme.load import digest_of, load
from certify.service.store import published

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.service.store.database import Database


class SchemeShelf:
    """Published versions never change, so what was parsed once stays true; only parsed versions are kept in memory."""

    def __init__(self) -> None:
        self._parsed: dict[tuple[str, str], Scheme] = {}

    async def get(self, db: Database, body: str, digest: str) -> Scheme | None:
        """The published version with this digest, or None where the body has none. Raises Damaged if it was altered."""
        if (body, digest) not in self._parsed:
            row = await published.scheme_by_digest(db, body, digest)
            if row is None:
                return None
            if digest_of(row.source) != digest:
                raise Damaged(digest, "the stored scheme is not the one that this digest names")
            # A large scheme takes a second to read: meanwhile others are answered.
            self._parsed[body, digest] = await asyncio.to_thread(load, row.source, f"{row.scheme}-{row.version}.yaml")
        return self._parsed[body, digest]

    def forget(self) -> None:
        """Read every version from the store again when it is next asked for: a check trusts no memory."""
        self._parsed.clear()
