"""W3C Data Integrity proofs, cryptosuite `eddsa-jcs-2022`: what is hashed, how a proof is attached and checked.

Works on any JSON object, so that one code signs and checks certificates, status lists, trust lists and whatever else
a Verifiable Credential may hold. Signing is a function that is handed in; no private key passes here.

Clause numbers are of "Data Integrity EdDSA Cryptosuites v1.0" (W3C Recommendation, 15 May 2025), section 3.3.
"""

import hashlib
from collections.abc import Callable, Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from verify import base58, errors, keys, strict_json

CRYPTOSUITE = "eddsa-jcs-2022"

Fields = Mapping[str, object]


def hash_data(unsigned: Fields, options: Fields) -> bytes:
    """The 64 bytes that are signed: SHA-256 of the canonical proof options, then of the canonical document (3.3.4).

    `unsigned` is the document without `proof`, `options` the proof without `proofValue`. Raises `errors.NotCanonical`.
    """
    return hash_canonical(strict_json.canonical(unsigned), strict_json.canonical(options))


def hash_canonical(unsigned: bytes, options: bytes) -> bytes:
    """As `hash_data`, when both are in RFC 8785 form already."""
    return hashlib.sha256(options).digest() + hashlib.sha256(unsigned).digest()


def options_for(unsigned: Fields, *, verification_method: str, created: str) -> dict[str, object]:
    """The proof without its `proofValue`. The document's `@context`, where it has one, is signed with it (3.3.1, 3)."""
    options: dict[str, object] = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": created,
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
    }
    if "@context" in unsigned:
        options["@context"] = unsigned["@context"]
    return options


def signing_input(unsigned: Fields, *, verification_method: str, created: str) -> bytes:
    """The 64 bytes to sign for a document that `attach` would complete with the same arguments."""
    return hash_data(unsigned, options_for(unsigned, verification_method=verification_method, created=created))


def attach(
    unsigned: Fields, *, verification_method: str, created: str, sign: Callable[[bytes], bytes]
) -> dict[str, object]:
    """The document with its proof; `sign` turns the 64 bytes of `signing_input` into a 64-byte Ed25519 signature."""
    if "proof" in unsigned:
        raise ValueError("the document has a proof already")
    options = options_for(unsigned, verification_method=verification_method, created=created)
    signature = sign(hash_data(unsigned, options))
    return {**unsigned, "proof": {**options, "proofValue": proof_value(signature)}}


def proof_value(signature: bytes) -> str:
    """The multibase text of a signature: `z` and base58btc (3.3.1, 7)."""
    return "z" + base58.encode(signature)


def signature_of(text: object) -> bytes:
    """The 64 bytes that a `proofValue` spells. Raises `errors.BadBase58`."""
    if not isinstance(text, str) or not text.startswith("z"):
        raise errors.BadBase58("a proofValue is z and base58btc")
    return base58.decode(text[1:], 64)


def check(document: Fields, key: Ed25519PublicKey) -> None:
    """Raise a `VerifyError` unless the document's one proof is this key's over the document (3.3.2).

    Whether the key may speak for the issuer, and then, is for the caller to know: trust.py.
    """
    proof = document.get("proof")
    if not isinstance(proof, Mapping):
        raise errors.MissingField("there is no one proof")
    for name, wanted in (
        ("type", "DataIntegrityProof"),
        ("cryptosuite", CRYPTOSUITE),
        ("proofPurpose", "assertionMethod"),
    ):
        if proof.get(name) != wanted:
            raise errors.WrongValue(f"proof.{name} is not {wanted}")
    # 3.3.2, 4: what the proof says of the context must be how the document's context begins.
    if "@context" in proof and not _begins_with(document.get("@context"), proof["@context"]):
        raise errors.WrongValue("proof.@context is not how the document's @context begins")
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    # 3.3.2, 4: the document is hashed with the context that the proof states.
    if "@context" in proof:
        unsigned["@context"] = proof["@context"]
    keys.check_signature(key, signature_of(proof.get("proofValue")), hash_data(unsigned, options))


def _begins_with(context: object, start: object) -> bool:
    if isinstance(context, list) and isinstance(start, list):
        return context[: len(start)] == start
    return context == start
