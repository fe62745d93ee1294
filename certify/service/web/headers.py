"""The headers that stand on every answer, also on those that the framework makes by itself (reliability.md 5.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from litestar.types import Message, Scope

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


def add_headers(*, https: bool) -> Callable[[Message, Scope], Awaitable[None]]:
    """A hook that adds each header where the answer does not set it itself."""
    plain = _PLAIN | ({"strict-transport-security": _TWO_YEARS} if https else {})
    wanted = [(name.encode(), value.encode()) for name, value in plain.items()]

    async def hook(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        # On the bare list: the framework's own class decodes and compares all headers anew for each that is asked for.
        there = {name.lower() for name, _ in message["headers"]}
        added = [(name, value) for name, value in wanted if name not in there]
        request_id = scope.get("state", {}).get("request_id")
        if request_id:
            added.append((b"x-request-id", str(request_id).encode()))
        message["headers"] = [*message["headers"], *added]

    return hook
