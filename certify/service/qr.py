"""QR pictures of a certificate: SVG for print and page, PNG for everything else, half blocks for a terminal.

There are two codes. The certificate's own is made of the two segments of its layout (SPEC.md, "The QR code"): bytes up
to and including `#1`, then decimal digits, at error correction level M. The sign's, for windows and plaques, holds the
address alone at level Q, in at most version 5: few modules, so that it is read from far away or with a scratch in it.
Both have a quiet zone of 4 modules (ISO/IEC 18004, 6.3.8). The package `qrcode` lays out the modules; the pictures are
drawn here, so that they are small, sharp and the same bytes every time.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from itertools import chain, compress
from typing import Literal
from xml.sax.saxutils import escape

import msgspec
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, MODE_NUMBER

from certify.service.qr_code import FastCode, FastData
from verify.addresses import origin_of_host
from verify.number import is_number

QUIET = 4
LARGEST_SIGN = 5  # version: 37 modules, 45 with the quiet zone
PNG_SCALE = 8  # pixels a module: 65 modules print at 44 mm with 300 dots an inch

Lang = Literal["sv", "en"]
Kind = Literal["certificate", "sign"]
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
_SIGN_TITLE: dict[Lang, str] = {
    "sv": "QR-kod med adressen till certifikat {number}",
    "en": "QR code with the address of certificate {number}",
}


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """The modules of a code, True is dark, without the quiet zone; `version` is 1 to 40, the side 17 + 4 * version."""

    version: int
    rows: tuple[tuple[bool, ...], ...]

    @property
    def side(self) -> int:
        """How many modules a side has, the quiet zone counted in on both ends."""
        return side_of(self.version)


def side_of(version: int) -> int:
    """How many modules a side of that version has, the quiet zone counted in on both ends."""
    return 17 + 4 * version + 2 * QUIET


class Pictures(msgspec.Struct, frozen=True, kw_only=True):
    """The same code as SVG (UTF-8) and as PNG, and the version that it needed. The same for ever, so it may be kept."""

    version: int
    svg: bytes
    png: bytes


@lru_cache(maxsize=128)
def lay_out(segments: tuple[str, str]) -> Matrix:
    """The modules of the two segments: (ASCII text up to and including `#1`, decimal digits).

    Raises ValueError when the first is not ASCII, the second not decimal digits, or both are too long for a code.
    """
    text, digits = segments
    if not text.isascii() or not (digits.isascii() and digits.isdigit()):
        raise ValueError("a code is ASCII text followed by decimal digits")
    parts = ((text, MODE_8BIT_BYTE), (digits, MODE_NUMBER))
    return _laid_out(parts, ERROR_CORRECT_M, "too long for a QR code at level M")


def lay_out_sign(address: str, number: str) -> Matrix:
    """The modules of a sign: the address of the verification page up to the number, and the number.

    Raises ValueError when either is not as it must be or both are too long for version 5 at level Q, which a host of
    more than 40 characters is.
    """
    if not address.isascii() or not is_number(number):
        raise ValueError("a sign is an ASCII address followed by a certificate's number")
    parts = ((address, MODE_8BIT_BYTE), (number, MODE_ALPHA_NUM))
    told = f"too long for the code of a sign, version {LARGEST_SIGN} at level Q"
    matrix = _laid_out(parts, ERROR_CORRECT_Q, told)
    if matrix.version > LARGEST_SIGN:
        raise ValueError(told)
    return matrix


def _laid_out(parts: tuple[tuple[str, int], ...], level: int, too_long: str) -> Matrix:
    code = FastCode(error_correction=level, border=QUIET)
    for text, mode in parts:
        code.add_data(FastData(text.encode("ascii"), mode=mode), optimize=0)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        raise ValueError(too_long) from None
    return Matrix(version=code.version, rows=tuple(tuple(map(bool, row)) for row in code.modules))


@lru_cache(maxsize=512)  # a few megabytes; laying out a code takes as long as two hundred look-ups
def draw(segments: tuple[str, str], *, number: str, lang: Lang = "sv") -> Pictures:
    """Both pictures of a code, the SVG with its text alternative. Raises ValueError as `lay_out` does."""
    said = alternative(number, segments[0].removesuffix("#1"), lang)
    return _pictures(lay_out(segments), said, lang)


@lru_cache(maxsize=512)
def draw_sign(host: str, number: str, lang: Lang = "sv") -> Pictures:
    """Both pictures of a sign's code. Raises ValueError as `lay_out_sign` does, BadAddress for what is no host."""
    address = f"{origin_of_host(host)}/v/"
    said = alternative(number, address + number, lang, kind="sign")
    return _pictures(lay_out_sign(address, number), said, lang)


