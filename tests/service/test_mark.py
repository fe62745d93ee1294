"""The mark: its words, and that one which does not count is told apart without colour, in print, and by ear."""

import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import get_args

import msgspec
import numpy as np
import pytest
from PIL import Image
from typst import TypstError

from certify.service.paper import artwork, mark
from certify.service.paper.content import NotOnPaper, lay_out
from tests.service.test_paper import LONG, signed, verdict_on
from tests.verify import made
from verify.credential import Bilingual, Level
from verify.dates import LANGS, Lang
from verify.verdict import WORDS, Facts, Word

DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" fill="#A33"/></svg>'
STANDINGS: dict[Word, mark.Standing] = {"valid": "holds", "unknown": "unknown"}


def facts(**changes: object) -> Facts:
    found = verdict_on(signed()[0]).certificate
    assert found is not None
    return msgspec.structs.replace(found, **changes)


def shown(standing: mark.Standing = "holds", lang: Lang = "sv", **changes: object) -> mark.Mark:
    return mark.mark_of(facts(**changes), standing, lang, number=made.NUMBER)


def pixels(one: mark.Mark, *, colour: str = mark.ACCENT, artwork: str = "") -> np.ndarray:
    raw = mark.png(one, colour=colour, artwork=artwork)
    return np.asarray(Image.open(io.BytesIO(raw)).convert("RGBA")).astype(int)


@pytest.mark.parametrize("word", WORDS)
def test_only_a_valid_certificate_has_a_mark_that_holds(word: Word) -> None:
    assert mark.standing_of(word) == STANDINGS.get(word, "not_now")
    assert shown(mark.standing_of(word)).whole is (word == "valid")


@pytest.mark.parametrize(
    ("standing", "lang", "line", "alternative"),
    [
        ("holds", "sv", "Till och med 22 nov 2029", "Märket {}: {}, nummer {}. Till och med 22 nov 2029."),
        ("holds", "en", "Until 22 Nov 2029", "The mark {}: {}, number {}. Until 22 Nov 2029."),
        ("not_now", "sv", "Gäller inte nu", "Märket {}: {}, nummer {}. Gäller inte nu."),
        ("not_now", "en", "Not valid now", "The mark {}: {}, number {}. Not valid now."),
        ("unknown", "sv", "Kan inte kontrolleras nu", "Märket {}: {}, nummer {}. Kan inte kontrolleras nu."),
        ("unknown", "en", "Cannot be checked now", "The mark {}: {}, number {}. Cannot be checked now."),
    ],
)
def test_it_says_in_words_what_it_shows(standing: mark.Standing, lang: Lang, line: str, alternative: str) -> None:
    one = shown(standing, lang)
    assert one.line == line
    assert one.alternative == alternative.format("Quality Mark", "Lindhamra", made.NUMBER)
    root = ET.fromstring(mark.svg(one))
    assert (root.attrib["role"], root.attrib["lang"], root.attrib["aria-label"]) == ("img", lang, one.alternative)
    assert root[0].tag.endswith("title")
    assert root[0].text == one.alternative


def test_it_is_that_of_the_paper() -> None:
    given = signed(name=LONG)
    found = verdict_on(given[0]).certificate
    assert lay_out(*given, "en").paper.mark == mark.mark_of(found, "holds", "en", number=made.NUMBER)


def test_without_facts_it_has_its_number_and_never_holds() -> None:
    one = mark.mark_of(None, "not_now", "sv", number=made.NUMBER)
    assert (one.scheme, one.place, one.whole) == ("", "", False)
    assert one.alternative == f"Märke med nummer {made.NUMBER}. Gäller inte nu."
    with pytest.raises(ValueError, match="needs the facts"):
        mark.mark_of(None, "holds", "sv", number=made.NUMBER)


@pytest.mark.parametrize("standing", get_args(mark.Standing))
def test_it_needs_no_font_no_script_and_no_other_file(standing: mark.Standing) -> None:
    svg = mark.svg(shown(standing), artwork=DRAWN).decode()
    assert not re.search(r"<(text|script|style|foreignObject)", svg)
    assert set(re.findall(r'href="(data:image/svg|#|[^"]{0,12})', svg)) <= {"#", "data:image/svg"}
    assert len(svg) < 40_000


