"""Times as published documents spell them: `YYYY-MM-DDTHH:MM:SSZ`, whole seconds in UTC; days as `YYYY-MM-DD`.

In this one spelling the order of the texts is the order of the times, so most of verify/ compares texts.
"""

import re
from datetime import UTC, date, datetime

from verify.errors import BadTime

_TIME = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z")
_DAY = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]")


def text(at: datetime) -> str:
    """The spelling of a moment, its fraction of a second cut off.

    Raises `ValueError` for one without time zone, and for one that in UTC lies beyond the years that there are.
    """
    if at.utcoffset() is None:
        raise ValueError("a moment needs its time zone")
    try:
        return at.astimezone(UTC).isoformat()[:19] + "Z"
    except OverflowError:
        raise ValueError("a moment before the year 1 or after the year 9999") from None


def of_seconds(seconds: int) -> str:
    """The spelling of so many seconds since 1970. Raises `BadTime` beyond the year 9999."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()[:19] + "Z"
    except (ValueError, OverflowError, OSError):
        raise BadTime(f"{seconds} seconds since 1970 is no time") from None


def moment(spelled: str) -> datetime:
    """The moment that is spelled. Raises `BadTime` for any other spelling, and for a day or hour that never was."""
    if _TIME.fullmatch(spelled) is None or spelled[11:13] > "23":
        raise BadTime(f"not YYYY-MM-DDTHH:MM:SSZ: {spelled[:40]!r}")
    try:
        return datetime.fromisoformat(spelled)
    except ValueError:
        raise BadTime(f"no such day: {spelled}") from None


def day(spelled: str) -> date:
    """The day that is spelled. Raises `BadTime`."""
    if _DAY.fullmatch(spelled) is None:
        raise BadTime(f"not YYYY-MM-DD: {spelled[:40]!r}")
    try:
        return date.fromisoformat(spelled)
    except ValueError:
        raise BadTime(f"no such day: {spelled}") from None
