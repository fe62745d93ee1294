"""From nodes to the model, third part: entries, lists and mappings.

Every fault is noted and reading goes on. An entry with a fault is left out and its name remembered, so that one fault
is not told as many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Mapping_
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from certify.core.scheme.faults import Faults, Place
from certify.core.scheme.measure import REDUCERS
from certify.core.scheme.nodes import Listing, Mapping, Node, Scalar
from certify.core.scheme.parts import EvidenceRule, Parameter
from certify.core.scheme.phrases import is_name
from certify.core.scheme.process import Merge
from certify.core.scheme.read_phrases import PhraseReader
from certify.core.scheme.read_scalars import FAILED, KEY, Failed, Path, cut
from certify.core.scheme.sentence import joined, listed, nearest
from certify.core.scheme.sentences import reading
from certify.core.scheme.shapes import Shape, keys_of, shape_of
from certify.core.scheme.terms import Period

S = TypeVar("S", bound=msgspec.Struct)

# How many entries may stand under a key, beyond what a whole file may hold.
MOST_OF_ANYTHING = 5_000
MOST_ENTRIES = {
    "activities": 200,
    "changes": 50,
    "columns": 100,
    "examples": 1_000,
    "inputs": 1_000,
    "languages": 20,
    "levels": 100,
    "measures": 2_000,
    "parameters": 1_000,
    "profiles": 100,
    "scales": 200,
    "units": 50,
}
# The keys by which an entry of a list says its name.
_NAMING = frozenset({"criterion", "section", "level", "form", "activity"})


class Reader(PhraseReader):
    """Reads one file. `broken` holds the names of entries with a fault, and the keys that entries lack for one."""

    def __init__(self, faults: Faults, languages: tuple[str, ...], periods: dict[str, Period]) -> None:
        super().__init__(faults, languages, periods)
        self.broken: set[str] = set()
        self._readers: dict[str, Callable[[Node, Path], Any]] = {
            "name": self.name,
            "word": self.word,
            "one line": self.line,
            "if late": self.line,
            "text": self.text,
            "text or none": self.text_or_none,
            "language": self.language,
            "one or more names": self.names,
            "selection": self.names,
            "whole number": self.whole,
            "yes or no": self.yes_or_no,
            "formula": self.formula,
            "digest": self.digest,
            "values": self.values,
            "given values": self.given_values,
            "findings": self.finding_values,
            "expected": self.expected,
            "date": self.date,
            "number": self.number,
            "period": self.period,
            "period or name": self.period_or_name,
            "how often": self.how_often,
            "comparison": self.comparison,
            "value": self.operand,
            "moment": self.moment,
            "moment after another": self.shifted,
            "condition": self.condition,
            "measure": self.measure,
            "parts": self.parts,
            "rows": self.rows,
        }

    def value(self, node: Node, shape: Shape, path: Path) -> Any:  # noqa: ANN401  # what the shape stands for
        """What a node is worth in a place of that shape, or FAILED."""
        self.places[path] = node.place
        if self.is_empty(node):
            return FAILED
        match shape.kind:
            case "entry":
                return self.entry(node, shape.of, path)
            case "list":
                return self._list(node, shape_of(shape.of), path)
            case "mapping":
                return self._mapping(node, shape_of(shape.of), path)
            case "choice":
                return self._choice(node, shape.of)
            case kind:
                return self._readers[kind](node, path)

    def entry(
        self, node: Node, kind: type[S], path: Path, instead: Mapping_[str, object] = MappingProxyType({})
    ) -> S | Failed:
        """One entry of the file as its struct. What is required and has a fault is replaced by `instead`, if given."""
        if kind is Parameter and isinstance(node, Scalar):
            node = Mapping(node.place, {"value": (node.place, node)})
        if kind is Merge and isinstance(node, Scalar):
            node = Mapping(node.place, {"values": (node.place, node)})
        if kind is EvidenceRule and isinstance(node, Listing):
            node = Mapping(node.place, {"kinds": (node.place, node)})
        if not isinstance(node, Mapping):
            return self.fault(node, reading.KEYS_BELONG, keys=", ".join(keys_of(kind)))
        return self._entry(node, kind, path, instead)

    def _entry(
        self,
        node: Mapping,
        kind: type[S],
        path: Path,
        instead: Mapping_[str, object] = MappingProxyType({}),
    ) -> S | Failed:
        keys = keys_of(kind)
        found: dict[str, Any] = {}
        for word, (place, value) in node.entries.items():
            if word in keys:
                self.places[(*path, word, KEY)] = place
                found[word] = self.value(value, keys[word].shape, (*path, word))
            else:
                self._unknown_key(place, word, keys)
        for key in keys.values():
            if key.required and key.word not in node.entries:
                found[key.word] = self.fault(node, reading.MISSING_KEY, key=key.word)
        failed = [word for word, value in found.items() if value is FAILED and keys[word].required]
        if failed:
            self.broken.update(failed, _names_within(node))
        if set(failed) - instead.keys():
            return FAILED
        read = {word: value for word, value in found.items() if value is not FAILED}
        return msgspec.convert({**read, **{word: instead[word] for word in failed}}, kind)

    def _unknown_key(self, place: Place, word: str, known: Iterable[str]) -> None:
        self._faults.add(place, reading.UNKNOWN_KEY, key=cut(word), hint=nearest(word, known))

    def _list(self, node: Node, shape: Shape, path: Path) -> tuple[Any, ...] | Failed:
        if not isinstance(node, Listing):
            return self.fault(node, reading.LIST_BELONGS)
        if not node.items:
            return self.fault(node, reading.EMPTY_LIST)
        if self._are_too_many(node, len(node.items), path):
            return FAILED
        read: list[Any] = []
        for item in node.items:
            value = self.value(item, shape, (*path, len(read)))
            if value is not FAILED:
                read.append(value)
        return tuple(read) if read else FAILED

    def _mapping(self, node: Node, shape: Shape, path: Path) -> dict[str, Any] | Failed:
        if not isinstance(node, Mapping):
            return self.fault(node, reading.NAMES_BELONG)
        if self._are_too_many(node, len(node.entries), path):
            return FAILED
        read: dict[str, Any] = {}
        for word, (place, item) in node.entries.items():
            self.places[(*path, word, KEY)] = place
            if not is_name(word):
                self._faults.add(place, reading.KEY_IS_NO_NAME, text=cut(word))
                continue
            before = self._faults.count
            value = self.value(item, shape, (*path, word))
            if value is not FAILED:
                read[word] = value
            if self._faults.count > before:
                self.broken.add(word)
        return read

    def _are_too_many(self, node: Node, count: int, path: Path) -> bool:
        """Whether more stands under a key than anybody reads; that is noted, and none of it is read."""
        word = str(path[-1]) if path else ""
        most = MOST_ENTRIES.get(word, MOST_OF_ANYTHING)
        if count > most:
            self.fault(node, reading.TOO_MANY_ENTRIES, key=cut(word), count=count, most=most)
        return count > most

    def _choice(self, node: Node, words: tuple[str, ...]) -> str | int | Failed:
        text = node.text.strip() if isinstance(node, Scalar) else ""
        if text in words:
            return int(text) if text.isdecimal() else text
        said = f'"{cut(text)}": ' if text else ""
        return self.fault(node, reading.CHOICE_BELONGS, said=said, words=listed(words), hint=nearest(text, words))

    def measure(self, node: Node, path: Path) -> Any:  # noqa: ANN401  # one of the measures, or FAILED
        """A named value: exactly one reducer with its keys."""
        if not isinstance(node, Mapping):
            return self.fault(node, reading.MEASURE_BELONGS, reducers=", ".join(REDUCERS))
        named = [word for word in node.entries if word in REDUCERS]
        if len(named) == 1:
            return self._entry(node, REDUCERS[named[0]], path)
        if len(named) > 1:
            return self.fault(node, reading.TWO_REDUCERS, reducers=joined(named))
        known = {key for kind in REDUCERS.values() for key in keys_of(kind)}
        unknown = [word for word in node.entries if word not in known]
        for word in unknown:
            self._unknown_key(node.entries[word][0], word, REDUCERS)
        if not unknown:
            self.fault(node, reading.NO_REDUCER, reducers=", ".join(REDUCERS))
        return FAILED


def _names_within(node: Node) -> Iterator[str]:
    """The names that entries of lists have anywhere below a node."""
    if isinstance(node, Listing):
        for item in node.items:
            yield from _names_within(item)
    if isinstance(node, Mapping):
        for word, (_, value) in node.entries.items():
            if word in _NAMING and isinstance(value, Scalar):
                yield value.text
            yield from _names_within(value)
