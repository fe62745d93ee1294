"""The print kit: how wide the codes must be, what it says, and that both codes are read off it."""

import io
import re

import msgspec
import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from certify.service import qr
from certify.service.paper import distance, kit
from certify.service.paper.content import NotOnPaper, lay_out
from certify.service.paper.kit_words import LOST, RULES, TEXTS
from certify.service.paper.typesetter import typeset
from tests.service.test_paper import LONG, Made, signed
from tests.verify import made
from verify import compact
from verify.dates import LANGS, Lang

OWN = "Får användas med numret."
SIGN, CODE = 45, 73  # modules a side of versions 5 and 12, quiet zone and all


def drawn(given: Made | None = None, lang: Lang = "sv") -> kit.Drawn:
    return kit.kit_of(lay_out(*(given or signed()), lang), OWN)


def pictures(one: kit.Drawn, ppi: float) -> list[Image.Image]:
    pages = typeset(kit.TEMPLATE, kit.files(one), made=one.made, format="png", ppi=ppi)
    return [Image.open(io.BytesIO(page)).convert("L") for page in pages]


@pytest.mark.parametrize(
    ("modules", "far", "wide"),
    [
        (SIGN, 1_000, 100),  # the rule of thumb: a tenth
        (SIGN, 10_000, 1_000),
        (SIGN, 1, 18),  # 45 modules of 0.4 mm, however near
        (SIGN, 180, 18),
        (SIGN, 181, 19),  # never rounded down
        (CODE, 300, 49),
        (CODE, 333, 55),  # the paper's own code of 54 mm is made for the hand
    ],
)
def test_the_smallest_width(modules: int, far: int, wide: int) -> None:
    assert distance.smallest_width(modules, far) == wide


@pytest.mark.parametrize("modules", [29, SIGN, CODE, 185])
def test_what_is_wide_enough_is_read_from_there(modules: int) -> None:
    for far in distance.DISTANCES_MM:
        wide = distance.smallest_width(modules, far)
        assert distance.farthest(modules, wide) >= far
        assert distance.smallest_width(modules, distance.farthest(modules, wide)) == wide


@pytest.mark.parametrize(
    ("far", "sv", "en"),
    [(299, "29 cm", "29 cm"), (1_000, "1 m", "1 m"), (1_190, "1,1 m", "1.1 m"), (10_000, "10 m", "10 m")],
)
def test_distances_in_words(far: int, sv: str, en: str) -> None:
    assert (distance.in_words(far, "sv"), distance.in_words(far, "en")) == (sv, en)


@pytest.mark.parametrize("far", distance.DISTANCES_MM)
@pytest.mark.parametrize("turned", [0, 4, -9])
def test_a_phone_reads_the_smallest_width_at_its_distance(far: int, turned: int) -> None:
    """The camera of the reckoning: 1920 pixels over 36/26 of the distance; tilted in the hand, and not quite sharp."""
    given = signed()
    segments = compact.segments(made.HOST, made.NUMBER, given[1])
    codes = (
        (qr.lay_out(segments), compact.url(made.HOST, made.NUMBER, given[1])),
        (qr.lay_out_sign(f"https://{made.HOST}/v/", made.NUMBER), f"https://{made.HOST}/v/{made.NUMBER}"),
    )
    for matrix, text in codes:
        wide = distance.smallest_width(matrix.side, far)
        side = int(wide * 1920 / (far * 36 / 26))
        picture = Image.open(io.BytesIO(qr.png(matrix))).convert("L")
        ground = Image.new("L", (side + 120, side + 120), 255)
        ground.paste(picture.resize((side, side), Image.Resampling.BOX), (60, 60))
        seen = ground.rotate(turned, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
        assert [code.text for code in zxingcpp.read_barcodes(np.asarray(seen))] == [text]


@pytest.mark.parametrize("lang", LANGS)
def test_both_codes_are_read_off_the_printed_kit(lang: Lang) -> None:
    given = signed(name=LONG)
    poster, codes, _ = pictures(drawn(given, lang), ppi=110)
    sign = f"https://{made.HOST}/v/{made.NUMBER}"
    assert [code.text for code in zxingcpp.read_barcodes(np.asarray(poster))] == [sign]
    read = sorted(code.text for code in zxingcpp.read_barcodes(np.asarray(codes)))
    assert read == sorted([sign] * len(kit.SIGN_WIDTHS) + [compact.url(made.HOST, made.NUMBER, given[1])])


@pytest.mark.parametrize("lang", LANGS)
def test_it_says_what_a_holder_has_to_know(lang: Lang) -> None:
    one = drawn(lang=lang).kit
    paper = lay_out(*signed(), lang).paper
    assert (one.number, one.host, one.holder, one.mark) == (made.NUMBER, made.HOST, paper.holder, paper.mark)
    rules = " ".join(one.rules)
    for said in (f"https://{made.HOST}/v/{made.NUMBER}", "28 mm", "120", paper.rows[1].value, paper.rows[2].value, OWN):
        assert said in rules
    assert len(one.rules) == len(RULES) + 1
    assert len(one.lost) == len(LOST)
    assert [row.distance for row in one.widths][:3] == ["30 cm", "50 cm", "1 m"]
    assert all(row.sign < row.code for row in one.widths)
    assert ("Gäller inte nu" if lang == "sv" else "Not valid now") in " ".join(one.lost)
    assert "{" not in msgspec.json.encode((one.rules, one.lost, list(one.texts.values()))).decode()


def test_both_languages_say_everything() -> None:
    for text in (*TEXTS.values(), *RULES, *LOST):
        assert set(text) == set(LANGS)
        assert all(text.values())
        assert set(re.findall(r"{\w+}", text["sv"])) == set(re.findall(r"{\w+}", text["en"]))


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_a_tagged_pdf_of_three_pages_and_always_the_same(lang: Lang) -> None:
    raw = kit.pdf(drawn(lang=lang))
    assert raw == kit.pdf(drawn(lang=lang))
    for mark in (
        b"<pdfaid:part>2</pdfaid:part>",
        b"<pdfaid:conformance>A</pdfaid:conformance>",
        b"<pdfuaid:part>1</pdfuaid:part>",
        b"/Lang(%s)" % lang.encode(),
    ):
        assert mark in raw, mark
    assert len(re.findall(rb"/Type/Page\b", raw)) == 3
    assert len(raw) < 120_000


@pytest.mark.parametrize("name", ["W" * 400, "Samverkansföreningen " * 20, '<script>#panic("x")\\ $1$', "Å"])
def test_any_name_leaves_it_on_three_pages(name: str) -> None:
    assert len(pictures(drawn(signed(name=name.strip())), ppi=20)) == 3


def test_what_cannot_be_printed_is_told() -> None:
    with pytest.raises(NotOnPaper, match="could not be displayed"):
        kit.pdf(drawn(signed(name="中心")))
    sheet = lay_out(*signed(), "sv")
    stub = msgspec.structs.replace(sheet.paper.stub, host="a" * 60 + ".se")
    far = msgspec.structs.replace(sheet, paper=msgspec.structs.replace(sheet.paper, stub=stub))
    with pytest.raises(NotOnPaper, match="too long for the code of a sign"):
        kit.kit_of(far)
