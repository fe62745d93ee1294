"""The pages by which people work, in a real Chromium: narrow and wide, light and dark, by keyboard, with long names."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from certify.core import acts as a
from certify.service.store.organisations import rename_organisation
from tests.browser.served import Served, served
from tests.core.life import MEMBER, WHY
from tests.service.world import BODY

pytestmark = pytest.mark.anyio

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
WIDTHS = (320, 390, 1280)
CASE = "/cases/case-1"
LONG = (
    "Samverkansföreningen för handel, fastigheter och besöksnäring i Lindhamra stadskärna med omnejd ekonomisk förening"
)
# Who looks at what, by the stage of the one case that there is.
SEEN: dict[str, dict[str, tuple[str, ...]]] = {
    "submitted": {
        "nobody": ("/", "/sign-in", "/help", "/no-such-page"),
        "kim": ("/cases", CASE),
        "mo": ("/cases", CASE, "/drafts/new"),
        "adi": ("/cases",),
    },
    "declared": {"ask": ("/cases", CASE, f"{CASE}/assess"), "kim": (CASE,), "ros": (CASE,)},
    "assessed": {"dag": (CASE,), "kim": (CASE,)},
    "suspended": {"dag": (CASE,), "mo": (CASE,), "app": (CASE,)},
}


@pytest.fixture
async def of(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Served]:
    """A site that is served."""
    async with served(tmp_path) as opened:
        yield opened


async def bring(of: Served, stage: str) -> None:
    """The case, brought to a stage."""
    world = of.site.world
    if stage == "submitted":
        await world.submitted()
    elif stage == "declared":
        await world.submitted()
        await world.do("kim", a.Register(number="2026-1", received=world.at.date()))
        await world.do("kim", a.Accept(findings=MEMBER))
        await world.do("kim", a.Assign(duty="assess", person="ask"))
        await world.do("ask", a.DeclareInterest(conflict=False))
    elif stage == "assessed":
        await world.assessed(G1="no", G3="no")
    else:
        await world.granted()
        await of.site.issue()
        await world.do("dag", a.Suspend(reason_class="mark_misused", reason=WHY))


async def opened(of: Served, browser: Browser, who: str, **context: Any) -> Page:
    if who != "nobody":
        return await of.person(browser, who, **context)
    return await (await browser.new_context(locale="sv-SE", reduced_motion="reduce", **context)).new_page()


async def faults(page: Page) -> list[str]:
    """What axe finds, one line each, and whether the page has to be scrolled sideways."""
    found = (await Axe().run(page, options=RULES)).response["violations"]
    said = [f"{fault['id']}: {node['target']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return [*said, "too wide"] if await page.evaluate(wide) else said


async def looked_at(page: Page) -> None:
    """The page before us has no fault at any width nor in the dark, with everything opened that can be."""
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        assert await faults(page) == [], (page.url, width)
    await page.emulate_media(color_scheme="dark")
    assert await faults(page) == [], (page.url, "dark")
    await page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("stage", SEEN)
async def test_every_page_is_accessible_and_fits(stage: str, of: Served, browser: Browser) -> None:
    await bring(of, stage)
    for who, paths in SEEN[stage].items():
        page = await opened(of, browser, who)
        for path in paths:
            await page.goto(of.origin + path)
            await looked_at(page)
        await page.context.close()


async def test_the_pages_of_people_are_accessible_and_done_by_keyboard(of: Served, browser: Browser) -> None:
    page = await of.person(browser, "adi")
    for path in ("/people", "/people/ask", "/people/adi"):
        await page.goto(of.origin + path)
        await looked_at(page)
    await page.goto(f"{of.origin}/people/ask")
    await page.get_by_text("Ge en roll").focus()
    for key in ("Enter", "Tab", "Space"):
        await page.keyboard.press(key)
    await page.get_by_label("revisor").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_have_text("Rollen gäller från nu.")
    await page.context.close()


async def test_the_pages_of_a_draft_are_accessible_and_fit(of: Served, browser: Browser) -> None:
    page = await of.person(browser, "mo")
    await page.goto(f"{of.origin}/drafts/new")
    await page.get_by_role("radio").first.check()
    await page.get_by_role("button", name="Börja").click()
    home = page.url
    for path in ("", "/about", "/chapters/G"):
        await page.goto(home + path)
        await looked_at(page)
    await page.get_by_label("Ert svar G.1").fill("Ja.")
    await page.locator("#f-file-G\\.1").set_input_files({"name": "x.exe", "mimeType": "", "buffer": b"MZ"})
    await page.get_by_role("button", name="Lägg till G.1").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await looked_at(page)
    await page.locator("#f-file-G\\.1").set_input_files({"name": "x.txt", "mimeType": "", "buffer": b"Ja."})
    await page.get_by_role("button", name="Lägg till G.1").click()
    await page.get_by_role("link", name="Ändra x.txt").click()
    await looked_at(page)
    await page.context.close()


async def test_a_form_that_was_not_taken_is_accessible_and_its_summary_leads_to_the_field(
    of: Served, browser: Browser
) -> None:
    await bring(of, "submitted")
    page = await of.person(browser, "kim")
    await page.goto(of.origin + CASE)
    await page.get_by_role("button", name="Registrera ansökan").click()
    await looked_at(page)
    assert (await page.title()).startswith("Fel: ")
    await page.get_by_role("link", name="Skriv ett ärendenummer").click()
    await expect(page.get_by_label("Ärendenummer")).to_be_focused()
    await page.context.close()


async def test_a_case_is_registered_by_keyboard_alone(of: Served, browser: Browser) -> None:
    await bring(of, "submitted")
    page = await of.person(browser, "kim")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Till innehållet")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Registrera: ")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{CASE}")
    await page.get_by_label("Ärendenummer").focus()
    await page.keyboard.type("2026:1")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("Ärendet har fått sitt nummer.")
    await page.context.close()


async def test_any_name_fits_and_stays_text(of: Served, browser: Browser) -> None:
    await bring(of, "submitted")
    page = await of.person(browser, "kim", viewport={"width": 320, "height": 800})
    for name in (LONG, "Ö" * 200, "עמותת מרכז העיר", "</h1><script>document.title='x'</script>"):
        world = of.site.world
        await rename_organisation(of.site.db, BODY, "lindhamra", name=name, address="Torget 1", since=world.at)
        for path in ("/cases", CASE):
            await page.goto(of.origin + path)
            assert await faults(page) == []
            assert name in await page.locator("main").inner_text()
            assert await page.title() != "x"
    await page.context.close()


async def test_enlarged_four_times_it_still_fits(of: Served, browser: Browser) -> None:
    await bring(of, "declared")
    page = await of.person(browser, "ask", viewport={"width": 320, "height": 800})
    for path in ("/cases", CASE, f"{CASE}/assess"):
        await page.goto(of.origin + path)
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    await page.context.close()


async def test_the_pages_work_without_script_and_ask_nobody_else(of: Served, browser: Browser) -> None:
    await bring(of, "submitted")
    page = await of.person(browser, "kim", java_script_enabled=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(of.origin + CASE)
    await page.get_by_label("Ärendenummer").fill("2026:1")
    await page.get_by_role("button", name="Registrera ansökan").click()
    await expect(page.get_by_role("status")).to_contain_text("Ärendet har fått sitt nummer.")
    assert asked
    assert all(url.startswith(of.origin) for url in asked)
    await page.context.close()
