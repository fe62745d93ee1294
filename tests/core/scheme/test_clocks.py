"""Clocks: terms, last days, windows, instants in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from certify.core.scheme.clocks import (
    NoTerm,
    deadline,
    last_day,
    local_day,
    moment,
    remedy_deadline,
    renewal_window,
    term_end,
    term_of_validity,
    validity,
)
from certify.core.scheme.terms import Day, Earliest, Latest, Name, Period, Shifted
from tests.core.scheme.harbour import HARBOUR, harbour

TERM = "for: cycle, renewed_for: term"
THREE_YEARS = harbour((TERM, "for: term"))
NOON = timedelta(hours=12)


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC) + NOON


@pytest.mark.parametrize(
    ("decided", "last"),
    [
        ("2026-02-28", "2029-02-27"),
        ("2026-11-23", "2029-11-22"),
        ("2028-02-29", "2031-02-27"),
        ("2025-03-01", "2028-02-29"),
        ("2026-01-01", "2028-12-31"),
    ],
)
def test_a_term_ends_the_day_before_the_anniversary(decided: str, last: str) -> None:
    assert term_end(Period(3, "year"), date.fromisoformat(decided)) == date.fromisoformat(last)


def test_within_ends_on_the_anniversary_itself() -> None:
    assert last_day(Period(1, "month"), date(2026, 2, 10)) == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("decided", "former_end", "until"),
    [
        ("2026-11-23", None, datetime(2029, 11, 22, 22, 59, 59, tzinfo=UTC)),  # winter: an hour ahead of UTC
        ("2026-06-15", None, datetime(2029, 6, 14, 21, 59, 59, tzinfo=UTC)),  # summer: two
        ("2029-01-15", "2029-02-27", datetime(2032, 2, 27, 22, 59, 59, tzinfo=UTC)),  # on the old end
        ("2029-02-27", "2029-02-27", datetime(2032, 2, 27, 22, 59, 59, tzinfo=UTC)),  # on its last day
        ("2029-02-28", "2029-02-27", datetime(2032, 2, 27, 22, 59, 59, tzinfo=UTC)),  # a day late: on the decision
        ("2029-06-20", "2029-02-27", datetime(2032, 6, 19, 21, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_certificate_is_valid_from_the_decision_to_the_last_second(
    decided: str, former_end: str | None, until: datetime
) -> None:
    end = date.fromisoformat(former_end) if former_end else None
    assert validity(THREE_YEARS, decided=at(decided), former_end=end) == (at(decided), until)


def test_the_beginning_has_whole_seconds_in_utc() -> None:
    decided = datetime(2026, 11, 23, 0, 30, 15, 999_999, tzinfo=timezone(timedelta(hours=1)))
    begins, ends = validity(THREE_YEARS, decided=decided, former_end=None)
    assert begins == datetime(2026, 11, 22, 23, 30, 15, tzinfo=UTC)
    assert begins.tzinfo is UTC
    assert ends == datetime(2029, 11, 22, 22, 59, 59, tzinfo=UTC)  # the day is the one in Stockholm


@pytest.mark.parametrize(
    ("change", "decided", "former_end", "last"),
    [
        (("counts_from: former_end", "counts_from: decision"), "2029-01-15", "2029-02-27", "2032-01-14"),
        (("counts_from: decision, form", "counts_from: former_end, form"), "2029-06-20", "2029-02-27", "2032-02-27"),
        (("  late: {", "#  late: {"), "2029-06-20", "2029-02-27", "2032-06-19"),
    ],
)
def test_what_a_renewal_counts_from(change: tuple[str, str], decided: str, former_end: str, last: str) -> None:
    scheme = harbour((TERM, "for: term"), change)
    _, until = validity(scheme, decided=at(decided), former_end=date.fromisoformat(former_end))
    assert local_day(until, scheme) == date.fromisoformat(last)


def test_without_a_rule_a_renewal_counts_from_the_decision() -> None:
    source = harbour((TERM, "for: term"), (RENEWAL, ""), ("renewal: lux_needed", "appeal: lux_needed"))
    _, until = validity(source, decided=at("2029-01-15"), former_end=date(2029, 2, 27))
    assert local_day(until) == date(2032, 1, 14)
    window = renewal_window(source, date(2029, 2, 27))
    assert window.opens == window.ends == window.closes == date(2029, 2, 27)


RENEWAL = """renewal:
  opens: 6 months before end
  counts_from: former_end
  form: changes
  late: {within: 1 year, status: expired, counts_from: decision, form: changes, after_that: application}
