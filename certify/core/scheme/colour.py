"""The one colour that a scheme may bring: white letters must be readable on it."""

from __future__ import annotations

import re

LEAST_CONTRAST = 4.5  # to white: WCAG 2.2, 1.4.3, for text of any size
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


def contrast_to_white(colour: str) -> float | None:
    """The contrast of `#RRGGBB` to white, 1 to 21 (WCAG 2.2, "contrast ratio"); None for what is no such colour."""
    if _COLOUR.fullmatch(colour) is None:
        return None
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    """The light of one part of a colour in sRGB (WCAG 2.2, "relative luminance")."""
    light: float = part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
    return light
