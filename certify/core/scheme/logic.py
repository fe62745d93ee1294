"""The decision logic in words: conditions, comparisons, selections and whole entries, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, assert_never

import msgspec

from certify.core.scheme.saying import comparison_in_words, moment_in_words
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
    Latest,
    Line,
    Name,
    Not,
    Number,
    Operand,
    Otherwise,
    Period,
    Shifted,
)
from certify.core.scheme.wording import key_in_words, name_or_word, pick, value_in_words

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme


class Said(msgspec.Struct, frozen=True):
    """One line of a text, and how far it is set in: 0 for the outermost."""

    depth: int
    text: str


def condition_lines(scheme: Scheme, condition: Condition, language: str, depth: int = 0) -> tuple[Said, ...]:
    """A condition in words, one line for each of its lines."""
    return tuple(_lines(scheme, condition, language, depth))


def condition_in_words(scheme: Scheme, condition: Condition, language: str) -> str:
    """A condition in words on one line."""
    match condition:
        case AllOf():
            parts = [condition_in_words(scheme, part, language) for part in condition.conditions]
            return pick((" och ", " and "), language).join(parts)
        case AnyOf():
            parts = [condition_in_words(scheme, part, language) for part in condition.conditions]
            return f"({pick((' eller ', ' or '), language).join(parts)})"
        case AtLeastOf():
            parts = [condition_in_words(scheme, part, language) for part in condition.conditions]
            most = pick((f"minst {condition.least} av", f"at least {condition.least} of"), language)
            return f"{most} ({'; '.join(parts)})"
        case Not():
            return f"{pick(('inte', 'not'), language)} ({condition_in_words(scheme, condition.condition, language)})"
        case Line():
            return _line(scheme, condition, language)
        case Otherwise():
            return pick(("i alla andra fall", "in every other case"), language)
        case _:
            assert_never(condition)


def _lines(scheme: Scheme, condition: Condition, language: str, depth: int) -> Iterator[Said]:
    match condition:
        case AllOf():
            for part in condition.conditions:
                nested = isinstance(part, AllOf)
                if nested:
                    yield Said(depth, pick(("allt detta:", "all of these:"), language))
                yield from _lines(scheme, part, language, depth + nested)
        case AnyOf() | AtLeastOf():
            least = condition.least if isinstance(condition, AtLeastOf) else 1
            few = pick(("minst ett av detta:", "at least one of these:"), language)
            yield Said(
                depth,
                few if least == 1 else pick((f"minst {least} av detta:", f"at least {least} of these:"), language),
            )
            for part in condition.conditions:
                yield Said(depth + 1, condition_in_words(scheme, part, language))
        case Not():
            yield Said(depth, pick(("inte detta:", "not this:"), language))
            yield from _lines(scheme, condition.condition, language, depth + 1)
        case Line() | Otherwise():
            yield Said(depth, condition_in_words(scheme, condition, language))
        case _:
            assert_never(condition)


def _line(scheme: Scheme, line: Line, language: str) -> str:
    return f"{name_or_word(scheme, line.name, language)}: {comparison_said(scheme, line.comparison, language)}"


def comparison_said(scheme: Scheme, comparison: Comparison, language: str) -> str:
    """A comparison in words; a parameter is said with its value."""
    said = comparison_in_words(comparison, language)
    if comparison.relation == "is":
        operands = [operand_said(scheme, one, language) for one in comparison.operands]
        return pick((" eller ", " or "), language).join(operands)
    if len(comparison.operands) == 1 and isinstance(comparison.operands[0], Name):
        plain = comparison_in_words(msgspec.structs.replace(comparison, operands=(Name(""),)), language)
        return plain + operand_said(scheme, comparison.operands[0], language)
    return said


def operand_said(scheme: Scheme, operand: Operand, language: str) -> str:
    """One value in words: what a name is called, and with it what a parameter is."""
    if isinstance(operand, Name) and operand.word in scheme.parameters:
        value = value_in_words(scheme, scheme.parameters[operand.word].value, language)
        return f"{value} ({name_or_word(scheme, operand.word, language)})"
    if isinstance(operand, Shifted):
        return moment_in_words(operand, language)
    return value_in_words(scheme, operand, language)


def selection_in_words(scheme: Scheme, selection: tuple[str, ...], language: str) -> str:
    """What a selection takes together."""
    whole = pick(("allt som är ", "everything "), language)
    return ", ".join(
        (whole if word in scheme.bindings else "") + name_or_word(scheme, word, language) for word in selection
    )


def details(
    scheme: Scheme, entry: msgspec.Struct, language: str, *, aside: frozenset[str] = frozenset()
) -> tuple[tuple[str, str], ...]:
    """The keys of an entry that say something, each with its value in words; those in `aside` are left out."""
    found = []
    for field in msgspec.structs.fields(entry):
        value = getattr(entry, field.name)
        if field.encode_name in aside or value in (None, (), {}, "") or (value == field.default and value is False):
            continue
        found.append((key_in_words(field.encode_name, language), plainly(scheme, value, language)))
    return tuple(found)


def plainly(scheme: Scheme, value: object, language: str) -> str:
    """Any value of the model on one line: a phrase, a selection, an entry with its keys."""
    match value:
        case Line() | AllOf() | AnyOf() | AtLeastOf() | Not() | Otherwise():
            return condition_in_words(scheme, value, language)
        case tuple() if value and all(isinstance(one, str) for one in value):
            return selection_in_words(scheme, value, language)
        case tuple():
            return "; ".join(plainly(scheme, one, language) for one in value)
        case Name() | Number() | Period() | Day() | Shifted() | Comparison():
            return value_in_words(scheme, value, language)
        case Earliest() | Latest() | EachYear() | CalendarYear():
            return value_in_words(scheme, value, language)
        case msgspec.Struct():
            return ", ".join(f"{key} {said}" for key, said in details(scheme, value, language))
        case dict() if not value.keys() <= {*scheme.languages}:
            parts = (
                f"{name_or_word(scheme, name, language)} {plainly(scheme, one, language)}"
                for name, one in value.items()
            )
            return "; ".join(parts)
        case _:
            return value_in_words(scheme, value, language)
