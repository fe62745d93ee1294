"""Everything of one body as files, and back into another installation that has other bodies already.

    FOLDER/manifest.json           counts, digests, how far the body's chains had come, which migrations
    FOLDER/tables/NAME.jsonl       the body's own rows, as in a backup
    FOLDER/blobs/BODY/HEX          its evidence

Whoever takes the folder is told the digest of the manifest by another way than the folder's; the manifest has the
digest of every other file. So a file that was changed, cut or added to is refused by its name, and nothing is signed.
Private keys, sessions and tokens are not in it. The same body packed again gives the same bytes.
"""

from __future__ import annotations

import asyncio
import shutil
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from certify.service.store import backup
from certify.service.store import tables as t
from certify.service.store.blobs import DamagedBlob, NoSuchBlob
from certify.service.store.bodies import body, moved
from certify.service.store.errors import StoreError, Taken
from certify.service.store.high_water import Marks, marks_of
from certify.service.store.migrate import shipped
from certify.service.store.returning import renew
from verify import files
from verify.strict_json import sha256_digest

if TYPE_CHECKING:
    from pathlib import Path

    from piccolo.table import Table

    from certify.service.store.blobs import Blobs
    from certify.service.store.database import Database

FORMAT = 2
_LARGEST_MANIFEST = 100_000_000  # bytes
_WHOSE: dict[type[Table], str] = {
    t.Body: "slug = {}",
    t.Account: "person IN (SELECT id FROM person WHERE body = {})",
}
_STAYS = frozenset({t.BodyMoved, t.Session, t.ApiToken, t.Idempotency, t.TrustList})
TABLES = tuple(table for table in t.TABLES if table not in _STAYS)


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is in the folder of a body that moves to the installation whose origin is `to`.

    `missing` names evidence that could not be read whole.
    """

    format: int
    body: str
    did: str
    origin: str
    to: str
    moved_at: datetime
    migrations: dict[str, str]
    tables: dict[str, backup.TableNote]
    marks: Marks
    blobs: dict[str, int]
    missing: list[str]


class NotMoved(StoreError):
    """The body has not moved, so that it could go on here while it is there too."""


class Tampered(StoreError):
    """The folder is not what was packed; the text names the file."""


class InTheWay(StoreError):
    """Something of the body is here already, or something of another that has its name; the text says what."""


async def pack(db: Database, blobs: Blobs, slug: str, folder: Path) -> tuple[Manifest, str]:
    """Write a body that has moved into `folder`, which must not exist; gives the manifest and its digest.

    Raises NotMoved, NotEmpty, OSError.
    """
    row, gone = await body(db, slug), await moved(db, slug)
    if row is None or gone is None:
        raise NotMoved(slug)
    # What a run that was cut off has left; the whole folder would have its own name.
    await asyncio.to_thread(shutil.rmtree, folder.with_name(folder.name + ".part"), ignore_errors=True)
    part = backup.begin(folder)
    notes: dict[str, backup.TableNote] = {}
    for table in TABLES:
        name, where = _name(table), _WHOSE.get(table, "body = {}")
        notes[name] = await backup.write_table(db, table, part / "tables" / f"{name}.jsonl", where, (slug,))
    kept = await db.sql("SELECT digest, size FROM evidence WHERE body = {} AND erased_at IS NULL ORDER BY digest", slug)
    sizes, missing = {f"{slug}/{one['digest']}": int(one["size"]) for one in kept}, []
    for name in sizes:
        try:
            await backup.write_blob(blobs, slug, name.partition("/")[2], backup.blob_path(part, name))
        except (NoSuchBlob, DamagedBlob):
            missing.append(name)
    manifest = Manifest(
        format=FORMAT,
        body=slug,
        did=row.did,
        origin=row.origin,
        to=gone.goes_to,
        moved_at=gone.at,
        migrations={one.name: one.digest for one in shipped()},
        tables=notes,
        marks=await _marks(db, slug),
        blobs={name: size for name, size in sizes.items() if name not in missing},
        missing=missing,
    )
    raw = msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=1)
    await asyncio.to_thread(backup.write_whole, part / "manifest.json", raw)
    part.rename(folder)
    await asyncio.to_thread(files.sync, folder.parent)
    return manifest, sha256_digest(raw)


async def read_folder(folder: Path, digest: str) -> Manifest:
    """The manifest of a folder, once every file in it is what was packed. Raises Tampered."""
    path = folder / "manifest.json"
    try:
        if path.stat().st_size > _LARGEST_MANIFEST:
            raise Tampered("manifest.json: too large")
        raw = path.read_bytes()
    except OSError as error:
        raise Tampered(f"{path}: {error.strerror}") from None
    if sha256_digest(raw) != digest:
        raise Tampered("manifest.json: its digest is another one than you were told")
    known = {one.name: one.digest for one in shipped()}
    try:
        manifest = msgspec.json.decode(raw, type=Manifest)
    except msgspec.DecodeError:
        manifest = None
    if manifest is None or manifest.format != FORMAT or not manifest.migrations.items() <= known.items():
        raise Tampered("manifest.json: it was made by another version of this program, with tables that this one lacks")
    try:
        await asyncio.to_thread(backup.check_files, folder, manifest.tables, manifest.blobs)
    except backup.DamagedBackup as error:
        raise Tampered(str(error)) from None
    return manifest


async def unpack(folder: Path, manifest: Manifest, db: Database, blobs: Blobs, *, back: bool = False) -> None:
    """Read a folder that was checked into a database with other bodies. Part of a transaction: all of it or nothing.

    With `back` the body is here already and has moved out: its rows go on from there. Evidence comes first, and does no
    harm where the transaction then fails. Raises InTheWay, Tampered, NotOnward.
    """
    for name, size in manifest.blobs.items():
        digest = name.partition("/")[2]
        stored = await blobs.put(manifest.body, backup.read_file(backup.blob_path(folder, name)), max_bytes=size)
        if stored != (digest, size):
            raise Tampered(f"{name}: it changed while it was read")
    chosen = {table: _WHOSE.get(table, "body = {}") for table in TABLES if _name(table) in manifest.tables}
    try:
        if back:
            await renew(folder, chosen, db, manifest.body)
        else:
            for table in chosen:
                name = _name(table)
                await backup.read_table(db, table, folder / "tables" / f"{name}.jsonl", manifest.tables[name].rows)
    except Taken as taken:
        raise InTheWay(f"{taken.table}: another body here has the same {', '.join(taken.columns)} already") from None
    except backup.DamagedBackup as error:
        raise Tampered(str(error)) from None
    for table, where in chosen.items():
        await _refuse_others(db, _name(table), where, manifest)
    if await _marks(db, manifest.body) != manifest.marks:
        raise Tampered("the chains do not end where manifest.json says")


async def erased(db: Database, slug: str) -> list[str]:
    """The evidence of a body that is to be kept nowhere, by digest."""
    found = await db.sql("SELECT digest FROM evidence WHERE body = {} AND erased_at IS NOT NULL", slug)
    return [str(row["digest"]) for row in found]


async def _refuse_others(db: Database, name: str, where: str, manifest: Manifest) -> None:
    """The body has as many rows as the file, so that none of them is another's. Raises Tampered."""
    (found,) = await db.sql(f"SELECT count(*) AS n FROM {name} WHERE {where}", manifest.body)  # noqa: S608  ours
    if found["n"] != manifest.tables[name].rows:
        raise Tampered(f"{name}.jsonl: it has rows of another body")


def _name(table: type[Table]) -> str:
    name: str = table._meta.tablename  # noqa: SLF001  Piccolo's own way to it
    return name


async def _marks(db: Database, slug: str) -> Marks:
    """How far this body's chains and lists have come."""
    marks = await marks_of(db)
    return {name: mark for name, mark in marks.items() if name.split("/")[1:2] == [slug]}
