"""The parts of a scheme file that act: who does what and when, for how long it holds, and worked cases of all that."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import field

from certify.core.scheme.markings import (
    Expected,
    FindingValues,
    GivenValues,
    Id,
    IfLate,
    Names,
    OneLine,
    Text,
    Values,
    Whole,
)
from certify.core.scheme.terms import Condition, HowOften, Moment, Operand, Period, PeriodOrName, Selection, Shifted

ActivityKind = Literal["apply", "check", "fetch", "assess", "exam", "vote", "decide", "survey", "appeal"]
StepAct = Literal[
    "Submit",
    "Register",
    "Accept",
    "Decline",
    "Agree",
    "Assign",
    "DeclareInterest",
    "RequestCompletion",
    "Draw",
    "Assess",
    "Vote",
    "RecordResult",
    "SendBack",
    "ProposeRemedy",
    "AcceptRemedy",
    "RefuseRemedy",
    "CloseNonconformity",
    "Decide",
    "WithdrawApplication",
    "Survey",
    "ReportCircumstance",
    "Suspend",
    "Reinstate",
    "Withdraw",
    "Wait",
]


class _Part(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the file."""


class Merge(_Part, frozen=True, kw_only=True):
    """How the values of several people become one: `single`, `mean` or `worst` of them, or a vote."""

    values: Literal["single", "mean", "worst"] = "single"
    vote: Literal["majority", "all"] | None = None
    quorum: Whole = 1
    tie: Literal["yes", "no"] | None = None


class Activity(_Part, frozen=True, kw_only=True):
    """Something that is done by a role, after something else, filling in criteria or inputs, within a time.

    An activity with `every` comes back for as long as the certificate is valid: that is surveillance.
    """

    id: Id = field(name="activity")
    kind: ActivityKind
    by: Names
    after: Names = ()
    people: Whole = 1
    competence: Names = ()
    independent_of: Names = ()
    cooling_off: Period | None = None
    rotation: Period | None = None
    blind: bool = False
    fills: Selection = ()
    per: Id | None = None
    sample: Operand | None = None
    random: bool = False
    covers: Selection = ()
    merge: Merge = Merge()
    when: Condition | None = None
    attempts: Whole = 0
    within: Shifted | None = None
    first: Shifted | None = None
    every: HowOften | None = None
    skip_when: Condition | None = None
    unannounced: bool = False
    stays_secret: bool = False
    if_late: IfLate | None = None


class Many(_Part, frozen=True, kw_only=True):
    """So many of a grade, open at once, and each of them becomes another grade."""

    at_least: Whole
    becomes: Id


class Nonconformity(_Part, frozen=True, kw_only=True):
    """A grade of nonconformity: by when to put it right, whether it blocks the decision, what follows if late."""

    within: Period
    counts_from: Literal["raised"] = "raised"
    blocks: bool = False
    if_late: IfLate | None = None
    many: Many | None = None


class Season(_Part, frozen=True, kw_only=True):
    """The part of each year in which a certificate is in force; it may cross New Year."""

    from_: Moment = field(name="from")
    until: Moment


class Validity(_Part, frozen=True, kw_only=True):
    """How long a certificate is valid: a term (`for`), a last day (`until`), or open-ended."""

    from_: Literal["decision"] = field(name="from", default="decision")
    for_: PeriodOrName | None = field(name="for", default=None)
    until: Moment | None = None
    renewed_for: PeriodOrName | None = None
    open_ended: bool = False
    ends_on: Names = ()
    not_beyond: Moment | None = None
    in_force: Season | None = None


class LateRenewal(_Part, frozen=True, kw_only=True):
    """A renewal that is decided after the end: within which time, as what the certificate stands meanwhile, and how."""

    within: Period
    status: Literal["expired"] = "expired"
    valid_from: Literal["decision", "former_end"] = "decision"
    counts_from: Literal["decision", "former_end"] = "decision"
    form: Id | None = None
    after_that: Id | None = None


class Renewal(_Part, frozen=True, kw_only=True):
    """A renewal that is decided before the end: from when it is open, what the new term counts from, which form."""

    opens: Shifted
    due: Shifted | None = None
    counts_from: Literal["former_end", "decision"] = "former_end"
    requires: Condition | None = None
    form: Id | None = None
    forms_in_turn: Names = ()
    late: LateRenewal | None = None


class Suspension(_Part, frozen=True, kw_only=True):
    """How long a certificate may be suspended, and what follows."""

    longest: Period
    then: Literal["withdraw"] = "withdraw"


class Transition(_Part, frozen=True, kw_only=True):
    """What a version asks of those who hold a certificate under an earlier one: by when, what, and else."""

    by: Moment
    shows: Selection = ()
    text: Text | None = None
    if_late: IfLate | None = None


class Step(_Part, frozen=True, kw_only=True):
    """One step of a worked case that goes through several: what was done on which day, and what is known then."""

    at: date
    act: StepAct
    by: Id | None = None
    person: Whole = 1
    activity: Id | None = None
    findings: FindingValues = field(default_factory=dict)
    grades: FindingValues = field(default_factory=dict)
    criteria: Names = ()
    units: Names = ()
    says: OneLine | None = None
    expect: Expected = field(default_factory=dict)


class Example(_Part, frozen=True, kw_only=True):
    """A worked case: what goes in, and what must come out. It is a test of the scheme. `line` is where it stands."""

    title: OneLine = field(name="example")
    profile: Id | None = None
    form: Id | None = None
    given: GivenValues = field(default_factory=dict)
    within: Values = field(default_factory=dict)
    findings: FindingValues = field(default_factory=dict)
    votes: Values = field(default_factory=dict)
    dates: Values = field(default_factory=dict)
    acts: tuple[Step, ...] = ()
    expect: Expected
    line: Annotated[int, "not a key"] = 0
