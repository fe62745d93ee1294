"""What a certificate was worth on an earlier day, from its signed history: the whole day, change by change.

A day is a day in the body's time zone, from its first second to its last; on the days when the clocks change it has 23
or 25 hours. Nothing is said of time that has not passed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal

import msgspec
from msgspec import field

from verify import times
from verify.errors import BadTime
from verify.history import Change, History
from verify.verdict import Facts

Standing = Literal["not_yet_valid", "valid", "suspended", "withdrawn", "superseded", "expired"]

EARLIEST = 1900  # before there were time zones, and long before there were certificates
_SECOND = timedelta(seconds=1)


class NotPassed(Exception):
    """The day has not begun yet."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What held from a moment until a moment, both included."""

    from_: str = field(name="from")
    until: str
    standing: Standing
    reason: str | None = None
    successor: str | None = None


class PastDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day, and what held in it, in order. `whole` is false while the day goes on; then it ends when it was checked.

    `version` and `issued` are those of the signed history that it follows from.
    """

    number: str
    on: str
    whole: bool
    held: tuple[Held, ...]
    version: int
    issued: str
    checked_at: str

    @property
    def standing(self) -> Standing | None:
        """What held all day, or None where that changed."""
        found = {one.standing for one in self.held}
        return self.held[0].standing if len(found) == 1 else None


def on_day(facts: Facts, told: History, day: date, *, at: datetime, zone: tzinfo) -> PastDay:
    """What held on that day in that zone, checked at `at`. Raises NotPassed, and `errors.BadTime` before 1900.

    `facts` are those of the certificate that the history is about; both have proved genuine.
    """
    if day.year < EARLIEST:
        raise BadTime(f"no day before {EARLIEST}: {day.isoformat()}")
    begins, now = times.text(_midnight(day, zone)), times.text(at)
    if begins > now:
        raise NotPassed(day.isoformat())
    last = times.text(_midnight(day + timedelta(days=1), zone) - _SECOND)
    ends = min(last, now)
    edges = {begins}
    edges |= {edge for edge in (facts.valid_from, _next_second(facts.valid_until)) if begins < edge <= ends}
    edges |= {change.at for change in told.changes if begins < change.at <= ends}
    starts = sorted(edges)
    stops = [_last_second(later) for later in starts[1:]] + [ends]
    held = [_held(facts, told, start, stop) for start, stop in zip(starts, stops, strict=True)]
    return PastDay(
        number=facts.number,
        on=day.isoformat(),
        whole=last <= now,
        held=tuple(held),
        version=told.version,
        issued=told.issued,
        checked_at=now,
    )


def _held(facts: Facts, told: History, start: str, stop: str) -> Held:
    """What held from `start` on. A withdrawal outlives the end of the term; a suspension ends with it."""
    change = next((change for change in reversed(told.changes) if change.at <= start), None)
    standing = _standing(facts, change, start)
    named = change if change is not None and change.state == standing else None
    return Held(
        from_=start,
        until=stop,
        standing=standing,
        reason=(named.reason or None) if named else None,
        successor=(named.successor or None) if named else None,
    )


def _standing(facts: Facts, change: Change | None, at: str) -> Standing:
    if change is not None and change.state in ("withdrawn", "superseded"):
        return change.state
    if change is None or at < facts.valid_from:
        return "not_yet_valid"
    if at > facts.valid_until:
        return "expired"
    return "suspended" if change.state == "suspended" else "valid"


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _next_second(spelled: str) -> str:
    return times.text(times.moment(spelled) + _SECOND)


def _last_second(spelled: str) -> str:
    return times.text(times.moment(spelled) - _SECOND)
