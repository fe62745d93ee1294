"""Type and paper: the town's documents from their Typst text, and lettering for the pictures.

Only the fonts that come with typst are used and the date of a document stands in its text, so the same text gives the
same bytes on any machine with the same typst.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import typst
from PIL import Image

PAPERS = Path(__file__).parent / "papers"
"""The texts of the documents, one `.typ` file each, and their common look in `house.typ`."""

_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]


@cache
def document(name: str) -> bytes:
    """The paper `papers/NAME.typ` as a tagged PDF (PDF/A-2a and PDF/UA-1). Raises typst.TypstError on a fault in it."""
    return _bytes(
        typst.compile(PAPERS / f"{name}.typ", root=PAPERS, ignore_system_fonts=True, pdf_standards=_STANDARDS)
    )


@cache
def lettering(words: str, *, height: int, colour: str = "#14201c", weight: str = "regular") -> Image.Image:
    """The words on a transparent ground, set in a type of `height` pixels."""
    text = words.replace("\\", "\\\\").replace('"', '\\"')
    source = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        f'#set text(font: "Libertinus Serif", size: {height}pt, lang: "sv", fill: rgb("{colour}"), weight: "{weight}",'
        ' top-edge: "ascender", bottom-edge: "descender")\n'
        f'#text("{text}")\n'
    )
    drawn = _bytes(typst.compile(source.encode(), ignore_system_fonts=True, format="png", ppi=72.0))
    return Image.open(BytesIO(drawn)).convert("RGBA")


def _bytes(compiled: bytes | list[bytes] | None) -> bytes:
    if not isinstance(compiled, bytes):
        raise TypeError("typst gave other than one document")
    return compiled
