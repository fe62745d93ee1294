"""The certificate as structs: W3C Verifiable Credentials Data Model 2.0 and the terms of our own context.

The fields of every struct stand in the order of their JSON names' code points, which is the order that RFC 8785
wants; so encoding a struct gives the published bytes at once (a test holds this against two other encoders).
`read_certificate` takes nothing that `certificate_bytes` could not have written, but for white space, the order of
keys and the spelling of characters.
"""

import base64
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType, field
from msgspec.structs import replace

from verify import addresses, errors, number, proof, times
from verify.documents import OWN_CONTEXT_PATH, SCHEMA_PATH, VC_CONTEXT, Document, Reader, encode

Text = Annotated[str, Meta(min_length=1, max_length=500)]
Code = Annotated[str, Meta(min_length=1, max_length=40)]
UnitCode = Annotated[str, Meta(min_length=1, max_length=64)]
MOST_UNITS = 2_000
DIGEST = re.compile("sha256:[0-9a-f]{64}")


class Bilingual(Document, frozen=True, kw_only=True):
    """One text in English and in Swedish."""

    en: Text
    sv: Text


class Issuer(Document, frozen=True, kw_only=True):
    """The body that issued: its did:web, legal name and address."""

    address: Text
    id: str
    name: Text
    type: Literal["CertificationBody"] = "CertificationBody"


class Area(Document, frozen=True, kw_only=True):
    """The area or scope by name, with the `sha256:` digest of its GeoJSON outline where there is one."""

    name: Text
    outline_digest: str | UnsetType = UNSET


class SchemeReference(Document, frozen=True, kw_only=True):
    """The scheme version that was certified against: its address, short code, digest, edition, title."""

    code: Code
    digest: str
    edition: Literal["working", "adopted"]
    id: str
    title: Bilingual
    version: Code


class Level(Document, frozen=True, kw_only=True):
    """The level of the scheme's ladder that was reached."""

    code: Code
    title: Bilingual


class DecisionReference(Document, frozen=True, kw_only=True):
    """The day of the decision (`YYYY-MM-DD`) and the `sha256:` digest of its document."""

    date: str
    digest: str


class Unit(Document, frozen=True, kw_only=True):
    """One site, product, member or area that the certificate covers; what it leaves out it has from the holder.

    `number` is its place among the units of its kind, `within` the code of the unit that it belongs to, and
    `valid_until` its own end where it comes before the certificate's.
    """

    code: UnitCode
    name: Text
    number: Annotated[int, Meta(ge=1, le=MOST_UNITS)] | UnsetType = UNSET
    valid_until: str | UnsetType = UNSET
    within: UnitCode | UnsetType = UNSET


class UnitsOfKind(Document, frozen=True, kw_only=True):
    """The units of one kind of the scheme, in the order in which they are shown."""

    kind: UnitCode
    members: Annotated[tuple[Unit, ...], Meta(min_length=1)]
    title: Bilingual


class Subject(Document, frozen=True, kw_only=True):
    """The holder and everything that is certified about it. `id` outlives the holder's name and address."""

    accreditation: Bilingual
    address: Text
    area: Area
    certified: Bilingual
    decision: DecisionReference
    former_certificate: str | UnsetType = UNSET
    id: str | UnsetType = UNSET
    level: Level
    municipality_code: str | UnsetType = UNSET
    name: Text
    number: str
    organisation_number: Code
    place: Text
    scheme: SchemeReference
    signatory: Bilingual
    type: Literal["CertifiedOrganisation"] = "CertifiedOrganisation"
    units: Annotated[tuple[UnitsOfKind, ...], Meta(min_length=1)] | UnsetType = UNSET


class StatusEntry(Document, frozen=True, kw_only=True):
    """Where to look up one status: W3C Bitstring Status List 1.0, section 2.1. The index is a string there."""

    id: str
    status_list_credential: str
    status_list_index: str
    status_purpose: Literal["revocation", "suspension"]
    type: Literal["BitstringStatusListEntry"] = "BitstringStatusListEntry"


class SchemaReference(Document, frozen=True, kw_only=True):
    """The JSON Schema of the certificate (VC data model 2.0, 4.11), and the digest of the bytes that stand there."""

    digest_sri: str | UnsetType = field(default=UNSET, name="digestSRI")
    id: str
    type: Literal["JsonSchema"] = "JsonSchema"


class RelatedResource(Document, frozen=True, kw_only=True):
    """What the certificate rests on: an address, and the digest of the bytes that stand there (VC data model 2.0, 5.3).

    `digest_sri` is `sha256-` and base64, as in Subresource Integrity.
    """

    digest_sri: str = field(name="digestSRI")
    id: str


