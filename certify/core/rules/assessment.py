"""Completion and assessment."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from certify.core import events as e
from certify.core.applying import not_applying, subjects, told
from certify.core.errors import Refused
from certify.core.findings import Findings
from certify.core.proposing import proposal_on
from certify.core.rules.evaluating import (
    activity_of,
    answered_at_intake,
    check_inputs,
    check_units,
    criteria_of,
    must_apply,
    must_be_in_turn,
    units_there,
)
from certify.core.rules.knowing import known_to
from certify.core.rules.people import must_be_free_to_take_in, must_have_a_duty_to_assess, must_have_duty
from certify.core.rules.staffing import evaluating
from certify.core.scheme.clocks import local_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from certify.core.acts import Assess, RequestCompletion
    from certify.core.case import Case
    from certify.core.findings import Finding
    from certify.core.given import Given
    from certify.core.scheme.evaluate import Evaluation
    from certify.core.scheme.parts import Criterion
    from certify.core.scheme.process import Activity


def request_completion(case: Case, act: RequestCompletion, given: Given) -> list[e.Event]:
    """Send the dossier back: by whoever reviews it, until it is taken in; then by a coordinator or an assessor."""
    if "coordinator" not in given.by.does:
        must_have_a_duty_to_assess(case, given)
    elif case.state == "registered":
        must_be_free_to_take_in(case, given)
    known = {criterion.id for criterion in given.scheme.criteria}
    unknown = [id_ for id_ in act.criteria if id_ not in known]
    if unknown:
        raise Refused("completion.criteria", criteria=unknown)
    if act.due <= local_day(given.at, given.scheme):
        raise Refused("completion.due", due=act.due.isoformat())
    return [e.CompletionRequested(criteria=act.criteria, reason=str(act.reason), due=act.due)]


def mark_overdue(case: Case, given: Given) -> list[e.Event]:
    """The last day for the completion is over. Nothing else changes: what follows is for a person to decide."""
    if case.overdue:
        raise Refused("act.state", state="overdue")
    if case.completion_due is None or local_day(given.at, given.scheme) <= case.completion_due:
        raise Refused("clock.early")
    return [e.CompletionOverdue()]


def assess(case: Case, act: Assess, given: Given) -> list[e.Event]:
    """Record an assessor's findings on the dossier as it stands."""
    if case.planned:
        return _assess_activity(case, act, given)
    must_have_duty(case, "assess", given, evaluating(given.scheme)[0])
    if act.activity not in {None, *(one.id for one in given.scheme.activities if one.kind == "assess")}:
        raise Refused("activity.unknown", activity=act.activity)
    if any(person == given.by.id for person, _ in case.findings):
        raise Refused("assess.again")
    findings = given.document(str(act.findings), Findings)
    now, units = known_to(case, given, findings), units_asked(case, given)
    check_findings(findings, to_assess(case, given), "assess.findings", now, units)
    return [e.Assessed(person=given.by.id, dossier=case.dossier, findings=str(act.findings))]


def _assess_activity(case: Case, act: Assess, given: Given) -> list[e.Event]:
    """One person's findings of one of several activities, in its turn."""
    activity = activity_of(given, "assess", act.activity)
    must_have_duty(case, "assess", given, activity)
    must_be_in_turn(activity, case, given)
    if any(work.person == given.by.id for work in case.works_of(activity.id)):
        raise Refused("assess.again")
    findings = given.document(str(act.findings), Findings)
    now, units = known_to(case, given, findings, activity.id), units_asked(case, given, activity)
    check_findings(findings, criteria_of(activity, case, given), "assess.findings", now, units)
    check_inputs(findings, given.scheme.selected(activity.fills), given.scheme)
    return [e.Assessed(person=given.by.id, dossier=case.dossier, findings=str(act.findings), activity=activity.id)]


def to_assess(case: Case, given: Given) -> tuple[Criterion, ...]:
    """The criteria of the case's form that were not answered when the case was taken in."""
    answered = answered_at_intake(case, given)
    return tuple(c for c in given.scheme.criteria_of(case.form) if c.id not in answered)


def units_asked(case: Case, given: Given, activity: Activity | None = None) -> dict[str, tuple[str, ...]]:
    """The ids of the units of each kind that are asked about: those of the sample, where the activity has one."""
    units = units_there(case, given)
    if activity is not None and activity.per is not None and activity.sample is not None:
        if activity.id not in case.samples:
            raise Refused("draw.first", activity=activity.id)
        units[activity.per] = case.samples[activity.id]
    return units


def _overrules(finding: Finding, criterion: Criterion, now: Evaluation) -> bool:
    """Whether a measure proposes something else than what was found."""
    return proposal_on(criterion, finding.unit, now) not in {None, finding.value}


def check_findings(
    findings: Findings,
    asked: Iterable[Criterion],
    rule: str,
    now: Evaluation,
    units: Mapping[str, tuple[str, ...]],
) -> None:
    """Each criterion asked about has one finding, of a value that it can take, with a reason where it needs one.

    A criterion that is judged unit by unit has one for each of its units. What does not apply, by what was known before
    and what the findings themselves say (`now`), has none. Raises Refused.
    """
    scheme, by_id = now.scheme, {criterion.id: criterion for criterion in asked}
    must_apply(findings, now)
    check_units(findings, scheme, units)
    wanted = subjects(by_id.values(), units) - not_applying(by_id, now)
    found = Counter((finding.criterion, finding.unit) for finding in findings.findings)
    missing = sorted(told(one) for one in wanted - found.keys())
    unasked = sorted(told(one) for one, times in found.items() if one not in wanted or times > 1)
    if missing or unasked:
        raise Refused(rule, missing=missing, unasked=unasked)
    for finding in findings.findings:
        criterion = by_id[finding.criterion]
        if not scheme.takes(criterion, finding.value):
            raise Refused("assess.value", criterion=finding.criterion, value=finding.value)
        wants_reason = scheme.wants_reason(criterion, finding.value) or _overrules(finding, criterion, now)
        if wants_reason and not finding.reason.strip():
            raise Refused("assess.reason", criterion=finding.criterion)
        if finding.grade is not None and (finding.grade not in scheme.nonconformities or finding.value == "yes"):
            raise Refused("assess.grade", criterion=finding.criterion, grade=finding.grade)
