"""QR pictures: read back by another program, the same bytes every time, and sharp at any size."""

import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from certify.service import qr

NUMBER = "8H3K-T6PW-4"
TEXT = f"https://certifikat.lindhamra.se/v/{NUMBER}#1"
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
    """Draw the path of our SVG by its own commands, as a renderer would, one pixel a module."""
    root = ET.fromstring(svg)
    side = int(root.attrib["viewBox"].split()[2])
    pixels = np.ones((side, side), dtype=bool)
    path = root.findall(f"{SVG}path")[1].attrib["d"]
    x = y = 0
    for command, arguments in re.findall(r"([Mmh])([^Mmh]+)", path):
        values = [float(value) for value in arguments.split()]
        if command == "M":
            x, y = int(values[0]), int(values[1])
            assert values[1] == y + 0.5, "a stroke of one unit lies in the middle of its row"
        elif command == "m":
            assert values[1] == 0
            x += int(values[0])
        else:
            pixels[y, x : x + int(values[0])] = False
            x += int(values[0])
    return pixels


def test_svg_and_png_show_the_same(matrix: qr.Matrix) -> None:
    svg = qr.svg(matrix, (TEXT, DIGITS), number=NUMBER)
    assert (_drawn(svg) == np.asarray(Image.open(io.BytesIO(qr.png(matrix, scale=1))))).all()
    assert len(svg) < 8_000
    assert _read(Image.fromarray(_drawn(svg).repeat(4, axis=0).repeat(4, axis=1))).text == TEXT + DIGITS


@pytest.mark.parametrize(("lang", "title"), [("sv", "QR-kod för certifikat"), ("en", "QR code of certificate")])
def test_the_svg_says_in_words_what_it_is_and_where_it_leads(matrix: qr.Matrix, lang: qr.Lang, title: str) -> None:
    root = ET.fromstring(qr.svg(matrix, (TEXT, DIGITS), number=NUMBER, lang=lang))
    assert root.attrib["role"] == "img"
    assert root.attrib["lang"] == lang
    named = root.attrib["aria-labelledby"].split()
    texts = {child.attrib["id"]: child.text for child in root if "id" in child.attrib}
    assert texts[named[0]] == f"{title} {NUMBER}"
    assert (texts[named[1]] or "").endswith(TEXT.removesuffix("#1"))
    assert root.attrib["width"] == root.attrib["height"] == str(matrix.side * 4)


def test_drawing_twice_gives_the_same_bytes() -> None:
    assert qr.draw((TEXT, DIGITS), number=NUMBER) == qr.draw((TEXT, DIGITS), number=NUMBER)


def test_markup_in_the_address_stays_text(matrix: qr.Matrix) -> None:
    svg = qr.svg(matrix, ('https://a/v/"<script>&#1', DIGITS), number=NUMBER)
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
