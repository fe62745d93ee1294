"""Given, when, then: what names come to unit by unit, row by row and section by section, and taken together."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import msgspec
import pytest

from certify.core.basis import basis
from certify.core.dossier import Unit
from certify.core.findings import Finding, Said
from certify.core.outcome import eligibility, evaluation, proposals_by_unit, work_out
from certify.core.proposing import contradicted, proposed
from certify.core.scheme.comparing import Place
from certify.core.scheme.domains import Value
from certify.core.scheme.evaluate import NOT_IN_SAMPLE
from certify.core.scheme.examples import run_examples
from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import load
from certify.core.scheme.phrases import read_comparison
from certify.core.scheme.terms import Line
from certify.core.spread import Spread, UnitOutcome
from certify.core.weakest import weakest
from tests.core.scheme.works import DATES, FOUND, GIVEN, OF_UNITS, OUTSIDE, SOURCE, UNITS, USUAL, WORKS, Case

F = Fraction
N_ALONE = USUAL.but(units={**UNITS, "department": UNITS["department"][:1], "desk": UNITS["desk"][:2]})
NO_DEPARTMENTS = USUAL.but(units={"field": UNITS["field"]})
S_LEAVES = USUAL.but(found={**FOUND, ("A1.1", "S"): "no"})
S_MAY_LEAVE = USUAL.but(found={name: value for name, value in FOUND.items() if name != ("A1.1", "S")})


def given(**changes: Said) -> Case:
    return USUAL.but(given={**GIVEN, **changes})


def outside(**changes: Said) -> Case:
    return USUAL.but(outside={**OUTSIDE, **changes})


def of_unit(unit: str, **changes: Said) -> Case:
    return USUAL.but(of_units={**OF_UNITS, unit: {**OF_UNITS[unit], **changes}})


def without(name: str) -> Case:
    return USUAL.but(given={key: said for key, said in GIVEN.items() if key != name})


ALIKE = USUAL.but(of_units={unit: {**said, "impression": "fair"} for unit, said in OF_UNITS.items()})
LINES: dict[str, tuple[Case, str, str, str, str]] = {
    "a worst of grades": (USUAL, "worst_plain", "fair", " Lägst: Third, dim.", " Lowest: Third, dim."),
    "a mean that is to be high": (USUAL, "all_waits", "at least 9", " Lägst: First, 4.", " Lowest: First, 4."),
    "a mean that is to be low": (USUAL, "all_waits", "at most 8", " Högst: Third, 12.", " Highest: Third, 12."),
    "of sections": (USUAL, "weakest_part", "at least 1", "", ""),
    "all alike": (
        USUAL.but(of_units={unit: {**said, "impression": "fair"} for unit, said in OF_UNITS.items()}),
        "worst_plain",
        "bright",
        "",
        "",
    ),
    "one unknown": (of_unit("n1", wait="-1"), "all_waits", "at most 8", "", ""),
    "for each unit": (USUAL, "worst_here", "fair", "", ""),
    "a count": (USUAL, "departments", "at least 3", "", ""),
}


@pytest.mark.parametrize(("case", "name", "asked", "sv", "en"), LINES.values(), ids=LINES.keys())
def test_a_line_on_units_taken_together_names_the_one_that_is_weakest(
    case: Case, name: str, asked: str, sv: str, en: str
) -> None:
    line = Line(name, read_comparison(asked))
    assert weakest(WORKS, case.now(), line, "sv") == sv
    assert weakest(WORKS, case.now(), line, "en") == en
    assert next(basis(WORKS, case.now(), line, None)).en.endswith(f".{en}")


ONE: dict[str, tuple[Case, str, Value | None]] = {
    "count over all units": (USUAL, "missed", F(1)),
    "count of units": (USUAL, "departments", F(2)),
    "no units where one has to be is unknown": (NO_DEPARTMENTS, "departments", None),
    "what is judged for units that are missing is unknown": (NO_DEPARTMENTS, "missed", None),
    "a unit that was not looked at is unknown": (S_MAY_LEAVE, "missed", None),
    "the lowest of all sections": (USUAL, "weakest_part", F(5, 6)),
    "worst, lifted as half is better": (USUAL, "worst_department", "fair"),
    "worst, not lifted above the best that was given": (N_ALONE, "worst_department", "fair"),
    "worst of all desks": (USUAL, "worst_plain", "dim"),
    "worst, one unknown": (of_unit("s1", impression="odd"), "worst_department", None),
    "mean of all desks, rounded": (USUAL, "all_waits", F(17, 2)),
    "mean, one unknown": (of_unit("n1", wait="-1"), "all_waits", None),
    "what does not apply to any unit adds nothing": (USUAL, "yards", F(0)),
    "a sum over units with a cap": (USUAL, "sizes", F(3)),
    "how many were chosen": (USUAL, "languages_offered", F(2)),
    "whether one was chosen": (USUAL, "finnish", F(1)),
    "one choice may be said alone": (given(languages="sv"), "languages_offered", F(1)),
    "too many choices": (given(languages=("sv", "fi", "en", "se")), "languages_offered", None),
    "the same choice twice": (given(languages=("sv", "sv")), "languages_offered", None),
    "a choice that there is none of": (given(languages=("sv", "no")), "languages_offered", None),
    "a choice that is no choice": (given(languages={"sv": "yes"}), "languages_offered", None),
    "rows as choices": (given(languages=({"on": "sv"},)), "languages_offered", None),
    "the sum of a map": (USUAL, "money", F(7)),
    "the highest of a map": (USUAL, "most_money", F(4)),
    "a map with a name that it may not have": (given(budget={"west": "1"}), "money", None),
    "a map with what is no number": (given(budget={"north": "much"}), "money", None),
    "a map that is a list": (given(budget=("1", "2")), "money", None),
    "a map that is a number": (given(budget="1"), "money", None),
    "how many rows": (USUAL, "how_many_cases", F(3)),
    "no rows": (given(cases=()), "how_many_cases", F(0)),
    "a table that is not said": (without("cases"), "how_many_cases", None),
    "a column of a table that is not said": (without("cases"), "slow_cases", None),
    "the highest of what is worked out by row": (USUAL, "latest_case", F(15)),
    "different values": (USUAL, "kinds", F(2)),
    "share of rows": (USUAL, "permits_quick", F(2, 3)),
    "count of rows": (USUAL, "slow_cases", F(1)),
    "median of a column": (USUAL, "median_days", F(12)),
    "a cell left out": (given(cases=({"case_kind": "permit"},)), "slow_cases", None),
    "a column that there is none of": (given(cases=({"kind": "permit"},)), "how_many_cases", None),
    "a cell with no such value": (given(cases=({"days_taken": "soon"},)), "how_many_cases", None),
    "a table that is one text": (given(cases="5"), "how_many_cases", None),
    "a list of a unit outside the sample": (of_unit("N", contacts=NOT_IN_SAMPLE), "far", F(30)),
    "texts as rows": (given(cases=("5",)), "how_many_cases", None),
    "texts and rows": (given(cases=("5", {"days_taken": "5"})), "how_many_cases", None),
    "mean over fixed units": (USUAL, "nki_mean", F(131, 2)),
    "a fixed unit left out": (USUAL.but(units={**UNITS, "field": UNITS["field"][:1]}), "nki_mean", None),
    "weighed by own weights, rounded": (USUAL, "weighed", F(857, 10)),
    "weighed with those of measures, and grades": (USUAL, "looks", F(41, 45)),
    "weighed, one unknown": (given(level_of_service="11"), "weighed", None),
    "in a season": (USUAL, "winter", F(1)),
    "the value of the last day": (USUAL, "last_sample", F(100)),
    "the lowest of the last day": (
        outside(samples=({"on": "2026-01-01", "value": "7"}, {"on": "2026-01-01", "value": "3"})),
        "last_sample",
        F(3),
    ),
    "a percentile by Hazen": (USUAL, "hazen", F(100) + F(9, 10) * 900),
    "too few values for a figure": (outside(samples=({"on": "2025-07-01", "value": "7"},)), "p95", None),
    "no values at all": (outside(samples=()), "hazen", None),
    "none of the last day": (outside(samples=()), "last_sample", None),
    "a series that is no series": (outside(samples=("7",)), "winter", None),
    "a series with a day that is none": (outside(samples=({"on": "2025-02-30", "value": "7"},)), "winter", None),
    "a series with a value that is none": (outside(samples=({"on": "2025-02-03", "value": "-7"},)), "winter", None),
    "a series with other keys": (outside(samples=({"day": "2025-02-03", "value": "7"},)), "winter", None),
    "a series from the applicant does not count": (given(samples=OUTSIDE["samples"]).but(outside={}), "winter", None),
    "the longest time between, with both ends": (USUAL, "gap_between", F(254)),
    "a series of dates with no date": (given(meetings=("soon",)), "gap_between", None),
    "the longest of units": (USUAL, "far", F(50)),
    "of one contact there is no gap": (of_unit("S", contacts=("2026-01-01",)), "far", None),
}


@pytest.mark.parametrize(("case", "name", "value"), ONE.values(), ids=ONE.keys())
def test_taken_together_it_comes_to(case: Case, name: str, value: Value | None) -> None:
    assert case.now().value(name) == value


MANY: dict[str, tuple[Case, str, dict[Place, Value | None]]] = {
    "a measure by unit": (USUAL, "department_missed", {("N",): F(0), ("S",): F(1)}),
    "a condition by unit": (USUAL, "quick", {("N",): "yes", ("S",): "no"}),
    "units within a unit": (USUAL, "desks_here", {("N",): F(2), ("S",): F(1)}),
    "a grade by unit": (USUAL, "worst_here", {("N",): "fair", ("S",): "dim"}),
    "a unit without any of what is taken": (
        USUAL.but(units={**UNITS, "desk": UNITS["desk"][:2]}),
        "worst_here",
        {("N",): "fair", ("S",): "not_applicable"},
    ),
    "a choice by unit": (USUAL, "big_department", {("N",): F(1), ("S",): F(2)}),
    "by chapter": (USUAL, "chapter_met", {("A",): F(6, 7), ("B",): F(1)}),
    "by part, where nothing of one applies": (
        USUAL,
        "part_met",
        {("A1",): F(5, 6), ("A2",): F(1), ("B1",): F(1), ("B2",): "not_applicable"},
    ),
    "by row": (USUAL, "late", {("1",): F(0), ("2",): F(15), ("3",): F(2)}),
    "by row, of nothing known": (without("cases"), "late", {("?",): None}),
    "an input by unit": (USUAL, "open_desks", {("N",): F(2), ("S",): F(6)}),
    "what does not apply": (USUAL, "yard_size", {("N",): "not_applicable", ("S",): "not_applicable"}),
    "units that are missing": (NO_DEPARTMENTS, "department_missed", {("?",): None}),
    "units within those that are missing": (NO_DEPARTMENTS, "wait", {("?", "?"): None}),
    "a unit that lies nowhere": (
        USUAL.but(units={**UNITS, "desk": (Unit(id="x", name="X"),)}),
        "desk",
        {("?", "x"): None},
    ),
}


@pytest.mark.parametrize(("case", "name", "values"), MANY.values(), ids=MANY.keys())
def test_one_by_one_it_comes_to(case: Case, name: str, values: dict[Place, Value | None]) -> None:
    assert dict(case.now().spread(name)) == values


def test_a_percentile_of_the_log_normal_distribution_leaves_out_what_lies_outside_season_and_years() -> None:
    found = USUAL.now().value("p95")
    # logarithms 3, 0, 1, 2: mean 1.5, deviation the root of 5/3; 10 to the power of 1.5 + 1.65 times that
    assert found == F("4267.18")
    zero = outside(samples=tuple({"on": f"2025-07-0{n}", "value": str(n % 2)} for n in range(1, 5)))
    assert zero.now().value("p95") == F("1.37")


def test_a_root_stands_with_sixty_digits() -> None:
    root = USUAL.now().value("side")
    assert isinstance(root, Fraction)
    assert abs(root * root - 8) < F(1, 10**58)


# A unit that leaves


def test_a_unit_that_leaves_is_not_taken_together_with_the_rest() -> None:
    now = S_LEAVES.now()
    assert now.value("missed") == 0
    assert now.value("departments") == 1
    assert now.value("worst_department") == "fair"
    assert dict(now.spread("department_missed")) == {("N",): 0, ("S",): 2}


def test_while_it_is_unknown_whether_a_unit_leaves_the_whole_is_unknown() -> None:
    assert S_MAY_LEAVE.now().value("departments") is None
    assert S_MAY_LEAVE.now().value("sizes") is None


def test_the_outcome_says_which_units_stay_and_how_their_values_differ() -> None:
    found = work_out(WORKS, S_LEAVES.dossier, S_LEAVES.findings, dates=DATES)
    ends = date(2026, 8, 10)
    north = UnitOutcome(kind="department", id="N", number=1, ends=ends, on_certificate=True)
    south = UnitOutcome(kind="department", id="S", stays=False, ends=ends)
    assert found.units[:2] == (north, south)
    assert found.units[2] == UnitOutcome(kind="desk", id="n1", within="N")
    waits = Spread(along="desk", values={"n1": "4", "n2": "10", "s1": "12"}, lowest="4", highest="12")
    assert found.spread["wait"] == waits
    assert found.spread["worst_here"].lowest == "dim"
    assert found.spread["part_met"].values["A1"] == "1"
    assert found.level == "GOLD"
    unknown = work_out(WORKS, S_MAY_LEAVE.dossier, S_MAY_LEAVE.findings, dates=DATES)
    assert unknown.units[1].stays is None
    assert unknown.spread["A1.1"] == Spread(along="department", values={"N": "yes"}, unknown=("S",))
    assert (unknown.level, unknown.complete) == (None, False)
    nothing = work_out(WORKS, NO_DEPARTMENTS.dossier, NO_DEPARTMENTS.findings, dates=DATES)
    assert nothing.spread["open_desks"] == Spread(along="department")
    assert [unit.kind for unit in nothing.units] == ["field", "field"]


def test_reasons_and_gap_name_the_unit() -> None:
    found = work_out(WORKS, USUAL.dossier, USUAL.findings, dates=DATES)
    assert [(reason.name, reason.unit) for reason in found.reasons] == [("missed", None), ("A1.3", "S")]
    assert found.reasons[1].en == "A1.3 Quick (South): not met."
    assert (found.gap[0].more, found.gap[0].criteria) == (1, ("A1.3",))


def test_measures_propose_unit_by_unit() -> None:
    assert proposals_by_unit(WORKS, USUAL.dossier, USUAL.findings, dates=DATES) == {"A1.3": {"N": "yes", "S": "no"}}
    assert proposals_by_unit(WORKS, NO_DEPARTMENTS.dossier, dates=DATES) == {}
    nothing = msgspec.structs.replace(
        USUAL.findings, findings=tuple(one for one in USUAL.findings.findings if one.criterion != "A1.3")
    )
    found = proposed(WORKS, USUAL.dossier, nothing, form=WORKS.forms[0].form, dates=DATES)
    assert [(one.criterion, one.unit, one.value) for one in found] == [("A1.3", "N", "yes"), ("A1.3", "S", "no")]


def test_figures_of_a_unit_that_say_otherwise_than_a_finding_are_told() -> None:
    said = [("A9.9", None, "yes"), ("A1.3", "X", "no"), ("A1.3", "N", "yes"), ("A1.3", "S", "yes"), ("A1.1", "S", "no")]
    findings = tuple(Finding(criterion=name, unit=unit, value=value) for name, unit, value in said)
    found = msgspec.structs.replace(USUAL.findings, findings=findings)
    now = evaluation(WORKS, USUAL.dossier, found, dates=DATES)
    told = contradicted(found, now)
    assert {(one.criterion, one.unit, one.value) for one in told} == {("A1.3", "S", "no")}


def test_eligibility_is_tried_for_each_unit() -> None:
    assert eligibility(WORKS, USUAL.dossier, USUAL.findings, dates=DATES).answer is True
    shut = USUAL.but(
        units={**UNITS, "department": (*UNITS["department"], Unit(id="W", name="West", inputs={"open_desks": "0"}))}
    )
    found = eligibility(WORKS, shut.dossier, shut.findings, dates=DATES)
    assert all(reason.en.startswith("West: ") for reason in found.reasons)
    assert (found.answer, [(reason.name, reason.unit) for reason in found.reasons]) == (False, [("open_desks", "W")])
    assert eligibility(WORKS, NO_DEPARTMENTS.dossier, NO_DEPARTMENTS.findings, dates=DATES).answer is None
    uninsured = outside(insured="no")
    assert eligibility(WORKS, uninsured.dossier, uninsured.findings, dates=DATES).answer is False


# Who may say it


def test_an_applicant_cannot_say_of_a_unit_what_others_say() -> None:
    claimed = Unit(id="s1", name="Third", within="S", inputs={"impression": "bright"})
    case = USUAL.but(
        units={**UNITS, "desk": (*UNITS["desk"][:2], claimed)},
        of_units={key: said for key, said in OF_UNITS.items() if key != "s1"},
    )
    assert case.now().value("worst_plain") is None


def test_what_comes_from_outside_may_be_given_by_unit() -> None:
    case = USUAL.but(of_units={key: said for key, said in OF_UNITS.items() if key not in {"permits", "food"}})
    found = work_out(
        WORKS, case.dossier, case.findings, dates=DATES, given={"nki": {"permits": "50", "food": "60"}, "samples": ()}
    )
    assert found.values["nki_mean"] == "55"


def test_a_finding_on_the_whole_does_not_count_for_a_unit_nor_the_other_way() -> None:
    found = {name: value for name, value in FOUND.items() if name[0] not in {"A1.1", "A2.1"}}
    case = USUAL.but(found={**found, ("A1.1", None): "yes", ("A2.1", "N"): "yes"})
    assert case.now().value("A2.1") is None
    assert set(case.now().spread("A1.1").values()) == {None}


def test_one_unit_can_be_asked_about() -> None:
    now = USUAL.now()
    assert now.at_unit("open_desks", "S") == 6
    assert now.at_unit("slowest", "nobody") is None
    assert now.applies("yard_size", "N") is False
    assert now.applies("town") is True
    assert now.holds_at(WORKS.units["department"].eligible, "department", ("?",)) is None  # type: ignore[arg-type]  # it has one


def test_an_empty_rung_of_sections() -> None:
    assert WORKS.sections_at("chapter") == ("A", "B")
    assert WORKS.sections_at("part") == ("A1", "A2", "B1", "B2")
    assert WORKS.sections_at("verse") == ()
    assert load(SOURCE.encode()) == WORKS


# What rests on a number or a day that nobody knows

UNKNOWN: dict[str, str] = {
    "a step": "{mean: wait, round: town_size}",
    "what it is out of": "{weighted: [level_of_service], out_of: town_size}",
    "a weight": "{weighted: [chapter_share], weights: {chapter_share: town_size}}",
    "a cap": "{sum: {money: up to town_size}}",
    "the cap of the whole": "{sum: {money: all}, at_most: town_size}",
    "when it is lifted": "{worst: impression, lift: {steps: 1, when_better: at least town_share}}",
    "what nothing counts as": "{statistic: median, of: days_taken, zero_as: town_size}",
    "the first day": "{statistic: number, of: samples, from: decision}",
    "a percentile": "{statistic: linear percentile, of: samples, at: town_share}",
    "a weight of nothing": "{weighted: [chapter_share], weights: {chapter_share: 0}}",
    "the share of what is not known": "{share: has_terrace, is: yes}",
    "the sum of what is not known": "{sum: town_size}",
}


@pytest.mark.parametrize("measure", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_rests_on_something_unknown_is_unknown(measure: str) -> None:
    inputs = "  town_size: {type: integer}\n  town_share: {type: percent}\n  has_terrace: {type: yes_no}\n"
    source = SOURCE.replace("  has_yard:", f"{inputs}  has_yard:")
    scheme = load(source.replace("  quick:", f"  odd: {measure}\n  quick:").encode())
    assert USUAL.but(scheme=scheme).now().value("odd") is None


def test_a_list_is_no_single_value() -> None:
    assert given(town=("Viken", "Lindhamra")).now().value("town") is None


def test_a_worked_case_says_findings_and_values_unit_by_unit() -> None:
    example = """
