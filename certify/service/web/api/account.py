"""`/api/session`, `/api/me`, `/api/tokens`, `/api/notices`: one's own account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.params import FromPath

from certify.core.acts import Role
from certify.service.store import access as stored
from certify.service.store import notices
from certify.service.web import sessions, signing_in
from certify.service.web.access import TOKEN_PREFIX, Principal, who
from certify.service.web.bodies import read_json, read_query
from certify.service.web.declared import declare, json_answer
from certify.service.web.idempotency import id_of
from certify.service.web.limits import SIGN_IN
from certify.service.web.permissions import OWN_ACCOUNT, OWN_TOKENS, READ_PUBLIC, SEND_PUBLIC, SIGNED_IN
from certify.service.web.problems import not_found
from certify.service.web.wired import wired

AnyRequest = Request[Any, Any, Any]
LONGEST_TOKEN_DAYS = 366


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in. `form_token` goes into the header `X-Form-Token` of every change that a browser asks for."""

    person: str
    name: str | None
    body: str
    roles: tuple[Role, ...]
    applicant_for: tuple[str, ...]
    form_token: str


class SignIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Login and password; in a demonstration the login alone."""

    login: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    password: Annotated[str, msgspec.Meta(max_length=signing_in.LONGEST_PASSWORD)] | None = None


class NewToken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a token is for, and for how many days it counts."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*\Z")]
    days: Annotated[int, msgspec.Meta(ge=1, le=LONGEST_TOKEN_DAYS)] = 90


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A token of one's own, without its secret."""

    id: str
    name: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class MadeToken(Token, frozen=True, kw_only=True):
    """A fresh token with its secret, which is shown this once and kept nowhere."""

    secret: str


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """Something that one was told; `kind` names the text and `data` fills it."""

    id: str
    case: str | None
    kind: str
    data: dict[str, Any]
    at: datetime
    read_at: datetime | None


class NoticeQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many notices."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 50


def me(principal: Principal) -> Me:
    """A principal as it is told to itself."""
    return Me(
        person=principal.person,
        name=principal.name,
        body=principal.body,
        roles=tuple(sorted(principal.roles)),
        applicant_for=principal.applicant_for,
        form_token=principal.form_token,
    )


@get("/api/me", opt=declare(SIGNED_IN, answer=Me))
async def show_me(request: AnyRequest) -> Response[bytes]:
    """Who one is signed in as, and what one may do now."""
    return json_answer(me(who(request)))


@get("/api/session/people", opt=declare(READ_PUBLIC, answer=tuple[signing_in.DemoPerson, ...]))
async def demo_people(request: AnyRequest) -> Response[bytes]:
    """Whom one may sign in as in a demonstration; nobody anywhere else."""
    return json_answer(await signing_in.demo_people(wired(request)))


@post(
    "/api/session",
    opt=declare(SEND_PUBLIC, body=SignIn, answer=Me, status=201, problems=("sign-in-failed", "too-many", "not-found"))
    | {"limit": SIGN_IN},
)
async def begin_session(request: AnyRequest) -> Response[bytes]:
    """Sign in. The answer sets a cookie; an id that the caller brought is never taken over."""
    here = wired(request)
    given, _ = await read_json(request, SignIn)
    if given.password is None:
        id_, principal = await signing_in.sign_in_demo(here, given.login)
    else:
        id_, principal = await signing_in.sign_in(here, given.login, given.password)
    cookie = sessions.cookie(id_, https=here.settings.https)
    return json_answer(me(principal), status=201, cookies=(cookie,))


@delete("/api/session", status_code=204, opt=declare(OWN_ACCOUNT, status=204))
async def end_session(request: AnyRequest) -> Response[None]:
    """Sign out."""
    here = wired(request)
    await signing_in.sign_out(here, who(request))
    return Response(None, status_code=204, cookies=[sessions.cookie("", https=here.settings.https)])


@get("/api/tokens", opt=declare(SIGNED_IN, answer=tuple[Token, ...]))
async def list_tokens(request: AnyRequest) -> Response[bytes]:
    """One's own tokens, newest first."""
    rows = await stored.tokens_of(wired(request).database, who(request).account)
    return json_answer(tuple(_shown(row) for row in rows))


@post("/api/tokens", opt=declare(OWN_TOKENS, body=NewToken, answer=MadeToken, status=201))
async def make_token(request: AnyRequest) -> Response[bytes]:
    """Make a token for a program that acts in one's name. Its secret is shown this once."""
    here, principal = wired(request), who(request)
    wanted, _ = await read_json(request, NewToken)
    secret = TOKEN_PREFIX + sessions.random_text(here.chance)
    now = here.clock()
    row = stored.TokenRow(
        id=id_of(here.chance(16)),
        body=principal.body,
        account=principal.account,
        name=wanted.name,
        digest=stored.digest_of(secret),
        created_at=now,
        expires_at=now + timedelta(days=wanted.days),
    )
    await stored.add_token(here.database, row)
    fields = {field: getattr(_shown(row), field) for field in Token.__struct_fields__}
    return json_answer(MadeToken(**fields, secret=secret), status=201)


@delete("/api/tokens/{token:str}", status_code=204, opt=declare(OWN_TOKENS, status=204))
async def revoke_token(request: AnyRequest, token: FromPath[str]) -> Response[None]:
    """Revoke one of one's own tokens, at once."""
    here = wired(request)
    if not await stored.revoke_token(here.database, who(request).account, token, here.clock()):
        raise not_found()
    return Response(None, status_code=204)


@get("/api/notices", opt=declare(SIGNED_IN, query=NoticeQuery, answer=tuple[Notice, ...]))
async def list_notices(request: AnyRequest) -> Response[bytes]:
    """What one was told, and the organisations that one acts for, newest first."""
    principal, query = who(request), read_query(request, NoticeQuery)
    rows = await notices.notices_for(
        wired(request).database, principal.body, principal.person, principal.applicant_for, limit=query.limit
    )
    return json_answer(
        tuple(
            Notice(
                id=row.id,
                case=row.case,
                kind=row.kind,
                data=msgspec.json.decode(row.data, type=dict[str, Any]),
                at=row.at,
                read_at=row.read_at,
            )
            for row in rows
        )
    )


def _shown(row: stored.TokenRow) -> Token:
    return Token(
        id=row.id,
        name=row.name,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )


HANDLERS = (
    show_me,
    demo_people,
    begin_session,
    end_session,
    list_tokens,
    make_token,
    revoke_token,
    list_notices,
)
