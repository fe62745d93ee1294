"""Worked cases run as tests: those of the harbour pass, and each thing they expect can also be missed."""

from pathlib import Path

import pytest

from certify.core.scheme.examples import run_example, run_examples
from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import digest_of, load, load_examples
from tests.core.scheme.harbour import HARBOUR, SOURCE

CASE = """
examples:
  - example: a case
    given: {berths: 40, owner: club, kiosk: no, opened: 2025-02-10, rebuilt: 2025-03-01, lux: 10, glow: 20,
      shine: 10 %, look: fair, comfort: 5}
    findings: {L2.4: fair, others: yes}
    dates: {submitted: 2026-02-10, decision: 2026-02-28, raised: 2026-02-28}
    expect: {EXPECTED}
"""
GIVE_IT = 'write it under "dates", or let "acts" give it'
NOT_ASSESSED = "Requirements missed: is not known, should be 0. L1.1 Lit: not assessed."
# expected, and what is found where that is something else
EXPECTED: list[tuple[str, str | None]] = [
    ("level: BRIGHT", None),
    ("level: LIT", "BRIGHT"),
    ("level: none", "BRIGHT"),
    ("incomplete: no", None),
    ("incomplete: yes", "no"),
    ("eligible: yes", None),
    ("eligible: no", "yes"),
    ("valid_to: 2030-02-27", None),
    ("valid_to: 2030-02-28", "2030-02-27"),
    ("light_points: 30", None),
    ("light_points: 31", "30"),
    ("lux_needed: 10", None),
    ("term: 3 years", None),
    ("berths: 40", None),
    ("kiosk_lux: 3", "not_applicable"),
    ("L1.1: no", "yes"),
    ("decision: 2026-05-10", None),
    ("appeal: 2026-05-10", f"unknown: no day is given for notified: {GIVE_IT}"),
    ("minor: 2026-05-28", None),
    ("minor: 2026-05-29", "2026-05-28"),
    ("reasons: L1.1", "nothing"),
    ("jury_latest: 2026-04-10", None),
]


def case(expected: str, *changes: tuple[str, str]) -> bytes:
    source = CASE.replace("EXPECTED", expected)
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return source.encode()


@pytest.mark.parametrize("expected", ["valid_to: 2030-02-27", "minor: 2026-05-28"])
def test_days_beyond_the_calendar_are_unknown(expected: str) -> None:
    """Given a case at the end of the calendar, when it is run, then it differs and nothing breaks."""
    late = "decision: 9999-12-31, raised: 9999-12-31}"
    source = case(expected, ("decision: 2026-02-28, raised: 2026-02-28}", late))
    differences = run_example(HARBOUR, load_examples(source, HARBOUR, "late.yaml")[0])
    assert ["unknown" in str(one.words()) for one in differences] == [True]


def test_the_scheme_s_own_examples_pass() -> None:
    assert run_examples(HARBOUR) == ()


@pytest.mark.parametrize(("expected", "found"), EXPECTED)
def test_an_example_passes_or_says_what_came_out_instead(expected: str, found: str | None) -> None:
    told = run_examples(HARBOUR, {"cases.yaml": case(expected)})
    if found is None:
        assert told == ()
        return
    name, wanted = expected.split(": ")
    (fault,) = told
    assert fault.told("en") == f"cases.yaml:3:1: a case: {name} should be {wanted}, and is {found}"


@pytest.mark.parametrize(
    ("expected", "changes", "found"),
    [
        (
            "valid_to: 2030-02-27",
            (("decision: 2026-02-28, ", ""),),
            f"unknown: no day is given for decision: {GIVE_IT}",
        ),
        ("valid_to: 2030-02-27", (("owner: club, ", ""),), "unknown: not known: owner"),
        ("minor: 2026-05-28", ((", raised: 2026-02-28", ""),), f"unknown: no day is given for raised: {GIVE_IT}"),
        ("eligible: yes", (("berths: 40, ", ""),), "unknown: Berths: is not known, should be at least 5 places."),
        ("fee: 2000", (("berths: 40, ", ""),), "unknown: not known: berths"),
        ("level: BRIGHT", ((", others: yes", ""),), f"none: {NOT_ASSESSED}"),
        ("incomplete: no", ((", others: yes", ""),), f"yes: {NOT_ASSESSED}"),
        ("L1.2: yes", (("lux: 10", "lux: 9"),), "no"),
        ("L1.2: no", (("lux: 10", "lux: 9"), ("others: yes", "L1.2: yes, others: yes")), "yes"),
    ],
)
def test_what_is_not_known_is_said_to_be_unknown_and_why(
    expected: str, changes: tuple[tuple[str, str], ...], found: str
) -> None:
    (fault,) = run_examples(HARBOUR, {"cases.yaml": case(expected, *changes)})
    assert fault.en.endswith(f"and is {found}")


