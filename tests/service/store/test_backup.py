"""Backup and restore: everything comes back, on either engine; and what is not whole is refused."""

import itertools
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from certify.service.store import access, authority, backup, cases, certificates, documents, people, tables, tasks
from certify.service.store.backup import DamagedBackup, NotEmpty, read_manifest
from certify.service.store.blobs import Blobs, open_blobs
from certify.service.store.database import Database, open_database
from certify.service.store.high_water import Mark, marks_of
from tests.service.store.planted import BODY, NOON, certificate, event, head, later, plant, plant_case, view

pytestmark = pytest.mark.anyio

NUMBER = "8H3K-T6PW-4"


async def pieces(*given: bytes) -> AsyncIterator[bytes]:
    for piece in given:
        yield piece


def blobs_at(folder: Path) -> Blobs:
    count = itertools.count()
    return open_blobs(str(folder), lambda: f"t{next(count)}")


async def fill(db: Database, blobs: Blobs) -> None:
    """Some of everything, with more rows than fit one page, text of all scripts, bytes of all values."""
    await plant(db)
    await plant_case(db, "c-1", state="granted", next_due=later(days=2))
    await cases.append_events(db, tuple(event("c-1", seq) for seq in range(2, 260)))
    await cases.append_head(db, head(2, "c-1", 2))
    part = cases.PartRow(body=BODY, case="c-1", person="p-bo", duty="decide", conflict=None)
    await cases.write_view(db, view("c-1", version=259), (part,))
    raw = bytes(range(256))
    await documents.store_documents(
        db,
        documents.DocumentRow(body=BODY, digest="d-1", kind="dossier", salt=b"s" * 32, raw=raw, stored_at=NOON),
        documents.DocumentRow(
            body=BODY, digest="d-2", kind="dossier", salt=None, raw=None, stored_at=NOON, erased_at=NOON
        ),
    )
    await certificates.prepare(db, certificate(NUMBER, "c-1", 7))
    await people.add_account(db, people.AccountRow(id="a-1", person="p-anna", login='åsa\n"ö"', created_at=NOON))
    await access.put_session(db, access.SessionRow(key="k", account="a-1", value=b"x", expires_at=later(hours=1)))
    entry = authority.LogEntry(body="*", seq=1, type="T", at=NOON, by="p", data="{}", prev="", hash="h1")
    await authority.append_entry(db, entry)
    await tasks.enqueue(db, tasks.TaskRow(body=BODY, key="k", kind="x", payload="{}", run_at=NOON, created_at=NOON))
    for text in (b"", b"a plan of the square", b"x" * 700_000):
        digest, size = await blobs.put(BODY, pieces(text), max_bytes=10**6)
        row = documents.EvidenceRow(
            body=BODY, digest=digest, size=size, media_type="text/plain", stored_at=NOON, by="p-anna"
        )
        await documents.store_evidence(db, row)


async def contents(db: Database) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for table in tables.TABLES:
        order = ", ".join(tables.KEYS[table])
        rows = await db.sql(f"SELECT * FROM {table._meta.tablename} ORDER BY {order}")
        found[table._meta.tablename] = [
            {name: int(value) if isinstance(value, bool) else value for name, value in dict(row).items()}
            for row in rows
        ]
    return found


@pytest.fixture
async def filled(database: Database, tmp_path: Path) -> tuple[Database, Blobs]:
    blobs = blobs_at(tmp_path / "blobs")
    await fill(database, blobs)
    return database, blobs


async def test_everything_comes_back_on_sqlite(filled: tuple[Database, Blobs], tmp_path: Path) -> None:
    db, blobs = filled
    said: list[str] = []
    made = await backup.backup(db, blobs, tmp_path / "b", at=NOON, tell=said.append)
    assert made == read_manifest(tmp_path / "b")
    assert made.marks == {f"heads/{BODY}": Mark(2, "head-2"), "authority/*": Mark(1, "h1")}
    assert (made.tables["case_event"].rows, len(made.blobs), made.missing) == (259, 3, [])
    assert "case_event" in said
    assert len(said) == len(tables.TABLES) - 1 + 3

    copies = blobs_at(tmp_path / "copies")
    async with await open_database(f"sqlite:///{tmp_path}/copy.db") as copy:
        assert await backup.restore(tmp_path / "b", copy, copies) == made
        before = await contents(db)
        assert before.pop("session") != []
        after = await contents(copy)
        assert after.pop("session") == []
        assert after == before
        async for row in documents.all_evidence(copy, BODY):
            await copies.check(BODY, row.digest)
        again = await backup.backup(copy, copies, tmp_path / "again", at=NOON)
        assert again == made


async def test_a_backup_of_sqlite_is_restored_on_postgres(tmp_path: Path, postgres_database: str) -> None:
    blobs, copies = blobs_at(tmp_path / "blobs"), blobs_at(tmp_path / "copies")
    async with await open_database(f"sqlite:///{tmp_path}/t.db") as db, await open_database(postgres_database) as copy:
        await fill(db, blobs)
        made = await backup.backup(db, blobs, tmp_path / "b", at=NOON)
        await backup.restore(tmp_path / "b", copy, copies)
        assert await marks_of(copy) == made.marks
        assert await certificates.certificate(copy, NUMBER) == await certificates.certificate(db, NUMBER)
        assert await backup.backup(copy, copies, tmp_path / "again", at=NOON) == made