class Proof(Document, frozen=True, kw_only=True):
    """One Data Integrity proof (W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.3)."""

    context: tuple[str, str] = field(name="@context")
    created: str
    cryptosuite: Literal["eddsa-jcs-2022"] = "eddsa-jcs-2022"
    proof_purpose: Literal["assertionMethod"] = "assertionMethod"
    proof_value: str
    type: Literal["DataIntegrityProof"] = "DataIntegrityProof"
    verification_method: str


class Certificate(Document, frozen=True, kw_only=True):
    """A certificate, with its proof or, before it is signed, without one."""

    context: tuple[str, str] = field(name="@context")
    credential_schema: SchemaReference
    credential_status: tuple[StatusEntry, StatusEntry]
    credential_subject: Subject
    id: str
    issuer: Issuer
    proof: Proof | UnsetType = UNSET
    related_resource: tuple[RelatedResource, RelatedResource, RelatedResource] | UnsetType = UNSET
    type: tuple[Literal["VerifiableCredential"], Literal["Certificate"]] = ("VerifiableCredential", "Certificate")
    valid_from: str
    valid_until: str

    @property
    def origin(self) -> str:
        """The origin that all its addresses stand below."""
        return self.id.removesuffix(f"/certificates/{self.credential_subject.number}")

    @property
    def status_index(self) -> int:
        """Its place in both status lists."""
        return int(self.credential_status[0].status_list_index)


class _ProofOptions(Document, frozen=True, kw_only=True):
    """A proof without its value: the part of it that is signed."""

    context: tuple[str, str] = field(name="@context")
    created: str
    cryptosuite: Literal["eddsa-jcs-2022"] = "eddsa-jcs-2022"
    proof_purpose: Literal["assertionMethod"] = "assertionMethod"
    type: Literal["DataIntegrityProof"] = "DataIntegrityProof"
    verification_method: str


_READER = Reader(Certificate)
_latest: list[tuple[bytes, "tuple[Certificate, bytes]"]] = []  # what was read last, and what was found in it
_HEX = re.compile("[0-9a-f]{64}")
_MUNICIPALITY = re.compile("[0-9]{4}")
_STATUS_PATH = re.compile(r"/bodies/[a-z0-9-]{1,63}/status/(?:0|[1-9][0-9]{0,5})/revocation")
_INDEX = re.compile("0|[1-9][0-9]{0,6}")
_SRI = re.compile("sha256-[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=")  # 32 bytes in their one spelling
_SWEDISH = re.compile("[0-9]{6}-[0-9]{4}")
CONTEXT_SRI = "sha256-5XIgspIwaghNv1sl2JtQFMvH41dozCcuqXozP0nS7VE="
"""The digest of our context, whose bytes are the same at every origin and for ever."""

_PARTY = "urn:oasis:names:tc:ebcore:partyid-type:iso6523:0007:"


def read_certificate(raw: bytes) -> Certificate:
    """The certificate that `raw` holds, signed or not yet; its signature is not looked at here.

    Raises a leaf of `errors.Unreadable` or `errors.Malformed`.
    """
    return read_with_form(raw)[0]


def read_with_form(raw: bytes) -> tuple[Certificate, bytes]:
    """As `read_certificate`, and its RFC 8785 form: the same bytes, unless it was spelled otherwise than published."""
    for known, there in _latest:
        if known is raw:  # somebody asks what it claims, and then for a verdict on it
            return there
    found = certificate, _ = _READER.read_with_form(raw)
    check(certificate)
    if type(raw) is bytes:  # which nobody can change meanwhile
        _latest[:] = [(raw, found)]
    return found


def certificate_bytes(certificate: Certificate) -> bytes:
    """The published bytes: its RFC 8785 form."""
    return encode(certificate)


def unsigned_bytes(certificate: Certificate) -> bytes:
    """The RFC 8785 form without the proof. Its SHA-256 is the certificate's digest, in the QR code and elsewhere."""
    return encode(certificate if certificate.proof is UNSET else replace(certificate, proof=UNSET))


def hashed_parts(given: Proof, form: bytes) -> tuple[bytes, bytes]:
    """The RFC 8785 forms of a certificate without its proof, and of the proof without its value: what is hashed.

    `form` is the RFC 8785 form of the certificate, `given` its proof. The parts are cut out of the form: a quotation
    mark within a text has a backslash before it there, so what is looked for is found nowhere but where it belongs.
    """
    begin = form.rindex(b',"proof":{')
    options = begin + len(b',"proof":')
    end = options + len(encode(given))
    value = form.index(b'"proofValue":"', options)
    after = form.index(b'"type":"', value)
    return form[:begin] + form[end:], form[options:value] + form[after:end]


def signing_input(certificate: Certificate, *, verification_method: str, created: str) -> bytes:
    """The 64 bytes to sign; the same as `proof.signing_input` gives for the same JSON."""
    options = _ProofOptions(context=certificate.context, created=created, verification_method=verification_method)
    return proof.hash_canonical(unsigned_bytes(certificate), encode(options))


