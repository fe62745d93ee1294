"""The store as a source of published things: what the verification endpoint reads when it stands in the service.

What it has read in the running second it does not read again: see `this_second`. An installation that was restored
from an older backup may have forgotten that a certificate was withdrawn; it answers as a source that cannot be reached,
so that nothing is called valid.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from certify.service.store import bodies, certificates, published
from certify.service.store.errors import StoreError
from certify.service.web.this_second import Mark, ThisSecond
from verify import addresses, times
from verify.errors import BadAddress, Unreachable
from verify.history import History
from verify.number import is_number
from verify.strict_json import sha256_digest
from verify.verdict import Registered

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from certify.service.store.certificates import IssuedRow
    from certify.service.store.database import Database
    from certify.service.store.published import StatusListRow

_STATUS = re.compile(r"/bodies/([a-z0-9-]{1,63})/status/([1-9][0-9]{0,8})/(revocation|suspension)", re.ASCII)
_RECOGNITION = re.compile(r"(https?://[a-z0-9.:-]{1,260})/bodies/([a-z0-9-]{1,63})/recognition/([A-Za-z0-9._~-]{1,40})")
T = TypeVar("T")
_STATES = frozenset({"active", "suspended", "withdrawn", "superseded", "expired"})


class StoreSource:
    """`verify.source.Source` over the service's own database. Raises Unreachable where the database cannot answer."""

    near = True

    def __init__(
        self, database: Callable[[], Database], *, behind: Callable[[], bool], clock: Callable[[], datetime]
    ) -> None:
        """`database` gives the open database, which there is only once the application has started."""
        self._database = database
        self._behind = behind
        self._lately: ThisSecond[Any] = ThisSecond(clock, lambda: database().writes)

    def at(self, mark: Mark) -> StoreSource:
        """The same for one verdict, at that mark, which is not asked for again with each question. Raises Unreachable.

        Looking at the clock for each of the dozen things that a verdict rests on would take longer than to find them.
        """
        return _AtMark(self._lately, self._open(), mark)

    async def certificate(self, number: str) -> bytes | None:
        """The signed bytes of an issued certificate."""
        row = await self._row(number)
        return row.credential if row is not None else None

    async def status(self, url: str) -> bytes | None:
        """The list at that address, if the address is one of a body's own."""
        row = await self._once(url, partial(self._status_list, url))
        return row.raw if row is not None else None

    async def _status_list(self, url: str, db: Database) -> StatusListRow | None:
        try:
            origin, path = addresses.split(url)
        except BadAddress:
            return None
        found = _STATUS.fullmatch(path)
        if found is None:
            return None
        slug, n, purpose = found.groups()
        await self._refuse_moved(slug)
        return await published.status_list(db, slug, int(n), purpose, origin=origin)

    async def recognition(self, url: str) -> bytes | None:
        """The recognition at that address, if the address is one of a body's own. Most installations have none."""
        if not await self._once("recognised", published.recognised):
            return None
        found = _RECOGNITION.fullmatch(url)
        if found is None:
            return None
        origin, slug, scheme = found.groups()
        row = await self._once(url, lambda db: published.recognition(db, slug, scheme, origin=origin))
        return row.raw if row is not None else None

    async def trust(self) -> bytes | None:
        """The trust list that counts."""
        row = await self._once("trust", published.trust_list)
        return row.raw if row is not None else None

    async def root(self) -> str | None:
        """The root key (Multikey) of this installation, where the root is online: what its published list is held to.

        Our own table of keys says whose it is, and the list only which of ours signed it; so a list that came into the
        database by another way is not believed. None where no list is there, or nothing can be asked.
        """
        try:
            return await self._once("root", published.online_root)
        except Unreachable:
            return None

    async def history(self, number: str) -> bytes | None:
        """The signed status history."""
        if not is_number(number):
            return None
        await self._refuse_moved(number=number)
        row = await self._ask(certificates.history(self._now()[0], number))
        return row.raw if row is not None else None

    async def register_entry(self, number: str) -> Registered | None:
        """What the register says of that number; `known=False` where no such certificate was ever issued."""
        row = await self._row(number)
        if row is None or row.status not in _STATES:
            return Registered(known=False)
        return Registered(
            known=True,
            state=row.status,  # type: ignore[arg-type]  # one of the states, as was asked above
            since=times.text(row.status_since),
            reason=row.reason_class,
            successor=row.successor,
            suspended_units=await self._suspended_units(number, row),
            digest=sha256_digest(row.unsigned),
        )

    async def _suspended_units(self, number: str, row: IssuedRow) -> tuple[str, ...]:
        """The codes of the units that are not covered now, by the history that was published."""
        if b'"units":[' not in row.unsigned:
            return ()
        raw = await self.history(number)
        return msgspec.json.decode(raw, type=History).registered().suspended_units if raw is not None else ()

    async def _row(self, number: str) -> IssuedRow | None:
        return await self._once(number, partial(self._issued, number))

    async def _issued(self, number: str, db: Database) -> IssuedRow | None:
        if not is_number(number):
            return None
        await self._refuse_moved(number=number)
        return await certificates.issued(db, number)

    async def _refuse_moved(self, slug: str | None = None, *, number: str = "") -> None:
        """Raise Unreachable for what belongs to a body that has moved: what holds of it is known elsewhere."""
        gone = await self._once("moved", bodies.all_moved)
        if gone and (slug or await self._ask(certificates.body_of(self._now()[0], number))) in gone:
            raise Unreachable("the body has moved to another installation")

    async def _once(self, name: str, question: Callable[[Database], Awaitable[T | None]]) -> T | None:
        """The answer to a question, if there is one; asked once a second, whatever verdict it is for."""
        database, mark = self._now()
        found: T | None = self._lately.find(name, mark)
        if found is None:
            found = await self._ask(question(database))
            if found is not None:
                self._lately.keep(name, found, mark)
        return found

    def _open(self) -> Database:
        if self._behind():
            raise Unreachable("the register is behind what it once knew")
        return self._database()

    def _now(self) -> tuple[Database, Mark]:
        return self._open(), self._lately.mark()

    async def _ask(self, question: Awaitable[T]) -> T:
        try:
            return await question
        except StoreError as error:
            raise Unreachable(type(error).__name__) from error


class _AtMark(StoreSource):
    """What a verdict asks, all of it at one mark."""

    def __init__(self, lately: ThisSecond[Any], database: Database, mark: Mark) -> None:
        self._lately = lately
        self._here = database, mark
        self._rows: dict[str, IssuedRow | None] = {}

    async def _row(self, number: str) -> IssuedRow | None:
        # Asked for twice, and then never again: where each has another number, the second would fill with rows.
        if number not in self._rows:
            self._rows[number] = await self._ask(self._issued(number, self._here[0]))
        return self._rows[number]

    def _now(self) -> tuple[Database, Mark]:
        return self._here
