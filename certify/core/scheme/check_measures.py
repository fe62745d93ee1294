"""Measures: what each reducer takes exists, is of the right kind, and has one value where one is asked for."""

from __future__ import annotations

from typing import assert_never

from certify.core.scheme import measure as reducers
from certify.core.scheme.check_comparison import check_comparison, check_condition, check_moment, check_operand
from certify.core.scheme.check_context import Context
from certify.core.scheme.check_statistic import check_statistic, check_step
from certify.core.scheme.check_table import check_given, check_table
from certify.core.scheme.domains import SHARE, Domain
from certify.core.scheme.formula import names_in
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.references import selection_of
from certify.core.scheme.sentences import judging, naming
from certify.core.scheme.terms import Number


def check_measure(context: Context, path: Path, name: str, measure: reducers.Measure) -> None:
    """Note every fault of a measure."""
    scheme = context.scheme
    along: tuple[str, ...] = ()
    if measure.per is not None:
        tables = (table for table, entry in scheme.every_input.items() if entry.type == "table")
        known = dict.fromkeys((*scheme.units, *tables, *scheme.section_levels))
        if not context.is_known((*path, "per"), measure.per, known, naming.NOTHING_TO_GO_BY):
            return
        along = scheme.namespace.many[name]
    with context.standing(along):
        _check_reducer(context, path, measure)


def _check_reducer(context: Context, path: Path, measure: reducers.Measure) -> None:  # noqa: C901, PLR0912  # one case each
    match measure:
        case reducers.Count():
            _check_selection(context, (*path, "count"), measure.count)
            _check_each(context, (*path, "is"), measure)
        case reducers.Share():
            _check_selection(context, (*path, "share"), measure.share)
            _check_each(context, (*path, "is"), measure)
        case reducers.Sum():
            for place, part in enumerate(measure.sum):
                by_name = (*path, "sum", part.name)
                at = by_name if by_name in context.reader.places else (*path, "sum", place)
                _check_selected(context, at, part.name)
                check_operand(context, (*path, "sum", part.name), part.up_to, "number")
            _check_numbers(context, (*path, "sum"), measure, {"number"})
            check_operand(context, (*path, "at_most"), measure.at_most, "number")
        case reducers.Min():
            _check_selection(context, (*path, "min"), measure.min)
            _check_numbers(context, (*path, "min"), measure, {"number", "date"})
        case reducers.Max():
            _check_selection(context, (*path, "max"), measure.max)
            _check_numbers(context, (*path, "max"), measure, {"number", "date"})
        case reducers.Mean():
            _check_selection(context, (*path, "mean"), measure.mean)
            _check_numbers(context, (*path, "mean"), measure, {"number"})
            check_step(context, (*path, "round"), measure.round)
        case reducers.Weighted():
            _check_selection(context, (*path, "weighted"), measure.weighted)
            _check_weighted(context, path, measure)
        case reducers.Worst():
            _check_selection(context, (*path, "worst"), measure.worst)
            _check_worst(context, path, measure)
        case reducers.Statistic():
            _check_selection(context, (*path, "of"), measure.of)
            check_statistic(context, path, measure, _selected_domains(context, measure))
        case reducers.Table():
            context.is_single((*path, "table"), measure.table)
            check_table(context, path, measure)
        case reducers.Choose():
            for place, case in enumerate(measure.choose):
                if case.when is not None:
                    check_condition(context, (*path, "choose", place, "when"), case.when)
            check_given(context, [((*path, "choose", n, "value"), case.value) for n, case in enumerate(measure.choose)])
        case reducers.Holds():
            check_condition(context, (*path, "holds"), measure.holds)
        case reducers.DateOf():
            check_moment(context, (*path, "date"), measure.date)
        case reducers.Calculated():
            _check_formula(context, (*path, "formula"), measure)
        case _:
            assert_never(measure)


def _check_selection(context: Context, path: Path, words: tuple[str, ...]) -> None:
    for place, word in enumerate(words):
        _check_selected(context, (*path, place), word)


def _check_selected(context: Context, path: Path, word: str) -> None:
    context.is_known(path, word, context.selectable, naming.NOTHING_TO_SELECT)


def _selected_domains(context: Context, measure: reducers.Measure) -> dict[str, Domain]:
    known = context.scheme.namespace.domains
    names = context.scheme.selected(selection_of(measure))
    return {name: known[name] for name in names if name in known and known[name].kind != "any"}


def _check_each(context: Context, path: Path, measure: reducers.Count | reducers.Share) -> None:
    """Every name of the selection must be able to compare like that; one fault for each kind of value is enough."""
    if measure.is_ is None:
        return
    told: set[Domain] = set()
    for name, domain in _selected_domains(context, measure).items():
        if domain not in told:
            told.add(domain)
            check_comparison(context, path, name, domain, measure.is_)


def _check_numbers(context: Context, path: Path, measure: reducers.Measure, kinds: set[str]) -> None:
    domains = _selected_domains(context, measure)
    for name, domain in domains.items():
        if domain.kind not in kinds:
            context.fault(path, judging.NO_RECKONING, name=name, domain=domain.described())
            return
    if len({domain.kind for domain in domains.values()}) > 1:
        context.fault(path, judging.NUMBERS_AND_DATES)


def _check_formula(context: Context, path: Path, measure: reducers.Calculated) -> None:
    known = context.scheme.namespace.domains
    numbers = context.of_kind("number")
    for name in names_in(measure.formula):
        if name in known and name not in numbers:
            context.fault(path, judging.NO_RECKONING, name=name, domain=known[name].described())
        elif context.is_known(path, name, numbers, naming.NO_NUMBER):
            context.is_single(path, name)


def _check_weighted(context: Context, path: Path, measure: reducers.Weighted) -> None:
    """Each value has a highest, and the weights are those of measures of the selection."""
    domains = _selected_domains(context, measure)
    for name, domain in domains.items():
        yes_or_no = domain.kind == "word" and {*domain.words} <= {"yes", "no", "not_applicable"}
        if domain.kind not in {"number", "grade"} and not yes_or_no:
            context.fault(path, judging.NO_WEIGHING, name=name, domain=domain.described())
            return
        if domain.kind == "number" and not domain.percent and domain.highest is None:
            context.fault((*path, "weighted"), judging.NO_HIGHEST, name=name)
            return
    for name, weight in measure.weights.items():
        at = (*path, "weights", name)
        check_operand(context, at, weight, "number")
        if isinstance(weight, Number) and weight.value < 0:
            context.fault(at, judging.WEIGHT_BELOW_NOUGHT)
        if context.is_known(at, name, context.scheme.selected(measure.weighted), naming.NOT_WEIGHED, key=True):
            own = context.scheme.criteria_by_id.get(name) or context.scheme.every_input.get(name)
            if own is not None:
                context.key_fault(at, judging.OWN_WEIGHT, name=name)
    check_operand(context, (*path, "out_of"), measure.out_of, "number")
    check_step(context, (*path, "round"), measure.round)


def _check_worst(context: Context, path: Path, measure: reducers.Worst) -> None:
    domains = _selected_domains(context, measure)
    for name, domain in domains.items():
        if domain.kind != "grade":
            context.fault((*path, "worst"), judging.NO_GRADE, name=name, domain=domain.described())
            return
    if len({domain.words for domain in domains.values()}) > 1:
        context.fault((*path, "worst"), judging.OTHER_SCALES)
    if measure.lift is not None:
        check_comparison(context, (*path, "lift", "when_better"), "better", SHARE, measure.lift.when_better)
