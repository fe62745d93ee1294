"""What a route says of itself: who may use it, what it reads and what it answers. OpenAPI and the tests read it too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Response

from certify.service.web.permissions import Permission

if TYPE_CHECKING:
    from litestar.datastructures import Cookie

JSON = "application/json"


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """A route's own words.

    `query`, `body` and `answer` are the types of what is read and written as JSON; `takes` and `gives` the media types
    where it is something else; `status` of the answer when all is well; `problems` the codes that are its own, besides
    those that any route may give.
    """

    permission: Permission
    query: Any = None
    body: Any = None
    takes: tuple[str, ...] = ()
    answer: Any = None
    gives: str = JSON
    status: int = 200
    problems: tuple[str, ...] = ()
    idempotent: bool = False
    versioned: bool = False


def declare(permission: Permission, **words: Any) -> dict[str, Any]:  # noqa: ANN401  the fields of Declared
    """The `opt` of a handler. `idempotent`: it takes an Idempotency-Key; `versioned`: it takes If-Match."""
    return {"permission": permission, "declared": Declared(permission=permission, **words)}


def declared_of(opt: dict[str, Any]) -> Declared | None:
    """What a handler declared, if it did."""
    found = opt.get("declared")
    return found if isinstance(found, Declared) else None


def json_answer(
    value: object,
    *,
    status: int = 200,
    version: int | None = None,
    headers: dict[str, str] | None = None,
    cookies: tuple[Cookie, ...] = (),
) -> Response[bytes]:
    """An answer as JSON; `version` goes into `ETag`, to come back in `If-Match`."""
    all_headers = dict(headers or {})
    if version is not None:
        all_headers["etag"] = f'"{version}"'
    return Response(
        msgspec.json.encode(value), status_code=status, media_type=JSON, headers=all_headers, cookies=list(cookies)
    )


def nothing() -> Response[None]:
    """An answer without content."""
    return Response(None, status_code=204)
