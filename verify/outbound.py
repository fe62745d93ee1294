"""The way out: how this machine asks another host on a stranger's behalf without being led anywhere else.

A name is looked up once, every address that it has must be on the public network, and the connection goes to the
address that was looked at, so that a name cannot lead elsewhere a moment later (DNS rebinding). The host's name still
stands in the request and in the check of its TLS certificate.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable

import httpx

_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses of the older kind, as a network without any writes them (RFC 6052)."""

_GLOBAL = ipaddress.IPv6Network("2000::/3")
"""Where public addresses of the newer kind are given out (RFC 4291, 2.4). All else leads into a network of its own:
translation within it (RFC 8215, RFC 2765), a site (RFC 3879), an older address as RFC 4291, 2.5.5.1 spelled it."""

_EXAMPLES = ipaddress.IPv6Network("3fff::/20")
"""For documents (RFC 9637), which Python learns later."""

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""The IP addresses of a host name and port. Raises OSError."""


class NotPublic(httpx.RequestError):
    """A host that leads to an address which is not on the public network, or a plain http address elsewhere."""


class SafeTransport(httpx.AsyncBaseTransport):
    """Sends a request to an address of its host that was looked at. `loopback` lets this very machine be asked."""

    def __init__(
        self,
        *,
        loopback: bool = False,
        resolve: Resolve | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._loopback = loopback
        self._resolve = resolve or look_up
        self._transport = transport or httpx.AsyncHTTPTransport(trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it. Raises NotPublic, OSError, and what httpx raises."""
        host, secure = request.url.host, request.url.scheme == "https"
        address = await self._address(host, request.url.port or (443 if secure else 80), secure=secure)
        sent = httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=request.headers,  # Host was set from the name
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return await self._transport.handle_async_request(sent)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    async def _address(self, host: str, port: int, *, secure: bool) -> str:
        found = await self._resolve(host, port)
        local = True
        for text in found:
            address = ipaddress.ip_address(text.partition("%")[0])
            local = local and address.is_loopback
            if not is_public(address) and not (self._loopback and address.is_loopback):
                raise NotPublic(f"{host} leads to {address}, which is not on the public network")
        if not found:
            raise NotPublic(f"{host} has no address")
        if not secure and not local:
            raise NotPublic(f"{host} is asked without https")
        return found[0]


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether the address is on the public network, also where an older one stands within it."""
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        if within is None and address in _TRANSLATED:
            within = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if within is not None:
            return is_public(within)
        if address not in _GLOBAL or address in _EXAMPLES:
            return False
    return address.is_global and not address.is_multicast


async def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host, as this machine's resolver gives them. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for _, _, _, _, sockaddr in found))
