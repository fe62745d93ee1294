# ruff: noqa: E501  # one case a line reads best
"""Given, when, then: what does not apply to a case, or to a unit of it, is not asked and nothing stands on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import pytest

from certify.core import acts as a
from certify.core import process_acts as p
from certify.core.dossier import Answer, Unit
from certify.core.errors import Refused
from certify.core.findings import Finding, Findings
from certify.core.rules.knowing import evaluation_now
from certify.core.scheme.examples import run_examples
from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import load
from certify.core.scheme.model import Scheme
from tests.core.life import DOSSIER, WHY
from tests.core.road import ACTIVITIES, NONCONFORMITIES, Road, changed_source, garden

APPLYING = (
    (
        "inputs:\n",
        "inputs:\n  pond: {type: yes_no, given_by: laboratory}\n  closed: {type: date, given_by: event}\n",
    ),
    (
        "evidence: {kinds: [photo, plan], at_least: 0}",
        "units:\n  bed:\n    title: {sv: Rabatt, en: Bed}\n    inputs:\n      shaded: {type: yes_no}\nevidence: {kinds: [photo, plan], at_least: 0}",
    ),
    ("      - criterion: G.2\n", "      - criterion: G.2\n        per: bed\n        applies: {shaded: yes}\n"),
    ("      - criterion: G.3\n", "      - criterion: G.3\n        applies: {any: [{pond: yes}, {G.1: no}]}\n"),
)
GRADES = "nonconformities:\n  major: {within: 3 months, blocks: yes, if_late: refuse}\n  minor: {within: 6 months, if_late: remark}\n"
PLAIN = garden(*APPLYING)
STAGES = """activities:
  - {activity: application, kind: apply, by: applicant, fills: criteria}
  - {activity: intake, kind: check, by: coordinator, after: application, fills: [member]}
  - {activity: visit, kind: assess, by: assessor, after: intake, fills: [G.2, G.3]}
  - {activity: gate, kind: assess, by: assessor, after: visit, fills: [G.1]}
  - {activity: decision, kind: decide, by: decider, after: gate}
  - {activity: look, kind: survey, by: assessor, every: 12 months, covers: criteria}
