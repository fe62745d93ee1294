"""Fills a store with many issued certificates, quickly: rows in bulk, and every certificate really signed.

The first goes the whole way that every certificate goes; the others are like it but for number, place in the status
list, holder and day. Their cases are rows in the view and have no events.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from certify.service.store import cases, certificates, published
from certify.service.store import tables as t
from certify.service.store.database import open_database
from certify.service.store.organisations import search_key
from certify.service.store.rows import Row
from certify.service.worker import publish
from certify.service.worker.signing import reference
from tests.benchmarks.verifying import numbers, tampered
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY
from verify import compact, credential, keys, strict_json, times

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from piccolo.table import Table

    from certify.service.store.certificates import CertificateRow
    from certify.service.store.database import Database

AT_ONCE = 200  # rows a statement
_HOLDERS = ("Ankarplatsen", "Björkdungen", "Domarringen", "Fyren", "Hamnpiren", "Kvarnen", "Lyktan", "Torget")


class Stock(NamedTuple):
    """A workshop whose store is full: the numbers of the certificates that are good, and of the one that is not."""

    workshop: Workshop
    numbers: tuple[str, ...]
    bad: str


class _Number(Row, frozen=True, kw_only=True):
    number: str
    body: str


@asynccontextmanager
async def stocked(url: str, folder: Path, count: int) -> AsyncIterator[Stock]:
    """An open store with `count` issued certificates besides the tampered one; `folder` gets the keys."""
    async with await open_database(url) as database:
        workshop = await Workshop(database, folder / "keys").ready()
        row = await workshop.issued()
        named = [one for one in numbers(count + 1) if one != row.number][:count]
        await _fill(workshop, row, named)
        bad = await _spoil(database, row)
        await publish.publish_statuses(workshop.bench, BODY, row.status_list, force=True)
        await publish.publish_trust(workshop.bench, force=True)
        yield Stock(workshop, tuple(named), bad)


async def _fill(workshop: Workshop, like: CertificateRow, named: Sequence[str]) -> None:
    db = workshop.db
    view = await cases.view_of(db, BODY, like.case)
    key = await published.key(db, BODY, like.key_id)
    assert view is not None
    assert key is not None
    private = await workshop.signer._open(reference(key))
    hint = keys.key_hint(keys.raw_bytes(private.public_key()))
    assert like.credential is not None
    template = credential.read_certificate(like.credential)
    slots = (slot for slot in range(len(named) + 1) if slot != like.status_index)
    new = []
    for n, (number, slot) in enumerate(zip(named, slots, strict=False)):
        unsigned = _certificate(template, number, slot, f"{_HOLDERS[n % len(_HOLDERS)]} {n}")
        proof_of = {"verification_method": key.id, "created": times.text(like.prepared_at)}
        signature = private.sign(credential.signing_input(unsigned, **proof_of))
        raw = credential.certificate_bytes(credential.signed(unsigned, **proof_of, signature=signature))
        said = compact.of_certificate(unsigned)
        new.append(
            replace(
                like,
                number=number,
                case=f"stock-{n}",
                status_index=slot,
                credential=raw,
                credential_digest=strict_json.sha256_digest(raw),
                qr=compact.build(said, key_id=hint, sign=private.sign),
                unsigned=credential.unsigned_bytes(unsigned),
                unsigned_qr=compact.signing_input(said, hint),
                holder_name=unsigned.credential_subject.name,
                search_key=search_key(unsigned.credential_subject.name, like.holder_number, like.place, number),
                issued_at=(like.issued_at or like.prepared_at) - timedelta(seconds=n + 1),
            )
        )
    steps = await certificates.status_steps(db, BODY, like.number)
    views = [replace(view, case=row.case, number=row.case, certificate=row.number) for row in new]
    changes = [replace(step, number=row.number) for row in new for step in steps]
    async with db.transaction():
        await _insert(db, t.CaseView, views)
        await _insert(db, t.CertificateNumber, [_Number(number=row.number, body=BODY) for row in new])
        await _insert(db, t.Certificate, new)
        await _insert(db, t.StatusChange, changes)
    if db.dialect == "postgres":
        await db.sql("VACUUM ANALYZE certificate")  # as autovacuum does when it comes round


def _certificate(like: credential.Certificate, number: str, slot: int, holder: str) -> credential.Certificate:
    subject = replace(like.credential_subject, number=number, name=f"{holder} Lindhamra ekonomisk förening")
    revocation, suspension = (
        replace(entry, id=f"{entry.status_list_credential}#{slot}", status_list_index=str(slot))
        for entry in like.credential_status
    )
    return credential.Certificate(
        context=like.context,
        credential_schema=like.credential_schema,
        credential_status=(revocation, suspension),
        credential_subject=subject,
        id=f"{like.origin}/certificates/{number}",
        issuer=like.issuer,
        valid_from=like.valid_from,
        valid_until=like.valid_until,
    )


async def _insert(db: Database, table: type[Table], rows: Sequence[Row]) -> None:
    for begin in range(0, len(rows), AT_ONCE):
        await db.insert(table, *rows[begin : begin + AT_ONCE])


async def _spoil(db: Database, row: CertificateRow) -> str:
    """Change a letter of the signed bytes of the first certificate behind the back of the service."""
    assert row.credential is not None
    await db.sql(
        "UPDATE certificate SET credential = {} WHERE body = {} AND number = {}",
        tampered(row.credential),
        row.body,
        row.number,
    )
    return row.number
