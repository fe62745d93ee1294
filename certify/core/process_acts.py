"""The acts of a longer process: samples, votes, results, surveillance, nonconformities, improvement and transition.

They stand in the one union `certify.core.acts.Act`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from certify.core.documents import Digest, Statement
from certify.core.evidence import Label
from certify.core.findings import Findings
from certify.core.plan import Plan

NonconformityId = Annotated[str, msgspec.Meta(pattern=r"^nc-[1-9][0-9]{0,3}\Z")]
Units = Annotated[tuple[Label, ...], msgspec.Meta(max_length=5_000)]


class _Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True, tag_field="act"):
    """An act's own name stands in the field `act`."""


class Draw(_Act, frozen=True, kw_only=True):
    """Fix which units an activity is done for: those named, or, where the scheme says chance, those that it picks."""

    activity: Label
    units: Units = ()


class Vote(_Act, frozen=True, kw_only=True):
    """One person's votes: yes or no on each input that the vote fills."""

    activity: Label
    findings: Findings | Digest


class RecordResult(_Act, frozen=True, kw_only=True):
    """What came from outside: an exam, a laboratory, a log, a fetched figure."""

    findings: Findings | Digest
    activity: Label | None = None


class Survey(_Act, frozen=True, kw_only=True):
    """What was found when a holder was looked at again."""

    activity: Label
    findings: Findings | Digest


class ProposeRemedy(_Act, frozen=True, kw_only=True):
    """The applicant or holder says how a nonconformity was, or will be, put right."""

    nonconformity: NonconformityId
    remedy: Statement | Digest


class AcceptRemedy(_Act, frozen=True, kw_only=True):
    """The remedy will do, once it is seen to be done."""

    nonconformity: NonconformityId
    reason: Statement | Digest


class RefuseRemedy(_Act, frozen=True, kw_only=True):
    """The remedy will not do."""

    nonconformity: NonconformityId
    reason: Statement | Digest


class CloseNonconformity(_Act, frozen=True, kw_only=True):
    """The nonconformity is put right: the new finding on its criterion."""

    nonconformity: NonconformityId
    findings: Findings | Digest


class PlanImprovement(_Act, frozen=True, kw_only=True):
    """What the applicant will better, whose work it is and by when. The next application starts from it."""

    plan: Plan | Digest


class ReportCircumstance(_Act, frozen=True, kw_only=True):
    """Something happened on that day that the scheme asks to be told."""

    input: Label
    on: date


class StartTransition(_Act, frozen=True, kw_only=True):
    """A new version asks something of those who hold a certificate under this one. `scheme` is its digest."""

    scheme: Digest


class ConfirmTransition(_Act, frozen=True, kw_only=True):
    """The holder has shown what the new version asks."""

    scheme: Digest
    reason: Statement | Digest


class MarkLate(_Act, frozen=True, kw_only=True):
    """A last day is over: of an activity, a nonconformity, `renewal` or `transition`. The scheme says what follows."""

    what: Label


ProcessAct = (
    Draw
    | Vote
    | RecordResult
    | Survey
    | ProposeRemedy
    | AcceptRemedy
    | RefuseRemedy
    | CloseNonconformity
    | PlanImprovement
    | ReportCircumstance
    | StartTransition
    | ConfirmTransition
    | MarkLate
)
