"""The whole web application over a body at work, with people who ask it things over HTTP, in the test's own loop."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
from litestar import Litestar

from certify.core.dossier import Dossier
from certify.service.app import create_app
from certify.service.settings import Settings
from certify.service.store import access
from certify.service.store.access import TokenRow
from certify.service.store.database import Database
from certify.service.web.wired import Wired
from certify.service.worker import keys
from certify.service.worker.bench import Bench
from certify.service.worker.loop import Worker
from tests.core.life import DOSSIER
from tests.service.worker.workshop import SECRET, quick_signer
from tests.service.world import BODY, ORIGIN, START, World

STAFF = ("kim", "ask", "dag", "elm", "ros", "adi", "sol", "app")
EVERYBODY = (*STAFF, "mo", "ola")


class Site:
    """The application, the body in it, and a clock that the test sets."""

    def __init__(self, settings: Settings, **mounted: Any) -> None:
        self.settings = settings
        self.world: World
        self._at = START
        self._chance = itertools.count(1_000_000)
        self.app: Litestar = create_app(settings, clock=self.clock, chance=self.chance, **mounted)

    def clock(self) -> datetime:
        """The time in the world, once there is one."""
        world = getattr(self, "world", None)
        return world.at if world is not None else self._at

    def chance(self, count: int) -> bytes:
        """Bytes that differ each time and are the same in every run."""
        return next(self._chance).to_bytes(count, "big")

    @property
    def here(self) -> Wired:
        """What the application is wired with."""
        wired: Wired = self.app.state.wired
        return wired

    @property
    def db(self) -> Database:
        """The application's database."""
        return self.here.database

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.world.at += timedelta(**span)

    def client(self, **headers: str) -> httpx.AsyncClient:
        """Somebody who is nobody yet."""
        app: Any = self.app  # httpx and Litestar spell the types of ASGI differently
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)

    async def token(self, person: str) -> str:
        """A fresh token of a person."""
        secret = f"certify_{person}-{next(self._chance)}"
        row = TokenRow(
            id=f"token-{secret[-20:]}",
            body=BODY,
            account=f"account-{person}",
            name="test",
            digest=access.digest_of(secret),
            created_at=self.clock(),
            expires_at=self.clock() + timedelta(days=30),
        )
        await access.add_token(self.db, row)
        return secret

    async def by(self, person: str) -> httpx.AsyncClient:
        """A program that acts for that person."""
        return self.client(authorization=f"Bearer {await self.token(person)}")

    async def browser(self, person: str) -> httpx.AsyncClient:
        """A browser in which that person has signed in."""
        browser = self.client(origin=ORIGIN)
        answer = await browser.post("/api/session", json={"login": f"{person}@example.org"})
        assert answer.status_code == 201, answer.text
        browser.headers["x-form-token"] = answer.json()["form_token"]
        return browser

    async def issue(self) -> None:
        """Let a worker with quick keys do all that waits."""
        bench = Bench(
            shell=self.here.shell,
            signer=quick_signer(self.settings.keys, SECRET),
            origin=ORIGIN,
            clock=self.clock,
        )
        await keys.ensure(bench)
        await Worker(bench).drain()


@asynccontextmanager
async def opened_site(database_url: str, folder: Path, **changes: Any) -> AsyncIterator[Site]:
    """A site with a founded body, from start to end."""
    settings = Settings(
        database=database_url,
        blobs=str(folder / "blobs"),
        keys=folder / "keys",
        secret=SECRET,
        demo=True,
        worker=False,
    )
    site = Site(msgspec.structs.replace(settings, **changes))
    async with site.app.lifespan():
        world = await World(site.db).founded()
        site.world = world
        yield site


def as_json(value: object) -> Any:
    """A struct as the JSON value that a client would send."""
    return msgspec.json.decode(msgspec.json.encode(value))


def submit(scheme: str, applicant: str = "lindhamra", dossier: Dossier = DOSSIER) -> dict[str, Any]:
    """The body of a submission."""
    return {"act": "Submit", "applicant": applicant, "scheme": scheme, "dossier": as_json(dossier)}
