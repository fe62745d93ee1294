"""From a decided case to what will be signed: the credential and the QR payload, byte for byte.

Everything in them is derived from the case, its scheme version, the dossier and the body; nothing is typed in. The same
case, act and given make the same bytes, so they can be worked out again and compared.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET

from certify.core.covered import covered_units
from certify.core.dossier import Dossier
from certify.core.errors import Damaged
from certify.core.scheme.clocks import local_day
from certify.core.signable import bilingual, signable, stamp
from verify import compact as qr
from verify import contexts
from verify.credential import (
    Area,
    Bilingual,
    Certificate,
    DecisionReference,
    Issuer,
    Level,
    RelatedResource,
    SchemaReference,
    SchemeReference,
    StatusEntry,
    Subject,
    certificate_bytes,
    party_id,
    sri,
)
from verify.documents import OWN_CONTEXT_PATH, SCHEMA_PATH, VC_CONTEXT
from verify.keys import key_hint

if TYPE_CHECKING:
    from certify.core.acts import PrepareCertificate
    from certify.core.case import Case
    from certify.core.given import Body, Given
    from certify.core.scheme.model import Scheme

NOT_ACCREDITED = Bilingual(sv="Ej ackrediterad", en="Not accredited")


class Payloads(msgspec.Struct, frozen=True, kw_only=True):
    """What is recorded before any signature.

    `unsigned` is the credential without proof in its canonical form (RFC 8785), `created` the proof's time as it will
    stand there; `compact` the QR claims and `qr_input` the bytes that the key will sign for them (RFC 9052, 4.4).
    """

    certificate: Certificate
    unsigned: bytes
    created: str
    credential_digest: str
    compact: qr.Compact
    qr_input: bytes
    qr_digest: str


def credential(case: Case, act: PrepareCertificate, given: Given) -> Certificate:
    """What a granted case says, before it is signed.

    Raises Damaged where the case is not what a grant leaves behind, and NotSettled where units are not settled.
    """
    body = given.body
    if body is None or case.decision is None or case.decision.valid_until is None or case.terms is None:
        raise Damaged(case.id, "a certificate needs a body, terms and a decision that granted")
    return _certificate(case, act, given, body)


def payloads(case: Case, act: PrepareCertificate, given: Given) -> Payloads:
    """Build both payloads for a granted case. Raises as `credential`."""
    certificate = credential(case, act, given)
    body = given.body
    assert body is not None  # noqa: S101  asked by credential()
    unsigned = certificate_bytes(certificate)
    digest, created = hashlib.sha256(unsigned), stamp(given.at)
    compact = qr.of_certificate(certificate, digest.digest(), created=created)
    qr_input = qr.signing_input(compact, key_hint(body.keys[act.key]))
    return Payloads(
        certificate=certificate,
        unsigned=unsigned,
        created=created,
        credential_digest="sha256:" + digest.hexdigest(),
        compact=compact,
        qr_input=qr_input,
        qr_digest="sha256:" + hashlib.sha256(qr_input).hexdigest(),
    )


def _certificate(case: Case, act: PrepareCertificate, given: Given, body: Body) -> Certificate:
    decision = case.decision
    assert decision is not None  # noqa: S101  asked by credential()
    assert decision.valid_from is not None  # noqa: S101  a grant has both
    assert decision.valid_until is not None  # noqa: S101  a grant has both
    return Certificate(
        context=(VC_CONTEXT, body.origin + OWN_CONTEXT_PATH),
        id=f"{body.origin}/certificates/{act.number}",
        issuer=Issuer(id=body.did, name=body.name, address=body.address),
        # One that takes another's place begins when it is made: its key did not count before.
        valid_from=stamp(max(decision.valid_from, given.at) if case.replaced is not None else decision.valid_from),
        valid_until=stamp(decision.valid_until),
        credential_subject=_subject(case, act, given, body),
        credential_status=_status(act, body),
        credential_schema=SchemaReference(
            id=body.origin + SCHEMA_PATH, digest_sri=contexts.certificate_schema_sri(body.origin)
        ),
        related_resource=_related(case, given, body),
    )


def _related(case: Case, given: Given, body: Body) -> tuple[RelatedResource, RelatedResource, RelatedResource]:
    """Our context, the source of the scheme's version, and the terms that were accepted, each by its digest."""
    scheme, terms = given.scheme, case.terms
    assert terms is not None  # noqa: S101  asked by credential()
    return (
        RelatedResource(id=body.origin + OWN_CONTEXT_PATH, digest_sri=contexts.context_sri()),
        RelatedResource(id=f"{_address(scheme, body)}.yaml", digest_sri=sri(scheme.digest)),
        RelatedResource(
            id=f"{body.origin}/bodies/{body.slug}/terms/{terms.removeprefix('sha256:')}", digest_sri=sri(terms)
        ),
    )


def _address(scheme: Scheme, body: Body) -> str:
    return f"{body.origin}/schemes/{scheme.id}/{scheme.version.id}"


def _subject(case: Case, act: PrepareCertificate, given: Given, body: Body) -> Subject:
    decision, scheme = case.decision, given.scheme
    assert decision is not None  # noqa: S101  asked by payloads()
    dossier = given.document(case.dossier, Dossier)
    holder, area = dossier.applicant, dossier.area
    return Subject(
        id=party_id(holder.organisation_number) or UNSET,
        name=signable(holder.name),
        address=signable(holder.address),
        organisation_number=holder.organisation_number,
        municipality_code=holder.municipality_code or UNSET,
        place=signable(holder.place),
        number=act.number,
        certified=bilingual(scheme.subject.text),
        # Where the scheme prints no area none has to be named, and what is certified is all at the place.
        area=Area(
            name=signable(area.name).strip() or signable(holder.place), outline_digest=area.outline_digest or UNSET
        ),
        scheme=SchemeReference(
            id=_address(scheme, body),
            code=scheme.id,
            title=bilingual(scheme.title),
            version=scheme.version.id,
            edition=scheme.edition,
            digest=scheme.digest,
        ),
        level=_level(scheme, decision.level),
        decision=DecisionReference(date=local_day(decision.at, scheme).isoformat(), digest=decision.reason),
        signatory=bilingual(body.signatory),
        accreditation=bilingual(scheme.accreditation) if scheme.accreditation else NOT_ACCREDITED,
        former_certificate=(case.replaced.number if case.replaced is not None else case.former) or UNSET,
        units=covered_units(case, given) or UNSET,
    )


def _level(scheme: Scheme, code: str | None) -> Level:
    for level in scheme.outcome.levels:
        if level.id == code:
            return Level(code=level.id, title=bilingual(level.title))
    raise Damaged(scheme.digest, f"the scheme has no level {code}")


def _status(act: PrepareCertificate, body: Body) -> tuple[StatusEntry, StatusEntry]:
    """The same index in both lists of the body (Bitstring Status List 1.0, 2.1)."""
    lists = f"{body.origin}/bodies/{body.slug}/status/{act.status_list}"
    revocation, suspension = (
        StatusEntry(
            id=f"{lists}/{purpose}#{act.status_index}",
            status_purpose=purpose,
            status_list_index=str(act.status_index),
            status_list_credential=f"{lists}/{purpose}",
        )
        for purpose in ("revocation", "suspension")
    )
    return revocation, suspension
