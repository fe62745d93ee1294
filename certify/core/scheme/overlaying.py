"""A scheme with the changes of a profile laid over it: what is replaced is replaced whole, and nothing is edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar, cast

import msgspec

from certify.core.scheme.parts import CriterionEntry, Section
from certify.core.scheme.profile import Change
from certify.core.scheme.terms import Period

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme

T = TypeVar("T")


def changed(scheme: Scheme, change: Change) -> Scheme:
    """The scheme with one change laid over it. What a change names and the scheme does not have is passed over."""
    inner = {below.id for section in scheme.sections for below in _below(section)}
    outer = tuple(section for section in change.sections if section.id not in inner)
    sections = _replaced(scheme.sections, outer, lambda section: section.id)
    sections = tuple(_section(section, change) for section in sections)
    laid = msgspec.structs.replace(
        scheme,
        title=change.title or scheme.title,
        subject=change.subject or scheme.subject,
        means=change.means or scheme.means,
        does_not_mean=change.does_not_mean or scheme.does_not_mean,
        expect=change.expect or scheme.expect,
        turn_to=change.turn_to or scheme.turn_to,
        names={**scheme.names, **change.names},
        parameters={
            name: msgspec.structs.replace(entry, value=change.parameters[name]) if name in change.parameters else entry
            for name, entry in scheme.parameters.items()
        },
        scales={**scheme.scales, **change.scales},
        inputs={**scheme.inputs, **change.inputs},
        units={**scheme.units, **change.units},
        measures={**scheme.measures, **change.measures},
        nonconformities={**scheme.nonconformities, **change.nonconformities},
        sections=sections,
        outcome=msgspec.structs.replace(
            scheme.outcome, levels=_replaced(scheme.outcome.levels, change.levels, lambda level: level.id, add=False)
        ),
        activities=_replaced(scheme.activities, change.activities, lambda activity: activity.id),
        validity=change.validity or scheme.validity,
        renewal=change.renewal or scheme.renewal,
    )
    periods = {name: entry.value for name, entry in laid.parameters.items() if isinstance(entry.value, Period)}
    renewed: Scheme = _with_periods(msgspec.structs.replace(laid, profiles={}), periods)
    return msgspec.structs.replace(renewed, profiles=scheme.profiles)


def _with_periods(part: T, periods: Mapping[str, Period]) -> T:
    """The same, with every period that a parameter gave as the parameter now has it."""
    new: object = part
    match part:
        case Period() if part.parameter in periods:
            new = msgspec.structs.replace(periods[part.parameter], parameter=part.parameter)
        case msgspec.Struct():
            fields = {name: getattr(part, name) for name in part.__struct_fields__}
            renewed = {name: _with_periods(value, periods) for name, value in fields.items()}
            differing = {name: value for name, value in renewed.items() if value is not fields[name]}
            new = msgspec.structs.replace(part, **differing) if differing else part
        case tuple():
            several = tuple(_with_periods(value, periods) for value in part)
            new = several if any(a is not b for a, b in zip(several, part, strict=True)) else part
        case dict():
            named = {key: _with_periods(value, periods) for key, value in part.items()}
            new = named if any(value is not part[key] for key, value in named.items()) else part
        case _:
            pass
    return cast("T", new)


def _replaced(
    present: tuple[T, ...], new: tuple[T, ...], id_of: Callable[[T], str], *, add: bool = True
) -> tuple[T, ...]:
    """The new in the places of those with the same id, the rest at the end."""
    by_id = {id_of(entry): entry for entry in new}
    kept = tuple(by_id.get(id_of(entry), entry) for entry in present)
    here = {id_of(entry) for entry in present}
    return (*kept, *(entry for entry in new if id_of(entry) not in here)) if add else kept


def _section(section: Section, change: Change) -> Section:
    """A section with its criteria replaced, added and bound anew, and so on down the tree."""
    below = _replaced(section.sections, change.sections, lambda inner: inner.id, add=False)
    criteria = _replaced(section.criteria, change.criteria.get(section.id, ()), lambda criterion: criterion.id)
    return msgspec.structs.replace(
        section,
        criteria=tuple(_bound(criterion, change.bindings) for criterion in criteria),
        sections=tuple(_section(inner, change) for inner in below),
    )


def _below(section: Section) -> Iterator[Section]:
    for inner in section.sections:
        yield inner
        yield from _below(inner)


def _bound(criterion: CriterionEntry, bindings: Mapping[str, str]) -> CriterionEntry:
    binding = bindings.get(criterion.id)
    return criterion if binding is None else msgspec.structs.replace(criterion, binding=binding)
