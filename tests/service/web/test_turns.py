"""Whose turn it is: a table of moments, and lives in which everybody does nothing but what the turns say.

In such a life every turn is one that the rules let that person take, and the case comes to an end: nobody is told to do
what they cannot, and nobody is waited for for ever.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from certify.core import acts as a
from certify.core import process_acts as p
from certify.core.case import OPEN_STATES
from certify.core.errors import Refused
from certify.core.findings import Finding, Findings
from certify.core.given import Person
from certify.core.rules.decision import outcome_of
from certify.core.rules.evaluating import is_asked_for
from certify.core.rules.staffing import evaluating, staffing
from certify.core.scheme.clocks import local_day
from certify.service.web.access import Principal
from certify.service.web.pages.tasks_of_case import assessment, some_findings
from certify.service.web.pages.turns import SOON, Known, Turn, depends_on_more, mine, turns
from tests.core.life import DOSSIER, MEMBER, TERMS, WHY
from tests.core.road import Road, cycle, garden, jury, on, person
from tests.core.test_process_journeys import certified, staged, visited


def waits(road: Road) -> tuple[Turn, ...]:
    """As a page finds it out."""
    case, scheme = road.now, road.scheme
    known = Known(today=local_day(road.at, scheme))
    if depends_on_more(case, scheme):
        given = road.given("dag")
        skipped = frozenset(one.id for one in evaluating(scheme) if not is_asked_for(one, case, given))
        outcome = outcome_of(case, given)
        known = known._replace(skipped=skipped, refusable=outcome.complete and outcome.level is None)
    return turns(case, scheme, known)


def told(road: Road) -> list[str]:
    """Each turn as `Act:who`, with the duty or activity that it is for."""
    return [
        f"{one.act}:{one.person or one.role}" + (f":{one.duty or one.activity}" if one.duty or one.activity else "")
        for one in waits(road)
    ]


def road_to(state: str) -> Road:
    """The garden's case, on its way."""
    road = Road(garden())
    road.do("mo", a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=road.scheme.digest))
    if state == "submitted":
        return road
    road.do("kim", a.Register(number="1", received=date(2026, 3, 2)))
    if state == "registered":
        return road
    road.do("kim", a.Accept(findings=MEMBER))
    return road


def assigned(*, declared: bool = True) -> Road:
    road = road_to("accepted")
    road.do("kim", a.Assign(duty="assess", person="ask"))
    road.do("kim", a.Assign(duty="decide", person="dag"))
    for who in ("ask", "dag") if declared else ():
        road.do(who, a.DeclareInterest(conflict=False))
    return road


def sent_back(*, overdue: bool) -> Road:
    road = assigned()
    road.do("ask", a.RequestCompletion(criteria=("G.2",), reason=WHY, due=date(2026, 4, 1)))
    if overdue:
        road.until("2026-04-02")
    return road


def assessed(*, agreed: bool, **values: str) -> Road:
    road = assigned()
    if agreed:
        road.do("mo", a.Agree(terms=TERMS))
    road.do("ask", a.Assess(findings=on(**({"G1": "yes", "G2": "yes", "G3": "yes"} | values))))
    return road


def first_stage_done() -> Road:
    road = staged()
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    return road


def blocked(*, proposed: bool) -> Road:
    road = first_stage_done()
    road.do("elm", a.Assess(activity="stage_2", findings=on(G2="no major", G3="yes")))
    if proposed:
        road.do("mo", p.ProposeRemedy(nonconformity="nc-1", remedy=WHY))
    return road


def voted(*, by: int) -> Road:
    road = visited()
    for who in ("una", "vera", "ivo")[:by]:
        road.do(who, a.DeclareInterest(conflict=False))
        road.do(who, p.Vote(activity="jury", findings=on(liked="yes")))
    return road


def holding(*, days: int, surveyor: bool) -> Road:
    road = certified()
    if surveyor:
        road.do("kim", a.Assign(duty="assess", person="ask", activity="surveillance"))
    road.until((date(2027, 3, 2) - timedelta(days=days)).isoformat())
    return road


