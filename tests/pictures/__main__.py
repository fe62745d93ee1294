"""`python -m tests.pictures`: the verification page and a certificate, as the demo's town has them, for the README.

The demo is seeded in a temporary folder with a clock set by hand, and the real application answers a real browser; the
only thing that is not as it will be is the host, which belongs to nobody. Writes docs/pictures.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar
from PIL import Image, ImageDraw
from playwright.async_api import Route, async_playwright

from certify.service.app import create_app
from certify.service.demo import people
from certify.service.demo.seed import Seeder
from certify.service.installation import opened
from certify.service.logs import set_up_logs
from certify.service.paper.certificate import png
from certify.service.settings import Settings
from certify.service.store import certificates
from certify.service.store.certificates import CertificateRow
from tests.conftest import BROWSER_ARGUMENTS, BROWSERS

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
ORIGIN = "https://intyg.platscert.example"
NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
WIDTH, HEIGHT, SHARPNESS = 1280, 800, 2
EDGE = "#CDD5CE"
LARGEST = 200_000  # bytes of a picture


async def main() -> int:
    """Make both pictures; gives the exit status."""
    set_up_logs("warning")
    with tempfile.TemporaryDirectory() as folder:
        settings = _settings(Path(folder))
        row = await _seeded(settings, Path(folder) / "papers")
        assert row.credential is not None
        assert row.qr is not None
        page = await _screenshot(settings, f"{ORIGIN}/v/{row.number}")
    PICTURES.mkdir(exist_ok=True)
    return max(
        _keep("verification", page, colours=128),
        _keep("certificate", _edged(png(row.credential, row.qr, ppi=144)), colours=64),
    )


def _settings(folder: Path) -> Settings:
    return Settings(
        database=f"sqlite:///{folder / 'certify.db'}",
        blobs=str(folder / "blobs"),
        origin=ORIGIN,
        keys=folder / "keys",
        secret="pictures of a town that does not exist",
        worker=False,
        log_level="warning",
    )


async def _seeded(settings: Settings, papers: Path) -> CertificateRow:
    """The town's valid certificate, after everything that the demo makes."""
    source = (files("schemes.quality_mark") / "scheme.yaml").read_bytes()
    async with opened(settings, chance=_chance()) as installation:
        await Seeder(installation, NOW, _say).seed(source, papers)
        for entry in await certificates.register(installation.database):
            if entry.status == "active" and entry.holder == people.LINDHAMRA.id:
                row = await certificates.certificate(installation.database, entry.number)
                assert row is not None
                return row
    raise LookupError("the demo has no valid certificate")


async def _screenshot(settings: Settings, address: str) -> bytes:
    """The page at an address as a browser shows it; what it asks for is answered by the application in this process."""
    app = create_app(settings, clock=lambda: NOW + timedelta(minutes=1), chance=_chance())
    transport = httpx.ASGITransport(_asgi(app))
    async with app.lifespan(), httpx.AsyncClient(transport=transport) as client, async_playwright() as playwright:

        async def answer(route: Route) -> None:
            asked = route.request
            headers = {name: value for name, value in asked.headers.items() if name != "accept-encoding"}
            given = await client.request(asked.method, asked.url, headers=headers, follow_redirects=True)
            await route.fulfill(status=given.status_code, headers=dict(given.headers), body=given.content)

        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses its sandbox to root
        browser = await playwright.chromium.launch(executable_path=_chromium(), args=[*BROWSER_ARGUMENTS, *sandbox])
        context = await browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SHARPNESS, locale="sv-SE"
        )
        await context.route("**/*", answer)
        page = await context.new_page()
        await page.goto(address, wait_until="networkidle")
        taken = await page.screenshot()
        await browser.close()
    return taken


def _edged(raw: bytes) -> bytes:
    """White paper on a white page needs an edge."""
    picture = Image.open(io.BytesIO(raw)).convert("RGB")
    ImageDraw.Draw(picture).rectangle((0, 0, picture.width - 1, picture.height - 1), outline=EDGE, width=2)
    edged = io.BytesIO()
    picture.save(edged, "PNG")
    return edged.getvalue()


def _chromium() -> str:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise SystemExit("the pictures need Chromium; ask an administrator for: apt-get install chromium")
    return program


def _keep(name: str, raw: bytes, *, colours: int) -> int:
    """Write a picture as a small PNG. Flat colours need few; 1 when it is too large all the same."""
    picture = Image.open(io.BytesIO(raw)).convert("RGB")
    small = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    file = PICTURES / f"{name}.png"
    small.save(file, optimize=True)
    size = file.stat().st_size
    _say(f"{file.relative_to(PICTURES.parents[1])}, {picture.width} by {picture.height}, {size} bytes")
    return int(size > LARGEST)


def _say(text: str) -> None:
    sys.stdout.write(f"  making {text}\n")
    sys.stdout.flush()


def _chance() -> Callable[[int], bytes]:
    """The same bytes at every run, so that numbers and places in the status list stay what they were."""
    counter = itertools.count()
    return lambda size: hashlib.shake_256(f"pictures {next(counter)}".encode()).digest(size)


def _asgi(app: Litestar) -> Any:
    return app


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
