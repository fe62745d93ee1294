"""Whether worked cases lie on both sides of each rung's edge: one that reaches it, and one that falls short of it.

A rung that is `otherwise` has no edge of its own. A case that is incomplete, or that is not taken in, lies on no side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal

import msgspec

from certify.core.scheme.domains import NO, YES
from certify.core.scheme.faults import START, Fault, Faults, Place, fault_of
from certify.core.scheme.nodes import Listing, Node, read_nodes
from certify.core.scheme.nodes import Mapping as Keys
from certify.core.scheme.sentences import trying
from certify.core.scheme.terms import Otherwise

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.process import Example

NO_LEVEL = "none"
_SENTENCES = {"reached": trying.NO_EXAMPLE_REACHES, "missed": trying.NO_EXAMPLE_MISSES}


class MissingEdge(msgspec.Struct, frozen=True, kw_only=True):
    """A side of a rung's edge on which no worked case lies."""

    level: str
    side: Literal["reached", "missed"]


def missing_edges(scheme: Scheme, examples: Iterable[Example]) -> tuple[MissingEdge, ...]:
    """The sides on which no case lies, rung by rung from the best."""
    reached = {level for example in examples for level in _levels(example)}
    ladder = [level.id for level in scheme.outcome.levels]
    found: list[MissingEdge] = []
    for place, level in enumerate(scheme.outcome.levels):
        if isinstance(level.when, Otherwise):
            continue
        if level.id not in reached:
            found.append(MissingEdge(level=level.id, side="reached"))
        if not reached & {*ladder[place + 1 :], NO_LEVEL}:
            found.append(MissingEdge(level=level.id, side="missed"))
    return tuple(found)


def edge_faults(scheme: Scheme, source: bytes, beside: Iterable[Example] = (), *, name: str) -> tuple[Fault, ...]:
    """The same as faults of the scheme's file, each where its rung stands. `beside` are cases from other files."""
    missing = missing_edges(scheme, (*scheme.examples, *beside))
    places = _places(scheme, read_nodes(source, Faults(name))) if missing else {}
    return tuple(
        fault_of(name, place, _SENTENCES[one.side], level=one.level)
        for one in missing
        for place in (places.get(one.level, START),)
    )


def _levels(example: Example) -> Iterator[str]:
    """The levels that a case expects, at its end or on the way."""
    for expect in (example.expect, *(step.expect for step in example.acts)):
        if _decides(expect):
            yield expect["level"][0]


def _decides(expect: Mapping[str, tuple[str, ...]]) -> bool:
    undone = expect.get("incomplete") == (YES,) or expect.get("eligible") == (NO,)
    return "level" in expect and not undone


def _places(scheme: Scheme, node: Node | None) -> dict[str, Place]:
    """Where each rung stands, by its name; nothing for one that the file takes over from another."""
    for word in ("outcome", "levels"):
        node = node.entries.get(word, (None, None))[1] if isinstance(node, Keys) else None
    items = node.items if isinstance(node, Listing) else ()
    return {level.id: item.place for level, item in zip(scheme.outcome.levels, items, strict=False)}
