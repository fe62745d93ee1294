"""What a phone carries along: every body's lists at once, as they were published, and what is missing."""

from __future__ import annotations

import pytest

from tests.verify import made
from verify import carried
from verify.errors import Unreachable
from verify.source import MemorySource

pytestmark = pytest.mark.anyio
OTHER = made.body(did="did:web:annan.example:bodies:annan", slug="annan", origins=("https://annan.example",), keys=())


def published(*slots: int, slug: str = made.SLUG, origin: str = made.ORIGIN) -> dict[str, bytes]:
    """Both lists under each of these numbers; what stands in them is nobody's business here."""
    return {
        f"{origin}/bodies/{slug}/status/{number}/{purpose}": f"{slug} {number} {purpose}".encode()
        for number in slots
        for purpose in ("revocation", "suspension")
    }


class Far(MemorySource):
    """A source with a way to go, on which one host does not answer."""

    near = False

    async def status(self, url: str) -> bytes | None:
        """Raises for the one host."""
        if url.startswith("https://annan.example"):
            raise Unreachable(url)
        return await super().status(url)


async def test_all_lists_of_all_bodies_come_at_once() -> None:
    lists = published(1, 2) | published(1, slug="annan", origin="https://annan.example")
    trust = made.trust_bytes([made.body(), OTHER])
    found = await carried.carried(MemorySource(statuses=lists, trust=trust), root=made.ROOT.multibase)
    assert found.trust == trust.decode()
    assert [text.encode() for text in found.statuses] == list(lists.values())
    assert found.complete


async def test_what_is_missing_is_told() -> None:
    trust = made.trust_bytes([made.body(), OTHER])
    found = await carried.carried(Far(statuses=published(1), trust=trust))
    assert (len(found.statuses), found.complete) == (2, False)


@pytest.mark.parametrize("trust", [None, b"{}", made.trust_bytes(root=made.STRANGER)])
async def test_without_a_trust_list_that_holds_there_is_nothing_to_carry(trust: bytes | None) -> None:
    source = MemorySource(statuses=published(1), trust=trust)
    assert await carried.carried(source, root=made.ROOT.multibase) == carried.Carried(trust=None, complete=False)


async def test_there_is_an_end_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    source = MemorySource(statuses=published(1, 2, 3, 4), trust=made.trust_bytes([made.body(), OTHER]))
    monkeypatch.setattr(carried, "MAX_LISTS", 3)
    found = await carried.carried(source)
    assert (len(found.statuses), found.complete) == (6, False)
    monkeypatch.setattr(carried, "MAX_BYTES", len(found.statuses[0]) * 2 - 1)
    assert len((await carried.carried(source)).statuses) == 1
    monkeypatch.setattr(carried, "MAX_BODIES", 0)
    assert await carried.carried(source) == carried.Carried(trust=found.trust, complete=False)
