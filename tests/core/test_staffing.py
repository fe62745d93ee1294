"""How many people each activity needs, and that nobody gets one that they could never do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from certify.core import acts as a
from certify.core import events as e
from certify.core import process_acts as p
from certify.core import process_events as pe
from certify.core.errors import Refused
from certify.core.rules.knowing import evaluation_now
from certify.core.rules.staffing import nobody_answers, staffing
from tests.core.life import DOSSIER, MEMBER, WHY
from tests.core.road import Road, cycle, garden, jury, on, person
from tests.core.test_process_journeys import certified, refused, staged, visited

YES = on(G1="yes", G2="yes", G3="yes")
TWO = ("by: assessor, every: 12 months", "by: assessor, people: 2, merge: worst, every: 12 months")


def told(road: Road) -> list[str]:
    return [
        f"{one.activity.id} {len(one.people)}/{one.wanted} -{one.missing}" for one in staffing(road.now, road.scheme)
    ]


def visitors(count: int) -> Road:
    road = Road(jury()).began()
    for who in ("ask", "elm")[:count]:
        road.with_duty(who, "assess", "visit")
    return road


def recused(count: int) -> Road:
    road = visited()
    for who in ("una", "vera", "ivo")[:count]:
        road.do(who, a.DeclareInterest(conflict=True))
    return road


def simple(*, done: bool, tied: bool) -> Road:
    road = Road(garden()).began().with_duty("ask", "assess")
    if done:
        road.do("ask", a.Assess(findings=YES))
    if tied:
        road.do("ask", a.DeclareInterest(conflict=True))
    return road


def left_alone() -> Road:
    """Certified with a nonconformity whose assessor turns out to be tied to the holder."""
    road = staged()
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    road.do("elm", a.Assess(activity="stage_2", findings=on(G2="no minor", G3="yes")))
    road.do("mo", p.ProposeRemedy(nonconformity="nc-1", remedy=WHY))
    road.do("elm", a.DeclareInterest(conflict=True))
    return road


NEEDS: list[tuple[str, Callable[[], Road], list[str]]] = [
    ("nobody yet", lambda: visitors(0), ["visit 0/2 -2", "jury 0/3 -3", "decision 1/1 -0"]),
    ("one of two", lambda: visitors(1), ["visit 1/2 -1", "jury 0/3 -3", "decision 1/1 -0"]),
    ("all who are to vote", visited, ["visit 2/2 -0", "jury 3/3 -0", "decision 1/1 -0"]),
    (
        "one recused, and the quorum can be reached",
        lambda: recused(1),
        ["visit 2/2 -0", "jury 2/3 -0", "decision 1/1 -0"],
    ),
    ("two recused, and it cannot", lambda: recused(2), ["visit 2/2 -0", "jury 1/3 -1", "decision 1/1 -0"]),
    ("one assessment", lambda: simple(done=False, tied=False), ["review 1/1 -0", "decision 1/1 -0"]),
    ("whose assessor is tied", lambda: simple(done=False, tied=True), ["review 0/1 -1", "decision 1/1 -0"]),
    ("once it is granted", certified, ["decision 1/1 -0", "surveillance 0/1 -1"]),
    (
        "with a nonconformity that nobody can answer",
        left_alone,
        ["stage_1 1/1 -0", "stage_2 0/1 -1", "decision 1/1 -0"],
    ),
]


@pytest.mark.parametrize(("road", "expected"), [row[1:] for row in NEEDS], ids=[row[0] for row in NEEDS])
def test_an_activity_needs(road: Callable[[], Road], expected: list[str]) -> None:
    assert told(road()) == expected


def activities(events: list[e.Event]) -> list[str | None]:
    return [event.activity for event in events if isinstance(event, e.Assigned)]


def test_a_duty_for_all_activities_leaves_out_what_could_never_be_done() -> None:
    # given two stages of which the first is to be independent of the second
    road = Road(cycle(("fills: [G.1]\n", "fills: [G.1]\n    independent_of: [stage_2]\n"))).began()
    # when somebody gets the duty without a name, then they get the stage that comes first and nothing that rules it out
    assert activities(road.do("kim", a.Assign(duty="assess", person="ask"))) == ["stage_1", "surveillance"]
    # and whoever has one of the two is refused the other, whichever way the scheme says it
    refused(road, "kim", a.Assign(duty="assess", person="ask", activity="stage_2"), "separation.independent")
    road.do("kim", a.Assign(duty="assess", person="elm", activity="stage_2"))
    road.do("kim", a.Relieve(person="ask", activity="stage_1", reason=WHY))
    refused(road, "kim", a.Assign(duty="assess", person="elm", activity="stage_1"), "separation.independent")


def test_whoever_is_tied_gets_nothing_more() -> None:
    road = simple(done=False, tied=True)
    refused(road, "kim", a.Assign(duty="assess", person="ask"), "separation.interest")


def test_who_has_no_room_left_is_told_so() -> None:
    road = visitors(2)
    road.people["nia"] = person("nia", "assessor")
    refused(road, "kim", a.Assign(duty="assess", person="nia"), "assign.people")
    refused(road, "kim", a.Assign(duty="assess", person="ask"), "assign.again")


def test_a_decider_is_held_against_the_decisions_own_rules() -> None:
    # given a decision that is to be independent of taking in, and by a role of the scheme's own
    road = Road(cycle())
    road.people["kim"] = person("kim", "coordinator", "decider")
    road.began()
    refused(road, "kim", a.Assign(duty="decide", person="kim"), "separation.independent")
    chaired = garden(
        ("roles: [coordinator, assessor, decider]", "roles: [coordinator, assessor, chair]"),
        ("kind: decide, by: decider", "kind: decide, by: chair"),
    )
    road = Road(chaired)
    road.people["dag"] = person("dag", "decider", holds=frozenset({"chair"}))
    road.began()
    refused(road, "kim", a.Assign(duty="decide", person="elm"), "separation.role")


def test_whoever_is_to_decide_does_not_take_in() -> None:
    road = Road(garden())
    road.people["kim"] = person("kim", "coordinator", "decider")
    road.do("mo", a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=road.scheme.digest))
    road.do("kim", a.Register(number="1", received=road.at.date()))
    road.do("kim", a.Assign(duty="decide", person="kim"))
    refused(road, "kim", a.Accept(findings=MEMBER), "accept.decider")
    road.do("kim", a.Relieve(person="kim", reason=WHY))
    road.do("kim", a.Accept(findings=MEMBER))


def test_somebody_else_answers_for_whoever_raised_a_nonconformity() -> None:
    # given a minor nonconformity, a remedy, and an assessor who is tied to the applicant
    road = left_alone()
    assert nobody_answers(road.now) == {"stage_2"}
    # when another is assigned to that activity, then the remedy is answered
    road.with_duty("ask", "assess", "stage_2")
    assert nobody_answers(road.now) == frozenset()
    road.do("ask", p.AcceptRemedy(nonconformity="nc-1", reason=WHY))


def test_the_same_once_it_is_granted() -> None:
    road = certified()
    refused(road, "kim", a.Assign(duty="assess", person="elm", activity="stage_1"), "act.state")
    road.with_duty("elm", "assess", "surveillance")
    road.do("elm", p.Survey(activity="surveillance", findings=on(G1="no minor", G2="yes")))
    road.do("elm", a.DeclareInterest(conflict=True))
    assert nobody_answers(road.now) == {"surveillance"}
    road.with_duty("ask", "assess", "surveillance")
    assert nobody_answers(road.now) == frozenset()


# --- surveillance by several


def surveyed_by_two() -> Road:
    road = Road(cycle(TWO)).began()
    road.with_duty("ask", "assess", "stage_1").with_duty("elm", "assess", "stage_2")
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    road.do("elm", a.Assess(activity="stage_2", findings=on(G2="yes", G3="yes")))
    road.issued_now()
    return road.with_duty("ask", "assess", "surveillance").with_duty("elm", "assess", "surveillance")


def test_a_round_is_over_once_as_many_have_done_it_as_are_asked_for() -> None:
    road = surveyed_by_two()
    assert told(road)[-1] == "surveillance 2/2 -0"
    due = road.now.deadlines["surveillance"]
    road.do("ask", p.Survey(activity="surveillance", findings=on(G1="no minor", G2="yes")))
    # when one of two has done it, then it is still due, and nothing is raised from half of it
    assert road.now.deadlines["surveillance"] == due
    assert road.now.nonconformities == ()
    assert road.now.begun == {"surveillance": ("ask",)}
    refused(road, "ask", p.Survey(activity="surveillance", findings=on(G1="yes", G2="yes")), "assess.again")
    happened = road.do("elm", p.Survey(activity="surveillance", findings=on(G1="yes", G2="yes")))
    # then the round is over by the second, and the worst of both counts
    assert [type(event) for event in happened][:2] == [pe.Surveyed, pe.NonconformityRaised]
    assert road.now.deadlines["surveillance"] == date(due.year + 1, due.month, due.day)
    assert road.now.begun == {}


def test_a_round_that_only_half_of_them_did_is_late() -> None:
    road = surveyed_by_two()
    road.do("ask", p.Survey(activity="surveillance", findings=on(G1="yes", G2="yes")))
    assert road.until("2027-03-03") == ["DeadlinePassed", "CertificateSuspended"]
    road.do("elm", p.Survey(activity="surveillance", findings=on(G1="yes", G2="yes")))
    assert road.now.missed == frozenset()


def test_what_was_found_in_an_earlier_round_by_somebody_else_does_not_count_any_more() -> None:
    # given a surveillance that Ask did with a no, and a year later Elm with a yes
    road = certified()
    road.with_duty("ask", "assess", "surveillance")
    road.do("ask", p.Survey(activity="surveillance", findings=on(G1="no", G2="yes")))
    road.do("kim", a.Relieve(person="ask", activity="surveillance", reason=WHY))
    road.with_duty("elm", "assess", "surveillance")
    road.do("elm", p.Survey(activity="surveillance", findings=on(G1="yes", G2="yes")))
    # then what is known is what Elm found
    assert evaluation_now(road.now, road.given("dag"), since=True).value("G.1") == "yes"


def test_nothing_is_assigned_that_the_scheme_does_not_have() -> None:
    road = Road(garden()).began()
    for activity in ("intake", "nothing"):
        with pytest.raises(Refused, match=r"activity\.unknown"):
            road.do("kim", a.Assign(duty="assess", person="ask", activity=activity))
