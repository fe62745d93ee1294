"""An offline root: what is proposed, what is accepted, and what a body may sign with in between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from certify.service.errors import Frozen
from certify.service.store import authority, bodies, certificates, published, tasks
from certify.service.store.authority import INSTALLATION
from certify.service.store.database import Database
from certify.service.worker import keys, publish, trusting
from certify.service.worker.loop import Worker
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY, ORIGIN
from tests.verify.made import Key
from verify import root, trust

pytestmark = pytest.mark.anyio

ROOT, STRANGER = Key("an offline root"), Key("another root")


class Offline(Workshop):
    """A workshop whose root lies elsewhere."""

    def __init__(self, db: Database, folder: Path) -> None:
        super().__init__(db, folder)
        self.bench = msgspec.structs.replace(self.bench, root=ROOT.multibase)
        self.worker = Worker(self.bench, poll=0.02)

    async def signed(self, key: Key = ROOT) -> bytes:
        """The proposal of this moment, signed on the other machine."""
        made = await trusting.propose(self.bench)
        return root.sign_list(root.weigh(made.raw, key.multibase), key.multibase, key.sign)

    async def ceremony(self) -> trusting.Health:
        """Proposed, signed, accepted."""
        return await trusting.accept(self.bench, await self.signed(), by="adi")

    async def health(self) -> trusting.Health:
        """How the list stands."""
        return await trusting.health(self.db, self.clock(), offline=True)


@pytest.fixture
async def offline(database: Database, tmp_path: Path) -> Offline:
    """Keys are made, and no list is there yet."""
    workshop = Offline(database, tmp_path / "keys")
    await workshop.ready()
    return workshop


async def test_nothing_is_issued_before_a_list_names_the_key_and_all_is_afterwards(offline: Offline) -> None:
    assert [row.use for row in await published.keys(offline.db)] == ["certificate", "status"]  # and no root here
    assert (await offline.health()).state == "missing"
    await offline.world.granted()
    await offline.worker.drain()
    assert await tasks.waiting(offline.db, BODY, "issue") == 1
    assert "quarantined" not in await tasks.counts(offline.db)  # it waits without blame
    assert await certificates.certificates_of_case(offline.db, BODY, "case-1") == []
    health = await offline.ceremony()
    assert health.good
    offline.later(minutes=2)
    await offline.worker.drain()
    row = await offline.certificate()
    assert [verdict.verdict for verdict in await offline.verdicts(row)] == ["valid", "valid"]
    assert await published.status_lists(offline.db, BODY)
    assert "TrustListAccepted" in [entry.type async for entry in authority.entries(offline.db, INSTALLATION)]


async def test_a_new_key_waits_while_the_former_goes_on(offline: Offline) -> None:
    await offline.ceremony()
    old = await publish.key_to_sign_with(offline.bench, BODY, "certificate")
    offline.later(days=1)
    new = await keys.rotate(offline.bench, BODY, "certificate", by="adi")
    assert await publish.key_to_sign_with(offline.bench, BODY, "certificate") == msgspec.structs.replace(
        old, until_at=offline.clock() + keys.OVERLAP
    )
    row = await offline.issued()
    assert row.key_id == old.id
    assert any("New key" in text for text in (await offline.health()).pending)
    await offline.ceremony()
    assert await publish.key_to_sign_with(offline.bench, BODY, "certificate") == new
    assert [verdict.verdict for verdict in await offline.verdicts(row)] == ["valid", "valid"]
    offline.later(days=31)
    assert [key.id for key in await published.active_keys(offline.db, BODY, "certificate", offline.clock())] == [new.id]


async def test_a_compromise_is_told_once_the_root_has_signed_it(offline: Offline) -> None:
    await offline.ceremony()
    row = await offline.issued()
    await keys.compromised(offline.bench, BODY, row.key_id)
    health = await offline.health()
    assert any("compromised" in text for text in health.pending)
    assert "certify keys propose" in health.warnings[-1]
    assert [verdict.verdict for verdict in await offline.verdicts(row)] == ["valid", "valid"]  # nobody can know yet
    with pytest.raises(publish.NothingToSignWith):
        await publish.key_to_sign_with(offline.bench, BODY, "certificate")
    await offline.ceremony()
    assert [verdict.reason for verdict in await offline.verdicts(row)] == ["key-compromised"] * 2


async def test_a_list_is_told_of_60_days_before_it_ends(offline: Offline) -> None:
    health = await offline.ceremony()
    assert (health.state, health.days_left) == ("good", 365)
    table = [(304, "good"), (1, "ends_soon"), (59, "ends_soon"), (2, "expired")]
    for days, state in table:
        offline.later(days=days)
        assert (await offline.health()).state == state
    assert (await offline.health()).warnings
    assert (await offline.ceremony()).state == "good"


async def test_an_online_root_signs_by_itself_and_takes_no_list(workshop: Workshop) -> None:
    health = await trusting.health(workshop.db, workshop.clock(), offline=False)
    assert (health.root, health.state, health.pending, health.warnings) == ("online", "good", (), ())
    row = await published.trust_list(workshop.db)
    assert row is not None
    with pytest.raises(trusting.NotAccepted, match="online"):
        await trusting.accept(workshop.bench, row.raw, by="adi")


async def test_an_offline_root_has_no_key_here(offline: Offline) -> None:
    with pytest.raises(keys.RootIsOffline):
        await keys.make(offline.bench, INSTALLATION, "trust")


async def test_a_list_that_is_published_already_does_no_harm(offline: Offline) -> None:
    raw = await offline.signed()
    assert (await trusting.accept(offline.bench, raw, by="adi")).version == 1
    assert (await trusting.accept(offline.bench, raw, by="adi")).version == 1


def _signed(unsigned: dict[str, object], key: Key = ROOT) -> bytes:
    weighed = root.Weighed(msgspec.convert(unsigned, trust.TrustList), ())
    return root.sign_list(weighed, key.multibase, key.sign)


async def test_what_is_not_accepted(offline: Offline) -> None:
    await offline.ceremony()
    row = await published.trust_list(offline.db)
    assert row is not None
    former = trust.read_trust(row.raw).document

    def made(**changes: Any) -> dict[str, object]:
        more: dict[str, Any] = {"id": former.id, "version": 2, "issued": former.issued, "expires": former.expires}
        return trust.unsigned_trust(**more | {"bodies": former.bodies} | changes)

    (body,) = former.bodies
    strange = msgspec.structs.replace(body.keys[0], id=f"{body.did}#key-9", public_key_multibase=STRANGER.multibase)
    again = msgspec.structs.replace(body.keys[0], id=f"{body.did}#key-9")
    swapped = msgspec.structs.replace(body.keys[0], use="recognition")
    table: dict[str, tuple[bytes, str]] = {
        "another root": (_signed(made(), STRANGER), "wrong-root"),
        "the same version": (
            _signed(made(version=1, expires="2027-01-01T00:00:00Z")),
            "version 1 is published already",
        ),
        "another installation": (_signed(made(id="https://annan.example/trust.json")), "list of https://annan"),
        "at its end": (_signed(made(expires="2026-03-02T09:00:01Z")), "has ended"),
        "a body lost": (_signed(made(bodies=())), "is gone"),
        "a key of nobody here": (
            _signed(made(bodies=(msgspec.structs.replace(body, keys=(*body.keys, strange)),))),
            "does not have",
        ),
        "one key under two names": (
            _signed(made(bodies=(msgspec.structs.replace(body, keys=(*body.keys, again)),))),
            "are one key",
        ),
        "another use of a key": (
            _signed(made(bodies=(msgspec.structs.replace(body, keys=(swapped, *body.keys[1:])),))),
            "is another one, for another use",
        ),
        "another origin first": (
            _signed(made(bodies=(msgspec.structs.replace(body, origins=("https://annan.example", *body.origins)),))),
            "does not have: did:web",
        ),
        "another body": (
            _signed(made(bodies=(body, msgspec.structs.replace(body, did="did:web:a.example:b", keys=())))),
            "does not have: did:web:a.example:b",
        ),
        "a day that is still to come": (
            _signed(made(issued="2026-03-02T10:00:00Z", expires="2027-03-02T10:00:00Z")),
            "still to come",
        ),
        "no list at all": (b"{}", "missing-field"),
    }
    offline.later(seconds=5)
    for name, (raw, why) in table.items():
        with pytest.raises(trusting.NotAccepted, match=why):
            await trusting.accept(offline.bench, raw, by="adi")
        assert (await published.trust_list(offline.db)) == row, name


async def test_a_version_that_was_signed_and_lost_is_left_behind(offline: Offline) -> None:
    await offline.ceremony()
    assert (await trusting.propose(offline.bench)).version == 2
    assert (await trusting.propose(offline.bench, at_least=2)).version == 2
    assert (await trusting.propose(offline.bench, at_least=5)).version == 5


async def test_a_body_that_is_founded_later_is_pending(offline: Offline) -> None:
    await offline.ceremony()
    assert await bodies.change_body(offline.db, BODY, legal_name="Nya rådet", address="Allén 2")
    assert list((await offline.health()).pending) == [
        f"did:web:localhost%3A8000:bodies:{BODY} is now called Nya rådet, before Trädgårdsrådet"
    ]
    assert ORIGIN in trust.read_trust(await offline.signed()).document.id


async def test_an_installation_that_is_behind_takes_a_list_and_proposes_none(offline: Offline) -> None:
    raw = await offline.signed()
    frozen = msgspec.structs.replace(offline.bench, shell=msgspec.structs.replace(offline.bench.shell, frozen=True))
    with pytest.raises(Frozen):
        await trusting.propose(frozen)
    assert (await trusting.accept(frozen, raw, by="adi")).version == 1
    assert [entry.type async for entry in authority.entries(offline.db, INSTALLATION)] == []


async def test_the_worker_says_each_hour_that_the_list_ends(
    offline: Offline, capsys: pytest.CaptureFixture[str]
) -> None:
    await offline.ceremony()
    for days, told in ((304, 0), (2, 1), (0, 0)):
        offline.later(days=days)
        await offline.worker.step()
        seen = capsys.readouterr()
        assert (seen.out + seen.err).count("the trust list ends on") == told
