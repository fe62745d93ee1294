"""A body comes back to where it left: its rows here become those of the folder, in the transaction that takes it in.

What only grows (events, heads, the log, published schemes and terms, numbers) has to be in the folder as it is here.
So the folder is this body's life as it went on from here, and never an earlier one or another's. Everything else is as
the folder says; sessions and tokens from before the move are ended.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from certify.service.store import backup
from certify.service.store import tables as t
from certify.service.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from piccolo.table import Table

    from certify.service.store.database import Database

_GROWS: tuple[type[Table], ...] = (
    t.SchemeVersion,
    t.TermsVersion,
    t.CaseEvent,
    t.Head,
    t.AuthorityLog,
    t.CertificateNumber,
)
_Key = tuple[object, ...]


class NotOnward(StoreError):
    """The folder is not how the body's life went on from here; the text names the first row that it lacks."""


async def renew(folder: Path, tables: dict[type[Table], str], db: Database, slug: str) -> None:
    """Bring the body's rows to what lies in `folder`. `tables` says for each which rows are the body's.

    Part of a transaction: all of it or nothing. Raises NotOnward, Taken, DamagedBackup.
    """
    here = {table: await _here(db, table, where, slug) for table, where in tables.items()}
    there = {table: _there(table, _file(folder, table)) for table in tables}
    for table in _GROWS:
        for key, digest in here[table].items():
            if there[table].get(key) != digest:
                raise NotOnward(f"{_name(table)}: the folder has no {'/'.join(map(str, key[1:] or key))} as it is here")
    await db.sql(
        "DELETE FROM session WHERE account IN "
        "(SELECT a.id FROM account a JOIN person p ON p.id = a.person WHERE p.body = {})",
        slug,
    )
    await db.sql("DELETE FROM api_token WHERE body = {}", slug)
    for table in reversed(tables):
        for key in here[table].keys() - there[table].keys():
            asked = " AND ".join(f"{name} = {{}}" for name in t.KEYS[table])
            await db.sql(f'DELETE FROM "{_name(table)}" WHERE {asked}', *key)  # noqa: S608  the names are ours
    for table in tables:
        await _write(db, table, _file(folder, table), here[table])
    await db.sql("DELETE FROM body_moved WHERE body = {}", slug)


async def _write(db: Database, table: type[Table], path: Path, known: Mapping[_Key, str]) -> None:
    """Add the rows that are new and write those that differ; what is another body's is not written over."""
    for lines in backup.batches(path):
        rows = [msgspec.json.decode(line, type=dict[str, object]) for line in lines]
        new = [row for row in rows if _key(table, row) not in known]
        await db.insert_values(table, [backup.from_json(table, row) for row in new])
        for row in rows:
            key = _key(table, row)
            if key in known and known[key] != _digest(row):
                await db.put_values(table, backup.from_json(table, row), key=t.KEYS[table])


async def _here(db: Database, table: type[Table], where: str, slug: str) -> dict[_Key, str]:
    found: dict[_Key, str] = {}
    async for page in backup.pages(db, table, where, (slug,)):
        found |= {_key(table, row): _digest(row) for row in page}
    return found


def _there(table: type[Table], path: Path) -> dict[_Key, str]:
    found: dict[_Key, str] = {}
    for lines in backup.batches(path):
        for line in lines:
            row = msgspec.json.decode(line, type=dict[str, object])
            found[_key(table, row)] = _digest(row)
    return found


def _key(table: type[Table], row: Mapping[str, object]) -> _Key:
    return tuple(row[name] for name in t.KEYS[table])


def _digest(row: Mapping[str, object]) -> str:
    return hashlib.sha256(msgspec.json.encode(row, order="sorted")).hexdigest()


def _file(folder: Path, table: type[Table]) -> Path:
    return folder / "tables" / f"{_name(table)}.jsonl"


def _name(table: type[Table]) -> str:
    name: str = table._meta.tablename  # noqa: SLF001  Piccolo's own way to it
    return name
