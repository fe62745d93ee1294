"""The same site as in site.py, with the pages that people see mounted into it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from certify.service.settings import Settings
from certify.service.web.pages import PAGES, RENDERERS, problem_page
from tests.service.web.site import Site
from tests.service.worker.workshop import SECRET
from tests.service.world import World


class PagedSite(Site):
    """The application as it is started, pages and all."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, pages=PAGES, renderers=RENDERERS, problem_page=problem_page)

    def reader(self, **headers: str) -> httpx.AsyncClient:
        """Somebody with a browser, who has not signed in."""
        return self.client(accept="text/html,application/xhtml+xml,*/*;q=0.8", **headers)


@asynccontextmanager
async def opened_pages(folder: Path) -> AsyncIterator[PagedSite]:
    """A site with pages and a founded body, on SQLite, from start to end."""
    settings = Settings(
        database=f"sqlite:///{folder}/certify.db",
        blobs=str(folder / "blobs"),
        keys=folder / "keys",
        secret=SECRET,
        demo=True,
        worker=False,
    )
    site = PagedSite(settings)
    async with site.app.lifespan():
        site.world = await World(site.db).founded()
        yield site
