"""(g) What is wanted, beside what was measured in the same run."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Literal, NamedTuple

from tests.benchmarks.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Goal(NamedTuple):
    """A row of a table, whose figure (the first, or one at the row's end) is to be at least or at most so much."""

    table: str
    row: tuple[str, ...]  # how its first cells begin
    side: Literal[">=", "<="]
    wanted: float
    cell: int = 1


GOALS = (
    Goal("a", ("`verify`: certificate as published",), ">=", 0.85),
    Goal("a", ("`verify_qr`",), ">=", 0.88),
    Goal("a2", ("10,000,000",), "<=", 300),
    Goal("b", ("`/v/{number}.json` for the first time",), ">=", 0.25),
    Goal("b", ("`/v/{number}.json` again",), ">=", 0.90),
    Goal("b2", ("`/v/{number}.json` for the first time",), ">=", 2.5),
    Goal("b2", ("`/v/{number}.json` again",), ">=", 8),
    Goal("b2", ("`/v/{number}.json` for the first time",), "<=", 0.25, 3),
    Goal("c", ("build and sign both forms: each of the two signatures",), ">=", 0.65),
    Goal("d", ("look up and verify a number", "SQLite"), "<=", 1.15, 2),
    Goal("d", ("look up and verify a number", "PostgreSQL"), "<=", 1.15, 2),
    Goal("f", ("PDF and QR",), "<=", 20),
)
_HOLDS: dict[str, Callable[[float, float], bool]] = {">=": operator.ge, "<=": operator.le}


def goals(tables: Sequence[Table]) -> Table:
    """Every goal whose table was measured."""
    rows: list[tuple[Cell, ...]] = []
    for goal in GOALS:
        for table in tables:
            found = _row(table, goal.row) if table.key == goal.table else None
            if found is not None:
                measured = found[goal.cell]
                met = isinstance(measured, float) and _HOLDS[goal.side](measured, goal.wanted)
                told = [str(cell) for cell in found[: len(goal.row)]]
                what = ", ".join([*told, *([table.head[goal.cell]] if goal.cell > len(goal.row) else [])])
                rows.append((f"({table.key}) {what}", f"{goal.side} {goal.wanted:g}", measured, "yes" if met else "no"))
    return Table(key="g", title="Goals", head=("what", "goal", "measured", "met"), rows=tuple(rows))


def _row(table: Table, begins: tuple[str, ...]) -> tuple[Cell, ...] | None:
    for row in table.rows:
        if all(str(cell).startswith(wanted) for cell, wanted in zip(row, begins, strict=False)):
            return row
    return None
