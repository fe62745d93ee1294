"""Who calls, and whether they may: one guard over every route, for sessions and tokens alike.

(1) an address that no server of ours could have made is not found
(2) who calls: a token in `Authorization`, else the session of the cookie
(3) the route's permission: public, signed in, or one of its roles; roles are looked up now, never remembered
(4) an address that asks too often for what costs much waits
(5) a change that a browser asks for comes from a page of ours, and carries the session's form token
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from certify.core.acts import Role
from certify.service.store import access as tokens
from certify.service.store import bodies, people
from certify.service.web import sessions
from certify.service.web.limits import Limit, prefix_of
from certify.service.web.permissions import READ_METHODS, Permission, permission_of
from certify.service.web.problems import Trouble, not_found
from certify.service.web.wired import wired

if TYPE_CHECKING:
    from datetime import datetime

    from litestar.connection import ASGIConnection
    from litestar.handlers import BaseRouteHandler

    from certify.service.store.database import Database

FORM_TOKEN_HEADER = "x-form-token"  # noqa: S105  the header's name, not a secret
FORM_TOKEN_FIELD = "form_token"  # noqa: S105  the field's name
TOKEN_PREFIX = "certify_"  # noqa: S105  what a token begins with
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
_ROLES: frozenset[str] = frozenset(Role.__args__)  # type: ignore[attr-defined]  # Literal keeps its words there


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is signed in, as of this very request.

    `roles` are those that count now; `applicant_for` the organisations that the person acts for. `session` is the key
    of the session and `form_token` what a form has to send along; both are empty for a token.
    """

    account: str
    person: str
    name: str | None
    body: str
    roles: frozenset[Role]
    applicant_for: tuple[str, ...]
    via: Literal["session", "token"]
    session: str = ""
    form_token: str = ""


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let the request through, with `request.user` set, or raise the problem that says why not."""
    if _UNPRINTABLE.search(connection.scope["path"]):
        raise not_found()
    method = str(connection.scope.get("method", ""))
    if method == "OPTIONS":
        return
    permission = permission_of(handler.opt, method)
    if permission is None:  # start-up refuses such a route; this is the second wall
        raise Trouble("not-allowed")
    # Public things are read without a look at who reads them, unless a page wants to greet them.
    asked = not permission.public or bool(handler.opt.get("visitor"))
    principal = await identify(connection) if asked else None
    connection.scope["user"] = principal
    _permit(permission, principal)
    if principal is not None and principal.via == "token" and handler.opt.get("for_people") and not permission.public:
        raise Trouble("not-allowed", "this page is for people who have signed in; programs use /api")
    if permission.writes and principal is not None:
        await bodies.refuse_moved(wired(connection).database, principal.body)
    limit = handler.opt.get("limit")
    if isinstance(limit, Limit) and method not in READ_METHODS:
        here = wired(connection)
        here.limiter.take(limit, prefix_of(connection, here.settings.proxies), here.clock())
    by_browser = principal is None or principal.via == "session"
    if permission.writes and by_browser and not permission.from_anywhere:
        refuse_foreign_page(connection)
        if principal is not None and not handler.opt.get("form_token_in_body"):
            check_form_token(principal, connection.headers.get(FORM_TOKEN_HEADER, ""))


def _permit(permission: Permission, principal: Principal | None) -> None:
    if permission.public:
        return
    if principal is None:
        raise Trouble("sign-in-needed", headers={"www-authenticate": 'Bearer realm="certify"'})
    if permission.in_person and principal.via != "session":
        raise Trouble("not-allowed", "a token cannot do this; sign in")
    if permission.roles is not None and not permission.opens_to(principal.roles):
        raise Trouble("not-allowed", f"it takes one of the roles {', '.join(sorted(permission.roles))}")


async def identify(connection: ASGIConnection[Any, Any, Any, Any]) -> Principal | None:
    """Who calls; None where nobody is signed in. A token that does not count is a problem, not a nobody."""
    here = wired(connection)
    now = here.clock()
    authorization = connection.headers.get("authorization")
    if authorization is not None:
        return await _by_token(here.database, authorization, now)
    id_ = connection.cookies.get(sessions.cookie_name(https=here.settings.https))
    found = await sessions.find(here.database, id_, now) if id_ else None
    if found is None:
        return None
    key, session = found
    principal = await principal_of(here.database, session.account, now)
    if principal is None:
        return None
    return msgspec.structs.replace(principal, session=key, form_token=session.form_token)


async def _by_token(db: Database, authorization: str, now: datetime) -> Principal:
    scheme, _, secret = authorization.partition(" ")
    if scheme.lower() == "bearer" and secret.startswith(TOKEN_PREFIX) and secret.isascii() and len(secret) < 100:
        row = await tokens.token(db, tokens.digest_of(secret), now)
        principal = await principal_of(db, row.account, now) if row is not None else None
        if row is not None and principal is not None and principal.body == row.body:
            await tokens.token_used(db, row.id, now)
            return msgspec.structs.replace(principal, via="token")
    raise Trouble("sign-in-needed", headers={"www-authenticate": 'Bearer realm="certify", error="invalid_token"'})


async def principal_of(db: Database, account: str, now: datetime) -> Principal | None:
    """Who an account is now; None where it is closed or its person is gone."""
    row = await people.account(db, account)
    if row is None or row.disabled:
        return None
    person = await people.person(db, row.person)
    if person is None or person.erased_at is not None:
        return None
    held = [role for role in await people.roles_of(db, person.id, now) if role.body == person.body]
    return Principal(
        account=row.id,
        person=person.id,
        name=person.name,
        body=person.body,
        roles=frozenset(msgspec.convert(r.role, Role) for r in held if r.role in _ROLES),
        applicant_for=tuple(sorted({r.organisation for r in held if r.role == "applicant" and r.organisation})),
        via="session",
    )


def refuse_foreign_page(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """(5) Browsers say where a call comes from, in `Sec-Fetch-Site` or at least in `Origin`; no page can forge either.

    A call without either comes from no browser and carries no cookie of ours by itself; with a cookie it is refused.
    """
    site, origin = connection.headers.get("sec-fetch-site"), connection.headers.get("origin")
    if site is not None:
        if site == "same-origin":
            return
    elif origin is not None:
        if origin == wired(connection).settings.origin:
            return
    elif sessions.cookie_name(https=_https(connection)) not in connection.cookies:
        return
    raise Trouble("cross-site")


def check_form_token(principal: Principal, given: object) -> None:
    """The form token that came with a change must be the session's own. Tokens for programs need none."""
    if principal.via == "session" and not (isinstance(given, str) and sessions.same(given, principal.form_token)):
        raise Trouble("cross-site", "the form token is missing or old; load the page again")


def _https(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    return wired(connection).settings.https


def who(request: ASGIConnection[Any, Any, Any, Any]) -> Principal:
    """Who is signed in, on a route whose permission asks for it."""
    principal = request.scope.get("user")
    if not isinstance(principal, Principal):
        raise Trouble("sign-in-needed")
    return principal


def visitor(request: ASGIConnection[Any, Any, Any, Any]) -> Principal | None:
    """Who is signed in, on a public route where nobody needs to be."""
    principal = request.scope.get("user")
    return principal if isinstance(principal, Principal) else None
