"""The front door: the start page, signing in and out, the other language, plain texts, and the static files."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, post
from litestar.datastructures import Cookie
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from certify.service.web import sessions, signing_in
from certify.service.web.access import Principal, who
from certify.service.web.language import COOKIE
from certify.service.web.limits import SIGN_IN
from certify.service.web.pages.forms import FORM_TOKEN_IN_BODY, Form, read_form, read_own_form
from certify.service.web.pages.rendering import LANGUAGES, OWN, onward, own_path, page, visitor
from certify.service.web.pages.self_assessment_begin import choose_offer
from certify.service.web.pages.sign_in_page import CARRIED, sign_in_answer
from certify.service.web.permissions import OWN_ACCOUNT, READ_PUBLIC, SEND_PUBLIC
from certify.service.web.problems import Trouble, not_found
from certify.service.web.wired import wired

AnyRequest = Request[Any, Any, Any]
LOOK = [HttpMethod.GET, HttpMethod.HEAD]
FOR_EVER = "public, max-age=31536000, immutable"
A_YEAR = 365 * 24 * 3600  # seconds
# The parts of each plain text, in order; their words stand in the catalogues.
TEXTS: dict[str, tuple[str, ...]] = {
    "accessibility": ("state", "known", "tell"),
    "privacy": ("visit", "signed-in", "kept", "ask"),
    "help": ("check", "apply", "case", "ask"),
}


def _look(path: str) -> HTTPRouteHandler:
    return HTTPRouteHandler(path, http_method=LOOK, opt={"permission": READ_PUBLIC, "visitor": True})


@_look("/")
async def home(request: AnyRequest) -> Response[bytes]:
    """What this is, in one sentence, and the field for a number."""
    return await page(request, "home.html")


@_look("/sign-in")
async def sign_in_page(request: AnyRequest) -> Response[bytes]:
    """Whom one may sign in as in a demonstration; login and password anywhere else."""
    return await sign_in_answer(request)


@post("/sign-in", status_code=200, opt={"permission": SEND_PUBLIC, "limit": SIGN_IN})
async def sign_in(request: AnyRequest) -> Response[bytes]:
    """Sign in with login and password."""
    form = await read_form(request)
    login = form.first("login")
    try:
        signed_in = await signing_in.sign_in(wired(request), login, form.fields.get("password", ("",))[0])
    except Trouble as trouble:
        if trouble.code != "sign-in-failed":
            raise
        return await sign_in_answer(request, login=login[:200], wrong=True, carried=form.first(CARRIED))
    return await _signed_in(request, signed_in, form)


@post("/sign-in/as", status_code=303, opt={"permission": SEND_PUBLIC})
async def sign_in_as(request: AnyRequest) -> Response[bytes]:
    """Sign in by name, in a demonstration."""
    form = await read_form(request)
    return await _signed_in(request, await signing_in.sign_in_demo(wired(request), form.first("login")), form)


async def _signed_in(request: AnyRequest, signed_in: tuple[str, Principal], form: Form) -> Response[bytes]:
    """On to the cases, or with answers that came along to the application that they begin, with the fresh session.

    A session that the browser had before is over.
    """
    before = await visitor(request)
    if before is not None:
        await signing_in.sign_out(wired(request), before)
    id_, principal = signed_in
    answer = onward("/cases")
    if form.first(CARRIED):
        request.scope["user"] = principal
        answer = await choose_offer(request, principal, form.first(CARRIED))
    answer.set_cookie(sessions.cookie(id_, https=wired(request).settings.https))
    return answer


@post("/sign-out", status_code=303, opt={"permission": OWN_ACCOUNT} | FORM_TOKEN_IN_BODY)
async def sign_out(request: AnyRequest) -> Response[bytes]:
    """End the session."""
    await read_own_form(request)
    await signing_in.sign_out(wired(request), who(request))
    answer = onward("/?done=SignedOut")
    answer.set_cookie(sessions.cookie("", https=wired(request).settings.https))
    return answer


@_look("/language/{code:str}")
async def choose_language(request: AnyRequest, code: FromPath[str]) -> Response[bytes]:
    """Remember the language that the reader chose, and go back to where they were."""
    if code not in LANGUAGES:
        raise not_found()
    answer = onward(own_path(request.query_params.get("to", "/")))
    https = wired(request).settings.https
    answer.set_cookie(
        Cookie(key=COOKIE, value=code, path="/", max_age=A_YEAR, secure=https, httponly=True, samesite="lax")
    )
    return answer


def _text(name: str) -> HTTPRouteHandler:
    async def text(request: AnyRequest) -> Response[bytes]:
        return await page(request, "text.html", name=name, parts=TEXTS[name])

    text.__doc__ = f"The plain text on {name}."
    return _look(f"/{name}")(text)


@_look("/static/{name:path}")
async def static(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """A static file: for ever at the address with its digest, else to be asked about anew."""
    found = OWN.find(str(name).lstrip("/"))
    if found is None:
        raise not_found()
    asset, for_ever = found
    packed = asset.packed is not None and "gzip" in request.headers.get("accept-encoding", "")
    etag = f'{asset.etag[:-1]}-gz"' if packed else asset.etag
    headers = {"etag": etag, "vary": "accept-encoding", "cache-control": FOR_EVER if for_ever else "no-cache"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=asset.media)
    if packed and asset.packed is not None:
        return Response(asset.packed, headers=headers | {"content-encoding": "gzip"}, media_type=asset.media)
    return Response(asset.raw, headers=headers, media_type=asset.media)


HANDLERS = (
    home,
    sign_in_page,
    sign_in,
    sign_in_as,
    sign_out,
    choose_language,
    *(_text(name) for name in TEXTS),
    static,
)
