"""Which names stand in a measure, a condition or a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, assert_never

from certify.core.scheme import measure as reducers
from certify.core.scheme.formula import names_in
from certify.core.scheme.terms import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Condition,
    Day,
    EachYear,
    Earliest,
    Latest,
    Line,
    Moment,
    Name,
    Not,
    Operand,
    Otherwise,
    Shifted,
)

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme


def selection_of(measure: reducers.Measure) -> tuple[str, ...]:
    """The words of the selection that a measure takes together; empty for one that selects nothing."""
    match measure:
        case reducers.Count():
            return measure.count
        case reducers.Share():
            return measure.share
        case reducers.Sum():
            return tuple(part.name for part in measure.sum)
        case reducers.Min():
            return measure.min
        case reducers.Max():
            return measure.max
        case reducers.Mean():
            return measure.mean
        case reducers.Weighted():
            return measure.weighted
        case reducers.Worst():
            return measure.worst
        case reducers.Statistic():
            return measure.of
        case reducers.Table() | reducers.Choose() | reducers.Holds() | reducers.DateOf() | reducers.Calculated():
            return ()
        case _:
            assert_never(measure)


def measure_names(measure: reducers.Measure, scheme: Scheme) -> Iterator[str]:  # noqa: C901, PLR0912  # one case each
    """Every name that a measure rests on; among them are words that are values and no names."""
    yield from scheme.selected(selection_of(measure))
    match measure:
        case reducers.Count() | reducers.Share():
            yield from comparison_names(measure.is_) if measure.is_ is not None else ()
        case reducers.Sum():
            yield from operand_names(*(part.up_to for part in measure.sum), measure.at_most)
        case reducers.Mean():
            yield from operand_names(measure.round)
        case reducers.Weighted():
            yield from operand_names(measure.out_of, measure.round, *measure.weights.values())
        case reducers.Worst():
            yield from comparison_names(measure.lift.when_better) if measure.lift is not None else ()
        case reducers.Statistic():
            yield from operand_names(measure.at, measure.zero_as, measure.round)
            for moment in (measure.from_, measure.until):
                yield from moment_names(moment) if moment is not None else ()
        case reducers.Table():
            yield measure.table
            for row in measure.rows:
                yield from (*comparison_names(row.comparison), *operand_names(row.value))
        case reducers.Choose():
            for case in measure.choose:
                yield from (*operand_names(case.value), *condition_names(case.when))
        case reducers.Holds():
            yield from condition_names(measure.holds)
        case reducers.DateOf():
            yield from moment_names(measure.date)
        case reducers.Calculated():
            yield from names_in(measure.formula)
        case reducers.Min() | reducers.Max():
            return
        case _:
            assert_never(measure)


def condition_names(condition: Condition | None) -> Iterator[str]:
    """Every name that a condition rests on, on both sides of its lines."""
    for line in lines_of(condition) if condition is not None else ():
        yield line.name
        yield from comparison_names(line.comparison)


def lines_of(condition: Condition) -> Iterator[Line]:
    """Every line of a condition."""
    match condition:
        case Line():
            yield condition
        case AllOf() | AnyOf() | AtLeastOf():
            for part in condition.conditions:
                yield from lines_of(part)
        case Not():
            yield from lines_of(condition.condition)
        case Otherwise():
            return
        case _:
            assert_never(condition)


def comparison_names(comparison: Comparison) -> Iterator[str]:
    """Every bare word on the right-hand side; some are values and no names."""
    yield from operand_names(*comparison.operands)


def operand_names(*operands: Operand | None) -> Iterator[str]:
    """Every bare word in these operands."""
    for operand in operands:
        if isinstance(operand, Name | Shifted):
            yield from moment_names(operand)


def moment_names(moment: Moment) -> Iterator[str]:
    """Every name that a moment rests on."""
    match moment:
        case Name():
            yield moment.word
        case Shifted():
            if isinstance(moment.period, Name):
                yield moment.period.word
            yield from moment_names(moment.anchor)
        case Earliest() | Latest():
            for part in moment.of:
                yield from moment_names(part)
        case Day() | EachYear():
            return
        case _:
            assert_never(moment)


def rested_on(scheme: Scheme, names: Iterable[str]) -> set[str]:
    """These names, and all that they rest on."""
    reached: set[str] = set()
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            measure = scheme.measures.get(name)
            waiting += measure_names(measure, scheme) if measure is not None else ()
    return reached
