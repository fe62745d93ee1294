# ruff: noqa: E501  # a step of a worked case a line reads best
"""Worked cases whose acts are judged one by one: what comes out otherwise is told."""

from __future__ import annotations

import pytest

from certify.core.scheme.examples import run_examples
from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import load
from tests.core.road import JURY_SOURCE, SOURCE, STAGES_SOURCE

CYCLE, VOTED = STAGES_SOURCE, JURY_SOURCE

LIFE = """
examples:
  - example: a life
    given: {member: yes}
    acts:
      - {at: 2026-03-02, act: Submit, expect: {state: submitted}}
      - {at: 2026-03-03, act: Assess, activity: stage_2, expect: {refused: activity.order}}
      - {at: 2026-03-04, act: Assess, activity: stage_1, expect: {state: accepted, stage_1: 2026-03-04}}
      - at: 2026-03-05
        act: Assess
        activity: stage_2
        findings: {G.2: no, others: yes}
        grades: {G.2: major}
        expect: {state: assessed, open: G.2, major: 2026-06-05, level: none, reasons: mandatory_missed}
      - {at: 2026-03-06, act: Decide, says: grant, expect: {refused: decide.nonconformity, status: none}}
      - {at: 2026-03-07, act: ProposeRemedy, criteria: G.2}
      - {at: 2026-03-08, act: RefuseRemedy, activity: stage_2, criteria: G.2}
      - {at: 2026-03-09, act: ProposeRemedy, criteria: G.2}
      - {at: 2026-03-10, act: AcceptRemedy, criteria: G.2, activity: stage_2}
      - {at: 2026-03-20, act: CloseNonconformity, criteria: G.2, activity: stage_2, expect: {open: none}}
      - {at: 2026-03-31, act: Decide, expect: {status: active, valid_from: 2026-03-31, valid_to: 2029-03-30}}
      - {at: 2027-03-01, act: Survey, findings: {others: yes}, expect: {surveillance: 2028-03-31}}
      - {at: 2028-04-01, act: Wait, expect: {status: suspended}}
      - {at: 2028-04-02, act: Reinstate, expect: {status: active}}
      - {at: 2028-04-03, act: Suspend}
      - {at: 2028-05-03, act: Withdraw, expect: {status: withdrawn, eligible: yes}}
    expect: {level: OPEN, due: [surveillance, 2027-03-31, 2028-03-31], member: yes}
  - example: taken back
    given: {member: yes}
    acts:
      - {at: 2026-03-02, act: Submit}
      - {at: 2026-03-02, act: Submit, expect: {refused: act.state}}
      - {at: 2026-03-03, act: Register}
      - {at: 2026-03-03, act: RequestCompletion, says: 2026-03-20, expect: {state: completion_requested}}
      - {at: 2026-03-10, act: Submit, expect: {state: registered}}
      - {at: 2026-03-11, act: Accept}
      - {at: 2026-03-12, act: Agree}
      - {at: 2026-03-13, act: WithdrawApplication}
    expect: {state: withdrawn, valid_to: unknown-day, minor: unknown-day}
  - example: declined
    given: {member: no}
    acts:
      - {at: 2026-03-02, act: Submit}
      - {at: 2026-03-03, act: Accept, expect: {refused: accept.eligible}}
      - {at: 2026-03-04, act: Decline}
    expect: {state: declined}
  - example: sent back, and renewed
    given: {member: yes}
    dates: {former_end: 2026-05-31}
    acts:
      - {at: 2026-03-02, act: Submit}
      - {at: 2026-03-04, act: Assess, activity: stage_1, findings: {others: yes}}
      - {at: 2026-03-05, act: Assess, activity: stage_2, findings: {others: yes}}
      - {at: 2026-03-06, act: SendBack, activity: stage_2, expect: {state: accepted}}
      - {at: 2026-03-07, act: Assess, activity: stage_2, findings: {others: yes}}
      - {at: 2026-03-08, act: Decide}
    expect: {valid_to: 2029-05-31}
""".replace("expect: {state: withdrawn, valid_to: unknown-day, minor: unknown-day}", "expect: {state: withdrawn}")

JURIES = """
examples:
  - example: a tie is a no
    given: {member: yes}
    findings: {others: yes}
    votes: {yes: 2, no: 2}
    dates: {submitted: 2026-03-02, decision: 2026-03-31}
    expect: {level: none, reasons: liked, valid_from: 2026-03-31}
  - example: too few votes are no answer
    given: {member: yes}
    findings: {others: yes}
    votes: {yes: 1}
    expect: {level: none, incomplete: yes}
  - example: by acts
    given: {member: yes}
    acts:
      - {at: 2026-03-02, act: Submit}
      - {at: 2026-03-03, act: Assess, findings: {others: yes}, expect: {state: accepted}}
      - {at: 2026-03-03, act: Assess, person: 2, findings: {others: yes}}
      - {at: 2026-03-04, act: Assign, activity: jury, by: juror}
      - {at: 2026-03-04, act: Assign, activity: jury, by: juror, person: 2}
      - {at: 2026-03-04, act: Assign, activity: jury, by: juror, person: 3}
      - {at: 2026-03-05, act: Vote, findings: {liked: yes}}
      - {at: 2026-03-05, act: DeclareInterest, activity: jury, by: juror, person: 2, says: conflict}
      - {at: 2026-03-05, act: Vote, person: 2, findings: {liked: no}, expect: {refused: separation.interest}}
      - {at: 2026-03-05, act: Vote, person: 3, findings: {liked: yes}, expect: {state: assessed, liked: yes}}
      - {at: 2026-03-06, act: Decide, expect: {level: OPEN}}
    expect: {status: active}
"""


