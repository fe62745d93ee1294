"""A case: one applicant's matter under one scheme version, as the fold of its events.

`evolve` never judges: what has happened has happened, and an old event means today what it meant then.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import reduce
from typing import TYPE_CHECKING, Literal, assert_never

import msgspec

from certify.core import events as e
from certify.core.acts import Duty, ReasonClass

if TYPE_CHECKING:
    from collections.abc import Iterable

State = Literal[
    "submitted",
    "registered",
    "completion_requested",
    "accepted",
    "assessed",
    "granted",
    "refused",
    "declined",
    "withdrawn",
]
OPEN_STATES: frozenset[State] = frozenset({"submitted", "registered", "completion_requested", "accepted", "assessed"})
CertificateStatus = Literal["prepared", "voided", "active", "suspended", "withdrawn", "superseded", "expired"]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A person's duty in the case, and what they declared: None until they did. `relieved` if it was taken back."""

    person: str
    duty: Duty
    conflict: bool | None = None
    relieved: bool = False


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided, by whom and when, and what it rests on."""

    outcome: Literal["grant", "refuse"]
    person: str
    at: datetime
    reason: str
    computed: str
    level: str | None
    valid_from: datetime | None
    valid_until: datetime | None


class CertificateState(msgspec.Struct, frozen=True, kw_only=True):
    """Where a certificate of this case stands."""

    number: str
    status_list: int
    status_index: int
    key: str
    credential: str
    qr: str
    prepared_at: datetime
    status: CertificateStatus = "prepared"
    since: datetime
    reason_class: ReasonClass | None = None
    suspended_until: date | None = None
    successor: str | None = None


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a case after `version` events."""

    id: str
    version: int
    applicant: str
    scheme: str
    form: str
    former: str | None
    submitted_at: datetime
    happened_at: datetime
    state: State
    number: str | None = None
    received: date | None = None
    dossiers: tuple[str, ...]
    intake_findings: str | None = None
    accepted_by: str | None = None
    terms: str | None = None
    parts: tuple[Part, ...] = ()
    guidance: tuple[tuple[str, date], ...] = ()
    completion_criteria: tuple[str, ...] = ()
    completion_reason: str | None = None
    completion_due: date | None = None
    overdue: bool = False
    resumes: State | None = None
    findings: tuple[tuple[str, str], ...] = ()
    assessors: frozenset[str] = frozenset()
    decision: Decision | None = None
    certificates: tuple[CertificateState, ...] = ()

    @property
    def dossier(self) -> str:
        """The digest of the dossier that counts now."""
        return self.dossiers[-1]

    @property
    def certificate(self) -> CertificateState | None:
        """The certificate that was not voided, if there is one."""
        return next((c for c in reversed(self.certificates) if c.status != "voided"), None)

    def assigned(self, duty: Duty) -> tuple[Part, ...]:
        """Those who have this duty, were not relieved of it and have declared no conflict."""
        return tuple(p for p in self.parts if p.duty == duty and not p.conflict and not p.relieved)

    def part_of(self, person: str) -> Part | None:
        """This person's duty, also when it fell away by a conflict or was taken back."""
        return next((p for p in self.parts if p.person == person), None)


