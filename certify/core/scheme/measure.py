"""Measures: named values worked out from inputs, criteria and other measures, each by exactly one reducer.

The first field of each struct is the reducer's own key; the loader tells measures apart by it.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import field

from certify.core.scheme.markings import Formula, Id, Text, Whole
from certify.core.scheme.process import Season
from certify.core.scheme.terms import Comparison, Condition, Moment, Operand, Selection

StatisticName = Literal[
    "median",
    "mean",
    "lowest",
    "highest",
    "latest",
    "geometric mean",
    "standard deviation",
    "log-normal 90",
    "log-normal 95",
    "nearest rank",
    "linear percentile",
    "hazen percentile",
    "number",
    "largest gap",
]


class _Measure(msgspec.Struct, frozen=True, kw_only=True, tag_field="reducer"):
    """Every measure may say in words what it measures; reasons and pages use it.

    `per` is a kind of unit, a table or a level of sections: there is then one value for each unit, row or section.
    """

    text: Text | None = None
    per: Id | None = None


class Count(_Measure, frozen=True, kw_only=True, tag="count"):
    """How many of the selection that apply compare like that: `{count: mandatory, is: no}`.

    Without `is` all that there are; with `distinct` the same value counts once.
    """

    count: Selection
    is_: Comparison | None = field(name="is", default=None)
    distinct: bool = False


class Share(_Measure, frozen=True, kw_only=True, tag="share"):
    """Which part of the selection that applies compares like that: `{share: guideline, is: yes}`."""

    share: Selection
    is_: Comparison = field(name="is")


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One addend of a sum: all of it, or at most so much."""

    name: str
    up_to: Operand | None = None


Parts = Annotated[tuple[Part, ...], "parts"]


class Sum(_Measure, frozen=True, kw_only=True, tag="sum"):
    """Points with caps: of a selection, or name by name `all` or `up to N`; `at_most` caps the whole."""

    sum: Parts
    at_most: Operand | None = None


class Min(_Measure, frozen=True, kw_only=True, tag="min"):
    """The lowest value of what applies."""

    min: Selection


class Max(_Measure, frozen=True, kw_only=True, tag="max"):
    """The highest value of what applies."""

    max: Selection


class Mean(_Measure, frozen=True, kw_only=True, tag="mean"):
    """The mean of what applies, rounded half up to a multiple of `round`."""

    mean: Selection
    round: Operand | None = None


class Weighted(_Measure, frozen=True, kw_only=True, tag="weighted"):
    """Each value as part of its highest, by weight: `{weighted: [care, light], out_of: 100}`.

    A criterion or input says its weight itself and counts once if it says none; `weights` says those of measures.
    """

    weighted: Selection
    out_of: Operand | None = None
    weights: dict[Id, Operand] = {}
    round: Operand | None = None


class Lift(msgspec.Struct, frozen=True, kw_only=True):
    """By how many steps the worst is lifted, where such a part of the values is better than it."""

    steps: Whole
    when_better: Comparison


class Worst(_Measure, frozen=True, kw_only=True, tag="worst"):
    """The lowest grade of what applies: `{worst: impression, lift: {steps: 1, when_better: at least 75 %}}`."""

    worst: Selection
    lift: Lift | None = None


class Statistic(_Measure, frozen=True, kw_only=True, tag="statistic"):
    """One figure that tells of many, by a definition from a closed list; `certify.core.scheme.statistics` has them.

    Only values of the days `from` to `until` and within the `season` count; fewer than `at_least` give nothing.
    """

    statistic: StatisticName
    of: Selection
    at: Operand | None = None
    from_: Moment | None = field(name="from", default=None)
    until: Moment | None = None
    season: Season | None = None
    at_least: Whole = 1
    zero_as: Operand | None = None
    round: Operand | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a table: the comparison and the value that it gives."""

    comparison: Comparison
    value: Operand


Rows = Annotated[tuple[Row, ...], "rows"]


class Table(_Measure, frozen=True, kw_only=True, tag="table"):
    """Bands and lookup in one: the value of the row that compares with the named value."""

    table: Id
    rows: Rows


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One case of `choose`; without `when` it is the last resort."""

    when: Condition | None = None
    value: Operand


class Choose(_Measure, frozen=True, kw_only=True, tag="choose"):
    """The value of the first case that holds."""

    choose: tuple[Case, ...]


class Holds(_Measure, frozen=True, kw_only=True, tag="holds"):
    """A condition as yes, no or unknown."""

    holds: Condition


class DateOf(_Measure, frozen=True, kw_only=True, tag="date"):
    """A day that is worked out: `{date: 2 months after submitted}`."""

    date: Moment


class Calculated(_Measure, frozen=True, kw_only=True, tag="formula"):
    """Plain arithmetic over names: `{formula: ceil(berths / 40)}`."""

    formula: Formula


Measure = (
    Count | Share | Sum | Weighted | Min | Max | Mean | Worst | Statistic | Table | Choose | Holds | DateOf | Calculated
)

REDUCERS: dict[str, type[Measure]] = {
    "count": Count,
    "share": Share,
    "sum": Sum,
    "weighted": Weighted,
    "min": Min,
    "max": Max,
    "mean": Mean,
    "worst": Worst,
    "statistic": Statistic,
    "table": Table,
    "choose": Choose,
    "holds": Holds,
    "date": DateOf,
    "formula": Calculated,
}
