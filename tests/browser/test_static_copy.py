"""A static copy before a plain file server, in a real Chromium: its pages check themselves, and its scan page works.

The server knows nothing but files; its clock is the installation's, and the phone's is set by the test.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.async_api import Browser, Page

from certify.service.store import certificates
from certify.service.store.database import open_database
from tests.browser.test_scan_page import keep, picture, told
from tests.conftest import chromium
from tests.service.test_export import Copied, hosted
from verify import compact
from verify.addresses import host_of

pytestmark = pytest.mark.anyio
FORGED_HOST = "falsk.example"


class Paper(NamedTuple):
    """One certificate: its number, and the text of its code."""

    number: str
    code: str

    def on(self, host: str) -> str:
        """The same code, printed for another host."""
        return self.code.replace(self.code.split("/")[2], host).replace("http:", "https:")


class Copy(NamedTuple):
    """The copy, and the papers of its two certificates."""

    made: Copied
    active: Paper
    withdrawn: Paper


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """A copy that was made and is served."""
    with hosted(tmp_path_factory.mktemp("copied")) as made:
        assert made.export() == 0
        entries = json.loads((made.folder / "register.json").read_bytes())["entries"]
        papers = {entry["status"]: entry["number"] for entry in entries}
        codes = asyncio.run(_codes(made))
        yield Copy(made, *(Paper(papers[name], codes[papers[name]]) for name in ("active", "withdrawn")))


async def _codes(made: Copied) -> dict[str, str]:
    async with await open_database(made.settings.database) as database:
        rows = [row async for row in certificates.all_certificates(database, "garden")]
    return {row.number: compact.url(host_of(made.origin), row.number, row.qr or b"") for row in rows}


@pytest.fixture
async def phone(copy: Copy, browser: Browser) -> AsyncIterator[Page]:
    """A phone whose clock is right."""
    context = await browser.new_context(viewport={"width": 390, "height": 844}, locale="sv-SE")
    page = await context.new_page()
    await page.clock.set_fixed_time(copy.made.workshop.clock())
    yield page
    await context.close()


async def _answer(page: Page, address: str) -> str:
    """What the phone's own row says on the page at that address."""
    await page.goto(address)
    await page.wait_for_selector("#phone")
    return await page.inner_text("#phone .answer")


async def test_its_pages_are_checked_in_the_phone_as_those_of_the_service(copy: Copy, phone: Page) -> None:
    refused: list[str] = []
    phone.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    for paper, word in ((copy.active, "Giltigt"), (copy.withdrawn, "Återkallat")):
        page = f"{copy.made.origin}/v/{paper.number}"
        for address in (page, f"{page}/", paper.code, f"{page}/index.html"):
            assert await _answer(phone, address) == "Ja", address
            assert await phone.inner_text(".word") == word
        assert await _answer(phone, f"{page}/index.en.html") == "Yes"
    assert refused == []  # by the content policy, which a file server cannot send
    number, code = copy.withdrawn.number, copy.active.code
    forged = f"{copy.made.origin}/v/{number}{code[code.index('#') :]}"
    assert await _answer(phone, forged) == "Nej"
    assert await phone.inner_text(".word") == "Inte äkta"
    await phone.goto(
        copy.made.origin.replace("127.0.0.1", "localhost") + f"/v/{copy.active.number}{code[code.index('#') :]}"
    )
    await phone.wait_for_selector("#phone")
    assert "wrong-host" in await phone.inner_text("#phone")


async def test_a_page_that_has_grown_old_is_judged_by_the_time_at_which_it_is_read(copy: Copy, phone: Page) -> None:
    workshop = copy.made.workshop
    workshop.later(days=2)
    try:
        address = f"{copy.made.origin}/v/{copy.active.number}"
        assert await _answer(phone, address) == "Nej"
        assert await phone.inner_text(".word") == "Kunde inte kontrolleras helt"
        assert "Sidan skrevs för ett tag sedan" in await phone.inner_text(".headline")
        assert "status-too-old" in await phone.inner_text(".field .sentence")
        assert await _answer(phone, f"{copy.made.origin}/v/{copy.withdrawn.number}") == "Ja"
    finally:
        workshop.later(days=-2)


async def test_the_page_that_scans_works_from_the_copy_with_and_without_a_network(copy: Copy, phone: Page) -> None:
    origin, active = copy.made.origin, copy.active
    await phone.goto(f"{origin}/v/{active.number}")
    await phone.click("a[href^='/v/scan']")
    await phone.wait_for_selector("#scan[data-ready]")
    devtools = await phone.context.new_cdp_session(phone)
    manifest = await devtools.send("Page.getAppManifest")
    assert (manifest["errors"], manifest["url"]) == ([], f"{origin}/v/scan/manifest.webmanifest")
    await keep(phone)
    errors = (await devtools.send("Page.getInstallabilityErrors"))["installabilityErrors"]
    assert [error["errorId"] for error in errors] == ["in-incognito"]
    await phone.context.set_offline(True)
    for address, word in (
        (f"{origin}/v/scan/", "Giltigt"),
        (f"{origin}/v/scan", "Giltigt"),
        (f"{origin}/v/scan/index.en.html", "Valid"),
        (active.code, "Giltigt"),
        (active.code.replace("#", "/#"), "Giltigt"),
    ):
        await phone.goto("about:blank")
        await phone.goto(address)
        if "#" not in address:
            await phone.wait_for_selector("#scan[data-ready]")
            await told(phone, active.code)
        await phone.wait_for_selector("#told section")
        assert await phone.inner_text(".word") == word, address
    for text, word, also in (
        (copy.withdrawn.code, "Gäller inte", "återkallat eller ersatt"),
        (active.on(FORGED_HOST), "Inte äkta", "wrong-host"),
        (f"https://{FORGED_HOST}/v/{active.number}", "Kunde inte kontrolleras", "Öppna den inte."),
    ):
        said = await told(phone, text)
        assert await phone.inner_text(".word") == word, text
        assert also in said, text
        assert await phone.locator(f"#told a[href*='{FORGED_HOST}']").count() == 0


async def test_a_number_that_is_typed_leads_to_its_page(copy: Copy, phone: Page) -> None:
    await phone.goto(f"{copy.made.origin}/v/")
    assert await phone.locator("form").count() == 1  # what only the service can answer is not asked
    await phone.fill("#number", copy.active.number.lower())
    await phone.click("form.ask button")
    await phone.wait_for_selector("#told section")
    await phone.click("#told a.button")
    assert await phone.inner_text(".word") == "Giltigt"


async def test_the_camera_reads_a_code_on_the_copys_own_page(copy: Copy, tmp_path: Path) -> None:
    frame = tmp_path / "seen.mjpeg"
    picture(copy.active.code).save(frame, "JPEG", quality=90)
    sees = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={frame}")
    async with chromium(*sees) as seeing:
        page = await (await seeing.new_context(locale="sv-SE", permissions=["camera"])).new_page()
        await page.clock.set_fixed_time(copy.made.workshop.clock() + timedelta(minutes=1))
        await page.goto(f"{copy.made.origin}/v/scan/")
        await page.wait_for_selector("#scan[data-ready]")
        await page.click("#open")
        await page.wait_for_selector("#told section")
        assert await page.inner_text(".word") == "Giltigt"
