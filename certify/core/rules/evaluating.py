"""The activities that lead to a decision: which are asked for, in which order, by how many, and when all are done."""

from __future__ import annotations

import hashlib
import math
from fractions import Fraction
from typing import TYPE_CHECKING

from certify.core import events as e
from certify.core import process_events as pe
from certify.core.applying import not_applying, subjects, told
from certify.core.dossier import Dossier
from certify.core.errors import Refused
from certify.core.findings import NOTHING_FOUND, Findings
from certify.core.rules.knowing import evaluation_now, known_to
from certify.core.rules.people import must_be_free_to_coordinate, must_have_duty
from certify.core.rules.staffing import evaluating, is_done, is_simple, undone_before
from certify.core.scheme.terms import Name, Number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from certify.core.case import Case
    from certify.core.given import Given
    from certify.core.process_acts import Draw, RecordResult, Vote
    from certify.core.scheme.evaluate import Evaluation
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion
    from certify.core.scheme.process import Activity, ActivityKind

# Who else than an activity may bring what comes from outside.
FROM_OUTSIDE = frozenset({"fetched", "laboratory", "exam", "log"})


def plan(scheme: Scheme) -> list[e.Event]:
    """What is to be done until the decision, said when the case is taken in; nothing where it is one assessment."""
    if is_simple(scheme):
        return []
    return [pe.EvaluationPlanned(activities=tuple(activity.id for activity in evaluating(scheme)))]


def activity_of(given: Given, kind: ActivityKind, named: str | None) -> Activity:
    """The activity that an act is about: the one it names, or the only one of that kind."""
    if named is None:
        of_kind = [activity for activity in given.scheme.activities if activity.kind == kind]
        if len(of_kind) != 1:
            raise Refused("activity.which", activities=[activity.id for activity in of_kind])
        return of_kind[0]
    activity = given.scheme.activities_by_id.get(named)
    if activity is None or activity.kind != kind:
        raise Refused("activity.unknown", activity=named)
    return activity


def is_asked_for(activity: Activity, case: Case, given: Given) -> bool:
    """Whether the activity is to be done in this case. While its condition is unknown it is."""
    return activity.when is None or evaluation_now(case, given).holds(activity.when) is not False


def must_be_in_turn(activity: Activity, case: Case, given: Given) -> None:
    """What comes before it is done, and it is asked for at all."""
    if not is_asked_for(activity, case, given):
        raise Refused("activity.not_asked", activity=activity.id)
    undone = undone_before(activity, case, given.scheme, lambda one: is_asked_for(one, case, given))
    if undone:
        raise Refused("activity.order", activity=activity.id, first=list(undone))


def finished(case: Case, _happened: list[e.Event], given: Given) -> list[e.Event]:
    """That everything that leads to the decision is done, once it is."""
    if not case.planned or case.state != "accepted":
        return []
    for activity in evaluating(given.scheme):
        if not is_done(activity, case) and is_asked_for(activity, case, given):
            return []
    return [pe.EvaluationFinished()]


def criteria_of(activity: Activity, case: Case, given: Given) -> tuple[Criterion, ...]:
    """The criteria that the activity is to answer in this form; the last assessment takes what no other does."""
    scheme = given.scheme
    own = set(scheme.selected(activity.fills or activity.covers))
    assessing = [one for one in scheme.activities if one.kind == "assess"]
    if assessing and activity is assessing[-1]:
        others = {
            name
            for one in scheme.activities
            if one is not activity and one.kind != "check"
            for name in _filled(one, scheme)
        }
        own |= {criterion.id for criterion in scheme.criteria if criterion.id not in others}
    answered = answered_at_intake(case, given)
    return tuple(c for c in scheme.criteria_of(case.form) if c.id in own and c.id not in answered)


def answered_at_intake(case: Case, given: Given) -> frozenset[str]:
    """The criteria that were answered when the case was taken in; nobody else is asked about them.

    What did not apply then was not answered: should it apply later, whoever assesses last is asked.
    """
    if case.intake_findings is None:
        return frozenset()
    return frozenset(finding.criterion for finding in given.document(case.intake_findings, Findings).findings)


