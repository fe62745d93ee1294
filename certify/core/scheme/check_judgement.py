"""The half that judges: conditions, measures, criteria and the ladder. Names exist, and both sides of a line agree."""

from __future__ import annotations

from collections.abc import Iterator

from certify.core.scheme.check_comparison import check_condition, check_moment
from certify.core.scheme.check_context import Context
from certify.core.scheme.check_ladder import check_ladder, check_reach
from certify.core.scheme.check_measures import check_measure
from certify.core.scheme.check_units import check_units
from certify.core.scheme.domains import NO, NOT_APPLICABLE, Domain
from certify.core.scheme.model import Scheme
from certify.core.scheme.parts import ORIGINS, Input, Parameter
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.references import condition_names, measure_names, rested_on
from certify.core.scheme.sentences import judging, naming
from certify.core.scheme.terms import Name

MOST_SHOWN = 12


def check_judgement(context: Context) -> None:
    """Note every fault of parameters, inputs, criteria, measures, eligibility and the ladder."""
    scheme = context.scheme
    for name, parameter in scheme.parameters.items():
        _check_parameter(context, ("parameters", name), parameter)
    for path, name, entry in context.inputs():
        _check_input(context, path, name, entry)
    check_units(context)
    _check_sections(context)
    _check_criteria(context)
    for name, measure in scheme.measures.items():
        check_measure(context, ("measures", name), name, measure)
    _check_circles(context)
    if scheme.eligible is not None:
        check_condition(context, ("eligible",), scheme.eligible)
    check_ladder(context)
    if not context.has_faults:
        check_reach(context)
        _check_every_requirement_counts(context)


def _check_parameter(context: Context, path: Path, parameter: Parameter) -> None:
    if isinstance(parameter.value, Name) and parameter.options:
        context.is_known((*path, "value"), parameter.value.word, parameter.options, naming.NO_OPTION)
    if parameter.options and not isinstance(parameter.value, Name):
        context.fault((*path, "options"), naming.OF_A_WORD)


def _check_input(context: Context, path: Path, name: str, entry: Input) -> None:
    with context.standing(context.along(context.scheme.unit_of.get(name))):
        if entry.applies is not None:
            check_condition(context, (*path, "applies"), entry.applies)
        if entry.on is not None:
            check_moment(context, (*path, "on"), entry.on)
    _check_origin(context, (*path, "given_by"), entry.given_by)
    if entry.weight is not None and entry.weight.value < 0:
        context.fault((*path, "weight"), judging.WEIGHT_BELOW_NOUGHT)


def _check_origin(context: Context, path: Path, origin: str) -> None:
    if context.scheme.roles:
        known = (*context.roles, *context.activities, *ORIGINS)
        context.is_known(path, origin, known, naming.NO_ORIGIN)


def check_givers(context: Context) -> None:
    """Note each input that nobody could ever give: no activity fills it that is its giver's, or is its giver.

    The applicant gives theirs in the application, and what comes from outside is recorded as it comes. That shows only
    where the activities themselves have no fault.
    """
    scheme = context.scheme
    if context.has_faults:
        return
    inside = {*scheme.roles, *context.activities}
    for path, name, entry in context.inputs():
        filling = [one for one in scheme.activities if name in scheme.selected(one.fills)]
        if entry.given_by in inside and not any(entry.given_by in {one.id, *one.by} for one in filling):
            context.fault((*path, "given_by"), judging.NOBODY_GIVES, name=name, who=entry.given_by)


def _check_sections(context: Context) -> None:
    for path, section in context.sections():
        if section.applies is not None:
            check_condition(context, (*path, "applies"), section.applies)
        if section.per is not None:
            context.is_known((*path, "per"), section.per, context.scheme.units, naming.NO_UNIT)
        if section.binding is not None and context.scheme.bindings:
            context.is_known((*path, "binding"), section.binding, context.scheme.bindings, naming.NO_BINDING)
        written = {(*path, "criteria"), (*path, "sections")} & context.reader.places.keys()
        if not section.criteria and not section.sections and not written:
            context.fault(path, judging.EMPTY_SECTION, section=section.id)


