"""Properties of judging: the same every time, in whatever order things were said, and no worse where more is better."""

from __future__ import annotations

import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from certify.core.findings import Findings
from certify.core.outcome import Outcome, work_out
from certify.core.scheme.load import load
from tests.core.scheme.works import DATES, FOUND, SOURCE, USUAL, WORKS, Case

LEVELS = [None, "BRONZE", "SILVER", "GOLD"]
YES_NO = [name for name, value in FOUND.items() if value in {"yes", "no"}]
ANSWERS = st.fixed_dictionaries(dict.fromkeys(YES_NO, st.sampled_from(["yes", "no"])))


def outcome(case: Case) -> Outcome:
    return work_out(WORKS, case.dossier, case.findings, dates=DATES)


@given(ANSWERS, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_judging_is_the_same_in_any_order(answers: dict[tuple[str, str | None], str], chance: random.Random) -> None:
    case = USUAL.but(found={**FOUND, **answers})
    first = outcome(case)
    findings = list(case.findings.findings)
    chance.shuffle(findings)
    turned = Findings(
        findings=tuple(findings),
        inputs=dict(reversed(case.findings.inputs.items())),
        units=dict(reversed(case.findings.units.items())),
    )
    dossier = msgspec.structs.replace(
        case.dossier,
        inputs=dict(reversed(case.dossier.inputs.items())),
        units=dict(reversed(case.dossier.units.items())),
    )
    again = work_out(load(SOURCE.encode()), dossier, turned, dates=DATES)
    assert msgspec.json.encode(again) == msgspec.json.encode(first)


@given(ANSWERS, st.sampled_from(YES_NO))
@settings(max_examples=25, deadline=None)
def test_one_more_yes_gives_no_lower_level(
    answers: dict[tuple[str, str | None], str], name: tuple[str, str | None]
) -> None:
    # two missed by one department take it out of the scope, so that a third would be no worse: leave that out here
    one_each = {key: value for key, value in answers.items() if key[0] not in {"A1.1", "A1.2"}}
    worse = USUAL.but(found={**FOUND, **one_each})
    better = USUAL.but(found={**worse.found, name: "yes"})
    assert LEVELS.index(outcome(better).level) >= LEVELS.index(outcome(worse).level)


@given(st.sampled_from(sorted(FOUND, key=str)))
@settings(max_examples=15, deadline=None)
def test_what_is_left_out_never_gives_a_level_that_it_might_have_lost(name: tuple[str, str | None]) -> None:
    whole = USUAL.but(found={**FOUND, ("A1.3", "S"): "yes"})
    without = USUAL.but(found={key: value for key, value in whole.found.items() if key != name})
    found = outcome(without)
    assert found.level in {None, outcome(whole).level}
    assert found.complete or found.level is None
