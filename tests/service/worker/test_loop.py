"""The loop: leases, retries and quarantine, what time asks for, waking, and a clean stop."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest
from msgspec.structs import replace

from certify.core import acts as a
from certify.service import stop
from certify.service.errors import Frozen
from certify.service.store import cases, certificates, tasks
from certify.service.store.errors import Busy, Unavailable
from certify.service.worker.loop import Worker
from tests.core.life import WHY
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY

pytestmark = pytest.mark.anyio


def _task(workshop: Workshop, kind: str, **fields: str) -> tasks.TaskRow:
    return tasks.TaskRow(
        body=BODY,
        key=kind,
        kind=kind,
        payload='{"case":"case-1"}',
        run_at=workshop.clock(),
        created_at=workshop.clock(),
    )


async def _state(workshop: Workshop, key: str) -> tasks.TaskRow:
    row = await tasks.task(workshop.db, BODY, key)
    assert row is not None
    return row


async def test_a_task_that_fails_waits_longer_each_time_and_is_quarantined(workshop: Workshop) -> None:
    await tasks.enqueue(workshop.db, _task(workshop, "nonsense"))
    waits = []
    for _ in range(tasks.MAX_ATTEMPTS):
        await workshop.worker.drain()
        row = await _state(workshop, "nonsense")
        waits.append(row.run_at - workshop.clock())
        workshop.later(seconds=60)
    assert waits[0] >= timedelta(seconds=2)
    assert waits[:4] == sorted(waits[:4])
    row = await _state(workshop, "nonsense")
    assert (row.state, row.attempts, row.last_error) == ("quarantined", tasks.MAX_ATTEMPTS, "ValueError")
    workshop.later(days=1)
    await workshop.worker.drain()
    assert await _state(workshop, "nonsense") == row


@pytest.mark.parametrize("trouble", [Busy("locked"), Unavailable("gone"), Frozen()])
async def test_a_database_that_is_busy_or_away_is_not_the_tasks_fault(workshop: Workshop, trouble: Exception) -> None:
    class Troubled(Worker):
        async def do(self, task: tasks.TaskRow) -> None:
            raise trouble

    await tasks.enqueue(workshop.db, _task(workshop, "publish"))
    for _ in range(tasks.MAX_ATTEMPTS + 2):
        await Troubled(workshop.bench).drain()
        workshop.later(seconds=60)
    assert ((await _state(workshop, "publish")).state, (await _state(workshop, "publish")).attempts) == ("ready", 0)


async def test_a_quarantined_task_keeps_nobody_else_waiting(workshop: Workshop) -> None:
    await tasks.enqueue(workshop.db, _task(workshop, "nonsense"))
    assert (await workshop.issued()).state == "issued"


async def test_a_task_whose_worker_never_came_back_is_taken_over(workshop: Workshop) -> None:
    await workshop.world.granted()
    lease = timedelta(seconds=5)
    while (lost := await tasks.claim(workshop.db, workshop.clock(), lease)) is not None and lost.kind != "issue":
        await tasks.complete(workshop.db, lost, workshop.clock())
    assert lost is not None
    await workshop.worker.drain()
    assert await certificates.certificates_of_case(workshop.db, BODY, "case-1") == []
    workshop.later(seconds=6)
    await workshop.worker.drain()
    assert (await workshop.certificate()).state == "issued"
    assert not await tasks.complete(workshop.db, lost, workshop.clock()), "the first one's word counts no more"


async def test_a_task_that_ends_its_worker_each_time_is_quarantined(workshop: Workshop) -> None:
    await tasks.enqueue(workshop.db, _task(workshop, "publish"))
    for _ in range(tasks.MAX_ATTEMPTS):
        assert await tasks.claim(workshop.db, workshop.clock(), timedelta(seconds=5))
        workshop.later(seconds=6)
    await workshop.worker.drain()
    assert (await _state(workshop, "publish")).state == "quarantined"


async def test_a_stopped_issue_waits_without_blame_and_goes_on_by_itself(workshop: Workshop) -> None:
    await stop.stop(workshop.db, BODY, "inspection", by="adi", at=workshop.clock())
    await workshop.world.granted()
    for _ in range(tasks.MAX_ATTEMPTS + 2):
        await workshop.worker.drain()
        workshop.later(seconds=10)
    key = f"issue/case-1/{(await workshop.case()).version}"
    assert ((await _state(workshop, key)).state, (await _state(workshop, key)).attempts) == ("ready", 0)
    await stop.lift(workshop.db, BODY, by="adi", at=workshop.clock())
    await stop.lift(workshop.db, BODY, by="dag", at=workshop.clock())
    await workshop.worker.drain()
    assert (await workshop.certificate()).state == "issued"


async def test_time_itself_ends_a_certificate(workshop: Workshop) -> None:
    row = await workshop.issued()
    workshop.world.at = row.valid_until
    await workshop.worker.drain()
    assert (await workshop.certificate()).status == "active"
    workshop.later(seconds=2)
    await workshop.worker.drain()
    assert (await workshop.certificate()).status == "expired"
    assert [verdict.verdict for verdict in await workshop.verdicts(row)] == ["expired", "expired"]


async def test_a_case_whose_time_is_refused_rests_and_keeps_nobody_waiting(workshop: Workshop) -> None:
    await workshop.issued()
    # A view that claims that something is due: the case itself knows better.
    await workshop.db.sql("UPDATE case_view SET next_due = 1 WHERE case_id = {}", "case-1")
    await workshop.worker.drain()
    assert await cases.due_cases(workshop.db, workshop.clock()) == [(BODY, "case-1")]


async def test_a_renewal_takes_the_place_of_the_former(workshop: Workshop) -> None:
    first = await workshop.issued()
    successor = "8H3K-T6PW-4"
    payload = f'{{"former":"{first.number}","successor":"{successor}"}}'
    await tasks.enqueue(workshop.db, replace(_task(workshop, "supersede"), payload=payload))
    await workshop.worker.drain()
    row = await workshop.certificate()
    assert (row.status, row.successor) == ("superseded", successor)
    assert [verdict.verdict for verdict in await workshop.verdicts(row)] == ["withdrawn_or_superseded"] * 2
    again = replace(_task(workshop, "supersede"), key="again", payload=payload)
    await tasks.enqueue(workshop.db, again)
    await workshop.worker.drain()
    assert (await _state(workshop, "again")).state == "done"


async def test_several_workers_share_the_work(workshop: Workshop) -> None:
    await workshop.world.granted()
    others = [Worker(workshop.bench, lease=timedelta(seconds=5)) for _ in range(3)]
    rounds = await asyncio.gather(*(asyncio.create_task(worker.drain()) for worker in [workshop.worker, *others]))
    assert sum(rounds) > 5
    while await workshop.worker.drain():
        workshop.later(seconds=10)
    assert (await workshop.certificate()).state == "issued"
    assert set(await tasks.counts(workshop.db)) == {"done"}


async def test_a_wake_up_is_answered_at_once_and_stop_ends_it(workshop: Workshop) -> None:
    worker = Worker(workshop.bench, poll=30)
    ended = asyncio.Event()
    running = asyncio.create_task(worker.run(ended))
    await asyncio.sleep(0.2)
    await workshop.world.granted()
    worker.wake.set()
    began = time.monotonic()
    while not await certificates.count_issued(workshop.db):
        assert time.monotonic() - began < 10, "nobody answered"
        await asyncio.sleep(0.02)
    ended.set()
    began = time.monotonic()
    await running
    assert time.monotonic() - began < 5


async def test_a_stop_cuts_off_what_does_not_end(workshop: Workshop) -> None:
    class Stuck(Worker):
        async def step(self) -> bool:
            await asyncio.sleep(60)
            return True

    ended = asyncio.Event()
    running = asyncio.create_task(Stuck(workshop.bench).run(ended))
    await asyncio.sleep(0.05)
    began = time.monotonic()
    ended.set()
    await running
    assert time.monotonic() - began < 5


async def test_a_round_that_fails_does_not_end_the_loop(workshop: Workshop) -> None:
    class Shaky(Worker):
        rounds = 0

        async def step(self) -> bool:
            self.rounds += 1
            if self.rounds < 3:
                raise OSError("the database is away")
            ended.set()
            return False

    ended = asyncio.Event()
    worker = Shaky(workshop.bench, poll=0.01)
    async with asyncio.timeout(5):
        await worker.run(ended)
    assert worker.rounds == 3


async def test_an_installation_that_is_behind_does_nothing(workshop: Workshop) -> None:
    await workshop.world.granted()
    frozen = Worker(replace(workshop.bench, shell=replace(workshop.bench.shell, frozen=True)))
    assert await frozen.drain() == 0
    assert "done" not in await tasks.counts(workshop.db)


async def test_a_suspension_that_has_lasted_too_long_ends_in_withdrawal(workshop: Workshop) -> None:
    row = await workshop.issued()
    await workshop.world.do("dag", a.Suspend(reason_class="requirements_not_met", reason=WHY))
    certificate = (await workshop.case()).certificate
    assert certificate is not None
    if certificate.suspended_until is None:
        assert workshop.world.scheme.suspension is None, "the scheme says how long, and the case does not"
        return
    workshop.later(days=(certificate.suspended_until - workshop.clock().date()).days + 1, hours=2)
    await workshop.worker.drain()
    assert (await workshop.certificate()).status == "withdrawn"
    assert (await workshop.verdicts(row))[0].verdict == "withdrawn_or_superseded"
