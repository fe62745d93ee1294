"""The verification page in a real Chromium: every state, narrow and wide, light, dark, printed and by keyboard.

No server and no network: what the browser asks for at the printed address is answered by the application itself.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Literal

import httpx
import pytest
from axe_playwright_python.async_playwright import Axe
from litestar import Litestar
from playwright.async_api import Browser, BrowserContext, Page, Route

from tests.verify import made, shown
from verify.endpoint import create_app
from verify.pages.view import LOOKS
from verify.source import MemorySource
from verify.texts import WORD, Face

pytestmark = pytest.mark.anyio

ADDRESS = f"{made.ORIGIN}/v/{made.NUMBER}"
LONG = (
    "Samverkansföreningen för handel, fastigheter och besöksnäring i Lindhamra stadskärna med omnejd ekonomisk förening"
)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
Colours = Literal["light", "dark"]
Open = Callable[..., Awaitable[Page]]


@pytest.fixture
async def open_page(browser: Browser) -> AsyncIterator[Open]:
    """Opens the page of a face in a browser of some width; what the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    clients: list[httpx.AsyncClient] = []
    complaints: list[str] = []

    async def opened(
        face: Face,
        *,
        address: str = ADDRESS,
        width: int = 390,
        colours: Colours = "light",
        source: MemorySource | None = None,
        **options: Any,
    ) -> Page:
        app = create_app(
            source or shown.source(face),
            clock=lambda: shown.at(face),
            site=shown.SITE,
            scheme_texts=shown.scheme_texts,
        )
        client = httpx.AsyncClient(transport=httpx.ASGITransport(_asgi(app)))
        context = await browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 800},
            color_scheme=colours,
            **{"locale": "sv-SE", "reduced_motion": "reduce", **options},
        )
        contexts.append(context)
        clients.append(client)

        async def answer(route: Route) -> None:
            asked = route.request
            headers = {name: value for name, value in asked.headers.items() if name != "accept-encoding"}
            given = await client.request(
                asked.method, asked.url, headers=headers, content=asked.post_data_buffer, follow_redirects=True
            )
            await route.fulfill(status=given.status_code, headers=dict(given.headers), body=given.content)

        await context.route("**/*", answer)
        page = await context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(address)
        return page

    yield opened
    for context in contexts:
        await context.close()
    for client in clients:
        await client.aclose()
    # A page for a number that is none is answered with 404, and Chromium puts that down as an error.
    assert [text for text in complaints if "the server responded with a status of" not in text] == []


def _asgi(app: Litestar) -> Any:
    return app