def _check_criteria(context: Context) -> None:
    scheme, flat = context.scheme, context.scheme.criteria_by_id
    unbound: set[str] = set()
    for path, entry in context.criteria():
        criterion = flat[entry.id]
        with context.standing(context.along(criterion.per)):
            if entry.applies is not None:
                check_condition(context, (*path, "applies"), entry.applies)
            if entry.proposed_by is not None:
                _check_proposal(context, (*path, "proposed_by"), entry.proposed_by, scheme.answer_domain(criterion))
        if entry.per is not None:
            context.is_known((*path, "per"), entry.per, scheme.units, naming.NO_UNIT)
        if entry.activity is not None:
            context.is_known((*path, "activity"), entry.activity, context.activities, naming.NO_ACTIVITY)
        if entry.weight is not None and entry.weight.value < 0:
            context.fault((*path, "weight"), judging.WEIGHT_BELOW_NOUGHT)
        if not scheme.bindings:
            continue
        if not criterion.binding and criterion.section not in unbound:
            unbound.add(criterion.section)
            context.fault(path, judging.NO_BINDING, criterion=entry.id)
        elif entry.binding is not None:
            context.is_known((*path, "binding"), entry.binding, scheme.bindings, naming.NO_BINDING)
        if entry.derived and criterion.binding == scheme.bindings[0]:
            at: Path = (*path, "derived")
            context.fault(at, judging.DERIVED_REFUSES, criterion=entry.id, binding=criterion.binding)


def _check_proposal(context: Context, path: Path, measure: str, wanted: Domain) -> None:
    if not context.is_known(path, measure, context.scheme.measures, naming.NO_MEASURE):
        return
    if not context.is_single(path, measure):
        return
    given = context.scheme.namespace.domains[measure]
    if given.kind != "any" and (given.kind != wanted.kind or not {*given.words} <= {*wanted.words, NOT_APPLICABLE}):
        context.fault(
            path, judging.PROPOSES_OTHERWISE, measure=measure, given=given.described(), taken=wanted.described()
        )


def around(circle: tuple[str, ...]) -> str:
    """The way round, the middle of a long one left out."""
    shown = circle if len(circle) <= MOST_SHOWN else (*circle[: MOST_SHOWN - 2], "...", *circle[-2:])
    return " -> ".join(shown)


def _check_circles(context: Context) -> None:
    for circle in context.scheme.namespace.circles:
        paths = [("measures", name) for name in circle if name in context.scheme.measures]
        path = min(paths, key=context.reader.key_at) if paths else ("sections",)
        context.key_fault(path, naming.CIRCLE, way=around(circle))


def _check_every_requirement_counts(context: Context) -> None:
    """A criterion of the strictest binding that neither eligibility nor the ladder turns on asks for nothing.

    One of a weaker binding advises where it is answered with no; where it cannot be, some rule has to turn on it.

    That shows only where the rules themselves have no fault.
    """
    scheme = context.scheme
    conditions = [scheme.eligible, scheme.outcome.requires, *(level.when for level in scheme.outcome.levels)]
    ruling = [name for condition in conditions for name in condition_names(condition)]
    reached = rested_on(scheme, ruling)
    strict = [criterion for criterion in scheme.criteria if criterion.binding == scheme.bindings[0]]
    unused = [criterion.id for criterion in strict if criterion.id not in reached]
    places = {entry.id: path for path, entry in context.criteria()}
    if len(unused) == len(strict) and len(unused) > 1:
        context.fault(("outcome",), judging.NONE_COUNTS, binding=scheme.bindings[0])
        return
    for name in unused:
        context.fault(places[name], judging.DOES_NOT_COUNT, criterion=name, binding=scheme.bindings[0])
    used = {*reached, *_referred_to(scheme)}
    for criterion in scheme.criteria:
        domain = scheme.answer_domain(criterion)
        if criterion.binding != scheme.bindings[0] and criterion.id not in used and NO not in domain.words:
            taken = domain.described()
            context.fault(places[criterion.id], judging.DOES_NOTHING, criterion=criterion.id, taken=taken)


def _referred_to(scheme: Scheme) -> Iterator[str]:
    """What some measure or condition names, whether the outcome turns on it or not."""
    for measure in scheme.measures.values():
        yield from measure_names(measure, scheme)
    conditions = [entry.applies for entry in scheme.every_input.values()]
    conditions += [criterion.applies for criterion in scheme.criteria]
    conditions += [condition for kind in scheme.units.values() for condition in (kind.eligible, kind.leaves_when)]
    conditions += [condition for one in scheme.activities for condition in (one.when, one.skip_when)]
    conditions += [scheme.renewal.requires] if scheme.renewal is not None else []
    for condition in conditions:
        yield from condition_names(condition)
