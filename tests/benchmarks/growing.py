"""(d) Many times as many certificates against the same: what grows with the register, and what does not.

Two stores stand side by side and are asked in turn. A verdict is what the endpoint gives for a number that it was not
asked for before: row, register, trust list and status lists out of the store, then all eight steps.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from certify.service.settings import Settings
from certify.service.store.blobs import open_blobs
from certify.service.web.limits import Limiter
from certify.service.web.register import RegisterQuery, search
from certify.service.web.store_source import StoreSource
from certify.service.web.wired import Wired
from tests import postgres
from tests.benchmarks.rounds import Lap, Sizes, expect, middle, race
from tests.benchmarks.stock import Stock, stocked
from tests.benchmarks.tables import Table, ratios, spread
from verify.lookup import check_number

T = TypeVar("T")
ENGINES = ("SQLite", "PostgreSQL")
MOST_SEARCHED = 100_000  # searching for words reads all rows, and takes seconds beyond


class _Register(NamedTuple):
    """A full store, its size, and the wiring that the register's pages work with."""

    stock: Stock
    size: int
    here: Wired
    asked: int  # questions a lap, at most

    def laps(self) -> dict[str, Lap]:
        """Everything that is asked of a store."""
        if self.size > MOST_SEARCHED:
            return {"look up and verify a number": self._verdicts()}
        first = min(50, self.size + 1)
        one = self.stock.numbers[len(self.stock.numbers) // 2]
        return {
            "look up and verify a number": self._verdicts(),
            "register: first page": self._pages(RegisterQuery(), first),
            "register: search for a word that all have": self._pages(RegisterQuery(q="Lindhamra"), first),
            "register: search for what one alone has": self._pages(RegisterQuery(q=one), 1),
        }

    def _verdicts(self) -> Lap:
        """The verdicts on numbers from all over the store, each for the first time; the tampered one among them."""
        step = max(1, len(self.stock.numbers) // self.asked)
        questions = [(number, "valid") for number in self.stock.numbers[::step]][: self.asked]
        questions.insert(len(questions) // 2, (self.stock.bad, "not_genuine"))

        async def lap() -> float:
            source = StoreSource(lambda: self.here.database, behind=lambda: False, clock=self.here.clock)

            async def ask(question: tuple[str, str]) -> None:
                verdict = await check_number(source, question[0], self.here.clock())
                expect(question[0], None if verdict is None else verdict.verdict, question[1])

            return await _middle_of(ask, questions)

        return lap

    def _pages(self, query: RegisterQuery, found: int) -> Lap:
        """A page of the register, over and over."""

        async def ask(query: RegisterQuery) -> None:
            page = await search(self.here, query)
            expect("register", (len(page.entries), page.issued), (found, self.size + 1))

        async def lap() -> float:
            return await _middle_of(ask, [query] * max(2, self.asked // 5))

        return lap


async def growing(sizes: Sizes, *, engines: Sequence[str] = ENGINES) -> Table:
    """Measure. Raises WrongAnswer."""
    many, more = sizes.certificates, sizes.certificates * sizes.times
    rows: list[tuple[str | float, ...]] = []
    for engine in engines:
        async with contextlib.AsyncExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            server = stack.enter_context(postgres.running()) if engine == "PostgreSQL" else None
            small, large = [
                await stack.enter_async_context(_register(server, folder / str(count), many, count - many, sizes.batch))
                for count in (many, more)
            ]
            asked, counterparts = large.laps(), small.laps()
            for what in asked:
                lap = counterparts[what]
                costs = await race({"small": lap, "large": asked[what]}, sizes.rounds)
                rows.append((what, engine, *spread(dict(ratios(costs, "small", of_cost=True))["large"])))
    return Table(
        key="d",
        title=f"Growth: {more:,} certificates against {many:,}",
        head=("what", "database", "time, x the smaller's", "least-most"),
        rows=tuple(rows),
    )


async def _middle_of(ask: Callable[[T], Awaitable[None]], questions: Sequence[T]) -> float:
    """Ask one after the other; the median of their seconds."""
    spent = []
    for question in questions:
        began = time.perf_counter()
        await ask(question)
        spent.append(time.perf_counter() - began)
    return middle(spent)


@contextlib.asynccontextmanager
async def _register(server: str | None, folder: Path, count: int, more: int, asked: int) -> AsyncIterator[_Register]:
    """A full store on SQLite, or in a database of its own on the server: signed certificates, and more rows."""
    folder.mkdir()  # noqa: ASYNC240  a moment, and nothing else runs
    async with contextlib.AsyncExitStack() as stack:
        url = f"sqlite:///{folder}/certify.db"
        if server is not None:
            url = await stack.enter_async_context(postgres.fresh_database(server))
        stock = await stack.enter_async_context(stocked(url, folder, count, more=more))
        workshop = stock.workshop
        here = Wired(
            settings=Settings(),
            database=workshop.db,
            shell=workshop.bench.shell,
            blobs=open_blobs(str(folder / "blobs"), lambda: "one"),
            clock=workshop.clock,
            chance=workshop.bench.chance,
            limiter=Limiter(),
            wake=lambda: None,
            behind="",
        )
        yield _Register(stock, count + more, here, asked)
