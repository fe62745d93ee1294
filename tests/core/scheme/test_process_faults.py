# ruff: noqa: E501  # one planted fault a line reads best
"""Faults of the process half, planted one at a time: told once, by the right kind and with the right word."""

from __future__ import annotations

import pytest

from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import load
from tests.core.road import JURY_SOURCE, STAGES_SOURCE

INPUTS = "inputs:\n"
EVENT = "inputs:\n  rebuilt: {type: date, given_by: event}\n"
TERM = "validity: {from: decision, for: term}"
STAGE_2 = "{activity: stage_2, kind: assess, by: assessor, after: stage_1, fills: [G.2, G.3], rotation: 6 years}"
SURVEY = "{activity: surveillance, kind: survey, by: assessor, every: 12 months, covers: [G.1, G.2], if_late: suspend}"
MINOR = "minor: {within: 6 months, if_late: becomes critical, many: {at_least: 3, becomes: major}}"

CYCLE: list[tuple[str, str, str, str]] = [
    ("rotation: 6 years}", "rotation: 6 years, people: 0}", "nobody-may", "at least 1"),
    ("kind: check, by: coordinator,", "kind: check, by: coordinator, people: 2,", "unknown-key", "people"),
    ("kind: check, by: coordinator,", "kind: check, by: assessor,", "nobody-may", "coordinator"),
    (STAGE_2, STAGE_2.replace("after: stage_1", "after: stage_3"), "unknown-name", "stage_2"),
    (STAGE_2, STAGE_2.replace("rotation: 6 years", "independent_of: stage_2"), "cycle", "themselves"),
    (STAGE_2, STAGE_2.replace("rotation: 6 years", "independent_of: intak"), "unknown-name", "intake"),
    (STAGE_2, STAGE_2.replace("rotation: 6 years", "covers: G.1"), "unknown-key", "covers"),
    (STAGE_2, STAGE_2.replace("rotation: 6 years", "attempts: 2"), "unknown-key", "exam"),
    (STAGE_2, STAGE_2.replace("rotation: 6 years", "sample: 2"), "missing-key", "per"),
    (STAGE_2, STAGE_2.replace("rotation: 6 years", "per: bed"), "unknown-name", "unit"),
    (STAGE_2, STAGE_2.replace("rotation: 6 years", "random: yes"), "missing-key", "sample"),
    (STAGE_2, STAGE_2.replace("rotation: 6 years", "merge: {vote: majority}"), "merge-unfit", "kind vote"),
    (STAGE_2, STAGE_2.replace("rotation: 6 years", "merge: mean"), "merge-unfit", "merged by mean"),
    (STAGE_2, STAGE_2.replace("rotation: 6 years", "within: 1 month after decision"), "no-anchor", "decision"),
    (STAGE_2, STAGE_2.replace("rotation: 6 years", "within: 1 month before submitted"), "bad-phrase", "after"),
    (STAGE_2, STAGE_2.replace("rotation: 6 years", "every: 12 months"), "unknown-key", "survey"),
    (STAGE_2, STAGE_2.replace("rotation: 6 years", "when: {memer: yes}"), "unknown-name", "member"),
    (STAGE_2, STAGE_2.replace("rotation: 6 years", "if_late: remark"), "no-anchor", "within"),
    ("if_late: remark\n", "if_late: suspend\n", "bad-phrase", "remark"),
    ("if_late: remark\n", "if_late: repeat stage_9\n", "unknown-name", "stage"),
    (SURVEY, SURVEY.replace("every: 12 months, ", "first: 1 year after decision, within: 1 year after decision, "), "missing-key", "every"),
    (SURVEY, SURVEY.replace("every: 12 months", "every: yearly"), "unknown-name", "period"),
    (SURVEY, SURVEY.replace("if_late: suspend", "if_late: suspend bed"), "unknown-name", "unit"),
    (SURVEY, SURVEY.replace("if_late: suspend", "if_late: becomes major"), "bad-phrase", "nothing that can follow"),
    (SURVEY, SURVEY.replace("by: assessor", "by: decider"), "nobody-may", "assessor"),
    (MINOR, MINOR.replace("becomes: major", "becomes: majr"), "unknown-name", "major"),
    (MINOR, MINOR.replace("at_least: 3", "at_least: 0"), "wrong-order", "at least 1"),
    (MINOR, MINOR.replace("becomes critical", "becomes minor"), "cycle", "minor -> minor"),
    (MINOR, MINOR.replace("becomes critical", "becomes criticl"), "unknown-name", "critical"),
    (TERM, "validity: {from: decision, for: term, open_ended: yes}", "two-keys", "cannot both"),
    (TERM, "validity: {from: decision, for: term, ends_on: [member]}", "wrong-type", "event"),
    (TERM, "validity: {from: decision, for: term, ends_on: [membr]}", "unknown-name", "member"),
    (TERM, "validity: {from: decision, for: term, not_beyond: soonish}", "unknown-name", "moment"),
    (TERM, "validity: {until: 1 year after notified}", "no-anchor", "notified"),
    (TERM, "validity: {until: {earliest: [2030-01-01, end]}}", "no-anchor", "end"),
    (TERM, "validity: {until: 1 year after former_end}", "no-anchor", "former_end"),
    (TERM, "validity: {for: term, not_beyond: 1 year after raised}", "no-anchor", "raised"),
    (TERM, "validity: {until: 1 year after surveillance}", "no-anchor", "surveillance"),
    (TERM, "validity: {from: decision, for: 1 year, in_force: {from: decision, until: 1 may each year}}", "bad-phrase", "season"),
    ("opens: 6 months before end\n", "opens: 6 months before end\n  due: 3 months before start\n", "bad-phrase", "end"),
    ("opens: 6 months before end\n", "opens: 6 months before end\n  requires: {memer: yes}\n", "unknown-name", "member"),
    ("opens: 6 months before end\n", "opens: 6 months before end\n  forms_in_turn: [short]\n", "two-keys", "forms_in_turn"),
    ("applies_from: 2026-01-01}", "applies_from: 2026-01-01, transition: {by: 1 year after start}}", "missing-key", "replaces"),
]  # fmt: skip
VOTES = "examples:\n  - example: a vote\n    expect: {level: OPEN}\n    votes: "
JURY: list[tuple[str, str, str, str]] = [
    ("quorum: 2, tie", "quorum: 4, tie", "merge-unfit", "never reached"),
    ("quorum: 2, tie", "quorum: 0, tie", "merge-unfit", "at least 1"),
    ("    merge: {vote: majority, quorum: 2, tie: no}\n", "", "missing-key", "merge"),
    ("by: decider, after: jury", "by: juror, after: jury", "same-role", "juror"),
    ("liked: {type: yes_no", "liked: {type: integer", "merge-unfit", "voted on"),
    ("roles: [", f"{VOTES}{{yes: many}}\nroles: [", "wrong-type", '"many": a number of votes'),
    ("roles: [", f"{VOTES}{{maybe: 2}}\nroles: [", "unknown-name", "no vote"),
]