"""
STAGED = garden((ACTIVITIES, STAGES), (NONCONFORMITIES, GRADES), *APPLYING)
TWO = garden(
    (
        ACTIVITIES,
        STAGES.replace(
            "kind: assess, by: assessor, after: intake, fills: [G.2, G.3]",
            "kind: assess, by: assessor, people: 2, merge: worst, blind: yes, after: intake, fills: criteria",
        )
        .replace("  - {activity: gate, kind: assess, by: assessor, after: visit, fills: [G.1]}\n", "")
        .replace("after: gate", "after: visit"),
    ),
    (NONCONFORMITIES, GRADES),
    *APPLYING,
)
ANSWERS = {"G.2": Answer(text="Ja.")}
BEDS = tuple(
    Unit(id=id_, name=id_, inputs={"shaded": shaded}, answers=ANSWERS) for id_, shaded in (("A", "yes"), ("B", "no"))
)
DOSSIER_OF_BEDS = msgspec.structs.replace(
    DOSSIER, units={"bed": BEDS}, answers={"G.1": Answer(text="Ja."), "G.3": Answer(text="Ja.")}
)


def on(*said: str) -> Findings:
    """`G.2/A no major`: a finding on a criterion, of a unit, with a grade."""
    found = []
    for one in said:
        subject, value, grade = (*one.split(), "", "")[:3]
        criterion, _, unit = subject.partition("/")
        reason = "" if value == "yes" else "Det syns inte."
        found.append(Finding(criterion=criterion, unit=unit or None, value=value, reason=reason, grade=grade or None))
    return Findings(findings=tuple(found))


def road(scheme: Scheme = PLAIN, *people: tuple[str, str | None], **known: Any) -> Road:
    """Taken in, Ask to assess."""
    begun = Road(scheme).began(dossier=DOSSIER_OF_BEDS, **known)
    for who, activity in people or (("ask", None),):
        begun.with_duty(who, "assess", activity)
    return begun


def pond(begun: Road, answer: str) -> Road:
    begun.do("kim", p.RecordResult(findings=Findings(findings=(), inputs={"pond": answer})))
    return begun


def refused(begun: Road, act: a.Act, by: str = "ask") -> tuple[str, dict[str, object]]:
    with pytest.raises(Refused) as caught:
        begun.do(by, act)
    return caught.value.rule, caught.value.evidence


ALL = ("G.1 yes", "G.2/A yes", "G.3 yes")
HANDED_IN: list[tuple[str, Callable[[], Road], Iterable[str], tuple[str, dict[str, object]] | None]] = [
    ("what applies and what is unknown is asked", road, ALL, None),
    ("what is unknown is asked", road, ALL[:2], ("assess.findings", {"missing": ["G.3"], "unasked": []})),
    ("a unit it does not apply to", road, (*ALL, "G.2/B yes"), ("assess.does_not_apply", {"criteria": ["G.2/B"]})),
    (
        "a unit that it applies to",
        road,
        ("G.1 yes", "G.3 yes"),
        ("assess.findings", {"missing": ["G.2/A"], "unasked": []}),
    ),
    (
        "a unit that there is none of",
        road,
        (*ALL, "G.2/C yes"),
        ("assess.findings", {"missing": [], "unasked": ["G.2/C"]}),
    ),
    ("known by now", lambda: pond(road(), "no"), ALL[:2], None),
    ("known by now, and found", lambda: pond(road(), "no"), ALL, ("assess.does_not_apply", {"criteria": ["G.3"]})),
    (
        "known by what is found itself",
        lambda: pond(road(), "no"),
        ("G.1 no", "G.2/A yes"),
        ("assess.findings", {"missing": ["G.3"], "unasked": []}),
    ),
    (
        "known by what is found itself, and answered",
        lambda: pond(road(), "no"),
        ("G.1 no", "G.2/A yes", "G.3 yes"),
        None,
    ),
]


@pytest.mark.parametrize(
    ("begun", "found", "expected"), [one[1:] for one in HANDED_IN], ids=[one[0] for one in HANDED_IN]
)
def test_what_is_asked_of_an_assessor(
    begun: Callable[[], Road], found: Iterable[str], expected: tuple[str, dict[str, object]] | None
) -> None:
    act = a.Assess(findings=on(*found))
    if expected is None:
        begun().do("ask", act)
    else:
        assert refused(begun(), act) == expected


def test_what_does_not_apply_keeps_nobody_from_a_grant() -> None:
    begun = pond(road(), "no")
    begun.do("ask", a.Assess(findings=on(*ALL[:2])))
    assert begun.issued_now().status == "active"


FOLLOWING = garden(
    APPLYING[0],
    ("      - criterion: G.2\n", "      - criterion: G.2\n        applies: {pond: yes}\n"),
    ("      - criterion: G.3\n", "      - criterion: G.3\n        applies: {G.2: yes}\n"),
)


def following() -> Road:
    every = {name: Answer(text="Ja.") for name in ("G.1", "G.2", "G.3")}
    return Road(FOLLOWING).began(dossier=msgspec.structs.replace(DOSSIER, answers=every)).with_duty("ask", "assess")


def test_what_turns_on_something_that_does_not_apply_is_not_asked_and_keeps_nobody_from_a_grant() -> None:
    begun = pond(following(), "no")
    assert refused(begun, a.Assess(findings=on("G.1 yes", "G.3 yes"))) == (
        "assess.does_not_apply",
        {"criteria": ["G.3"]},
    )
    begun.do("ask", a.Assess(findings=on("G.1 yes")))
    assert begun.issued_now().status == "active"


def test_while_it_is_not_known_it_is_asked_and_nothing_is_granted_on_it() -> None:
    begun = following()
    begun.do("ask", a.Assess(findings=on("G.1 yes", "G.2 yes", "G.3 yes")))
    assert refused(begun, a.Decide(outcome="grant", reason=WHY), "dag")[0] == "decide.incomplete"


def staged() -> Road:
    return road(STAGED, ("ask", "visit"), ("elm", "gate"))


def states(begun: Road) -> list[tuple[str, str, str]]:
    return [(one.id, one.criterion, one.status) for one in begun.now.nonconformities]


def test_a_nonconformity_does_not_stand_on_what_turns_out_not_to_apply() -> None:
    begun = staged()
    begun.do("ask", a.Assess(activity="visit", findings=on("G.2/A yes", "G.3 no major")))
    assert states(begun) == [("nc-1", "G.3", "open")]
    pond(begun, "no")
    assert states(begun) == [("nc-1", "G.3", "open")], "the gate may yet make it apply"
    begun.do("elm", a.Assess(activity="gate", findings=on("G.1 yes")))
    assert states(begun) == [("nc-1", "G.3", "lifted")]
    assert begun.issued_now().status == "active"


def test_it_is_raised_anew_when_it_applies_again() -> None:
    begun = staged()
    begun.do("ask", a.Assess(activity="visit", findings=on("G.2/A no minor", "G.3 no major")))
    pond(begun, "no").do("elm", a.Assess(activity="gate", findings=on("G.1 yes")))
    begun.do("dag", a.SendBack(reason=WHY, activity="gate"))
    begun.do("elm", a.Assess(activity="gate", findings=on("G.1 no minor")))
    assert states(begun) == [
        ("nc-1", "G.2", "open"),
        ("nc-2", "G.3", "lifted"),
        ("nc-3", "G.1", "open"),
        ("nc-4", "G.3", "open"),
    ]
    assert refused(begun, a.Decide(outcome="refuse", reason=WHY), "dag")[0] == "decide.nonconformity"
    begun.do("elm", p.CloseNonconformity(nonconformity="nc-3", findings=on("G.1 yes")))
    assert states(begun)[-1] == ("nc-4", "G.3", "lifted")


def test_the_clock_lifts_what_nothing_else_has() -> None:
    """A fact of the body's own register may change without an act in the case."""
    begun = staged()
    begun.do("ask", a.Assess(activity="visit", findings=on("G.2/A yes", "G.3 no major")))
    begun.do("elm", a.Assess(activity="gate", findings=on("G.1 yes")))
    begun.more = {"register": {"pond": "no"}}
    assert begun.until("2026-07-01") == ["NonconformityLifted"]
    assert not begun.now.lapsed


