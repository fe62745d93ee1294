"""The whole application behind a real HTTP server in the test's own loop, and people who open it in a browser."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from granian.constants import Interfaces
from granian.server.embed import Server
from playwright.async_api import Browser, Page

from tests.service.web.paged import PagedSite, opened_pages

HOST = "127.0.0.1"


class Served:
    """A site and the address at which a browser finds it."""

    def __init__(self, site: PagedSite, origin: str) -> None:
        self.site = site
        self.origin = origin

    async def person(self, browser: Browser, login: str, **context: Any) -> Page:
        """A browser of that person's own, in which they have just signed in by name."""
        settings = {"locale": "sv-SE", "timezone_id": "Europe/Stockholm", "reduced_motion": "reduce", **context}
        page = await (await browser.new_context(**settings)).new_page()
        await page.goto(f"{self.origin}/sign-in")
        await page.locator(f'form:has(input[value="{login}@example.org"]) button').click()
        await page.wait_for_url(f"{self.origin}/cases")
        return page


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[Served]:
    """A site with pages and a founded body, served until the end."""
    async with opened_pages(folder) as site, serve(site) as origin:
        yield Served(site, origin)


@asynccontextmanager
async def serve(site: PagedSite) -> AsyncIterator[str]:
    """A site that is open already, behind a server; gives its origin."""
    async with listening(site.app) as origin:
        yield origin


@asynccontextmanager
async def listening(app: Any, port: int | None = None) -> AsyncIterator[str]:
    """An application that is open already, behind a server that answers; gives its origin."""

    async def opened_already(scope: Any, receive: Any, send: Any) -> None:
        """The application without its own beginning and end: the test has opened it."""
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        while (await receive())["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})

    port = port or free_port()
    server = Server(opened_already, address=HOST, port=port, interface=Interfaces.ASGI, log_enabled=False)
    serving = asyncio.create_task(server.serve())
    origin = f"http://{HOST}:{port}"
    await _answers(origin)
    try:
        yield origin
    finally:
        server.stop()  # type: ignore[no-untyped-call]  # granian leaves it so
        await serving


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])


async def _answers(origin: str) -> None:
    """Wait until the server takes connections."""
    async with httpx.AsyncClient() as client:
        for _ in range(200):
            try:
                await client.get(f"{origin}/healthz")
            except httpx.ConnectError:
                await asyncio.sleep(0.05)
            else:
                return
    raise TimeoutError(origin)
