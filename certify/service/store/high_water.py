"""The high-water file: how far each chain had come, kept outside the database, beside the keys.

A database that was restored from an older backup is well formed in itself; only something that was not restored with it
can tell that it has lost its end. Each mark only ever rises. The file is written under a lock, to a temporary name,
brought to the disk and renamed, so that it is always whole.
"""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from certify.service.store.errors import StoreError
from verify import files

if TYPE_CHECKING:
    from certify.service.store.database import Database

FILE = "high-water.json"


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far a chain had come: the number of its last link, and that link's hash (or a published list's digest)."""

    seq: int
    hash: str


Marks = dict[str, Mark]
"""By chain: `heads/BODY`, `authority/BODY`, `status/BODY/N/PURPOSE`, `trust`."""


class DamagedHighWater(StoreError):
    """The file cannot be read. It must not be taken for an absent one: ask a person."""


class Behind(msgspec.Struct, frozen=True, kw_only=True):
    """The database is not as far as it was once, or has another past."""

    chain: str
    known: Mark
    found: Mark | None


def read_high_water(path: Path) -> Marks:
    """The marks of the file; empty when there is none yet. Raises DamagedHighWater."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Marks)
    except FileNotFoundError:
        return {}
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamagedHighWater(f"{path}: {error}") from error


def write_high_water(path: Path, marks: Marks) -> Marks:
    """Raise marks, and none that is higher already; gives all marks then. It is on the disk when this returns.

    Blocking: a few milliseconds with an fsync; call it in a thread. Raises DamagedHighWater, OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.with_name(path.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = read_high_water(path)
        raised = {name: mark for name, mark in marks.items() if name not in kept or kept[name].seq < mark.seq}
        if not raised:
            return kept
        kept |= raised
        text = msgspec.json.format(msgspec.json.encode(kept, order="sorted"), indent=1)
        files.replace(path, text, mode=0o666)  # less what the umask takes away
        return kept


async def marks_of(db: Database) -> Marks:
    """How far every chain and every published list of the database is now."""
    marks: Marks = {}
    for name, table in (("heads", "head"), ("authority", "authority_log")):
        found = await db.sql(
            f"SELECT body, seq, hash FROM {table} x "  # noqa: S608  the two names above
            f"WHERE seq = (SELECT max(seq) FROM {table} y WHERE y.body = x.body)"
        )
        marks |= {f"{name}/{row['body']}": Mark(row["seq"], row["hash"]) for row in found}
    for row in await db.sql("SELECT body, n, purpose, version, digest FROM status_list"):
        marks[f"status/{row['body']}/{row['n']}/{row['purpose']}"] = Mark(row["version"], row["digest"])
    for row in await db.sql("SELECT version, digest FROM trust_list ORDER BY version DESC LIMIT 1"):
        marks["trust"] = Mark(row["version"], row["digest"])
    return marks


async def behind(db: Database, known: Marks) -> list[Behind]:
    """Where the database falls short of what was once known, or has another hash at that place; empty when nowhere."""
    now = await marks_of(db)
    faults = []
    for chain, mark in sorted(known.items()):
        found = now.get(chain)
        if found is not None and found.seq > mark.seq:
            found = await _at(db, chain, mark.seq) or mark
        if found != mark:
            faults.append(Behind(chain=chain, known=mark, found=found))
    return faults


async def _at(db: Database, chain: str, seq: int) -> Mark | None:
    """The link of a chain with this number; None for a published list, of which only the last is kept."""
    kind, _, body = chain.partition("/")
    table = {"heads": "head", "authority": "authority_log"}.get(kind)
    if table is None:
        return None
    found = await db.sql(f"SELECT hash FROM {table} WHERE body = {{}} AND seq = {{}}", body, seq)  # noqa: S608  as above
    return Mark(seq, found[0]["hash"]) if found else Mark(seq, "")
