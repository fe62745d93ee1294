"""Whole lives of a longer process, each act judged by the same rules as any other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec import structs

from certify.core import acts as a
from certify.core import events as e
from certify.core import process_acts as p
from certify.core import process_events as pe
from certify.core.errors import Refused
from certify.core.given import Former
from certify.core.plan import Improvement, Plan
from certify.core.rules.decision import outcome_of
from certify.core.rules.relevance import is_of_use
from tests.core.life import NUMBER, WHY
from tests.core.road import Road, cycle, garden, jury, on, person

DAY = timedelta(days=1)


def refused(road: Road, by: str, act: a.Act, rule: str) -> None:
    with pytest.raises(Refused) as caught:
        road.do(by, act)
    assert caught.value.rule == rule


def staged() -> Road:
    """Taken in, with Ask for stage 1 and Elm for stage 2."""
    road = Road(cycle()).began()
    return road.with_duty("ask", "assess", "stage_1").with_duty("elm", "assess", "stage_2")


def former(last_day: date, **more: Any) -> Former:
    """The certificate that a renewal follows."""
    return Former(
        number=NUMBER,
        case="case-1",
        holder="lindhamra",
        scheme="open-garden",
        last_day=last_day,
        status="active",
        **more,
    )


def certified() -> Road:
    """Both stages met, certified on 2 March 2026."""
    road = staged()
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    road.do("elm", a.Assess(activity="stage_2", findings=on(G2="yes", G3="yes")))
    return road.issued_now()


def test_a_management_system_from_stage_1_to_recertification_from_the_old_end() -> None:
    road = staged()
    assert road.now.planned == ("stage_1", "stage_2")
    assert road.now.deadlines == {"stage_1": date(2026, 4, 2)}
    refused(road, "elm", a.Assess(activity="stage_2", findings=on(G2="yes", G3="yes")), "activity.order")
    refused(road, "elm", a.Assess(activity="stage_1", findings=on(G1="yes")), "duty.unassigned")
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    assert road.state() == "accepted"
    assert road.now.deadlines == {}
    happened = road.do("elm", a.Assess(activity="stage_2", findings=on(G2="no major", G3="no minor")))
    assert [type(event).__name__ for event in happened] == [
        "Assessed", "NonconformityRaised", "NonconformityRaised", "EvaluationFinished",
    ]  # fmt: skip
    assert road.state() == "assessed"
    assert [(one.id, one.grade, one.due) for one in road.now.nonconformities] == [
        ("nc-1", "major", date(2026, 6, 2)),
        ("nc-2", "minor", date(2026, 9, 2)),
    ]
    refused(road, "dag", a.Decide(outcome="grant", reason=WHY), "decide.nonconformity")
    refused(road, "dag", a.Decide(outcome="refuse", reason=WHY), "decide.nonconformity")

    # the major one is put right in time
    refused(road, "elm", p.AcceptRemedy(nonconformity="nc-1", reason=WHY), "nonconformity.remedy")
    road.do("mo", p.ProposeRemedy(nonconformity="nc-1", remedy=WHY), after=20 * DAY)
    refused(road, "ask", p.AcceptRemedy(nonconformity="nc-1", reason=WHY), "duty.unassigned")
    road.do("elm", p.RefuseRemedy(nonconformity="nc-1", reason=WHY))
    road.do("mo", p.ProposeRemedy(nonconformity="nc-1", remedy=WHY))
    road.do("elm", p.AcceptRemedy(nonconformity="nc-1", reason=WHY))
    refused(road, "dag", a.Decide(outcome="grant", reason=WHY), "decide.nonconformity")
    refused(road, "elm", p.CloseNonconformity(nonconformity="nc-1", findings=on(G3="yes")), "nonconformity.finding")
    road.do("elm", p.CloseNonconformity(nonconformity="nc-1", findings=on(G2="yes")))
    refused(road, "elm", p.CloseNonconformity(nonconformity="nc-1", findings=on(G2="yes")), "nonconformity.closed")
    refused(road, "mo", p.ProposeRemedy(nonconformity="nc-9", remedy=WHY), "nonconformity.unknown")
    road.issued_now()
    assert road.now.decision is not None
    assert road.now.decision.level == "OPEN"
    assert road.now.deadlines == {"surveillance": date(2027, 3, 22)}


def test_a_minor_one_that_is_late_becomes_critical_and_then_suspends() -> None:
    road = staged()
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    road.do("elm", a.Assess(activity="stage_2", findings=on(G2="yes", G3="no minor")))
    road.issued_now()
    assert road.until("2026-09-03") == ["NonconformityOverdue", "NonconformityRegraded"]
    assert road.now.nonconformities[0].due == date(2026, 10, 2)
    assert road.until("2026-10-03") == ["NonconformityOverdue", "CertificateSuspended"]
    assert road.status == "suspended"
    road.do("elm", p.CloseNonconformity(nonconformity="nc-1", findings=on(G3="yes")))
    road.do("dag", a.Reinstate(reason=WHY))
    assert road.status == "active"


def test_surveillance_done_missed_and_made_up_for_and_recertification_from_the_old_end() -> None:
    road = certified()
    road.with_duty("ask", "assess", "surveillance")
    refused(road, "ask", p.Survey(activity="surveillance", findings=on(G1="yes")), "assess.findings")
    road.until("2027-03-01")
    road.do("ask", p.Survey(activity="surveillance", findings=on(G1="yes", G2="yes")))
    assert road.now.deadlines == {"surveillance": date(2028, 3, 2)}
    assert road.until("2028-03-03") == ["DeadlinePassed", "CertificateSuspended"]
    certificate = road.now.certificate
    assert certificate is not None
    assert (certificate.status, certificate.reason_class) == ("suspended", "surveillance_missing")
    assert certificate.suspended_until == date(2028, 9, 3)
    assert road.now.missed == {"surveillance"}
    road.do("ask", p.Survey(activity="surveillance", findings=on(G1="yes", G2="yes")))
    assert road.now.missed == frozenset()
    road.do("dag", a.Reinstate(reason=WHY))
    assert road.now.deadlines == {}  # the third anniversary lies beyond the end

    road.until("2029-01-10")
    again = Road(road.scheme)
    again.at = road.at
    again.former = former(date(2029, 3, 1))
    again.began(former=NUMBER).with_duty("ask", "assess", "stage_1").with_duty("ask", "assess", "stage_2")
    again.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    again.do("ask", a.Assess(activity="stage_2", findings=on(G2="yes", G3="yes")))
    again.do("dag", a.Decide(outcome="grant", reason=WHY))
    assert again.now.decision is not None
    assert again.now.decision.valid_until is not None
    assert again.now.decision.valid_until.date() == date(2032, 3, 1)


def test_a_major_nonconformity_that_is_late_is_a_ground_for_refusing() -> None:
    road = staged()
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="no major")))
    road.do("elm", a.Assess(activity="stage_2", findings=on(G2="yes", G3="yes")))
    refused(road, "clock", p.MarkLate(what="nc-1"), "clock.early")
    refused(road, "dag", a.Decide(outcome="refuse", reason=WHY), "decide.nonconformity")
    assert road.until("2026-06-03") == ["NonconformityOverdue"]
    assert road.now.lapsed
    refused(road, "clock", p.MarkLate(what="nc-1"), "clock.early")
    road.do("dag", a.Decide(outcome="refuse", reason=WHY))
    assert road.state() == "refused"


def test_many_minor_ones_become_major() -> None:
    road = staged()
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="no minor")))
    happened = road.do("elm", a.Assess(activity="stage_2", findings=on(G2="no minor", G3="no minor")))
    assert sum(isinstance(event, pe.NonconformityRegraded) for event in happened) == 3
    assert {(one.grade, one.due) for one in road.now.nonconformities} == {("major", date(2026, 6, 2))}


def test_what_was_found_again_leaves_no_nonconformity_behind() -> None:
    road = staged()
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="no major")))
    road.do("elm", a.Assess(activity="stage_2", findings=on(G2="yes", G3="yes")))
    refused(road, "dag", a.SendBack(reason=WHY, activity="surveillance"), "activity.unknown")
    road.do("dag", a.SendBack(reason=WHY, activity="stage_1"))
    assert road.now.nonconformities[0].status == "void"
    assert [work.activity for work in road.now.works] == ["stage_2"]
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    assert road.state() == "assessed"


def visited(**second: str) -> Road:
    """Two visited, and three jurors are asked."""
    road = Road(jury()).began()
    for who in ("ask", "elm"):
        road.with_duty(who, "assess", "visit")
    road.do("ask", a.Assess(activity="visit", findings=on(G1="yes", G2="yes", G3="yes")))
    assert road.state() == "accepted"
    road.do("elm", a.Assess(activity="visit", findings=on(**{"G1": "yes", "G2": "yes", "G3": "yes", **second})))
    for who in ("una", "vera", "ivo"):
        road.do("kim", a.Assign(duty="assess", person=who, activity="jury"))
    return road


def test_a_jury_with_a_recusal_and_a_tie() -> None:
    road = visited()
    road.do("una", a.DeclareInterest(conflict=False))
    road.do("vera", a.DeclareInterest(conflict=False))
    road.do("una", p.Vote(activity="jury", findings=on(liked="yes")))
    refused(road, "una", p.Vote(activity="jury", findings=on(liked="no")), "assess.again")
    road.do("vera", p.Vote(activity="jury", findings=on(liked="no")))
    assert road.state() == "accepted"  # Ivo has not said anything yet
    refused(road, "ivo", p.Vote(activity="jury", findings=on(liked="yes")), "interest.undeclared")
    happened = road.do("ivo", a.DeclareInterest(conflict=True))
    assert isinstance(happened[-1], pe.EvaluationFinished)
    refused(road, "dag", a.Decide(outcome="grant", reason=WHY), "decide.outcome")  # a tie is a no here
    road.do("dag", a.Decide(outcome="refuse", reason=WHY))


def test_who_declares_a_conflict_after_the_vote_has_no_vote() -> None:
    road = visited()
    for who, vote in (("una", "yes"), ("vera", "yes"), ("ivo", "no")):
        road.do(who, a.DeclareInterest(conflict=False))
        road.do(who, p.Vote(activity="jury", findings=on(liked=vote)))
    assert outcome_of(road.now, road.given("dag")).level == "OPEN"
    road.do("una", a.DeclareInterest(conflict=True))
    assert outcome_of(road.now, road.given("dag")).level is None  # one against one, and a tie is a no here
    refused(road, "dag", a.Decide(outcome="grant", reason=WHY), "separation.interest")


def test_too_few_votes_are_no_answer() -> None:
    road = visited()
    for who in ("vera", "ivo"):
        road.do(who, a.DeclareInterest(conflict=True))
    road.do("una", a.DeclareInterest(conflict=False))
    road.do("una", p.Vote(activity="jury", findings=on(liked="yes")))
    assert road.state() == "accepted"
    refused(road, "dag", a.Decide(outcome="refuse", reason=WHY), "act.state")
    road.people["nia"] = person("nia", "assessor", holds=frozenset({"juror"}))
    road.with_duty("nia", "assess", "jury")
    road.do("nia", p.Vote(activity="jury", findings=on(liked="yes")))
    road.issued_now()
    assert road.status == "active"


def test_the_worst_of_two_visits_counts() -> None:
    road = visited(G2="no")
    for who in ("una", "vera", "ivo"):
        road.do(who, a.DeclareInterest(conflict=False))
        road.do(who, p.Vote(activity="jury", findings=on(liked="yes")))
    refused(road, "dag", a.Decide(outcome="grant", reason=WHY), "decide.outcome")


def test_an_assessor_is_no_juror_and_a_juror_decides_nothing() -> None:
    road = visited()
    refused(road, "kim", a.Assign(duty="assess", person="dag", activity="jury"), "assign.role")
    refused(road, "kim", a.Assign(duty="decide", person="una"), "assign.role")
    road.people["una"] = person("una", "assessor", "decider", holds=frozenset({"juror"}))
    refused(road, "kim", a.Assign(duty="decide", person="una"), "separation.duty")
    road.people["nia"] = person("nia", "assessor")
    refused(road, "kim", a.Assign(duty="assess", person="nia", activity="jury"), "separation.role")
    road.people["nia"] = person("nia", "assessor", holds=frozenset({"juror"}))
    refused(road, "kim", a.Assign(duty="assess", person="nia", activity="jury"), "assign.people")


def test_a_duty_for_all_activities_is_for_those_that_the_roles_allow() -> None:
    # given a visit by assessors and a vote by jurors, and an assessor who is no juror
    road = Road(jury()).began()
    road.people["nia"] = person("nia", "assessor")
    # when the duty is given without naming an activity, then the vote does not wait for them
    given = road.do("kim", a.Assign(duty="assess", person="nia"))
    assert [event.activity for event in given if isinstance(event, e.Assigned)] == ["visit"]
    assert "nia" not in {part.person for part in road.now.assigned("assess", "jury")}
    # and whoever may do all of them gets them all
    road.people["una"] = structs.replace(person("una", "assessor"), holds=frozenset({"juror"}))
    given = road.do("kim", a.Assign(duty="assess", person="una"))
    assert [event.activity for event in given if isinstance(event, e.Assigned)] == ["visit", "jury"]
    # and whoever may do none of them is refused
    road = Road(jury(("kind: assess, by: assessor", "kind: assess, by: juror"))).began()
    road.people["nia"] = person("nia", "assessor")
    refused(road, "kim", a.Assign(duty="assess", person="nia"), "separation.role")


def test_something_that_happens_ends_the_certificate() -> None:
    scheme = cycle(
        ("inputs:\n", "inputs:\n  rebuilt: {type: date, given_by: event}\n"),
        ("for: term}", "for: term, ends_on: [rebuilt]}"),
    )
    road = Road(scheme).began().with_duty("ask", "assess", "stage_1").with_duty("ask", "assess", "stage_2")
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    road.do("ask", a.Assess(activity="stage_2", findings=on(G2="yes", G3="yes")))
    road.issued_now()
    refused(road, "mo", p.ReportCircumstance(input="member", on=date(2026, 3, 1)), "circumstance.unknown")
    refused(road, "mo", p.ReportCircumstance(input="rebuilt", on=date(2026, 12, 1)), "circumstance.future")
    refused(road, "clock", a.Withdraw(reason_class="circumstances_changed"), "clock.early")
    road.do("mo", p.ReportCircumstance(input="rebuilt", on=date(2026, 3, 2)))
    assert road.until("2026-03-03") == ["CertificateWithdrawn"]
    assert road.now.certificate is not None
    assert road.now.certificate.reason_class == "circumstances_changed"


def test_a_surveillance_that_is_missed_withdraws_where_the_scheme_says_so() -> None:
    road = Road(cycle(("if_late: suspend}\nnon", "if_late: withdraw}\nnon"))).began()
    road.with_duty("ask", "assess", "stage_1").with_duty("ask", "assess", "stage_2")
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    road.do("ask", a.Assess(activity="stage_2", findings=on(G2="yes", G3="yes")))
    road.issued_now()
    assert road.until("2027-03-03") == ["DeadlinePassed", "CertificateWithdrawn"]
    assert road.status == "withdrawn"
    assert road.now.deadlines == {} or road.until("2030-01-01") == []


def test_a_new_version_asks_something_of_present_holders() -> None:
    road = Road(garden()).began().with_duty("ask", "assess")
    road.do("ask", a.Assess(findings=on(G1="yes", G2="yes", G3="yes")))
    road.issued_now()
    asked = "transition: {by: 12 months after start, if_late: withdraw}}"
    version = f"version: {{id: 2027.1, applies_from: 2027-01-01, replaces: 2026.1, {asked}"
    new = garden(("version: {id: 2026.1, applies_from: 2026-01-01}", version))
    refused(road, "worker", p.StartTransition(scheme=new.digest), "transition.none")
    road.more["transition"] = new
    road.do("worker", p.StartTransition(scheme=new.digest))
    refused(road, "worker", p.StartTransition(scheme=new.digest), "transition.again")
    assert road.now.transition is not None
    assert road.now.transition.due == date(2028, 1, 1)
    shown = Road(road.scheme)
    shown.case, shown.documents, shown.at = road.case, road.documents, road.at
    shown.do("dag", p.ConfirmTransition(scheme=new.digest, reason=WHY))
    refused(shown, "dag", p.ConfirmTransition(scheme=new.digest, reason=WHY), "transition.none")
    assert shown.until("2028-01-02") == []
    refused(road, "clock", p.MarkLate(what="transition"), "clock.early")
    assert road.until("2028-01-02") == ["DeadlinePassed", "CertificateWithdrawn"]


def test_a_plan_is_kept_for_the_next_application() -> None:
    road = certified()
    item = Improvement(name="G.3", text="En skylt vid norra grinden.", owner="Parkchefen", due=date(2027, 1, 1))
    strange = Improvement(name="G.9", text="-", owner="Parkchefen", due=date(2027, 1, 1))
    refused(road, "mo", p.PlanImprovement(plan=Plan(items=(strange,))), "plan.names")
    road.do("mo", p.PlanImprovement(plan=Plan(items=(item,))))
    assert road.now.plan is not None
    again = Road(road.scheme)
    again.documents = road.documents
    again.former = former(date(2026, 4, 1), plan=road.now.plan)
    again.began(former=NUMBER)
    assert again.now.former_plan == road.now.plan
    assert is_of_use(p.PlanImprovement, again.now, again.scheme)


def test_events_of_the_first_release_fold_as_before() -> None:
    event = b'{"dossier":"d","findings":"f","person":"ask","type":"Assessed"}'
    old = b'{"at":"2026-03-02T09:00:00Z","by":"ask","event":' + event + b',"seq":1}'
    assert e.encode(e.decode(old)) == old
