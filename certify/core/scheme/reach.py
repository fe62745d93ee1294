"""Which values the names of a scheme can reach at all, and whether a condition can hold, or can fail to."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple, assert_never

from certify.core.scheme import intervals
from certify.core.scheme import measure as reducers
from certify.core.scheme.domains import NO, YES, Domain
from certify.core.scheme.intervals import ANYWHERE, Interval, point
from certify.core.scheme.model import Scheme
from certify.core.scheme.references import selection_of
from certify.core.scheme.terms import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Condition,
    Line,
    Name,
    Not,
    Number,
    Operand,
    Otherwise,
)

_OF_THE_VALUES = frozenset({"median", "mean", "lowest", "highest", "latest", "geometric mean", "nearest rank",
                            "linear percentile", "hazen percentile"})  # fmt: skip
_NONE_BELOW = frozenset({"number", "largest gap", "standard deviation", "log-normal 90", "log-normal 95"})


class Can(NamedTuple):
    """Whether a condition can hold, and whether it can fail to."""

    hold: bool
    fail: bool


EITHER = Can(hold=True, fail=True)


class Reach:
    """What can be reached in a scheme without faults."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._domains = scheme.namespace.domains
        self._numbers: dict[str, Interval] = {}
        for name, entry in scheme.parameters.items():
            if isinstance(entry.value, Number):
                self._numbers[name] = point(entry.value.value)
        for name in scheme.namespace.order:
            measure = scheme.measures.get(name)
            domain = self._domains[name]
            if measure is not None:
                self._numbers[name] = self._measured(measure)
            elif domain.kind == "number":
                self._numbers[name] = Interval(domain.lowest, domain.highest)

    def of(self, name: str) -> Interval:
        """Where the number of that name can lie."""
        return self._numbers.get(name, ANYWHERE)

    # Measures

    def _measured(self, measure: reducers.Measure) -> Interval:  # noqa: PLR0911  # one reducer each
        selected = self._scheme.selected(selection_of(measure))
        match measure:
            case reducers.Count():
                countable = not any(name in self._scheme.namespace.many for name in selected)
                return Interval(Fraction(0), Fraction(len(selected)) if countable else None)
            case reducers.Share():
                return Interval(Fraction(0), Fraction(1))
            case reducers.Weighted():
                most = point(Fraction(1)) if measure.out_of is None else self._operand(measure.out_of)
                whole = Interval(Fraction(0), most.high)
                inside = all(self._within_its_highest(name) for name in selected)
                return self._around(whole, measure.round) if inside else ANYWHERE
            case reducers.Sum():
                return self._summed(measure)
            case reducers.Min() | reducers.Max():
                return intervals.hull(self.of(name) for name in selected)
            case reducers.Mean():
                return self._around(intervals.hull(self.of(name) for name in selected), measure.round)
            case reducers.Statistic():
                return self._around(self._figure(measure, selected), measure.round)
            case reducers.Table():
                return intervals.hull(self._operand(row.value) for row in measure.rows)
            case reducers.Choose():
                return intervals.hull(self._operand(case.value) for case in measure.choose)
            case reducers.Calculated():
                return intervals.of_formula(measure.formula, self._numbers)
            case reducers.Holds() | reducers.DateOf() | reducers.Worst():
                return ANYWHERE
            case _:
                assert_never(measure)

    def _within_its_highest(self, name: str) -> bool:
        low = self.of(name).low
        return self._domains[name].kind != "number" or (low is not None and low >= 0)

    def _figure(self, measure: reducers.Statistic, selected: Iterable[str]) -> Interval:
        if measure.statistic in _NONE_BELOW:
            return Interval(Fraction(0), None)
        zero = [] if measure.zero_as is None else [self._operand(measure.zero_as)]
        inside = measure.statistic in _OF_THE_VALUES
        return intervals.hull([*(self.of(name) for name in selected), *zero]) if inside else ANYWHERE

    def _summed(self, measure: reducers.Sum) -> Interval:
        total = point(Fraction(0))
        for part in measure.sum:
            whole = point(Fraction(0))
            for name in self._scheme.selected((part.name,)):
                low, high = self.of(name)
                if name in self._scheme.namespace.many:
                    above, below = low is not None and low >= 0, high is not None and high <= 0
                    low, high = Fraction(0) if above else None, Fraction(0) if below else None
                # what does not apply adds nothing
                nothing = intervals.hull([Interval(low, high), point(Fraction(0))])
                whole = intervals.added(whole, nothing)
            total = intervals.added(total, self._capped(whole, part.up_to))
        return self._capped(total, measure.at_most)

    def _capped(self, one: Interval, cap: Operand | None) -> Interval:
        return one if cap is None else intervals.capped(one, self._operand(cap))

    def _around(self, one: Interval, step: Operand | None) -> Interval:
        """Rounding moves a value by half a step at most."""
        half = None if step is None else self._operand(step).high
        if step is None or half is None:
            return one if step is None else ANYWHERE
        return intervals.added(one, Interval(-half / 2, half / 2))

    def _operand(self, operand: Operand) -> Interval:
        if isinstance(operand, Number):
            return point(operand.value)
        return self.of(operand.word) if isinstance(operand, Name) else ANYWHERE

    # Conditions

    def can(self, condition: Condition) -> Can:
        """Whether a condition can hold, and whether it can fail to."""
        match condition:
            case Line():
                return self._line(condition)
            case AllOf():
                each = [self.can(part) for part in condition.conditions]
                return Can(
                    all(one.hold for one in each) and self._go_together(condition), any(one.fail for one in each)
                )
            case AnyOf():
                each = [self.can(part) for part in condition.conditions]
                return Can(any(one.hold for one in each), all(one.fail for one in each))
            case AtLeastOf():
                each = [self.can(part) for part in condition.conditions]
                always = sum(not one.fail for one in each)
                return Can(sum(one.hold for one in each) >= condition.least, always < condition.least)
            case Not():
                inner = self.can(condition.condition)
                return Can(inner.fail, inner.hold)
            case Otherwise():
                return Can(hold=True, fail=False)
            case _:
                assert_never(condition)

    def _line(self, line: Line) -> Can:
        domain = self._domains[line.name]
        if line.name in self._scheme.parameters:
            return EITHER  # a profile may change it
        if domain.kind == "number":
            left = self.of(line.name)
            return _numbers(left, line.comparison, [self._operand(operand) for operand in line.comparison.operands])
        measure = self._scheme.measures.get(line.name)
        if isinstance(measure, reducers.Holds):
            inner = self.can(measure.holds)
            return _words([word for word, can in ((YES, inner.hold), (NO, inner.fail)) if can], domain, line.comparison)
        return _words(list(domain.words), domain, line.comparison)

    def _go_together(self, condition: AllOf) -> bool:
        """Whether lines on the same number leave any number at all."""
        left: dict[str, Interval] = {}
        for line in condition.conditions:
            taken = allowed(self._domains, line)
            if taken is not None and isinstance(line, Line):
                before = left.get(line.name, self.of(line.name))
                lows = [low for low in (before.low, taken.low) if low is not None]
                highs = [high for high in (before.high, taken.high) if high is not None]
                left[line.name] = Interval(max(lows, default=None), min(highs, default=None))
        return all(one.low is None or one.high is None or one.low <= one.high for one in left.values())


