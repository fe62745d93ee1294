"""Keys over their life: made and published before they sign, rotated, retired, compromised; each step in the log."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from msgspec import UNSET

from certify.core import chain
from certify.service.errors import Frozen, NotFound
from certify.service.store import authority, certificates, published, tasks
from certify.service.store.authority import INSTALLATION
from certify.service.store.database import Database
from certify.service.worker import keys, publish
from certify.service.worker.signing import NoKey, Use, reference
from certify.service.worker.trusting import health
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY
from verify import history, status, trust

pytestmark = pytest.mark.anyio


async def _log(db: Database, body: str) -> list[str]:
    return [entry.type async for entry in authority.entries(db, body)]


async def _active(workshop: Workshop, use: Use, body: str = BODY) -> published.KeyRow:
    row = await published.active_key(workshop.db, body, use, workshop.clock())
    assert row is not None
    return row


async def test_a_body_gets_its_keys_once(workshop: Workshop) -> None:
    rows = await published.keys(workshop.db)
    assert sorted((row.body, row.use) for row in rows) == [
        (INSTALLATION, "trust"),
        (BODY, "certificate"),
        (BODY, "status"),
    ]
    assert len({row.multibase for row in rows}) == 3
    assert await keys.ensure(workshop.bench) == []
    assert await _log(workshop.db, INSTALLATION) == ["KeyMade"]
    assert (await _log(workshop.db, BODY))[-2:] == ["KeyMade", "KeyMade"]


async def test_a_body_has_its_first_empty_lists_before_its_first_certificate(workshop: Workshop) -> None:
    lists = await published.status_lists(workshop.db, BODY)
    assert [(row.n, row.purpose, row.version) for row in lists] == [(1, "revocation", 1), (1, "suspension", 1)]
    known = await publish.current_trust(workshop.db)
    assert [any(status.read(row.raw, known).bits) for row in lists] == [False, False]


async def test_the_trust_list_names_every_key_and_is_signed_by_the_installation(workshop: Workshop) -> None:
    row = await published.trust_list(workshop.db)
    assert row is not None
    root = (await _active(workshop, "trust", INSTALLATION)).multibase
    known = trust.read_trust(row.raw, root)
    (body,) = known.document.bodies
    assert {(key.use, key.state) for key in body.keys} == {("certificate", "active"), ("status", "active")}
    assert known.version == row.version


async def test_rotating_keeps_the_old_key_in_the_list_with_its_end(workshop: Workshop) -> None:
    old = await _active(workshop, "certificate")
    before = await publish.current_trust(workshop.db)
    workshop.later(days=1)
    new = await keys.rotate(workshop.bench, BODY, "certificate", by="adi")
    assert await _active(workshop, "certificate") == new
    after = await publish.current_trust(workshop.db)
    assert after.version > before.version
    listed = {key.id: key for key in after.document.bodies[0].keys}
    assert listed[old.id].state == "retired"
    assert listed[old.id].until
    assert listed[new.id].state == "active"
    assert new.id != old.id
    assert (await _log(workshop.db, BODY))[-2:] == ["KeyMade", "KeyRetired"]
    with pytest.raises(NoKey):
        await workshop.signer.check(reference(old))


async def test_what_a_retired_key_signed_stays_valid(workshop: Workshop) -> None:
    row = await workshop.issued()
    workshop.later(days=1)
    await keys.rotate(workshop.bench, BODY, "certificate")
    await keys.rotate(workshop.bench, BODY, "status")
    await workshop.worker.drain()
    assert [verdict.verdict for verdict in await workshop.verdicts(row)] == ["valid", "valid"]


async def test_nothing_that_a_compromised_key_signed_counts(workshop: Workshop) -> None:
    row = await workshop.issued()
    workshop.later(days=1)
    assert await keys.compromised(workshop.bench, BODY, row.key_id, by="adi")
    assert not await keys.compromised(workshop.bench, BODY, row.key_id, by="adi")
    verdicts = await workshop.verdicts(row)
    assert [(verdict.verdict, verdict.reason) for verdict in verdicts] == [("not_genuine", "key-compromised")] * 2
    assert (await _log(workshop.db, BODY))[-1] == "KeyCompromised"


async def test_status_signed_by_a_compromised_key_is_signed_again_by_another(workshop: Workshop) -> None:
    row = await workshop.issued()
    old = await _active(workshop, "status")
    workshop.later(minutes=1)
    await keys.make(workshop.bench, BODY, "status")
    await keys.compromised(workshop.bench, BODY, old.id)
    await workshop.worker.drain()
    assert [verdict.verdict for verdict in await workshop.verdicts(row)] == ["valid", "valid"]


async def test_a_compromised_key_stays_so(workshop: Workshop) -> None:
    old = await _active(workshop, "certificate")
    await keys.compromised(workshop.bench, BODY, old.id)
    assert not await keys.retire(workshop.bench, BODY, old.id)
    row = await published.key(workshop.db, BODY, old.id)
    assert row is not None
    assert row.state == "compromised"


async def test_a_new_key_counts_from_the_earliest_decision_that_waits_for_it(workshop: Workshop) -> None:
    await workshop.world.granted()
    decision = (await workshop.case()).decision
    assert decision is not None
    workshop.later(days=3)
    new = await keys.rotate(workshop.bench, BODY, "certificate")
    assert new.from_at <= decision.at


async def test_the_log_of_authority_holds_together(workshop: Workshop) -> None:
    await keys.rotate(workshop.bench, BODY, "status", by="adi")
    entries = [entry async for entry in authority.entries(workshop.db, BODY)]
    links = [chain.Link(entry.seq, entry.prev, entry.data.encode(), entry.hash) for entry in entries]
    assert chain.breaks(chain.authority_tag(BODY), links) == []
    assert entries[-1].by == "adi"


async def test_a_new_trust_key_signs_the_list(workshop: Workshop) -> None:
    new = await keys.rotate(workshop.bench, INSTALLATION, "trust")
    row = await published.trust_list(workshop.db)
    assert row is not None
    trust.read_trust(row.raw, new.multibase)


async def test_what_is_not_there_is_told(workshop: Workshop) -> None:
    with pytest.raises(NotFound):
        await keys.make(workshop.bench, "nobody", "status")
    with pytest.raises(NotFound):
        await keys.retire(workshop.bench, BODY, "did:web:nobody#key-1")


async def test_an_installation_that_is_behind_makes_and_publishes_nothing(workshop: Workshop, tmp_path: Path) -> None:
    row = await workshop.issued()
    frozen = msgspec.structs.replace(workshop.bench, shell=msgspec.structs.replace(workshop.bench.shell, frozen=True))
    with pytest.raises(Frozen):
        await keys.make(frozen, BODY, "status")
    with pytest.raises(Frozen):
        await publish.publish_statuses(frozen, BODY, row.status_list, force=True)
    with pytest.raises(Frozen):
        await publish.publish_history(frozen, BODY, row.number)
    with pytest.raises(Frozen):
        await publish.publish_trust(frozen, force=True)


async def test_the_root_is_the_installations_and_no_bodys(workshop: Workshop) -> None:
    wrong: list[tuple[str, Use]] = [(BODY, "trust"), (INSTALLATION, "certificate"), (INSTALLATION, "status")]
    for body, use in wrong:
        with pytest.raises(keys.NotForThisUse):
            await keys.make(workshop.bench, body, use)
    assert (await health(workshop.db, workshop.clock(), offline=False)).good


async def test_the_last_root_is_not_retired_and_one_in_other_hands_is_told_as_that(workshop: Workshop) -> None:
    row = await published.active_key(workshop.db, INSTALLATION, "trust", workshop.clock())
    assert row is not None
    with pytest.raises(keys.LastRoot):
        await keys.retire(workshop.bench, INSTALLATION, row.id)
    await keys.compromised(workshop.bench, INSTALLATION, row.id)
    assert not workshop.signer.destroy(reference(row))  # destroyed already
    assert (await health(workshop.db, workshop.clock(), offline=False)).lacking == ((INSTALLATION, "trust"),)
    new = await keys.make(workshop.bench, INSTALLATION, "trust")
    assert (await health(workshop.db, workshop.clock(), offline=False)).good
    known = await publish.current_trust(workshop.db)
    assert known.document.proof is not UNSET
    assert known.document.proof.verification_method == new.id


async def test_what_waits_for_a_key_is_done_once_there_is_one(workshop: Workshop) -> None:
    row = await workshop.issued()
    lost = await _active(workshop, "status")
    await keys.compromised(workshop.bench, BODY, lost.id)
    for _ in range(10):
        await workshop.worker.drain()
        workshop.later(minutes=1)
    assert "quarantined" not in await tasks.counts(workshop.db)
    await keys.make(workshop.bench, BODY, "status")
    workshop.later(minutes=1)
    await workshop.worker.drain()
    told = await certificates.history(workshop.db, row.number)
    assert told is not None
    assert history.read(told.raw, await publish.current_trust(workshop.db)).number == row.number


async def test_a_register_too_large_for_one_lease_is_signed_again_in_parts(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [await workshop.issued(f"case-{n}") for n in range(3)]
    monkeypatch.setattr(publish, "HISTORIES_AT_ONCE", 1)
    lost = await _active(workshop, "status")
    await keys.compromised(workshop.bench, BODY, lost.id)
    await keys.make(workshop.bench, BODY, "status")
    workshop.later(minutes=2)
    await workshop.worker.drain()
    known = await publish.current_trust(workshop.db)
    for row in rows:
        told = await certificates.history(workshop.db, row.number)
        assert told is not None
        assert history.read(told.raw, known).number == row.number