def _filled(activity: Activity, scheme: Scheme) -> tuple[str, ...]:
    return () if activity.kind in {"apply", "survey"} else scheme.selected(activity.fills)


def check_inputs(findings: Findings, asked: Iterable[str], scheme: Scheme) -> None:
    """Every input that was given is asked for, and has a value that it can take. Raises Refused."""
    may = set(asked)
    said = [*findings.inputs.items(), *(item for values in findings.units.values() for item in values.items())]
    unasked = sorted({name for name, _ in said if name not in may})
    unreadable = sorted({name for name, value in said if name in may and not scheme.reads(name, value)})
    if unasked or unreadable:
        raise Refused("assess.inputs", unasked=unasked, unreadable=unreadable)


def check_units(findings: Findings, scheme: Scheme, units: Mapping[str, tuple[str, ...]]) -> None:
    """Every unit of which a value is given is one of those asked about, and has such a value. Raises Refused.

    A value of a unit that is not there would be kept and never count. `units` are the ids by kind.
    """
    kinds = {unit: kind for kind, ids in units.items() for unit in ids}
    strange = sorted(unit for unit in findings.units if unit not in kinds)
    if strange:
        raise Refused("assess.units", units=strange)
    said = ((name, unit) for unit, values in findings.units.items() for name in values)
    unasked = sorted(told((name, unit)) for name, unit in said if scheme.unit_of.get(name) != kinds[unit])
    if unasked:
        raise Refused("assess.inputs", unasked=unasked)


def must_apply(findings: Findings, now: Evaluation) -> None:
    """No finding is on what is known not to apply: its value would count for nothing. Raises Refused."""
    found = {(finding.criterion, finding.unit) for finding in findings.findings}
    strange = sorted(told(one) for one in found & not_applying({criterion for criterion, _ in found}, now))
    if strange:
        raise Refused("assess.does_not_apply", criteria=strange)


def vote(case: Case, act: Vote, given: Given) -> list[e.Event]:
    """One person's votes, once, on all that is voted on."""
    activity = activity_of(given, "vote", act.activity)
    must_have_duty(case, "assess", given, activity)
    must_be_in_turn(activity, case, given)
    if any(work.person == given.by.id for work in case.works_of(activity.id)):
        raise Refused("assess.again")
    findings = given.document(str(act.findings), Findings)
    check_units(findings, given.scheme, {})
    said = [*((finding.criterion, finding.value) for finding in findings.findings), *findings.inputs.items()]
    asked = {*voted_on(activity, case, given, findings)}
    of_units = any(finding.unit is not None for finding in findings.findings)
    if of_units or {name for name, _ in said} != asked or any(value not in {"yes", "no"} for _, value in said):
        raise Refused("vote.values", asked=sorted(asked))
    return [pe.Voted(person=given.by.id, activity=activity.id, findings=str(act.findings))]


def voted_on(activity: Activity, case: Case, given: Given, said: Findings = NOTHING_FOUND) -> tuple[str, ...]:
    """What a vote is about, of what applies by all that is known, and by what somebody votes."""
    names = given.scheme.selected(activity.fills)
    apart = not_applying(names, known_to(case, given, said, activity.id))
    return tuple(name for name in names if (name, None) not in apart)


def record_result(case: Case, act: RecordResult, given: Given) -> list[e.Event]:
    """What came from outside, by whoever the scheme names; without an activity, by the coordinator."""
    findings = given.document(str(act.findings), Findings)
    check_units(findings, given.scheme, units_there(case, given))
    if act.activity is None:
        _result_of_nothing(findings, given)
        return [pe.ResultRecorded(person=given.by.id, findings=str(act.findings))]
    known = given.scheme.activities_by_id.get(act.activity)
    activity = activity_of(given, "fetch" if known is None or known.kind != "exam" else "exam", act.activity)
    if activity.kind == "exam":
        must_have_duty(case, "assess", given, activity)
    elif "worker" not in given.by.does:
        if "coordinator" not in given.by.does:
            raise Refused("act.role", act="RecordResult", roles=sorted(given.by.does))
        must_be_free_to_coordinate(case, activity, given)
    must_be_in_turn(activity, case, given)
    times = sum(work.kind == "result" for work in case.works_of(activity.id))
    if activity.attempts and times >= activity.attempts:
        raise Refused("activity.attempts", activity=activity.id, attempts=activity.attempts)
    names = given.scheme.selected(activity.fills)
    check_inputs(findings, names, given.scheme)
    asked = subjects(criteria_of(activity, case, given), units_there(case, given))
    strange = sorted(told(one) for one in {(one.criterion, one.unit) for one in findings.findings} - asked)
    must_apply(findings, known_to(case, given, findings))
    if strange or not (findings.inputs or findings.findings or findings.units):
        raise Refused("assess.inputs", unasked=strange)
    return [pe.ResultRecorded(person=given.by.id, findings=str(act.findings), activity=activity.id)]


