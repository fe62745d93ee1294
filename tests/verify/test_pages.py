"""What the page shows of a verdict, before it is written as HTML."""

import msgspec
import pytest

from tests.verify import made, shown
from verify import history
from verify.credential import Bilingual, Level
from verify.dates import Lang
from verify.pages import foreign, view
from verify.pages.labels import LABELS
from verify.pages.render import Pages, Surroundings, say
from verify.pages.shapes import Link, SchemeTexts, Site, View
from verify.texts import Face
from verify.verifier import verify, verify_qr

pytestmark = pytest.mark.anyio

FORMER = made.OTHER_NUMBER


def bare(text: str) -> str:
    return text.replace(foreign.FSI, "").replace(foreign.PDI, "")


async def shown_view(face: Face, lang: Lang = "sv", scheme: SchemeTexts | None = None) -> View:
    return view.of_verdict(await shown.verdict(face), lang, shown.SITE, scheme=scheme)


async def test_the_eight_rows_are_those_of_the_paper() -> None:
    rows = (await shown_view("valid")).rows
    assert [(row.number, row.label, bare(row.value)) for row in rows] == [
        (1, "Innehavare", "Lindhamra Centrum ekonomisk förening"),
        (2, "Vad som är certifierat", "Samverkansorganisation för stadskärnan"),
        (3, "Område", "Lindhamra stadskärna, Storgatan till Hamnplan"),
        (4, "Ordning", "Quality Mark, utgåva 2026.1"),
        (5, "Beslutat", "23 november 2026"),
        (6, "Gäller till och med", "22 november 2029"),
        (7, "Utfärdat av", "Nordisk Platscertifiering"),
        (8, "Nummer", made.NUMBER),
    ]
    assert [bare(text) for text in rows[0].more] == ["Torget 1, 123 45 Lindhamra", "org.nr\xa0802400-1236"]
    assert rows[3].warning == "Arbetsutgåva: inte antagen av ordningsägaren"
    assert [bare(text) for text in rows[6].more] == [
        "Hamngatan 4, 123 45 Lindhamra",
        "Certifieringschef",
        "Ej ackrediterad",
    ]


async def test_an_adopted_edition_bears_no_warning_and_a_level_shows_where_it_says_more() -> None:
    scheme = msgspec.structs.replace(made.subject().scheme, edition="adopted")
    level = Level(code="G", title=Bilingual(sv="Guld", en="Gold"))
    found = view.of_verdict(await shown.verdict("valid", scheme=scheme, level=level), "en", shown.SITE)
    assert found.rows[3].warning == ""
    assert bare(found.rows[3].value) == "Quality Mark, edition 2026.1, level Gold"


def test_a_code_shows_what_it_carries_and_sends_to_the_paper_for_the_rest() -> None:
    verdict = verify_qr(made.qr_text(), trust=made.trust_list(), status=made.statuses(), at=made.NOON)
    rows = view.of_verdict(verdict, "sv", Site()).rows
    assert [row.kind for row in rows] == ["holder", "absent", "text", "text", "absent", "text", "text", "number"]
    assert bare(rows[2].value) == "Lindhamra"
    assert bare(rows[3].value) == "quality-mark, nivå QM"
    assert rows[0].more == rows[6].more == ()


@pytest.mark.parametrize(
    ("face", "struck", "instead"),
    [
        ("valid", False, ""),
        ("suspended", False, "(pausat just nu)"),
        ("withdrawn", True, "Återkallat 14 februari 2027"),
        ("superseded", True, "Ersatt 14 februari 2027"),
        ("withdrawn_or_superseded", True, "Gäller inte"),
        ("expired", False, "(har gått ut)"),
        ("not_yet_valid", False, "(börjar gälla 23 november 2026)"),
        ("unknown", False, "(vi vet inte om det gäller i dag)"),
    ],
)
async def test_the_last_day_says_what_holds_instead(face: Face, *, struck: bool, instead: str) -> None:
    row = (await shown_view(face)).rows[5]
    assert (row.struck, row.instead) == (struck, instead)


