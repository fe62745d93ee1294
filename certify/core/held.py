"""What a body's register says of a holder: whether a certificate held on a day, for how many years, and until when.

These are the inputs `given_by: certificate` and `given_by: history`. They come from the register alone.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from certify.core.scheme.calendar import ONE_DAY, shifted
from certify.core.scheme.clocks import day_in, end_of_day, local_day, moment, periods_in
from certify.core.scheme.domains import NO, YES
from certify.core.scheme.terms import Name, Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Input

_OVER = frozenset({"withdrawn", "superseded", "expired"})


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate of the holder: of which scheme, its days, and its dated statuses in order."""

    scheme: str
    valid_from: datetime
    valid_until: datetime
    steps: tuple[tuple[datetime, str], ...]

    def counted_on(self, day: date, now: datetime) -> bool:
        """Whether it was active at the end of that day, or is now where the day is today."""
        at = min(end_of_day(day), now)
        status = next((status for since, status in reversed(self.steps) if since <= at), "")
        return status == "active" and self.valid_from <= at <= self.valid_until

    def last_day(self) -> date:
        """The day on which it ended or will end."""
        ended = min((since for since, status in self.steps if status in _OVER), default=self.valid_until)
        return local_day(min(ended, self.valid_until))

    @property
    def was_issued(self) -> bool:
        """Whether it ever counted."""
        return any(status == "active" for _, status in self.steps)


def schemes_asked_about(scheme: Scheme) -> frozenset[str]:
    """The schemes whose certificates the scheme's inputs ask about."""
    origins = {"certificate", "history"}
    return frozenset(entry.of or scheme.id for entry in scheme.inputs.values() if entry.given_by in origins)


def register_inputs(scheme: Scheme, held: Iterable[Held], days: Mapping[str, date], now: datetime) -> dict[str, str]:
    """The inputs that the register gives, each written as in a scheme file; what it cannot say yet is left out."""
    own = [one for one in held if one.was_issued]
    today = local_day(now)
    said: dict[str, str] = {}
    for name, entry in scheme.inputs.items():
        of_scheme = [one for one in own if one.scheme == (entry.of or scheme.id)]
        if entry.given_by == "certificate":
            day = moment(entry.on or Name("submitted"), day_in(scheme, days), periods_in(None))
            if day is not None and day <= today:
                said[name] = YES if any(one.counted_on(day, now) for one in of_scheme) else NO
        elif entry.given_by == "history":
            value = _history(entry, of_scheme, days.get("submitted", today))
            if value is not None:
                said[name] = value
    return said


def _history(entry: Input, held: list[Held], day: date) -> str | None:
    """Whole years held in one go until that day, the last day of the latest certificate, or whether there was one."""
    if entry.type == "date":
        return max(one.last_day() for one in held).isoformat() if held else None
    if entry.type == "yes_no":
        return YES if held else NO
    return str(years_held(held, day))


def years_held(held: Iterable[Held], day: date) -> int:
    """How many whole years, until that day, certificates followed each other without a day between."""
    begins: date | None = None
    ends: date | None = None
    for one in sorted(held, key=lambda one: one.valid_from):
        first, last = local_day(one.valid_from), one.last_day()
        if first > day:
            continue
        if begins is None or ends is None or first > ends + ONE_DAY:
            begins = first
        ends = last if ends is None else max(ends, last)
    if begins is None or ends is None or ends + ONE_DAY < day:
        return 0
    years = 0
    while shifted(begins, Period(years + 1, "year")) <= day:
        years += 1
    return years
