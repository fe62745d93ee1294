"""A case: one applicant's matter under one scheme version, as the fold of its events.

`evolve` never judges: what has happened has happened, and an old event means today what it meant then.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import reduce
from typing import TYPE_CHECKING, Literal

import msgspec

from certify.core import events as e
from certify.core.case_process import evolve_process, without_work
from certify.core.standing import (
    CertificateState,
    Decision,
    NonconformityState,
    Part,
    TransitionState,
    Work,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.acts import Duty

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


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a case after `version` events.

    `works` are the findings that count, in order; `register` what the body's own register said when the case was
    taken in or decided. `assessors` are all whose judgement the outcome rests on: who found, brought figures or chose a
    sample by hand. `planned` are the activities that lead to the decision, where there are several. `deadlines`
    are the last days that the clock follows, by activity; `rounds` how many rounds of a surveillance are over,
    `begun` who has done the one that is not over yet, `missed` the activities of which one is owed, `lapsed` whether
    a time ran out that is a ground for refusing.
    """

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
    works: tuple[Work, ...] = ()
    assessors: frozenset[str] = frozenset()
    decision: Decision | None = None
    certificates: tuple[CertificateState, ...] = ()
    profile: str | None = None
    accepted_at: datetime | None = None
    register: dict[str, str] = {}
    planned: tuple[str, ...] = ()
    samples: dict[str, tuple[str, ...]] = {}
    nonconformities: tuple[NonconformityState, ...] = ()
    deadlines: dict[str, date] = {}
    rounds: dict[str, int] = {}
    begun: dict[str, tuple[str, ...]] = {}
    missed: frozenset[str] = frozenset()
    lapsed: bool = False
    units_suspended: frozenset[str] = frozenset()
    plan: str | None = None
    former_plan: str | None = None
    circumstances: dict[str, date] = {}
    ends_on: date | None = None
    transition: TransitionState | None = None

    @property
    def dossier(self) -> str:
        """The digest of the dossier that counts now."""
        return self.dossiers[-1]

    @property
    def findings(self) -> tuple[tuple[str, str], ...]:
        """Who handed in which findings that lead to the decision, in order."""
        return tuple((work.person, work.findings) for work in self.works if work.kind != "survey")

    def works_of(self, activity: str) -> tuple[Work, ...]:
        """What was handed in for an activity."""
        return tuple(work for work in self.works if work.activity == activity)

    @property
    def certificate(self) -> CertificateState | None:
        """The certificate that was not voided, if there is one."""
        return next((c for c in reversed(self.certificates) if c.status != "voided"), None)

    @property
    def replaced(self) -> CertificateState | None:
        """The certificate whose place the one that is being issued takes, where its key was compromised."""
        return next((c for c in reversed(self.certificates) if c.reissued), None)

    def assigned(self, duty: Duty, activity: str | None = None) -> tuple[Part, ...]:
        """Those who have this duty (for the activity), were not relieved of it and have declared no conflict."""
        return tuple(p for p in self.parts if p.duty == duty and p.does(activity) and not p.conflict and not p.relieved)

    def nonconformity(self, id: str) -> NonconformityState | None:
        """The nonconformity with that id."""
        return next((one for one in self.nonconformities if one.id == id), None)

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
            profile=event.profile,
            former_plan=event.plan,
        )
    assert case is not None, "the first event of a case is Submitted"  # noqa: S101  kept by judge, checked by fsck
    case = msgspec.structs.replace(case, version=recorded.seq, happened_at=at)
    change = msgspec.structs.replace
    match event:
        case e.Resubmitted():
            return change(
                without_work(case, None),
                dossiers=(*case.dossiers, event.dossier),
                state=case.resumes or case.state,
                resumes=None,
                completion_criteria=(),
                completion_reason=None,
                completion_due=None,
                overdue=False,
            )
        case e.Registered():
            return change(case, number=event.number, received=event.received, state="registered")
        case e.Accepted():
            return change(
                case,
                intake_findings=event.findings,
                accepted_by=recorded.by,
                accepted_at=at,
                register=event.register,
                state="accepted",
            )
        case e.Declined():
            return change(case, state="declined")
        case e.Agreed():
            return change(case, terms=event.terms)
        case e.Assigned():
            return change(case, parts=_with_duty(case.parts, event))
        case e.Relieved():
            parts = tuple(_relieved(p, event.activity) if p.person == event.person else p for p in case.parts)
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
            work = Work(kind="assess", person=event.person, findings=event.findings, activity=event.activity, on=at)
            assessors = case.assessors | {event.person}
            return _with_assessment_finished(change(case, works=(*case.works, work), assessors=assessors))
        case e.SentBack():
            return change(without_work(case, event.activity), state="accepted")
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
            state: State = "granted" if event.outcome == "grant" else "refused"
            return change(case, decision=decision, register={**case.register, **event.register}, state=state)
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
            return _restate(
                case,
                event.number,
                status="superseded",
                since=at,
                successor=event.successor,
                reason_class=event.reason_class,
            )
        case e.ReissueOrdered():
            return _restate(case, event.number, reissued=True)
        case e.CertificateExpired():
            return _restate(case, event.number, status="expired", since=at)
        case _:
            return evolve_process(case, event, recorded.by, at)


def _with_duty(parts: tuple[Part, ...], event: e.Assigned) -> tuple[Part, ...]:
    """One duty for a person; a further activity of the same duty is added to those that they have."""
    others = tuple(p for p in parts if p.person != event.person)
    had = next((p for p in parts if p.person == event.person and not p.relieved), None)
    if had is None or event.activity is None or not had.activities:
        activities = () if event.activity is None else (event.activity,)
        return (*others, Part(person=event.person, duty=event.duty, activities=activities))
    return (*others, msgspec.structs.replace(had, activities=(*had.activities, event.activity)))


def _relieved(part: Part, activity: str | None) -> Part:
    """The part without that activity; relieved of the duty where nothing is left of it."""
    left = tuple(one for one in part.activities if one != activity) if activity is not None else ()
    if left:
        return msgspec.structs.replace(part, activities=left)
    return msgspec.structs.replace(part, relieved=True)


def _with_assessment_finished(case: Case) -> Case:
    """Once all who are to assess and have no conflict have done so, the case is assessed.

    Where several activities are planned, the rules say when they are done.
    """
    if case.planned:
        return case
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
