"""A case's whole life in a real Chromium: each person signs in and does their part, until the page says valid."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.served import Served, served

pytestmark = pytest.mark.anyio


async def part(of: Served, browser: Browser, login: str, task: str) -> Page:
    """Somebody signs in a minute later and opens what waits for them."""
    of.site.later(minutes=1)
    page = await of.person(browser, login)
    await page.get_by_role("link", name=re.compile(f"^{task}")).click()
    return page


async def done(page: Page, words: str) -> None:
    """The page says what was done."""
    await expect(page.get_by_role("status")).to_contain_text(words)


async def written(of: Served, browser: Browser) -> None:
    """The applicant writes an application with a file, and hands it in."""
    page = await of.person(browser, "mo")
    await page.get_by_role("link", name="Börja en ansökan").click()
    await page.get_by_text("Ny ansökan om Öppen trädgård").click()
    await page.get_by_role("button", name="Börja").click()
    await page.get_by_role("link", name="Fyll i").click()
    await page.get_by_label("Ort").fill("Lindhamra")
    await page.get_by_label("Områdets namn").fill("Slottsparken")
    await page.get_by_role("button", name="Spara").click()
    await page.get_by_role("link", name="Fortsätt med kapitel").click()
    for id_ in ("G.1", "G.2"):
        await page.get_by_label(f"Ert svar {id_}").fill("Ja, det syns på bilden.")
    await page.get_by_text("Lägg till underlag G.1").click()
    await page.get_by_label("Fil", exact=True).first.set_input_files(
        {"name": "grinden.txt", "mimeType": "text/plain", "buffer": b"Grinden."}
    )
    await page.get_by_role("button", name="Lägg till G.1").click()
    await expect(page.get_by_role("link", name="Ändra grinden.txt")).to_be_visible()
    await page.get_by_role("button", name="Spara och gå till översikten").click()
    await page.get_by_role("button", name="Lämna in ansökan").click()
    await done(page, "Ansökan är inlämnad.")


async def taken_in(of: Served, browser: Browser) -> None:
    """The coordinator registers, takes in and chooses two people; both say that nothing ties them."""
    page = await part(of, browser, "kim", "Registrera")
    await page.get_by_role("button", name="Registrera ansökan").click()
    await expect(page.get_by_role("link", name="Skriv ett ärendenummer")).to_be_visible()
    await page.get_by_label("Ärendenummer").fill("2026:1")
    await page.get_by_role("button", name="Registrera ansökan").click()
    await done(page, "Ärendet har fått sitt nummer.")
    await page.get_by_text("Ja", exact=True).click()
    await page.get_by_role("button", name="Ta in ansökan").click()
    await page.get_by_role("radio", name="Ask").check()
    await page.get_by_role("button", name="Utse bedömare").click()
    await page.get_by_role("radio", name="Dag").check()
    await page.get_by_role("button", name="Utse beslutsfattare").click()
    await done(page, "Personen är utsedd")
    for login in ("ask", "dag"):
        page = await part(of, browser, login, "Svara på frågan om jäv")
        await page.get_by_role("radio", name="Nej, inget binder mig").check()
        await page.get_by_role("button", name="Lämna svaret").click()
        await done(page, "Svaret är antecknat.")


async def agreed(of: Served, browser: Browser) -> None:
    """The applicant accepts the terms."""
    page = await part(of, browser, "mo", "Godkänn villkoren")
    await page.get_by_role("checkbox", name="Vi har läst villkoren").check()
    await page.get_by_role("button", name="Godkänn villkoren").click()
    await done(page, "Villkoren är godkända.")


async def assessed_and_decided(of: Served, browser: Browser) -> None:
    """One assesses, another decides."""
    page = await part(of, browser, "ask", "Bedöm")
    await page.get_by_role("link", name="Börja bedöma").click()
    await page.get_by_role("button", name="Svara Uppfyllt där svar saknas").click()
    await expect(page.get_by_text("3 av 3 kriterier har en iakttagelse.")).to_be_visible()
    await page.get_by_role("button", name="Lämna bedömningen").click()
    await done(page, "Bedömningen är lämnad.")
    page = await part(of, browser, "dag", "Besluta")
    heading = "Reglerna ger: Öppen trädgård kan beviljas Lindhamra Trädgård ekonomisk förening."
    await expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    await page.get_by_role("radio", name="Bevilja").check()
    await page.get_by_label("Motivering").fill("Alla krav är uppfyllda.")
    await page.get_by_role("button", name="Fatta beslutet").click()
    await done(page, "Beslutet är fattat.")


async def test_from_the_first_word_to_a_page_that_says_valid(browser: Browser, tmp_path: Path) -> None:
    async with served(tmp_path) as of:
        await written(of, browser)
        await taken_in(of, browser)
        await agreed(of, browser)
        await assessed_and_decided(of, browser)
        await of.site.issue()
        page = await of.person(browser, "mo")
        await page.get_by_role("link", name="Lindhamra Trädgård ekonomisk förening").first.click()
        await page.get_by_role("link", name="Se kontrollsidan").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Certifikatet är äkta och gäller i dag.")
        await expect(page.locator(".field")).to_have_css("background-color", "rgb(14, 90, 63)")
        for context in browser.contexts:
            await context.close()
