"""Random lives of certificates through the real write path, each held against the oracle at every edge second.

Acts are performed by the shell under the rules, the worker issues and publishes, and what is asked is what strangers
ask: the source behind page and API, the published documents with no network, and the signed history of past days. The
clock stands still at each question: one second before every edge, at it, and one after, with the worker still asleep
and again when it has worked.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from certify.core import acts as a
from certify.core.errors import Refused
from certify.service.store import certificates, published
from certify.service.store.certificates import CertificateRow
from certify.service.store.database import open_database
from certify.service.web.store_source import StoreSource
from certify.service.worker import keys
from tests.core.life import WHY
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY
from tests.sweeps.oracle import SECOND, Lists, Paper, State, day_of, last_second, months_on
from verify import addresses, compact, lookup, status, verify, verify_qr
from verify.errors import VerifyError
from verify.status import Statuses
from verify.trust import read_trust

TERM, LONGEST_REST, RENEWAL = 36, 6, 6  # months, as garden.yaml has them
MOST_CASES = 4


class Wrong(Exception):
    """The service said other than the oracle."""


class Interleaving:
    """One life: a body of its own, its certificates, and what the oracle knows of them."""

    def __init__(self, workshop: Workshop, chance: random.Random, told: Counter[str]) -> None:
        self._workshop = workshop
        self._chance = chance
        self._told = told
        self._papers: list[Paper] = []
        self._cases = 0
        self._lost = False  # the lists that stand there were signed by a key that counts no more
        self._did: list[str] = []
        self._source = StoreSource(lambda: workshop.db, behind=lambda: False, clock=workshop.clock)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Every certificate that was ever issued."""
        return tuple(self._papers)

    async def live(self, steps: int) -> None:
        """So many steps, and then a look back from long after everything. Raises Wrong."""
        await self.grow(steps)
        await self._advance(max(self._now, *(paper.ends + timedelta(days=2) for paper in self._papers)))
        for paper in self._papers:
            await self._look_back(paper)
        self._told["interleavings"] += 1
        self._told["certificates"] += len(self._papers)

    async def grow(self, steps: int) -> None:
        """So many steps at random. Raises Wrong."""
        doing: dict[Callable[[], Awaitable[None]], int] = {
            self._grant: 3,
            self._renew: 3,
            self._suspend: 5,
            self._reinstate: 4,
            self._withdraw: 2,
            self._rotate: 2,
            self._rotate_status: 1,
            self._retire: 1,
            self._give_up: 1,
            self._give_up_status: 1,
            self._wait: 6,
            self._wait_for_an_edge: 4,
        }
        await self._grant()
        for _ in range(steps):
            (step,) = self._chance.choices([*doing], [*doing.values()])
            await step()
            await self._settle()

    # What people and operators do.

    async def _grant(self) -> None:
        if self._cases < MOST_CASES:
            self._cases += 1
            await self._issue(f"case-{self._cases}", None)

    async def _renew(self) -> None:
        now = self._now
        paper = self._any()
        opens = last_second(months_on(day_of(paper.ends), -RENEWAL))
        in_time = paper.state(now) == "active" and opens + timedelta(days=2) < now < paper.ends - timedelta(days=1)
        late = paper.state(now) == "active" and paper.ends < now < paper.ends + timedelta(days=360)
        if paper.given_up or paper.followed or self._cases >= MOST_CASES or not (in_time or late):
            return
        self._cases += 1
        paper.followed = True
        await self._issue(f"case-{self._cases}", paper)
        paper.states.append((self._now, "superseded"))

    async def _issue(self, case: str, former: Paper | None) -> None:
        """From the dossier to the certificate."""
        await self._decide(case, former)
        decided = self._now
        await self._drain()
        row = await self._workshop.certificate(case)
        if former is not None and decided <= former.ends:
            last = months_on(day_of(former.ends), TERM)
        else:
            last = months_on(day_of(decided), TERM) - timedelta(days=1)
        self._enter(row, decided, last_second(last))

    async def _decide(self, case: str, former: Paper | None) -> None:
        world = self._workshop.world
        self._note("grant" if former is None else "renew", case)
        if former is None:
            await world.granted(case)
        else:
            await world.renewed(case, former.number)

    async def _suspend(self) -> None:
        paper = self._any()
        act = a.Suspend(reason_class="surveillance_missing", reason=WHY)
        if await self._act(paper, act, fits=paper.state(self._now) == "active"):
            paper.rests_until = last_second(months_on(day_of(self._now), LONGEST_REST))
            self._change(paper, "suspended")

    async def _reinstate(self) -> None:
        paper = self._any()
        if await self._act(paper, a.Reinstate(reason=WHY), fits=paper.state(self._now) == "suspended"):
            paper.rests_until = None
            self._change(paper, "active")

    async def _withdraw(self) -> None:
        paper = self._any()
        act = a.Withdraw(reason_class="requirements_not_met", reason=WHY)
        if await self._act(paper, act, fits=True):
            paper.rests_until = None
            self._change(paper, "withdrawn")

    async def _act(self, paper: Paper, act: a.Act, *, fits: bool) -> bool:
        """Perform it, and see that it is refused where it has to be, whether or not the worker has woken since."""
        self._note(type(act).__name__, paper.number)
        at = self._now + timedelta(minutes=1)  # when the world will have it done
        allowed = fits and paper.counts(at) and (paper.rests_until is None or at <= paper.rests_until)
        try:
            await self._workshop.world.do("dag", act, case=paper.case)
        except Refused as refused:
            if allowed:
                raise Wrong(f"{refused.rule} for {type(act).__name__}: {self._did}") from refused
            self._told["refused acts"] += 1
            return False
        if not allowed:
            raise Wrong(f"{type(act).__name__} was let pass: {self._did}")
        return True

    async def _rotate(self) -> None:
        self._note("rotate", "certificate")
        await keys.rotate(self._workshop.bench, BODY, "certificate")

    async def _rotate_status(self) -> None:
        self._note("rotate", "status")
        await keys.rotate(self._workshop.bench, BODY, "status")

    async def _retire(self) -> None:
        """No key is left for a while, and perhaps a decision waits for one."""
        self._note("retire", "certificate")
        bench = self._workshop.bench
        await keys.retire(bench, BODY, await self._active_key())
        case, decided = f"case-{self._cases + 1}", None
        if self._cases < MOST_CASES and self._chance.random() < 0.6:
            self._cases += 1
            await self._decide(case, None)
            decided = self._now
            await self._drain()
            rows = await certificates.certificates_of_case(self._workshop.db, BODY, case)
            if any(row.state == "issued" for row in rows):
                raise Wrong(f"issued without a key: {self._did}")
        await self._ask_all()
        await keys.ensure(bench)
        if decided is not None:
            self._workshop.later(minutes=1)  # the task that could not be done is tried again
            await self._drain()
            last = months_on(day_of(decided), TERM) - timedelta(days=1)
            self._enter(await self._workshop.certificate(case), decided, last_second(last))

    async def _give_up(self) -> None:
        """The key of the certificates falls into other hands; perhaps they are issued anew."""
        bench, key = self._workshop.bench, self._chance.choice(self._papers).key
        self._note("compromised", key)
        self._workshop.later(minutes=1)
        await keys.compromised(bench, BODY, key)
        for paper in self._papers:
            paper.given_up = paper.given_up or paper.key == key
        await self._ask_all()
        await keys.ensure(bench)
        await self._drain()
        if self._chance.random() < 0.7:
            self._workshop.later(minutes=10)
            await self._drain()
            await keys.reissue(bench, BODY, key)
            await self._drain()
            for paper in [one for one in self._papers if one.key == key and one.counts(self._now)]:
                await self._issued_anew(paper)

    async def _issued_anew(self, paper: Paper) -> None:
        known = {one.number for one in self._papers}
        rows = await certificates.certificates_of_case(self._workshop.db, BODY, paper.case)
        (row,) = [row for row in rows if row.state == "issued" and row.number not in known]
        new = self._enter(row, row.valid_from, paper.ends)
        if not paper.begins <= new.begins <= self._now:
            raise Wrong(f"issued anew from {new.begins}: {self._did}")
        new.states[0] = (new.begins, "active")
        if paper.state(self._now) == "suspended":
            new.rests_until = paper.rests_until
            new.states.append((self._now, "suspended"))
        new.followed = paper.followed
        paper.rests_until = None
        self._change(paper, "superseded")

    async def _give_up_status(self) -> None:
        self._note("compromised", "status")
        bench = self._workshop.bench
        key = await published.active_key(self._workshop.db, BODY, "status", self._now)
        assert key is not None
        self._workshop.later(minutes=1)
        await keys.compromised(bench, BODY, key.id)
        self._lost = True
        await self._ask_all()
        await keys.ensure(bench)
        await self._drain()
        self._lost = False

    async def _wait(self) -> None:
        spans = ({"minutes": 90}, {"hours": 30}, {"days": 20}, {"days": 150}, {"days": 500})
        (span,) = self._chance.choices(spans, (3, 3, 3, 2, 1))
        self._note("wait", str(span))
        await self._advance(self._now + timedelta(**span))

    async def _wait_for_an_edge(self) -> None:
        coming = sorted(edge for paper in self._papers for edge in paper.edges() if edge > self._now)
        if coming:
            self._note("wait for", coming[0].isoformat())
            before = self._chance.choice((timedelta(0), SECOND, timedelta(minutes=3), timedelta(days=100)))
            await self._advance(max(self._now, coming[0] - before))

    # Time, and what is asked.

    async def _advance(self, to: datetime) -> None:
        """Let time pass, and stand still at every second beside an edge on the way."""
        while True:
            coming = sorted(edge for paper in self._papers for edge in paper.edges() if self._now < edge + SECOND <= to)
            ahead = [edge for edge in coming if edge > self._now]
            if not ahead:
                break
            for at in (ahead[0] - SECOND, ahead[0], ahead[0] + SECOND):
                await self._stand_at(max(at, self._now))
        await self._stand_at(to)

    async def _stand_at(self, at: datetime) -> None:
        self._workshop.world.at = at
        await self._ask_all()
        await self._drain()
        await self._ask_all()

    async def _settle(self) -> None:
        """What was just done: before the worker knows, once it has worked, and a second on."""
        await self._drain()
        await self._ask_all()
        self._workshop.later(seconds=1)
        await self._ask_all()

    async def _ask_all(self) -> None:
        lists = await self._lists()
        for paper in self._papers:
            await self._ask(paper, lists)

    async def _lists(self) -> Lists:
        """Whether the documents that stand published count, and are within their own time."""
        listed = await published.trust_list(self._workshop.db)
        rows = await published.status_lists(self._workshop.db, BODY)
        assert listed is not None
        last = min(listed.expires_at, *(row.valid_until for row in rows))
        return "none" if self._lost else "fresh" if self._now <= last else "old"

    async def _ask(self, paper: Paper, lists: Lists) -> None:
        now = self._now
        online = await lookup.check_number(self._source, paper.number, now)
        assert online is not None
        said: dict[str, str] = {"online": online.verdict}
        said |= await self._offline(paper)
        for way, word in said.items():
            wanted = paper.word(now, lists=lists, registered=way == "online")
            self._told["verdicts"] += 1
            if word != wanted:
                raise Wrong(f"{way}: {word} for {wanted} of {paper.number} at {now}: {self._did}")

    async def _offline(self, paper: Paper) -> dict[str, str]:
        """The certificate and its code by the published lists alone."""
        db = self._workshop.db
        row, listed = await certificates.certificate(db, paper.number), await published.trust_list(db)
        assert row is not None
        assert row.credential is not None
        assert row.qr is not None
        assert listed is not None
        trust = read_trust(listed.raw)
        found = []
        for one in await published.status_lists(db, BODY):
            try:
                found.append(status.read(one.raw, trust))
            except VerifyError:
                continue
        around: dict[str, Any] = {"trust": trust, "status": Statuses(found), "at": self._now}
        code = compact.url(addresses.host_of(self._workshop.bench.origin), row.number, row.qr)
        return {"bytes": verify(row.credential, **around).verdict, "code": verify_qr(code, **around).verdict}

    async def _look_back(self, paper: Paper) -> None:
        """What its signed history tells of every second beside an edge, and of some others."""
        now = self._now
        span = int((paper.ends - paper.begins).total_seconds()) + 86_400
        moments = {paper.begins + timedelta(seconds=self._chance.randrange(span)) for _ in range(10)}
        moments |= {edge + by * SECOND for edge in paper.edges() for by in (-1, 0, 1)}
        for moment in sorted(one for one in moments if one <= now):
            found = await lookup.check_day(self._source, paper.number, day_of(moment), now)
            assert found is not None
            past = found[1]
            if past is None:
                if not paper.given_up:
                    raise Wrong(f"nothing is known of {moment} of {paper.number}: {self._did}")
                continue
            spelled = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
            (held,) = [one for one in past.held if one.from_ <= spelled <= one.until]
            self._told["past moments"] += 1
            if held.standing != paper.standing(moment):
                wanted = paper.standing(moment)
                raise Wrong(f"on {moment}: {held.standing} for {wanted} of {paper.number}: {self._did}")

    # Small things.

    @property
    def _now(self) -> datetime:
        return self._workshop.clock()

    def _any(self) -> Paper:
        """A certificate at random, of those that are the last of their case."""
        return self._chance.choice([*{paper.case: paper for paper in self._papers}.values()])

    def _enter(self, row: CertificateRow, begins: datetime, ends: datetime) -> Paper:
        if (row.valid_from, row.valid_until) != (begins, ends):
            raise Wrong(f"{row.valid_from} to {row.valid_until}, and not {begins} to {ends}: {self._did}")
        paper = Paper(
            number=row.number,
            case=row.case,
            key=row.key_id,
            begins=begins,
            ends=ends,
            states=[(begins, "active")],
        )
        self._papers.append(paper)
        return paper

    def _change(self, paper: Paper, state: State) -> None:
        paper.states.append((self._now, state))

    def _note(self, what: str, about: str) -> None:
        self._told[f"did {what}"] += 1
        self._did.append(f"{self._now.isoformat()} {what} {about}")

    async def _active_key(self) -> str:
        key = await published.active_key(self._workshop.db, BODY, "certificate", self._now)
        assert key is not None
        return key.id

    async def _drain(self) -> None:
        """Let the worker do what waits; a suspension that has lasted as long as it may ends then."""
        await self._workshop.worker.drain()
        for paper in self._papers:
            if paper.rests_until is None or self._now <= paper.rests_until:
                continue
            # However late the worker wakes, what fell due first comes first.
            ran_out = paper.state(self._now) == "suspended" and paper.rests_until < paper.ends
            paper.rests_until = None
            if ran_out:
                self._change(paper, "withdrawn")


def _nothing(_: str) -> None:
    """Nobody listens."""


async def live(seeds: Iterable[int], *, steps: int = 12, tell: Callable[[str], None] = _nothing) -> Counter[str]:
    """A life for each seed, each over a database of its own. Raises Wrong with all that was done up to there.

    `tell` is told at each hundredth how far it is.
    """
    told: Counter[str] = Counter()
    for seed in seeds:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            async with await open_database(f"sqlite:///{folder}/certify.db") as database:
                workshop = await Workshop(database, folder / "keys").ready()
                try:
                    await Interleaving(workshop, random.Random(seed), told).live(steps)
                except Wrong as wrong:
                    raise Wrong(f"seed {seed}: {wrong}") from wrong
        if told["interleavings"] % 100 == 0:
            tell(f"{told['interleavings']} lives: {told['verdicts']} verdicts")
    return told
