"""The half that judges: conditions, measures, criteria and the ladder. Names exist, and both sides of a line agree."""

from __future__ import annotations

from typing import assert_never

from certify.core.scheme.check_comparison import check_comparison, check_condition, check_moment, check_operand
from certify.core.scheme.check_context import Context
from certify.core.scheme.check_table import check_given, check_table
from certify.core.scheme.domains import NOT_APPLICABLE, Domain
from certify.core.scheme.formula import names_in
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
from certify.core.scheme.parts import ORIGINS, Parameter
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.references import condition_names, measure_names, selection_of
from certify.core.scheme.terms import Name, Otherwise


def check_judgement(context: Context) -> None:
    """Note every fault of parameters, inputs, criteria, measures, eligibility and the ladder."""
    scheme = context.scheme
    for name, parameter in scheme.parameters.items():
        _check_parameter(context, ("parameters", name), parameter)
    for name, entry in scheme.inputs.items():
        if entry.applies is not None:
            check_condition(context, ("inputs", name, "applies"), entry.applies)
        _check_origin(context, ("inputs", name, "given_by"), entry.given_by)
    _check_sections(context)
    _check_criteria(context)
    for name, measure in scheme.measures.items():
        _check_measure(context, ("measures", name), measure)
    _check_circles(context)
    if scheme.eligible is not None:
        check_condition(context, ("eligible",), scheme.eligible)
    _check_ladder(context)
    _check_every_requirement_counts(context)


def _check_parameter(context: Context, path: Path, parameter: Parameter) -> None:
    if isinstance(parameter.value, Name) and parameter.options:
        context.is_known((*path, "value"), parameter.value.word, parameter.options, "none of its options")
    if parameter.options and not isinstance(parameter.value, Name):
        context.fault((*path, "options"), "unknown-key", '"options" belongs to a parameter that is a word')


def _check_origin(context: Context, path: Path, origin: str) -> None:
    if context.scheme.roles:
        known = (*context.roles, *context.activities, *ORIGINS)
        context.is_known(path, origin, known, "neither the applicant, a role of this scheme nor an origin outside")


def _check_sections(context: Context) -> None:
    for path, section in context.sections():
        if section.applies is not None:
            check_condition(context, (*path, "applies"), section.applies)
        if section.binding is not None and context.scheme.bindings:
            context.is_known((*path, "binding"), section.binding, context.scheme.bindings, "no binding of this scheme")
        if not {(*path, "criteria"), (*path, "sections")} & context.reader.places.keys():
            context.fault(path, "empty-section", f'nothing stands in section "{section.id}"')


def _check_criteria(context: Context) -> None:
    scheme, flat = context.scheme, context.scheme.criteria_by_id
    unbound: set[str] = set()
    for path, entry in context.criteria():
        criterion = flat[entry.id]
        if entry.applies is not None:
            check_condition(context, (*path, "applies"), entry.applies)
        if not scheme.bindings:
            continue
        if not criterion.binding and criterion.section not in unbound:
            unbound.add(criterion.section)
            context.fault(path, "missing-key", f'"{entry.id}" has no binding, and neither has a section above it')
        elif entry.binding is not None:
            context.is_known((*path, "binding"), entry.binding, scheme.bindings, "no binding of this scheme")
        if entry.derived and criterion.binding == scheme.bindings[0]:
            text = f'"{entry.id}" is derived and so may only advise: give it a weaker binding than {criterion.binding}'
            context.fault((*path, "derived"), "derived-refuses", text)
        if entry.proposed_by is not None:
            _check_proposal(context, (*path, "proposed_by"), entry.proposed_by, scheme.answer_domain(criterion))


def _check_proposal(context: Context, path: Path, measure: str, wanted: Domain) -> None:
    if not context.is_known(path, measure, context.scheme.measures, "no measure of this scheme"):
        return
    given = context.scheme.namespace.domains[measure]
    if given.kind != "any" and (given.kind != wanted.kind or not {*given.words} <= {*wanted.words, NOT_APPLICABLE}):
        text = f'"{measure}" gives {given.described()}, and the criterion takes {wanted.described()}'
        context.fault(path, "wrong-side", text)


