"""The certificate on paper: what was signed and nothing else, the same bytes every time, readable by eye and camera."""

import io
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typst
from PIL import Image

from certify.service.paper.certificate import TEMPLATE, files, pdf, png
from certify.service.paper.content import NotOnPaper, lay_out
from certify.service.paper.typesetter import FONTS, HERE, sources
from tests.service.pdf_text import text_of
from tests.verify import made
from verify import Statuses, compact, credential, errors, read_status, verify, words
from verify.dates import LANGS, Lang
from verify.pages.foreign import FSI, PDI
from verify.pages.shapes import Site
from verify.pages.view import of_verdict
from verify.pdf import attached_certificate
from verify.picture import code_text
from verify.verdict import Verdict

LONG = (
    "Samverkansföreningen för handel, fastigheter och besöksnäring i Lindhamra stadskärna med omnejd ekonomisk förening"
)
Made = tuple[bytes, bytes]  # a signed certificate and the COSE_Sign1 of its code


def signed(**changes: Any) -> Made:
    certificate = made.certificate(**changes)
    short = compact.of_certificate(certificate)
    cose = compact.build(short, key_id=made.SIGNING.hint, sign=made.SIGNING.sign)
    return credential.certificate_bytes(certificate), cose


def verdict_on(raw: bytes) -> Verdict:
    trust = made.trust_list()
    lists = Statuses(read_status(one, trust) for one in made.status_bytes())
    return verify(raw, trust=trust, status=lists, at=made.NOON)


def picture(given: Made, lang: Lang = "sv", ppi: float = 150) -> Image.Image:
    return Image.open(io.BytesIO(png(*given, lang=lang, ppi=ppi))).convert("L")


def texts(given: Made, lang: Lang = "sv") -> str:
    """All that the typesetter was told to set, in order."""
    said: Any = sources(TEMPLATE, files(lay_out(*given, lang), given[0]))
    found = "".join(
        typst.query(said, kind, root=HERE, font_paths=[FONTS], ignore_system_fonts=True, field="body")
        for kind in ("par", "heading")
    )
    return " ".join(re.findall(r'"text":\s*"((?:[^"\\]|\\.)*)"', found))


@pytest.mark.parametrize("lang", LANGS)
def test_the_rows_are_those_of_the_verification_page(lang: Lang) -> None:
    given = signed(level=credential.Level(code="QM+", title=credential.Bilingual(sv="Utmärkt", en="Excellent")))
    verdict = verdict_on(given[0])
    assert verdict.verdict == "valid"
    page = of_verdict(verdict, lang, Site())
    paper = lay_out(*given, lang).paper

    def plain(text: str) -> str:
        return text.replace(FSI, "").replace(PDI, "")

    assert [(row.label, row.value, row.below, row.warning) for row in paper.rows] == [
        (row.label, plain(row.value), tuple(map(plain, row.more)), row.warning) for row in page.rows
    ]
    assert [row.number for row in page.rows] == list(range(1, 9))
    assert all(row.value for row in paper.rows)
    assert verdict.certificate is not None
    assert paper.notches == verdict.certificate.notches


@pytest.mark.parametrize("lang", LANGS)
def test_each_signed_fact_is_set(lang: Lang) -> None:
    given = signed()
    subject = credential.read_certificate(given[0]).credential_subject
    said = texts(given, lang)
    for fact in (
        subject.name,
        subject.address,
        subject.organisation_number,
        getattr(subject.certified, lang),
        subject.area.name,
        f"{getattr(subject.scheme.title, lang)}, {'utgåva' if lang == 'sv' else 'edition'} {subject.scheme.version}",
        "inte antagen" if lang == "sv" else "not adopted",
        "23 november 2026" if lang == "sv" else "23 November 2026",
        "22 november 2029" if lang == "sv" else "22 November 2029",
        "Nordisk Platscertifiering",
        getattr(subject.signatory, lang),
        getattr(subject.accreditation, lang),
        made.NUMBER,
        made.HOST,
    ):
        assert fact in said, fact


def test_the_level_is_in_the_sentence_where_it_says_more_than_the_scheme() -> None:
    plain, higher = (
        signed(),
        signed(level=credential.Level(code="B", title=credential.Bilingual(sv="Utmärkt", en="Excellent"))),
    )
    assert lay_out(*plain, "en").paper.sentence == "meets the requirements of Quality Mark, edition\u00a02026.1."
    assert lay_out(*higher, "sv").paper.sentence == (
        "uppfyller kraven för nivån Utmärkt i Quality Mark, utgåva\u00a02026.1."
    )


