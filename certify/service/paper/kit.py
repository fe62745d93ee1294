"""The print kit of a certificate: a sign for the window, both codes with how wide they must be, the mark, its rules.

Everything in it comes from the signed certificate, but for the scheme's own words on its mark, which its published
version says. One PDF (PDF/A-2a, PDF/UA-1) in either language, and the same as data for the page of the holder.
"""

from __future__ import annotations

import msgspec
import typst

from certify.service import qr
from certify.service.paper import distance
from certify.service.paper.content import NotOnPaper, Sheet
from certify.service.paper.kit_words import LOST, RULES, TEXTS
from certify.service.paper.mark import ACCENT, LEAST_WIDTH_MM, LEAST_WIDTH_PX, Mark
from certify.service.paper.typesetter import look, typeset
from verify.addresses import origin_of_host
from verify.dates import Lang

TEMPLATE = "kit.typ"
SIGN_WIDTHS, CODE_WIDTH, MARK_WIDTHS, POSTER_WIDTH = (25, 40, 60), 60, (28, 40, 60), 118  # mm


class Width(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table: from how far away, and how wide in millimetres the sign's and the certificate's codes are."""

    distance: str
    sign: int
    code: int


class Sized(msgspec.Struct, frozen=True, kw_only=True):
    """Something to print in a width in millimetres, and what stands beneath it."""

    width: int
    says: str


class Kit(msgspec.Struct, frozen=True, kw_only=True):
    """All that the kit says; `poster` is a width in millimetres.

    `texts` are the headings and explanations, by the names of `kit_words.TEXTS`.
    """

    lang: Lang
    number: str
    host: str
    address: str
    holder: str
    issuer: str
    mark: Mark
    texts: dict[str, str]
    rules: tuple[str, ...]
    lost: tuple[str, ...]
    widths: tuple[Width, ...]
    poster: int
    signs: tuple[Sized, ...]
    code: Sized
    marks: tuple[Sized, ...]
    sign_alternative: str
    code_alternative: str


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A kit with its two codes as SVG, and the time of the signature in seconds since 1970."""

    kit: Kit
    sign: bytes
    code: bytes
    made: int


def kit_of(sheet: Sheet, own_rule: str = "") -> Drawn:
    """The kit of a certificate that was laid out, with what the scheme itself says of its mark.

    Raises NotOnPaper when the host is too long for the code of a sign.
    """
    paper = sheet.paper
    lang, host, number = paper.lang, paper.stub.host, paper.number
    try:
        sign = qr.draw_sign(host, number, lang)
    except ValueError as error:
        raise NotOnPaper(str(error)) from error
    sides = (qr.side_of(sign.version), qr.side_of(sheet.code_version))
    address = f"{origin_of_host(host)}/v/{number}"
    named = {
        "address": address,
        "number": number,
        "certified": paper.rows[1].value,
        "area": paper.rows[2].value,
        "mm": LEAST_WIDTH_MM,
        "px": LEAST_WIDTH_PX,
    }
    texts = {key: text[lang].format_map(named) for key, text in TEXTS.items() if key not in _FILLED_IN_LATER}
    own = (TEXTS["own_rule"][lang].format(text=own_rule),) if own_rule else ()
    kit = Kit(
        lang=lang,
        number=number,
        host=host,
        address=address,
        holder=paper.holder,
        issuer=paper.issuer.name,
        mark=paper.mark,
        texts=texts,
        rules=(*(rule[lang].format_map(named) for rule in RULES), *own),
        lost=tuple(text[lang] for text in LOST),
        widths=widths(*sides, lang),
        poster=POSTER_WIDTH,
        signs=tuple(_sized(width, sides[0], lang) for width in SIGN_WIDTHS),
        code=_sized(CODE_WIDTH, sides[1], lang),
        marks=tuple(Sized(width=width, says=f"{width} mm") for width in MARK_WIDTHS),
        sign_alternative=". ".join(qr.alternative(number, address, lang, kind="sign")),
        code_alternative=paper.qr,
    )
    return Drawn(kit=kit, sign=sign.svg, code=sheet.code, made=sheet.made)


_FILLED_IN_LATER = frozenset({"wide", "own_rule"})


def widths(sign: int, code: int, lang: Lang) -> tuple[Width, ...]:
    """The smallest widths of both codes, of so many modules a side, for every distance."""
    return tuple(
        Width(
            distance=distance.in_words(far, lang),
            sign=distance.smallest_width(sign, far),
            code=distance.smallest_width(code, far),
        )
        for far in distance.DISTANCES_MM
    )


def _sized(width: int, modules: int, lang: Lang) -> Sized:
    far = distance.in_words(distance.farthest(modules, width), lang)
    return Sized(width=width, says=TEXTS["wide"][lang].format(width=width, distance=far))


def pdf(drawn: Drawn, *, colour: str = ACCENT, artwork: str = "") -> bytes:
    """The kit as PDF. Raises NotOnPaper for a letter that no font has."""
    try:
        return typeset(
            TEMPLATE, files(drawn, colour, artwork), made=drawn.made, format="pdf", pdf_standards=["a-2a", "ua-1"]
        )[0]
    except typst.TypstError as error:
        raise NotOnPaper(str(error)) from error


def files(drawn: Drawn, colour: str = ACCENT, artwork: str = "") -> dict[str, bytes]:
    """What the template is given."""
    return {
        "kit.json": msgspec.json.encode(drawn.kit),
        "look.json": look(colour, artwork),
        "sign.svg": drawn.sign,
        "code.svg": drawn.code,
    }
