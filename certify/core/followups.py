"""What follows from an event: the tasks that the worker will do, put down in the same transaction as the event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from certify.core import events as e
from certify.core import process_events as p

if TYPE_CHECKING:
    from datetime import datetime

    from certify.core.case import Case

TaskKind = Literal["acknowledge", "notify", "collect", "issue", "supersede", "publish"]


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """One task: its kind, a key under which it stands only once, and what it needs to know (ids only).

    `not_before` is the moment from which on it may be done, for one that waits for its day.
    """

    kind: TaskKind
    key: str
    payload: dict[str, str]
    not_before: datetime | None = None


# Whom an event is told to. Applicants hear of everything that concerns them, and a duty's holder of the duty.
_TOLD: dict[type[e.Event], tuple[str, ...]] = {
    e.Resubmitted: ("coordinator", "assessors"),
    e.Registered: ("applicant",),
    e.Accepted: ("applicant",),
    e.Declined: ("applicant",),
    e.Agreed: ("coordinator",),
    e.Assigned: ("person",),
    e.Relieved: ("person", "coordinator"),
    e.CompletionRequested: ("applicant",),
    e.CompletionOverdue: ("coordinator", "applicant"),
    e.Assessed: ("deciders",),
    e.SentBack: ("assessors",),
    e.Decided: ("applicant", "coordinator"),
    e.ApplicationWithdrawn: ("coordinator",),
    e.CertificateIssued: ("applicant",),
    e.CertificateSuspended: ("applicant", "coordinator"),
    e.CertificateReinstated: ("applicant", "coordinator"),
    e.CertificateWithdrawn: ("applicant", "coordinator"),
    e.CertificateExpired: ("applicant", "coordinator"),
    p.EvaluationFinished: ("deciders",),
    p.Surveyed: ("deciders", "coordinator"),
    p.NonconformityRaised: ("applicant", "coordinator"),
    p.NonconformityRegraded: ("applicant", "coordinator"),
    p.NonconformityOverdue: ("applicant", "coordinator", "deciders"),
    p.RemedyProposed: ("assessors",),
    p.RemedyAccepted: ("applicant",),
    p.RemedyRefused: ("applicant",),
    p.NonconformityClosed: ("applicant", "deciders"),
    p.NonconformityLifted: ("applicant", "deciders"),
    p.DeadlinePassed: ("coordinator", "applicant"),
    p.ActivityRepeated: ("assessors", "coordinator"),
    p.UnitSuspended: ("applicant", "coordinator"),
    p.UnitReinstated: ("applicant", "coordinator"),
    p.CircumstanceReported: ("coordinator", "deciders"),
    p.TransitionStarted: ("applicant", "coordinator"),
    p.TransitionShown: ("applicant", "coordinator"),
}

_PUBLISHED = (
    e.CertificateIssued,
    e.CertificateSuspended,
    e.CertificateReinstated,
    e.CertificateWithdrawn,
    e.CertificateSuperseded,
    e.CertificateExpired,
    p.UnitSuspended,
    p.UnitReinstated,
)


def followups(case: Case, recorded: e.Recorded, *, fetches: bool = False) -> tuple[FollowUp, ...]:
    """The tasks that follow from one event; `case` is the case after it.

    `fetches` tells whether its scheme rests on figures that are fetched: that is done once the case is taken in.
    """
    event, place = recorded.event, f"{case.id}/{recorded.seq}"
    tasks: list[FollowUp] = []
    if isinstance(event, e.Submitted):
        tasks.append(FollowUp(kind="acknowledge", key=f"acknowledge/{place}", payload={"case": case.id}))
    if type(event) in _TOLD:
        payload = {"case": case.id, "event": type(event).__name__, "seq": str(recorded.seq)}
        if isinstance(event, e.Assigned | e.Relieved):
            payload["person"] = event.person
        tasks.extend(
            FollowUp(kind="notify", key=f"notify/{place}/{to}", payload=payload | {"to": to})
            for to in _TOLD[type(event)]
        )
    if fetches and isinstance(event, e.Accepted):
        tasks.append(FollowUp(kind="collect", key=f"collect/{place}", payload={"case": case.id}))
    granted = isinstance(event, e.Decided) and event.outcome == "grant"
    if granted or isinstance(event, e.PreparedVoided | e.ReissueOrdered):
        tasks.append(FollowUp(kind="issue", key=f"issue/{place}", payload={"case": case.id}))
    if isinstance(event, e.CertificateIssued) and case.former is not None:
        tasks.append(
            FollowUp(
                kind="supersede",
                key=f"supersede/{place}",
                payload={"former": case.former, "successor": event.number},
                # The former one holds until this one begins, in the next season say.
                not_before=case.decision.valid_from if case.decision is not None else None,
            )
        )
    if isinstance(event, _PUBLISHED):
        tasks.append(FollowUp(kind="publish", key=f"publish/{place}", payload={"case": case.id}))
    return tuple(tasks)
