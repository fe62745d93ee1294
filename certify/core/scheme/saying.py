"""Phrases and names of a scheme as words for a reader, in Swedish and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from certify.core.scheme.domains import NO, NOT_APPLICABLE, YES, written
from certify.core.scheme.figures import number_in_words
from certify.core.scheme.terms import (
    Comparison,
    Day,
    EachYear,
    Earliest,
    Latest,
    Moment,
    Name,
    Number,
    Operand,
    Period,
    Relation,
    Shifted,
    Unit,
)
from certify.core.scheme.translated import in_language

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme

# By relation: how it is said before its operand, in Swedish and in English.
_RELATIONS: dict[Relation, tuple[str, str]] = {
    "is": ("", ""),
    "not": ("inte ", "not "),
    "at_least": ("minst ", "at least "),
    "at_most": ("högst ", "at most "),
    "more_than": ("mer än ", "more than "),
    "less_than": ("mindre än ", "less than "),
    "between": ("mellan ", "between "),
    "from": ("tidigast ", "no earlier than "),
    "until": ("senast ", "no later than "),
    "before": ("före ", "before "),
    "after": ("efter ", "after "),
}
_UNITS: dict[Unit, tuple[str, str, str]] = {
    "day": ("dag", "dagar", "day"),
    "working day": ("arbetsdag", "arbetsdagar", "working day"),
    "week": ("vecka", "veckor", "week"),
    "month": ("månad", "månader", "month"),
    "year": ("år", "år", "year"),
}
_WORDS: dict[str, tuple[str, str]] = {
    YES: ("ja", "yes"),
    NO: ("nej", "no"),
    NOT_APPLICABLE: ("ej tillämpligt", "not applicable"),
    "submitted": ("ansökan", "the application"),
    "accepted": ("att ärendet togs in", "the case being taken in"),
    "decision": ("beslutet", "the decision"),
    "notified": ("beskedet", "the notice"),
    "raised": ("att bristen påtalades", "the shortcoming being raised"),
    "start": ("första dagen", "the first day"),
    "end": ("sista giltighetsdagen", "the last day of validity"),
    "former_end": ("det gamla certifikatets sista dag", "the last day of the old certificate"),
    "version_end": ("ordningsversionens sista dag", "the last day of the scheme's version"),
    "today": ("i dag", "today"),
}


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if language == "sv" else pair[1]


def comparison_in_words(comparison: Comparison, language: str, scheme: Scheme | None = None) -> str:
    """`minst 60`, `mellan 5 och 9`; English for any language but Swedish. The scheme's words by its own names."""
    operands = _joint(comparison, language).join(
        operand_in_words(operand, language, scheme) for operand in comparison.operands
    )
    return relation_in_words(comparison.relation, language) + operands


def _joint(comparison: Comparison, language: str) -> str:
    """What stands between the operands."""
    joints = {"between": (" och ", " and "), "is": (" eller ", " or ")}
    return _pick(joints.get(comparison.relation, (" ", " ")), language)


def comparison_with_unit(comparison: Comparison, language: str, scheme: Scheme, unit: str) -> str:
    """`minst 9,2 min`: the same for a reader, its numbers as the language writes them and the unit after the last."""
    *others, last = comparison.operands
    shown = [_figure(operand, language, scheme, "") for operand in others] + [_figure(last, language, scheme, unit)]
    return relation_in_words(comparison.relation, language) + _joint(comparison, language).join(shown)


def _figure(operand: Operand, language: str, scheme: Scheme, unit: str) -> str:
    if not isinstance(operand, Number):
        return operand_in_words(operand, language, scheme)
    said = number_in_words(operand.value, language, percent=operand.percent)
    return said if operand.percent or not unit else f"{said} {unit}"


def relation_in_words(relation: Relation, language: str) -> str:
    """`minst ` before what it is compared with; nothing where it has to be just that."""
    return _pick(_RELATIONS[relation], language)


def operand_in_words(operand: Operand, language: str, scheme: Scheme | None = None) -> str:
    """One right-hand side in words."""
    match operand:
        case Number():
            return f"{written(operand.value * 100)} %" if operand.percent else written(operand.value)
        case Day():
            return operand.value.isoformat()
        case Period():
            return period_in_words(operand, language)
        case Name():
            return own_word(scheme, operand.word, language)
        case Shifted():
            when = ("efter", "after") if operand.direction == "after" else ("före", "before")
            period = operand_in_words(operand.period, language)
            return f"{period} {_pick(when, language)} {moment_in_words(operand.anchor, language)}"
        case _:
            assert_never(operand)


def moment_in_words(moment: Moment, language: str) -> str:
    """`12 månader efter beslutet`, `the first of the end, 2026-02-28`, `varje år den 15 maj`."""
    if isinstance(moment, EachYear):
        return _each_year_in_words(moment, language)
    if not isinstance(moment, Earliest | Latest):
        return operand_in_words(moment, language)
    which = ("den första av", "the first of") if isinstance(moment, Earliest) else ("den sista av", "the last of")
    return f"{_pick(which, language)} {', '.join(moment_in_words(part, language) for part in moment.of)}"


_MONTHS = (
    ("januari", "January"),
    ("februari", "February"),
    ("mars", "March"),
    ("april", "April"),
    ("maj", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("augusti", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
)


def _each_year_in_words(moment: EachYear, language: str) -> str:
    month = _pick(_MONTHS[moment.month - 1], language)
    if moment.day is None:
        return _pick((f"sista dagen i {month} varje år", f"the last day of {month} each year"), language)
    return _pick((f"den {moment.day} {month} varje år", f"{moment.day} {month} each year"), language)


def period_in_words(period: Period, language: str) -> str:
    """`3 år`, `10 working days`."""
    one, many, english = _UNITS[period.unit]
    if language == "sv":
        return f"{period.count} {one if period.count == 1 else many}"
    return f"{period.count} {english}{'' if period.count == 1 else 's'}"


def word_in_words(word: str, language: str) -> str:
    """A bare word: yes and no and the moments are translated, other words stand with spaces for underscores."""
    known = _WORDS.get(word)
    return _pick(known, language) if known else word.replace("_", " ")


def own_word(scheme: Scheme | None, word: str, language: str) -> str:
    """A bare word by the name that the scheme gives it, else as any bare word."""
    named = scheme is not None and word in scheme.names
    return scheme.called(word, language) if scheme is not None and named else word_in_words(word, language)


def name_in_words(scheme: Scheme, name: str, language: str) -> str:
    """What a name is called: a criterion by number and title, others by their text, else the name itself."""
    criterion = scheme.criteria_by_id.get(name)
    if criterion is not None:
        return f"{name} {in_language(criterion.title, language)}"
    for entries in (scheme.every_input, scheme.columns, scheme.measures, scheme.parameters):
        entry = entries.get(name)
        if entry is not None and entry.text is not None:
            return in_language(entry.text, language)
    if name in scheme.units:
        return in_language(scheme.units[name].title, language)
    return own_word(scheme, name, language)
