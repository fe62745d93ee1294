"""What a scheme says, in the words of one language: names, values, moments, conditions, selections and whole entries.

Every text for readers is written with it, so that the same thing is called the same in the document, the outline, the
pages and the list of changes. Swedish for `sv`, English for any other language; a scheme's own texts stand in the
language asked for, or in the scheme's first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, assert_never

import msgspec

from certify.core.scheme.figures import number_in_words
from certify.core.scheme.quantities import shared_unit
from certify.core.scheme.saying import moment_in_words, own_word, period_in_words, relation_in_words, word_in_words
from certify.core.scheme.terms import (
    AllOf,
    AnyOf,
    AtLeastOf,
    CalendarYear,
    Comparison,
    Condition,
    Day,
    EachYear,
    Earliest,
    HowOften,
    Latest,
    Line,
    Moment,
    Name,
    Not,
    Number,
    Operand,
    Otherwise,
    Period,
    Shifted,
)
from certify.core.scheme.wording import activity_in_words, criteria_of, in_text, name_or_word, pick, scheme_word

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme

LONGEST_ASIDE = 40


class Said(msgspec.Struct, frozen=True):
    """One line of a text, and how far it is set in: 0 for the outermost."""

    depth: int
    text: str


class Voice:
    """One scheme, told in one language."""

    def __init__(self, scheme: Scheme, language: str) -> None:
        self.scheme = scheme
        self.language = language
        self.names = frozenset(
            ("criteria", *scheme.bindings, *scheme.sections_by_id, *scheme.criteria_by_id, *scheme.every_input)
        ) | {*scheme.columns, *scheme.measures, *scheme.units, *scheme.activities_by_id}

    def said(self, sv: str, en: str) -> str:
        """The Swedish or the English."""
        return pick((sv, en), self.language)

    def text(self, text: dict[str, str]) -> str:
        """One of the scheme's own texts, on one line."""
        return in_text(text, self.language)

    def listed(self, parts: Iterable[str], last: str = "") -> str:
        """`a, b och c`; `last` is the word before the last one."""
        *most, end = (*parts,) or ("",)
        return f"{', '.join(most)} {last or self.said('och', 'and')} {end}" if most else end

    # Names and values

    def called(self, name: str) -> str:
        """What a name is called by itself: a criterion by number and title, others by their text."""
        return name_or_word(self.scheme, name, self.language).removesuffix(".")

    def word(self, word: str) -> str:
        """What a role, a binding or a grade is called."""
        return scheme_word(self.scheme, word, self.language)

    def measured_in(self, unit: str) -> str:
        """What a unit of measure is called: by the scheme, else as it is written."""
        return self.scheme.called(unit, self.language) if unit in self.scheme.names else unit

    def quoted(self, name: str) -> str:
        """The same within a sentence: an entry's own text in quotes, a criterion by number and title."""
        called = self.called(name)
        plain = (
            name in self.scheme.criteria_by_id
            or name in self.scheme.sections_by_id
            or name in self.scheme.activities_by_id
        )
        return called if plain else self.said(f"”{called}”", f"“{called}”")

    def value(self, operand: Operand, unit: str = "") -> str:
        """One value: a number with its unit, a day, a period, a moment or a word; of a parameter its value."""
        match operand:
            case Number():
                said = number_in_words(operand.value, self.language, percent=operand.percent)
                return said if operand.percent or not unit else f"{said} {unit}"
            case Day():
                return operand.value.isoformat()
            case Period():
                return period_in_words(operand, self.language)
            case Shifted():
                return self.moment(operand)
            case Name(word=word):
                return self._word(word, unit)
            case _:
                assert_never(operand)

    def _word(self, word: str, unit: str = "") -> str:
        parameter = self.scheme.parameters.get(word)
        if parameter is not None:
            called = self.called(word)
            aside = called if len(called) <= LONGEST_ASIDE else self.said("fast värde", "fixed value")
            return f"{self.value(parameter.value, unit)} ({aside})"
        known = word in self.scheme.every_input or word in self.scheme.measures or word in self.scheme.criteria_by_id
        return self.quoted(word) if known else own_word(self.scheme, word, self.language)

    def moment(self, moment: Moment) -> str:
        """`12 månader efter beslutet`, `varje år den 15 maj`, `the day of “Rebuilt”`."""
        match moment:
            case Shifted():
                when = self.said("efter", "after") if moment.direction == "after" else self.said("före", "before")
                return f"{self.value(moment.period)} {when} {self.moment(moment.anchor)}"
            case Earliest() | Latest():
                first = isinstance(moment, Earliest)
                which = (
                    self.said("den dag som kommer först av", "the first day of")
                    if first
                    else self.said("den dag som kommer sist av", "the last day of")
                )
                return f"{which} {self.listed(self.moment(part) for part in moment.of)}"
            case Name(word=word):
                if word in self.scheme.parameters:
                    return self._word(word)
                return self._anchor(word)
            case Day() | EachYear():
                return moment_in_words(moment, self.language)
            case _:
                assert_never(moment)

    def _anchor(self, word: str) -> str:
        activity = self.scheme.activities_by_id.get(word)
        if activity is not None and word_in_words(word, self.language) == word.replace("_", " "):
            called = activity_in_words(self.scheme, activity, self.language)
            return self.said(f"sista dagen för {called}", f"the last day of {called}")
        known = word in self.scheme.every_input or word in self.scheme.measures
        return self.quoted(word) if known else own_word(self.scheme, word, self.language)

    def season(self, first: Moment, last: Moment) -> str:
        """A part of each year: `den 15 maj till den 31 augusti varje år`."""
        yearly = self.said(" varje år", " each year")
        both = isinstance(first, EachYear) and isinstance(last, EachYear)
        begins = self.moment(first).removesuffix(yearly) if both else self.moment(first)
        return self.said(f"{begins} till {self.moment(last)}", f"{begins} to {self.moment(last)}")

    def often(self, every: HowOften) -> str:
        """How often something comes back."""
        match every:
            case CalendarYear():
                return self.said("en gång varje kalenderår", "once each calendar year")
            case Period():
                time = period_in_words(every, self.language)
                if every.count == 1:
                    return self.said("varje ", "every ") + time.removeprefix("1 ")
                return self.said(f"med {time}s mellanrum", f"every {time}")
            case Name():
                return self.said("med tiden ", "by the time of ") + self.quoted(every.word)
            case _:
                assert_never(every)

    def selection(self, selection: tuple[str, ...]) -> str:
        """What a selection takes together."""
        return self.listed(self._selected(word) for word in selection)

    def _selected(self, word: str) -> str:
        if word == "criteria":
            return self.said("alla kriterier", "all criteria")
        if word in self.scheme.bindings:
            return self.said("alla ", "all ") + criteria_of(self.scheme, word, self.language)
        called = self.quoted(word)
        return (
            self.said("kriterierna i ", "the criteria in ") + called if word in self.scheme.sections_by_id else called
        )

    # Conditions

    def compared(self, comparison: Comparison, of: tuple[str, ...] = ()) -> str:
        """A comparison: `minst 60`, `ja`, `mellan 5 och 9 min`; of names that share a unit with it."""
        joint = " " if comparison.relation not in {"is", "between", "not"} else self.said(" eller ", " or ")
        joint = self.said(" och ", " and ") if comparison.relation == "between" else joint
        *others, last = comparison.operands
        unit = shared_unit(self.scheme, of, self.language)
        operands = joint.join((*(self.value(one) for one in others), self.value(last, unit)))
        return relation_in_words(comparison.relation, self.language) + operands

    def condition(self, condition: Condition) -> str:
        """A condition within a sentence."""
        match condition:
            case AllOf():
                return self.said(" och ", " and ").join(self.condition(part) for part in condition.conditions)
            case AnyOf():
                return f"({self.said(' eller ', ' or ').join(self.condition(part) for part in condition.conditions)})"
            case AtLeastOf():
                parts = "; ".join(self.condition(part) for part in condition.conditions)
                return self.said(
                    f"minst {condition.least} av dessa: ({parts})", f"at least {condition.least} of these: ({parts})"
                )
            case Not():
                return f"{self.said('inte', 'not')} ({self.condition(condition.condition)})"
            case Line():
                asked = self.compared(condition.comparison, (condition.name,))
                return f"{self.quoted(condition.name)} {self.said('är', 'is')} {asked}"
            case Otherwise():
                return self.said("i alla andra fall", "in every other case")
            case _:
                assert_never(condition)

    def lines(self, condition: Condition, depth: int = 0) -> Iterator[Said]:
        """A condition as a list, one line for each of its lines."""
        match condition:
            case AllOf():
                for part in condition.conditions:
                    nested = isinstance(part, AllOf)
                    if nested:
                        yield Said(depth, self.said("allt detta:", "all of these:"))
                    yield from self.lines(part, depth + nested)
            case AnyOf() | AtLeastOf():
                least = condition.least if isinstance(condition, AtLeastOf) else 1
                some = self.said(f"minst {least} av detta:", f"at least {least} of these:")
                any_one = self.said("minst ett av detta:", "at least one of these:")
                yield Said(depth, any_one if least == 1 else some)
                for part in condition.conditions:
                    one = part.conditions[0] if isinstance(part, AllOf) and len(part.conditions) == 1 else part
                    yield Said(depth + 1, self._line(one) if isinstance(one, Line) else self.condition(one))
            case Not():
                yield Said(depth, self.said("inte detta:", "not this:"))
                yield from self.lines(condition.condition, depth + 1)
            case Line():
                yield Said(depth, self._line(condition))
            case Otherwise():
                yield Said(depth, self.condition(condition))
            case _:
                assert_never(condition)

    def _line(self, line: Line) -> str:
        return f"{self.called(line.name)}: {self.compared(line.comparison, (line.name,))}"
