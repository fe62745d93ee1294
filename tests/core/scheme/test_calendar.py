"""Calendar arithmetic: month ends, leap days, working days, and the edges of the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certify.core.scheme.calendar import is_working_day, shifted
from certify.core.scheme.terms import Period, Unit

SHIFTED: list[tuple[str, int, Unit, str]] = [
    ("2026-02-28", 21, "day", "2026-03-21"),
    ("2026-02-10", 6, "week", "2026-03-24"),
    ("2026-01-31", 1, "month", "2026-02-28"),
    ("2028-01-31", 1, "month", "2028-02-29"),
    ("2026-11-30", 3, "month", "2027-02-28"),
    ("2026-03-31", 1, "month", "2026-04-30"),
    ("2026-12-31", 2, "month", "2027-02-28"),
    ("2026-12-15", 12, "month", "2027-12-15"),
    ("2024-02-29", 1, "year", "2025-02-28"),
    ("2024-02-29", 4, "year", "2028-02-29"),
    ("2026-02-28", 3, "year", "2029-02-28"),
    ("2026-02-10", 10, "working day", "2026-02-24"),
    ("2026-04-02", 1, "working day", "2026-04-07"),  # over Good Friday and Easter Monday
    ("2026-12-23", 1, "working day", "2026-12-28"),  # over the eve and both days of Christmas
    ("2026-06-18", 1, "working day", "2026-06-22"),  # over Midsummer Eve
    ("2026-02-14", 1, "working day", "2026-02-16"),  # from a Saturday
]
BACK: list[tuple[str, int, Unit, str]] = [
    ("2026-03-31", 1, "month", "2026-02-28"),
    ("2029-02-27", 6, "month", "2028-08-27"),
    ("2026-02-10", 3, "year", "2023-02-10"),
    ("2024-02-29", 1, "year", "2023-02-28"),
    ("2026-04-07", 1, "working day", "2026-04-02"),
    ("2026-01-01", 1, "day", "2025-12-31"),
]
DAYS_OFF = [
    "2026-01-01",
    "2026-01-06",
    "2026-04-03",
    "2026-04-06",
    "2026-05-01",
    "2026-05-14",
    "2025-06-06",
    "2026-06-19",
    "2026-12-24",
    "2026-12-25",
    "2025-12-26",
    "2026-12-31",
    "2026-11-21",
    "2026-11-22",
]


@pytest.mark.parametrize(("start", "count", "unit", "end"), SHIFTED)
def test_a_period_after_a_day(start: str, count: int, unit: Unit, end: str) -> None:
    assert shifted(date.fromisoformat(start), Period(count, unit)) == date.fromisoformat(end)


@pytest.mark.parametrize(("start", "count", "unit", "end"), BACK)
def test_a_period_before_a_day(start: str, count: int, unit: Unit, end: str) -> None:
    assert shifted(date.fromisoformat(start), Period(count, unit), "before") == date.fromisoformat(end)


@pytest.mark.parametrize("day", DAYS_OFF)
def test_a_day_off(day: str) -> None:
    assert not is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-11-23", "2026-04-07", "2026-06-22", "2026-12-23", "2026-10-30"])
def test_a_working_day(day: str) -> None:
    assert is_working_day(date.fromisoformat(day))


# Easter Sundays as the Nautical Almanac has them.
@pytest.mark.parametrize(
    "easter", ["1943-04-25", "1961-04-02", "2000-04-23", "2008-03-23", "2024-03-31", "2026-04-05", "2038-04-25"]
)
def test_easter_monday_follows_easter(easter: str) -> None:
    assert not is_working_day(date.fromisoformat(easter).replace() + (date(2026, 4, 6) - date(2026, 4, 5)))


@pytest.mark.parametrize("unit", ["day", "week", "month", "year"])
def test_beyond_the_calendar(unit: Unit) -> None:
    with pytest.raises(OverflowError):
        shifted(date.max, Period(1, unit))
    with pytest.raises(OverflowError):
        shifted(date.min, Period(1, unit), "before")


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)), st.integers(1, 1200))
def test_months_never_spill_into_the_next(start: date, months: int) -> None:
    end = shifted(start, Period(months, "month"))
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day <= start.day


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)), st.integers(1, 30))
def test_so_many_working_days_lie_in_between(start: date, count: int) -> None:
    end = shifted(start, Period(count, "working day"))
    days = [date.fromordinal(n) for n in range(start.toordinal() + 1, end.toordinal() + 1)]
    assert sum(is_working_day(day) for day in days) == count
    assert is_working_day(end)