examples:
  - example: two departments
    given: {open_desks: {N: 2, S: 6}, wait: {n1: 4, s1: 9}, level_of_service: 8, has_yard: no}
    within: {n1: N, s1: S}
    findings: {A1.1: {N: yes, S: no}, A1.2: yes, A2.1: yes}
    dates: {submitted: 2026-02-10}
    expect: {departments: 2, missed: 1, level_of_service: 8}
"""
    assert run_examples(load((SOURCE + example).encode())) == ()
    wrong = [
        (" {N: 2, S: 6}", " 2", "wrong-type", "for each department"),
        ("{N: 2, S: 6}", "{N: 2, S: -6}", "wrong-type", "cannot be"),
        ("A2.1: yes", "A2.1: {N: yes}", "wrong-type", "not judged unit by unit"),
        ("S: no}", "S: perhaps}", "wrong-type", "cannot be"),
    ]
    for old, new, code, words in wrong:
        assert old in example
        with pytest.raises(SchemeFaults) as caught:
            load((SOURCE + example.replace(old, new, 1)).encode())
        assert [fault.code for fault in caught.value.faults] == [code]
        assert words in caught.value.faults[0].en


def test_a_map_of_each_unit_is_taken_together_in_a_worked_case() -> None:
    source = SOURCE.replace("      yard_size:", "      stock: {type: map, lowest: 0}\n      yard_size:")
    source = source.replace("  quick:", "  all_stock: {sum: stock}\n  quick:")
    example = """