@pytest.mark.parametrize("source", [CYCLE + LIFE, VOTED + JURIES], ids=["cycle", "jury"])
def test_the_cases_come_out_as_they_say(source: str) -> None:
    assert [str(fault) for fault in run_examples(load(source.encode()))] == []


@pytest.mark.parametrize(
    ("was", "would_be", "told"),
    [
        ("{state: declined}", "{state: granted}", "declined: state should be granted, and is declined"),
        ("{refused: accept.eligible}", "{refused: accept.findings}", "step 2: refused should be accept.findings"),
        (
            ", expect: {refused: accept.eligible}",
            "",
            "step 2: refused should be nothing, and is accept.eligible: The applicant does not meet",
        ),
        ("{state: withdrawn}", "{valid_to: 2027-01-01}", "valid_to should be 2027-01-01, and is unknown"),
        ("{state: withdrawn}", "{minor: 2027-01-01}", "minor should be 2027-01-01, and is unknown"),
        ("{state: withdrawn}", "{surveillance: 2027-01-01}", "surveillance should be 2027-01-01, and is unknown"),
        ("due: [surveillance, 2027-03-31, 2028-03-31]", "due: [surveillance, 2027-03-31]", "2028-03-31"),
    ],
)
def test_what_comes_out_otherwise_is_told(was: str, would_be: str, told: str) -> None:
    assert was in LIFE
    faults = run_examples(load((CYCLE + LIFE.replace(was, would_be)).encode()))
    assert len(faults) == 1
    assert told in faults[0].en


SAMPLED = SOURCE.replace(
    "kind: assess, by: assessor, after: intake, fills: criteria",
    "kind: assess, by: assessor, after: test, fills: [criteria, lux], per: bed, sample: beds, random: yes",
).replace(
    "  - {activity: review",
    "  - {activity: test, kind: exam, by: examiner, competence: [plants], after: intake, fills: [marks]}\n  - {activity: review",
)
SAMPLED = (
    SAMPLED.replace(
        "inputs:\n", "inputs:\n  marks: {type: number, given_by: exam}\n  rebuilt: {type: date, given_by: event}\n", 1
    )
    .replace("roles: [coordinator,", "roles: [examiner, coordinator,")
    .replace("for: term}", "for: term, ends_on: [rebuilt]}")
    .replace("parameters:\n", "parameters:\n  beds: 2\n")
    .replace("when: {mandatory_missed: 0}", "when: {mandatory_missed: 0, darkest: at least 5, marks: at least 5}")
    .replace("measures:\n", "measures:\n  darkest: {min: lux}\n")
    .replace(
        "evidence: {kinds",
        """units:
  bed:
    title: {sv: Rabatt, en: Bed}
    inputs:
      lux: {type: number, given_by: assessor}
evidence: {kinds""",
        1,
    )
)
EXAMINED = """
examples:
  - example: an exam, a sample by chance, and something that ends it
    given: {member: yes, lux: {A: 7, B: 8, C: 9}}
    acts:
      - {at: 2026-03-02, act: Submit}
      - {at: 2026-03-03, act: RecordResult, activity: test, findings: {marks: 7}}
      - {at: 2026-03-04, act: Assess, findings: {others: yes}, expect: {state: assessed, incomplete: no}}
      - {at: 2026-03-05, act: Decide, expect: {status: active}}
      - {at: 2026-04-01, act: ReportCircumstance, findings: {rebuilt: 2026-03-31}}
      - {at: 2026-04-02, act: Wait}
    expect: {status: withdrawn}
  - example: drawn by hand is refused
    given: {member: yes, lux: {A: 7, B: 8, C: 9}}
    acts:
      - {at: 2026-03-01, act: Decide, expect: {refused: act.case, state: none}}
      - {at: 2026-03-02, act: Submit}
      - {at: 2026-03-03, act: Draw, activity: review, expect: {refused: draw.again}}
    expect: {state: accepted}
"""


def test_samples_and_exams_are_rehearsed() -> None:
    source = SAMPLED + EXAMINED.replace("expect: {refused: draw.again}", "expect: {state: accepted}")
    assert [str(fault) for fault in run_examples(load(source.encode()))] == []
    # before there is a case there is nothing that could say why
    (fault,) = run_examples(load(source.replace("state: none", "state: submitted").encode()))
    assert fault.en.endswith("step 1: state should be submitted, and is none")