@pytest.mark.parametrize("lang", LANGS)
def test_a_camera_reads_the_signed_code_off_the_page(lang: Lang) -> None:
    given = signed(name=LONG)
    read = code_text(png(*given, lang=lang, ppi=120))
    assert read == compact.url(made.HOST, made.NUMBER, given[1])
    assert compact.read(read).cose == given[1]


def test_the_paper_is_cut_as_the_page_is() -> None:
    given = signed()
    ppi = 254  # ten pixels a millimetre
    pixels = np.asarray(picture(given, ppi=ppi))
    unit = 840 / 271  # 84 mm hold 271 units
    depths = []
    for place in range(16):
        column = pixels[2115:2200, round(240 + (place * 17.5 + 4) * unit)]
        depths.append((int(np.argmax(column < 250)) + 5) / unit)
    steps = [int(np.argmin([abs(depth - known) for known in (4, 8, 13, 18)])) for depth in depths]
    certificate = verdict_on(given[0]).certificate
    assert certificate is not None
    assert tuple(steps) == certificate.notches


def capital_height(name: str) -> float:
    """How high the H is that the holder's name begins with, in points of the type that has such an H."""
    ppi = 254
    strip = np.asarray(picture(signed(name=name), ppi=ppi))[690:1100, 240:280] < 128
    topmost = [0]
    for column in strip.T:
        edges = np.flatnonzero(np.diff(np.concatenate(([0], column.astype(int), [0]))))
        topmost.append(int(edges[1] - edges[0]) if edges.size else 0)
    return max(topmost) / ppi * 72 / 0.67  # capitals of this serif are 0.67 of the type


def test_a_long_name_steps_down_in_size() -> None:
    names = (
        "Handelns samverkan",
        "Handelns samverkan för centrum",
        "Handelns samverkan för centrum, fastigheter, besöksnäring och kultur",
        "Handelns samverkan för centrum, fastigheter, besöksnäring och kultur i Lindhamra stadskärna med omnejd",
        "Handels- och " + LONG + ", med Björkmo, Ekvik och Granhed",
    )
    assert [capital_height(name) for name in names] == [pytest.approx(size, rel=0.04) for size in (39, 39, 32, 26, 22)]


@pytest.mark.parametrize(
    "name", ["W" * 500, "Samverkansföreningen " * 19, "Fastighetsägareföreningssamverkansorganisation"]
)
def test_a_name_of_any_length_stays_on_the_paper(name: str) -> None:
    name = name.strip()
    pixels = np.asarray(picture(signed(name=name), ppi=127))  # five pixels a millimetre
    assert (pixels[:1055, 965:] > 250).all(), "something stands in the right margin"
    assert (pixels[1020:1050] > 250).all(), "something touches the cut"


def test_every_row_is_as_high_as_its_texts() -> None:
    """Their heights are reckoned before they are set: a wrong one puts a text across the next line, or leaves room."""
    long = credential.Bilingual(sv=LONG, en=LONG)
    given = signed(
        address=f"{LONG}, {LONG}", area=credential.Area(name=f"{LONG} {LONG}"), certified=long, signatory=long
    )
    pixels = np.asarray(picture(given, ppi=254))[:2100]  # ten pixels a millimetre
    between = pixels[:, 640:690].min(axis=1)  # no label is that long, and no value begins before
    lines = (np.flatnonzero((between[1:] < 250) & (between[:-1] >= 250)) + 1)[-8:]
    for line in lines[1:]:
        assert (pixels[line - 12 : line - 1, 700:1920] > 250).all(), "a text comes near the line below it"
        assert (pixels[line - 28 : line - 12, 700:1920] < 128).any(), "there is room above the line"


