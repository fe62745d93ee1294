"""What follows when a last day has passed: done by the clock, as the scheme says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core import events as e
from certify.core import process_events as pe
from certify.core.errors import Refused
from certify.core.rules.knowing import evaluation_now
from certify.core.rules.nonconformities import lifting
from certify.core.rules.surveillance import TRANSITION
from certify.core.scheme.clocks import last_day, local_day
from certify.core.scheme.consequences import Consequence, consequence

if TYPE_CHECKING:
    from datetime import date

    from certify.core.acts import ReasonClass
    from certify.core.case import Case
    from certify.core.given import Given
    from certify.core.process_acts import MarkLate
    from certify.core.standing import NonconformityState


def mark_late(case: Case, act: MarkLate, given: Given) -> list[e.Event]:
    """A nonconformity, a transition, or an activity whose last day is over."""
    one = case.nonconformity(act.what)
    if one is not None:
        return _late_nonconformity(case, one, given)
    if act.what == TRANSITION and case.transition is not None and case.transition.open:
        due, words = case.transition.due, case.transition.if_late
    elif act.what in case.deadlines:
        activity = given.scheme.activities_by_id.get(act.what)
        due, words = case.deadlines[act.what], activity.if_late if activity is not None else None
    else:
        raise Refused("clock.early")
    _must_be_over(due, given)
    follows = consequence(words)
    survey = act.what in {one.id for one in given.scheme.activities if one.kind == "survey"}
    passed = pe.DeadlinePassed(what=act.what, due=due, ground=_is_a_ground(follows, case))
    reason: ReasonClass = "surveillance_missing" if survey else "requirements_not_met"
    return [passed, *_to_the_certificate(case, follows, reason, given), *_to_the_process(follows)]


def _late_nonconformity(case: Case, one: NonconformityState, given: Given) -> list[e.Event]:
    if not one.is_open or one.overdue:
        raise Refused("clock.early")
    _must_be_over(one.due, given)
    if evaluation_now(case, given, since=True).applies(one.criterion, one.unit) is False:
        return lifting(case, one)
    follows = consequence(given.scheme.nonconformities[one.grade].if_late)
    events: list[e.Event] = [pe.NonconformityOverdue(id=one.id, ground=_is_a_ground(follows, case))]
    if follows.kind == "becomes":
        # It counts from the day that was missed, so that a clock that was late itself changes nothing.
        within = given.scheme.nonconformities[follows.name].within
        events.append(pe.NonconformityRegraded(id=one.id, grade=follows.name, due=last_day(within, one.due)))
    if follows.kind == "suspend_unit" and one.unit is not None and one.unit not in case.units_suspended:
        events.append(pe.UnitSuspended(unit=one.unit))
    return [*events, *_to_the_certificate(case, follows, "requirements_not_met", given), *_to_the_process(follows)]


def _must_be_over(due: date, given: Given) -> None:
    if local_day(given.at, given.scheme) <= due:
        raise Refused("clock.early")


def _is_a_ground(follows: Consequence, case: Case) -> bool:
    """Whether the application may be refused for it; a person decides that."""
    return follows.kind == "refuse" and case.decision is None


def _to_the_certificate(case: Case, follows: Consequence, reason: ReasonClass, given: Given) -> list[e.Event]:
    certificate = case.certificate
    if certificate is None:
        return []
    if follows.kind == "withdraw" and certificate.status in {"active", "suspended"}:
        return [e.CertificateWithdrawn(number=certificate.number, reason_class=reason)]
    if follows.kind == "suspend" and certificate.status == "active":
        longest = given.scheme.suspension.longest if given.scheme.suspension else None
        until = last_day(longest, local_day(given.at, given.scheme)) if longest is not None else None
        return [e.CertificateSuspended(number=certificate.number, reason_class=reason, reason="", until=until)]
    return []


def _to_the_process(follows: Consequence) -> list[e.Event]:
    return [pe.ActivityRepeated(activity=follows.name)] if follows.kind == "repeat" else []
