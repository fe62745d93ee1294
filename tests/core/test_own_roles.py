# ruff: noqa: E501  # one case a line reads best
"""Wherever a scheme names a role: who may do it, who may not, and what a refusal says.

Persons are called after what they are. `host` and the like hold a role of the scheme and the service's role for it, and
no other competence; `coordinator`, `assessor` and `decider` have the service's role and every competence but no role of
the scheme; `outside` holds every role of the scheme and none of the service's that does anything.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from certify.core import acts as a
from certify.core import process_acts as p
from certify.core.errors import Refused
from certify.core.given import Person
from certify.core.scheme.check_activities import DONE_BY
from certify.core.scheme.faults import SchemeFaults
from tests.core.life import DOSSIER, MEMBER, TERMS, WHY, issue, prepare
from tests.core.road import ACTIVITIES, NONCONFORMITIES, Road, garden, on, person

NAMED = """activities:
  - {activity: application, kind: apply, by: applicant, fills: criteria}
  - {activity: intake, kind: check, by: host, after: application, fills: [member]}
  - {activity: figures, kind: fetch, by: reader, after: intake, fills: [visitors]}
  - {activity: test, kind: exam, by: examiner, after: intake, fills: [marks]}
  - {activity: visit, kind: assess, by: critic, after: intake, fills: criteria}
  - {activity: jury, kind: vote, by: juror, after: visit, fills: [liked], merge: {vote: majority}}
  - {activity: decision, kind: decide, by: chair, after: jury}
  - {activity: appeal, kind: appeal, by: applicant, after: decision, within: 3 weeks after notified}
  - {activity: return, kind: survey, by: watcher, every: 12 months, covers: [G.1]}
"""
INPUTS = """inputs:
  visitors: {type: integer, lowest: 0, highest: 90, given_by: fetched}
  marks: {type: number, lowest: 0, highest: 10, given_by: exam}
  liked: {type: yes_no, given_by: jury}
"""
LEVEL = "when: {mandatory_missed: 0}"
CHANGES = (
    (ACTIVITIES, NAMED),
    (NONCONFORMITIES, "nonconformities:\n  shortcoming: {within: 3 months}\n"),
    ("given_by: coordinator", "given_by: host"),
    ("inputs:\n", INPUTS),
    ("roles: [coordinator, assessor, decider]", "roles: [host, reader, examiner, critic, juror, chair, watcher]"),
    (LEVEL, "when: {mandatory_missed: 0, marks: at least 5, liked: yes, visitors: at least 1}"),
)
SCHEME = garden(*CHANGES)
ACTS_AS: dict[str, a.Role] = {one.by[0]: DONE_BY[one.kind] for one in SCHEME.activities if one.by != ("applicant",)}
SERVICE: tuple[a.Role, ...] = ("coordinator", "assessor", "decider")
PEOPLE: dict[str, Person] = {role: person(role, does, holds=frozenset({role})) for role, does in ACTS_AS.items()}
PEOPLE |= {role: person(role, role) for role in SERVICE}
PEOPLE["outside"] = person("outside", "auditor", "administrator", holds=frozenset(ACTS_AS))
DUTIES: tuple[tuple[str, a.Duty, str | None], ...] = (
    ("examiner", "assess", "test"),
    ("critic", "assess", "visit"),
    ("juror", "assess", "jury"),
    ("chair", "decide", None),
)
YES = on(G1="yes", G2="yes", G3="yes")


def handed_in() -> Road:
    """Handed in and numbered, which is any coordinator's."""
    road = Road(SCHEME)
    road.people |= PEOPLE
    road.do("mo", a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=SCHEME.digest))
    road.do("coordinator", a.Register(number="1", received=road.at.date()))
    return road


def taken_in() -> Road:
    """Taken in by the host; each activity is given to whoever holds its role."""
    road = handed_in()
    road.do("host", a.Accept(findings=MEMBER))
    road.do("mo", a.Agree(terms=TERMS))
    for who, duty, activity in DUTIES:
        road.with_duty(who, duty, activity)
    return road


def visited() -> Road:
    """With figures, an exam and a visit that found a shortcoming, for which there is a remedy."""
    road = taken_in()
    road.do("reader", p.RecordResult(activity="figures", findings=on(visitors="9")))
    road.do("examiner", p.RecordResult(activity="test", findings=on(marks="7")))
    road.do("critic", a.Assess(activity="visit", findings=on(G1="yes", G2="yes", G3="no shortcoming")))
    road.do("mo", p.ProposeRemedy(nonconformity="nc-1", remedy=WHY))
    return road


