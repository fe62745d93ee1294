"""Figures that tell of many values at once, each by one stated definition, exact where it can be.

Roots and logarithms are worked out to 60 digits, everything else exactly. A figure that the values do not have, such as
the logarithm of nothing, is None.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from fractions import Fraction

DIGITS = 60
_CONTEXT = Context(prec=DIGITS + 20)
_SHOWN = Context(prec=DIGITS)

# Directive 2006/7/EC, annex II: the upper 90- and 95-percentile of the log10 normal probability density function.
_LOG_NORMAL = {"log-normal 90": Decimal("1.282"), "log-normal 95": Decimal("1.65")}


def figure(name: str, numbers: Sequence[Fraction], at: Fraction | None) -> Fraction | None:
    """The figure of that name; `at` is which percentile, for those that ask for one. None where there is none.

    Raises KeyError for a name that is no figure of numbers.
    """
    if not numbers:
        return None
    ranked = sorted(numbers)
    if name in PERCENTILES:
        return None if at is None or not 0 <= at <= 1 else PERCENTILES[name](ranked, at)
    if name in _LOG_NORMAL:
        return _log_normal(ranked, _LOG_NORMAL[name])
    return _FIGURES[name](ranked)


def square_root(value: Fraction) -> Fraction | None:
    """The root: exact where it is a fraction, else to 60 digits; None of what is below nothing."""
    if value < 0:
        return None
    above, below = math.isqrt(value.numerator), math.isqrt(value.denominator)
    if above * above == value.numerator and below * below == value.denominator:
        return Fraction(above, below)
    return _shown(_decimal(value).sqrt(_CONTEXT))


def to_step(value: Fraction, step: Fraction) -> Fraction:
    """The value as a multiple of the step, half up."""
    return math.floor(value / step + Fraction(1, 2)) * step


def _median(ranked: Sequence[Fraction]) -> Fraction:
    middle = len(ranked) // 2
    return ranked[middle] if len(ranked) % 2 else (ranked[middle - 1] + ranked[middle]) / 2


def _mean(numbers: Sequence[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers)


def _deviation(numbers: Sequence[Fraction]) -> Fraction | None:
    """Of a sample, with n - 1; of a single value there is none."""
    if len(numbers) < 2:  # a pair
        return None
    mean = _mean(numbers)
    return square_root(sum(((number - mean) ** 2 for number in numbers), Fraction(0)) / (len(numbers) - 1))


def _logarithms(numbers: Sequence[Fraction]) -> list[Fraction] | None:
    if any(number <= 0 for number in numbers):
        return None
    return [Fraction(_decimal(number).log10(_CONTEXT)) for number in numbers]


def _geometric_mean(numbers: Sequence[Fraction]) -> Fraction | None:
    logarithms = _logarithms(numbers)
    return None if logarithms is None else _power_of_ten(_decimal(_mean(logarithms)))


def _log_normal(numbers: Sequence[Fraction], factor: Decimal) -> Fraction | None:
    logarithms = _logarithms(numbers)
    deviation = None if logarithms is None else _deviation(logarithms)
    if logarithms is None or deviation is None:
        return None
    return _power_of_ten(_decimal(_mean(logarithms) + Fraction(factor) * deviation))


def _nearest_rank(ranked: Sequence[Fraction], at: Fraction) -> Fraction:
    """The lowest value that at least this part of all values does not exceed."""
    return ranked[max(math.ceil(at * len(ranked)), 1) - 1]


def _linear(ranked: Sequence[Fraction], at: Fraction) -> Fraction:
    """Hyndman and Fan (1996), definition 7."""
    return _between(ranked, at * (len(ranked) - 1))


def _hazen(ranked: Sequence[Fraction], at: Fraction) -> Fraction:
    """Hyndman and Fan (1996), definition 5."""
    return _between(ranked, at * len(ranked) - Fraction(1, 2))


def _between(ranked: Sequence[Fraction], place: Fraction) -> Fraction:
    """The value at a place counted from 0, on a straight line between the two next to it."""
    place = min(max(place, Fraction(0)), Fraction(len(ranked) - 1))
    below = math.floor(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (place - below) * (ranked[above] - ranked[below])


def _decimal(value: Fraction) -> Decimal:
    return _CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))


def _power_of_ten(exponent: Decimal) -> Fraction:
    return _shown(_CONTEXT.power(Decimal(10), exponent))


def _shown(value: Decimal) -> Fraction:
    return Fraction(_SHOWN.plus(value))


PERCENTILES: dict[str, Callable[[Sequence[Fraction], Fraction], Fraction]] = {
    "nearest rank": _nearest_rank,
    "linear percentile": _linear,
    "hazen percentile": _hazen,
}
_FIGURES: dict[str, Callable[[Sequence[Fraction]], Fraction | None]] = {
    "median": _median,
    "mean": _mean,
    "lowest": min,
    "highest": max,
    "geometric mean": _geometric_mean,
    "standard deviation": _deviation,
    "number": lambda numbers: Fraction(len(numbers)),
}
