"""Days, times and ages as people write them."""

import pytest

from verify import dates
from verify.dates import Lang


@pytest.mark.parametrize(
    ("value", "lang", "written"),
    [
        ("2028-11-20", "sv", "20 november 2028"),
        ("2028-11-20", "en", "20 November 2028"),
        ("2029-11-22T22:59:59Z", "sv", "22 november 2029"),  # winter: midnight is 23:00 UTC
        ("2029-11-22T23:00:00Z", "sv", "23 november 2029"),
        ("2027-06-30T21:59:59Z", "en", "30 June 2027"),  # summer: midnight is 22:00 UTC
        ("2027-06-30T22:00:00Z", "en", "1 July 2027"),
        ("9999-12-31T22:59:59Z", "sv", "tills vidare"),
        ("9999-12-31", "en", "until further notice"),
        ("9999-12-30", "en", "30 December 9999"),
    ],
)
def test_a_day_is_a_day_in_stockholm(value: str, lang: Lang, written: str) -> None:
    assert dates.day(value, lang) == written


def test_a_moment_has_weekday_day_and_time() -> None:
    assert dates.moment("2026-11-22T07:14:00Z", "sv") == "söndag 22 november 2026 kl. 08.14"
    assert dates.moment("2026-11-22T07:14:00Z", "en") == "Sunday 22 November 2026 at 08:14"


@pytest.mark.parametrize(
    ("seconds", "sv", "en"),
    [
        (0, "1 minut", "1 minute"),
        (119, "1 minut", "1 minute"),
        (120, "2 minuter", "2 minutes"),
        (3_600, "1 timme", "1 hour"),
        (86_399, "23 timmar", "23 hours"),
        (86_400, "1 dag", "1 day"),
        (9 * 86_400 + 5, "9 dagar", "9 days"),
    ],
)
def test_an_age_in_its_largest_whole_unit(seconds: int, sv: str, en: str) -> None:
    assert dates.age(seconds, "sv") == sv
    assert dates.age(seconds, "en") == en


def test_so_many_seconds_before() -> None:
    assert dates.before("2026-11-22T00:00:01Z", 2) == "2026-11-21T23:59:59Z"
    assert dates.same_day("2026-11-21T23:30:00Z", "2026-11-22T20:00:00Z")
    assert not dates.same_day("2026-11-21T22:30:00Z", "2026-11-22T20:00:00Z")


@pytest.mark.parametrize("value", ["", "yesterday", "2026-11-22T07:14:00", "2026-13-01"])
def test_what_is_no_time_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        dates.day(value, "sv")
