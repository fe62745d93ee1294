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
    (
        "mapping values are not allowed",
        'a colon followed by a space starts a new key: put a text that holds ": " in quotes or in block form',
    ),
    ("found character '\\t'", "a tab: indent with spaces"),
    ("found a tab", "a tab: indent with spaces"),
    ("found unexpected ':'", 'a colon within a text: put a text that holds ":" in quotes or in block form'),
    ("expected ',' or '}'", "braces that do not close, or a comma missing between two keys"),
    ("expected ',' or ']'", "brackets that do not close, or a comma missing between two entries"),
    ("expected <block end>", "the indentation does not fit what stands above"),
    ("could not find expected ':'", "a line that is neither a key with its value nor an entry of a list"),
    ("cannot start any token", "a text that begins with a sign that YAML keeps for itself: put it in quotes"),
    ("unexpected end of stream", "quotes that do not close"),
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
        faults.stop(START, "too-large", f"the file has more than {MOST_BYTES} bytes")
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.stop(Place(source.count(b"\n", 0, error.start) + 1, 1), "not-utf8", "the file is not UTF-8")
    control = _CONTROL.search(text)
    if control is not None:
        faults.stop(_place_in(text, control.start()), "not-yaml", "a control character, which no text may hold")
    builder = _Builder(faults)
    try:
        for event in _events(text):
            builder.take(event)
    except YAMLError as error:
        problem = str(getattr(error, "problem", error))
        # quotes that never close are told where they open
        mark = getattr(error, "context_mark" if "end of stream" in problem else "problem_mark", None)
        faults.stop(_place(mark), "not-yaml", _in_our_words(problem))
    except (ValueError, OverflowError):
        # the parser trips over an escape beyond Unicode instead of naming it, and does not say where
        faults.stop(START, "not-yaml", "a backslash in quotes is followed by a number that is no character")
    if builder.root is None:
        faults.stop(START, "empty", "the file holds nothing")
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


def _in_our_words(problem: str) -> str:
    for theirs, ours in _IN_OUR_WORDS:
        if theirs in problem:
            return ours
    return f"this is not YAML: {problem.splitlines()[0][:200]}"


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
                    self._faults.stop(place, "second-document", "a file holds one scheme: leave out the `---`")
                if event.version or event.tags:
                    self._faults.add(place, "directive", "directives that begin with % are not used in schemes")
            case ScalarEvent():
                self._refuse_extras(event, place)
                self._add(Scalar(place, str(event.value), quoted=event.style is not None))
            case AliasEvent():
                self._faults.add(place, "alias", "aliases (*) are not used in schemes: write it out")
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
            self._faults.add(place, "anchor", "anchors (&) are not used in schemes")
        if event.ctag is not None and str(event.ctag) not in {"", "None"}:
            self._faults.add(place, "tag", "tags (!) are not used in schemes")

    def _begin(self, opened: _Open) -> None:
        if len(self._open) == DEEPEST:
            self._faults.stop(opened.place, "too-deep", f"nothing stands more than {DEEPEST} levels deep")
        if self._open and self._open[-1].is_mapping and self._open[-1].key is None:
            self._faults.stop(opened.place, "key-not-a-word", "a key is one word, not a list or a mapping")
        self._open.append(opened)

    def _add(self, node: Node) -> None:
        self._count += 1
        if self._count > MOST_NODES:
            self._faults.stop(node.place, "too-many", f"a file has at most {MOST_NODES} entries")
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
            self._faults.add(
                key.place, "duplicate-key", f'"{key.text}" stands here a second time; the first is in line {first.line}'
            )
            return
        if isinstance(node, Scalar) and not node.quoted and not node.text:
            node = Scalar(key.place, "")  # nothing stands there, and the parser has gone on to what comes next
        top.entries[key.text] = (key.place, node)
