"""The certificate's life: prepared, issued, suspended, reinstated, withdrawn, superseded, expired.

Each later decision follows the rules of the first (ISO/IEC 17065, 7.11): a competent decider who did not assess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core import events as e
from certify.core.certificate import payloads
from certify.core.documents import Statement
from certify.core.errors import Refused
from certify.core.rules.people import must_be_free, must_be_free_for
from certify.core.rules.staffing import deciding
from certify.core.scheme.clocks import last_day, local_day
from verify.credential import read_certificate
from verify.errors import VerifyError

if TYPE_CHECKING:
    from certify.core.acts import (
        PrepareCertificate,
        RecordIssue,
        Reinstate,
        Reissue,
        Supersede,
        Suspend,
        VoidPrepared,
        Withdraw,
    )
    from certify.core.case import Case
    from certify.core.given import Given
    from certify.core.standing import CertificateState, CertificateStatus


def prepare(case: Case, act: PrepareCertificate, given: Given) -> list[e.Event]:
    """Fix what will be signed, byte for byte, before any signature.

    (1) the case is granted and has no certificate that was not voided, but one whose place this one takes
    (2) issuing is not stopped
    (3) the key may sign now
    (4) what would be signed can be read back
    """
    if case.state != "granted":
        raise Refused("issue.granted")
    former = case.certificate
    if former is not None and not (former.reissued and former.status in {"active", "suspended"}):
        raise Refused("issue.exists", number=former.number)
    _issuing_goes_on(given)
    _key_signs(act.key, given)
    made = payloads(case, act, given)
    try:
        read_certificate(made.unsigned)
    except VerifyError as error:
        raise Refused("issue.unreadable", because=error.code) from error
    return [
        e.CertificatePrepared(
            number=act.number,
            status_list=act.status_list,
            status_index=act.status_index,
            key=act.key,
            credential=made.credential_digest,
            qr=made.qr_digest,
        )
    ]


def void(case: Case, act: VoidPrepared) -> list[e.Event]:
    """Give up a prepared certificate; a fresh number follows."""
    prepared(case, act.number)
    return [e.PreparedVoided(number=act.number)]


def record_issue(case: Case, act: RecordIssue, given: Given) -> list[e.Event]:
    """The signed bytes exist and verify, and their key may still sign. From here on the certificate counts."""
    certificate = prepared(case, act.number)
    _issuing_goes_on(given)
    _key_signs(certificate.key, given)
    issued = e.CertificateIssued(number=act.number, credential=act.credential, qr=act.qr)
    replaced = case.replaced
    if replaced is None or replaced.status not in {"active", "suspended"}:
        return [issued]
    over = e.CertificateSuperseded(number=replaced.number, successor=act.number, reason_class="key_compromised")
    if replaced.status == "active" or replaced.reason_class is None:
        return [issued, over]
    # A suspension goes on: what it was for has not changed with the key.
    rests = e.CertificateSuspended(
        number=act.number, reason_class=replaced.reason_class, reason="", until=replaced.suspended_until
    )
    return [issued, over, rests]


def reissue(case: Case, act: Reissue, given: Given) -> list[e.Event]:
    """Let another certificate take the place of one whose key is compromised, once and not after its last second."""
    certificate = counting_certificate(case, "active", "suspended")
    if certificate.number != act.number or certificate.reissued:
        raise Refused("reissue.done", number=act.number)
    if given.body is None or certificate.key not in given.body.compromised:
        raise Refused("reissue.key", key=certificate.key)
    ends = case.decision.valid_until if case.decision is not None else None
    if ends is None or given.at >= ends:
        raise Refused("reissue.expired", number=act.number)
    return [e.ReissueOrdered(number=act.number)]


def prepared(case: Case, number: str) -> CertificateState:
    """The prepared certificate with that number. Raises Refused where there is none."""
    for certificate in case.certificates:
        if certificate.number == number and certificate.status == "prepared":
            return certificate
    raise Refused("issue.number", number=number)


def _key_signs(key: str, given: Given) -> None:
    if given.body is None or key not in given.body.keys:
        raise Refused("issue.key", key=key)


def _issuing_goes_on(given: Given) -> None:
    if not given.issuing:
        raise Refused("issue.stopped")


def suspend(case: Case, act: Suspend, given: Given) -> list[e.Event]:
    """Let the certificate rest, at most as long as the scheme allows."""
    certificate = counting_certificate(case, "active")
    _still_lasts(certificate, case, given)
    must_be_a_decider(case, given)
    if act.reason_class == "suspension_ran_out":
        raise Refused("certificate.reason", reason_class=act.reason_class)
    given.document(str(act.reason), Statement)
    longest = given.scheme.suspension.longest if given.scheme.suspension else None
    until = last_day(longest, local_day(given.at, given.scheme)) if longest is not None else None
    return [
        e.CertificateSuspended(
            number=certificate.number, reason_class=act.reason_class, reason=str(act.reason), until=until
        )
    ]


def reinstate(case: Case, act: Reinstate, given: Given) -> list[e.Event]:
    """End the suspension."""
    certificate = counting_certificate(case, "suspended")
    _still_lasts(certificate, case, given)
    must_be_a_decider(case, given)
    given.document(str(act.reason), Statement)
    return [e.CertificateReinstated(number=certificate.number, reason=str(act.reason))]


def withdraw(case: Case, act: Withdraw, given: Given) -> list[e.Event]:
    """End the certificate for good.

    The clock does it when a suspension has lasted as long as it may, or when something happened that ends it.
    """
    if "clock" in given.by.does and act.reason_class == "circumstances_changed":
        certificate = counting_certificate(case, "active", "suspended")
        if case.ends_on is None or local_day(given.at, given.scheme) <= case.ends_on:
            raise Refused("clock.early")
        return [e.CertificateWithdrawn(number=certificate.number, reason_class=act.reason_class)]
    if "clock" in given.by.does:
        certificate = counting_certificate(case, "suspended")
        until = certificate.suspended_until
        if until is None or local_day(given.at, given.scheme) <= until:
            raise Refused("clock.early")
        return [e.CertificateWithdrawn(number=certificate.number, reason_class="suspension_ran_out")]
    certificate = counting_certificate(case, "active", "suspended")
    _still_lasts(certificate, case, given)
    must_be_a_decider(case, given)
    if act.reason_class == "suspension_ran_out":
        raise Refused("certificate.reason", reason_class=act.reason_class)
    reason = str(act.reason) if act.reason is not None else None
    if reason is not None:
        given.document(reason, Statement)
    return [e.CertificateWithdrawn(number=certificate.number, reason_class=act.reason_class, reason=reason)]


def supersede(case: Case, act: Supersede) -> list[e.Event]:
    """A renewal's certificate takes the place of this one, also where this one has run out."""
    certificate = counting_certificate(case, "active", "suspended", "expired")
    if certificate.number == act.successor:
        raise Refused("supersede.self")
    return [e.CertificateSuperseded(number=certificate.number, successor=act.successor)]


