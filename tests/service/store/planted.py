"""Rows for the tests of the store: a body, an organisation, people, a scheme, a case, a key, a certificate."""

import contextlib
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta

import msgspec

from certify.service.store import bodies, cases, certificates, organisations, people, published
from certify.service.store.database import Database
from certify.service.store.organisations import search_key

BODY = "nordisk"
NOON = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
DIGEST = "sha256:" + "a" * 64
KEY = "did:web:localhost%3A8000:bodies:nordisk#key-1"


def later(**units: float) -> datetime:
    return NOON + timedelta(**units)


def together(db: Database) -> AbstractAsyncContextManager[None]:
    """One transaction for many rows, which is quicker; the one that is under way if there is one."""
    return contextlib.nullcontext() if db.in_transaction else db.transaction()


async def plant(db: Database) -> None:
    """The body Nordisk with an applicant, two persons, a scheme version and a key."""
    async with together(db):
        await _plant(db)


async def _plant(db: Database) -> None:
    did = f"did:web:localhost%3A8000:bodies:{BODY}"
    await bodies.add_body(
        db,
        bodies.BodyRow(
            slug=BODY,
            legal_name="Nordisk Platscertifiering",
            address="Hamngatan 4, 123 45 Lindhamra",
            origin="http://localhost:8000",
            did=did,
            created_at=NOON,
        ),
    )
    await organisations.add_organisation(
        db, organisation("org-1", "802400-1236", "Lindhamra Centrum ekonomisk förening")
    )
    for name in ("anna", "bo"):
        await people.add_person(db, people.PersonRow(id=f"p-{name}", body=BODY, name=name.title(), created_at=NOON))
    await published.publish_scheme(db, scheme("2026.1", DIGEST))
    await published.add_key(db, key(KEY, "zKey1"))


def organisation(id_: str, number: str, name: str) -> organisations.OrganisationRow:
    return organisations.OrganisationRow(
        body=BODY, id=id_, number=number, name=name, address="Torget 1, 123 45 Lindhamra", created_at=NOON
    )


def scheme(version: str, digest: str) -> published.SchemeRow:
    return published.SchemeRow(
        body=BODY,
        scheme="quality-mark",
        version=version,
        digest=digest,
        source=b"scheme:\n",
        published_at=NOON,
        by="p-anna",
    )


def key(id_: str, multibase: str, **changes: object) -> published.KeyRow:
    row = published.KeyRow(body=BODY, id=id_, use="certificate", multibase=multibase, from_at=NOON)
    return msgspec.structs.replace(row, **changes)


def event(case: str, seq: int, prev: str = "") -> cases.StoredEvent:
    return cases.StoredEvent(
        body=BODY,
        case=case,
        seq=seq,
        type="Submitted",
        at=later(seconds=seq),
        by="p-anna",
        data=f'{{"seq":{seq}}}',
        prev=prev,
        hash=f"{case}-{seq}",
    )


def head(seq: int, case: str, case_seq: int) -> cases.StoredHead:
    return cases.StoredHead(
        body=BODY,
        seq=seq,
        case=case,
        case_seq=case_seq,
        event_hash=f"{case}-{case_seq}",
        prev=f"head-{seq - 1}" if seq > 1 else "",
        hash=f"head-{seq}",
    )


def view(case: str, **changes: object) -> cases.CaseView:
    row = cases.CaseView(
        body=BODY,
        case=case,
        version=1,
        number=None,
        applicant="org-1",
        scheme=DIGEST,
        form="full",
        former=None,
        state="submitted",
        certificate=None,
        certificate_status=None,
        submitted_at=NOON,
        updated_at=NOON,
        next_due=None,
    )
    return msgspec.structs.replace(row, **changes)


def certificate(number: str, case: str, index: int, **changes: object) -> certificates.CertificateRow:
    row = certificates.CertificateRow(
        body=BODY,
        number=number,
        case=case,
        key_id=KEY,
        status_list=1,
        status_index=index,
        unsigned=b'{"unsigned":true}',
        unsigned_qr=b"\x84Sig",
        holder="org-1",
        holder_name="Lindhamra Centrum ekonomisk förening",
        holder_number="802400-1236",
        place="Lindhamra",
        search_key=search_key("Lindhamra Centrum ekonomisk förening", "802400-1236", number),
        scheme="quality-mark",
        scheme_version="2026.1",
        level="QM",
        valid_from=NOON,
        valid_until=later(days=1095),
        prepared_at=later(seconds=index),
        status_since=NOON,
    )
    return msgspec.structs.replace(row, **changes)


async def plant_case(db: Database, case: str, **changes: object) -> None:
    """A case with one event and its view."""
    async with together(db):
        last = await cases.last_head(db, BODY)
        await cases.append_events(db, (event(case, 1),))
        await cases.append_head(db, head((last.seq if last else 0) + 1, case, 1))
        await cases.write_view(db, view(case, **changes))
