"""What was found in the running second of the clock, to be found again without asking.

Everything in a certificate, a status list and the trust list begins and ends on a whole second, so within a second no
verdict changes by time alone. Nothing is kept into the next one: what another process writes, a withdrawal say, shows
within a second; what this process writes shows at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

T = TypeVar("T")
Mark = tuple[int, int]
MOST = 2_000  # things, so that nobody can fill the memory by asking for more and more


class ThisSecond(Generic[T]):
    """Things by name, forgotten as soon as the second is over or this process has written."""

    def __init__(self, clock: Callable[[], datetime], writes: Callable[[], int]) -> None:
        """`writes` tells how often this process has written to the database so far."""
        self._clock = clock
        self._writes = writes
        self._mark: Mark = (0, 0)
        self._kept: dict[str, T] = {}

    def mark(self) -> Mark:
        """What holds now: to be asked for before something is looked up, and handed to `keep` afterwards."""
        return int(self._clock().timestamp()), self._writes()

    def find(self, name: str, mark: Mark) -> T | None:
        """What was kept under that name at this mark; None when there is nothing."""
        if mark != self._mark:
            self._mark, self._kept = mark, {}
        return self._kept.get(name)

    def keep(self, name: str, found: T, mark: Mark) -> None:
        """Keep what was looked up since that mark, for those who ask at the same one."""
        if mark == self._mark and len(self._kept) < MOST:
            self._kept[name] = found
