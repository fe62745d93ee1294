"""Fills a store with many issued certificates, quickly: rows in bulk, and every certificate that is asked about signed.

The first goes the whole way that every certificate goes; the others are like it but for number, place in the status
list, holder and day. Their cases are rows in the view and have no events. Beyond those come, where a register is to be
large, rows that nobody asks about: as long as the others, with the bytes of the first one.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from certify.service.store import cases, certificates, published
from certify.service.store import tables as t
from certify.service.store.certificates import CertificateRow
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

    from certify.service.store.database import Database

AT_ONCE = 200  # rows a statement
PADDED_AT_ONCE = 50_000
_HOLDERS = ("Ankarplatsen", "Björkdungen", "Domarringen", "Fyren", "Hamnpiren", "Kvarnen", "Lyktan", "Torget")


class Stock(NamedTuple):
    """A workshop whose store is full: the numbers of the signed ones that are good, and of the one that is not."""

    workshop: Workshop
    numbers: tuple[str, ...]
    bad: str


class _Number(Row, frozen=True, kw_only=True):
    number: str
    body: str


@asynccontextmanager
async def stocked(url: str, folder: Path, count: int, *, more: int = 0) -> AsyncIterator[Stock]:
    """An open store with `count` issued certificates besides the tampered one, and `more` that nobody asks about.

    `folder` gets the keys.
    """
    async with await open_database(url) as database:
        workshop = await Workshop(database, folder / "keys").ready()
        row = await workshop.issued()
        named = [one for one in numbers(count + 1) if one != row.number][:count]
        await _fill(workshop, row, named)
        await _pad(database, row, more)
        if database.dialect == "postgres":
            await database.sql("VACUUM ANALYZE certificate")  # as autovacuum does when it comes round
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
        said = compact.of_certificate(unsigned, created=proof_of["created"])
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


async def _pad(db: Database, like: CertificateRow, count: int) -> None:
    """So many rows more, made by the database itself from the row of the first certificate.

    Their numbers are as scattered as true ones and none of them is one: a product modulo a prime, in eleven digits.
    """
    own = {
        "number": "substr(CAST(100000000000 + (n * 7368787) % 10000000019 AS TEXT), 2)",
        "case_id": "'pad-' || n",
        "status_list": f"{like.status_list} + 1 + n / 131072",
        "status_index": "n % 131072",
        "holder_name": "'Vindskydd ' || n",
        "search_key": "'vindskydd lindhamra ' || n",
        "issued_at": "issued_at - 1000000 * n",
    }
    view = cases.CaseView.__struct_encode_fields__
    all_of = CertificateRow.__struct_encode_fields__
    of_case = own | {"certificate": own["number"]}
    for begin in range(1, count + 1, PADDED_AT_ONCE):
        last = min(begin + PADDED_AT_ONCE, count + 1) - 1
        series = f"WITH RECURSIVE s(n) AS (SELECT {begin} UNION ALL SELECT n + 1 FROM s WHERE n < {last})"
        if db.dialect == "postgres":
            series = f"WITH s(n) AS (SELECT generate_series({begin}::bigint, {last}::bigint))"
        async with db.transaction():
            await db.sql(
                f"{series} INSERT INTO certificate_number (number, body) SELECT {own['number']}, '{BODY}' FROM s"
            )
            for table, columns, changed, of_like in (
                ("case_view", view, of_case, ("case_id", like.case)),
                ("certificate", all_of, own, ("number", like.number)),
            ):
                await db.sql(
                    f"{series} INSERT INTO {table} ({', '.join(columns)}) "
                    f"SELECT {', '.join(changed.get(name, name) for name in columns)} FROM s, {table} "
                    f"WHERE body = {{}} AND {of_like[0]} = {{}}",
                    like.body,
                    of_like[1],
                )


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
