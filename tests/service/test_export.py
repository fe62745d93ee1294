"""A static copy of the register: served by nothing but a file server, it verifies as the service did."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from certify.service import export
from certify.service.cli import run
from certify.service.commands.desk import Desk
from certify.service.export import MANIFEST
from certify.service.installation import opened
from certify.service.settings import Settings
from tests.service import world
from tests.service.worker.workshop import SECRET, Workshop
from tests.verify.test_run_alone import Quiet
from verify.__main__ import main as certify_verify
from verify.trust import read_trust


class Copied:
    """An installation on SQLite whose origin is a file server, and that server's folder."""

    def __init__(self, folder: Path, origin: str) -> None:
        self.origin = origin
        self.folder = folder / "copy"
        self.settings = Settings(
            database=f"sqlite:///{folder}/certify.db",
            blobs=str(folder / "blobs"),
            keys=folder / "keys",
            secret=SECRET,
            origin=origin,
        )
        self.workshop: Workshop

    def export(self, *more: str) -> int:
        """`certify export`."""
        at = self.workshop.clock()
        desk = Desk(environment={}, settings=lambda: self.settings, clock=lambda: at, chance=bytes)
        return run(["export", str(self.folder), *more], desk)

    def verdict(self, path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, object]:
        """What `certify-verify --online` says of a file, with nothing at hand but the root key."""
        root = read_trust((self.folder / "trust.json").read_bytes()).document.proof
        assert root
        key = root.verification_method.partition("#")[2]
        at = self.workshop.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        capsys.readouterr()
        certify_verify([str(path), "--online", "--root", key, "--at", at, "--json", *more])
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found


class FileServer(Quiet):
    """A plain file server whose clock is that of the installation's workshop."""

    made: Copied

    def date_time_string(self, timestamp: float | None = None) -> str:
        """What stands in `Date`."""
        return super().date_time_string(self.made.workshop.clock().timestamp() if timestamp is None else timestamp)


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Copied]:
    """Two issued certificates, one of them withdrawn."""
    with hosted(tmp_path) as made:
        yield made


@contextlib.contextmanager
def hosted(tmp_path: Path) -> Iterator[Copied]:
    """The installation, and the file server over the folder that it will copy itself into."""
    handler = type("Host", (FileServer,), {})
    serving = functools.partial(handler, directory=str(tmp_path / "copy"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), serving)
    origin = f"http://127.0.0.1:{server.server_port}"
    handler.made = made = Copied(tmp_path, origin)  # type: ignore[attr-defined]  # of FileServer

    async def fill() -> None:
        async with opened(made.settings, chance=bytes) as found:
            made.workshop = Workshop(found.database, made.settings.keys)
            made.workshop.bench = msgspec.structs.replace(made.workshop.bench, origin=origin)
            made.workshop.worker.bench = made.workshop.bench
            await made.workshop.ready()
            await made.workshop.issued()
            await made.workshop.withdraw()
            await made.workshop.worker.drain()
            await made.workshop.issued("case-2")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world, "ORIGIN", origin)
        asyncio.run(fill())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_copy_verifies_on_a_file_server_as_the_service_does(
    copied: Copied, capsys: pytest.CaptureFixture[str]
) -> None:
    assert copied.export("--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["certificates"] == 2
    register = json.loads((copied.folder / "register.json").read_bytes())
    feed = (copied.folder / "register.atom").read_text()
    assert all(f"{copied.origin}/v/{entry['number']}" in feed for entry in register["entries"])
    assert "<dcat:Catalog " in (copied.folder / "datasets" / "dcat").read_text()
    words = {}
    for entry in register["entries"]:
        number = entry["number"]
        path = copied.folder / "certificates" / number
        words[entry["status"]] = copied.verdict(path, capsys)["verdict"]
        page = httpx.get(f"{copied.origin}/v/{number}", follow_redirects=True)
        assert page.status_code == 200
        assert "Det här är en sparad kopia" in page.text
        assert ("<title>Återkallat" in page.text) == (entry["status"] == "withdrawn")
        english = httpx.get(f"{copied.origin}/v/{number}/index.en.html")
        assert "This is a saved copy" in english.text
        for file in (f"certificates/{number}.qr.svg", f"v/{number}/history.json"):
            assert httpx.get(f"{copied.origin}/{file}").status_code == 200, file
        paper = httpx.get(f"{copied.origin}/certificates/{number}.pdf").status_code
        assert paper == (200 if entry["status"] == "active" else 404)  # a paper is printed while it holds
        history = httpx.get(f"{copied.origin}/certificates/{number}.json")
        assert history.content == path.read_bytes()
    assert words == {"active": "valid", "withdrawn": "withdrawn"}
    for path_ in ("trust.json", "register/", "schemes/", "bodies/garden/did.json", "contexts/certificate/v1"):
        assert httpx.get(f"{copied.origin}/{path_}").status_code == 200, path_
    assert not (copied.folder.parent / "copy.new").exists()


_NAMED = re.compile(
    r'(?:href|src|action|data-evidence|data-reader)="(/[^"#]*)"|["\'](/v/static/[^"\']*|\./[a-z0-9.-]+\.js)["\']'
)


def test_everything_that_a_page_names_is_there(copied: Copied, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "LINES", 1)
    assert copied.export() == 0
    named = set()
    for page in copied.folder.rglob("*"):
        if page.suffix not in (".html", ".js", ".css", ".webmanifest"):
            continue
        for address, part in _NAMED.findall(page.read_text()):
            name = address or part
            named.add(name)
            assert "?" not in name, (page, name)
            place = page.parent / name if name.startswith("./") else copied.folder / name[1:]
            assert place.is_file() or (place / "index.html").is_file(), (page, name)
    assert len(named) > 100
    first, second = (copied.folder / "register" / name for name in ("index.en.html", "2/index.en.html"))
    assert 'href="/register/2/index.en.html" rel="next"' in first.read_text()
    assert first.read_text().count("This is a saved copy. So it was on Monday 2 March 2026") == 1
    shown = [set(re.findall(r'href="/v/([0-9A-Z-]{11})', page.read_text())) for page in (first, second)]
    register = json.loads((copied.folder / "register.json").read_bytes())
    assert shown[0] | shown[1] == {entry["number"] for entry in register["entries"]}
    assert not (copied.folder / "register" / "3").exists()


def test_a_copy_that_has_grown_old_says_that_it_does_not_know(
    copied: Copied, capsys: pytest.CaptureFixture[str]
) -> None:
    assert copied.export() == 0
    register = json.loads((copied.folder / "register.json").read_bytes())
    active = next(entry["number"] for entry in register["entries"] if entry["status"] == "active")
    copied.workshop.later(days=2)
    assert copied.verdict(copied.folder / "certificates" / active, capsys)["verdict"] == "unknown"


def test_a_former_copy_is_replaced_and_anything_else_is_left_alone(copied: Copied) -> None:
    copied.folder.mkdir()
    (copied.folder / "mine.txt").write_text("x")
    assert copied.export() == 2
    assert (copied.folder / "mine.txt").read_text() == "x"
    (copied.folder / MANIFEST).write_text("{}")
    assert copied.export() == 0
    assert not (copied.folder / "mine.txt").exists()
    assert json.loads((copied.folder / MANIFEST).read_bytes())["certificates"] == 2


def test_a_folder_that_cannot_be_written_leaves_the_former_copy(copied: Copied) -> None:
    assert copied.export() == 0
    kept = (copied.folder / "trust.json").read_bytes()
    (copied.folder.parent / "copy.new").write_text("in the way")
    assert copied.export() == 1
    assert (copied.folder / "trust.json").read_bytes() == kept
