"""How often one address may do what costs us much or invites guessing: sign in, have something verified, print, report.

A bucket for each address prefix (/24 of IPv4, /64 of IPv6) and kind of call, kept in this process: with several
processes each gives its own share. What people do signed in does not count against what the public may do.
"""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple

from certify.service.web.problems import Trouble

if TYPE_CHECKING:
    from datetime import datetime

    from litestar.connection import ASGIConnection

MOST_BUCKETS = 50_000


class Limit(NamedTuple):
    """So many calls at once, and then so many a minute."""

    name: str
    burst: int
    per_minute: float


SIGN_IN = Limit("sign-in", burst=10, per_minute=6)
VERIFY = Limit("verify", burst=60, per_minute=60)
PRINT = Limit("print", burst=20, per_minute=20)
DRAW = Limit("draw", burst=120, per_minute=120)
REPORT = Limit("report", burst=5, per_minute=2)


class Limiter:
    """Buckets that fill up with time. The least recently used ones are forgotten first."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def take(self, limit: Limit, prefix: str, now: datetime) -> None:
        """Count a call. Raises the problem `too-many` with `Retry-After` in seconds when the bucket is empty."""
        stamp = now.timestamp()
        level, since = self._buckets.pop((limit.name, prefix), (float(limit.burst), stamp))
        rate = limit.per_minute / 60
        level = min(float(limit.burst), level + max(0.0, stamp - since) * rate)
        enough = level >= 1
        self._buckets[limit.name, prefix] = (level - 1 if enough else level, stamp)
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        if not enough:
            raise Trouble("too-many", headers={"retry-after": str(math.ceil((1 - level) / rate))})


def prefix_of(connection: ASGIConnection[Any, Any, Any, Any], proxies: int) -> str:
    """The network that a call comes from. Behind `proxies` of our own, the address that the outermost of them saw.

    What stands further left in `X-Forwarded-For` was written by whoever called and counts for nothing.
    """
    address = connection.client.host if connection.client is not None else ""
    forwarded = [part.strip() for part in connection.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        address = forwarded[-proxies]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    bits = 24 if parsed.version == 4 else 64
    return str(ipaddress.ip_network(f"{parsed}/{bits}", strict=False))
