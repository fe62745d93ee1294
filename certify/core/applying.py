"""What applies: which criteria a case is asked about, and which units of it. Every room that asks or judges calls this.

A criterion that is known not to apply is not asked, and no finding can stand on it. While that is unknown it is asked,
since what is unknown is never a pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from certify.core.scheme.evaluate import Evaluation
    from certify.core.scheme.parts import Criterion

# A criterion or an input by its name, and the id of the unit that it is about; no unit where it is about the whole.
Subject = tuple[str, str | None]


def subjects(criteria: Iterable[Criterion], units: Mapping[str, tuple[str, ...]]) -> frozenset[Subject]:
    """Everything that these criteria are judged for, given the ids of the units of each kind."""
    return frozenset(
        (one.id, unit) for one in criteria for unit in (units.get(one.per, ()) if one.per is not None else (None,))
    )


def not_applying(names: Iterable[str], now: Evaluation) -> frozenset[Subject]:
    """What is known not to apply of these criteria and inputs, unit by unit where units have values of their own."""
    scheme, found = now.scheme, set[Subject]()
    for name in names:
        entry = scheme.criteria_by_id.get(name) or scheme.every_input.get(name)
        if entry is None or entry.applies is None:
            continue
        kind = scheme.unit_of.get(name)
        if kind is not None:
            found |= {
                (name, at[-1]) for at in now.places(kind) if now.holds_at(entry.applies, kind, at, apart=False) is False
            }
        elif now.applies_by(entry.applies) is False:
            found.add((name, None))
    return frozenset(found)


def told(subject: Subject) -> str:
    """A subject in one word: `G.1`, and `G.1/north` of a unit."""
    criterion, unit = subject
    return criterion if unit is None else f"{criterion}/{unit}"
