"""Who does what after whom: roles, order, merging, surveillance, nonconformities, and what follows lateness."""

from __future__ import annotations

import graphlib
from typing import get_args

from certify.core.acts import Role
from certify.core.scheme.check_comparison import check_condition, check_moment, check_operand
from certify.core.scheme.check_context import APPLICANT, Context
from certify.core.scheme.consequences import SPELT, Kind, read_consequence
from certify.core.scheme.domains import Domain
from certify.core.scheme.process import Activity, ActivityKind
from certify.core.scheme.read_scalars import Path, cut
from certify.core.scheme.sentence import NOTHING, listed, nearest
from certify.core.scheme.sentences import acting, naming
from certify.core.scheme.terms import Moment, Name, Shifted

# Who does what, as the acts of the service have it. A role of the scheme's own acts as one of these.
DONE_BY: dict[ActivityKind, Role] = {
    "check": "coordinator",
    "fetch": "coordinator",
    "assess": "assessor",
    "exam": "assessor",
    "vote": "assessor",
    "survey": "assessor",
    "decide": "decider",
}
_BY_THE_APPLICANT: frozenset[ActivityKind] = frozenset({"apply", "appeal"})
_BY_SEVERAL: frozenset[ActivityKind] = frozenset({"assess", "exam", "vote", "survey"})
# A case is applied for and decided once. What would come second is never done, and so may not be promised.
_ONCE: tuple[ActivityKind, ...] = ("apply", "decide", "appeal")
_SERVICE_ROLES = frozenset(get_args(Role))
# What can follow when an activity, a nonconformity or a transition is late.
_BEFORE_THE_DECISION: tuple[Kind, ...] = ("remark", "refuse", "repeat")
_WHILE_IT_HOLDS: tuple[Kind, ...] = ("remark", "suspend", "suspend_unit", "withdraw", "repeat")
_OF_A_NONCONFORMITY: tuple[Kind, ...] = (
    "remark",
    "becomes",
    "suspend",
    "suspend_unit",
    "withdraw",
    "refuse",
    "repeat",
)
_OF_A_TRANSITION: tuple[Kind, ...] = ("remark", "suspend", "withdraw")
# Moments that have not come while an application is dealt with.
_LATER_ON = frozenset({"decision", "notified", "start", "end"})


def check_activities(context: Context) -> None:
    """Note every fault of activities and nonconformities."""
    for place, activity in enumerate(context.scheme.activities):
        path: Path = ("activities", place)
        _check_people(context, path, activity)
        _check_what(context, path, activity)
        _check_units(context, path, activity)
        _check_merge(context, path, activity)
        _check_times(context, path, activity)
    if context.scheme.activities:
        _check_all_are_there(context)
        _check_order(context)
    _check_nonconformities(context)


def _check_people(context: Context, path: Path, activity: Activity) -> None:
    """ISO/IEC 17065, 7.6: the decision is made by someone who did not take part in the evaluation."""
    if context.scheme.roles:
        context.are_known((*path, "by"), activity.by, context.roles, naming.NO_ROLE)
    if activity.kind in _BY_THE_APPLICANT:
        if activity.by != (APPLICANT,):
            does = acting.APPLIES if activity.kind == "apply" else acting.APPEALS
            context.fault((*path, "by"), acting.ONLY_THE_APPLICANT, does=does)
    else:
        _check_doers(context, (*path, "by"), activity)
    context.are_known((*path, "after"), activity.after, context.activities, naming.NO_ACTIVITY)
    context.are_known((*path, "independent_of"), activity.independent_of, context.activities, naming.NO_ACTIVITY)
    if activity.id in activity.independent_of:
        context.fault((*path, "independent_of"), acting.OF_ITSELF)
    if activity.people == 0:
        context.fault((*path, "people"), acting.NOBODY)
    elif activity.people > 1 and activity.kind not in _BY_SEVERAL:
        context.fault((*path, "people"), acting.PEOPLE_OF_KINDS, kinds=listed(sorted(_BY_SEVERAL)))


