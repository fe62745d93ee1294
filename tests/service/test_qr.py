"""QR pictures: read back by another program, the same bytes every time, and sharp at any size."""

import io
import random
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, MODE_NUMBER, QRData

from certify.service import qr
from certify.service.qr_code import FastCode, FastData

NUMBER = "8H3K-T6PW-4"
HOST = "certifikat.lindhamra.se"
TEXT = f"https://{HOST}/v/{NUMBER}#1"
DIGITS = str(int.from_bytes(b"\x01" + bytes(range(7, 197)), "big"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def matrix() -> qr.Matrix:
    return qr.lay_out((TEXT, DIGITS))


def _read(picture: Image.Image) -> zxingcpp.Barcode:
    (code,) = zxingcpp.read_barcodes(np.asarray(picture.convert("L")))
    return code


def test_another_program_reads_the_png_and_finds_level_m(matrix: qr.Matrix) -> None:
    picture = Image.open(io.BytesIO(qr.png(matrix)))
    code = _read(picture)
    assert code.text == TEXT + DIGITS
    assert code.ec_level == "M"
    assert picture.mode == "1"
    assert picture.size == (matrix.side * qr.PNG_SCALE,) * 2


def test_the_two_segments_stay_apart(matrix: qr.Matrix) -> None:
    # As one byte segment the digits would take eight bits each instead of ten for three: a much larger code.
    as_bytes = qr.lay_out((TEXT + "".join(chr(ord(digit) + 48) for digit in DIGITS), "1"))
    assert matrix.version == 11
    assert as_bytes.version > 15


def test_the_quiet_zone_is_four_modules_of_white(matrix: qr.Matrix) -> None:
    pixels = np.asarray(Image.open(io.BytesIO(qr.png(matrix, scale=1))))
    assert pixels.shape == (matrix.side, matrix.side)
    frame = np.ones_like(pixels)
    frame[4:-4, 4:-4] = False
    assert pixels[frame].all()
    assert not pixels[4, 4]
    assert not pixels[4, -5]
    assert not pixels[-5, 4]


def _drawn(svg: bytes) -> np.ndarray:
    """Fill the path of our SVG by the even-odd rule, as a renderer would, one pixel a module."""
    root = ET.fromstring(svg)
    side = int(root.attrib["viewBox"].split()[2])
    ground, path = root.findall(f"{SVG}path")
    assert ground.attrib["d"] == f"M0 0h{side}v{side}H0z"
    assert path.attrib["fill-rule"] == "evenodd"
    crossed = np.zeros((side + 1, side + 1), dtype=int)  # borders that run down along the left edge of each module
    x = y = 0
    begun = (0, 0)
    for command, arguments in re.findall(r"([mhvz])([^mhvz]*)", path.attrib["d"]):
        values = [int(value) for value in arguments.split()]
        if command == "m":
            x, y = begun = (begun[0] + values[0], begun[1] + values[1])
        elif command == "h":
            x += values[0]
        else:
            after = y + values[0] if command == "v" else begun[1]
            assert command == "v" or x == begun[0], "a line that is closed askew"
            crossed[min(y, after) : max(y, after), x] += 1
            y = after
    light: np.ndarray = np.cumsum(crossed, axis=1) % 2 == 0
    return light[:side, :side]


def test_svg_and_png_show_the_same(matrix: qr.Matrix) -> None:
    svg = qr.svg(matrix, ("title", "description"))
    assert (_drawn(svg) == np.asarray(Image.open(io.BytesIO(qr.png(matrix, scale=1))))).all()
    assert len(svg) < 6_000
    assert _read(Image.fromarray(_drawn(svg).repeat(4, axis=0).repeat(4, axis=1))).text == TEXT + DIGITS


def test_the_svg_is_one_path_on_a_white_ground(matrix: qr.Matrix) -> None:
    root = ET.fromstring(qr.svg(matrix, ("title", "description")))
    assert [child.tag.removeprefix(SVG) for child in root] == ["title", "desc", "path", "path"]


@pytest.mark.parametrize(
    ("lang", "sign", "title"),
    [
        ("sv", False, "QR-kod för certifikat"),
        ("en", False, "QR code of certificate"),
        ("sv", True, "QR-kod med adressen till certifikat"),
        ("en", True, "QR code with the address of certificate"),
    ],
)
def test_the_svg_says_in_words_what_it_is_and_where_it_leads(lang: qr.Lang, *, sign: bool, title: str) -> None:
    drawn = qr.draw_sign(HOST, NUMBER, lang) if sign else qr.draw((TEXT, DIGITS), number=NUMBER, lang=lang)
    root = ET.fromstring(drawn.svg)
    assert root.attrib["role"] == "img"
    assert root.attrib["lang"] == lang
    named = root.attrib["aria-labelledby"].split()
    texts = {child.attrib["id"]: child.text for child in root if "id" in child.attrib}
    assert texts[named[0]] == f"{title} {NUMBER}"
    assert (texts[named[1]] or "").endswith(TEXT.removesuffix("#1"))
    assert root.attrib["width"] == root.attrib["height"]


@pytest.mark.parametrize("host", ["a.se", HOST, "a" * 26 + ".se", "a" * 37 + ".se", "localhost:8000"])
def test_a_sign_holds_the_address_alone_in_few_modules_at_level_q(host: str) -> None:
    drawn = qr.draw_sign(host, NUMBER)
    code = _read(Image.open(io.BytesIO(drawn.png)))
    scheme = "http" if host == "localhost:8000" else "https"
    assert code.text == f"{scheme}://{host}/v/{NUMBER}"
    assert code.ec_level == "Q"
    assert drawn.version <= qr.LARGEST_SIGN
    assert _read(Image.fromarray(_drawn(drawn.svg).repeat(4, axis=0).repeat(4, axis=1))).text == code.text


@pytest.mark.parametrize(("host", "number"), [("a" * 38 + ".se", NUMBER), (HOST, "8H3K-T6PW-5")])
def test_what_no_sign_can_hold_is_refused(host: str, number: str) -> None:
    with pytest.raises(ValueError, match="sign"):
        qr.draw_sign(host, number)


def test_drawing_twice_gives_the_same_bytes() -> None:
    assert qr.draw((TEXT, DIGITS), number=NUMBER) == qr.draw((TEXT, DIGITS), number=NUMBER)


def test_markup_in_the_address_stays_text(matrix: qr.Matrix) -> None:
    svg = qr.svg(matrix, qr.alternative(NUMBER, 'https://a/v/"<script>&', "sv"))
    assert b"<script>" not in svg
    ET.fromstring(svg)


@pytest.mark.parametrize("segments", [("https://å.se/v/X#1", "12"), (TEXT, "12a"), (TEXT, ""), (TEXT, "٣")])
def test_what_is_not_text_and_digits_is_refused(segments: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="decimal digits"):
        qr.lay_out(segments)


def test_what_no_code_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        qr.lay_out((TEXT, "7" * 7000))


def test_a_module_has_at_least_one_pixel(matrix: qr.Matrix) -> None:
    with pytest.raises(ValueError, match="at least one pixel"):
        qr.png(matrix, scale=0)


def test_the_terminal_shows_the_whole_code(matrix: qr.Matrix) -> None:
    lines = [re.sub("\x1b\\[[0-9;]*m", "", line) for line in qr.terminal(matrix).splitlines()]
    assert {len(line) for line in lines} == {matrix.side}
    halves = {" ": (1, 1), "▀": (0, 1), "▄": (1, 0), "█": (0, 0)}
    rows = [row for line in lines for row in zip(*(halves[symbol] for symbol in line), strict=True)]
    pixels = np.array(rows, dtype=bool)[: matrix.side]
    assert (pixels == np.asarray(Image.open(io.BytesIO(qr.png(matrix, scale=1))))).all()


@pytest.mark.parametrize("size", [1, 17, 60, 130, 190, 200, 240, 500])
def test_the_code_is_the_one_that_the_package_would_have_made(size: int) -> None:
    for seed in range(6):
        digits = str(int.from_bytes(b"\x01" + random.Random(size * 10 + seed).randbytes(size), "big"))
        codes = []
        for kind, data in ((FastCode, FastData), (QRCode, QRData)):
            code = kind(error_correction=ERROR_CORRECT_Q if seed % 2 else ERROR_CORRECT_M)
            code.add_data(data(TEXT.encode(), mode=MODE_8BIT_BYTE), optimize=0)
            code.add_data(data(digits.encode(), mode=MODE_NUMBER), optimize=0)
            code.make(fit=True)
            codes.append((code.version, code.modules))
        assert codes[0] == codes[1]
