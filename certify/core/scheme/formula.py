"""Plain arithmetic over names: parsed by Python's own grammar, kept to an allow-list, worked out exactly.

Numbers, names, `+ - * /`, parentheses and the functions `min`, `max`, `ceil`, `floor`, `round` and `sqrt`. Nothing in a
formula is ever run as code. Results are fractions, so that nothing is rounded that the formula does not round; a root
that no fraction is stands with 60 digits.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

from certify.core.scheme.domains import read_number
from certify.core.scheme.sentence import Untold
from certify.core.scheme.sentences import reading
from certify.core.scheme.statistics import square_root

LONGEST = 300
DEEPEST = 20
MOST_BITS = 4_096


class BadFormula(Untold):
    """The text is no formula; the sentence says why, in words for whoever writes the scheme."""


def _round_half_up(value: Fraction) -> Fraction:
    return Fraction(math.floor(value + Fraction(1, 2)))


def _root(value: Fraction) -> Fraction:
    root = square_root(value)
    if root is None:
        raise ArithmeticError("nothing below nought has a root")
    return root


_FUNCTIONS: dict[str, tuple[int, int, Callable[..., Fraction]]] = {
    "min": (2, 20, min),
    "max": (2, 20, max),
    "ceil": (1, 1, lambda value: Fraction(math.ceil(value))),
    "floor": (1, 1, lambda value: Fraction(math.floor(value))),
    "round": (1, 1, _round_half_up),
    "sqrt": (1, 1, _root),
}


@lru_cache(maxsize=1024)
def parsed(text: str) -> ast.expr:
    """The formula as a tree that holds nothing but what is allowed. Raises BadFormula."""
    if len(text) > LONGEST:
        raise BadFormula(reading.LONG_FORMULA, most=LONGEST)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise BadFormula(reading.NO_FORMULA) from error
    _check(tree, text.strip(), DEEPEST)
    return tree


def names_in(text: str) -> tuple[str, ...]:
    """The names that a formula rests on, each once. A text that is no formula rests on none."""
    try:
        tree = parsed(text)
    except BadFormula:
        return ()
    functions = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return tuple(
        dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in functions)
    )


def worked_out(text: str, values: Mapping[str, Fraction]) -> Fraction | None:
    """The formula's value; None for a division by nothing, the root of less, or a number beyond all measure.

    Raises KeyError for a name without a value and BadFormula for a text that is no formula.
    """
    try:
        return _value(parsed(text), text.strip(), values)
    except ArithmeticError:
        return None


def _check(node: ast.expr, text: str, depth: int) -> None:
    if depth == 0:
        raise BadFormula(reading.DEEP_FORMULA, most=DEEPEST)
    for child in _operands(node, text):
        _check(child, text, depth - 1)


def _operands(node: ast.expr, text: str) -> Iterator[ast.expr]:
    match node:
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
            yield from (node.left, node.right)
        case ast.UnaryOp(op=ast.USub()):
            yield node.operand
        case ast.Call(func=ast.Name(id=name), keywords=[]) if name in _FUNCTIONS:
            fewest, most, _ = _FUNCTIONS[name]
            if not fewest <= len(node.args) <= most:
                raise BadFormula(reading.TAKES_ONE if most == 1 else reading.TAKES_SEVERAL, function=name)
            yield from node.args
        case ast.Call():
            raise BadFormula(reading.FUNCTIONS, functions=", ".join(_FUNCTIONS))
        case ast.Name():
            return
        case ast.Constant() if _number(node, text) is not None:
            return
        case _:
            raise BadFormula(reading.ONLY_ARITHMETIC)


def _number(node: ast.Constant, text: str) -> Fraction | None:
    """The number from its own source text, since Python has read `0.1` as a float already."""
    return read_number(ast.get_source_segment(text, node) or "")


def _value(node: ast.expr, text: str, values: Mapping[str, Fraction]) -> Fraction:
    operands = [_value(child, text, values) for child in _operands(node, text)]
    match node:
        case ast.BinOp():
            result = _calculated(node.op, *operands)
        case ast.UnaryOp():
            result = -operands[0]
        case ast.Call(func=ast.Name(id=name)):
            result = _FUNCTIONS[name][2](*operands)
        case ast.Name():
            result = values[node.id]
        case _:
            result = read_number(ast.get_source_segment(text, node) or "") or Fraction(0)
    if max(result.numerator.bit_length(), result.denominator.bit_length()) > MOST_BITS:
        raise OverflowError
    return result


def _calculated(operator: ast.operator, left: Fraction, right: Fraction) -> Fraction:
    match operator:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case _:
            return left / right