def test_what_the_register_says_counts_when_it_is_decided() -> None:
    begun = staged()
    begun.do("ask", a.Assess(activity="visit", findings=on("G.2/A yes", "G.3 no major")))
    begun.do("elm", a.Assess(activity="gate", findings=on("G.1 yes")))
    assert refused(begun, a.Decide(outcome="grant", reason=WHY), "dag")[0] == "decide.nonconformity"
    begun.more = {"register": {"pond": "no"}}
    assert begun.issued_now().status == "active"


def test_each_of_several_is_asked_by_what_they_find_themselves() -> None:
    begun = pond(road(TWO, ("ask", "visit"), ("elm", "visit")), "no")
    begun.do("ask", a.Assess(activity="visit", findings=on("G.1 no", "G.2/A yes", "G.3 no minor")))
    act = a.Assess(activity="visit", findings=on("G.1 yes", "G.2/A yes", "G.3 yes"))
    assert refused(begun, act, "elm") == ("assess.does_not_apply", {"criteria": ["G.3"]})
    begun.do("elm", a.Assess(activity="visit", findings=on("G.1 yes", "G.2/A yes")))
    now = evaluation_now(begun.now, begun.given("dag"))
    assert (now.value("G.1"), now.applies("G.3"), now.value("G.3")) == ("no", True, None), "one answer of two is none"
    assert states(begun) == []


def test_a_surveillance_asks_by_what_it_finds_itself() -> None:
    begun = road(STAGED, ("ask", "visit"), ("elm", "gate"))
    pond(begun, "no").do("ask", a.Assess(activity="visit", findings=on("G.2/A yes", "G.3 yes")))
    begun.do("elm", a.Assess(activity="gate", findings=on("G.1 yes")))
    begun.issued_now().with_duty("ask", "assess", "look")
    wrong = p.Survey(activity="look", findings=on(*ALL))
    assert refused(begun, wrong) == ("assess.does_not_apply", {"criteria": ["G.3"]})
    begun.do("ask", p.Survey(activity="look", findings=on("G.1 no minor", "G.2/A yes", "G.3 no minor")))
    assert states(begun) == [("nc-1", "G.1", "open"), ("nc-2", "G.3", "open")]
    begun.do("ask", p.CloseNonconformity(nonconformity="nc-1", findings=on("G.1 yes")))
    assert states(begun) == [("nc-1", "G.1", "closed"), ("nc-2", "G.3", "lifted")]


