"""The safe client: the only way in which the service asks another host for something on a stranger's behalf.

https only, and only of origins that were named beforehand; no redirect is followed, no proxy of the environment used,
no address of our own network asked. The name is looked up once and the connection goes to the address that was looked
at, so that a name cannot lead elsewhere a moment later. Size, time and number of answers have limits.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable
from datetime import datetime
from typing import Self
from urllib.parse import SplitResult, urlsplit

import httpx
import msgspec

from certify.core.plugin import CannotCollect
from verify.outbound import Resolve, is_public, look_up

SECONDS = 20.0
MOST_BYTES = 5_000_000
MOST_ANSWERS = 50
_MEDIA_TYPE = "application/json"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What an address gave, and when."""

    url: str
    raw: bytes
    at: datetime


class SafeClient:
    """Asks named origins and remembers every answer. An async context manager.

    `loopback` lets plain http to this very machine pass, for tests alone; `resolve` looks a name up.
    """

    def __init__(
        self,
        origins: frozenset[str],
        clock: Callable[[], datetime],
        *,
        loopback: bool = False,
        seconds: float = SECONDS,
        most_bytes: int = MOST_BYTES,
        most_answers: int = MOST_ANSWERS,
        resolve: Resolve | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._origins = origins
        self._clock = clock
        self._loopback = loopback
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._most_answers = most_answers
        self._resolve = resolve or look_up
        self._client = httpx.AsyncClient(follow_redirects=False, trust_env=False, transport=transport)
        self.answers: list[Answer] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def get(self, url: str) -> bytes:
        """The bytes at an address. Raises CannotCollect."""
        if len(self.answers) >= self._most_answers:
            raise CannotCollect("too_many_pages", f"more than {self._most_answers} answers were asked for")
        parts = self._permitted(url)
        try:
            async with asyncio.timeout(self._seconds):
                raw = await self._ask(url, parts)
        except TimeoutError as error:
            raise CannotCollect("too_slow", f"{url}: no whole answer within {self._seconds:g} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise CannotCollect("unreachable", f"{url}: {type(error).__name__} {error}") from error
        self.answers.append(Answer(url=url, raw=raw, at=self._clock()))
        return raw

    def _permitted(self, url: str) -> SplitResult:
        """The parts of an address that may be asked: its origin was named, and it is https."""
        try:
            parts = urlsplit(url)
            origin = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
        except ValueError as error:
            raise CannotCollect("address", f"{url[:200]!r} is no address") from error
        if parts.username is not None or parts.password is not None or origin not in self._origins:
            raise CannotCollect("address", f"{url[:200]} is not of an origin that may be asked")
        if parts.scheme != "https" and not (self._loopback and parts.scheme == "http"):
            raise CannotCollect("address", f"{url[:200]} is not https")
        return parts

    async def _address(self, host: str, port: int) -> str:
        """One address of the host; none of them may be of a network that is not the public one."""
        found = await self._resolve(host, port)
        for text in found:
            address = ipaddress.ip_address(text.partition("%")[0])
            if not is_public(address) and not (self._loopback and address.is_loopback):
                raise CannotCollect("address", f"{host} leads to {address}, which is not on the public network")
        if not found:
            raise CannotCollect("unreachable", f"{host} has no address")
        return found[0]

    async def _ask(self, url: str, parts: SplitResult) -> bytes:
        host = parts.hostname or ""
        address = await self._address(host, parts.port or (443 if parts.scheme == "https" else 80))
        request = self._client.build_request(
            "GET",
            httpx.URL(url).copy_with(host=address),
            # Unpacked bytes could be a thousand times those that came in, so nothing packed is taken.
            headers={"Host": parts.netloc, "Accept": _MEDIA_TYPE, "Accept-Encoding": "identity"},
            extensions={"sni_hostname": host},
        )
        answer = await self._client.send(request, stream=True)
        try:
            return await self._body(url, answer)
        finally:
            await answer.aclose()

    async def _body(self, url: str, answer: httpx.Response) -> bytes:
        if answer.status_code != 200:
            raise CannotCollect("unreachable", f"{url}: the answer has status {answer.status_code}")
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise CannotCollect("not_understood", f"{url}: the answer is packed")
        taken = bytearray()
        async for piece in answer.aiter_raw():
            taken += piece
            if len(taken) > self._most_bytes:
                raise CannotCollect("too_large", f"{url}: more than {self._most_bytes} bytes")
        return bytes(taken)
