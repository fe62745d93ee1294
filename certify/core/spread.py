"""How results differ within one holder: each name that has a value for every unit or section, and which units stay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from certify.core.scheme.comparing import MISSING, on_a_line
from certify.core.scheme.domains import NOT_APPLICABLE, Domain, Value, written
from certify.core.scheme.evaluate import Evaluation
from certify.core.scheme.model import Scheme


class Spread(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The values of one name by unit or section (their ids), with the lowest and the highest of those that are known.

    `along` is the kind of unit or the level of sections; `unknown` are those without a known value.
    """

    along: str
    values: dict[str, str] = {}
    lowest: str | None = None
    highest: str | None = None
    unknown: tuple[str, ...] = ()


class UnitOutcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A unit in the scope: whether it stays in it (none while that is unknown), and its own last day where it has one.

    `number` is its place among the units of its kind, from 1, where the certificate numbers them.
    """

    kind: str
    id: str
    within: str | None = None
    stays: bool | None = True
    number: int | None = None
    ends: date | None = None
    on_certificate: bool = False


def spreads(scheme: Scheme, now: Evaluation) -> dict[str, Spread]:
    """Every name with one value for each unit or section: inputs of units, criteria and measures."""
    return {name: _spread(now, scheme.namespace.domains[name], name, along) for name, along in _spread_names(scheme)}


def _spread_names(scheme: Scheme) -> Iterable[tuple[str, str]]:
    for name, along in scheme.namespace.many.items():
        by_unit = along[-1] in scheme.units and name not in scheme.units
        if by_unit or along[-1] in scheme.section_levels:
            yield name, along[-1]


def _spread(now: Evaluation, domain: Domain, name: str, along: str) -> Spread:
    found = now.spread(name)
    known: dict[str, Value] = {place[-1]: value for place, value in found.items() if value is not None}
    counted = [value for value in known.values() if value != NOT_APPLICABLE]
    ranked = sorted(counted, key=lambda value: on_a_line(domain, value)) if domain.kind in _IN_ORDER else []
    return Spread(
        along=along,
        values={id: written(value) for id, value in known.items()},
        lowest=written(ranked[0]) if ranked else None,
        highest=written(ranked[-1]) if ranked else None,
        unknown=tuple(place[-1] for place, value in found.items() if value is None and MISSING not in place),
    )


_IN_ORDER = frozenset({"number", "date", "grade"})


def units_of(scheme: Scheme, now: Evaluation) -> tuple[UnitOutcome, ...]:
    """The units that are known, kind by kind, in the order in which they were given."""
    found = []
    for kind, entry in scheme.units.items():
        number = 0
        along = scheme.namespace.many[kind]
        for place in now.places(kind):
            if MISSING in place:
                continue
            leaves = False if entry.leaves_when is None else now.holds_at(entry.leaves_when, kind, place)
            number += leaves is not True
            with now.within(along, place):
                ends = None if entry.end is None else now.day(entry.end)
            found.append(
                UnitOutcome(
                    kind=kind,
                    id=place[-1],
                    within=place[-2] if len(place) > 1 else None,
                    stays=None if leaves is None else not leaves,
                    number=number if entry.number and leaves is not True else None,
                    ends=ends,
                    on_certificate=entry.on_certificate and leaves is not True,
                )
            )
    return tuple(found)
