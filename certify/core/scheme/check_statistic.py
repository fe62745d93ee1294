"""Statistics: which values a figure takes, and what it asks for besides."""

from __future__ import annotations

from certify.core.scheme.check_comparison import check_moment, check_operand
from certify.core.scheme.check_context import Context
from certify.core.scheme.domains import Domain
from certify.core.scheme.measure import Statistic
from certify.core.scheme.process import Season
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.sentences import judging
from certify.core.scheme.statistics import PERCENTILES
from certify.core.scheme.terms import EachYear, Number, Operand

_OF_ANYTHING = frozenset({"number"})
_OF_DAYS = frozenset({"largest gap", "latest"})
_DATED = frozenset({"series", "series of dates"})


def check_statistic(context: Context, path: Path, measure: Statistic, domains: dict[str, Domain]) -> None:
    """Note every fault of a statistic; `domains` are those of the names that it takes."""
    name = measure.statistic
    for one, domain in domains.items():
        if (
            domain.kind not in ({"number", "date"} if name == "largest gap" else {"number"})
            and name not in _OF_ANYTHING
        ):
            context.fault((*path, "of"), judging.NO_RECKONING, name=one, domain=domain.described())
            return
    if name in PERCENTILES and measure.at is None and (*path, "at") not in context.reader.places:
        context.fault(path, judging.NEEDS_AT, statistic=name)
    if name not in PERCENTILES and measure.at is not None:
        context.fault((*path, "at"), judging.AT_OF_PERCENTILES, statistics=", ".join(PERCENTILES))
    elif isinstance(measure.at, Number) and not 0 <= measure.at.value <= 1:
        context.fault((*path, "at"), judging.NO_PERCENTILE)
    check_operand(context, (*path, "at"), measure.at, "number")
    check_operand(context, (*path, "zero_as"), measure.zero_as, "number")
    check_step(context, (*path, "round"), measure.round)
    for key, moment in (("from", measure.from_), ("until", measure.until)):
        if moment is not None:
            check_moment(context, (*path, key), moment)
    if measure.season is not None:
        check_season(context, (*path, "season"), measure.season)
    if measure.from_ or measure.until or measure.season or name in _OF_DAYS:
        _check_dated(context, path, domains)


def _check_dated(context: Context, path: Path, domains: dict[str, Domain]) -> None:
    for one in domains:
        entry = context.scheme.every_input.get(one)
        if entry is None or entry.type not in _DATED:
            context.fault((*path, "of"), judging.NO_DAYS, name=one)
            return


def check_season(context: Context, path: Path, season: Season) -> None:
    """Both ends are days of each year."""
    for key, day in (("from", season.from_), ("until", season.until)):
        if not isinstance(day, EachYear):
            context.fault((*path, key), judging.NO_SEASON)


def check_step(context: Context, path: Path, step: Operand | None) -> None:
    """What something is rounded to a multiple of is a number above 0."""
    check_operand(context, path, step, "number")
    if isinstance(step, Number) and step.value <= 0:
        context.fault(path, judging.NO_STEP)
