"""Many bodies by one trust list, kept answers, and the safe way out that asks them."""

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest

from tests.verify import made
from verify import errors, lookup
from verify.bodies_source import MOST_BYTES_KEPT, SILENT_SECONDS, BodiesSource
from verify.outbound import NotPublic, SafeTransport

pytestmark = pytest.mark.anyio

OTHER_ORIGIN = "https://annan.example"
OTHER_DID = "did:web:annan.example:bodies:nordisk"
OTHER_KEYS = (
    made.trusted_key(id=f"{OTHER_DID}#key-1", public_key_multibase=made.STRANGER.multibase),
    made.trusted_key(made.STATUS, id=f"{OTHER_DID}#status-1", public_key_multibase=made.OWNING.multibase),
)
TRUST = made.trust_bytes(
    [
        made.body(),
        made.body(did=OTHER_DID, name="Annan", origins=(OTHER_ORIGIN, "https://former.example"), keys=OTHER_KEYS),
    ]
)
OTHER = made.certificate_bytes(
    number=made.OTHER_NUMBER, origin=OTHER_ORIGIN, did=OTHER_DID, key=made.STRANGER, key_id=f"{OTHER_DID}#key-1"
)


def _published() -> dict[str, bytes]:
    found: dict[str, bytes] = {
        f"{made.ORIGIN}/trust.json": TRUST,
        f"{made.ORIGIN}/certificates/{made.NUMBER}": made.certificate_bytes(),
        f"{made.ORIGIN}/v/{made.NUMBER}/history.json": made.history_bytes(),
        f"{OTHER_ORIGIN}/certificates/{made.OTHER_NUMBER}": OTHER,
    }
    for origin, did, key, key_id in (
        (made.ORIGIN, made.DID, made.STATUS, made.STATUS_KEY_ID),
        (OTHER_ORIGIN, OTHER_DID, made.OWNING, f"{OTHER_DID}#status-1"),
    ):
        for purpose in ("revocation", "suspension"):
            raw = made.status_list_bytes(purpose, origin=origin, did=did, key=key, key_id=key_id)
            found[f"{origin}/bodies/nordisk/status/1/{purpose}"] = raw
    return found


class World:
    """Hosts that publish, with a count of what they were asked and a clock."""

    def __init__(self, **more: Any) -> None:
        self.published = _published()
        self.asked: Counter[str] = Counter()
        self.down: set[str] = set()
        self.came, self.open = asyncio.Event(), asyncio.Event()
        self.open.set()
        self.at = 0.0
        client = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        given: dict[str, Any] = {"origin": made.ORIGIN, "root": made.ROOT.multibase} | more
        self.source = BodiesSource(client=client, now=lambda: self.at, **given)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        url = str(request.url)
        self.asked[url] += 1
        self.came.set()
        await self.open.wait()
        if request.url.host in self.down:
            raise httpx.ConnectError("away")
        raw = self.published.get(url)
        return httpx.Response(404) if raw is None else httpx.Response(200, content=raw)


async def test_each_body_is_asked_where_the_list_says() -> None:
    world = World()
    async with world.source as source:
        for number in (made.NUMBER, made.OTHER_NUMBER):
            verdict = await lookup.check_number(source, number, made.NOON, root=made.ROOT.multibase)
            assert verdict is not None
            assert verdict.verdict == "valid"
        posted = await lookup.check_certificate(source, OTHER, made.NOON)
        assert posted.verdict == "valid"
    assert not any("former.example" in url for url in world.asked)


async def test_answers_are_kept_for_a_while_and_absences_are_not() -> None:
    world = World()
    for _ in range(3):
        await lookup.check_number(world.source, made.NUMBER, made.NOON)
        assert await world.source.certificate("9999-9999-9") is None
    assert world.asked[f"{made.ORIGIN}/trust.json"] == 1
    assert world.asked[f"{made.ORIGIN}/certificates/{made.NUMBER}"] == 1
    world.at = 61.0
    await lookup.check_number(world.source, made.NUMBER, made.NOON)
    assert world.asked[f"{made.ORIGIN}/trust.json"] == 2
    assert world.asked[f"{made.ORIGIN}/certificates/{made.NUMBER}"] == 1
    fresh = next(number for number in (made.OTHER_NUMBER,))
    del world.published[f"{OTHER_ORIGIN}/certificates/{fresh}"]
    assert await world.source.certificate(fresh) is None
    world.published[f"{OTHER_ORIGIN}/certificates/{fresh}"] = OTHER
    assert await world.source.certificate(fresh) == OTHER