def _result_of_nothing(findings: Findings, given: Given) -> None:
    if "coordinator" not in given.by.does:
        raise Refused("act.role", act="RecordResult", roles=sorted(given.by.does))
    outside = {name for name, entry in given.scheme.inputs.items() if entry.given_by in FROM_OUTSIDE}
    filled = {name for one in given.scheme.activities if one.kind != "apply" for name in _filled(one, given.scheme)}
    check_inputs(findings, outside - filled, given.scheme)
    if findings.findings or not findings.inputs:
        raise Refused("assess.inputs", unasked=[finding.criterion for finding in findings.findings])


def draw(case: Case, act: Draw, given: Given) -> list[e.Event]:
    """Fix the sample of units of an activity, once.

    (1) the number is what the scheme works out, at most all there are
    (2) by chance: in the order of a digest of the drawn seed and each unit's id, so that it can be drawn again
    (3) by a person: so many different units that there are, and never by whoever is to decide, since to choose what is
        looked at is a part of the assessment (ISO/IEC 17065, 7.6)
    """
    activity = given.scheme.activities_by_id.get(act.activity)
    if activity is None or activity.per is None or activity.sample is None:
        raise Refused("activity.unknown", activity=act.activity)
    if "coordinator" not in given.by.does:
        must_have_duty(case, "assess", given, activity)
    if activity.id in case.samples:
        raise Refused("draw.again", activity=activity.id)
    there = units_of(case, given, activity.per)
    wanted = sample_size(activity, case, given)
    if wanted is None:
        raise Refused("draw.unknown", activity=activity.id)
    wanted = min(wanted, len(there))
    if activity.random:
        if act.units or given.chance is None:
            raise Refused("draw.chance", activity=activity.id)
        drawn = drawn_by(given.chance, there)[:wanted]
        return [pe.SampleDrawn(activity=activity.id, units=drawn, seed=given.chance.hex())]
    if any(part.person == given.by.id for part in case.assigned("decide")):
        raise Refused("draw.decider", person=given.by.id)
    if not {*act.units} <= {*there} or len({*act.units}) < max(wanted, len(act.units)):
        raise Refused("draw.units", activity=activity.id, wanted=wanted)
    return [pe.SampleDrawn(activity=activity.id, units=act.units)]


def drawn_by(seed: bytes, units: tuple[str, ...]) -> tuple[str, ...]:
    """The units in the order that a seed gives: by the SHA-256 of the seed and the unit's id."""
    return tuple(sorted(units, key=lambda unit: hashlib.sha256(seed + unit.encode()).digest()))


def units_there(case: Case, given: Given) -> dict[str, tuple[str, ...]]:
    """The ids of all units of each kind, as the dossier names them."""
    units = given.document(case.dossier, Dossier).units
    return {kind: tuple(unit.id for unit in several) for kind, several in units.items()}


def units_of(case: Case, given: Given, kind: str) -> tuple[str, ...]:
    """The ids of the units of that kind, as the dossier names them."""
    return units_there(case, given).get(kind, ())


def sample_size(activity: Activity, case: Case, given: Given) -> int | None:
    """How many units the sample has, rounded up; None while that is unknown."""
    sample = activity.sample
    value = sample.value if isinstance(sample, Number) else None
    if isinstance(sample, Name):
        known = evaluation_now(case, given).value(sample.word)
        value = known if isinstance(known, Fraction) else None
    return None if value is None else max(math.ceil(value), 0)
