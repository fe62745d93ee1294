"""Which activities lead to a decision, by how many people each is done, and how many it still needs.

ISO/IEC 17065, 7.4.1 (a plan for the evaluation) and 7.4.2 (people are assigned to it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from certify.core.acts import Duty

if TYPE_CHECKING:
    from collections.abc import Callable

    from certify.core.case import Case
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.process import Activity, ActivityKind

EVALUATING: frozenset[ActivityKind] = frozenset({"fetch", "assess", "exam", "vote"})
KINDS_OF_DUTY: dict[Duty, frozenset[ActivityKind]] = {
    "assess": frozenset({"assess", "exam", "vote", "survey"}),
    "decide": frozenset({"decide"}),
}


class Staffing(msgspec.Struct, frozen=True, kw_only=True):
    """The people of one activity: how many it asks for, who has it, who of them has done it, how many it needs yet.

    Whoever was relieved or declared a conflict is not among `people`.
    """

    activity: Activity
    duty: Duty
    wanted: int
    people: tuple[str, ...]
    done: frozenset[str]
    missing: int


def evaluating(scheme: Scheme) -> tuple[Activity, ...]:
    """The activities that lead to the decision, in the order of the file."""
    return tuple(activity for activity in scheme.activities if activity.kind in EVALUATING)


def deciding(scheme: Scheme) -> Activity:
    """The decision, of which every scheme has one."""
    return of_duty(scheme, "decide", granted=True)[0]


def is_simple(scheme: Scheme) -> bool:
    """Whether one person's assessment is all that leads to the decision."""
    found = evaluating(scheme)
    return len(found) == 1 and found[0].kind == "assess" and found[0].people == 1 and found[0].when is None


def of_duty(scheme: Scheme, duty: Duty, *, granted: bool) -> tuple[Activity, ...]:
    """The activities that a duty can be for; once it is granted, those that come after the grant."""
    return tuple(
        one
        for one in scheme.activities
        if one.kind in KINDS_OF_DUTY[duty] and (not granted or one.kind not in EVALUATING)
    )


def is_done(activity: Activity, case: Case) -> bool:
    """Whether everybody who is to do it has, and enough of them.

    A vote is done when all who may vote have, those who recused themselves apart, and the quorum is reached.
    """
    done = {work.person for work in case.works_of(activity.id) if work.kind != "closing"}
    waited_for = {part.person for part in case.assigned("assess", activity.id)} if activity.kind != "fetch" else set()
    if activity.kind == "vote":
        recused = _recused(activity, case)
        enough = len(done - recused) >= activity.merge.quorum and len(waited_for | recused) >= activity.people
        return enough and waited_for <= done
    return len(done) >= activity.people and waited_for <= done


def undone_before(
    activity: Activity, case: Case, scheme: Scheme, is_asked_for: Callable[[Activity], bool]
) -> tuple[str, ...]:
    """What comes before the activity and is not done, of what is asked for at all."""
    before = (scheme.activities_by_id[name] for name in activity.after)
    return tuple(one.id for one in before if one.kind in EVALUATING and is_asked_for(one) and not is_done(one, case))


def staffing(case: Case, scheme: Scheme) -> tuple[Staffing, ...]:
    """The people of each activity that a duty can be for as the case stands, in the order of the file."""
    granted = case.state == "granted"
    unanswered = nobody_answers(case)
    return tuple(
        _staffed(activity, duty, case, simple=is_simple(scheme))
        for activity in scheme.activities
        for duty in KINDS_OF_DUTY
        if (activity in of_duty(scheme, duty, granted=granted) and (granted or activity.kind != "survey"))
        or (duty == "assess" and activity.id in unanswered)
    )


def nobody_answers(case: Case) -> frozenset[str]:
    """The activities that raised nonconformities which are open and have nobody left to answer what is proposed."""
    raised = {one.activity for one in case.nonconformities if one.is_open}
    return frozenset(activity for activity in raised if not case.assigned("assess", activity))


def _staffed(activity: Activity, duty: Duty, case: Case, *, simple: bool) -> Staffing:
    people = tuple(part.person for part in case.assigned(duty, activity.id))
    done = _doers(activity, case, simple=simple)
    wanted = 1 if activity.kind == "decide" else activity.people
    missing = wanted - len({*people} | (_recused(activity, case) if activity.kind == "vote" else done))
    if activity.kind == "vote":
        missing = max(missing, activity.merge.quorum - len(people))
    if activity.id in nobody_answers(case):
        missing = max(missing, 1)
    return Staffing(activity=activity, duty=duty, wanted=wanted, people=people, done=done, missing=max(missing, 0))


def _doers(activity: Activity, case: Case, *, simple: bool) -> frozenset[str]:
    """Who has done it; of a surveillance in the round that is not over yet."""
    if activity.kind == "survey":
        return frozenset(case.begun.get(activity.id, ()))
    if simple and activity.kind == "assess":
        return frozenset(person for person, _ in case.findings)
    return frozenset(work.person for work in case.works_of(activity.id) if work.kind != "closing")


def _recused(activity: Activity, case: Case) -> set[str]:
    return {part.person for part in case.parts if part.duty == "assess" and part.does(activity.id) and part.conflict}
