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
TEMPLATE = HERE / "certificate.typ"
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
    return _set(sheet, credential, {"colour": colour, "artwork": artwork}, format="pdf", pdf_standards=STANDARDS)


def png(credential: bytes, qr: bytes, *, lang: Lang = "sv", ppi: float = 144) -> bytes:
    """The first page as a picture of `ppi` pixels an inch (210 by 297 mm). Raises what `pdf` raises."""
    # A picture would show a letter that is missing as a box and say nothing; the PDF refuses.
    pdf(credential, qr, lang=lang)
    return _set(lay_out(credential, qr, lang), credential, {}, format="png", ppi=ppi)


def inputs(sheet: Sheet, credential: bytes) -> dict[str, str]:
    """What the template is given."""
    return {
        "paper": msgspec.json.encode(sheet.paper).decode(),
        "qr": sheet.code.decode(),
        "credential": credential.decode(),
    }


def _set(sheet: Sheet, credential: bytes, look: dict[str, str], **wanted: Any) -> bytes:  # noqa: ANN401  typst's own options
    try:
        with _ONE_AT_A_TIME:
            made: Any = _compiler().compile(sys_inputs=inputs(sheet, credential) | look, timestamp=sheet.made, **wanted)
    except typst.TypstError as error:
        raise NotOnPaper(str(error).removeprefix("panicked with: ")) from error
    return made if isinstance(made, bytes) else bytes(made[0])


@cache
def _compiler() -> typst.Compiler:
    """Kept, because reading the fonts and the template again takes an eighth of the time that a page does."""
    return typst.Compiler(TEMPLATE, root=HERE, font_paths=[FONTS], ignore_system_fonts=True)
