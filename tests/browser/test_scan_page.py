"""The page that scans further codes, in a real Chromium before a real server: kept in the phone, and without a network.

The phone's clock is set by the test; the server goes on as it is.
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from PIL import Image
from playwright.async_api import Browser, Page

from certify.service import qr
from tests.browser.served import free_port, listening
from tests.browser.test_verification_page import (
    RULES,
    Colours,
    Open,
    faults,
    is_too_wide,
    open_page,  # noqa: F401 - a fixture that is asked for
)
from tests.conftest import chromium
from tests.verify import made, shown
from verify.endpoint import create_app
from verify.pages.shapes import Site
from verify.source import MemorySource

pytestmark = pytest.mark.anyio

LATER = made.NOON + timedelta(hours=2)
WITHDRAWN, PAUSED = 5, 6


# Remembers each camera that the page opens.
_WATCH = """() => {
  const own = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  window.opened = [];
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await own(wanted);
    window.opened.push(stream.getVideoTracks()[0]);
    return stream;
  };
}"""


class House:
    """A server whose body publishes at its own address; what it serves may change while it stands."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.host = origin.removeprefix("http://")
        self.asked: list[str] = []
        self.failing = ""  # a path at which it fails
        self.app = self.good = self.made()

    def made(
        self,
        site: Site = shown.SITE,
        *,
        lists_version: int = 3,
        withdrawn: tuple[int, ...] = (WITHDRAWN,),
        **of_trust: Any,
    ) -> Litestar:
        """The application; `of_trust` as for `made.trust_bytes`."""
        lists = f"{self.origin}/bodies/{made.SLUG}/status/1"
        other = made.body(
            did="did:web:annan.example:bodies:annan", slug="annan", origins=("https://annan.example",), keys=()
        )
        source = MemorySource(
            certificates={made.NUMBER: made.certificate_bytes(origin=self.origin)},
            statuses={
                f"{lists}/revocation": made.status_list_bytes(
                    "revocation", withdrawn, origin=self.origin, version=lists_version
                ),
                f"{lists}/suspension": made.status_list_bytes("suspension", [PAUSED], origin=self.origin),
            },
            trust=made.trust_bytes([made.body(origins=(self.origin,)), other], **of_trust),
        )
        root = of_trust.get("root", made.ROOT)
        return create_app(source, clock=lambda: made.NOON, site=site, root=root.multibase)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Passes each request to the application of the moment."""
        self.asked.append(scope["path"])
        if scope["path"] == self.failing:
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self.app(scope, receive, send)

    def code(self, *, host: str | None = None, **changes: Any) -> str:
        """The text of a code of this body; `changes` are of the certificate."""
        return made.qr_text(made.certificate(origin=self.origin, **changes), host=host or self.host)


@pytest.fixture(scope="module")
async def listens(anyio_backend: str) -> AsyncIterator[House]:
    """The one server of these tests."""
    port = free_port()
    standing = House(f"http://127.0.0.1:{port}")
    async with listening(standing, port):
        yield standing


@pytest.fixture
async def standing(listens: House, browser: Browser) -> AsyncIterator[House]:
    """That server as it is in the beginning; afterwards the phones are put away."""
    listens.app = listens.good
    listens.failing = ""
    listens.asked.clear()
    yield listens
    for context in browser.contexts:
        await context.close()


async def opened(browser: Browser, standing: House, at: datetime = LATER, **context: Any) -> Page:
    """The page in a phone whose clock stands at a time."""
    settings = {"viewport": {"width": 390, "height": 844}, "locale": "sv-SE", **context}
    page = await (await browser.new_context(**settings)).new_page()
    await page.clock.set_fixed_time(at)
    await page.goto(f"{standing.origin}/v/scan")
    await page.wait_for_selector("#scan[data-ready]")
    return page


async def told(page: Page, text: str) -> str:
    """All that the page says of a text that is pasted into it."""
    await page.evaluate("document.getElementById('told').replaceChildren()")
    await page.fill("#number", text)
    await page.click("#typed button")
    await page.wait_for_selector("#told section")
    return await page.inner_text("main")


async def keep(page: Page) -> None:
    """Have the page kept in the phone."""
    await page.click("#keep")
    await page.wait_for_selector("#forget:not([hidden])")


def picture(text: str) -> Image.Image:
    """A photograph of a printed code: a little turned, on a table."""
    cut = text.index("#1") + 2
    printed = Image.open(io.BytesIO(qr.png(qr.lay_out((text[:cut], text[cut:]))))).convert("RGB")
    table = (186, 180, 172)
    turned = printed.resize((400, 400)).rotate(4, expand=True, fillcolor=table)
    seen = Image.new("RGB", (640, 480), table)
    seen.paste(turned, (100, 20))
    return seen


async def test_kept_in_the_phone_it_checks_every_code_without_a_network(browser: Browser, standing: House) -> None:
    page = await opened(browser, standing)
    devtools = await page.context.new_cdp_session(page)
    manifest = await devtools.send("Page.getAppManifest")
    assert (manifest["errors"], manifest["url"]) == ([], f"{standing.origin}/v/scan/manifest.webmanifest?lang=sv")
    await keep(page)
    errors = (await devtools.send("Page.getInstallabilityErrors"))["installabilityErrors"]
    assert [error["errorId"] for error in errors] == ["in-incognito"]  # the window of every test is a private one

    await page.context.set_offline(True)
    await page.goto(f"{standing.origin}/v/scan?lang=sv")
    await page.wait_for_selector("#scan[data-ready]")
    standing.asked.clear()
    code = standing.code()
    until = {"valid_until": "2027-02-01T22:59:59Z"}
    expected = {
        code: ("Giltigt", "Statusuppgiften är 3 timmar gammal."),
        f" {code}\n": ("Giltigt", "Lindhamra Centrum"),
        f"{code[:-1]}{(int(code[-1]) + 1) % 10}": (
            "Inte äkta",
            "signature-mismatch",
        ),
        standing.code(index=WITHDRAWN): ("Gäller inte", "återkallat eller ersatt"),
        standing.code(index=PAUSED): ("Pausat", "gäller inte just nu"),
        standing.code(**until): ("Utgånget", "1 februari 2027"),
        standing.code(host="annan.example"): ("Inte äkta", "wrong-host"),
        standing.code(host="falsk.example"): ("Inte äkta", "Öppna inte adressen."),
        f"{standing.origin}/v/{made.NUMBER}": ("Kunde inte kontrolleras", "bara en adress eller ett nummer"),
        f"https://falsk.example/v/{made.NUMBER}": ("Kunde inte kontrolleras", "Öppna den inte."),
        "8h3k t6pw 4": ("Kunde inte kontrolleras", "bevisar inget i sig"),
        "https://falsk.example/": ("Inte äkta", "not-a-code"),
    }
    for text, (word, also) in expected.items():
        said = await told(page, text)
        assert await page.inner_text(".word") == word, text
        assert also in said, text
        assert ("Lindhamra Centrum" in said) == (word not in ("Inte äkta", "Kunde inte kontrolleras")), text
        assert ("Rapportera missbruk" in said) == (word == "Inte äkta"), text
        assert await page.locator("#told a[href*='falsk.example']").count() == 0
    # The browser itself looks now and then whether its worker is still the same, and not by way of the page.
    assert set(standing.asked) <= {"/v/worker.js"}


async def test_a_status_that_is_too_old_or_a_clock_that_is_behind_is_never_valid(
    browser: Browser, standing: House
) -> None:
    page = await opened(browser, standing)
    await keep(page)
    await page.context.set_offline(True)
    code = standing.code()
    edge = datetime.fromisoformat("2027-03-02T11:00:00Z")
    for at, word, also in (
        (edge, "Giltigt", "Statusuppgiften är 1 dag gammal."),
        (edge + timedelta(seconds=1), "Kunde inte kontrolleras helt", "efter måndag 1 mars 2027 kl. 12.00."),
        (edge + timedelta(days=8), "Kunde inte kontrolleras helt", "Senast kända status är 9 dagar gammal."),
        # The phone has seen the tenth of March. Setting its clock back makes nothing young again.
        (LATER, "Kunde inte kontrolleras helt", "Klockan i telefonen går efter"),
        (LATER - timedelta(days=9), "Kunde inte kontrolleras helt", "Klockan i telefonen går efter"),
    ):
        await page.clock.set_fixed_time(at)
        await page.goto(f"{standing.origin}/v/scan?lang=sv#{code}")  # what was seen is kept from page to page
        await page.reload()
        await page.wait_for_selector("#told section")
        assert await page.inner_text(".word") == word, at
        assert also in await page.inner_text("main"), at


async def test_an_address_that_cannot_be_reached_is_never_answered_with_a_kept_verdict(
    browser: Browser, standing: House
) -> None:
    page = await opened(browser, standing)
    await keep(page)
    await page.goto(standing.code())
    assert "Kontrollbesked" in await page.inner_text("main")
    await page.goto("about:blank")
    await page.context.set_offline(True)
    await page.goto(standing.code())
    await page.wait_for_selector("#told section")
    assert page.url == f"{standing.origin}/v/scan#{standing.code()}"
    assert "Kontrollerat i telefonen" in await page.inner_text("#checked")
    kept = await page.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name))"
        ".keys()).map(({ url }) => new URL(url).pathname)))).flat()"
    )
    assert {path for path in kept if not path.startswith("/v/static/")} == {"/v/scan"}
    await page.context.set_offline(False)
    await page.goto(standing.code())
    assert "Kontrollbesked" in await page.inner_text("main")
    await page.goto(f"{standing.origin}/v/scan")
    await page.click("#forget")
    await page.wait_for_selector("#keep:not([hidden])")
    for left in ("caches.keys()", "indexedDB.databases()", "navigator.serviceWorker.getRegistrations()"):
        assert await page.evaluate(f"() => {left}") == []


async def test_a_newer_page_takes_over_and_an_older_trust_list_does_not(browser: Browser, standing: House) -> None:
    page = await opened(browser, standing)
    await keep(page)
    newer = msgspec.structs.replace(shown.SITE, address="Nygatan 1")
    standing.app = standing.made(newer, version=6, lists_version=2, withdrawn=())
    await page.reload()
    assert "Nygatan 1" in await page.inner_text(".foot")  # with a network nobody is given the page of yesterday
    await page.wait_for_selector("#newer button")
    assert "äldre lista" in await page.inner_text("#data-said")
    assert "Tillitslista nummer 7" in await page.inner_text("#data")
    await page.context.set_offline(True)
    await page.click("#newer button")
    await page.wait_for_selector("#scan[data-ready]")
    assert "Nygatan 1" in await page.inner_text(".foot")
    await told(page, standing.code())
    assert await page.inner_text(".word") == "Giltigt"
    await told(page, standing.code(index=WITHDRAWN))  # which the list of before did not know
    assert await page.inner_text(".word") == "Gäller inte"
    standing.app = standing.made(root=made.STRANGER, version=8)
    await page.context.set_offline(False)
    await page.click("#fetch")
    await page.wait_for_selector("#data-said.is-wrong")
    assert "annan underskrift" in await page.inner_text("#data-said")
    assert "Tillitslista nummer 7" in await page.inner_text("#data")


_UPDATE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update();
  const { installing } = registration;
  await new Promise((resolve) => installing.addEventListener("statechange", resolve));
  return installing.state;
}"""


