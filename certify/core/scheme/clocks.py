"""When things begin and end: moments, terms, windows.

`for` gives a term, which ends the day before the anniversary; `within ... after` gives a last day, which is the
anniversary itself. Days are days in the body's time zone; only what a certificate says is an instant in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import assert_never
from zoneinfo import ZoneInfo

import msgspec

from certify.core.scheme.calendar import ONE_DAY, next_in_year, season_ending, shifted
from certify.core.scheme.domains import read_date, read_period
from certify.core.scheme.model import Scheme
from certify.core.scheme.process import Season
from certify.core.scheme.terms import Day, EachYear, Earliest, Latest, Moment, Name, Period, PeriodOrName, Shifted

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_LAST_SECOND = time(23, 59, 59)
# The last day of what is valid without an end, as in RFC 5280, 4.1.2.5.
OPEN_END = date(9999, 12, 31)
# From which moment on a day of each year is looked for: the first of these that is known.
_FROM_THEN_ON = ("start", "decision", "submitted", "today")


class NoTerm(ValueError):
    """The scheme does not say how long the certificate is valid with what is known."""


class RenewalWindow(msgspec.Struct, frozen=True, kw_only=True):
    """When a certificate may be renewed.

    `opens` is the first day; `ends` the certificate's own last day, after which it is expired; `closes` the last day on
    which the renewal's form may still be used.
    """

    opens: date
    ends: date
    closes: date


def local_day(at: datetime, scheme: Scheme | None = None) -> date:  # noqa: ARG001  # a scheme may come to name a zone
    """The day on which an instant falls in Europe/Stockholm. Raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time without its zone is no instant")
    return at.astimezone(STOCKHOLM).date()


def last_day(period: Period, start: date) -> date:
    """The last day of `within PERIOD after START`: the anniversary itself, clamped at month ends."""
    return shifted(start, period)


def term_end(period: Period, start: date) -> date:
    """The last day of `for PERIOD` that begins on START: the day before the anniversary."""
    return shifted(start, period) - ONE_DAY


def end_of_day(day: date) -> datetime:
    """The last second of that day in the body's time zone, in UTC."""
    return datetime.combine(day, _LAST_SECOND, STOCKHOLM).astimezone(UTC)


def validity(
    scheme: Scheme,
    *,
    decided: datetime,
    former_end: date | None,
    values: Mapping[str, str] | None = None,
    days: Mapping[str, date] | None = None,
) -> tuple[datetime, datetime]:
    """From when until when a certificate is valid, as two instants in UTC with whole seconds.

    It begins with the decision and ends with the last second of its last day. A renewal decided before the former end
    builds on that end where the scheme counts from it; one decided later counts from the decision unless the scheme
    says otherwise. With a season it begins no earlier than the season, and ends with it: that of the decision, or of
    the day after the former end where a renewal builds on that. `values` are the outcome's values, for a term that a
    measure gives, and `days` what else is known when it is decided: when it was handed in, when each activity was done.
    Raises NoTerm.
    """
    day = local_day(decided)
    first, last = term_of_validity(scheme, decided=day, former_end=former_end, values=values, days=days)
    begins = decided if first == day else datetime.combine(first, time.min, STOCKHOLM)
    return begins.astimezone(UTC).replace(microsecond=0), end_of_day(last)


def last_valid_day(
    scheme: Scheme, *, decided: date, former_end: date | None, values: Mapping[str, str] | None = None
) -> date:
    """The last day of a certificate that is decided on that day. Raises NoTerm where the scheme gives none."""
    return term_of_validity(scheme, decided=decided, former_end=former_end, values=values)[1]


def term_of_validity(
    scheme: Scheme,
    *,
    decided: date,
    former_end: date | None,
    values: Mapping[str, str] | None = None,
    days: Mapping[str, date] | None = None,
) -> tuple[date, date]:
    """The first and the last day of a certificate that is decided on that day. Raises NoTerm."""
    try:
        return _term(scheme, decided, former_end, values, days or {})
    except NoTerm:
        raise
    except (OverflowError, ValueError) as error:
        raise NoTerm("it would end outside the calendar") from error


def _term(
    scheme: Scheme,
    decided: date,
    former_end: date | None,
    values: Mapping[str, str] | None,
    days: Mapping[str, date],
) -> tuple[date, date]:
    rule, known = scheme.validity, values or {}
    start = _term_start(scheme, decided, former_end)
    own = {"start": start, "decision": decided, "former_end": former_end, "version_end": scheme.version.until}
    said = day_in(scheme, {**days, **{name: day for name, day in own.items() if day is not None}})

    def day_of(name: str) -> date | None:
        return said(name) or read_date(known.get(name, ""))

    last = OPEN_END if rule.open_ended else _last_said(scheme, start, former_end, day_of, values)
    if rule.not_beyond is not None:
        limit = moment(rule.not_beyond, day_of, periods_in(values))
        if limit is None:
            raise NoTerm("the day beyond which it cannot last is not known")
        last = min(last, limit)
    first = _first_day(scheme, decided, former_end)
    if rule.in_force is not None:
        first, last = within_season(rule.in_force, first, last, max(decided, start))
    if last < max(first, decided):
        raise NoTerm("it would end before it begins")
    return first, last