def _check_doers(context: Context, path: Path, activity: Activity) -> None:
    doer = DONE_BY[activity.kind]
    for place, role in enumerate(activity.by):
        at = (*path, place)
        if role == APPLICANT:
            context.fault(at, acting.OWN_APPLICATION, do=acting.DO[activity.kind])
        elif activity.kind == "decide" and role in context.assessing:
            context.fault(at, acting.SAME_ROLE, role=role)
        elif role in _SERVICE_ROLES and role in context.scheme.roles and role != doer:
            context.fault(at, acting.NOT_THEIR_WORK, role=role, doer=doer)


def _check_what(context: Context, path: Path, activity: Activity) -> None:
    inputs = (*context.groups, *context.scheme.inputs, *context.unit_inputs)
    context.are_known((*path, "fills"), activity.fills, inputs, naming.NOTHING_TO_FILL)
    context.are_known((*path, "covers"), activity.covers, context.groups, naming.NO_GROUP)
    if activity.covers and activity.kind != "survey":
        context.fault((*path, "covers"), acting.COVERS_OF_A_SURVEY)
    if activity.attempts and activity.kind != "exam":
        context.fault((*path, "attempts"), acting.ATTEMPTS_OF_AN_EXAM)
    for key, condition in (("when", activity.when), ("skip_when", activity.skip_when)):
        if condition is not None:
            check_condition(context, (*path, key), condition)


def _check_units(context: Context, path: Path, activity: Activity) -> None:
    if activity.per is not None:
        context.is_known((*path, "per"), activity.per, context.units, naming.NO_UNIT)
    elif activity.sample is not None:
        context.fault((*path, "sample"), acting.SAMPLE_OF_UNITS)
    if activity.sample is not None:
        check_operand(context, (*path, "sample"), activity.sample, "number")
    elif activity.random:
        context.fault((*path, "random"), acting.CHANCE_OF_A_SAMPLE)


def _check_merge(context: Context, path: Path, activity: Activity) -> None:
    merge = activity.merge
    if (merge.vote is not None) != (activity.kind == "vote"):
        if activity.kind == "vote":
            context.fault(path, acting.VOTE_NEEDS_MERGE)
        else:
            context.fault((*path, "merge"), acting.VOTE_ELSEWHERE)
        return
    if merge.quorum == 0:
        context.fault((*path, "merge", "quorum"), acting.NO_QUORUM)
    if merge.quorum > activity.people:
        at: Path = (*path, "merge", "quorum")
        context.fault(at, acting.QUORUM_BEYOND_REACH, quorum=merge.quorum, people=activity.people)
    if merge.vote is None and merge.values == "single":
        return
    known = context.scheme.namespace.domains
    for name in context.scheme.selected(activity.fills):
        if name in known and not _merges(known[name], merge.values, vote=merge.vote is not None):
            how = acting.VOTED_ON if merge.vote is not None else acting.MERGED.told(merge=merge.values)
            context.fault((*path, "merge"), acting.CANNOT_BE_MERGED, name=name, domain=known[name].described(), how=how)


def _merges(domain: Domain, values: str, *, vote: bool) -> bool:
    if domain.kind == "any":
        return True
    yes_no = {*domain.words} <= {"yes", "no", "not_applicable"} and domain.kind == "word"
    if vote:
        return yes_no and len(domain.words) == 2
    return domain.kind == "number" or (values == "worst" and (yes_no or domain.kind == "grade"))


def _check_times(context: Context, path: Path, activity: Activity) -> None:
    for key, moment in (("within", activity.within), ("first", activity.first)):
        if moment is None:
            continue
        check_moment(context, (*path, key), moment)
        if moment.direction != "after":
            context.fault((*path, key), acting.RUNS_AFTER)
    if activity.within is not None and activity.kind not in {"survey", "appeal"}:
        later = _LATER_ON & {*_anchors(activity.within)}
        if later:
            context.fault((*path, "within"), acting.NOT_COME_YET, moment=min(later), activity=activity.id)
    _check_rounds(context, path, activity)
    if activity.if_late is not None and activity.within is None and activity.every is None:
        context.fault((*path, "if_late"), acting.NOTHING_LATE)
    else:
        run = _WHILE_IT_HOLDS if activity.kind == "survey" else _BEFORE_THE_DECISION
        check_if_late(context, (*path, "if_late"), activity.if_late, run)


