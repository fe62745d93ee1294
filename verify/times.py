"""Times as published documents spell them: `YYYY-MM-DDTHH:MM:SSZ`, whole seconds in UTC; days as `YYYY-MM-DD`.

In this one spelling the order of the texts is the order of the times, so most of verify/ compares texts.
"""

from datetime import UTC, date, datetime

from msgspec import to_builtins

from verify.errors import BadTime

_ZEROS = bytes(0x30 if chr(byte) in "0123456789" else byte for byte in range(256))  # every digit becomes a 0
_TIME = b"0000-00-00T00:00:00Z"
_DAY = b"0000-00-00"


def text(at: datetime) -> str:
    """The spelling of a moment, its fraction of a second cut off.

    Raises `ValueError` for one without time zone, and for one that in UTC lies beyond the years that there are.
    """
    if at.utcoffset() is None:
        raise ValueError("a moment needs its time zone")
    try:
        spelled: str = to_builtins(at.astimezone(UTC))  # in a fifth of the time that isoformat takes
    except OverflowError:
        raise ValueError("a moment before the year 1 or after the year 9999") from None
    return spelled[:19] + "Z"


def of_seconds(seconds: int) -> str:
    """The spelling of so many seconds since 1970. Raises `BadTime` beyond the year 9999."""
    try:
        return text(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        raise BadTime(f"{seconds} seconds since 1970 is no time") from None


def moment(spelled: str) -> datetime:
    """The moment that is spelled. Raises `BadTime` for any other spelling, and for a day or hour that never was."""
    # What is no digit where one belongs shows here, a day or an hour that never was when it is read.
    if _shape(spelled) != _TIME or spelled[11:13] > "23":
        raise BadTime(f"not YYYY-MM-DDTHH:MM:SSZ: {spelled[:40]!r}")
    try:
        return datetime.fromisoformat(spelled)
    except ValueError:
        raise BadTime(f"no such day: {spelled}") from None


def day(spelled: str) -> date:
    """The day that is spelled. Raises `BadTime`."""
    if _shape(spelled) != _DAY:
        raise BadTime(f"not YYYY-MM-DD: {spelled[:40]!r}")
    try:
        return date.fromisoformat(spelled)
    except ValueError:
        raise BadTime(f"no such day: {spelled}") from None


def _shape(spelled: str) -> bytes:
    return spelled.encode("ascii", "replace").translate(_ZEROS)
