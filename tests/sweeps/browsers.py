"""The conformance corpus before the engines of other browsers: Firefox, and WebKit, which is Safari's.

Debian has both: `apt-get install firefox-esr webkit2gtk-driver xvfb`. Firefox is spoken to by Marionette, its own
protocol, and WebKit by WebDriver; both listen on loopback.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import httpx

from tests.browser.checked import RUN, plain
from tests.browser.served import free_port
from tests.vectors import corpus
from verify.statics import FOLDER

MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"
BATCH = 60
STARTS = 60.0  # seconds, for a browser to start
LONGEST = 600_000  # milliseconds, for one batch
_JUDGE = f"""const done = arguments[arguments.length - 1];
({RUN})(arguments[0]).then(done, (error) => done([["failed", String(error)]]));"""

# Has a browser open an address, and run a script there with an argument.
Opens = Callable[[str], None]
Runs = Callable[[str, Any], Any]


class _Modules(BaseHTTPRequestHandler):
    """An empty page, and the modules of the verifier."""

    def do_GET(self) -> None:
        file = FOLDER / self.path.lstrip("/")
        is_module = file.suffix == ".js" and file.is_file()
        self.send_response(200)
        self.send_header("content-type", "text/javascript" if is_module else "text/html")
        self.send_header("content-security-policy", "default-src 'none'; script-src 'self'")
        self.end_headers()
        self.wfile.write(file.read_bytes() if is_module else b"<!doctype html><title>check</title>")

    def log_message(self, *_: object) -> None:
        """Nobody listens."""


@contextlib.contextmanager
def _page() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Modules)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()


@contextlib.contextmanager
def _started(*command: str) -> Iterator[None]:
    """A browser in a home of its own, which ends with all that it started."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as home:
        running = subprocess.Popen(
            [*command],
            env={**os.environ, "HOME": home},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield
        finally:
            os.killpg(running.pid, signal.SIGTERM)
            running.wait(STARTS)


@contextlib.contextmanager
def _connected(port: int) -> Iterator[socket.socket]:
    """A connection, once somebody listens. Raises OSError where nobody ever does."""
    until = time.monotonic() + STARTS
    while True:
        try:
            connection = socket.create_connection(("127.0.0.1", port))
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
            continue
        with connection:
            yield connection
        return


@contextlib.contextmanager
def firefox() -> Iterator[tuple[str, Opens, Runs]]:
    """Its version, and how to have it open and run. Raises FileNotFoundError where it is not installed."""
    port = free_port()
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user.js").write_text(f'user_pref("marionette.port", {port});')
        with (
            _started("firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", profile),
            _connected(port) as connection,
            connection.makefile("rwb") as both,
        ):

            def read() -> Any:
                size = b""
                while (digit := both.read(1)) != b":":
                    size += digit
                return json.loads(both.read(int(size)))

            def do(command: str, **given: Any) -> Any:
                raw = json.dumps([0, 1, command, given]).encode()
                both.write(b"%d:%s" % (len(raw), raw))
                both.flush()
                _, _, wrong, found = read()
                if wrong:
                    raise RuntimeError(wrong)
                return found

            read()  # it greets
            version = do("WebDriver:NewSession", capabilities={})["capabilities"]["browserVersion"]
            do("WebDriver:SetTimeouts", script=LONGEST)
            yield (
                f"Firefox {version}",
                lambda url: do("WebDriver:Navigate", url=url),
                lambda script, given: do("WebDriver:ExecuteAsyncScript", script=script, args=[given])["value"],
            )


@contextlib.contextmanager
def webkit() -> Iterator[tuple[str, Opens, Runs]]:
    """As `firefox`."""
    port = free_port()
    with _started("xvfb-run", "-a", "WebKitWebDriver", f"--port={port}"):
        with _connected(port):
            pass
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=LONGEST / 1000, trust_env=False) as client:

            def do(path: str, **given: Any) -> Any:
                found = client.post(path, json=given).json()["value"]
                if isinstance(found, dict) and "error" in found:
                    raise RuntimeError(found)
                return found

            program = {"binary": MINI_BROWSER, "args": ["--automation"]}
            opened = do("/session", capabilities={"alwaysMatch": {"webkitgtk:browserOptions": program}})
            here = f"/session/{opened['sessionId']}"
            do(f"{here}/timeouts", script=LONGEST)
            yield (
                f"WebKit {opened['capabilities']['browserVersion']}",
                lambda url: do(f"{here}/url", url=url),
                lambda script, given: do(f"{here}/execute/async", script=script, args=[given]),
            )
            client.delete(here)


def differing() -> Iterator[tuple[str, list[str]]]:
    """Of each browser its version, and the names of the cases on which it says other than the corpus."""
    cases = corpus.cases()
    for browser in (firefox, webkit):
        with _page() as address, browser() as (version, opens, runs):
            opens(address)
            said = []
            for start in range(0, len(cases), BATCH):
                said += runs(_JUDGE, [plain(case) for case in cases[start : start + BATCH]])
            pairs = zip(cases, said, strict=True)
            yield version, [case["name"] for case, given in pairs if given != [case["verdict"], case["reason"]]]
