"""`perform`: one act, one transaction, one winner; on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from certify.core import acts as a
from certify.core import chain
from certify.core.errors import Refused
from certify.core.findings import Findings
from certify.service import authority
from certify.service.errors import Conflict, KeyReused
from certify.service.facts import former_of
from certify.service.perform import Caller, Performed, Remember, history, perform
from certify.service.store import cases, published, tasks
from certify.service.store.bodies import BodyRow
from certify.service.store.database import Database
from certify.service.store.errors import Busy
from certify.service.store.organisations import OrganisationRow
from certify.service.store.people import PersonRow
from tests.core.life import DOSSIER, MEMBER, WHY, findings
from tests.service.world import BODY, World
from verify.keys import multibase

pytestmark = pytest.mark.anyio

KEY = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")  # RFC 8032, 7.1, test 1


@pytest.fixture
async def world(database: Database) -> World:
    """A body at work, without a case yet."""
    return await World(database).founded()


async def test_a_whole_life_until_the_decision(world: World) -> None:
    await world.granted()
    case = await world.case()
    assert case.state == "granted"
    assert case.decision is not None
    assert case.decision.person == "dag"
    view = await cases.view_of(world.db, BODY, "case-1")
    assert view is not None
    assert (view.version, view.state) == (case.version, "granted")
    assert await tasks.task(world.db, BODY, f"issue/case-1/{case.version}") is not None


async def test_events_and_heads_are_chained(world: World) -> None:
    await world.assessed()
    stored = await cases.events_of(world.db, BODY, "case-1")
    links = [chain.Link(s.seq, s.prev, s.data.encode(), s.hash) for s in stored]
    assert chain.breaks(chain.case_tag(BODY, "case-1"), links) == []
    heads = [head async for head in cases.heads(world.db, BODY)]
    head_links = [chain.Link(h.seq, h.prev, chain.head_data(h.case, h.case_seq, h.event_hash), h.hash) for h in heads]
    assert chain.breaks(chain.heads_tag(BODY), head_links) == []
    assert heads[-1].event_hash == stored[-1].hash
    assert world.heads[BODY] == (heads[-1].seq, heads[-1].hash)


async def test_a_refused_act_leaves_nothing(world: World) -> None:
    await world.assessed()
    before = await history(world.db, BODY, "case-1")
    waiting = await tasks.counts(world.db)
    with pytest.raises(Refused) as refused:
        await world.do("ask", a.Decide(outcome="grant", reason=WHY))
    assert refused.value.rule == "act.role"
    assert await history(world.db, BODY, "case-1") == before
    assert await tasks.counts(world.db) == waiting


async def test_the_assessor_never_decides_whatever_roles_are_given(world: World) -> None:
    """By person: another account, a new role and a moved duty do not help."""
    await world.submitted()
    await world.do("kim", a.Register(number="1", received=world.at.date()))
    await world.do("kim", a.Accept(findings=MEMBER))
    await world.do("kim", a.Assign(duty="assess", person="elm"))
    with pytest.raises(Refused) as refused:
        await world.do("kim", a.Assign(duty="decide", person="elm"))
    assert refused.value.rule == "separation.duty"


async def test_the_key_of_the_table_says_so_too(world: World) -> None:
    """If the rule were broken, the database would still refuse a second duty for the same person."""
    await world.assessed()
    view = await cases.view_of(world.db, BODY, "case-1")
    assert view is not None
    parts = tuple(
        cases.PartRow(body=BODY, case="case-1", person="ask", duty=duty, conflict=False)
        for duty in ("assess", "decide")
    )
    with pytest.raises(Exception, match="part"):
        async with world.db.transaction():
            await cases.write_view(world.db, view, parts)


async def test_two_acts_at_once_one_wins_and_the_other_is_told(world: World) -> None:
    await world.submitted()
    version = (await world.case()).version
    at = world.at + timedelta(minutes=1)

    async def register(number: str) -> Performed | Exception:
        act = a.Register(number=number, received=world.at.date())
        caller = Caller(kind="person", person="kim")
        try:
            return await perform(world.shell, body=BODY, case="case-1", act=act, caller=caller, at=at, expected=version)
        except (Refused, Conflict, Busy) as error:
            return error

    results = await asyncio.gather(*(asyncio.create_task(register(f"n-{i}")) for i in range(6)))
    assert sum(isinstance(result, Performed) for result in results) == 1
    assert all(isinstance(result, Performed | Conflict | Busy) for result in results)
    assert (await world.case()).version == version + 1


async def test_the_same_key_twice_has_one_effect_and_one_answer(world: World) -> None:
    await world.submitted()
    remember = Remember(key="k-1", principal="kim", route="acts", request="sha256:1")
    act = a.Register(number="1", received=world.at.date())
    first = await world.do("kim", act, remember=remember)
    again = await world.do("kim", act, remember=remember)
    assert (again.case, again.recorded, again.again) == (first.case, first.recorded, True)
    other = Remember(key="k-1", principal="kim", route="acts", request="sha256:2")
    with pytest.raises(KeyReused):
        await world.do("kim", act, remember=other)


async def test_a_refused_call_does_not_use_up_its_key(world: World) -> None:
    await world.submitted()
    remember = Remember(key="k-2", principal="kim", route="acts", request="sha256:1")
    with pytest.raises(Refused):
        await world.do("kim", a.Accept(findings=MEMBER), remember=remember)
    await world.do("kim", a.Register(number="1", received=world.at.date()), remember=remember)


async def test_two_cases_cannot_have_one_number(world: World) -> None:
    await world.submitted()
    await world.submitted("case-2", "other", "ola")
    await world.do("kim", a.Register(number="1", received=world.at.date()))
    with pytest.raises(Refused) as refused:
        await world.do("kim", a.Register(number="1", received=world.at.date()), case="case-2")
    assert refused.value.rule == "register.number"


async def test_guidance_in_one_case_counts_in_the_next(world: World) -> None:
    await world.submitted()
    await world.do("kim", a.RecordGuidance(person="ask", on=world.at.date()))
    await world.do("mo", a.WithdrawApplication())
    await world.submitted("case-2")
    await world.do("kim", a.Register(number="2", received=world.at.date()), case="case-2")
    await world.do("kim", a.Accept(findings=MEMBER), case="case-2")
    with pytest.raises(Refused) as refused:
        await world.do("kim", a.Assign(duty="assess", person="ask"), case="case-2")
    assert refused.value.rule == "separation.guidance"


async def test_an_applicant_has_one_open_case_under_a_scheme(world: World) -> None:
    await world.submitted()
    with pytest.raises(Refused) as refused:
        await world.submitted("case-2")
    assert refused.value.rule == "submit.open_case"


async def test_eligibility_is_looked_up_by_the_coordinator(world: World) -> None:
    await world.submitted()
    await world.do("kim", a.Register(number="1", received=world.at.date()))
    with pytest.raises(Refused) as refused:
        await world.do("kim", a.Accept(findings=Findings(findings=(), inputs={"member": "no"})))
    assert refused.value.rule == "accept.eligible"


async def test_an_assessor_sends_back_and_gets_the_completion(world: World) -> None:
    await world.submitted()
    await world.do("kim", a.Register(number="1", received=world.at.date()))
    await world.do("kim", a.Accept(findings=MEMBER))
    await world.do("kim", a.Assign(duty="assess", person="ask"))
    await world.do("ask", a.DeclareInterest(conflict=False))
    due = world.at.date() + timedelta(days=30)
    await world.do("ask", a.RequestCompletion(criteria=("G.1",), reason=WHY, due=due))
    await world.do("mo", a.Submit(dossier=DOSSIER))
    assert (await world.case()).state == "accepted"


async def test_findings_of_somebody_who_advised_do_not_carry_a_decision(world: World) -> None:
    await world.assessed()
    await world.do("kim", a.RecordGuidance(person="ask", on=world.at.date()))
    with pytest.raises(Refused) as refused:
        await world.do("dag", a.Decide(outcome="grant", reason=WHY))
    assert (refused.value.rule, refused.value.evidence) == (
        "separation.guidance",
        {"person": "ask", "advised": world.at.date().isoformat()},
    )
    # They are sent back, and somebody else assesses.
    await world.do("dag", a.SendBack(reason=WHY))
    await world.do("ask", a.DeclareInterest(conflict=True))
    await world.do("kim", a.Assign(duty="assess", person="elm"))
    await world.do("elm", a.DeclareInterest(conflict=False))
    await world.do("elm", a.Assess(findings=findings()))
    await world.do("dag", a.Decide(outcome="grant", reason=WHY))


async def _second_body(world: World) -> None:
    """Another body on the same installation, which calls its applicant as the first does."""
    origin, at = "http://localhost:8000", world.at
    row = BodyRow(
        slug="second",
        legal_name="Andra rådet",
        address="Allén 4",
        origin=origin,
        did=authority.did_of(origin, "second"),
        created_at=at,
    )
    await authority.found_body(world.db, row, by="setup")
    organisation = OrganisationRow(
        body="second", id="lindhamra", number="802400-1235", name="Lindhamra", address="Torget 1", created_at=at
    )
    await authority.add_organisation(world.db, organisation, by="setup")
    await authority.add_person(world.db, PersonRow(id="bo", body="second", name="Bo", created_at=at), None, by="setup")
    await authority.give_role(world.db, "second", "bo", "applicant", organisation="lindhamra", by="setup", at=at)


async def test_a_scheme_that_another_body_published_is_none_of_ours(world: World) -> None:
    await world.submitted()  # from now on the first body's scheme lies on the shelf
    await _second_body(world)
    act = a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=world.scheme.digest)
    with pytest.raises(Refused) as refused:
        await perform(
            world.shell, body="second", case="b-1", act=act, caller=Caller(kind="person", person="bo"), at=world.at
        )
    assert refused.value.rule == "submit.published"


async def test_a_certificate_of_another_body_is_nobodys_former(world: World) -> None:
    await world.granted()
    number, key = "8H3K-T6PW-4", f"{authority.did_of('http://localhost:8000', BODY)}#key-1"
    row = published.KeyRow(body=BODY, id=key, use="certificate", multibase=multibase(KEY), from_at=world.at)
    await published.add_key(world.db, row)
    await world.do("worker", a.PrepareCertificate(number=number, status_list=1, status_index=7, key=key))
    assert await former_of(world.db, BODY, number) is not None
    assert await former_of(world.db, "second", number) is None
