"""Several trust lists, each with a root of its own: the one that knows speaks, and no list vouches for another's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.verify import made, shown
from verify import errors
from verify.__main__ import main
from verify.credential import read_certificate
from verify.endpoint import create_app
from verify.source import MemorySource, Source
from verify.trust_lists import TrustLists

pytestmark = pytest.mark.anyio

OTHER, DID = "https://annan.example", "did:web:annan.example:bodies:nordisk"
KEYS = (
    made.trusted_key(id=f"{DID}#key-1", from_="2020-01-01T00:00:00Z"),
    made.trusted_key(made.STATUS, id=f"{DID}#status-1", from_="2020-01-01T00:00:00Z"),
)
BODY = made.body(did=DID, origins=(OTHER,), name="En annan", keys=KEYS)
RAW = made.certificate_bytes(origin=OTHER, did=DID, key_id=KEYS[0].id, number=made.OTHER_NUMBER)


def other(**changes: Any) -> MemorySource:
    """A body that the first list does not name, under a list by another root."""
    lists = made.status_bytes(origin=OTHER, did=DID, key_id=KEYS[1].id)
    addresses = [f"{OTHER}/bodies/nordisk/status/1/{purpose}" for purpose in ("revocation", "suspension")]
    given: dict[str, Any] = {
        "certificates": {made.OTHER_NUMBER: RAW},
        "statuses": dict(zip(addresses, lists, strict=True)),
        "trust": made.trust_bytes((BODY,), root=made.STRANGER),
    }
    return MemorySource(**given | changes)


class Away(MemorySource):
    """A source that cannot be asked."""

    async def certificate(self, number: str) -> bytes | None:
        raise errors.Unreachable("away")


def client(first: Source, second: Source, *, root: str | None = made.STRANGER.multibase) -> httpx.AsyncClient:
    app: Any = create_app(
        first, clock=lambda: made.NOON, root=made.ROOT.multibase, others=[(second, root)], site=shown.SITE
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=made.ORIGIN)


def ours() -> MemorySource:
    revocation, suspension = made.status_bytes()
    addresses = [f"{made.ORIGIN}/bodies/nordisk/status/1/{purpose}" for purpose in ("revocation", "suspension")]
    return MemorySource(
        certificates={made.NUMBER: made.certificate_bytes()},
        statuses=dict(zip(addresses, (revocation, suspension), strict=True)),
        trust=made.trust_bytes(),
    )


@pytest.fixture
async def both() -> AsyncIterator[httpx.AsyncClient]:
    async with client(ours(), other()) as asked:
        yield asked


@pytest.mark.parametrize("number", [made.NUMBER, made.OTHER_NUMBER])
async def test_a_number_is_judged_by_the_list_whose_bodies_have_it(both: httpx.AsyncClient, number: str) -> None:
    assert (await both.get(f"/v/{number}.json")).json()["verdict"] == "valid"
    page = (await both.get(f"/v/{number}", headers={"accept": "text/html"})).text
    root = made.ROOT if number == made.NUMBER else made.STRANGER
    assert f'data-root="{root.multibase}"' in page


async def test_what_is_posted_is_judged_by_the_list_that_names_its_issuer(both: httpx.AsyncClient) -> None:
    code = made.qr_text(read_certificate(RAW), host="annan.example", key=made.SIGNING)
    for raw, media in (
        (RAW, "application/vc"),
        (made.certificate_bytes(), "application/vc"),
        (code.encode(), "text/plain"),
    ):
        answer = await both.post("/v", content=raw, headers={"content-type": media})
        assert answer.json()["verdict"] == "valid"


async def test_a_list_by_another_root_than_was_told_vouches_for_nobody() -> None:
    async with client(ours(), other(), root=made.ROOT.multibase) as asked:
        assert (await asked.get(f"/v/{made.OTHER_NUMBER}.json")).json()["verdict"] == "unknown"
        answer = await asked.post("/v", content=RAW, headers={"content-type": "application/vc"})
        assert answer.json()["verdict"] == "not_genuine"


async def test_a_number_that_nobody_has_is_told_so_and_silence_is_no_answer() -> None:
    nobody = "9ZZZ-ZZZZ-C"
    async with client(ours(), other(certificates={})) as asked:
        assert (await asked.get(f"/v/{made.OTHER_NUMBER}.json")).status_code == 404
        assert (await asked.get(f"/v/{nobody}.json")).status_code == 404
    async with client(Away(trust=made.trust_bytes()), other()) as asked:
        assert (await asked.get(f"/v/{made.OTHER_NUMBER}.json")).json()["verdict"] == "valid"
        assert (await asked.get(f"/v/{made.NUMBER}.json")).status_code == 503


async def test_one_list_is_asked_without_a_detour() -> None:
    source = other()
    lists = TrustLists([(source, "z6Mk")])
    assert await lists.first() == await lists.by_number("x") == await lists.by_issuer(DID) == (source, "z6Mk")

    async def told() -> str | None:
        return "z6Mt"

    assert await TrustLists([(source, told)]).first() == (source, "z6Mt")
    unnamed = TrustLists([(source, None), (other(), None)])
    assert await unnamed.by_issuer("did:web:nobody.example") == (source, None)
    with pytest.raises(ValueError, match="no trust list"):
        await TrustLists([]).judge(lambda source, root: None)  # type: ignore[arg-type, return-value]  # never asked


def test_each_list_has_its_root_or_none_has(capsys: pytest.CaptureFixture[str]) -> None:
    two = ["serve", "--from", made.ORIGIN, "--from", OTHER]
    assert main([*two, "--root", made.ROOT.multibase]) == 2
    assert "1 --root for 2 --from" in capsys.readouterr().err
    assert main([*two, "--from", "annan.example"]) == 2
    assert "not an origin" in capsys.readouterr().err