async def test_a_host_that_is_away_makes_its_own_numbers_unknown_and_no_others() -> None:
    world = World()
    world.down.add("annan.example")
    verdict = await lookup.check_number(world.source, made.NUMBER, made.NOON)
    assert verdict is not None
    assert verdict.verdict == "valid"
    with pytest.raises(errors.Unreachable):
        await world.source.certificate(made.OTHER_NUMBER)
    assert await world.source.history(made.OTHER_NUMBER) is None


async def test_a_crowd_before_one_door_asks_a_host_once() -> None:
    world = World()
    world.open.clear()
    crowd = [asyncio.create_task(lookup.check_number(world.source, made.NUMBER, made.NOON)) for _ in range(20)]
    await world.came.wait()
    crowd[0].cancel()  # the one who came first goes away
    world.open.set()
    found = await asyncio.gather(*crowd[1:])
    assert [verdict.verdict for verdict in found if verdict] == ["valid"] * 19
    assert set(world.asked.values()) == {1}


async def test_a_host_that_does_not_answer_is_left_alone_for_a_moment() -> None:
    world = World()
    await world.source.trust()
    world.down.add("annan.example")
    for _ in range(5):
        with pytest.raises(errors.Unreachable):
            await world.source.certificate(made.OTHER_NUMBER)
    assert world.asked[f"{OTHER_ORIGIN}/certificates/{made.OTHER_NUMBER}"] == 1
    world.down.clear()
    world.at = SILENT_SECONDS
    assert await world.source.certificate(made.OTHER_NUMBER) == OTHER


async def test_an_answer_that_is_of_no_use_silences_nobody() -> None:
    world = World()
    world.published[f"{OTHER_ORIGIN}/certificates/{made.OTHER_NUMBER}"] = bytes(4_000_000)
    with pytest.raises(errors.Unreachable):
        await world.source.certificate(made.OTHER_NUMBER)
    world.published[f"{OTHER_ORIGIN}/certificates/{made.OTHER_NUMBER}"] = OTHER
    assert await world.source.certificate(made.OTHER_NUMBER) == OTHER


@pytest.mark.parametrize("said", [b"<html>", made.certificate_bytes(), OTHER])
async def test_no_body_speaks_for_the_numbers_of_another(said: bytes) -> None:
    world = World()
    world.published[f"{made.ORIGIN}/certificates/{made.OTHER_NUMBER}"] = said
    assert await world.source.certificate(made.OTHER_NUMBER) == OTHER
    assert world.asked[f"{OTHER_ORIGIN}/certificates/{made.OTHER_NUMBER}"] == 1
    alone = World()
    alone.published = world.published
    del alone.published[f"{OTHER_ORIGIN}/certificates/{made.OTHER_NUMBER}"]
    assert await alone.source.certificate(made.OTHER_NUMBER) == said  # nobody else has one: the check says what it is


async def test_an_odd_answer_is_not_kept_for_an_hour() -> None:
    world = World()
    address = f"{made.ORIGIN}/certificates/{made.NUMBER}"
    world.published[address] = b"<title>Back soon</title>"
    verdict = await lookup.check_number(world.source, made.NUMBER, made.NOON)
    assert verdict is not None
    assert verdict.verdict == "not_genuine"
    world.published[address] = made.certificate_bytes()
    verdict = await lookup.check_number(world.source, made.NUMBER, made.NOON)
    assert verdict is not None
    assert verdict.verdict == "valid"


async def test_an_older_list_is_not_taken_for_a_newer_one() -> None:
    world = World()
    address = f"{made.ORIGIN}/bodies/nordisk/status/1/revocation"
    world.published[address] = marked = made.status_list_bytes("revocation", {made.INDEX}, version=4)
    assert await world.source.status(address) == marked
    for version in (3, 4):
        world.at += 61.0
        world.published[address] = made.status_list_bytes("revocation", version=version)
        world.published[f"{made.ORIGIN}/trust.json"] = made.trust_bytes(version=6)
        assert await world.source.status(address) == marked
        assert await world.source.trust() == TRUST
    world.at += 61.0
    world.published[address] = newer = made.status_list_bytes("revocation", {made.INDEX}, version=5)
    world.published[f"{made.ORIGIN}/trust.json"] = renewed = made.trust_bytes(version=8)
    assert await world.source.status(address) == newer
    assert await world.source.trust() == renewed


