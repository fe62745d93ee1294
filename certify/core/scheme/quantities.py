"""A value of a name for a reader: the number as the language writes it, with its unit; the one place that does so."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from certify.core.scheme.domains import Value, written
from certify.core.scheme.figures import number_in_words
from certify.core.scheme.measure import Max, Mean, Min, Statistic, Sum
from certify.core.scheme.references import selection_of
from certify.core.scheme.saying import comparison_with_unit, own_word, period_in_words
from certify.core.scheme.terms import Comparison, Period

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme

_TAKING_OVER = (Sum, Min, Max, Mean, Statistic)
_UNITLESS = frozenset({"number", "largest gap"})


def unit_of(scheme: Scheme, name: str, language: str) -> str:
    """In what a name is measured: its own unit, or the one that all share of what it takes together; else nothing."""
    entry = scheme.columns.get(name) or scheme.every_input.get(name)
    if entry is not None:
        unit = entry.unit or ""
        return scheme.called(unit, language) if unit in scheme.names else unit
    measure = scheme.measures.get(name)
    if not isinstance(measure, _TAKING_OVER):
        return ""
    if isinstance(measure, Statistic) and measure.statistic in _UNITLESS:
        return "" if measure.statistic == "number" else "dagar" if language == "sv" else "days"
    return shared_unit(scheme, selection_of(measure), language)


def shared_unit(scheme: Scheme, selection: tuple[str, ...], language: str) -> str:
    """In what all of a selection are measured; nothing where they share no unit."""
    shared = {unit_of(scheme, one, language) for one in scheme.selected(selection)}
    return shared.pop() if len(shared) == 1 else ""


def value_in_words(scheme: Scheme, name: str, value: Value, language: str) -> str:
    """A value of that name: `9,2 min`, `66,6 %`, `3 år`, a word by what it is called.

    A part is a percentage with at most one decimal, never rounded up.
    """
    match value:
        case Fraction() if scheme.namespace.domains[name].percent:
            return number_in_words(math.floor(value * 1000) / Fraction(1000), language, percent=True)
        case Fraction():
            return with_unit(number_in_words(value, language), unit_of(scheme, name, language))
        case Period():
            return period_in_words(value, language)
        case _:
            return own_word(scheme, written(value), language)


def said_in_words(scheme: Scheme, name: str, said: str, language: str) -> str:
    """The same of a value as somebody wrote it; a text, and what cannot be read, as it stands."""
    domain = scheme.namespace.domains[name]
    value = domain.read(said)
    return said if value is None or domain.kind in {"text", "any"} else value_in_words(scheme, name, value, language)


def distance_in_words(scheme: Scheme, name: str, distance: Fraction, language: str) -> str:
    """How far a value of that name is from another: `0,8 min`, `13,4 procentenheter`, never less than it is."""
    if scheme.namespace.domains[name].percent:
        points = number_in_words(math.ceil(distance * 1000) / Fraction(10), language)
        return f"{points} {'procentenheter' if language == 'sv' else 'percentage points'}"
    return with_unit(number_in_words(distance, language), unit_of(scheme, name, language))


def needed_in_words(scheme: Scheme, name: str, comparison: Comparison, language: str) -> str:
    """What a value of that name has to be: `minst 9,2 min`."""
    return comparison_with_unit(comparison, language, scheme, unit_of(scheme, name, language))


def with_unit(number: str, unit: str) -> str:
    """A number with its unit after it, where it has one."""
    return f"{number} {unit}" if unit else number
