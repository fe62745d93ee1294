"""What a check fetches, what it makes of things that cannot be had, and what it never asks for."""

import msgspec
import pytest

from tests.verify import made, shown
from verify import lookup
from verify.errors import Unreachable
from verify.source import MemorySource
from verify.verdict import Registered

pytestmark = pytest.mark.anyio


class Watched(MemorySource):
    """Writes down which status lists were asked for; `broken` are methods that cannot be reached."""

    def __init__(self, *broken: str) -> None:
        good = shown.source("withdrawn")
        super().__init__(
            certificates=good._certificates,
            statuses=good._statuses,
            trust=good._trust,
            histories=good._histories,
            entries=good._entries,
        )
        self.broken = broken
        self.asked: list[str] = []

    def _reach(self, name: str) -> None:
        if name in self.broken:
            raise Unreachable(name)

    async def trust(self) -> bytes | None:
        self._reach("trust")
        return await super().trust()

    async def status(self, url: str) -> bytes | None:
        self.asked.append(url)
        self._reach("status")
        return await super().status(url)

    async def history(self, number: str) -> bytes | None:
        self._reach("history")
        return await super().history(number)

    async def register_entry(self, number: str) -> Registered | None:
        self._reach("register")
        return await super().register_entry(number)


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        ((), "withdrawn"),
        (("trust",), "unknown"),
        (("register",), "withdrawn_or_superseded"),
        (("status",), "withdrawn"),
        (("status", "register"), "unknown"),
    ],
)
async def test_what_cannot_be_had_is_not_known(broken: tuple[str, ...], word: str) -> None:
    source = Watched(*broken)
    by_number = await lookup.check_number(source, made.NUMBER, made.NOON)
    assert by_number is not None
    assert by_number.verdict == word
    assert (await lookup.check_certificate(source, made.certificate_bytes(), made.NOON)).verdict == word
    assert (await lookup.check_code(source, made.qr_text(), made.NOON)).verdict == word


async def test_only_addresses_of_the_claimed_issuer_are_followed() -> None:
    source = Watched()
    elsewhere = made.certificate_bytes(
        origin="https://elsewhere.example", did="did:web:elsewhere.example:bodies:nordisk"
    )
    assert (await lookup.check_certificate(source, elsewhere, made.NOON)).verdict == "not_genuine"
    claimed = made.certificate_bytes(origin="https://elsewhere.example")
    assert (await lookup.check_certificate(source, claimed, made.NOON)).verdict == "not_genuine"
    assert (await lookup.check_certificate(source, b"[", made.NOON)).verdict == "not_genuine"
    assert (await lookup.check_code(source, "hello", made.NOON)).verdict == "not_genuine"
    code = made.qr_text(host="elsewhere.example")
    assert (await lookup.check_code(source, code, made.NOON)).verdict == "not_genuine"
    assert source.asked == []
    await lookup.check_certificate(source, made.certificate_bytes(), made.NOON)
    assert sorted(source.asked) == [f"{shown.LISTS}/revocation", f"{shown.LISTS}/suspension"]


async def test_a_list_or_trust_list_that_does_not_hold_counts_as_none() -> None:
    good = shown.source("valid")
    forged = made.status_list_bytes("revocation", key=made.STRANGER)
    source = MemorySource(
        certificates=good._certificates, statuses={f"{shown.LISTS}/revocation": forged}, trust=good._trust
    )
    found = await lookup.check_number(source, made.NUMBER, made.NOON)
    assert found is not None
    assert found.reason == "no-status-list"
    found = await lookup.check_number(good, made.NUMBER, made.NOON, root=made.STRANGER.multibase)
    assert found is not None
    assert (found.verdict, found.reason) == ("unknown", "no-trust-list")
    found = await lookup.check_number(good, made.NUMBER, made.NOON, root=made.ROOT.multibase)
    assert found


async def test_the_changes_of_status_until_it_was_checked() -> None:
    source = Watched()
    found = await shown.verdict("withdrawn")
    told = await lookup.changes(source, found)
    assert [change.state for change in told] == ["active", "suspended", "active", "withdrawn"]
    earlier = msgspec.structs.replace(found, checked_at="2026-12-05T00:00:00Z")
    assert [change.state for change in await lookup.changes(source, earlier)] == ["active", "suspended"]


async def test_a_history_that_cannot_be_had_or_is_anothers_tells_nothing() -> None:
    found = await shown.verdict("withdrawn")
    facts = found.certificate
    assert facts is not None
    assert await lookup.changes(Watched("history"), found) == ()
    assert await lookup.changes(Watched("trust"), found) == ()
    assert await lookup.changes(shown.source("withdrawn_or_superseded"), found) == ()
    assert await lookup.changes(Watched(), await shown.verdict("not_genuine")) == ()
    for other in ({"digest": "sha256:" + "0" * 64}, {"issuer": "did:web:elsewhere.example"}):
        mixed_up = msgspec.structs.replace(found, certificate=msgspec.structs.replace(facts, **other))
        assert await lookup.changes(Watched(), mixed_up) == ()


async def test_whose_pages_stand_on_a_host() -> None:
    source = shown.source("valid")
    for issuer in (None, made.DID, "did:web:elsewhere.example"):
        owner = await lookup.owner(source, made.HOST, issuer=issuer)
        assert owner is not None
        assert owner.did == made.DID
    assert await lookup.owner(source, "elsewhere.example", issuer=made.DID) is None
    assert await lookup.owner(Watched("trust"), made.HOST) is None


SIGN = f"{made.ORIGIN}/v/{made.NUMBER}"


@pytest.mark.parametrize(
    ("text", "broken", "word", "reason"),
    [
        (SIGN, (), "withdrawn", "withdrawn"),
        (SIGN, ("trust",), "unknown", "address-only"),
        (SIGN.replace(made.NUMBER, "8H3K-T6PW-5"), (), "not_genuine", "not-a-code"),  # a wrong check symbol
        (SIGN.replace(made.HOST, "elsewhere.example"), (), "unknown", "address-only"),  # nobody's: never asked
        (SIGN + "#1", (), "not_genuine", "not-a-code"),
    ],
)
async def test_a_signs_code_is_looked_up_and_never_believed(
    text: str, broken: tuple[str, ...], word: str, reason: str
) -> None:
    verdict = await lookup.check_code(Watched(*broken), text, made.NOON)
    assert (verdict.verdict, verdict.reason) == (word, reason)


async def test_a_sign_of_a_certificate_that_there_is_not_is_not_known() -> None:
    source = Watched()
    source._certificates = {}
    verdict = await lookup.check_code(source, SIGN, made.NOON)
    assert (verdict.verdict, verdict.reason, verdict.claimed_number) == ("unknown", "address-only", made.NUMBER)


class Far(Watched):
    """The same, of which everything is asked at once."""

    near = False


@pytest.mark.parametrize("broken", [(), ("trust",), ("register",), ("status",), ("status", "register")])
async def test_a_source_far_away_tells_what_a_near_one_tells(broken: tuple[str, ...]) -> None:
    near, far = Watched(*broken), Far(*broken)
    told = await lookup.check_number(near, made.NUMBER, made.NOON)
    assert told is not None
    assert told == await lookup.check_number(far, made.NUMBER, made.NOON)
    assert near.asked == far.asked