async def test_a_backup_is_one_moment_while_others_write(filled: tuple[Database, Blobs], tmp_path: Path) -> None:
    db, blobs = filled
    async with db.snapshot():
        marks = await marks_of(db)
    made = await backup.backup(db, blobs, tmp_path / "b", at=NOON)
    await plant_case(db, "c-2")
    assert made.marks == marks
    assert b"c-2" not in (tmp_path / "b/tables/case_event.jsonl").read_bytes()


async def test_a_place_that_is_not_empty_is_refused(filled: tuple[Database, Blobs], tmp_path: Path) -> None:
    db, blobs = filled
    await backup.backup(db, blobs, tmp_path / "b", at=NOON)
    with pytest.raises(NotEmpty, match="is there already"):
        await backup.backup(db, blobs, tmp_path / "b", at=NOON)
    with pytest.raises(NotEmpty, match="database is not empty"):
        await backup.restore(tmp_path / "b", db, blobs_at(tmp_path / "copies"))
    async with await open_database(f"sqlite:///{tmp_path}/copy.db") as copy:
        with pytest.raises(NotEmpty, match="evidence"):
            await backup.restore(tmp_path / "b", copy, blobs)


async def test_evidence_that_is_lost_or_damaged_is_named_and_the_rest_is_kept(
    filled: tuple[Database, Blobs], tmp_path: Path
) -> None:
    db, blobs = filled
    lost, damaged, whole = [row.digest async for row in documents.all_evidence(db, BODY)]
    await blobs.erase(BODY, lost)
    path = tmp_path / "blobs" / BODY / damaged[7:9] / damaged[7:]
    path.write_bytes(path.read_bytes() + b"!")
    made = await backup.backup(db, blobs, tmp_path / "b", at=NOON)
    assert made.missing == [f"{BODY}/{lost}", f"{BODY}/{damaged}"]
    assert list(made.blobs) == [f"{BODY}/{whole}"]
    assert [path.name for path in (tmp_path / "b/blobs" / BODY).iterdir()] == [whole[7:]]


async def spoil(folder: Path, what: str) -> None:
    manifest = folder / "manifest.json"
    if what == "no manifest":
        manifest.unlink()
    elif what == "a manifest of another format":
        manifest.write_bytes(manifest.read_bytes().replace(b'"format": 1', b'"format": 2'))
    elif what == "a manifest of a newer program":
        manifest.write_bytes(manifest.read_bytes().replace(b'"migrations": {', b'"migrations": {"9999": "x", '))
    elif what == "a changed row":
        table = folder / "tables/case_event.jsonl"
        table.write_bytes(table.read_bytes().replace(b"c-1-7", b"c-1-X"))
    elif what == "a lost table":
        (folder / "tables/case_event.jsonl").unlink()
    elif what == "a changed file":
        path = next(p for p in (folder / "blobs" / BODY).iterdir() if p.stat().st_size == 20)
        path.write_bytes(b"a plan of the circle")
    elif what == "a longer file":
        path = next(p for p in (folder / "blobs" / BODY).iterdir() if p.stat().st_size == 20)
        path.write_bytes(b"a plan of the square and more")
    elif what == "a lost file":
        next((folder / "blobs" / BODY).iterdir()).unlink()
    else:
        made = read_manifest(folder)
        changed = msgspec.structs.replace(made, marks={f"heads/{BODY}": Mark(3, "head-3")})
        manifest.write_bytes(msgspec.json.encode(changed))


@pytest.fixture(scope="module")
async def good_backup(tmp_path_factory: pytest.TempPathFactory, anyio_backend: str) -> Path:
    folder = tmp_path_factory.mktemp("good")
    async with await open_database(f"sqlite:///{folder}/t.db") as db:
        blobs = blobs_at(folder / "blobs")
        await fill(db, blobs)
        await backup.backup(db, blobs, folder / "b", at=NOON)
    return folder / "b"


@pytest.mark.parametrize(
    "what",
    [
        "no manifest",
        "a manifest of another format",
        "a manifest of a newer program",
        "a changed row",
        "a lost table",
        "a changed file",
        "a longer file",
        "a lost file",
        "marks that are not reached",
    ],
)
async def test_a_spoilt_backup_is_refused_and_the_database_stays_empty(
    tmp_path: Path, good_backup: Path, what: str
) -> None:
    shutil.copytree(good_backup, tmp_path / "b")
    await spoil(tmp_path / "b", what)
    async with await open_database(f"sqlite:///{tmp_path}/copy.db") as copy:
        with pytest.raises(DamagedBackup):
            await backup.restore(tmp_path / "b", copy, blobs_at(tmp_path / "copies"))
        assert all(rows == [] for rows in (await contents(copy)).values())
