"""Backup and restore, the same on both engines: every table as JSON lines, every file of evidence, and a manifest.

    BACKUP/manifest.json            what is in it: counts, digests, how far each chain had come, which migrations
    BACKUP/tables/NAME.jsonl        one row a line, bytes as base64
    BACKUP/blobs/BODY/HEX           evidence, by the SHA-256 of its bytes

The tables are read from one moment (a snapshot), so a backup can be taken while the service runs. Evidence is read
afterwards: it is always stored before a row names it. The manifest comes last and the folder gets its name at the very
end, so that a folder without a manifest is not a backup. Private keys and the high-water file are not in it: they are
kept apart on purpose (docs/operating.md). Sessions are left out: whoever was signed in signs in again.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec
from piccolo.columns import Boolean, Bytea

from certify.service.store import tables as t
from certify.service.store.blobs import Blobs, DamagedBlob, NoSuchBlob
from certify.service.store.errors import StoreError
from certify.service.store.high_water import Marks, marks_of
from certify.service.store.migrate import shipped
from verify import files

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping

    from piccolo.table import Table

    from certify.service.store.database import Database

FORMAT = 1
PAGE = 200
LEFT_OUT: frozenset[type[Table]] = frozenset({t.Session})


class TableNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table in a backup: how many rows, and the SHA-256 of its file."""

    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a backup holds. `missing` names evidence that could not be read whole, as `BODY/sha256:...`."""

    format: int
    made_at: datetime
    migrations: dict[str, str]
    tables: dict[str, TableNote]
    marks: Marks
    blobs: dict[str, int]
    missing: list[str]


class NotEmpty(StoreError):
    """A restore goes into an empty place only."""


class DamagedBackup(StoreError):
    """A backup is not what its manifest says, or was made by a newer program."""


async def backup(
    db: Database, blobs: Blobs, folder: Path, *, at: datetime, tell: Callable[[str], None] = lambda _: None
) -> Manifest:
    """Write a backup into `folder`, which must not exist. `tell` is called with what is being written.

    Evidence that is gone or damaged is named in the manifest, not passed over: `certify fsck` says more about it.
    Raises NotEmpty, Unavailable, OSError.
    """
    part = begin(folder)
    notes: dict[str, TableNote] = {}
    async with db.snapshot():
        for table in t.TABLES:
            if table not in LEFT_OUT:
                name = table._meta.tablename  # noqa: SLF001  Piccolo's own way to the name
                tell(name)
                notes[name] = await write_table(db, table, part / "tables" / f"{name}.jsonl")
        marks = await marks_of(db)
        kept = await db.sql("SELECT body, digest, size FROM evidence WHERE erased_at IS NULL ORDER BY body, digest")
        evidence = [(row["body"], row["digest"], row["size"]) for row in kept]
    missing = []
    for body, digest, _size in evidence:
        tell(digest)
        try:
            await write_blob(blobs, body, digest, blob_path(part, f"{body}/{digest}"))
        except (NoSuchBlob, DamagedBlob):
            missing.append(f"{body}/{digest}")
    manifest = Manifest(
        format=FORMAT,
        made_at=at,
        migrations={one.name: one.digest for one in shipped()},
        tables=notes,
        marks=marks,
        blobs={f"{b}/{d}": size for b, d, size in evidence if f"{b}/{d}" not in missing},
        missing=missing,
    )
    raw = msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=1)
    await asyncio.to_thread(write_whole, part / "manifest.json", raw)
    part.rename(folder)
    await asyncio.to_thread(files.sync, folder.parent)
    return manifest


def begin(folder: Path) -> Path:
    """The folder to write into, which gets its name at the end. Raises NotEmpty where either is there."""
    part = folder.with_name(folder.name + ".part")
    for place in (folder, part):
        if place.exists():
            raise NotEmpty(f"{place} is there already")
    (part / "tables").mkdir(parents=True, mode=0o700)
    return part


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup. Raises DamagedBackup where there is none that this program can read."""
    try:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamagedBackup(f"{folder / 'manifest.json'}: {error}") from error
    known = {one.name: one.digest for one in shipped()}
    if manifest.format != FORMAT or not manifest.migrations.items() <= known.items():
        raise DamagedBackup("the backup was made by another version of this program, with tables that this one has not")
    return manifest


async def restore(
    folder: Path, db: Database, blobs: Blobs, *, tell: Callable[[str], None] = lambda _: None
) -> Manifest:
    """Read a backup into an empty database (migrated, without rows) and an empty blob store.

    Every file is compared with the manifest before it counts; the rows come in one transaction, so that a restore that
    was cut off leaves an empty database behind. Raises NotEmpty, DamagedBackup.
    """
    manifest = read_manifest(folder)
    for table in t.TABLES:
        if await db.run(table.select().limit(1)):
            raise NotEmpty(f"the database is not empty: there are rows in {table._meta.tablename}")  # noqa: SLF001
    if not await blobs.is_empty():
        raise NotEmpty("the place for evidence is not empty")
    await asyncio.to_thread(check_files, folder, manifest.tables, manifest.blobs)
    for name, size in manifest.blobs.items():
        tell(name)
        body, _, digest = name.partition("/")
        if await blobs.put(body, read_file(blob_path(folder, name)), max_bytes=size) != (digest, size):
            raise DamagedBackup(f"{name} changed while it was read")
    async with db.transaction():
        for table in t.TABLES:
            name = table._meta.tablename  # noqa: SLF001  as above
            if name in manifest.tables:
                tell(name)
                await read_table(db, table, folder / "tables" / f"{name}.jsonl", manifest.tables[name].rows)
        if await marks_of(db) != manifest.marks:
            raise DamagedBackup("the chains do not end where the manifest says")
    return manifest


