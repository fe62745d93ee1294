# ruff: noqa: E501  # a change of a scheme a line reads best
"""The corners of a longer process: what is refused there, and what time asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from certify.core import acts as a
from certify.core import process_acts as p
from certify.core.errors import Refused
from certify.core.findings import Finding, Findings
from certify.core.given import Former
from certify.core.scheme.clocks import local_day
from tests.core.life import DOSSIER, NUMBER, WHY
from tests.core.road import ACTIVITIES, Road, cycle, garden, jury, on, person


def refused(road: Road, by: str, act: a.Act, rule: str) -> None:
    with pytest.raises(Refused) as caught:
        road.do(by, act)
    assert caught.value.rule == rule


def assessed(*changes: tuple[str, str], **fields: Any) -> Road:
    """Under the garden's scheme with changes, met in full."""
    road = Road(garden(*changes))
    if "former" in fields:
        road.former = fields.pop("former")
        fields["former"] = NUMBER
    road.began(**fields).with_duty("ask", "assess")
    road.do("ask", a.Assess(findings=on(G1="yes", G2="yes", G3="yes")))
    return road


def former(turn: int = 0) -> Former:
    return Former(
        number=NUMBER, case="c", holder="lindhamra", scheme="open-garden", last_day=date(2026, 5, 31), status="active",
        turn=turn,
    )  # fmt: skip


FORM, IN_TURN = "  form: short\n", "  forms_in_turn: [short, long]\n"
TURNS = (
    (FORM, IN_TURN),
    ("  - {form: short, leaves_out: [G.3]}\n", "  - {form: short, leaves_out: [G.3]}\n  - {form: long}\n"),
)


@pytest.mark.parametrize(
    ("turn", "form", "rule"),
    [(0, "full", None), (1, "long", None), (0, "long", "submit.renewal_turn"), (3, "long", None)],
)
def test_forms_take_turns(turn: int, form: str, rule: str | None) -> None:
    road = Road(garden(*TURNS))
    road.former = former(turn)
    if rule is None:
        assert road.began(former=NUMBER, form=form).now.form == form
        return
    with pytest.raises(Refused) as caught:
        road.began(former=NUMBER, form=form)
    assert caught.value.rule == rule


def test_a_renewal_may_ask_for_more() -> None:
    asks = ("  opens: 6 months before end\n", "  opens: 6 months before end\n  requires: {member: no}\n")
    refused(assessed(asks, former=former()), "dag", a.Decide(outcome="grant", reason=WHY), "decide.renewal")
    assessed(asks).do("dag", a.Decide(outcome="grant", reason=WHY))


def test_a_term_that_cannot_be_said_is_no_certificate() -> None:
    road = assessed(("for: term}", "for: term, not_beyond: version_end}"))
    refused(road, "dag", a.Decide(outcome="grant", reason=WHY), "decide.term")


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("1 year after submitted", "2027-03-02"),
        ("2 years after intake", "2028-03-02"),
        ("3 years after review", "2029-03-02"),
        ("{earliest: [accepted, closing, 2030-01-01]}", "2026-03-02"),
        ("closing", "2031-03-02"),
    ],
)
def test_a_certificate_may_end_by_any_day_that_is_known_when_it_is_decided(until: str, last: str) -> None:
    closing = ("measures:\n", "measures:\n  closing: {date: 5 years after decision}\n")
    road = assessed(("{from: decision, for: term}", f"{{until: {until}}}"), closing)
    road.do("dag", a.Decide(outcome="grant", reason=WHY))
    assert road.now.decision is not None
    assert road.now.decision.valid_until is not None
    assert local_day(road.now.decision.valid_until) == date.fromisoformat(last)


def test_a_level_may_rest_on_the_day_of_the_decision() -> None:
    asks = ("when: {mandatory_missed: 0}", "when: {mandatory_missed: 0, early: yes}")
    for closing, granted in (("2027-01-01", True), ("2026-01-01", False)):
        early = (
            "measures:\n",
            f"measures:\n  ruled: {{date: decision}}\n  early: {{holds: {{ruled: until {closing}}}}}\n",
        )
        road = assessed(asks, early)
        if granted:
            road.do("dag", a.Decide(outcome="grant", reason=WHY))
        else:
            refused(road, "dag", a.Decide(outcome="grant", reason=WHY), "decide.outcome")


