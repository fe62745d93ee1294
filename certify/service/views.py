"""Write what a case looks like from outside: its view, its parts, and its certificates, folded from its events.

The same functions serve `perform` and `certify rebuild`, so that there is no second way for a view to come about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from certify.core import acts as a
from certify.core import events as e
from certify.core.certificate import payloads
from certify.core.deadlines import next_due
from certify.core.errors import Damaged
from certify.service.store import cases, certificates
from certify.service.store.organisations import search_key
from verify import times

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from certify.core.case import Case
    from certify.core.given import Given
    from certify.service.store.database import Database


async def write(
    db: Database,
    body: str,
    case: Case,
    past: Iterable[e.Recorded],
    recorded: tuple[e.Recorded, ...],
    act: a.Act,
    given: Given,
    artefacts: Mapping[str, bytes],
) -> None:
    """Write a case's views after an act, and the bytes of its certificate where the act prepares or records one."""
    await write_case(db, body, case, (*past, *recorded))
    for one in recorded:
        match one.event:
            case e.CertificatePrepared():
                await _prepared(db, body, case, act, given)
            case e.CertificateIssued():
                await _issued(db, body, one.event, artefacts, one)
            case e.PreparedVoided():
                await certificates.void(db, body, one.event.number)
            case _:
                pass
    await write_statuses(db, body, (*past, *recorded))


class CaseRows(msgspec.Struct, frozen=True, kw_only=True):
    """All that the views say of a case."""

    view: cases.CaseView
    parts: tuple[cases.PartRow, ...]
    guidance: tuple[cases.GuidanceRow, ...]
    interests: tuple[cases.InterestRow, ...]


def rows_of(body: str, case: Case, recorded: Iterable[e.Recorded]) -> CaseRows:
    """The case's row, who has which duty, who advised and who declared what: what the views must say."""
    certificate, past = case.certificate, tuple(recorded)
    return CaseRows(
        view=cases.CaseView(
            body=body,
            case=case.id,
            version=case.version,
            number=case.number,
            applicant=case.applicant,
            scheme=case.scheme,
            form=case.form,
            former=case.former,
            state=case.state,
            certificate=certificate.number if certificate else None,
            certificate_status=certificate.status if certificate else None,
            submitted_at=case.submitted_at,
            updated_at=case.happened_at,
            next_due=next_due(case),
        ),
        parts=parts(body, case),
        guidance=tuple(
            cases.GuidanceRow(
                body=body, case=case.id, seq=one.seq, applicant=case.applicant, person=event.person, on_day=event.on
            )
            for one in past
            if isinstance(event := one.event, e.GuidanceRecorded)
        ),
        interests=tuple(
            cases.InterestRow(
                body=body,
                case=case.id,
                seq=one.seq,
                applicant=case.applicant,
                person=event.person,
                conflict=event.conflict,
                at=one.at,
            )
            for one in past
            if isinstance(event := one.event, e.InterestDeclared)
        ),
    )


async def write_case(db: Database, body: str, case: Case, recorded: Iterable[e.Recorded]) -> None:
    """Write what the views say of a case. Raises Taken where a person would have two duties."""
    rows = rows_of(body, case, recorded)
    await cases.write_view(db, rows.view, rows.parts, rows.guidance, rows.interests)


def parts(body: str, case: Case) -> tuple[cases.PartRow, ...]:
    """Every duty that a person was given or did. Two of one person meet in the table's key, whatever the rules said."""
    duties: dict[tuple[str, str], bool | None] = {(p.person, p.duty): p.conflict for p in case.parts if not p.relieved}
    duties |= {(person, "assess"): duties.get((person, "assess")) for person in sorted(case.assessors)}
    if case.decision is not None:
        key = (case.decision.person, "decide")
        duties[key] = duties.get(key)
    return tuple(
        cases.PartRow(body=body, case=case.id, person=person, duty=duty, conflict=conflict)
        for (person, duty), conflict in duties.items()
    )


async def write_statuses(db: Database, body: str, recorded: Iterable[e.Recorded]) -> None:
    """Write the dated status history of each of the case's certificates."""
    for number, steps in status_steps(body, recorded).items():
        await certificates.write_status(db, body, number, steps)


def status_steps(body: str, recorded: Iterable[e.Recorded]) -> dict[str, tuple[certificates.StatusChange, ...]]:
    """Each certificate's dated status history, by number."""
    steps: dict[str, tuple[certificates.StatusChange, ...]] = {}
    for one in recorded:
        step = status_step(body, one)
        if step is not None:
            own = steps.get(step.number, ())
            steps[step.number] = (*own, msgspec.structs.replace(step, seq=len(own) + 1))
    return steps


def status_step(body: str, one: e.Recorded) -> certificates.StatusChange | None:
    """What an event makes of a certificate's status; None where it does not touch it. `seq` is the caller's to set."""
    event = one.event
    status, reason, successor = "", None, None
    match event:
        case e.CertificatePrepared():
            status = "prepared"
        case e.PreparedVoided():
            status = "voided"
        case e.CertificateIssued() | e.CertificateReinstated():
            status = "active"
        case e.CertificateSuspended():
            status, reason = "suspended", event.reason_class
        case e.CertificateWithdrawn():
            status, reason = "withdrawn", event.reason_class
        case e.CertificateSuperseded():
            status, reason, successor = "superseded", event.reason_class, event.successor
        case e.CertificateExpired():
            status = "expired"
        case _:
            return None
    return certificates.StatusChange(
        body=body, number=event.number, seq=0, status=status, at=one.at, reason_class=reason, successor=successor
    )


async def _prepared(db: Database, body: str, case: Case, act: a.Act, given: Given) -> None:
    """Keep the exact bytes that will be signed, in the transaction that records their digests."""
    if not isinstance(act, a.PrepareCertificate):
        raise Damaged(case.id, "only a preparation prepares a certificate")
    made = payloads(case, act, given)
    subject = made.certificate.credential_subject
    decision = case.decision
    if decision is None or decision.valid_from is None or decision.valid_until is None:
        raise Damaged(case.id, "a certificate needs a decision that granted")
    await certificates.prepare(
        db,
        certificates.CertificateRow(
            body=body,
            number=act.number,
            case=case.id,
            key_id=act.key,
            status_list=act.status_list,
            status_index=act.status_index,
            holder=case.applicant,
            holder_name=subject.name,
            holder_number=subject.organisation_number,
            municipality_code=subject.municipality_code or None,
            place=subject.place,
            search_key=search_key(subject.name, subject.organisation_number, subject.place, act.number),
            scheme=given.scheme.id,
            scheme_version=given.scheme.version.id,
            level=subject.level.code,
            valid_from=times.moment(made.certificate.valid_from),
            valid_until=decision.valid_until,
            prepared_at=given.at,
            status_since=given.at,
            former=subject.former_certificate or None,
            unsigned=made.unsigned,
            unsigned_qr=made.qr_input,
        ),
    )


async def _issued(
    db: Database, body: str, event: e.CertificateIssued, artefacts: Mapping[str, bytes], one: e.Recorded
) -> None:
    """Keep the signed bytes that the event names; without them there is no issue."""
    if event.credential not in artefacts or event.qr not in artefacts:
        raise Damaged(event.number, "the signed bytes are missing")
    kept = await certificates.keep_signed(
        db,
        body,
        event.number,
        credential=artefacts[event.credential],
        credential_digest=event.credential,
        qr=artefacts[event.qr],
        issued_at=one.at,
    )
    if not kept:
        raise Damaged(event.number, "the certificate's row is not in the state that its case tells")