def test_parted_halves_are_told_apart_without_colour() -> None:
    whole, parted = pixels(shown()), pixels(shown("not_now"))
    assert whole.shape == parted.shape, "a page that shows it need not change the size"
    gap = slice(2 * 119, 2 * 121)  # two pixels a unit, between the halves and left of the first notch
    assert (whole[gap, 10:40, 3] == 255).all()
    assert (parted[gap, 10:40, 3] == 0).all(), "one sees through between the halves"
    solid = parted[parted[..., 3] == 255][:, :3]
    assert (solid.max(axis=1) - solid.min(axis=1) <= 14).all(), "no colour is left in it"
    left = parted[2 * 140 : 2 * 225, 2, 3]
    assert np.count_nonzero(np.diff((left > 128).astype(int))) > 4, "the lower half is outlined in dashes"


def test_a_scheme_brings_its_colour_and_its_artwork_only_while_the_mark_holds() -> None:
    assert tuple(pixels(shown(), colour="#7A3B1D")[100, 460, :3]) == (0x7A, 0x3B, 0x1D)
    with_artwork = pixels(shown(), colour="#7A3B1D", artwork=DRAWN)
    assert tuple(with_artwork[112, 240, :3]) == (0xAA, 0x33, 0x33)
    assert tuple(with_artwork[112, 40, :3]) == (255, 255, 255)
    assert mark.svg(shown("not_now"), artwork=DRAWN) == mark.svg(shown("not_now"))
    with pytest.raises(TypstError):
        mark.svg(shown(), artwork="no picture")


def test_a_level_stands_in_it_where_it_says_more_than_the_scheme() -> None:
    higher = shown(level=Level(code="B", title=Bilingual(sv="Utmärkt", en="Excellent")))
    assert (shown().level, higher.level) == ("", "Utmärkt")
    assert higher.alternative.startswith("Märket Quality Mark, Utmärkt: Lindhamra,")
    strip = slice(2 * 90, 2 * 108)
    assert (pixels(shown())[strip, 20:460, :3] == (0x17, 0x47, 0x6B)).all()
    assert (pixels(higher)[strip, 20:460, :3] == 255).any()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "text", ["Ö", "W" * 60, "Samverkansföreningen " * 12, "<script>alert(1)</script>", '"&\u202e]]>', "#eval(1) $x$ `"]
)
def test_any_words_stay_words_inside_the_tile(text: str, lang: Lang) -> None:
    known = facts().scheme
    assert known is not None
    scheme = msgspec.structs.replace(known, title=Bilingual(sv=text, en=text))
    level = Level(code="B", title=Bilingual(sv=text[::-1], en=text[::-1]))
    one = shown("holds", lang, place=text, scheme=scheme, level=level)
    ET.fromstring(mark.svg(one))
    assert (pixels(one)[2 * 20 : 2 * 108, 466:474, :3] == (0x17, 0x47, 0x6B)).all(), "words stick out of the upper half"
    assert (pixels(one)[2 * 130 : 2 * 218, 462:472, :3] > 250).all(), "words stick out of the lower half"


def test_the_same_bytes_every_time() -> None:
    assert mark.svg(shown()) == mark.svg(shown())
    assert mark.png(shown()) == mark.png(shown())


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<script>1</script>", "<script>"),
        ("<foreignObject/>", "<foreignObject>"),
        ("<g onclick='x()'/>", "onclick"),
        ("<text>Hej</text>", "outlines"),
        ("<image href='https://example.org/a.png'/>", "another file"),
        ("<use href='other.svg#a'/>", "another file"),
        ("<rect fill='url(https://example.org/#a)'/>", "another file"),
        ("<style>@import 'https://example.org/a.css'</style>", "another file"),
        ("<g>", "well-formed"),
        ("<g fill='url(#own)'/><use href='#own'/>", ""),
    ],
)
def test_artwork_that_acts_or_fetches_is_refused(inside: str, fault: str) -> None:
    told = artwork.fault_of(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>')
    assert fault in told
    assert bool(told) is bool(fault)


def test_artwork_is_read_again_when_it_changes(tmp_path: Path) -> None:
    assert artwork.of_scheme(None, "a") == artwork.of_scheme(tmp_path, "a") == ""
    file = tmp_path / "a.svg"
    file.write_text(DRAWN)
    assert artwork.of_scheme(tmp_path, "a") == DRAWN
    for spoilt, told in (
        (b"\xff", "UTF-8"),
        (b"<html/>", "no SVG"),
        (b"<!DOCTYPE svg><svg/>", "document type"),
        (DRAWN.encode() + b" " * artwork.LARGEST, "more than"),
    ):
        file.write_bytes(spoilt)
        with pytest.raises(NotOnPaper, match=told):
            artwork.of_scheme(tmp_path, "a")
