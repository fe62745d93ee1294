"""Who does what after whom: roles, order, merging, surveillance, nonconformities, and what follows lateness."""

from __future__ import annotations

import graphlib
from typing import get_args

from certify.core.acts import Role
from certify.core.scheme.check_comparison import check_condition, check_moment, check_operand
from certify.core.scheme.check_context import APPLICANT, Context
from certify.core.scheme.consequences import SPELT, Kind, read_consequence
from certify.core.scheme.domains import Domain, listed
from certify.core.scheme.faults import nearest
from certify.core.scheme.process import Activity, ActivityKind
from certify.core.scheme.read_scalars import Path, cut
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
        context.are_known((*path, "by"), activity.by, context.roles, "neither the applicant nor a role of this scheme")
    if activity.kind in _BY_THE_APPLICANT:
        if activity.by != (APPLICANT,):
            verb = "applies" if activity.kind == "apply" else "appeals"
            context.fault((*path, "by"), "nobody-may", f"only the applicant {verb}")
    else:
        _check_doers(context, (*path, "by"), activity)
    context.are_known((*path, "after"), activity.after, context.activities, "no activity of this scheme")
    context.are_known((*path, "independent_of"), activity.independent_of, context.activities, "no activity")
    if activity.id in activity.independent_of:
        context.fault((*path, "independent_of"), "cycle", "nobody is independent of themselves")
    if activity.people == 0:
        context.fault((*path, "people"), "nobody-may", "somebody has to do it: at least 1")
    elif activity.people > 1 and activity.kind not in _BY_SEVERAL:
        kinds = listed(sorted(_BY_SEVERAL))
        context.fault((*path, "people"), "unknown-key", f'"people" belongs to the kinds {kinds}')


def _check_doers(context: Context, path: Path, activity: Activity) -> None:
    doer = DONE_BY[activity.kind]
    for place, role in enumerate(activity.by):
        at = (*path, place)
        if role == APPLICANT:
            text = f"an applicant may not {activity.kind}: nobody judges their own application"
            context.fault(at, "nobody-may", text)
        elif activity.kind == "decide" and role in context.assessing:
            text = f'"{role}" assesses and may not decide too: a decision is made by someone who did not assess'
            context.fault(at, "same-role", text)
        elif role in _SERVICE_ROLES and role in context.scheme.roles and role != doer:
            text = f'"{role}" does not do such a thing: it is done by "{doer}" or a role with a name of its own'
            context.fault(at, "nobody-may", text)


def _check_what(context: Context, path: Path, activity: Activity) -> None:
    inputs = (*context.groups, *context.scheme.inputs, *context.unit_inputs)
    what = "neither a binding, section, criterion nor input"
    context.are_known((*path, "fills"), activity.fills, inputs, what)
    context.are_known((*path, "covers"), activity.covers, context.groups, "neither a binding, section nor criterion")
    if activity.covers and activity.kind != "survey":
        context.fault((*path, "covers"), "unknown-key", '"covers" belongs to a survey; elsewhere it is "fills"')
    if activity.attempts and activity.kind != "exam":
        context.fault((*path, "attempts"), "unknown-key", '"attempts" belongs to an exam')
    for key, condition in (("when", activity.when), ("skip_when", activity.skip_when)):
        if condition is not None:
            check_condition(context, (*path, key), condition)


def _check_units(context: Context, path: Path, activity: Activity) -> None:
    if activity.per is not None:
        context.is_known((*path, "per"), activity.per, context.units, "no kind of unit of this scheme")
    elif activity.sample is not None:
        context.fault((*path, "sample"), "missing-key", 'a sample is of units: say "per" and their kind')
    if activity.sample is not None:
        check_operand(context, (*path, "sample"), activity.sample, "number")
    elif activity.random:
        context.fault((*path, "random"), "missing-key", 'chance picks a "sample": say how many')


