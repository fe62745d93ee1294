"""The map of the area as a picture: streets, blocks, water and the boundary, drawn from the geometry in `place`."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw

from certify.service.demo.dossier.paper import lettering
from certify.service.demo.dossier.place import AREA, OUTLINE, Point, hectares

_SIZE = (1600, 1200)
_FINE = 2
"""Drawn twice as large and then made smaller, for smooth edges."""
_SCALE = 1.85
"""Pixels per metre in the finished picture."""
_MIDDLE = (800, 555)

_LAND, _WATER, _EDGE = "#f1efe8", "#c9dfe9", "#9dbccb"
_BLOCK, _OUTSIDE, _HOUSE = "#d6cfc1", "#e3ded3", "#bfb5a3"
_SQUARE, _PARK, _RAIL, _BOUNDARY = "#faf3dc", "#c9dcbf", "#7d7a74", "#a02c1c"

_SHORE: tuple[Point, ...] = (
    (-460, -165), (-300, -175), (-120, -225), (60, -240), (175, -238), (300, -170), (318, -60), (322, 320),
    (350, 320), (348, -60), (460, -60), (460, -360), (-460, -360),
)  # fmt: skip
_COLUMNS = ((-256, -150), (-132, -9), (9, 121), (139, 248))
_ROWS = ((105, 182), (-12, 87), (-118, -30))
_SQUARE_BLOCK = (1, 1)
_PARK_BLOCK = (3, 0)
_AROUND = (
    (-420, -306, 105, 262), (-420, -306, -140, 87), (-270, -150, 222, 262), (-132, -9, 222, 262), (139, 248, 222, 262),
)  # fmt: skip
_STREETS = (
    ("Stationsgatan", (-200, 214), 0), ("Storgatan", (-200, 96), 0), ("Torggatan", (-200, -21), 0),
    ("Strandgatan", (0, -72), 90), ("Kyrkogatan", (-289, 45), 90), ("Ågatan", (259, 20), 90),
    ("Hamnkajen", (30, -170), 0), ("Skolgatan", (-141, 145), 90),
)  # fmt: skip
_PLACES = (
    ("Torget", (-70, 38), 30),
    ("Rådhuset", (-70, 74), 20),
    ("Kyrkparken", (194, 143), 22),
    ("Station", (65, 243), 20),
)


def draw() -> bytes:
    """The map as PNG, 1600 by 1200 pixels."""
    image = Image.new("RGB", (_SIZE[0] * _FINE, _SIZE[1] * _FINE), _LAND)
    pen = ImageDraw.Draw(image)
    _ground(pen)
    _blocks(pen)
    _dashed(pen, [_at(point) for point in (*OUTLINE, OUTLINE[0])])
    for name, where, turned in _STREETS:
        _write(image, name, where, height=19, colour="#5c574d", turned=turned)
    for name, where, height in _PLACES:
        _write(image, name, where, height=height, colour="#2c3a33", weight="bold")
    _write(image, "Lindhamraviken", (-250, -225), height=28, colour="#4a7288")
    _write(image, "Lindån", (335, 110), height=19, colour="#4a7288", turned=90)
    _legend(image, pen)
    written = BytesIO()
    image.resize(_SIZE, Image.Resampling.LANCZOS).save(written, "PNG", optimize=False)
    return written.getvalue()


def _at(point: Point) -> Point:
    """Metres on the ground as pixels in the large drawing."""
    return (_MIDDLE[0] + point[0] * _SCALE) * _FINE, (_MIDDLE[1] - point[1] * _SCALE) * _FINE


def _box(left: float, right: float, low: float, high: float) -> tuple[Point, Point]:
    return _at((left, high)), _at((right, low))


def _ground(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon([_at(point) for point in _SHORE], fill=_WATER, outline=_EDGE, width=3 * _FINE)
    pen.line([_at((-460, 275)), _at((460, 275))], fill=_RAIL, width=5 * _FINE)
    for east in range(-455, 460, 14):
        pen.line([_at((east, 279)), _at((east, 271))], fill=_RAIL, width=2 * _FINE)
    pen.line([_at((318, 40)), _at((352, 40))], fill=_LAND, width=22 * _FINE)
    for left, right, low, high in _AROUND:
        pen.rectangle(_box(left, right, low, high), fill=_OUTSIDE)
    pen.rectangle(_box(20, 110, 226, 260), fill=_HOUSE)


def _blocks(pen: ImageDraw.ImageDraw) -> None:
    for column, (left, right) in enumerate(_COLUMNS):
        for row, (low, high) in enumerate(_ROWS):
            if (column, row) == _SQUARE_BLOCK:
                pen.rectangle(_box(left, right, low, high), fill=_SQUARE, outline="#d9cda4", width=2 * _FINE)
                pen.rectangle(_box(left + 30, right - 30, high - 22, high - 4), fill=_HOUSE)
            elif (column, row) == _PARK_BLOCK:
                pen.rectangle(_box(left, right, low, high), fill=_PARK)
            else:
                pen.rectangle(_box(left, right, low, high), fill=_BLOCK)
                _yard(pen, left, right, low, high)


def _yard(pen: ImageDraw.ImageDraw, left: float, right: float, low: float, high: float) -> None:
    """The houses stand around an open yard."""
    pen.rectangle(_box(left + 2, right - 2, low + 2, high - 2), fill=_HOUSE)
    pen.rectangle(_box(left + 17, right - 17, low + 17, high - 17), fill=_BLOCK)
    for part in (1, 2):
        across = left + (right - left) * part / 3
        pen.line([_at((across, high - 2)), _at((across, high - 17))], fill=_BLOCK, width=_FINE)
        pen.line([_at((across, low + 17)), _at((across, low + 2))], fill=_BLOCK, width=_FINE)


def _dashed(pen: ImageDraw.ImageDraw, corners: list[Point], dash: float = 36.0, gap: float = 18.0) -> None:
    for (x, y), (u, v) in pairwise(corners):
        length = ((u - x) ** 2 + (v - y) ** 2) ** 0.5
        start = 0.0
        while start < length:
            end = min(start + dash, length)
            ends = [(x + (u - x) * part / length, y + (v - y) * part / length) for part in (start, end)]
            pen.line(ends, fill=_BOUNDARY, width=7 * _FINE)
            start = end + gap


def _write(
    image: Image.Image, words: str, where: Point, *, height: int, colour: str, turned: int = 0, weight: str = "regular"
) -> None:
    """The words with their middle on the point."""
    letters = lettering(words, height=height * _FINE, colour=colour, weight=weight)
    if turned:
        letters = letters.rotate(turned, expand=True)
    x, y = _at(where)
    image.paste(letters, (round(x - letters.width / 2), round(y - letters.height / 2)), letters)


def _legend(image: Image.Image, pen: ImageDraw.ImageDraw) -> None:
    left, top = 40 * _FINE, 995 * _FINE
    pen.rectangle((left, top, left + 720 * _FINE, top + 172 * _FINE), fill="#fcfdfb", outline="#75847c", width=_FINE)
    lines = (
        (AREA, 34, "bold"),
        ("Arbetsområde för Lindhamra Centrum ekonomisk förening", 22, "regular"),
        (f"Streckad linje: områdets gräns, cirka {hectares()} hektar", 20, "regular"),
        ("Fastställd av styrelsen 16 april 2026, § 32", 20, "regular"),
    )
    down = top + 22 * _FINE
    for words, height, weight in lines:
        letters = lettering(words, height=height * _FINE, weight=weight)
        image.paste(letters, (left + 24 * _FINE, down), letters)
        down += letters.height + 12 * _FINE
    metres = 100 * _SCALE * _FINE
    right = (_SIZE[0] - 60) * _FINE
    low = 1140 * _FINE
    pen.line([(right - metres, low), (right, low)], fill="#14201c", width=4 * _FINE)
    for end in (right - metres, right):
        pen.line([(end, low - 9 * _FINE), (end, low + 9 * _FINE)], fill="#14201c", width=4 * _FINE)
    letters = lettering("100 meter", height=20 * _FINE)
    image.paste(letters, (round(right - metres / 2 - letters.width / 2), low - 42 * _FINE), letters)
    x, y = (_SIZE[0] - 80) * _FINE, 120 * _FINE
    pen.polygon([(x, y - 60 * _FINE), (x - 20 * _FINE, y), (x + 20 * _FINE, y)], fill="#14201c")
    letters = lettering("N", height=26 * _FINE, weight="bold")
    image.paste(letters, (round(x - letters.width / 2), y + 10 * _FINE), letters)
