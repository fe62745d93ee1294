"""The mark that a holder may show, with its number, and the same as a live badge that tells when it does not count.

The words come from the certificate's facts and a standing, and nothing else; `picture.typ` sets them. Text becomes
outlines, so the picture needs no font, no script and no other file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, quoteattr

import msgspec

from certify.service.paper.typesetter import look, typeset
from verify import compact, words
from verify.dates import NO_END, STOCKHOLM, UNTIL_FURTHER_NOTICE, Lang

if TYPE_CHECKING:
    from verify.verdict import Facts, Word

TEMPLATE = "picture.typ"
WIDTH, HEIGHT, PARTED_HEIGHT = 240, 224, 238  # units; a pixel each in an SVG that nobody gives another size
ACCENT = "#17476B"
LEAST_WIDTH_MM, LEAST_WIDTH_PX = 28, 120

Standing = Literal["holds", "not_now", "unknown"]
_TEXTS: Mapping[str, Mapping[Lang, str]] = {
    "holds": {"sv": "Till och med {day}", "en": "Until {day}"},
    "not_now": {"sv": "Gäller inte nu", "en": "Not valid now"},
    "unknown": {"sv": "Kan inte kontrolleras nu", "en": "Cannot be checked now"},
    "name": {
        "sv": "Märket {called}: {place}, nummer {number}. {line}.",
        "en": "The mark {called}: {place}, number {number}. {line}.",
    },
    "name_of_number": {"sv": "Märke med nummer {number}. {line}.", "en": "Mark with number {number}. {line}."},
}
# Short months, for the mark alone, where there is no room for the whole word.
_MONTHS: Mapping[Lang, tuple[str, ...]] = {
    "sv": ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
}


# What the typesetter writes with nine decimals; a thousandth of a unit is far below what any printer shows.
_DRAWN = re.compile(r' d="[^"]*"')
_SHORTER = re.compile(r"\d+\.\d+")


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """The words in the mark and what stands for it where it cannot be seen.

    `level` is empty where it says no more than the scheme's name; `whole` is False for a mark that does not count now;
    `line` says until when, or that it does not. `notches` are sixteen depths 0-3.
    """

    lang: Lang
    scheme: str
    level: str
    place: str
    line: str
    number: str
    notches: tuple[int, ...]
    whole: bool
    alternative: str


def standing_of(word: Word) -> Standing:
    """What a verdict means for the mark: only `valid` holds, and not knowing is not the same as not holding."""
    if word == "valid":
        return "holds"
    return "unknown" if word == "unknown" else "not_now"


def mark_of(facts: Facts | None, standing: Standing, lang: Lang, *, number: str) -> Mark:
    """The mark of a certificate. Without facts, when nothing it says can be believed, it has its number and no more.

    Raises ValueError for a mark that is to hold without facts.
    """
    if facts is None and standing == "holds":
        raise ValueError("a mark that holds needs the facts of its certificate")
    scheme = getattr(facts.scheme.title, lang) if facts is not None and facts.scheme is not None else ""
    level = getattr(facts.level.title, lang) if facts is not None and facts.level is not None else ""
    # The mark has as much room for the place as the code has.
    place = compact.cut(words.tame(facts.place)) if facts is not None else ""
    line = _TEXTS[standing][lang].format(day=short_day(facts.valid_until, lang) if facts is not None else "")
    scheme, level = words.tame(scheme), words.tame("" if level == scheme else level)
    said = {"scheme": scheme, "level": level, "place": place, "number": number, "line": line}
    called = ", ".join(part for part in (scheme, level) if part)
    name = "name" if facts is not None else "name_of_number"
    return Mark(
        lang=lang,
        notches=facts.notches if facts is not None else (0,) * 16,
        whole=standing == "holds",
        alternative=_TEXTS[name][lang].format_map(said | {"called": called}),
        **said,
    )


def short_day(value: str, lang: Lang) -> str:
    """The day in Stockholm of an RFC 3339 time, with a short month: "20 nov 2028"."""
    if value.startswith(NO_END):
        return UNTIL_FURTHER_NOTICE[lang]
    given = datetime.fromisoformat(value).astimezone(STOCKHOLM)
    return f"{given.day} {_MONTHS[lang][given.month - 1]} {given.year}"


def svg(mark: Mark, *, colour: str = ACCENT, artwork: str = "", height: int = PARTED_HEIGHT) -> bytes:
    """The mark as SVG 1.1, `WIDTH` by `height` units. `artwork`, an SVG, stands in place of the scheme's name.

    Raises typst.TypstError for artwork that is no SVG.
    """
    made = _set(mark, colour, artwork, height, format="svg").decode()
    _, _, inside = _DRAWN.sub(lambda path: _SHORTER.sub(_rounded, path[0]).replace(" -", "-"), made).partition(">")
    name = _for_markup(mark.alternative)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" lang="{mark.lang}" '
        f"aria-label={quoteattr(name)}><title>{escape(name)}</title>{inside}\n"
    ).encode()


def png(
    mark: Mark, *, colour: str = ACCENT, artwork: str = "", height: int = PARTED_HEIGHT, width: int = 2 * WIDTH
) -> bytes:
    """The mark as PNG, `width` pixels wide, on nothing. Raises what `svg` raises."""
    return _set(mark, colour, artwork, height, format="png", ppi=72 * width / WIDTH)


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.3f}".rstrip("0").rstrip(".")


def _for_markup(text: str) -> str:
    """A text without what XML 1.0 cannot hold (section 2.2, Char)."""
    return "".join(sign for sign in text if sign >= " " and sign not in "\ufffe\uffff")


def _set(mark: Mark, colour: str, artwork: str, height: int, **wanted: object) -> bytes:
    given = {
        "mark.json": msgspec.json.encode({"mark": mark, "height": height}),
        "look.json": look(colour, artwork if mark.whole else ""),
    }
    return typeset(TEMPLATE, given, made=0, **wanted)[0]
