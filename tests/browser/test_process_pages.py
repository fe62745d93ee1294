"""The page of nonconformities, surveillance and plans, and the workbench unit by unit, in a real Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from certify.core import acts as a
from certify.service import authority
from tests.browser.served import Served, served
from tests.browser.test_scheme_pages import is_good
from tests.core.life import MEMBER
from tests.service.web.desk import CASE
from tests.service.web.test_pages_process import PAGE, in_beds, longer
from tests.service.world import BODY

pytestmark = pytest.mark.anyio


@pytest.fixture
async def of(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Served]:
    """A site that is served, with a case under a longer process and two beds."""
    async with served(tmp_path) as found:
        world = found.site.world
        found.site.later(minutes=1)
        scheme = await authority.publish_scheme(found.site.db, BODY, longer(), by="sol", at=world.at)
        await world.do("mo", a.Submit(dossier=in_beds(), applicant="lindhamra", scheme=scheme.digest))
        await world.do("kim", a.Register(number="2026-1", received=world.at.date()))
        await world.do("kim", a.Accept(findings=MEMBER))
        await world.do("kim", a.Assign(duty="assess", person="ask"))
        await world.do("kim", a.Assign(duty="decide", person="dag"))
        await world.do("ask", a.DeclareInterest(conflict=False))
        await world.do("dag", a.DeclareInterest(conflict=False))
        yield found


async def test_a_longer_process_is_accessible_and_fits(of: Served, browser: Browser) -> None:
    kim = await of.person(browser, "kim")
    await kim.goto(of.origin + PAGE)
    await is_good(kim)
    for bed in ("Rosorna", "Örterna"):
        await kim.get_by_label(bed).check()
    await kim.get_by_role("button", name="Bestäm urvalet").click()
    await kim.context.close()
    ask = await of.person(browser, "ask")
    await ask.goto(f"{of.origin}{CASE}/assess")
    await is_good(ask)
    for name in ("value-G.1", "value-G.3", "u-bed-1-value-G.2"):
        await ask.locator(f'input[name="{name}"][value="yes"]').check()
    await ask.locator('input[name="u-bed-2-value-G.2"][value="no"]').check()
    await ask.locator('textarea[name="u-bed-2-reason-G.2"]').fill("Ingen sköter dem.")
    await ask.locator('select[name="u-bed-2-grade-G.2"]').select_option("shortcoming")
    await ask.get_by_role("button", name="Lämna bedömningen").click()
    await ask.goto(of.origin + PAGE)
    await is_good(ask)
    await ask.context.close()
    for person, path in (("mo", PAGE), ("dag", CASE)):
        page = await of.person(browser, person)
        await page.goto(of.origin + path)
        await is_good(page)
        await page.context.close()
