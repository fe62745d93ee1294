"""A stranger's schemes at work: published from a file as anybody's would be, applied under, judged, and certified."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from certify.core import acts as a
from certify.core.dossier import Answer, Unit
from certify.core.errors import Refused
from certify.core.findings import Finding, Findings, Said
from certify.core.scheme.load import load
from certify.core.scheme.model import Scheme
from certify.service import authority, publishing, register_facts
from certify.service.simulation import simulate
from certify.service.store.database import Database
from tests.core.life import DOSSIER, WHY
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY, KNOWN_AS, World

pytestmark = pytest.mark.anyio

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
POINTS = {"E-1": "20", "E-2": "10", "E-3": "5", "F-1": "10", "F-2": "10", "T-1": "15", "T-2": "5"}
LEAVES = {"rooms": "4", "serves_food": "yes", "open_since": "2020-05-02"}


async def published(world: World, name: str) -> Scheme:
    """A scheme of docs/examples, published by the body, with people who may judge by it."""
    source = (EXAMPLES / f"{name}.yaml").read_bytes()
    scheme = await publishing.publish(world.db, BODY, source, by="sol", at=world.at, name=name)
    for person in ("ask", "dag"):
        await authority.record_competence(
            world.db, BODY, person, scheme.id, from_day=date(2026, 1, 1), until_day=None, by="adi", at=world.at
        )
    return scheme


async def submitted(world: World, scheme: Scheme, inputs: Mapping[str, Said], case: str, *, by: str = "mo") -> None:
    """An application with a word on each criterion."""
    applicant = {"mo": "lindhamra", "ola": "other"}[by]
    number, name = KNOWN_AS[applicant]
    dossier = msgspec.structs.replace(
        DOSSIER,
        applicant=msgspec.structs.replace(DOSSIER.applicant, organisation_number=number, name=name),
        answers={one.id: Answer(text="Så är det.") for one in scheme.criteria if one.per is None},
        inputs=dict(inputs),
    )
    if scheme.units:
        answers = {one.id: Answer(text="Så är det.") for one in scheme.criteria if one.per == "site"}
        site = Unit(id="north", name="Norra", inputs={"floor": "1200", "closed_down": "no"}, answers=answers)
        dossier = msgspec.structs.replace(dossier, units={"site": (site,)})
    await world.do(by, a.Submit(dossier=dossier, applicant=applicant, scheme=scheme.digest, form=scheme.forms[0].form),
                   case=case)  # fmt: skip


async def granted(world: World, scheme: Scheme, case: str, values: dict[str, str]) -> None:
    """Taken in, judged and decided; what follows is the worker's."""
    said = {one.id: values.get(one.id, "yes") for one in scheme.criteria}
    found = Findings(
        findings=tuple(Finding(criterion=id_, value=value, reason="Räknat.") for id_, value in said.items())
    )
    await world.do("kim", a.Register(number=f"2026-{case}", received=world.at.date()), case=case)
    await world.do("kim", a.Accept(findings=Findings(findings=())), case=case)
    for duty, person in (("assess", "ask"), ("decide", "dag")):
        await world.do("kim", a.Assign(duty=duty, person=person), case=case)  # type: ignore[arg-type]  # the two above
        await world.do(person, a.DeclareInterest(conflict=False), case=case)
    await world.do("mo", a.Agree(terms=world.terms), case=case)
    await world.do("ask", a.Assess(findings=found), case=case)
    await world.do("dag", a.Decide(outcome="grant", reason=WHY), case=case)


async def test_points_make_a_certificate_and_that_opens_the_way_to_the_award(
    database: Database, tmp_path: Path
) -> None:
    workshop = await Workshop(database, tmp_path).ready()
    world = workshop.world
    leaves, award = await published(world, "four-leaves"), await published(world, "meeting-place-of-the-year")
    await submitted(world, leaves, LEAVES, "leaves")
    await granted(world, leaves, "leaves", POINTS)
    await workshop.worker.drain()
    held = await world.case("leaves")
    assert held.decision is not None
    assert held.decision.level == "FOUR"
    assert held.certificate is not None
    assert held.certificate.status == "active"
    closed = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
    for by, has in (("mo", "yes"), ("ola", "no")):
        await submitted(world, award, {"applies_itself": "yes"}, f"award-{by}", by=by)
        case = await world.case(f"award-{by}")
        assert await register_facts.register_inputs(database, BODY, award, case, world.at) == {}  # not until that day
        assert await register_facts.register_inputs(database, BODY, award, case, closed) == {"has_leaves": has}


async def test_a_draft_tells_who_would_lose_leaves(database: Database) -> None:
    world = await World(database).founded()
    leaves = await published(world, "four-leaves")
    await submitted(world, leaves, LEAVES, "leaves")
    await granted(world, leaves, "leaves", POINTS)
    same = await simulate(world.shell, BODY, leaves, world.at)
    assert [(one.was, one.becomes, one.verdict) for one in same.effects] == [("FOUR", "FOUR", "same")]
    source = (EXAMPLES / "four-leaves.yaml").read_text(encoding="utf-8").partition("\nexamples:")[0]
    draft = load(source.replace("for_four_leaves: {value: 75,", "for_four_leaves: {value: 76,").encode())
    found = await simulate(world.shell, BODY, draft, world.at)
    assert [(one.was, one.becomes, one.verdict) for one in found.effects] == [("FOUR", "THREE", "changes")]


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("clear-cove", {"has_jetty": "no", "cleaned": ("2025-06-01", "2025-06-08")}),
        ("safe-storage", {"employees": "40", "system_since": "2024-05-01"}),
    ],
)
async def test_the_others_take_applications_too(database: Database, name: str, inputs: dict[str, Said]) -> None:
    world = await World(database).founded()
    scheme = await published(world, name)
    await submitted(world, scheme, inputs, "case-1")
    assert (await world.case()).state == "submitted"
    with pytest.raises(Refused):
        await world.do("kim", a.Accept(findings=Findings(findings=())))
