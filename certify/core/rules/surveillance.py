"""What is looked at while a certificate holds, what else happens to it, and the last days that the clock follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core import events as e
from certify.core import process_events as pe
from certify.core.documents import Statement
from certify.core.errors import Refused
from certify.core.findings import Findings
from certify.core.plan import Plan
from certify.core.rules.assessment import check_findings, units_asked
from certify.core.rules.certificates import counting_certificate, must_be_a_decider
from certify.core.rules.evaluating import activity_of, check_inputs
from certify.core.rules.knowing import days_of, evaluation_now, known_to
from certify.core.rules.people import must_have_duty
from certify.core.rules.staffing import EVALUATING, is_done
from certify.core.scheme.clocks import day_in, deadline, local_day, moment, periods_in
from certify.core.scheme.domains import written
from certify.core.scheme.rounds import round_day

if TYPE_CHECKING:
    from datetime import date

    from certify.core.case import Case
    from certify.core.given import Given
    from certify.core.process_acts import (
        ConfirmTransition,
        PlanImprovement,
        ReportCircumstance,
        StartTransition,
        Survey,
    )
    from certify.core.scheme.parts import Criterion
    from certify.core.scheme.process import Activity

RENEWAL = "renewal"
TRANSITION = "transition"


def survey(case: Case, act: Survey, given: Given) -> list[e.Event]:
    """A holder was looked at again: findings on what the scheme says that a surveillance covers.

    The round is over once as many people have done it as the scheme asks for.
    """
    counting_certificate(case, "active", "suspended")
    activity = activity_of(given, "survey", act.activity)
    must_have_duty(case, "assess", given, activity)
    begun = case.begun.get(activity.id, ())
    if given.by.id in begun:
        raise Refused("assess.again")
    findings = given.document(str(act.findings), Findings)
    now, units = known_to(case, given, findings, activity.id, since=True), units_asked(case, given, activity)
    check_findings(findings, covered(activity, case, given), "assess.findings", now, units)
    check_inputs(findings, given.scheme.selected(activity.fills), given.scheme)
    others = len(begun) + 1 < activity.people
    return [pe.Surveyed(person=given.by.id, activity=activity.id, findings=str(act.findings), others=others)]


def covered(activity: Activity, case: Case, given: Given) -> tuple[Criterion, ...]:
    """The criteria of the case's form that a surveillance looks at again."""
    own = {*given.scheme.selected(activity.covers), *given.scheme.selected(activity.fills)}
    return tuple(criterion for criterion in given.scheme.criteria_of(case.form) if criterion.id in own)


def plan_improvement(act: PlanImprovement, given: Given) -> list[e.Event]:
    """Keep what the applicant plans, for names that the scheme has."""
    plan = given.document(str(act.plan), Plan)
    known = {*given.scheme.criteria_by_id, *given.scheme.inputs, *given.scheme.measures}
    unknown = sorted({item.name for item in plan.items} - known)
    if unknown:
        raise Refused("plan.names", names=unknown)
    return [pe.ImprovementPlanned(plan=str(act.plan))]


def report_circumstance(act: ReportCircumstance, given: Given) -> list[e.Event]:
    """Note the day of something that the scheme asks to be told; it may end the certificate."""
    entry = given.scheme.inputs.get(act.input)
    if entry is None or entry.given_by != "event":
        raise Refused("circumstance.unknown", input=act.input)
    if act.on > local_day(given.at, given.scheme):
        raise Refused("circumstance.future", input=act.input)
    ends = act.input in given.scheme.validity.ends_on
    return [pe.CircumstanceReported(input=act.input, on=act.on, ends=ends)]


def start_transition(case: Case, act: StartTransition, given: Given) -> list[e.Event]:
    """A version that replaces this one asks something of its holders, by a day."""
    counting_certificate(case, "active", "suspended")
    new = given.transition
    asked = new.version.transition if new is not None else None
    replaces = new is not None and new.id == given.scheme.id and new.version.replaces == given.scheme.version.id
    if new is None or asked is None or not replaces:
        raise Refused("transition.none", scheme=act.scheme)
    if case.transition is not None and case.transition.scheme == act.scheme:
        raise Refused("transition.again", scheme=act.scheme)
    days = {**days_of(case, given), "start": new.version.applies_from}
    due = moment(asked.by, day_in(new, days), periods_in(None))
    if due is None:
        raise Refused("transition.none", scheme=act.scheme)
    return [pe.TransitionStarted(scheme=act.scheme, due=due, if_late=asked.if_late)]


def confirm_transition(case: Case, act: ConfirmTransition, given: Given) -> list[e.Event]:
    """The holder has shown it: a decision like any other about a certificate."""
    counting_certificate(case, "active", "suspended")
    must_be_a_decider(case, given)
    given.document(str(act.reason), Statement)
    if case.transition is None or case.transition.scheme != act.scheme or not case.transition.open:
        raise Refused("transition.none", scheme=act.scheme)
    return [pe.TransitionShown(scheme=act.scheme, reason=str(act.reason))]


# The last days that the clock follows


def scheduled(case: Case, _happened: list[e.Event], given: Given) -> list[e.Event]:
    """The last days as they are now, where they are others than before."""
    wanted = {what: due for what, due in _wanted(case, given).items() if due is not None}
    changed = sorted(what for what in {*wanted, *case.deadlines} if wanted.get(what) != case.deadlines.get(what))
    return [pe.DeadlineSet(what=what, due=wanted.get(what)) for what in changed]


def _wanted(case: Case, given: Given) -> dict[str, date | None]:
    scheme = given.scheme
    followed = [a for a in scheme.activities if a.kind == "survey" or (a.within is not None and a.if_late is not None)]
    due = scheme.renewal.due if scheme.renewal is not None else None
    if not followed and due is None:
        return {}
    days = days_of(case, given)
    found = {activity.id: _due(activity, case, given, days) for activity in followed}
    if due is not None and _holds(case) and RENEWAL not in case.rounds:
        found[RENEWAL] = moment(due, day_in(scheme, days), periods_in(None))
    return found


def _due(activity: Activity, case: Case, given: Given, days: dict[str, date]) -> date | None:
    """By when an activity has to be done, while it has to be."""
    if activity.kind == "survey":
        return _next_round(activity, case, given, days) if _holds(case) else None
    if case.decision is not None or case.state in {"declined", "withdrawn"} or activity.id in case.rounds:
        return None
    if activity.kind == "check" and case.accepted_at is not None:
        return None
    if activity.kind in EVALUATING and (case.state == "assessed" or is_done(activity, case)):
        return None
    return deadline(given.scheme, activity.id, days)


def _next_round(activity: Activity, case: Case, given: Given, days: dict[str, date]) -> date | None:
    """The round that is due next, while the certificate lasts and nothing lets it be left out."""
    now = evaluation_now(case, given, since=True)
    if activity.skip_when is not None and now.holds(activity.skip_when) is True:
        return None
    values = {name: written(value) for name in given.scheme.measures if (value := now.value(name)) is not None}
    due = round_day(activity, case.rounds.get(activity.id, 0) + 1, days.get, periods_in(values))
    return due if due is not None and due <= days.get("end", due) else None


def _holds(case: Case) -> bool:
    """Whether there is a certificate that counts, or will again."""
    return case.certificate is not None and case.certificate.status in {"active", "suspended"}
