"""A file that builds on another body's scheme: it may add, raise a binding, and make a parameter stricter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

import msgspec
from msgspec import field

from certify.core.scheme.calendar import shifted
from certify.core.scheme.check_context import Context
from certify.core.scheme.faults import Faults, Place
from certify.core.scheme.markings import Digest, Id, Text, Word
from certify.core.scheme.measure import Measure
from certify.core.scheme.model import Scheme
from certify.core.scheme.names import parameter_domain
from certify.core.scheme.overlaying import changed
from certify.core.scheme.parts import CriterionEntry, Input, Parameter, Section, UnitKind, Version
from certify.core.scheme.process import Activity, Example, Nonconformity, Validity
from certify.core.scheme.profile import Change
from certify.core.scheme.read import Reader
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.sentences import naming, trying
from certify.core.scheme.terms import AllOf, Condition, Day, Number, Operand, Period


class Overlay(msgspec.Struct, frozen=True, kw_only=True):
    """A scheme that builds on the version of another body with that digest, and says only what is stricter or more."""

    language: Literal[1]
    id: Id = field(name="scheme")
    base: Digest
    version: Version
    edition: Literal["working", "adopted"] = "working"
    title: Text
    means: Text | None = None
    does_not_mean: Text | None = None
    expect: Text | None = None
    turn_to: Text | None = None
    names: dict[Id, Text] = {}
    parameters: dict[Id, Operand] = {}
    scales: dict[Id, tuple[Word, ...]] = {}
    inputs: dict[Id, Input] = {}
    units: dict[Id, UnitKind] = {}
    bindings: dict[Id, Id] = {}
    sections: tuple[Section, ...] = ()
    criteria: dict[Id, tuple[CriterionEntry, ...]] = {}
    measures: dict[Id, Measure] = {}
    eligible: Condition | None = None
    requires: Condition | None = None
    activities: tuple[Activity, ...] = ()
    nonconformities: dict[Id, Nonconformity] = {}
    validity: Validity | None = None
    examples: tuple[Example, ...] = ()


def laid_over(base: Scheme, overlay: Overlay) -> Scheme:
    """The base with the overlay over it. Its profiles are left out: one of them might be laxer than the overlay."""
    change = Change(
        from_=overlay.version.applies_from,
        names=overlay.names,
        parameters=overlay.parameters,
        bindings=overlay.bindings,
        scales=overlay.scales,
        inputs=overlay.inputs,
        units=overlay.units,
        sections=overlay.sections,
        criteria=overlay.criteria,
        measures=overlay.measures,
        activities=overlay.activities,
        nonconformities=overlay.nonconformities,
        validity=overlay.validity,
    )
    whole = changed(msgspec.structs.replace(base, profiles={}), change)
    texts = {name: getattr(overlay, name) or getattr(base, name) for name in _TEXTS}
    return msgspec.structs.replace(
        whole,
        id=overlay.id,
        base=overlay.base,
        version=overlay.version,
        edition=overlay.edition,
        title=overlay.title,
        eligible=_both(base.eligible, overlay.eligible),
        outcome=msgspec.structs.replace(whole.outcome, requires=_both(base.outcome.requires, overlay.requires)),
        examples=overlay.examples,
        **texts,
    )


# Days from which periods are measured against each other: over four years, on every day of the week and month.
_DAYS = tuple(date(2023, 1, 1) + timedelta(days=37 * n) for n in range(40))
_TEXTS = ("means", "does_not_mean", "expect", "turn_to")


def _both(one: Condition | None, other: Condition | None) -> Condition | None:
    if one is None or other is None:
        return one or other
    return AllOf((one, other))


def check_overlay(context: Context, base: Scheme, overlay: Overlay) -> None:
    """Note whatever the overlay does besides adding, raising a binding, and making a parameter stricter.

    The context is one of the base with the overlay's reader.
    """
    for name, value in overlay.parameters.items():
        at: Path = ("parameters", name)
        if context.is_known(at, name, base.parameters, naming.NO_PARAMETER_OF_BASE, key=True):
            _check_stricter(context, at, name, base.parameters[name], value)
    own = {entry.id: None for entries in overlay.criteria.values() for entry in entries}
    for name, binding in overlay.bindings.items():
        at = ("bindings", name)
        context.is_known(at, binding, base.bindings, naming.NO_BINDING_OF_BASE)
        if not context.is_known(at, name, {**base.criteria_by_id, **own}, naming.NO_CRITERION_OF_BASE, key=True):
            continue
        before = base.criteria_by_id.get(name)
        if binding in base.bindings and before is not None:
            rank = base.bindings.index
            if rank(binding) > rank(before.binding):
                context.fault(at, trying.WEAKER_BINDING, criterion=name, was=before.binding, now=binding)
    sections = {section.id: None for _, section in context.sections()}
    for section in overlay.criteria:
        context.is_known(("criteria", section), section, sections, naming.NO_SECTION_OF_BASE, key=True)
    for place, name in _added(context.reader, overlay):
        if name in _names_of(base):
            context.fault_at(place, trying.REPLACES, name=name)


def _added(reader: Reader, overlay: Overlay) -> Iterator[tuple[Place, str]]:
    for key in ("scales", "inputs", "units", "measures", "nonconformities"):
        for name in getattr(overlay, key):
            yield reader.key_at((key, name)), name
    for number, section in enumerate(overlay.sections):
        yield reader.at(("sections", number, "section")), section.id
    for number, activity in enumerate(overlay.activities):
        yield reader.at(("activities", number, "activity")), activity.id
    for within, criteria in overlay.criteria.items():
        for number, criterion in enumerate(criteria):
            yield reader.at(("criteria", within, number, "criterion")), criterion.id


def _names_of(base: Scheme) -> set[str]:
    sections = [*base.sections]
    for section in sections:
        sections += section.sections
    return {
        *base.scales,
        *base.every_input,
        *base.units,
        *base.measures,
        *base.nonconformities,
        *base.criteria_by_id,
        *base.activities_by_id,
        *(section.id for section in sections),
    }


def _check_stricter(context: Context, path: Path, name: str, parameter: Parameter, value: Operand) -> None:
    before, now = parameter_domain(parameter.value, parameter.options), parameter_domain(value, parameter.options)
    if before.kind != now.kind or before.percent != now.percent:
        context.fault(path, naming.OTHER_THAN_BEFORE, name=name, domain=before.described(), its=now.described())
    elif parameter.stricter is None:
        context.fault(path, trying.NO_DIRECTION, name=name)
    elif not is_stricter(parameter.stricter, parameter.value, value):
        context.fault(path, trying.LAXER, name=name, direction=trying.DIRECTIONS[parameter.stricter])


def is_stricter(direction: str, before: Operand, now: Operand) -> bool:
    """Whether a value is at least as strict. Periods are compared by the days that they take from days of all kinds."""
    if isinstance(before, Period) and isinstance(now, Period):
        spans = [(shifted(day, now) - day, shifted(day, before) - day) for day in _DAYS]
        more = direction in {"longer", "higher"}
        return all(new >= old if more else new <= old for new, old in spans)
    if isinstance(before, Number | Day) and isinstance(now, Number | Day):
        step = _size(now) - _size(before)
        return step >= 0 if direction in {"higher", "longer"} else step <= 0
    return before == now


def _size(value: Number | Day) -> Fraction:
    return value.value if isinstance(value, Number) else Fraction(value.value.toordinal())


class OverlayReader(Reader):
    """Reads an overlay; once it is laid over its base, it tells where in the overlay each added thing stands."""

    def __init__(self, faults: Faults, base: Scheme) -> None:
        periods = {name: entry.value for name, entry in base.parameters.items() if isinstance(entry.value, Period)}
        super().__init__(faults, base.languages, periods)

    def lay_over(self, base: Scheme, overlay: Overlay) -> None:
        """From now on paths are those of the whole, and what comes from the base stands where the base is named."""
        moved: dict[Path, Path] = {("requires",): ("outcome", "requires")}
        for key, before in (("sections", len(base.sections)), ("activities", len(base.activities))):
            for number in range(len(getattr(overlay, key))):
                moved[key, number] = (key, before + number)
        self._move_criteria(base.sections, ("sections",), overlay, moved)
        self.places = {
            **{_moved(path, moved): place for path, place in self.places.items()},
            (): self.places["base",],
        }

    def _move_criteria(
        self, sections: tuple[Section, ...], path: Path, overlay: Overlay, moved: dict[Path, Path]
    ) -> None:
        for place, section in enumerate(sections):
            here = (*path, place)
            for number in range(len(overlay.criteria.get(section.id, ()))):
                moved["criteria", section.id, number] = (*here, "criteria", len(section.criteria) + number)
            self._move_criteria(section.sections, (*here, "sections"), overlay, moved)


_LONGEST_MOVE = 3


def _moved(path: Path, moved: dict[Path, Path]) -> Path:
    """Where a path of the overlay lies in the whole."""
    for length in range(1, _LONGEST_MOVE + 1):
        if path[:length] in moved:
            return (*moved[path[:length]], *path[length:])
    return path
