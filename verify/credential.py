"""The certificate as structs: W3C Verifiable Credentials Data Model 2.0 and the terms of our own context.

The fields of every struct stand in the order of their JSON names' code points, which is the order that RFC 8785
wants; so encoding a struct gives the published bytes at once (a test holds this against two other encoders).
`read_certificate` takes nothing that `certificate_bytes` could not have written, but for white space, the order of
keys and the spelling of characters.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType, field


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """What every struct of a published document shares: immutable, by keyword, nothing unknown, camelCase."""


class Bilingual(Document, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """One text in English and in Swedish."""

    en: str
    sv: str


class Issuer(Document, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The body that issued: its did:web, legal name and address."""

    address: str
    id: str
    name: str
    type: Literal["CertificationBody"] = "CertificationBody"


class Area(Document, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The area or scope by name, with the `sha256:` digest of its GeoJSON outline where there is one."""

    name: str
    outline_digest: str | UnsetType = UNSET


class SchemeReference(Document, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The scheme version that was certified against: its address, short code, digest, edition, title."""

    code: str
    digest: str
    edition: Literal["working", "adopted"]
    id: str
    title: Bilingual
    version: str


class Level(Document, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The level of the scheme's ladder that was reached."""

    code: str
    title: Bilingual


class DecisionReference(Document, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The day of the decision (`YYYY-MM-DD`) and the `sha256:` digest of its document."""

    date: str
    digest: str


class Subject(Document, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The holder and everything that is certified about it."""

    accreditation: Bilingual
    address: str
    area: Area
    certified: Bilingual
    decision: DecisionReference
    former_certificate: str | UnsetType = UNSET
    level: Level
    municipality_code: str | UnsetType = UNSET
    name: str
    number: str
    organisation_number: str
    place: str
    scheme: SchemeReference
    signatory: Bilingual
    type: Literal["CertifiedOrganisation"] = "CertifiedOrganisation"


class StatusEntry(Document, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Where to look up one status: W3C Bitstring Status List 1.0, section 2.1. The index is a string there."""

    id: str
    status_list_credential: str
    status_list_index: str
    status_purpose: Literal["revocation", "suspension"]
    type: Literal["BitstringStatusListEntry"] = "BitstringStatusListEntry"


class SchemaReference(Document, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The JSON Schema of the certificate (VC data model 2.0, 4.11)."""

    id: str
    type: Literal["JsonSchema"] = "JsonSchema"


class Proof(Document, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """One Data Integrity proof (W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.3)."""

    context: tuple[str, str] = field(name="@context")
    created: str
    cryptosuite: Literal["eddsa-jcs-2022"] = "eddsa-jcs-2022"
    proof_purpose: Literal["assertionMethod"] = "assertionMethod"
    proof_value: str
    type: Literal["DataIntegrityProof"] = "DataIntegrityProof"
    verification_method: str


class Certificate(Document, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A certificate, with its proof or, before it is signed, without one."""

    context: tuple[str, str] = field(name="@context")
    credential_schema: SchemaReference
    credential_status: tuple[StatusEntry, StatusEntry]
    credential_subject: Subject
    id: str
    issuer: Issuer
    proof: Proof | UnsetType = UNSET
    type: tuple[Literal["VerifiableCredential"], Literal["Certificate"]] = ("VerifiableCredential", "Certificate")
    valid_from: str
    valid_until: str