WORKED = """
examples:
  - example: a life of beds
    given: {member: yes, pond: no, shaded: {A: yes, B: no, C: yes}}
    acts:
      - {at: 2026-03-02, act: Submit}
      - {at: 2026-03-03, act: RecordResult, findings: {pond: no}}
      - at: 2026-03-04
        act: Assess
        activity: visit
        findings: {G.2: {A: no}, others: yes}
        grades: {G.2: {A: major}}
        expect: {open: G.2}
      - {at: 2026-03-05, act: Assess, activity: gate, findings: {G.1: yes, G.3: yes}, expect: {state: assessed}}
      - {at: 2026-03-06, act: SendBack, activity: visit, expect: {open: none}}
      - {at: 2026-03-07, act: Assess, activity: visit, findings: {G.2: {B: yes}}, expect: {refused: assess.does_not_apply}}
      - {at: 2026-03-07, act: Assess, activity: visit, findings: {G.3: yes}, expect: {refused: assess.does_not_apply}}
      - {at: 2026-03-07, act: Assess, activity: visit, findings: {G.2: no}, grades: {G.2: major}, expect: {open: G.2}}
      - {at: 2026-03-08, act: ProposeRemedy, criteria: G.2}
      - {at: 2026-03-09, act: AcceptRemedy, activity: visit, criteria: G.2}
      - {at: 2026-03-10, act: CloseNonconformity, activity: visit, criteria: G.2, units: A, expect: {open: G.2}}
      - {at: 2026-03-10, act: Decide, says: grant, expect: {refused: decide.nonconformity}}
      - {at: 2026-03-11, act: CloseNonconformity, activity: visit, criteria: G.2, findings: {G.2: {C: yes}}, expect: {open: none}}
      - {at: 2026-03-12, act: SendBack, activity: visit}
      - {at: 2026-03-13, act: Assess, activity: visit, findings: {G.2: no}, grades: {G.2: minor}}
      - {at: 2026-03-14, act: CloseNonconformity, activity: visit, criteria: G.2, expect: {open: none}}
      - {at: 2026-03-15, act: Decide, expect: {status: active}}
    expect: {level: OPEN}
  - example: one bed missed, the others met
    given: {member: yes, pond: no, shaded: {A: yes, B: no, C: yes}}
    findings: {G.2: {A: no}, others: yes}
    expect: {level: none, mandatory_missed: 1, incomplete: no}
"""
STAGED_SOURCE = changed_source((ACTIVITIES, STAGES), (NONCONFORMITIES, GRADES), *APPLYING)


def told(worked: str) -> list[str]:
    return [fault.en for fault in run_examples(load((STAGED_SOURCE + worked).encode()))]


def test_worked_acts_know_units_and_what_applies_to_them() -> None:
    assert told(WORKED) == []


@pytest.mark.parametrize(
    ("was", "would_be", "words"),
    [
        ("findings: {G.2: {B: yes}}, expect: {refused: assess.does_not_apply}", "findings: {G.2: {B: yes}}", "Take it away. It is about: G.2/B."),
        ("findings: {G.1: yes, G.3: yes}, expect: {state: assessed}", "findings: {others: not_applicable}, expect: {state: assessed}", "Missing: G.1."),
    ],
)  # fmt: skip
def test_a_refusal_names_the_criteria_and_units(was: str, would_be: str, words: str) -> None:
    assert was in WORKED
    assert words in told(WORKED.replace(was, would_be))[0]


def test_a_long_refusal_counts_the_rest() -> None:
    refusal = Refused("assess.findings", missing=[f"G.{n}" for n in range(14)], unasked=[])
    assert refusal.about("sv").endswith("G.11 och 2 till.")
    assert refusal.about("en").endswith("G.11 and 2 more.")
    assert Refused("clock.early").about("sv") == ""


@pytest.mark.parametrize("grades", ["{G.1: {A: major}}", "{G.2: {A: grave}}", "{G.9: major}"])
def test_grades_that_cannot_be(grades: str) -> None:
    worked = WORKED.replace("grades: {G.2: {A: major}}", f"grades: {grades}")
    with pytest.raises(SchemeFaults) as caught:
        load((STAGED_SOURCE + worked).encode())
    assert len(caught.value.faults) == 1


def test_the_application_review_asks_only_what_applies() -> None:
    """A yes to one of its questions leaves out another, and an input that does not apply is not wanted either."""
    scheme = garden(
        ("fills: [member]", "fills: [member, sponsor, G.3]"),
        ("inputs:\n", "inputs:\n  sponsor: {type: yes_no, given_by: coordinator, applies: {member: no}}\n"),
        ("      - criterion: G.3\n", "      - criterion: G.3\n        applies: {member: no}\n"),
    )
    begun = Road(scheme)
    begun.do("mo", a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=scheme.digest))
    begun.do("kim", a.Register(number="2026-1", received=begun.at.date()))
    answered = Findings(findings=on("G.3 yes").findings, inputs={"member": "yes"})
    assert refused(begun, a.Accept(findings=answered), "kim") == ("assess.does_not_apply", {"criteria": ["G.3"]})
    not_yet = Findings(findings=(), inputs={"member": "no"})
    assert refused(begun, a.Accept(findings=not_yet), "kim")[1]["missing"] == ["sponsor"]
    begun.do("kim", a.Accept(findings=Findings(findings=(), inputs={"member": "yes"})))
    assert begun.state() == "accepted"
