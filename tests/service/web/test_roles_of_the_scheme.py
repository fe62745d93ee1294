"""A scheme's own role at intake and after the grant: on the page, over the API and by the command line alike."""

import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from certify.core import acts as a
from certify.core.errors import Refused
from certify.core.scheme.model import Scheme
from certify.service import authority
from certify.service.commands.cases import told_problem
from tests.core.life import DOSSIER, MEMBER, WHY, findings
from tests.service.web.desk import CASE, at
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.world import BODY, GARDEN

pytestmark = pytest.mark.anyio
TAKE_IN, NEXT = "Ta in eller avböj", "Ta in ansökan till bedömning, eller säg varför inte."
ASKED = "Momentet görs av någon med en annan roll i ordningen."


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    async with opened_pages(tmp_path) as opened:
        yield opened


async def hosted(site: PagedSite) -> Scheme:
    """The garden, where a host takes in and a chair decides; a case is handed in and numbered."""
    site.later(minutes=1)
    source = GARDEN.read_text(encoding="utf-8").partition("examples:")[0]
    for old, new in (
        ("id: 2026.1,", "id: 2026.7,"),
        ("inputs:\n", "names: {host: {sv: Värd, en: Host}, chair: {sv: Ordförande, en: Chair}}\ninputs:\n"),
        ("given_by: coordinator", "given_by: host"),
        ("roles: [coordinator, assessor, decider]", "roles: [host, assessor, chair]"),
        ("kind: check, by: coordinator", "kind: check, by: host"),
        ("kind: decide, by: decider", "kind: decide, by: chair"),
    ):
        assert old in source, old
        source = source.replace(old, new, 1)
    world = site.world
    scheme = await authority.publish_scheme(site.db, BODY, source.encode(), by="sol", at=world.at)
    await world.do("mo", a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=scheme.digest))
    await world.do("kim", a.Register(number="2026-1", received=world.at.date()))
    return scheme


async def held(site: PagedSite, scheme: Scheme, person: str, role: str) -> None:
    """Note that somebody holds a role of the scheme's own."""
    await authority.record_competence(
        site.db, BODY, person, f"{scheme.id}:{role}",
        from_day=date(2026, 1, 1), until_day=None, by="adi", at=site.world.at,
    )  # fmt: skip


async def test_the_role_is_asked_for_at_intake(site: PagedSite, capsys: pytest.CaptureFixture[str]) -> None:
    scheme = await hosted(site)
    # given a coordinator who is no host: the page says which role is asked for, and has no form to fill in
    kim = await at(site, "kim")
    assert f"{CASE}/acts/Accept" not in kim.forms
    assert f"{CASE}/acts/Decline" not in kim.forms
    assert ASKED in kim.text
    assert "Ordningen kräver här rollen" in kim.text
    assert "Värd" in kim.text
    assert "Here the scheme asks for the role" in (await kim.look(f"{CASE}?lang=en")).text
    # and a form that is sent all the same is refused by the same rule
    assert NEXT not in kim.text
    assert TAKE_IN not in (await kim.look("/cases")).text
    await kim.look(CASE)
    token = {"form_token": next(iter(kim.forms.values()))["form_token"]}
    await kim.post(f"{CASE}/acts/Accept", {**token, "input-member": ["yes"]})
    assert kim.page.status_code == 403
    assert "separation.role" in kim.text
    # the API says it too, with the role, and so does the command line
    answer = await (await site.by("kim")).post(
        "/api/cases/case-1/acts", json={"act": "Accept", "findings": {"findings": [], "inputs": {"member": "yes"}}}
    )
    problem = answer.json()
    assert (answer.status_code, problem["rule"], problem["evidence"]["roles"]) == (403, "separation.role", ["host"])
    capsys.readouterr()
    assert told_problem(problem, as_json=True) == 1
    assert json.loads(capsys.readouterr().out)["evidence"]["roles"] == ["host"]
    # when the body has noted that she is one, then it is her turn and she takes it in by the form
    await held(site, scheme, "kim", "host")
    assert TAKE_IN in (await kim.look("/cases")).text
    await kim.look(CASE)
    assert NEXT in kim.text
    await kim.send(f"{CASE}/acts/Accept", **{"input-member": "yes"})
    assert "done=Accepted" in str(kim.page.url), kim.text


async def test_the_role_is_asked_for_of_whoever_suspends(site: PagedSite) -> None:
    scheme = await hosted(site)
    world = site.world
    await held(site, scheme, "kim", "host")
    await world.do("kim", a.Accept(findings=MEMBER))
    # given a decider without the role of the scheme: nobody assigns them
    with pytest.raises(Refused, match=r"separation\.role"):
        await world.do("kim", a.Assign(duty="decide", person="dag"))
    await held(site, scheme, "dag", "chair")
    for duty, person in (("assess", "ask"), ("decide", "dag")):
        await world.do("kim", a.Assign(duty=duty, person=person))  # type: ignore[arg-type]  # the two above
        await world.do(person, a.DeclareInterest(conflict=False))
    await world.do("mo", a.Agree(terms=world.terms))
    await world.do("ask", a.Assess(findings=findings()))
    await world.do("dag", a.Decide(outcome="grant", reason=WHY))
    await site.issue()
    # then the chair can suspend, and another decider reads which role it takes
    assert f"{CASE}/acts/Suspend" in (await at(site, "dag")).forms
    elm = await at(site, "elm")
    assert f"{CASE}/acts/Suspend" not in elm.forms
    assert "Ordningen kräver här rollen" in elm.text
