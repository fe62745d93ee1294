"""Pictures from before and after: the south side of the square, and a shop on Ågatan. Drawn, since no such town exists.

Each pair is drawn from the same spot by the same code, so that only what was changed differs. No people are in them.
"""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw

from certify.service.demo.dossier.paper import lettering

_WIDE, _HIGH = 1600, 1000
_FINE = 2
"""Drawn twice as large and then made smaller, for smooth edges."""

Colour = tuple[int, int, int]


class _House(NamedTuple):
    """One house of the row: its left and right edge, the height of its eaves, the wall, the roof, its floors."""

    left: int
    right: int
    eaves: int
    wall: str
    roof: str
    floors: int


_ROW = (
    _House(-20, 310, 232, "#c98f5f", "#6b4a3d", 2),
    _House(310, 640, 180, "#e3cf9c", "#57616b", 3),
    _House(640, 930, 250, "#a5564a", "#4a4442", 2),
    _House(930, 1290, 190, "#d9d6c8", "#6b4a3d", 3),
    _House(1290, 1630, 224, "#8fa487", "#57616b", 2),
)
_LOW = 2
"""Floors of the low houses, whose shops stood empty before."""
_STREET = 560
"""Where the houses meet the ground, in pixels from the top."""


class _Canvas:
    """A pen that takes the pixels of the finished picture and draws twice as large."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (_WIDE * _FINE, _HIGH * _FINE))
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def box(self, left: float, top: float, right: float, low: float, colour: str, *, round_by: float = 0) -> None:
        edges = (left * _FINE, top * _FINE, right * _FINE, low * _FINE)
        self.pen.rounded_rectangle(edges, radius=round_by * _FINE, fill=colour)

    def shape(self, points: list[tuple[float, float]], colour: str) -> None:
        self.pen.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=colour)

    def disc(self, x: float, y: float, across: float, high: float, colour: str) -> None:
        edges = ((x - across) * _FINE, (y - high) * _FINE, (x + across) * _FINE, (y + high) * _FINE)
        self.pen.ellipse(edges, fill=colour)

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str, width: float) -> None:
        points = [(start[0] * _FINE, start[1] * _FINE), (end[0] * _FINE, end[1] * _FINE)]
        self.pen.line(points, fill=colour, width=round(width * _FINE))

    def words(self, text: str, x: float, y: float, height: int, colour: str, *, weight: str = "regular") -> None:
        """The text with its middle on the point."""
        letters = lettering(text, height=height * _FINE, colour=colour, weight=weight)
        where = (round(x * _FINE - letters.width / 2), round(y * _FINE - letters.height / 2))
        self.image.paste(letters, where, letters)

    def sky(self, top: Colour, low: Colour, down_to: int) -> None:
        for y in range(down_to * _FINE):
            part = y / (down_to * _FINE)
            mixed = [round(a + (b - a) * part) for a, b in zip(top, low, strict=True)]
            self.pen.line([(0, y), (_WIDE * _FINE, y)], fill=(mixed[0], mixed[1], mixed[2]))

    def png(self, caption: str) -> bytes:
        """The finished picture with a line of caption at its foot."""
        self.box(0, _HIGH - 54, _WIDE, _HIGH, "#14201c")
        letters = lettering(caption, height=24 * _FINE, colour="#fcfdfb")
        self.image.paste(letters, (28 * _FINE, round((_HIGH - 27) * _FINE - letters.height / 2)), letters)
        written = BytesIO()
        self.image.resize((_WIDE, _HIGH), Image.Resampling.LANCZOS).save(written, "PNG", optimize=False)
        return written.getvalue()


def square_before() -> bytes:
    """The south side of the square in 2022: parked cars on asphalt. PNG, 1600 by 1000 pixels."""
    canvas = _square(renewed=False)
    canvas.box(0, _STREET, _WIDE, _HIGH, "#83868a")
    canvas.box(0, _STREET, _WIDE, _STREET + 22, "#a7a9ab")
    for place in range(9):
        top, low = 60 + place * 185, -190 + place * 247
        canvas.line((top, 700), (low, _HIGH), "#e8e8e4", 6)
    for x, colour in ((150, "#9aa3ab"), (370, "#7a2f2b"), (760, "#2f4a66"), (960, "#d5d5d0"), (1370, "#3b3f42")):
        _car(canvas, x, 612, 0.72, colour)
    for x, colour in ((60, "#2e5946"), (500, "#c2c4c4"), (1230, "#8c7a5a")):
        _car(canvas, x, 760, 1.25, colour)
    canvas.box(1180, 420, 1190, 640, "#5c6063")
    canvas.box(1150, 400, 1220, 462, "#1f4f8f", round_by=8)
    canvas.words("P", 1185, 430, 46, "#ffffff", weight="bold")
    return canvas.png("Torget, södra sidan, sedd från rådhuset. September 2022.")


def square_after() -> bytes:
    """The same view in 2025: trees, seats and market stalls. PNG, 1600 by 1000 pixels."""
    canvas = _square(renewed=True)
    canvas.box(0, _STREET, _WIDE, _HIGH, "#d8cbb4")
    for row in range(1, 9):
        y = _STREET + 7 * row * row
        canvas.line((0, y), (_WIDE, y), "#c6b79c", 2 + row / 3)
    for part in range(-14, 31):
        canvas.line((400 + part * 55, _STREET), (-400 + part * 160, _HIGH), "#c6b79c", 2)
    for x, colour in ((290, "#a02c1c"), (560, "#1f4e3d"), (1060, "#d99a2b")):
        _stall(canvas, x, 640, colour)
    for x in (150, 470, 850, 1290):
        _tree(canvas, x, 660, 0.72)
    for x in (330, 1010):
        _bench(canvas, x, 738, 0.9)
    for x in (60, 760, 1500):
        _tree(canvas, x, 830, 1.1)
    for x in (250, 1110):
        _bench(canvas, x, 868, 1.3)
    for x in (640, 1400):
        _lamp(canvas, x, 720)
    return canvas.png("Torget, södra sidan, sedd från rådhuset. September 2025.")


def shop_before() -> bytes:
    """A shop on Ågatan in 2023: empty, its windows covered. PNG, 1600 by 1000 pixels."""
    canvas = _shop(wall="#a8a294", base="#6f6a60")
    for left in (180, 930):
        canvas.box(left, 330, left + 490, 740, "#3b3f3e")
        canvas.box(left + 14, 344, left + 476, 726, "#c9c3b2")
        for fold in range(1, 5):
            canvas.line((left + 14 + fold * 92, 344), (left + 30 + fold * 92, 726), "#b6af9c", 3)
    canvas.box(720, 330, 880, 790, "#4d4a44")
    canvas.box(738, 350, 862, 640, "#2c2f2e")
    canvas.box(270, 470, 580, 590, "#fcfdfb")
    canvas.words("LEDIG LOKAL", 425, 530, 40, "#96231c", weight="bold")
    canvas.box(180, 220, 1420, 300, "#8d877a")
    return canvas.png("Ågatan 12, lokalen hade då stått tom i 14 månader. Mars 2023.")


def shop_after() -> bytes:
    """The same shop in 2025, let for a trial. PNG, 1600 by 1000 pixels."""
    canvas = _shop(wall="#d7c79f", base="#5f6b62")
    for left in (180, 930):
        canvas.box(left, 330, left + 490, 740, "#1f4e3d")
        canvas.box(left + 14, 344, left + 476, 726, "#fbe9b8")
        canvas.box(left + 14, 560, left + 476, 572, "#8a6b45")
        for place, colour in enumerate(("#a02c1c", "#2f4a66", "#d99a2b", "#4d7a58", "#7d4f6e", "#2f4a66")):
            x = left + 40 + place * 72
            canvas.box(x, 480 - (place % 3) * 24, x + 46, 560, colour, round_by=6)
            canvas.disc(x + 23, 660, 30, 34, "#8a6b45")
            canvas.disc(x + 23, 640, 30, 26, colour)
    canvas.box(720, 330, 880, 790, "#1f4e3d")
    canvas.box(738, 350, 862, 640, "#fbe9b8")
    canvas.words("Öppet", 800, 480, 36, "#1f4e3d", weight="bold")
    canvas.box(180, 220, 1420, 300, "#1f4e3d")
    canvas.words("Provbutiken på Ågatan", 800, 262, 50, "#fcfdfb", weight="bold")
    for stripe in range(16):
        colour = "#a02c1c" if stripe % 2 else "#fcf4e4"
        left = 160 + stripe * 80
        canvas.shape([(left + 12, 306), (left + 92, 306), (left + 80, 372), (left, 372)], colour)
    for x in (690, 910):
        canvas.box(x - 34, 730, x + 34, 800, "#9a5a3c", round_by=6)
        for dx, dy in ((-24, 0), (24, 0), (0, -34), (-12, -16), (14, -18)):
            canvas.disc(x + dx, 706 + dy, 32, 30, "#4d7a58")
    return canvas.png("Ågatan 12, provbutik genom lokalbanken. Augusti 2025.")


def _square(*, renewed: bool) -> _Canvas:
    """The row of houses under the sky, with its shops on the ground floor."""
    canvas = _Canvas()
    canvas.sky(*(((126, 176, 214), (226, 238, 243)) if renewed else ((158, 166, 172), (205, 208, 209))), _STREET)
    for house in _ROW:
        canvas.box(house.left, house.eaves, house.right, _STREET, house.wall)
        ridge = house.eaves - 78
        canvas.shape([(house.left - 8, house.eaves), (house.left + 46, ridge), (house.right - 46, ridge),
                      (house.right + 8, house.eaves)], house.roof)  # fmt: skip
        _windows(canvas, house)
        _ground_floor(canvas, house, renewed=renewed)
    return canvas


def _windows(canvas: _Canvas, house: _House) -> None:
    shops = _STREET - 118
    storey = (shops - house.eaves - 18) / house.floors
    count = 4
    step = (house.right - house.left - 40) / count
    for floor in range(house.floors):
        for place in range(count):
            x, y = house.left + 20 + step * (place + 0.5), house.eaves + 18 + storey * floor
            canvas.box(x - 20, y, x + 20, y + storey - 22, "#f4f1e6")
            canvas.box(x - 16, y + 4, x + 16, y + storey - 26, "#51636e")
            canvas.line((x, y + 4), (x, y + storey - 26), "#f4f1e6", 3)


def _ground_floor(canvas: _Canvas, house: _House, *, renewed: bool) -> None:
    top = _STREET - 104
    middle = (house.left + house.right) / 2
    low = house.floors == _LOW
    canvas.box(house.left, top - 14, house.right, top - 6, "#efe9d8")
    for left, right in ((house.left + 24, middle - 26), (middle + 26, house.right - 24)):
        empty = low and not renewed
        canvas.box(left, top + 8, right, _STREET - 14, "#8f8878" if empty else "#fbe9b8" if renewed else "#44525a")
        if renewed:
            awning = "#a02c1c" if low else house.roof
            canvas.shape([(left - 2, top), (right + 2, top), (right + 10, top + 34), (left - 10, top + 34)], awning)
        elif empty and left < middle - 30 and house.left > 0:
            canvas.box(left + 18, top + 30, right - 18, top + 62, "#fcfdfb")
            canvas.words("LEDIG", (left + right) / 2, top + 46, 20, "#96231c", weight="bold")
    canvas.box(middle - 18, top + 8, middle + 18, _STREET, "#5b4636")


def _shop(*, wall: str, base: str) -> _Canvas:
    canvas = _Canvas()
    canvas.box(0, 0, _WIDE, _HIGH, wall)
    for course in range(0, 210, 30):
        canvas.line((0, course), (_WIDE, course), "#00000018", 2)
    canvas.box(0, 740, _WIDE, 800, base)
    canvas.box(0, 800, _WIDE, _HIGH, "#b9b3a6")
    for joint in range(-4, 13):
        canvas.line((joint * 150 + 100, 800), (joint * 200 - 60, _HIGH), "#a39d90", 3)
    canvas.line((0, 860), (_WIDE, 860), "#a39d90", 3)
    return canvas


def _car(canvas: _Canvas, x: float, y: float, size: float, colour: str) -> None:
    """A car seen from behind."""

    def part(left: float, top: float, right: float, low: float, fill: str, round_by: float) -> None:
        canvas.box(x + left * size, y + top * size, x + right * size, y + low * size, fill, round_by=round_by * size)

    part(-8, 118, 188, 132, "#00000040", 8)
    part(14, 96, 44, 132, "#1d1f20", 8)
    part(136, 96, 166, 132, "#1d1f20", 8)
    part(24, 0, 156, 70, colour, 26)
    part(0, 46, 180, 114, colour, 18)
    part(40, 14, 140, 50, "#33424c", 10)
    part(8, 62, 38, 80, "#c8402f", 5)
    part(142, 62, 172, 80, "#c8402f", 5)
    part(64, 84, 116, 104, "#f2f2ec", 3)


def _tree(canvas: _Canvas, x: float, y: float, size: float) -> None:
    canvas.disc(x, y, 70 * size, 14 * size, "#00000030")
    canvas.box(x - 8 * size, y - 130 * size, x + 8 * size, y, "#6b4f3a")
    for dx, dy, across, colour in (
        (0, -200, 84, "#4d7a46"), (-52, -160, 62, "#45703f"), (54, -158, 60, "#588a4f"), (8, -250, 58, "#66995b"),
    ):  # fmt: skip
        canvas.disc(x + dx * size, y + dy * size, across * size, across * 0.86 * size, colour)


def _bench(canvas: _Canvas, x: float, y: float, size: float) -> None:
    canvas.box(x - 6 * size, y + 40 * size, x + 166 * size, y + 50 * size, "#00000030", round_by=5)
    for left in (6, 142):
        canvas.box(x + left * size, y, x + (left + 12) * size, y + 44 * size, "#3f4543")
    for top in (-22, -8, 8):
        canvas.box(x, y + top * size, x + 160 * size, y + (top + 9) * size, "#9a6a3f", round_by=3)


def _stall(canvas: _Canvas, x: float, y: float, colour: str) -> None:
    canvas.box(x - 4, y + 4, x + 164, y + 14, "#00000030", round_by=4)
    for left in (2, 150):
        canvas.box(x + left, y - 130, x + left + 8, y + 8, "#6b4f3a")
    canvas.box(x, y - 48, x + 160, y + 4, "#b98a56")
    for place, goods in enumerate(("#d99a2b", "#7fa05a", "#a02c1c", "#e9d9a0", "#7fa05a")):
        canvas.disc(x + 22 + place * 29, y - 52, 15, 11, goods)
    for stripe in range(8):
        edge = x - 12 + stripe * 23
        fill = colour if stripe % 2 else "#fcf4e4"
        canvas.shape([(edge + 6, y - 160), (edge + 29, y - 160), (edge + 23, y - 116), (edge, y - 116)], fill)


def _lamp(canvas: _Canvas, x: float, y: float) -> None:
    canvas.box(x - 4, y - 270, x + 4, y, "#2b3531")
    canvas.box(x - 16, y - 300, x + 16, y - 262, "#fbe9b8", round_by=6)
    canvas.box(x - 20, y - 308, x + 20, y - 298, "#2b3531", round_by=3)