async def test_a_newer_page_that_cannot_be_had_whole_leaves_the_older_one(browser: Browser, standing: House) -> None:
    page = await opened(browser, standing)
    await keep(page)
    standing.app = standing.made(site=msgspec.structs.replace(shown.SITE, address="Nygatan 1"))
    standing.failing = "/v/scan"
    assert await page.evaluate(_UPDATE) == "redundant"
    await page.reload()  # the server fails, so that the kept page comes
    await told(page, standing.code())
    assert await page.inner_text(".word") == "Giltigt"
    assert "Hamngatan 4" in await page.inner_text(".foot")


async def test_a_window_that_knows_less_takes_nothing_from_the_one_that_knows_more(
    browser: Browser, standing: House
) -> None:
    page = await opened(browser, standing)
    await keep(page)
    behind = await page.context.new_page()
    await behind.clock.set_fixed_time(LATER)
    await behind.goto(f"{standing.origin}/v/scan")
    await behind.wait_for_selector("#scan[data-ready]")
    standing.app = standing.made(version=8)
    await page.click("#fetch")
    await page.wait_for_selector("#data :text('Tillitslista nummer 8')")
    await told(behind, standing.code())
    await page.context.set_offline(True)
    await behind.reload()
    await behind.wait_for_selector("#scan[data-ready]")
    assert "Tillitslista nummer 8" in await behind.inner_text("#data")


