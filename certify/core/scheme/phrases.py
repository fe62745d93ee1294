"""Reading phrases: `at least 60`, `3 years before submitted`, `21 days`, each from the text in which it is written.

A text that is no phrase is a fault and never a word to compare with.
"""

from __future__ import annotations

import difflib
import re

from certify.core.scheme.domains import read_date, read_number, read_percent, read_period
from certify.core.scheme.sentence import NOTHING, Pair, Untold, meant
from certify.core.scheme.sentences import reading
from certify.core.scheme.terms import (
    CalendarYear,
    Comparison,
    Day,
    EachYear,
    HowOften,
    Moment,
    Name,
    Number,
    Operand,
    Period,
    Relation,
    Shifted,
)

LONGEST = 500
DEEPEST = 5

NAME = re.compile(r"[A-Za-zÅÄÖåäö0-9_][A-Za-zÅÄÖåäö0-9_.-]{0,63}")
_LETTER = re.compile("[A-Za-zÅÄÖåäö_]")
# What other readers of YAML take for a number, a yes or a nothing, so that a file means the same to all of them.
_NO_NAME = re.compile(r"[0-9.]+[eE][0-9]+|0o[0-7]+|0x[0-9A-Fa-f]+|true|false|null", re.IGNORECASE)
_SHIFTED = re.compile(r"(?P<period>.+?) (?P<direction>after|before) (?P<anchor>.+)")
_EACH_YEAR = re.compile(r"(?:(?P<day>[1-9][0-9]?)|last day of) (?P<month>[A-Za-z]+)(?P<each> each year)?")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
CALENDAR_YEAR = "calendar year"

PREFIXES: dict[str, Relation] = {
    "at least": "at_least",
    "at most": "at_most",
    "more than": "more_than",
    "less than": "less_than",
    "from": "from",
    "until": "until",
    "before": "before",
    "after": "after",
    "not": "not",
}
_SIGNS = {
    ">=": "at least",
    "=>": "at least",
    "<=": "at most",
    "=<": "at most",
    ">": "more than",
    "<": "less than",
    "!=": "not",
    "<>": "not",
    "==": "",
    "=": "",
}
# Words that a phrase is made of; none of them can be a name.
RESERVED = frozenset({"any", "all", "not", "or", "and", "otherwise", "none", *PREFIXES})


class BadPhrase(Untold):
    """The text is no phrase; the sentence says so and, where it can, what was meant."""


def is_name(text: str) -> bool:
    """Whether the text is spelt like a name: letters, digits, `_`, `.` and `-`, with a letter or `_` somewhere."""
    if text in RESERVED or _NO_NAME.fullmatch(text):
        return False
    return NAME.fullmatch(text) is not None and _LETTER.search(text) is not None


def read_comparison(text: str) -> Comparison:
    """`X`, `X or Y`, `not X`, `at least X`, `between X and Y`, `until X` and the like. Raises BadPhrase."""
    _not_too_long(text)
    if text.startswith("between ") and text.count(" and ") == 1:
        low, high = text.removeprefix("between ").split(" and ")
        return Comparison("between", (_operand(low, text), _operand(high, text)))
    for prefix, relation in PREFIXES.items():
        if text.startswith(f"{prefix} "):
            return Comparison(relation, (_operand(text.removeprefix(prefix).strip(), text),))
    return Comparison("is", tuple(_operand(part, text) for part in text.split(" or ")))


def read_operand(text: str) -> Operand:
    """A number, percentage, date, period, moment or bare word. Raises BadPhrase."""
    _not_too_long(text)
    return _operand(text, text)


def _operand(text: str, whole: str) -> Operand:
    number, percent, day, period = read_number(text), read_percent(text), read_date(text), read_period(text)
    if number is not None:
        return Number(number)
    if percent is not None:
        return Number(percent, percent=True)
    if day is not None:
        return Day(day)
    if period is not None:
        return period
    if is_name(text):
        return Name(text)
    moment = _shifted(text)
    if moment is None:
        raise BadPhrase(reading.NO_PHRASE, text=whole, hint=_hint(whole))
    return moment


def read_moment(text: str) -> Moment:
    """A date, a name, `12 months after decision`, `last day of march each year`. Raises BadPhrase."""
    _not_too_long(text)
    moment = _anchor(text) or _shifted(text)
    if moment is None:
        raise BadPhrase(reading.NO_MOMENT, text=text)
    return moment


def _anchor(text: str) -> Moment | None:
    """A moment that rests on no other: a day, a day of each year, a name."""
    day = read_date(text)
    if day is not None:
        return Day(day)
    return Name(text) if is_name(text) else _each_year(text)


def _each_year(text: str) -> EachYear | None:
    """`15 may each year`, `last day of march each year`; None where the text is nothing of the kind."""
    match = _EACH_YEAR.fullmatch(text)
    if match is None or match["month"].lower() not in _MONTHS:
        return None
    if match["each"] is None:
        raise BadPhrase(reading.WITHOUT_YEAR, text=text)
    month, day = _MONTHS.index(match["month"].lower()) + 1, int(match["day"]) if match["day"] else None
    if day is not None and day > _LONGEST_MONTH[month - 1]:
        raise BadPhrase(reading.NO_SUCH_DAY, text=text, month=match["month"])
    return EachYear(month, day)


def _shifted(text: str) -> Shifted | None:
    """`3 years before submitted`; the anchor may be shifted in its turn. None where the text is nothing of the kind."""
    steps: list[re.Match[str]] = []
    rest = text
    while (match := _SHIFTED.fullmatch(rest)) is not None:
        if len(steps) == DEEPEST:
            raise BadPhrase(reading.MOMENT_TOO_DEEP, most=DEEPEST)
        steps.append(match)
        rest = match["anchor"]
    anchor = _anchor(rest)
    if not steps or anchor is None:
        return None
    for match in reversed(steps):
        anchor = Shifted(
            read_period_or_name(match["period"]), "after" if match["direction"] == "after" else "before", anchor
        )
    return anchor if isinstance(anchor, Shifted) else None


def read_period_or_name(text: str) -> Period | Name:
    """`21 days`, or the name of something that gives a period. Raises BadPhrase."""
    period = read_period(text)
    if period is not None:
        return period
    if is_name(text):
        return Name(text)
    raise BadPhrase(reading.NO_PERIOD, text=text)


def read_how_often(text: str) -> HowOften:
    """`12 months`, the name of something that gives a period, or `calendar year`. Raises BadPhrase."""
    return CalendarYear() if text == CALENDAR_YEAR else read_period_or_name(text)


def _not_too_long(text: str) -> None:
    if len(text) > LONGEST:
        raise BadPhrase(reading.LONG_PHRASE, most=LONGEST)


def _hint(text: str) -> Pair:
    probably = _meant(text)
    return meant(probably) if probably not in {"", text} else NOTHING


def _meant(text: str) -> str:
    """What whoever wrote this probably meant, or nothing."""
    for sign, phrase in _SIGNS.items():
        if text.startswith(sign):
            return f"{phrase} {text.removeprefix(sign).strip()}".strip()
    words = text.split()
    for count in (1, 2):
        near = difflib.get_close_matches(" ".join(words[:count]), [*PREFIXES, "between"], n=1, cutoff=0.75)
        if near and len(words) > count:
            return " ".join((near[0], *words[count:]))
    return ""
