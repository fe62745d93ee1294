"""How days, times and ages are written for people: "20 november 2028", "kl. 08.14", "9 dagar".

Swedish follows the usage of Swedish authorities, English that of British ones. Days are days in Stockholm: a
certificate that ends at 22:59:59 UTC on 22 November ends at midnight between that day and the next.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Lang = Literal["sv", "en"]
LANGS: tuple[Lang, ...] = ("sv", "en")

STOCKHOLM = ZoneInfo("Europe/Stockholm")

MONTHS: dict[Lang, tuple[str, ...]] = {
    "sv": (
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
WEEKDAYS: dict[Lang, tuple[str, ...]] = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
UNITS: dict[Lang, tuple[tuple[str, str], ...]] = {
    "sv": (("dag", "dagar"), ("timme", "timmar"), ("minut", "minuter")),
    "en": (("day", "days"), ("hour", "hours"), ("minute", "minutes")),
}


# The end of what has none (SPEC.md, 3, after RFC 5280, 4.1.2.5).
NO_END = "9999-12-31"
UNTIL_FURTHER_NOTICE: dict[Lang, str] = {"sv": "tills vidare", "en": "until further notice"}


def day(value: str, lang: Lang) -> str:
    """The day of `YYYY-MM-DD` or of an RFC 3339 time, in Stockholm: "20 november 2028", "20 November 2028".

    The last day of the calendar, which stands for no end, is "tills vidare".

    Raises ValueError for anything else.
    """
    if value.startswith(NO_END):
        return UNTIL_FURTHER_NOTICE[lang]
    given = date.fromisoformat(value) if len(value) == len("2028-11-20") else _local(value).date()
    return f"{given.day} {MONTHS[lang][given.month - 1]} {given.year}"


def clock(value: str, lang: Lang) -> str:
    """The time of day in Stockholm of an RFC 3339 time: "kl. 08.14", "at 08:14". Raises ValueError."""
    given = _local(value)
    return f"kl. {given:%H.%M}" if lang == "sv" else f"at {given:%H:%M}"


def moment(value: str, lang: Lang) -> str:
    """Weekday, day and time in Stockholm: "söndag 22 november 2026 kl. 08.14". Raises ValueError."""
    return f"{WEEKDAYS[lang][_local(value).weekday()]} {day(value, lang)} {clock(value, lang)}"


def same_day(one: str, other: str) -> bool:
    """Whether two RFC 3339 times fall on the same day in Stockholm. Raises ValueError."""
    return _local(one).date() == _local(other).date()


def before(value: str, seconds: int) -> str:
    """The RFC 3339 time in UTC so many seconds before `value`. Raises ValueError."""
    return f"{_read(value) - timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%SZ}"


def age(seconds: int, lang: Lang) -> str:
    """A span in its largest whole unit: "9 dagar", "1 timme", "3 minutes"; never less than a minute."""
    days, hours, minutes = UNITS[lang]
    if seconds >= 86_400:
        count, (one, many) = seconds // 86_400, days
    elif seconds >= 3_600:
        count, (one, many) = seconds // 3_600, hours
    else:
        count, (one, many) = max(seconds // 60, 1), minutes
    return f"{count} {one if count == 1 else many}"


def _read(value: str) -> datetime:
    given = datetime.fromisoformat(value)
    if given.tzinfo is None:
        raise ValueError(f"a time without its zone: {value!r}")
    return given


def _local(value: str) -> datetime:
    return _read(value).astimezone(STOCKHOLM)
