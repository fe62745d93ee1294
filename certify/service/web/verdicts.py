"""`GET /v/NUMBER.json` before the framework: what programs ask for over and over, with the same answer as behind it.

The answer is worked out by the same functions as the endpoint's own, with the same headers, and counted and logged
like every other by the layer around. Whatever is not as plain as that (another method, a query, a number that is none
or that nobody has, a source that cannot be reached) is left to the framework. An answer lives to the end of the second
in which it was made: see `this_second`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.enums import ScopeType

from certify.service.web.this_second import ThisSecond
from verify import endpoint
from verify.lookup import check_number
from verify.number import is_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from litestar.types import ASGIApp, Receive, Scope, Send

    from certify.service.web.store_source import StoreSource

ROUTE = "/v/{number}"  # as the framework calls it; in the metrics and the log it counts as the same
_PREFIX, _SUFFIX = "/v/", ".json"


class Verdicts:
    """Ready answers by number."""

    def __init__(
        self,
        source: StoreSource,
        clock: Callable[[], datetime],
        writes: Callable[[], int],
        offline_root: str | None,
    ) -> None:
        """`writes` as for `ThisSecond`; `offline_root` is the Multikey whose trust list counts, unless it is online."""
        self._source = source
        self._offline_root = offline_root
        self._clock = clock
        self._ready: ThisSecond[bytes] = ThisSecond(clock, writes)

    async def answer(self, number: str) -> bytes | None:
        """The body of the plain answer on that number; None where the framework has to say why there is none."""
        mark = self._ready.mark()
        body = self._ready.find(number, mark)
        if body is not None:
            return body
        source = self._source.at(mark)
        root = self._offline_root or await source.root()
        found = await check_number(source, number, self._clock(), root=root)
        body = endpoint.plain_answer(found) if found is not None else None
        if body is not None:
            self._ready.keep(number, body, mark)
        return body


def answering(verdicts: Verdicts) -> Callable[[ASGIApp], ASGIApp]:
    """A layer around the routes that gives those answers; `watched`, around it, adds the headers of every answer."""
    headers = [(name.encode(), value.encode()) for name, value in endpoint.PLAIN_HEADERS.items()]

    def around(app: ASGIApp) -> ASGIApp:
        async def layer(scope: Scope, receive: Receive, send: Send) -> None:
            number = _asked_for(scope)
            try:
                body = await verdicts.answer(number) if number else None
            except Exception:  # noqa: BLE001  the framework will meet it again, and tells and logs it as any other
                body = None
            if body is None:
                await app(scope, receive, send)
                return
            scope["path_template"] = ROUTE
            length = (b"content-length", str(len(body)).encode())
            await send({"type": "http.response.start", "status": 200, "headers": [*headers, length]})
            await send({"type": "http.response.body", "body": body, "more_body": False})

        return layer

    return around


def _asked_for(scope: Scope) -> str:
    """The number whose plain verdict is asked for; empty when that is not what is asked."""
    if scope["type"] != ScopeType.HTTP or scope["method"] != "GET" or scope["query_string"]:
        return ""
    path = scope["path"]
    if not (path.startswith(_PREFIX) and path.endswith(_SUFFIX)):
        return ""
    number = path[len(_PREFIX) : -len(_SUFFIX)]
    return number if is_number(number) else ""