def seal(
    unsigned: bytes, context: tuple[str, str], *, verification_method: str, created: str, sign: Callable[[bytes], bytes]
) -> bytes:
    """The published bytes of a certificate that `unsigned` is the RFC 8785 form of, without proof, with that context.

    The same as signing `signing_input` and encoding what `signed` gives; here the proof is put into the bytes at hand.
    """
    options = encode(_ProofOptions(context=context, created=created, verification_method=verification_method))
    value = proof.proof_value(sign(proof.hash_canonical(unsigned, options))).encode()
    at = options.index(b'"type":"')
    end = unsigned.rfind(b',"relatedResource":[')
    if end < 0:
        end = unsigned.rindex(b',"type":["VerifiableCredential",')
    given = options[:at] + b'"proofValue":"' + value + b'",' + options[at:]
    return unsigned[:end] + b',"proof":' + given + unsigned[end:]


def signed(certificate: Certificate, *, verification_method: str, created: str, signature: bytes) -> Certificate:
    """The certificate with its proof, from the signature over `signing_input`."""
    return replace(
        certificate,
        proof=Proof(
            context=certificate.context,
            created=created,
            proof_value=proof.proof_value(signature),
            verification_method=verification_method,
        ),
    )


def party_id(organisation_number: str) -> str | None:
    """The identifier of a Swedish organisation that no change of name or address touches, as a URN; else None.

    ISO 6523 has the Swedish organisation numbers under 0007; the URN is that of OASIS ebCore Party Id Type 1.0, 2.3.
    """
    if _SWEDISH.fullmatch(organisation_number) is None:
        return None
    return _PARTY + organisation_number.replace("-", "")


@lru_cache(maxsize=256)  # schemes and terms are few, each in many certificates
def sri(digest: str) -> str:
    """A `sha256:` digest as Subresource Integrity spells it: `sha256-` and base64."""
    return "sha256-" + base64.b64encode(bytes.fromhex(digest.removeprefix("sha256:"))).decode()


def check(certificate: Certificate) -> None:
    """Whether its parts agree: one origin, one number, one status index, an end after the beginning (SPEC.md, 3).

    Raises a leaf of `errors.Malformed`.
    """
    subject = certificate.credential_subject
    if not number.is_number(subject.number):
        raise errors.BadCertificateNumber(f"{subject.number[:40]!r}")
    origin = certificate.origin
    if origin == certificate.id:
        raise errors.NumberMismatch("id does not end in /certificates/ and the number")
    if not addresses.is_origin(origin):
        raise errors.BadAddress(f"id is not below an origin: {certificate.id[:80]!r}")
    _check_frame(certificate.context, certificate.credential_schema, origin)
    addresses.did_document_url(certificate.issuer.id)
    addresses.split(subject.scheme.id)
    _check_codes(subject)
    _check_status(certificate.credential_status, origin)
    _check_times(certificate)
    if certificate.related_resource is not UNSET:
        scheme, lists = subject.scheme, certificate.credential_status[0].status_list_credential
        terms = lists.partition("/status/")[0] + "/terms/"
        _check_related(certificate.related_resource, certificate.context[1], scheme.id, scheme.digest, terms)
    if subject.units is not UNSET:
        _check_units(subject.units, certificate)
    if certificate.proof is not UNSET:
        _check_proof(certificate.proof, certificate)


@lru_cache(maxsize=256)  # the same for all certificates of an origin
def _check_frame(context: tuple[str, str], schema: SchemaReference, origin: str) -> None:
    if context != (VC_CONTEXT, origin + OWN_CONTEXT_PATH):
        raise errors.WrongValue("@context is not the pair of VC data model 2.0 and our own below the same origin")
    if schema.id != origin + SCHEMA_PATH:
        raise errors.BadAddress("credentialSchema is not ours below the same origin")
    if schema.digest_sri is not UNSET and _SRI.fullmatch(schema.digest_sri) is None:
        raise errors.WrongValue("credentialSchema.digestSRI is not a sha256- digest")


def _check_codes(subject: Subject) -> None:
    for digest in (subject.scheme.digest, subject.decision.digest, subject.area.outline_digest):
        if digest is not UNSET and DIGEST.fullmatch(digest) is None:
            raise errors.WrongValue(f"not a sha256: digest: {digest[:80]!r}")
    municipality, former = subject.municipality_code, subject.former_certificate
    if municipality is not UNSET and _MUNICIPALITY.fullmatch(municipality) is None:
        raise errors.WrongValue(f"municipalityCode is not four digits: {municipality[:40]!r}")
    if former is not UNSET and not number.is_number(former):
        raise errors.BadCertificateNumber(f"formerCertificate {former[:40]!r}")
    if subject.id is not UNSET and subject.id != party_id(subject.organisation_number):
        raise errors.WrongValue("credentialSubject.id is not the identifier of the organisation number")


