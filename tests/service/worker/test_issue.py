"""Issuing: one certificate that is not voided, whatever happens on the way; never signed before it was recorded."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from msgspec.structs import replace

from certify.core import acts as a
from certify.core import events as e
from certify.core.case import evolve
from certify.core.errors import Refused
from certify.service import authority, stop
from certify.service import perform as shell
from certify.service.perform import history
from certify.service.store import certificates, published, tasks
from certify.service.store.certificates import CertificateRow
from certify.service.store.database import Database
from certify.service.worker import issue, keys, publish
from certify.service.worker.signing import KeyReference, NoKey, Signed, Signer
from tests.service.worker.workshop import SECRET, Workshop, quick_signer
from tests.service.world import BODY, GARDEN
from verify import compact
from verify.credential import read_certificate, unsigned_bytes
from verify.number import from_random

pytestmark = pytest.mark.anyio


async def _events(workshop: Workshop, case: str = "case-1") -> list[e.Event]:
    return [one.event for one in await history(workshop.db, BODY, case)]


async def _names(workshop: Workshop) -> list[str]:
    names = [type(event).__name__ for event in await _events(workshop)]
    return names[names.index("Decided") + 1 :]


async def _prepared(workshop: Workshop) -> str:
    """A case whose certificate is recorded and not yet signed; gives its number."""
    await workshop.world.granted()
    key = await published.active_key(workshop.db, BODY, "certificate", workshop.clock())
    assert key is not None
    number = from_random(b"sixteen bytes and more")
    await workshop.world.do("worker", a.PrepareCertificate(number=number, status_list=1, status_index=7, key=key.id))
    return number


async def test_a_grant_ends_in_a_certificate_that_a_stranger_finds_valid(workshop: Workshop) -> None:
    row = await workshop.issued()
    assert await _names(workshop) == ["CertificatePrepared", "CertificateIssued"]
    assert [verdict.verdict for verdict in await workshop.verdicts(row)] == ["valid", "valid"]
    assert (await tasks.counts(workshop.db)).keys() == {"done"}


async def test_an_act_whose_clock_was_read_before_another_process_was_let_in_is_done_anew(workshop: Workshop) -> None:
    number = await _prepared(workshop)
    true, read = workshop.bench.clock, count()

    def clock() -> datetime:
        return true() - timedelta(seconds=next(read) == 0)

    await issue._act(replace(workshop.bench, clock=clock), BODY, "case-1", a.VoidPrepared(number=number))
    assert await _names(workshop) == ["CertificatePrepared", "PreparedVoided"]
    # and a clock that stays behind is told of
    with pytest.raises(Refused, match=r"act\.time"):
        await issue._act(
            replace(workshop.bench, clock=lambda: true() - timedelta(seconds=1)),
            BODY,
            "case-1",
            a.VoidPrepared(number=number),
        )


async def test_what_was_signed_is_what_was_recorded(workshop: Workshop) -> None:
    row = await workshop.issued()
    prepared = next(event for event in await _events(workshop) if isinstance(event, e.CertificatePrepared))
    assert row.credential is not None
    assert row.qr is not None
    assert unsigned_bytes(read_certificate(row.credential)) == row.unsigned
    assert prepared.credential == "sha256:" + hashlib.sha256(row.unsigned).hexdigest()
    assert compact.unpack(row.qr).signed == row.unsigned_qr
    assert prepared.qr == "sha256:" + hashlib.sha256(row.unsigned_qr).hexdigest()


async def test_a_certificate_whose_season_is_still_to_come_is_issued_now(workshop: Workshop) -> None:
    # given a scheme whose certificates are in force in summer alone
    seasonal = GARDEN.read_text().replace("version: {id: 2026.1,", "version: {id: 2026.2,")
    seasonal = seasonal.replace(
        "for: term}", "for: 1 year, in_force: {from: 15 may each year, until: 30 september each year}}"
    )
    workshop.world.scheme = await authority.publish_scheme(
        workshop.db, BODY, seasonal.encode(), by="sol", at=workshop.clock()
    )
    # when one is granted in March
    row = await workshop.issued()
    # then it is there, and begins in May
    assert await _names(workshop) == ["CertificatePrepared", "CertificateIssued"]
    assert [verdict.verdict for verdict in await workshop.verdicts(row)] == ["not_yet_valid", "not_yet_valid"]
    workshop.later(days=75)
    await workshop.worker.drain()
    assert [verdict.verdict for verdict in await workshop.verdicts(row)] == ["valid", "valid"]


async def test_issuing_again_does_nothing(workshop: Workshop) -> None:
    row = await workshop.issued()
    await issue.issue(workshop.bench, BODY, "case-1")
    assert await workshop.certificate() == row
    assert await _names(workshop) == ["CertificatePrepared", "CertificateIssued"]


async def test_a_case_that_is_not_granted_gets_none(workshop: Workshop) -> None:
    await workshop.world.assessed()
    await issue.issue(workshop.bench, BODY, "case-1")
    assert await certificates.certificates_of_case(workshop.db, BODY, "case-1") == []


@pytest.mark.parametrize("end", ["retired", "compromised"])
async def test_a_key_that_falls_away_before_signing_voids_and_starts_afresh(workshop: Workshop, end: str) -> None:
    number = await _prepared(workshop)
    row = await workshop.certificate()
    if end == "retired":
        await keys.rotate(workshop.bench, BODY, "certificate")
    else:
        await keys.make(workshop.bench, BODY, "certificate")
        await keys.compromised(workshop.bench, BODY, row.key_id)
    await workshop.worker.drain()
    assert await _names(workshop) == [
        "CertificatePrepared",
        "PreparedVoided",
        "CertificatePrepared",
        "CertificateIssued",
    ]
    new = await workshop.certificate()
    assert new.number != number
    assert new.status_index != row.status_index
    assert new.key_id != row.key_id
    assert [verdict.verdict for verdict in await workshop.verdicts(new)] == ["valid", "valid"]
    voided = await certificates.certificate(workshop.db, number)
    assert voided is not None
    assert (voided.state, voided.credential, voided.qr) == ("voided", None, None)


async def test_without_a_key_nothing_is_prepared_and_the_task_waits(workshop: Workshop) -> None:
    key = await published.active_key(workshop.db, BODY, "certificate", workshop.clock())
    assert key is not None
    await keys.retire(workshop.bench, BODY, key.id)
    await workshop.world.granted()
    with pytest.raises(publish.NothingToSignWith):
        await issue.issue(workshop.bench, BODY, "case-1")
    assert await _names(workshop) == []


async def test_two_workers_at_once_make_one_certificate(workshop: Workshop) -> None:
    await workshop.world.granted()
    results = await asyncio.gather(
        *(asyncio.create_task(issue.issue(workshop.bench, BODY, "case-1")) for _ in range(4)), return_exceptions=True
    )
    assert None in results
    row = await workshop.certificate()
    assert row.state == "issued"
    assert (await _names(workshop)).count("CertificateIssued") == 1


async def test_a_number_or_slot_that_is_taken_is_drawn_again(workshop: Workshop) -> None:
    first = await workshop.issued()
    drawn = iter(
        [
            *(b"sixteen bytes of", first.status_index.to_bytes(8, "big")),  # a free number, the same slot
            *(b"sixteen other by", (9).to_bytes(8, "big")),  # both free
        ]
    )
    await workshop.withdraw()
    await workshop.world.granted("case-2")
    shell = replace(workshop.bench.shell, chance=lambda count: next(drawn))
    await issue.issue(replace(workshop.bench, shell=shell), BODY, "case-2")
    second = await workshop.certificate("case-2")
    assert second.state == "issued"
    assert second.status_index == 9


async def test_a_slot_that_never_comes_free_is_told(workshop: Workshop) -> None:
    first = await workshop.issued()
    await workshop.withdraw()
    await workshop.world.granted("case-2")
    slot = first.status_index.to_bytes(8, "big")
    numbers = iter(range(1, 100))
    shell = replace(
        workshop.bench.shell, chance=lambda count: slot if count == 8 else next(numbers).to_bytes(count, "big")
    )
    with pytest.raises(Refused) as refused:
        await issue.issue(replace(workshop.bench, shell=shell), BODY, "case-2")
    assert refused.value.rule == "issue.slot"
    assert await certificates.certificates_of_case(workshop.db, BODY, "case-2") == []


async def test_a_list_is_filled_by_half_before_the_next_one_begins(workshop: Workshop) -> None:
    assert await issue.list_with_room(workshop.bench, BODY) == 1
    await workshop.issued()
    assert await issue.list_with_room(workshop.bench, BODY) == 1
    assert await issue.list_with_room(workshop.bench, BODY, most=1) == 2


class Forger(Signer):
    """A signer that hands back something else than what was recorded."""

    form = "certificate"

    async def sign_certificate(self, db: Database, key: KeyReference, number: str) -> Signed:
        """A right signature, with the content changed or a bit of it turned over."""
        signed = await super().sign_certificate(db, key, number)
        if self.form == "certificate":
            return Signed(credential=signed.credential.replace(b"Lindhamra", b"Lindhamrb"), qr=signed.qr)
        return Signed(credential=signed.credential, qr=signed.qr[:-1] + bytes([signed.qr[-1] ^ 1]))


@pytest.mark.parametrize("form", ["certificate", "QR code"])
async def test_what_our_verifier_does_not_accept_is_not_issued(workshop: Workshop, tmp_path: Path, form: str) -> None:
    await workshop.world.granted()
    forger = Forger(tmp_path / "keys", SECRET, scrypt_memory=2)
    forger.form = form
    with pytest.raises(issue.NotAccepted, match=form):
        await issue.issue(replace(workshop.bench, signer=forger), BODY, "case-1")
    row = await workshop.certificate()
    assert (row.state, row.credential, row.qr) == ("prepared", None, None)
    await workshop.worker.drain()  # with the right signer it goes on from where it stands
    assert (await workshop.certificate()).number == row.number
    assert (await workshop.certificate()).state == "issued"


async def test_a_key_that_was_lost_issues_nothing(workshop: Workshop, tmp_path: Path) -> None:
    await workshop.world.granted()
    empty = quick_signer(tmp_path / "empty")
    with pytest.raises(NoKey):
        await issue.issue(replace(workshop.bench, signer=empty), BODY, "case-1")
    assert (await workshop.certificate()).state == "prepared"


async def test_a_stop_halts_before_preparing_and_before_signing(workshop: Workshop) -> None:
    await stop.stop(workshop.db, BODY, "inspection", by="adi", at=workshop.clock())
    await workshop.world.granted()
    with pytest.raises(issue.Stopped):
        await issue.issue(workshop.bench, BODY, "case-1")
    assert await _names(workshop) == []


async def test_a_stop_between_preparing_and_signing_leaves_it_prepared(workshop: Workshop) -> None:
    await _prepared(workshop)
    await stop.stop(workshop.db, stop.EVERYBODY, "inspection", by="adi", at=workshop.clock())
    with pytest.raises(issue.Stopped):
        await issue.issue(workshop.bench, BODY, "case-1")
    assert (await workshop.certificate()).state == "prepared"
    await stop.lift(workshop.db, stop.EVERYBODY, by="adi", at=workshop.clock())
    await stop.lift(workshop.db, stop.EVERYBODY, by="dag", at=workshop.clock())
    await issue.issue(workshop.bench, BODY, "case-1")
    assert (await workshop.certificate()).state == "issued"


async def _plant(workshop: Workshop, row: CertificateRow, content: bytes) -> str:
    """Have the case's chain say that these bytes, and a code of other claims, are to be signed; gives the number."""
    number, qr, index = from_random(b"an earlier one!!"), b"a code of before", row.status_index + 1
    content = content.replace(row.number.encode(), number.encode())
    past = await history(workshop.db, BODY, "case-1")
    event = e.CertificatePrepared(
        number=number,
        status_list=row.status_list,
        status_index=index,
        key=row.key_id,
        credential="sha256:" + hashlib.sha256(content).hexdigest(),
        qr="sha256:" + hashlib.sha256(qr).hexdigest(),
    )
    recorded = e.Recorded(seq=past[-1].seq + 1, at=workshop.clock(), by="worker", event=event)
    after = evolve("case-1", await workshop.case(), recorded)
    async with workshop.db.transaction():
        await shell._append(workshop.db, BODY, after, past, (recorded,))
        planted = replace(row, number=number, unsigned=content, unsigned_qr=qr, status_index=index, state="prepared")
        await certificates.prepare(workshop.db, planted)
    return number


@pytest.mark.parametrize("what", ["a name that cannot be read back", "a code of other claims"])
async def test_what_an_earlier_release_recorded_and_cannot_be_signed_is_prepared_anew(
    workshop: Workshop, what: str
) -> None:
    first = await _prepared(workshop)
    row = await workshop.certificate()
    await workshop.world.do("worker", a.VoidPrepared(number=first))
    content = row.unsigned
    if what == "a name that cannot be read back":
        content = content.replace(b'"name":"L', '"name":"\u00adL'.encode())
        assert content != row.unsigned
    number = await _plant(workshop, row, content)
    await workshop.worker.drain()
    issued = await workshop.certificate()
    assert issued.state == "issued"
    assert issued.number not in {first, number}
    assert await tasks.quarantined(workshop.db) == []
    assert (await _names(workshop)).count("PreparedVoided") == 2
