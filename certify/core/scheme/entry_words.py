"""Any value of the model on one line: what a version changed is said with it, whichever key it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from certify.core.scheme.measure import REDUCERS
from certify.core.scheme.measure_words import measure_in_words
from certify.core.scheme.terms import (
    AllOf,
    AnyOf,
    AtLeastOf,
    CalendarYear,
    Comparison,
    Day,
    EachYear,
    Earliest,
    Latest,
    Line,
    Name,
    Not,
    Number,
    Otherwise,
    Period,
    Shifted,
)
from certify.core.scheme.wording import choice_in_words, evidence_in_words, key_in_words

if TYPE_CHECKING:
    from certify.core.scheme.voice import Voice

# The keys whose words are the scheme's own and no words of the grammar.
_OWN_WORDS = frozenset({"options", "id", "level", "form", "section", "criterion", "activity"})


def details(voice: Voice, entry: msgspec.Struct) -> tuple[tuple[str, str], ...]:
    """The keys of an entry that say something, each with its value in words; what is as by default says nothing."""
    found = []
    for field in msgspec.structs.fields(entry):
        value = getattr(entry, field.name)
        if value in (None, (), {}, "") or value == field.default:
            continue
        found.append((key_in_words(field.encode_name, voice.language), _said(voice, field.encode_name, value)))
    return tuple(found)


def _said(voice: Voice, key: str, value: object) -> str:
    if key == "kinds" and isinstance(value, tuple):
        return ", ".join(evidence_in_words(voice.scheme, kind, voice.language) for kind in value)
    if key in _OWN_WORDS and isinstance(value, tuple):
        return ", ".join(voice.scheme.called(str(word), voice.language) for word in value)
    return entry_in_words(voice, value)


def entry_in_words(voice: Voice, value: object) -> str:  # noqa: C901, PLR0911, PLR0912  # one kind of value each
    """A phrase, a selection, a text, or an entry with its keys."""
    match value:
        case Line() | AllOf() | AnyOf() | AtLeastOf() | Not() | Otherwise():
            return voice.condition(value)
        case Comparison():
            return voice.compared(value)
        case Earliest() | Latest() | EachYear() | Shifted():
            return voice.moment(value)
        case CalendarYear():
            return voice.often(value)
        case Name() | Number() | Period() | Day():
            return voice.value(value)
        case msgspec.Struct() if type(value) in REDUCERS.values():
            return measure_in_words(voice, value)  # type: ignore[arg-type]  # measures by their kind
        case msgspec.Struct():
            return ", ".join(f"{key} {said}" for key, said in details(voice, value))
        case tuple() if value and all(isinstance(one, str) for one in value):
            of_names = any(one in voice.names for one in value)
            return voice.selection(value) if of_names else ", ".join(str(one).replace("_", " ") for one in value)
        case tuple():
            return "; ".join(entry_in_words(voice, one) for one in value)
        case dict() if value and value.keys() <= {*voice.scheme.languages}:
            return voice.text(value)
        case dict():
            return "; ".join(f"{voice.called(name)}: {entry_in_words(voice, one)}" for name, one in value.items())
        case bool():
            return voice.said("ja", "yes") if value else voice.said("nej", "no")
        case str():
            named = voice.called(value)
            return named if named != value.replace("_", " ") else choice_in_words(value, voice.language)
        case _:
            return str(value)
