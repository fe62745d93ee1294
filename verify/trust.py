"""The trust list: which bodies there are, on which origins, and whose keys count for what and from when to when.

Signed by the installation's root key, with a version that only rises and an end. A verifier needs no DID resolution:
what did:web documents say is what this list says (`did_document` makes them from it), and a did:web whose web server
was taken over still cannot add a key. Retired keys stay, with the time they were valid in, so that what they signed
then can be verified for ever.
"""

import hashlib
from collections.abc import Iterable
from types import MappingProxyType
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import UNSET, Struct, UnsetType, field, to_builtins

from verify import addresses, errors, keys, proof, times
from verify.documents import Document, Reader, SafeInteger

Use = Literal["certificate", "status", "recognition"]


class TrustedKey(Document, frozen=True, kw_only=True):
    """One key of a body: valid for what was signed from `from_` until `until` (for ever, when that is absent)."""

    from_: str = field(name="from")
    id: str
    public_key_multibase: str
    state: Literal["active", "retired", "compromised"]
    until: str | UnsetType = UNSET
    use: Use


class Body(Document, frozen=True, kw_only=True):
    """One certification body: its did:web, legal name, short name, the origins it uses and its keys."""

    did: str
    keys: tuple[TrustedKey, ...]
    name: str
    origins: tuple[str, ...]
    slug: str


class ListProof(Document, frozen=True, kw_only=True):
    """The proof of a trust list. `verificationMethod` is `did:key:z...#z...` of the root key."""

    created: str
    cryptosuite: Literal["eddsa-jcs-2022"] = "eddsa-jcs-2022"
    proof_purpose: Literal["assertionMethod"] = "assertionMethod"
    proof_value: str
    type: Literal["DataIntegrityProof"] = "DataIntegrityProof"
    verification_method: str


class TrustList(Document, frozen=True, kw_only=True):
    """The trust list as it is published."""

    bodies: tuple[Body, ...]
    expires: str
    id: str
    issued: str
    proof: ListProof | UnsetType = UNSET
    type: Literal["TrustList"] = "TrustList"
    version: SafeInteger


class _Key(Struct, frozen=True):
    listed: TrustedKey
    public: Ed25519PublicKey
    hint: bytes


_READER = Reader(TrustList)


class Trust:
    """A trust list that was read and found in order, with what a verification asks of it at hand."""

    def __init__(self, document: TrustList) -> None:
        """Check and index a trust list; whose signature it bears is for `read_trust`. Raises `errors.Malformed`."""
        times.moment(document.issued)
        times.moment(document.expires)
        if document.expires <= document.issued:
            raise errors.BadTime("the trust list ends before it begins")
        self.document = document
        self.version = document.version
        self.expires = document.expires
        self.root = "" if document.proof is UNSET else document.proof.verification_method.partition("#")[2]
        self.bodies = MappingProxyType({body.did: body for body in document.bodies})
        if len(self.bodies) != len(document.bodies):
            raise errors.WrongValue("a body stands twice in the trust list")
        self._keys: dict[tuple[str, str], _Key] = {}
        for body in document.bodies:
            _check_body(body)
            self._index_keys(body)
        self._hints: dict[tuple[str, bytes], list[_Key]] = {}
        for (did, _), known in self._keys.items():
            self._hints.setdefault((did, known.hint), []).append(known)
        self._digest8 = {did_digest8(did): body for did, body in self.bodies.items()}

    def body(self, did: str) -> Body:
        """The body of that DID. Raises `errors.UnknownIssuer`."""
        body = self.bodies.get(did)
        if body is None:
            raise errors.UnknownIssuer(did[:200])
        return body

    def by_digest8(self, digest: bytes) -> Body:
        """The body the SHA-256 of whose DID begins with these 8 bytes. Raises `errors.UnknownIssuer`."""
        body = self._digest8.get(digest)
        if body is None:
            raise errors.UnknownIssuer(f"no DID whose digest begins with {digest.hex()}")
        return body

    def body_for_host(self, host: str) -> Body | None:
        """The one body that uses this host (with its port where it has one); None when there is none or several."""
        found = [body for body in self.document.bodies if host in map(addresses.host_of, body.origins)]
        return found[0] if len(found) == 1 else None

    def key(self, did: str, key_id: str, use: Use, *at: str) -> Ed25519PublicKey:
        """The key, if it is the body's for this use and was valid at all of the times (`YYYY-MM-DDTHH:MM:SSZ`).

        Raises `errors.UnknownIssuer`, `UnknownKey`, `KeyCompromised` or `KeyNotValidThen`.
        """
        known = self._keys.get((did, key_id))
        if known is None:
            self.body(did)
            raise errors.UnknownKey(key_id[:200])
        _refuse_unusable(known.listed, use, at)
        return known.public

    def keys_by_hint(self, did: str, hint: bytes, use: Use, *at: str) -> tuple[Ed25519PublicKey, ...]:
        """The body's keys for this use that were valid then and whose digest begins with these 4 bytes.

        At least one; else raises what the last of them is refused for, or `errors.UnknownKey`.
        """
        self.body(did)
        found: list[Ed25519PublicKey] = []
        refusal: errors.Untrusted = errors.UnknownKey(f"no key of {did[:200]} begins its digest with {hint.hex()}")
        for known in self._hints.get((did, hint), ()):
            try:
                _refuse_unusable(known.listed, use, at)
                found.append(known.public)
            except errors.Untrusted as error:
                refusal = error
        if not found:
            raise refusal
        return tuple(found)

    def _index_keys(self, body: Body) -> None:
        for listed in body.keys:
            _check_key(listed, body)
            public = keys.public_key_from_multibase(listed.public_key_multibase)
            if (body.did, listed.id) in self._keys:
                raise errors.WrongValue(f"the key {listed.id[:200]} stands twice in the trust list")
            self._keys[body.did, listed.id] = _Key(listed, public, keys.key_hint(keys.raw_bytes(public)))


