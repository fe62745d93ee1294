"""The events of a longer process. They stand in the one union `certify.core.events.Event`, and its rules hold here."""

from __future__ import annotations

from datetime import date

import msgspec


class _Event(msgspec.Struct, frozen=True, kw_only=True, tag=True, tag_field="type", omit_defaults=True):
    """An event's own name stands in the field `type`."""


class EvaluationPlanned(_Event, frozen=True, kw_only=True):
    """Several activities lead to the decision: the case is assessed when the rules say that all are done."""

    activities: tuple[str, ...]


class EvaluationFinished(_Event, frozen=True, kw_only=True):
    """Every activity that leads to the decision is done."""


class SampleDrawn(_Event, frozen=True, kw_only=True):
    """Which units an activity is done for. `seed` (hexadecimal) is the chance that picked them, if it did."""

    activity: str
    units: tuple[str, ...]
    seed: str | None = None


class Voted(_Event, frozen=True, kw_only=True):
    """A person voted."""

    person: str
    activity: str
    findings: str


class ResultRecorded(_Event, frozen=True, kw_only=True):
    """A result from outside was recorded."""

    person: str
    findings: str
    activity: str | None = None


class Surveyed(_Event, frozen=True, kw_only=True):
    """A holder was looked at again; `others` tells that more people are to do it before the round is over."""

    person: str
    activity: str
    findings: str
    others: bool = False


class NonconformityRaised(_Event, frozen=True, kw_only=True):
    """A finding has a grade: to be put right by that day."""

    id: str
    grade: str
    criterion: str
    activity: str
    due: date
    unit: str | None = None


class NonconformityRegraded(_Event, frozen=True, kw_only=True):
    """It has another grade from now on, and another last day."""

    id: str
    grade: str
    due: date


class NonconformityOverdue(_Event, frozen=True, kw_only=True):
    """Its last day has passed, and it was not closed; `ground` where the application may be refused for it."""

    id: str
    ground: bool = False


class RemedyProposed(_Event, frozen=True, kw_only=True):
    """The applicant said how it is put right."""

    id: str
    remedy: str


class RemedyAccepted(_Event, frozen=True, kw_only=True):
    """An assessor finds that the remedy will do."""

    id: str
    reason: str


class RemedyRefused(_Event, frozen=True, kw_only=True):
    """An assessor finds that the remedy will not do."""

    id: str
    reason: str


class NonconformityClosed(_Event, frozen=True, kw_only=True):
    """It is put right, with the new finding on its criterion."""

    id: str
    person: str
    findings: str


class NonconformityLifted(_Event, frozen=True, kw_only=True):
    """Its criterion does not apply, by what is known now: there is nothing to put right."""

    id: str


class DeadlineSet(_Event, frozen=True, kw_only=True):
    """By when something has to be done, from now on; without a day it is no longer asked for."""

    what: str
    due: date | None = None


class DeadlinePassed(_Event, frozen=True, kw_only=True):
    """That day is over, and it was not done; `ground` where the application may be refused for it."""

    what: str
    due: date
    ground: bool = False


class ActivityRepeated(_Event, frozen=True, kw_only=True):
    """An activity has to be done again; what it gave does not count any more."""

    activity: str


class UnitSuspended(_Event, frozen=True, kw_only=True):
    """The certificate does not speak of this unit for now."""

    unit: str


class UnitReinstated(_Event, frozen=True, kw_only=True):
    """The certificate speaks of this unit again."""

    unit: str


class ImprovementPlanned(_Event, frozen=True, kw_only=True):
    """The applicant's plan for what is to become better."""

    plan: str


class CircumstanceReported(_Event, frozen=True, kw_only=True):
    """Something happened on that day; `ends` where the certificate's validity ends with it."""

    input: str
    on: date
    ends: bool = False


class TransitionStarted(_Event, frozen=True, kw_only=True):
    """A new version asks to be shown something by that day; `if_late` is what follows, as that version says it."""

    scheme: str
    due: date
    if_late: str | None = None


class TransitionShown(_Event, frozen=True, kw_only=True):
    """What the new version asks was shown."""

    scheme: str
    reason: str


ProcessEvent = (
    EvaluationPlanned
    | EvaluationFinished
    | SampleDrawn
    | Voted
    | ResultRecorded
    | Surveyed
    | NonconformityRaised
    | NonconformityRegraded
    | NonconformityOverdue
    | RemedyProposed
    | RemedyAccepted
    | RemedyRefused
    | NonconformityClosed
    | NonconformityLifted
    | DeadlineSet
    | DeadlinePassed
    | ActivityRepeated
    | UnitSuspended
    | UnitReinstated
    | ImprovementPlanned
    | CircumstanceReported
    | TransitionStarted
    | TransitionShown
)
