"""`create_app`: the only wiring of the web application. Here the clock, chance and fresh ids come in.

Starting opens the installation (which migrates and asserts the database's settings), makes the keys that are missing,
and starts a worker unless the settings say that one runs apart. Stopping lets the worker finish what it has in hand
and closes everything; a connection that stays open would keep the process alive.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import msgspec
from litestar import Litestar, Router
from litestar.datastructures import State

from certify.service.installation import Opening, opened, told
from certify.service.logs import log, set_up_logs
from certify.service.settings import Settings, SettingsFaults, from_environment
from certify.service.vc_api.desk import TestProfile
from certify.service.vc_api.issuer import Issuer
from certify.service.vc_api.routes import create_router as create_vc_api
from certify.service.web import feeds, openapi, operations, pictures, promises, public, scheme_documents, scheme_views
from certify.service.web.access import guard
from certify.service.web.api import account, body, cases, drafts, people, schemes
from certify.service.web.headers import adding_headers
from certify.service.web.limits import VERIFY, Limiter
from certify.service.web.pages import PAGES, RENDERERS, problem_page
from certify.service.web.permissions import CHECK_PUBLIC, READ_PUBLIC, Doors, check_routes
from certify.service.web.pointing import Pointer, pointing
from certify.service.web.printing import Printer
from certify.service.web.problems import answer_problem
from certify.service.web.store_source import StoreSource
from certify.service.web.verdicts import Verdicts, answering
from certify.service.web.watch import Watch, watched
from certify.service.web.wired import Wired
from certify.service.worker.keys import ensure
from certify.service.worker.loop import Worker
from certify.service.worker.signing import Signer
from certify.service.worker.wired import bench_of
from verify.addresses import host_of
from verify.credential import Bilingual
from verify.endpoint import create_router
from verify.pages.shapes import Link, Site

if TYPE_CHECKING:
    from pathlib import Path

    from litestar.types import ControllerRouterHandler

    from verify.pages.shapes import HolderWords, SchemeTexts

_LINKS = (
    Link(
        href="/certificates/{number}.pdf",
        text=Bilingual(sv="Certifikat som PDF", en="Certificate as PDF"),
        while_valid=True,
    ),
    Link(href="/certificates/{number}.json", text=Bilingual(sv="Signerade uppgifter", en="Signed data")),
)
_ACCESSIBILITY = Link(href="/accessibility", text=Bilingual(sv="Tillgänglighet", en="Accessibility"))
_MADE_UP = Bilingual(
    sv="Demonstration. Orter, organisationer och personer är påhittade.",
    en="Demonstration. Places, organisations and people are invented.",
)
LARGEST_REQUEST = 10_000_000  # bytes; routes that take more say so themselves


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def fresh_id() -> str:
    """A random UUID of version 4 (RFC 9562, 5.4), in a third of the time that `uuid.uuid4` takes."""
    drawn = os.urandom(16).hex()
    variant = "89ab"[int(drawn[16], 16) & 3]
    return f"{drawn[:8]}-{drawn[8:12]}-4{drawn[13:16]}-{variant}{drawn[17:20]}-{drawn[20:]}"


def _site(settings: Settings, notice: Bilingual | None, scan_notice: Bilingual | None, *, pages: bool) -> Site:
    """What verification pages say of themselves. One with a notice is for a copy, which has no forms to lead to."""
    lives = pages and notice is None
    return Site(
        host=host_of(settings.origin),
        notice=notice or (_MADE_UP if settings.demo else None),
        scan_notice=scan_notice,
        links=(*_LINKS, _ACCESSIBILITY) if lives else _LINKS,
        reports=lives,
    )


def create_app(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = now,
    chance: Callable[[int], bytes] = secrets.token_bytes,
    pages: Sequence[ControllerRouterHandler] = (),
    renderers: Mapping[str, public.Renderer] | None = None,
    problem_page: Callable[..., bytes] | None = None,
    signer: Callable[[Path, str], Signer] = Signer,
    opening: Opening = opened,
    notice: Bilingual | None = None,
    scan_notice: Bilingual | None = None,
) -> Litestar:
    """The whole service.

    `notice` stands on every verification page, `scan_notice` in its place on the one that scans. `pages` are more
    handlers, `renderers` the pages of public things, by name; `signer` opens the keys and `opening` the installation.
    Raises Undeclared where a route does not say who may use it.
    """
    state = State({"renderers": dict(renderers or {}), "watch": Watch(), "printer": Printer(), "version": _version()})
    if problem_page is not None:
        state["problem_page"] = problem_page
    source = StoreSource(lambda: state.wired.database, behind=lambda: bool(state.wired.behind), clock=clock)
    state["source"] = source

    async def root() -> str | None:
        return settings.offline_root or await source.root()

    verdicts = Verdicts(source, clock, lambda: state.wired.database.writes, settings.offline_root)

    async def scheme_texts(named: str) -> SchemeTexts | None:
        return await scheme_views.texts_for_verdict(state.wired, named)

    async def texts_of_number(number: str) -> SchemeTexts | None:
        return await promises.texts_of_number(state.wired, number)

    async def holder_words(number: str) -> tuple[HolderWords, ...]:
        return await promises.holder_words(state.wired, number)

    endpoint = create_router(
        source,
        clock=clock,
        site=_site(settings, notice, scan_notice, pages=bool(pages)),
        scheme_texts=scheme_texts,
        texts_of_number=texts_of_number,
        holder_words=holder_words,
        root=root,
    )
    app = Litestar(
        route_handlers=[
            *operations.HANDLERS,
            *openapi.HANDLERS,
            *public.HANDLERS,
            *feeds.HANDLERS,
            *pictures.HANDLERS,
            *scheme_documents.HANDLERS,
            *account.HANDLERS,
            *cases.HANDLERS,
            *drafts.HANDLERS,
            *people.HANDLERS,
            *body.HANDLERS,
            *schemes.HANDLERS,
            Router("/", route_handlers=pages, opt={"for_people": True}),
            Router(
                "/", route_handlers=[endpoint], opt={"permission": Doors(READ_PUBLIC, CHECK_PUBLIC), "limit": VERIFY}
            ),
            *_vc_api(settings, clock, chance),
        ],
        guards=[guard],
        exception_handlers={Exception: answer_problem},
        lifespan=[_living(settings, clock, chance, signer, opening)],
        request_max_body_size=LARGEST_REQUEST,
        openapi_config=None,
        logging_config=None,
        state=state,
    )
    check_routes(app)
    # made when it is first asked for: it takes as long as all the rest of the application
    state.openapi = functools.cache(lambda: msgspec.json.encode(openapi.document(app, settings.origin)))
    pointer = Pointer(lambda: state.wired.database, clock)
    around = watched(state.watch, fresh_id, adding_headers(https=settings.https))
    app.asgi_handler = around(answering(verdicts)(pointing(pointer)(app.asgi_handler)))
    return app


def create_app_from_environment() -> Litestar:
    """The whole service with the settings of the environment: what a server process calls. Says every fault at once."""
    try:
        settings = from_environment(os.environ)
    except SettingsFaults as error:
        raise SystemExit(str(error)) from None
    set_up_logs(settings.log_level)
    return create_app(settings, pages=PAGES, renderers=RENDERERS, problem_page=problem_page)


def _vc_api(
    settings: Settings, clock: Callable[[], datetime], chance: Callable[[int], bytes]
) -> tuple[ControllerRouterHandler, ...]:
    """The test profile, where it was asked for. Raises SettingsFaults for an origin beyond this machine."""
    if not settings.vc_api:
        return ()
    if settings.https:
        raise SettingsFaults(["CERTIFY_VC_API: it is for localhost only"])
    profile = TestProfile(
        Issuer(chance(32)), origin=settings.origin, clock=clock, chance=chance, contexts=settings.vc_api_contexts
    )
    return (create_vc_api(profile),)


def _living(
    settings: Settings,
    clock: Callable[[], datetime],
    chance: Callable[[int], bytes],
    signer: Callable[[Path, str], Signer],
    opening: Opening,
) -> Callable[[Litestar], contextlib.AbstractAsyncContextManager[None]]:
    """What stands from start to end: the open installation, and the worker if it runs inside."""

    @contextlib.asynccontextmanager
    async def living(app: Litestar) -> AsyncIterator[None]:
        async with opening(settings, chance=chance) as installation:
            bench = bench_of(installation, clock, signer)
            worker = Worker(bench)
            behind = told(installation.behind) if installation.behind else ""
            app.state.wired = Wired(
                settings=settings,
                database=installation.database,
                shell=installation.shell,
                blobs=installation.blobs,
                clock=clock,
                chance=chance,
                limiter=Limiter(),
                wake=worker.wake.set,
                behind=behind,
            )
            app.state.bench = bench
            if behind:
                log.error("behind", problem=behind)
            elif settings.worker:
                await ensure(bench)
            async with _working(worker, run=settings.worker and not behind):
                yield

    return living


@contextlib.asynccontextmanager
async def _working(worker: Worker, *, run: bool) -> AsyncIterator[None]:
    """Let the worker run beside the web, and let it finish what it has in hand at the end."""
    if not run:
        yield
        return
    stop = asyncio.Event()
    task = asyncio.create_task(worker.run(stop))
    try:
        yield
    finally:
        stop.set()
        await task


def _version() -> str:
    try:
        return version("certify")
    except PackageNotFoundError:
        return "unknown"


__all__ = ["create_app", "create_app_from_environment"]
