"""`dateTimeStamp` of XML Schema 1.1: exact, of any year, and nothing else."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certify.service.vc_api import moments


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-14 * 60, 14 * 60))
def test_it_says_what_the_calendar_says(at: datetime, minutes: int) -> None:
    try:
        there = at + timedelta(minutes=minutes)
    except OverflowError:
        return
    zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    text = f"{there:%H:%M:%S}.{there:%f}{zone}"
    assert moments.seconds(f"{there.year:04}-{there.month:02}-{there.day:02}T{text}") == moments.of(at)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00.0000000001Z"),
        ("9999-12-31T23:59:59Z", "10000-01-01T00:00:00Z"),
        ("-0001-12-31T23:59:59Z", "0000-01-01T00:00:00Z"),
        ("2020-01-01T00:00:00+00:01", "2020-01-01T00:00:00Z"),
    ],
)
def test_the_order_of_times(earlier: str, later: str) -> None:
    first, second = moments.seconds(earlier), moments.seconds(later)
    assert first is not None
    assert second is not None
    assert first < second


def test_the_end_of_a_day_is_the_beginning_of_the_next() -> None:
    assert moments.seconds("1999-12-31T24:00:00Z") == moments.seconds("2000-01-01T00:00:00Z") == Fraction(0)


@pytest.mark.parametrize(
    "text",
    [
        "2020-1-01T00:00:00Z",
        "2020-13-01T00:00:00Z",
        "2021-02-29T00:00:00Z",
        "2020-01-01T24:00:01Z",
        "2020-01-01T00:00:60Z",
        "2020-01-01T00:00:00+14:01",
        "2020-01-01 00:00:00Z",
        "2020-01-01T00:00:00z",
        "02020-01-01T00:00:00Z",
        "\uff12020-01-01T00:00:00Z",
        "",
        None,
        1,
    ],
)
def test_what_is_no_time(text: object) -> None:
    assert moments.seconds(text) is None


def test_a_zone_may_be_left_out_only_where_that_is_said() -> None:
    assert moments.seconds("2020-01-01T00:00:00") is None
    assert moments.seconds("2020-01-01T00:00:00", zone_needed=False) == moments.seconds("2020-01-01T00:00:00Z")