def test_a_time_after_the_intake_runs_from_the_day_of_the_intake() -> None:
    after = ("within: 1 month after accepted\n", "within: 2 months after intake\n")
    road = Road(cycle(after)).began()
    assert road.now.accepted_at is not None
    accepted = local_day(road.now.accepted_at)
    assert road.now.deadlines == {"stage_1": accepted.replace(month=accepted.month + 2)}


def test_a_renewal_that_is_due_is_told() -> None:
    road = assessed(("  opens: 6 months before end\n", "  opens: 6 months before end\n  due: 3 months before end\n"))
    road.issued_now()
    assert road.now.deadlines == {"renewal": date(2028, 12, 1)}
    assert road.until("2028-12-02") == ["DeadlinePassed"]
    assert road.status == "active"


def test_a_round_that_is_skipped_is_not_asked_for() -> None:
    road = Road(cycle(("every: 12 months,", "every: 12 months, skip_when: {member: yes},"))).began()
    road.with_duty("ask", "assess", "stage_1").with_duty("ask", "assess", "stage_2")
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    road.do("ask", a.Assess(activity="stage_2", findings=on(G2="yes", G3="yes")))
    assert road.issued_now().now.deadlines == {}


def test_an_application_review_that_is_late_may_be_a_ground_for_refusing() -> None:
    late = ACTIVITIES.replace(
        "fills: [member]}", "fills: [member], within: 10 working days after submitted, if_late: refuse}"
    )
    road = Road(garden((ACTIVITIES, late)))
    road.do("mo", a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=road.scheme.digest))
    assert road.now.deadlines == {"intake": date(2026, 3, 16)}
    refused(road, "clock", p.MarkLate(what="intake"), "clock.early")
    refused(road, "clock", p.MarkLate(what="visit"), "clock.early")
    assert road.until("2026-03-17") == ["DeadlinePassed"]
    assert (road.now.lapsed, road.now.deadlines) == (True, {})


def test_a_deadline_goes_when_its_activity_is_done_or_the_case_is_over() -> None:
    late = ACTIVITIES.replace("fills: [member]}", "fills: [member], within: 10 days after submitted, if_late: remark}")
    road = Road(garden((ACTIVITIES, late)))
    road.do("mo", a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=road.scheme.digest))
    road.do("mo", a.WithdrawApplication())
    assert road.now.deadlines == {}
    assert Road(garden((ACTIVITIES, late))).began().now.deadlines == {}


def test_an_activity_is_repeated_when_another_is_late() -> None:
    again = (("within: 1 month after accepted\n    if_late: remark", "within: 1 month after accepted"),
             ("after: stage_1, fills: [G.2, G.3], rotation: 6 years}", "after: stage_1, fills: [G.2, G.3]}"),
             ("critical: {within: 1 month, if_late: suspend}", "critical: {within: 1 month, if_late: repeat stage_1}"))  # fmt: skip
    road = Road(cycle(*again)).began().with_duty("ask", "assess", "stage_1").with_duty("elm", "assess", "stage_2")
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="no critical")))
    road.do("elm", a.Assess(activity="stage_2", findings=on(G2="yes", G3="yes")))
    assert road.state() == "assessed"
    assert road.until("2026-04-03") == ["NonconformityOverdue", "ActivityRepeated"]
    assert road.state() == "accepted"
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    assert road.state() == "assessed"


def test_who_is_independent() -> None:
    independent = ("rotation: 6 years}", "independent_of: [stage_1]}")
    road = Road(cycle(independent)).began().with_duty("ask", "assess", "stage_1")
    refused(road, "kim", a.Assign(duty="assess", person="ask", activity="stage_2"), "separation.independent")
    of_the_decision = Road(cycle(("covers: [G.1, G.2]", "independent_of: [decision, intake]"))).began()
    of_the_decision.people["dag"] = person("dag", "assessor", "decider")
    of_the_decision.with_duty("ask", "assess", "stage_1").with_duty("ask", "assess", "stage_2")
    of_the_decision.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    of_the_decision.do("ask", a.Assess(activity="stage_2", findings=on(G2="yes", G3="yes")))
    of_the_decision.issued_now()
    refused(of_the_decision, "kim", a.Assign(duty="assess", person="dag", activity="surveillance"), "separation.duty")
    of_the_decision.with_duty("ask", "assess", "surveillance")