def test_a_case_with_steps_says_which_step_came_out_otherwise() -> None:
    source = SOURCE.replace("major: 2026-03-28", "major: 2026-03-29").replace(
        "decision: 2026-05-10", "decision: 2026-05-11"
    )
    scheme = load(source.encode())
    told = [difference for example in scheme.examples for difference in run_example(scheme, example)]
    assert [(difference.name, difference.step) for difference in told] == [("major", 3), ("decision", None)]
    (first, _) = run_examples(scheme, name="harbour.yaml")
    assert first.en == "in steps, step 3: major should be 2026-03-29, and is 2026-03-28"
    assert first.sv == "in steps, steg 3: major skulle vara 2026-03-29, och är 2026-03-28"
    assert first.line == SOURCE[: SOURCE.index("- example: in steps")].count("\n") + 1
    assert first.file == "harbour.yaml"


def test_reasons_are_compared_by_line_by_criterion_or_by_both() -> None:
    missed = (("others: yes", "L1.1: no, others: yes"),)
    for expected in ("imperatives_missed", "L1.1", "[imperatives_missed, L1.1]"):
        assert run_examples(HARBOUR, {"cases.yaml": case(f"reasons: {expected}", *missed)}) == ()


def test_a_file_of_cases_that_has_faults_tells_them() -> None:
    told = run_examples(HARBOUR, {"cases.yaml": case("levle: BRIGHT")})
    assert [(fault.file, fault.code) for fault in told] == [("cases.yaml", "unknown-name")]
    with pytest.raises(SchemeFaults):
        load_examples(b"examples: 3", HARBOUR)


def test_a_scheme_is_named_by_its_bytes() -> None:
    assert HARBOUR.digest == digest_of(SOURCE.encode())
    assert HARBOUR.digest.startswith("sha256:")
    assert load(SOURCE.encode() + b"\n").digest != HARBOUR.digest


COVE = (Path(__file__).resolve().parents[3] / "docs/examples/clear-cove.yaml").read_text(encoding="utf-8")
COVE_DATES = "dates: {submitted: 2026-03-02, decision: 2026-04-20}"


def _first_case(expect: str, *, dates: str = "") -> tuple[str, str]:
    """What the first worked case of the cove says when it has these dates and expects this."""
    before, _, rest = COVE.partition(COVE_DATES)
    source = f"{before}{dates or 'dates: {today: 2026-03-02}'}\n    expect: {{{expect}}}\n"
    assert rest
    (fault,) = run_examples(load(source.encode()))
    return fault.sv, fault.en


@pytest.mark.parametrize(
    ("expect", "dates", "day"),
    [
        ("nine_of_ten: 500", "", "submitted"),
        ("clean_water: yes", "", "submitted"),
        ("W-2: yes", "", "submitted"),
        ("level: FLAG", "", "submitted"),
        ("level: FLAG", "dates: {decision: 2026-04-20}", "submitted"),
        ("reasons: guideline_share", "", "submitted"),
        ("incomplete: no", "", "submitted"),
        ("valid_to: 2026-08-31", "dates: {submitted: 2026-03-02}", "decision"),
        ("due: [unannounced_visit, 2026-06-20]", "dates: {submitted: 2026-03-02}", "decision"),
    ],
)
def test_a_day_that_is_missing_is_named(expect: str, dates: str, day: str) -> None:
    sv, en = _first_case(expect, dates=dates)
    assert f"ingen dag är angiven för {day}: skriv den" in sv
    assert f"no day is given for {day}: {GIVE_IT}" in en


def test_a_day_that_an_activity_waits_for_is_named_and_so_is_what_else_is_missing() -> None:
    source = SOURCE.replace(
        "measures:\n", "measures:\n  lamp_late: {date: {latest: [1 day after intake, lamp_on]}}\n", 1
    )
    source = source.replace("inputs:\n", "inputs:\n  lamp_on: {type: date, text: {sv: Tänd, en: Lit}}\n", 1)
    undated = "examples:\n  - example: x\n    dates: {today: 2026-01-01}\n    expect: {lamp_late: 2026-02-02}\n"
    (fault,) = run_examples(load((source.partition("\nexamples:")[0] + "\n" + undated).encode()))
    assert fault.en.endswith(f"is unknown: not known: lamp_on (no day is given for submitted: {GIVE_IT})")


def test_a_term_that_reaches_no_day_in_season_says_so() -> None:
    source = COVE.replace("  for: 1 year\n", "  for: 1 month\n").partition(COVE_DATES)[0]
    source += f"{COVE_DATES}\n    expect: {{valid_to: 2026-08-31}}\n"
    (fault,) = run_examples(load(source.encode()))
    assert fault.en.endswith("valid_to should be 2026-08-31, and is unknown: a decision on that day gives no term, "
                             "for instance since it reaches no day in season")  # fmt: skip
    assert "inte når en dag i säsong" in fault.sv
