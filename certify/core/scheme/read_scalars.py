"""From nodes to values, first part: scalars and texts, each read from its own text by what the model expects there.

Nothing is guessed: `no` is the answer no where an answer belongs and the word no elsewhere, `2026.1` is a version and
`0.50` a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

from certify.core.scheme.domains import read_date, read_number
from certify.core.scheme.faults import Faults, Place
from certify.core.scheme.formula import BadFormula, parsed
from certify.core.scheme.markings import SaidOrByUnit
from certify.core.scheme.nodes import Listing, Mapping, Node, Scalar
from certify.core.scheme.phrases import NAME, BadPhrase, is_name
from certify.core.scheme.sentence import NOTHING, Pair, Sentence, Words, joined, nearest
from certify.core.scheme.sentences import reading
from certify.core.scheme.terms import Number

Path = tuple[str | int, ...]
T = TypeVar("T")

LONGEST_TEXT = 20_000
LONGEST_LINE = 300
KEY = "<key>"

LANGUAGE = re.compile("[a-z]{2,3}")
_DIGEST = re.compile("sha256:[0-9a-f]{64}")
_WHOLE = re.compile("[0-9]{1,6}")
# How YAML writes that nothing stands there.
_NOTHING = frozenset({"~", "null", "Null", "NULL"})
_YES_OR_NO = re.compile("yes|no")
_LINE = re.compile(rf"[^\n]{{1,{LONGEST_LINE}}}")
_TEXT = re.compile(rf"(?s).{{1,{LONGEST_TEXT}}}")


class Failed:
    """Stands for what could not be read; its fault has been noted."""


FAILED: Final = Failed()


class ScalarReader:
    """Reads scalars and texts, and remembers where everything stood."""

    def __init__(self, faults: Faults, languages: tuple[str, ...]) -> None:
        self.places: dict[Path, Place] = {(): Place(1, 1)}
        self.languages = languages
        self._faults = faults

    def at(self, path: Path) -> Place:
        """Where the value of that path stands, or the nearest thing above it."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]

    def key_at(self, path: Path) -> Place:
        """Where the key of that path stands; for an entry of a list, where the entry does."""
        return self.places.get((*path, KEY)) or self.at(path)

    def fault(self, node: Node, sentence: Sentence, **words: Words) -> Failed:
        """Note a fault at a node."""
        self._faults.add(node.place, sentence, **words)
        return FAILED

    def is_empty(self, node: Node) -> bool:
        """Whether nothing stands where a value belongs, which is then noted."""
        if not isinstance(node, Scalar) or (node.text.strip() and (node.quoted or node.text not in _NOTHING)):
            return False
        self.fault(node, reading.NO_VALUE)
        return True

    def scalar(self, node: Node, path: Path, read: Callable[[str], T | None], wanted: Pair) -> T | Failed:
        """What a scalar's text stands for."""
        self.places[path] = node.place
        if not isinstance(node, Scalar):
            return self.fault(node, reading.NOT_A_SCALAR, wanted=wanted)
        if self.is_empty(node):
            return FAILED
        value = read(node.text.strip())
        if value is None:
            return self.fault(node, reading.NOT_THAT_SCALAR, text=cut(node.text), wanted=wanted)
        return value

    def phrase(self, node: Node, path: Path, read: Callable[[str], T]) -> T | Failed:
        """What a phrase means; a text that is none is a fault in the phrase's own words."""
        self.places[path] = node.place
        if not isinstance(node, Scalar):
            return self.fault(node, reading.NOT_A_PHRASE)
        if self.is_empty(node):
            return FAILED
        try:
            return read(node.text.strip())
        except BadPhrase as error:
            return self.fault(node, error.sentence, **error.words)

    def name(self, node: Node, path: Path) -> str | Failed:
        """A name that something is given or that is referred to."""
        return self.phrase(node, path, _name)

    def names(self, node: Node, path: Path) -> tuple[str, ...] | Failed:
        """One name, or a list of names."""
        self.places[path] = node.place
        if not isinstance(node, Listing):
            name = self.name(node, path)
            self.places[(*path, 0)] = node.place
            return (name,) if isinstance(name, str) else FAILED
        if not node.items:
            return self.fault(node, reading.EMPTY_LIST)
        found = [self.name(item, (*path, place)) for place, item in enumerate(node.items)]
        names = tuple(name for name in found if isinstance(name, str))
        return names if len(names) == len(found) else FAILED

    def word(self, node: Node, path: Path) -> str | Failed:
        """A value or a version: spelt like a name, and numbers are allowed."""
        return self.scalar(node, path, _matching(NAME), reading.A_WORD)

    def language(self, node: Node, path: Path) -> str | Failed:
        """The code of a language."""
        return self.scalar(node, path, _matching(LANGUAGE), reading.A_LANGUAGE)

    def line(self, node: Node, path: Path) -> str | Failed:
        """One line of words."""
        return self.scalar(node, path, _matching(_LINE), reading.A_LINE.told(most=LONGEST_LINE))

    def whole(self, node: Node, path: Path) -> int | Failed:
        """A whole number from 0 on."""
        value = self.scalar(node, path, _matching(_WHOLE), reading.A_WHOLE_NUMBER)
        return int(value) if isinstance(value, str) else value

    def yes_or_no(self, node: Node, path: Path) -> bool | Failed:
        """`yes` or `no`."""
        value = self.scalar(node, path, _matching(_YES_OR_NO), reading.YES_OR_NO)
        return value == "yes" if isinstance(value, str) else value

    def date(self, node: Node, path: Path) -> object:
        """A date."""
        return self.scalar(node, path, read_date, reading.A_DATE)

    def number(self, node: Node, path: Path) -> Number | Failed:
        """An exact number."""
        return self.scalar(node, path, _number, reading.A_NUMBER)

    def digest(self, node: Node, path: Path) -> str | Failed:
        """The name of a scheme version."""
        return self.scalar(node, path, _matching(_DIGEST), reading.A_DIGEST)

    def formula(self, node: Node, path: Path) -> str | Failed:
        """Plain arithmetic."""
        return self.phrase(node, path, _formula)

    def text(self, node: Node, path: Path) -> dict[str, str] | Failed:
        """A text in every language of the scheme; one string where it has one language."""
        self.places[path] = node.place
        if isinstance(node, Listing):
            return self.fault(node, reading.NOT_A_TEXT)
        if isinstance(node, Scalar):
            if len(self.languages) != 1:
                return self.fault(node, reading.EACH_LANGUAGE, languages=", ".join(self.languages))
            node = Mapping(node.place, {self.languages[0]: (node.place, node)})
        return self._texts(node, path)

    def _texts(self, node: Mapping, path: Path) -> dict[str, str] | Failed:
        texts: dict[str, str] = {}
        for language, (place, entry) in node.entries.items():
            if language not in self.languages:
                near = nearest(language, self.languages)
                hint = reading.COMMA_IN_BRACES if near == NOTHING else near
                self._faults.add(place, reading.NO_LANGUAGE, key=cut(language), hint=hint)
                continue
            text = self.scalar(entry, (*path, language), _matching(_TEXT), reading.A_TEXT.told(most=LONGEST_TEXT))
            if isinstance(text, str):
                texts[language] = text
        missing = [language for language in self.languages if language not in node.entries]
        if missing:
            self.fault(node, reading.MISSING_LANGUAGE, languages=joined(missing))
        return texts if len(texts) == len(self.languages) else FAILED

    def text_or_none(self, node: Node, path: Path) -> dict[str, str] | Failed | None:
        """A text, or the word `none`."""
        if isinstance(node, Scalar) and node.text.strip() == "none":
            self.places[path] = node.place
            return None
        return self.text(node, path)

    def values(self, node: Node, path: Path) -> dict[str, str] | Failed:
        """Values by name, each as it is written."""
        found = self.expected(node, path)
        if isinstance(found, Failed):
            return found
        for name, values in found.items():
            if len(values) != 1:
                self._faults.add(self.at((*path, name)), reading.ONE_VALUE)
        return {name: values[0] for name, values in found.items()}

    def given_values(self, node: Node, path: Path) -> dict[str, SaidOrByUnit] | Failed:
        """Values by name: one, a list, a map, the rows of a table, or any of these by unit."""
        self.places[path] = node.place
        if not isinstance(node, Mapping):
            return self.fault(node, reading.NAMES_BELONG)
        found: dict[str, SaidOrByUnit] = {}
        for name, (place, value) in node.entries.items():
            self.places[(*path, name, KEY)] = place
            self.places[(*path, name)] = value.place
            if isinstance(value, Mapping):
                inner = {unit: self._said(item, (*path, name, unit)) for unit, (_, item) in value.entries.items()}
                whole = {unit: said for unit, said in inner.items() if not isinstance(said, Failed)}
                if len(whole) == len(inner):
                    found[name] = whole
            else:
                said = self._said(value, (*path, name))
                if not isinstance(said, Failed):
                    found[name] = said
        return found

    def _said(self, node: Node, path: Path) -> Any:  # noqa: ANN401  # one of `OneOrMore`, or FAILED
        self.places[path] = node.place
        match node:
            case Mapping():
                return self._row(node, path)
            case Listing():
                items = [
                    self._row(item, (*path, place)) if isinstance(item, Mapping) else self.line(item, (*path, place))
                    for place, item in enumerate(node.items)
                ]
                read = tuple(item for item in items if not isinstance(item, Failed))
                return read if len(read) == len(items) else FAILED
            case _:
                return self.line(node, path)

    def _row(self, node: Mapping, path: Path) -> dict[str, str] | Failed:
        lines = {key: self.line(value, (*path, key)) for key, (_, value) in node.entries.items()}
        read = {key: line for key, line in lines.items() if isinstance(line, str)}
        return read if len(read) == len(lines) else FAILED

    def finding_values(self, node: Node, path: Path) -> dict[str, str | dict[str, str]] | Failed:
        """Findings by criterion: one, or one for each unit."""
        found = self.given_values(node, path)
        if isinstance(found, Failed):
            return found
        read: dict[str, str | dict[str, str]] = {}
        for name, said in found.items():
            several = (
                {unit: one for unit, one in said.items() if isinstance(one, str)} if isinstance(said, dict) else None
            )
            if isinstance(said, str):
                read[name] = said
            elif several is not None and isinstance(said, dict) and len(several) == len(said):
                read[name] = several
            else:
                self._faults.add(self.at((*path, name)), reading.ONE_VALUE_OR_BY_UNIT)
        return read

    def expected(self, node: Node, path: Path) -> dict[str, tuple[str, ...]] | Failed:
        """Expected values by name, one or several."""
        self.places[path] = node.place
        if not isinstance(node, Mapping):
            return self.fault(node, reading.NAMES_BELONG)
        found: dict[str, tuple[str, ...]] = {}
        for name, (place, value) in node.entries.items():
            self.places[(*path, name, KEY)] = place
            self.places[(*path, name)] = value.place
            items = value.items if isinstance(value, Listing) else (value,)
            if not items:
                self.fault(value, reading.EMPTY_LIST)
            lines = [self.line(item, (*path, name, index)) for index, item in enumerate(items)]
            read = tuple(line for line in lines if isinstance(line, str))
            if read:
                found[name] = read
        return found


def cut(text: str) -> str:
    """A text short enough to stand in a sentence, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:60]}…"


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        return text if pattern.fullmatch(text) else None

    return read


def _name(text: str) -> str:
    if not is_name(text):
        raise BadPhrase(reading.NO_NAME, text=cut(text))
    return text


def _number(text: str) -> Number | None:
    value = read_number(text)
    return None if value is None else Number(value)


def _formula(text: str) -> str:
    try:
        parsed(text)
    except BadFormula as error:
        raise BadPhrase(reading.BAD_FORMULA, text=cut(text), problem=error.sentence.told(**error.words)) from error
    return text
