"""Kills at every named place of `certify.service.worker.crash`, in the running service.

At each place one case is on its way. The service is started so that it dies there, is asked for what leads there (a
decision, a withdrawal, or nothing where time alone leads there), and dies; started again, it finishes. What has to be
true is checked when all places have been met.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import httpx
import msgspec
from aiosmtpd.smtp import SMTP, Envelope, Session

from certify.service.installation import opened
from certify.service.store import certificates, tasks
from certify.service.worker import keys
from certify.service.worker.bench import Bench
from certify.service.worker.crash import POINTS, VARIABLE
from certify.service.worker.publish import TRUST_REFRESH
from tests.faults.callers import Call
from tests.faults.checks import opened_beside
from tests.faults.ground import Ground, now
from tests.faults.process import NotReady
from tests.faults.sweep import Sweep
from tests.service.world import BODY, ORIGIN

BY_TIME = frozenset({"trust.signed", "trust.stored"})  # the trust list is signed anew each month
BY_WITHDRAWAL = frozenset({"publish.signed", "publish.stored"})  # a bit changes in a list
BY_RENEWAL = "supersede.recorded"  # a former certificate gives way
BY_KEY = "issue.voided"  # the key falls away after its certificate was prepared
_LEASE_IS_OVER = timedelta(seconds=60)
_ANOTHER_MONTH = TRUST_REFRESH + timedelta(hours=1)
_DIED = b"Unexpected exit from worker"  # what granian says when the process under it is gone
CASES = len(POINTS) + 1


class Box:
    """A mail server's handler that keeps what comes, by Message-ID."""

    def __init__(self) -> None:
        self.letters: dict[str, tuple[str, str]] = {}
        self.differing: list[str] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        """Take the mail; one that comes again has to be the same."""
        letter = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        id_, said = str(letter["Message-ID"]), (str(letter["To"]), str(letter.get_payload()))
        if self.letters.setdefault(id_, said) != said:
            self.differing.append(id_)
        return "250 OK"


class PointSweep(Sweep):
    """A sweep over the named places instead of random moments."""

    def __init__(self, ground: Ground, **asked: Any) -> None:
        """As any sweep."""
        super().__init__(ground, **asked)
        self._gave_way: set[str] = set()

    async def at_points(self) -> None:
        """Die at each place and finish after it, and then check everything."""
        try:
            await self._first_life()
            for number, point in enumerate(POINTS, 1):
                await self._die_at(point)
                self.figures.kills += 1
                self.tell(f"  {point}: died there and finished ({number} of {len(POINTS)})")
            await self.finish()
        except httpx.TransportError as error:
            self._died(error)
        finally:
            await self.victim.kill()
            self.figures.seconds = self._seconds()

    async def _first_life(self) -> None:
        """One certificate that stands, so that there is something to withdraw."""
        await self.start(_LEASE_IS_OVER)
        self.calls.append(self.new_call("Decide"))
        await self.settled()
        await self.stop()

    async def _die_at(self, point: str) -> None:
        if point == BY_KEY:
            await self._life_that_dies("issue.prepared", self.new_call("Decide"))
            await self._change_key()
            await self._life_that_dies(point, None)
        elif point == BY_RENEWAL:
            await self._give_way(self._standing())
            await self._life_that_dies(point, None)
        elif point in BY_TIME:
            await self._life_that_dies(point, None, later=_ANOTHER_MONTH)
        elif point in BY_WITHDRAWAL:
            await self._life_that_dies(point, self.new_call("Withdraw", self._standing()))
        else:
            await self._life_that_dies(point, self.new_call("Decide"))
        await self.start(_LEASE_IS_OVER)
        await self.settled()
        await self.stop()

    def _standing(self) -> str:
        """The first case whose certificate nobody withdrew, and nothing has followed."""
        ended = {call.case for call in self.calls if call.kind == "Withdraw"} | self._gave_way
        return next(call.case for call in self.calls if call.case not in ended)

    async def _life_that_dies(self, point: str, call: Call | None, *, later: timedelta = _LEASE_IS_OVER) -> None:
        await self.begin(later, **{VARIABLE: point})
        if call is not None:
            self.calls.append(call)
            try:
                await self.victim.ready()
            except NotReady:
                pass  # time alone led there, before anybody could ask; the call comes in the next life
            else:
                async with self.callers.client() as client:
                    await self.callers.ask(client, call)
        await self.victim.ended()
        if _DIED not in self.victim.log.read_bytes():
            self.violations.add("no-end", f"{point}: the service did not get there")
        self.read_log()

    async def _give_way(self, case: str) -> None:
        """While the service is dead, it is time for a case's certificate to give way to that of the next case."""
        self._gave_way.add(case)
        async with opened(self.ground.settings, chance=lambda _count: b"") as installation:
            db = installation.database
            (former,) = await certificates.certificates_of_case(db, BODY, case)
            (new,) = await certificates.certificates_of_case(db, BODY, self._standing())
            payload = msgspec.json.encode({"former": former.number, "successor": new.number}).decode()
            at = now() + self.ahead
            row = tasks.TaskRow(body=BODY, key="supersede", kind="supersede", payload=payload, run_at=at, created_at=at)
            await tasks.enqueue(db, row)

    async def _change_key(self) -> None:
        """While the service is dead, its certificate key is retired and another takes its place."""
        async with opened(self.ground.settings, chance=lambda _count: b"") as installation:
            bench = Bench(
                shell=installation.shell, signer=self.ground.signer(), origin=ORIGIN, clock=lambda: now() + self.ahead
            )
            await keys.rotate(bench, BODY, "certificate")


async def sweep_points(
    ground: Ground, *, seed: int, processes: int = 1, tell: Callable[[str], None] = lambda _line: None
) -> PointSweep:
    """Every named place on this ground, with a mail server that takes everything; gives the sweep."""
    box = Box()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    smtp = {"CERTIFY_SMTP": f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"}
    sweep = PointSweep(ground, seed=seed, processes=processes, more=smtp, tell=tell)
    try:
        await sweep.at_points()
    finally:
        server.close()
        await server.wait_closed()
    for id_ in box.differing:
        sweep.violations.add("mail", f"{id_} came more than once, and not the same")
    async with await opened_beside(ground) as db:
        (mails,) = await db.sql("SELECT count(*) AS n FROM task WHERE kind = 'mail'")
    if mails["n"] != len(box.letters):
        sweep.violations.add("mail", f"{len(box.letters)} different letters for {mails['n']} mails")
    return sweep
