"""Many bodies by one trust list: each is asked on the origin that the list names for it, by the safe way out.

The trust list comes from one origin, or from a file that somebody trusts. Answers are kept for a while: what never
changes for an hour, everything else for a minute, and never a failure; so a crowd before one door asks a host once.
"""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Self

import httpx

from verify import addresses, errors, history
from verify.number import is_number
from verify.outbound import SafeTransport
from verify.source import HttpSource
from verify.trust import Trust, read_trust
from verify.verdict import Registered

KEPT_SECONDS = 60.0
UNCHANGING_SECONDS = 3_600.0
MOST_BYTES_KEPT = 64_000_000


class _Kept:
    """Answers by address, the ones asked for lately."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._answers: OrderedDict[str, tuple[float, bytes | None]] = OrderedDict()
        self._bytes = 0

    async def get(self, name: str, seconds: float, ask: Callable[[], Awaitable[bytes | None]]) -> bytes | None:
        """What was kept, or what `ask` gives now. Raises what `ask` raises, and keeps nothing then."""
        found = self._answers.get(name)
        if found is not None and self._now() < found[0]:
            self._answers.move_to_end(name)
            return found[1]
        raw = await ask()
        self._forget(name)
        self._answers[name] = self._now() + seconds, raw
        self._bytes += len(raw or b"") + len(name)
        while self._bytes > MOST_BYTES_KEPT:
            self._forget(next(iter(self._answers)))
        return raw

    def _forget(self, name: str) -> None:
        former = self._answers.pop(name, None)
        if former is not None:
            self._bytes -= len(former[1] or b"") + len(name)


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

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def trust(self) -> bytes | None:
        """The trust list."""
        if self._trust_raw is not None or self._origin is None:
            return self._trust_raw
        return await self._kept.get("trust", KEPT_SECONDS, self._host(self._origin).trust)

    async def certificate(self, number: str) -> bytes | None:
        """What the first of the bodies' origins has under that number. Raises Unreachable where one could not be asked.

        That one which answers has none says nothing of another that does not answer.
        """
        if not is_number(number):
            return None
        unreached: errors.Unreachable | None = None
        for origin in await self._origins():
            try:
                raw = await self._certificate_at(origin, number)
            except _Absent:
                continue
            except errors.Unreachable as error:
                unreached = error
            else:
                return raw
        if unreached is not None:
            raise unreached
        return None

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
        return await self._kept.get(f"{origin} h {number}", KEPT_SECONDS, lambda: self._host(origin).history(number))

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
        return await self._kept.get(url, KEPT_SECONDS, lambda: self._host(origin).status(url))

    async def _where(self, number: str) -> str | None:
        """The origin whose body has that number, as far as it is known from the certificate itself."""
        for origin in await self._origins() if is_number(number) else ():
            try:
                await self._certificate_at(origin, number)
            except (_Absent, errors.Unreachable):
                continue
            return origin
        return None

    async def _certificate_at(self, origin: str, number: str) -> bytes | None:
        """The certificate that one origin has. Raises _Absent, Unreachable."""
        host = self._host(origin)
        return await self._kept.get(
            f"{origin} {number}", UNCHANGING_SECONDS, lambda: _present(host.certificate(number))
        )

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
