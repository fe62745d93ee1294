# ruff: noqa: E501  # one case a line reads best
"""Given, when, then: who may do which activity, in which order, with which results and samples, and what is of use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest

from certify.core import acts as a
from certify.core import process_acts as p
from certify.core import process_events as pe
from certify.core.dossier import Answer, Unit
from certify.core.errors import Refused
from certify.core.findings import Finding, Findings
from certify.core.rules.evaluating import criteria_of, drawn_by
from certify.core.rules.relevance import is_of_use
from certify.core.scheme.terms import Name
from tests.core.life import DOSSIER, MEMBER, WHY, Life
from tests.core.road import ACTIVITIES, Road, cycle, garden, jury, on, person

EXAM = """activities:
  - {activity: application, kind: apply, by: applicant, fills: criteria}
  - {activity: intake, kind: check, by: coordinator, after: application, fills: [member]}
  - {activity: figures, kind: fetch, by: coordinator, fills: [visitors], independent_of: [visit]}
  - {activity: test, kind: exam, by: assessor, competence: [plants], fills: [marks], attempts: 2, after: figures}
  - {activity: visit, kind: assess, by: assessor, fills: criteria, after: test, when: {shop: yes}}
  - {activity: decision, kind: decide, by: decider, after: visit, independent_of: [figures]}
"""
INPUTS_OF_EXAM = """inputs:
  visitors: {type: integer, given_by: fetched}
  marks: {type: number, lowest: 0, highest: 10, given_by: exam}
  soil: {type: number, given_by: laboratory}
  shop: {type: yes_no}
  rebuilt: {type: date, given_by: event}
"""
EXAMINED = garden(
    (ACTIVITIES, EXAM),
    ("inputs:\n", INPUTS_OF_EXAM),
    ("when: {mandatory_missed: 0}", "when: {mandatory_missed: 0, marks: at least 5}"),
)
SAMPLED = garden(
    (
        ACTIVITIES,
        ACTIVITIES.replace(
            "kind: assess, by: assessor, after: intake, fills: criteria",
            "kind: assess, by: assessor, people: 2, merge: worst, after: intake, fills: [criteria, lux], per: bed, sample: 2, random: yes",
        ),
    ),
    (
        "evidence: {kinds: [photo, plan], at_least: 0}",
        """units:
  bed:
    title: {sv: Rabatt, en: Bed}
    inputs:
      lux: {type: number, given_by: assessor}
