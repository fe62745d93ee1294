"""Profiles: named variants of a scheme, as they stand in its file."""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec import field

from certify.core.scheme.markings import Id, Text, Word
from certify.core.scheme.measure import Measure
from certify.core.scheme.parts import CriterionEntry, Input, Level, Section, Subject, UnitKind
from certify.core.scheme.process import Activity, Nonconformity, Renewal, Validity
from certify.core.scheme.terms import Condition, Operand


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What is otherwise in a profile from a day on: parameters, bindings, and whole named things, replaced or added.

    `criteria` are by the section in which they stand. What the scheme says of itself to the public may be said anew.
    """

    from_: date = field(name="from")
    title: Text | None = None
    subject: Subject | None = None
    means: Text | None = None
    does_not_mean: Text | None = None
    expect: Text | None = None
    turn_to: Text | None = None
    names: dict[Id, Text] = {}
    parameters: dict[Id, Operand] = {}
    bindings: dict[Id, Id] = {}
    scales: dict[Id, tuple[Word, ...]] = {}
    inputs: dict[Id, Input] = {}
    units: dict[Id, UnitKind] = {}
    sections: tuple[Section, ...] = ()
    criteria: dict[Id, tuple[CriterionEntry, ...]] = {}
    measures: dict[Id, Measure] = {}
    levels: tuple[Level, ...] = ()
    activities: tuple[Activity, ...] = ()
    nonconformities: dict[Id, Nonconformity] = {}
    validity: Validity | None = None
    renewal: Renewal | None = None


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A named variant of the scheme: for whom it is, and what is otherwise from which day on."""

    title: Text
    applies: Condition | None = None
    changes: tuple[Change, ...]
