"""Completion and assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core import events as e
from certify.core.errors import Refused
from certify.core.findings import Findings
from certify.core.rules.people import must_have_duty
from certify.core.scheme.clocks import local_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.acts import Assess, RequestCompletion
    from certify.core.case import Case
    from certify.core.given import Given
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion


def request_completion(case: Case, act: RequestCompletion, given: Given) -> list[e.Event]:
    """Send the dossier back. An assessor may do it once assigned, the coordinator always."""
    if "coordinator" not in given.by.does:
        must_have_duty(case, "assess", given)
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
    must_have_duty(case, "assess", given)
    if any(person == given.by.id for person, _ in case.findings):
        raise Refused("assess.again")
    findings = given.document(str(act.findings), Findings)
    check_findings(findings, to_assess(case, given), "assess.findings", given.scheme)
    return [e.Assessed(person=given.by.id, dossier=case.dossier, findings=str(act.findings))]


def to_assess(case: Case, given: Given) -> tuple[Criterion, ...]:
    """The criteria of the case's form that were not answered when the case was taken in."""
    answered: set[str] = set()
    if case.intake_findings is not None:
        answered = {f.criterion for f in given.document(case.intake_findings, Findings).findings}
    return tuple(c for c in given.scheme.criteria_of(case.form) if c.id not in answered)


def check_findings(findings: Findings, asked: Iterable[Criterion], rule: str, scheme: Scheme) -> None:
    """Each criterion asked about has one finding, of a value that it can take, with a reason unless it is yes."""
    by_id = {criterion.id: criterion for criterion in asked}
    found = [finding.criterion for finding in findings.findings]
    missing = sorted(by_id.keys() - set(found))
    unasked = sorted({id_ for id_ in found if id_ not in by_id or found.count(id_) > 1})
    if missing or unasked:
        raise Refused(rule, missing=missing, unasked=unasked)
    for finding in findings.findings:
        criterion = by_id[finding.criterion]
        if not scheme.takes(criterion, finding.value):
            raise Refused("assess.value", criterion=finding.criterion, value=finding.value)
        if finding.value != "yes" and not finding.reason.strip():
            raise Refused("assess.reason", criterion=finding.criterion)
