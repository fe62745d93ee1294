"""The page that scans, from outside: what may use the camera, what a phone may keep, and what it is made of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest
from PIL import Image

from tests.verify import made, shown
from verify.endpoint import SECURITY, create_app
from verify.pages import scan
from verify.pages.scan_texts import SCAN
from verify.statics import FOLDER, Statics

pytestmark = pytest.mark.anyio

# npm `qr` 0.7.0, as published.
LIBRARY = {
    "decode.js": "00e209820dcb11d624e9a03d6383e580766792b57d1651318f0a29e4e1ff0fe8",
    "index.js": "a0de370051f94bd74f218f74401fdf197585e3f9ef0143164f87ea941a3fdd6f",
}
ICONS = {"icon-192": (192, 6), "icon-512": (512, 16), "icon-maskable-512": (512, 12)}  # pixels, and those of one unit


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application with one body."""
    app: Any = create_app(shown.source("valid"), clock=lambda: made.NOON, site=shown.SITE, root=made.ROOT.multibase)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=made.ORIGIN) as opened:
        yield opened


async def test_the_camera_is_for_this_page_alone(client: httpx.AsyncClient) -> None:
    page = await client.get("/v/scan")
    assert 'data-report="/v/report"' in page.text  # shown.SITE takes reports
    assert page.headers["permissions-policy"].startswith("camera=(self), ")
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["content-security-policy"].startswith(SECURITY["content-security-policy"])
    for path in ("/v", f"/v/{made.NUMBER}", f"/v/{made.NUMBER}.json", "/v/worker.js", "/v/static/check/scan.js"):
        assert (await client.get(path)).headers["permissions-policy"].startswith("camera=(), "), path


async def test_whoever_came_to_check_one_certificate_is_only_offered_it(client: httpx.AsyncClient) -> None:
    for path in ("/v", f"/v/{made.NUMBER}", f"/v/{made.OTHER_NUMBER}"):
        page = (await client.get(path, headers={"accept-language": "en"})).text
        assert page.count('href="/v/scan') == 1, path
        assert "manifest" not in page
        assert "worker" not in page


@pytest.mark.parametrize(("lang", "name"), [("sv", "Kontrollera certifikat"), ("en", "Check certificates")])
async def test_the_manifest_names_it_in_both_languages(client: httpx.AsyncClient, lang: str, name: str) -> None:
    page = (await client.get(f"/v/scan?lang={lang}")).text
    linked = re.search(r'rel="manifest" href="([^"]+)"', page)
    assert linked is not None
    answer = await client.get(linked[1])
    told = answer.json()
    assert answer.headers["content-type"] == "application/manifest+json"
    assert (told["name"], told["id"], told["scope"], told["display"]) == (name, "/v/scan", "/v/", "standalone")
    assert told["start_url"] == f"/v/scan?lang={lang}"
    assert {(icon["sizes"], icon["purpose"]) for icon in told["icons"]} == {
        ("any", "any"),
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in told["icons"]:
        assert (await client.get(icon["src"])).headers["content-type"] == icon["type"]
    assert f"--page: {told['background_color']};" in (FOLDER / "tokens.css").read_text()


async def test_the_worker_keeps_our_own_files_and_is_another_when_any_of_them_is(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v/worker.js")
    assert answer.headers["cache-control"] == "no-cache"
    files = msgspec.json.decode(re.search(r"const FILES = (\[.*\]);", answer.text)[1])  # type: ignore[index]  # it is there
    assert all(re.fullmatch(r"/v/static/[a-z-]+(/[a-z-]+)?\.[0-9a-f]{16}\.[a-z0-9]+|.*\.png", name) for name in files)
    page = (await client.get("/v/scan")).text
    named = set(re.findall(r'(?:href|src|data-reader)="(/v/static/[^"]+)"', page))
    assert {name for name in named if "icons" not in name} <= set(files)
    for name in files:
        assert (await client.get(name)).status_code == 200
    statics = Statics("/v/static")
    assert scan.worker("/v", statics, lambda lang: f"{lang} one") != scan.worker(
        "/v", statics, lambda lang: f"{lang} two"
    )


async def test_what_it_carries_is_what_was_published(client: httpx.AsyncClient) -> None:
    told = (await client.get("/v/scan/carried.json")).json()
    assert (len(told["statuses"]), told["complete"]) == (2, True)
    assert f'"{made.ROOT.multibase}' not in told["trust"].split('"proof"')[0]


def test_no_text_is_missing_in_either_language() -> None:
    for key, said in SCAN.items():
        assert set(said) == {"sv", "en"}, key
        assert set(re.findall(r"\{(\w+)\}", said["sv"])) == set(re.findall(r"\{(\w+)\}", said["en"])), key
        assert "!" not in said["sv"] + said["en"], key
    used = "".join((FOLDER / "check" / name).read_text() for name in ("scan.js", "told.js"))
    table = scan.table("sv", None, None)
    labels = table["labels"]
    assert isinstance(labels, dict)
    assert set(re.findall(r'label\("([a-z_]+)"', used)) <= set(labels)


def test_the_library_is_the_one_that_was_looked_at() -> None:
    assert {name: hashlib.sha256((FOLDER / "qr" / name).read_bytes()).hexdigest() for name in LIBRARY} == LIBRARY
    assert "Permission is hereby granted" in (FOLDER / "qr" / "MIT-qr.txt").read_text()


def _inside(x: float, y: float) -> bool:
    """Whether the glyph of 24 units is solid there: its path taken apart, counted even and odd."""
    path = re.search(r'd="(M0[^"]+)"', (FOLDER / "glyph.svg").read_text())
    assert path is not None
    crossed = 0
    for shape in re.findall(r"M([\d.]+) ([\d.]+)([^Mz]*)", path[1]):
        across, down = float(shape[0]), float(shape[1])
        corners = [(across, down)]
        for command, length in re.findall(r"([hvHV])(-?[\d.]+)", shape[2]):
            across = float(length) if command == "H" else across + float(length) if command == "h" else across
            down = float(length) if command == "V" else down + float(length) if command == "v" else down
            corners.append((across, down))
        for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
            crossed += x1 == x2 and x1 > x and min(y1, y2) <= y < max(y1, y2)
    return crossed % 2 == 1


@pytest.mark.parametrize("name", ICONS)
def test_the_icons_are_our_glyph(name: str) -> None:
    size, unit = ICONS[name]
    icon = Image.open(FOLDER / "icons" / f"{name}.png").convert("RGB")
    assert icon.size == (size, size)
    first = (size - 24 * unit) // 2
    for x in range(0, size, unit):
        for y in range(0, size, unit):
            white = icon.getpixel((x + 1, y + 1)) == (255, 255, 255)
            assert white == _inside((x + 1 - first) / unit, (y + 1 - first) / unit), (x, y)
