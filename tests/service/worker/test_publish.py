"""What verifiers read: versions only rise, bits never go back, and everything is signed again before it is old."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from certify.core import acts as a
from certify.core.errors import Damaged
from certify.service import authority
from certify.service.errors import NotFound
from certify.service.store import certificates, published
from certify.service.store.bodies import BodyRow
from certify.service.store.certificates import CertificateRow
from certify.service.worker import keys, publish
from certify.service.worker.trusting import health
from tests.core.life import WHY
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY, ORIGIN
from verify import history, status, times

pytestmark = pytest.mark.anyio


async def _list(workshop: Workshop, purpose: status.Purpose, n: int = 1) -> published.StatusListRow:
    row = await published.status_list(workshop.db, BODY, n, purpose)
    assert row is not None
    return row


async def _bit(workshop: Workshop, purpose: status.Purpose, index: int) -> bool:
    row = await _list(workshop, purpose)
    return status.read(row.raw, await publish.current_trust(workshop.db)).bit(index)


async def _bits(workshop: Workshop, row: CertificateRow) -> tuple[bool, bool]:
    return (
        await _bit(workshop, "revocation", row.status_index),
        await _bit(workshop, "suspension", row.status_index),
    )


async def test_each_change_of_status_is_published(workshop: Workshop) -> None:
    row = await workshop.issued()
    seen = [(await _bits(workshop, row), (await workshop.verdicts(row))[1].verdict)]
    for by, act in (
        ("dag", a.Suspend(reason_class="requirements_not_met", reason=WHY)),
        ("dag", a.Reinstate(reason=WHY)),
        ("dag", a.Withdraw(reason_class="requirements_not_met", reason=WHY)),
    ):
        await workshop.world.do(by, act)
        await workshop.worker.drain()
        seen.append((await _bits(workshop, row), (await workshop.verdicts(row))[1].verdict))
    assert seen == [
        ((False, False), "valid"),
        ((False, True), "suspended"),
        ((False, False), "valid"),
        ((True, False), "withdrawn_or_superseded"),
    ]


async def test_the_two_lists_are_what_a_certificate_names(workshop: Workshop) -> None:
    row = await workshop.issued()
    known = await publish.current_trust(workshop.db)
    for purpose in publish.MARKS:
        listed = status.read((await _list(workshop, purpose)).raw, known)
        assert listed.size == 131_072
        assert listed.id.endswith(f"/bodies/{BODY}/status/{row.status_list}/{purpose}")


async def test_the_history_tells_withdrawn_with_its_reason_class(workshop: Workshop) -> None:
    row = await workshop.issued()
    await workshop.world.do("dag", a.Suspend(reason_class="surveillance_missing", reason=WHY))
    await workshop.worker.drain()
    kept = await certificates.history(workshop.db, row.number)
    assert kept is not None
    known = await publish.current_trust(workshop.db)
    told = history.read(kept.raw, known)
    assert [change.state for change in told.changes] == ["active", "suspended"]
    assert told.changes[0].at == times.text(row.valid_from)
    await workshop.withdraw()
    await workshop.worker.drain()
    later = await certificates.history(workshop.db, row.number)
    assert later is not None
    told = history.read(later.raw, known, known_version=kept.version)
    assert later.version > kept.version
    assert told.registered().state == "withdrawn"
    assert told.registered().reason == "requirements_not_met"


async def test_a_list_is_signed_again_after_an_hour_and_only_then(workshop: Workshop) -> None:
    await workshop.issued()
    before = await _list(workshop, "revocation")
    workshop.world.at = before.valid_from + timedelta(minutes=58)
    await workshop.worker.drain()
    assert await _list(workshop, "revocation") == before
    workshop.later(minutes=3)
    await workshop.worker.drain()
    after = await _list(workshop, "revocation")
    assert after.version == before.version + 61  # one for each minute, so that a restored one is never too low
    assert after.valid_until - after.valid_from == publish.STATUS_HOLDS


async def test_an_unchanged_list_is_left_alone_unless_forced(workshop: Workshop) -> None:
    await workshop.issued()
    before = await _list(workshop, "suspension")
    assert not await publish.publish_statuses(workshop.bench, BODY, 1)
    assert await publish.publish_statuses(workshop.bench, BODY, 1, force=True)
    waited = int((workshop.clock() - before.valid_from) / timedelta(minutes=1))
    assert (await _list(workshop, "suspension")).version == before.version + max(1, waited)


async def test_what_was_restored_from_a_backup_goes_on_above_what_verifiers_have_seen(workshop: Workshop) -> None:
    row = await workshop.issued()
    kept = {one.purpose: one for one in await published.status_lists(workshop.db, BODY)}
    for _ in range(5):
        workshop.later(minutes=3)
        await publish.publish_statuses(workshop.bench, BODY, 1, force=True)
    seen = await _list(workshop, "revocation")
    await workshop.db.sql("DELETE FROM status_list")
    for one in kept.values():
        assert await published.publish_status_list(workshop.db, one)
    workshop.later(minutes=1)
    await publish.publish_statuses(workshop.bench, BODY, 1, force=True)
    assert (await _list(workshop, "revocation")).version > seen.version
    assert [verdict.verdict for verdict in await workshop.verdicts(row)] == ["valid"] * 2


async def test_many_publishers_at_once_never_go_back(workshop: Workshop) -> None:
    row = await workshop.issued()
    before = await _list(workshop, "revocation")
    await workshop.withdraw()
    results = await asyncio.gather(
        *(asyncio.create_task(publish.publish_statuses(workshop.bench, BODY, 1, force=True)) for _ in range(6))
    )
    assert results == [True] * 6
    waited = int((workshop.clock() - before.valid_from) / timedelta(minutes=1))
    assert (await _list(workshop, "revocation")).version == before.version + max(1, waited) + 5
    assert await _bit(workshop, "revocation", row.status_index)


async def test_a_bit_of_the_revocation_list_does_not_go_back(workshop: Workshop) -> None:
    row = await workshop.issued()
    await workshop.withdraw()
    await workshop.worker.drain()
    await workshop.db.sql("UPDATE certificate SET status = 'active' WHERE number = {}", row.number)
    with pytest.raises(Damaged, match="not withdrawn in the register"):
        await publish.publish_statuses(workshop.bench, BODY, 1, force=True)
    assert await _bit(workshop, "revocation", row.status_index)


async def test_the_trust_list_is_signed_again_each_month_and_when_a_body_changes(workshop: Workshop) -> None:
    first = await publish.current_trust(workshop.db)
    assert not await publish.publish_trust(workshop.bench)
    workshop.later(days=29)
    assert not await publish.publish_trust(workshop.bench)
    workshop.later(days=2)
    assert await publish.refresh(workshop.bench) == 2  # and the status lists, which are older than an hour
    second = await publish.current_trust(workshop.db)
    assert second.version == first.version + 31 * 24 * 60
    await keys.rotate(workshop.bench, BODY, "status")
    assert (await publish.current_trust(workshop.db)).version > second.version


async def test_what_a_wrong_clock_dated_ahead_is_signed_again_once_the_clock_is_right(workshop: Workshop) -> None:
    row = await workshop.issued()
    right = workshop.world.at
    workshop.later(days=40)
    await workshop.worker.step()
    workshop.world.at = right + timedelta(minutes=2)
    assert [verdict.reason for verdict in await workshop.verdicts(row)] == ["status-from-later"] * 2
    assert (await health(workshop.db, workshop.clock(), offline=False)).state == "dated_ahead"
    await workshop.worker.step()  # though its last upkeep was still to come, by this clock
    assert [verdict.verdict for verdict in await workshop.verdicts(row)] == ["valid"] * 2
    assert (await publish.current_trust(workshop.db)).document.issued == times.text(workshop.clock())
    assert (await health(workshop.db, workshop.clock(), offline=False)).good


async def test_a_body_that_cannot_sign_keeps_no_other_waiting(workshop: Workshop) -> None:
    row = await workshop.issued()
    first = BodyRow(
        slug="aaa",
        legal_name="Det första",
        address="Gatan 1",
        origin=ORIGIN,
        did=authority.did_of(ORIGIN, "aaa"),
        created_at=workshop.clock(),
    )
    await authority.found_body(workshop.db, first, by="setup")
    await keys.ensure(workshop.bench)
    key = await published.active_key(workshop.db, "aaa", "status", workshop.clock())
    assert key is not None
    await keys.compromised(workshop.bench, "aaa", key.id)
    workshop.later(hours=23)
    with pytest.raises(publish.NotRefreshed, match="aaa has no status key") as told:
        await publish.refresh(workshop.bench)
    assert told.value.count == 1
    workshop.later(hours=2)
    assert [verdict.verdict for verdict in await workshop.verdicts(row)] == ["valid"] * 2
    standing = await health(workshop.db, workshop.clock(), offline=False)
    assert standing.lacking == (("aaa", "status"),)
    assert standing.warnings == ("no key signs for status of aaa: certify keys new 'aaa' status",)


async def test_nothing_to_sign_with_is_told(workshop: Workshop) -> None:
    key = await published.active_key(workshop.db, BODY, "status", workshop.clock())
    assert key is not None
    await keys.retire(workshop.bench, BODY, key.id)
    with pytest.raises(publish.NothingToSignWith):
        await publish.publish_statuses(workshop.bench, BODY, 1, force=True)
    with pytest.raises(NotFound):
        await publish.publish_statuses(workshop.bench, "nobody", 1)
    with pytest.raises(NotFound):
        await publish.publish_history(workshop.bench, BODY, "8H3K-T6PW-4")
