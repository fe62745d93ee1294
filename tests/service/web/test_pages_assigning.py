"""Assigning people: how many each activity needs, who has it, who may be chosen, and what to do about the others."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from certify.core import acts as a
from certify.service import authority
from certify.service.store.people import AccountRow, PersonRow
from tests.core.life import DOSSIER, MEMBER
from tests.core.road import JURY_SOURCE, on
from tests.service.web.desk import CASE, Desk, at
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.world import BODY, KNOWN_AS

pytestmark = pytest.mark.anyio
SCHEME = "open-garden"
NUMBER, NAME = KNOWN_AS["other"]
OTHERS = msgspec.structs.replace(
    DOSSIER, applicant=msgspec.structs.replace(DOSSIER.applicant, organisation_number=NUMBER, name=NAME)
)
JURORS = ("una", "vera", "ivo", "nia")


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    """With a case taken in under a scheme with a jury of three; Nia is a juror without the service's role."""
    async with opened_pages(tmp_path) as opened:
        await with_a_jury(opened)
        yield opened


async def with_a_jury(opened: PagedSite) -> None:
    world, db = opened.world, opened.db
    opened.later(minutes=1)
    source = JURY_SOURCE.replace("id: 2026.1,", "id: 2026.9,", 1).encode()
    scheme = await authority.publish_scheme(db, BODY, source, by="sol", at=world.at)
    for id_ in JURORS:
        account = AccountRow(id=f"account-{id_}", person=id_, login=f"{id_}@example.org", created_at=world.at)
        row = PersonRow(id=id_, body=BODY, name=id_.title(), created_at=world.at)
        await authority.add_person(db, row, account, by="adi")
        if id_ != "nia":
            await authority.give_role(db, BODY, id_, "assessor", by="adi", at=world.at)
        await authority.record_competence(
            db, BODY, id_, f"{SCHEME}:juror", from_day=date(2026, 1, 1), until_day=None, by="adi", at=world.at
        )
    await world.do("mo", a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=scheme.digest))
    await world.do("kim", a.Register(number="2026-1", received=world.at.date()))
    await world.do("kim", a.Accept(findings=MEMBER))


def plain(desk: Desk) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", desk.text))


async def choose(site: PagedSite, person: str, duty: str = "assess") -> Desk:
    site.later(minutes=1)
    desk = await at(site, "kim")
    await desk.send(f"{CASE}/acts/Assign", duty=duty, person=person)
    assert 'class="done"' in desk.text
    return desk


async def test_each_activity_says_how_many_it_needs_and_how_they_come_to_one_value(site: PagedSite) -> None:
    text = plain(await at(site, "kim"))
    assert "2 personer behövs. Ingen är utsedd. 2 saknas." in text
    assert "Den sämsta av deras bedömningar räknas." in text
    assert "Ingen ser de andras bedömning förrän den egna är lämnad." in text
    assert "3 personer behövs. Ingen är utsedd. 3 saknas." in text
    assert "Omröstning: flertalet avgör, och minst 2 måste rösta. Vid lika röstetal blir svaret nej." in text


async def test_whoever_may_not_be_chosen_stands_there_with_the_reason_and_what_to_do(site: PagedSite) -> None:
    text = plain(await at(site, "kim"))
    # a juror without the service's role
    assert "Nia Personen har inte rollen som uppgiften kräver. Be administratören ge personen rollen" in text
    # an assessor who is no juror, and a juror who is not competent to visit
    refused = "Momentet görs av någon med en annan roll i ordningen. Ordningen kräver här rollen"
    assert re.search(f"Ask {refused} .?juror.?\\. Anteckna personens roll", text)
    assert "Una Personen saknar dokumenterad och aktuell behörighet för ordningen. Anteckna behörigheten" in text
    english = await (await at(site, "kim")).look(f"{CASE}?lang=en")
    assert "Nia The person does not have the role that the duty asks for. Ask the administrator" in plain(english)


