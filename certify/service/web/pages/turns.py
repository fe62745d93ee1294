"""Whose turn it is: what each case waits for, by role or by person. Pure; the rules have the last word.

A list says by it what waits for the reader; a case says by it whom it waits for. Nobody is told that it is their turn
when the order of the scheme, or what others have yet to do, stands in the way.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from certify.core.rules.staffing import (
    EVALUATING,
    evaluating,
    is_done,
    is_simple,
    nobody_answers,
    staffing,
    undone_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from certify.core.acts import Duty, Role
    from certify.core.case import Case
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.process import Activity, ActivityKind
    from certify.core.standing import Part
    from certify.service.web.access import Principal

ROLE_OF: dict[Duty, Role] = {"assess": "assessor", "decide": "decider"}
DUTIES: tuple[Duty, ...] = ("assess", "decide")
SOON = timedelta(days=60)
"""How long before its last day a surveillance is somebody's turn."""
_ACT_OF: dict[ActivityKind, str] = {"assess": "Assess", "vote": "Vote", "exam": "RecordResult", "survey": "Survey"}


class Turn(NamedTuple):
    """An act that is to come, by somebody with this role, or by this very person; of one activity where it is so."""

    act: str
    role: Role
    person: str | None = None
    duty: Duty | None = None
    activity: str | None = None


class Known(NamedTuple):
    """What the events of a case do not say: the day, which activities are not asked for, whether it earns nothing."""

    today: date
    skipped: frozenset[str] = frozenset()
    refusable: bool = False


def turns(case: Case, scheme: Scheme, known: Known) -> tuple[Turn, ...]:
    """What the case waits for, the most pressing first; nothing when nobody has anything to do."""
    return tuple(dict.fromkeys(_turns(case, scheme, known)))


def _turns(case: Case, scheme: Scheme, known: Known) -> Iterator[Turn]:
    match case.state:
        case "submitted":
            yield Turn("Register", "coordinator")
        case "registered":
            yield Turn("Accept", "coordinator")
        case "completion_requested":
            yield Turn("Submit", "applicant")
            if case.overdue:
                yield from _decision(case)
                yield Turn("Decline", "coordinator")
        case "accepted":
            yield from _undeclared(case)
            yield from _evaluation(case, scheme, known)
            yield from _remedies(case)
            yield from _unassigned(case, scheme, known)
            yield from _agreement(case)
        case "assessed":
            yield from _undeclared(case)
            yield from _remedies(case)
            yield from _agreement(case)
            if (case.terms is not None or known.refusable) and not _blocked(case, scheme):
                yield from _decision(case)
            yield from _unassigned(case, scheme, known)
        case "granted":
            yield from _while_it_holds(case, scheme, known)
        case _:
            return


def _evaluation(case: Case, scheme: Scheme, known: Known) -> Iterator[Turn]:
    """What can be done now of what leads to the decision: of each activity in its turn, by whoever has not done it."""
    if is_simple(scheme):
        done = {person for person, _ in case.findings}
        yield from (Turn("Assess", "assessor", part.person) for part in _free(case, None) if part.person not in done)
        return
    for activity in evaluating(scheme):
        if activity.id in known.skipped or is_done(activity, case):
            continue
        if undone_before(activity, case, scheme, lambda one: one.id not in known.skipped):
            continue
        if activity.kind == "fetch":
            yield Turn("RecordResult", "coordinator", activity=activity.id)
        elif _undrawn(activity, case):
            yield Turn("Draw", "coordinator", activity=activity.id)
        else:
            done = {work.person for work in case.works_of(activity.id)}
            yield from _by_each(activity, (part for part in _free(case, activity.id) if part.person not in done))


def _by_each(activity: Activity, parts: Iterable[Part]) -> Iterator[Turn]:
    for part in parts:
        yield Turn(_ACT_OF[activity.kind], "assessor", part.person, activity=activity.id)


def _free(case: Case, activity: str | None) -> Iterator[Part]:
    """Those who are to do it and have declared that nothing ties them."""
    return (part for part in case.assigned("assess", activity) if part.conflict is False)