def voted() -> Road:
    """All that leads to the decision is done."""
    road = visited()
    road.do("juror", p.Vote(activity="jury", findings=on(liked="yes")))
    return road


def certified() -> Road:
    """Granted by the chair, and issued; the watcher is to look again."""
    road = voted()
    road.do("chair", a.Decide(outcome="grant", reason=WHY))
    road.do("worker", prepare())
    road.do("worker", issue())
    return road.with_duty("watcher", "assess", "return")


def rested() -> Road:
    """Suspended by the chair."""
    road = certified()
    road.do("chair", a.Suspend(reason_class="other", reason=WHY))
    return road


def assign(who: str, duty: a.Duty, activity: str | None = None) -> a.Act:
    """Give somebody a duty."""
    return a.Assign(duty=duty, person=who, activity=activity)


ASK_MORE = a.RequestCompletion(criteria=("G.1",), reason=WHY, due=date(2026, 12, 1))
FIGURES = p.RecordResult(activity="figures", findings=on(visitors="9"))
EXAM = p.RecordResult(activity="test", findings=on(marks="7"))
VOTE = p.Vote(activity="jury", findings=on(liked="yes"))
SURVEY = p.Survey(activity="return", findings=on(G1="yes"))
CLOSED = p.CloseNonconformity(nonconformity="nc-1", findings=on(G3="yes"))
SUSPEND = a.Suspend(reason_class="other", reason=WHY)
GRANT = a.Decide(outcome="grant", reason=WHY)

# What is to be done, when, by whom the scheme says; who else tries, and the rule that stops them.
PLACES: list[tuple[str, Callable[[], Road], str, a.Act, dict[str, str]]] = [
    ("take in", handed_in, "host", a.Accept(findings=MEMBER), {"coordinator": "separation.role", "outside": "act.role", "chair": "act.role"}),
    ("decline", handed_in, "host", a.Decline(reason=WHY), {"coordinator": "separation.role", "outside": "act.role", "reader": "separation.role"}),
    ("ask for more while it is reviewed", handed_in, "host", ASK_MORE, {"coordinator": "separation.role", "critic": "duty.unassigned"}),
    ("ask for more once it is taken in", taken_in, "critic", ASK_MORE, {"assessor": "duty.unassigned", "outside": "act.role"}),
    ("ask for more, as a coordinator", taken_in, "coordinator", ASK_MORE, {"decider": "act.role"}),
    ("bring figures", taken_in, "reader", FIGURES, {"coordinator": "separation.role", "host": "separation.role", "critic": "act.role"}),
    ("examine", taken_in, "examiner", EXAM, {"assessor": "duty.unassigned", "critic": "duty.unassigned", "coordinator": "duty.unassigned"}),
    ("assess", taken_in, "critic", a.Assess(activity="visit", findings=YES), {"assessor": "duty.unassigned", "juror": "duty.unassigned", "chair": "act.role", "outside": "act.role"}),
    ("vote", visited, "juror", VOTE, {"assessor": "duty.unassigned", "critic": "duty.unassigned", "chair": "act.role"}),
    ("accept a remedy", visited, "critic", p.AcceptRemedy(nonconformity="nc-1", reason=WHY), {"juror": "duty.unassigned", "assessor": "duty.unassigned"}),
    ("refuse a remedy", visited, "critic", p.RefuseRemedy(nonconformity="nc-1", reason=WHY), {"juror": "duty.unassigned", "chair": "act.role"}),
    ("close a nonconformity", visited, "critic", CLOSED, {"juror": "duty.unassigned", "mo": "act.role"}),
    ("send back", voted, "chair", a.SendBack(reason=WHY), {"decider": "duty.unassigned", "critic": "act.role"}),
    ("decide", voted, "chair", GRANT, {"decider": "duty.unassigned", "critic": "act.role", "outside": "act.role"}),
    ("suspend", certified, "chair", SUSPEND, {"decider": "separation.role", "critic": "act.role", "outside": "act.role"}),
    ("reinstate", rested, "chair", a.Reinstate(reason=WHY), {"decider": "separation.role", "watcher": "act.role"}),
    ("withdraw", rested, "chair", a.Withdraw(reason_class="other", reason=WHY), {"decider": "separation.role", "host": "act.role"}),
    ("look again", certified, "watcher", SURVEY, {"assessor": "duty.unassigned", "critic": "duty.unassigned", "chair": "act.role"}),
    ("assign to the exam", handed_in, "coordinator", assign("examiner", "assess", "test"), {"chair": "act.role", "examiner": "act.role"}),
]  # fmt: skip