def _last_said(
    scheme: Scheme,
    start: date,
    former_end: date | None,
    day_of: Callable[[str], date | None],
    values: Mapping[str, str] | None,
) -> date:
    """The last day by `until`, or by the term that begins on that day."""
    rule = scheme.validity
    if rule.until is not None:
        last = moment(rule.until, day_of, periods_in(values))
        if last is None:
            raise NoTerm("the last day is not known")
        return last
    said = rule.for_ if former_end is None else rule.renewed_for or rule.for_
    term = periods_in(values)(said) if said is not None else None
    if term is None:
        raise NoTerm("the term is not known")
    return term_end(term, start)


def _first_day(scheme: Scheme, decided: date, former_end: date | None) -> date:
    """The day of the decision; a late renewal may be said to hold without a break since the former end."""
    late = scheme.renewal.late if scheme.renewal is not None else None
    if late is not None and former_end is not None and former_end < decided and late.valid_from == "former_end":
        return former_end + ONE_DAY
    return decided


def within_season(season: Season, first: date, last: date, since: date) -> tuple[date, date]:
    """The part of the days from the first to the last that lies in one season: the first that is not over by `since`.

    A certificate is one stretch of days, so it holds to the end of the season that it begins in, and no longer. Raises
    NoTerm where no day of that season falls within the term.
    """
    if not isinstance(season.from_, EachYear) or not isinstance(season.until, EachYear):
        raise NoTerm("a season is from a day of each year until another")
    begins, ends = season_ending(season.from_, season.until, since)
    first, last = max(first, begins), min(last, ends)
    if last < first:
        raise NoTerm("no day of the season falls within the term")
    return first, last


def _term_start(scheme: Scheme, decided: date, former_end: date | None) -> date:
    renewal = scheme.renewal
    if former_end is None or renewal is None:
        return decided
    if decided <= former_end:
        counts_from = renewal.counts_from
    else:
        counts_from = renewal.late.counts_from if renewal.late else "decision"
    return former_end + ONE_DAY if counts_from == "former_end" else decided


def renewal_window(scheme: Scheme, ends: date) -> RenewalWindow:
    """When a certificate with that last day may be renewed. Without a rule the window is that last day alone."""
    renewal = scheme.renewal
    if renewal is None:
        return RenewalWindow(opens=ends, ends=ends, closes=ends)
    days_of = {"end": ends, "former_end": ends}.get
    opens = moment(renewal.opens, days_of, periods_in(None))
    within = renewal.late.within if renewal.late else None
    closes = moment(Shifted(within, "after", Day(ends)), days_of, periods_in(None)) if within else None
    return RenewalWindow(opens=opens or ends, ends=ends, closes=closes or ends)


def deadline(scheme: Scheme, activity: str, days: Mapping[str, date]) -> date | None:
    """The last day of an activity with `within`, by the days that are known (`submitted`, `notified`, ...).

    None where the activity has no deadline, or where the day that it counts from is not known yet.
    """
    entry = scheme.activities_by_id.get(activity)
    if entry is None or entry.within is None:
        return None
    return moment(entry.within, day_in(scheme, days), periods_in(None))


def day_in(scheme: Scheme, days: Mapping[str, date]) -> Callable[[str], date | None]:
    """Look a day up by its name: a moment that is known, or a parameter of the scheme that is a day."""

    def look_up(name: str) -> date | None:
        value = scheme.parameters[name].value if name in scheme.parameters else None
        return days.get(name) or (value.value if isinstance(value, Day) else None)

    return look_up


def remedy_deadline(scheme: Scheme, grade: str, raised: date) -> date:
    """The last day for putting right a nonconformity of that grade. Raises KeyError for a grade unknown."""
    return last_day(scheme.nonconformities[grade].within, raised)


def moment(
    term: Moment,
    day_of: Callable[[str], date | None],
    period_of: Callable[[PeriodOrName], Period | None],
) -> date | None:
    """The day of a moment; None while a day or a period that it rests on is unknown, or lies outside the calendar."""
    match term:
        case Day():
            return term.value
        case Name():
            return day_of(term.word)
        case EachYear():
            start = next((day for name in _FROM_THEN_ON if (day := day_of(name)) is not None), None)
            return next_in_year(term, start) if start is not None and start.year < date.max.year else None
        case Shifted():
            anchor, period = moment(term.anchor, day_of, period_of), period_of(term.period)
            if anchor is None or period is None:
                return None
            try:
                return shifted(anchor, period, term.direction)
            except OverflowError:
                return None
        case Earliest() | Latest():
            days = [moment(part, day_of, period_of) for part in term.of]
            known = [day for day in days if day is not None]
            if len(known) < len(days):
                return None
            return min(known) if isinstance(term, Earliest) else max(known)
        case _:
            assert_never(term)


def periods_in(values: Mapping[str, str] | None) -> Callable[[PeriodOrName], Period | None]:
    """Look a period up: itself, or what the outcome worked out under its name."""
    known = values or {}

    def look_up(term: PeriodOrName) -> Period | None:
        return read_period(known.get(term.word, "")) if isinstance(term, Name) else term

    return look_up
