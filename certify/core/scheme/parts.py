"""The parts of a scheme file, one struct for each kind of entry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import field

from certify.core.scheme.markings import Expected, Id, IfLate, Names, OneLine, Text, Values, Whole, Word
from certify.core.scheme.terms import Condition, Moment, Number, Operand, Period, PeriodOrName, Selection, Shifted

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme

AnswerType = Literal["yes_no", "yes_no_na", "integer", "number", "percent", "grade"]
InputType = Literal["yes_no", "yes_no_na", "integer", "number", "percent", "date", "choice", "grade", "text"]
ActivityKind = Literal["apply", "check", "assess", "decide", "appeal"]
StepAct = Literal["Submit", "Assess", "RequestCompletion", "Decide"]


class _Part(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the file."""


class Version(_Part, frozen=True, kw_only=True):
    """Which version this is, and for which days it takes applications."""

    id: Word
    applies_from: date
    until: date | None = None
    replaces: Word | None = None


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


class Input(_Part, frozen=True, kw_only=True):
    """A fact. `given_by` is who or what gives it: the applicant, a role of the scheme, or an origin outside."""

    type: InputType
    text: Text | None = None
    given_by: Id = "applicant"
    unit: OneLine | None = None
    lowest: Number | None = None
    highest: Number | None = None
    scale: Id | None = None
    options: tuple[Word, ...] = ()
    applies: Condition | None = None
    public: bool = False


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
    applies: Condition | None = None
    not_applicable: Text | None = None
    evidence: EvidenceRule | None = None
    proposed_by: Id | None = None
    derived: bool = False
    provenance: OneLine = ""


class Section(_Part, frozen=True, kw_only=True):
    """A chapter. Binding, answer, scale and evidence are inherited by what stands in it."""

    id: Id = field(name="section")
    title: Text
    binding: Id | None = None
    answer: AnswerType | None = None
    scale: Id | None = None
    evidence: EvidenceRule | None = None
    applies: Condition | None = None
    criteria: tuple[CriterionEntry, ...] = ()
    sections: tuple[Section, ...] = ()


class Criterion(_Part, frozen=True, kw_only=True):
    """One requirement with all that it inherits. `within` are its sections from the outermost to the nearest."""

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
    applies: Condition | None
    not_applicable: Text | None
    evidence: EvidenceRule | None
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


class Activity(_Part, frozen=True, kw_only=True):
    """Something that is done by a role, after something else, filling in criteria or inputs, within a time."""

    id: Id = field(name="activity")
    kind: ActivityKind
    by: Names
    after: Names = ()
    cooling_off: Period | None = None
    fills: Selection = ()
    within: Shifted | None = None
    if_late: IfLate | None = None


class Nonconformity(_Part, frozen=True, kw_only=True):
    """A grade of nonconformity: by when to put it right, whether it blocks the decision, what follows if late."""

    within: Period
    counts_from: Literal["raised"] = "raised"
    blocks: bool = False
    if_late: IfLate | None = None


class Validity(_Part, frozen=True, kw_only=True):
    """How long a certificate is valid: a term (`for`), or a last day (`until`)."""

    from_: Literal["decision"] = field(name="from", default="decision")
    for_: PeriodOrName | None = field(name="for", default=None)
    until: Moment | None = None
    renewed_for: PeriodOrName | None = None


class LateRenewal(_Part, frozen=True, kw_only=True):
    """A renewal that is decided after the end: within which time, as what the certificate stands meanwhile, and how."""

    within: Period
    status: Literal["expired"] = "expired"
    counts_from: Literal["decision", "former_end"] = "decision"
    form: Id | None = None
    after_that: Id | None = None


class Renewal(_Part, frozen=True, kw_only=True):
    """A renewal that is decided before the end: from when it is open, what the new term counts from, which form."""

    opens: Shifted
    counts_from: Literal["former_end", "decision"] = "former_end"
    form: Id | None = None
    late: LateRenewal | None = None


class Suspension(_Part, frozen=True, kw_only=True):
    """How long a certificate may be suspended, and what follows."""

    longest: Period
    then: Literal["withdraw"] = "withdraw"


class Certificate(_Part, frozen=True, kw_only=True):
    """What is printed on the certificate and what is shown to anyone, in order."""

    print: tuple[Id, ...]
    public: tuple[Id, ...]


class Mark(_Part, frozen=True, kw_only=True):
    """When and how the mark may be used."""

    while_: Literal["active"] = field(name="while", default="active")
    level: Id | None = None
    text: Text


class Step(_Part, frozen=True, kw_only=True):
    """One step of a worked case that goes through several: what was done on which day, and what is known then."""

    at: date
    act: StepAct
    findings: Values = field(default_factory=dict)
    criteria: Names = ()
    expect: Expected = field(default_factory=dict)


class Example(_Part, frozen=True, kw_only=True):
    """A worked case: what goes in, and what must come out. It is a test of the scheme. `line` is where it stands."""

    title: OneLine = field(name="example")
    form: Id | None = None
    given: Values = field(default_factory=dict)
    findings: Values = field(default_factory=dict)
    dates: Values = field(default_factory=dict)
    acts: tuple[Step, ...] = ()
    expect: Expected
    line: Annotated[int, "not a key"] = 0