def _check_measure(context: Context, path: Path, measure: Measure) -> None:  # noqa: C901, PLR0912  # one case each
    match measure:
        case Count():
            _check_selection(context, (*path, "count"), measure.count)
            _check_each(context, (*path, "is"), measure)
        case Share():
            _check_selection(context, (*path, "share"), measure.share)
            _check_each(context, (*path, "is"), measure)
        case Sum():
            for place, part in enumerate(measure.sum):
                by_name = (*path, "sum", part.name)
                at = by_name if by_name in context.reader.places else (*path, "sum", place)
                _check_selected(context, at, part.name)
                check_operand(context, (*path, "sum", part.name), part.up_to, "number")
            _check_numbers(context, (*path, "sum"), measure, {"number"})
            check_operand(context, (*path, "at_most"), measure.at_most, "number")
        case Min():
            _check_selection(context, (*path, "min"), measure.min)
            _check_numbers(context, (*path, "min"), measure, {"number", "date"})
        case Max():
            _check_selection(context, (*path, "max"), measure.max)
            _check_numbers(context, (*path, "max"), measure, {"number", "date"})
        case Mean():
            _check_selection(context, (*path, "mean"), measure.mean)
            _check_numbers(context, (*path, "mean"), measure, {"number"})
            check_operand(context, (*path, "round"), measure.round, "number")
        case Weighted() | Worst() | Statistic():
            return
        case Table():
            check_table(context, path, measure)
        case Choose():
            for place, case in enumerate(measure.choose):
                if case.when is not None:
                    check_condition(context, (*path, "choose", place, "when"), case.when)
            check_given(context, [((*path, "choose", n, "value"), case.value) for n, case in enumerate(measure.choose)])
        case Holds():
            check_condition(context, (*path, "holds"), measure.holds)
        case DateOf():
            check_moment(context, (*path, "date"), measure.date)
        case Calculated():
            _check_formula(context, (*path, "formula"), measure)
        case _:
            assert_never(measure)


def _check_selection(context: Context, path: Path, words: tuple[str, ...]) -> None:
    for place, word in enumerate(words):
        _check_selected(context, (*path, place), word)


def _check_selected(context: Context, path: Path, word: str) -> None:
    known = (*context.groups, *context.scheme.inputs, *context.scheme.measures)
    context.is_known(path, word, known, "neither a binding, section, criterion, input nor measure")


def _selected_domains(context: Context, measure: Measure) -> dict[str, Domain]:
    known = context.scheme.namespace.domains
    names = context.scheme.selected(selection_of(measure))
    return {name: known[name] for name in names if name in known and known[name].kind != "any"}


def _check_each(context: Context, path: Path, measure: Count | Share) -> None:
    """Every name of the selection must be able to compare like that; one fault for each kind of value is enough."""
    if measure.is_ is None:
        return
    told: set[Domain] = set()
    for name, domain in _selected_domains(context, measure).items():
        if domain not in told:
            told.add(domain)
            check_comparison(context, path, name, domain, measure.is_)


def _check_numbers(context: Context, path: Path, measure: Measure, kinds: set[str]) -> None:
    domains = _selected_domains(context, measure)
    for name, domain in domains.items():
        if domain.kind not in kinds:
            context.fault(path, "wrong-side", f'"{name}" is {domain.described()} and cannot be reckoned with')
            return
    if len({domain.kind for domain in domains.values()}) > 1:
        context.fault(path, "wrong-side", "numbers and dates do not go together")


def _check_formula(context: Context, path: Path, measure: Calculated) -> None:
    known = context.scheme.namespace.domains
    numbers = [name for name, domain in known.items() if domain.kind in {"number", "any"}]
    for name in names_in(measure.formula):
        if name in known and name not in numbers:
            context.fault(path, "wrong-side", f'"{name}" is {known[name].described()} and cannot be reckoned with')
        else:
            context.is_known(path, name, numbers, "no number of this scheme")


def _check_circles(context: Context) -> None:
    for circle in context.scheme.namespace.circles:
        paths = [("measures", name) for name in circle if name in context.scheme.measures]
        path = min(paths, key=context.reader.key_at) if paths else ("sections",)
        context.key_fault(path, "cycle", f"these rest on each other, round in a circle: {' -> '.join(circle)}")


def _check_ladder(context: Context) -> None:
    ladder = context.scheme.outcome
    if ladder.requires is not None:
        check_condition(context, ("outcome", "requires"), ladder.requires)
    for place, level in enumerate(ladder.levels):
        path: Path = ("outcome", "levels", place, "when")
        if not isinstance(level.when, Otherwise):
            check_condition(context, path, level.when)
        elif place < len(ladder.levels) - 1:
            context.fault(path, "otherwise", '"otherwise" holds always, so that no level after it is ever reached')


def _check_every_requirement_counts(context: Context) -> None:
    """A criterion of the strictest binding that neither eligibility nor the ladder turns on asks for nothing.

    That shows only where the rules themselves have no fault.
    """
    scheme = context.scheme
    if context.has_faults:
        return
    conditions = [scheme.eligible, scheme.outcome.requires, *(level.when for level in scheme.outcome.levels)]
    reached: set[str] = set()
    waiting = [name for condition in conditions for name in condition_names(condition)]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            measure = scheme.measures.get(name)
            waiting += measure_names(measure, scheme) if measure is not None else ()
    strict = [criterion for criterion in scheme.criteria if criterion.binding == scheme.bindings[0]]
    unused = [criterion.id for criterion in strict if criterion.id not in reached]
    places = {entry.id: path for path, entry in context.criteria()}
    if len(unused) == len(strict) and len(unused) > 1:
        context.fault(("outcome",), "unused-criterion", f"no rule turns on what is {scheme.bindings[0]}")
        return
    for name in unused:
        context.fault(places[name], "unused-criterion", f'"{name}" is {scheme.bindings[0]}, and no rule turns on it')
