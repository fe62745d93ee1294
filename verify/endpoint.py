"""The QR endpoint: `GET /v/{number}` as a page and as JSON, `POST /v`, the form, and the page that scans codes.

Litestar handlers over a `Source` that is handed in. `create_router` mounts anywhere, `create_app` is an application of
its own, and `run_alone` serves one against another host. No cookies, nothing kept, and no script needed.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal
from urllib.parse import urlencode

import msgspec
from granian import Granian
from granian.constants import Interfaces
from litestar import Litestar, Request, Response, Router
from litestar.datastructures import UploadFile
from litestar.enums import HttpMethod
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from verify import asked, carried, lookup, pdf, times, words
from verify.addresses import is_origin
from verify.bodies_source import BodiesSource
from verify.credential import Bilingual
from verify.dates import LANGS, Lang
from verify.errors import (
    BadAddress,
    BadCertificateNumber,
    BadTime,
    NoCertificateFound,
    NotACode,
    SeveralCertificates,
    TooLarge,
)
from verify.history import Change
from verify.negotiation import language, wants_json
from verify.number import is_number, tidy
from verify.pages import day as days
from verify.pages import phone, scan
from verify.pages import view as views
from verify.pages.foreign import FSI, PDI
from verify.pages.labels import label
from verify.pages.render import Pages, Surroundings
from verify.pages.shapes import HolderWords, Link, SchemeTexts, Site
from verify.past import NotPassed, PastDay
from verify.problems import problem
from verify.source import Source
from verify.statics import Statics
from verify.trust_lists import RootOf, TrustLists
from verify.verdict import Verdict
from verify.verifier import unreadable
from verify.words import tame

__all__ = ["HolderWords", "Link", "SchemeTexts", "Site", "create_app", "create_router", "run_alone"]

MAX_CERTIFICATE = 1_000_000  # bytes
MAX_CODE = 4_096
MAX_PICTURE = 8_000_000
MAX_PDF = 8_000_000

SECURITY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; require-trusted-types-for 'script'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_SCANNING = {  # the one page that may ask for the camera, and that may be installed
    "content-security-policy": f"{SECURITY['content-security-policy']}; manifest-src 'self'; worker-src 'self'",
    "permissions-policy": SECURITY["permissions-policy"].replace("camera=()", "camera=(self)"),
}
_FRESH = {"cache-control": "no-store", "vary": "accept, accept-language"}
_FOR_EVER = "public, max-age=31536000, immutable"
_READ_ANYWHERE = {"access-control-allow-origin": "*"}  # there is nobody's session to misuse

_JSON = "application/json"
_PROBLEM = "application/problem+json"
_CERTIFICATES = frozenset(
    {_JSON, "application/vc", "application/vc+json", "application/ld+json", "application/vc+ld+json"}
)
_PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})
_PICTURE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,252})(?::[0-9]{1,5})?")

PLAIN_HEADERS = {"content-type": _JSON, **SECURITY, **_FRESH, **_READ_ANYWHERE}
"""The headers of a plain answer: `plain_answer`."""

# Everything before the certificate itself is looked at: which kind it is, or why it cannot be taken.
_Kind = Literal["certificate", "code", "pdf", "picture"]
_STATUS = {
    "too-large": 413,
    "media-type": 415,
    "unreachable": 503,
    "no-certificate-found": 422,
    "several-certificates": 422,
    "no-code-found": 422,
    "address-only": 422,
}

SchemeTextsOf = Callable[[str], Awaitable[SchemeTexts | None]]
HolderWordsOf = Callable[[str], Awaitable[tuple[HolderWords, ...]]]
_Request = Request[Any, Any, Any]


async def no_scheme_texts(scheme: str) -> SchemeTexts | None:  # noqa: ARG001 - it says nothing of any scheme
    """What a page knows of schemes when nobody told it."""
    return None


async def no_holder_words(number: str) -> tuple[HolderWords, ...]:  # noqa: ARG001 - it says nothing of any holder
    """What a page knows of what holders promise when nobody told it."""
    return ()


def create_router(
    source: Source,
    *,
    clock: Callable[[], datetime],
    site: Site | None = None,
    scheme_texts: SchemeTextsOf = no_scheme_texts,
    texts_of_number: SchemeTextsOf = no_scheme_texts,
    holder_words: HolderWordsOf = no_holder_words,
    root: str | RootOf | None = None,
    path: str = "/v",
    others: Sequence[tuple[Source, str | None]] = (),
) -> Router:
    """The routes below `path`: the form, the verdict of each number, `POST` of a certificate or code, static files.

    `clock` gives aware times. `scheme_texts` is asked with the scheme's address (or, for a QR code, its short code),
    `texts_of_number` before it with the number of a registered certificate, for what its scheme says
    of that one otherwise; `holder_words` with the number of a certificate that is valid.
    `root` is the Multikey whose trust list counts, or tells it where it may change while this runs; the page shows it
    and pins it for the check in the phone. `path` must be `/v` wherever codes on paper are to work. `others` are more
    trust lists with their roots, each behind a source of its own: the first that knows a number or names an issuer
    speaks, and the page that scans is about the first of all.
    """
    lists = TrustLists([(source, root), *others])
    desk = _Desk(lists, clock, site or Site(), scheme_texts, texts_of_number, holder_words, path)
    look = [HttpMethod.GET, HttpMethod.HEAD]

    async def ask(request: _Request) -> Response[bytes]:
        return await desk.ask(request)

    async def show(request: _Request, number: FromPath[str]) -> Response[bytes]:
        return await desk.show(request, number)

    async def evidence(request: _Request, number: FromPath[str]) -> Response[bytes]:
        return await desk.evidence(request, number)

    async def check(request: _Request) -> Response[bytes]:
        return await desk.check(request)

    async def static(request: _Request, name: FromPath[str]) -> Response[bytes]:
        return desk.static(request, name.lstrip("/"))

    async def scan_page(request: _Request) -> Response[bytes]:
        return await desk.scan(request)

    async def to_carry(request: _Request) -> Response[bytes]:  # noqa: ARG001 - it is the same for everybody
        return await desk.to_carry()

    async def manifest(request: _Request) -> Response[bytes]:
        return desk.manifest(request)

    async def worker(request: _Request) -> Response[bytes]:
        return await desk.worker(request)

    return Router(
        path=path,
        route_handlers=[
            HTTPRouteHandler("/scan", http_method=look, include_in_schema=False)(scan_page),
            HTTPRouteHandler("/scan/carried.json", http_method=look, include_in_schema=False)(to_carry),
            HTTPRouteHandler("/scan/manifest.webmanifest", http_method=look, include_in_schema=False)(manifest),
            HTTPRouteHandler("/worker.js", http_method=look, include_in_schema=False)(worker),
            HTTPRouteHandler("/", http_method=look, include_in_schema=False)(ask),
            HTTPRouteHandler("/{number:str}", http_method=look, include_in_schema=False)(show),
            HTTPRouteHandler("/{number:str}/evidence.json", http_method=look, include_in_schema=False)(evidence),
            HTTPRouteHandler(
                "/",
                http_method=[HttpMethod.POST],
                status_code=200,
                include_in_schema=False,
                request_max_body_size=max(MAX_PICTURE, MAX_PDF) + 10_000,  # and the wrapping of a form
            )(check),
            HTTPRouteHandler("/static/{name:path}", http_method=look, include_in_schema=False)(static),
        ],
    )


def create_app(
    source: Source,
    *,
    clock: Callable[[], datetime],
    site: Site | None = None,
    scheme_texts: SchemeTextsOf = no_scheme_texts,
    holder_words: HolderWordsOf = no_holder_words,
    root: str | None = None,
    lifespan: Callable[[Litestar], AbstractAsyncContextManager[None]] | None = None,
    others: Sequence[tuple[Source, str | None]] = (),
) -> Litestar:
    """An application with these routes and nothing else. What is not there gets a problem, and so does a fault."""
    router = create_router(
        source, clock=clock, site=site, scheme_texts=scheme_texts, holder_words=holder_words, root=root, others=others
    )
    return Litestar(
        route_handlers=[router],
        openapi_config=None,
        logging_config=None,  # whoever runs it decides
        lifespan=[lifespan] if lifespan else None,
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )


def plain_answer(found: Verdict) -> bytes | None:
    """The body of `GET /v/{number}.json` with 200 and `PLAIN_HEADERS`; None where the answer is a problem instead."""
    return msgspec.json.encode(found) if found.reason not in _STATUS else None


def run_alone(
    from_url: str,
    host: str = "127.0.0.1",
    port: int = 8080,
    *,
    root: str | None = None,
    others: Sequence[tuple[str, str | None]] = (),
) -> None:
    """Serve the endpoint by itself until a signal comes; certificates, lists and register are those of `from_url`.

    `others` are more origins, each with the root of its trust list: they are asked in turn for what the ones before do
    not know. Raises `errors.BadAddress` for what is no origin.
    """
    asked = [(url.rstrip("/"), key) for url, key in ((from_url, root), *others)]
    for origin, _ in asked:
        if not is_origin(origin):
            raise BadAddress(f"not an origin: {origin[:80]!r}")
    server = Granian("verify.endpoint", address=host, port=port, interface=Interfaces.ASGI)
    server.serve(target_loader=partial(_alone, asked), wrap_loader=False)


def _alone(asked: Sequence[tuple[str, str | None]]) -> Litestar:
    """The application of `run_alone`, made in the process that serves it."""
    sources = [(BodiesSource(origin, root=root), root) for origin, root in asked]

    @asynccontextmanager
    async def open_sources(_: Litestar) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for source, _root in sources:
                await stack.enter_async_context(source)
            yield

    link = Link(
        href=f"{asked[0][0]}/v/{{number}}",
        text=Bilingual(sv="Samma kontroll hos utfärdaren", en="The same check at the body"),
    )
    site = Site(links=(link,) if len(asked) == 1 else ())
    (source, root), *others = sources
    return create_app(
        source, clock=lambda: datetime.now(UTC), site=site, root=root, lifespan=open_sources, others=others
    )


class _Desk:
    """Where the requests come in: reads what was asked, has it checked, and answers as page or JSON."""

    def __init__(
        self,
        lists: TrustLists,
        clock: Callable[[], datetime],
        site: Site,
        scheme_texts: SchemeTextsOf,
        texts_of_number: SchemeTextsOf,
        holder_words: HolderWordsOf,
        path: str,
    ) -> None:
        self._lists = lists
        self._clock = clock
        self._site = site
        self._scheme_texts = scheme_texts
        self._texts_of_number = texts_of_number
        self._holder_words = holder_words
        self._path = path
        self._one_picture = asyncio.Semaphore(1)  # so that many at once do not take all memory and every thread
        self._pictures = find_spec("zxingcpp") is not None and find_spec("PIL") is not None
        self._statics = Statics(f"{path}/static")
        self._pages = Pages(self._statics.url)

    async def ask(self, request: _Request) -> Response[bytes]:
        """The form; with `?number=` the way to that number's own address, once it can be one; a day goes along."""
        if (odd := _odd(request, "number", "on", "lang")) is not None:
            if wants_json(_accept(request), otherwise=False):
                return _odd_json(odd, _language(request))
            typed = odd.value if odd.meant == "number" else request.query_params.get("number", "")
            return await self._form(request, typed=typed[:64], wrong=days.oddity(odd, _language(request)))
        typed = request.query_params.get("number")
        if typed is None:
            return await self._form(request)
        try:
            number = tidy(typed)
        except BadCertificateNumber as error:
            if wants_json(_accept(request), otherwise=False):
                return self._no_such_json(request, typed, error.detail)
            return await self._form(request, typed=typed[:64], status=404)
        along = {name: request.query_params[name][:20] for name in ("on", "lang") if name in request.query_params}
        address = f"{self._path}/{number}{_query(along)}"
        return _answer(b"", "text/plain", 303, {"location": address, **_FRESH})

    async def scan(self, request: _Request) -> Response[bytes]:
        """The page that scans further codes. It is the same for everybody, and so may be kept in a phone."""
        lang = _language(request)
        site, (_, root) = await self._site_of(request, None), await self._lists.first()
        page = self._scan_page(lang, site, chosen=_chosen(request), root=root)
        headers = {**_FRESH, **_SCANNING, "content-language": lang}
        return _answer(page.encode(), "text/html", 200, headers)

    def _scan_page(self, lang: Lang, site: Site, *, chosen: Lang | None, root: str | None) -> str:
        here = f"{self._path}/scan"
        around = Surroundings(
            here=here,
            other=f"{here}?lang={'en' if lang == 'sv' else 'sv'}",
            action=self._path,
            chosen=chosen or "",
            pictures=self._pictures,
        )
        return self._pages.scan(lang, site, around, scan.table(lang, root, site.name))

    async def to_carry(self) -> Response[bytes]:
        """The trust list and all status lists, so that nothing has to be asked for when a code is checked."""
        source, root = await self._lists.first()
        found = await carried.carried(source, root=root)
        return _answer(msgspec.json.encode(found), _JSON, 200, {"cache-control": "no-store"})

    def manifest(self, request: _Request) -> Response[bytes]:
        """What makes the page one that can be installed."""
        raw = scan.manifest(_language(request), self._path, self._statics)
        return _answer(raw, "application/manifest+json", 200, {"cache-control": "no-cache", "vary": "accept-language"})

    async def worker(self, request: _Request) -> Response[bytes]:
        """The program that keeps the page in a phone; asked about anew each time, so that a new one is found."""
        site, (_, root) = await self._site_of(request, None), await self._lists.first()
        raw = scan.worker(self._path, self._statics, lambda lang: self._scan_page(lang, site, chosen=lang, root=root))
        return _answer(raw, "text/javascript", 200, {"cache-control": "no-cache"})

    async def show(self, request: _Request, number: str) -> Response[bytes]:
        """The verdict on the certificate of that number, or 404. One spelling of each number; the form tidies."""
        as_json = number.endswith(".json") or wants_json(_accept(request), otherwise=False)
        number = number.removesuffix(".json")
        at = self._clock()
        odd = _odd(request, "on", "lang")
        if is_number(number) and odd is not None:
            return await self._asked_oddly(request, number, odd, at, as_json=as_json)
        if is_number(number) and "on" in request.query_params:
            return await self._day(request, number, at, as_json=as_json)
        found = None
        if is_number(number):
            source, root = await self._lists.by_number(number)
            found = await lookup.check_number(source, number, at, root=root)
        if found is None:
            return await self._no_such(request, number, at, as_json=as_json)
        status = _STATUS.get(found.reason, 200)
        if as_json:
            return self._verdict_json(request, found, status)
        return await self._verdict_page(request, found, status, f"{self._path}/{number}")

    async def evidence(self, request: _Request, number: str) -> Response[bytes]:
        """The bytes that a verdict on that number rests on, as texts: for whoever checks them without believing us."""
        if (odd := _odd(request, "lang")) is not None:
            return _odd_json(odd, _language(request))
        source, root = await self._lists.by_number(number)
        found = await lookup.evidence(source, number, root=root) if is_number(number) else None
        if found is None:
            return self._no_such_json(request, number)
        return _answer(msgspec.json.encode(found), _JSON, 200, {**_FRESH, **_READ_ANYWHERE})

    async def _no_such(self, request: _Request, number: str, at: datetime, *, as_json: bool) -> Response[bytes]:
        if as_json:
            return self._no_such_json(request, number)
        site = await self._site_of(request, None)
        view = views.of_no_such(number[:40], _language(request), site, checked_at=times.text(at))
        return self._html(self._pages.verdict(view, self._around(request, self._path)), view.lang, 404)

    async def _day(self, request: _Request, number: str, at: datetime, *, as_json: bool) -> Response[bytes]:
        """What held on the day that is asked for, from the signed history. Today's verdict is never given instead."""
        typed, lang = request.query_params.get("on", "")[:20], _language(request)
        found: tuple[Verdict, PastDay | None] | None
        wrong = False
        source, root = await self._lists.by_number(number)
        try:
            found = await lookup.check_day(source, number, times.day(typed), at, root=root)
        except (BadTime, NotPassed):
            wrong, verdict = True, await lookup.check_number(source, number, at, root=root)
            found = None if verdict is None else (verdict, None)
        if found is None:
            return await self._no_such(request, number, at, as_json=as_json)
        verdict, past = found
        if as_json and past is not None:
            return _answer(msgspec.json.encode(past), _JSON, 200, {**_FRESH, **_READ_ANYWHERE})
        if as_json:
            return _problem("bad-day", lang, 400) if wrong else _problem("unreachable", lang, 503)
        site = await self._site_of(request, verdict.certificate.issuer if verdict.certificate else None)
        around = self._around(request, f"{self._path}/{number}", on=typed)
        if wrong:
            return self._html(self._pages.day(days.of_bad_day(number, typed, verdict, lang, site), around), lang, 400)
        if past is None:
            view = days.of_unknown_day(number, typed, verdict, lang, site)
            return self._html(self._pages.day(view, around), lang, 503)
        return self._html(self._pages.day(days.of_day(past, verdict, lang, site), around), lang, 200)

    async def _asked_oddly(
        self, request: _Request, number: str, odd: asked.Odd, at: datetime, *, as_json: bool
    ) -> Response[bytes]:
        """That what is asked cannot be read, and how it is spelled; no verdict: it could be one on another day."""
        lang = _language(request)
        if as_json:
            return _odd_json(odd, lang)
        source, root = await self._lists.by_number(number)
        verdict = await lookup.check_number(source, number, at, root=root)
        if verdict is None:
            return await self._no_such(request, number, at, as_json=False)
        site = await self._site_of(request, verdict.certificate.issuer if verdict.certificate else None)
        around = self._around(request, f"{self._path}/{number}")
        return self._html(self._pages.day(days.of_odd(number, odd, verdict, lang, site), around), lang, 400)

    async def check(self, request: _Request) -> Response[bytes]:
        """The verdict on what is posted: a certificate (JSON or PDF), a code (text or picture), or a form with one."""
        if (odd := _odd(request, "lang")) is not None:
            if wants_json(_accept(request), otherwise=True):
                return _odd_json(odd, _language(request))
            return await self._form(request, wrong=days.oddity(odd, _language(request)))
        found = await self._judge(request)
        if found.step("readable").result == "yes":
            status = 422 if found.step("well_formed").result == "no" else 200
        else:
            status = _STATUS.get(found.reason, 400)
        if wants_json(_accept(request), otherwise=True):
            return self._verdict_json(request, found, status)
        return await self._verdict_page(request, found, status, None)

    def static(self, request: _Request, name: str) -> Response[bytes]:
        """A static file: for ever at the address with its digest, else to be asked about anew."""
        found = self._statics.find(name)
        if found is None:
            return _problem("not-found", _language(request), 404)
        asset, for_ever = found
        packed = asset.packed is not None and "gzip" in request.headers.get("accept-encoding", "")
        etag = f'{asset.etag[:-1]}-gz"' if packed else asset.etag
        headers = {"etag": etag, "vary": "accept-encoding", "cache-control": _FOR_EVER if for_ever else "no-cache"}
        known = request.headers.get("if-none-match", "")
        if known.strip() == "*" or etag in (one.strip().removeprefix("W/") for one in known.split(",")):
            return _answer(b"", asset.media, 304, headers)
        if packed and asset.packed is not None:
            return _answer(asset.packed, asset.media, 200, {**headers, "content-encoding": "gzip"})
        return _answer(asset.raw, asset.media, 200, headers)

    async def _judge(self, request: _Request) -> Verdict:
        """The verdict on the body of a request; what cannot be taken in at all is `unknown`, with the reason."""
        at = self._clock()
        try:
            kind, raw = await self._posted(request)
            text = await self._code_in(raw) if kind == "picture" else raw.decode(errors="replace").strip()
            if kind == "pdf":
                raw = await self._certificate_in(raw)
        except TooLarge:
            return unreadable("too-large", at=at)
        except _NotTaken as error:
            return unreadable(error.code, at=at)
        if kind in ("code", "picture"):
            return await self._lists.judge(lambda source, root: lookup.check_code(source, text, at, root=root))
        return await self._lists.judge(lambda source, root: lookup.check_certificate(source, raw, at, root=root))

    async def _code_in(self, picture: bytes) -> str:
        """The text of the code in a picture. Raises `_NotTaken` and `errors.TooLarge`."""
        try:
            async with self._one_picture:
                text: str = await asyncio.to_thread(import_module("verify.picture").code_text, picture)
        except NotACode:
            raise _NotTaken("no-code-found") from None
        return text

    async def _certificate_in(self, document: bytes) -> bytes:
        """The signed certificate that lies in a PDF. Raises `_NotTaken` and `errors.TooLarge`."""
        try:
            return await asyncio.to_thread(pdf.attached_certificate, document)
        except (NoCertificateFound, SeveralCertificates) as error:
            raise _NotTaken(error.code) from None

    async def _posted(self, request: _Request) -> tuple[_Kind, bytes]:
        """What kind of thing was posted, and its bytes. Raises `_NotTaken` and `errors.TooLarge`."""
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media in _CERTIFICATES:
            return "certificate", await _body(request, MAX_CERTIFICATE)
        if media == "text/plain":
            return "code", await _body(request, MAX_CODE)
        if media == "application/pdf":
            return "pdf", await _body(request, MAX_PDF)
        if media in _PICTURES and self._pictures:
            return "picture", await _body(request, MAX_PICTURE)
        if media not in ("multipart/form-data", "application/x-www-form-urlencoded"):
            raise _NotTaken("media-type")
        raw = await _field(request)
        if raw.startswith(_PICTURE_STARTS):
            if not self._pictures:
                raise _NotTaken("media-type")
            return "picture", raw
        if pdf.is_pdf(raw):
            return "pdf", raw
        if raw.lstrip()[:4] == b"http":
            _refuse_longer(raw, MAX_CODE)
            return "code", raw
        _refuse_longer(raw, MAX_CERTIFICATE)
        return "certificate", raw

    async def _verdict_page(self, request: _Request, found: Verdict, status: int, here: str | None) -> Response[bytes]:
        facts = found.certificate
        scheme: SchemeTexts | None = None
        changes: tuple[Change, ...] = ()
        source, root = await self._lists.by_issuer(facts.issuer if facts else None)
        if facts is not None and found.verdict != "not_registered":
            scheme = await self._texts_of_number(facts.number)
            if scheme is None:
                scheme = await self._scheme_texts(facts.scheme.id if facts.scheme else facts.scheme_code)
            changes = await lookup.changes(source, found, root=root)
        site = await self._site_of(request, facts.issuer if facts else None)
        told = await self._holder_words(facts.number) if facts is not None and found.verdict == "valid" else ()
        view = views.of_verdict(found, _language(request), site, scheme=scheme, changes=changes, holder_words=told)
        again = phone.anew(found, view.lang, root) if here and found.claimed_number else None
        page = self._pages.verdict(view, self._around(request, here or ""), again)
        return self._html(page, view.lang, status)

    def _verdict_json(self, request: _Request, found: Verdict, status: int) -> Response[bytes]:
        """The verdict; where it comes with an error status as members of the problem that says why."""
        if status == 200:
            return Response(msgspec.json.encode(found), status_code=200, headers=PLAIN_HEADERS)
        code = found.reason if found.step("readable").result != "yes" else "not-as-described"
        return _problem(code, _language(request), status, **msgspec.to_builtins(found))

    def _no_such_json(self, request: _Request, number: str, detail: str = "") -> Response[bytes]:
        lang = _language(request)
        _, headline, _, _ = words.no_such(number[:40], lang)
        return _problem("no-such-certificate", lang, 404, detail=detail or headline)

    async def _form(self, request: _Request, *, typed: str = "", status: int = 200, wrong: str = "") -> Response[bytes]:
        """The form; `wrong` says what was wrong with the address, else a status of 404 that it was the number."""
        lang, status = _language(request), 400 if wrong else status
        wrong = wrong or (label("ask_wrong", lang) if status != 200 else "")
        site = await self._site_of(request, None)
        around = self._around(request, self._path)
        return self._html(self._pages.ask(lang, site, around, typed=typed, wrong=wrong), lang, status)

    async def _site_of(self, request: _Request, issuer: str | None) -> Site:
        """Whose pages these are, as far as it was told or can be found out.

        A body that has an origin of its own is shown under it where it is asked there: the trust list names the host,
        never the request alone.
        """
        site = self._site
        source, root = await self._lists.by_issuer(issuer)
        asked = request.headers.get("host", "").lower()
        asked = asked if _HOST.fullmatch(asked) else ""
        host = site.host
        if host is not None and asked != host:
            there = await lookup.owner(source, asked, issuer=issuer, root=root)
            host = asked if there is not None else host
        elif host is None:
            host = asked
        name = site.name
        if name is None:
            owner = await lookup.owner(source, host, issuer=issuer, root=root)
            name = owner.name if owner else None
        return msgspec.structs.replace(site, host=host, name=name)

    def _around(self, request: _Request, here: str, *, on: str = "") -> Surroundings:
        """The addresses around a page at `here`, for a day `on`; a page that answers a POST has none of its own."""
        chosen = _chosen(request)
        asked = {"on": on} if on else {}
        tail = _query(asked | ({"lang": chosen} if chosen else {}))
        is_form = here == self._path
        return Surroundings(
            here=(here or self._path) + tail,
            other=here + _query(asked | {"lang": "en" if _language(request) == "sv" else "sv"}) if here else "",
            action=self._path,
            as_data=f"{here}.json{_query(asked)}" if here and not is_form else "",
            chosen=chosen or "",
            pictures=self._pictures,
        )

    @staticmethod
    def _html(page: str, lang: Lang, status: int) -> Response[bytes]:
        return _answer(page.encode(), "text/html", status, {**_FRESH, "content-language": lang})


