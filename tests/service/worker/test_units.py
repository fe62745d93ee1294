"""From a scheme file with units to what anybody reads of them: certificate, answer, register, signed history, paper."""

from __future__ import annotations

import msgspec
import pytest

from certify.core import acts as a
from certify.core import process_acts as p
from certify.core.dossier import Answer, Unit
from certify.core.findings import Finding, Findings
from certify.service import authority
from certify.service.paper.content import lay_out
from certify.service.store import tasks
from certify.service.web.store_source import StoreSource
from tests.core.life import DOSSIER, WHY
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY, GARDEN
from verify.history import Change
from verify.lookup import changes, check_number
from verify.verdict import Verdict

pytestmark = pytest.mark.anyio

UNITS = """units:
  bed:
    title: {sv: Rabatt, en: Bed}
    on_certificate: yes
    number: yes
    leaves_when: {dug_up: yes}
    inputs:
      dug_up: {type: yes_no, text: {sv: Uppgrävd, en: Dug up}}
"""
EDITS = (
    ("id: 2026.1", "id: 2026.2"),
    ("evidence: {kinds", UNITS + "evidence: {kinds"),
    ("      - criterion: G.2\n", "      - criterion: G.2\n        per: bed\n"),
    ("if_late: refuse}", "if_late: suspend bed}"),
    ("blocks: yes", "blocks: no"),
    ("when: {mandatory_missed: 0}", "when: {mandatory_missed: at most 1}"),
)
NAMES = {"A": "Rosorna", "B": "Köksträdgården", "C": "Lunden"}


def _found(bed: str, value: str) -> Finding:
    if value == "yes":
        return Finding(criterion="G.2", unit=bed, value="yes")
    return Finding(criterion="G.2", unit=bed, value="no", reason="Ogräs.", grade="shortcoming")


async def _certified(workshop: Workshop) -> str:
    """Three beds, of which C is dug up, and B misses a criterion that is to be put right; gives the number."""
    source = GARDEN.read_text(encoding="utf-8").partition("\nexamples:")[0] + "\n"
    for old, new in EDITS:
        assert old in source, old
        source = source.replace(old, new)
    world = workshop.world
    world.scheme = await authority.publish_scheme(world.db, BODY, source.encode(), by="sol", at=world.at)
    beds = tuple(
        Unit(id=id_, name=name, inputs={"dug_up": "yes" if id_ == "C" else "no"}, answers={"G.2": Answer(text="Ja.")})
        for id_, name in NAMES.items()
    )
    answers = {name: answer for name, answer in DOSSIER.answers.items() if name != "G.2"}
    dossier = msgspec.structs.replace(DOSSIER, units={"bed": beds}, answers=answers)
    rest = tuple(Finding(criterion=name, value="yes") for name in ("G.1", "G.3"))
    findings = Findings(findings=(*rest, _found("A", "yes"), _found("B", "no"), _found("C", "yes")))
    await world.granted_on(dossier, findings)
    await workshop.worker.drain()
    return (await workshop.certificate()).number


async def _told(workshop: Workshop, number: str) -> tuple[Verdict, tuple[Change, ...]]:
    source = StoreSource(lambda: workshop.db, behind=lambda: False, clock=workshop.clock)
    verdict = await check_number(source, number, workshop.clock())
    assert verdict is not None
    return verdict, await changes(source, verdict)


async def test_units_reach_everybody_and_one_that_is_suspended_is_told(workshop: Workshop) -> None:
    number = await _certified(workshop)
    verdict, history = await _told(workshop, number)
    assert verdict.verdict == "valid"
    assert verdict.certificate is not None
    (beds,) = verdict.certificate.units or ()
    assert [(one.number, one.name) for one in beds.members] == [(1, "Rosorna"), (2, "Köksträdgården")]
    assert [change.suspended_units or () for change in history] == [()]
    row = await workshop.certificate()
    assert row.credential is not None
    assert row.qr is not None
    annex = lay_out(row.credential, row.qr, "sv").paper.annex
    assert annex is not None
    assert [one.name for one in annex.kinds[0].units] == ["Rosorna", "Köksträdgården"]

    workshop.later(days=120)
    await workshop.worker.drain()
    assert (await workshop.case()).units_suspended == {"B"}
    verdict, history = await _told(workshop, number)
    assert (verdict.verdict, verdict.suspended_units) == ("valid", ("B",))
    assert [(change.state, change.suspended_units or ()) for change in history] == [("active", ()), ("active", ("B",))]

    await workshop.world.do("dag", a.Suspend(reason_class="other", reason=WHY))
    await workshop.worker.drain()
    verdict, history = await _told(workshop, number)
    assert (verdict.verdict, verdict.suspended_units, len(history)) == ("suspended", ("B",), 3)
    await workshop.world.do("dag", a.Reinstate(reason=WHY))

    (one,) = (await workshop.case()).nonconformities
    closing = Findings(findings=(_found("B", "yes"),))
    await workshop.world.do("ask", p.CloseNonconformity(nonconformity=one.id, findings=closing))
    await workshop.worker.drain()
    verdict, history = await _told(workshop, number)
    assert (verdict.verdict, verdict.suspended_units) == ("valid", ())
    said = [(change.state, change.suspended_units or ()) for change in history]
    assert said[-3:] == [("suspended", ("B",)), ("active", ("B",)), ("active", ())]

    await workshop.withdraw()
    await workshop.worker.drain()
    verdict, history = await _told(workshop, number)
    assert verdict.verdict == "withdrawn"
    assert history[-1].state == "withdrawn"
    assert await tasks.quarantined(workshop.db) == []
