"""How often one address may call: buckets by prefix, and whose word about the address counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from certify.service.web.limits import MOST_BUCKETS, Limit, Limiter, prefix_of
from certify.service.web.problems import Trouble

START = datetime(2026, 3, 2, tzinfo=UTC)
TWO = Limit("two", burst=2, per_minute=60)


def _call(address: str, forwarded: str = "") -> Any:
    return SimpleNamespace(client=SimpleNamespace(host=address), headers={"x-forwarded-for": forwarded})


def test_a_bucket_empties_and_fills_again() -> None:
    limiter = Limiter()
    limiter.take(TWO, "a", START)
    limiter.take(TWO, "a", START)
    with pytest.raises(Trouble, match="too-many") as refused:
        limiter.take(TWO, "a", START)
    assert refused.value.headers == {"retry-after": "1"}
    limiter.take(TWO, "b", START)
    limiter.take(TWO, "a", START + timedelta(seconds=1))
    with pytest.raises(Trouble):
        limiter.take(TWO, "a", START + timedelta(seconds=1.5))


def test_a_clock_that_goes_back_fills_nothing() -> None:
    limiter = Limiter()
    limiter.take(TWO, "a", START)
    limiter.take(TWO, "a", START - timedelta(days=1))
    with pytest.raises(Trouble):
        limiter.take(TWO, "a", START - timedelta(days=1))


def test_no_more_buckets_are_kept_than_memory_bears() -> None:
    limiter = Limiter()
    for n in range(MOST_BUCKETS + 10):
        limiter.take(TWO, str(n), START)
    assert len(limiter._buckets) == MOST_BUCKETS


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_addresses_are_counted_by_their_network(address: str, prefix: str) -> None:
    assert prefix_of(_call(address), 0) == prefix


def test_only_our_own_proxies_are_believed() -> None:
    call = _call("10.0.0.1", "198.51.100.1, 192.0.2.9")
    assert prefix_of(call, 0) == "10.0.0.0/24"
    assert prefix_of(call, 1) == "192.0.2.0/24"
    assert prefix_of(call, 2) == "198.51.100.0/24"
    assert prefix_of(call, 3) == "10.0.0.0/24"
    assert prefix_of(_call("10.0.0.1", "nonsense"), 1) == "unknown"
