"""What a body's register says of a holder, on a day and over the years."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from certify.core.held import Held, register_inputs, schemes_asked_about, years_held
from tests.core.road import garden


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00:00+00:00").astimezone(UTC)


def held(since: str, until: str, *steps: tuple[str, str], scheme: str = "safe") -> Held:
    """A certificate that became active on its first day, with what came after."""
    told = ((at(since), "active"), *((at(day), status) for day, status in steps))
    return Held(scheme=scheme, valid_from=at(since), valid_until=at(until), steps=told)


ASKING = garden(
    (
        "inputs:\n",
        """inputs:
  safe_then: {type: yes_no, given_by: certificate, of: safe, on: 2026-02-01}
  safe_now: {type: yes_no, given_by: certificate, of: safe}
  safe_later: {type: yes_no, given_by: certificate, of: safe, on: 2030-01-01}
  years: {type: integer, given_by: history}
  ended: {type: date, given_by: history}
  ever: {type: yes_no, given_by: history}
""",
    )
)
DAYS = {"submitted": date(2026, 3, 2)}
SAFE = held("2025-01-01", "2027-12-31")

CASES: list[tuple[str, tuple[Held, ...], dict[str, str]]] = [
    ("nothing held", (), {"safe_then": "no", "safe_now": "no", "years": "0", "ever": "no"}),
    ("held and counting", (SAFE,), {"safe_then": "yes", "safe_now": "yes", "years": "0", "ever": "no"}),
    (
        "suspended since",
        (held("2025-01-01", "2027-12-31", ("2026-02-15", "suspended")),),
        {"safe_then": "yes", "safe_now": "no", "years": "0", "ever": "no"},
    ),
    (
        "never issued",
        (Held(scheme="safe", valid_from=at("2025-01-01"), valid_until=at("2027-12-31"), steps=()),),
        {"safe_then": "no", "safe_now": "no", "years": "0", "ever": "no"},
    ),
    (
        "its own, withdrawn",
        (held("2020-03-01", "2027-01-01", ("2026-03-01", "withdrawn"), scheme="open-garden"),),
        {"safe_then": "no", "safe_now": "no", "years": "6", "ended": "2026-03-01", "ever": "yes"},
    ),
]


@pytest.mark.parametrize(("held_", "said"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_the_register_says(held_: tuple[Held, ...], said: dict[str, str]) -> None:
    assert register_inputs(ASKING, held_, DAYS, at("2026-03-02")) == said


def test_only_schemes_that_are_asked_about_are_looked_up() -> None:
    assert schemes_asked_about(ASKING) == {"safe", "open-garden"}
    assert schemes_asked_about(garden()) == frozenset()


@pytest.mark.parametrize(
    ("terms", "years"),
    [
        ([("2020-01-01", "2022-12-31"), ("2023-01-01", "2027-12-31")], 6),
        ([("2020-01-01", "2022-12-31"), ("2023-01-02", "2027-12-31")], 3),
        ([("2020-01-01", "2022-12-31")], 0),
        ([("2024-02-29", "2027-12-31")], 2),
        ([("2027-01-01", "2027-12-31")], 0),
        ([], 0),
    ],
)
def test_years_are_counted_while_certificates_follow_each_other(terms: list[tuple[str, str]], years: int) -> None:
    assert years_held([held(since, until) for since, until in terms], date(2026, 3, 2)) == years
