"""A call that came twice has one effect and one answer.

What a call does and what it was answered are written in one transaction. A second call with the same key gets the same
bytes; with other content it is refused. Acts on cases are remembered by `perform` itself, in the same table.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from litestar import Response

from certify.service.errors import KeyReused
from certify.service.perform import Remember, request_digest
from certify.service.store import access
from certify.service.web.access import who
from certify.service.web.bodies import idempotency_key
from certify.service.web.declared import JSON
from certify.service.web.problems import Trouble
from certify.service.web.wired import wired

if TYPE_CHECKING:
    from litestar import Request


def remembered(request: Request[Any, Any, Any], raw: bytes, route: str) -> Remember | None:
    """What `perform` keeps of a call that may come again; None for a call without a key."""
    key = idempotency_key(request)
    if key is None:
        return None
    return Remember(key=key, principal=who(request).person, route=route, request=request_digest(_seen(request, raw)))


def fresh_id(request: Request[Any, Any, Any], route: str) -> str:
    """A new id of 26 characters. The same call with the same key gets the same one, and nobody can foresee it."""
    here, key = wired(request), idempotency_key(request)
    if key is None:
        return id_of(here.chance(16))
    said = f"{route}\x00{who(request).person}\x00{key}".encode()
    return id_of(hmac.digest(here.settings.secret.encode(), said, hashlib.sha256)[:16])


def id_of(raw: bytes) -> str:
    """16 random bytes as an id that can stand in an address."""
    return base64.b32encode(raw).decode().rstrip("=").lower()


async def once(
    request: Request[Any, Any, Any], raw: bytes, effect: Callable[[], Awaitable[Response[bytes]]]
) -> Response[bytes]:
    """Run an effect in one transaction, or give the answer of the call that ran it before.

    Raises KeyReused where the key came with other content, and whatever the effect raises; then nothing is kept.
    """
    here, key = wired(request), idempotency_key(request)
    if key is None:
        async with here.database.transaction():
            return await effect()
    call = access.Answer(
        principal=who(request).person,
        route=f"{request.method} {request.scope['path']}",
        key=key,
        request_digest=request_digest(_seen(request, raw)),
        created_at=here.clock(),
    )
    async with here.database.transaction():
        earlier = await access.first_call(here.database, call)
        if earlier is None:
            made = await effect()
            content = made.content or b""
            await access.keep_answer(
                here.database, call, status=made.status_code or 200, media_type=JSON, answer=content
            )
            return made
    if earlier.request_digest != call.request_digest:
        raise KeyReused(key)
    if earlier.status is None:
        raise Trouble("under-way")
    return Response(earlier.answer or b"", status_code=earlier.status, media_type=earlier.media_type or JSON)


def _seen(request: Request[Any, Any, Any], raw: bytes) -> bytes:
    """All of a call that can make a difference: its content, and the version that it is meant for."""
    return request.headers.get("if-match", "").encode() + b"\x00" + raw