BY_UNIT = """
examples:
  - example: the visit finds each bed by itself
    given: {member: yes}
    acts:
      - {at: 2026-03-02, act: Submit}
      - {at: 2026-03-03, act: RecordResult, activity: test, findings: {marks: 7, soil: {A: 2, B: 3, C: 4}}, expect: {poorest: 2}}
      - {at: 2026-03-04, act: Assess, findings: {G.2: {A: yes, B: no, C: yes}, lux: {A: 7, B: 8, C: 4}, others: yes}}
    expect: {state: assessed, darkest: 4, mandatory_missed: 1, level: none, reasons: [mandatory_missed, G.2, darkest]}
  - example: what a step says of a unit counts before what the case says
    given: {member: yes, lux: {A: 7, B: 8}, soil: {A: 2, B: 3}}
    acts:
      - {at: 2026-03-02, act: Submit}
      - {at: 2026-03-03, act: RecordResult, activity: test, findings: {marks: 7}}
      - {at: 2026-03-04, act: Assess, findings: {lux: {B: 6}, others: yes}, expect: {darkest: 6}}
      - {at: 2026-03-05, act: Decide}
    expect: {level: OPEN, status: active}
"""
EACH_BED = (
    SAMPLED.replace(", per: bed, sample: beds, random: yes", "")
    .replace("      - criterion: G.2\n", "      - criterion: G.2\n        per: bed\n")
    .replace("      lux: {type", "      soil: {type: number, given_by: laboratory}\n      lux: {type")
    .replace("  darkest: {min: lux}\n", "  darkest: {min: lux}\n  poorest: {min: soil}\n")
    .replace("fills: [marks]", "fills: [marks, soil]")
)


def test_acts_bring_inputs_and_findings_of_each_unit() -> None:
    assert [fault.en for fault in run_examples(load((EACH_BED + BY_UNIT).encode()))] == []
    first, *_ = run_examples(load((EACH_BED + BY_UNIT.replace("{B: 6}", "{B: 4}")).encode()))
    assert first.en.endswith("step 3: darkest should be 6, and is 4")


def test_what_has_no_end_is_told_as_many_rounds_as_are_expected() -> None:
    endless = (
        CYCLE.replace("for: term", "open_ended: yes")
        + """
examples:
  - example: for ever
    given: {member: yes}
    findings: {others: yes}
    dates: {submitted: 2026-03-02, decision: 2026-03-31}
    expect: {level: OPEN, due: [surveillance, 2027-03-31, 2028-03-31]}
"""
    )
    assert [fault.en for fault in run_examples(load(endless.encode()))] == []
    (fault,) = run_examples(load(endless.replace("2028-03-31]", "2028-03-30]").encode()))
    assert "and is surveillance, 2027-03-31, 2028-03-31" in fault.en
    (fault,) = run_examples(load(endless.replace(", 2027-03-31, 2028-03-31]", "]").encode()))
    assert fault.en.endswith("and is surveillance, 2027-03-31")


@pytest.mark.parametrize(
    ("was", "would_be", "code", "told"),
    [
        ("expect: {state: submitted}", "expect: {state: sumbitted}", "unknown-name", 'did you mean "submitted"?'),
        ("expect: {state: submitted}", "expect: {status: live}", "unknown-name", "no status"),
        ("{refused: activity.order}", "{refused: activity.ordre}", "unknown-name", 'did you mean "activity.order"?'),
        ("says: grant", "says: gramt", "unknown-name", 'did you mean "grant"?'),
        ("says: 2026-03-20", "says: soon", "wrong-type", "a date like"),
        ("act: Suspend}", "act: Suspend, says: grant}", "unknown-key", "not to Suspend"),
        ("findings: {G.2: no, others: yes}", "findings: {member: yes, G.2: no, others: yes}", "", ""),
        ("findings: {G.2: no, others: yes}", "findings: {member: maybe, others: yes}", "wrong-type", "yes or no"),
    ],
)
def test_a_step_says_and_expects_what_can_be(was: str, would_be: str, code: str, told: str) -> None:
    assert was in LIFE
    source = (CYCLE + LIFE.replace(was, would_be, 1)).encode()
    if not code:
        assert load(source).examples[0].title == "a life"
        return
    with pytest.raises(SchemeFaults) as caught:
        load(source)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert told in caught.value.faults[0].en


def test_a_simple_assessment_is_rehearsed() -> None:
    cases = """
examples:
  - example: one assessment
    given: {member: yes}
    acts:
      - {at: 2026-03-02, act: Submit}
      - {at: 2026-03-03, act: Assess, findings: {others: yes}, expect: {state: assessed}}
      - {at: 2026-03-04, act: Decide, expect: {refused: decide.term, status: none}}
    expect: {state: assessed}
"""
    source = SOURCE.replace("for: term}", "for: term, not_beyond: version_end}") + cases
    assert [str(fault) for fault in run_examples(load(source.encode()))] == []
