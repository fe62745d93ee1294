"""`/api/terms`, `/api/issuing`, `/api/authority`: what the body itself publishes, stops and logs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath

from certify.service import authority, stop
from certify.service.errors import NotFound
from certify.service.store import authority as log
from certify.service.store import bodies, published
from certify.service.web.access import who
from certify.service.web.bodies import read_json, read_query
from certify.service.web.declared import declare, json_answer
from certify.service.web.idempotency import once
from certify.service.web.permissions import (
    PUBLISH_TERMS,
    READ_AUTHORITY,
    READ_TERMS,
    SIGNED_IN,
    STOP_ISSUING,
)
from certify.service.web.problems import Trouble, not_found
from certify.service.web.wired import wired

AnyRequest = Request[Any, Any, Any]
LongText = Annotated[str, msgspec.Meta(min_length=1, max_length=100_000, pattern=r"^[^\x00]*\Z")]


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the terms of certification and mark use; `Agree` names its digest."""

    digest: str
    sv: str
    en: str
    published_at: datetime


class NewTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The terms in both languages."""

    sv: LongText
    en: LongText


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """Issuing is stopped: by the body itself, or for the whole installation. Administrators and auditors read why."""

    whole_installation: bool
    reason: str | None
    since: datetime
    lift_asked_at: datetime | None


class Issuing(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the body may issue now, and what stops it."""

    goes_on: bool
    stops: tuple[Stop, ...]
    lifting: Literal["asked", "lifted"] | None = None


class NewStop(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why issuing is stopped; administrators and auditors read it."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=1_000, pattern=r"^[^\x00]*\Z")]


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One link of the body's chained log of acts of authority."""

    seq: int
    type: str
    at: datetime
    by: str
    hash: str
    data: dict[str, Any]


class LogQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Entries after this number."""

    after: Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)] = 0
    limit: Annotated[int, msgspec.Meta(ge=1, le=500)] = 100


@get("/api/terms", opt=declare(READ_TERMS, answer=Terms, problems=("not-found",)))
async def current_terms(request: AnyRequest) -> Response[bytes]:
    """The terms that are in force now."""
    row = await published.current_terms(wired(request).database, who(request).body)
    if row is None:
        raise not_found()
    return json_answer(_terms(row))


@get("/api/terms/{digest:str}", opt=declare(READ_TERMS, answer=Terms))
async def show_terms(request: AnyRequest, digest: FromPath[str]) -> Response[bytes]:
    """A version of the terms, also one that is no longer in force."""
    row = await published.terms(wired(request).database, who(request).body, digest)
    if row is None:
        raise not_found()
    return json_answer(_terms(row))


@post(
    "/api/terms",
    opt=declare(PUBLISH_TERMS, body=NewTerms, answer=Terms, status=201, problems=("taken",), idempotent=True),
)
async def publish_terms(request: AnyRequest) -> Response[bytes]:
    """Publish new terms; cases that have agreed to earlier ones keep those."""
    here, principal = wired(request), who(request)
    wanted, raw = await read_json(request, NewTerms)

    async def effect() -> Response[bytes]:
        now = here.clock()
        digest = await authority.publish_terms(
            here.database, principal.body, sv=wanted.sv, en=wanted.en, by=principal.person, at=now
        )
        return json_answer(Terms(digest=digest, sv=wanted.sv, en=wanted.en, published_at=now), status=201)

    return await once(request, raw, effect)


@get("/api/issuing", opt=declare(SIGNED_IN, answer=Issuing))
async def issuing(request: AnyRequest) -> Response[bytes]:
    """Whether issuing goes on."""
    return json_answer(await _issuing(request))


@post("/api/issuing/stop", status_code=200, opt=declare(STOP_ISSUING, body=NewStop, answer=Issuing, idempotent=True))
async def stop_issuing(request: AnyRequest) -> Response[bytes]:
    """Stop all issuing of the body, at once."""
    here, principal = wired(request), who(request)
    wanted, raw = await read_json(request, NewStop)

    async def effect() -> Response[bytes]:
        await stop.stop(here.database, principal.body, wanted.reason, by=principal.person, at=here.clock())
        return json_answer(await _issuing(request))

    return await once(request, raw, effect)


@post(
    "/api/issuing/lift",
    status_code=200,
    opt=declare(STOP_ISSUING, answer=Issuing, problems=("second-person", "not-found"), idempotent=True),
)
async def lift_stop(request: AnyRequest) -> Response[bytes]:
    """Ask to lift the stop or, as somebody else than the one who asked, lift it."""
    here, principal = wired(request), who(request)

    async def effect() -> Response[bytes]:
        try:
            lifting = await stop.lift(here.database, principal.body, by=principal.person, at=here.clock())
        except stop.SamePerson:
            raise Trouble("second-person") from None
        except NotFound:
            raise not_found() from None
        return json_answer(msgspec.structs.replace(await _issuing(request), lifting=lifting))

    answer = await once(request, b"", effect)
    here.wake()
    return answer


async def _issuing(request: AnyRequest) -> Issuing:
    principal = who(request)
    stops = await bodies.issuing_stops(wired(request).database, principal.body)
    told_why = bool(principal.roles & {"administrator", "auditor"})
    return Issuing(
        goes_on=not stops,
        stops=tuple(
            Stop(
                whole_installation=row.body == log.INSTALLATION,
                reason=row.reason if told_why else None,
                since=row.since,
                lift_asked_at=row.lift_asked_at,
            )
            for row in stops
        ),
    )


@get("/api/authority", opt=declare(READ_AUTHORITY, query=LogQuery, answer=tuple[LogEntry, ...]))
async def authority_log(request: AnyRequest) -> Response[bytes]:
    """The body's chained log of acts of authority: roles, keys, publishing, stopping."""
    query = read_query(request, LogQuery)
    found: list[LogEntry] = []
    async for row in log.entries(wired(request).database, who(request).body):
        if row.seq > query.after:
            found.append(_entry(row))
        if len(found) == query.limit:
            break
    return json_answer(found)


def _entry(row: log.LogEntry) -> LogEntry:
    data = msgspec.json.decode(row.data, type=dict[str, Any])
    return LogEntry(seq=row.seq, type=row.type, at=row.at, by=row.by, hash=row.hash, data=data)


def _terms(row: published.TermsRow) -> Terms:
    return Terms(digest=row.digest, sv=row.sv, en=row.en, published_at=row.published_at)


HANDLERS = (
    current_terms,
    show_terms,
    publish_terms,
    issuing,
    stop_issuing,
    lift_stop,
    authority_log,
)
