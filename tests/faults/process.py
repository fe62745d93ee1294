"""The victim's process group: started, waited for, killed. No group outlives the process that started it."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import httpx
import msgspec

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120.0  # for a start or an end on a machine that has much else to do
_living: set[int] = set()


@atexit.register
def _kill_all() -> None:
    for group in _living:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


class NotReady(Exception):
    """The service did not come up, or not in time; the end of its log says why."""


def free_port() -> int:
    """A port of the loopback address that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Victim:
    """The service as a process group of its own; one life after the other, each with a log in a file of its own."""

    def __init__(self, folder: Path, *, processes: int = 1) -> None:
        self.folder = folder
        self.processes = processes
        self.port = free_port()
        self.lives = 0
        self._process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """The log of its present or last life."""
        return self.folder / f"life-{self.lives}.log"

    async def start(self, environment: Mapping[str, str]) -> None:
        """Begin a life, without waiting until it answers."""
        self.lives += 1
        with self.log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.faults.victim",
                str(self.port),
                str(self.processes),
                cwd=ROOT,
                env=dict(environment),
                stdin=asyncio.subprocess.PIPE,  # its end is ours: the group ends when nobody holds it
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        _living.add(self._process.pid)

    async def ready(self) -> float:
        """Wait until `/readyz` says yes and all processes serve; gives the seconds since this was called.

        Raises NotReady when it ended instead, or in two minutes.
        """
        began = time.monotonic()
        async with httpx.AsyncClient(base_url=self.address, timeout=PATIENCE_SECONDS, trust_env=False) as client:
            while time.monotonic() - began < PATIENCE_SECONDS:
                with contextlib.suppress(httpx.TransportError):
                    if (await client.get("/readyz")).status_code == 200 and self._all_serve():
                        return time.monotonic() - began
                if self._process is None or self._process.returncode is not None:
                    break
                await asyncio.sleep(0.01)
        raise NotReady(self.log.read_text(errors="replace")[-2000:])

    def _all_serve(self) -> bool:
        """Whether granian says that each process has started; before that it hears no request to end."""
        return self.log.read_bytes().count(b"Started worker-") >= self.processes

    async def kill(self) -> None:
        """`kill -9` for the whole group, and wait until none of it is left."""
        if self._process is None:
            return
        group = self._process.pid
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
        await self._process.wait()
        while _alive(group):  # noqa: ASYNC110  its children are not ours, so nothing tells us of their end
            await asyncio.sleep(0.002)
        _living.discard(group)
        self._process = None

    async def stop(self) -> int:
        """Ask it to end, and gives its exit status; what does not end in time is killed, and gives -9."""
        assert self._process is not None
        self._process.terminate()
        return await self.ended()

    async def ended(self) -> int:
        """Wait until it ends by itself, and gives its exit status; what does not end in time is killed: -9."""
        assert self._process is not None
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), PATIENCE_SECONDS)
        status = self._process.returncode
        await self.kill()
        return -signal.SIGKILL if status is None else status

    def told(self) -> list[dict[str, object]]:
        """What its present or last life logged, line by line."""
        lines = [line for line in self.log.read_bytes().splitlines() if line.startswith(b"{") and line.endswith(b"}")]
        return [msgspec.json.decode(line) for line in lines]


def _alive(group: int) -> bool:
    """Whether any process of this group still lives; one that is dead and not buried does not count (proc(5))."""
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            with contextlib.suppress(OSError):
                state, _parent, of_group, *_ = (place / "stat").read_text().rpartition(") ")[2].split()
                if int(of_group) == group and state not in {"Z", "X"}:
                    return True
    return False
