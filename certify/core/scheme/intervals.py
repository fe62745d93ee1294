"""Interval arithmetic: from where to where a value can lie. An end that is None is open.

It takes in too much rather than too little: values that go together are taken as if they did not.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from certify.core.scheme.domains import read_number
from certify.core.scheme.formula import MOST_BITS, parsed
from certify.core.scheme.statistics import square_root


class Interval(NamedTuple):
    """From the lowest to the highest, both included; None is without end."""

    low: Fraction | None = None
    high: Fraction | None = None

    def has(self, number: Fraction) -> bool:
        """Whether a number lies in it."""
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)


ANYWHERE = Interval()


def point(number: Fraction) -> Interval:
    """One number alone."""
    return Interval(number, number)


def hull(several: Iterable[Interval]) -> Interval:
    """From the lowest of all to the highest of all."""
    intervals = list(several)
    lows, highs = [one.low for one in intervals], [one.high for one in intervals]
    known_lows, known_highs = [low for low in lows if low is not None], [high for high in highs if high is not None]
    return Interval(
        min(known_lows) if known_lows and len(known_lows) == len(lows) else None,
        max(known_highs) if known_highs and len(known_highs) == len(highs) else None,
    )


def added(one: Interval, other: Interval) -> Interval:
    """The sum of any two."""
    return Interval(
        None if one.low is None or other.low is None else one.low + other.low,
        None if one.high is None or other.high is None else one.high + other.high,
    )


def capped(one: Interval, cap: Interval) -> Interval:
    """The lower of the two."""
    lows = None if one.low is None or cap.low is None else min(one.low, cap.low)
    highs = [high for high in (one.high, cap.high) if high is not None]
    return Interval(lows, min(highs) if highs else None)


def negated(one: Interval) -> Interval:
    """Everything below nought that was above it, and the other way."""
    return Interval(None if one.high is None else -one.high, None if one.low is None else -one.low)


def multiplied(one: Interval, other: Interval) -> Interval:
    """The product of any two; only nothing is told where an end is open."""
    ends = (one.low, one.high, other.low, other.high)
    if None in ends:
        not_below = all(end is not None and end >= 0 for end in (one.low, other.low))
        return Interval(Fraction(0), None) if not_below else ANYWHERE
    products = [a * b for a in (one.low, one.high) for b in (other.low, other.high) if a is not None and b is not None]
    return Interval(min(products), max(products))


def divided(one: Interval, other: Interval) -> Interval:
    """The quotient of any two; nothing is told where the divisor may be nought."""
    if other.low is None or other.high is None or other.has(Fraction(0)):
        above = other.low is not None and other.low > 0
        return Interval(Fraction(0), None) if above and one.low is not None and one.low >= 0 else ANYWHERE
    return multiplied(one, Interval(1 / other.high, 1 / other.low))


def of_formula(text: str, known: Mapping[str, Interval]) -> Interval:
    """Where a formula can lie, by the intervals of its names."""
    return _of(parsed(text), text.strip(), known)


def _of(node: ast.expr, text: str, known: Mapping[str, Interval]) -> Interval:
    """Where a part of it can lie. An end beyond all measure is open, or squares upon squares would never be done."""
    found = _ends(node, text, known)
    return Interval(_measurable(found.low), _measurable(found.high))


def _measurable(end: Fraction | None) -> Fraction | None:
    if end is None or max(end.numerator.bit_length(), end.denominator.bit_length()) > MOST_BITS:
        return None
    return end


def _ends(node: ast.expr, text: str, known: Mapping[str, Interval]) -> Interval:
    match node:
        case ast.BinOp(op=ast.Add()):
            return added(_of(node.left, text, known), _of(node.right, text, known))
        case ast.BinOp(op=ast.Sub()):
            return added(_of(node.left, text, known), negated(_of(node.right, text, known)))
        case ast.BinOp(op=ast.Mult()):
            return multiplied(_of(node.left, text, known), _of(node.right, text, known))
        case ast.BinOp():
            return divided(_of(node.left, text, known), _of(node.right, text, known))
        case ast.UnaryOp():
            return negated(_of(node.operand, text, known))
        case ast.Call(func=ast.Name(id=name)):
            return _called(name, [_of(argument, text, known) for argument in node.args])
        case ast.Name():
            return known.get(node.id, ANYWHERE)
        case _:
            number = read_number(ast.get_source_segment(text, node) or "")
            return ANYWHERE if number is None else point(number)


def _called(name: str, several: list[Interval]) -> Interval:
    if name == "min":
        lowest = several[0]
        for one in several[1:]:
            lowest = capped(lowest, one)
        return lowest
    if name == "max":
        return negated(_called("min", [negated(one) for one in several]))
    if name == "sqrt":
        low, high = several[0]
        top = None if high is None else square_root(max(high, Fraction(0)))
        return Interval(square_root(max(low or Fraction(0), Fraction(0))), top)
    low, high = several[0]
    step = _STEPS[name]
    return Interval(None if low is None else step(low), None if high is None else step(high))


_STEPS: dict[str, Callable[[Fraction], Fraction]] = {
    "ceil": lambda value: Fraction(math.ceil(value)),
    "floor": lambda value: Fraction(math.floor(value)),
    "round": lambda value: Fraction(math.floor(value + Fraction(1, 2))),
}
