"""What is known of a case when a rule asks: its days, the findings that count, and what every name is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from certify.core.dossier import Dossier
from certify.core.findings import NOTHING_FOUND, Finding, Findings, together
from certify.core.merging import merged
from certify.core.outcome import Dates, evaluation
from certify.core.scheme.clocks import deadline, local_day
from certify.core.scheme.evaluate import NOT_IN_SAMPLE

if TYPE_CHECKING:
    from datetime import date

    from certify.core.case import Case
    from certify.core.findings import Said
    from certify.core.given import Given
    from certify.core.scheme.evaluate import Evaluation
    from certify.core.standing import Work, WorkKind

BEFORE_THE_DECISION: frozenset[WorkKind] = frozenset({"assess", "vote", "result", "closing"})


def dates_of(case: Case, given: Given) -> Dates:
    """The moments of the case by which conditions and clocks reckon, as days in the body's time zone."""
    scheme, decision = given.scheme, case.decision
    decided = local_day(decision.at, scheme) if decision is not None else None
    granted = decision is not None and decision.valid_from is not None and decision.valid_until is not None
    raised = [local_day(one.raised, scheme) for one in case.nonconformities if one.is_open]
    return Dates(
        submitted=local_day(case.submitted_at, scheme),
        accepted=local_day(case.accepted_at, scheme) if case.accepted_at is not None else None,
        decision=decided,
        notified=decided,
        raised=max(raised, default=None),
        start=local_day(decision.valid_from, scheme) if granted and decision and decision.valid_from else None,
        end=local_day(decision.valid_until, scheme) if granted and decision and decision.valid_until else None,
        former_end=former_end(case, given),
        version_end=scheme.version.until,
        today=local_day(given.at, scheme),
    )


def former_end(case: Case, given: Given) -> date | None:
    """The last day of the certificate that this case renews."""
    return given.former.last_day if case.former and given.former else None


def days_of(case: Case, given: Given) -> dict[str, date]:
    """The moments that are known, and of each activity the day on which it was done, or its last day until then."""
    days = dates_of(case, given).known()
    # An application is done when it is handed in, an application review when the case is taken in.
    done_with = {"apply": days.get("submitted"), "check": days.get("accepted")}
    for activity in given.scheme.activities:
        # A scheme with one assessment alone does not name it in what is handed in.
        only = [work for work in case.works if work.activity is None and work.kind == activity.kind]
        done = [local_day(work.on, given.scheme) for work in (*case.works_of(activity.id), *only)]
        last = max(done, default=done_with.get(activity.kind)) or deadline(given.scheme, activity.id, days)
        if last is not None and activity.id not in days:
            days[activity.id] = last
    return days


def findings_of(case: Case, given: Given, *, since: bool = False) -> Findings:
    """The findings that count, merged as the scheme says; `since` takes those of surveillance along.

    What the application review found comes first, then each activity, then what closed a nonconformity.
    """
    parts = [] if case.intake_findings is None else [given.document(case.intake_findings, Findings)]
    groups: dict[str | None, list[tuple[str, Findings]]] = {}
    for work in case.works:
        if _has_no_vote(case, work):
            continue
        if work.kind in BEFORE_THE_DECISION - {"closing"} or (since and work.kind == "survey"):
            groups.setdefault(work.activity, []).append((work.person, given.document(work.findings, Findings)))
    for name, group in groups.items():
        activity = given.scheme.activities_by_id.get(name or "")
        several = tuple(findings for _, findings in group)
        # What was fetched is nobody's opinion: where it is read again, the later reading counts.
        if activity is None or activity.kind == "fetch":
            parts.append(together(several))
        else:
            parts.append(merged(given.scheme, activity, tuple(group)))
    parts.append(_outside_the_samples(case, given))
    closed = (work.findings for work in case.works if work.kind == "closing")
    return together((*parts, *(given.document(digest, Findings) for digest in closed)))


def _has_no_vote(case: Case, work: Work) -> bool:
    """Whether it is a vote of somebody who declared a conflict afterwards. What was decided stays as it was."""
    part = case.part_of(work.person) if work.kind == "vote" and case.decision is None else None
    return part is not None and part.conflict is True


def _outside_the_samples(case: Case, given: Given) -> Findings:
    """What an activity with a sample fills does not apply to the units that were not drawn."""
    scheme = given.scheme
    findings: list[Finding] = []
    units: dict[str, dict[str, Said]] = {}
    for name, drawn in case.samples.items():
        activity = scheme.activities_by_id[name]
        kind = activity.per or ""
        filled = [one for one in scheme.selected(activity.fills) if scheme.unit_of.get(one) == kind]
        for unit in given.document(case.dossier, Dossier).units.get(kind, ()):
            if unit.id in drawn:
                continue
            criteria = [one for one in filled if one in scheme.criteria_by_id]
            findings += [Finding(criterion=one, unit=unit.id, value=NOT_IN_SAMPLE) for one in criteria]
            units[unit.id] = {one: NOT_IN_SAMPLE for one in filled if one not in scheme.criteria_by_id}
    return Findings(findings=tuple(findings), units=units)


def digests_of(case: Case) -> tuple[str, ...]:
    """The documents of the findings that lead to the decision, in order."""
    intake = (case.intake_findings,) if case.intake_findings else ()
    return (*intake, *(work.findings for work in case.works if work.kind in BEFORE_THE_DECISION))


def register_of(case: Case, given: Given) -> dict[str, str]:
    """What the body's own register says: as it says now, or as it was recorded when the case was last judged."""
    return {**case.register, **given.register, **{name: day.isoformat() for name, day in case.circumstances.items()}}


def known_to(
    case: Case, given: Given, said: Findings, activity: str | None = None, *, since: bool = False
) -> Evaluation:
    """What every name is worth to whoever says this in an activity: with what was found before in all the others.

    What others say in the same activity is left out, so that everybody judges on their own.
    """
    others = tuple(work for work in case.works if work.activity != activity or work.kind in {"result", "closing"})
    return evaluation_now(msgspec.structs.replace(case, works=others), given, said, since=since)


def evaluation_now(case: Case, given: Given, said: Findings = NOTHING_FOUND, *, since: bool = False) -> Evaluation:
    """What every name of the scheme is worth as the case stands; `said` is what is said just now and counts before."""
    return evaluation(
        given.scheme,
        given.document(case.dossier, Dossier),
        together((findings_of(case, given, since=since), said)),
        form=case.form,
        dates=dates_of(case, given),
        given=register_of(case, given),
    )