"""


def test_a_term_that_a_measure_gives() -> None:
    _, until = validity(HARBOUR, decided=at("2026-02-28"), former_end=None, values={"cycle": "4 years"})
    assert local_day(until) == date(2030, 2, 27)
    with pytest.raises(NoTerm):
        validity(HARBOUR, decided=at("2026-02-28"), former_end=None)


def test_a_renewal_may_have_a_term_of_its_own() -> None:
    _, until = validity(HARBOUR, decided=at("2029-02-01"), former_end=date(2029, 2, 27))
    assert local_day(until) == date(2032, 2, 27)


def test_a_certificate_may_end_on_a_moment() -> None:
    fixed = harbour((TERM, "until: 2 years after decision"))
    _, until = validity(fixed, decided=at("2026-02-28"), former_end=None)
    assert local_day(until) == date(2028, 2, 28)
    nowhere = harbour((TERM, "until: 2 years after accepted"))
    with pytest.raises(NoTerm):
        validity(nowhere, decided=at("2026-02-28"), former_end=None)


def test_a_term_that_leaves_the_calendar_is_no_term() -> None:
    with pytest.raises(NoTerm):
        term_of_validity(HARBOUR, decided=date.max, former_end=None, values={"cycle": "4 years"})


def test_the_window_for_renewing() -> None:
    window = renewal_window(HARBOUR, date(2029, 2, 27))
    assert (window.opens, window.ends, window.closes) == (date(2028, 8, 27), date(2029, 2, 27), date(2030, 2, 27))
    strict = harbour(("  late: {", "#  late: {"))
    assert renewal_window(strict, date(2029, 2, 27)).closes == date(2029, 2, 27)


def test_the_window_at_the_edge_of_the_calendar() -> None:
    assert renewal_window(harbour(("  late: {", "#  late: {")), date.min).opens == date.min


@pytest.mark.parametrize(
    ("activity", "days", "last"),
    [
        ("intake", {"submitted": "2026-02-10"}, "2026-02-24"),
        ("decision", {"submitted": "2026-11-30"}, "2027-02-28"),
        ("appeal", {"notified": "2026-02-10"}, "2026-03-03"),
        ("appeal", {"submitted": "2026-02-10"}, None),
        ("visit", {"submitted": "2026-02-10"}, None),
        ("nothing", {"submitted": "2026-02-10"}, None),
    ],
)
def test_the_last_day_of_an_activity(activity: str, days: dict[str, str], last: str | None) -> None:
    known = {name: date.fromisoformat(day) for name, day in days.items()}
    assert deadline(HARBOUR, activity, known) == (date.fromisoformat(last) if last else None)


def test_a_time_may_run_from_a_day_that_a_parameter_says() -> None:
    scheme = harbour(("within: 3 months after submitted", "within: 3 months after founded"))
    assert deadline(scheme, "decision", {}) == date(2000, 4, 1)
    assert deadline(harbour(("3 months after submitted", "3 months after opened")), "decision", {}) is None


def test_the_last_day_for_putting_it_right() -> None:
    assert remedy_deadline(HARBOUR, "minor", date(2026, 11, 30)) == date(2027, 2, 28)
    assert remedy_deadline(HARBOUR, "dull", date(2026, 11, 30)) == date(2029, 11, 30)
    with pytest.raises(KeyError):
        remedy_deadline(HARBOUR, "nothing", date(2026, 11, 30))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 23, 0, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 6, 14, 22, 0, 0, tzinfo=UTC), date(2026, 6, 15)),
    ],
)
def test_an_instant_falls_on_a_day_in_stockholm(instant: datetime, day: date) -> None:
    assert local_day(instant, HARBOUR) == day


def test_a_time_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="without its zone"):
        local_day(datetime(2026, 11, 22))  # noqa: DTZ001  # that is the point


FIRST, SECOND = Name("first"), Day(date(2026, 5, 1))


@pytest.mark.parametrize(
    ("term", "known", "day"),
    [
        (FIRST, {"first": date(2026, 4, 1)}, date(2026, 4, 1)),
        (FIRST, {}, None),
        (Earliest((FIRST, SECOND)), {"first": date(2026, 4, 1)}, date(2026, 4, 1)),
        (Latest((FIRST, SECOND)), {"first": date(2026, 4, 1)}, date(2026, 5, 1)),
        (Latest((FIRST, SECOND)), {}, None),
        (Shifted(Period(1, "year"), "after", FIRST), {"first": date.max}, None),
        (Shifted(Name("unknown"), "after", SECOND), {}, None),
    ],
)
def test_a_moment_is_a_day_or_unknown(term: object, known: dict[str, date], day: date | None) -> None:
    assert isinstance(term, Name | Earliest | Latest | Shifted)
    found = moment(term, known.get, lambda period: period if isinstance(period, Period) else None)
    assert found == day
