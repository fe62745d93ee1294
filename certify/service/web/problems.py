"""Problems: what every error looks like to whoever asked (RFC 9457), as JSON and as a page.

`type` is the address of a sentence or two about the problem and never changes. A refusal by a rule has the type
`refused` and names the rule. A thing that does not exist and one that the caller may not know of give the same bytes.
Whatever we did not foresee is an opaque 500 with an id under which the log tells more.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import MediaType, Response
from litestar.exceptions import HTTPException

from certify.core.errors import Refused
from certify.core.scheme.faults import SchemeFaults
from certify.service import errors as service
from certify.service.logs import log
from certify.service.store import blobs
from certify.service.store import errors as store
from certify.service.web.language import Language, language_of
from certify.service.web.problem_kinds import KINDS
from verify.errors import VerifyError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from litestar import Request

MEDIA_TYPE = "application/problem+json"


# What a rule's refusal is in HTTP: not yours to do, not there, not now; and for the rest, not like this.
_FORBIDDEN = ("separation.", "duty.unassigned", "act.role", "submit.applicant", "certificate.assessor")
_NOT_NOW = (
    "act.state",
    "act.time",
    "clock.",
    "issue.",
    "submit.open_case",
    "register.number",
    "certificate.none",
    "certificate.state",
    "stop.",
)


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The body of a problem (RFC 9457, 3.1) with our own members.

    `rule` and `evidence` belong to a refusal, `errors` to content of another form than the one needed, `faults` to a
    scheme file; `version` is where a thing stands now that somebody else has changed.
    """

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    titles: dict[str, str] = {}
    rule: str = ""
    evidence: dict[str, Any] = {}
    errors: tuple[dict[str, str], ...] = ()
    faults: tuple[dict[str, Any], ...] = ()
    version: int | None = None


class Trouble(Exception):
    """A problem that the web itself finds; `code` is one of KINDS."""

    def __init__(
        self, code: str, detail: str = "", *, headers: dict[str, str] | None = None, **members: object
    ) -> None:
        self.code = code
        self.detail = detail
        self.headers = headers or {}
        self.members = members
        super().__init__(f"{code}: {detail}")


def not_found() -> Trouble:
    """The one answer for what is not there and for what the caller may not know of."""
    return Trouble("not-found")


def status_of_rule(rule: str) -> int:
    """The HTTP status of a refusal by this rule."""
    if rule == "act.case":
        return 404
    if rule.startswith(_FORBIDDEN):
        return 403
    if rule.startswith(_NOT_NOW) or rule.endswith(".again"):
        return 409
    return 422


def type_of(code: str) -> str:
    """A problem's `type`: a relative reference to its page on the same origin."""
    return f"/problems/{code}"


def _made(code: str, language: Language, detail: str = "", members: Mapping[str, Any] | None = None) -> Problem:
    kind = KINDS[code]
    titles = {"sv": kind.sv, "en": kind.en}
    problem = Problem(type=type_of(code), title=titles[language], titles=titles, status=kind.status, detail=detail)
    return msgspec.structs.replace(problem, **members) if members else problem


# Errors of the rooms below that need no more than a name; the first that fits.
_NAMED: tuple[tuple[type[Exception], str], ...] = (
    (service.NotFound, "not-found"),
    (service.KeyReused, "key-reused"),
    (blobs.NoSuchBlob, "not-found"),
    (store.Taken, "taken"),
    (store.Dangling, "unknown-reference"),
    (store.Unstorable, "forbidden-character"),
    (store.Busy, "busy"),
    (store.Moved, "moved"),
    (store.Unavailable, "unavailable"),
    (service.Frozen, "unavailable"),
)
_RETRY_AFTER = {"busy": "1", "unavailable": "5"}  # seconds


def problem_of(error: Exception, language: Language, request_id: str) -> tuple[Problem, dict[str, str]]:
    """The problem that tells an error, and the headers that go with it. The one table from errors to problems."""
    for kind, code in _NAMED:
        if isinstance(error, kind):
            after = _RETRY_AFTER.get(code)
            return _made(code, language), {"retry-after": after} if after else {}
    match error:
        case Trouble():
            return _made(error.code, language, error.detail, error.members), error.headers
        case Refused():
            return _of_refusal(error, language), {}
        case SchemeFaults():
            faults = tuple(msgspec.to_builtins(fault) for fault in error.faults)
            return _made("scheme-faults", language, members={"faults": faults}), {}
        case service.Conflict():
            return _made("conflict", language, members={"version": error.version}), {}
        case blobs.TooLarge():
            return _made("too-large", language, f"at most {error.limit} bytes"), {}
        case VerifyError():
            return _made(error.code if error.code in KINDS else "not-as-described", language, error.detail), {}
        case HTTPException():
            return _of_litestar(error, language, request_id)
        case _:
            return _made("internal", language, members={"instance": f"urn:uuid:{request_id}"}), {}


def _of_refusal(refused: Refused, language: Language) -> Problem:
    titles = {"sv": refused.text("sv"), "en": refused.text("en")}
    return Problem(
        type=type_of("refused"),
        title=titles[language],
        titles=titles,
        status=status_of_rule(refused.rule),
        detail=refused.about(language),
        rule=refused.rule,
        evidence=msgspec.to_builtins(refused.evidence),
    )


_OF_STATUS = {
    400: "bad-request",
    401: "sign-in-needed",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "media-type",
    429: "too-many",
}


def _of_litestar(error: HTTPException, language: Language, request_id: str) -> tuple[Problem, dict[str, str]]:
    """What the framework itself finds. Its own words are not passed on: they quote what was sent."""
    code = _OF_STATUS.get(error.status_code)
    if code is None:
        code = "bad-request" if error.status_code < 500 else "internal"
    members = {"instance": f"urn:uuid:{request_id}"} if code == "internal" else {}
    allowed = {name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
    return _made(code, language, members=members), allowed


def answer_problem(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The exception handler of the whole application."""
    request_id = str(request.scope.get("state", {}).get("request_id", ""))
    language = language_of(request)
    problem, headers = problem_of(error, language, request_id)
    if problem.status >= 500:
        log.error("failed", request=request_id, error=type(error).__name__, exc_info=error)
    headers = {"content-language": language, "vary": "accept, accept-language", **headers}
    if wants_page(request):
        page = request.app.state.get("problem_page", plain_page)
        return Response(page(problem, language), status_code=problem.status, headers=headers, media_type=MediaType.HTML)
    raw = msgspec.json.encode(problem)
    return Response(raw, status_code=problem.status, headers=headers, media_type=MEDIA_TYPE)


def wants_page(request: Request[Any, Any, Any]) -> bool:
    """Whether a person's browser asks: `Accept` names HTML before any JSON, and the path is no `/api` or `.json`."""
    if request.scope["path"].startswith("/api/") or request.scope["path"].endswith(".json"):
        return False
    accept = request.headers.get("accept", "")
    page, data = accept.find("text/html"), accept.find("json")
    return page >= 0 and (data < 0 or page < data)


def plain_page(problem: Problem, language: Language) -> bytes:
    """A problem as a page of its own, which needs nothing else of the service."""
    title, detail = html.escape(problem.title), html.escape(problem.detail or problem.instance)
    home = "Till startsidan" if language == "sv" else "To the start page"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        f'<body><main><h1>{title}</h1><p>{detail}</p><p><a href="/">{home}</a></p></main></body></html>'
    ).encode()