def _check_rounds(context: Context, path: Path, activity: Activity) -> None:
    survey = activity.kind == "survey"
    for key in ("every", "first", "skip_when", "unannounced"):
        if not survey and (*path, key) in context.reader.places:
            context.fault((*path, key), acting.OF_A_SURVEY, key=key)
    if survey and activity.every is None and activity.within is None:
        context.fault(path, acting.NEVER_DUE, activity=activity.id)
    if isinstance(activity.every, Name):
        check_operand(context, (*path, "every"), activity.every, "period")
    for key in ("first", "skip_when"):
        if survey and activity.every is None and (*path, key) in context.reader.places:
            context.fault((*path, key), acting.NEEDS_EVERY, key=key)


def _anchors(moment: Moment) -> tuple[str, ...]:
    """What a moment counts from in the end."""
    while isinstance(moment, Shifted):
        moment = moment.anchor
    return (moment.word,) if isinstance(moment, Name) else ()


def check_if_late(context: Context, path: Path, words: str | None, run: tuple[Kind, ...]) -> None:
    """The words mean something that can follow here, and what they name is there."""
    if words is None:
        return
    found = read_consequence(words)
    spelt = [SPELT[kind] for kind in run]
    if found is None or found.kind not in run:
        hint = NOTHING if found is not None else nearest(words, spelt)
        context.fault(path, acting.CANNOT_FOLLOW, words=cut(words), known=listed(spelt), hint=hint)
    elif found.kind == "becomes":
        context.is_known(path, found.name, context.scheme.nonconformities, naming.NO_GRADE_OF_NONCONFORMITY)
    elif found.kind == "suspend_unit":
        context.is_known(path, found.name, context.units, naming.NO_UNIT)
    elif found.kind == "repeat":
        context.is_known(path, found.name, context.activities, naming.NO_ACTIVITY)


def check_transition(context: Context) -> None:
    """What a version asks of the holders of the one that it replaces."""
    version = context.scheme.version
    if version.transition is None:
        return
    path: Path = ("version", "transition")
    if version.replaces is None:
        context.fault(path, acting.NOBODY_TO_ASK)
    check_moment(context, (*path, "by"), version.transition.by)
    context.are_known((*path, "shows"), version.transition.shows, context.groups, naming.NO_GROUP)
    check_if_late(context, (*path, "if_late"), version.transition.if_late, _OF_A_TRANSITION)


def _check_all_are_there(context: Context) -> None:
    for kind in ("apply", "assess", "decide"):
        if not any(activity.kind == kind for activity in context.scheme.activities) and not context.reader.broken:
            context.fault(("activities",), acting.NO_ACTIVITY_OF_KIND, kind=kind)
    for kind in _ONCE:
        several = [(n, activity) for n, activity in enumerate(context.scheme.activities) if activity.kind == kind]
        for place, activity in several[1:]:
            at: Path = ("activities", place, "kind")
            context.fault(at, acting.SECOND_OF_KIND, activity=activity.id, kind=kind, first=several[0][1].id)


def _check_order(context: Context) -> None:
    graph = {activity.id: {*activity.after} & {*context.activities} for activity in context.scheme.activities}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        circle = list(reversed(error.args[1]))
        place = context.activities.index(circle[0])
        context.fault(("activities", place, "after"), acting.IN_A_CIRCLE, way=" -> ".join(circle))


def _check_nonconformities(context: Context) -> None:
    grades = context.scheme.nonconformities
    becomes: dict[str, str] = {}
    for grade, entry in grades.items():
        path: Path = ("nonconformities", grade)
        check_if_late(context, (*path, "if_late"), entry.if_late, _OF_A_NONCONFORMITY)
        late = read_consequence(entry.if_late)
        if late is not None and late.kind == "becomes":
            becomes[grade] = late.name
        if entry.many is not None:
            context.is_known((*path, "many", "becomes"), entry.many.becomes, grades, naming.NO_GRADE_OF_NONCONFORMITY)
            if entry.many.at_least == 0:
                context.fault((*path, "many", "at_least"), acting.NONE_IS_NOT_MANY)
    for grade, other in becomes.items():
        way = [grade]
        while other in becomes and other not in way:
            way.append(other)
            other = becomes[other]  # noqa: PLW2901  # the way goes on
        if other == grade:
            at: Path = ("nonconformities", grade, "if_late")
            context.fault(at, acting.BECOME_EACH_OTHER, way=" -> ".join([*way, grade]))
            return