def told(source: str) -> list[tuple[str, str]]:
    try:
        load(source.encode())
    except SchemeFaults as found:
        return [(fault.code, fault.en) for fault in found.faults]
    return []


@pytest.mark.parametrize(("old", "new", "code", "word"), CYCLE, ids=[row[1][-50:].strip() for row in CYCLE])
def test_a_fault_of_the_cycle_is_told(old: str, new: str, code: str, word: str) -> None:
    assert STAGES_SOURCE.count(old) == 1, old
    found = told(STAGES_SOURCE.replace(old, new))
    assert code in [kind for kind, _ in found], found
    assert any(word in text for kind, text in found if kind == code), found


@pytest.mark.parametrize(("old", "new", "code", "word"), JURY)
def test_a_fault_of_the_jury_is_told(old: str, new: str, code: str, word: str) -> None:
    assert old in JURY_SOURCE, old
    found = told(JURY_SOURCE.replace(old, new, 1))
    assert any(kind == code and word in text for kind, text in found), found


def test_what_is_voted_on_and_has_a_fault_of_its_own_is_told_once() -> None:
    crossed = JURY_SOURCE.replace("liked: {type: yes_no", "liked: {type: integer, lowest: 5, highest: 3")
    crossed = crossed.replace(", liked: yes}", "}")
    assert [code for code, _ in told(crossed)] == ["wrong-order"]