@pytest.mark.parametrize("lang", LANGS)
def test_units_stand_on_an_annex_that_names_its_certificate(lang: Lang) -> None:
    many = credential.UnitsOfKind(
        kind="rooms",
        title=credential.Bilingual(sv="Lokaler", en="Rooms"),
        members=tuple(credential.Unit(code=f"r{n}", name=f"Lokal {n}", number=n) for n in range(1, 151)),
    )
    given = signed(units=(made.sites(), many))
    verdict = verdict_on(given[0])
    page, paper = of_verdict(verdict, lang, Site()), lay_out(*given, lang).paper
    assert paper.annex is not None
    assert [(one.number, one.name) for kind in paper.annex.kinds for one in kind.units] == [
        (one.number, one.name.replace(FSI, "").replace(PDI, "")) for kind in page.units for one in kind.units
    ]
    assert made.NUMBER in paper.annex.belongs
    set_text = texts(given, lang)
    for said in ("Torget", "Hamnen", "Lokal 150", {"sv": "31 maj 2028", "en": "31 May 2028"}[lang]):
        assert said in set_text
    raw = pdf(*given, lang=lang)
    assert b"/Count 3" in raw
    assert attached_certificate(raw) == given[0]
    printed = [plain(line) for line in text_of(raw)]
    for kind in credential.read_certificate(attached_certificate(raw)).credential_subject.units or ():
        for unit in kind.members:
            assert plain(unit.name) in printed, "every unit that is signed is printed, whole and on a line of its own"
    assert code_text(png(*given, lang=lang, ppi=120)).startswith("https://")
    assert lay_out(*signed(), lang).paper.annex is None


def test_grey_print_keeps_everything() -> None:
    """No colour stands on one as light or dark as itself: the stub is pale, and what is white or black stays so."""
    pixels = np.asarray(picture(signed(), ppi=127))
    stub = int(pixels[1300, 500])
    assert 215 < stub < 240
    assert int(pixels[1300, 20]) == stub
    assert int(pixels[120, 900]) < 90, "the mark's field"


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_an_archived_tagged_pdf_with_the_certificate_in_it(lang: Lang) -> None:
    given = signed()
    raw = pdf(*given, lang=lang)
    assert attached_certificate(raw) == given[0]
    assert verdict_on(attached_certificate(raw)).verdict == "valid"
    for mark in (
        b"<pdfaid:part>3</pdfaid:part>",
        b"<pdfaid:conformance>A</pdfaid:conformance>",
        b"<pdfuaid:part>1</pdfuaid:part>",
        b"/AFRelationship/Source",
        b"/Marked true",
        b"/DisplayDocTitle true",
        b"/Lang(%s)" % lang.encode(),
        b"Certifikat 8H3K-T6PW-4, Lindhamra" if lang == "sv" else b"Certificate 8H3K-T6PW-4, Lindhamra",
        b"2026-11-23T10:00:05",
    ):
        assert mark in raw, mark
    assert raw.count(b"/S/Figure") == 2
    assert len(re.findall(rb"/Alt\b", raw)) == 2
    assert len(re.findall(rb"/S/LI\b", raw)) == 8
    assert len(raw) < 100_000


def test_the_same_bytes_every_time_and_anywhere(tmp_path: Path) -> None:
    given = signed()
    (tmp_path / "certificate.json").write_bytes(given[0])
    (tmp_path / "code").write_bytes(given[1])
    program = (
        "import sys; from pathlib import Path; from certify.service.paper.certificate import pdf\n"
        "sys.stdout.buffer.write(pdf(Path('certificate.json').read_bytes(), Path('code').read_bytes()))"
    )
    other = dict(os.environ) | {"TZ": "America/New_York", "LANG": "C", "PYTHONPATH": str(HERE.parents[2])}
    again = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=other, capture_output=True, check=True)
    assert again.stdout == pdf(*given)
    assert png(*given) == png(*given)


def test_papers_that_are_asked_for_at_once_are_those_that_are_asked_for_alone() -> None:
    wanted = [signed(name=f"Lindhamra Centrum {n} ekonomisk förening") for n in range(4)]
    with ThreadPoolExecutor(4) as threads:
        at_once = list(threads.map(lambda it: pdf(*it), wanted))
    assert at_once == [pdf(*it) for it in wanted]
    assert [attached_certificate(paper) for paper in at_once] == [raw for raw, _ in wanted]


def test_what_is_refused() -> None:
    raw, cose = signed()
    with pytest.raises(NotOnPaper, match="not signed"):
        pdf(credential.certificate_bytes(made.unsigned()), cose)
    with pytest.raises(NotOnPaper, match="not that of this certificate"):
        pdf(raw, signed(name="Ekvik i samverkan")[1])
    with pytest.raises(errors.NotJson):
        pdf(b"{", cose)
    with pytest.raises(errors.NotCbor):
        pdf(raw, b"\xd2")


