"""A body moves from one installation to another: two databases, two key folders, one origin of the body's own."""

from __future__ import annotations

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from certify.core import acts as a
from certify.service.app import create_app
from certify.service.fsck.check import check
from certify.service.installation import Installation, opened
from certify.service.settings import Settings
from certify.service.store import access, authority, bodies, certificates, documents, people, published
from certify.service.store.errors import Moved
from certify.service.store.high_water import marks_of, read_high_water
from certify.service.store.moving import InTheWay, Tampered
from certify.service.store.returning import NotOnward
from certify.service.worker import moving
from tests.core.life import WHY
from tests.service import world
from tests.service.store.test_backup import pieces
from tests.service.test_cli import Place
from tests.service.worker.workshop import SECRET, Workshop, quick_signer
from tests.service.world import BODY, World
from verify import compact, status, trust
from verify.addresses import host_of
from verify.verifier import verify, verify_qr

pytestmark = pytest.mark.anyio

OWN, OLD, NEW = "http://127.0.0.1:8001", "http://localhost:8000", "http://localhost:8002"
THIRD = "http://localhost:8003"


class House:
    """One installation: its settings, what is open of it, its bench and worker, and its whole application if asked."""

    def __init__(self, settings: Settings, found: Installation, stack: AsyncExitStack) -> None:
        self.settings, self.found, self._stack = settings, found, stack
        self.workshop = Workshop(found.database, settings.keys)
        bench = msgspec.structs.replace(self.workshop.bench, origin=settings.origin, blobs=found.blobs)
        self.workshop.bench = self.workshop.worker.bench = bench
        self._app: Any = None

    async def client(self, host: str) -> httpx.AsyncClient:
        """Somebody who asks by that name."""
        if self._app is None:
            self._app = create_app(self.settings, clock=self.workshop.clock, signer=quick_signer, opening=self._opening)
            await self._stack.enter_async_context(self._app.lifespan())
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=self._app), base_url=host)

    @asynccontextmanager
    async def _opening(self, settings: Settings, *, chance: Callable[[int], bytes]) -> AsyncIterator[Installation]:
        yield self.found

    async def ask(self, path: str, *, host: str = OWN, **headers: str) -> httpx.Response:
        """What the application answers."""
        async with await self.client(host) as client:
            return await client.get(path, headers=headers)

    async def verdict(self, number: str) -> str:
        """The verdict on a certificate, asked under the body's own origin."""
        answer = await self.ask(f"/v/{number}.json")
        return str(answer.json()["verdict"])


@asynccontextmanager
async def house(folder: Path, origin: str, database: str = "") -> AsyncIterator[House]:
    settings = Settings(
        database=database or f"sqlite:///{folder}/certify.db",
        blobs=str(folder / "blobs"),
        keys=folder / "keys",
        secret=SECRET,
        origin=origin,
        worker=False,
    )
    async with opened(settings, chance=bytes) as found, AsyncExitStack() as stack:
        yield House(settings, found, stack)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, World]]:
    """An installation with a body of its own origin, and two certificates of which one is withdrawn; made once."""
    folder = tmp_path_factory.mktemp("filled") / "old"

    async def fill() -> World:
        async with house(folder, OLD) as old:
            await old.workshop.ready()
            for case in ("case-1", "case-2"):
                await old.workshop.issued(case)
            await old.workshop.withdraw()
            await old.workshop.worker.drain()
            return old.workshop.world

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world, "ORIGIN", OWN)
        yield folder, asyncio.run(fill())


@pytest.fixture
async def houses(filled: tuple[Path, World], tmp_path: Path) -> AsyncIterator[tuple[House, House]]:
    """That installation, and a new one that is empty."""
    shutil.copytree(filled[0], tmp_path / "old")
    async with house(tmp_path / "old", OLD) as old, house(tmp_path / "new", NEW) as new:
        for one in (old, new):
            was, now = filled[1], one.workshop.world
            now.at, now.scheme, now.terms = was.at, was.scheme, was.terms
        yield old, new


