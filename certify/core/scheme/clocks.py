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

from certify.core.scheme.calendar import ONE_DAY, shifted
from certify.core.scheme.domains import read_period
from certify.core.scheme.model import Scheme
from certify.core.scheme.terms import Day, Earliest, Latest, Moment, Name, Period, PeriodOrName, Shifted

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_LAST_SECOND = time(23, 59, 59)


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
    scheme: Scheme, *, decided: datetime, former_end: date | None, values: Mapping[str, str] | None = None
) -> tuple[datetime, datetime]:
    """From when until when a certificate is valid, as two instants in UTC with whole seconds.

    It begins with the decision and ends with the last second of its last day. A renewal decided before the former end
    builds on that end where the scheme counts from it; one decided later counts from the decision unless the scheme
    says otherwise. `values` are the outcome's values, for a term that a measure gives. Raises NoTerm.
    """
    last = last_valid_day(scheme, decided=local_day(decided), former_end=former_end, values=values)
    return decided.astimezone(UTC).replace(microsecond=0), end_of_day(last)


def last_valid_day(
    scheme: Scheme, *, decided: date, former_end: date | None, values: Mapping[str, str] | None = None
) -> date:
    """The last day of a certificate that is decided on that day. Raises NoTerm where the scheme gives none."""
    rule = scheme.validity
    if rule.until is not None:
        last = moment(rule.until, {"decision": decided, "former_end": former_end}.get, _periods(values))
        if last is None:
            raise NoTerm("the last day is not known")
        return last
    said = rule.for_ if former_end is None else rule.renewed_for or rule.for_
    term = _periods(values)(said) if said is not None else None
    if term is None:
        raise NoTerm("the term is not known")
    return term_end(term, _term_start(scheme, decided, former_end))


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
    opens = moment(renewal.opens, {"end": ends, "former_end": ends}.get, _periods(None))
    return RenewalWindow(
        opens=opens if opens is not None else ends,
        ends=ends,
        closes=last_day(renewal.late.within, ends) if renewal.late else ends,
    )


def deadline(scheme: Scheme, activity: str, days: Mapping[str, date]) -> date | None:
    """The last day of an activity with `within`, by the days that are known (`submitted`, `notified`, ...).

    None where the activity has no deadline, or where the day that it counts from is not known yet.
    """
    entry = scheme.activities_by_id.get(activity)
    if entry is None or entry.within is None:
        return None
    return moment(entry.within, days.get, _periods(None))


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


def _periods(values: Mapping[str, str] | None) -> Callable[[PeriodOrName], Period | None]:
    """Look a period up: itself, or what the outcome worked out under its name."""
    known = values or {}

    def look_up(term: PeriodOrName) -> Period | None:
        return read_period(known.get(term.word, "")) if isinstance(term, Name) else term

    return look_up
