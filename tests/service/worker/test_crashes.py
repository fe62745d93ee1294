"""Killed at any named place, the worker finishes after a restart: exactly one certificate that was not voided.

The worker that dies is a real process that ends without tidying anything up; the one that finishes is another.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from certify.core import chain
from certify.core import events as e
from certify.service.perform import history
from certify.service.store import cases, certificates, published, tasks
from certify.service.store.database import Database
from certify.service.worker import crash, keys
from tests.service.worker import mortal
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY
from verify import compact
from verify.credential import read_certificate, unsigned_bytes

pytestmark = pytest.mark.anyio

# Where the process dies while it makes the first keys, and what comes only when a key has fallen away.
WHILE_MAKING_KEYS = ("trust.signed", "trust.stored")
AFTER_A_KEY_FELL_AWAY = ("issue.voided",)
AT_A_RENEWAL = ("supersede.recorded",)
ELSEWHERE = WHILE_MAKING_KEYS + AFTER_A_KEY_FELL_AWAY + AT_A_RENEWAL
PLAIN = [point for point in crash.POINTS if point not in ELSEWHERE]


async def _run(workshop: Workshop, url: str, folder: Path, point: str | None, *, make_keys: bool = False) -> int:
    """Let a worker's process run until it is done or dies; gives its exit status."""
    status = await mortal.run(url, folder, workshop.clock(), point, make_keys=make_keys)
    workshop.later(seconds=60)
    return status


async def _finished(workshop: Workshop) -> None:
    """What has to hold at the end of every life, however often it was cut off."""
    assert set(await tasks.counts(workshop.db)) == {"done"}
    row = await workshop.certificate()
    assert (row.state, row.status) == ("issued", "active")
    assert row.credential is not None
    assert row.qr is not None
    # Signed is exactly what was recorded, before it was signed.
    recorded = await history(workshop.db, BODY, "case-1")
    prepared = {one.event.number: one for one in recorded if isinstance(one.event, e.CertificatePrepared)}
    assert unsigned_bytes(read_certificate(row.credential)) == row.unsigned
    assert compact.unpack(row.qr).signed == row.unsigned_qr
    issued = [one for one in recorded if isinstance(one.event, e.CertificateIssued)]
    assert [one.event.number for one in issued if isinstance(one.event, e.CertificateIssued)] == [row.number]
    assert prepared[row.number].seq < issued[0].seq
    # Every other one was voided and bears no signature.
    for other in await certificates.certificates_of_case(workshop.db, BODY, "case-1"):
        if other.number != row.number:
            assert (other.state, other.credential, other.qr) == ("voided", None, None)
    assert [verdict.verdict for verdict in await workshop.verdicts(row)] == ["valid", "valid"]
    assert await certificates.history(workshop.db, row.number) is not None
    stored = await cases.events_of(workshop.db, BODY, "case-1")
    links = [chain.Link(one.seq, one.prev, one.data.encode(), one.hash) for one in stored]
    assert chain.breaks(chain.case_tag(BODY, "case-1"), links) == []


async def _mailboxes(workshop: Workshop) -> None:
    await workshop.db.sql("UPDATE account SET email = login")


@pytest.mark.parametrize("point", PLAIN)
async def test_killed_anywhere_it_finishes_after_a_restart(
    workshop: Workshop, database_url: str, tmp_path: Path, point: str
) -> None:
    await _mailboxes(workshop)
    await workshop.world.granted()
    workshop.later(hours=2)  # the status lists are due to be signed again
    folder = tmp_path / "keys"
    assert await _run(workshop, database_url, folder, point) == crash.EXIT_STATUS
    await workshop.worker.drain()
    await _finished(workshop)


async def test_killed_again_and_again_along_the_way(workshop: Workshop, database_url: str, tmp_path: Path) -> None:
    await workshop.world.granted()
    for point in ("issue.chosen", "issue.prepared", "issue.signed", "issue.verified"):
        assert await _run(workshop, database_url, tmp_path / "keys", point) == crash.EXIT_STATUS
    assert await _run(workshop, database_url, tmp_path / "keys", None) == 0
    await _finished(workshop)


async def test_killed_while_a_certificate_gives_way_to_the_next(
    workshop: Workshop, database_url: str, tmp_path: Path
) -> None:
    first, new = await workshop.issued(), "8H3K-T6PW-4"
    task = tasks.TaskRow(
        body=BODY,
        key="supersede",
        kind="supersede",
        payload=f'{{"former":"{first.number}","successor":"{new}"}}',
        run_at=workshop.clock(),
        created_at=workshop.clock(),
    )
    await tasks.enqueue(workshop.db, task)
    for point in ("supersede.recorded", "publish.signed"):
        assert await _run(workshop, database_url, tmp_path / "keys", point) == crash.EXIT_STATUS
    await workshop.worker.drain()
    assert set(await tasks.counts(workshop.db)) == {"done"}
    row = await workshop.certificate()
    assert (row.status, row.successor) == ("superseded", new)
    recorded = await history(workshop.db, BODY, "case-1")
    assert sum(isinstance(one.event, e.CertificateSuperseded) for one in recorded) == 1
    assert [verdict.verdict for verdict in await workshop.verdicts(row)] == ["withdrawn_or_superseded"] * 2
    told = await certificates.history(workshop.db, row.number)
    assert told is not None
    assert (told.version, f'"successor":"{new}"' in told.raw.decode()) == (2, True)


@pytest.mark.parametrize(
    ("point", "end"),
    [("issue.prepared", "retired"), ("issue.signed", "compromised"), ("issue.verified", "retired")],
)
async def test_a_key_that_falls_away_while_the_worker_is_dead(
    workshop: Workshop, database_url: str, tmp_path: Path, point: str, end: str
) -> None:
    await workshop.world.granted()
    assert await _run(workshop, database_url, tmp_path / "keys", point) == crash.EXIT_STATUS
    old = await workshop.certificate()
    await keys.make(workshop.bench, BODY, "certificate")
    await (keys.retire if end == "retired" else keys.compromised)(workshop.bench, BODY, old.key_id)
    assert await _run(workshop, database_url, tmp_path / "keys", "issue.voided") == crash.EXIT_STATUS
    await workshop.worker.drain()
    await _finished(workshop)
    assert (await workshop.certificate()).number != old.number


@pytest.mark.parametrize("point", WHILE_MAKING_KEYS)
async def test_killed_while_the_first_keys_are_made(
    database: Database, database_url: str, tmp_path: Path, point: str
) -> None:
    workshop = Workshop(database, tmp_path / "keys")
    await workshop.world.founded()
    assert await _run(workshop, database_url, tmp_path / "keys", point, make_keys=True) == crash.EXIT_STATUS
    assert await _run(workshop, database_url, tmp_path / "keys", None, make_keys=True) == 0
    made = await published.keys(database)
    assert sorted(row.use for row in made) == ["certificate", "status", "trust"]
    await workshop.world.granted()
    await workshop.worker.drain()
    await _finished(workshop)
