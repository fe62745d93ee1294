"""What follows from the steps."""

import msgspec
import pytest

from tests.verify import made
from verify import Step, Verdict, unreadable, verify
from verify.verdict import STEP_NAMES, WORDS, Result, StepName, word_of


def _steps(which: StepName | None = None, result: Result = "yes") -> tuple[Step, ...]:
    return tuple(Step(name=name, result=result if name == which else "yes", reason="x") for name in STEP_NAMES)


def test_the_words_stand_in_the_promised_order() -> None:
    assert WORDS == (
        "not_genuine",
        "not_registered",
        "withdrawn",
        "superseded",
        "withdrawn_or_superseded",
        "expired",
        "not_yet_valid",
        "suspended",
        "unknown",
        "valid",
    )


def test_all_good_is_valid_and_so_is_a_register_that_nobody_asked() -> None:
    assert word_of(_steps()) == "valid"
    assert word_of(_steps("registered", "not_done")) == "valid"


@pytest.mark.parametrize("result", ["yes", "no", "not_done"])
def test_who_vouches_for_the_body_is_told_beside_the_word(result: Result) -> None:
    assert word_of(_steps("recognised", result)) == "valid"
    assert word_of(tuple(step for step in _steps() if step.name != "recognised")) == "unknown"


def test_nothing_is_not_a_good_thing() -> None:
    assert word_of(()) == "unknown"
    assert word_of(_steps()[:7]) == "unknown"
    assert word_of(_steps()[::-1]) == "unknown"


@pytest.mark.parametrize("name", [name for name in STEP_NAMES if name not in ("registered", "recognised")])
def test_a_step_left_out_is_never_valid(name: StepName) -> None:
    assert word_of(_steps(name, "not_done")) == "unknown"
    assert word_of(_steps(name, "unknown")) == "unknown"


@pytest.mark.parametrize("name", STEP_NAMES)
@pytest.mark.parametrize("result", ["no", "suspended", "withdrawn", "superseded", "unknown"])
def test_no_step_that_says_anything_else_is_valid(name: StepName, result: Result) -> None:
    assert (word_of(_steps(name, result)) != "valid") == ((name, result) != ("recognised", "no"))


def test_nothing_to_judge_says_nothing_about_any_certificate() -> None:
    verdict = unreadable("no-code-found", at=made.NOON, claimed_number=made.NUMBER)
    assert (verdict.verdict, verdict.reason, verdict.number) == ("unknown", "no-code-found", None)
    assert verdict.claimed_number == made.NUMBER
    assert [step.result for step in verdict.steps] == ["unknown"] + ["not_done"] * 8


def test_a_verdict_is_json_with_the_promised_names() -> None:
    verdict = verify(made.certificate_bytes(), trust=made.trust_list(), status=made.statuses(), at=made.NOON)
    raw = msgspec.json.encode(verdict)
    value = msgspec.json.decode(raw)
    assert {"verdict", "number", "checked_at", "steps", "certificate"} <= value.keys()
    assert all({"name", "result", "reason"} <= step.keys() for step in value["steps"])
    assert msgspec.json.decode(raw, type=Verdict) == verdict
