"""What the phrases of a scheme file mean, as plain data: periods, moments, comparisons, conditions, selections.

`certify.core.scheme.phrases` reads them from their text, `conditions` and `clocks` work them out.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

import msgspec

Unit = Literal["day", "working day", "week", "month", "year"]


class _Term(msgspec.Struct, frozen=True, tag_field="term"):
    """A term knows its own name, so that a scheme can be told as plain data."""


class Period(_Term, frozen=True, tag="period", omit_defaults=True):
    """A calendar period: `21 days`, `10 working days`, `6 weeks`, `12 months`, `3 years`.

    `parameter` is the name of the parameter that gave it, where one did; a profile that changes the parameter changes
    it. Periods are equal by what they say, whoever gave them.
    """

    count: int
    unit: Unit
    parameter: str = ""

    def __eq__(self, other: object) -> bool:
        """Whether another says the same."""
        return isinstance(other, Period) and (self.count, self.unit) == (other.count, other.unit)

    def __hash__(self) -> int:
        """The same for all that say the same."""
        return hash((self.count, self.unit))

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'s' if self.count != 1 else ''}"


class Name(_Term, frozen=True, tag="name"):
    """A bare word: the name of a parameter, input, criterion or measure, or a value such as `yes` or a grade."""

    word: str

    def __str__(self) -> str:
        return self.word


class Number(_Term, frozen=True, tag="number"):
    """An exact number; `percent` where it was written with a percent sign (the value is then its hundredth)."""

    value: Fraction
    percent: bool = False


class Day(_Term, frozen=True, tag="day"):
    """A date."""

    value: date


class Shifted(_Term, frozen=True, tag="shifted"):
    """`12 months after decision`, `6 months before end`. The period may be the name of a measure that gives one."""

    period: Period | Name
    direction: Literal["after", "before"]
    anchor: Moment


class Earliest(_Term, frozen=True, tag="earliest"):
    """The first of several moments."""

    of: tuple[Moment, ...]


class Latest(_Term, frozen=True, tag="latest"):
    """The last of several moments."""

    of: tuple[Moment, ...]


class EachYear(_Term, frozen=True, tag="each_year"):
    """`15 may each year`, `last day of march each year`: the next such day from a case's own moment on.

    Without a `day` it is the last day of the month; a day that a month lacks in some years is its last there.
    """

    month: int
    day: int | None = None


class CalendarYear(_Term, frozen=True, tag="calendar_year"):
    """`every: calendar year`: once before each year is out."""


Moment = Name | Day | Shifted | Earliest | Latest | EachYear
PeriodOrName = Period | Name
HowOften = Period | Name | CalendarYear

BUILT_IN_MOMENTS = (
    "submitted",
    "accepted",
    "decision",
    "notified",
    "raised",
    "start",
    "end",
    "former_end",
    "version_end",
    "today",
)

Operand = Name | Number | Day | Period | Shifted
Relation = Literal[
    "is", "not", "at_least", "at_most", "more_than", "less_than", "between", "from", "until", "before", "after"
]


class Comparison(_Term, frozen=True, tag="comparison"):
    """`X or Y`, `not X`, `at least X`, `between X and Y`, `until X` and the like."""

    relation: Relation
    operands: tuple[Operand, ...]


class Line(_Term, frozen=True, tag="line"):
    """One line of a condition: `points: at least 60`."""

    name: str
    comparison: Comparison


class AllOf(_Term, frozen=True, tag="all"):
    """All of these hold."""

    conditions: tuple[Condition, ...]


class AnyOf(_Term, frozen=True, tag="any"):
    """At least one of these holds."""

    conditions: tuple[Condition, ...]


class AtLeastOf(_Term, frozen=True, tag="at_least_of"):
    """At least so many of these hold."""

    least: int
    conditions: tuple[Condition, ...]


class Not(_Term, frozen=True, tag="not"):
    """This does not hold."""

    condition: Condition


class Otherwise(_Term, frozen=True, tag="otherwise"):
    """Holds always; only a last level may say it."""


Condition = Line | AllOf | AnyOf | AtLeastOf | Not | Otherwise

Selection = Annotated[tuple[str, ...], "selection"]
