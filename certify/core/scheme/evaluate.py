"""Working out what a scheme's names are worth in one case, exactly and with three values.

Unknown is None and stays unknown: a count over something unknown is unknown, and so is a condition that turns on it. It
is never a yes and never a no. A unit that has to be there and is missing is unknown too, and never nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from certify.core.findings import Said
from certify.core.scheme.comparing import MISSING, THE_WHOLE, Place
from certify.core.scheme.domains import NOT_APPLICABLE, Value
from certify.core.scheme.reducing import Reducing
from certify.core.scheme.said import read_all
from certify.core.scheme.terms import Condition
from certify.core.scheme.translated import in_language

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion, Input


class UnitSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A unit, what it is called, the unit that it lies within, and what was said and found of it by name."""

    id: str
    called: str = ""
    within: str | None = None
    said: Mapping[str, Said]


# Said of a unit that was not drawn into the sample: what an activity fills does not apply there. No file, form or
# document can hold it, since none may hold a control character.
NOT_IN_SAMPLE = "\x00not in the sample"
NO_UNITS: Mapping[str, Sequence[UnitSaid]] = {}


class Evaluation(Reducing):
    """What every name of a scheme is worth, given what was said and found.

    `said` holds inputs and findings by name, each written as in a scheme file; what its name cannot take counts as
    unknown. `asked` are the ids of the criteria that the form asks about: the others do not exist here. `days` are the
    moments that are known, `units` the units by their kind.
    """

    def __init__(
        self,
        scheme: Scheme,
        said: Mapping[str, Said],
        asked: Iterable[str],
        days: Mapping[str, date],
        units: Mapping[str, Sequence[UnitSaid]] = NO_UNITS,
    ) -> None:
        super().__init__(scheme, asked, days)
        self._said: dict[Place, Mapping[str, Said]] = {THE_WHOLE: said}
        self._places: dict[str, tuple[Place, ...]] = {}
        self._units = {
            unit.id: (kind, n, unit.called) for kind, all_ in units.items() for n, unit in enumerate(all_, 1)
        }
        for kind in sorted(scheme.units, key=lambda kind: len(self._many[kind])):
            self._places[kind] = self._places_of(kind, units.get(kind, ()))
        for name in scheme.namespace.order:
            along = self._many.get(name)
            if along is None:
                self._values[name] = self._worked_out(name)
            else:
                self._spread_out(name, along)

    # Units, rows and sections

    def unit_called(self, id_: str, language: str) -> str:
        """What a unit is called: by the scheme, else as it was named, else by its kind and its place among them."""
        kind, place, called = self._units.get(id_, ("", 0, id_))
        entry = self.scheme.units.get(kind)
        if entry is not None and id_ in entry.fixed:
            return in_language(entry.fixed[id_], language)
        return called or (f"{in_language(entry.title, language)} {place}" if entry is not None else id_)

    def _places_of(self, kind: str, units: Sequence[UnitSaid]) -> tuple[Place, ...]:
        """The places of the units of a kind; one that has to be there and is not stands as MISSING."""
        entry = self.scheme.units[kind]
        above = self._places[self._many[kind][-2]] if len(self._many[kind]) > 1 else (THE_WHOLE,)
        parents = {place[-1]: place for place in above if place}
        nowhere = tuple(MISSING for _ in self._many[kind][:-1])
        found: dict[Place, list[Place]] = {place: [] for place in above}
        for unit in units:
            parent = parents.get(unit.within or "", nowhere)
            place = (*parent, unit.id)
            found.setdefault(parent, []).append(place)
            self._said[place] = unit.said
        places: list[Place] = []
        for parent, here in found.items():
            too_few = len(here) < entry.at_least or not entry.fixed.keys() <= {place[-1] for place in here}
            places += here
            if parent in above if MISSING in parent else too_few:
                places.append((*parent, MISSING))
        return tuple(places)

    def places(self, kind: str) -> tuple[Place, ...]:
        """Where the units of a kind, the rows of a table or the sections of a level are."""
        if kind in self._places:
            return self._places[kind]
        if kind in self._spread:
            return tuple(self._spread[kind])
        return tuple((section,) for section in self.scheme.sections_at(kind))

    def holds_at(self, condition: Condition, kind: str, place: Place, *, apart: bool | None = None) -> bool | None:
        """Whether a condition holds for one unit, row or section; of one that is missing it is unknown."""
        if MISSING in place:
            return None
        with self.within(self._many.get(kind, (kind,)), place):
            return self.holds(condition, apart=apart)

    def _spread_out(self, name: str, along: tuple[str, ...]) -> None:
        """Work out a name that has many values, at each place."""
        scheme = self.scheme
        if name in scheme.units:
            self._spread[name] = {place: None if MISSING in place else place[-1] for place in self._places[name]}
            return
        if name in scheme.columns:
            return  # its table has set it already
        if along[-1] == name:
            self._set_list(name, scheme.every_input[name], along[:-1])
            return
        measure = scheme.measures.get(name)
        values: dict[Place, Value | None] = {}
        for place in self.places(along[-1] if measure is None else measure.per or ""):
            if MISSING in place:
                values[place] = None
                continue
            with self.within(along, place):
                values[place] = self._worked_out(name) if measure is None else self.measured(measure)
        self._spread[name] = values

    def _set_list(self, name: str, entry: Input, above: tuple[str, ...]) -> None:
        """The values of a list, a map, a series or a table, and those of the table's columns."""
        values: dict[Place, Value | None] = {}
        days: dict[Place, date] = {}
        cells: dict[str, dict[Place, Value | None]] = {column: {} for column in entry.columns}
        for place in self._places[above[-1]] if above else (THE_WHOLE,):
            with self.within(above, place):
                applies = None if MISSING in place else self._applies(entry)
            if applies is False:
                continue
            said = self._said[place].get(name) if applies else None
            if said == NOT_IN_SAMPLE:
                continue
            entries = None if said is None else read_all(self.scheme, name, said)
            if entries is None:
                values[*place, MISSING] = None
                for column in cells.values():
                    column[*place, MISSING] = None
                continue
            for one in entries:
                here = (*place, one.key)
                values[here] = one.value
                if one.on is not None:
                    days[here] = one.on
                for column_name, column in cells.items():
                    column[here] = one.cells.get(column_name)
        self._spread[name] = values
        self._spread |= cells
        self._on[name] = days

    # One value

    def _worked_out(self, name: str) -> Value | None:
        criterion = self._criteria.get(name)
        if criterion is None:
            measure = self.scheme.measures.get(name)
            if measure is not None:
                return self.measured(measure)
        entry = criterion or self.scheme.every_input[name]
        if entry.applies is not None:
            applies = self.applies_by(entry.applies)
            if not applies:
                return None if applies is None else NOT_APPLICABLE
        said = self._said.get(self._at, {}).get(name, "")
        if not isinstance(said, str):
            return None
        if said == NOT_IN_SAMPLE:
            return NOT_APPLICABLE
        if said == NOT_APPLICABLE and criterion is not None and criterion.not_applicable is not None:
            return said
        return self._domains[name].read(said)

    def _applies(self, entry: Input | Criterion) -> bool | None:
        return True if entry.applies is None else self.applies_by(entry.applies)

    # For those who ask about one unit by its id

    @contextmanager
    def _standing_at(self, unit: str | None) -> Iterator[None]:
        found = ((kind, place) for kind, places in self._places.items() for place in places if place[-1] == unit)
        kind, place = next(found, (None, THE_WHOLE)) if unit is not None else (None, THE_WHOLE)
        with self.within(self._many[kind] if kind is not None else (), place):
            yield

    def applies(self, name: str, unit: str | None = None) -> bool | None:
        """Whether an input or criterion applies, to that unit where it has a value for each; None while unknown."""
        with self._standing_at(unit):
            return self._applies(self._criteria.get(name) or self.scheme.every_input[name])

    def at_unit(self, name: str, unit: str) -> Value | None:
        """What a name is worth for the unit with that id; None while it is unknown, and where there is no such unit."""
        with self._standing_at(unit):
            return self.value(name)