def test_findings_that_do_not_belong() -> None:
    simple = Road(garden()).began().with_duty("ask", "assess")
    everything = on(G1="yes", G2="yes", G3="yes")
    refused(simple, "ask", a.Assess(activity="visit", findings=everything), "activity.unknown")
    refused(simple, "ask", a.Assess(findings=on(G1="no strange", G2="yes", G3="yes")), "assess.grade")
    refused(simple, "ask", a.Assess(findings=on(G1="yes shortcoming", G2="yes", G3="yes")), "assess.grade")
    staged = Road(cycle()).began().with_duty("ask", "assess")
    staged.do("ask", a.Assess(activity="stage_1", findings=on(G1="no minor")))
    refused(staged, "ask", a.Assess(activity="stage_1", findings=on(G1="yes")), "assess.again")
    strange = Findings(findings=(Finding(criterion="G.1", value="perhaps", reason="-"),))
    refused(staged, "ask", p.CloseNonconformity(nonconformity="nc-1", findings=strange), "assess.value")


def test_a_vote_is_about_what_it_fills() -> None:
    road = Road(jury(("after: visit\n", "when: {member: yes}\n"))).began().with_duty("una", "assess", "jury")
    refused(road, "una", p.Vote(activity="jury", findings=on(liked="perhaps")), "vote.values")
    refused(road, "una", p.Vote(activity="jury", findings=on(member="yes")), "vote.values")
    unasked = Road(jury(("after: visit\n", "when: {member: no}\n"))).began().with_duty("una", "assess", "jury")
    refused(unasked, "una", p.Vote(activity="jury", findings=on(liked="yes")), "activity.not_asked")


def test_a_transition_needs_its_day() -> None:
    road = assessed().issued_now()
    asked = "transition: {by: 1 month after former_end, if_late: remark}}"
    later = f"version: {{id: 2027.1, applies_from: 2027-01-01, replaces: 2026.1, {asked}"
    road.more["transition"] = garden(("version: {id: 2026.1, applies_from: 2026-01-01}", later))
    refused(road, "worker", p.StartTransition(scheme=road.scheme.digest), "transition.none")


def test_a_renewal_that_earned_it_is_granted() -> None:
    asks = ("  opens: 6 months before end\n", "  opens: 6 months before end\n  requires: {member: yes}\n")
    road = assessed(asks, former=former())
    road.do("dag", a.Decide(outcome="grant", reason=WHY))
    assert road.state() == "granted"


@pytest.mark.parametrize(
    ("said", "reason", "rule"),
    [
        ("yes", "", "assess.reason"),
        ("yes", "  ", "assess.reason"),
        ("yes", "Mätaren gick fel.", None),
        ("no", "Kort.", None),
    ],
)
def test_whoever_finds_other_than_a_measure_proposes_says_why(said: str, reason: str, rule: str | None) -> None:
    road = Road(
        garden(
            ("inputs:\n", "inputs:\n  metres: {type: number, given_by: assessor}\n"),
            ("measures:\n", "measures:\n  wide: {holds: {metres: at least 3}}\n"),
            ("title: {sv: Öppen, en: Open}", "title: {sv: Öppen, en: Open}\n        proposed_by: wide"),
            ("by: assessor, after: intake, fills: criteria", "by: assessor, after: intake, fills: [criteria, metres]"),
        )
    )
    road.began().with_duty("ask", "assess")
    said_of = Finding(criterion="G.1", value=said, reason=reason)
    found = on(G2="yes", G3="yes", metres="2.9")
    act = a.Assess(findings=msgspec.structs.replace(found, findings=(said_of, *found.findings)))
    if rule is None:
        road.do("ask", act)
    else:
        refused(road, "ask", act, rule)