@pytest.mark.parametrize("set_it", [pdf, png])
def test_a_letter_that_no_font_has_is_told_and_not_left_out(set_it: Any) -> None:
    with pytest.raises(NotOnPaper, match="could not be displayed"):
        set_it(*signed(name="Lindhamra 中心"))


def test_letters_beyond_our_own_fonts_are_set_from_others() -> None:
    given = signed(name="Sámi Duodji Ŋuorgŋa, Žilina и Центр")
    assert attached_certificate(pdf(*given)) == given[0]


def test_texts_that_no_page_can_hold_are_refused() -> None:
    endless = "Samverkansföreningen " * 23
    with pytest.raises(NotOnPaper, match="too long for one page"):
        pdf(
            *signed(
                name=endless.strip(),
                address=endless.strip(),
                area=credential.Area(name=endless.strip()),
                certified=credential.Bilingual(sv=endless.strip(), en="x"),
                signatory=credential.Bilingual(sv=endless.strip(), en="x"),
                accreditation=credential.Bilingual(sv=endless.strip(), en="x"),
            )
        )


HOSTILE = (
    '#eval("1") $x^2$ *fet* _kursiv_ @ref <etikett> `kod` // slut',
    "<script>alert(1)</script>&amp;<!-- -->",
    "= Rubrik - lista -- streck --- \"citat\" 'enkla' ... ~ \\ \\n",
    "Åre Ångström ÄÖ éèêëñ ß ł đ ŋ Sámi Ŋuorgŋa ệ",
    "fi ffl ﬁ ﬂ Öst½ №4 ™ ª º ½",
    "Центр городов, Κέντρο της πόλης",
    "x" * 90 + " " + "W" * 60,
    " ".join(["Samverkansföreningen"] * 12),
)


def plain(text: str) -> str:
    """A text without white space, which ends of lines take, and without the places where a long word may be parted."""
    return "".join(text.split()).replace("\u200b", "")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_printed_is_what_is_signed_whatever_it_says(text: str, lang: Lang) -> None:
    """Both are taken out of the finished PDF: what stands on its page, and what is attached to it."""
    given = signed(name=text, address=text, place=text, area=credential.Area(name=text))
    raw = pdf(*given, lang=lang)
    said = plain("".join(text_of(raw)))
    subject = credential.read_certificate(attached_certificate(raw)).credential_subject
    for fact in (
        subject.name,
        subject.address,
        subject.organisation_number or "",
        subject.area.name,
        getattr(subject.certified, lang),
        getattr(subject.scheme.title, lang),
        getattr(subject.signatory, lang),
        getattr(subject.accreditation, lang),
        subject.number,
    ):
        assert plain(words.tame(fact)) in said, fact
    # Ligatures of the font are taken apart again by who reads; a text that has them of its own keeps them.
    assert said.count(plain(words.tame(subject.name))) >= 3, "large, in the first row, and as the address"


@pytest.mark.parametrize("name", ["a\u202eb", "a\u2066b", "a\u00adb", "a\u200bb"])
def test_what_steers_or_hides_text_never_gets_as_far_as_paper(name: str) -> None:
    with pytest.raises(errors.ForbiddenCharacter):
        pdf(*signed(name=name))


@pytest.mark.parametrize("name", ["שלום", "مركز المدينة"])
def test_names_that_run_from_right_to_left_are_set_so(name: str) -> None:
    said = plain("".join(text_of(pdf(*signed(name=f"{name} Lindhamra")))))
    for word in name.split():
        assert word in said or word[::-1] in said, "its letters stand from right to left on the page"


@pytest.mark.parametrize("name", ["中心", "日本", "😀", "한국"])
def test_a_script_that_we_have_no_letters_for_is_refused_whole(name: str) -> None:
    with pytest.raises(NotOnPaper, match="could not be displayed"):
        pdf(*signed(name=name))


def test_the_reader_of_this_test_sees_a_fact_that_differs() -> None:
    given = signed()
    changed = signed(name="Ekvik i samverkan")
    assert "Ekvik" not in "".join(text_of(pdf(*given)))
    assert "Ekvik i samverkan" in text_of(pdf(*changed))
