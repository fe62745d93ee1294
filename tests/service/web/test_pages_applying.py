"""Beds, some in the shade, and a pond that there may be: from the form to the certificate, nobody is asked in vain."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from certify.core import acts as a
from certify.core.dossier import Answer, Unit
from certify.core.findings import Finding, Findings
from certify.service import authority
from tests.core.life import DOSSIER, MEMBER
from tests.service.web.desk import CASE, Desk, at, begun
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.world import BODY, GARDEN

pytestmark = pytest.mark.anyio
CHANGES = {
    b"id: 2026.1,": b"id: 2026.9,",
    b"inputs:\n": b"inputs:\n  pond: {type: yes_no, text: {sv: Damm, en: Pond}}\n",
    b"evidence: {kinds": b"units:\n  bed:\n    title: {sv: Rabatt, en: Bed}\n    inputs:\n"
    b"      shaded: {type: yes_no, text: {sv: Skugga, en: Shade}}\nevidence: {kinds",
    b"      - criterion: G.2\n": b"      - criterion: G.2\n        per: bed\n        applies: {shaded: yes}\n",
    b"measures:\n": b"  - section: H\n    title: {sv: Dammen, en: The pond}\n    binding: mandatory\n"
    b"    applies: {pond: yes}\n    criteria:\n      - criterion: H.1\n        title: {sv: Staket, en: Fence}\n"
    b"        text: {sv: Dammen har ett staket., en: The pond has a fence.}\n"
    b"      - criterion: H.2\n        title: {sv: Boj, en: Buoy}\n        applies: {H.1: no}\n"
    b"        text: {sv: Dammen har en boj., en: The pond has a buoy.}\nmeasures:\n",
}


def shady() -> bytes:
    """The garden's scheme with what applies to some beds only, and a chapter for gardens with a pond."""
    source = GARDEN.read_bytes().partition(b"examples:")[0]
    for old, new in CHANGES.items():
        assert old in source, old
        source = source.replace(old, new, 1)
    return source


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    async with opened_pages(tmp_path) as opened:
        yield opened


async def in_the_draft(site: PagedSite, pond: str) -> str:
    """Fill the application in by its pages, and hand it in: the address of the case."""
    site.later(minutes=1)
    await authority.publish_scheme(site.db, BODY, shady(), by="sol", at=site.world.at)
    desk = await begun(site)
    home = desk.page.url.path
    about = f"{home}/about"
    await desk.look(about)
    await desk.send(about, {}, do="add-unit:bed", **{"u-bed-1-name": "Rosorna", "u-bed-1-input-shaded": "yes"})
    beds = {"u-bed-2-name": "Solen", "u-bed-2-input-shaded": "no"}
    place = {"name": DOSSIER.applicant.name, "address": DOSSIER.applicant.address, "place": "Lindhamra"}
    await desk.send(about, {}, **beds, **place, **{"area": "Parken", "input-pond": pond})
    assert desk.page.url.path == home, desk.text
    chapter = f"{home}/chapters/G"
    await desk.look(chapter)
    assert "u-bed-1-answer-G.2" in desk.forms[chapter]
    assert "u-bed-2-answer-G.2" not in desk.forms[chapter]
    assert "Gäller inte den här enheten: <bdi>Solen</bdi>. Det gäller om <bdi>Skugga är ja</bdi>." in plain(desk.text)
    await desk.send(chapter, {}, do="next", **{"u-bed-1-answer-G.2": "Ja.", "answer-G.1": "Ja.", "answer-G.3": "Ja."})
    pond_page = f"{home}/chapters/H"
    assert desk.page.url.path == pond_page
    assert ("answer-H.1" in desk.forms[pond_page]) == (pond == "yes")
    if pond == "yes":
        await desk.send(pond_page, {}, do="save", **{"answer-H.1": "Ja.", "answer-H.2": "Ja."})
    else:
        assert "Gäller inte här. Det gäller om <bdi>Damm är ja" in plain(desk.text)
    await desk.look(home)
    await desk.send(f"{home}/hand-in")
    return desk.page.url.path


def plain(text: str) -> str:
    """A page's text without the marks around quoted names."""
    return re.sub(r"[\u2066-\u2069]", "", text).replace("”", "").replace("&#34;", "")


def states(desk: Desk) -> list[str]:
    """What is said of each chapter of a case."""
    rows = desk.text.split('<span class="chapter">')[1:]
    told = (row.partition("</summary>")[0].rpartition('class="state')[2].partition(">")[2] for row in rows)
    return [re.sub(r"<[^>]+>", "", one).strip() for one in told]


async def taken_in(site: PagedSite, path: str = CASE) -> None:
    world, case = site.world, path.removeprefix("/cases/")
    await world.do("kim", a.Register(number="2026-1", received=world.at.date()), case=case)
    await world.do("kim", a.Accept(findings=MEMBER), case=case)
    await world.do("kim", a.Assign(duty="assess", person="ask"), case=case)
    await world.do("kim", a.Assign(duty="decide", person="dag"), case=case)
    await world.do("ask", a.DeclareInterest(conflict=False), case=case)
    await world.do("dag", a.DeclareInterest(conflict=False), case=case)
    await world.do("mo", a.Agree(terms=world.terms), case=case)


