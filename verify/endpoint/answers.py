"""Answers of the endpoint, and what is read of a request besides its body: headers, language, problems."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from verify import asked
from verify.dates import LANGS, Lang
from verify.negotiation import language
from verify.pages import day as days
from verify.pages.foreign import FSI, PDI
from verify.problems import problem
from verify.verdict import Verdict
from verify.words import tame

SECURITY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; require-trusted-types-for 'script'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SCANNING = {  # the one page that may ask for the camera, and that may be installed
    "content-security-policy": f"{SECURITY['content-security-policy']}; manifest-src 'self'; worker-src 'self'",
    "permissions-policy": SECURITY["permissions-policy"].replace("camera=()", "camera=(self)"),
}
FRESH = {"cache-control": "no-store", "vary": "accept, accept-language"}
FOR_EVER = "public, max-age=31536000, immutable"
READ_ANYWHERE = {"access-control-allow-origin": "*"}  # there is nobody's session to misuse

JSON = "application/json"
_PROBLEM = "application/problem+json"

PLAIN_HEADERS = {"content-type": JSON, **SECURITY, **FRESH, **READ_ANYWHERE}
"""The headers of a plain answer: `plain_answer`."""

STATUS = {
    "too-large": 413,
    "media-type": 415,
    "unreachable": 503,
    "no-certificate-found": 422,
    "several-certificates": 422,
    "no-code-found": 422,
    "address-only": 422,
}

Asking = Request[Any, Any, Any]


def plain_answer(found: Verdict) -> bytes | None:
    """The body of `GET /v/{number}.json` with 200 and `PLAIN_HEADERS`; None where the answer is a problem instead."""
    return msgspec.json.encode(found) if found.reason not in STATUS else None


def query(values: Mapping[str, str]) -> str:
    """The query of an address, with its question mark; nothing where there is nothing to ask."""
    return f"?{urlencode(values)}" if values else ""


def odd_in(request: Asking, *known: str) -> asked.Odd | None:
    """A parameter that nobody here reads, or that stands twice."""
    return asked.odd(request.query_params.multi_items(), known)


def odd_answer(odd: asked.Odd, lang: Lang) -> Response[bytes]:
    """That what is asked cannot be read, and how it is spelled, as a problem."""
    said = tame(days.oddity(odd, lang).replace(FSI, "").replace(PDI, ""))
    return problem_answer("odd-parameter", lang, 400, detail=said, parameter=tame(odd.name[:40]), meant=odd.meant)


def accept(request: Asking) -> str:
    """What kinds of answer are taken."""
    return request.headers.get("accept", "")


def chosen(request: Asking) -> Lang | None:
    """The language that stands in the address."""
    said = request.query_params.get("lang")
    return next((lang for lang in LANGS if lang == said), None)


def language_of(request: Asking) -> Lang:
    """The language of the answer: as chosen, else as the browser asks."""
    return language(request.headers.get("accept-language", ""), chosen=chosen(request))


def problem_answer(code: str, lang: Lang, status: int, **members: object) -> Response[bytes]:
    """A problem (RFC 9457) that anybody may read."""
    raw = msgspec.json.encode(problem(code, lang, status, members))
    return answer(raw, _PROBLEM, status, {**FRESH, **READ_ANYWHERE, "content-language": lang})


def answer(raw: bytes, media: str, status: int, headers: dict[str, str]) -> Response[bytes]:
    """Bytes with the headers of every answer, and these."""
    return Response(raw, media_type=media, status_code=status, headers={**SECURITY, **headers})


def refused(request: Asking, error: HTTPException) -> Response[bytes]:
    """What the framework finds wrong before a handler is reached; its own words are not passed on."""
    code = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}.get(error.status_code, "bad-request")
    told = problem_answer(code, language_of(request), error.status_code)
    if allowed := {name.lower(): value for name, value in (error.headers or {}).items()}.get("allow"):
        told.headers["allow"] = allowed
    return told


def failed(request: Asking, error: Exception) -> Response[bytes]:
    """What nobody foresaw: logged, and told as nothing but that."""
    logging.getLogger("verify").error("a request failed", exc_info=error)
    return problem_answer("internal", language_of(request), 500)
