"""What names are worth at one place of a case, and whether conditions hold there, with unknown as a third value.

A place is the whole case, or one unit, row of a table, or section in it: the ids from the outermost to the nearest.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, assert_never

from certify.core.scheme.clocks import deadline, moment
from certify.core.scheme.domains import NOT_APPLICABLE, Domain, Value, written
from certify.core.scheme.terms import (
    BUILT_IN_MOMENTS,
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Condition,
    Day,
    Line,
    Moment,
    Name,
    Not,
    Number,
    Operand,
    Otherwise,
    Period,
    PeriodOrName,
    Shifted,
)

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme

Place = tuple[str, ...]
THE_WHOLE: Place = ()
# Stands in a place for a unit, row or value that has to be there and is not known.
MISSING = "?"


class Comparing:
    """Values by name, and what conditions make of them. `days` are the moments that are known."""

    def __init__(self, scheme: Scheme, days: Mapping[str, date]) -> None:
        self.scheme = scheme
        self.days = days
        self._domains = scheme.namespace.domains
        self._many = scheme.namespace.many
        self._values: dict[str, Value | None] = {}
        self._spread: dict[str, dict[Place, Value | None]] = {}
        self._at = THE_WHOLE
        self._along: tuple[str, ...] = ()

    def value(self, name: str) -> Value | None:
        """What a name is worth here; None while it is unknown, or where it has many values here."""
        if name in self._values:
            return self._values[name]
        if name in self._spread:
            along = self._many[name]
            here = along == self._along[: len(along)]
            return self._spread[name].get(self._at[: len(along)]) if here else None
        if name in self.scheme.parameters:
            parameter = self.scheme.parameters[name].value
            return parameter.word if isinstance(parameter, Name) else self._operand(parameter)
        return self._day(name)

    def spread(self, name: str) -> Mapping[Place, Value | None]:
        """Every value of a name that has many, by place; what is missing has a place too, with an unknown value."""
        return self._spread.get(name, {})

    @contextmanager
    def within(self, along: tuple[str, ...], place: Place) -> Iterator[None]:
        """Stand at a place; `along` says of which kinds its parts are."""
        before = self._at, self._along
        self._at, self._along = place, along
        try:
            yield
        finally:
            self._at, self._along = before

    # Conditions

    def applies_by(self, condition: Condition) -> bool | None:
        """Whether what applies under that condition does.

        Here a line on what does not apply itself does not hold: nobody could ever settle it, since that is not asked.
        In a condition that judges it stays unknown, which is never a pass.
        """
        return self.holds(condition, apart=False)

    def holds(self, condition: Condition, *, apart: bool | None = None) -> bool | None:
        """Whether a condition holds: True, False, or None while that is unknown.

        `apart` is what a line on something that does not apply comes to.
        """
        match condition:
            case Line():
                return self.line_holds(condition, apart=apart)
            case AllOf():
                return at_least(len(condition.conditions), self._each(condition.conditions, apart=apart))
            case AnyOf():
                return at_least(1, self._each(condition.conditions, apart=apart))
            case AtLeastOf():
                return at_least(condition.least, self._each(condition.conditions, apart=apart))
            case Not():
                inner = self.holds(condition.condition, apart=apart)
                return None if inner is None else not inner
            case Otherwise():
                return True
            case _:
                assert_never(condition)

    def _each(self, conditions: Iterable[Condition], *, apart: bool | None) -> list[bool | None]:
        return [self.holds(condition, apart=apart) for condition in conditions]

    def line_holds(self, line: Line, *, apart: bool | None = None) -> bool | None:
        """Whether one line of a condition holds; `apart` where a side of it does not apply and cannot say so."""
        domain = self._domains[line.name]
        if apart is not None and NOT_APPLICABLE not in domain.words:
            sides = (self.value(line.name), *self.operands(line.comparison, domain))
            if NOT_APPLICABLE in sides:
                return apart
        return self.compares(self.value(line.name), domain, line.comparison)

    def compares(self, value: Value | None, domain: Domain, comparison: Comparison) -> bool | None:
        """Whether a value of that domain compares like that."""
        return self.comparer(domain, comparison)(value)

    def comparer(self, domain: Domain, comparison: Comparison) -> Callable[[Value | None], bool | None]:
        """A test for values of that domain; the right-hand side is worked out once."""
        others = [self._operand(operand, domain) for operand in comparison.operands]
        can_be_not_applicable = NOT_APPLICABLE in domain.words
        if not can_be_not_applicable:
            others = [None if other == NOT_APPLICABLE else other for other in others]
        if comparison.relation == "is":
            wanted = frozenset(other for other in others if other is not None)
            otherwise = None if len(wanted) < len(frozenset(others)) else False

            def is_one(value: Value | None) -> bool | None:
                if value is None or (value == NOT_APPLICABLE and not can_be_not_applicable):
                    return None
                return True if value in wanted else otherwise

            return is_one
        limits = [on_a_line(domain, other) for other in others if other is not None]
        relation = _RELATIONS[comparison.relation]

        def compares(value: Value | None) -> bool | None:
            if value is None or len(limits) < len(others) or (value == NOT_APPLICABLE and not can_be_not_applicable):
                return None
            return relation(on_a_line(domain, value), *limits)

        return compares

    def _operand(self, operand: Operand, domain: Domain | None = None) -> Value | None:
        """What the right-hand side is worth. A bare word is a value of the left side's domain before it is a name."""
        match operand:
            case Number():
                in_words = domain is not None and bool(domain.words)
                return written(operand.value) if in_words else operand.value
            case Day():
                return operand.value
            case Period():
                return operand
            case Shifted():
                return self.day(operand)
            case Name(word=word):
                return word if domain is not None and word in domain.words else self.value(word)
            case _:
                assert_never(operand)

    def operands(self, comparison: Comparison, domain: Domain | None = None) -> list[Value | None]:
        """What the right-hand sides of a comparison are worth."""
        return [self._operand(operand, domain) for operand in comparison.operands]

    def number(self, operand: Operand) -> Fraction | None:
        """The number that an operand is or names; None where it is none."""
        value = self._operand(operand)
        return value if isinstance(value, Fraction) else None

    def day(self, term: Moment) -> date | None:
        """The day of a moment; None while it is unknown."""
        return moment(term, self._day, self._period)

    def _day(self, name: str) -> date | None:
        if name in BUILT_IN_MOMENTS:
            return self.days.get(name)
        if name in self._values or name in self._spread:
            value = self.value(name)
            return value if isinstance(value, date) else None
        if name in self.scheme.parameters:
            operand = self.scheme.parameters[name].value
            return operand.value if isinstance(operand, Day) else None
        return deadline(self.scheme, name, self.days)

    def _period(self, term: PeriodOrName) -> Period | None:
        value = self.value(term.word) if isinstance(term, Name) else term
        return value if isinstance(value, Period) else None


def at_least(least: int, results: list[bool | None]) -> bool | None:
    """Whether at least so many are true, as far as it is known."""
    true, unknown = results.count(True), results.count(None)
    if true >= least:
        return True
    return None if true + unknown >= least else False


def on_a_line(domain: Domain, value: Value) -> Any:  # noqa: ANN401  # numbers, dates or ranks, of one kind by the loader
    """What can be put in order: a grade by its rank, anything else as it is."""
    return domain.rank(value) if domain.kind == "grade" and isinstance(value, str) else value


_RELATIONS: dict[str, Callable[..., bool]] = {
    "not": operator.ne,
    "at_least": operator.ge,
    "from": operator.ge,
    "at_most": operator.le,
    "until": operator.le,
    "more_than": operator.gt,
    "after": operator.gt,
    "less_than": operator.lt,
    "before": operator.lt,
    "between": lambda value, lowest, highest: lowest <= value <= highest,
}
