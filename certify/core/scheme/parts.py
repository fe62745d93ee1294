"""The parts of a scheme file, one struct for each kind of entry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import field

from certify.core.scheme.markings import Id, OneLine, Text, Whole, Word
from certify.core.scheme.process import Transition
from certify.core.scheme.terms import Condition, Moment, Number, Operand, Period, Selection

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme

# Who else than the applicant, a role or an activity can give an input.
ORIGINS = ("fetched", "laboratory", "exam", "log", "certificate", "history", "event")

AnswerType = Literal["yes_no", "yes_no_na", "integer", "number", "percent", "grade"]
PlainType = Literal["yes_no", "yes_no_na", "integer", "number", "percent", "date", "choice", "grade", "text"]
InputType = Literal[
    "yes_no",
    "yes_no_na",
    "integer",
    "number",
    "percent",
    "date",
    "choice",
    "grade",
    "text",
    "map",
    "table",
    "series",
    "series of dates",
]


class _Part(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the file."""


class Version(_Part, frozen=True, kw_only=True):
    """Which version this is, for which days it takes applications, and what it asks of those who hold another."""

    id: Word
    applies_from: date
    until: date | None = None
    replaces: Word | None = None
    transition: Transition | None = None


class Subject(_Part, frozen=True, kw_only=True):
    """What is certified."""

    kind: Id
    text: Text


class Parameter(_Part, frozen=True, kw_only=True):
    """A figure or word that a profile may change. `options` are the words that it can be, where it is a word."""

    value: Operand
    options: tuple[Word, ...] = ()
    stricter: Literal["higher", "lower", "shorter", "longer"] | None = None
    text: Text | None = None


class Column(_Part, frozen=True, kw_only=True):
    """One column of a table, whose name is a name of the scheme: it has a value in each row."""

    type: PlainType
    text: Text | None = None
    unit: OneLine | None = None
    lowest: Number | None = None
    highest: Number | None = None
    scale: Id | None = None
    options: tuple[Word, ...] = ()


class Input(_Part, frozen=True, kw_only=True):
    """A fact. `given_by` is who or what gives it: the applicant, a role of the scheme, or an origin outside.

    `of` is the scheme whose certificate is asked about and `on` the day, where a certificate gives it. `choose` is how
    many options may be chosen; `highest` and `weight` are what a weighted measure goes by.
    """

    type: InputType
    text: Text | None = None
    given_by: Id = "applicant"
    of: Id | None = None
    on: Moment | None = None
    unit: OneLine | None = None
    lowest: Number | None = None
    highest: Number | None = None
    scale: Id | None = None
    options: tuple[Word, ...] = ()
    choose: Whole = 1
    columns: dict[Id, Column] = {}
    weight: Number | None = None
    applies: Condition | None = None
    public: bool = False


class UnitKind(_Part, frozen=True, kw_only=True):
    """A kind of unit under one holder: sites, products, members, areas. Each unit has values of its own.

    `fixed` are the units where the scheme itself names them. `at_least` is how many there are at the fewest; where
    fewer are known, whatever takes them together is unknown.
    """

    title: Text
    within: Id | None = None
    fixed: dict[Id, Text] = {}
    at_least: Whole = 1
    inputs: dict[Id, Input] = {}
    eligible: Condition | None = None
    leaves_when: Condition | None = None
    on_certificate: bool = False
    number: bool = False
    end: Moment | None = None


class Covers(_Part, frozen=True, kw_only=True):
    """The days that the evidence together has to speak of."""

    from_: Moment = field(name="from")
    until: Moment


class EvidenceRule(_Part, frozen=True, kw_only=True):
    """What has to support an answer: kinds that count (none named: all), how many, how old at most, which days."""

    kinds: tuple[Id, ...] = ()
    at_least: Whole = 1
    max_age: Period | None = None
    covers: Covers | None = None
    public: bool = False


class CriterionEntry(_Part, frozen=True, kw_only=True):
    """One requirement as it stands in the file; what it leaves out it inherits from its sections."""

    id: Id = field(name="criterion")
    title: Text
    text: Text
    guidance: Text | None = None
    judged_by: Text | None = None
    binding: Id | None = None
    answer: AnswerType | None = None
    scale: Id | None = None
    highest: Number | None = None
    weight: Number | None = None
    applies: Condition | None = None
    not_applicable: Text | None = None
    evidence: EvidenceRule | None = None
    per: Id | None = None
    activity: Id | None = None
    proposed_by: Id | None = None
    derived: bool = False
    provenance: OneLine = ""


class Section(_Part, frozen=True, kw_only=True):
    """A chapter. Binding, answer, scale, evidence and `per` are inherited by what stands in it."""

    id: Id = field(name="section")
    title: Text
    binding: Id | None = None
    answer: AnswerType | None = None
    scale: Id | None = None
    evidence: EvidenceRule | None = None
    applies: Condition | None = None
    per: Id | None = None
    criteria: tuple[CriterionEntry, ...] = ()
    sections: tuple[Section, ...] = ()


class Criterion(_Part, frozen=True, kw_only=True):
    """One requirement with all that it inherits. `within` are its sections from the outermost to the nearest.

    `per` is the kind of unit that it is judged for one by one, where it is.
    """

    id: str
    section: str
    within: tuple[str, ...]
    title: Text
    text: Text
    guidance: Text | None
    judged_by: Text | None
    binding: str
    answer: AnswerType
    scale: str | None
    highest: Number | None
    weight: Number | None
    applies: Condition | None
    not_applicable: Text | None
    evidence: EvidenceRule | None
    per: str | None
    activity: str | None
    proposed_by: str | None
    derived: bool
    provenance: str

    def takes(self, value: str, scheme: Scheme) -> bool:
        """Whether a finding on this criterion may have the value, written as in a scheme file."""
        return scheme.takes(self, value)


class Level(_Part, frozen=True, kw_only=True):
    """One rung of the ladder."""

    id: Id = field(name="level")
    title: Text
    when: Condition


class Ladder(_Part, frozen=True, kw_only=True):
    """What comes out: what every level asks for, and the levels from best to worst; the first that holds counts."""

    requires: Condition | None = None
    levels: tuple[Level, ...]


class Form(_Part, frozen=True, kw_only=True):
    """A form of the application: which criteria it leaves out, and which may be confirmed as unchanged."""

    form: Id
    leaves_out: Selection = ()
    may_confirm_unchanged: Selection = ()


class Certificate(_Part, frozen=True, kw_only=True):
    """What is printed on the certificate and what is shown to anyone, in order."""

    print: tuple[Id, ...]
    public: tuple[Id, ...]


class Mark(_Part, frozen=True, kw_only=True):
    """When and how the mark may be used."""

    while_: Literal["active"] = field(name="while", default="active")
    level: Id | None = None
    colour: OneLine | None = None
    text: Text
