"""The headers that stand on every answer, also on those that the framework makes by itself (reliability.md 5.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Header = tuple[bytes, bytes]

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
_PLAIN = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "content-security-policy": CONTENT_POLICY,
    "cache-control": "no-store",
    "x-frame-options": "DENY",
}
_TWO_YEARS = "max-age=63072000; includeSubDomains"


def adding_headers(*, https: bool) -> Callable[[Iterable[Header], str], list[Header]]:
    """What adds to the headers of an answer each of these that it does not set itself, and the id of the request.

    Names are in small letters there, as ASGI wants them.
    """
    plain = _PLAIN | ({"strict-transport-security": _TWO_YEARS} if https else {})
    wanted = [(name.encode(), value.encode()) for name, value in plain.items()]

    def added(headers: Iterable[Header], request_id: str) -> list[Header]:
        # On the bare list: the framework's own class decodes and compares all headers anew for each that is asked for.
        found = list(headers)
        there = {name for name, _ in found}
        found += [header for header in wanted if header[0] not in there]
        found.append((b"x-request-id", request_id.encode()))
        return found

    return added