async def test_a_withdrawal_of_unknown_date_is_told_without_one() -> None:
    verdict = msgspec.structs.replace(await shown.verdict("withdrawn"), status_since=None)
    found = view.of_verdict(verdict, "sv", shown.SITE)
    assert (found.rows[5].struck, found.rows[5].instead) == (True, "Gäller inte")
    assert [bare(what) for _, what in found.history] == ["Beslutat och utfärdat."]


@pytest.mark.parametrize("face", shown.FACES)
async def test_how_the_halves_meet_is_the_verdict(face: Face) -> None:
    sign, field, seam = view.LOOKS[face]
    if face == "no_such":
        found = view.of_no_such(made.NUMBER, "sv", Site(), checked_at="2027-03-01T12:00:00Z")
    else:
        found = await shown_view(face)
    assert (found.sign, found.field, found.seam) == (sign, field, seam)
    assert bool(found.cut) == bool(found.rows) == (face in shown.FACTS)
    assert bool(found.todo) == (face in shown.NOTHING)
    assert (found.field == "valid") == (face == "valid")


def test_the_cut_is_drawn_from_the_digest() -> None:
    verdict = verify(made.certificate_bytes(), trust=made.trust_list(), status=None, at=made.NOON)
    assert verdict.certificate is not None
    digest = bytes.fromhex(str(verdict.certificate.digest)[7:])
    assert verdict.certificate.notches == tuple(byte & 3 for byte in digest[:16])
    assert view.cut((0, 1, 2, 3)) == "M0 0h8v4h-8zM17.5 0h8v8h-8zM35 0h8v13h-8zM52.5 0h8v18h-8z"
    assert view.cut((3,), outline=True) == "M0 0v18h8v-18"


async def test_means_and_does_not_mean_come_from_the_scheme_a_point_a_line() -> None:
    found = await shown_view("valid", scheme=shown.SCHEME)
    assert [(heading, len(lines)) for heading, _, lines, _ in found.passages] == [
        ("Det betyder", 2),
        ("Det betyder inte", 1),
        ("Det kan du vänta dig", 1),
    ]
    assert found.subject.startswith("Det är samverkan som certifieras")
    paused = await shown_view("suspended", "en", scheme=shown.SCHEME)
    assert paused.passages[0][0] == "What it means when it is valid"
    assert (await shown_view("valid")).passages == ()
    only = SchemeTexts(means=shown.SCHEME.means, subject=made.subject().certified)
    found = await shown_view("valid", scheme=only)
    assert len(found.passages) == 1
    assert found.subject == ""  # row 2 says it already


async def test_what_a_certificate_lets_one_expect_is_promised_only_while_it_holds() -> None:
    for face in shown.FACTS:
        found = await shown_view(face, "en", scheme=shown.SCHEME)
        headings = [heading for heading, *_ in found.passages]
        assert ("What you can expect" in headings) == (face == "valid"), face
        assert ("What you can expect when it is valid" in headings) == (face != "valid"), face


@pytest.mark.parametrize("face", shown.FACES)
async def test_misuse_can_be_reported_from_every_page_that_takes_reports(face: Face) -> None:
    site = Site(name="Nordisk Platscertifiering", reports=True)
    for taken in (site, msgspec.structs.replace(site, reports=False)):
        if face == "no_such":
            found = view.of_no_such(made.NUMBER, "sv", taken, checked_at="2027-03-01T12:00:00Z")
        else:
            found = view.of_verdict(await shown.verdict(face), "sv", taken)
        about = made.NUMBER if face in (*shown.FACTS, "no_such") else ""
        page = Pages(str).verdict(found, Surroundings(here="/", other="/", action="/v", chosen="sv"))
        link = f'href="/v/{about}{"/" if about else ""}report?lang=sv"'
        assert page.count(link) == taken.reports
        assert ("behöver inte säga vem du är" in page) == (taken.reports and found.field != "false")


async def test_a_page_that_is_no_bodys_own_does_not_speak_as_one() -> None:
    verdict = await shown.verdict("not_genuine")
    for site, own in (
        (Site(name="Nordisk Platscertifiering", host=made.HOST), True),
        (Site(host="else.example"), False),
    ):
        found = view.of_verdict(verdict, "sv", site)
        said = " ".join(found.todo)
        assert ("Den ska börja med" in said) == ("eller oss" in said) == own
        assert ("den som står som utfärdare" in said) == (not own)
        assert ("som vi känner till" in found.headline) == (not own)