def _pictures(matrix: Matrix, said: tuple[str, str], lang: Lang) -> Pictures:
    return Pictures(version=matrix.version, svg=svg(matrix, said, lang=lang), png=png(matrix))


def alternative(number: str, address: str, lang: Lang, *, kind: Kind = "certificate") -> tuple[str, str]:
    """The text alternative of a code: a title, and a description that says where it leads."""
    title, description = _ALTERNATIVE[lang]
    title = _SIGN_TITLE[lang] if kind == "sign" else title
    return title.format(number=number), description.format(number=number, address=address)


def svg(matrix: Matrix, said: tuple[str, str], *, lang: Lang = "sv") -> bytes:
    """The code as SVG 1.1 with a text alternative: white ground, and one path around all that is dark.

    One module is one user unit. The picture has the size of its view box where nobody gives it another. It is filled
    by the even-odd rule and not made of strips side by side, between which printers and screens leave light seams.
    """
    title, description = said
    side = matrix.side
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side * 4}" height="{side * 4}" '
        f'role="img" aria-labelledby="t d" lang="{lang}" shape-rendering="crispEdges">'
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(description)}</desc>'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill-rule="evenodd" d="{_outline(matrix)}"/></svg>\n'
    ).encode()


def _outline(matrix: Matrix) -> str:
    """The borders between dark and light as closed lines from corner to corner, in relative steps.

    A corner is a point with an odd number of dark modules around it, and has just one line along and one line down.
    Where two dark modules touch at a point both borders go straight on and cross, which is all the same to even-odd.
    A point (x, y) is the number y * wide + x.
    """
    wide = len(matrix.rows) + 1
    along = _borders(matrix.rows, 1, wide)
    down = _borders(tuple(zip(*matrix.rows, strict=True)), wide, 1)
    right, below = [[f"{way}{step}" for step in chain(range(wide), range(-wide, 0))] for way in "hv"]  # steps by number
    parts: list[str] = []
    begun = (-QUIET, -QUIET)
    for start in list(along):
        if start not in along:
            continue
        y, x = divmod(start, wide)
        parts.append(f"m{x - begun[0]} {y - begun[1]}")
        begun = (x, y)
        here = start
        while True:
            corner = along.pop(here)
            del along[corner]
            parts.append(right[corner - here])
            here = down[corner]
            if here == start:
                break
            parts.append(below[(here - corner) // wide])
        parts.append("z")
    return "".join(parts)


def _borders(rows: tuple[tuple[bool, ...], ...], step: int, line: int) -> dict[int, int]:
    """For each corner the other end of the border that runs along its line, both as numbers.

    They differ by `step` from one point of a line to the next, and by `line` from one line to the next.
    """
    ends: dict[int, int] = {}
    wide = len(rows) + 1
    above = 0
    for begin, row in zip(range(0, wide * line, line), (*rows, ()), strict=True):
        below = int.from_bytes(bytes(row), "little")  # a byte for each module, the first is the lowest
        differs, above = above ^ below, below
        turns = (differs ^ differs << 8).to_bytes(wide, "little")
        corners = tuple(compress(range(begin, begin + wide * step, step), turns))
        ends.update(zip(corners[::2], corners[1::2], strict=True))
        ends.update(zip(corners[1::2], corners[::2], strict=True))
    return ends


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
