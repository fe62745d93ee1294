"""A QR code (ISO/IEC 18004) as the package `qrcode` makes it, every module of it, in a tenth of the time.

The package writes the bits one by one, three times over, divides polynomials digit by digit, and lays the code out nine
times, eight of them to choose a mask (7.8) by walking over each. Here all of this is done with whole numbers: segments
are written in one go, a block is divided a byte at a time (7.5), and the code is laid out once. The eight masks are
laid over it and their four penalties counted with shifts; one bit is one module, row after row.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, zip_longest
from typing import Any

from qrcode.base import gexp, glog, rs_blocks
from qrcode.main import QRCode
from qrcode.util import (
    MODE_8BIT_BYTE,
    MODE_NUMBER,
    NUMBER_LENGTH,
    BitBuffer,
    QRData,
    length_in_bits,
    mask_func,
)

_FINDER = (0b10111010000, 0b00001011101)  # 7.8.3.1, feature 3: a finder's shape with light on one side of it


class FastData(QRData):  # type: ignore[misc]  # the package has no types
    """A segment that differs from its parent in nothing but how long writing it takes."""

    def write(self, buffer: Any) -> None:  # noqa: ANN401  the parent's
        """Append the segment's bits to a BitBuffer."""
        if self.mode == MODE_NUMBER:
            parts = [self.data[at : at + 3] for at in range(0, len(self.data), 3)]
            bits = "".join(format(int(part), f"0{NUMBER_LENGTH[len(part)]}b") for part in parts)
            said, length = int(bits, 2), len(bits)
        elif self.mode == MODE_8BIT_BYTE:
            said, length = int.from_bytes(self.data, "big"), 8 * len(self.data)
        else:
            super().write(buffer)
            return
        before = int.from_bytes(buffer.buffer, "big") >> (-buffer.length % 8)
        buffer.length += length
        after = (before << length | said) << (-buffer.length % 8)
        buffer.buffer = list(after.to_bytes((buffer.length + 7) // 8, "big"))


class FastCode(QRCode):  # type: ignore[misc]  # the package has no types
    """A code that differs from its parent in nothing but how long making it takes."""

    modules: list[list[bool | None]]
    data_cache: list[int] | None
    _laid: Any = None  # the data that was laid out last: where it stands, and the code without a mask
    _free, _bare = 0, 0

    def makeImpl(self, test: bool, mask_pattern: int) -> None:  # noqa: FBT001, N802  the parent's
        """Lay the code out under that mask; while masks are compared the places that name the mask stay light."""
        if self.data_cache is None:
            self.data_cache = _codewords(self.version, self.error_correction, self.data_list)
        super().makeImpl(test, mask_pattern)

    def map_data(self, data: Any, mask_pattern: int) -> None:  # noqa: ANN401  the parent's
        """Put the data there under that mask: as the parent does, and the same data once more from what that gave."""
        side = self.modules_count
        mask = _masks(side)[mask_pattern]
        if data is not self._laid:
            self._laid = data
            self._free = _as_number(module is None for module in chain.from_iterable(self.modules))
            super().map_data(data, mask_pattern)
            self._bare = _as_number(chain.from_iterable(self.modules)) ^ (mask & self._free)
            return
        around = _as_number(module is True for module in chain.from_iterable(self.modules))
        bits = format(around | (self._bare ^ mask) & self._free, f"0{side * side}b")[::-1]
        self.modules = [[bit == "1" for bit in bits[at : at + side]] for at in range(0, side * side, side)]

    def best_mask_pattern(self) -> int:
        """The number 0 to 7 of the mask with the least penalty; the first of several."""
        self.makeImpl(True, 0)
        penalties = [
            _penalty(self._bare ^ (mask & self._free), self.modules_count) for mask in _masks(self.modules_count)
        ]
        return penalties.index(min(penalties))


def _codewords(version: int, level: int, segments: list[FastData]) -> list[int]:
    """The data and their error correction, interleaved (7.4.10, 7.5, 7.6). They have to fit into that version."""
    buffer = BitBuffer()
    for segment in segments:
        buffer.put(segment.mode, 4)
        buffer.put(len(segment), length_in_bits(segment.mode, version))
        segment.write(buffer)
    blocks = rs_blocks(version, level)
    room = sum(block.data_count for block in blocks)
    buffer.put(0, min(4, 8 * room - len(buffer)))
    said = bytes(buffer.buffer)
    said += (b"\xec\x11" * room)[: room - len(said)]
    parts, corrections, begun = [], [], 0
    for block in blocks:
        part = said[begun : begun + block.data_count]
        begun += block.data_count
        parts.append(part)
        corrections.append(_remainder(part, block.total_count - block.data_count))
    columns = chain(zip_longest(*parts), zip_longest(*corrections))
    return [byte for column in columns for byte in column if byte is not None]


def _remainder(part: bytes, count: int) -> bytes:
    """So many bytes of error correction for a block: what dividing it by the generator polynomial leaves."""
    multiples, above = _multiples(count), 8 * (count - 1)
    below = (1 << above) - 1
    rest = 0
    for byte in part:
        rest = (rest & below) << 8 ^ multiples[byte ^ rest >> above]
    return rest.to_bytes(count, "big")


@lru_cache(maxsize=32)
def _multiples(count: int) -> tuple[int, ...]:
    """The generator polynomial of that degree (annex A) times 0 to 255, without the first factor, as whole numbers."""
    factors = [1]
    for power in range(count):
        factors = [
            one ^ (gexp(glog(other) + power) if other else 0)
            for one, other in zip([*factors, 0], [0, *factors], strict=True)
        ]
    logs = [glog(factor) for factor in factors[1:]]
    return (0, *(int.from_bytes(bytes(gexp(glog(by) + log) for log in logs), "big") for by in range(1, 256)))


_DIGITS = bytes.maketrans(b"\x00\x01", b"01")


def _as_number(modules: Any) -> int:  # noqa: ANN401  of True and False
    return int(bytes(modules).translate(_DIGITS)[::-1], 2)


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