evidence: {kinds: [photo, plan], at_least: 0}""",
    ),
    ("when: {mandatory_missed: 0}", "when: {mandatory_missed: 0, darkest: at least 5}"),
    ("measures:\n", "measures:\n  darkest: {min: lux}\n"),
)
BEDS = tuple(Unit(id=id_, name=id_) for id_ in ("A", "B", "C"))


def examined(shop: str = "no") -> Road:
    """Taken in under the scheme with an exam; Elm examines, Ask visits where there is a shop."""
    dossier = msgspec.structs.replace(DOSSIER, inputs={"shop": shop})
    road = Road(EXAMINED)
    road.people["elm"] = person("elm", "assessor", "coordinator", holds=frozenset({"plants", "assessor"}))
    road.people["ask"] = person("ask", "assessor")
    road.began(dossier=dossier).with_duty("elm", "assess", "test")
    return road


def figures() -> Road:
    """With the figures fetched."""
    road = examined()
    road.do("kim", p.RecordResult(activity="figures", findings=on(visitors="900")))
    return road


def sampled(scheme: Any = SAMPLED) -> Road:
    """Taken in under the scheme with beds, Ask and Elm to visit."""
    road = Road(scheme).began(dossier=msgspec.structs.replace(DOSSIER, units={"bed": BEDS}))
    return road.with_duty("ask", "assess", "review").with_duty("elm", "assess", "review")


def certified() -> Road:
    road = Road(cycle()).began().with_duty("ask", "assess", "stage_1").with_duty("ask", "assess", "stage_2")
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    road.do("ask", a.Assess(activity="stage_2", findings=on(G2="yes", G3="yes")))
    return road.issued_now()


def staged(**people: Any) -> Road:
    road = Road(cycle())
    road.people |= people
    return road.began()


REFUSED: list[tuple[str, Callable[[], Road], str, a.Act, str]] = [
    ("an exam before the figures", examined, "elm", p.RecordResult(activity="test", findings=on(marks="7")), "activity.order"),
    ("figures by an assessor", examined, "ask", p.RecordResult(activity="figures", findings=on(visitors="9")), "act.role"),
    ("figures that are none", examined, "kim", p.RecordResult(activity="figures", findings=on(visitors="x")), "assess.inputs"),
    ("nothing recorded", examined, "kim", p.RecordResult(activity="figures", findings=on()), "assess.inputs"),
    ("another's criteria", examined, "kim", p.RecordResult(activity="figures", findings=on(G1="yes")), "assess.inputs"),
    ("no such activity", examined, "kim", p.RecordResult(activity="nothing", findings=on(visitors="9")), "activity.unknown"),
    ("a laboratory by an assessor", examined, "ask", p.RecordResult(findings=on(soil="9")), "act.role"),
    ("criteria of a laboratory", examined, "kim", p.RecordResult(findings=on(G1="yes")), "assess.inputs"),
    ("what an activity fills", examined, "kim", p.RecordResult(findings=on(marks="9")), "assess.inputs"),
    ("an exam by whoever has no part", figures, "ask", p.RecordResult(activity="test", findings=on(marks="7")), "duty.unassigned"),
    ("an activity that is not asked for", figures, "elm", a.Assess(findings=on()), "duty.unassigned"),
    ("a competence that is missing", figures, "kim", a.Assign(duty="assess", person="ask", activity="test"), "separation.competence"),
    ("a decision on one's own figures", figures, "kim", a.Assign(duty="decide", person="kim"), "assign.role"),
    ("an activity that there is none of", figures, "kim", a.Assign(duty="assess", person="ask", activity="x"), "activity.unknown"),
    ("assessing a decision", figures, "kim", a.Assign(duty="assess", person="ask", activity="decision"), "activity.unknown"),
    ("the same again", figures, "kim", a.Assign(duty="assess", person="elm", activity="test"), "assign.again"),
    ("which activity", lambda: Road(cycle()).began().with_duty("ask", "assess"), "ask", a.Assess(findings=on(G1="yes")), "activity.which"),
    ("a draw of nothing", figures, "kim", p.Draw(activity="visit"), "activity.unknown"),
    ("a draw that somebody chooses", sampled, "kim", p.Draw(activity="review", units=("A", "B")), "draw.chance"),
    ("findings before the draw", sampled, "ask", a.Assess(activity="review", findings=on(G1="yes")), "draw.first"),
    ("one person too many", sampled, "kim", a.Assign(duty="assess", person="una", activity="review"), "assign.people"),
    ("a vote where there is none", sampled, "ask", p.Vote(activity="review", findings=on(lux="yes")), "activity.unknown"),
    ("a survey before there is a certificate", staged, "ask", p.Survey(activity="surveillance", findings=on()), "act.state"),
    ("an assessor of all, afterwards", certified, "kim", a.Assign(duty="assess", person="elm"), "act.state"),
    ("relieved of what is done", certified, "kim", a.Relieve(person="ask", activity="stage_1", reason=WHY), "relieve.done"),
    ("relieved altogether, afterwards", certified, "kim", a.Relieve(person="ask", reason=WHY), "act.state"),
    ("relieved of what was never given", certified, "kim", a.Relieve(person="ask", activity="x", reason=WHY), "duty.unassigned"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "by", "act", "rule"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given: Callable[[], Road], by: str, act: a.Act, rule: str) -> None:
    road = given()
    with pytest.raises(Refused) as caught:
        road.do(by, act)
    assert caught.value.rule == rule


def test_a_visit_that_is_not_asked_for_is_not_waited_for() -> None:
    road = examined()
    road.do("kim", p.RecordResult(findings=on(soil="6.5")))
    road.do("kim", p.RecordResult(activity="figures", findings=on(visitors="900")))
    road.do("elm", p.RecordResult(activity="test", findings=on(marks="4")))
    assert road.state() == "assessed"
    assert "kim" in road.now.assessors
    assert road.now.planned == ("figures", "test", "visit")


def test_attempts_run_out_while_a_visit_is_waited_for() -> None:
    road = examined(shop="yes").with_duty("ask", "assess", "visit")
    road.do("kim", p.RecordResult(activity="figures", findings=on(visitors="900")))
    for marks in ("4", "6"):
        road.do("elm", p.RecordResult(activity="test", findings=on(marks=marks)))
    with pytest.raises(Refused) as caught:
        road.do("elm", p.RecordResult(activity="test", findings=on(marks="9")))
    assert caught.value.rule == "activity.attempts"
    road.do("ask", a.Assess(activity="visit", findings=on(G1="yes", G2="yes", G3="yes")))
    road.do("dag", a.Decide(outcome="grant", reason=WHY))


def test_chance_draws_the_sample_and_it_can_be_drawn_again() -> None:
    road = sampled()
    road.do("kim", p.Draw(activity="review"))
    drawn = road.now.samples["review"]
    assert drawn == drawn_by(bytes(32), ("A", "B", "C"))[:2]
    with pytest.raises(Refused, match=r"draw\.again"):
        road.do("ask", p.Draw(activity="review"))
    found = msgspec.structs.replace(on(G1="yes", G2="yes", G3="yes"), units={unit: {"lux": "7"} for unit in drawn})
    road.do("ask", a.Assess(activity="review", findings=found))
    darker = msgspec.structs.replace(found, units={drawn[0]: {"lux": "5"}, drawn[1]: {"lux": "9"}})
    road.do("elm", a.Assess(activity="review", findings=darker))
    road.do("dag", a.Decide(outcome="grant", reason=WHY))  # the bed that was not drawn is not waited for


@pytest.mark.parametrize(
    ("units", "rule"),
    [(("A",), "draw.units"), (("A", "A"), "draw.units"), (("A", "X"), "draw.units"), (("A", "B"), None)],
)
def test_a_person_chooses_so_many_different_units_as_there_are_to_be(units: tuple[str, ...], rule: str | None) -> None:
    source = SAMPLED_BY_HAND
    road = sampled(source)
    if rule is None:
        road.do("kim", p.Draw(activity="review", units=units))
        assert road.now.samples == {"review": units}
        return
    with pytest.raises(Refused) as caught:
        road.do("kim", p.Draw(activity="review", units=units))
    assert caught.value.rule == rule


def test_whoever_chose_the_sample_does_not_decide() -> None:
    road = sampled(SAMPLED_BY_HAND)
    road.people["una"] = person("una", "coordinator", "decider")
    road.do("una", p.Draw(activity="review", units=("A", "B")))
    with pytest.raises(Refused, match=r"separation\.duty"):
        road.do("kim", a.Assign(duty="decide", person="una"))
    assert "una" in road.now.assessors


def test_whoever_is_to_decide_chooses_no_sample() -> None:
    road = sampled(SAMPLED_BY_HAND)
    road.people["dag"] = person("dag", "coordinator", "decider")
    with pytest.raises(Refused, match=r"draw\.decider"):
        road.do("dag", p.Draw(activity="review", units=("A", "B")))
    road.do("kim", p.Draw(activity="review", units=("A", "B")))


def test_whoever_let_chance_draw_chose_nothing_and_decides() -> None:
    road = sampled()
    road.people["dag"] = person("dag", "coordinator", "decider")
    road.do("dag", p.Draw(activity="review"))
    assert not road.now.assessors
    for who in ("ask", "elm"):
        found = on(G1="yes", G2="yes", G3="yes")
        lux = {unit: {"lux": "7"} for unit in road.now.samples["review"]}
        road.do(who, a.Assess(activity="review", findings=msgspec.structs.replace(found, units=lux)))
    assert road.do("dag", a.Decide(outcome="grant", reason=WHY))


SAMPLED_BY_HAND = msgspec.structs.replace(
    SAMPLED,
    activities=tuple(msgspec.structs.replace(one, random=False) for one in SAMPLED.activities),
)


@pytest.mark.parametrize(
    ("since", "rule"), [(None, None), (date(2020, 3, 2), None), (date(2020, 3, 1), "separation.rotation")]
)
def test_nobody_assesses_the_same_applicant_for_ever(since: date | None, rule: str | None) -> None:
    road = staged(ask=person("ask", "assessor", assessing_since=since))
    act = a.Assign(duty="assess", person="ask", activity="stage_2")
    if rule is None:
        road.do("kim", act)
    else:
        with pytest.raises(Refused) as caught:
            road.do("kim", act)
        assert caught.value.rule == rule


def test_somebody_is_relieved_of_one_activity_and_keeps_the_other() -> None:
    road = staged().with_duty("ask", "assess", "stage_1").with_duty("ask", "assess", "stage_2")
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    road.do("kim", a.Relieve(person="ask", activity="stage_2", reason=WHY))
    part = road.now.part_of("ask")
    assert part is not None
    assert (part.activities, part.relieved) == (("stage_1",), False)
    road.with_duty("elm", "assess", "stage_2")


def test_an_act_is_of_use_where_the_scheme_has_something_for_it() -> None:
    simple = Road(garden()).began()
    process: set[type[msgspec.Struct]] = {p.Draw, p.Vote, p.RecordResult, p.Survey, p.ProposeRemedy, p.CloseNonconformity, p.AcceptRemedy,
               p.RefuseRemedy, p.PlanImprovement, p.ReportCircumstance, p.ConfirmTransition}  # fmt: skip
    assert [act for act in process if is_of_use(act, simple.now, simple.scheme)] == []
    assert is_of_use(a.Decide, simple.now, simple.scheme)
    assert is_of_use(p.Draw, sampled().now, SAMPLED)
    assert is_of_use(p.RecordResult, figures().now, EXAMINED)
    assert is_of_use(p.ReportCircumstance, figures().now, EXAMINED)
    done = certified()
    assert is_of_use(p.Survey, done.now, done.scheme)
    assert is_of_use(p.PlanImprovement, done.now, done.scheme)
    assert is_of_use(a.Relieve, done.now, done.scheme)


def test_findings_of_a_unit_are_asked_for_one_by_one() -> None:
    scheme = garden(
        ("evidence: {kinds: [photo, plan], at_least: 0}",
         "units:\n  bed:\n    title: {sv: Rabatt, en: Bed}\nevidence: {kinds: [photo, plan], at_least: 0}"),
        ("      - criterion: G.2\n", "      - criterion: G.2\n        per: bed\n"),
        ("if_late: refuse}", "if_late: suspend bed}"),
        ("blocks: yes", "blocks: no"),
    )  # fmt: skip
    answered = tuple(msgspec.structs.replace(unit, answers={"G.2": Answer(text="Ja.")}) for unit in BEDS)
    dossier = msgspec.structs.replace(
        DOSSIER, units={"bed": answered}, answers={name: one for name, one in DOSSIER.answers.items() if name != "G.2"}
    )
    road = Road(scheme)
    road.began(dossier=dossier).with_duty("ask", "assess")
    beds = tuple(Finding(criterion="G.2", unit=unit, value="yes") for unit in ("A", "B"))
    rest = on(G1="yes", G3="yes").findings
    with pytest.raises(Refused) as caught:
        road.do("ask", a.Assess(findings=Findings(findings=(*rest, *beds))))
    assert caught.value.evidence["missing"] == ["G.2/C"]
    bad = Finding(criterion="G.2", unit="C", value="no", reason="-", grade="shortcoming")
    road.do("ask", a.Assess(findings=Findings(findings=(*rest, *beds, bad))))
    assert road.now.nonconformities[0].unit == "C"


def beds_found(*missed: str) -> Road:
    """A certificate whose bed B misses these criteria, judged bed by bed; that suspends it when they are late."""
    titles = ("        title: {sv: Skött, en: Kept}", "        title: {sv: Skyltad, en: Signposted}")
    road = Road(
        cycle(
            ("if_late: suspend}\n", "if_late: suspend bed}\n"),
            ("when: {mandatory_missed: 0}", "when: {mandatory_missed: at most 1}"),
            ("minor: {within: 6 months, if_late: becomes critical,", "minor: {within: 6 months, if_late: suspend bed,"),
            (
                "evidence: {kinds: [photo, plan], at_least: 0}",
                "units:\n  bed:\n    title: {sv: Rabatt, en: Bed}\nevidence: {kinds: [photo, plan], at_least: 0}",
            ),
            *((f"{title}\n", f"{title}\n        per: bed\n") for title in titles),
        )
    )
    each = {"G.2": Answer(text="Ja."), "G.3": Answer(text="Ja.")}
    answered = tuple(msgspec.structs.replace(unit, answers=each) for unit in BEDS)
    answers = {name: one for name, one in DOSSIER.answers.items() if name not in each}
    road.began(dossier=msgspec.structs.replace(DOSSIER, units={"bed": answered}, answers=answers))
    road.with_duty("ask", "assess", "stage_1").with_duty("ask", "assess", "stage_2")
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="yes")))
    beds = tuple(
        Finding(criterion=name, unit=unit, value="no", reason="-", grade="minor")
        if unit == "B" and name in missed
        else Finding(criterion=name, unit=unit, value="yes")
        for unit in ("A", "B", "C")
        for name in each
    )
    road.do("ask", a.Assess(activity="stage_2", findings=Findings(findings=beds)))
    return road.issued_now()


def put_right(road: Road, nonconformity: str, criterion: str) -> None:
    """Bed B meets the criterion after all."""
    closing = Findings(findings=(Finding(criterion=criterion, unit="B", value="yes"),))
    road.do("ask", p.CloseNonconformity(nonconformity=nonconformity, findings=closing))


def test_a_unit_is_suspended_by_the_clock_and_reinstated_when_its_nonconformity_is_closed() -> None:
    road = beds_found("G.3")
    assert road.until("2026-09-03") == ["NonconformityOverdue", "UnitSuspended"]
    assert road.now.units_suspended == {"B"}
    put_right(road, "nc-1", "G.3")
    assert road.now.units_suspended == frozenset()


def test_a_unit_stays_suspended_while_another_of_its_nonconformities_is_open() -> None:
    road = beds_found("G.2", "G.3")
    road.until("2026-09-03")
    assert road.now.units_suspended == {"B"}
    for one in road.now.nonconformities:
        assert road.now.units_suspended == {"B"}
        put_right(road, one.id, one.criterion)
    assert road.now.units_suspended == frozenset()


def test_the_worker_may_record_figures_that_it_fetched() -> None:
    road = examined()
    (recorded, *_) = road.do("worker", p.RecordResult(activity="figures", findings=on(visitors="900")))
    assert isinstance(recorded, pe.ResultRecorded)
    assert (recorded.person, recorded.activity) == ("worker", "figures")
    road.do("elm", p.RecordResult(activity="test", findings=on(marks="7")))
    assert road.state() == "assessed"


def test_what_the_application_review_answered_is_not_asked_for_again() -> None:
    scheme = cycle(("fills: [member]}", "fills: [member, G.1]}"))
    stage_1 = scheme.activities_by_id["stage_1"]
    road = Road(scheme)
    road.do("mo", a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=scheme.digest))
    assert [one.id for one in criteria_of(stage_1, road.now, road.given("ask"))] == ["G.1"]
    road.do("kim", a.Register(number="2026-1", received=road.at.date()))
    road.do("kim", a.Accept(findings=on(G1="yes", member="yes")))
    assert criteria_of(stage_1, road.now, road.given("ask")) == ()


def test_a_sample_of_unknown_size_is_not_drawn() -> None:
    unknown = msgspec.structs.replace(
        SAMPLED,
        activities=tuple(
            msgspec.structs.replace(one, sample=Name("darkest")) if one.sample is not None else one
            for one in SAMPLED.activities
        ),
    )
    with pytest.raises(Refused) as caught:
        sampled(unknown).do("kim", p.Draw(activity="review"))
    assert caught.value.rule == "draw.unknown"


def test_figures_are_recorded_by_somebody_whom_the_body_knows() -> None:
    road = examined()
    known = {id_: one for id_, one in road.people.items() if id_ != "kim"}
    with pytest.raises(Refused) as caught:
        road.do("kim", p.RecordResult(activity="figures", findings=on(visitors="900")), people=known)
    assert caught.value.rule == "assign.role"


def valued(**units: dict[str, str]) -> Findings:
    return msgspec.structs.replace(on(G1="yes", G2="yes", G3="yes"), units=units)


@pytest.mark.parametrize(
    ("units", "rule", "named"),
    [
        ({"zz": {"lux": "7"}}, "assess.units", {"units": ["zz"]}),
        ({"zz": {}}, "assess.units", {"units": ["zz"]}),
        ({"C": {"lux": "7"}}, "assess.units", {"units": ["C"]}),
        ({"A": {"lux": "7", "member": "yes"}}, "assess.inputs", {"unasked": ["member/A"]}),
    ],
    ids=["no such unit", "nothing of no such unit", "not in the sample", "not a value of units"],
)
def test_a_value_is_given_of_units_that_are_asked_about_alone(
    units: dict[str, dict[str, str]], rule: str, named: dict[str, list[str]]
) -> None:
    road = sampled(SAMPLED_BY_HAND)
    road.do("kim", p.Draw(activity="review", units=("A", "B")))
    with pytest.raises(Refused) as caught:
        road.do("ask", a.Assess(activity="review", findings=valued(**units)))
    assert (caught.value.rule, caught.value.evidence) == (rule, named)


def voting(fills: str = "liked") -> Road:
    """Taken in, with Una to vote."""
    changes = (("after: visit\n", "when: {member: yes}\n"), ("fills: [liked]", f"fills: [{fills}]"))
    return Road(jury(*changes)).began().with_duty("una", "assess", "jury")


def lacking() -> Road:
    """With a nonconformity of Ask's to close."""
    road = Road(cycle()).began().with_duty("ask", "assess")
    road.do("ask", a.Assess(activity="stage_1", findings=on(G1="no minor")))
    return road


