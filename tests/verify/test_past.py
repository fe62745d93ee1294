"""What held on an earlier day: to the second, also on the days when the clocks change."""

from datetime import UTC, date, datetime

import pytest

from tests.verify import made
from verify import errors, past
from verify.dates import STOCKHOLM
from verify.history import Change
from verify.verifier import facts_of

FACTS = facts_of(made.certificate(), bytes(32))  # from 2026-11-23T10:00:00Z to 2029-11-22T22:59:59Z
BEGAN = Change(at="2026-11-23T10:00:00Z", state="active")
PAUSED = Change(at="2027-02-01T09:00:00Z", state="suspended", reason="mark_misused")
AGAIN = Change(at="2027-02-10T09:00:00Z", state="active")
GONE = Change(at="2027-02-20T09:00:00Z", state="superseded", successor=made.OTHER_NUMBER)
LATER = datetime(2030, 6, 1, 12, tzinfo=UTC)

# given, day, then: what held, from and until
DAYS: list[tuple[str, tuple[Change, ...], str, list[tuple[str, str, str]]]] = [
    ("before it began", (), "2026-11-22", [("2026-11-21T23:00:00Z", "2026-11-22T22:59:59Z", "not_yet_valid")]),
    (
        "the day on which it began",
        (),
        "2026-11-23",
        [
            ("2026-11-22T23:00:00Z", "2026-11-23T09:59:59Z", "not_yet_valid"),
            ("2026-11-23T10:00:00Z", "2026-11-23T22:59:59Z", "valid"),
        ],
    ),
    ("a day in its time", (), "2027-05-05", [("2027-05-04T22:00:00Z", "2027-05-05T21:59:59Z", "valid")]),
    ("a day of 23 hours", (), "2027-03-28", [("2027-03-27T23:00:00Z", "2027-03-28T21:59:59Z", "valid")]),
    ("a day of 25 hours", (), "2027-10-31", [("2027-10-30T22:00:00Z", "2027-10-31T22:59:59Z", "valid")]),
    ("its last day", (), "2029-11-22", [("2029-11-21T23:00:00Z", "2029-11-22T22:59:59Z", "valid")]),
    ("the day after its last", (), "2029-11-23", [("2029-11-22T23:00:00Z", "2029-11-23T22:59:59Z", "expired")]),
    (
        "paused in the morning",
        (PAUSED,),
        "2027-02-01",
        [
            ("2027-01-31T23:00:00Z", "2027-02-01T08:59:59Z", "valid"),
            ("2027-02-01T09:00:00Z", "2027-02-01T22:59:59Z", "suspended"),
        ],
    ),
    ("while it was paused", (PAUSED,), "2027-02-05", [("2027-02-04T23:00:00Z", "2027-02-05T22:59:59Z", "suspended")]),
    (
        "paused for an hour",
        (PAUSED, Change(at="2027-02-01T10:00:00Z", state="active")),
        "2027-02-01",
        [
            ("2027-01-31T23:00:00Z", "2027-02-01T08:59:59Z", "valid"),
            ("2027-02-01T09:00:00Z", "2027-02-01T09:59:59Z", "suspended"),
            ("2027-02-01T10:00:00Z", "2027-02-01T22:59:59Z", "valid"),
        ],
    ),
    (
        "paused and taken up in one second",
        (PAUSED, Change(at=PAUSED.at, state="active")),
        "2027-02-01",
        [
            ("2027-01-31T23:00:00Z", "2027-02-01T08:59:59Z", "valid"),
            ("2027-02-01T09:00:00Z", "2027-02-01T22:59:59Z", "valid"),
        ],
    ),
    (
        "replaced long ago",
        (PAUSED, AGAIN, GONE),
        "2028-01-01",
        [("2027-12-31T23:00:00Z", "2028-01-01T22:59:59Z", "superseded")],
    ),
    ("paused until it ran out", (PAUSED,), "2029-12-24", [("2029-12-23T23:00:00Z", "2029-12-24T22:59:59Z", "expired")]),
    (
        "withdrawn, and its time is over too",
        (Change(at="2027-02-01T09:00:00Z", state="withdrawn"),),
        "2029-12-24",
        [("2029-12-23T23:00:00Z", "2029-12-24T22:59:59Z", "withdrawn")],
    ),
]  # fmt: skip


def held(changes: tuple[Change, ...], day: str, at: datetime = LATER) -> past.PastDay:
    told = made.history((BEGAN, *changes))
    return past.on_day(FACTS, told, date.fromisoformat(day), at=at, zone=STOCKHOLM)


@pytest.mark.parametrize(("given", "changes", "day", "then"), DAYS, ids=[one[0] for one in DAYS])
def test_what_held(given: str, changes: tuple[Change, ...], day: str, then: list[tuple[str, str, str]]) -> None:
    found = held(changes, day)
    assert [(one.from_, one.until, one.standing) for one in found.held] == then, given
    assert found.whole
    assert found.standing == (then[0][2] if len({one[2] for one in then}) == 1 else None)


def test_the_reason_and_the_successor_go_along() -> None:
    found = held((PAUSED, AGAIN, GONE), "2027-02-05").held[0]
    assert (found.reason, found.successor) == ("mark_misused", None)
    found = held((PAUSED, AGAIN, GONE), "2028-01-01").held[0]
    assert (found.reason, found.successor) == (None, made.OTHER_NUMBER)
    assert held((PAUSED,), "2029-12-24").held[0].reason is None


def test_of_a_day_that_goes_on_only_what_has_passed_is_told() -> None:
    found = held((), "2027-05-05", datetime(2027, 5, 5, 10, 30, 15, 999, tzinfo=UTC))
    assert not found.whole
    assert [one.until for one in found.held] == ["2027-05-05T10:30:15Z"]
    assert held((), "2027-05-05", datetime(2027, 5, 5, 21, 59, 59, tzinfo=UTC)).whole


@pytest.mark.parametrize("day", ["2027-05-06", "9999-12-31"])
def test_nothing_is_told_of_a_day_that_has_not_begun(day: str) -> None:
    with pytest.raises(past.NotPassed):
        held((), day, datetime(2027, 5, 5, 21, 59, 59, tzinfo=UTC))


def test_there_were_no_days_long_ago() -> None:
    with pytest.raises(errors.BadTime):
        held((), "0001-01-01")
    assert held((), "1900-01-01").standing == "not_yet_valid"