@pytest.mark.parametrize(("given", "who", "act"), [row[1:4] for row in PLACES], ids=[row[0] for row in PLACES])
def test_whoever_the_scheme_names_does_it(given: Callable[[], Road], who: str, act: a.Act) -> None:
    assert given().do(who, act)


@pytest.mark.parametrize(
    ("given", "who", "act", "rule"),
    [(row[1], who, row[3], rule) for row in PLACES for who, rule in row[4].items()],
    ids=[f"{who} tries to {row[0]}" for row in PLACES for who in row[4]],
)
def test_nobody_else_does(given: Callable[[], Road], who: str, act: a.Act, rule: str) -> None:
    road = given()
    with pytest.raises(Refused) as told:
        road.do(who, act)
    assert told.value.rule == rule


def test_whoever_has_not_declared_anything_asks_for_nothing() -> None:
    road = handed_in()
    road.do("host", a.Accept(findings=MEMBER))
    road.do("coordinator", assign("critic", "assess", "visit"))
    with pytest.raises(Refused, match=r"interest\.undeclared"):
        road.do("critic", ASK_MORE)


def test_a_refusal_names_the_role_that_is_asked_for() -> None:
    for road, who, act, role in (
        (handed_in(), "coordinator", a.Accept(findings=MEMBER), "host"),
        (taken_in(), "coordinator", FIGURES, "reader"),
        (certified(), "decider", SUSPEND, "chair"),
    ):
        with pytest.raises(Refused) as told:
            road.do(who, act)
        assert told.value.evidence == {"person": who, "roles": [role]}


NOBODY_ELSES: list[tuple[str, str, a.Duty, str | None, str]] = [
    ("an exam to an assessor", "assessor", "assess", "test", "separation.role"),
    ("an exam to a juror", "juror", "assess", "test", "separation.role"),
    ("a visit to an examiner", "examiner", "assess", "visit", "separation.role"),
    ("a vote to a critic", "critic", "assess", "jury", "separation.role"),
    ("a vote to whoever only holds the role", "outside", "assess", "jury", "assign.role"),
    ("the decision to a decider", "decider", "decide", None, "separation.role"),
    ("the decision to whoever only holds the role", "outside", "decide", None, "assign.role"),
    ("the decision to a critic", "critic", "decide", None, "assign.role"),
    ("a surveillance to a critic", "critic", "assess", "return", "separation.role"),
    ("the review as a duty", "host", "assess", "intake", "assign.role"),
    ("the decision as an assessment", "assessor", "assess", "decision", "activity.unknown"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "duty", "activity", "rule"), [row[1:] for row in NOBODY_ELSES], ids=[row[0] for row in NOBODY_ELSES]
)
def test_no_duty_is_given_to_another_role(who: str, duty: a.Duty, activity: str | None, rule: str) -> None:
    road = handed_in()
    road.do("host", a.Accept(findings=MEMBER))
    with pytest.raises(Refused) as told:
        road.do("coordinator", assign(who, duty, activity))
    assert told.value.rule == rule


# One person with every role there is, the service's and the scheme's: what they did keeps them from the rest.
ALL = person("all", *SERVICE, holds=frozenset(ACTS_AS))


def with_all() -> Road:
    road = handed_in()
    road.people["all"] = ALL
    return road


def took_in() -> Road:
    road = with_all()
    road.do("all", a.Accept(findings=MEMBER))
    return road


def brought_figures() -> Road:
    road = with_all()
    road.do("host", a.Accept(findings=MEMBER))
    road.do("all", FIGURES)
    return road


def to_vote() -> Road:
    road = with_all()
    road.do("host", a.Accept(findings=MEMBER))
    return road.with_duty("all", "assess", "jury")


def to_decide() -> Road:
    road = with_all()
    road.do("coordinator", assign("all", "decide"))
    return road


KEPT_APART: list[tuple[str, Callable[[], Road], a.Act, str]] = [
    ("took in, decides", took_in, assign("all", "decide"), "separation.duty"),
    ("brought figures, decides", brought_figures, assign("all", "decide"), "separation.duty"),
    ("votes, decides", to_vote, assign("all", "decide"), "separation.duty"),
    ("decides, takes in", to_decide, a.Accept(findings=MEMBER), "accept.decider"),
    ("decides, votes", to_decide, assign("all", "assess", "jury"), "separation.duty"),
    ("decides, assesses", to_decide, assign("all", "assess", "visit"), "separation.duty"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "act", "rule"), [row[1:] for row in KEPT_APART], ids=[row[0] for row in KEPT_APART])
def test_many_roles_are_still_one_person(given: Callable[[], Road], act: a.Act, rule: str) -> None:
    road = given()
    with pytest.raises(Refused) as told:
        road.do("all" if isinstance(act, a.Accept) else "coordinator", act)
    assert told.value.rule == rule


