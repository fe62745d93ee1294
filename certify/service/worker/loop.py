"""The worker's loop: takes tasks under a lease, does them, and does what time itself asks for.

Any number of workers may run on one database: a task belongs to whoever claimed it, for as long as the lease lasts,
and what is done twice after a crash is done once in effect. `certify serve` runs one inside, `certify work` runs one
apart. Stopping takes what is being done to its end, at most `PATIENCE` seconds; what was cut off is done again later.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from certify.core.acts import Supersede
from certify.core.deadlines import due
from certify.core.errors import Refused
from certify.service.errors import Conflict, Frozen
from certify.service.logs import log
from certify.service.perform import CLOCK, WORKER, load_case, perform
from certify.service.store import access, cases, certificates, tasks
from certify.service.store.errors import Busy, StoreError, Unavailable
from certify.service.worker.collect import collect
from certify.service.worker.crash import crash
from certify.service.worker.issue import Stopped, issue
from certify.service.worker.notify import NotNow, acknowledge, mail, notify
from certify.service.worker.publish import NothingToSignWith, NotRefreshed, publish_case, refresh, republish
from certify.service.worker.transition import start_transitions
from certify.service.worker.trusting import health

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from certify.service.worker.bench import Bench

LEASE = timedelta(seconds=30)
POLL_SECONDS = 0.5
PATIENCE_SECONDS = 4.0
LONGEST_PAUSE_SECONDS = 10.0
WITHOUT_BLAME = timedelta(seconds=2)  # issuing is stopped, or the database is busy or away
# A key is missing until somebody makes one, or until the trust list names it: `keys list` and `fsck` say so.
_WAITS: dict[type[Exception], timedelta] = {NotNow: timedelta(minutes=5), NothingToSignWith: timedelta(minutes=1)}
CLOCK_EVERY = timedelta(seconds=1)
UPKEEP_EVERY = timedelta(minutes=1)
TRANSITIONS_EVERY = timedelta(hours=1)
ANSWERS_KEPT = timedelta(days=7)


class Worker:
    """One worker. `wake` is set by whoever has just put down a task in this process, so that it is done at once."""

    def __init__(self, bench: Bench, *, lease: timedelta = LEASE, poll: float = POLL_SECONDS) -> None:
        self.bench = bench
        self.wake = asyncio.Event()
        self._lease = lease
        self._poll = poll
        self._clock_at: datetime | None = None
        self._upkeep_at: datetime | None = None
        self._transitions_at: datetime | None = None
        self._resting: dict[tuple[str, str], tuple[datetime, int]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set. A database that is away is waited for."""
        stopping = asyncio.create_task(stop.wait())
        troubles = 0
        try:
            while not stop.is_set():
                step = asyncio.create_task(self.step())
                await asyncio.wait({step, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if not step.done():
                    await _finish(step)
                    return
                try:
                    worked, troubles = step.result(), 0
                except Exception as error:  # noqa: BLE001  one round may fail in any way; the loop goes on
                    worked, troubles = False, troubles + 1
                    log.error("worker", problem="round failed", exc_info=error)
                if not worked:
                    await self._rest(stopping, troubles)
        finally:
            stopping.cancel()

    async def _rest(self, stopping: asyncio.Task[bool], troubles: int) -> None:
        """Wait for a wake-up, for `stop`, or for the next look."""
        pause = min(self._poll * 2**troubles, LONGEST_PAUSE_SECONDS)
        waking = asyncio.create_task(self.wake.wait())
        await asyncio.wait({waking, stopping}, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
        waking.cancel()
        self.wake.clear()

    async def drain(self) -> int:
        """Do everything that is to be done by now, and give how many rounds that took. For seeds and tests."""
        rounds = 0
        while await self.step():
            rounds += 1
        return rounds

    async def step(self) -> bool:
        """One round: upkeep and the clock's acts where it is time for them, then one task. Whether there was work.

        An installation that is behind what it once knew does nothing at all.
        """
        if self.bench.shell.frozen:
            return False
        now = self.bench.clock()
        if _due(self._upkeep_at, now, UPKEEP_EVERY):
            self._upkeep_at = now + UPKEEP_EVERY
            await self._upkeep(now)
        acted = False
        if _due(self._clock_at, now, CLOCK_EVERY):
            self._clock_at = now + CLOCK_EVERY
            acted = await self._clock_acts(now) > 0
        task = await tasks.claim(self.bench.database, now, self._lease)
        if task is not None:
            await self._attempt(task)
        return acted or task is not None

    async def _attempt(self, task: tasks.TaskRow) -> None:
        """Do a claimed task, and say how it went, if it is still ours by then."""
        db, began = self.bench.database, time.monotonic()
        about = {"task": task.key, "kind": task.kind, "body": task.body, "attempt": task.attempts}
        crash("task.taken")
        if task.attempts > tasks.MAX_ATTEMPTS:
            # Whoever had it never came back to say so: it may be the task itself that ends its worker.
            log.error("task quarantined", problem="its workers did not come back", **about)
            await tasks.retry(db, task, "its workers did not come back", self.bench.clock())
            return
        try:
            async with asyncio.timeout(self._lease.total_seconds() * 0.8):
                await self.do(task)
        except (Stopped, NotNow, Busy, Unavailable, Frozen, NothingToSignWith) as reason:
            wait = next((span for kind, span in _WAITS.items() if isinstance(reason, kind)), WITHOUT_BLAME)
            await tasks.postpone(db, task, self.bench.clock() + wait)
            log.info("task postponed", problem=type(reason).__name__, **about)
        except Exception as error:  # noqa: BLE001  whatever it is, it is told and the task is tried again
            ours = await tasks.retry(db, task, _told(error), self.bench.clock(), jitter=random.random())  # noqa: S311
            state = "quarantined" if task.attempts >= tasks.MAX_ATTEMPTS else "waiting"
            log.error("task failed", state=state if ours else "taken over", exc_info=error, **about)
        else:
            crash("task.done")
            ours = await tasks.complete(db, task, self.bench.clock())
            milliseconds = round((time.monotonic() - began) * 1000)
            log.info("task done", state="done" if ours else "taken over", milliseconds=milliseconds, **about)

    async def do(self, task: tasks.TaskRow) -> None:
        """The work itself, whatever the task's kind. Raises ValueError for a kind that no release knows."""
        doing = _DOING.get(task.kind)
        if doing is None:
            raise ValueError(f"no such kind of task: {task.kind}")
        await doing(self.bench, task)

    async def _upkeep(self, now: datetime) -> None:
        try:
            await refresh(self.bench)
        except NotRefreshed as error:
            for trouble in error.troubles:
                log.warning("worker", problem="not refreshed", exc_info=trouble)
        await access.sweep_sessions(self.bench.database, now)
        await access.sweep_answers(self.bench.database, now - ANSWERS_KEPT)
        if _due(self._transitions_at, now, TRANSITIONS_EVERY):
            self._transitions_at = now + TRANSITIONS_EVERY
            await start_transitions(self.bench, now)
            for text in (await health(self.bench.database, now, offline=self.bench.root is not None)).warnings:
                log.warning("trust list", problem=text)

    async def _clock_acts(self, now: datetime) -> int:
        """Do what time asks of cases. One that is refused rests, longer each time, and keeps nobody else waiting."""
        done = 0
        for body, case in await cases.due_cases(self.bench.database, now):
            until, times = self._resting.get((body, case), (now, 0))
            if until > now:
                continue
            try:
                done += await self._clock_act(body, case, now)
                self._resting.pop((body, case), None)
            except (Refused, Conflict, StoreError) as error:
                self._resting[body, case] = now + timedelta(seconds=2 ** min(times, 12)), times + 1
                log.warning("clock refused", body=body, case=case, exc_info=error)
        return done

    async def _clock_act(self, body: str, case_id: str, now: datetime) -> int:
        shell = self.bench.shell
        case = await load_case(shell.database, body, case_id)
        if case is None:
            return 0
        for act in due(case, now)[:1]:  # the next one is asked for when this one has happened
            await perform(shell, body=body, case=case_id, act=act, caller=CLOCK, at=now, expected=case.version)
            log.info("clock", body=body, case=case_id, act=type(act).__name__)
            return 1
        return 0


def _due(at: datetime | None, now: datetime, every: timedelta) -> bool:
    """Whether what is done every so often is due; also where the clock was put back, so that nothing waits for it."""
    return at is None or now >= at or now < at - every


async def _finish(step: asyncio.Task[bool]) -> None:
    """Let what is being done come to its end, for a while; then cut it off."""
    await asyncio.wait({step}, timeout=PATIENCE_SECONDS)
    if not step.done():
        step.cancel()
    with contextlib.suppress(asyncio.CancelledError, Exception):
        await step


def _told(error: Exception) -> str:
    """What is kept with a task that failed: the kind of error and, of a refusal, its rule; never what people wrote."""
    return f"Refused {error.rule}" if isinstance(error, Refused) else type(error).__name__


def _payload(task: tasks.TaskRow) -> dict[str, str]:
    return msgspec.json.decode(task.payload, type=dict[str, str])


async def _issue(bench: Bench, task: tasks.TaskRow) -> None:
    await issue(bench, task.body, _payload(task)["case"])


async def _publish(bench: Bench, task: tasks.TaskRow) -> None:
    await publish_case(bench, task.body, _payload(task)["case"])


async def _republish(bench: Bench, task: tasks.TaskRow) -> None:
    """Sign anew what a status key has signed, and leave what is too much for one lease to a task that follows."""
    last = await republish(bench, task.body, after=_payload(task).get("after", ""))
    if last:
        now = bench.clock()
        onward = tasks.TaskRow(
            body=task.body,
            key=f"{task.key.partition('@')[0]}@{last}",
            kind=task.kind,
            payload=msgspec.json.encode({"after": last}).decode(),
            run_at=now,
            created_at=now,
        )
        await tasks.enqueue(bench.database, onward)


async def _supersede(bench: Bench, task: tasks.TaskRow) -> None:
    """The certificate that a renewal follows gives way once the new one begins; a withdrawn one stays withdrawn.

    A new one that was withdrawn before it ever began takes nothing's place. Either may have another number by now,
    because its key was compromised.
    """
    asked = _payload(task)
    new = await certificates.standing_for(bench.database, asked["successor"])
    if new is not None and new.status == "withdrawn" and new.status_since < new.valid_from:
        return
    row = await certificates.standing_for(bench.database, asked["former"])
    if row is None or row.body != task.body or row.status in {"superseded", "withdrawn"}:
        return
    act = Supersede(successor=new.number if new is not None else asked["successor"])
    await perform(bench.shell, body=row.body, case=row.case, act=act, caller=WORKER, at=bench.clock())
    crash("supersede.recorded")


_DOING: dict[str, Callable[[Bench, tasks.TaskRow], Awaitable[None]]] = {
    "acknowledge": acknowledge,
    "notify": notify,
    "mail": mail,
    "collect": collect,
    "issue": _issue,
    "supersede": _supersede,
    "publish": _publish,
    "republish": _republish,
}
