"""What stands when the steps of a worked case are done, by the names that a case can expect; and why it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.rules.decision import outcome_of
from certify.core.rules.knowing import dates_of, days_of, evaluation_now
from certify.core.scheme.clocks import local_day
from certify.core.scheme.domains import NO, YES, written
from certify.core.scheme.rounds import rounds_told
from certify.core.scheme.sentence import NOTHING, Pair
from certify.core.scheme.why import why

if TYPE_CHECKING:
    from certify.core.case import Case
    from certify.core.rehearsal import Rehearsal


def what_stands(rehearsal: Rehearsal, name: str, expected: tuple[str, ...]) -> tuple[str, ...]:
    """What an expected name comes to as the case stands now, written as in a scheme file."""
    case, scheme = rehearsal.case, rehearsal.scheme
    if case is None:
        return ("none",)
    certificate, decision = case.certificate, case.decision
    match name:
        case "state":
            return (case.state,)
        case "status":
            return (certificate.status if certificate is not None else "none",)
        case "open":
            return tuple(dict.fromkeys(one.criterion for one in case.nonconformities if one.is_open)) or ("none",)
        case "valid_from" | "valid_to":
            at = None if decision is None else decision.valid_from if name == "valid_from" else decision.valid_until
            return (local_day(at).isoformat() if at is not None else "unknown",)
        case _ if name in scheme.activities_by_id:
            day = case.deadlines.get(name) or days_of(case, rehearsal.given("clock")).get(name)
            return (day.isoformat() if day is not None else "unknown",)
        case _ if name in scheme.nonconformities:
            graded = [one.due for one in case.nonconformities if one.grade == name]
            return (graded[-1].isoformat() if graded else "unknown",)
        case _:
            return _worked_out(rehearsal, case, name, expected)


def _worked_out(rehearsal: Rehearsal, case: Case, name: str, expected: tuple[str, ...]) -> tuple[str, ...]:
    given = rehearsal.given("clock")
    outcome, now = outcome_of(case, given), evaluation_now(case, given)
    match name:
        case "level":
            decided = case.decision.level if case.decision is not None else outcome.level
            return (decided or "none",)
        case "incomplete":
            return (NO if outcome.complete else YES,)
        case "eligible":
            holds = True if rehearsal.scheme.eligible is None else now.holds(rehearsal.scheme.eligible)
            return ("unknown" if holds is None else YES if holds else NO,)
        case "reasons":
            criteria = rehearsal.scheme.criteria_by_id
            asked = {word in criteria for word in expected}
            names = (reason.name for reason in outcome.reasons if (reason.name in criteria) in asked)
            return tuple(dict.fromkeys(names))
        case "due":
            last = dates_of(case, given).end
            days = rounds_told(rehearsal.scheme, expected, days_of(case, given), last, outcome.values)
            return (expected[0], *(day.isoformat() for day in days))
        case _:
            value = now.value(name)
            return ("unknown" if value is None else written(value),)


def why_it_stands(rehearsal: Rehearsal, name: str, found: tuple[str, ...]) -> Pair:
    """What led to what was found; nothing before there is a case."""
    if rehearsal.case is None:
        return NOTHING
    given = rehearsal.given("clock")
    return why(rehearsal.scheme, name, found, evaluation_now(rehearsal.case, given), outcome_of(rehearsal.case, given))
