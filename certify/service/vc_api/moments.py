"""XML Schema 1.1 `dateTimeStamp` (XMLSCHEMA11-2, 3.4.28): a time with its zone, of any year and any fraction."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from fractions import Fraction

_STAMP = re.compile(
    r"(-?(?:[1-9][0-9]{3,8}|0[0-9]{3}))-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T(?:([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(\.[0-9]{1,40})?|(24):(00):(00)(\.0{1,40})?)"
    r"(Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?",
    re.ASCII,
)
_CYCLE = 146_097 * 86_400  # seconds of 400 years, after which the calendar repeats
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def seconds(text: object, *, zone_needed: bool = True) -> Fraction | None:
    """Exact seconds since the beginning of 2000 in UTC; None for what is no such time.

    Without a zone it is UTC, where `zone_needed` does not say otherwise (Data Integrity 1.0, 2.1).
    """
    found = _STAMP.fullmatch(text) if isinstance(text, str) else None
    if found is None or (zone_needed and found[12] is None):
        return None
    cycles, year = divmod(int(found[1]), 400)
    hour, minute, second = (found[4], found[5], found[6]) if found[4] else (found[8], found[9], found[10])
    try:
        day = datetime(year + 2000, int(found[2]), int(found[3]), tzinfo=UTC)
    except ValueError:
        return None
    at = day + timedelta(hours=int(hour), minutes=int(minute), seconds=int(second)) - _offset(found[12])
    whole = (at - _BEGINNING) // timedelta(seconds=1) + (cycles - 5) * _CYCLE
    return whole + Fraction(found[7] or "0")


def of(at: datetime) -> Fraction:
    """An aware time on the same scale, to the microsecond."""
    return Fraction((at - _BEGINNING) // timedelta(microseconds=1), 1_000_000)


def _offset(zone: str | None) -> timedelta:
    if zone is None or zone == "Z":
        return timedelta()
    hours, minutes = zone[1:].split(":")
    ahead = timedelta(hours=int(hours), minutes=int(minutes))
    return ahead if zone[0] == "+" else -ahead