MOMENTS: list[tuple[str, Callable[[], Road], list[str]]] = [
    ("handed in", lambda: road_to("submitted"), ["Register:coordinator"]),
    ("numbered", lambda: road_to("registered"), ["Accept:coordinator"]),
    (
        "taken in, with nobody to do it",
        lambda: road_to("accepted"),
        ["Assign:coordinator:assess", "Assign:coordinator:decide", "Agree:applicant"],
    ),
    (
        "nobody has declared",
        lambda: assigned(declared=False),
        ["DeclareInterest:ask", "DeclareInterest:dag", "Agree:applicant"],
    ),
    ("to be assessed", assigned, ["Assess:ask", "Agree:applicant"]),
    ("sent back", lambda: sent_back(overdue=False), ["Submit:applicant"]),
    ("sent back in vain", lambda: sent_back(overdue=True), ["Submit:applicant", "Decide:dag", "Decline:coordinator"]),
    ("assessed", lambda: assessed(agreed=True), ["Decide:dag"]),
    ("assessed without terms", lambda: assessed(agreed=False), ["Agree:applicant"]),
    (
        "assessed without terms, and nothing earned",
        lambda: assessed(agreed=False, G1="no"),
        ["Agree:applicant", "Decide:dag"],
    ),
    ("the first stage comes first", staged, ["Assess:ask:stage_1"]),
    ("then the second, and nothing of whoever did the first", first_stage_done, ["Assess:elm:stage_2"]),
    ("a nonconformity stands in the way", lambda: blocked(proposed=False), ["Remedy:applicant"]),
    ("its remedy waits for whoever raised it", lambda: blocked(proposed=True), ["AnswerRemedy:elm"]),
    (
        "a jury that has not declared",
        visited,
        ["DeclareInterest:una", "DeclareInterest:vera", "DeclareInterest:ivo"],
    ),
    ("who has voted is not asked again", lambda: voted(by=1), ["DeclareInterest:vera", "DeclareInterest:ivo"]),
    ("all have voted", lambda: voted(by=3), ["Decide:dag"]),
    ("certified, and nothing near", lambda: holding(days=SOON.days + 2, surveyor=False), []),
    ("surveillance is near", lambda: holding(days=SOON.days + 1, surveyor=False), ["Assign:coordinator:assess"]),
    ("surveillance is near and somebody has it", lambda: holding(days=1, surveyor=True), ["Survey:ask:surveillance"]),
]


@pytest.mark.parametrize(("moment", "expected"), [row[1:] for row in MOMENTS], ids=[row[0] for row in MOMENTS])
def test_a_moment_waits_for(moment: Callable[[], Road], expected: list[str]) -> None:
    assert told(moment()) == expected


# --- lives in which everybody does what the turns say

WHO: dict[str, str] = {"coordinator": "kim", "applicant": "mo", "decider": "dag", "assessor": "ask"}
SCHEMES = {"garden": garden, "cycle": cycle, "jury": jury}
_LONGEST = 60  # turns


def _people() -> dict[str, Person]:
    """Enough of them that whoever is tied or has left can be replaced."""
    jurors = {
        id_: person(id_, "assessor", holds=frozenset({"juror"}))
        for id_ in ("una", "vera", "ivo", "nia", "pia", "tor", "ulla")
    }
    more = {id_: person(id_, "assessor") for id_ in ("bo", "cia", "eva", "gun")}
    return jurors | more | {"dan": person("dan", "decider"), "disa": person("disa", "decider")}


def acts_of(road: Road, turn: Turn, luck: random.Random) -> list[a.Act]:
    """The acts that a turn may mean: at least one of them has to go through."""
    plain: dict[str, list[a.Act]] = {
        "Register": [a.Register(number="1", received=road.at.date())],
        "Accept": [a.Accept(findings=MEMBER)],
        "Agree": [a.Agree(terms=TERMS)],
        "Submit": [a.Submit(dossier=DOSSIER)],
        "DeclareInterest": [a.DeclareInterest(conflict=luck.random() < 0.15)],
        "Decide": [
            a.Decide(outcome="grant", reason=WHY),
            a.Decide(outcome="refuse", reason=WHY),
            a.SendBack(reason=WHY),
        ],
    }
    made: dict[str, Callable[[Road, Turn, random.Random], list[a.Act]]] = {
        "Assign": _assignments,
        "Assess": _assessment,
        "Vote": _vote,
        "Remedy": _remedies,
        "AnswerRemedy": _answers,
    }
    return plain[turn.act] if turn.act in plain else made[turn.act](road, turn, luck)


