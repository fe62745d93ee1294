"""Reading a scheme file: bytes to nodes, nodes to the model, and then whatever must hold within it.

All faults are told at once, each with file, line and column. Nothing in a file is ever evaluated as code.
"""

from __future__ import annotations

import hashlib
from datetime import date

import msgspec

from certify.core.scheme import parts, process
from certify.core.scheme.check import check
from certify.core.scheme.check_context import Context
from certify.core.scheme.check_examples import check_these
from certify.core.scheme.faults import Faults
from certify.core.scheme.measure import REDUCERS
from certify.core.scheme.model import Scheme
from certify.core.scheme.nodes import Listing, Mapping, Node, Scalar, read_nodes
from certify.core.scheme.process import Example
from certify.core.scheme.read import Reader
from certify.core.scheme.read_phrases import parameter_periods
from certify.core.scheme.read_scalars import LANGUAGE, Failed

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


class _ExampleFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of worked cases beside a scheme."""

    examples: tuple[Example, ...]


# msgspec (0.22) works out the types of a struct at its first use, and two threads that meet there end the process with
# a segmentation fault. Schemes are read in threads, so it is done here, while the module is imported by one.
for _kind in (Scheme, _ExampleFile, *REDUCERS.values()):
    msgspec.json.Decoder(_kind)


def load(source: bytes, name: str = "scheme.yaml") -> Scheme:
    """The scheme that a file says. `name` stands in the faults. Raises SchemeFaults with every fault found."""
    faults = Faults(name)
    nodes = read_nodes(source, faults)
    languages = _languages(nodes)
    reader = Reader(faults, languages, parameter_periods(nodes))
    scheme = reader.entry(nodes, Scheme, (), {**_INSTEAD, "languages": languages})
    if isinstance(scheme, Failed):
        faults.tell()
    check(scheme, reader, faults)
    faults.raise_if_any()
    return msgspec.structs.replace(scheme, digest=digest_of(source), examples=_with_lines(scheme.examples, reader))


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