async def test_the_register_is_believed_by_our_own_list_alone() -> None:
    world = World()
    entry = await world.source.register_entry(made.NUMBER)
    assert entry is not None
    assert entry.state == "active"
    assert await world.source.register_entry(made.OTHER_NUMBER) is None  # it publishes no history
    forged = World()
    forged.published[f"{made.ORIGIN}/v/{made.NUMBER}/history.json"] = made.history_bytes(key=made.STRANGER)
    with pytest.raises(errors.Unreachable):
        await forged.source.register_entry(made.NUMBER)


async def test_nobody_is_asked_whom_the_list_does_not_name() -> None:
    world = World()
    assert await world.source.status("https://evil.example/bodies/nordisk/status/1/revocation") is None
    assert await world.source.status("no address") is None
    assert await world.source.recognition(f"{made.ORIGIN}/bodies/nordisk/recognition/quality-mark") is None
    assert await world.source.certificate("../../x") is None
    assert await world.source.history("../../x") is None
    assert not any("evil" in url for url in world.asked)
    lost = World(root=made.STRANGER.multibase)
    assert await lost.source.certificate(made.NUMBER) is None
    assert await lost.source.register_entry(made.NUMBER) is None


async def test_a_list_from_a_file_needs_no_origin() -> None:
    world = World(origin=None, trust=TRUST)
    assert await world.source.trust() == TRUST
    assert await world.source.certificate(made.OTHER_NUMBER) == OTHER
    assert f"{made.ORIGIN}/trust.json" not in world.asked
    with pytest.raises(ValueError, match="trust list"):
        BodiesSource(None)
    with pytest.raises(errors.BadAddress):
        BodiesSource("http://elsewhere.example")


async def test_what_is_kept_has_a_limit() -> None:
    world = World()
    large = b"x" * 900_000
    for n in range(MOST_BYTES_KEPT // 900_000 + 3):
        world.published[f"{made.ORIGIN}/bodies/x/status/{n}/revocation"] = large
        await world.source.status(f"{made.ORIGIN}/bodies/x/status/{n}/revocation")
    assert world.source._kept._bytes <= MOST_BYTES_KEPT


def _safe(*addresses: str, loopback: bool = False) -> tuple[SafeTransport, list[httpx.Request]]:
    seen: list[httpx.Request] = []

    async def resolve(host: str, port: int) -> list[str]:
        return list(addresses)

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    return SafeTransport(loopback=loopback, resolve=resolve, transport=httpx.MockTransport(answer)), seen


PRIVATE = ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fe80::1%eth0", "fc00::1", "0.0.0.0",
           "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "100.64.0.1",
           "64:ff9b:1::a00:1", "::a00:1", "::ffff:0:a00:1", "fec0::1", "5f00::1", "3fff::1"]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
async def test_a_name_that_leads_into_a_private_network_is_not_asked(address: str) -> None:
    for several in ((address,), ("93.184.216.34", address)):
        transport, seen = _safe(*several)
        async with httpx.AsyncClient(transport=transport) as client:
            with pytest.raises(NotPublic):
                await client.get("https://host.example/x")
        assert seen == []


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1", "64:ff9b::5db8:d822"])
async def test_the_connection_goes_to_the_address_that_was_looked_at(address: str) -> None:
    transport, seen = _safe(address)
    async with httpx.AsyncClient(transport=transport) as client:
        assert (await client.get("https://host.example/x")).status_code == 200
    (request,) = seen
    assert request.url.host == address
    assert request.headers["host"] == "host.example"
    assert request.extensions["sni_hostname"] == "host.example"


@pytest.mark.parametrize(
    ("url", "addresses", "loopback", "asked"),
    [
        ("http://localhost:8000/x", ("127.0.0.1",), True, True),
        ("http://localhost:8000/x", ("127.0.0.1",), False, False),
        ("http://host.example/x", ("93.184.216.34",), True, False),
        ("https://host.example/x", (), False, False),
    ],
)
async def test_plain_http_is_for_this_machine_alone(
    *, url: str, addresses: tuple[str, ...], loopback: bool, asked: bool
) -> None:
    transport, seen = _safe(*addresses, loopback=loopback)
    async with httpx.AsyncClient(transport=transport) as client:
        if asked:
            await client.get(url)
        else:
            with pytest.raises(NotPublic):
                await client.get(url)
    assert bool(seen) == asked
