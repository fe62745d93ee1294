"""Where a body has gone that was here: whoever asks for its certificates is sent to its own origin.

A request that comes by that origin itself has been led to the old place, by a name that is not changed yet or a cache
that has not noticed; it is told that the service cannot answer, for to send it there again would lead in a circle.
Nothing here costs anything where no body has moved: that is asked once a second.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from litestar.enums import ScopeType

from certify.service.store import bodies, certificates
from certify.service.store.errors import StoreError
from certify.service.web.problem_kinds import KINDS
from certify.service.web.problems import MEDIA_TYPE, Problem, type_of
from certify.service.web.this_second import ThisSecond
from verify.addresses import host_of
from verify.number import is_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from litestar.types import ASGIApp, Receive, Scope, Send

    from certify.service.store.database import Database

_PLACES = ("/v/", "/certificates/", "/bodies/")
_OF_NUMBER = re.compile(r"/(?:v|certificates)/([0-9A-Z-]{11})(?:[./].*)?")
_OF_BODY = re.compile(r"/bodies/([a-z0-9-]{1,63})/.*")


class Pointer:
    """Finds the origin of the moved body that a path is about."""

    def __init__(self, database: Callable[[], Database], clock: Callable[[], datetime]) -> None:
        """`database` gives the open database, which there is only once the application has started."""
        self._database = database
        self._moved: ThisSecond[tuple[str, ...]] = ThisSecond(clock, lambda: database().writes)

    async def origin(self, path: str) -> str | None:
        """Where to ask instead; None where the answer is here."""
        if not path.startswith(_PLACES):
            return None
        db, mark = self._database(), self._moved.mark()
        gone = self._moved.find("", mark)
        if gone is None:
            gone = await bodies.all_moved(db)
            self._moved.keep("", gone, mark)
        if not gone:
            return None
        number, slug = _OF_NUMBER.fullmatch(path), _OF_BODY.fullmatch(path)
        if number is not None:
            whose = await certificates.body_of(db, number[1]) if is_number(number[1]) else None
        else:
            whose = slug[1] if slug is not None else None
        row = await bodies.body(db, whose) if whose in gone and whose is not None else None
        return row.origin if row is not None else None


def pointing(pointer: Pointer) -> Callable[[ASGIApp], ASGIApp]:
    """A layer around the routes that answers for bodies that have moved."""

    def around(app: ASGIApp) -> ASGIApp:
        async def layer(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                origin = await pointer.origin(scope["path"]) if scope["type"] == ScopeType.HTTP else None
            except StoreError:
                origin = None  # the routes will meet it again, and tell it as any other
            if origin is None:
                await app(scope, receive, send)
                return
            await _answer(scope, send, origin)

        return layer

    return around


async def _answer(scope: Scope, send: Send, origin: str) -> None:
    asked = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    scope["path_template"] = "/moved"
    if asked == host_of(origin):
        kind = KINDS["unavailable"]
        detail = "the body has moved, and its name leads here still"
        body = msgspec.json.encode(
            Problem(type=type_of("unavailable"), title=kind.en, status=kind.status, detail=detail)
        )
        status, headers = kind.status, [(b"content-type", MEDIA_TYPE.encode()), (b"retry-after", b"60")]
    else:
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        raw_path = scope.get("raw_path") or scope["path"].encode()
        status, body = 307, b""
        headers = [
            (b"location", origin.encode() + raw_path.partition(b"?")[0] + query),
            (b"cache-control", b"no-store"),
        ]
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body, "more_body": False})
