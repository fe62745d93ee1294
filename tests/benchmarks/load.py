"""Asks a server on this machine the same kind of question over several connections that stay open, and counts.

One process, one thread, plain sockets: it costs a request little, so that the server is what is measured. Each answer
is looked at: it has to hold the text that is right for its question.
"""

from __future__ import annotations

import os
import re
import selectors
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.rounds import WrongAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE_SECONDS = 30.0
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)\r\n", re.IGNORECASE)
_TICK = os.sysconf("SC_CLK_TCK")


class Question(NamedTuple):
    """A path, and what the answer to it has to hold."""

    path: str
    right: bytes


class Tally(NamedTuple):
    """How long it took from the first question to the last answer, and each answer's seconds, in order."""

    seconds: float
    latencies: list[float]

    def percentile(self, share: float) -> float:
        """The latency in seconds that this share of the answers kept."""
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


class _Caller:
    """One connection, with one question under way at most."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.began = 0.0
        self.right = b""
        self.heard = b""

    def ask(self, question: Question) -> None:
        self.right, self.heard, self.began = question.right, b"", time.perf_counter()
        self.socket.sendall(
            b"GET " + question.path.encode() + b" HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\n\r\n"
        )

    def hear(self) -> bool:
        """Take what has come; gives whether the answer is whole. Raises WrongAnswer."""
        part = self.socket.recv(65_536)
        self.heard += part
        head, found, body = self.heard.partition(b"\r\n\r\n")
        length = _LENGTH.search(head + b"\r\n") if found else None
        if not part or (found and length is None):
            raise WrongAnswer(f"the connection ended, or an answer of no length: {self.heard[:200]!r}")
        if length is None or len(body) < int(length[1]):
            return False
        if self.right not in body:
            raise WrongAnswer(f"{self.right!r} is not in {self.heard[:2_000]!r}")
        return True


def load(port: int, questions: Sequence[Question], connections: int) -> Tally:
    """Ask all questions once, in order, as fast as the answers come. Raises WrongAnswer, TimeoutError."""
    callers = [_Caller(port) for _ in range(min(connections, len(questions)))]
    waiting = iter(questions)
    latencies: list[float] = []
    try:
        with selectors.DefaultSelector() as selector:
            began = time.perf_counter()
            for caller in callers:
                selector.register(caller.socket, selectors.EVENT_READ, caller)
                caller.ask(next(waiting))
            while len(latencies) < len(questions):
                ready = selector.select(PATIENCE_SECONDS)
                if not ready:
                    raise TimeoutError("the server says nothing any more")
                for key, _ in ready:
                    caller = key.data
                    if caller.hear():
                        latencies.append(time.perf_counter() - caller.began)
                        question = next(waiting, None)
                        if question is not None:
                            caller.ask(question)
            seconds = time.perf_counter() - began
    finally:
        for caller in callers:
            caller.socket.close()
    return Tally(seconds, sorted(latencies))


def processor_seconds(pid: int) -> float:
    """What a process and those that it started have used of the processor so far (proc(5), to a hundredth)."""
    family = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    total = 0.0
    for member in family:
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / _TICK
    return total
