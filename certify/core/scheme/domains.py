"""What values a name can take, and how a value is read from the text in which a person wrote it.

Values are exact: a number is a Fraction, a yes or a grade a word, a date a date. None stands for *unknown* and is never
a value. Nothing here is a float.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Literal, assert_never, cast

import msgspec

from certify.core.scheme.sentence import Pair, listed
from certify.core.scheme.terms import Period, Unit

YES = "yes"
NO = "no"
NOT_APPLICABLE = "not_applicable"

Value = str | Fraction | date | Period
Kind = Literal["word", "grade", "number", "date", "period", "text", "rows", "any"]

MOST_DIGITS = 40
_NUMBER = re.compile(rf"-?[0-9]{{1,{MOST_DIGITS}}}(?:\.[0-9]{{1,{MOST_DIGITS}}})?", re.ASCII)
_FRACTION = re.compile(rf"(-?[0-9]{{1,{MOST_DIGITS}}})/([0-9]{{1,{MOST_DIGITS}}})", re.ASCII)
_PERCENT = re.compile(rf"(-?[0-9]{{1,{MOST_DIGITS}}}(?:\.[0-9]{{1,{MOST_DIGITS}}})?) ?%", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_PERIOD = re.compile(r"([0-9]{1,5}) (working day|day|week|month|year)s?", re.ASCII)
# The longest period of each unit, about a hundred years.
_LONGEST: dict[Unit, int] = {"working day": 25_000, "day": 36_500, "week": 5_200, "month": 1_200, "year": 100}


def read_number(text: str) -> Fraction | None:
    """`0.50` or `-3` as an exact number; None for anything else, also for `1e5` and `1,5`."""
    return Fraction(text) if _NUMBER.fullmatch(text) else None


def read_fraction(text: str) -> Fraction | None:
    """`4/3` as an exact number, the way that a mean is written which no decimal can say; None for anything else."""
    match = _FRACTION.fullmatch(text)
    return Fraction(int(match[1]), int(match[2])) if match and int(match[2]) else None


def read_percent(text: str) -> Fraction | None:
    """`80 %` as 4/5; None for anything else."""
    match = _PERCENT.fullmatch(text)
    return Fraction(match[1]) / 100 if match else None


def read_date(text: str) -> date | None:
    """`2026-02-28` as a date; None for anything else, also for a day that does not exist."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_period(text: str) -> Period | None:
    """`21 days`, `10 working days`, `6 weeks`, `12 months`, `3 years`; at least one, at most a hundred years."""
    match = _PERIOD.fullmatch(text)
    if match is None:
        return None
    count, unit = int(match[1]), cast("Unit", match[2])
    return Period(count, unit) if 0 < count <= _LONGEST[unit] else None


def written(value: Value) -> str:
    """The value as it stands in a scheme file; a fraction that no decimal can say is written `2/3`."""
    if isinstance(value, Fraction):
        return _written_number(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _written_number(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


class Domain(msgspec.Struct, frozen=True, kw_only=True):
    """The values that a name can take.

    `words` are the options of a word, or a scale's grades with the best first. `percent` says that a number is a part
    of a whole, so that it may be compared with `80 %`. `any` is the domain of a name whose own entry has a fault.
    """

    kind: Kind
    words: tuple[str, ...] = ()
    lowest: Fraction | None = None
    highest: Fraction | None = None
    whole: bool = False
    percent: bool = False

    def read(self, text: str) -> Value | None:
        """The value that the text stands for, or None where the domain has no such value."""
        value: Value | None
        match self.kind:
            case "word" | "grade":
                value = text if text in self.words else None
            case "number":
                value = self._in_range(self._number(text))
            case "date":
                value = read_date(text)
            case "period":
                value = read_period(text)
            case "text" | "any":
                value = text or None
            case "rows":
                value = None
            case _:
                assert_never(self.kind)
        return value

    def _number(self, text: str) -> Fraction | None:
        if self.percent and "%" in text:
            return read_percent(text)
        return read_fraction(text) if "/" in text else read_number(text)

    def _in_range(self, value: Fraction | None) -> Fraction | None:
        if value is None or (self.whole and value.denominator != 1):
            return None
        below = self.lowest is not None and value < self.lowest
        above = self.highest is not None and value > self.highest
        return None if below or above else value

    def rank(self, grade: str) -> int:
        """How good a grade is: the worst is 0. Raises ValueError for a grade that the scale does not have."""
        return len(self.words) - 1 - self.words.index(grade)

    def described(self) -> Pair:
        """What may stand here, in Swedish and in English, for the sentence of a fault."""
        match self.kind:
            case "word" | "grade":
                return listed(self.words)
            case "number":
                return (
                    ("ett tal eller en procentsats", "a number or a percentage")
                    if self.percent
                    else ("ett tal", "a number")
                )
            case "date":
                return "ett datum eller en tidpunkt", "a date or a moment"
            case "period":
                return "en tidsperiod", "a period"
            case "rows":
                return "en tabell", "a table"
            case "text" | "any":
                return "en text", "a text"
            case _:
                assert_never(self.kind)


YES_NO = Domain(kind="word", words=(YES, NO))
YES_NO_NA = Domain(kind="word", words=(YES, NO, NOT_APPLICABLE))
NUMBER = Domain(kind="number")
WHOLE = Domain(kind="number", whole=True)
SHARE = Domain(kind="number", percent=True, lowest=Fraction(0), highest=Fraction(1))
DATE = Domain(kind="date")
PERIOD = Domain(kind="period")
TEXT = Domain(kind="text")
ROWS = Domain(kind="rows")
ANY = Domain(kind="any")
PERCENT = Domain(kind="number", percent=True)

# The kinds of answers and inputs that need nothing further to be said.
SIMPLE: dict[str, Domain] = {
    "yes_no": YES_NO,
    "yes_no_na": YES_NO_NA,
    "integer": WHOLE,
    "number": NUMBER,
    "percent": PERCENT,
    "date": DATE,
    "text": TEXT,
    "table": ROWS,
}
