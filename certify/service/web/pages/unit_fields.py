"""Units (departments, sites, members) as fields of a form, and back: add one, take one away, name it, fill it in.

The ids of the units of a kind stand in the hidden fields `units-KIND`; the name of a unit in `u-ID-name`, and what it
has of its own in fields that begin with `u-ID-`. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from certify.core.dossier import Unit
from certify.service.web.pages.forms import Fault
from certify.service.web.pages.said_fields import read_said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from certify.core.findings import Said
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Input, UnitKind
    from certify.service.web.pages.forms import Form

Units = dict[str, tuple[Unit, ...]]
MOST_UNITS = 500
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
LONGEST_NAME = 300


def of_unit(unit: str, rest: str) -> str:
    """The name of a unit's field."""
    return f"u-{unit}-{rest}"


def beginning(scheme: Scheme, known: Units) -> Units:
    """The units that a form begins with: those that are known, else the scheme's own, else the fewest there can be."""
    found: Units = {}
    for kind, entry in scheme.units.items():
        if entry.fixed:
            told = {unit.id: unit for unit in known.get(kind, ())}
            found[kind] = tuple(told.get(id_) or Unit(id=id_, name=_first(text)) for id_, text in entry.fixed.items())
        elif known.get(kind):
            found[kind] = known[kind]
        else:
            found[kind] = tuple(Unit(id=f"{kind}-{n}") for n in range(1, max(1, entry.at_least) + 1))
    return found


def _first(text: dict[str, str]) -> str:
    return next(iter(text.values()), "")


def units_of(form: Form, scheme: Scheme, known: Units) -> Units:
    """The units as a form tells them, with their names; where it tells of none, those that it began with."""
    began = beginning(scheme, known)
    taken: set[str] = set()
    found: Units = {}
    for kind in scheme.units:
        field = f"units-{kind}"
        if field not in form.fields or scheme.units[kind].fixed:
            found[kind] = began[kind]
            continue
        before = {unit.id: unit for unit in began[kind]}
        ids = [id_ for id_ in dict.fromkeys(form.all(field)) if _ID.fullmatch(id_) and id_ not in taken][:MOST_UNITS]
        taken |= set(ids)
        found[kind] = tuple(_named(before.get(id_) or Unit(id=id_), form, scheme, kind) for id_ in ids)
    return found


def _named(unit: Unit, form: Form, scheme: Scheme, kind: str) -> Unit:
    name = " ".join(form.first(of_unit(unit.id, "name")).split())[:LONGEST_NAME]
    within = form.first(of_unit(unit.id, "within")) if scheme.units[kind].within else ""
    return msgspec.structs.replace(unit, name=name, within=within if _ID.fullmatch(within) else None)


def added(units: Units, kind: str) -> Units:
    """The units with one more of that kind; the same where there is no such kind, or too many of it."""
    if kind not in units or len(units[kind]) >= MOST_UNITS:
        return units
    ids = {unit.id for several in units.values() for unit in several}
    number = len(units[kind]) + 1
    while f"{kind}-{number}" in ids:
        number += 1
    return units | {kind: (*units[kind], Unit(id=f"{kind}-{number}"))}


def without(units: Units, id_: str) -> Units:
    """The units without that one; what lay within it lies within nothing."""
    return {
        kind: tuple(
            msgspec.structs.replace(unit, within=None) if unit.within == id_ else unit
            for unit in several
            if unit.id != id_
        )
        for kind, several in units.items()
    }


def with_inputs(
    units: Units, form: Form, scheme: Scheme, faults: list[Fault], asked: Callable[[Input], bool]
) -> dict[str, dict[str, Said]]:
    """What the form says of each unit, by its id: the inputs of its kind that are asked for here."""
    found: dict[str, dict[str, Said]] = {}
    for kind, several in units.items():
        for number, unit in enumerate(several, 1):
            said: dict[str, Said] = {}
            before = len(faults)
            for name, entry in scheme.units[kind].inputs.items():
                value = (
                    read_said(form, of_unit(unit.id, f"input-{name}"), name, scheme, faults) if asked(entry) else None
                )
                if value is not None:
                    said[name] = value
            found[unit.id] = said
            faults[before:] = [about_unit(fault, unit, scheme.units[kind], number) for fault in faults[before:]]
    return found


def naming_units(faults: Iterable[Fault], units: Units, scheme: Scheme) -> tuple[Fault, ...]:
    """The faults, each with the unit whose field it is about, where it is about one."""
    known = {unit.id: (unit, scheme.units[kind], n) for kind, all_ in units.items() for n, unit in enumerate(all_, 1)}
    found = []
    for fault in faults:
        ids = [id_ for id_ in known if fault.field.startswith(of_unit(id_, ""))]
        found.append(about_unit(fault, *known[max(ids, key=len)]) if ids else fault)
    return tuple(found)


def about_unit(fault: Fault, unit: Unit, kind: UnitKind, number: int) -> Fault:
    """The fault with the unit that it is about: what the scheme or people call it, else its kind and number."""
    named = {"": unit.name} if unit.name else {lang: f"{title} {number}" for lang, title in kind.title.items()}
    return msgspec.structs.replace(fault, unit=unit.id, of=dict(kind.fixed.get(unit.id) or named))


def nameless(units: Units, scheme: Scheme) -> list[Fault]:
    """A fault for each unit that has no name, where people name them."""
    return [
        Fault(field=of_unit(unit.id, "name"), message="needed-unit-name")
        for kind, several in units.items()
        for unit in several
        if not unit.name and not scheme.units[kind].fixed
    ]


def all_units(units: Units) -> Iterable[Unit]:
    """Every unit of every kind."""
    return (unit for several in units.values() for unit in several)