async def faults(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds, one line each."""
    found = (await Axe().run(page, options=rules)).response["violations"]
    return [f"{fault['id']}: {node['target']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]


async def is_too_wide(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("face", shown.FACES)
async def test_every_state_is_accessible_and_fits(face: Face, open_page: Open) -> None:
    page = await open_page(face)
    assert WORD[face]["sv"] in await page.locator("h1").inner_text()
    await is_good_at_every_width(page)


@pytest.mark.parametrize("query", ["", "?number=8h3k"])
async def test_the_form_is_accessible_and_fits(query: str, open_page: Open) -> None:
    await is_good_at_every_width(await open_page("valid", address=f"{made.ORIGIN}/v{query}"))


async def is_good_at_every_width(page: Page) -> None:
    """No finding and no scrolling sideways; in the dark only the colours are other."""
    for width in (320, 390, 1280):
        await page.set_viewport_size({"width": width, "height": 800})
        await page.emulate_media(color_scheme="light")
        assert await faults(page, RULES) == [], width
        assert not await is_too_wide(page), width
        await page.emulate_media(color_scheme="dark")
        assert await faults(page, CONTRAST) == [], width


@pytest.mark.parametrize("name", [LONG, "Ö" * 300, "עמותת מרכז העיר", "</h1><script>document.title='x'</script>"])
async def test_any_name_fits_and_stays_text(name: str, open_page: Open) -> None:
    page = await open_page("valid", source=shown.source("valid", name=name), width=320)
    assert name in await page.locator(".holder").inner_text()
    assert not await is_too_wide(page)
    assert (await page.title()).startswith("Giltigt")
    assert await faults(page, RULES) == []


async def test_with_letters_twice_as_large_it_still_fits(open_page: Open) -> None:
    page = await open_page("suspended", width=320)
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not await is_too_wide(page)


COLOURS: dict[str, str] = {
    "valid": "rgb(14, 90, 63)",
    "suspended": "rgb(242, 182, 50)",
    "withdrawn": "rgb(150, 35, 28)",
    "past": "rgb(71, 82, 77)",
    "none": "rgb(237, 241, 236)",
    "false": "rgb(26, 18, 16)",
}


@pytest.mark.parametrize("face", shown.FACES)
async def test_the_field_has_the_colour_of_its_verdict_and_unknown_has_none(face: Face, open_page: Open) -> None:
    page = await open_page(face)
    field = await page.locator(".field").first.evaluate("field => getComputedStyle(field).backgroundColor")
    assert field == COLOURS[LOOKS[face][1]]
    body = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (field == body) == (LOOKS[face][1] == "none")


@pytest.mark.parametrize("width", [390, 1280])
async def test_the_cut_hangs_from_the_field_at_natural_size(width: int, open_page: Open) -> None:
    page = await open_page("valid", width=width)
    field = await page.locator("section.field").bounding_box()
    cut = await page.locator(".cut-field path").bounding_box()
    assert field is not None
    assert cut is not None
    long, deep = (cut["height"], cut["width"]) if width == 1280 else (cut["width"], cut["height"])
    assert round(long, 1) == 270.5
    assert deep in (4, 8, 13, 18)
    if width == 1280:
        assert abs(cut["x"] - (field["x"] + field["width"])) <= 1
        assert abs(cut["y"] + cut["height"] / 2 - 400) <= 2
    else:
        assert abs(cut["y"] - (field["y"] + field["height"])) <= 1
        assert cut["x"] == 20


async def test_the_field_stands_still_on_a_wide_screen(open_page: Open) -> None:
    page = await open_page("valid", width=1280)
    await page.mouse.wheel(0, 700)
    await page.wait_for_function("window.scrollY > 300")
    field = await page.locator("section.field").bounding_box()
    cut = await page.locator(".cut-field path").bounding_box()
    assert field is not None
    assert cut is not None
    assert field["y"] == 0
    assert field["height"] == 800
    assert abs(cut["y"] + cut["height"] / 2 - 400) <= 2


async def test_the_fonts_are_ours_and_nothing_else_is_asked_for(open_page: Open) -> None:
    page = await open_page("valid")
    await page.evaluate("document.fonts.ready")
    loaded = await page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert {name.strip('"') for name in loaded} >= {"Certify Serif", "Schibsted Grotesk", "Atkinson Hyperlegible Mono"}
    asked = await page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    assert asked
    assert all(name.startswith((f"{made.ORIGIN}/v/static/", f"{ADDRESS}/evidence.json")) for name in asked)
    assert not any("-ext" in name for name in asked)


async def test_a_sami_name_is_set_in_our_letters(open_page: Open) -> None:
    page = await open_page("valid", source=shown.source("valid", name="Gávpeguovddáš Čoahkkin Ŋ Đ Ŧ"))
    await page.evaluate("document.fonts.ready")
    asked = await page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    assert any("serif-ext" in name for name in asked)


async def test_it_is_whole_without_script(open_page: Open) -> None:
    page = await open_page("suspended", java_script_enabled=False)
    assert "Pausat" in await page.locator("h1").inner_text()
    assert await page.locator(".rows > li").count() == 8
    await page.locator("details.easy summary").click()
    assert await page.locator("details.easy p").is_visible()


async def test_a_typed_number_leads_to_its_verdict(open_page: Open) -> None:
    page = await open_page("valid", address=f"{made.ORIGIN}/v")
    await page.get_by_label("Certifikatets nummer").fill("8h3k t6pw 4")
    await page.get_by_role("button", name="Kontrollera", exact=True).click()
    assert "Giltigt" in await page.locator("h1").inner_text()


async def test_a_wrong_number_is_told_at_the_field_which_has_the_focus(open_page: Open) -> None:
    page = await open_page("valid", address=f"{made.ORIGIN}/v?number=8h3k")
    field = page.get_by_label("Certifikatets nummer")
    assert (await page.title()).startswith("Fel: ")
    assert await field.get_attribute("aria-invalid") == "true"
    assert await field.input_value() == "8h3k"
    assert await field.evaluate("field => field === document.activeElement")


async def test_a_file_is_checked(open_page: Open) -> None:
    page = await open_page("withdrawn", address=f"{made.ORIGIN}/v")
    raw = made.certificate_bytes()
    await page.get_by_label("Certifikat, text ur en kod eller bild av den").set_input_files(
        {"name": "certifikat.json", "mimeType": "application/json", "buffer": raw}
    )
    await page.get_by_role("button", name="Kontrollera filen").click()
    assert "Återkallat" in await page.locator("h1").inner_text()


async def test_the_keyboard_reaches_everything_in_reading_order_and_shows_where_it_is(open_page: Open) -> None:
    page = await open_page("unknown")
    reached: list[str] = []
    for _ in range(8):
        await page.keyboard.press("Tab")
        reached.append(await page.evaluate("document.activeElement.textContent.trim()"))
        ring = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid"
    assert reached[:4] == ["Till innehållet", "Försök igen", "In English", "Lättläst"]


async def test_the_language_can_be_changed(open_page: Open) -> None:
    page = await open_page("valid")
    await page.get_by_role("link", name="In English").click()
    assert await page.locator("html").get_attribute("lang") == "en"
    assert "Valid" in await page.locator("h1").inner_text()


@pytest.mark.parametrize("face", shown.FACES)
async def test_printed_it_keeps_sign_word_cut_and_time_without_its_field(face: Face, open_page: Open) -> None:
    page = await open_page(face, colours="dark")
    await page.emulate_media(media="print")
    field = page.locator("section.field")
    assert await field.evaluate("field => getComputedStyle(field).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert await field.evaluate("field => getComputedStyle(field).borderTopStyle") == "solid"
    assert await field.evaluate("field => getComputedStyle(field).color") == "rgb(0, 0, 0)"
    assert await page.locator(".verdict .sign").is_visible()
    assert await page.locator(".word").is_visible()
    assert await page.locator(".checked").is_visible()
    if face in shown.FACTS:
        assert await page.locator(".cut").first.is_visible()
    assert len(await page.pdf()) > 10_000


async def test_in_forced_colours_the_verdict_is_still_told_apart(open_page: Open) -> None:
    page = await open_page("not_genuine", forced_colors="active")
    assert await page.locator(".verdict .sign").is_visible()
    border = await page.locator("section.field").evaluate("field => getComputedStyle(field).borderBottomStyle")
    assert border == "solid"
