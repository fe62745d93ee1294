"""The endpoint alone, as a process of its own, against another host that serves nothing but files."""

import contextlib
import functools
import http.server
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from tests.verify import made
from verify import times
from verify.endpoint.alone import run_alone
from verify.errors import BadAddress


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and says nothing of it."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Nothing."""


@pytest.fixture
def other_host(tmp_path: Path) -> Iterator[str]:
    """The origin of a host on which a good certificate is published, as of now."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path / "published"))
    )
    origin = f"http://127.0.0.1:{server.server_port}"
    did = f"did:web:127.0.0.1%3A{server.server_port}:bodies:nordisk"
    key_id, status_key_id = f"{did}#key-1", f"{did}#status-1"
    now = datetime.now(UTC)
    since, until = times.text(now - timedelta(hours=1)), times.text(now + timedelta(days=1))
    keys = (
        made.trusted_key(id=key_id, from_="2020-01-01T00:00:00Z"),
        made.trusted_key(made.STATUS, id=status_key_id, from_="2020-01-01T00:00:00Z"),
    )
    body = made.body(did=did, origins=(origin,), keys=keys)
    raw = made.certificate_bytes(
        origin=origin, did=did, key_id=key_id, created=since, valid_from=since, valid_until=until
    )
    published = {
        f"certificates/{made.NUMBER}": raw,
        "trust.json": made.trust_bytes((body,), issued=since, expires=until),
    }
    lists = made.status_bytes(origin=origin, did=did, valid_from=since, valid_until=until, key_id=status_key_id)
    for raw_list, purpose in zip(lists, ("revocation", "suspension"), strict=True):
        published[f"bodies/nordisk/status/1/{purpose}"] = raw_list
    for name, content in published.items():
        path = tmp_path / "published" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield origin
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_says_valid_of_what_the_other_host_publishes(other_host: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = f"from verify.endpoint.alone import run_alone; run_alone({other_host!r}, '127.0.0.1', {port})"
    with subprocess.Popen([sys.executable, "-c", call], stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            address = f"http://127.0.0.1:{port}/v/{made.NUMBER}"
            answer = _first_answer(f"{address}.json")
            assert answer.json()["verdict"] == "valid"
            page = httpx.get(address, headers={"accept": "text/html"})
            assert f'href="{other_host}/v/{made.NUMBER}"' in page.text
            assert httpx.get(f"http://127.0.0.1:{port}/v/{made.OTHER_NUMBER}.json").status_code == 404
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)
    assert process.returncode == 0


def _first_answer(address: str) -> httpx.Response:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(address)
        time.sleep(0.1)
    pytest.fail("the endpoint did not start")


def test_what_is_no_origin_is_refused_before_anything_starts() -> None:
    with pytest.raises(BadAddress):
        run_alone("http://elsewhere.example/", "127.0.0.1", 1)
