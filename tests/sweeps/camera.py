"""Both codes before a camera: turned, tilted, out of focus, in the dark, packed, and damaged, in width after width.

The camera is that of the print kit (certify/service/paper/distance.py): 1920 pixels over 36/26 of the distance. What
counts is how many of its pixels fall on a module; a width in millimetres follows from it for every distance. The code
is drawn large, moved in space, and only then brought down to the camera's pixels, as a lens does. zxing-cpp reads what
comes of it, with nothing but its own defaults. Chance is seeded, so a run gives the same figures again.
"""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import typst
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from certify.service import qr
from certify.service.paper.certificate import pdf
from tests.verify import made
from verify import compact, credential

DRAWN = 8  # pixels a module, before the camera
DAMAGED = 0.08
AROUND = 12  # modules of white ground on each side, so that nothing is turned out of the picture
PDF_CODE_MM, PDF_LEFT_MM, PDF_TOP_MM, PDF_DPI = 54.0, 138.0, 224.0, 600
CAMERA_PIXELS, VIEW = 1920, 36 / 26
WIDTHS = (1.5, 2.0, 2.5, 3.0, 4.0, 6.0)  # the camera's pixels a module

Picture = Image.Image
Change = Callable[[Picture, random.Random], Picture]


class Code(NamedTuple):
    """A code to be read: its picture at DRAWN pixels a module, how many modules a side has, and what it says."""

    name: str
    picture: Picture
    side: int
    text: str


def codes(*, paper: bool = False) -> Iterator[Code]:
    """The certificate's code and the sign's out of their SVG; with `paper` the PDF's, where poppler is at hand."""
    certificate = made.certificate()
    cose = compact.build(compact.of_certificate(certificate), key_id=made.SIGNING.hint, sign=made.SIGNING.sign)
    segments = compact.segments(made.HOST, made.NUMBER, cose)
    side, text = qr.lay_out(segments).side, "".join(segments)
    address = f"https://{made.HOST}/v/"
    sign = qr.lay_out_sign(address, made.NUMBER)
    yield Code("certificate, SVG", _of_svg(qr.draw(segments, number=made.NUMBER).svg, side), side, text)
    drawn = qr.draw_sign(made.HOST, made.NUMBER)
    yield Code("sign, SVG", _of_svg(drawn.svg, sign.side), sign.side, address + made.NUMBER)
    if paper and shutil.which("pdftoppm"):
        printed = pdf(credential.certificate_bytes(certificate), cose)
        yield Code("certificate, PDF", _of_pdf(printed, side), side, text)


def _of_svg(svg: bytes, side: int) -> Picture:
    """As typst draws it: one point a module, and so many pixels an inch that a module has DRAWN of them."""
    source = (
        f"#set page(width: {side}pt, height: {side}pt, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: {side}pt)"
    )
    inputs = {"svg": svg.decode()}
    page: Any = typst.compile(
        source.encode(), sys_inputs=inputs, ignore_system_fonts=True, format="png", ppi=72.0 * DRAWN
    )
    return Image.open(io.BytesIO(page)).convert("L")


def _of_pdf(paper: bytes, side: int) -> Picture:
    """The code on the first page, cut out as another program draws it."""
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary) / "page.pdf"
        file.write_bytes(paper)
        command = ["pdftoppm", "-r", str(PDF_DPI), "-f", "1", "-l", "1", "-gray", "-png", "-singlefile"]
        subprocess.run([*command, str(file), str(file.with_suffix(""))], check=True)
        page = Image.open(file.with_suffix(".png")).convert("L")
        page.load()
    left, top, wide = (round(mm / 25.4 * PDF_DPI) for mm in (PDF_LEFT_MM, PDF_TOP_MM, PDF_CODE_MM))
    cut = page.crop((left, top, left + wide, top + wide))
    return cut.resize((side * DRAWN, side * DRAWN), Image.Resampling.LANCZOS)


def _turned(large: Picture, chance: random.Random) -> Picture:
    return large.rotate(chance.uniform(0, 360), Image.Resampling.BICUBIC, fillcolor=255)


