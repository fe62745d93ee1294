"""Good certificates, keys, trust lists and status lists for tests: the same bytes every time.

Every maker takes what a test wants changed; everything else is good on `NOON`. People and places are made up.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from verify import compact, contexts, credential, keys, proof, recognition, status, strict_json, trust
from verify import history as history_format

ORIGIN = "https://intyg.platscert.example"
HOST = "intyg.platscert.example"
SLUG = "nordisk"
DID = "did:web:intyg.platscert.example:bodies:nordisk"
NUMBER = "8H3K-T6PW-4"
OTHER_NUMBER = "3SPY-VQ7Z-Q"
INDEX = 70_001
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


class Key:
    """A key pair from a seed word, with everything that a test asks of it."""

    def __init__(self, seed: str) -> None:
        self.private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())
        self.public = self.private.public_key()
        self.raw = keys.raw_bytes(self.public)
        self.multibase = keys.multibase(self.raw)
        self.hint = keys.key_hint(self.raw)
        self.sign = self.private.sign


ROOT = Key("root of the installation")
SIGNING = Key("certificates of nordisk")
STATUS = Key("status lists of nordisk")
STRANGER = Key("somebody else")
OWNING = Key("recognitions of the scheme's owner")

OWNER_ORIGIN = "https://ordning.example"
OWNER_DID = "did:web:ordning.example:bodies:ordningen"
OWNER_KEY_ID = f"{OWNER_DID}#key-1"
KEY_ID = f"{DID}#key-1"
STATUS_KEY_ID = f"{DID}#status-1"


def subject(**changes: Any) -> credential.Subject:
    """Who is certified, for what, by which decision."""
    good = credential.Subject(
        accreditation=credential.Bilingual(sv="Ej ackrediterad", en="Not accredited"),
        address="Torget 1, 123 45 Lindhamra",
        area=credential.Area(
            name="Lindhamra stadskärna, Storgatan till Hamnplan", outline_digest=strict_json.sha256_digest(b"outline")
        ),
        certified=credential.Bilingual(
            sv="Samverkansorganisation för stadskärnan", en="Co-operation for the town centre"
        ),
        decision=credential.DecisionReference(date="2026-11-23", digest=strict_json.sha256_digest(b"decision")),
        level=credential.Level(code="QM", title=credential.Bilingual(sv="Quality Mark", en="Quality Mark")),
        id=credential.party_id("802400-1236") or "",
        municipality_code="0000",
        name="Lindhamra Centrum ekonomisk förening",
        number=NUMBER,
        organisation_number="802400-1236",
        place="Lindhamra",
        scheme=credential.SchemeReference(
            code="quality-mark",
            digest=strict_json.sha256_digest(b"scheme"),
            edition="working",
            id=f"{ORIGIN}/schemes/quality-mark/2026.1",
            title=credential.Bilingual(sv="Quality Mark", en="Quality Mark"),
            version="2026.1",
        ),
        signatory=credential.Bilingual(sv="Certifieringschef", en="Head of certification"),
    )
    return replace(good, **changes)


def unsigned(
    *, number: str = NUMBER, origin: str = ORIGIN, did: str = DID, index: int = INDEX, **changes: Any
) -> credential.Certificate:
    """A certificate before it is signed. `changes` are fields of the subject or of the certificate."""
    lists = f"{origin}/bodies/{SLUG}/status/1"
    of_subject = {name: value for name, value in changes.items() if name in credential.Subject.__struct_fields__}
    others = {name: value for name, value in changes.items() if name not in of_subject}
    good = credential.Certificate(
        context=("https://www.w3.org/ns/credentials/v2", f"{origin}/contexts/certificate/v1"),
        credential_schema=credential.SchemaReference(
            id=f"{origin}/credential-schemas/certificate/v1", digest_sri=contexts.certificate_schema_sri(origin)
        ),
        credential_status=(
            credential.StatusEntry(
                id=f"{lists}/revocation#{index}",
                status_list_credential=f"{lists}/revocation",
                status_list_index=str(index),
                status_purpose="revocation",
            ),
            credential.StatusEntry(
                id=f"{lists}/suspension#{index}",
                status_list_credential=f"{lists}/suspension",
                status_list_index=str(index),
                status_purpose="suspension",
            ),
        ),
        credential_subject=subject(**{"number": number, **of_subject}),
        id=f"{origin}/certificates/{number}",
        issuer=credential.Issuer(address="Hamngatan 4, 123 45 Lindhamra", id=did, name="Nordisk Platscertifiering"),
        related_resource=related(origin),
        valid_from="2026-11-23T10:00:00Z",
        valid_until="2029-11-22T22:59:59Z",
    )
    return replace(good, **others)


def related(
    origin: str = ORIGIN,
) -> tuple[credential.RelatedResource, credential.RelatedResource, credential.RelatedResource]:
    """Our context, the source of the scheme and the terms, as the certificate names them."""
    terms = strict_json.sha256_digest(b"terms")
    scheme = credential.RelatedResource(
        id=f"{ORIGIN}/schemes/quality-mark/2026.1.yaml", digest_sri=credential.sri(strict_json.sha256_digest(b"scheme"))
    )
    return (
        credential.RelatedResource(id=f"{origin}/contexts/certificate/v1", digest_sri=contexts.context_sri()),
        scheme,
        credential.RelatedResource(id=f"{origin}/bodies/{SLUG}/terms/{terms[7:]}", digest_sri=credential.sri(terms)),
    )


def sites(**changes: Any) -> credential.UnitsOfKind:
    """Units of one kind: two sites that are numbered, the second with an end of its own."""
    good = credential.UnitsOfKind(
        kind="sites",
        title=credential.Bilingual(sv="Platser", en="Sites"),
        members=(
            credential.Unit(code="torget", name="Torget", number=1),
            credential.Unit(code="hamnen", name="Hamnen", number=2, valid_until="2028-05-31T21:59:59Z"),
        ),
    )
    return replace(good, **changes)


def certificate(
    *, key: Key = SIGNING, key_id: str = KEY_ID, created: str = "2026-11-23T10:00:05Z", **changes: Any
) -> credential.Certificate:
    """A signed certificate; `changes` as for `unsigned`."""
    bare = unsigned(**changes)
    message = credential.signing_input(bare, verification_method=key_id, created=created)
    return credential.signed(bare, verification_method=key_id, created=created, signature=key.sign(message))


def certificate_bytes(**changes: Any) -> bytes:
    """The published bytes of a signed certificate; `changes` as for `certificate`."""
    return credential.certificate_bytes(certificate(**changes))


def signed_anyhow(document: dict[str, Any], *, key: Key = SIGNING, key_id: str = KEY_ID) -> bytes:
    """Published bytes of any JSON object, well signed: to show what is refused in spite of its signature."""
    bare = {name: value for name, value in document.items() if name != "proof"}
    return strict_json.canonical(
        proof.attach(bare, verification_method=key_id, created="2026-11-23T10:00:05Z", sign=key.sign)
    )


def trusted_key(key: Key = SIGNING, **changes: Any) -> trust.TrustedKey:
    """A key as the trust list names it."""
    good = trust.TrustedKey(
        id=STATUS_KEY_ID if key is STATUS else KEY_ID,
        public_key_multibase=key.multibase,
        use="status" if key is STATUS else "certificate",
        from_="2026-01-01T00:00:00Z",
        state="active",
    )
    return replace(good, **changes)


def body(**changes: Any) -> trust.Body:
    """The body as the trust list names it."""
    good = trust.Body(
        did=DID,
        name="Nordisk Platscertifiering",
        slug=SLUG,
        origins=(ORIGIN,),
        keys=(trusted_key(), trusted_key(STATUS)),
    )
    return replace(good, **changes)


def trust_bytes(
    bodies: Iterable[trust.Body] | None = None,
    *,
    root: Key = ROOT,
    version: int = 7,
    issued: str = "2027-03-01T00:00:00Z",
    expires: str = "2027-03-31T00:00:00Z",
) -> bytes:
    """A published trust list."""
    document = trust.unsigned_trust(
        id=f"{ORIGIN}/trust.json",
        version=version,
        issued=issued,
        expires=expires,
        bodies=(body(),) if bodies is None else bodies,
    )
    return strict_json.canonical(
        proof.attach(document, verification_method=trust.root_method(root.multibase), created=issued, sign=root.sign)
    )


def trust_list(bodies: Iterable[trust.Body] | None = None, **changes: Any) -> trust.Trust:
    """The trust list, read."""
    root: Key = changes.get("root", ROOT)
    return trust.read_trust(trust_bytes(bodies, **changes), root=root.multibase)


def status_list_bytes(
    purpose: status.Purpose,
    marked: Iterable[int] = (),
    *,
    origin: str = ORIGIN,
    did: str = DID,
    version: int = 3,
    valid_from: str = "2027-03-01T11:00:00Z",
    valid_until: str = "2027-03-02T11:00:00Z",
    key: Key = STATUS,
    key_id: str = STATUS_KEY_ID,
    size: int = status.SIZE,
) -> bytes:
    """A published status list."""
    document = status.make(
        purpose,
        marked,
        id=f"{origin}/bodies/{SLUG}/status/1/{purpose}",
        issuer=did,
        valid_from=valid_from,
        valid_until=valid_until,
        version=version,
        size=size,
    )
    return strict_json.canonical(proof.attach(document, verification_method=key_id, created=valid_from, sign=key.sign))


def status_bytes(revoked: Iterable[int] = (), suspended: Iterable[int] = (), **changes: Any) -> tuple[bytes, bytes]:
    """Both published lists."""
    return (
        status_list_bytes("revocation", revoked, **changes),
        status_list_bytes("suspension", suspended, **changes),
    )


def statuses(
    revoked: Iterable[int] = (), suspended: Iterable[int] = (), *, known: trust.Trust | None = None, **changes: Any
) -> status.Statuses:
    """Both lists, read."""
    trusted = known or trust_list()
    return status.Statuses(status.read(raw, trusted) for raw in status_bytes(revoked, suspended, **changes))


def qr_text(of: credential.Certificate | None = None, *, key: Key = SIGNING, host: str = HOST, **changes: Any) -> str:
    """The text of the QR code of a certificate; `changes` are fields of the compact form."""
    said = replace(compact.of_certificate(of or certificate()), **changes)
    return compact.url(host, said.number, compact.build(said, key_id=key.hint, sign=key.sign))


def status_list_value(purpose: status.Purpose, old: str, new: str) -> dict[str, Any]:
    """A published status list as JSON value, in which one text was replaced everywhere: to be signed anyhow."""
    value: dict[str, Any] = json.loads(status_list_bytes(purpose).decode().replace(old, new))
    return value


def cose_of(text: str) -> bytes:
    """The COSE_Sign1 in a QR text."""
    return compact.read(text).cose


def history(
    changes: tuple[history_format.Change, ...] = (), *, origin: str = ORIGIN, **more: Any
) -> history_format.History:
    """A status history before it is signed; with no changes one of a certificate that is active."""
    digest = strict_json.sha256_digest(credential.unsigned_bytes(unsigned()))
    good = history_format.History(
        certificate=digest,
        changes=changes or (history_format.Change(at="2026-11-23T10:00:00Z", state="active"),),
        id=f"{origin}/v/{NUMBER}/history.json",
        issued="2027-03-01T11:00:00Z",
        issuer=DID,
        number=NUMBER,
        version=2,
    )
    return replace(good, **more)


def history_bytes(
    changes: tuple[history_format.Change, ...] = (),
    *,
    origin: str = ORIGIN,
    key: Key = STATUS,
    key_id: str = STATUS_KEY_ID,
    **more: Any,
) -> bytes:
    """A published status history."""
    document = history_format.unsigned(history(changes, origin=origin, **more))
    return strict_json.canonical(
        proof.attach(document, verification_method=key_id, created="2027-03-01T11:00:00Z", sign=key.sign)
    )


def owner(**changes: Any) -> trust.Body:
    """The owner of a scheme as the trust list names it."""
    key = trust.TrustedKey(
        id=OWNER_KEY_ID,
        public_key_multibase=OWNING.multibase,
        use="recognition",
        from_="2026-01-01T00:00:00Z",
        state="active",
    )
    good = trust.Body(did=OWNER_DID, name="Ordningens ägare", slug="ordningen", origins=(OWNER_ORIGIN,), keys=(key,))
    return replace(good, **changes)


def recognition_bytes(
    *, key: Key = OWNING, key_id: str = OWNER_KEY_ID, created: str = "2026-06-01T09:00:00Z", **changes: Any
) -> bytes:
    """A published recognition of the body for its scheme."""
    good = {
        "owner": OWNER_DID,
        "owner_address": f"{OWNER_ORIGIN}/bodies/ordningen/recognitions/quality-mark/nordisk",
        "body": DID,
        "name": "Nordisk Platscertifiering",
        "scheme": "quality-mark",
        "valid_from": "2026-06-01T00:00:00Z",
        "valid_until": "2027-05-31T21:59:59Z",
    }
    document = recognition.make(**good | changes)
    return strict_json.canonical(proof.attach(document, verification_method=key_id, created=created, sign=key.sign))
