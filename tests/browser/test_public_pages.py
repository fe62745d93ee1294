"""The register and the schemes in a real Chromium: narrow and wide, light and dark, with long names and without."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, Route

from certify.core import acts as a
from certify.service.store import certificates
from tests.core.life import WHY
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.world import BODY, ORIGIN

# The other pages still declare path parameters in the way that Litestar is to drop.
pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings("ignore:.*deprecated inferred style")]

LONG = (
    "Samverkansföreningen för handel, fastigheter och besöksnäring i Lindhamra stadskärna med omnejd ekonomisk förening"
)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PATHS = (
    "/register",
    "/register?q=Vinterhamn",
    "/schemes",
    "/schemes/open-garden",
    "/schemes/open-garden/2026.1",
    "/schemes/open-garden/2026.1?lang=en",
    "/schemes/open-garden/2026.1/criteria/G.2",
)
Open = Callable[..., Awaitable[Page]]


@pytest.fixture
async def granted(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    """A site with pages and one certificate in force."""
    async with opened_pages(tmp_path) as site:
        await site.world.granted("case-1")
        await site.issue()
        yield site


@pytest.fixture
async def open_page(browser: Browser, granted: PagedSite) -> AsyncIterator[Open]:
    """Opens an address of the site; what the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    async def opened(path: str, *, width: int = 390) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": 844}, locale="sv-SE", reduced_motion="reduce"
        )
        contexts.append(context)
        async with granted.client() as client:
            await context.route("**/*", lambda route: _answer(client, route))
            page = await context.new_page()
            page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            await page.goto(ORIGIN + path)
            await page.wait_for_load_state("networkidle")
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert complaints == []


async def _answer(client: httpx.AsyncClient, route: Route) -> None:
    """What the browser asks for is answered by the application itself; no network is used."""
    asked = route.request
    headers = {name: value for name, value in asked.headers.items() if name != "accept-encoding"}
    given = await client.request(asked.method, asked.url, headers=headers, follow_redirects=True)
    await route.fulfill(status=given.status_code, headers=dict(given.headers), body=given.content)


async def faults(page: Page) -> list[str]:
    """What axe finds, one line each."""
    found: list[dict[str, Any]] = (await Axe().run(page, options=RULES)).response["violations"]
    return [f"{fault['id']}: {node['target']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]


async def is_too_wide(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


async def is_good_at_every_width(page: Page) -> None:
    """No finding in light or dark, and no scrolling sideways."""
    for width in (320, 390, 1280):
        await page.set_viewport_size({"width": width, "height": 800})
        for colours in ("light", "dark"):
            await page.emulate_media(color_scheme="light" if colours == "light" else "dark")
            assert await faults(page) == [], (width, colours)
        assert not await is_too_wide(page), width


@pytest.mark.parametrize("path", PATHS)
async def test_every_public_page_is_accessible_and_fits(path: str, open_page: Open) -> None:
    await is_good_at_every_width(await open_page(path))


@pytest.mark.parametrize("name", [LONG, "Ö" * 300, "עמותת מרכז העיר", "</th><script>document.title='x'</script>"])
async def test_any_name_fits_and_stays_text(name: str, open_page: Open, granted: PagedSite) -> None:
    await granted.db.sql("UPDATE certificate SET holder_name = {}", name)
    page = await open_page("/register", width=320)
    assert name in await page.locator("tbody th").inner_text()
    assert (await page.title()).startswith("Register")
    await is_good_at_every_width(page)


async def test_a_row_is_a_block_with_labels_on_a_phone_and_a_row_on_a_screen(open_page: Open) -> None:
    page = await open_page("/register", width=390)
    label = "cell => getComputedStyle(cell, '::before').content"
    until = page.locator("tbody td").nth(1)
    assert "Till och med" in await until.evaluate(label)
    await page.set_viewport_size({"width": 1280, "height": 800})
    assert await until.evaluate(label) == "none"
    heads = await page.locator("thead th").all_inner_texts()
    assert heads == ["Innehavare", "Ordning", "Till och med", "Nummer", "Status"]


async def test_with_letters_twice_as_large_it_still_fits(open_page: Open) -> None:
    for path in ("/register", "/schemes/open-garden/2026.1"):
        page = await open_page(path, width=320)
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not await is_too_wide(page), path


async def test_a_number_typed_into_the_search_field_leads_to_the_check(open_page: Open, granted: PagedSite) -> None:
    (row,) = await certificates.certificates_of_case(granted.db, BODY, "case-1")
    page = await open_page(f"/register?q={row.number.lower()}")
    assert "Giltigt" in await page.locator("h1").inner_text()


@pytest.mark.parametrize("status", ["active", "suspended"])
async def test_signs_and_mark_can_be_read_and_the_badge_is_seen_by_everybody(
    open_page: Open, granted: PagedSite, status: str
) -> None:
    (row,) = await certificates.certificates_of_case(granted.db, BODY, "case-1")
    if status == "suspended":
        await granted.world.do("dag", a.Suspend(reason_class="requirements_not_met", reason=WHY))
        await granted.issue()
    page = await open_page(f"/certificates/{row.number}/kit", width=320)
    assert await faults(page) == []
    assert not await is_too_wide(page)
    shown = await page.evaluate("[...document.images].map(one => [one.naturalWidth > 0, one.alt.length > 0])")
    assert shown == [[True, True]] * 3
    # What is pasted is what is shown: a browser that reads it finds the same picture, and a link that says where to.
    snippet = ET.fromstring((await page.locator(".snippet").first.inner_text()).replace('">\n</a>', '"/></a>'))
    pasted, own = snippet[0].attrib, page.locator("#badge ~ .kit-pair img")
    assert snippet.attrib["href"] == f"{ORIGIN}/v/{row.number}?lang=sv"
    assert pasted["src"] == await own.evaluate("picture => picture.src")
    for name in ("alt", "width", "height"):
        assert pasted[name] == await own.get_attribute(name)
