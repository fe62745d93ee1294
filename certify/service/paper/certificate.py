"""The certificate on A4, as PDF and as PNG: the same bytes in give the same bytes out.

The PDF is PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), tagged, with the signed certificate attached as the source
of everything on the page; `verify.pdf` takes it out again. Typst sets it (certificate.typ) with the fonts beside it and
none of the machine's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import typst

from certify.service.paper.content import NotOnPaper, Sheet, lay_out
from certify.service.paper.mark import ACCENT
from certify.service.paper.typesetter import look, typeset

if TYPE_CHECKING:
    from verify.dates import Lang

TEMPLATE = "certificate.typ"
STANDARDS = ["a-3a", "ua-1"]


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
    """What the template is given."""
    return {
        "paper.json": msgspec.json.encode(sheet.paper),
        "look.json": look(colour, artwork),
        "qr.svg": sheet.code,
        "certificate.json": credential,
    }


def _set(given: dict[str, bytes], made: int, **wanted: Any) -> bytes:  # noqa: ANN401  typst's own options
    try:
        return typeset(TEMPLATE, given, made=made, **wanted)[0]
    except typst.TypstError as error:
        raise NotOnPaper(str(error).removeprefix("panicked with: ")) from error
