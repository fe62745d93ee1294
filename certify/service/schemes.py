"""The shelf of published schemes: each version is read and parsed once, and named by the digest of its bytes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from certify.core.errors import Damaged
from certify.core.scheme.clocks import local_day
from certify.core.scheme.load import MOST_BASES, base_named, digest_of, load
from certify.service.store import published

if TYPE_CHECKING:
    from certify.core.case import Case
    from certify.core.scheme.model import Scheme
    from certify.service.store.database import Database


def as_begun(scheme: Scheme, case: Case) -> Scheme:
    """The scheme of a case under the profile that the case was opened with, as of the day on which it was."""
    return scheme.under(case.profile, local_day(case.submitted_at))


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
            name, bases = f"{row.scheme}-{row.version}.yaml", await bases_of(db, row.source)
            # A large scheme takes a second to read: meanwhile others are answered.
            self._parsed[body, digest] = await asyncio.to_thread(load, row.source, name, bases)
        return self._parsed[body, digest]

    async def of_case(self, db: Database, body: str, case: Case) -> Scheme | None:
        """The version that a case began with, as it stood under the case's profile on that day. Raises Damaged."""
        scheme = await self.get(db, body, case.scheme)
        return None if scheme is None else as_begun(scheme, case)

    def forget(self) -> None:
        """Read every version from the store again when it is next asked for: a check trusts no memory."""
        self._parsed.clear()


async def bases_of(db: Database, source: bytes) -> dict[str, bytes]:
    """The published versions that a file builds on, one upon the other, by digest; as far as they are there."""
    found: dict[str, bytes] = {}
    digest = base_named(source)
    while digest is not None and digest not in found and len(found) < MOST_BASES:
        row = await published.scheme_of_any_body(db, digest)
        if row is None:
            break
        found[digest] = row.source
        digest = base_named(row.source)
    return found
