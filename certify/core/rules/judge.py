"""`judge`: the one function through which anything happens to a case.

(1) the clock does not run behind the case's latest event
(2) the actor's role may do the act, and for the right organisation
(3) the case is there, unless the act opens it, and in a state in which the act can be done
(4) the act's own rules hold
(5) what the scheme makes of it at once follows in the same breath
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from certify.core import acts as a
from certify.core import process_acts as p
from certify.core.case import Case, State, evolve
from certify.core.errors import Refused
from certify.core.events import Recorded
from certify.core.rules import (
    assessment,
    certificates,
    decision,
    evaluating,
    intake,
    lateness,
    nonconformities,
    people,
    surveillance,
)

if TYPE_CHECKING:
    from certify.core.events import Event
    from certify.core.given import Given

_WITH_FINDINGS: tuple[State, ...] = ("accepted", "assessed", "granted")
_UNDECIDED: tuple[State, ...] = ("submitted", "registered", "completion_requested", "accepted", "assessed")

# (3) The states of the application in which an act can be done; acts on a certificate ask for its status instead.
STATES: dict[type[a.Act], tuple[State, ...]] = {
    a.Submit: ("completion_requested",),
    a.Register: ("submitted",),
    a.Accept: ("registered",),
    a.Decline: ("registered", "completion_requested"),
    a.Agree: (*_UNDECIDED, "granted"),
    a.Assign: ("registered", "completion_requested", "accepted", "assessed", "granted"),
    a.Relieve: (*_UNDECIDED, "granted"),
    a.DeclareInterest: (*_UNDECIDED, "granted"),
    a.RecordGuidance: (*_UNDECIDED, "granted", "refused", "declined", "withdrawn"),
    a.RequestCompletion: ("registered", "accepted"),
    a.Assess: ("accepted",),
    a.SendBack: ("assessed",),
    a.Decide: ("assessed", "completion_requested"),
    a.WithdrawApplication: _UNDECIDED,
    a.MarkOverdue: ("completion_requested",),
    p.Draw: ("accepted", "granted"),
    p.Vote: ("accepted",),
    p.RecordResult: ("accepted",),
    p.Survey: ("granted",),
    p.ProposeRemedy: _WITH_FINDINGS,
    p.AcceptRemedy: _WITH_FINDINGS,
    p.RefuseRemedy: _WITH_FINDINGS,
    p.CloseNonconformity: _WITH_FINDINGS,
    p.PlanImprovement: (*_UNDECIDED, "granted", "refused"),
    p.ReportCircumstance: (*_UNDECIDED, "granted"),
    p.StartTransition: ("granted",),
    p.ConfirmTransition: ("granted",),
}


def judge(case: Case | None, act: a.Act, given: Given) -> list[Event]:
    """The events that the act makes true. Raises Refused, naming the rule, where it does not hold."""
    if case is not None and given.at < case.happened_at:
        raise Refused("act.time")
    _permit(case, act, given)
    if case is None:
        if isinstance(act, a.Submit):
            return _and_what_follows(case, intake.submit(act, given), given)
        raise Refused("act.case")
    if type(act) in STATES and case.state not in STATES[type(act)]:
        raise Refused("act.state", state=case.state)
    return _and_what_follows(case, _apply(case, act, given), given)


def _and_what_follows(case: Case | None, happened: list[Event], given: Given) -> list[Event]:
    """(5) What the scheme makes of that at once: nonconformities, an assessment that is finished, new last days."""
    events = list(happened)
    for following in (
        nonconformities.raised,
        nonconformities.lifted,
        nonconformities.too_many,
        evaluating.finished,
        surveillance.scheduled,
    ):
        after = _after(case, events, given)
        events += following(after, happened, given)
    return events


def _after(case: Case | None, events: list[Event], given: Given) -> Case:
    """The case as these events would leave it."""
    for event in events:
        seq = case.version + 1 if case is not None else 1
        case = evolve(
            case.id if case is not None else "", case, Recorded(seq=seq, at=given.at, by=given.by.id, event=event)
        )
    assert case is not None  # noqa: S101  # an act makes at least one event
    return case


def _permit(case: Case | None, act: a.Act, given: Given) -> None:
    """(2) Least privilege: a role that may do the act, and an applicant only for their own organisation."""
    doing = given.by.does & a.MAY[type(act)]
    if not doing:
        raise Refused("act.role", act=type(act).__name__, roles=sorted(given.by.does))
    if "applicant" in doing:
        organisation = case.applicant if case is not None else getattr(act, "applicant", None)
        if organisation not in given.by.applicant_for:
            raise Refused("submit.applicant" if case is None else "act.role")
        return
    # Whoever is one of the applicant's own does nothing for the body in the applicant's case (ISO/IEC 17065, 4.2).
    person = given.people.get(given.by.id)
    if person is not None and person.belongs:
        raise Refused("separation.applicant", person=person.id)


def _apply(case: Case, act: a.Act, given: Given) -> list[Event]:  # noqa: C901, PLR0911, PLR0912  one branch an act
    """(4) No branch is the default: the type checker names an act that was forgotten."""
    match act:
        case a.Submit():
            return intake.complete(case, act, given)
        case a.Register():
            return intake.register(act, given)
        case a.Accept():
            return intake.accept(case, act, given)
        case a.Decline():
            return intake.decline(case, act, given)
        case a.Agree():
            return intake.agree(case, act, given)
        case a.Assign():
            return people.assign(case, act, given)
        case a.Relieve():
            return people.relieve(case, act)
        case a.DeclareInterest():
            return people.declare_interest(case, act, given)
        case a.RecordGuidance():
            return people.record_guidance(act, given)
        case a.RequestCompletion():
            return assessment.request_completion(case, act, given)
        case a.MarkOverdue():
            return assessment.mark_overdue(case, given)
        case a.Assess():
            return assessment.assess(case, act, given)
        case a.SendBack():
            return decision.send_back(case, act, given)
        case a.Decide():
            return decision.decide(case, act, given)
        case a.WithdrawApplication():
            return decision.withdraw_application(act)
        case a.PrepareCertificate():
            return certificates.prepare(case, act, given)
        case a.VoidPrepared():
            return certificates.void(case, act)
        case a.RecordIssue():
            return certificates.record_issue(case, act, given)
        case a.Suspend():
            return certificates.suspend(case, act, given)
        case a.Reinstate():
            return certificates.reinstate(case, act, given)
        case a.Withdraw():
            return certificates.withdraw(case, act, given)
        case a.Supersede():
            return certificates.supersede(case, act)
        case a.Reissue():
            return certificates.reissue(case, act, given)
        case a.Expire():
            return certificates.expire(case, given)
        case _:
            return _apply_to_process(case, act, given)


def _apply_to_process(case: Case, act: p.ProcessAct, given: Given) -> list[Event]:  # noqa: C901, PLR0911, PLR0912  one branch an act
    match act:
        case p.Draw():
            return evaluating.draw(case, act, given)
        case p.Vote():
            return evaluating.vote(case, act, given)
        case p.RecordResult():
            return evaluating.record_result(case, act, given)
        case p.Survey():
            return surveillance.survey(case, act, given)
        case p.ProposeRemedy():
            return nonconformities.propose_remedy(case, act, given)
        case p.AcceptRemedy():
            return nonconformities.accept_remedy(case, act, given)
        case p.RefuseRemedy():
            return nonconformities.refuse_remedy(case, act, given)
        case p.CloseNonconformity():
            return nonconformities.close(case, act, given)
        case p.PlanImprovement():
            return surveillance.plan_improvement(act, given)
        case p.ReportCircumstance():
            return surveillance.report_circumstance(act, given)
        case p.StartTransition():
            return surveillance.start_transition(case, act, given)
        case p.ConfirmTransition():
            return surveillance.confirm_transition(case, act, given)
        case p.MarkLate():
            return lateness.mark_late(case, act, given)
        case _:
            assert_never(act)
