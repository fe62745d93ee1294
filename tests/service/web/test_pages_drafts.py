"""The pages on which an application is written: what is kept, what is told, and that no text is ever lost."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from certify.core import acts as a
from tests.core.life import DOSSIER
from tests.service.web.desk import Desk, at, begun, heading
from tests.service.web.paged import PagedSite, opened_pages

pytestmark = pytest.mark.anyio


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    async with opened_pages(tmp_path) as opened:
        yield opened


async def filled(site: PagedSite) -> tuple[Desk, str]:
    """A draft in which nothing is missing."""
    desk = await begun(site)
    home = desk.page.url.path
    await desk.look(f"{home}/about")
    await desk.send(f"{home}/about", {}, place="Lindhamra", area="Slottsparken")
    await desk.look(f"{home}/chapters/G")
    answers = {f"answer-G.{n}": "Ja, det syns." for n in (1, 2, 3)}
    await desk.send(f"{home}/chapters/G", {}, do="next", **answers)
    return desk, home


async def test_an_application_from_the_first_word_until_it_is_handed_in(site: PagedSite) -> None:
    desk = await begun(site)
    home = desk.page.url.path
    assert "Fyll i vilka ni är och vilket område det gäller." in desk.text
    assert f"{home}/hand-in" not in desk.forms
    desk, home = await filled(site)
    assert desk.page.url.path == home
    assert "Allt är ifyllt." in desk.text
    await desk.send(f"{home}/hand-in")
    assert "Ansökan är inlämnad." in desk.text
    assert heading(desk) == "Lindhamra Trädgård ekonomisk förening"
    assert "Ja, det syns." in desk.text
    await desk.look(home)
    assert desk.page.url.path.startswith("/cases/")
    await desk.look("/drafts/new")
    assert "Organisationen har redan ett öppet ärende enligt ordningen." in desk.text
    await desk.send("/drafts")
    assert desk.page.status_code == 422


async def test_evidence_is_added_changed_made_an_extract_and_removed(site: PagedSite) -> None:
    desk, home = await filled(site)
    chapter = f"{home}/chapters/G"
    await desk.look(chapter)
    await desk.send(
        chapter,
        {"file-G.1": ("Grinden.txt", b"Den st\xc3\xa5r \xc3\xb6ppen.", "text/plain")},
        do="add:G.1",
        **{"kind-G.1": "plan", "date-G.1": "2026-01-10"},
    )
    assert desk.page.status_code == 200, desk.text
    assert "Grinden.txt" in desk.text
    found = re.search(rf'href="({home}/files/sha256:[0-9a-f]+)"', desk.text)
    assert found is not None
    file = await desk.browser.get(found[1])
    assert (file.status_code, file.content) == (200, b"Den st\xc3\xa5r \xc3\xb6ppen.")
    await desk.send(chapter, {}, do="add:G.2", **{"url-G.2": "https://example.org/park", "kind-G.2": "plan"})
    assert "https://example.org/park" in desk.text
    item = f"{home}/evidence/bilaga-1"
    await desk.look(item)
    await desk.send(item, criteria=[], title="")
    assert desk.page.status_code == 422
    assert "Välj minst ett kriterium" in desk.text
    extract = {"pages": "3-4", "adopting_body": "Styrelsen", "adopted": "2026-01-10"}
    await desk.look(item)
    await desk.send(item, criteria=["G.1", "G.3"], title="Protokoll", first="2025-01-01", last="", **extract)
    assert "Ange både första och sista dagen" in desk.text
    await desk.send(item, last="2025-12-31", whole="https://example.org/hela")
    assert "Utdrag, sidorna" in desk.text
    assert "G.1, G.3" in desk.text
    await desk.look(item)
    await desk.send(item, pages="", adopting_body="", adopted="", whole="")
    assert "Utdrag" not in desk.text
    await desk.look(chapter)
    await desk.send(chapter, {}, do="remove:bilaga-1", **{"answer-G.1": "Nytt svar."})
    assert "Protokoll" not in desk.text
    assert "Nytt svar." in desk.text
    assert (await desk.look(item)).page.status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("virus.exe", b"MZ", "Den typen av fil tas inte emot."),
        ("bild.png", b"%PDF-1.7 ...", "Filens innehåll stämmer inte med dess namn."),
        ("tom.txt", b"", "Filen är tom."),
    ],
)
async def test_a_bad_file_is_told_beside_its_field_and_no_text_is_lost(
    name: str, content: bytes, words: str, site: PagedSite
) -> None:
    desk, home = await filled(site)
    chapter = f"{home}/chapters/G"
    await desk.look(chapter)
    sent = {"file-G.2": (name, content, "application/octet-stream")}
    await desk.send(chapter, sent, do="add:G.2", **{"answer-G.1": "Skrivet i kväll."})
    assert desk.page.status_code == 422
    assert words in desk.text
    assert 'href="#f-file-G.2"' in desk.text
    assert desk.forms[chapter]["answer-G.1"] == ["Skrivet i kväll."]
    await desk.look(chapter)
    assert desk.forms[chapter]["answer-G.1"] == ["Skrivet i kväll."]
    assert "bilaga-" not in desk.text


async def test_two_who_write_the_same_answer_see_both(site: PagedSite) -> None:
    desk, home = await filled(site)
    chapter = f"{home}/chapters/G"
    other = await at(site, "mo", chapter)
    await desk.look(chapter)
    await desk.send(chapter, {}, do="save", **{"answer-G.1": "Den enas ord."})
    await other.send(chapter, {}, do="save", **{"answer-G.1": "Den andras ord."})
    assert other.page.status_code == 409
    assert "Den enas ord." in other.text
    assert other.forms[chapter]["answer-G.1"] == ["Den andras ord."]
    await other.send(chapter, {}, do="save")
    assert other.page.status_code == 200
    assert other.forms[chapter]["answer-G.1"] == ["Den andras ord."]
    await desk.look(f"{home}/about")
    await other.look(f"{home}/about")
    await other.send(f"{home}/about", {}, place="Här")
    await desk.send(f"{home}/about", {}, place="Där")
    assert desk.page.status_code == 409
    assert desk.forms[f"{home}/about"]["place"] == ["Där"]


async def test_what_cannot_be_said_of_an_organisation_is_told_by_field(site: PagedSite) -> None:
    desk = await begun(site)
    about = f"{desk.page.url.path}/about"
    await desk.look(about)
    await desk.send(about, {}, municipality_code="12", name="x" * 400)
    assert desk.page.status_code == 422
    await desk.send(about, {}, municipality_code="12", name="Föreningen")
    assert "Kommunkoden har fyra siffror" in desk.text
    outline = {"outline": ("park.geojson", b'{"type": "Point", "coordinates": [15, 60]}', "application/json")}
    await desk.send(about, outline, municipality_code="0180")
    assert desk.page.status_code == 200
    await desk.look(about)
    assert "En gräns är sparad." in desk.text
    await desk.send(about, {"outline": ("park.geojson", b"[]", "application/json")})
    assert desk.page.status_code == 422


async def test_a_draft_is_its_own_organisations_alone(site: PagedSite) -> None:
    desk, home = await filled(site)
    for path in (home, f"{home}/about", f"{home}/chapters/G", f"{home}/evidence/x"):
        assert (await at(site, "ola", path)).page.status_code == 404
        assert (await at(site, "kim", path)).page.status_code == 403
    assert (await desk.look(f"{home}/chapters/H")).page.status_code == 404
    await desk.look(home)
    await desk.send(f"{home}/drop")
    assert "Utkastet är kastat." in desk.text
    assert (await desk.look(home)).page.status_code == 404


async def test_a_renewal_begins_with_what_was_said_last_time(site: PagedSite) -> None:
    await site.world.granted()
    await site.issue()
    desk = await at(site, "mo", "/drafts/new")
    assert "Det är för tidigt att förnya." in desk.text
    site.later(days=365 * 3 - 100)
    desk = await at(site, "mo", "/drafts/new")
    offers = re.findall(r'name="offer" value="([^"]+)"', desk.text)
    assert [offer.split("/")[2] for offer in offers] == ["full", "short"]
    await desk.send("/drafts", offer=offers[1])
    assert "Förnyelse som skrivs" in desk.text
    home = desk.page.url.path
    await desk.look(f"{home}/chapters/G")
    assert desk.forms[f"{home}/chapters/G"]["answer-G.1"] == ["Ja, se bilagan."]


async def test_a_renewal_starts_from_the_plan_of_the_former_case(site: PagedSite) -> None:
    # given a certificate with a plan, which names a function and a day
    await site.world.granted()
    await site.issue()
    desk = await at(site, "mo", "/cases/case-1/process")
    plan = {"name-1": "G.3", "text-1": "Sätt upp en skylt.", "owner-1": "Föreståndaren", "due-1": "2027-05-01"}
    await desk.send("/cases/case-1/process/PlanImprovement", **plan)
    assert "Förbättringsplanen är sparad." in desk.text
    # when it is renewed, then the draft shows what was planned
    site.later(days=365 * 3 - 100)
    desk = await at(site, "mo", "/drafts/new")
    offers = re.findall(r'name="offer" value="([^"]+)"', desk.text)
    await desk.send("/drafts", offer=offers[1])
    assert "Planen från förra gången" in desk.text
    assert "Sätt upp en skylt." in desk.text
    assert "Föreståndaren" in desk.text
    # (handed in as the rules take it, which is tried elsewhere)
    world, former = site.world, (await site.world.case()).certificate
    assert former is not None
    world.at = site.clock()
    again = a.Submit(
        dossier=DOSSIER, applicant="lindhamra", scheme=world.scheme.digest, form="full", former=former.number
    )
    await world.do("mo", again, case="case-2")
    site.later(minutes=5)
    case = "/cases/case-2"
    desk = await at(site, "mo", case)
    assert "Planen från förra gången" in desk.text
    # and so does the case to the coordinator, and the plan's own form begins with it
    case = str(desk.page.url.path)
    assert "Sätt upp en skylt." in (await at(site, "kim", case)).text
    await desk.look(f"{case}/process")
    assert "Det här är planen från förra gången." in desk.text
    address = f"{case}/process/PlanImprovement"
    assert desk.forms[address]["text-1"] == ["Sätt upp en skylt."]
    site.later(minutes=1)
    await desk.send(address, **{"text-1": "Skylten finns. Nu på två språk.", "due-1": "2030-05-01"})
    assert "Det här är planen från förra gången." not in desk.text
    english = await desk.look(f"{case}?lang=en")
    assert "The plan from last time" in english.text
