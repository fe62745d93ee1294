"""Kills at random moments: rounds of a few decisions each, one kill in each round, and one restart after each kill.

Between two lives a random time passes by the service's own clock, up to a minute and now and then more than an hour or
a month: leases run out, and status lists and the trust list are due again. All chance comes from one seed.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from itertools import count

import httpx
import msgspec

from certify.service.store import tasks
from certify.service.worker.publish import TRUST_REFRESH
from tests.faults.callers import Call, Callers, Kind
from tests.faults.checks import check_all, check_journal, opened_beside
from tests.faults.findings import Violations
from tests.faults.ground import Ground, now
from tests.faults.process import PATIENCE_SECONDS, NotReady, Victim
from tests.service.world import BODY

LONGEST_DELAY = 0.3  # seconds from the first request of a round to the kill, where the machine is not busy
_MOST_DELAY = 10.0
READY_SECONDS = 20.0  # on a machine that has much else to do; the figures tell how long it took
GIVEN_UP = "its workers did not come back"  # what the worker says of a task that five kills in a row have met
_TASKS_LEFT = ('certify_tasks{state="ready"}', 'certify_tasks{state="run"}')


class Figures(msgspec.Struct, kw_only=True):
    """What a sweep did.

    `at_work` are kills that left a call without answer, `cut_off` the tasks of issuing and publishing that a kill met
    and another life did again, `released` those as in `GIVEN_UP`.
    """

    kills: int = 0
    at_work: int = 0
    answers: int = 0
    repeats: int = 0
    seconds: float = 0.0
    starts: list[float] = []
    certificates: int = 0
    voided: int = 0
    signatures: int = 0
    cut_off: int = 0
    released: int = 0

    def __str__(self) -> str:
        starts = sorted(self.starts) or [0.0]
        return (
            f"{self.kills} kills ({self.at_work} left calls unanswered), {self.answers} answers, "
            f"{self.repeats} repeated calls, {self.certificates} certificates, {self.voided} voided, "
            f"{self.signatures} signatures, {self.cut_off} times cut off while issuing or publishing, "
            f"{self.released} tasks released by hand; ready after "
            f"{statistics.median(starts):.1f} s (median), {starts[-1]:.1f} s (longest); {self.seconds:.0f} s"
        )


class Sweep:
    """One installation, its service and its callers.

    `rush` is how many cases are decided for the first time in a round, `keyless` the share of calls without
    Idempotency-Key, `more` further settings of the service; `tell` is given a line now and then.
    """

    def __init__(
        self,
        ground: Ground,
        *,
        seed: int,
        processes: int = 1,
        rush: int = 2,
        keyless: float = 0.25,
        more: dict[str, str] | None = None,
        tell: Callable[[str], None] = lambda _line: None,
    ) -> None:
        self.ground = ground
        self.violations = Violations()
        self.figures = Figures()
        self.victim = Victim(ground.folder, processes=processes)
        self.callers = Callers(self.victim.address, self.violations)
        self.calls: list[Call] = []
        self.ahead = timedelta(0)
        self.tell = tell
        self._more = more or {}
        self._chance = random.Random(seed)
        self._keyless = keyless
        self._rush = rush
        self._undecided = deque(ground.cases)
        self._keys = count(1)
        self._began = time.monotonic()
        self._longest = LONGEST_DELAY

    async def run(self, kills: int, *, until_found: bool = False) -> None:
        """So many rounds, and the end; with `until_found` only as many rounds as it takes to find a violation."""
        try:
            for number in range(1, kills + 1):
                await self.round()
                if number % 10 == 0:
                    self.tell(f"  {number} kills, {len(self.violations)} violations, {self._seconds():.0f} s")
                if until_found and self.violations:
                    return
            await self.finish()
        except httpx.TransportError as error:
            self._died(error)
        finally:
            await self.victim.kill()
            self.figures.seconds = self._seconds()

    def _seconds(self) -> float:
        return time.monotonic() - self._began

    # One life after the other.

    async def begin(self, later: timedelta | None = None, **environment: str) -> None:
        """Begin a life, and do not wait; `later` is how much time has passed by its clock."""
        self.ahead += self._pause() if later is None else later
        await self.victim.start(self.ground.environment(self.ahead, **self._more, **environment))

    async def start(self, later: timedelta | None = None) -> None:
        """Begin a life and wait until it is ready. Raises NotReady."""
        await self.begin(later)
        try:
            seconds = await self.victim.ready()
        except NotReady as error:
            self.violations.add("slow-start", f"life {self.victim.lives} did not get ready: {error}")
            raise
        self.figures.starts.append(seconds)
        if seconds > READY_SECONDS:
            self.violations.add("slow-start", f"life {self.victim.lives} was ready after {seconds:.1f} s")

    def _pause(self) -> timedelta:
        dice = self._chance.random()
        rare = TRUST_REFRESH if dice < 0.02 else timedelta(hours=1.1) if dice < 0.1 else timedelta(0)
        if rare == TRUST_REFRESH:  # answers are not kept for so long: who comes back then looks first what has happened
            for call in self.calls:
                call.key = None
        return rare + timedelta(seconds=self._chance.uniform(0, 60))

    async def round(self) -> None:
        """Start, look at the journal of the lives before, call, kill at a random moment, and look at the log.

        The database is opened only beside the service, so that the service alone recovers what a kill has left.
        """
        await self.start()
        async with await opened_beside(self.ground) as db:
            await check_journal(self.ground, db, self.violations)
        calls, delay = self._calls(), self._chance.uniform(0, self._longest)
        open_before = [call for call in calls if call.answer is None]
        silent = await self._ask_under_fire(calls, delay)
        # A kill that always comes before anything was done shows nothing: a busy machine is given more time.
        heard = not open_before or any(call.answer is not None for call in open_before)
        self._longest = max(LONGEST_DELAY, self._longest / 2) if heard else min(_MOST_DELAY, self._longest * 2)
        self.figures.kills += 1
        self.figures.at_work += silent > 0
        self.read_log()

    def _calls(self) -> list[Call]:
        """What is asked in a round: what was not answered, what is new, and something that was answered before."""
        calls = self.unanswered()
        new = [self.new_call("Decide") for _ in range(min(self._rush, len(self._undecided)))]
        if change := self._change():
            new.append(change)
        answered = [call for call in self.calls if call.answer is not None and call.key is not None]
        self.calls += new
        calls += [*new, *self._chance.sample(answered, min(1, len(answered)))]
        self._chance.shuffle(calls)
        return calls

    def unanswered(self) -> list[Call]:
        """The calls that nobody has been answered yet."""
        return [call for call in self.calls if not call.acknowledged and not call.not_yet]

    def new_call(self, kind: Kind, case: str | None = None) -> Call:
        """A call about a case, or about the next one that is not decided. Raises IndexError when there is none left."""
        key = None if self._chance.random() < self._keyless else f"sweep-{next(self._keys)}"
        return Call(kind, self._undecided.popleft() if case is None else case, key)

    def _change(self) -> Call | None:
        """In some rounds a certificate of an earlier one is suspended or withdrawn, each at most once."""
        done: dict[str, set[Kind]] = {}
        for call in self.calls:
            done.setdefault(call.case, set()).add(call.kind)
        waiting = {call.case for call in self.calls if not call.acknowledged}
        kind: Kind = "Suspend" if self._chance.random() < 0.5 else "Withdraw"
        fitting = [case for case, kinds in done.items() if case not in waiting and not kinds & {kind, "Withdraw"}]
        if not fitting or self._chance.random() < 0.4:
            return None
        return self.new_call(kind, self._chance.choice(fitting))

    async def _ask_under_fire(self, calls: list[Call], delay: float) -> int:
        """All callers at once, and the kill so many seconds after the first request; gives how many got silence.

        They look at their cases first, so that the time goes to what they ask for and not to opening connections.
        """
        silent, at_once = 0, max(4, self._rush)
        killing: asyncio.Task[None]

        async def caller(client: httpx.AsyncClient, own: list[Call]) -> None:
            nonlocal silent
            for call in own:
                if not killing.done() and not await self.callers.ask(client, call):
                    silent += 1
                    if not killing.done():
                        self._died(call)

        async with self.callers.client() as client:
            looks = (self.callers.look(client, call) for call in calls[:at_once])
            for error in await asyncio.gather(*looks, return_exceptions=True):
                if isinstance(error, BaseException):
                    self._died(error)
            killing = asyncio.create_task(asyncio.sleep(delay))
            callers = [asyncio.create_task(caller(client, calls[n::at_once])) for n in range(at_once)]
            await killing
            await self.victim.kill()
            await asyncio.gather(*callers)
        return silent

    def _died(self, noticed: object) -> None:
        self.violations.add("died", f"{noticed}: silence, and nobody had killed it: {self.victim.log}")

    # The end.

    async def finish(self) -> None:
        """Let the service live: answer everything, settle everything, end by itself; and then check everything."""
        await self.start(timedelta(seconds=60))
        self.calls += [self.new_call("Decide") for _ in range(len(self._undecided))]
        await self.settled()
        await self._ask_what_is_valid()
        await self.stop()
        found = await check_all(self.ground, self.calls, now() + self.ahead, self.violations)
        self.figures.certificates, self.figures.voided = found["certificates"], found["voided"]
        self.figures.signatures, self.figures.cut_off = found["signatures"], found["cut_off"]
        self.figures.answers, self.figures.repeats = self.callers.answers, self.callers.repeats

    async def settled(self) -> None:
        """Have everything answered, and wait until the service says that no task waits or runs."""
        await self._release()
        until = time.monotonic() + PATIENCE_SECONDS
        async with self.callers.client() as client:
            for call in self.unanswered():
                if not await self.callers.ask(client, call):
                    self._died(call)
            while time.monotonic() < until:
                lines = (await client.get("/metrics")).text.splitlines()
                left = [line.split(" ")[1] for line in lines if line.startswith(_TASKS_LEFT)]
                if [float(figure) for figure in left] == [0.0, 0.0]:
                    return
                await asyncio.sleep(0.1)  # the service is asked for what only it can tell
        self.violations.add("unsettled", f"work still waits after {PATIENCE_SECONDS:.0f} s")

    async def _release(self) -> None:
        """What an operator does about tasks that were given up because five kills in a row had met them."""
        async with await opened_beside(self.ground) as db:
            query = "SELECT key FROM task WHERE body = {} AND state = 'quarantined' AND last_error = {}"
            for row in await db.sql(query, BODY, GIVEN_UP):
                self.figures.released += await tasks.release_quarantined(db, BODY, row["key"], now() + self.ahead)

    async def _ask_what_is_valid(self) -> None:
        """The running service says of certificates what their cases say, to anybody who asks."""
        decided = [call.case for call in self.calls if call.kind == "Decide" and call.acknowledged]
        async with self.callers.client() as client:
            for case in self._chance.sample(decided, min(5, len(decided))):
                standing = (await client.get(f"/api/cases/{case}")).json()["certificates"][-1:]
                for certificate in standing:
                    said = (await client.get(f"/v/{certificate['number']}.json")).json().get("verdict")
                    wanted = "valid" if certificate["status"] == "active" else certificate["status"]
                    if said != wanted:
                        self.violations.add("verdict", f"{case}: the page says {said}, not {wanted}")

    async def stop(self) -> None:
        """Ask the service to end, and read its last words."""
        if (status := await self.victim.stop()) != 0:
            self.violations.add("no-end", f"the service ended with {status}")
        self.read_log()

    def read_log(self) -> None:
        """What the service itself reported of its last life."""
        for line in self.victim.told():
            said = {name: value for name, value in line.items() if name != "timestamp"}
            if {"Busy", "Unavailable"} & {line.get("problem"), line.get("error")}:
                self.violations.add("busy", str(said))
            elif line.get("level") == "error" and line.get("problem") != GIVEN_UP:
                self.violations.add("logged-error", str(said))
