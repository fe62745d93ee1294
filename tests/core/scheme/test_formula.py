"""Plain arithmetic: exact, from an allow-list, and nothing ever run as code."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certify.core.scheme.formula import BadFormula, names_in, parsed, worked_out

VALUES = {"a": Fraction(7), "b": Fraction(2), "berths": Fraction(41), "å": Fraction(1, 3)}

WORKED = {
    "1 + 2 * 3": Fraction(7),
    "(1 + 2) * 3": Fraction(9),
    "a - b": Fraction(5),
    "a / b": Fraction(7, 2),
    "-a": Fraction(-7),
    "0.1 + 0.2": Fraction(3, 10),
    "1 / 3": Fraction(1, 3),
    "å * 3": Fraction(1),
    "ceil(berths / 40)": Fraction(2),
    "floor(berths / 40)": Fraction(1),
    "round(0.5)": Fraction(1),
    "round(-0.5)": Fraction(0),
    "round(2.5)": Fraction(3),
    "min(a, b, 1)": Fraction(1),
    "max(a, b)": Fraction(7),
    "  a  ": Fraction(7),
    "sqrt(4)": Fraction(2),
    "sqrt(0.25)": Fraction(1, 2),
    "ceil(sqrt(5))": Fraction(3),
    "sqrt(2) * 0": Fraction(0),
}
BAD = [
    "",
    "a +",
    "a ** b",
    "a // b",
    "a % b",
    "+a",
    "a = b",
    "a == b",
    "a if b else 1",
    "a.b",
    "a[0]",
    "'a'",
    "1e5",
    "1_000",
    "0x10",
    "True",
    "None",
    "lambda: a",
    "open(a)",
    "__import__('os')",
    "min",
    "min(a)",
    "min(*a)",
    "min(a, key=b)",
    "ceil(a, b)",
    "ceil()",
    "[a]",
    "(a, b)",
    "a\nb",
    "x" * 301,
    "(" * 150 + "a" + ")" * 150 + "!",
    "-" * 25 + "a",
    "\x00",
]


@pytest.mark.parametrize(("text", "value"), WORKED.items())
def test_a_formula_is_worked_out_exactly(text: str, value: Fraction) -> None:
    assert worked_out(text, VALUES) == value


@pytest.mark.parametrize("text", BAD)
def test_a_text_that_is_no_formula(text: str) -> None:
    if text == "min":  # a name, as far as the formula knows
        assert names_in(text) == ("min",)
        return
    with pytest.raises(BadFormula):
        parsed(text)
    assert names_in(text) == ()


def test_the_names_of_a_formula_are_told_once_and_functions_are_none() -> None:
    assert names_in("max(a, b) + a * ceil(berths)") == ("a", "b", "berths")


@pytest.mark.parametrize("text", ["a / 0", "a / (b - 2)", "sqrt(b - a) / 1", "*".join(["9" * 40] * 7)])
def test_a_division_by_nothing_or_a_number_beyond_measure_is_no_value(text: str) -> None:
    big = {**VALUES, "huge": Fraction(2) ** 3000}
    assert worked_out(text if "/" in text else "huge * huge", big) is None


def test_a_name_without_a_value() -> None:
    with pytest.raises(KeyError):
        worked_out("a + c", VALUES)


@given(st.text(max_size=60))
def test_random_text_is_a_formula_or_a_bad_one(text: str) -> None:
    try:
        parsed(text)
    except BadFormula:
        assert names_in(text) == ()


@given(st.integers(), st.integers(), st.integers(1, 10**6))
def test_sums_and_quotients_agree_with_fractions(a: int, b: int, c: int) -> None:
    values = {"a": Fraction(a), "b": Fraction(b), "c": Fraction(c)}
    assert worked_out("(a + b) / c", values) == Fraction(a + b, c)
