"""(b) `GET /v/{number}.json`, asked for the first time and again, against a trivial route on the same server.

Two servers stand side by side, each granian with one worker, and are asked in turn over loopback. The service is as
it is shipped: with its guard, its headers, its metrics and its log. Every lap asks for a tampered certificate too.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.load import Question, Tally, load, processor_seconds
from tests.benchmarks.rounds import Sizes, race
from tests.benchmarks.server import CLOCK
from tests.benchmarks.stock import stocked
from tests.benchmarks.tables import Table, ratios, spread
from tests.service.worker.workshop import SECRET
from tests.service.world import ORIGIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

ROOT = Path(__file__).resolve().parents[2]
TRIVIAL = "trivial Litestar route"
HOT = 100  # certificates that are asked for again and again
START_SECONDS = 30


class Contender:
    """Questions to one server; keeps what each lap took besides its duration."""

    def __init__(self, port: int, pid: int, laps: Iterator[Sequence[Question]], connections: int) -> None:
        self.port, self.pid, self.laps, self.connections = port, pid, laps, connections
        self.tallies: list[Tally] = []
        self.processor: list[float] = []

    async def lap(self) -> float:
        questions = next(self.laps)
        before = processor_seconds(self.pid)
        tally = load(self.port, questions, self.connections)
        self.processor.append((processor_seconds(self.pid) - before) / len(questions))
        self.tallies.append(tally)
        return tally.seconds / len(questions)


async def serving(sizes: Sizes) -> Table:
    """Measure, on SQLite. Raises WrongAnswer."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        url = f"sqlite:///{folder}/certify.db"
        async with stocked(url, folder, sizes.requests * (sizes.rounds + 1)) as stock:
            bad, numbers, now = stock.bad, stock.numbers, stock.workshop.clock()
        settings = settings_for(url, folder, now)
        with running("trivial", settings) as (plain, plain_pid), running("service", settings) as (port, pid):
            contenders = {
                TRIVIAL: Contender(plain, plain_pid, always([_valid("/")], sizes.requests * 8), sizes.connections),
                "`/healthz` of the service": Contender(
                    port, pid, always([Question("/healthz", b'"alive":true')], sizes.requests * 2), sizes.connections
                ),
                "`/v/{number}.json` for the first time": Contender(
                    port, pid, fresh(numbers, bad, sizes.requests), sizes.connections
                ),
                "`/v/{number}.json` again": Contender(
                    port, pid, always(questions(numbers[:HOT], bad), sizes.requests * 8), sizes.connections
                ),
            }
            costs = await race({name: one.lap for name, one in contenders.items()}, sizes.rounds)
    return _table(contenders, costs)


def _table(contenders: dict[str, Contender], costs: dict[str, list[float]]) -> Table:
    processor = {name: one.processor[1:] for name, one in contenders.items()}
    slowest = {name: [tally.percentile(0.99) for tally in one.tallies[1:]] for name, one in contenders.items()}
    by_processor = dict(ratios(processor, TRIVIAL)) if all(map(all, processor.values())) else {}
    by_slowest = dict(ratios(slowest, TRIVIAL, of_cost=True))
    return Table(
        key="b",
        title="Serving, one worker: against a trivial route",
        head=("what", "speed, x trivial", "least-most", "by processor time, x trivial", "p99, x trivial's"),
        rows=tuple(
            (
                name,
                *spread(found),
                spread(by_processor[name])[0] if by_processor else "too short",
                spread(by_slowest[name])[0],
            )
            for name, found in ratios(costs, TRIVIAL)
        ),
    )


def _valid(path: str) -> Question:
    return Question(path, b'"verdict":"valid"')


def questions(numbers: Sequence[str], bad: str) -> list[Question]:
    """The verdicts on these, and in their midst that on the tampered one."""
    found = [_valid(f"/v/{number}.json") for number in numbers]
    found.insert(len(found) // 2, Question(f"/v/{bad}.json", b'"verdict":"not_genuine"'))
    return found


def always(questions: Sequence[Question], count: int) -> Iterator[Sequence[Question]]:
    """For each lap so many, from the beginning again when they are through."""
    while True:
        yield [questions[n % len(questions)] for n in range(count)]


def fresh(numbers: Sequence[str], bad: str, count: int) -> Iterator[Sequence[Question]]:
    """For each lap so many that were never asked for, taken from the end: the others' are at the beginning."""
    rest = list(numbers)
    while len(rest) >= count:
        yield questions([rest.pop() for _ in range(count)], bad)


def settings_for(url: str, folder: Path, now: datetime) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("CERTIFY_")} | {
        "CERTIFY_DATABASE": url,
        "CERTIFY_BLOBS": str(folder / "blobs"),
        "CERTIFY_KEYS": str(folder / "keys"),
        "CERTIFY_ORIGIN": ORIGIN,
        "CERTIFY_SECRET": SECRET,
        "CERTIFY_WORKER": "0",
        CLOCK: now.isoformat(),
    }


@contextlib.contextmanager
def running(which: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """One of our servers in a process of its own; gives its port and the process's id. It ends with us."""
    with serving_on(
        lambda port: [sys.executable, "-m", "tests.benchmarks.server", which, str(port)], environment
    ) as it:
        yield it


@contextlib.contextmanager
def serving_on(
    command: Callable[[int], list[str]], environment: dict[str, str], where: Path = ROOT
) -> Iterator[tuple[int, int]]:
    """Any server in a process of its own, started in a folder by the command for a port; as `running`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    with subprocess.Popen(
        command(port), cwd=where, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            wait(process, port)
            yield port, process.pid
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError("the server does not come up")