def allowed(domains: dict[str, Domain], line: Condition) -> Interval | None:
    """The numbers that a line with plain numbers lets through, ends included; None for any other line.

    Grades count by their rank, the worst as 0.
    """
    if not isinstance(line, Line):
        return None
    domain, several = domains[line.name], []
    for operand in line.comparison.operands:
        if domain.kind == "number" and isinstance(operand, Number):
            several.append(operand.value)
        elif domain.kind == "grade" and str(_word(operand)) in domain.words:
            several.append(Fraction(domain.rank(_word(operand))))
        else:
            return None
    return _BOUNDS[line.comparison.relation](several) if line.comparison.relation in _BOUNDS else None


def _word(operand: Operand) -> str:
    return str(operand.value) if isinstance(operand, Number) else str(operand)


_BOUNDS = {
    "at_least": lambda several: Interval(several[0], None),
    "more_than": lambda several: Interval(several[0], None),
    "at_most": lambda several: Interval(None, several[0]),
    "less_than": lambda several: Interval(None, several[0]),
    "between": lambda several: Interval(several[0], several[1]),
    "is": lambda several: Interval(min(several), max(several)),
}


def _numbers(left: Interval, comparison: Comparison, others: list[Interval]) -> Can:  # one phrase each
    """Compare a number somewhere in an interval with others somewhere in theirs."""
    other = others[0]
    match comparison.relation:
        case "at_least" | "from":
            return Can(_reaches(left, other), not _is_below(other, left, edge=True))
        case "more_than" | "after":
            return Can(not _is_below(left, other, edge=True), _reaches(other, left))
        case "at_most" | "until":
            return Can(_reaches(other, left), not _is_below(left, other, edge=True))
        case "less_than" | "before":
            return Can(not _is_below(other, left, edge=True), _reaches(left, other))
        case "between":
            hold = _reaches(left, other) and _reaches(others[1], left)
            return Can(hold, not (_is_below(other, left, edge=True) and _is_below(left, others[1], edge=True)))
        case "is":
            hold = any(_reaches(left, one) and _reaches(one, left) for one in others)
            return Can(hold, not any(_is_one(left) and left == one for one in others))
        case _:
            return Can(not (_is_one(left) and left == other), _reaches(left, other) and _reaches(other, left))


def _is_one(one: Interval) -> bool:
    return one.low is not None and one.low == one.high


def _reaches(one: Interval, other: Interval) -> bool:
    """Whether a number of the one can be as high as one of the other."""
    return one.high is None or other.low is None or one.high >= other.low


def _is_below(one: Interval, other: Interval, *, edge: bool) -> bool:
    """Whether every number of the one lies below every one of the other, or at most at its edge."""
    if one.high is None or other.low is None:
        return False
    return one.high <= other.low if edge else one.high < other.low


def _words(words: list[str], domain: Domain, comparison: Comparison) -> Can:
    """Compare one of these words, or grades, with words that stand there."""
    others = [_word(operand) for operand in comparison.operands]
    if not words or not {*others} <= {*domain.words}:
        return EITHER
    if comparison.relation in {"is", "not"}:
        among = [word in others for word in words]
        return Can(True in among, False in among) if comparison.relation == "is" else Can(False in among, True in among)
    ranks = Interval(Fraction(min(map(domain.rank, words))), Fraction(max(map(domain.rank, words))))
    return _numbers(ranks, comparison, [point(Fraction(domain.rank(other))) for other in others])
