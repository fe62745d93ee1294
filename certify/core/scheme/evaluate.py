"""Working out what a scheme's names are worth in one case, exactly and with three values.

Unknown is None and stays unknown: a count over something unknown is unknown, and so is a condition that turns on it. It
is never a yes and never a no.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, assert_never

from certify.core.findings import Said
from certify.core.scheme.clocks import deadline, moment
from certify.core.scheme.domains import NO, NOT_APPLICABLE, YES, Domain, Value, written
from certify.core.scheme.formula import names_in, worked_out
from certify.core.scheme.measure import (
    Calculated,
    Choose,
    Count,
    DateOf,
    Holds,
    Max,
    Mean,
    Measure,
    Min,
    Share,
    Statistic,
    Sum,
    Table,
    Weighted,
    Worst,
)
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


class Evaluation:
    """What every name of a scheme is worth, given what was said and found.

    `said` holds inputs and findings by name, each written as in a scheme file; a text that its name cannot take counts
    as unknown. `asked` are the ids of the criteria that the form asks about: the others do not exist here. `days` are
    the moments that are known.
    """

    def __init__(
        self, scheme: Scheme, said: Mapping[str, Said], asked: Iterable[str], days: Mapping[str, date]
    ) -> None:
        self.scheme = scheme
        self.days = days
        self._domains = scheme.namespace.domains
        self._asked = frozenset(asked)
        self._criteria = scheme.criteria_by_id
        self._values: dict[str, Value | None] = {}
        for name in scheme.namespace.order:
            self._values[name] = self._worked_out(name, said)

    def value(self, name: str) -> Value | None:
        """What a name is worth; None while it is unknown."""
        if name in self._values:
            return self._values[name]
        if name in self.scheme.parameters:
            parameter = self.scheme.parameters[name].value
            return parameter.word if isinstance(parameter, Name) else self._operand(parameter)
        return self._day(name)

    def _worked_out(self, name: str, said: Mapping[str, Said]) -> Value | None:
        if name in self.scheme.namespace.many:
            return None
        measure = self.scheme.measures.get(name)
        if measure is not None:
            return self.measured(measure)
        entry = self.scheme.inputs.get(name)
        criterion = self._criteria.get(name)
        applies = (entry or self._criteria[name]).applies
        holds = True if applies is None else self.holds(applies)
        if not holds:
            return None if holds is None else NOT_APPLICABLE
        text = said.get(name, "")
        if text == NOT_APPLICABLE and criterion is not None and criterion.not_applicable is not None:
            return text
        return self._domains[name].read(text) if isinstance(text, str) else None

    # Conditions

    def holds(self, condition: Condition) -> bool | None:
        """Whether a condition holds: True, False, or None while that is unknown."""
        match condition:
            case Line():
                return self.line_holds(condition)
            case AllOf():
                return _at_least(len(condition.conditions), self._each(condition.conditions))
            case AnyOf():
                return _at_least(1, self._each(condition.conditions))
            case AtLeastOf():
                return _at_least(condition.least, self._each(condition.conditions))
            case Not():
                inner = self.holds(condition.condition)
                return None if inner is None else not inner
            case Otherwise():
                return True
            case _:
                assert_never(condition)

    def _each(self, conditions: Iterable[Condition]) -> list[bool | None]:
        return [self.holds(condition) for condition in conditions]

    def line_holds(self, line: Line) -> bool | None:
        """Whether one line of a condition holds."""
        return self.compares(self.value(line.name), self._domains[line.name], line.comparison)

    def compares(self, value: Value | None, domain: Domain, comparison: Comparison) -> bool | None:
        """Whether a value of that domain compares like that."""
        if value is None or (value == NOT_APPLICABLE and NOT_APPLICABLE not in domain.words):
            return None
        others = [self._operand(operand, domain) for operand in comparison.operands]
        if comparison.relation == "is":
            return _at_least(1, [None if other is None else value == other for other in others])
        if any(other is None for other in others):
            return None
        measured = _on_a_line(domain, value)
        limits = [_on_a_line(domain, other) for other in others if other is not None]
        return _RELATIONS[comparison.relation](measured, *limits)

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

    def day(self, term: Moment) -> date | None:
        """The day of a moment; None while it is unknown."""
        return moment(term, self._day, self._period)

    def _day(self, name: str) -> date | None:
        if name in BUILT_IN_MOMENTS:
            return self.days.get(name)
        if name in self._values:
            value = self._values[name]
            return value if isinstance(value, date) else None
        if name in self.scheme.parameters:
            operand = self.scheme.parameters[name].value
            return operand.value if isinstance(operand, Day) else None
        return deadline(self.scheme, name, self.days)

    def _period(self, term: PeriodOrName) -> Period | None:
        value = self.value(term.word) if isinstance(term, Name) else term
        return value if isinstance(value, Period) else None

    # Measures

    def measured(self, measure: Measure) -> Value | None:  # noqa: C901, PLR0911, PLR0912  # one each
        """What a measure gives; None while something that it rests on is unknown."""
        match measure:
            case Count():
                if measure.is_ is None:
                    return None
                matching = self.matching(measure.count, measure.is_)
                return None if None in matching.values() else Fraction(sum(map(bool, matching.values())))
            case Share():
                matching = self.matching(measure.share, measure.is_)
                if None in matching.values() or not matching:
                    return None
                return Fraction(sum(map(bool, matching.values())), len(matching))
            case Sum():
                return self._sum(measure)
            case Min():
                return self._extreme(measure.min, min)
            case Max():
                return self._extreme(measure.max, max)
            case Mean():
                return self._mean(measure)
            case Weighted() | Worst() | Statistic():
                return None
            case Table():
                return self._looked_up(measure)
            case Choose():
                return self._chosen(measure)
            case Holds():
                holds = self.holds(measure.holds)
                return None if holds is None else (YES if holds else NO)
            case DateOf():
                return self.day(measure.date)
            case Calculated():
                numbers = self._numbers(names_in(measure.formula))
                return None if numbers is None else worked_out(measure.formula, numbers)
            case _:
                assert_never(measure)

    def applicable(self, selection: tuple[str, ...]) -> dict[str, Value | None]:
        """The values of those names of a selection that apply and that the form asks about."""
        names = [name for name in self.scheme.selected(selection) if name in self._asked or name not in self._criteria]
        values = {name: self.value(name) for name in names}
        return {name: value for name, value in values.items() if value != NOT_APPLICABLE}

    def matching(self, selection: tuple[str, ...], comparison: Comparison) -> dict[str, bool | None]:
        """Which of a selection compare like that, of those that apply."""
        return {
            name: self.compares(value, self._domains[name], comparison)
            for name, value in self.applicable(selection).items()
        }

    def _numbers(self, names: Iterable[str]) -> dict[str, Fraction] | None:
        values = {name: self.value(name) for name in names}
        numbers = {name: value for name, value in values.items() if isinstance(value, Fraction)}
        return numbers if len(numbers) == len(values) else None

    def _sum(self, measure: Sum) -> Fraction | None:
        total = Fraction(0)
        for part in measure.sum:
            points = self._capped(self._total((part.name,)), part.up_to)
            if points is None:
                return None
            total += points
        return self._capped(total, measure.at_most)

    def _total(self, selection: tuple[str, ...]) -> Fraction | None:
        numbers = self._numbers(self.applicable(selection))
        return None if numbers is None else sum(numbers.values(), Fraction(0))

    def _capped(self, points: Fraction | None, limit: Operand | None) -> Fraction | None:
        if points is None or limit is None:
            return points
        cap = self._number(limit)
        return None if cap is None else min(points, cap)

    def _mean(self, measure: Mean) -> Fraction | None:
        numbers = self._numbers(self.applicable(measure.mean))
        step = self._number(measure.round) if measure.round is not None else None
        if not numbers or (measure.round is not None and not step):
            return None
        mean = sum(numbers.values(), Fraction(0)) / len(numbers)
        return mean if step is None else math.floor(mean / step + Fraction(1, 2)) * step

    def _number(self, operand: Operand) -> Fraction | None:
        value = self._operand(operand)
        return value if isinstance(value, Fraction) else None

    def _extreme(self, selection: tuple[str, ...], pick: Callable[..., Value]) -> Value | None:
        values = list(self.applicable(selection).values())
        if not values or None in values:
            return None
        return pick(values)

    def _looked_up(self, measure: Table) -> Value | None:
        value, domain = self.value(measure.table), self._domains[measure.table]
        for row in measure.rows:
            compares = self.compares(value, domain, row.comparison)
            if compares is None:
                return None
            if compares:
                return self._given(row.value)
        return None

    def _chosen(self, measure: Choose) -> Value | None:
        for case in measure.choose:
            holds = True if case.when is None else self.holds(case.when)
            if holds is None:
                return None
            if holds:
                return self._given(case.value)
        return None

    def _given(self, operand: Operand) -> Value | None:
        """The value that a row or a case gives: a bare word is a name if there is one, else a word."""
        if isinstance(operand, Name) and operand.word not in self._domains:
            return operand.word
        return self._operand(operand)


def _at_least(least: int, results: list[bool | None]) -> bool | None:
    """Whether at least so many are true, as far as it is known."""
    true, unknown = results.count(True), results.count(None)
    if true >= least:
        return True
    return None if true + unknown >= least else False


def _on_a_line(domain: Domain, value: Value) -> Any:  # noqa: ANN401  # numbers, dates or ranks, of one kind by the loader
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
