"""Many bodies by one trust list: each is asked on the origin that the list names for it, by the safe way out.

The trust list comes from one origin, or from a file that somebody trusts. Answers are kept for a while: what never
changes for an hour, everything else for a minute; and who comes while a host is being asked waits for that answer. So a
crowd before one door asks a host once. A host that could not be reached is left alone for a few seconds. A list that is
older than one that was seen is not taken in its place (SPEC.md 10.1).
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Self

import httpx

from verify import addresses, errors, history, status
from verify.credential import read_certificate
from verify.number import is_number
from verify.outbound import SafeTransport
from verify.source import HttpSource
from verify.trust import Trust, read_trust
from verify.verdict import Registered

KEPT_SECONDS = 60.0
UNCHANGING_SECONDS = 3_600.0
SILENT_SECONDS = 5.0
MOST_BYTES_KEPT = 64_000_000


class _Kept:
    """Answers by address, the ones asked for lately."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._answers: OrderedDict[str, tuple[float, bytes | None]] = OrderedDict()
        self._asking: dict[str, asyncio.Task[bytes | None]] = {}
        self._bytes = 0

    async def get(self, name: str, seconds: float, ask: Callable[[], Awaitable[bytes | None]]) -> bytes | None:
        """What was kept, or what `ask` gives now. Raises what `ask` raises, and keeps nothing then."""
        found = self._answers.get(name)
        if found is not None and self._now() < found[0]:
            self._answers.move_to_end(name)
            return found[1]
        asking = self._asking.get(name)
        if asking is None:
            asking = self._asking[name] = asyncio.create_task(self._ask(name, seconds, ask))
            asking.add_done_callback(lambda done: self._asked(name, done))
        return await asyncio.shield(asking)  # others may wait for it when this one goes away

    def _asked(self, name: str, done: asyncio.Task[bytes | None]) -> None:
        del self._asking[name]
        _ = done.cancelled() or done.exception()  # seen, also where nobody waits any more

    async def _ask(self, name: str, seconds: float, ask: Callable[[], Awaitable[bytes | None]]) -> bytes | None:
        raw = await ask()
        self.forget(name)
        self._answers[name] = self._now() + seconds, raw
        self._bytes += len(raw or b"") + len(name)
        while self._bytes > MOST_BYTES_KEPT:
            self.forget(next(iter(self._answers)))
        return raw

    def forget(self, name: str) -> None:
        """Keep nothing under that name."""
        former = self._answers.pop(name, None)
        if former is not None:
            self._bytes -= len(former[1] or b"") + len(name)