def read_trust(raw: bytes, root: str | None = None, *, known_version: int = 0) -> Trust:
    """The trust list that `raw` holds, if its proof holds.

    With `root` (a Multikey text) the proof must be by that key; without, by the key that the list itself names, which
    only shows that the list is whole: then whoever handed over the file is who is trusted. Raises a `VerifyError`;
    `errors.OlderThanKnown` when its version is below `known_version`.
    """
    document = _READER.read(raw)
    given = document.proof
    if given is UNSET:
        raise errors.MissingField("the trust list is not signed")
    method, _, fragment = given.verification_method.partition("#")
    if method != f"did:key:{fragment}":
        raise errors.BadAddress("the trust list's verificationMethod is not did:key:z...#z...")
    if root is not None and fragment != root:
        raise errors.WrongRoot(f"signed by {fragment[:80]}")
    times.moment(given.created)
    proof.check(to_builtins(document), keys.public_key_from_multibase(fragment))
    if document.version < known_version:
        raise errors.OlderThanKnown(f"version {document.version}, but {known_version} was seen before")
    return Trust(document)


def unsigned_trust(*, id: str, version: int, issued: str, expires: str, bodies: Iterable[Body]) -> dict[str, object]:
    """A trust list to hand to `proof.attach` with `root_method(...)`. Raises `errors.Malformed`."""
    document = TrustList(id=id, version=version, issued=issued, expires=expires, bodies=tuple(bodies))
    Trust(document)
    unsigned: dict[str, object] = to_builtins(document)
    return unsigned


def root_method(multibase: str) -> str:
    """The `verificationMethod` of a root key, given as its Multikey text."""
    return f"did:key:{multibase}#{multibase}"


def days_between(earlier: str, later: str) -> int:
    """Whole days from one time to another (`YYYY-MM-DDTHH:MM:SSZ`), rounded down; negative once it has passed."""
    return (times.moment(later) - times.moment(earlier)).days


def did_digest8(did: str) -> bytes:
    """The first 8 bytes of the SHA-256 of a DID: how a QR code names its issuer."""
    return hashlib.sha256(did.encode()).digest()[:8]


def did_document(body: Body) -> dict[str, object]:
    """The did:web document of a body: every key it ever had, as Multikey (W3C Controlled Identifiers 1.0, 2.2).

    A key with an end carries `expires`; a compromised one carries `revoked` and may no longer make assertions.
    """
    methods: list[dict[str, str]] = []
    for key in body.keys:
        method = {
            "id": key.id,
            "type": "Multikey",
            "controller": body.did,
            "publicKeyMultibase": key.public_key_multibase,
        }
        if key.until is not UNSET:
            method["revoked" if key.state == "compromised" else "expires"] = key.until
        methods.append(method)
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": body.did,
        "verificationMethod": methods,
        "assertionMethod": [key.id for key in body.keys if key.state != "compromised"],
    }


def _refuse_unusable(key: TrustedKey, use: Use, at: Iterable[str]) -> None:
    if key.use != use:
        raise errors.UnknownKey(f"{key.id[:200]} is for {key.use}, not for {use}")
    if key.state == "compromised":
        raise errors.KeyCompromised(key.id[:200])
    for time in at:
        if time < key.from_ or (key.until is not UNSET and time > key.until):
            raise errors.KeyNotValidThen(f"{key.id[:200]} at {time}")


def _check_body(body: Body) -> None:
    addresses.did_document_url(body.did)
    if not body.origins or not all(map(addresses.is_origin, body.origins)):
        raise errors.BadAddress(f"{body.did} has an origin that is none, or none at all")


def _check_key(key: TrustedKey, body: Body) -> None:
    if not key.id.startswith(body.did + "#"):
        raise errors.BadAddress(f"{key.id[:200]!r} is not a key of {body.did}")
    times.moment(key.from_)
    if key.until is not UNSET:
        times.moment(key.until)
    elif key.state != "active":
        raise errors.MissingField(f"{key.id[:200]} is {key.state} but has no end")
