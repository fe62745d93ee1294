"""The routes of the endpoint: `create_router` mounts anywhere, `create_app` is an application of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from litestar import Litestar, Response, Router
from litestar.enums import HttpMethod
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from verify.endpoint.answers import Asking, failed, refused
from verify.endpoint.desk import Desk, HolderWordsOf, SchemeTextsOf
from verify.endpoint.posted import MAX_PDF, MAX_PICTURE
from verify.pages.shapes import HolderWords, SchemeTexts, Site
from verify.source import Source
from verify.trust_lists import RootOf, TrustLists


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
    desk = Desk(lists, clock, site or Site(), scheme_texts, texts_of_number, holder_words, path)
    look = [HttpMethod.GET, HttpMethod.HEAD]

    async def ask(request: Asking) -> Response[bytes]:
        return await desk.ask(request)

    async def show(request: Asking, number: FromPath[str]) -> Response[bytes]:
        return await desk.show(request, number)

    async def evidence(request: Asking, number: FromPath[str]) -> Response[bytes]:
        return await desk.evidence(request, number)

    async def check(request: Asking) -> Response[bytes]:
        return await desk.check(request)

    async def static(request: Asking, name: FromPath[str]) -> Response[bytes]:
        return desk.static(request, name.lstrip("/"))

    async def scan_page(request: Asking) -> Response[bytes]:
        return await desk.scan(request)

    async def to_carry(request: Asking) -> Response[bytes]:  # noqa: ARG001 - it is the same for everybody
        return await desk.to_carry()

    async def manifest(request: Asking) -> Response[bytes]:
        return desk.manifest(request)

    async def worker(request: Asking) -> Response[bytes]:
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
        exception_handlers={HTTPException: refused, Exception: failed},
    )
