"""What the events of a longer process change in a case. Like `evolve`, it never judges."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import msgspec

from certify.core import process_events as e
from certify.core.standing import WORKER, NonconformityState, TransitionState, Work, WorkKind

if TYPE_CHECKING:
    from datetime import datetime

    from certify.core.case import Case


def evolve_process(case: Case, event: e.ProcessEvent, by: str, at: datetime) -> Case:  # noqa: C901, PLR0911, PLR0912  one branch an event
    """The case after one more event of its process."""
    change = msgspec.structs.replace
    match event:
        case e.EvaluationPlanned():
            return change(case, planned=event.activities)
        case e.EvaluationFinished():
            return change(case, state="assessed")
        case e.SampleDrawn():
            # Who chooses what is looked at takes part in the assessment; who lets chance draw has chosen nothing.
            chose = {by} if event.seed is None else set[str]()
            samples = {**case.samples, event.activity: event.units}
            return change(case, samples=samples, assessors=case.assessors | chose)
        case e.Voted():
            return _with_work(case, "vote", event.person, event.activity, event.findings, at)
        case e.ResultRecorded():
            return _with_work(case, "result", event.person, event.activity, event.findings, at)
        case e.Surveyed():
            return _surveyed(case, event, at)
        case (
            e.NonconformityRaised()
            | e.NonconformityRegraded()
            | e.NonconformityOverdue()
            | e.RemedyProposed()
            | e.RemedyAccepted()
            | e.RemedyRefused()
            | e.NonconformityClosed()
            | e.NonconformityLifted()
        ):
            return _with_nonconformity(case, event, at)
        case e.DeadlineSet():
            others = {what: due for what, due in case.deadlines.items() if what != event.what}
            return change(case, deadlines=others if event.due is None else {**others, event.what: event.due})
        case e.DeadlinePassed():
            return _passed(case, event)
        case e.ActivityRepeated():
            again = without_work(case, event.activity)
            return change(again, state="accepted") if case.state == "assessed" else again
        case e.UnitSuspended():
            return change(case, units_suspended=case.units_suspended | {event.unit})
        case e.UnitReinstated():
            return change(case, units_suspended=case.units_suspended - {event.unit})
        case e.ImprovementPlanned():
            return change(case, plan=event.plan)
        case e.CircumstanceReported():
            known = {**case.circumstances, event.input: event.on}
            earliest = min(filter(None, (case.ends_on, event.on))) if event.ends else case.ends_on
            return change(case, circumstances=known, ends_on=earliest)
        case e.TransitionStarted():
            started = TransitionState(scheme=event.scheme, due=event.due, if_late=event.if_late)
            return change(case, transition=started)
        case e.TransitionShown():
            shown = None if case.transition is None else change(case.transition, open=False)
            return change(case, transition=shown)
        case _:
            assert_never(event)


def _surveyed(case: Case, event: e.Surveyed, at: datetime) -> Case:
    """The first of a round puts what was found in the round before aside; the last one ends it."""
    change = msgspec.structs.replace
    so_far = case.begun.get(event.activity, ())
    if not so_far:
        kept = tuple(work for work in case.works if (work.kind, work.activity) != ("survey", event.activity))
        case = change(case, works=kept)
    case = _with_work(case, "survey", event.person, event.activity, event.findings, at)
    others = {activity: who for activity, who in case.begun.items() if activity != event.activity}
    if event.others:
        return change(case, begun={**others, event.activity: (*so_far, event.person)})
    rounds = case.rounds if event.activity in case.missed else _counted(case, event.activity)
    return change(case, begun=others, missed=case.missed - {event.activity}, rounds=rounds)


def without_work(case: Case, activity: str | None) -> Case:
    """The case without what was found, of one activity or of all, and without the nonconformities that came of it.

    Results from outside stay, since nobody finds them again; so does what was found once a certificate was issued.
    """
    gone = {
        (work.kind, work.activity)
        for work in case.works
        if work.kind in {"assess", "vote"} and activity in {None, work.activity}
    }
    kept = tuple(
        work for work in case.works if (work.kind, work.activity) not in gone and (work.kind != "closing" or not gone)
    )
    names = {name for _, name in gone if name is not None}
    void = tuple(
        msgspec.structs.replace(one, status="void") if one.activity in names or (gone and not names) else one
        for one in case.nonconformities
    )
    missed = case.missed | {activity} if activity is not None and case.state == "granted" else case.missed
    return msgspec.structs.replace(case, works=kept, nonconformities=void, missed=missed)


def _with_work(case: Case, kind: WorkKind, person: str, activity: str | None, findings: str, at: datetime) -> Case:
    """What the worker fetched is nobody's judgement: it has assessed nothing."""
    work = Work(kind=kind, person=person, findings=findings, activity=activity, on=at)
    assessors = case.assessors if person == WORKER else case.assessors | {person}
    return msgspec.structs.replace(case, works=(*case.works, work), assessors=assessors)


def _counted(case: Case, activity: str) -> dict[str, int]:
    return {**case.rounds, activity: case.rounds.get(activity, 0) + 1}


def _passed(case: Case, event: e.DeadlinePassed) -> Case:
    """A round of surveillance is owed from then on; anything else is late, and is followed no longer."""
    deadlines = {what: due for what, due in case.deadlines.items() if what != event.what}
    case = msgspec.structs.replace(case, deadlines=deadlines, missed=case.missed | {event.what})
    if case.transition is not None and event.what == "transition":
        case = msgspec.structs.replace(case, transition=msgspec.structs.replace(case.transition, open=False))
    return msgspec.structs.replace(case, rounds=_counted(case, event.what), lapsed=case.lapsed or event.ground)


def _with_nonconformity(
    case: Case,
    event: e.NonconformityRaised
    | e.NonconformityRegraded
    | e.NonconformityOverdue
    | e.RemedyProposed
    | e.RemedyAccepted
    | e.RemedyRefused
    | e.NonconformityClosed
    | e.NonconformityLifted,
    at: datetime,
) -> Case:
    match event:
        case e.NonconformityRaised():
            raised = NonconformityState(
                id=event.id,
                grade=event.grade,
                criterion=event.criterion,
                activity=event.activity,
                raised=at,
                due=event.due,
                unit=event.unit,
            )
            return msgspec.structs.replace(case, nonconformities=(*case.nonconformities, raised))
        case e.NonconformityRegraded():
            return _restated(case, event.id, grade=event.grade, due=event.due, overdue=False)
        case e.NonconformityOverdue():
            late = _restated(case, event.id, overdue=True)
            return msgspec.structs.replace(late, lapsed=case.lapsed or event.ground)
        case e.RemedyProposed():
            return _restated(case, event.id, status="proposed", remedy=event.remedy, answer=None)
        case e.RemedyAccepted():
            return _restated(case, event.id, status="accepted", answer=event.reason)
        case e.RemedyRefused():
            return _restated(case, event.id, status="open", answer=event.reason)
        case e.NonconformityLifted():
            return _restated(case, event.id, status="lifted")
        case e.NonconformityClosed():
            one = case.nonconformity(event.id)
            closed = _restated(case, event.id, status="closed")
            return _with_work(closed, "closing", event.person, one.activity if one else None, event.findings, at)
        case _:
            assert_never(event)


def _restated(case: Case, id: str, **changes: object) -> Case:
    nonconformities = tuple(
        msgspec.structs.replace(one, **changes) if one.id == id else one for one in case.nonconformities
    )
    return msgspec.structs.replace(case, nonconformities=nonconformities)
