"""What builds on another body's scheme makes no certificate hold longer, in a wider season, or past an event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from certify.core.scheme.calendar import season_ending
from certify.core.scheme.check_context import Context
from certify.core.scheme.model import Scheme
from certify.core.scheme.overlay import is_stricter
from certify.core.scheme.process import Season, Validity
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.references import moment_names
from certify.core.scheme.sentence import Sentence
from certify.core.scheme.sentences import trying
from certify.core.scheme.terms import Day, EachYear, Earliest, Latest, Moment, Period, PeriodOrName, Shifted

# Over a leap year, and over a century that has none.
_YEARS = (*range(2024, 2032), *range(2096, 2104))


def check_tighter(context: Context, before: Validity, now: Validity) -> None:
    """Note what in a validity holds longer than the one before it; what cannot be told to be shorter is noted too."""
    for key, sentence in _looser(before, now):
        path: Path = ("validity", key)
        context.fault(path, sentence, key=key)


def check_version_end(context: Context, before: Scheme, now: Scheme) -> None:
    """Note a version that ends later than that of the base, where that is a day that no certificate outlasts."""
    rests_on = [moment for moment in (now.validity.until, now.validity.not_beyond) if moment is not None]
    counts = any("version_end" in moment_names(moment) for moment in rests_on)
    was, becomes = before.version.until, now.version.until
    if counts and was is not None and becomes is not None and becomes > was:
        context.fault(("version", "until"), trying.HOLDS_LONGER, key="until")


def _looser(before: Validity, now: Validity) -> Iterator[tuple[str, Sentence]]:
    yield from _ends_later(before, now)
    if before.not_beyond is not None:
        if now.not_beyond is None:
            yield "not_beyond", trying.LEFT_OUT
        elif not _is_no_later(before.not_beyond, now.not_beyond):
            yield "not_beyond", trying.HOLDS_LONGER
    if not {*before.ends_on} <= {*now.ends_on}:
        yield "ends_on", trying.LEFT_OUT
    if before.in_force is not None:
        if now.in_force is None:
            yield "in_force", trying.LEFT_OUT
        elif not _lies_within(before.in_force, now.in_force):
            yield "in_force", trying.WIDER_SEASON


def _ends_later(before: Validity, now: Validity) -> Iterator[tuple[str, Sentence]]:
    """What ends later; whatever ends at all is shorter than what is open-ended."""
    if before.open_ended:
        return
    if now.open_ended:
        yield "open_ended", trying.HOLDS_LONGER
    if now.until is not None and (before.until is None or not _is_no_later(before.until, now.until)):
        yield "until", trying.HOLDS_LONGER
    if now.for_ is not None:
        if before.for_ is None or not _is_no_longer(before.for_, now.for_):
            yield "for", trying.HOLDS_LONGER
        elif not _is_no_longer(before.renewed_for or before.for_, now.renewed_for or now.for_):
            yield "renewed_for", trying.HOLDS_LONGER


def _is_no_longer(before: PeriodOrName, now: PeriodOrName) -> bool:
    """Two periods are compared; the time that a measure gives only equals itself."""
    if isinstance(before, Period) and isinstance(now, Period):
        return is_stricter("shorter", before, now)
    return before == now


def _is_no_later(before: Moment, now: Moment) -> bool:
    """Whether a moment never comes later than another, as far as their words tell."""
    if before == now:
        return True
    match before, now:
        case _, Earliest():
            return any(_is_no_later(before, part) for part in now.of)
        case _, Latest():
            return all(_is_no_later(before, part) for part in now.of)
        case Earliest(), _:
            return all(_is_no_later(part, now) for part in before.of)
        case Latest(), _:
            return any(_is_no_later(part, now) for part in before.of)
        case Day(), Day():
            return now.value <= before.value
        case Shifted(period=Period() as was), Shifted(period=Period() as becomes):
            shorter = "shorter" if before.direction == "after" else "longer"
            same = (before.direction, before.anchor) == (now.direction, now.anchor)
            return same and is_stricter(shorter, was, becomes)
        case _:
            return False


def _lies_within(before: Season, now: Season) -> bool:
    """Whether each season lies within one of the other's, from its first day to its last."""
    ends = (before.from_, before.until, now.from_, now.until)
    days = [day for day in ends if isinstance(day, EachYear)]
    if len(days) < len(ends):
        return True  # which is a fault of its own
    for year in _YEARS:
        first, last = season_ending(days[2], days[3], date(year, 1, 1))
        begins, until = season_ending(days[0], days[1], first)
        if first < begins or last > until:
            return False
    return True
