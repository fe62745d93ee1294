"""How it is measured: contenders take turns in shuffled rounds, and a ratio is taken within a round.

The machine may be busy with other things; what disturbs a round disturbs all its contenders, more or less. Every lap
asks something whose right answer is no (a tampered certificate), and a contender that gets one answer wrong ends the
run: being quick counts only when being right.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Hashable

T = TypeVar("T")
Lap = Callable[[], Awaitable[float]]
"""Does a share of the work and gives the seconds for one counted answer. Raises WrongAnswer."""


class WrongAnswer(Exception):
    """A contender said yes to what is no, or no to what is yes. Its figures are worth nothing."""


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """How much is done: seconds a lap, things a batch, certificates a store, requests and cases a lap."""

    rounds: int
    seconds: float
    batch: int
    certificates: int
    times: int = 10
    requests: int
    connections: int = 8
    cases: int


FULL = Sizes(rounds=7, seconds=0.3, batch=200, certificates=1_000, requests=800, cases=5)
QUICK = Sizes(rounds=5, seconds=0.1, batch=100, certificates=200, requests=200, cases=2)


async def race(contenders: Mapping[str, Lap], rounds: int, seed: int = 7) -> dict[str, list[float]]:
    """Let everybody run once to warm up, then `rounds` times in shuffled order; the costs of each by round."""
    costs: dict[str, list[float]] = {name: [] for name in contenders}
    order = random.Random(seed)
    for lap in contenders.values():
        await lap()
    for _ in range(rounds):
        for name in order.sample(list(contenders), len(contenders)):
            costs[name].append(await contenders[name]())
    return costs


def asking(ask: Callable[[T], bool], questions: Sequence[tuple[T, bool]], seconds: float) -> Lap:
    """A lap that asks the questions over and over for that long; each comes with its right answer.

    Only answers that are rightly yes are counted. The time is that of the processor, so that it does not matter how
    often the process has to wait for its turn.
    """
    asked = [question for question, _ in questions]
    right = [answer for _, answer in questions]
    if all(right) or not any(right):
        raise ValueError("there must be something to say yes and something to say no to")

    async def lap() -> float:
        counted, began = 0, time.process_time()
        while True:
            if list(map(ask, asked)) != right:
                raise WrongAnswer
            counted += sum(right)
            spent = time.process_time() - began
            if spent >= seconds:
                return spent / counted

    return lap


def expect(name: Hashable, found: object, right: object) -> None:
    """Raise WrongAnswer unless both are the same."""
    if found != right:
        raise WrongAnswer(f"{name}: {found} where {right} is right")


def middle(values: Sequence[float]) -> float:
    """The median."""
    return float(statistics.median(values))
