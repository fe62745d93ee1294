"""Self-assessment and schemes at work in a real Chromium: widths, colours, with a script and without."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from certify.service import authority
from tests.browser.served import Served, served
from tests.browser.test_work_pages import WIDTHS, faults, opened
from tests.service.web.rich import RICH
from tests.service.world import BODY, GARDEN

pytestmark = pytest.mark.anyio
CHECKLIST = "/schemes/rich-garden/2026.1/self-assessment"
BAD = GARDEN.read_bytes().replace(b"is: no", b"is: nope").replace(b"id: 2026.1,", b"id: 2026.2,")


@pytest.fixture
async def of(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Served]:
    """A site that is served, with a scheme that asks for every type and unit by unit."""
    async with served(tmp_path) as site:
        await authority.publish_scheme(site.site.db, BODY, RICH, by="sol", at=site.site.world.at)
        yield site


async def is_good(page: Page) -> None:
    """No finding in light or dark at any width, and no scrolling sideways."""
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        await page.emulate_media(color_scheme="dark" if width == 390 else "light")
        assert await faults(page) == [], width


async def begun(of: Served, page: Page, source: bytes) -> str:
    """A draft of a scheme out of a file; gives its address."""
    await page.goto(f"{of.origin}/scheme-drafts")
    file = {"name": "scheme.yaml", "mimeType": "application/yaml", "buffer": source}
    await page.get_by_label("Ordningen som fil").set_input_files(file)  # type: ignore[arg-type]  # a payload
    await page.get_by_role("button", name="Börja utkastet").click()
    await page.wait_for_url("**/scheme-drafts/*")
    return page.url


async def test_the_checklist_is_accessible_and_fits(of: Served, browser: Browser) -> None:
    page = await opened(of, browser, "nobody")
    await page.goto(of.origin + CHECKLIST)
    await is_good(page)
    await page.get_by_role("button", name="Lägg till: Rabatt").click()
    await page.get_by_label("Antal plantor").first.fill("many")
    await page.get_by_role("button", name="Visa utfallet").first.click()
    await is_good(page)
    await page.context.close()


async def test_the_outcome_follows_the_answers(of: Served, browser: Browser) -> None:
    page = await opened(of, browser, "nobody")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    await page.goto(f"{of.origin}/schemes/open-garden/self-assessment")
    await expect(page.locator("#standing-sentence")).to_have_text("Svara, så ser ni utfallet växa fram.")
    await page.locator('input[name="value-G.1"][value="yes"]').check()
    await expect(page.locator("#standing-tally")).to_have_text("1 av 3 kriterier har svar.")
    for name in ("value-G.2", "input-member"):
        await page.locator(f'input[name="{name}"][value="yes"]').check()
    await expect(page.locator("#standing-sentence")).to_have_text("Svaren räcker för Öppen trädgård.")
    await page.locator('input[name="value-G.2"][value="no"]').check()
    await expect(page.locator("#standing-groups a").first).to_contain_text("Skött")
    assert complaints == []
    await page.context.close()


async def test_without_a_script_a_button_does_the_same(of: Served, browser: Browser) -> None:
    page = await opened(of, browser, "nobody", java_script_enabled=False)
    await page.goto(f"{of.origin}/schemes/open-garden/self-assessment")
    for name in ("value-G.1", "value-G.2", "input-member"):
        await page.locator(f'input[name="{name}"][value="yes"]').check()
    await page.get_by_role("button", name="Visa utfallet").first.click()
    await expect(page.locator("#standing-sentence")).to_have_text("Svaren räcker för Öppen trädgård.")
    await page.get_by_role("button", name="Börja en ansökan med svaren").click()
    await page.locator('form:has(input[value="mo@example.org"]) button').click()
    await page.get_by_role("radio").first.check()
    await page.get_by_role("button", name="Börja ansökan").click()
    await expect(page.get_by_role("status")).to_contain_text("Utkastet är börjat med svaren.")
    await page.context.close()


async def test_the_pages_of_a_scheme_at_work_are_accessible_and_fit(of: Served, browser: Browser) -> None:
    await of.site.world.submitted()
    page = await of.person(browser, "sol")
    await page.goto(f"{of.origin}/scheme-drafts")
    await is_good(page)
    home = await begun(of, page, BAD)
    await is_good(page)
    await page.locator("a[data-line]").first.click()
    assert await page.evaluate("getSelection().toString() || document.activeElement.id")
    await page.get_by_label("Ordningens text").fill(BAD.replace(b"nope", b"no").decode())
    await page.get_by_role("button", name="Spara och kontrollera").click()
    await expect(page.get_by_role("heading", name="Inga fel")).to_be_visible()
    for view in ("", "/preview", "/form", "/outline", "/changes", "/effects"):
        await page.goto(home.partition("?")[0] + view)
        await is_good(page)
    await page.context.close()


async def test_a_draft_with_units_is_accessible_and_fits(of: Served, browser: Browser) -> None:
    page = await of.person(browser, "mo")
    await page.goto(f"{of.origin}/drafts/new")
    await page.locator('input[name="offer"]').last.check()
    await page.get_by_role("button", name="Börja").click()
    await page.wait_for_url("**/drafts/*")
    home = page.url.partition("?")[0]
    for part in ("/about", "/chapters/G"):
        await page.goto(home + part)
        await is_good(page)
    await page.context.close()