async def test_a_link_to_what_is_there_while_valid_goes_with_it() -> None:
    paper = Link(href="/p/{number}", text=Bilingual(sv="Papper", en="Paper"), while_valid=True)
    for face, there in (("valid", 1), ("suspended", 0), ("expired", 0)):
        found = view.of_verdict(await shown.verdict(face), "sv", Site(links=(paper,)))  # type: ignore[arg-type]
        assert len(found.links) == there, face


async def test_a_scheme_that_speaks_another_language_than_the_page_is_marked() -> None:
    swedish = msgspec.structs.replace(shown.SCHEME, language="sv")
    cases: tuple[tuple[SchemeTexts, Lang, str], ...] = (
        (swedish, "en", "sv"),
        (swedish, "sv", ""),
        (shown.SCHEME, "en", ""),
    )
    for scheme, lang, other in cases:
        found = await shown_view("valid", lang, scheme=scheme)
        assert (found.foreign, {spoken for *_, spoken in found.passages}) == (other, {other})
        page = Pages(str).verdict(found, Surroundings(here="/", other="/", action="/v"))
        assert page.count('role="list" lang="sv"') == (3 if other else 0)
        assert page.count('<p class="subject" lang="sv">') == bool(other)


async def test_without_a_signed_history_the_verdict_tells_what_it_knows() -> None:
    verdict = await shown.verdict("superseded", former_certificate=FORMER)
    found = view.of_verdict(verdict, "sv", shown.SITE)
    assert [(when, bare(what)) for when, what in found.history] == [
        ("14 februari 2027", f"Ersatt av {shown.SUCCESSOR}."),
        ("23 november 2026", f"Beslutat och utfärdat. Ersatte {FORMER}."),
    ]
    code = verify_qr(made.qr_text(), trust=made.trust_list(), status=made.statuses(), at=made.NOON)
    assert view.of_verdict(code, "sv", Site()).history == ()


async def test_a_signed_history_of_a_renewal_names_the_former() -> None:
    verdict = await shown.verdict("valid", former_certificate=FORMER)
    changes = history.read(shown.history_bytes("valid"), made.trust_list()).changes
    found = view.of_verdict(verdict, "en", shown.SITE, changes=changes)
    assert [bare(what) for _, what in found.history] == [
        "Valid again.",
        "Suspended.",
        f"Decided and issued. Replaced {FORMER}.",
    ]


async def test_the_end_of_its_time_ends_the_history() -> None:
    assert (await shown_view("expired")).history[0] == ("22 november 2029", "Gick ut.")


def test_advice_that_needs_a_host_or_body_we_do_not_know_is_left_out() -> None:
    raw = made.certificate_bytes().replace(b"Torget 1", b"Torget 2")
    verdict = verify(raw, trust=made.trust_list(), status=None, at=made.NOON)
    found = view.of_verdict(verdict, "sv", Site())
    assert len(found.todo) == 2
    assert found.name == found.host == found.address == found.body == ""
    assert len(view.of_verdict(verdict, "sv", Site(host="papper.example")).todo) == 2  # it may be anybody's host
    whose = Site(name="Nordisk Platscertifiering", host="papper.example")
    assert len(view.of_verdict(verdict, "sv", whose).todo) == 3


def test_foreign_text_is_marked_and_what_breaks_badly_is_kept_together() -> None:
    html = say(f"{foreign.quoted('<i>A</i>')} till 20 november 2028 kl. 08.14, {made.NUMBER}. Felkod not-json.")
    assert html == (
        '<bdi>&lt;i&gt;A&lt;/i&gt;</bdi> till <span class="nb">20 november 2028</span> '
        f'<span class="nb">kl. 08.14,</span> <span class="nb"><span class="number">{made.NUMBER}</span>.</span> '
        "Felkod <code>not-json</code>."
    )
    assert say(foreign.quoted(f"a{foreign.PDI}</bdi>b")) == "<bdi>a\ufffd&lt;/bdi&gt;b</bdi>"


def test_every_label_stands_in_both_languages() -> None:
    for key, text in LABELS.items():
        assert set(text) == {"sv", "en"}, key
        assert all(text.values()), key
