"""YAML 1.2 to plain nodes that know their place, with limits against files that are made to hurt.

Only what a scheme needs is read: mappings, lists and scalars. Anchors, aliases, tags, directives and a second document
are faults. A scalar stays the text that stands in the file; what it means is for whoever expects it to say.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import cast

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from certify.core.scheme.faults import START, Faults, Place
from certify.core.scheme.sentence import Sentence
from certify.core.scheme.sentences import reading

MOST_BYTES = 1_000_000
MOST_NODES = 60_000
DEEPEST = 24


class Scalar(msgspec.Struct, frozen=True):
    """A text. `quoted` tells `"no"` and a text in block form from a bare `no`."""

    place: Place
    text: str
    quoted: bool = False


class Listing(msgspec.Struct, frozen=True):
    """A list of nodes."""

    place: Place
    items: tuple[Node, ...]


class Mapping(msgspec.Struct, frozen=True):
    """Keys and values in the order of the file; of a key that stands twice only the first is kept."""

    place: Place
    entries: dict[str, tuple[Place, Node]]


Node = Scalar | Listing | Mapping

_kept: deque[tuple[bytes, Node]] = deque(maxlen=4)  # nodes never change

# What YAML 1.2 does not take as a character (section 5.1).
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# What the parser says, and what it means for whoever writes a scheme.
_IN_OUR_WORDS = (
    ("mapping values are not allowed", reading.COLON_AND_SPACE),
    ("found character '\\t'", reading.TAB),
    ("found a tab", reading.TAB),
    ("found unexpected ':'", reading.COLON),
    ("expected ',' or '}'", reading.BRACES),
    ("expected ',' or ']'", reading.BRACKETS),
    ("expected <block end>", reading.INDENTATION),
    ("could not find expected ':'", reading.NEITHER_KEY_NOR_ENTRY),
    ("cannot start any token", reading.KEPT_SIGN),
    ("unexpected end of stream", reading.QUOTES),
)


def read_nodes(source: bytes, faults: Faults) -> Node:
    """The file as nodes. Faults that reading gets over are noted; one that it does not raises SchemeFaults at once.

    The last few files without a fault are kept: to publish one is to read it several times, and the parser is slow.
    """
    for kept, root in tuple(_kept):
        if kept == source:
            return root
    root = _read(source, faults)
    if not faults.count:
        _kept.append((source, root))
    return root


def _read(source: bytes, faults: Faults) -> Node:
    if len(source) > MOST_BYTES:
        faults.stop(START, reading.TOO_LARGE, most=MOST_BYTES)
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.stop(Place(source.count(b"\n", 0, error.start) + 1, 1), reading.NOT_UTF8)
    control = _CONTROL.search(text)
    if control is not None:
        faults.stop(_place_in(text, control.start()), reading.CONTROL)
    builder = _Builder(faults)
    try:
        for event in _events(text):
            builder.take(event)
    except YAMLError as error:
        problem = str(getattr(error, "problem", error))
        # quotes that never close are told where they open
        mark = getattr(error, "context_mark" if "end of stream" in problem else "problem_mark", None)
        faults.stop(_place(mark), _in_our_words(problem), problem=problem.splitlines()[0][:200])
    except (ValueError, OverflowError):
        # the parser trips over an escape beyond Unicode instead of naming it, and does not say where
        faults.stop(START, reading.NO_CHARACTER)
    if builder.root is None:
        faults.stop(START, reading.EMPTY)
    return builder.root


def _events(text: str) -> Iterator[Event]:
    parser = YAML(typ="safe", pure=True)
    parser.version = (1, 2)
    yield from parser.parse(text)


def _place_in(text: str, index: int) -> Place:
    before = text[:index]
    return Place(before.count("\n") + 1, index - before.rfind("\n"))


def _place(mark: object) -> Place:
    return Place(getattr(mark, "line", 0) + 1, getattr(mark, "column", 0) + 1)


def _in_our_words(problem: str) -> Sentence:
    return next((ours for theirs, ours in _IN_OUR_WORDS if theirs in problem), reading.NOT_YAML)


class _Open(msgspec.Struct):
    """A list or mapping that is still being read; `key` is the key whose value comes next."""

    place: Place
    is_mapping: bool
    items: list[Node] = []
    entries: dict[str, tuple[Place, Node]] = {}
    key: Scalar | None = None


class _Builder:
    """Puts nodes together from the parser's events."""

    def __init__(self, faults: Faults) -> None:
        self.root: Node | None = None
        self._faults = faults
        self._open: list[_Open] = []
        self._count = 0
        self._documents = 0

    def take(self, event: Event) -> None:
        """Take one event. Raises SchemeFaults beyond a limit."""
        place = _place(event.start_mark)
        match event:
            case DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._faults.stop(place, reading.SECOND_DOCUMENT)
                if event.version or event.tags:
                    self._faults.add(place, reading.DIRECTIVE)
            case ScalarEvent():
                self._refuse_extras(event, place)
                self._add(Scalar(place, str(event.value), quoted=event.style is not None))
            case AliasEvent():
                self._faults.add(place, reading.ALIAS)
                self._add(Scalar(place, "alias", quoted=True))
            case MappingStartEvent() | SequenceStartEvent():
                self._refuse_extras(event, place)
                self._begin(_Open(place, isinstance(event, MappingStartEvent)))
            case MappingEndEvent() | SequenceEndEvent():
                done = self._open.pop()
                self._add(
                    Mapping(done.place, done.entries) if done.is_mapping else Listing(done.place, tuple(done.items))
                )
            case _:
                return

    def _refuse_extras(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent, place: Place) -> None:
        if event.anchor is not None:
            self._faults.add(place, reading.ANCHOR)
        if event.ctag is not None and str(event.ctag) not in {"", "None"}:
            self._faults.add(place, reading.TAG)

    def _begin(self, opened: _Open) -> None:
        if len(self._open) == DEEPEST:
            self._faults.stop(opened.place, reading.TOO_DEEP, most=DEEPEST)
        if self._open and self._open[-1].is_mapping and self._open[-1].key is None:
            self._faults.stop(opened.place, reading.KEY_NOT_A_WORD)
        self._open.append(opened)

    def _add(self, node: Node) -> None:
        self._count += 1
        if self._count > MOST_NODES:
            self._faults.stop(node.place, reading.TOO_MANY_NODES, most=MOST_NODES)
        if not self._open:
            self.root = node
            return
        top = self._open[-1]
        if not top.is_mapping:
            top.items.append(node)
        elif top.key is None:
            top.key = cast("Scalar", node)  # anything else was refused where it began
        else:
            self._set(top, top.key, node)
            top.key = None

    def _set(self, top: _Open, key: Scalar, node: Node) -> None:
        if key.text in top.entries:
            first = top.entries[key.text][0]
            self._faults.add(key.place, reading.DUPLICATE_KEY, key=key.text, line=first.line)
            return
        if isinstance(node, Scalar) and not node.quoted and not node.text:
            node = Scalar(key.place, "")  # nothing stands there, and the parser has gone on to what comes next
        top.entries[key.text] = (key.place, node)
