"""Given, when, then: where values can lie, and whether a condition can hold or fail."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certify.core.scheme.formula import worked_out
from certify.core.scheme.intervals import ANYWHERE, Interval, hull, of_formula
from certify.core.scheme.load import load
from certify.core.scheme.phrases import read_comparison
from certify.core.scheme.reach import Can, Reach
from certify.core.scheme.statistics import square_root
from certify.core.scheme.terms import AllOf, AnyOf, AtLeastOf, Condition, Line, Not, Otherwise
from tests.core.scheme.works import SOURCE, WORKS

F = Fraction


def span(low: int | Fraction | None, high: int | Fraction | None) -> Interval:
    return Interval(None if low is None else F(low), None if high is None else F(high))


KNOWN = {"a": span(1, 4), "b": span(-2, 3), "open": span(0, None), "any": ANYWHERE, "plus": span(2, 5)}
FORMULAS: dict[str, Interval] = {
    "a + b": span(-1, 7),
    "a - b": span(-2, 6),
    "-a": span(-4, -1),
    "a * b": span(-8, 12),
    "a * open": span(0, None),
    "b * open": ANYWHERE,
    "a / plus": span(F(1, 5), 2),
    "a / b": ANYWHERE,
    "open / a": span(0, None),
    "open / b": ANYWHERE,
    "1 / open": ANYWHERE,
    "min(a, b)": span(-2, 3),
    "max(a, b)": span(1, 4),
    "min(a, any)": span(None, 4),
    "max(a, any)": span(1, None),
    "min(any, any)": ANYWHERE,
    "ceil(a / 3)": span(1, 2),
    "floor(a / 3)": span(0, 1),
    "round(a / 2)": span(1, 2),
    "round(any)": ANYWHERE,
    "sqrt(a)": span(1, 2),
    "sqrt(b)": Interval(F(0), Fraction(square_root(F(3)) or 0)),
    "sqrt(open)": span(0, None),
    "nobody + 1": ANYWHERE,
    "2": span(2, 2),
    "any + 1": ANYWHERE,
}


@pytest.mark.parametrize(("formula", "lies"), FORMULAS.items(), ids=FORMULAS.keys())
def test_a_formula_lies(formula: str, lies: Interval) -> None:
    assert of_formula(formula, KNOWN) == lies


def test_a_hull_is_open_where_one_is() -> None:
    assert hull([span(1, 2), span(None, 5)]) == span(None, 5)
    assert hull([span(1, 2), span(0, None)]) == span(0, None)
    assert hull([]) == ANYWHERE
    assert span(None, 2).has(F(-9))
    assert not span(1, None).has(F(0))


@given(
    st.sampled_from(["a + b * 2", "a - b", "max(a, b) / 3", "ceil(a) * floor(b)", "min(a, round(b))"]),
    st.fractions(1, 4),
    st.fractions(-2, 3),
)
def test_whatever_a_formula_comes_to_lies_within(formula: str, a: Fraction, b: Fraction) -> None:
    value = worked_out(formula, {"a": a, "b": b})
    assert value is not None
    assert of_formula(formula, KNOWN).has(value)


REACH = Reach(WORKS)
MEASURES: dict[str, Interval] = {
    "departments": span(0, None),
    "part_met": span(0, 1),
    "weakest_part": span(0, 1),
    "weighed": span(F(-1, 20), F(2001, 20)),
    "looks": span(0, 1),
    "nki_mean": span(0, 100),
    "all_waits": span(F(-1, 4), None),
    "sizes": span(0, 3),
    "money": span(0, None),
    "slowest": span(0, None),
    "big_department": span(1, 2),
    "late": span(0, None),
    "hazen": span(0, None),
    "winter": span(0, None),
    "gap_between": span(0, None),
    "p95": span(F(-1, 200), None),
    "side": Interval(F(0), square_root(F(10))),
    "worst_department": ANYWHERE,
    "heavy": span(3, 3),
    "level_of_service": span(0, 10),
}


@pytest.mark.parametrize(("name", "lies"), MEASURES.items(), ids=MEASURES.keys())
def test_a_name_lies(name: str, lies: Interval) -> None:
    assert REACH.of(name) == lies


def line(name: str, phrase: str) -> Line:
    return Line(name, read_comparison(phrase))


ALWAYS, NEVER, EITHER = Can(hold=True, fail=False), Can(hold=False, fail=True), Can(hold=True, fail=True)
S = "level_of_service"
CONDITIONS: list[tuple[Condition, Can]] = [
    (line(S, "at least 0"), ALWAYS),
    (line(S, "at least 10"), EITHER),
    (line(S, "at least 10.1"), NEVER),
    (line(S, "more than 10"), NEVER),
    (line(S, "more than -1"), ALWAYS),
    (line(S, "at most 10"), ALWAYS),
    (line(S, "at most -1"), NEVER),
    (line(S, "less than 0"), NEVER),
    (line(S, "less than 11"), ALWAYS),
    (line(S, "between 0 and 10"), ALWAYS),
    (line(S, "between 11 and 12"), NEVER),
    (line(S, "between 5 and 12"), EITHER),
    (line(S, "11 or 5"), EITHER),
    (line(S, "11"), NEVER),
    (line(S, "not 11"), ALWAYS),
    (line(S, "not 5"), EITHER),
    (line(S, "at least heavy"), EITHER),
    (line("heavy", "at least 9"), EITHER),  # a profile may change it
    (line("quick", "yes"), EITHER),
    (line("town", "x"), EITHER),
    (line("insured", "not no"), EITHER),
    (line("insured", "yes or no"), ALWAYS),
    (line("worst_plain", "at least dark"), ALWAYS),
    (line("worst_plain", "more than bright"), NEVER),
    (line("worst_plain", "at least nobody"), EITHER),
    (AllOf((line(S, "at least 6"), line(S, "at most 5"))), NEVER),
    (AllOf((line(S, "at least 5"), line(S, "at most 5"))), EITHER),
    (AllOf((line(S, "more than 6"), line("insured", "yes"), line(S, "not 3"))), EITHER),
    (AllOf((line("worst_plain", "at least fair"), line("worst_plain", "dim"))), NEVER),
    (AnyOf((line(S, "at least 11"), line(S, "at least 0"))), ALWAYS),
    (AnyOf((line(S, "at least 11"), line(S, "at least 12"))), NEVER),
    (AtLeastOf(2, (line(S, "at least 0"), line(S, "at most 10"), line(S, "5"))), ALWAYS),
    (AtLeastOf(2, (line(S, "at least 0"), line(S, "at least 11"), line(S, "12"))), NEVER),
    (Not(line(S, "at least 0")), NEVER),
    (Otherwise(), ALWAYS),
]


@pytest.mark.parametrize(("condition", "can"), CONDITIONS, ids=[str(n) for n in range(len(CONDITIONS))])
def test_a_condition_can(condition: Condition, can: Can) -> None:
    assert REACH.can(condition) == can


def test_a_condition_under_a_name_is_looked_into() -> None:
    scheme = load(
        SOURCE.replace(
            "  quick:", "  never: {holds: {level_of_service: more than 10, has_yard: yes}}\n  quick:"
        ).encode()
    )
    assert Reach(scheme).can(line("never", "yes")) == NEVER
    assert Reach(scheme).can(line("never", "no")) == ALWAYS


def test_what_cannot_be_told_is_anywhere() -> None:
    changed = SOURCE.replace(
        "  quick:",
        "  odd: {weighted: [level_of_service], out_of: slowest_of_all}\n"
        "  slowest_of_all: {max: wait}\n"
        "  below: {weighted: [loss]}\n"
        "  stepped: {mean: wait, round: slowest_of_all}\n"
        "  wide: {statistic: standard deviation, of: samples}\n"
        "  loss_all: {sum: [loss, levels_lost]}\n"
        "  dated: {table: town_size, rows: {at most 5: 3 years, more than 5: 2 years}}\n"
        "  rest: {choose: [{when: {has_yard: yes}, value: level_of_service}, {value: 20}]}\n"
        "  quick:",
    ).replace(
        "  has_yard:",
        "  loss: {type: number, lowest: -5, highest: 5}\n"
        "  levels_lost: {type: series, highest: 0}\n  town_size: {type: integer}\n  has_yard:",
    )
    reach = Reach(load(changed.encode()))
    assert reach.of("odd") == span(0, None)
    assert reach.of("below") == ANYWHERE
    assert reach.of("stepped") == ANYWHERE
    assert reach.of("wide") == span(0, None)
    assert reach.of("loss_all") == span(None, 5)
    assert reach.of("dated") == ANYWHERE
    assert reach.of("rest") == span(0, 20)
