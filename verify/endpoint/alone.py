"""The endpoint by itself, over what other hosts publish: `certify-verify serve`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial

from granian import Granian
from granian.constants import Interfaces
from litestar import Litestar

from verify.addresses import is_origin
from verify.bodies_source import BodiesSource
from verify.credential import Bilingual
from verify.endpoint.routes import create_app
from verify.errors import BadAddress
from verify.pages.shapes import Link, Site


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
    server = Granian("verify.endpoint.alone", address=host, port=port, interface=Interfaces.ASGI)
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
