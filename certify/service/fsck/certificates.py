"""(3) The certificates: what was prepared, what was signed, what our own verifier says, what is published."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from certify.core import events as e
from certify.service.fsck.findings import Finding
from certify.service.perform import history
from certify.service.store import certificates, published, tasks
from verify import status, strict_json, trust, verifier
from verify.errors import KeyCompromised, VerifyError
from verify.status import Statuses

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from certify.service.store.certificates import CertificateRow
    from certify.service.store.database import Database

REVOKED = frozenset({"withdrawn", "superseded"})
IN_FORCE = frozenset({"active", "suspended"})


async def check_certificates(db: Database, body: str, now: datetime) -> AsyncIterator[Finding]:
    """All certificates of a body against their cases, the trust list and the status lists."""
    listed = await published.trust_list(db)
    trusted: trust.Trust | None = None
    if listed is not None:
        try:
            trusted = trust.read_trust(listed.raw)
        except VerifyError as error:
            yield Finding(place="trust.json", text=f"the published trust list does not hold: {error}")
    seen: dict[str, str] = {}
    settled = not await tasks.waiting(db, body, "publish")
    lists = await _status_lists(db, body, trusted)
    for finding in lists.findings:
        yield finding
    async for row in certificates.all_certificates(db, body):
        if row.state == "issued" and row.status != "superseded":
            if row.case in seen:
                yield Finding(place=f"{body}/{row.case}", text=f"two certificates: {seen[row.case]} and {row.number}")
            seen[row.case] = row.number
        async for finding in _check_bytes(db, body, row):
            yield finding
        if row.state == "issued":
            for finding in (*_check_signed(row, trusted, now), *await _check_follows(db, row, now)):
                yield finding
            if settled:
                for finding in _check_bits(row, lists.lists):
                    yield finding


async def _check_follows(db: Database, row: CertificateRow, now: datetime) -> list[Finding]:
    """What a certificate follows has given way once it began, or a task is there that will see to it."""
    if row.former is None or row.valid_from > now or row.status in REVOKED:
        return []
    former = await certificates.certificate(db, row.former)
    if former is None or former.status in REVOKED or await tasks.waiting(db, row.body, "supersede"):
        return []
    return [Finding(place=f"{row.body}/{row.number}", text=f"it has begun, and {row.former} before it still counts")]


async def _check_bytes(db: Database, body: str, row: CertificateRow) -> AsyncIterator[Finding]:
    """The stored bytes are those whose digests the case's events recorded, before and after the signature."""
    place = f"{body}/{row.number}"
    prepared: e.CertificatePrepared | None = None
    issued: e.CertificateIssued | None = None
    for one in await history(db, body, row.case):
        if isinstance(one.event, e.CertificatePrepared) and one.event.number == row.number:
            prepared = one.event
        if isinstance(one.event, e.CertificateIssued) and one.event.number == row.number:
            issued = one.event
    if prepared is None:
        yield Finding(place=place, text="no event prepared this certificate")
    elif (_digest(row.unsigned), _digest(row.unsigned_qr)) != (prepared.credential, prepared.qr):
        yield Finding(place=place, text="the recorded bytes are not those that were to be signed")
    if (issued is not None) != (row.credential is not None):
        yield Finding(place=place, text="signed bytes and the event of issue do not go together")
    if issued is not None and row.credential is not None and row.qr is not None:
        if (_digest(row.credential), _digest(row.qr)) != (issued.credential, issued.qr):
            yield Finding(place=place, text="the signed bytes are not those that were recorded at issue")
        if _unsigned(row.credential) != row.unsigned:
            yield Finding(place=place, text="the signed bytes say something else than the recorded ones")


def _check_signed(row: CertificateRow, trusted: trust.Trust | None, now: datetime) -> list[Finding]:
    """Our own verifier accepts what was issued: genuine, by a key that was valid when it signed."""
    if row.credential is None or trusted is None:
        return [Finding(place=f"{row.body}/{row.number}", text="there is nothing to verify it by")]
    verdict = verifier.verify(row.credential, trust=trusted, status=Statuses(), at=now, expected_number=row.number)
    if verdict.reason == KeyCompromised.code:
        # That is as it should be, and somebody has to do something as long as its holder relies on it.
        text = f"its key is compromised: certify keys reissue {row.body} {row.key_id}"
        return [Finding(place=f"{row.body}/{row.number}", text=text)] if row.status in IN_FORCE else []
    return [
        Finding(place=f"{row.body}/{row.number}", text=f"our verifier refuses it: {step.name}, {step.reason}")
        for step in verdict.steps[:4]
        if step.result != "yes"
    ]


class _Lists:
    def __init__(self) -> None:
        self.lists: dict[tuple[int, str], status.StatusList] = {}
        self.findings: list[Finding] = []


async def _status_lists(db: Database, body: str, trusted: trust.Trust | None) -> _Lists:
    found = _Lists()
    for row in await published.status_lists(db, body):
        place = f"{body}/status/{row.n}/{row.purpose}"
        if trusted is None:
            found.findings.append(Finding(place=place, text="there is no trust list to check it by"))
            continue
        try:
            found.lists[row.n, row.purpose] = status.read(row.raw, trusted)
        except VerifyError as error:
            found.findings.append(Finding(place=place, text=f"the published list does not hold: {error}"))
    return found


def _check_bits(row: CertificateRow, lists: dict[tuple[int, str], status.StatusList]) -> list[Finding]:
    """Each list says of the certificate what its case says."""
    findings = []
    for purpose, should in (("revocation", row.status in REVOKED), ("suspension", row.status == "suspended")):
        place = f"{row.body}/{row.number}"
        listed = lists.get((row.status_list, purpose))
        if listed is None:
            findings.append(Finding(place=place, text=f"its {purpose} list is not published"))
        elif listed.bit(row.status_index) != should:
            findings.append(Finding(place=place, text=f"its {purpose} list says otherwise than {row.status}"))
    return findings


def _digest(raw: bytes) -> str:
    return "sha256:" + hashlib.sha256(raw).hexdigest()


def _unsigned(raw: bytes) -> bytes | None:
    """The canonical form of a signed credential without its proof; None where it cannot be read."""
    try:
        value = strict_json.read(raw)
    except VerifyError:
        return None
    if not isinstance(value, dict):
        return None
    return strict_json.canonical({key: part for key, part in value.items() if key != "proof"})
