"""QR pictures of a certificate: SVG for print and page, PNG for everything else, half blocks for a terminal.

The code is made of the two segments of the layout (docs: "The QR code"): bytes up to and including `#1`, then decimal
digits, at error correction level M with a quiet zone of 4 modules (ISO/IEC 18004, 6.3.8). The package `qrcode` lays
out the modules; the pictures are drawn here, so that they are small, sharp and the same bytes every time.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from typing import Literal
from xml.sax.saxutils import escape

import msgspec
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, MODE_NUMBER, QRData

QUIET = 4
PNG_SCALE = 8  # pixels a module: 65 modules print at 44 mm with 300 dots an inch

Lang = Literal["sv", "en"]
_ALTERNATIVE: dict[Lang, tuple[str, str]] = {
    "sv": (
        "QR-kod för certifikat {number}",
        "Öppnar kontrollsidan för certifikat {number}: {address}",
    ),
    "en": (
        "QR code of certificate {number}",
        "Opens the verification page of certificate {number}: {address}",
    ),
}


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """The modules of a code, True is dark, without the quiet zone; `version` is 1 to 40, the side 17 + 4 * version."""

    version: int
    rows: tuple[tuple[bool, ...], ...]

    @property
    def side(self) -> int:
        """How many modules a side has, the quiet zone counted in on both ends."""
        return len(self.rows) + 2 * QUIET


class Pictures(msgspec.Struct, frozen=True, kw_only=True):
    """The same code as SVG (UTF-8) and as PNG, and the version that it needed. The same for ever, so it may be kept."""

    version: int
    svg: bytes
    png: bytes


def lay_out(segments: tuple[str, str]) -> Matrix:
    """The modules of the two segments: (ASCII text up to and including `#1`, decimal digits).

    Raises ValueError when the first is not ASCII, the second not decimal digits, or both are too long for a code.
    """
    text, digits = segments
    if not text.isascii() or not (digits.isascii() and digits.isdigit()):
        raise ValueError("a code is ASCII text followed by decimal digits")
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(QRData(text.encode("ascii"), mode=MODE_8BIT_BYTE), optimize=0)
    code.add_data(QRData(digits.encode("ascii"), mode=MODE_NUMBER), optimize=0)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        raise ValueError("too long for a QR code at level M") from None
    return Matrix(version=code.version, rows=tuple(tuple(map(bool, row)) for row in code.modules))


@lru_cache(maxsize=512)  # a few megabytes; laying out a code takes as long as two hundred look-ups
def draw(segments: tuple[str, str], *, number: str, lang: Lang = "sv") -> Pictures:
    """Both pictures of a code, the SVG with its text alternative. Raises ValueError as `lay_out` does."""
    matrix = lay_out(segments)
    return Pictures(version=matrix.version, svg=svg(matrix, segments, number=number, lang=lang), png=png(matrix))


def alternative(number: str, address: str, lang: Lang) -> tuple[str, str]:
    """The text alternative of a code: a title, and a description that says where it leads."""
    title, description = _ALTERNATIVE[lang]
    return title.format(number=number), description.format(number=number, address=address)


def svg(matrix: Matrix, segments: tuple[str, str], *, number: str, lang: Lang = "sv") -> bytes:
    """The code as SVG 1.1: white ground, and one path with a stroke for each run of dark modules in a row.

    One module is one user unit. The picture has the size of its view box where nobody gives it another.
    """
    title, description = alternative(number, segments[0].removesuffix("#1"), lang)
    side = matrix.side
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side * 4}" height="{side * 4}" '
        f'role="img" aria-labelledby="t d" lang="{lang}" shape-rendering="crispEdges">'
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(description)}</desc>'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path stroke="#000" d="{_strokes(matrix)}"/></svg>\n'
    ).encode()


def _strokes(matrix: Matrix) -> str:
    """Every run of dark modules as `h<length>`, with moves relative to where the last run ended."""
    parts: list[str] = []
    for y, row in enumerate(matrix.rows):
        end: int | None = None
        for start, length in _runs(row):
            if end is None:
                parts.append(f"M{QUIET + start} {QUIET + y}.5h{length}")
            else:
                parts.append(f"m{start - end} 0h{length}")
            end = start + length
    return "".join(parts)


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """The dark runs of a row: (first module, length)."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for x, dark in enumerate((*row, False)):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append((start, x - start))
            start = None
    return runs


def png(matrix: Matrix, scale: int = PNG_SCALE) -> bytes:
    """The code as PNG: one bit a pixel, grey, `scale` pixels a module (W3C PNG, third edition).

    Raises ValueError for a scale below 1.
    """
    if scale < 1:
        raise ValueError("a module has at least one pixel")
    width = matrix.side * scale
    light = _scanline([False] * matrix.side, scale)
    quiet, side = light * (QUIET * scale), [False] * QUIET
    lines = [quiet, *(_scanline([*side, *row, *side], scale) * scale for row in matrix.rows), quiet]
    header = struct.pack(">IIBBBBB", width, width, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, content)
        for kind, content in ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(lines), 9)), (b"IEND", b""))
    )


def _scanline(modules: list[bool], scale: int) -> bytes:
    """One row of pixels: no filter (0), then the bits; 1 is white, and the last byte is filled up with white."""
    bits = "".join(("0" if dark else "1") * scale for dark in modules)
    bits += "1" * (-len(bits) % 8)
    return b"\x00" + int(bits, 2).to_bytes(len(bits) // 8, "big")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def terminal(matrix: Matrix) -> str:
    """The code in half blocks, two modules a character, dark on light as black text on a white ground.

    The escape sequences set both colours, so that a dark terminal shows a code that phones read.
    """
    blank = (False,) * matrix.side
    rows = [blank] * QUIET + [(False,) * QUIET + row + (False,) * QUIET for row in matrix.rows] + [blank] * QUIET
    if len(rows) % 2:
        rows.append(blank)
    blocks = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
    lines = []
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        lines.append("\x1b[30;107m" + "".join(blocks[pair] for pair in zip(upper, lower, strict=True)) + "\x1b[0m")
    return "\n".join(lines) + "\n"
