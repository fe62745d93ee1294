"""The one namespace of a scheme: which values each name takes, and in which order names can be worked out."""

from __future__ import annotations

import graphlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, assert_never

import msgspec

from certify.core.scheme import domains
from certify.core.scheme import measure as reducers
from certify.core.scheme.domains import Domain
from certify.core.scheme.references import condition_names, measure_names, selection_of
from certify.core.scheme.terms import BUILT_IN_MOMENTS, Day, Name, Number, Operand, Period, Shifted

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme

# A file with more circles than this is told of these, and not untangled further.
MOST_CIRCLES = 50
LISTS = frozenset({"map", "table", "series", "series of dates"})


class Namespace(msgspec.Struct, frozen=True, kw_only=True):
    """`domains` holds the values that each name can take; `order` the names, each after those that it rests on.

    `many` are the names with more than one value, and along what: kinds of unit from the outermost to the nearest, then
    a table, a level of sections, or the name itself where it is a list of values. `circles` are the ways round of names
    that rest on each other; no name of a circle is in `order`.
    """

    domains: dict[str, Domain]
    many: dict[str, tuple[str, ...]]
    order: tuple[str, ...]
    circles: tuple[tuple[str, ...], ...]


def namespace(scheme: Scheme) -> Namespace:
    """Work out what the names of a scheme are."""
    many = _many(scheme)
    order, circles = _ordered(_graph(scheme, many))
    known: dict[str, Domain] = dict.fromkeys(BUILT_IN_MOMENTS, domains.DATE)
    known |= {activity.id: domains.DATE for activity in scheme.activities}
    known |= {name: parameter_domain(entry.value, entry.options) for name, entry in scheme.parameters.items()}
    known |= dict.fromkeys(scheme.units, domains.ROWS)
    known |= {name: scheme.input_domain(name) for name in (*scheme.every_input, *scheme.columns)}
    known |= {criterion.id: scheme.answer_domain(criterion) for criterion in scheme.criteria}
    for name in order:
        if name in scheme.measures:
            known[name] = measure_domain(scheme.measures[name], known, scheme)
    for circle in circles:
        known |= dict.fromkeys(circle, domains.ANY)
    known |= {name: domains.ANY for name in scheme.measures if name not in known}
    return Namespace(domains=known, many=many, order=order, circles=circles)


def _many(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """Along what each name has many values, for those that have."""
    many = {kind: kinds_above(scheme, kind) for kind in scheme.units}
    for name, entry in scheme.every_input.items():
        above = many[scheme.unit_of[name]] if name in scheme.unit_of else ()
        if entry.type in LISTS or entry.choose > 1:
            many[name] = (*above, name)
            many |= dict.fromkeys(entry.columns, (*above, name))
        elif above:
            many[name] = above
    for criterion in scheme.criteria:
        if criterion.per in scheme.units:
            many[criterion.id] = many[criterion.per]
    for name, measure in scheme.measures.items():
        if measure.per is not None:
            many[name] = many.get(measure.per, (measure.per,))
    return many


def kinds_above(scheme: Scheme, kind: str) -> tuple[str, ...]:
    """A kind of unit with those that it lies within, the outermost first; a circle is broken off."""
    kinds = [kind]
    while (above := scheme.units[kinds[0]].within) is not None and above in scheme.units and above not in kinds:
        kinds.insert(0, above)
    return tuple(kinds)


def parameter_domain(value: Operand, options: tuple[str, ...] = ()) -> Domain:
    """The values that a parameter can take, by the one that it has."""
    if isinstance(value, Name):
        if options:
            return Domain(kind="word", words=options)
        return domains.YES_NO if value.word in domains.YES_NO.words else Domain(kind="word", words=(value.word,))
    return _literal_domain(value)


def _literal_domain(value: Number | Day | Period | Shifted) -> Domain:
    match value:
        case Number():
            return domains.PERCENT if value.percent else domains.NUMBER
        case Period():
            return domains.PERIOD
        case Day() | Shifted():
            return domains.DATE
        case _:
            assert_never(value)


def measure_domain(measure: reducers.Measure, known: dict[str, Domain], scheme: Scheme) -> Domain:
    """The values that a measure can take, by those of the names that it rests on."""
    match measure:
        case reducers.Count():
            return domains.WHOLE
        case reducers.Share():
            return domains.SHARE
        case reducers.Holds():
            return domains.YES_NO
        case reducers.DateOf():
            return domains.DATE
        case reducers.Weighted() if measure.out_of is None:
            return domains.SHARE
        case reducers.Sum() | reducers.Mean() | reducers.Calculated() | reducers.Weighted():
            return domains.NUMBER
        case reducers.Statistic():
            return domains.WHOLE if measure.statistic in {"number", "largest gap"} else domains.NUMBER
        case reducers.Min() | reducers.Max() | reducers.Worst():
            names = scheme.selected(selection_of(measure))
            return _unbounded(next((known[name] for name in names if name in known), domains.ANY))
        case reducers.Table():
            return _common((row.value for row in measure.rows), known)
        case reducers.Choose():
            return _common((case.value for case in measure.choose), known)
        case _:
            assert_never(measure)


def _unbounded(domain: Domain) -> Domain:
    return domains.NUMBER if domain.kind == "number" and not domain.percent else domain


def _common(values: Iterable[Operand], known: dict[str, Domain]) -> Domain:
    """The domain of several values: that of the first which is no bare word, else the words that stand there."""
    words = []
    for value in values:
        if not isinstance(value, Name):
            return _literal_domain(value)
        if value.word in known:
            return _unbounded(known[value.word])
        words.append(value.word)
    if set(words) <= set(domains.YES_NO.words):
        return domains.YES_NO
    return Domain(kind="word", words=tuple(dict.fromkeys(words)))


def _graph(scheme: Scheme, many: dict[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """What each name has to wait for."""
    graph: dict[str, set[str]] = {kind: set() for kind in scheme.units}
    for name, entry in scheme.every_input.items():
        graph[name] = {*condition_names(entry.applies)}
        graph |= {column: {name} for column in entry.columns}
    for criterion in scheme.criteria:
        graph[criterion.id] = set(condition_names(criterion.applies))
        if criterion.proposed_by:
            graph[criterion.id].add(criterion.proposed_by)
    leaving = {kind: set(condition_names(entry.leaves_when)) for kind, entry in scheme.units.items()}
    for name, measure in scheme.measures.items():
        graph[name] = set(measure_names(measure, scheme))
        for selected in scheme.selected(selection_of(measure)):
            for kind in many.get(selected, ()):
                if kind not in many.get(name, ()):
                    graph[name] |= leaving.get(kind, set())  # a unit that leaves is not taken together with the rest
    return {name: needs & graph.keys() for name, needs in graph.items()}


def _ordered(graph: dict[str, set[str]]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The names in an order in which each can be worked out, and the circles that have none."""
    own = {name for name, needs in graph.items() if name in needs}
    circles: list[tuple[str, ...]] = [(name, name) for name in graph if name in own]
    graph = {name: needs - own for name, needs in graph.items() if name not in own}
    while len(circles) < MOST_CIRCLES:
        try:
            return tuple(graphlib.TopologicalSorter(graph).static_order()), tuple(circles)
        except graphlib.CycleError as error:
            circle: list[str] = error.args[1]
            # graphlib tells the way from what is needed to what needs it, the first name again last
            circles.append(tuple(reversed(circle)))
            gone = set(circle)
            graph = {name: needs - gone for name, needs in graph.items() if name not in gone}
    return (), tuple(circles)