async def test_the_numbers_follow_and_nobody_is_offered_once_all_are_there(site: PagedSite) -> None:
    await choose(site, "una/jury")
    text = plain(await at(site, "kim"))
    assert "3 personer behövs. En är utsedd. 2 saknas." in text
    assert "Una har inte svarat på frågan om jäv." in text
    for who in ("vera/jury", "ivo/jury"):
        await choose(site, who)
    desk = await at(site, "kim")
    assert "Så många som behövs är utsedda." in plain(desk)
    assert 'value="una/jury"' not in desk.text
    assert "Utse bedömare" in (await at(site, "kim", "/cases")).text  # the visit still needs two
    for who in ("ask/visit", "elm/visit"):
        await choose(site, who)
    await choose(site, "dag", "decide")
    assert "Utse" not in (await at(site, "kim", "/cases")).text


async def test_whoever_can_no_longer_do_it_is_told_of_and_relieved(site: PagedSite) -> None:
    # given a juror who lost the role in the meantime
    await choose(site, "una/jury")
    site.later(minutes=1)
    await authority.end_role(site.db, BODY, "una", "assessor", by="adi", at=site.clock())
    site.later(minutes=1)
    text = plain(await at(site, "kim"))
    assert "Una kan inte längre göra det. Personen har inte rollen som uppgiften kräver. Entlediga personen" in text


async def test_somebody_is_relieved_of_what_is_left_by_a_form(site: PagedSite) -> None:
    # given somebody who visits and is to vote, and has visited
    world = site.world
    await authority.record_competence(
        site.db, BODY, "ask", f"{SCHEME}:juror", from_day=date(2026, 1, 1), until_day=None, by="adi", at=world.at
    )
    for who in ("ask", "elm"):
        await world.do("kim", a.Assign(duty="assess", person=who))
        await world.do(who, a.DeclareInterest(conflict=False))
        await world.do(who, a.Assess(activity="visit", findings=on(G1="yes", G2="yes", G3="yes")))
    site.later(minutes=30)
    desk = await at(site, "kim")
    assert "Ask, bara momentet jury" in desk.text
    await desk.send(f"{CASE}/acts/Relieve", person="ask/jury", reason="Hinner inte.")
    assert 'class="done"' in desk.text
    assert [part.person for part in (await world.case()).assigned("assess", "jury")] == []


async def test_the_panel_of_each_juror_follows_what_they_have_done(site: PagedSite) -> None:
    world = site.world
    for who in ("ask", "elm"):
        await world.do("kim", a.Assign(duty="assess", person=who, activity="visit"))
        await world.do(who, a.DeclareInterest(conflict=False))
    await world.do("kim", a.Assign(duty="assess", person="una", activity="jury"))
    await world.do("una", a.DeclareInterest(conflict=False))
    site.later(minutes=30)
    # a juror has nothing to do before the visits are done
    assert "Rösta." not in (await at(site, "una")).text
    for who in ("ask", "elm"):
        assert "Bedöm underlaget" in (await at(site, who)).text
        await world.do(who, a.Assess(activity="visit", findings=on(G1="yes", G2="yes", G3="yes")))
        site.later(minutes=5)
        assert "Bedöm underlaget" not in (await at(site, who)).text
    desk = await at(site, "una")
    assert "Rösta." in desk.text
    await desk.look(f"{CASE}/process")
    assert "/process/Vote" in desk.text


async def test_the_last_day_of_intake_is_among_the_dates_until_the_case_is_taken_in(site: PagedSite) -> None:
    # given a scheme that gives a time to take cases in
    world = site.world
    site.later(minutes=30)
    source = JURY_SOURCE.replace("id: 2026.1,", "id: 2026.10,", 1).replace(
        "after: application, fills: [member]}", "after: application, fills: [member], within: 10 days after submitted}"
    )
    scheme = await authority.publish_scheme(site.db, BODY, source.encode(), by="sol", at=site.clock())
    act = a.Submit(dossier=OTHERS, applicant="other", scheme=scheme.digest)
    await world.do("ola", act, case="case-2")
    site.later(minutes=5)
    text = plain(await at(site, "kim", "/cases/case-2"))
    assert "12 mars 2026 Sista dag att ta in eller avböja ansökan" in text
    await world.do("kim", a.Register(number="2026-2", received=world.at.date()), case="case-2")
    await world.do("kim", a.Accept(findings=MEMBER), case="case-2")
    site.later(minutes=5)
    assert "Sista dag att ta in" not in plain(await at(site, "kim", "/cases/case-2"))