examples:
  - example: stock of two departments
    given: {open_desks: {N: 2, S: 6}, stock: {N: {pens: 3, ink: 4}, S: {pens: 5}}}
    findings: {A1.3: yes, others: yes}
    dates: {submitted: 2026-02-10}
    expect: {all_stock: 12}
"""
    assert run_examples(load((source + example).encode())) == ()
    with pytest.raises(SchemeFaults) as caught:
        load((source + example.replace("ink: 4", "ink: [4]")).encode())
    (fault,) = caught.value.faults
    assert (fault.code, "one line" in fault.en) == ("wrong-type", True)


def test_a_list_that_does_not_apply_has_no_values_and_is_not_unknown() -> None:
    inputs = "  yard_visits: {type: series of dates, applies: {has_yard: yes}}\n  has_yard:"
    source = SOURCE.replace("  has_yard:", inputs).replace("  quick:", "  visits: {count: yard_visits}\n  quick:")
    case = USUAL.but(scheme=load(source.encode()))
    assert case.now().value("visits") == 0
    assert case.but(given={**GIVEN, "yard_visits": ("2026-01-10",)}).now().value("visits") == 0
    yard = {**GIVEN, "has_yard": "yes"}
    assert case.but(given=yard).now().value("visits") is None
    assert case.but(given={**yard, "yard_visits": ("2026-01-10",)}).now().value("visits") == 1


def test_the_last_of_no_values_is_unknown_even_where_none_are_asked_for() -> None:
    measure = "{statistic: latest, of: samples, from: 1 month before submitted, at_least: 0}"
    scheme = load(SOURCE.replace("  quick:", f"  recent: {measure}\n  quick:").encode())
    case = USUAL.but(scheme=scheme)
    assert case.now().value("recent") is None
    recent = {**OUTSIDE, "samples": ({"on": "2026-02-01", "value": "7"},)}
    assert case.but(outside=recent).now().value("recent") == 7


def test_the_worst_is_lifted_at_most_to_the_best_that_was_given() -> None:
    lifted = "  odd: {worst: impression, lift: {steps: 3, when_better: at least 10 %}}\n  quick:"
    scheme = load(SOURCE.replace("  quick:", lifted).encode())
    assert of_unit("n2", impression="fair").but(scheme=scheme).now().value("odd") == "fair"