def _check_status(entries: tuple[StatusEntry, StatusEntry], origin: str) -> None:
    revocation, suspension = entries
    if (revocation.status_purpose, suspension.status_purpose) != ("revocation", "suspension"):
        raise errors.WrongValue(
            "credentialStatus is not one entry for revocation and one for suspension, in this order"
        )
    index = revocation.status_list_index
    if _INDEX.fullmatch(index) is None or suspension.status_list_index != index:
        raise errors.WrongValue("the two status entries do not share one index in its one spelling")
    address = revocation.status_list_credential
    if not _is_revocation_list(address, origin):
        raise errors.BadAddress(f"not a status list below the same origin: {address[:80]!r}")
    if suspension.status_list_credential != address.removesuffix("revocation") + "suspension":
        raise errors.BadAddress("the two status lists do not stand beside each other")
    for entry in entries:
        if entry.id != f"{entry.status_list_credential}#{index}":
            raise errors.BadAddress("the id of a status entry is not its list, # and its index")


@lru_cache(maxsize=256)  # a body has few lists, each for a hundred thousand certificates
def _is_revocation_list(address: str, origin: str) -> bool:
    return address.startswith(origin) and _STATUS_PATH.fullmatch(address, len(origin)) is not None


def _check_times(certificate: Certificate) -> None:
    times.moment(certificate.valid_from)
    times.moment(certificate.valid_until)
    times.day(certificate.credential_subject.decision.date)
    if certificate.valid_until <= certificate.valid_from:
        raise errors.BadTime("it ends before it begins")


@lru_cache(maxsize=256)  # the same for all certificates under one version of a scheme and one of the terms
def _check_related(
    related: tuple[RelatedResource, ...], own_context: str, scheme_id: str, scheme_digest: str, start: str
) -> None:
    """Our context, the scheme's source and the terms, in this order, each with the digest of its bytes.

    `start` is how the addresses of the body's terms begin.
    """
    context, scheme, terms = related
    for one in related:
        if _SRI.fullmatch(one.digest_sri) is None:
            raise errors.WrongValue(f"relatedResource: not a sha256- digest: {one.digest_sri[:80]!r}")
    if context.id != own_context:
        raise errors.BadAddress("the first relatedResource is not our context")
    if context.digest_sri != CONTEXT_SRI:
        raise errors.WrongValue("the first relatedResource has another digest than our context")
    if scheme.id != scheme_id + ".yaml":
        raise errors.BadAddress("the second relatedResource is not the source of the scheme")
    if scheme.digest_sri != sri(scheme_digest):
        raise errors.WrongValue("the second relatedResource has another digest than the scheme")
    named = terms.id.removeprefix(start)
    if named == terms.id or _HEX.fullmatch(named) is None:
        raise errors.BadAddress("the third relatedResource is not the body's terms")
    if terms.digest_sri != sri(named):
        raise errors.WrongValue("the terms have another digest than their address")


def _check_units(groups: tuple[UnitsOfKind, ...], certificate: Certificate) -> None:
    """Units are named once, numbered in order or not at all, lie within units, and end with the certificate."""
    kinds = {group.kind for group in groups}
    codes = {unit.code for group in groups for unit in group.members}
    many = sum(len(group.members) for group in groups)
    if many > MOST_UNITS:
        raise errors.TooManyUnits(f"{many}, at most {MOST_UNITS}")
    if len(kinds) < len(groups) or len(codes) < many:
        raise errors.RepeatedUnit("a kind of unit or the code of a unit stands twice")
    for group in groups:
        numbers = [unit.number for unit in group.members]
        if numbers != [UNSET] * len(numbers) and numbers != list(range(1, len(numbers) + 1)):
            raise errors.BadUnitNumber(f"{group.kind[:80]} is not numbered from 1 on, each one or none")
        for unit in group.members:
            if unit.within is not UNSET and (unit.within not in codes or unit.within == unit.code):
                raise errors.UnknownUnit(f"{unit.code[:80]!r} within {unit.within[:80]!r}")
            if unit.valid_until is not UNSET:
                _check_end(unit.valid_until, certificate)


def _check_end(ends: str, certificate: Certificate) -> None:
    times.moment(ends)
    if not certificate.valid_from < ends < certificate.valid_until:
        raise errors.BadTime("a unit's own end is not between the certificate's beginning and its end")


def _check_proof(given: Proof, certificate: Certificate) -> None:
    times.moment(given.created)
    if given.context != certificate.context:
        raise errors.WrongValue("proof.@context is not the certificate's @context")
    if not given.verification_method.startswith(certificate.issuer.id + "#"):
        raise errors.BadAddress("proof.verificationMethod is not a key of the issuer")
