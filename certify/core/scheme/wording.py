"""What keys, fixed words and names are called for a reader, in Swedish and in English.

A key that is not listed here is said by its own word with spaces for underscores, so that a new key of the model shows
at once and only reads less well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.scheme.saying import (
    name_in_words,
    word_in_words,
)
from certify.core.scheme.vocabulary import CHOICES, CRITERIA_OF, EVIDENCE, FIELDS, KEYS, Pair

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.process import Activity


def pick(pair: Pair, language: str) -> str:
    """The Swedish or the English of two texts; English for any language but Swedish."""
    return pair[0] if language == "sv" else pair[1]


def key_in_words(key: str, language: str) -> str:
    """What a key of the file is called."""
    found = KEYS.get(key)
    return pick(found, language) if found else key.replace("_", " ")


def choice_in_words(word: str, language: str) -> str:
    """What a fixed word or a role is called."""
    found = CHOICES.get(word)
    return pick(found, language) if found else word_in_words(word, language)


def evidence_in_words(scheme: Scheme, kind: str, language: str) -> str:
    """What a kind of evidence is called: by the scheme, else by us, else by its word."""
    return scheme.called(kind, language) if kind in scheme.names else _in(EVIDENCE, kind, language)


def field_in_words(scheme: Scheme, name: str, language: str) -> str:
    """What stands on a certificate: one of its own fields, or something that the scheme names."""
    return _in(FIELDS, name, language) if name in FIELDS else name_or_word(scheme, name, language)


def criteria_of(scheme: Scheme, binding: str, language: str) -> str:
    """The criteria of a binding: `obligatoriska kriterier`."""
    found = None if binding in scheme.names else CRITERIA_OF.get(binding)
    word = scheme.called(binding, language)
    return pick(found or (f"kriterier på kravnivån ”{word}”", f"criteria of the binding “{word}”"), language)


def scheme_word(scheme: Scheme, word: str, language: str) -> str:
    """What a role, a binding or a grade is called: by the scheme, else by us, else by its word."""
    return scheme.called(word, language) if word in scheme.names else choice_in_words(word, language)


def _in(words: dict[str, Pair], word: str, language: str) -> str:
    found = words.get(word)
    return pick(found, language) if found else word.replace("_", " ")


def name_or_word(scheme: Scheme, word: str, language: str) -> str:
    """What a bare word is called: something that the scheme names, or a word of the grammar."""
    section = scheme.sections_by_id.get(word)
    if section is not None:
        return f"{word} {in_text(section.title, language)}"
    for level in scheme.outcome.levels:
        if level.id == word:
            return in_text(level.title, language)
    activity = scheme.activities_by_id.get(word)
    if activity is not None:
        return activity_in_words(scheme, activity, language)
    named = name_in_words(scheme, word, language)
    if named != word_in_words(word, language) or word in scheme.own_words:
        return named
    return choice_in_words(word, language)


def activity_in_words(scheme: Scheme, activity: Activity, language: str) -> str:
    """What an activity is called: its kind, and its own name where the scheme has several of the kind."""
    if activity.id in scheme.names:
        return scheme.called(activity.id, language)
    kind = choice_in_words(activity.kind, language)
    alone = sum(one.kind == activity.kind for one in scheme.activities) == 1
    return kind if alone else f"{kind} ({activity.id.replace('_', ' ')})"


def in_text(text: dict[str, str], language: str) -> str:
    """The text in that language, or in the scheme's first, on one line."""
    return " ".join((text.get(language) or next(iter(text.values()), "")).split())


def in_a_sentence(title: str) -> str:
    """A title within a sentence: with a small first letter, where its first word is no abbreviation."""
    return title if title[1:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def as_sentence(text: str) -> str:
    """With a capital first letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
