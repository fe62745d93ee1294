"""What a certificate is worth at a moment, told from nothing but the dates on which something was done to it.

Small on purpose and apart from the code that it judges: no rule, list, key or signature is looked at here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

State = Literal["active", "suspended", "withdrawn", "superseded"]
Lists = Literal["fresh", "old", "none"]
SECOND = timedelta(seconds=1)
_STOCKHOLM = ZoneInfo("Europe/Stockholm")


@dataclass(kw_only=True)
class Paper:
    """One certificate: from when until when, by which key, and every state with the moment from which it held."""

    number: str
    case: str
    key: str
    begins: datetime
    ends: datetime
    states: list[tuple[datetime, State]]
    rests_until: datetime | None = None
    given_up: bool = False  # its key is in other hands
    followed: bool = False
    edges_seen: set[datetime] = field(default_factory=set)

    def state(self, at: datetime) -> State | None:
        """The state that held at a moment; None before there was any."""
        return next((state for since, state in reversed(self.states) if since <= at), None)

    def standing(self, at: datetime) -> str:
        """What the certificate was worth at a moment, as far as its own history tells."""
        state = self.state(at)
        if state in ("withdrawn", "superseded"):
            return str(state)
        if state is None or at < self.begins:
            return "not_yet_valid"
        if at > self.ends:
            return "expired"
        return "suspended" if state == "suspended" else "valid"

    def word(self, at: datetime, *, lists: Lists, registered: bool) -> str:
        """The verdict on it at a moment, by whoever has those lists and may ask the register or not."""
        if self.given_up:
            return "not_genuine"
        standing = self.standing(at)
        if standing in ("withdrawn", "superseded"):
            if registered:
                return standing
            if lists != "none":
                return "withdrawn_or_superseded"  # also an old list proves it
            standing = "expired" if at > self.ends else "not_yet_valid" if at < self.begins else "unknown"
        if standing == "suspended":
            return standing if registered or lists == "fresh" else "unknown"
        return "unknown" if standing == "valid" and lists != "fresh" else standing

    def counts(self, at: datetime) -> bool:
        """Whether it has not come to an end."""
        return self.state(at) in ("active", "suspended") and at <= self.ends

    def edges(self) -> set[datetime]:
        """Every first second of something else."""
        found = {self.begins, self.ends + SECOND, *(since for since, _ in self.states)}
        return found if self.rests_until is None else found | {self.rests_until + SECOND}


def day_of(at: datetime) -> date:
    """The day in Stockholm."""
    return at.astimezone(_STOCKHOLM).date()


def last_second(day: date) -> datetime:
    """The last second of a day in Stockholm, in UTC."""
    return datetime.combine(day, time(23, 59, 59), _STOCKHOLM).astimezone(UTC)


def months_on(day: date, months: int) -> date:
    """The same day of a later month, or the last that the month has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError
