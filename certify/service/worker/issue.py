"""Issuing: from a granted case to a certificate that our own verifier accepts. Never signed before it was recorded.

    (1) choose number, status slot and key; `PrepareCertificate` records the exact bytes to sign
    (2) a key that signs no more, or bytes that cannot be signed: `VoidPrepared`, and a task to start afresh follows
    (3) sign exactly what is recorded (signing.py looks it up itself)
    (4) our own verifier has to find both forms valid (or all but begun), with our published keys and status lists
    (5) `RecordIssue` with the signed bytes: from here on there is a certificate

Each step ends in a transaction of its own, and each begins by looking where the case stands. Killed anywhere, the
next attempt goes on from there; since Ed25519 is deterministic (RFC 8032, 5.1.6), signing again gives the same bytes.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from certify.core.acts import PrepareCertificate, RecordIssue, VoidPrepared
from certify.core.errors import Refused
from certify.service.errors import NotFound
from certify.service.logs import log
from certify.service.perform import WORKER, Performed, load_case, perform
from certify.service.store import bodies, certificates, published
from certify.service.worker.crash import crash
from certify.service.worker.publish import (
    FIRST_LIST,
    current_statuses,
    current_trust,
    key_to_sign_with,
    publish_statuses,
    publish_trust,
)
from certify.service.worker.recorded import Outgrown
from certify.service.worker.signing import Signed, reference
from verify import addresses, compact, number, status, strict_json
from verify.errors import VerifyError
from verify.verdict import said_by
from verify.verifier import verify, verify_qr

if TYPE_CHECKING:
    from certify.core.case import Case
    from certify.core.standing import CertificateState
    from certify.service.worker.bench import Bench
    from verify.verdict import Verdict

CLASHES = 8  # numbers and slots are drawn by chance; half a list is the most that is ever taken
HALF_A_LIST = status.SIZE // 2


class Stopped(Exception):
    """Issuing is stopped for this body; the task waits without blame."""


class Overtaken(Exception):
    """Another worker recorded or voided the same certificate first; nothing is left to do here."""


class NotAccepted(Exception):
    """Our own verifier does not accept what was signed. Nothing was issued; `reason` is its code."""

    def __init__(self, form: str, verdict: str, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the {form} is {verdict}: {reason}")


async def issue(bench: Bench, body: str, case_id: str) -> None:
    """Take a granted case to its certificate, from wherever it stands. Does nothing where it has one.

    Raises Stopped, NotAccepted, NothingToSignWith, and what signing and the store raise; then nothing was issued.
    """
    with contextlib.suppress(Overtaken):
        await _issue(bench, body, case_id)


async def _void(bench: Bench, body: str, case_id: str, number: str) -> None:
    """Give up a certificate that was prepared; the next round prepares another."""
    await _act(bench, body, case_id, VoidPrepared(number=number))
    crash("issue.voided")


async def _issue(bench: Bench, body: str, case_id: str) -> None:
    """The steps (1) to (5), from wherever the case stands."""
    crash("issue.taken")
    case = await _case(bench, body, case_id)
    if case.state != "granted":
        return
    if case.certificate is None or case.certificate.reissued:
        case = await _prepare(bench, body, case)
    certificate = case.certificate
    if certificate is None or certificate.status != "prepared":
        return
    if await _key_fell_away(bench, body, certificate):
        await _void(bench, body, case_id, certificate.number)
        return
    await _refuse_stopped(bench, body)
    key = await published.key(bench.database, body, certificate.key)
    if key is None:
        raise NotFound(certificate.key)
    try:
        signed = await bench.signer.sign_certificate(bench.database, reference(key), certificate.number)
    except (Outgrown, VerifyError) as error:
        # Recorded by an earlier release, or with a name that nobody could read back: it never comes to be signed.
        log.warning("prepared again", body=body, case=case_id, number=certificate.number, exc_info=error)
        await _void(bench, body, case_id, certificate.number)
        return
    crash("issue.signed")
    await _accept(bench, body, certificate, signed)
    crash("issue.verified")
    credential, qr = strict_json.sha256_digest(signed.credential), strict_json.sha256_digest(signed.qr)
    await _act(
        bench,
        body,
        case_id,
        RecordIssue(number=certificate.number, credential=credential, qr=qr),
        artefacts={credential: signed.credential, qr: signed.qr},
    )
    crash("issue.recorded")


async def _prepare(bench: Bench, body: str, case: Case) -> Case:
    """(1) Record what will be signed. Gives the case after it; also where another worker was quicker."""
    await _refuse_stopped(bench, body)
    await publish_trust(bench)
    key = await key_to_sign_with(bench, body, "certificate")
    n = await list_with_room(bench, body)
    for attempt in range(CLASHES):
        act = PrepareCertificate(
            number=number.from_random(bench.chance(16)),
            status_list=n,
            status_index=int.from_bytes(bench.chance(8), "big") % status.SIZE,
            key=key.id,
        )
        crash("issue.chosen")
        try:
            case = await _act(bench, body, case.id, act)
        except Refused as refused:
            if refused.rule == "issue.exists":
                return await _case(bench, body, case.id)
            if refused.rule != "issue.slot" or attempt == CLASHES - 1:
                raise
        else:
            crash("issue.prepared")
            return case
    raise AssertionError  # the last attempt either returns or raises


async def list_with_room(bench: Bench, body: str, *, most: int = HALF_A_LIST) -> int:
    """The status list to draw a slot from: the latest, until `most` of its slots are taken; then the next one."""
    taken = await certificates.slots_in_use(bench.database, body)
    latest = max(taken, default=FIRST_LIST)
    return latest + 1 if taken.get(latest, 0) >= most else latest


async def _key_fell_away(bench: Bench, body: str, certificate: CertificateState) -> bool:
    """(2) Whether the key for which the bytes were recorded signs no more."""
    key = await published.key(bench.database, body, certificate.key)
    return key is None or key.state != "active" or (key.until_at is not None and key.until_at <= bench.clock())


async def _accept(bench: Bench, body: str, certificate: CertificateState, signed: Signed) -> None:
    """(4) Both forms are valid by what verifiers read: the published trust list and status lists. Raises NotAccepted.

    What is not published yet, such as the first status list or a new key, is published first.
    """
    db = bench.database
    row = await bodies.body(db, body)
    if row is None:
        raise NotFound(body)
    await publish_trust(bench)
    await publish_statuses(bench, body, certificate.status_list)
    trust = await current_trust(db)
    statuses = await current_statuses(db, trust, body, certificate.status_list)
    text = compact.url(addresses.host_of(row.origin), certificate.number, signed.qr)
    now = bench.clock()
    verdicts = {
        "certificate": verify(
            signed.credential, trust=trust, status=statuses, at=now, expected_number=certificate.number
        ),
        "QR code": verify_qr(text, trust=trust, status=statuses, at=now, expected_number=certificate.number),
    }
    for form, verdict in verdicts.items():
        if not (verdict or _begins_later(verdict)):
            raise NotAccepted(form, verdict.verdict, verdict.reason)


def _begins_later(verdict: Verdict) -> bool:
    """Whether all is good but that the certificate's first day, in the next season say, is still to come."""
    others = (said_by(step) for step in verdict.steps if step.name != "within_time")
    return verdict.verdict == "not_yet_valid" and not any(others)


async def _refuse_stopped(bench: Bench, body: str) -> None:
    if await bodies.issuing_stops(bench.database, body):
        raise Stopped(body)


async def _act(
    bench: Bench,
    body: str,
    case: str,
    act: PrepareCertificate | VoidPrepared | RecordIssue,
    artefacts: dict[str, bytes] | None = None,
) -> Case:
    """An act of the worker. Raises Stopped for a stop that came in between, Overtaken, and Refused."""

    async def attempt() -> Performed:
        return await perform(
            bench.shell, body=body, case=case, act=act, caller=WORKER, at=bench.clock(), artefacts=artefacts
        )

    try:
        try:
            done = await attempt()
        except Refused as refused:
            if refused.rule != "act.time":
                raise
            done = await attempt()  # the clock was read, and then another process was let at the case first
    except Refused as refused:
        if refused.rule == "issue.stopped":
            raise Stopped(body) from refused
        if refused.rule == "issue.number":
            raise Overtaken(case) from refused
        raise
    return done.case


async def _case(bench: Bench, body: str, case: str) -> Case:
    found = await load_case(bench.database, body, case)
    if found is None:
        raise NotFound(case)
    return found
