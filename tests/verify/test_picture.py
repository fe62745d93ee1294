"""The text of a code in a picture, and pictures that mean harm."""

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
import qrcode
from PIL import Image

from tests.verify import made
from verify import picture
from verify.errors import NotACode, TooLarge


def code(text: str) -> Image.Image:
    drawn = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    drawn.add_data(text)
    image: Image.Image = drawn.make_image().get_image()
    return image.convert("RGB")


def saved(image: Image.Image, kind: str) -> bytes:
    raw = io.BytesIO()
    image.save(raw, kind)
    return raw.getvalue()


@pytest.mark.parametrize("kind", picture.FORMATS)
def test_the_text_of_the_code(kind: str) -> None:
    assert picture.code_text(saved(code(made.qr_text()), kind)) == made.qr_text()


def test_a_turned_and_small_picture_is_read_too() -> None:
    turned = code(made.qr_text()).rotate(90).resize((500, 500))
    assert picture.code_text(saved(turned, "JPEG")) == made.qr_text()


def test_of_several_codes_ours_is_taken() -> None:
    ours, other = code(made.qr_text()), code("https://example.org/menu")
    both = Image.new("RGB", (ours.width + other.width, max(ours.height, other.height)), "white")
    both.paste(other, (0, 0))
    both.paste(ours, (other.width, 0))
    assert picture.code_text(saved(both, "PNG")) == made.qr_text()
    assert picture.code_text(saved(other, "PNG")) == "https://example.org/menu"


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int) -> bytes:
    """A PNG that announces a size and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
    )


def test_a_large_photograph_is_read_at_a_smaller_scale() -> None:
    photograph = code(made.qr_text()).resize((2_000, 2_000))
    wide = Image.new("RGB", (8_000, 6_000), "white")
    wide.paste(photograph, (3_000, 2_000))
    assert picture.code_text(saved(wide, "JPEG")) == made.qr_text()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_can_only_be_unpacked_whole_has_fewer_pixels(kind: str) -> None:
    with pytest.raises(TooLarge):
        picture.code_text(saved(Image.new("L", (5_000, 4_000), "white"), kind))


@pytest.mark.parametrize("size", [(10_000, 10_000), (12_000, 12_000)])
def test_a_picture_of_too_many_pixels_is_not_unpacked(size: tuple[int, int]) -> None:
    with pytest.raises(TooLarge):
        picture.code_text(png(*size))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"RIFF1234WEBP",
        b"GIF89a",
        png(0, 0),
        png(60_000, 60_000),
        png(100, 100),
    ],
)
def test_what_is_no_picture_is_refused(raw: bytes) -> None:
    with pytest.raises(NotACode):
        picture.code_text(raw)


def test_a_picture_without_a_code_is_refused() -> None:
    with pytest.raises(NotACode):
        picture.code_text(saved(Image.new("RGB", (200, 200), "white"), "PNG"))


MANY_AT_ONCE = """
import asyncio, io, sys
from pathlib import Path

import httpx
from PIL import Image

from tests.verify import made, shown
from verify.endpoint import create_app


def peak():  # megabytes
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024


async def main():
    app = create_app(shown.source("valid"), clock=lambda: shown.at("valid"), site=shown.SITE)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=made.ORIGIN) as client:
        raw = Path(sys.argv[1]).read_bytes()
        post = lambda: client.post("/v", content=raw, headers={"content-type": "image/png"})
        assert (await post()).status_code == 422
        before = peak()
        await asyncio.gather(*(post() for _ in range(8)))
        print(peak() - before)


asyncio.run(main())
"""


def test_many_pictures_at_once_take_little_more_room_than_one(tmp_path: Path) -> None:
    hostile = tmp_path / "large.png"
    hostile.write_bytes(saved(Image.new("RGBA", (4_000, 4_000)), "PNG"))
    assert hostile.stat().st_size < 100_000
    grown = subprocess.run(
        [sys.executable, "-c", MANY_AT_ONCE, str(hostile)], check=True, capture_output=True, text=True
    )
    assert float(grown.stdout) < 250  # each takes some 100, and all at once took 580