async def test_a_picture_of_a_code_is_read_in_the_phone(browser: Browser, standing: House) -> None:
    page = await opened(browser, standing)
    standing.asked.clear()
    raw = io.BytesIO()
    picture(standing.code()).save(raw, "JPEG")
    await page.set_input_files("#photo", {"name": "k.jpg", "mimeType": "image/jpeg", "buffer": raw.getvalue()})
    await page.wait_for_selector("#told section")
    assert await page.inner_text(".word") == "Giltigt"
    empty = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(empty, "PNG")
    for buffer, says in ((empty.getvalue(), "Det syns ingen kod"), (b"text", "går inte att läsa som en bild")):
        await page.set_input_files("#photo", {"name": "k.png", "mimeType": "image/png", "buffer": buffer})
        await page.wait_for_selector("#photo-said.is-wrong")
        assert says in await page.inner_text("#photo-said")
    assert [path for path in standing.asked if not path.startswith("/v/static/qr/")] == []
    await page.click("#open")
    await page.wait_for_selector("#camera-said.is-wrong")
    assert "ingen kamera" in await page.inner_text("#camera-said")
    await page.fill("#number", "nej")
    await page.click("#typed button")
    assert await page.locator("#number").get_attribute("aria-invalid") == "true"
    assert await page.is_visible("#number-error")
    assert await page.locator("#number").get_attribute("aria-describedby") == "number-error number-hint"
    await told(page, f"annan.example/v/{made.NUMBER}")
    assert await page.locator("#told a").get_attribute("href") == f"https://annan.example/v/{made.NUMBER}"
    assert await page.locator("#number").get_attribute("aria-invalid") is None
    # The browser offers the home screen only in a window that is not private: here it is told to.
    assert await page.is_hidden("#install")
    offered = "Object.assign(new Event('beforeinstallprompt'), { prompt: async () => { window.put = 1 } })"
    await page.evaluate(f"() => dispatchEvent({offered})")
    await page.click("#install")
    assert await page.evaluate("window.put") == 1


