"""Times and days in their one spelling."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from verify import times
from verify.errors import BadTime


def test_a_moment_is_spelled_in_utc_and_whole_seconds() -> None:
    at = datetime(2027, 3, 1, 13, 0, 59, 999_999, tzinfo=timezone(timedelta(hours=1)))
    assert times.text(at) == "2027-03-01T12:00:59Z"
    assert times.moment("2027-03-01T12:00:59Z") == datetime(2027, 3, 1, 12, 0, 59, tzinfo=UTC)
    assert times.of_seconds(0) == "1970-01-01T00:00:00Z"
    assert times.day("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-01T12:00:00+00:00",
        "2027-03-01 12:00:00Z",
        "2027-03-01T12:00:00.0Z",
        "2027-03-01t12:00:00z",
        "2027-03-01T24:00:00Z",
        "2027-03-01T12:00:60Z",
        "2027-02-29T12:00:00Z",
        "2027-13-01T12:00:00Z",
        "0000-01-01T00:00:00Z",
        "2027-W09-1T12:00:00Z",
        "٢٠٢٧-03-01T12:00:00Z",
        "2027-03-01T12:00:00Z\n",
        "",
    ],
)
def test_no_moment(text: str) -> None:
    with pytest.raises(BadTime):
        times.moment(text)


@pytest.mark.parametrize("text", ["2027-02-29", "20270301", "2027-3-1", "2027-03-01Z", "2027-W09-1", "0000-01-01"])
def test_no_day(text: str) -> None:
    with pytest.raises(BadTime):
        times.day(text)


@pytest.mark.parametrize("seconds", [253_402_300_800, 2**53, -(2**60)])
def test_no_time_beyond_the_calendar(seconds: int) -> None:
    with pytest.raises(BadTime):
        times.of_seconds(seconds)


def test_a_moment_without_time_zone_is_wrong_use() -> None:
    with pytest.raises(ValueError, match="time zone"):
        times.text(datetime(2027, 3, 1))  # noqa: DTZ001  (that is the point)


@pytest.mark.parametrize("spelled", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_that_utc_has_no_year_for_is_wrong_use(spelled: str) -> None:
    with pytest.raises(ValueError, match="year 9999"):
        times.text(datetime.fromisoformat(spelled))
