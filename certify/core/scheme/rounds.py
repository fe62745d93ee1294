"""The days by which a surveillance is due: round by round, counted from the decision and never from the last visit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from certify.core.scheme.calendar import shifted
from certify.core.scheme.clocks import OPEN_END, moment, periods_in
from certify.core.scheme.terms import CalendarYear, Period, PeriodOrName

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.process import Activity

_MOST = 400
_DECEMBER, _LAST = 12, 31


def round_day(
    activity: Activity,
    number: int,
    day_of: Callable[[str], date | None],
    period_of: Callable[[PeriodOrName], Period | None],
) -> date | None:
    """The last day of a round, the first being 1; None where it is not known, or there is no such round.

    (1) `first` gives the day of the first round, `every` counts on from there
    (2) otherwise `every` counts from the decision, each round anew, so that a clamped day is not carried on
    (3) `calendar year` is the last day of each year: of the year after the decision, or after the first round
    (4) without `every` there is one round, by `within`
    """
    if activity.every is None:
        return moment(activity.within, day_of, period_of) if activity.within is not None and number == 1 else None
    decided = day_of("decision")
    start = decided if activity.first is None else moment(activity.first, day_of, period_of)
    if start is None:
        return None
    if activity.first is not None:
        if number == 1:
            return start
        number -= 1
    if isinstance(activity.every, CalendarYear):
        return date(start.year + number, _DECEMBER, _LAST) if start.year + number <= date.max.year else None
    period = period_of(activity.every)
    if period is None:
        return None
    try:
        return shifted(start, Period(period.count * number, period.unit))
    except OverflowError:
        return None


def round_days(
    scheme: Scheme, activity: str, days: Mapping[str, date], last: date, values: Mapping[str, str]
) -> Iterator[date]:
    """The last day of each round until the certificate ends."""
    entry = scheme.activities_by_id[activity]
    for number in range(1, _MOST):
        due = round_day(entry, number, days.get, periods_in(values))
        if due is None or due > last:
            return
        yield due


def rounds_told(
    scheme: Scheme, expected: tuple[str, ...], days: Mapping[str, date], last: date | None, values: Mapping[str, str]
) -> tuple[date, ...]:
    """The rounds that a worked case is told of: until the certificate ends, or as many as it expects where it does not.

    `expected` is an activity with the days by which it should be due.
    """
    found = round_days(scheme, expected[0], days, last or OPEN_END, values)
    endless = last is None or last == OPEN_END
    return tuple(islice(found, max(len(expected) - 1, 1)) if endless else found)
