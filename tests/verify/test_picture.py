"""The text of a code in a picture, and pictures that mean harm."""

import io
import struct
import zlib

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