class _Newest:
    """Of each list the newest that was seen; an older one, or another of that version, is not taken in its place."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, bytes]] = {}

    def of(self, address: str, version: int, raw: bytes) -> bytes:
        """These bytes of a list that holds, or those that were seen before."""
        known = self._seen.get(address)
        if known is None or known[0] < version:
            self._seen[address] = known = version, raw
        return known[1]


class BodiesSource:
    """`verify.source.Source` over every body that a trust list names. Use it as an async context manager."""

    def __init__(
        self,
        origin: str | None,
        *,
        trust: bytes | None = None,
        root: str | None = None,
        client: httpx.AsyncClient | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Where the trust list is published, or its bytes; `root` is the key that must have signed it.

        Plain http and this machine are asked only where `origin` itself is on it. Raises `errors.BadAddress` for no
        origin, `ValueError` where there is neither.
        """
        if origin is None and trust is None:
            raise ValueError("a trust list comes from an origin or from a file")
        if origin is not None and not addresses.is_origin(origin):
            raise errors.BadAddress(f"not an origin: {origin[:80]!r}")
        self._origin, self._trust_raw, self._root = origin, trust, root
        self._local = origin is not None and origin.startswith("http://")
        self._client = client or httpx.AsyncClient(
            follow_redirects=False, trust_env=False, transport=SafeTransport(loopback=self._local)
        )
        self._kept = _Kept(now)
        self._newest = _Newest()
        self._silent: dict[str, float] = {}
        self._now = now

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def trust(self) -> bytes | None:
        """The trust list."""
        if self._trust_raw is not None or self._origin is None:
            return self._trust_raw
        return await self._kept.get("trust", KEPT_SECONDS, self._newest_trust)

    async def _newest_trust(self) -> bytes | None:
        origin = self._origin or ""
        raw = await self._from(origin, self._host(origin).trust)
        try:
            return self._newest.of("trust", read_trust(raw, self._root).version, raw) if raw is not None else None
        except errors.VerifyError:
            return raw

    async def certificate(self, number: str) -> bytes | None:
        """What one of the bodies' origins has under that number. Raises Unreachable where one could not be asked.

        A certificate by a body of that origin goes before anything else that another one answers with, so that no body
        can speak for the numbers of others. That one which answers has none says nothing of another that does not
        answer.
        """
        found = await self._found(number)
        return None if found is None else found[1]

    async def _found(self, number: str) -> tuple[str, bytes] | None:
        """The certificate with its origin. Raises Unreachable."""
        unreached: errors.Unreachable | None = None
        strange: tuple[str, bytes] | None = None
        for origin in await self._origins() if is_number(number) else ():
            try:
                raw = await self._certificate_at(origin, number)
            except _Absent:
                continue
            except errors.Unreachable as error:
                unreached = error
                continue
            if await self._is_of(origin, number, raw):
                return origin, raw
            self._kept.forget(f"{origin} {number}")  # the right one may be there a moment later
            strange = strange or (origin, raw)
        if strange is None and unreached is not None:
            raise unreached
        return strange

    async def _is_of(self, origin: str, number: str, raw: bytes) -> bool:
        known = await self._known()
        try:
            certificate = read_certificate(raw)
        except errors.VerifyError:
            return False
        body = known.bodies.get(certificate.issuer.id) if known is not None else None
        return body is not None and body.origins[0] == origin and certificate.credential_subject.number == number

    async def status(self, url: str) -> bytes | None:
        """The list at that address, if the trust list names its origin; else None, without asking anybody."""
        return await self._published(url)

    async def recognition(self, url: str) -> bytes | None:
        """The recognition at that address, under the same condition."""
        return await self._published(url)

    async def history(self, number: str) -> bytes | None:
        """The history of that certificate, from where the certificate is."""
        origin = await self._where(number)
        if origin is None:
            return None
        host = self._host(origin)
        return await self._kept.get(
            f"{origin} h {number}", KEPT_SECONDS, lambda: self._from(origin, lambda: host.history(number))
        )

    async def register_entry(self, number: str) -> Registered | None:
        """What the signed history says, by our own trust list; None where no history can be had that holds."""
        raw, known = await self.history(number), await self._known()
        if raw is None or known is None:
            return None
        try:
            told = history.read(raw, known)
        except errors.VerifyError as error:
            raise errors.Unreachable(f"the history of {number} is not in order: {error}") from error
        return told.registered() if told.number == number else None

    async def _published(self, url: str) -> bytes | None:
        try:
            origin, _ = addresses.split(url)
        except errors.BadAddress:
            return None
        if origin not in await self._origins():
            return None
        return await self._kept.get(url, KEPT_SECONDS, lambda: self._newest_at(origin, url))

    async def _newest_at(self, origin: str, url: str) -> bytes | None:
        raw, known = await self._from(origin, lambda: self._host(origin).status(url)), await self._known()
        try:
            return self._newest.of(url, status.read(raw, known).version, raw) if raw is not None and known else raw
        except errors.VerifyError:  # something else than a status list, or one that does not hold
            return raw

    async def _where(self, number: str) -> str | None:
        """The origin whose body has that number, as far as it is known from the certificate itself."""
        try:
            found = await self._found(number)
        except errors.Unreachable:
            return None
        return None if found is None else found[0]

    async def _certificate_at(self, origin: str, number: str) -> bytes:
        """The certificate that one origin has. Raises _Absent, Unreachable."""
        host = self._host(origin)
        raw = await self._kept.get(
            f"{origin} {number}",
            UNCHANGING_SECONDS,
            lambda: _present(self._from(origin, lambda: host.certificate(number))),
        )
        return raw or b""

    async def _from(self, origin: str, ask: Callable[[], Awaitable[bytes | None]]) -> bytes | None:
        """What a host answers. Raises Unreachable, at once where it could not be reached a moment ago."""
        if self._now() < self._silent.get(origin, 0.0):
            raise errors.Unreachable(f"{origin} did not answer a moment ago")
        try:
            return await ask()
        except errors.Unreachable as error:
            if error.__cause__ is not None:  # there was no answer; one that is of no use says nothing of the next
                self._silent[origin] = self._now() + SILENT_SECONDS
            raise

    async def _origins(self) -> tuple[str, ...]:
        """Where the bodies publish now, each once. Empty without a trust list that holds."""
        known = await self._known()
        return tuple(dict.fromkeys(body.origins[0] for body in known.document.bodies)) if known is not None else ()

    async def _known(self) -> Trust | None:
        raw = await self.trust()
        try:
            return read_trust(raw, self._root) if raw is not None else None
        except errors.VerifyError:
            return None

    def _host(self, origin: str) -> HttpSource:
        return HttpSource(origin, root=self._root, client=self._client)


class _Absent(Exception):
    """There is no such thing; that is not kept, for it may be there a moment later."""


async def _present(asking: Awaitable[bytes | None]) -> bytes:
    raw = await asking
    if raw is None:
        raise _Absent
    return raw
