"""Reading a scheme file: bytes to nodes, nodes to the model, and then whatever must hold within it.

All faults are told at once, each with file, line and column. Nothing in a file is ever evaluated as code.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping as Mapping_
from datetime import date

import msgspec

from certify.core.scheme import parts, process
from certify.core.scheme.check import check
from certify.core.scheme.check_context import Context
from certify.core.scheme.check_examples import check_these
from certify.core.scheme.check_tighter import check_tighter, check_version_end
from certify.core.scheme.faults import Faults, Place, SchemeFaults
from certify.core.scheme.measure import REDUCERS
from certify.core.scheme.model import Scheme
from certify.core.scheme.nodes import Listing, Mapping, Node, Scalar, read_nodes
from certify.core.scheme.overlay import Overlay, OverlayReader, check_overlay, laid_over
from certify.core.scheme.process import Example
from certify.core.scheme.read import Reader
from certify.core.scheme.read_phrases import parameter_periods
from certify.core.scheme.read_scalars import LANGUAGE, Failed, cut
from certify.core.scheme.sentences import reading, trying

# What stands in for a key that is missing or has a fault, so that the rest of the file can still be checked.
_INSTEAD: dict[str, object] = {
    "language": 1,
    "scheme": "unnamed",
    "version": parts.Version(id="unnamed", applies_from=date.min),
    "title": {},
    "subject": parts.Subject(kind="unnamed", text={}),
    "means": {},
    "does_not_mean": {},
    "expect": {},
    "turn_to": {},
    "bindings": (),
    "sections": (),
    "outcome": parts.Ladder(levels=()),
    "roles": (),
    "activities": (),
    "validity": process.Validity(),
    "certificate": parts.Certificate(print=(), public=()),
}


_BASE = "base"
MOST_CRITERIA = 5_000
_CRITERION = re.compile(rb"^[ \t]*-[ \t]+(?:\{[ \t]*)?criterion[ \t]*:", re.MULTILINE)
# How many files may build on each other.
MOST_BASES = 4
Bases = Mapping_[str, bytes]
NO_BASES: Bases = {}
_BASE_LINE = re.compile(rb"^base:[ \t]*[\"']?(sha256:[0-9a-f]{64})", re.MULTILINE)


class _ExampleFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of worked cases beside a scheme."""

    examples: tuple[Example, ...]


# msgspec (0.22) works out the types of a struct at its first use, and two threads that meet there end the process with
# a segmentation fault. Schemes are read in threads, so it is done here, while the module is imported by one.
for _kind in (Scheme, Overlay, _ExampleFile, *REDUCERS.values()):
    msgspec.json.Decoder(_kind)


def load(source: bytes, name: str = "scheme.yaml", bases: Bases = NO_BASES) -> Scheme:
    """The scheme that a file says. `name` stands in the faults. Raises SchemeFaults with every fault found.

    A file that builds on another body's version names it by digest; `bases` holds the bytes of such versions by theirs.
    """
    return _load(source, name, bases, MOST_BASES)


def _load(source: bytes, name: str, bases: Bases, deeper: int) -> Scheme:
    faults = Faults(name)
    _refuse_too_many(source, faults)
    nodes = read_nodes(source, faults)
    if isinstance(nodes, Mapping) and _BASE in nodes.entries:
        return _load_overlay(source, nodes, faults, bases, deeper)
    languages = _languages(nodes)
    reader = Reader(faults, languages, parameter_periods(nodes))
    scheme = reader.entry(nodes, Scheme, (), {**_INSTEAD, "languages": languages})
    if isinstance(scheme, Failed):
        faults.tell()
    check(scheme, reader, faults)
    faults.raise_if_any()
    return msgspec.structs.replace(scheme, digest=digest_of(source), examples=_with_lines(scheme.examples, reader))


def _refuse_too_many(source: bytes, faults: Faults) -> None:
    """Count the criteria before anything is read, so that a file with far too many costs nothing."""
    for count, entry in enumerate(_CRITERION.finditer(source), start=1):
        if count > MOST_CRITERIA:
            line = source.count(b"\n", 0, entry.start()) + 1
            faults.stop(Place(line, 1), reading.TOO_MANY_CRITERIA, most=MOST_CRITERIA)


def _load_overlay(source: bytes, nodes: Mapping, faults: Faults, bases: Bases, deeper: int) -> Scheme:
    _, said = nodes.entries[_BASE]
    digest = said.text.strip() if isinstance(said, Scalar) else ""
    if deeper == 0:
        faults.stop(said.place, trying.BASES_TOO_DEEP, most=MOST_BASES)
    found = bases.get(digest)
    if found is None or digest_of(found) != digest:
        faults.stop(said.place, trying.NO_BASE, digest=cut(digest))
    try:
        base = _load(found, "base", bases, deeper - 1)
    except SchemeFaults as error:
        first = error.faults[0]
        if first.code == trying.BASES_TOO_DEEP.code:
            faults.stop(said.place, trying.BASES_TOO_DEEP, most=MOST_BASES)
        faults.stop(said.place, trying.FAULTY_BASE, line=first.line, fault=(first.sv, first.en))
    reader = OverlayReader(faults, base)
    overlay = reader.entry(nodes, Overlay, ())
    if isinstance(overlay, Failed):
        faults.tell()
    check_overlay(Context(base, reader, faults), base, overlay)
    faults.raise_if_any()
    whole = laid_over(base, overlay)
    check_version_end(Context(base, reader, faults), base, whole)
    if overlay.validity is not None:
        check_tighter(Context(base, reader, faults), base.validity, whole.validity)
    reader.lay_over(base, overlay)
    check(whole, reader, faults)
    faults.raise_if_any()
    return msgspec.structs.replace(whole, digest=digest_of(source), examples=_with_lines(whole.examples, reader))


def load_examples(source: bytes, scheme: Scheme, name: str = "examples.yaml") -> tuple[Example, ...]:
    """Worked cases from a file of their own, under the key `examples`. Raises SchemeFaults with every fault found."""
    faults = Faults(name)
    reader = Reader(faults, scheme.languages, {})
    file = reader.entry(read_nodes(source, faults), _ExampleFile, ())
    examples = () if isinstance(file, Failed) else file.examples
    check_these(Context(scheme, reader, faults), examples)
    faults.raise_if_any()
    return _with_lines(examples, reader)


def _with_lines(examples: tuple[Example, ...], reader: Reader) -> tuple[Example, ...]:
    """The same examples, each with the line in which it stands."""
    return tuple(
        msgspec.structs.replace(example, line=reader.at(("examples", place)).line)
        for place, example in enumerate(examples)
    )


def base_named(source: bytes) -> str | None:
    """The digest of the version that a file says it builds on; None where it builds on none, or says it wrongly."""
    found = _BASE_LINE.search(source)
    return found[1].decode() if found else None


def digest_of(source: bytes) -> str:
    """The name of a scheme version: `sha256:` and 64 hexadecimal digits over the bytes of its file."""
    return "sha256:" + hashlib.sha256(source).hexdigest()


def _languages(nodes: Node) -> tuple[str, ...]:
    """The languages of the file, read ahead of its texts; where they are not said, those of its title."""
    entries = nodes.entries if isinstance(nodes, Mapping) else {}
    _, said = entries.get("languages", (None, None))
    if isinstance(said, Listing):
        codes = [item.text for item in said.items if isinstance(item, Scalar) and LANGUAGE.fullmatch(item.text)]
        if len(codes) == len(said.items):
            return tuple(dict.fromkeys(codes))
    _, title = entries.get("title", (None, None))
    return tuple(title.entries) if isinstance(title, Mapping) else ()