def _check_merge(context: Context, path: Path, activity: Activity) -> None:
    merge = activity.merge
    if (merge.vote is not None) != (activity.kind == "vote"):
        if activity.kind == "vote":
            context.fault(path, "missing-key", 'a vote needs its "merge", such as {vote: majority, quorum: 3}')
        else:
            context.fault((*path, "merge"), "merge-unfit", '"vote" belongs to an activity of the kind vote')
        return
    if merge.quorum == 0:
        context.fault((*path, "merge", "quorum"), "merge-unfit", "a vote without votes says nothing: at least 1")
    if merge.quorum > activity.people:
        text = f"a quorum of {merge.quorum} is never reached by {activity.people}"
        context.fault((*path, "merge", "quorum"), "merge-unfit", text)
    if merge.vote is None and merge.values == "single":
        return
    known = context.scheme.namespace.domains
    for name in context.scheme.selected(activity.fills):
        if name in known and not _merges(known[name], merge.values, vote=merge.vote is not None):
            how = "voted on" if merge.vote is not None else f"merged by {merge.values}"
            text = f'"{name}" is {known[name].described()} and cannot be {how}'
            context.fault((*path, "merge"), "merge-unfit", text)


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
            context.fault((*path, key), "bad-phrase", 'a time to do something in runs "after" a moment')
    if activity.within is not None and activity.kind not in {"survey", "appeal"}:
        later = _LATER_ON & {*_anchors(activity.within)}
        if later:
            text = f'"{min(later)}" has not come when "{activity.id}" is due: nothing to count from'
            context.fault((*path, "within"), "no-anchor", text)
    _check_rounds(context, path, activity)
    if activity.if_late is not None and activity.within is None and activity.every is None:
        text = 'nothing can be late here: say "within" or "every"'
        context.fault((*path, "if_late"), "no-anchor", text)
    else:
        run = _WHILE_IT_HOLDS if activity.kind == "survey" else _BEFORE_THE_DECISION
        check_if_late(context, (*path, "if_late"), activity.if_late, run)


def _check_rounds(context: Context, path: Path, activity: Activity) -> None:
    survey = activity.kind == "survey"
    for key in ("every", "first", "skip_when", "unannounced"):
        if not survey and (*path, key) in context.reader.places:
            context.fault((*path, key), "unknown-key", f'"{key}" belongs to a survey')
    if survey and activity.every is None and activity.within is None:
        text = f'nothing says when "{activity.id}" is due: say "every" or "within"'
        context.fault(path, "no-anchor", text)
    if isinstance(activity.every, Name):
        check_operand(context, (*path, "every"), activity.every, "period")
    for key in ("first", "skip_when"):
        if survey and activity.every is None and (*path, key) in context.reader.places:
            context.fault((*path, key), "missing-key", f'"{key}" needs "every"')


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
        hint = "" if found is not None else nearest(words, spelt)
        text = f'"{cut(words)}" is nothing that can follow here: {listed(spelt)}{hint}'
        context.fault(path, "bad-phrase", text)
    elif found.kind == "becomes":
        context.is_known(path, found.name, context.scheme.nonconformities, "no grade of nonconformity")
    elif found.kind == "suspend_unit":
        context.is_known(path, found.name, context.units, "no kind of unit of this scheme")
    elif found.kind == "repeat":
        context.is_known(path, found.name, context.activities, "no activity of this scheme")


def check_transition(context: Context) -> None:
    """What a version asks of the holders of the one that it replaces."""
    version = context.scheme.version
    if version.transition is None:
        return
    path: Path = ("version", "transition")
    if version.replaces is None:
        context.fault(path, "missing-key", 'there is nobody to ask: say which version it "replaces"')
    check_moment(context, (*path, "by"), version.transition.by)
    what = "neither a binding, section nor criterion"
    context.are_known((*path, "shows"), version.transition.shows, context.groups, what)
    check_if_late(context, (*path, "if_late"), version.transition.if_late, _OF_A_TRANSITION)


def _check_all_are_there(context: Context) -> None:
    for kind in ("apply", "assess", "decide"):
        if not any(activity.kind == kind for activity in context.scheme.activities) and not context.reader.broken:
            context.fault(("activities",), "missing-activity", f'no activity has the kind "{kind}"')


def _check_order(context: Context) -> None:
    graph = {activity.id: {*activity.after} & {*context.activities} for activity in context.scheme.activities}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        circle = list(reversed(error.args[1]))
        place = context.activities.index(circle[0])
        text = f"these come after each other, round in a circle: {' -> '.join(circle)}"
        context.fault(("activities", place, "after"), "cycle", text)


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
            context.is_known((*path, "many", "becomes"), entry.many.becomes, grades, "no grade of nonconformity")
            if entry.many.at_least == 0:
                context.fault((*path, "many", "at_least"), "wrong-order", "none is not many: at least 1")
    for grade, other in becomes.items():
        way = [grade]
        while other in becomes and other not in way:
            way.append(other)
            other = becomes[other]  # noqa: PLW2901  # the way goes on
        if other == grade:
            text = f"these become each other, round in a circle: {' -> '.join([*way, grade])}"
            context.fault(("nonconformities", grade, "if_late"), "cycle", text)
            return
