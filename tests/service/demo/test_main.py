"""The demo as somebody starts it for the first time: it fills itself, and then everything of it answers."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[3]
PATIENCE_SECONDS = 120.0


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def _ready(process: subprocess.Popen[bytes], port: int) -> httpx.Response:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "the demo ended by itself"
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=2)
        except httpx.TransportError:
            time.sleep(0.3)
        else:
            return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=20)
    raise AssertionError("the demo did not come up")


def test_the_first_start_fills_itself_and_is_ready(tmp_path: Path) -> None:
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CERTIFY_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "certify.service.demo", "--port", str(port)],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        answer = _ready(process, port)
        # Of the evidence too: it is read by threads that a server forked from the process that seeded would not have.
        assert answer.json() == {"database": True, "evidence": True, "complete": True, "trust_list": "good"}
    finally:
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(timeout=30) == 0
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