def expire(case: Case, given: Given) -> list[e.Event]:
    """The last second has passed."""
    certificate = counting_certificate(case, "active", "suspended")
    ends = case.decision.valid_until if case.decision is not None else None
    if ends is None or given.at <= ends:
        raise Refused("clock.early")
    return [e.CertificateExpired(number=certificate.number)]


def counting_certificate(case: Case, *statuses: CertificateStatus) -> CertificateState:
    """The issued certificate, of one of these statuses. Raises Refused."""
    certificate = case.certificate
    if certificate is None or certificate.status == "prepared":
        raise Refused("certificate.none")
    if certificate.status not in statuses:
        raise Refused("certificate.state", status=certificate.status)
    return certificate


def _still_lasts(certificate: CertificateState, case: Case, given: Given) -> None:
    """Refuse what comes too late for the certificate, though the clock's own act is still to be recorded.

    Otherwise a worker that was away for an hour would decide what people may do. Raises Refused.
    """
    ends = case.decision.valid_until if case.decision is not None else None
    if ends is not None and given.at > ends:
        raise Refused("certificate.state", status="expired")
    if certificate.suspended_until is not None and local_day(given.at, given.scheme) > certificate.suspended_until:
        raise Refused("certificate.state", status="withdrawn")


def must_be_a_decider(case: Case, given: Given) -> None:
    """Whoever the scheme lets decide, who never assessed in this case, is free of ties and gave no recent guidance."""
    person = given.people.get(given.by.id)
    if person is None or "decider" not in person.roles:
        raise Refused("assign.role", person=given.by.id, duty="decide")
    part = case.part_of(person.id)
    if part is not None and part.duty == "assess":
        raise Refused("certificate.assessor", person=person.id)
    if part is not None and part.conflict is None:
        raise Refused("interest.undeclared")
    activity = deciding(given.scheme)
    must_be_free_for(case, person, activity, given)
    must_be_free(case, person, "decide", given, activity)
