"""`python -m certify.service.demo`: seed a demo where there is none yet, say where to look, and serve until Ctrl-C.

The data lies under `.data/demo-PORT`, since the port is part of the origin that stands in the certificates. A second
start uses what is there; a seeding that was cut off begins anew.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import secrets
import shutil
import socket
import sys
import threading
import time
from pathlib import Path

import httpx

from certify.service.demo.filling import fill
from certify.service.demo.show import greeting
from certify.service.installation import opened
from certify.service.serve import serve
from certify.service.settings import from_environment

SEEDED = "seeded"
WAIT_SECONDS = 60.0


def main() -> int:
    """The entry point; gives the exit status."""
    parser = argparse.ArgumentParser(description="Run Certify with a town that does not exist.")
    parser.add_argument("--port", type=int, default=8000)
    port: int = parser.parse_args().port
    if _taken(port):
        sys.stderr.write(f"Port {port} is in use. Choose another one: make demo PORT=8010\n")
        return 1
    folder = Path(".data") / f"demo-{port}"
    if not (folder / SEEDED).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    os.environ.update(_environment(folder, port))
    if not (folder / SEEDED).exists():
        # In a process of its own: what reads and writes files keeps threads, and none of them lives on in the
        # processes that the server forks from this one, where each look at a file would then wait for ever.
        seeding = multiprocessing.get_context("spawn").Process(target=fill, args=(folder, folder / SEEDED))
        seeding.start()
        seeding.join()
        if seeding.exitcode != 0:
            return 1
    words = asyncio.run(_words())
    threading.Thread(target=_greet, args=(port, words), daemon=True).start()
    return serve(host="127.0.0.1", port=port, workers=1)


def _environment(folder: Path, port: int) -> dict[str, str]:
    secret = folder / "secret"
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_hex(32))
    where = folder.resolve()
    return {
        "CERTIFY_DATABASE": f"sqlite:///{where / 'certify.db'}",
        "CERTIFY_BLOBS": str(where / "blobs"),
        "CERTIFY_KEYS": str(where / "keys"),
        "CERTIFY_SECRET": secret.read_text(),
        "CERTIFY_ORIGIN": f"http://localhost:{port}",
        "CERTIFY_DEMO": "1",
        "CERTIFY_LOG_LEVEL": "warning",
    }


async def _words() -> str:
    async with opened(from_environment(os.environ), chance=secrets.token_bytes) as installation:
        return await greeting(installation)


def _greet(port: int, words: str) -> None:
    """Once the service answers, say where to look and whom to sign in as."""
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        try:
            if httpx.get(f"http://localhost:{port}/readyz", timeout=2).status_code == httpx.codes.OK:
                print(words, flush=True)
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    sys.stderr.write(f"The service did not come up within {WAIT_SECONDS:.0f} seconds.\n")


def _taken(port: int) -> bool:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


if __name__ == "__main__":
    sys.exit(main())
