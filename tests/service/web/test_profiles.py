"""Applying under a profile: it is offered by its own title, its criteria are asked, and the case keeps it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from certify.core import acts as a
from certify.core.dossier import Answer
from certify.core.scheme.load import load
from certify.service import authority
from certify.service.store import certificates, documents
from certify.service.web.promises import texts_of_number
from tests.core.life import DOSSIER, MEMBER, WHY, findings
from tests.service.web.desk import at
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.world import BODY, GARDEN

pytestmark = pytest.mark.anyio

CHANGES = {
    "scheme: open-garden": "scheme: many-gardens",
    "eligible: {member: yes}": "eligible: {member: yes, kind: not none_chosen}",
    "{count: mandatory, is: no}": "{count: mandatory, is: no, text: {sv: Missade krav, en: Missed}}",
    "public: [holder, area, level, valid_from, valid_to]": "public: [holder, area, level, valid_to, mandatory_missed]",
    "parameters:\n": """profiles:
  roses:
    title: {sv: Rosor, en: Roses}
    changes:
      - from: 2026-01-01
        title: {sv: Rosenträdgård, en: Rose garden}
        expect: {sv: Du får lukta på rosorna., en: You may smell the roses.}
        parameters: {kind: roses}
        criteria:
          G:
            - criterion: G.9
              title: {sv: Rosor, en: Roses}
              text: {sv: Här växer rosor., en: Roses grow here.}
parameters:
  kind: {value: none_chosen, options: [none_chosen, roses]}
""",
}


@pytest.fixture
async def pages(tmp_path: Path) -> AsyncIterator[PagedSite]:
    async with opened_pages(tmp_path) as site:
        text = GARDEN.read_text()
        for old, new in CHANGES.items():
            assert old in text
            text = text.replace(old, new, 1)
        text = text[: text.index("\nexamples:")] if "\nexamples:" in text else text
        site.world.scheme = await authority.publish_scheme(site.db, BODY, text.encode(), by="sol", at=site.world.at)
        for person in ("ask", "dag"):
            await authority.record_competence(
                site.db,
                BODY,
                person,
                "many-gardens",
                from_day=date(2026, 1, 1),
                until_day=None,
                by="adi",
                at=site.world.at,
            )
        yield site


async def test_a_profile_is_offered_by_its_title_and_the_bare_scheme_is_not(pages: PagedSite) -> None:
    desk = await at(pages, "mo", "/drafts/new")
    assert "Rosenträdgård" in desk.text
    assert desk.text.count('name="offer"') == len(("open-garden", "many-gardens under roses"))


async def test_a_draft_asks_what_the_profile_asks_and_its_case_keeps_it(pages: PagedSite) -> None:
    mo = await pages.by("mo")
    wanted = {"organisation": "lindhamra", "scheme": pages.world.scheme.digest, "profile": "roses"}
    begun = await mo.post("/api/drafts", json=wanted)
    assert begun.status_code == 201, begun.text
    draft = begun.json()
    assert draft["profile"] == "roses"
    desk = await at(pages, "mo", f"/drafts/{draft['id']}/chapters/G")
    assert "Här växer rosor." in desk.text
    answers = DOSSIER.answers | {"G.9": Answer(text="Tolv sorter.")}
    dossier = msgspec.structs.replace(DOSSIER, answers=answers)
    saved = await mo.put(
        f"/api/drafts/{draft['id']}",
        content=msgspec.json.encode(dossier),
        headers={"if-match": f'"{draft["version"]}"', "content-type": "application/json"},
    )
    assert saved.status_code == 200, saved.text
    handed_in = await mo.post(f"/api/drafts/{draft['id']}/submit", json={})
    assert handed_in.status_code == 201, handed_in.text
    case = (await mo.get(f"/api/cases/{handed_in.json()['case']}")).json()
    assert case["profile"] == "roses"
    assert case["scheme"]["title"]["en"] == "Rose garden"


async def test_the_page_of_a_certificate_says_what_its_profile_says(pages: PagedSite) -> None:
    world = pages.world
    dossier = msgspec.structs.replace(DOSSIER, answers=DOSSIER.answers | {"G.9": Answer(text="Tolv sorter.")})
    act = a.Submit(dossier=dossier, applicant="lindhamra", scheme=world.scheme.digest, profile="roses")
    await world.do("mo", act)
    await world.do("kim", a.Register(number="2026-1", received=world.at.date()))
    await world.do("kim", a.Accept(findings=MEMBER))
    await world.do("mo", a.Agree(terms=world.terms))
    for duty, person in (("assess", "ask"), ("decide", "dag")):
        await world.do("kim", a.Assign(duty=duty, person=person))  # type: ignore[arg-type]  # both are duties
        await world.do(person, a.DeclareInterest(conflict=False))
    found = findings(G9="yes")
    await world.do("ask", a.Assess(findings=found))
    await world.do("dag", a.Decide(outcome="grant", reason=WHY))
    await pages.issue()
    (row,) = await certificates.certificates_of_case(pages.db, BODY, "case-1")
    page = await pages.reader().get(f"/v/{row.number}", headers={"accept-language": "sv"})
    assert page.status_code == 200
    assert "Du får lukta på rosorna." in page.text
    assert "Missade krav: 0" in page.text
    assert await texts_of_number(pages.here, "2222-2222-2") is None
    case = await world.case()
    assert await documents.erase_document(pages.db, BODY, case.dossier, world.at)
    page = await pages.reader().get(f"/v/{row.number}", headers={"accept-language": "sv"})
    assert page.status_code == 200
    assert "Missade krav" not in page.text


async def test_a_profile_that_there_is_none_of(pages: PagedSite) -> None:
    mo = await pages.by("mo")
    wanted = {"organisation": "lindhamra", "scheme": pages.world.scheme.digest, "profile": "tulips"}
    refused = await mo.post("/api/drafts", json=wanted)
    assert refused.status_code == 422, refused.text
    assert "profile" in refused.text


def test_the_changes_make_a_scheme() -> None:
    text = GARDEN.read_text()
    for old, new in CHANGES.items():
        text = text.replace(old, new, 1)
    scheme = load(text.encode())
    assert [criterion.id for criterion in scheme.under("roses", date(2026, 3, 1)).criteria][-1] == "G.9"
