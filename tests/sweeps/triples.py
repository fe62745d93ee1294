"""The same verdict everywhere: page, API, command line, browser and static copy, whatever can be reached just then.

A triple is a certificate (by its number, or by the code on its paper), a time, and what of a host can be reached. The
certificates come out of random lives (interleavings.py). Of each body a static copy is written and served by nothing
but a file server, whose paths can be cut. Where nothing is cut, page, API and what the browser checks are the
service's own, over its database; otherwise those of `certify-verify serve` over the copy. The command line and the
answer called *static* always ask the copy.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import html
import io
import itertools
import random
import re
import tempfile
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from datetime import datetime, timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import msgspec
from litestar import Litestar
from playwright.async_api import Browser

from certify.service.app import create_app
from certify.service.export import export
from certify.service.settings import Settings
from certify.service.store import certificates
from certify.service.store.database import open_database
from tests.browser.checked import blank_page, judged
from tests.service import world
from tests.service.worker.workshop import SECRET, Workshop
from tests.sweeps.interleavings import Interleaving
from tests.sweeps.oracle import SECOND
from tests.verify.test_run_alone import Quiet
from verify import addresses, compact, endpoint, times, words
from verify.__main__ import main as certify_verify
from verify.bodies_source import BodiesSource
from verify.trust import read_trust
from verify.verdict import STEP_NAMES, Verdict

Said = tuple[str, str]  # word and first reason
BATCH = 200
# What of the host is cut, as the beginnings and ends of paths that it answers with 503.
CUTS: dict[str, re.Pattern[str]] = {
    "everything": re.compile(r"(?!)"),
    "no status": re.compile(r".*/status/.*"),
    "no revocation list": re.compile(r".*/revocation"),
    "no suspension list": re.compile(r".*/suspension"),
    "no register": re.compile(r"/v/.*/history\.json"),
    "neither": re.compile(r"/v/.*/history\.json|.*/status/.*"),
    "no trust list": re.compile(r"/trust\.json"),
    "nothing": re.compile(r".*"),
}
_WITHOUT_TRUST = ("no trust list", "nothing")
_DATA = re.compile(r'data-verdict="([a-z_]+)"')
_WORD = re.compile(r'<span class="word">([^<]*)</span>')
_ROW = re.compile(r'<span class="question">([^<]*)</span>\s*<span class="answer ([a-z_]+)">')
_STEPS = {words.question(name, "en"): name for name in STEP_NAMES}


class Triple(NamedTuple):
    """What is asked: by number or, where it is given, by code."""

    number: str
    code: str | None
    at: datetime
    reach: str


class _Host(Quiet):
    """A file server that does not answer where it is cut."""

    cut = CUTS["everything"]

    def do_GET(self) -> None:  # noqa: N802 - the base class's name
        """The file, or 503."""
        if type(self).cut.fullmatch(self.path):
            self.send_error(503)
        else:
            super().do_GET()


@contextlib.contextmanager
def _hosting(folder: Path) -> Iterator[tuple[str, type[_Host]]]:
    """The origin of a file server over that folder, and what to set its cut on."""
    handler = type("Host", (_Host,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", handler
        finally:
            server.shutdown()
            thread.join()


class Body:
    """A body at one moment of its life: its service, the static copy of it, and what its certificates say."""

    def __init__(self, app: Litestar, copy: Path, origin: str, host: type[_Host], now: datetime) -> None:
        self.at = self.now = now
        self.copy = copy
        self._app = app
        self._host = host
        self._callers = itertools.count(1)
        self._origin = origin
        self._seconds = 0.0
        self.trust = read_trust((copy / "trust.json").read_bytes())
        assert self.trust.document.proof
        self.root = self.trust.document.proof.verification_method.partition("#")[2]
        self.papers: tuple[tuple[str, str], ...] = ()
        self.edges: tuple[datetime, ...] = ()
        self.source = BodiesSource(origin, root=self.root, now=lambda: self._seconds)
        self._alone = endpoint.create_app(self.source, clock=lambda: self.at, root=self.root)

    async def said(self, asked: Triple) -> tuple[dict[str, Said], dict[str, Any]]:
        """What everybody but the browser says, and what the browser is to be given."""
        self.at = asked.at
        self._seconds += 7_200  # so that nothing is remembered from one triple to the next
        self._host.cut = CUTS[asked.reach]
        app = self._app if asked.reach == "everything" else self._alone
        api = await self._json(app, asked)
        said = {"page": await self._page(app, asked, api), "API": _said(api)}
        said["command"] = await asyncio.to_thread(self._command, asked)
        said["static"] = _said(await self._json(self._alone, asked))
        return said, await self._evidence(app, asked)

    async def _json(self, app: Litestar, asked: Triple) -> Verdict:
        async with self._client(app) as client:
            if asked.code is None:
                answer = await client.get(f"/v/{asked.number}.json")
            else:
                answer = await client.post("/v", content=asked.code, headers={"content-type": "text/plain"})
        return msgspec.json.decode(answer.content, type=Verdict)

    async def _page(self, app: Litestar, asked: Triple, api: Verdict) -> Said:
        """The word that a page shows. Its rows have to say what the steps of the API say, which knows the reason."""
        headers = {"accept": "text/html"}
        async with self._client(app) as client:
            if asked.code is None:
                shown = (await client.get(f"/v/{asked.number}?lang=en", headers=headers)).text
            else:
                headers["content-type"] = "text/plain"
                shown = (await client.post("/v?lang=en", content=asked.code, headers=headers)).text
        rows = {
            _STEPS[html.unescape(question)]: answer
            for question, answer in _ROW.findall(shown.partition("<template")[0])  # where the phone's own row waits
        }
        wrong = {name: answer for name, answer in rows.items() if api.step(name).result != answer}
        (heading,) = _WORD.findall(shown)
        told = set(_DATA.findall(shown)) or {api.verdict}
        if wrong or html.unescape(heading) != words.word(api, "en") or told != {api.verdict}:
            return (f"{heading} {told} {wrong}", api.reason)
        return _said(api)

    def _command(self, asked: Triple) -> Said:
        given = asked.code or str(self.copy / "certificates" / asked.number)
        printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with contextlib.redirect_stdout(printed):
            certify_verify(["--online", "--root", self.root, "--at", times.text(asked.at), "--json", "--", given])
        return _said(msgspec.json.decode(printed.buffer.getvalue(), type=Verdict))

    async def _evidence(self, app: Litestar, asked: Triple) -> dict[str, Any]:
        """What the browser checks, as the page fetches it; where no certificate can be had, the one on the disk."""
        async with self._client(app) as client:
            answer = await client.get(f"/v/{asked.number}/evidence.json")
        found: dict[str, Any] = answer.json()
        found |= {"number": asked.number, "root": self.root, "at": times.text(asked.at)}
        text = found.pop("certificate")
        if asked.code is not None:
            return found | {"code": asked.code, "host": addresses.host_of(self._origin)}
        on_disk = self.copy / "certificates" / asked.number
        return found | {"raw": on_disk.read_bytes() if text is None else text.encode()}

    def _client(self, app: Any) -> httpx.AsyncClient:
        caller = f"10.{(n := next(self._callers)) >> 16 & 255}.{n >> 8 & 255}.{n & 255}"
        return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(caller, 1)), base_url=self._origin)


@contextlib.asynccontextmanager
async def body(seed: int, folder: Path, steps: int) -> AsyncIterator[Body]:
    """A body after a random life, with its copy served on this machine."""
    copy = folder / "copy"
    with _hosting(copy) as (origin, host):
        settings = Settings(
            database=f"sqlite:///{folder}/certify.db",
            blobs=str(folder / "blobs"),
            keys=folder / "keys",
            secret=SECRET,
            origin=origin,
            worker=False,
        )
        lived, workshop = await _lived(settings, origin, seed, steps)
        now = workshop.clock()
        app = create_app(settings, clock=lambda: made.at if made else now)
        made: Body | None = None
        async with app.lifespan():
            await export(app, copy, at=now, origin=origin, tell=lambda _: None)
            made = Body(app, copy, origin, host, now)
            database = app.state.wired.database
            made.papers = tuple([await _paper(database, paper.number, origin) for paper in lived.papers])
            made.edges = tuple(edge for paper in lived.papers for edge in paper.edges())
            async with made.source:
                yield made


async def _lived(settings: Settings, origin: str, seed: int, steps: int) -> tuple[Interleaving, Workshop]:
    usual, world.ORIGIN = world.ORIGIN, origin
    try:
        async with await open_database(settings.database) as database:
            workshop = Workshop(database, settings.keys)
            workshop.bench = msgspec.structs.replace(workshop.bench, origin=origin)
            workshop.worker.bench = workshop.bench
            lived = Interleaving(await workshop.ready(), random.Random(seed), Counter())
            await lived.grow(steps)
    finally:
        world.ORIGIN = usual
    return lived, workshop


async def _paper(database: Any, number: str, origin: str) -> tuple[str, str]:
    row = await certificates.certificate(database, number)
    assert row is not None
    assert row.qr is not None
    return number, compact.url(addresses.host_of(origin), number, row.qr)


def triples(of: Body, many: int, chance: random.Random) -> Iterator[Triple]:
    """Questions at random. The service's own clock is never behind what it wrote; a phone's may be, and far ahead."""
    ends = [times.moment(of.trust.expires), of.now + timedelta(hours=24)]
    beside = [edge + by * SECOND for edge in (*ends, *of.edges) for by in (-1, 0, 1)]
    beside += [of.now + timedelta(seconds=chance.randrange(400_000_000)) for _ in range(6)]
    beside += [of.now + timedelta(seconds=chance.randrange(90_000)) for _ in range(12)]
    behind = [of.now - timedelta(minutes=5) + by * SECOND for by in (-1, 0, 1)] + [of.now - timedelta(days=90)]
    for _ in range(many):
        number, code = chance.choice(of.papers)
        reach = chance.choice([*CUTS])
        at = chance.choice(beside if chance.random() < 0.85 else behind)
        if reach == "everything":
            at = max(at, of.now)
        yield Triple(number, code if chance.random() < 0.3 else None, at, reach)


def _same(asked: Triple, said: dict[str, Said]) -> bool:
    """Whether all say the same. Who was asked for a number and could fetch nothing cannot say what is wrong with it."""
    if asked.code is None and asked.reach in _WITHOUT_TRUST:
        by_number, at_hand = ("page", "API", "static"), ("command", "browser")
        return {said[way] for way in by_number} == {("unknown", "unreachable")} and {said[way] for way in at_hand} == {
            ("unknown", "no-trust-list")
        }
    return len(set(said.values())) == 1


def _said(verdict: Verdict) -> Said:
    return verdict.verdict, verdict.reason


def _nothing(_: str) -> None:
    """Nobody listens."""


async def sweep(
    browser: Browser, seeds: Iterable[int], *, each: int, steps: int = 14, tell: Callable[[str], None] = _nothing
) -> tuple[Counter[str], list[str]]:
    """Counts of what was said, and every triple on which somebody said something else. `each` triples of each body.

    `tell` is told after each body how far it is.
    """
    told: Counter[str] = Counter()
    differing: list[str] = []
    page = await blank_page(browser)
    for seed in seeds:
        with tempfile.TemporaryDirectory() as temporary:
            async with body(seed, Path(temporary), steps) as of:
                for batch in _batches(triples(of, each, random.Random(seed))):
                    said = [await of.said(one) for one in batch]
                    answers = await judged(page, [given for _, given in said])
                    for one, (others, _), browsers in zip(batch, said, answers, strict=True):
                        heard = others | {"browser": browsers}
                        told["triples"] += 1
                        told[f"reach: {one.reach}"] += 1
                        told[f"said {browsers[0]}"] += 1
                        if not _same(one, heard):
                            told["differing"] += 1
                            differing.append(f"{one} of body {seed} at {of.now}: {heard}")
        tell(f"{told['triples']} triples, {len(differing)} differing")
    await page.context.close()
    return told, differing


def _batches(every: Iterator[Triple]) -> Iterator[list[Triple]]:
    while batch := list(itertools.islice(every, BATCH)):
        yield batch
