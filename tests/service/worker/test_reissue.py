"""A compromised certificate key: which certificates it hit, and each issued anew with a fresh key, once."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from certify.core import acts as a
from certify.core.errors import Refused
from certify.service import register_facts
from certify.service.errors import NotFound
from certify.service.facts import former_of
from certify.service.fsck.check import check
from certify.service.perform import WORKER, perform
from certify.service.store import certificates
from certify.service.store.blobs import open_blobs
from certify.service.store.certificates import CertificateRow
from certify.service.web.store_source import StoreSource
from certify.service.worker import keys
from tests.core.life import DOSSIER, WHY, findings
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY
from verify import lookup
from verify.credential import read_certificate
from verify.dates import Lang
from verify.pages import view
from verify.verdict import Verdict

pytestmark = pytest.mark.anyio


async def _hit(workshop: Workshop, *cases: str) -> list[CertificateRow]:
    rows = [await workshop.issued(case) for case in cases]
    workshop.later(days=1)
    await keys.compromised(workshop.bench, BODY, rows[0].key_id, by="adi")
    await workshop.worker.drain()
    return rows


async def _asked(workshop: Workshop, number: str) -> Verdict:
    source = StoreSource(lambda: workshop.db, behind=lambda: False, clock=workshop.clock)
    found = await lookup.check_number(source, number, workshop.clock())
    assert found is not None
    return found


async def _of(workshop: Workshop, case: str) -> list[CertificateRow]:
    return await certificates.certificates_of_case(workshop.db, BODY, case)


async def test_each_certificate_is_issued_anew_and_the_old_one_leads_to_it(workshop: Workshop) -> None:
    old = await _hit(workshop, "case-1")
    assert [hit.number for hit in await keys.hit_by(workshop.bench, BODY, old[0].key_id)] == [old[0].number]
    ordered = await keys.reissue(workshop.bench, BODY, old[0].key_id)
    assert [one.number for one in ordered] == [old[0].number]
    assert await keys.reissue(workshop.bench, BODY, old[0].key_id) == []  # asked for again before it was done
    await workshop.worker.drain()
    assert await keys.reissue(workshop.bench, BODY, old[0].key_id) == []
    before, after = sorted(
        await certificates.certificates_of_case(workshop.db, BODY, "case-1"), key=lambda row: row.prepared_at
    )
    assert (before.status, before.reason_class, before.successor) == ("superseded", "key_compromised", after.number)
    assert (after.status, after.former) == ("active", before.number)
    assert after.key_id != before.key_id
    assert after.credential is not None
    said, first = read_certificate(after.credential), read_certificate(before.credential or b"")
    assert said.credential_subject.former_certificate == before.number
    assert said.valid_until == first.valid_until
    assert said.valid_from > first.valid_from  # its key did not count before
    assert said.credential_subject.decision == first.credential_subject.decision
    assert [verdict.verdict for verdict in await workshop.verdicts(after)] == ["valid", "valid"]
    told = await _asked(workshop, before.number)
    assert (told.verdict, told.reason, told.number) == ("not_genuine", "key-compromised", None)
    assert (told.successor, told.status_reason) == (after.number, "key_compromised")
    langs: tuple[Lang, ...] = ("sv", "en")
    for lang in langs:
        shown = view.of_verdict(told, lang, view.Site())
        assert shown.successor == after.number
        assert after.number in shown.sentence
        assert not shown.rows
    assert (await _asked(workshop, after.number)).verdict == "valid"


async def test_a_suspension_goes_on(workshop: Workshop) -> None:
    row = await workshop.issued()
    await workshop.world.do("dag", a.Suspend(reason_class="surveillance_missing", reason=WHY))
    await keys.compromised(workshop.bench, BODY, row.key_id)
    await keys.reissue(workshop.bench, BODY, row.key_id)
    await workshop.worker.drain()
    found = await certificates.certificates_of_case(workshop.db, BODY, "case-1")
    assert sorted((one.status, one.reason_class) for one in found) == [
        ("superseded", "key_compromised"),
        ("suspended", "surveillance_missing"),
    ]
    case = await workshop.case()
    assert case.certificate is not None
    await workshop.world.do("dag", a.Reinstate(reason=WHY))


async def test_what_was_withdrawn_meanwhile_is_not_issued_anew(workshop: Workshop) -> None:
    (old,) = await _hit(workshop, "case-1")
    await keys.reissue(workshop.bench, BODY, old.key_id)
    await workshop.withdraw()
    await workshop.worker.drain()
    (row,) = await certificates.certificates_of_case(workshop.db, BODY, "case-1")
    assert row.status == "withdrawn"
    assert await keys.reissue(workshop.bench, BODY, old.key_id) == []


async def test_only_a_compromised_certificate_key_is_a_ground(workshop: Workshop) -> None:
    row = await workshop.issued()
    with pytest.raises(keys.NotCompromised):
        await keys.reissue(workshop.bench, BODY, row.key_id)
    with pytest.raises(NotFound):
        await keys.reissue(workshop.bench, BODY, "did:web:nobody#key-1")
    with pytest.raises(NotFound):
        await keys.hit_by(workshop.bench, BODY, "did:web:nobody#key-1")
    act = a.Reissue(number=row.number)
    with pytest.raises(Refused) as refused:
        await perform(workshop.world.shell, body=BODY, case="case-1", act=act, caller=WORKER, at=workshop.clock())
    assert refused.value.rule == "reissue.key"


async def test_after_its_last_second_there_is_nothing_to_issue_anew(workshop: Workshop) -> None:
    (old,) = await _hit(workshop, "case-1")
    workshop.world.at = old.valid_until
    assert await keys.reissue(workshop.bench, BODY, old.key_id) == []


async def test_one_command_that_was_cut_off_is_finished_by_the_next(workshop: Workshop) -> None:
    old = await _hit(workshop, "case-1", "case-2")
    # As it stands where the command died after its first order, before the worker did anything.
    act = a.Reissue(number=old[0].number)
    await perform(workshop.world.shell, body=BODY, case="case-1", act=act, caller=WORKER, at=workshop.clock())
    assert len(await keys.reissue(workshop.bench, BODY, old[0].key_id)) == 1
    await workshop.worker.drain()
    hits = await keys.hit_by(workshop.bench, BODY, old[0].key_id)
    assert [hit.status for hit in hits] == ["superseded", "superseded"]
    assert len({hit.successor for hit in hits} - {None}) == 2
    blobs = open_blobs("memory:///", lambda: "x")
    found = [one async for one in check(workshop.db, blobs, workshop.world.shell.schemes, {}, workshop.clock())]
    assert found == []


async def test_a_renewal_that_was_under_way_goes_on_and_takes_the_new_ones_place(workshop: Workshop) -> None:
    old = await workshop.issued()
    workshop.world.at = old.valid_until - timedelta(days=60)
    answers = {name: answer for name, answer in DOSSIER.answers.items() if name != "G.3"}
    handed_in = a.Submit(
        dossier=msgspec.structs.replace(DOSSIER, answers=answers),
        applicant="lindhamra",
        scheme=workshop.world.scheme.digest,
        form="short",
        former=old.number,
    )
    await workshop.world.do("mo", handed_in, case="case-2")
    await workshop.world.through(msgspec.structs.replace(findings(), findings=findings().findings[:2]), "case-2")
    await keys.compromised(workshop.bench, BODY, old.key_id)
    await keys.reissue(workshop.bench, BODY, old.key_id)
    await workshop.worker.drain()
    (again,) = [row for row in await _of(workshop, "case-1") if row.number != old.number]
    assert await register_facts.renewals_before(workshop.db, again) == 0
    await workshop.world.do("dag", a.Decide(outcome="grant", reason=WHY), case="case-2")
    former = await former_of(workshop.db, BODY, old.number)
    assert former is not None
    assert (former.status, former.turn) == ("active", 0)
    await workshop.worker.drain()
    (renewed,) = await _of(workshop, "case-2")
    assert renewed.former == old.number
    assert await register_facts.renewals_before(workshop.db, renewed) == 1
    workshop.world.at = max(renewed.valid_from, workshop.clock()) + timedelta(minutes=1)
    await workshop.worker.drain()
    assert {row.number: (row.status, row.successor) for row in await _of(workshop, "case-1")} == {
        old.number: ("superseded", again.number),
        again.number: ("superseded", renewed.number),
    }
    for number in (old.number, again.number):  # whichever somebody names, it has been followed
        former = await former_of(workshop.db, BODY, number)
        assert former is not None
        assert former.successor == renewed.number
    blobs = open_blobs("memory:///", lambda: "x")
    found = [one async for one in check(workshop.db, blobs, workshop.world.shell.schemes, {}, workshop.clock())]
    assert found == []


async def test_two_commands_at_once_order_each_once(workshop: Workshop) -> None:
    old = await _hit(workshop, "case-1", "case-2")
    await keys.make(workshop.bench, BODY, "certificate")
    await workshop.world.do("dag", a.Suspend(reason_class="surveillance_missing", reason=WHY))
    now = workshop.world.at
    reads = iter([now, now - timedelta(seconds=1)])  # the second just before another command was let at the case
    bench = msgspec.structs.replace(workshop.bench, clock=lambda: next(reads, now))
    assert len(await keys.reissue(bench, BODY, old[0].key_id)) == 2
    assert await keys.reissue(workshop.bench, BODY, old[0].key_id) == []
