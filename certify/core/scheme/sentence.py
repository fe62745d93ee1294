"""A sentence of a fault: its stable code and its words in Swedish and English, with places for what differs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import msgspec

Pair = tuple[str, str]
# What stands in a place of a sentence: itself in both languages, or words of its own in each.
Words = str | int | Pair


class Sentence(msgspec.Struct, frozen=True):
    """One sentence. Its places stand in braces, the same in both languages, and a brace of its own is doubled."""

    code: str
    sv: str
    en: str

    def told(self, **words: Words) -> Pair:
        """The sentence with its places filled, in Swedish and in English."""
        sv = {place: its[0] if isinstance(its, tuple) else its for place, its in words.items()}
        en = {place: its[1] if isinstance(its, tuple) else its for place, its in words.items()}
        return self.sv.format_map(sv), self.en.format_map(en)


class Untold(ValueError):
    """A text that cannot be read, with the sentence in which that is told."""

    def __init__(self, sentence: Sentence, **words: Words) -> None:
        self.sentence = sentence
        self.words = words
        super().__init__(sentence.told(**words)[1])


NOTHING: Pair = ("", "")


def nearest(word: str, known: Iterable[str]) -> Pair:
    """A hint such as ` (did you mean "share"?)`, or nothing where no known word is near."""
    candidates = sorted({name for name in known if abs(len(name) - len(word)) <= len(word)})
    near = difflib.get_close_matches(word[:100], candidates, n=1, cutoff=0.6)
    return meant(near[0]) if near else NOTHING


def meant(word: str) -> Pair:
    """The hint that names what was probably meant."""
    return f' (menade du "{word}"?)', f' (did you mean "{word}"?)'


def listed(words: Iterable[str]) -> Pair:
    """`a, b eller c` and `a, b or c`."""
    *most, last = words
    return (f"{', '.join(most)} eller {last}", f"{', '.join(most)} or {last}") if most else (last, last)


def joined(words: Iterable[str]) -> Pair:
    """`a och b` and `a and b`."""
    several = tuple(words)
    return " och ".join(several), " and ".join(several)