def blob_path(folder: Path, name: str) -> Path:
    """Where `BODY/sha256:HEX` stands in a backup."""
    return folder / "blobs" / name.replace("/sha256:", "/")


def check_files(folder: Path, tables: Mapping[str, TableNote], blobs: Iterable[str]) -> None:
    """Every file is what the manifest says. Raises DamagedBackup."""
    wanted = {folder / "tables" / f"{name}.jsonl": note.sha256 for name, note in tables.items()}
    wanted |= {blob_path(folder, name): name.partition("sha256:")[2] for name in blobs}
    for path, digest in wanted.items():
        try:
            found = _sha256(path)
        except OSError as error:
            raise DamagedBackup(f"{path}: {error.strerror}") from error
        if found != digest:
            raise DamagedBackup(f"{path} is not what the manifest says")


async def write_table(
    db: Database, table: type[Table], path: Path, where: str = "", args: tuple[object, ...] = ()
) -> TableNote:
    """Write the rows of a table (those that `where` chooses, a condition with its values) as JSON lines."""
    rows, digest = 0, hashlib.sha256()
    with path.open("wb") as file:
        async for page in pages(db, table, where, args):
            lines = b"".join(msgspec.json.encode(row) + b"\n" for row in page)
            digest.update(lines)
            rows += len(page)
            await asyncio.to_thread(file.write, lines)
        file.flush()
        await asyncio.to_thread(os.fsync, file.fileno())
    return TableNote(rows=rows, sha256=digest.hexdigest())


async def pages(
    db: Database, table: type[Table], where: str = "", args: tuple[object, ...] = ()
) -> AsyncIterator[list[dict[str, Any]]]:
    """All rows of a table in the order of its key, some at a time, ready for JSON."""
    meta = table._meta  # noqa: SLF001  Piccolo's own way to a table's columns
    key = ", ".join(t.KEYS[table])
    after: list[Any] = []
    while True:
        onward = f"({key}) > ({', '.join(['{}'] * len(after))})" if after else ""
        asked = " AND ".join(one for one in (where, onward) if one)
        text = f'SELECT * FROM "{meta.tablename}" {"WHERE " if asked else ""}{asked} ORDER BY {key} LIMIT {PAGE}'  # noqa: S608  the names are ours
        found = [dict(row) for row in await db.sql(text, *args, *after)]
        yield [_to_json(table, row) for row in found]
        if len(found) < PAGE:
            return
        after = [found[-1][name] for name in t.KEYS[table]]


def _to_json(table: type[Table], row: dict[str, Any]) -> dict[str, Any]:
    for column in table._meta.columns:  # noqa: SLF001  as above
        name = column._meta.name  # noqa: SLF001  as above
        if row[name] is not None:
            if isinstance(column, Bytea):
                row[name] = base64.b64encode(row[name]).decode()
            elif isinstance(column, Boolean):
                row[name] = bool(row[name])
    return row


def from_json(table: type[Table], row: dict[str, Any]) -> dict[str, Any]:
    """A row out of JSON as the database keeps it. Raises ValueError."""
    for column in table._meta.columns:  # noqa: SLF001  as above
        name = column._meta.name  # noqa: SLF001  as above
        if isinstance(column, Bytea) and row.get(name) is not None:
            row[name] = base64.b64decode(row[name], validate=True)
    return row


async def read_table(db: Database, table: type[Table], path: Path, rows: int) -> None:
    """Read so many rows of JSON lines into a table. Raises DamagedBackup, Taken."""
    count = 0
    for lines in batches(path):
        try:
            values = [from_json(table, msgspec.json.decode(line, type=dict[str, Any])) for line in lines]
        except (msgspec.DecodeError, ValueError) as error:
            raise DamagedBackup(f"{path}: {error}") from error
        count += await db.insert_values(table, values)
    if count != rows:
        raise DamagedBackup(f"{path} has {count} rows, not {rows}")


def batches(path: Path) -> Iterator[list[bytes]]:
    """The lines of a file, some at a time."""
    batch: list[bytes] = []
    with path.open("rb") as file:
        for line in file:
            batch.append(line)
            if len(batch) == PAGE:
                yield batch
                batch = []
    if batch:
        yield batch


async def write_blob(blobs: Blobs, body: str, digest: str, path: Path) -> None:
    """Write a file of evidence. Raises NoSuchBlob, DamagedBlob; then nothing is left behind."""
    file = await asyncio.to_thread(_create, path)
    try:
        with file:
            async for piece in blobs.open(body, digest):
                await asyncio.to_thread(file.write, piece)
            file.flush()
            await asyncio.to_thread(os.fsync, file.fileno())
    except BaseException:
        await asyncio.to_thread(path.unlink)
        raise


def _create(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("xb")


async def read_file(path: Path) -> AsyncIterator[bytes]:
    """A file in pieces."""
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, 256 * 1024):
            yield piece


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file and bring it to the disk."""
    with path.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