def test_whoever_assessed_does_not_suspend_either() -> None:
    road = certified()
    road.people["critic"] = msgspec.structs.replace(ALL, id="critic")
    with pytest.raises(Refused, match=r"certificate\.assessor"):
        road.do("critic", SUSPEND)


# What else the scheme asks of whoever reviews: a competence, independence, and distance after advice.
def reviewing(words: str) -> Road:
    by = "{activity: intake, kind: check, by: host, after: application, fills: [member]"
    assert by in NAMED
    road = Road(garden((ACTIVITIES, NAMED.replace(by, by + words)), *CHANGES[1:]))
    road.people |= PEOPLE
    road.do("mo", a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=road.scheme.digest))
    road.do("coordinator", a.Register(number="1", received=road.at.date()))
    return road


def test_a_competence_is_asked_for_at_intake() -> None:
    road = reviewing(", competence: [plants]")
    with pytest.raises(Refused, match=r"separation\.competence"):
        road.do("host", a.Accept(findings=MEMBER))
    road.people["host"] = person("host", "coordinator", holds=frozenset({"host", "plants"}))
    road.do("host", a.Accept(findings=MEMBER))


def test_whoever_advised_keeps_away_from_the_review_where_the_scheme_says_so() -> None:
    advised = msgspec.structs.replace(PEOPLE["host"], advised=date(2026, 1, 2))
    for words, rule in ((", cooling_off: 12 months", "separation.guidance"), ("", None)):
        road = reviewing(words)
        road.people["host"] = advised
        if rule is None:
            road.do("host", a.Accept(findings=MEMBER))
            continue
        with pytest.raises(Refused) as told:
            road.do("host", a.Accept(findings=MEMBER))
        assert told.value.rule == rule


def test_the_review_is_independent_of_what_the_scheme_says() -> None:
    road = reviewing(", independent_of: [visit]")
    road.people["host"] = person("host", "coordinator", "assessor", holds=frozenset({"host", "critic"}))
    road.do("coordinator", assign("host", "assess", "visit"))
    with pytest.raises(Refused, match=r"separation\.independent"):
        road.do("host", a.Accept(findings=MEMBER))


# How a scheme could try to let the same people assess and decide, and what its check says.
ODD: list[tuple[str, tuple[str, str], str]] = [
    ("the same own role assesses and decides", ("kind: decide, by: chair", "kind: decide, by: critic"), "same-role"),
    ("one of several does", ("kind: decide, by: chair", "kind: decide, by: [chair, critic]"), "same-role"),
    ("whoever votes decides", ("kind: decide, by: chair", "kind: decide, by: juror"), "same-role"),
    ("whoever examines decides", ("kind: decide, by: chair", "kind: decide, by: examiner"), "same-role"),
    ("whoever looks again decides", ("kind: decide, by: chair", "kind: decide, by: watcher"), "same-role"),
    ("the applicant decides", ("kind: decide, by: chair", "kind: decide, by: applicant"), "nobody-may"),
    ("the applicant reviews", ("kind: check, by: host", "kind: check, by: applicant"), "nobody-may"),
    ("the applicant votes too", ("kind: vote, by: juror", "kind: vote, by: [juror, applicant]"), "nobody-may"),
    ("a role that there is none of", ("kind: check, by: host", "kind: check, by: Host"), "unknown-name"),
    ("the service's role, which the scheme does not name", ("kind: decide, by: chair", "kind: decide, by: decider"), "unknown-name"),
    ("an administrator who decides", ("kind: decide, by: chair", "kind: decide, by: administrator"), "unknown-name"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code"), [row[1:] for row in ODD], ids=[row[0] for row in ODD])
def test_no_scheme_mixes_them(change: tuple[str, str], code: str) -> None:
    old, new = change
    assert old in NAMED
    with pytest.raises(SchemeFaults) as told:
        garden((ACTIVITIES, NAMED.replace(old, new)), *CHANGES[1:])
    assert code in {fault.code for fault in told.value.faults}


@pytest.mark.parametrize("role", ["administrator", "auditor", "scheme_owner", "appeals_handler", "applicant"])
def test_no_role_of_the_service_becomes_another_by_standing_in_the_list(role: str) -> None:
    changes = [
        (old, new.replace("chair", role)) if old in {ACTIVITIES, CHANGES[4][0]} else (old, new) for old, new in CHANGES
    ]
    with pytest.raises(SchemeFaults) as told:
        garden(*changes)
    assert "nobody-may" in {fault.code for fault in told.value.faults}
