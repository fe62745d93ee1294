"""Which words of a scheme stand in another language than the text around them, so that they can be marked (WCAG 3.1.2).

A scheme need not speak the reader's language. Then its own words stand in its first language, within sentences of ours
too, and a screen reader has to be told, or it reads Swedish aloud as English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme

_LETTERS = re.compile(r"[^\W\d_]{2}")
# What a page is made of: tags, and elements whose content is no text of the page or takes no elements within it.
_PARTS = re.compile(r"(<(script|style|title|textarea|option|template)\b.*?</\2>|<[^>]*>)", re.DOTALL | re.IGNORECASE)
# An option takes no element within it, so that it says its language itself.
_OPTION = re.compile(r"(<option\b(?![^>]*\blang=)[^>]*)>\s*(.*?)\s*</option>", re.DOTALL | re.IGNORECASE)


class Spoken:
    """The words of one scheme that a page in some language has to mark."""

    def __init__(self, texts: Iterable[str], language: str) -> None:
        """`texts` are all in that language."""
        words = {form for text in texts for form in _forms(text)}
        found = "|".join(sorted((_pattern(word) for word in words), key=len, reverse=True))
        self._words = re.compile(rf"(?<!\w)(?:{found})(?!\w)") if words else None
        self._language = escape(language)
        self._mark = rf'<span lang="{escape(language)}">\g<0></span>'

    def marked(self, page: str) -> str:
        """The page as HTML, with each of these words in an element that says its language."""
        if self._words is None:
            return page
        parts = _PARTS.split(page)
        # text, then the tag or element, then the name that the pattern took out of it
        parts[::3] = [self._words.sub(self._mark, text) for text in parts[::3]]
        parts[1::3] = [self._as_option(part) for part in parts[1::3]]
        del parts[2::3]
        return "".join(parts)

    def _as_option(self, part: str) -> str:
        """The tag or element; an option that is one of the words says its language."""
        option = _OPTION.fullmatch(part)
        if option is None or self._words is None or self._words.fullmatch(option[2]) is None:
            return part
        return f'{option[1]} lang="{self._language}">{option[2]}</option>'


def spoken(scheme: Scheme, language: str) -> Spoken | None:
    """What to mark on a page in that language; None where the scheme speaks it."""
    if language in scheme.languages:
        return None
    known = scheme.__dict__.setdefault("spoken", {})  # a scheme is immutable, and told again and again
    first = scheme.languages[0]
    if language not in known:
        known[language] = Spoken((text[first] for text in _texts(scheme, {*scheme.languages})), first)
    found: Spoken = known[language]
    return found


def _texts(part: object, languages: set[str]) -> Iterator[dict[str, str]]:
    """Every text in a scheme, whatever it stands in."""
    match part:
        case msgspec.Struct():
            for name in part.__struct_fields__:
                yield from _texts(getattr(part, name), languages)
        case dict() if part.keys() == languages:
            yield part
        case dict() | tuple():
            for below in part.values() if isinstance(part, dict) else part:
                yield from _texts(below, languages)
        case _:
            return


def _forms(text: str) -> Iterator[str]:
    """A text as it can stand in a sentence: line by line, on one line, without its full stop."""
    for form in (*text.splitlines(), " ".join(text.split())):
        plain = form.strip().rstrip(".")
        if _LETTERS.search(plain):
            yield plain


def _pattern(word: str) -> str:
    """The word as a page has it, its first letter large or small."""
    first, rest = escape(word[:1], quote=False), re.escape(escape(word[1:], quote=False))
    both = {re.escape(first), re.escape(first.lower()), re.escape(first.upper())}
    # quotation marks are written as references by some and stand as they are with others
    rest = rest.replace('"', '(?:"|&#34;|&quot;)').replace("'", "(?:'|&#39;|&#x27;)")
    return f"(?:{'|'.join(sorted(both))}){rest}"
