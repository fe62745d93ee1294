"""Given, when, then: each figure by its definition, exact where it can be."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certify.core.scheme.statistics import PERCENTILES, figure, square_root, to_step

F = Fraction
NONE: list[Fraction] = []
ONE_TO_TEN = [F(n) for n in range(1, 11)]

FIGURES: dict[str, tuple[str, list[Fraction], Fraction | None, Fraction | None]] = {
    "median of an odd number": ("median", [F(3), F(1), F(2)], None, F(2)),
    "median of an even number": ("median", [F(4), F(1), F(2), F(3)], None, F(5, 2)),
    "mean": ("mean", [F(1), F(2)], None, F(3, 2)),
    "lowest": ("lowest", [F(3), F(1)], None, F(1)),
    "highest": ("highest", [F(3), F(1)], None, F(3)),
    "number": ("number", [F(3), F(1)], None, F(2)),
    "standard deviation, of a sample": ("standard deviation", [F(1), F(3), F(5)], None, F(2)),
    "standard deviation of one": ("standard deviation", [F(1)], None, None),
    "geometric mean": ("geometric mean", [F(1), F(100)], None, F(10)),
    "geometric mean with nothing in it": ("geometric mean", [F(1), F(0)], None, None),
    "log-normal of equals": ("log-normal 90", [F(100), F(100)], None, F(100)),
    "log-normal of one": ("log-normal 90", [F(100)], None, None),
    "log-normal with nothing in it": ("log-normal 95", [F(0), F(1)], None, None),
    "nearest rank, exactly": ("nearest rank", ONE_TO_TEN, F(1, 2), F(5)),
    "nearest rank, just above": ("nearest rank", ONE_TO_TEN, F(51, 100), F(6)),
    "nearest rank of none": ("nearest rank", ONE_TO_TEN, F(0), F(1)),
    "linear, in the middle": ("linear percentile", ONE_TO_TEN, F(1, 2), F(11, 2)),
    "linear, at the end": ("linear percentile", ONE_TO_TEN, F(1), F(10)),
    "Hazen, in the middle": ("hazen percentile", ONE_TO_TEN, F(1, 2), F(11, 2)),
    "Hazen, beyond the last": ("hazen percentile", ONE_TO_TEN, F(99, 100), F(10)),
    "Hazen, before the first": ("hazen percentile", ONE_TO_TEN, F(1, 100), F(1)),
    "a percentile beyond all": ("hazen percentile", ONE_TO_TEN, F(2), None),
    "a percentile that is not known": ("linear percentile", ONE_TO_TEN, None, None),
    "of nothing": ("median", NONE, None, None),
}


@pytest.mark.parametrize(("name", "numbers", "at", "value"), FIGURES.values(), ids=FIGURES.keys())
def test_a_figure_is(name: str, numbers: list[Fraction], at: Fraction | None, value: Fraction | None) -> None:
    assert figure(name, numbers, at) == value


def test_the_directive_s_percentiles_by_its_own_factors() -> None:
    # logarithms 1 and 3: mean 2, deviation the root of 2
    for name, factor in (("log-normal 90", 1.282), ("log-normal 95", 1.65)):
        found = figure(name, [F(10), F(1000)], None)
        assert found is not None
        assert abs(float(found) / 10 ** (2 + factor * 2**0.5) - 1) < 1e-12


ROOTS: list[tuple[Fraction, Fraction | None]] = [(F(9, 4), F(3, 2)), (F(0), F(0)), (F(-1), None)]


@pytest.mark.parametrize(("value", "root"), ROOTS)
def test_a_root_is_exact_where_it_can_be(value: Fraction, root: Fraction | None) -> None:
    assert square_root(value) == root


@given(st.fractions(min_value=0, max_value=10**9, max_denominator=10**6))
def test_a_root_is_right_to_sixty_digits(value: Fraction) -> None:
    root = square_root(value)
    assert root is not None
    assert abs(root * root - value) <= value / 10**58


@given(st.fractions(-1000, 1000), st.fractions(F(1, 100), 100))
def test_rounding_moves_half_a_step_at_most_and_up_at_the_half(value: Fraction, step: Fraction) -> None:
    rounded = to_step(value, step)
    assert (rounded / step).denominator == 1
    assert -step / 2 < rounded - value <= step / 2


@given(
    st.sampled_from(sorted(PERCENTILES)),
    st.lists(st.fractions(0, 100), min_size=1, max_size=20),
    st.fractions(0, 1),
    st.fractions(0, 1),
)
def test_a_higher_percentile_is_no_lower_and_lies_among_the_values(
    name: str, numbers: list[Fraction], one: Fraction, other: Fraction
) -> None:
    low, high = figure(name, numbers, min(one, other)), figure(name, numbers, max(one, other))
    assert low is not None
    assert high is not None
    assert min(numbers) <= low <= high <= max(numbers)
