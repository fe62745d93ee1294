"""Results as tables: for the terminal and docs/benchmarks.md, or as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.benchmarks.rounds import middle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Cell = str | float


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One table of results; `key` is the letter by which the issue and docs/benchmarks.md call it."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def text(self) -> str:
        """The table in Markdown, with columns that line up."""
        cells = [self.head, *(tuple(map(_written, row)) for row in self.rows)]
        widths = [max(len(row[n]) for row in cells) for n in range(len(self.head))]
        lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
                 for row in cells]  # fmt: skip
        lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
        return f"### ({self.key}) {self.title}\n\n" + "\n".join(lines) + "\n"


def ratios(costs: Mapping[str, Sequence[float]], base: str, *, of_cost: bool = False) -> list[tuple[str, list[float]]]:
    """For each contender its ratio to `base` in every round.

    Costs are seconds for one answer, by name and round. The ratio is of speeds (2 is twice as fast as the base), or
    with `of_cost` of costs (2 takes twice as long).
    """
    found = []
    for name, own in costs.items():
        pairs = zip(own, costs[base], strict=True)
        found.append((name, [mine / bases if of_cost else bases / mine for mine, bases in pairs]))
    return found


def spread(values: Sequence[float]) -> tuple[float, str]:
    """The median, and the least and greatest as text."""
    return middle(values), f"{_written(min(values))}-{_written(max(values))}"


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if cell >= 100:
        return f"{cell:.0f}"
    return f"{cell:.1f}" if cell >= 10 else f"{cell:.2f}" if cell >= 0.1 else f"{cell:.3f}"