class _NotTaken(Exception):
    """What was posted cannot be looked at; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


async def _body(request: _Request, limit: int) -> bytes:
    """The body, read no further than `limit` bytes. Raises `errors.TooLarge` and `_NotTaken`."""
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise TooLarge(f"at most {limit} bytes")
            parts.append(part)
    except HTTPException as error:
        raise _NotTaken("too-large" if error.status_code == 413 else "bad-request") from None
    raw = b"".join(parts)
    if not raw.strip():
        raise _NotTaken("empty")
    return raw


async def _field(request: _Request) -> bytes:
    """What a form brings: the file in `file`, or the text in `text`. Raises `_NotTaken`."""
    try:
        form = await request.form()
    except HTTPException as error:
        raise _NotTaken("too-large" if error.status_code == 413 else "bad-request") from None
    given = form.get("file") or form.get("text")
    raw = await given.read() if isinstance(given, UploadFile) else str(given or "").encode()
    if not raw.strip():
        raise _NotTaken("empty")
    return raw


def _refuse_longer(raw: bytes, limit: int) -> None:
    if len(raw) > limit:
        raise TooLarge(f"at most {limit} bytes")


def _query(values: Mapping[str, str]) -> str:
    return f"?{urlencode(values)}" if values else ""


def _odd(request: _Request, *known: str) -> asked.Odd | None:
    return asked.odd(request.query_params.multi_items(), known)


def _odd_json(odd: asked.Odd, lang: Lang) -> Response[bytes]:
    said = tame(days.oddity(odd, lang).replace(FSI, "").replace(PDI, ""))
    return _problem("odd-parameter", lang, 400, detail=said, parameter=tame(odd.name[:40]), meant=odd.meant)


def _accept(request: _Request) -> str:
    return request.headers.get("accept", "")


def _chosen(request: _Request) -> Lang | None:
    """The language that stands in the address."""
    chosen = request.query_params.get("lang")
    return next((lang for lang in LANGS if lang == chosen), None)


def _language(request: _Request) -> Lang:
    return language(request.headers.get("accept-language", ""), chosen=_chosen(request))


def _problem(code: str, lang: Lang, status: int, **members: object) -> Response[bytes]:
    raw = msgspec.json.encode(problem(code, lang, status, members))
    return _answer(raw, _PROBLEM, status, {**_FRESH, **_READ_ANYWHERE, "content-language": lang})


def _answer(raw: bytes, media: str, status: int, headers: dict[str, str]) -> Response[bytes]:
    return Response(raw, media_type=media, status_code=status, headers={**SECURITY, **headers})


def _refused(request: _Request, error: HTTPException) -> Response[bytes]:
    """What the framework finds wrong before a handler is reached; its own words are not passed on."""
    code = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}.get(error.status_code, "bad-request")
    answer = _problem(code, _language(request), error.status_code)
    if allowed := {name.lower(): value for name, value in (error.headers or {}).items()}.get("allow"):
        answer.headers["allow"] = allowed
    return answer


def _failed(request: _Request, error: Exception) -> Response[bytes]:
    """What nobody foresaw: logged, and told as nothing but that."""
    logging.getLogger("verify").error("a request failed", exc_info=error)
    return _problem("internal", _language(request), 500)