def _tilted(large: Picture, chance: random.Random) -> Picture:
    """Seen from a side: the far edge is shorter, up to a quarter, and nearer to the other."""
    side = large.width
    less, along = side * chance.uniform(0.05, 0.25) / 2, chance.randrange(4)
    corners = [(0.0, 0.0), (0.0, float(side)), (float(side), float(side)), (float(side), 0.0)]
    seen = [(less, less), (0.0, float(side)), (float(side), float(side)), (side - less, less)]
    tilted = large.transform(
        large.size,
        Image.Transform.PERSPECTIVE,
        _mapping(seen, corners),
        Image.Resampling.BICUBIC,
        fillcolor=255,
    )
    return tilted.rotate(90 * along)


def _mapping(seen: list[tuple[float, float]], corners: list[tuple[float, float]]) -> list[float]:
    """The eight numbers by which Pillow finds, for each point that is seen, the one in the picture."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    found = np.linalg.solve(np.array(rows), np.array([part for corner in corners for part in corner]))
    return [float(one) for one in found]


def _torn(large: Picture, chance: random.Random) -> Picture:
    """8 % of the code are gone in one place: a corner of a sticker, a scratch, a fold."""
    side = _modules(large)
    gone = DAMAGED * side * side
    while True:
        wide = round((gone * chance.uniform(0.25, 4)) ** 0.5)
        high = round(gone / wide)
        if max(wide, high) < side and (place := _place(side, wide, high, chance)) is not None:
            return _covered(large, [(*place, wide, high)], chance)


def _spotted(large: Picture, chance: random.Random) -> Picture:
    """8 % of the code are under spots of 2 to 7 modules: each spoils more of the codewords than it covers."""
    side = _modules(large)
    spots: list[tuple[int, int, int, int]] = []
    covered: set[tuple[int, int]] = set()
    while len(covered) < DAMAGED * side * side:
        wide, high = chance.randint(2, 7), chance.randint(2, 7)
        place = _place(side, wide, high, chance)
        if place is not None:
            x, y = place
            spots.append((x, y, wide, high))
            covered |= {(x + right, y + down) for right in range(wide) for down in range(high)}
    return _covered(large, spots, chance)


def _modules(large: Picture) -> int:
    """How many modules a side of the code has, without the quiet zone."""
    return large.width // DRAWN - 2 * (AROUND + qr.QUIET)


def _place(side: int, wide: int, high: int, chance: random.Random) -> tuple[int, int] | None:
    """Where something may lie: anywhere but on the three corner squares, without which no reader finds a code."""
    x, y = chance.randrange(side - wide + 1), chance.randrange(side - high + 1)
    return None if _on_a_corner(x, y, wide, high, side) else (x, y)


def _covered(large: Picture, spots: list[tuple[int, int, int, int]], chance: random.Random) -> Picture:
    spoilt = large.copy()
    drawing = ImageDraw.Draw(spoilt)
    for x, y, wide, high in spots:
        at = [(AROUND + qr.QUIET + one) * DRAWN for one in (x, y, x + wide, y + high)]
        drawing.rectangle([at[0], at[1], at[2] - 1, at[3] - 1], fill=chance.choice((0, 90, 255)))
    return spoilt


def _on_a_corner(x: int, y: int, wide: int, high: int, side: int) -> bool:
    near = (x < 8, x + wide > side - 8, y < 8, y + high > side - 8)
    return (near[0] and near[2]) or (near[1] and near[2]) or (near[0] and near[3])


def _blurred(seen: Picture, chance: random.Random) -> Picture:
    return seen.filter(ImageFilter.GaussianBlur(chance.uniform(0.4, 0.9)))


def _noisy(seen: Picture, chance: random.Random) -> Picture:
    """A dim room: half of the contrast is left, and the sensor adds its own."""
    numbers = np.random.default_rng(chance.randrange(2**32))
    dim = 60 + np.asarray(seen, dtype=np.float64) * 0.5
    return Image.fromarray(np.clip(dim + numbers.normal(0, 12, dim.shape), 0, 255).astype(np.uint8))


def _packed(seen: Picture, chance: random.Random) -> Picture:
    packed = io.BytesIO()
    seen.save(packed, "JPEG", quality=chance.randint(25, 60))
    return Image.open(packed).convert("L")


# Each condition: what happens to the code in space, and then to the camera's picture of it.
CONDITIONS: dict[str, tuple[tuple[Change, ...], tuple[Change, ...]]] = {
    "as it is": ((), ()),
    "rotation": ((_turned,), ()),
    "perspective": ((_tilted,), ()),
    "blur": ((), (_blurred,)),
    "noise": ((), (_noisy,)),
    "JPEG": ((), (_packed,)),
    "8 % damage in one place": ((_torn,), ()),
    "8 % damage in spots": ((_spotted,), ()),
    "all but damage": ((_tilted, _turned), (_blurred, _noisy, _packed)),
    "all, damage in one place": ((_torn, _tilted, _turned), (_blurred, _noisy, _packed)),
}


def photographed(code: Code, condition: str, pixels: float, seed: int) -> Picture:
    """What the camera sees of the code, `pixels` on each of its modules."""
    chance = random.Random(f"{code.name} {condition} {pixels} {seed}")
    in_space, in_camera = CONDITIONS[condition]
    seen = _on_ground(code)
    for change in in_space:
        seen = change(seen, chance)
    side = round(seen.width / DRAWN * pixels)
    offset = chance.random()  # the grid of the camera falls anywhere on the grid of the code
    box = (offset, offset, seen.width - DRAWN + offset, seen.height - DRAWN + offset)
    seen = seen.resize((side, side), Image.Resampling.BOX, box=box)
    for change in in_camera:
        seen = change(seen, chance)
    return seen


def _on_ground(code: Code) -> Picture:
    wide = (code.side + 2 * AROUND) * DRAWN
    ground = Image.new("L", (wide, wide), 255)
    ground.paste(code.picture.resize((code.side * DRAWN, code.side * DRAWN)), (AROUND * DRAWN, AROUND * DRAWN))
    return ground


class Misread(Exception):
    """Something was read that nobody wrote, which is worse than nothing."""


def is_read(code: Code, seen: Picture) -> bool:
    """Whether a reader finds this code. Raises Misread."""
    found = [one.text for one in zxingcpp.read_barcodes(np.asarray(seen))]
    if found not in ([], [code.text]):
        raise Misread(f"{found} for {code.text}")
    return bool(found)


def rate(code: Code, condition: str, pixels: float, tries: int) -> float:
    """Which part of so many pictures of it was read."""
    return sum(is_read(code, photographed(code, condition, pixels, seed)) for seed in range(tries)) / tries


def millimetres(side: int, pixels: float, distance_mm: int) -> float:
    """How wide a code of `side` modules is of which the camera has so many pixels a module at that distance."""
    return side * pixels * distance_mm * VIEW / CAMERA_PIXELS


def table(tries: int, widths: tuple[float, ...] = WIDTHS) -> str:
    """The rates as tables of Markdown, one a code, with the widths in millimetres at 30 cm and at 1 m."""
    lines: list[str] = []
    for code in codes(paper=True):
        heads = [f"{width:g} px" for width in widths]
        lines += [f"**{code.name}**, {code.side} modules a side with the quiet zone", ""]
        lines += [f"| condition | {' | '.join(heads)} |", "|---" * (len(widths) + 1) + "|"]
        for distance, named in ((300, "width for 30 cm"), (1_000, "width for 1 m")):
            wide = [f"{millimetres(code.side, width, distance):.0f} mm" for width in widths]
            lines.append(f"| *{named}* | {' | '.join(wide)} |")
        for condition in CONDITIONS:
            read = [f"{rate(code, condition, width, tries):.0%}" for width in widths]
            lines.append(f"| {condition} | {' | '.join(read)} |")
        lines.append("")
    return "\n".join(lines)