def _assignments(road: Road, turn: Turn, luck: random.Random) -> list[a.Act]:
    missing = [one for one in staffing(road.now, road.scheme) if one.duty == turn.duty and one.missing]
    wanted = luck.choice(missing).activity.id if luck.random() < 0.5 and missing else None
    everybody = sorted(road.people)
    luck.shuffle(everybody)
    return [a.Assign(duty=turn.duty or "assess", person=one, activity=wanted) for one in everybody]


def _vote(_road: Road, turn: Turn, luck: random.Random) -> list[a.Act]:
    return [p.Vote(activity=turn.activity or "", findings=on(liked=luck.choice(["yes", "no"])))]


def _remedies(road: Road, _turn: Turn, _luck: random.Random) -> list[a.Act]:
    return [
        p.ProposeRemedy(nonconformity=one.id, remedy=WHY) for one in road.now.nonconformities if one.status == "open"
    ]


def _assessment(road: Road, turn: Turn, luck: random.Random) -> list[a.Act]:
    who = turn.person or ""
    task = assessment(road.now, road.given(who), who)
    found = some_findings(task, road.now, road.given(who))
    grades = tuple(road.scheme.nonconformities)
    if luck.random() < 0.3 and grades and found.findings:
        worse = Finding(criterion=found.findings[0].criterion, value="no", reason="-", grade=luck.choice(grades))
        found = Findings(findings=(worse, *found.findings[1:]))
    return [a.Assess(findings=found, activity=task.activity)]


def _answers(road: Road, _turn: Turn, _luck: random.Random) -> list[a.Act]:
    found: list[a.Act] = []
    for one in road.now.nonconformities:
        closed = Findings(findings=(Finding(criterion=one.criterion, value="yes"),))
        if one.status == "proposed":
            found.append(p.AcceptRemedy(nonconformity=one.id, reason=WHY))
        elif one.status == "accepted":
            found.append(p.CloseNonconformity(nonconformity=one.id, findings=closed))
    return found


def done(road: Road, turn: Turn, luck: random.Random) -> Road | None:
    """The life after somebody took their turn; None where the rules did not let them."""
    who = turn.person or WHO[turn.role]
    for act in acts_of(road, turn, luck):
        after = copy.copy(road)
        after.documents = dict(road.documents)
        try:
            after.do(who, act, after=timedelta(hours=1))
        except Refused:
            continue
        return after
    return None


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("seed", range(12))
def test_whoever_does_what_the_turns_say_comes_to_an_end(scheme: str, seed: int) -> None:
    luck = random.Random(seed)  # a life of a test, the same each time
    road = Road(SCHEMES[scheme]())
    road.people |= _people()
    road.do("mo", a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=road.scheme.digest))
    for _ in range(_LONGEST):
        if road.now.state not in OPEN_STATES:
            break
        found = waits(road)
        assert found, f"nobody has anything to do in {road.now.state}"
        after = {turn: done(road, turn, luck) for turn in found}
        assert [turn for turn, then in after.items() if then is None] == []
        road = luck.choice([then for then in after.values() if then is not None])
    assert road.now.state in {"granted", "refused", "declined"}, told(road)


@pytest.mark.parametrize(
    ("who", "role", "organisations", "expected"),
    [
        ("ask", "assessor", (), ["Assess"]),
        ("elm", "assessor", (), []),
        ("mo", "applicant", ("lindhamra",), ["Agree"]),
        ("mo", "applicant", ("another",), []),
        ("kim", "coordinator", (), []),
    ],
)
def test_a_turn_is_of_whoever_has_role_and_part(
    who: str, role: a.Role, organisations: tuple[str, ...], expected: list[str]
) -> None:
    road = assigned()
    reader = Principal(
        account=who,
        person=who,
        name=None,
        body="garden",
        roles=frozenset({role}),
        applicant_for=organisations,
        via="session",
    )
    assert [turn.act for turn in mine(waits(road), road.now, reader)] == expected
