"""A few of the random lives of certificates; `python -m tests.sweeps interleavings` lives a thousand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.sweeps.interleavings import live
from tests.sweeps.oracle import Paper, last_second, months_on


@pytest.mark.anyio
async def test_every_certificate_has_the_right_verdict_at_every_second_beside_an_edge() -> None:
    told = await live((23,))  # which supersedes, withdraws, and rests too long
    assert told["interleavings"] == 1
    assert told["verdicts"] > 100
    assert told["past moments"] > 20


BEGINS = datetime(2026, 3, 2, 9, tzinfo=UTC)
ENDS = datetime(2029, 3, 1, 22, 59, 59, tzinfo=UTC)
RESTS = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "lists", "registered", "then"),
    [
        (BEGINS - timedelta(seconds=1), "fresh", True, "not_yet_valid"),
        (BEGINS, "fresh", False, "valid"),
        (BEGINS, "old", True, "unknown"),
        (RESTS - timedelta(seconds=1), "fresh", True, "valid"),
        (RESTS, "fresh", False, "suspended"),
        (RESTS, "old", True, "suspended"),
        (RESTS, "none", False, "unknown"),
        (ENDS, "old", False, "unknown"),
        (ENDS + timedelta(seconds=1), "none", False, "expired"),
    ],
)
def test_what_the_oracle_says(at: datetime, lists: str, *, registered: bool, then: str) -> None:
    paper = Paper(number="1", case="c", key="k", begins=BEGINS, ends=ENDS, states=[(BEGINS, "active")])
    paper.states.append((RESTS, "suspended"))
    assert paper.word(at, lists=lists, registered=registered) == then  # type: ignore[arg-type]  # of the table


def test_days_of_the_oracle() -> None:
    assert last_second(months_on(RESTS.date(), 36)).isoformat() == "2030-01-01T22:59:59+00:00"
    assert months_on(datetime(2024, 2, 29, tzinfo=UTC).date(), 12).isoformat() == "2025-02-28"
    assert months_on(datetime(2026, 8, 31, tzinfo=UTC).date(), 6).isoformat() == "2027-02-28"