async def granted(site: PagedSite, case: str) -> Desk:
    dag = await at(site, "dag", case)
    await dag.send(f"{case}/acts/Decide", choice="grant", reason="Allt stämmer.")
    assert "done=Decided" in str(dag.page.url), dag.text
    return dag


async def test_from_form_to_grant_nobody_is_asked_about_what_does_not_apply(site: PagedSite) -> None:
    case = await in_the_draft(site, "no")
    await taken_in(site, case)
    bench = f"{case}/assess"
    ask = await at(site, "ask", bench)
    assert set(re.findall(r'name="([^"]*value-[^"]*)"', ask.text)) == {
        "value-G.1",
        "u-bed-1-value-G.2",
        "value-G.3",
    }
    assert "Gäller inte den här enheten: <bdi>Solen</bdi>" in plain(ask.text)
    await ask.send(bench, do="hand-in")
    assert "<bdi>Rosorna</bdi>, <bdi>G.2 Skött</bdi>: Här saknas en iakttagelse" in plain(ask.text)
    await ask.send(bench, do="yes")
    await ask.send(bench, do="hand-in")
    assert "done=Assessed" in str(ask.page.url), ask.text
    dag = await granted(site, case)
    assert states(dag) == ["Uppfyllt", "Gäller inte här"]
    english = await dag.look(f"{case}?lang=en")
    assert states(english) == ["Met", "Does not apply here"]
    assert "<strong>3</strong>" in english.text
    assert "of 3 criteria" in plain(english.text)


async def test_what_is_typed_settles_what_is_asked(site: PagedSite) -> None:
    case = await in_the_draft(site, "yes")
    await taken_in(site, case)
    bench = f"{case}/assess"
    ask = await at(site, "ask", bench)
    typed = {"value-G.1": "yes", "u-bed-1-value-G.2": "yes", "value-G.3": "yes"}
    assert 'name="value-H.2"' in ask.text  # it is not known yet whether it applies
    await ask.send(bench, do="work-out", **typed, **{"value-H.1": "yes", "value-H.2": "no", "reason-H.2": "Ingen boj."})
    assert ask.forms[bench]["value-H.2"] == ["no"]  # kept, should the fence be judged otherwise after all
    assert 'type="hidden" name="value-H.2"' in ask.text
    await ask.send(bench, do="work-out", **{"value-H.1": "no", "reason-H.1": "Inget staket."})
    assert 'type="radio" name="value-H.2"' in re.sub(r' id="[^"]*"', "", ask.text)
    await ask.send(bench, do="hand-in", **{"value-H.1": "yes"})
    assert "done=Assessed" in str(ask.page.url), ask.text
    assert states(await granted(site, case)) == ["Uppfyllt", "Uppfyllt"]


async def test_a_program_is_told_which_units_it_may_not_judge(site: PagedSite) -> None:
    world = site.world
    site.later(minutes=1)
    scheme = await authority.publish_scheme(site.db, BODY, shady(), by="sol", at=world.at)
    own = {"G.2": Answer(text="Ja.")}
    beds = tuple(
        Unit(id=id_, name=id_, inputs={"shaded": said}, answers=own) for id_, said in (("A", "yes"), ("B", "no"))
    )
    answers = {"G.1": Answer(text="Ja."), "G.3": Answer(text="Ja.")}
    dossier = msgspec.structs.replace(DOSSIER, inputs={"pond": "no"}, units={"bed": beds}, answers=answers)
    await world.do("mo", a.Submit(dossier=dossier, applicant="lindhamra", scheme=scheme.digest))
    await taken_in(site)
    program = await at(site, "ask", CASE)
    found = [Finding(criterion=one, value="yes") for one in ("G.1", "G.3")]
    found += [Finding(criterion="G.2", unit=unit, value="yes") for unit in ("A", "B")]
    act = msgspec.to_builtins(a.Assess(findings=Findings(findings=tuple(found))))
    token = program.forms["/sign-out"]["form_token"][0]
    answer: Any = await program.browser.post(
        f"/api{CASE}/acts?lang=sv",
        json=act,
        headers={"accept": "application/json", "idempotency-key": "k" * 20, "x-form-token": token},
    )
    assert answer.status_code == 422, answer.text
    told = answer.json()
    assert (told["rule"], told["evidence"]) == ("assess.does_not_apply", {"criteria": ["G.2/B"]})
    assert told["detail"] == "Det gäller: G.2/B."


async def test_a_unit_without_a_name_is_called_by_its_kind_and_place_in_the_self_assessment(site: PagedSite) -> None:
    site.later(minutes=1)
    await authority.publish_scheme(site.db, BODY, shady(), by="sol", at=site.world.at)
    page = (await site.reader().get("/schemes/open-garden/2026.9/self-assessment")).text
    assert "Rabatt 1: Uppfyller ni det?" in plain(page)
