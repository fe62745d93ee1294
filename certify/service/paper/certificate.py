"""The certificate on A4, as PDF and as PNG: the same bytes in give the same bytes out.

The PDF is PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), tagged, with the signed certificate attached as the source
of everything on the page; `verify.pdf` takes it out again. Typst sets it (certificate.typ) with the fonts beside it and
none of the machine's.
"""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import typst

from certify.service.paper.content import NotOnPaper, Sheet, lay_out
from certify.service.paper.mark import ACCENT

if TYPE_CHECKING:
    from verify.dates import Lang

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
STANDARDS = ["a-3a", "ua-1"]
_ONE_AT_A_TIME = threading.Lock()  # a compiler that is called while it is at work refuses


def pdf(credential: bytes, qr: bytes, *, lang: Lang = "sv", colour: str = ACCENT, artwork: str = "") -> bytes:
    """The certificate as PDF. `credential` are its published bytes, `qr` the COSE_Sign1 of its code.

    `colour` is the mark's, as `#RRGGBB`. `artwork` is an SVG that stands in its place: the scheme owner's own.

    Raises NotOnPaper when it cannot be printed whole (a letter that no font has, far too long texts, a code of another
    certificate), a `verify.errors.VerifyError` when the bytes cannot be read.
    """
    sheet = lay_out(credential, qr, lang)
    given = files(sheet, credential, colour, artwork)
    return _set(given, sheet.made, format="pdf", pdf_standards=STANDARDS)


def png(credential: bytes, qr: bytes, *, lang: Lang = "sv", ppi: float = 144) -> bytes:
    """The first page as a picture of `ppi` pixels an inch (210 by 297 mm). Raises what `pdf` raises."""
    # A picture would show a letter that is missing as a box and say nothing; the PDF refuses.
    pdf(credential, qr, lang=lang)
    sheet = lay_out(credential, qr, lang)
    return _set(files(sheet, credential), sheet.made, format="png", ppi=ppi)


def files(sheet: Sheet, credential: bytes, colour: str = ACCENT, artwork: str = "") -> dict[str, bytes]:
    """What the typesetter is given, as files that lie in no folder.

    Given as `sys.inputs` they would be part of its library, and all that it keeps from the paper before, such as the
    functions of the template, would have to be made anew.
    """
    return {
        "main.typ": b'#include "certificate.typ"',
        "paper.json": msgspec.json.encode(sheet.paper),
        "look.json": msgspec.json.encode({"colour": colour, "artwork": artwork}),
        "qr.svg": sheet.code,
        "certificate.json": credential,
    }


def _set(given: dict[str, bytes], made: int, **wanted: Any) -> bytes:  # noqa: ANN401  typst's own options
    compiler: Any = _compiler()  # its types know nothing of several files
    try:
        with _ONE_AT_A_TIME:
            pages = compiler.compile(given, timestamp=made, **wanted)
    except typst.TypstError as error:
        raise NotOnPaper(str(error).removeprefix("panicked with: ")) from error
    return pages if isinstance(pages, bytes) else bytes(pages[0])


@cache
def _compiler() -> typst.Compiler:
    """Kept, because reading the fonts and the template again takes longer than setting a page does."""
    return typst.Compiler(root=HERE, font_paths=[FONTS], ignore_system_fonts=True)
