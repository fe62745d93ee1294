"""The proof that bytes were recorded before a key may sign them: read from the case's own chain of events.

Nothing here trusts the certificate's row alone. The row holds the bytes; the chained event `CertificatePrepared` holds
their digests, the number and the key. Only where both agree, and the chain is whole, may a signature follow.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from certify.core import chain, events
from certify.service.store import cases, certificates

if TYPE_CHECKING:
    from certify.service.store.database import Database


class NotRecorded(Exception):
    """What was to be signed is not what the case's chain says was prepared; nothing is signed."""


class Outgrown(NotRecorded):
    """What the chain says was prepared is not what this release would sign: it was recorded by an earlier one."""


class Payloads(msgspec.Struct, frozen=True, kw_only=True):
    """The recorded bytes of one prepared certificate.

    `unsigned` is the credential without proof in canonical form, `unsigned_qr` the COSE Sig_structure (RFC 9052, 4.4);
    `prepared_at` is the event's time, which is the proof's `created`.
    """

    case: str
    key_id: str
    unsigned: bytes
    unsigned_qr: bytes
    prepared_at: datetime


async def recorded_payloads(db: Database, body: str, number: str) -> Payloads:
    """The bytes that may be signed for this number.

    Raises NotRecorded where there is no such row, its case's chain is broken, the certificate was voided or issued
    already, or a digest, the number or the key differs.
    """
    row = await certificates.certificate(db, number)
    if row is None or row.body != body:
        raise NotRecorded(f"no certificate {number} was prepared")
    stored = await cases.events_of(db, body, row.case)
    links = [chain.Link(one.seq, one.prev, one.data.encode(), one.hash) for one in stored]
    if broken := chain.breaks(chain.case_tag(body, row.case), links):
        raise NotRecorded(f"{number}: the chain of its case is broken: {broken[0]}")
    happened = [events.decode(one.data.encode()) for one in stored]
    last = next((one for one in reversed(happened) if getattr(one.event, "number", None) == number), None)
    if last is None or not isinstance(last.event, events.CertificatePrepared):
        raise NotRecorded(f"{number} is not waiting for its signature")
    event = last.event
    if (_digest(row.unsigned), _digest(row.unsigned_qr), row.key_id) != (event.credential, event.qr, event.key):
        raise NotRecorded(f"{number}: the bytes are not those that were recorded")
    return Payloads(
        case=row.case,
        key_id=event.key,
        unsigned=row.unsigned,
        unsigned_qr=row.unsigned_qr,
        prepared_at=last.at,
    )


def _digest(raw: bytes) -> str:
    return "sha256:" + hashlib.sha256(raw).hexdigest()
