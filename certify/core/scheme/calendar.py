"""Calendar arithmetic: adding periods to days, clamped at month ends and leap days, and Swedish working days."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, assert_never

from certify.core.scheme.terms import EachYear, Period

_SATURDAY, _SUNDAY = 5, 6
ONE_DAY = timedelta(days=1)
# A year with every day that there is, by which the days of a season are put in order.
_LEAP_YEAR = 2028


def shifted(day: date, period: Period, direction: Literal["after", "before"] = "after") -> date:
    """The day that lies a period after or before another.

    Months and years keep the day of the month, or take the month's last day where that is earlier: one month after 31
    January is 28 or 29 February. Raises OverflowError beyond the years 1 to 9999.
    """
    count = period.count if direction == "after" else -period.count
    match period.unit:
        case "day":
            return day + timedelta(days=count)
        case "week":
            return day + timedelta(weeks=count)
        case "month":
            return _months(day, count)
        case "year":
            return _months(day, 12 * count)
        case "working day":
            return _working_days(day, count)
        case _:
            assert_never(period.unit)


def _months(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("the day lies outside the calendar")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def in_year(term: EachYear, year: int) -> date:
    """That day of that year; 29 February is the 28th where there is none. Raises ValueError beyond the calendar."""
    longest = calendar.monthrange(year, term.month)[1]
    return date(year, term.month, longest if term.day is None else min(term.day, longest))


def next_in_year(term: EachYear, start: date) -> date:
    """The first such day on or after another. Raises ValueError beyond the calendar."""
    this_year = in_year(term, start.year)
    return this_year if this_year >= start else in_year(term, start.year + 1)


def season_in_year(begins: EachYear, ends: EachYear, year: int) -> tuple[date, date]:
    """Which day of a calendar year a season begins on, and on which one ends; it crosses New Year if in that order.

    Both clamp, so that a season from 29 February begins on the 28th where there is none. Where the season before ends
    on that very day, it begins the day after: from 29 February until 28 February is a year, and never a single day.
    Raises ValueError beyond the calendar.
    """
    first, last = in_year(begins, year), in_year(ends, year)
    if first <= last and in_year(ends, _LEAP_YEAR) < in_year(begins, _LEAP_YEAR):
        return last + ONE_DAY, last
    return first, last


def season_ending(begins: EachYear, ends: EachYear, day: date) -> tuple[date, date]:
    """The first and the last day of the season that is the first to end on or after a day.

    Raises ValueError beyond the calendar.
    """
    first, last = season_in_year(begins, ends, day.year)
    if first <= last:
        return (first, last) if day <= last else season_in_year(begins, ends, day.year + 1)
    if day <= last:
        return season_in_year(begins, ends, day.year - 1)[0], last
    return first, season_in_year(begins, ends, day.year + 1)[1]


def _working_days(day: date, count: int) -> date:
    step = ONE_DAY if count > 0 else -ONE_DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def is_working_day(day: date) -> bool:
    """Neither a Saturday or Sunday, nor a public holiday in Sweden or an eve that the law treats as one.

    Act (1989:253) on public holidays; section 2 of act (1930:173) on the reckoning of statutory time adds the eves of
    Midsummer, Christmas and New Year.
    """
    return day.weekday() not in {_SATURDAY, _SUNDAY} and day not in _holidays(day.year)


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    """Those days off that may fall on a weekday."""
    easter = _easter(year)
    midsummer_eve = next(
        day for day in (date(year, 6, 19) + n * ONE_DAY for n in range(7)) if day.weekday() == _SATURDAY - 1
    )
    return frozenset(
        {
            date(year, 1, 1),
            date(year, 1, 6),
            easter - 2 * ONE_DAY,
            easter + ONE_DAY,
            date(year, 5, 1),
            easter + 39 * ONE_DAY,
            date(year, 6, 6),
            midsummer_eve,
            date(year, 12, 24),
            date(year, 12, 25),
            date(year, 12, 26),
            date(year, 12, 31),
        }
    )


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap_centuries - correction + 15) % 30
    leap_years, year_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leap_years - moon - year_rest) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