def evolve(case_id: str, case: Case | None, recorded: e.Recorded) -> Case:  # noqa: C901, PLR0911, PLR0912  one branch an event
    """The case after one more event."""
    event, at = recorded.event, recorded.at
    if isinstance(event, e.Submitted):
        return Case(
            id=case_id,
            version=recorded.seq,
            applicant=event.applicant,
            scheme=event.scheme,
            form=event.form,
            former=event.former,
            submitted_at=at,
            happened_at=at,
            state="submitted",
            dossiers=(event.dossier,),
        )
    assert case is not None, "the first event of a case is Submitted"  # noqa: S101  kept by judge, checked by fsck
    case = msgspec.structs.replace(case, version=recorded.seq, happened_at=at)
    change = msgspec.structs.replace
    match event:
        case e.Resubmitted():
            return change(
                case,
                dossiers=(*case.dossiers, event.dossier),
                state=case.resumes or case.state,
                resumes=None,
                completion_criteria=(),
                completion_reason=None,
                completion_due=None,
                overdue=False,
                findings=(),
            )
        case e.Registered():
            return change(case, number=event.number, received=event.received, state="registered")
        case e.Accepted():
            return change(case, intake_findings=event.findings, accepted_by=recorded.by, state="accepted")
        case e.Declined():
            return change(case, state="declined")
        case e.Agreed():
            return change(case, terms=event.terms)
        case e.Assigned():
            others = tuple(p for p in case.parts if p.person != event.person)
            return change(case, parts=(*others, Part(person=event.person, duty=event.duty)))
        case e.Relieved():
            parts = tuple(change(p, relieved=True) if p.person == event.person else p for p in case.parts)
            return _with_assessment_finished(change(case, parts=parts))
        case e.InterestDeclared():
            parts = tuple(change(p, conflict=event.conflict) if p.person == event.person else p for p in case.parts)
            return _with_assessment_finished(change(case, parts=parts))
        case e.GuidanceRecorded():
            return change(case, guidance=(*case.guidance, (event.person, event.on)))
        case e.CompletionRequested():
            return change(
                case,
                state="completion_requested",
                resumes=case.state,
                completion_criteria=event.criteria,
                completion_reason=event.reason,
                completion_due=event.due,
                overdue=False,
            )
        case e.CompletionOverdue():
            return change(case, overdue=True)
        case e.Assessed():
            findings = (*case.findings, (event.person, event.findings))
            return _with_assessment_finished(change(case, findings=findings, assessors=case.assessors | {event.person}))
        case e.SentBack():
            return change(case, findings=(), state="accepted")
        case e.Decided():
            decision = Decision(
                outcome=event.outcome,
                person=event.person,
                at=at,
                reason=event.reason,
                computed=event.computed,
                level=event.level,
                valid_from=event.valid_from,
                valid_until=event.valid_until,
            )
            return change(case, decision=decision, state="granted" if event.outcome == "grant" else "refused")
        case e.ApplicationWithdrawn():
            return change(case, state="withdrawn")
        case e.CertificatePrepared():
            prepared = CertificateState(
                number=event.number,
                status_list=event.status_list,
                status_index=event.status_index,
                key=event.key,
                credential=event.credential,
                qr=event.qr,
                prepared_at=at,
                since=at,
            )
            return change(case, certificates=(*case.certificates, prepared))
        case e.PreparedVoided():
            return _restate(case, event.number, status="voided", since=at)
        case e.CertificateIssued():
            return _restate(case, event.number, status="active", since=at, credential=event.credential, qr=event.qr)
        case e.CertificateSuspended():
            return _restate(
                case,
                event.number,
                status="suspended",
                since=at,
                reason_class=event.reason_class,
                suspended_until=event.until,
            )
        case e.CertificateReinstated():
            return _restate(case, event.number, status="active", since=at, reason_class=None, suspended_until=None)
        case e.CertificateWithdrawn():
            return _restate(
                case,
                event.number,
                status="withdrawn",
                since=at,
                reason_class=event.reason_class,
                suspended_until=None,
            )
        case e.CertificateSuperseded():
            return _restate(case, event.number, status="superseded", since=at, successor=event.successor)
        case e.CertificateExpired():
            return _restate(case, event.number, status="expired", since=at)
        case _:
            assert_never(event)


def _with_assessment_finished(case: Case) -> Case:
    """Once all who are to assess and have no conflict have done so, the case is assessed."""
    waited_for = {part.person for part in case.assigned("assess")}
    done = {person for person, _ in case.findings}
    if case.state == "accepted" and done and waited_for <= done:
        return msgspec.structs.replace(case, state="assessed")
    return case


def fold(case_id: str, recorded: Iterable[e.Recorded]) -> Case | None:
    """The case that these events make, in order; None for no events."""
    return reduce(lambda case, one: evolve(case_id, case, one), recorded, None)


def _restate(case: Case, number: str, **changes: object) -> Case:
    certificates = tuple(msgspec.structs.replace(c, **changes) if c.number == number else c for c in case.certificates)
    return msgspec.structs.replace(case, certificates=certificates)
