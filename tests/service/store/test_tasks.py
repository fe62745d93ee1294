"""Tasks are claimed once, taken over when a worker is lost, and given up after five attempts."""

import asyncio
from datetime import timedelta

import pytest

from certify.service.store import tasks
from certify.service.store.database import Database, open_database
from tests.service.store.planted import BODY, NOON, later, plant

pytestmark = pytest.mark.anyio

LEASE = timedelta(seconds=30)


def task(key: str, **changes: object) -> tasks.TaskRow:
    given = {"kind": "issue", "payload": "{}", "run_at": NOON, "created_at": NOON} | changes
    return tasks.TaskRow(body=BODY, key=key, **given)  # type: ignore[arg-type]  # a test's shorthand


async def claimed(db: Database, now: object = NOON) -> tasks.TaskRow:
    found = await tasks.claim(db, now, LEASE)  # type: ignore[arg-type]  # a test's shorthand
    assert found is not None
    return found


async def test_a_task_is_done_once(database: Database) -> None:
    assert await tasks.next_run(database) is None
    assert await tasks.enqueue(database, task("a"), task("b", run_at=later(seconds=1))) == 2
    assert await tasks.enqueue(database, task("a", kind="other")) == 0
    assert await tasks.next_run(database) == NOON
    first = await claimed(database)
    assert (first.key, first.kind, first.state, first.attempts, first.lease_until) == (
        "a",
        "issue",
        "run",
        1,
        later(seconds=30),
    )
    assert await tasks.claim(database, NOON, LEASE) is None
    assert await tasks.complete(database, first, later(seconds=2))
    assert not await tasks.complete(database, first, later(seconds=2))
    assert (await claimed(database, later(seconds=2))).key == "b"
    assert await tasks.counts(database) == {"done": 1, "run": 1}
    assert await tasks.next_run(database) == later(seconds=32)
    done = await tasks.task(database, BODY, "a")
    assert done is not None
    assert (done.state, done.done_at) == ("done", later(seconds=2))


async def test_a_task_of_a_transaction_that_fails_does_not_exist(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction():
            await tasks.enqueue(database, task("a"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await tasks.claim(database, NOON, LEASE) is None


async def test_a_lost_worker_is_replaced_and_its_word_no_longer_counts(database: Database) -> None:
    await tasks.enqueue(database, task("a"))
    lost = await claimed(database)
    assert await tasks.claim(database, later(seconds=30), LEASE) is None
    taken = await claimed(database, later(seconds=31))
    assert taken.attempts == 2
    for settle in (
        tasks.complete(database, lost, NOON),
        tasks.prolong(database, lost, NOON),
        tasks.retry(database, lost, "late", NOON),
        tasks.postpone(database, lost, NOON),
    ):
        assert not await settle
    assert await tasks.complete(database, taken, later(seconds=40))


async def test_a_lease_can_be_stretched(database: Database) -> None:
    await tasks.enqueue(database, task("a"))
    held = await claimed(database)
    assert await tasks.prolong(database, held, later(seconds=90))
    assert await tasks.claim(database, later(seconds=80), LEASE) is None
    assert (await claimed(database, later(seconds=91))).attempts == 2


async def test_a_failing_task_waits_longer_each_time_and_is_quarantined_after_five(database: Database) -> None:
    await tasks.enqueue(database, task("a"), task("b", run_at=later(hours=1)))
    now, waits = NOON, []
    for attempt in range(1, 6):
        held = await claimed(database, now)
        assert held.attempts == attempt
        assert await tasks.retry(database, held, f"boom\x00{attempt}", now)
        after = await tasks.task(database, BODY, "a")
        assert after is not None
        if attempt < 5:
            waits.append(after.run_at - now)
            assert await tasks.claim(database, after.run_at - timedelta(microseconds=1), LEASE) is None
            now = after.run_at
    assert [wait.total_seconds() for wait in waits] == [2, 4, 8, 16]
    given_up = await tasks.task(database, BODY, "a")
    assert given_up is not None
    assert (given_up.state, given_up.last_error) == ("quarantined", "boom�5")
    assert (await claimed(database, later(hours=1))).key == "b"
    assert await tasks.release_quarantined(database, BODY, "a", later(hours=2))
    assert not await tasks.release_quarantined(database, BODY, "a", later(hours=2))
    assert (await claimed(database, later(hours=2))).attempts in (1, 2)


async def test_chance_stretches_the_wait_by_up_to_half(database: Database) -> None:
    await tasks.enqueue(database, task("a"))
    await tasks.retry(database, await claimed(database), "boom", NOON, jitter=1.0)
    assert await tasks.next_run(database) == later(seconds=3)


async def test_a_postponed_attempt_does_not_count(database: Database) -> None:
    await tasks.enqueue(database, task("a"))
    for _ in range(7):
        held = await claimed(database, later(minutes=5))
        assert held.attempts == 1
        assert await tasks.postpone(database, held, later(minutes=5))


async def test_a_worker_may_choose_its_kinds(database: Database) -> None:
    await tasks.enqueue(database, task("a", kind="notify"), task("b", kind="issue"))
    assert (await tasks.claim(database, NOON, LEASE, kinds=("collect",))) is None
    found = await tasks.claim(database, NOON, LEASE, kinds=("collect", "issue"))
    assert found is not None
    assert found.key == "b"


async def test_eight_workers_of_two_processes_do_two_hundred_tasks_once_each(database_url: str) -> None:
    async with await open_database(database_url) as one, await open_database(database_url) as two:
        await plant(one)
        await tasks.enqueue(one, *(task(f"t-{n:03}") for n in range(200)))
        done: list[str] = []

        async def work(db: Database) -> None:
            while (held := await tasks.claim(db, NOON, LEASE)) is not None:
                await asyncio.sleep(0)
                assert held.attempts == 1
                assert await tasks.complete(db, held, NOON)
                done.append(held.key)

        await asyncio.gather(*(work(db) for db in (one, two) for _ in range(4)))
        # On PostgreSQL a worker may find nothing while others hold the last rows; whatever is left is claimed now.
        await work(one)
        assert sorted(done) == [f"t-{n:03}" for n in range(200)]