@pytest.mark.parametrize(
    ("measures", "condition", "term", "name"),
    [
        ("  told: {date: notified}\n  early: {holds: {told: until 2030-01-01}}\n", "mandatory_missed: 0, early: yes", TERM, "notified"),
        ("  begun: {date: stage_2}\n", "mandatory_missed: 0, begun: until 2030-01-01", TERM, "stage_2"),
        ("  closing: {date: 1 year after start}\n", "mandatory_missed: 0", "validity: {until: closing}", "start"),
        ("  long: {choose: [{when: {ended: yes}, value: 1 year}, {value: 2 years}]}\n  ended: {holds: {ends: before 2030-01-01}}\n  ends: {date: end}\n",
         "mandatory_missed: 0", "validity: {for: long}", "end"),
        ("  asked: {date: 1 year after submitted}\n", "mandatory_missed: 0, asked: until 2030-01-01", "validity: {until: asked}", None),
    ],
)  # fmt: skip
def test_no_level_and_no_term_rests_on_a_day_that_comes_afterwards(
    measures: str, condition: str, term: str, name: str | None
) -> None:
    source = STAGES_SOURCE.replace("measures:\n", f"measures:\n{measures}", 1).replace(TERM, term)
    found = told(source.replace("when: {mandatory_missed: 0}", f"when: {{{condition}}}"))
    assert [code for code, _ in found] == ([] if name is None else ["no-anchor"])
    assert all(f'"{name}" is not known when it is decided' in words for _, words in found)


def test_a_requirement_of_every_level_rests_on_no_day_that_comes_afterwards() -> None:
    source = STAGES_SOURCE.replace("measures:\n", "measures:\n  ends: {date: end}\n", 1)
    assert [
        code for code, _ in told(source.replace("outcome:\n", "outcome:\n  requires: {ends: from 2030-01-01}\n"))
    ] == ["no-anchor"]


def test_an_option_that_is_spelt_like_a_moment_is_a_word() -> None:
    source = STAGES_SOURCE.replace(INPUTS, "inputs:\n  phase: {type: choice, options: [start, end]}\n", 1)
    assert told(source.replace("when: {mandatory_missed: 0}", "when: {mandatory_missed: 0, phase: end}")) == []


def test_a_late_nonconformity_may_become_another_until_there_is_a_circle() -> None:
    longer = MINOR.replace("becomes critical", "becomes major")
    major, critical = "blocks: yes, if_late: refuse}", "critical: {within: 1 month, if_late: suspend}"
    chain = STAGES_SOURCE.replace(MINOR, longer).replace(major, "blocks: yes, if_late: becomes critical}")
    assert told(chain) == []
    (circle,) = told(chain.replace(critical, "critical: {within: 1 month, if_late: becomes major}"))
    assert circle == ("cycle", "these become each other, round in a circle: major -> critical -> major")


def test_the_sources_have_no_fault_and_an_event_may_end_a_certificate() -> None:
    assert told(STAGES_SOURCE) == []
    assert told(JURY_SOURCE) == []
    ends = "validity: {from: decision, for: 1 year, ends_on: [rebuilt], in_force: {from: 1 october each year, until: 30 april each year}}"
    assert told(STAGES_SOURCE.replace(INPUTS, EVENT, 1).replace(TERM, ends)) == []
    open_ended = STAGES_SOURCE.replace(TERM, "validity: {from: decision, open_ended: yes, not_beyond: version_end}")
    assert told(open_ended) == []
