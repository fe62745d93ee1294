"""The check that the page makes by itself in the phone: what it says beside the server, and when the two differ."""

from __future__ import annotations

import httpx
import pytest
from playwright.async_api import Page

from tests.browser.test_verification_page import (
    ADDRESS,
    CONTRAST,
    RULES,
    Open,
    faults,
    open_page,  # noqa: F401 - a fixture that is asked for
)
from tests.verify import made, shown
from verify.endpoint import create_app
from verify.source import MemorySource
from verify.texts import Face

pytestmark = pytest.mark.anyio
CODE = made.qr_text()
# What the phone makes of each face: the same; something else, where only the server can ask the register; or nothing.
SAYS: dict[Face, str] = {
    "valid": "Ja",
    "suspended": "Ja",
    "withdrawn": "Ja",
    "superseded": "Ja",
    "withdrawn_or_superseded": "Ja",
    "expired": "Ja",
    "not_yet_valid": "Ja",
    "unknown": "Ja",
    "not_genuine": "Ja",
    "untold": "Ja",
    "not_registered": "Nej",
    "unreached": "Vet inte",
}


async def row(page: Page) -> str:
    """The answer in the row of the phone's own check, once it is there."""
    await page.wait_for_selector("#phone")
    return await page.locator("#phone .answer").inner_text()


@pytest.mark.parametrize("face", SAYS)
async def test_the_phone_comes_to_the_same(face: Face, open_page: Open) -> None:  # noqa: F811
    page = await open_page(face)
    before = await page.locator("h1").inner_text()
    assert await row(page) == SAYS[face]
    assert await page.locator("h1").inner_text() == before
    assert "Kontrollerat hos dig" in await page.locator("#phone").inner_text()


async def test_a_scanned_code_is_checked_too(open_page: Open) -> None:  # noqa: F811
    page = await open_page("valid", address=CODE)
    assert await row(page) == "Ja"


async def test_a_forged_code_shows_as_the_worse_verdict(open_page: Open) -> None:  # noqa: F811
    forged = made.qr_text(holder="Falska Centrum")[:-1] + "7"
    page = await open_page("valid", address=forged)
    assert await row(page) == "Nej"
    assert "Inte äkta" in await page.locator("h1").inner_text()
    assert (await page.locator("#heard").inner_text()).startswith("Inte äkta. ")  # and who hears the page is told
    assert await page.get_by_role("link", name="Rapportera missbruk").count() == 1
    assert await page.locator(".rows").count() == 0
    assert await page.locator(".check").count() == 1
    assert "signature-mismatch" in await page.locator(".field .sentence").inner_text()
    assert "field-false" in (await page.locator(".field").get_attribute("class") or "")
    assert await page.locator(".seam").get_attribute("class") == "seam seam-hatched"
    assert made.HOST in await page.locator("#todo + .list-todo").inner_text()
    for colours in ("light", "dark"):
        await page.emulate_media(color_scheme=colours)
        assert await faults(page, RULES) == []


async def test_a_code_of_a_paused_certificate_shows_as_the_worse_verdict(open_page: Open) -> None:  # noqa: F811
    lists = {
        f"{shown.LISTS}/revocation": made.status_list_bytes("revocation"),
        f"{shown.LISTS}/suspension": made.status_list_bytes("suspension", [6]),
    }
    published = MemorySource(
        certificates={made.NUMBER: made.certificate_bytes()}, statuses=lists, trust=made.trust_bytes()
    )
    page = await open_page("valid", source=published, address=made.qr_text(made.certificate(index=6)))
    assert await row(page) == "Nej"
    assert "Pausat" in await page.locator("h1").inner_text()
    assert await page.locator(".seam").get_attribute("class") == "seam seam-apart"
    await page.emulate_media(color_scheme="dark")
    assert await faults(page, CONTRAST) == []


async def test_the_evidence_is_what_was_published() -> None:
    app = create_app(shown.source("valid"), clock=lambda: made.NOON, site=shown.SITE)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=made.ORIGIN) as client:  # type: ignore[arg-type]  # Litestar is one
        told = (await client.get(f"{ADDRESS}/evidence.json")).json()
        assert told["certificate"].encode() == made.certificate_bytes()
        assert len(told["statuses"]) == 2
        assert (await client.get(f"{made.ORIGIN}/v/{made.OTHER_NUMBER}/evidence.json")).status_code == 404
        assert (await client.get(f"{made.ORIGIN}/v/nothing/evidence.json")).status_code == 404
