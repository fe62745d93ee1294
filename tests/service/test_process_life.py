"""A longer process in a real database: surveillance by the worker's clock, blind findings, what the register says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from certify.core import acts as a
from certify.core.errors import Refused
from certify.service import authority, register_facts
from certify.service.store import cases
from certify.service.store.database import Database
from certify.service.web import sight
from certify.service.web.access import Principal
from certify.service.web.cases import case_events, case_outcome, show_case
from certify.service.web.problems import Trouble
from tests.core.life import MEMBER, WHY
from tests.core.road import JURY_SOURCE, SOURCE, STAGES_SOURCE, on
from tests.service.web.site import Site, opened_site
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY, World

pytestmark = pytest.mark.anyio


async def begun(world: World, source: str, *jurors: str) -> World:
    """Taken in under a scheme of its own, with the terms accepted and Dag to decide."""
    source = source.replace("id: 2026.1", "id: 2026.9")
    world.scheme = await authority.publish_scheme(world.db, BODY, source.encode(), by="sol", at=world.at)
    for person in jurors:
        await authority.record_competence(
            world.db, BODY, person, f"{world.scheme.id}:juror", from_day=date(2026, 1, 1), until_day=None, by="adi",
            at=world.at,
        )  # fmt: skip
    await world.submitted()
    await world.do("kim", a.Register(number="2026-1", received=world.at.date()))
    await world.do("kim", a.Accept(findings=MEMBER))
    await world.do("mo", a.Agree(terms=world.terms))
    await duty(world, "dag", "decide")
    return world


async def duty(world: World, who: str, what: a.Duty, activity: str | None = None) -> None:
    await world.do("kim", a.Assign(duty=what, person=who, activity=activity))
    part = (await world.case()).part_of(who)
    if part is not None and part.conflict is None:
        await world.do(who, a.DeclareInterest(conflict=False))


def principal(person: str, *roles: a.Role) -> Principal:
    """Somebody who is signed in."""
    return Principal(
        account=person, person=person, name=None, body=BODY, roles=frozenset(roles), applicant_for=(), via="token"
    )


@pytest.fixture
async def workshop(database: Database, tmp_path: Path) -> Workshop:
    """A body at work with its worker, on each engine."""
    return await Workshop(database, tmp_path).ready()


async def test_the_clock_follows_surveillance_until_it_suspends_and_withdraws(workshop: Workshop) -> None:
    world = await begun(workshop.world, STAGES_SOURCE)
    await duty(world, "ask", "assess", "stage_1")
    await duty(world, "ask", "assess", "stage_2")
    await world.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    await world.do("ask", a.Assess(activity="stage_2", findings=on(G2="yes", G3="yes")))
    await world.do("dag", a.Decide(outcome="grant", reason=WHY))
    await workshop.worker.drain()
    assert (await world.case()).deadlines == {"surveillance": date(2027, 3, 2)}
    view = await cases.view_of(world.db, BODY, "case-1")
    assert view is not None
    assert view.next_due is not None
    assert view.next_due.date() == date(2027, 3, 2)  # 23.00 in UTC

    await duty(world, "elm", "assess", "surveillance")
    with pytest.raises(Refused, match=r"separation\.duty"):
        await world.do("kim", a.Assign(duty="decide", person="elm"))
    workshop.later(days=365 + 2)
    await workshop.worker.drain()
    case = await world.case()
    assert case.missed == {"surveillance"}
    assert case.certificate is not None
    assert (case.certificate.status, case.certificate.reason_class) == ("suspended", "surveillance_missing")
    assert (await workshop.certificate()).status == "suspended"
    workshop.later(days=190)
    await workshop.worker.drain()
    assert (await workshop.certificate()).status == "withdrawn"


@pytest.fixture
async def site(database_url: str, tmp_path: Path, anyio_backend: str) -> AsyncIterator[Site]:
    """The whole application, on each engine."""
    async with opened_site(database_url, tmp_path) as opened:
        yield opened


async def test_what_others_found_is_out_of_sight_until_ones_own_is_handed_in(site: Site) -> None:
    world, here = await begun(site.world, JURY_SOURCE), site.here
    await duty(world, "ask", "assess", "visit")
    await duty(world, "elm", "assess", "visit")
    await world.do("ask", a.Assess(activity="visit", findings=on(G1="yes", G2="yes", G3="yes")))
    (work,) = (await world.case()).works
    ask, elm = principal("ask", "assessor"), principal("elm", "assessor", "coordinator", "decider")

    assert (await show_case(here, ask, "case-1")).findings == (("ask", work.findings),)
    assert (await show_case(here, elm, "case-1")).findings == ()
    assert "Assessed" not in {type(one.event).__name__ for one in await case_events(here, elm, "case-1")}
    with pytest.raises(Trouble, match="not-found"):
        await sight.document_in_sight(world.shell, elm, "case-1", work.findings)
    assert not (await case_outcome(here, elm, "case-1")).complete
    await sight.document_in_sight(world.shell, ask, "case-1", work.findings)

    await world.do("elm", a.Assess(activity="visit", findings=on(G1="yes", G2="no", G3="yes")))
    assert len((await show_case(here, elm, "case-1")).findings) == 2
    await sight.document_in_sight(world.shell, elm, "case-1", work.findings)


async def test_a_role_of_the_schemes_own_is_held_by_a_competence(database: Database) -> None:
    world = await begun(await World(database).founded(), JURY_SOURCE, "ask")
    await world.do("kim", a.Assign(duty="assess", person="ask", activity="jury"))
    with pytest.raises(Refused, match=r"separation\.role"):
        await world.do("kim", a.Assign(duty="assess", person="elm", activity="jury"))


async def test_the_register_says_what_an_applicant_held(workshop: Workshop) -> None:
    await workshop.issued()
    asking = (
        STAGES_SOURCE.replace("scheme: open-garden", "scheme: second")
        .replace(
            "inputs:\n",
            """inputs:
  garden_holds: {type: yes_no, given_by: certificate, of: open-garden}
""",
        )
        .replace("eligible: {member: yes}", "eligible: {member: yes, garden_holds: yes}")
    )
    world = workshop.world
    first = await world.case()
    scheme = await authority.publish_scheme(world.db, BODY, asking.encode(), by="sol", at=world.at)
    found = await register_facts.register_inputs(world.db, BODY, scheme, first, world.at)
    assert found == {"garden_holds": "yes"}
    await workshop.withdraw()
    workshop.later(days=1)
    assert await register_facts.register_inputs(world.db, BODY, scheme, first, world.at) == {"garden_holds": "no"}
    assert await register_facts.register_inputs(world.db, BODY, world.scheme, first, world.at) == {}


async def test_a_new_version_is_followed_up_with_present_holders_by_the_worker(workshop: Workshop) -> None:
    await workshop.issued()
    asked = "transition: {by: 12 months after start, if_late: withdraw}"
    later = f"id: 2026.5, applies_from: 2026-05-01, replaces: 2026.1, {asked}"
    new = SOURCE.replace("id: 2026.1, applies_from: 2026-01-01", later)
    await authority.publish_scheme(workshop.db, BODY, new.encode(), by="sol", at=workshop.world.at)
    await workshop.worker.drain()
    assert (await workshop.case()).transition is None  # it does not apply yet
    workshop.later(days=61)
    await workshop.worker.drain()
    workshop.later(hours=2)
    await workshop.worker.drain()
    case = await workshop.case()
    assert case.transition is not None
    assert case.transition.due == date(2027, 5, 1)
    workshop.later(days=366)
    await workshop.worker.drain()
    assert (await workshop.certificate()).status == "withdrawn"
