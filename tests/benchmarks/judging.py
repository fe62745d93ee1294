"""(e) Reading a scheme and judging by it, with 50, 500 and 5,000 criteria: what grows with their number, and how fast.

The scheme is made for this: chapters of ten criteria, a count and a share of each chapter, and a ladder over all of
them. Each lap judges findings that reach the best level and findings that fall short of it, or reads a good file and
one that is not.
"""

from __future__ import annotations

import itertools
import time
from datetime import date
from typing import TYPE_CHECKING

from certify.core.dossier import Dossier
from certify.core.findings import Finding, Findings
from certify.core.outcome import Dates, work_out
from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import load
from tests.benchmarks.rounds import Lap, Sizes, expect, race
from tests.benchmarks.tables import Table, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.scheme.model import Scheme

COUNTS = (50, 500, 5_000)
CHAPTER = 10
DATES = Dates(submitted=date(2026, 2, 10), decision=date(2026, 3, 2))
HEAD = """language: 1
scheme: many-criteria
version: {id: 1, applies_from: 2026-01-01}
languages: [en]
title: Many criteria
subject: {kind: thing, text: A thing}
means: It was judged.
does_not_mean: Nothing else.
expect: Much.
turn_to: Us.
parameters: {most: 80 %}
inputs: {seats: {type: integer, lowest: 1}}
bindings: [mandatory, recommended]
sections:
"""
TAIL = """roles: [coordinator, assessor, decider]
activities:
  - {activity: application, kind: apply, by: applicant, fills: criteria}
  - {activity: review, kind: assess, by: assessor, after: application, fills: criteria}
  - {activity: decision, kind: decide, by: decider, after: review}
validity: {for: 3 years}
certificate: {print: [holder], public: [holder]}
"""


def source(count: int) -> str:
    """A scheme file with so many criteria, a multiple of ten."""
    chapters = range(count // CHAPTER)
    lines = [line for chapter in chapters for line in _chapter(chapter)]
    measures = [line for chapter in chapters for line in _measures(chapter)]
    shares = ", ".join(f"share_{chapter}" for chapter in chapters)
    ladder = [
        "measures:",
        *measures,
        "  missed: {count: mandatory, is: no}",
        f"  least: {{min: [{shares}]}}",
        "outcome:",
        "  requires: {missed: 0}",
        "  levels:",
        "    - {level: BEST, title: Best, when: {least: at least most, missed_0: 0}}",
        "    - {level: GOOD, title: Good, when: otherwise}",
    ]
    return HEAD + "\n".join((*lines, *ladder)) + "\n" + TAIL


def _chapter(chapter: int) -> Iterator[str]:
    binding = "mandatory" if chapter % 2 == 0 else "recommended"
    yield f"  - section: S{chapter}"
    yield "    title: A chapter"
    yield f"    binding: {binding}"
    yield "    criteria:"
    for place in range(CHAPTER):
        name = f"C{chapter}.{place}"
        applies = ", applies: {seats: more than 1}" if place == 1 else ""
        yield f"      - {{criterion: {name}, title: A criterion, text: It is so{applies}}}"


def _measures(chapter: int) -> Iterator[str]:
    yield f"  missed_{chapter}: {{count: S{chapter}, is: no}}"
    yield f"  share_{chapter}: {{share: S{chapter}, is: yes}}"


def findings(scheme: Scheme, short: int = 0) -> Findings:
    """A yes on every criterion, but for the first so many of the second chapter."""
    missed = [f"C1.{place}" for place in range(short)]
    return Findings(
        findings=tuple(Finding(criterion=one.id, value="no" if one.id in missed else "yes") for one in scheme.criteria)
    )


async def judging(sizes: Sizes, counts: tuple[int, ...] = COUNTS) -> Table:
    """Measure. Raises WrongAnswer."""
    rows: list[tuple[str | float, ...]] = []
    for what, laps in (("read the file", _reading(counts)), ("judge", _judging(counts, sizes.seconds))):
        costs = await race({str(count): lap for count, lap in laps.items()}, sizes.rounds)
        smallest = costs[str(counts[0])]
        for count in counts:
            each = [cost / count for cost in costs[str(count)]]
            base = [cost / counts[0] for cost in smallest]
            ratio = [mine / other for mine, other in zip(each, base, strict=True)]
            milliseconds, _ = spread([cost * 1_000 for cost in costs[str(count)]])
            rows.append((f"{what}: {count:,} criteria", milliseconds, *spread(ratio)))
    return Table(
        key="e",
        title="Reading a scheme and judging by it",
        head=("what", "ms, median", "a criterion, x that of the smallest", "least-most"),
        rows=tuple(rows),
    )


def _reading(counts: tuple[int, ...]) -> dict[int, Lap]:
    def lap_of(count: int) -> Lap:
        good = source(count).encode()
        bad = good.replace(b"least: at least most", b"least: at least mots")

        async def lap() -> float:
            expect("faulty", _refused(bad), True)
            # another file in each lap, since the last ones that were read are kept
            fresh = good + b"# %d\n" % next(_laps)
            began = time.process_time()
            scheme = load(fresh)
            spent = time.process_time() - began
            expect(count, len(scheme.criteria), count)
            return spent

        return lap

    return {count: lap_of(count) for count in counts}


_laps = itertools.count()


def _refused(raw: bytes) -> bool:
    try:
        load(raw)
    except SchemeFaults:
        return True
    return False


def _judging(counts: tuple[int, ...], seconds: float) -> dict[int, Lap]:
    def lap_of(count: int) -> Lap:
        scheme = load(source(count).encode())
        dossier, asked = Dossier(inputs={"seats": "3"}), [(findings(scheme), "BEST"), (findings(scheme, 3), "GOOD")]

        async def lap() -> float:
            judged, began = 0, time.process_time()
            while True:
                for found, level in asked:
                    expect(count, work_out(scheme, dossier, found, dates=DATES).level, level)
                judged += len(asked)
                spent = time.process_time() - began
                if spent >= seconds:
                    return spent / judged

        return lap

    return {count: lap_of(count) for count in counts}
