"""The routes of the test profile, below `/vc-api`: JSON in and out, for programs on this machine alone."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, Router
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler

from certify.service.vc_api.desk import STATUS_PATH, Defect, NotTaken, TestProfile
from certify.service.vc_api.proofs import JCS, RDFC
from certify.service.web.declared import json_answer
from certify.service.web.permissions import CHECK_PUBLIC, READ_PUBLIC
from certify.service.web.problems import Trouble
from verify import strict_json
from verify.errors import VerifyError

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection
    from litestar.handlers import BaseRouteHandler

_Request = Request[Any, Any, Any]
_MOST = 300_000  # bytes of a request
_HERE = frozenset({"localhost", "127.0.0.1", "[::1]"})
_FROM_ELSEWHERE = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


def create_router(profile: TestProfile) -> Router:
    """The routes. What is not from this machine, came through a proxy or asks for another host is not allowed."""
    routes = [
        _send("/credentials/issue", lambda sent: _issued(profile, sent, JCS)),
        _send("/credentials/verify", lambda sent: _verified(profile.verify(sent.get("verifiableCredential")))),
        _send("/presentations/verify", lambda sent: _verified_presentation(profile, sent)),
        _send("/status/credentials/issue", lambda sent: _issued(profile, sent, JCS, with_status=True)),
        _look("/issuer", lambda: {"id": profile.issuer.id, "verificationMethod": profile.issuer.method}),
        _look(STATUS_PATH.removeprefix("/vc-api"), profile.status_list),
    ]
    if profile.rdfc:
        routes += [
            _send("/rdfc/credentials/issue", lambda sent: _issued(profile, sent, RDFC)),
            _send("/rdfc/credentials/verify", lambda sent: _verified(profile.verify(sent.get("verifiableCredential")))),
            _send("/rdfc/presentations/verify", lambda sent: _verified_presentation(profile, sent)),
        ]
    return Router("/vc-api", route_handlers=routes, guards=[_from_here], include_in_schema=False)


def _from_here(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Raise unless the call comes straight from this machine. A page from another site cannot name our host."""
    try:
        near = connection.client is not None and ipaddress.ip_address(connection.client.host).is_loopback
    except ValueError:
        near = False
    host = connection.headers.get("host", "").rpartition(":")[0] or connection.headers.get("host", "")
    if not near or host not in _HERE or any(name in connection.headers for name in _FROM_ELSEWHERE):
        raise Trouble("not-allowed", "the test profile answers this machine alone")


def _send(path: str, do: Callable[[dict[str, Any]], Response[bytes]]) -> HTTPRouteHandler:
    async def handle(request: _Request) -> Response[bytes]:
        try:
            sent = strict_json.read_object(await request.body(), max_bytes=_MOST, profile="json")
            if not isinstance(sent.get("options") or {}, dict):
                raise NotTaken(Defect("malformed", "options: not an object"))
            return await asyncio.to_thread(do, sent)
        except VerifyError as error:
            return _refused(NotTaken(Defect("malformed", str(error))))
        except NotTaken as error:
            return _refused(error)

    opt = {"permission": CHECK_PUBLIC}
    return HTTPRouteHandler(path, http_method=[HttpMethod.POST], opt=opt, request_max_body_size=_MOST)(handle)


def _look(path: str, tell: Callable[[], dict[str, Any]]) -> HTTPRouteHandler:
    async def handle() -> Response[bytes]:
        return json_answer(tell())

    return HTTPRouteHandler(path, http_method=[HttpMethod.GET, HttpMethod.HEAD], opt={"permission": READ_PUBLIC})(
        handle
    )


def _issued(profile: TestProfile, sent: dict[str, Any], suite: str, *, with_status: bool = False) -> Response[bytes]:
    made = profile.issue(sent.get("credential"), sent.get("options") or {}, suite=suite, with_status=with_status)
    return json_answer(made, status=201)


def _verified(warnings: list[str]) -> Response[bytes]:
    return json_answer({"verified": True, "checks": ["proof"], "warnings": warnings, "errors": []})


def _verified_presentation(profile: TestProfile, sent: dict[str, Any]) -> Response[bytes]:
    return _verified(profile.verify_presentation(sent.get("verifiablePresentation"), sent.get("options") or {}))


def _refused(error: NotTaken) -> Response[bytes]:
    return json_answer({"verified": False, "errors": [one.told() for one in error.defects]}, status=400)
