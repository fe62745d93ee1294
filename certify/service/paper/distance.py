"""How wide a code has to be for a phone to read it from so far away.

The reckoning: an ordinary phone's main camera has the view of a 26 mm lens on a frame 36 mm wide (35 mm equivalent),
so at a distance of 1 it sees a width of 36/26 = 1.38. The pictures in which it looks for codes are 1920 pixels wide
(1080p), so one pixel covers 1.38/1920 of the distance. A reader needs three pixels a module to stand a tilted hand and
a little blur, which makes a module at least 1/462 of the distance; rounded to 1/450. For a code of 45 modules with its
quiet zone that is the common rule of thumb "a tenth of the distance".

Whatever the distance, a module is at least 0.4 mm: four dots of a printer with 300 dots an inch, as DENSO WAVE, who
made the code, advise (qrcode.com, "Point for setting the module size"), and a little more.
"""

from __future__ import annotations

MODULES_OF_DISTANCE = 450
LEAST_MODULE_UM = 400
# What a holder measures out: a hand, a counter, a shop window, a pavement, a street.
DISTANCES_MM = (300, 500, 1_000, 2_000, 3_000, 5_000, 10_000)


def smallest_width(modules: int, distance_mm: int) -> int:
    """The width in whole millimetres that a code needs at that distance; `modules` a side, quiet zone and all."""
    by_eye = -(-modules * distance_mm // MODULES_OF_DISTANCE)
    by_print = -(-modules * LEAST_MODULE_UM // 1_000)
    return max(by_eye, by_print)


def farthest(modules: int, width_mm: int) -> int:
    """The greatest distance in whole millimetres from which a code of that width is read."""
    return width_mm * MODULES_OF_DISTANCE // modules


def in_words(distance_mm: int, lang: str) -> str:
    """A distance as people say it: centimetres below a metre, then metres with at most one decimal, rounded down."""
    if distance_mm < 1_000:
        return f"{distance_mm // 10} cm"
    whole, tenths = divmod(distance_mm // 100, 10)
    return f"{whole}{',' if lang == 'sv' else '.'}{tenths} m" if tenths else f"{whole} m"