async def test_the_camera_opens_at_a_press_reads_the_code_and_closes(standing: House, tmp_path: Path) -> None:
    frame = tmp_path / "seen.mjpeg"
    picture(standing.code()).save(frame, "JPEG", quality=90)
    sees = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={frame}")
    async with chromium(*sees) as seeing:
        page = await opened(seeing, standing, permissions=["camera"])
        await page.evaluate(_WATCH)
        states = "() => window.opened.map((track) => track.readyState)"
        assert await page.evaluate(states) == []
        await page.click("#open")
        await page.wait_for_selector("#told section")
        assert await page.inner_text(".word") == "Giltigt"
        assert await page.evaluate(states) == ["ended"]
        await page.click("#next")
        await page.wait_for_selector("#told section")
        assert await page.evaluate(states) == ["ended", "ended"]
        assert await page.evaluate("document.activeElement.id") == "verdict"
        await page.context.clear_permissions()
        await page.click("#next")
        await page.wait_for_selector("#camera-said.is-wrong")
        assert "inte tillåten" in await page.inner_text("#camera-said")
        assert await page.is_visible("#open")
        # No other page of ours may ask for the camera at all.
        await page.goto(f"{standing.origin}/v/{made.NUMBER}")
        ask = "() => navigator.mediaDevices.getUserMedia({ video: true }).catch((error) => error.name)"
        assert await page.evaluate(ask) == "NotAllowedError"


async def test_it_is_accessible_and_fits_in_every_state(open_page: Open) -> None:  # noqa: F811
    page = await open_page("valid", address=f"{made.ORIGIN}/v/scan")
    await page.wait_for_selector("#scan[data-ready]")
    await page.clock.set_fixed_time(made.NOON)
    # What can be done stands below what was told, so each state shows all of it.
    states: tuple[tuple[str, Colours], ...] = (
        (made.qr_text(), "light"),
        (f"https://falsk.example/v/{made.NUMBER}", "dark"),
    )
    for text, colours in states:
        await page.emulate_media(color_scheme=colours)
        await told(page, text)
        assert await faults(page, RULES) == []
        for width in (320, 1280):
            await page.set_viewport_size({"width": width, "height": 800})
            assert not await is_too_wide(page), width


async def test_without_script_it_says_what_works_and_takes_a_number(open_page: Open) -> None:  # noqa: F811
    page = await open_page("valid", address=f"{made.ORIGIN}/v/scan", java_script_enabled=False)
    assert "behöver JavaScript" in await page.inner_text("noscript")
    assert await page.is_hidden("#open")
    await page.fill("#number", "8h3k t6pw 4")
    await page.click("#typed button")
    assert "Giltigt" in await page.inner_text("h1")