def _undrawn(activity: Activity, case: Case) -> bool:
    return activity.per is not None and activity.sample is not None and activity.id not in case.samples


def _decision(case: Case) -> Iterator[Turn]:
    yield from (Turn("Decide", "decider", part.person) for part in case.assigned("decide") if part.conflict is False)


def _blocked(case: Case, scheme: Scheme) -> bool:
    """Whether a nonconformity keeps the case from any decision, as long as its time lasts."""
    grades = scheme.nonconformities
    return not case.lapsed and any(one.is_open and grades[one.grade].blocks for one in case.nonconformities)


def _remedies(case: Case) -> Iterator[Turn]:
    """Nonconformities wait for the applicant's remedy, and a remedy for the answer of an assessor of that activity."""
    waiting = [one for one in case.nonconformities if one.is_open]
    if any(one.status == "open" for one in waiting):
        yield Turn("Remedy", "applicant")
    for one in waiting:
        if one.status != "open":
            yield from (Turn("AnswerRemedy", "assessor", part.person) for part in _free(case, one.activity))
    if nobody_answers(case):
        yield Turn("Assign", "coordinator", duty="assess")


def _undeclared(case: Case) -> Iterator[Turn]:
    yield from (
        Turn("DeclareInterest", ROLE_OF[part.duty], part.person)
        for part in case.parts
        if part.conflict is None and not part.relieved
    )


def _unassigned(case: Case, scheme: Scheme, known: Known) -> Iterator[Turn]:
    """The duties that still need somebody, before the decision."""
    for one in staffing(case, scheme):
        asked = one.duty == "decide" or (case.state == "accepted" and one.activity.id not in known.skipped)
        if one.missing and asked:
            yield Turn("Assign", "coordinator", duty=one.duty)


def _agreement(case: Case) -> Iterator[Turn]:
    if case.terms is None:
        yield Turn("Agree", "applicant")


def _while_it_holds(case: Case, scheme: Scheme, known: Known) -> Iterator[Turn]:
    """Once it is granted: remedies, surveillance that is owed or comes soon, and what a new version asks."""
    certificate = case.certificate
    if certificate is None or certificate.status not in {"active", "suspended"}:
        return
    yield from _undeclared(case)
    yield from _remedies(case)
    if case.transition is not None and case.transition.open:
        yield Turn("ConfirmTransition", "decider")
    for activity in scheme.activities:
        if activity.kind == "survey" and _is_near(activity, case, known.today):
            yield from _round(activity, case)


def _is_near(activity: Activity, case: Case, today: date) -> bool:
    due = case.deadlines.get(activity.id)
    return activity.id in case.missed or (due is not None and due - today <= SOON)


def _round(activity: Activity, case: Case) -> Iterator[Turn]:
    begun = case.begun.get(activity.id, ())
    if len({part.person for part in case.assigned("assess", activity.id)} | {*begun}) < activity.people:
        yield Turn("Assign", "coordinator", duty="assess")
    if _undrawn(activity, case):
        yield Turn("Draw", "coordinator", activity=activity.id)
    else:
        yield from _by_each(activity, (part for part in _free(case, activity.id) if part.person not in begun))


def depends_on_more(case: Case, scheme: Scheme) -> bool:
    """Whether the turns of the case rest on what its documents hold."""
    conditional = any(one.when is not None for one in scheme.activities if one.kind in EVALUATING)
    return (case.state == "accepted" and conditional) or (case.state == "assessed" and case.terms is None)


def mine(waits: tuple[Turn, ...], case: Case, principal: Principal) -> tuple[Turn, ...]:
    """The turns that are this person's."""
    return tuple(turn for turn in waits if _is(turn, case, principal))


def _is(turn: Turn, case: Case, principal: Principal) -> bool:
    if turn.role not in principal.roles:
        return False
    if turn.role == "applicant":
        return case.applicant in principal.applicant_for
    return turn.person in {None, principal.person}
