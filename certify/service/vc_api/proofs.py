"""Data Integrity proofs of any kind of credential: `eddsa-jcs-2022`, and `eddsa-rdfc-2022` with the extra `rdfc`.

One proof, a set, or a chain by `previousProof` (VC Data Integrity 1.0, 4.2 to 4.5). Keys are `did:key` alone, so that
a key says itself whose it is. Certificates of this service never come here: `verify.proof` has their narrower rules.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from certify.service.vc_api import moments
from certify.service.vc_api.shape import is_url
from verify import keys, proof, strict_json
from verify.errors import VerifyError

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from certify.service.vc_api.linked import LinkedData

Fields = dict[str, Any]
Purpose = Literal["assertionMethod", "authentication"]
JCS, RDFC = "eddsa-jcs-2022", "eddsa-rdfc-2022"
_MOST_PROOFS = 10


class NotProved(Exception):
    """No proof that holds; the text says what is wrong with it."""


class Expected(NamedTuple):
    """What a proof has to be for: its purpose, and the domain and challenge that were agreed on, if any were."""

    purpose: Purpose
    domain: str | None = None
    challenge: str | None = None


class Suites:
    """The cryptosuites at hand: what each of them hashes."""

    def __init__(self, linked: LinkedData | None = None) -> None:
        self._hashes: dict[str, Callable[[Fields, Fields], bytes]] = {JCS: _jcs}
        if linked is not None:
            self._hashes[RDFC] = lambda unsigned, options: proof.hash_canonical(
                linked.canonical(unsigned), linked.canonical({"@context": unsigned["@context"], **options})
            )

    def __contains__(self, name: object) -> bool:
        return name in self._hashes

    def attach(self, unsigned: Fields, *, suite: str, options: Fields, sign: Callable[[bytes], bytes]) -> Fields:
        """The document with its one proof. Raises NotLinkedData, and VerifyError for what has no canonical form."""
        stated: Fields = {"type": "DataIntegrityProof", "cryptosuite": suite, **options}
        if suite == JCS:
            stated["@context"] = unsigned["@context"]
        signature = sign(self._hashes[suite](unsigned, stated))
        return {**unsigned, "proof": {**stated, "proofValue": proof.proof_value(signature)}}

    def check(self, document: Fields, expected: Expected, at: datetime) -> list[str]:
        """Whose proofs hold over the document: the DIDs of their keys.

        Every proof has to hold. Raises NotProved, NotLinkedData and VerifyError.
        """
        found: Any = document.get("proof")
        listed: list[Fields] = found if isinstance(found, list) else [found]
        if not listed or len(listed) > _MOST_PROOFS or not all(isinstance(one, dict) for one in listed):
            raise NotProved("no proof, or one that is no object")
        unsigned = {name: value for name, value in document.items() if name != "proof"}
        return [self._one(unsigned, one, listed, expected, at) for one in listed]

    def _one(self, unsigned: Fields, one: Fields, listed: list[Fields], expected: Expected, at: datetime) -> str:
        _check_words(one, expected, at)
        suite = one.get("cryptosuite")
        if not isinstance(suite, str) or suite not in self._hashes:
            raise NotProved(f"proof.cryptosuite is none of {', '.join(self._hashes)}")
        document = dict(unsigned)
        if "previousProof" in one:
            document["proof"] = _before(one, listed)
        if "@context" in one:
            document["@context"] = _stated_context(one, unsigned)
        options = {name: value for name, value in one.items() if name != "proofValue"}
        did, key = _key(one["verificationMethod"])
        message = self._hashes[suite](document, options)
        keys.check_signature(key, proof.signature_of(one.get("proofValue")), message)
        return did


def _jcs(unsigned: Fields, options: Fields) -> bytes:
    return proof.hash_canonical(strict_json.canonical(unsigned), strict_json.canonical(options))


def _check_words(one: Fields, expected: Expected, at: datetime) -> None:
    """What stands in a proof besides its value (VC Data Integrity 1.0, 2.1). Raises NotProved."""
    if one.get("type") != "DataIntegrityProof":
        raise NotProved("proof.type is not DataIntegrityProof")
    if one.get("proofPurpose") != expected.purpose:
        raise NotProved(f"proof.proofPurpose is not {expected.purpose}")
    if not isinstance(one.get("verificationMethod"), str):
        raise NotProved("proof.verificationMethod is missing")
    if "id" in one and not is_url(one["id"]):
        raise NotProved("proof.id is not a URL")
    for name in ("created", "expires"):
        if name in one and moments.seconds(one[name], zone_needed=False) is None:
            raise NotProved(f"proof.{name} is not a dateTimeStamp")
    ends = moments.seconds(one.get("expires"), zone_needed=False)
    if ends is not None and ends < moments.of(at):
        raise NotProved("the proof has expired")
    for name, wanted in (("domain", expected.domain), ("challenge", expected.challenge)):
        stated = one.get(name)
        if wanted is not None and stated != wanted and not (isinstance(stated, list) and wanted in stated):
            raise NotProved(f"proof.{name} is not the one that was agreed on")


def _before(one: Fields, listed: list[Fields]) -> list[Fields]:
    """The proofs that this one was made after. Raises NotProved where one of them is not there."""
    named = one["previousProof"] if isinstance(one["previousProof"], list) else [one["previousProof"]]
    if not named or not all(isinstance(id_, str) for id_ in named):
        raise NotProved("proof.previousProof is not one or more texts")
    known = {other["id"]: other for other in listed if isinstance(other.get("id"), str) and other is not one}
    if missing := [id_ for id_ in named if id_ not in known]:
        raise NotProved(f"proof.previousProof names {missing[0][:80]!r}, which is not there")
    return [known[id_] for id_ in named]


def _stated_context(one: Fields, unsigned: Fields) -> Any:  # noqa: ANN401  any JSON value
    """The proof's own context, which is hashed in the place of the document's, as whose beginning it must stand."""
    stated, whole = one["@context"], unsigned.get("@context")
    begins = stated == whole[: len(stated)] if isinstance(stated, list) and isinstance(whole, list) else stated == whole
    if not begins:
        raise NotProved("proof.@context is not how the document's @context begins")
    return stated


def _key(method: str) -> tuple[str, Ed25519PublicKey]:
    """The DID and key of a `did:key` method: `did:key:KEY#KEY`. Raises NotProved."""
    did, mark, fragment = method.partition("#")
    multibase = did.removeprefix("did:key:")
    if multibase == did or (mark and fragment != multibase):
        raise NotProved("proof.verificationMethod is no did:key that names its one key")
    try:
        return did, keys.public_key_from_multibase(multibase)
    except VerifyError as error:
        raise NotProved(f"proof.verificationMethod: {error.detail}") from None