def nowhere(**values: str) -> Findings:
    """Findings with a value besides, of a unit that there is not."""
    return msgspec.structs.replace(on(**values), units={"zz": {"lux": "7"}})


OF_NO_UNIT: list[tuple[str, Callable[[], Life], str, a.Act]] = [
    ("an intake", lambda: Life().registered(), "kim", a.Accept(findings=msgspec.structs.replace(MEMBER, units={"zz": {}}))),
    ("one assessment", lambda: Life().assigned(), "ask", a.Assess(findings=nowhere(G1="yes", G2="yes", G3="yes"))),
    ("figures", examined, "kim", p.RecordResult(activity="figures", findings=nowhere(visitors="900"))),
    ("a laboratory", examined, "kim", p.RecordResult(findings=nowhere(soil="6.5"))),
    ("a survey", lambda: certified().with_duty("ask", "assess", "surveillance"), "ask", p.Survey(activity="surveillance", findings=nowhere(G1="yes", G2="yes"))),
    ("a vote", voting, "una", p.Vote(activity="jury", findings=nowhere(liked="yes"))),
    ("a closing", lacking, "ask", p.CloseNonconformity(nonconformity="nc-1", findings=nowhere(G1="yes"))),
]  # fmt: skip


@pytest.mark.parametrize(("given", "by", "act"), [row[1:] for row in OF_NO_UNIT], ids=[row[0] for row in OF_NO_UNIT])
def test_nothing_is_said_of_a_unit_that_there_is_not(given: Callable[[], Life], by: str, act: a.Act) -> None:
    life = given()
    with pytest.raises(Refused) as caught:
        life.do(by, act)
    assert (caught.value.rule, caught.value.evidence) == ("assess.units", {"units": ["zz"]})
    assert caught.value.about("sv") == "Det gäller: zz."


FETCHING = garden(
    (ACTIVITIES, EXAM.replace("fills: [visitors]", "fills: [visitors, G.1]")), ("inputs:\n", INPUTS_OF_EXAM)
)


@pytest.mark.parametrize(
    ("given", "by", "act", "rule"),
    [
        (
            lambda: Road(FETCHING).began(dossier=msgspec.structs.replace(DOSSIER, inputs={"shop": "no"})),
            "kim",
            p.RecordResult,
            "assess.inputs",
        ),
        (lambda: voting("liked, G.1"), "una", p.Vote, "vote.values"),
    ],
    ids=["figures", "a vote"],
)
def test_nothing_is_found_on_a_unit_that_there_is_not(
    given: Callable[[], Road], by: str, act: Callable[..., a.Act], rule: str
) -> None:
    activity = "jury" if act is p.Vote else "figures"
    said = Findings(
        findings=(Finding(criterion="G.1", unit="zz", value="yes"),), inputs={"liked": "yes"} if act is p.Vote else {}
    )
    with pytest.raises(Refused) as caught:
        given().do(by, act(activity=activity, findings=said))
    assert caught.value.rule == rule