@contextmanager
def _cut_off(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever takes a body in here fails at the last step before the end of its transaction."""

    async def cut_off(*_: object, **__: object) -> None:
        raise OSError("cut off")

    with monkeypatch.context() as cut:
        cut.setattr(moving, "record", cut_off)
        with pytest.raises(OSError, match="cut off"):
            yield


async def leave(old: House, folder: Path, to: str = NEW, **more: bool) -> str:
    _, digest = await moving.leave(old.workshop.bench, old.found.blobs, BODY, folder, to=to, by="operator", **more)
    return digest


async def take(new: House, folder: Path, digest: str) -> bool:
    _, came = await moving.take(new.workshop.bench, new.found.blobs, folder, digest, by="operator")
    return came


async def codes(old: House) -> dict[str, str]:
    """What is on paper: the text of each QR code by number."""
    found = {}
    async for row in certificates.all_certificates(old.found.database, BODY):
        assert row.qr is not None
        found[row.number] = compact.url(host_of(OWN), row.number, row.qr)
    return found


async def test_every_code_on_paper_still_verifies(houses: tuple[House, House], tmp_path: Path) -> None:
    old, new = houses
    paper = await codes(old)
    before = {number: await old.verdict(number) for number in paper}
    assert sorted(before.values()) == ["valid", "withdrawn"]
    versions = {(row.n, row.purpose): row.version for row in await published.status_lists(old.found.database, BODY)}
    digest = await leave(old, tmp_path / "moved")
    assert await take(new, tmp_path / "moved", digest)
    await new.workshop.worker.drain()

    assert {number: await new.verdict(number) for number in paper} == before
    known = trust.read_trust((await new.ask("/trust.json")).content)
    lists = []
    for (n, purpose), version in versions.items():
        raw = (await new.ask(f"/bodies/{BODY}/status/{n}/{purpose}")).content
        lists.append(status.read(raw, known))
        assert lists[-1].version >= version
    for number, code in paper.items():
        said = verify_qr(code, trust=known, status=status.Statuses(lists), at=new.workshop.clock())
        assert said.verdict == ("valid" if before[number] == "valid" else "withdrawn_or_superseded")
    history = (await new.ask(f"/v/{min(paper, key=before.get)}/history.json")).content  # type: ignore[arg-type]  # str
    assert history == (await old_history(old, min(paper, key=before.get)))  # type: ignore[arg-type]  # as above


async def old_history(old: House, number: str) -> bytes:
    row = await certificates.history(old.found.database, number)
    assert row is not None
    return row.raw


async def test_life_goes_on_there_and_no_number_comes_twice(houses: tuple[House, House], tmp_path: Path) -> None:
    old, new = houses
    paper = await codes(old)
    await take(new, tmp_path / "moved", await leave(old, tmp_path / "moved"))
    here = new.workshop
    here.later(minutes=5)
    await here.world.do("dag", a.Withdraw(reason_class="requirements_not_met", reason=WHY), case="case-2")
    issued = await here.issued("case-3")
    await here.worker.drain()
    assert issued.number not in paper
    assert (await here.verdicts(issued))[0].verdict == "valid"
    (second,) = [number for number in paper if await new.verdict(number) == "withdrawn" and number != await first(old)]
    raw = [row.raw for row in await published.status_lists(new.found.database, BODY) if row.purpose == "revocation"]
    (list_,) = [status.read(one, trust.read_trust((await new.ask("/trust.json")).content)) for one in raw]
    row = await certificates.certificate(new.found.database, second)
    assert row is not None
    assert list_.bit(row.status_index)
    faults = [
        str(one) async for one in check(new.found.database, new.found.blobs, here.world.shell.schemes, {}, here.clock())
    ]
    assert faults == []


async def test_a_body_moves_from_sqlite_to_postgresql(
    houses: tuple[House, House], tmp_path: Path, postgres_database: str
) -> None:
    old, _ = houses
    number = await first(old)
    digest = await leave(old, tmp_path / "moved")
    async with house(tmp_path / "third", NEW, postgres_database) as new:
        new.workshop.world.at = old.workshop.clock()
        assert await take(new, tmp_path / "moved", digest)
        assert not await take(new, tmp_path / "moved", digest)
        await new.workshop.worker.drain()
        assert await new.verdict(number) == "withdrawn"


async def first(old: House) -> str:
    (row,) = await certificates.certificates_of_case(old.found.database, BODY, "case-1")
    return row.number


async def test_the_old_house_does_nothing_more_and_points_the_way(houses: tuple[House, House], tmp_path: Path) -> None:
    old, _ = houses
    number = await first(old)
    signed = (await old.ask(f"/certificates/{number}")).content
    marks = await marks_of(old.found.database)
    await leave(old, tmp_path / "moved")
    answer = await old.ask(f"/v/{number}.json?on=2026-03-02", host=OLD)
    assert (answer.status_code, answer.headers["location"]) == (307, f"{OWN}/v/{number}.json?on=2026-03-02")
    for path in (f"/certificates/{number}.pdf", f"/bodies/{BODY}/status/1/revocation", f"/bodies/{BODY}/did.json"):
        assert (await old.ask(path, host=OLD)).headers["location"] == OWN + path
    assert (await old.ask(f"/v/{number}.json")).status_code == 503  # led here by the body's own name: no circle
    assert (await old.ask("/register.json", host=OLD)).json()["entries"] == []
    known = trust.read_trust((await old.ask("/trust.json", host=OLD)).content)
    assert {key.state for key in known.bodies[f"did:web:127.0.0.1%3A8001:bodies:{BODY}"].keys} == {"retired"}
    assert (
        verify(signed, trust=known, status=status.Statuses(), at=old.workshop.clock()).step("genuine").result == "yes"
    )
    with pytest.raises(Moved):
        await old.workshop.world.do("dag", a.Withdraw(reason_class="requirements_not_met", reason=WHY), case="case-2")
    old.workshop.later(days=2)
    await old.workshop.worker.drain()
    after = await marks_of(old.found.database)
    assert {name: mark for name, mark in after.items() if BODY in name and not name.startswith("authority")} == {
        name: mark for name, mark in marks.items() if BODY in name and not name.startswith("authority")
    }
    assert [file.name for file in old.settings.keys.glob(f"body-{BODY}.*")] == []


async def test_what_is_posted_there_is_unknown_and_never_valid(houses: tuple[House, House], tmp_path: Path) -> None:
    old, _ = houses
    (row,) = await certificates.certificates_of_case(old.found.database, BODY, "case-2")
    await leave(old, tmp_path / "moved")
    async with await old.client(OLD) as client:
        answer = await client.post("/v", content=row.credential, headers={"content-type": "application/vc"})
    assert answer.json()["verdict"] == "unknown"


async def test_packed_and_taken_again_it_is_the_same(houses: tuple[House, House], tmp_path: Path) -> None:
    old, new = houses
    digest = await leave(old, tmp_path / "moved")
    assert await leave(old, tmp_path / "again") == digest
    assert await take(new, tmp_path / "moved", digest)
    marks = {name: mark for name, mark in (await marks_of(new.found.database)).items() if name != "trust"}
    assert not await take(new, tmp_path / "again", digest)
    assert {name: mark for name, mark in (await marks_of(new.found.database)).items() if name != "trust"} == marks
    assert f"heads/{BODY}" in read_high_water(new.settings.high_water) or new.workshop.world.heads[BODY][0] > 0


async def test_the_last_body_on_the_installations_own_host_takes_that_name_along(
    houses: tuple[House, House], tmp_path: Path
) -> None:
    _, new = houses
    shutil.copytree(tmp_path / "old", tmp_path / "alone")
    assert (await new.ask("/healthz")).status_code == 200  # it began before the other, and ends after it
    async with house(tmp_path / "alone", OWN) as alone:
        alone.workshop.world.at = new.workshop.clock()
        paper = await codes(alone)
        words = {number: await alone.verdict(number) for number in paper}
        digest = await leave(alone, tmp_path / "moved")
        assert (await alone.ask(f"/v/{min(paper)}.json")).status_code == 503  # its name has to lead on
        assert await take(new, tmp_path / "moved", digest)
        await new.workshop.worker.drain()
        assert {number: await new.verdict(number) for number in paper} == words
        did = (await new.ask(f"/bodies/{BODY}/did.json")).json()
        assert did["id"] == f"did:web:127.0.0.1%3A8001:bodies:{BODY}"


async def test_it_moves_on_and_back_and_every_code_on_paper_verifies_at_each_stop(
    houses: tuple[House, House], tmp_path: Path, postgres_database: str
) -> None:
    old, new = houses
    paper = await codes(old)
    words = {number: await old.verdict(number) for number in paper}
    async with house(tmp_path / "third", THIRD, postgres_database) as third:
        route = [(old, OLD), (new, NEW), (third, THIRD), (old, OLD), (new, NEW)]
        folders: list[tuple[Path, str]] = []
        for stop, ((here, _), (there, to)) in enumerate(itertools.pairwise(route)):
            world = there.workshop.world
            was = here.workshop.world
            world.at, world.scheme, world.terms = here.workshop.clock(), was.scheme, was.terms
            folders.append((tmp_path / f"folder-{stop}", await leave(here, tmp_path / f"folder-{stop}", to)))
            assert await take(there, *folders[-1])
            issued = await there.workshop.issued(f"case-stop-{stop}")
            await there.workshop.worker.drain()
            words[issued.number] = "valid"
            paper |= {issued.number: (await codes(there))[issued.number]}
            known = trust.read_trust((await there.ask("/trust.json")).content)
            rows = await published.status_lists(there.found.database, BODY)
            lists = status.Statuses(status.read(row.raw, known) for row in rows)
            for number, code in paper.items():
                assert await there.verdict(number) == words[number], (stop, number)
                said = verify_qr(code, trust=known, status=lists, at=there.workshop.clock())
                assert said.verdict.startswith(words[number]), (stop, number)
            assert not await take(there, *folders[-1])  # again, it is as it was
            with pytest.raises(Moved):
                await was.do("dag", a.Withdraw(reason_class="requirements_not_met", reason=WHY), case="case-2")
            faults = [
                str(one)
                async for one in check(
                    there.found.database, there.found.blobs, world.shell.schemes, {}, there.workshop.clock()
                )
            ]
            assert faults == []
        # What once came in, and has left again, comes in no more; nor does what is for another.
        await leave(new, tmp_path / "onward", THIRD)
        for folder in folders:
            with pytest.raises((NotOnward, moving.NotForHere)):
                await take(new, *folder)


async def test_who_comes_back_has_no_old_session_and_nothing_that_was_erased_meanwhile(
    houses: tuple[House, House], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = houses
    now, later = old.workshop.clock(), old.workshop.clock() + timedelta(days=90)
    db = old.found.database
    digest, size = await old.found.blobs.put(BODY, pieces(b"a paper"), max_bytes=7)
    kept = {"size": size, "media_type": "text/plain", "stored_at": now, "by": "kim"}
    await documents.store_evidence(db, documents.EvidenceRow(body=BODY, digest=digest, **kept))  # type: ignore[arg-type]
    await people.add_account(db, people.AccountRow(id="k", person="kim", login="kim-too@example.org", created_at=now))
    await access.put_session(db, access.SessionRow(key="held", account="k", value=b"", expires_at=later))
    token = {"name": "n", "digest": "d", "created_at": now, "expires_at": later}
    await access.add_token(db, access.TokenRow(id="t", body=BODY, account="k", **token))  # type: ignore[arg-type]
    await take(new, tmp_path / "out", await leave(old, tmp_path / "out"))
    await documents.erase_evidence(new.found.database, BODY, digest, now)
    await people.disable_account(new.found.database, "k", disabled=True)
    await new.found.blobs.erase(BODY, digest)
    back, before = await leave(new, tmp_path / "back", OLD), await marks_of(db)
    with _cut_off(monkeypatch):
        await take(old, tmp_path / "back", back)
    assert (await marks_of(db), await bodies.moved(db, BODY) is None) == (before, False)
    assert await access.session(db, "held", now) is not None
    assert await take(old, tmp_path / "back", back)
    assert await old.found.blobs.size(BODY, digest) is None
    assert [one.disabled for one in await people.accounts_of(db, "kim") if one.id == "k"] == [True]
    assert await access.session(db, "held", now) is None
    assert await access.tokens_of(db, "k") == []


async def test_a_life_that_did_not_go_on_from_here_does_not_come_back(
    houses: tuple[House, House], tmp_path: Path
) -> None:
    old, new = houses
    await take(new, tmp_path / "out", await leave(old, tmp_path / "out"))
    back = await leave(new, tmp_path / "back", OLD)
    db = old.found.database
    marks = await marks_of(db)
    stranger = bodies.BodyRow(
        slug="other", legal_name="Other", address="A", origin=OLD, did="did:web:x", created_at=old.workshop.clock()
    )
    await bodies.add_body(db, stranger)
    last = await authority.last_entry(db, BODY)
    assert last is not None
    await authority.append_entry(
        db, msgspec.structs.replace(last, seq=last.seq + 1, hash="another")
    )  # something happened here since
    with pytest.raises(NotOnward, match=f"authority_log: the folder has no {last.seq + 1} "):
        await take(old, tmp_path / "back", back)
    assert await bodies.moved(db, BODY) is not None
    assert {name for name, mark in (await marks_of(db)).items() if marks.get(name) != mark} == {f"authority/{BODY}"}


async def test_a_changed_file_is_refused_by_its_name(houses: tuple[House, House], tmp_path: Path) -> None:
    old, new = houses
    digest = await leave(old, tmp_path / "moved")
    for table in ("certificate", "case_event", "signing_key", "person", "status_list"):
        file = tmp_path / "moved" / "tables" / f"{table}.jsonl"
        whole = file.read_bytes()
        for changed in (whole[:-1], whole + whole.splitlines(keepends=True)[-1], whole.replace(b"a", b"b", 1), None):
            file.unlink() if changed is None else file.write_bytes(changed)
            with pytest.raises(Tampered, match=f"{table}.jsonl"):
                await take(new, tmp_path / "moved", digest)
        file.write_bytes(whole)
    with pytest.raises(Tampered, match=r"manifest\.json"):
        await take(new, tmp_path / "moved", digest[:-1] + ("0" if digest[-1] != "0" else "1"))
    with pytest.raises(Tampered, match=r"manifest\.json"):
        await take(new, tmp_path / "elsewhere", digest)
    assert await bodies.bodies(new.found.database) == []


async def test_it_comes_in_whole_or_not_at_all(
    houses: tuple[House, House], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = houses
    digest = await leave(old, tmp_path / "moved")
    empty = await marks_of(new.found.database)
    with _cut_off(monkeypatch):
        await take(new, tmp_path / "moved", digest)
    assert await marks_of(new.found.database) == empty
    assert await bodies.bodies(new.found.database) == []
    shutil.rmtree(new.settings.blobs, ignore_errors=True)
    assert await take(new, tmp_path / "moved", digest)


async def test_what_is_in_the_way_is_named(houses: tuple[House, House], tmp_path: Path) -> None:
    old, new = houses
    digest = await leave(old, tmp_path / "moved")
    row = bodies.BodyRow(
        slug="other", legal_name="Other", address="A", origin=NEW, did="did:web:x", created_at=new.workshop.clock()
    )
    await bodies.add_body(new.found.database, row)
    person = people.PersonRow(id="kim", body="other", name="Kim", created_at=new.workshop.clock())
    await people.add_person(new.found.database, person)
    with pytest.raises(InTheWay, match="person: another body here has the same id"):
        await take(new, tmp_path / "moved", digest)
    assert [one.slug for one in await bodies.bodies(new.found.database)] == ["other"]


async def test_the_page_on_the_bodys_own_origin_names_its_host(houses: tuple[House, House]) -> None:
    old, _ = houses
    number = await first(old)
    for origin, shown, other in ((OWN, OWN, OLD), (OLD, OLD, OWN), ("http://evil.example", OLD, OWN)):
        page = (await old.ask(f"/v/{number}", host=origin, accept="text/html")).text
        assert host_of(shown) in page
        assert f">{host_of(other)}<" not in page
        assert "evil.example" not in page


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = (Place(tmp_path / name, f"sqlite:///{tmp_path}/{name}.db") for name in ("one", "two"))
    two.environment["CERTIFY_ORIGIN"] = NEW
    assert one.run("body", "new", BODY, "--name", "Rådet", "--address", "Allén 2", "--origin", OWN) == 0
    assert one.run("body", "new", "plain", "--name", "Rådet", "--address", "Allén 2") == 0
    assert one.run("body", "new", "other", "--name", "Rådet", "--address", "Allén 2") == 0
    assert one.run("keys", "new", "*", "trust") == 0
    assert one.run("keys", "new", BODY, "status") == 0
    folder = str(tmp_path / "moved")
    assert one.run("body", "move", "none", folder, "--to", NEW) == 2
    assert one.run("body", "move", "plain", folder, "--to", NEW) == 2
    assert "publishes at the same origin as other:" in capsys.readouterr().err
    for nowhere in ("somewhere", one.settings.origin):
        assert one.run("body", "move", BODY, folder, "--to", nowhere) == 2
        assert "--to takes the origin" in capsys.readouterr().err
    assert one.run("body", "move", BODY, folder, "--to", OLD + "1", "--json") == 0
    digest = msgspec.json.decode(capsys.readouterr().out)["digest"]
    assert two.run("body", "take", folder, "--digest", digest) == 1
    assert f"the folder is for {OLD}1" in capsys.readouterr().err
    folder = str(tmp_path / "moved-again")
    assert one.run("body", "move", BODY, folder, "--to", NEW) == 2
    assert "--instead" in capsys.readouterr().err
    assert one.run("body", "move", BODY, folder, "--to", NEW, "--instead", "--json") == 0
    digest = msgspec.json.decode(capsys.readouterr().out)["digest"]
    assert one.run("body", "move", BODY, folder, "--to", NEW) == 2
    assert "another folder" in capsys.readouterr().err
    assert one.run("fsck") == 0
    assert two.run("body", "take", folder, "--digest", "sha256:" + "0" * 64) == 1
    assert "manifest.json" in capsys.readouterr().err
    assert two.run("body", "take", folder, "--digest", digest) == 0
    assert two.run("body", "take", folder, "--digest", digest) == 0
    assert "it was taken in before" in capsys.readouterr().out
    assert two.run("fsck") == 0
    capsys.readouterr()
    back = str(tmp_path / "back")
    assert two.run("body", "move", BODY, back, "--to", one.settings.origin, "--json") == 0
    digest_back = msgspec.json.decode(capsys.readouterr().out)["digest"]
    assert one.run("body", "take", back, "--digest", digest_back) == 0
    assert "new keys sign for it" in capsys.readouterr().out
    assert one.run("fsck") == 0
    assert two.run("keys", "new", BODY, "status") != 0  # it has left, and nothing signs for it there
    assert two.run("body", "take", folder, "--digest", digest) == 1
    assert "nothing was taken in: authority_log" in capsys.readouterr().err
