"""The application from start to end: the worker inside, the log, memory, and answers that come at once."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog

from certify.service.app import create_app, fresh_id
from certify.service.logs import set_up_logs
from certify.service.settings import for_trying
from tests.service.web.site import Site, opened_site, submit
from tests.service.worker.workshop import quick_signer
from tests.service.world import ORIGIN, World

pytestmark = pytest.mark.anyio

# 200 MB through the whole application in a process of its own; prints by how many MB that raised its memory.
MEASURE = """
import asyncio, resource, sys
from pathlib import Path
from tests.service.web.site import opened_site

LINE = b"abcdefg\\n" * 8192  # 64 KiB

async def stream():
    for _ in range((200 << 20) // len(LINE)):
        yield LINE

async def measure(folder):
    async with opened_site(f"sqlite:///{folder}/certify.db", folder, largest_file=300_000_000) as site:
        mo = await site.by("mo")
        wanted = {"organisation": "lindhamra", "scheme": site.world.scheme.digest}
        draft = (await mo.post("/api/drafts", json=wanted)).json()["id"]
        path = f"/api/drafts/{draft}/files?name=a.txt"
        await mo.post(path, content=b"warm", headers={"content-type": "text/plain"})
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        answer = await mo.post(path, content=stream(), headers={"content-type": "text/plain"})
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(answer.json()["size"], (after - before) / 1024)

asyncio.run(measure(Path(sys.argv[1])))
"""


async def test_the_worker_inside_issues_what_was_granted(tmp_path: Path) -> None:
    settings = for_trying(tmp_path, worker=True, origin=ORIGIN)
    app = create_app(settings, signer=quick_signer)
    async with app.lifespan():
        world = World(app.state.wired.database)
        world.at = app.state.wired.clock() - timedelta(hours=1)
        await (await world.founded()).granted()
    async with app.lifespan():  # a second start makes the keys of the body that is there now, and issues
        anyone = httpx.AsyncClient(transport=httpx.ASGITransport(app=_asgi(app)), base_url=ORIGIN)
        async with asyncio.timeout(60):
            entries: list[dict[str, Any]] = []
            while not entries:
                entries = (await anyone.get("/register.json")).json()["entries"]
            verdict = ""
            while verdict != "valid":
                verdict = (await anyone.get(f"/v/{entries[0]['number']}.json")).json()["verdict"]


def _asgi(app: Any) -> Any:
    return app


def test_wrong_settings_end_the_start_with_every_fault(tmp_path: Path) -> None:
    program = "from certify.service.app import create_app_from_environment as c; c()"
    environment = {"CERTIFY_ORIGIN": "ftp://x", "CERTIFY_PROXIES": "many", "PATH": "/usr/bin"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False, cwd=Path.cwd()
    )
    assert done.returncode == 1
    for name in ("CERTIFY_ORIGIN", "CERTIFY_PROXIES", "CERTIFY_SECRET"):
        assert name in done.stderr


async def test_nothing_personal_and_nothing_secret_is_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    set_up_logs("debug")
    try:
        async with opened_site(f"sqlite:///{tmp_path}/certify.db", tmp_path) as site:
            mo = await site.browser("mo")
            body = submit(site.world.scheme.digest)
            body["dossier"]["area"]["name"] = "KANARIE-NAMN"
            made = await mo.post("/api/cases", json=body)
            case = made.json()["case"]
            await mo.get(f"/api/cases/{case}?KANARIE=1")
            await site.client(authorization="Bearer certify_KANARIE").get("/api/me")
            await site.client().post("/api/session", json={"login": "KANARIE", "password": "KANARIE"})
            await site.client().get("/v/KANARIE")
            session = mo.cookies["certify"]
    finally:
        root.handlers = handlers
        root.setLevel(level)
        structlog.reset_defaults()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) >= 5
    for line in lines:
        told = json.loads(line)
        assert "KANARIE" not in line
        assert session not in line
        assert case not in line, told
        assert "127.0.0.1" not in line


async def test_two_calls_with_one_key_at_once_have_one_effect(site: Site) -> None:
    mo = await site.by("mo")
    wanted = {"organisation": "lindhamra", "scheme": site.world.scheme.digest}
    answers = await asyncio.gather(
        *(mo.post("/api/drafts", json=wanted, headers={"idempotency-key": "same"}) for _ in range(4))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len((await mo.get("/api/drafts")).json()) == 1
    body = submit(site.world.scheme.digest)
    opened = await asyncio.gather(
        *(mo.post("/api/cases", json=body, headers={"idempotency-key": "same"}) for _ in range(4))
    )
    assert {answer.status_code for answer in opened} <= {201, 409, 503}
    assert len({answer.content for answer in opened if answer.status_code == 201}) == 1
    assert len((await mo.get("/api/cases")).json()["cases"]) == 1
    last = await mo.post("/api/cases", json=body, headers={"idempotency-key": "same"})
    assert last.status_code == 201
    assert last.content in {answer.content for answer in opened}


async def test_an_effect_that_fails_leaves_its_key_free(site: Site) -> None:
    mo = await site.by("mo")
    wanted = {"organisation": "lindhamra", "scheme": "sha256:" + "0" * 64}
    failed = await mo.post("/api/drafts", json=wanted, headers={"idempotency-key": "k"})
    assert failed.json()["type"] == "/problems/unknown-reference"
    wanted["scheme"] = site.world.scheme.digest
    assert (await mo.post("/api/drafts", json=wanted, headers={"idempotency-key": "k"})).status_code == 201


def test_200_mb_through_the_application_raise_memory_by_less_than_30_mb(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, tmp_path], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    size, raised = done.stdout.splitlines()[-1].split()
    assert int(size) == 200 << 20
    assert float(raised) < 30


def test_ids_are_uuids_of_chance() -> None:
    ids = {fresh_id() for _ in range(2_000)}
    assert len(ids) == 2_000
    for one in ids:
        read = uuid.UUID(one)
        assert (str(read), read.version, read.variant) == (one, 4, uuid.RFC_4122)
