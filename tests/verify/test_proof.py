"""eddsa-jcs-2022: the W3C's own vectors byte for byte, and what a proof must be."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.verify import made
from verify import base58, errors, keys, proof, strict_json


def test_w3c_vectors_byte_for_byte(vectors: Path) -> None:
    folder = vectors / "eddsa-jcs-2022"

    def text(name: str) -> str:
        return (folder / name).read_text().strip()

    def value(name: str) -> Any:
        return strict_json.read((folder / name).read_bytes(), profile="json")

    unsigned, options, pair = value("unsigned.json"), value("proofConfigJCS.json"), value("keyPair.json")
    assert strict_json.canonical(unsigned).decode() == text("canonDocJCS.txt")
    assert strict_json.canonical(options).decode() == text("proofCanonJCS.txt")
    assert proof.hash_data(unsigned, options).hex() == text("combinedHashJCS.txt")
    assert text("combinedHashJCS.txt") == text("proofHashJCS.txt") + text("docHashJCS.txt")

    private = Ed25519PrivateKey.from_private_bytes(base58.decode(pair["privateKeyMultibase"][1:], 34)[2:])
    key = keys.public_key_from_multibase(pair["publicKeyMultibase"])
    assert keys.raw_bytes(private.public_key()) == keys.raw_bytes(key)

    arguments = {"verification_method": options["verificationMethod"], "created": options["created"]}
    assert proof.options_for(unsigned, **arguments) == options
    assert proof.signing_input(unsigned, **arguments).hex() == text("combinedHashJCS.txt")
    signed = proof.attach(unsigned, **arguments, sign=private.sign)
    assert signed == value("signedJCS.json")
    assert proof.signature_of(text("sigBTC58JCS.txt")).hex() == text("sigHexJCS.txt")
    proof.check(signed, key)


def _signed(**changes: Any) -> dict[str, Any]:
    bare = {"@context": ["a", "b"], "id": "urn:x", **changes}
    return proof.attach(bare, verification_method="did:key:x#y", created="2027-01-01T00:00:00Z", sign=made.SIGNING.sign)


def test_any_json_value_can_be_signed() -> None:
    proof.check(_signed(n=1.5, none=None, deep=[{"🦉": 1}]), made.SIGNING.public)


def test_a_document_without_context_has_a_proof_without_one() -> None:
    bare: dict[str, object] = {"id": "urn:x"}
    signed = proof.attach(
        bare, verification_method="did:key:x#y", created="2027-01-01T00:00:00Z", sign=made.SIGNING.sign
    )
    assert isinstance(signed["proof"], dict)
    assert "@context" not in signed["proof"]
    proof.check(signed, made.SIGNING.public)


def test_a_context_that_goes_on_after_the_proofs_is_allowed_by_the_standard() -> None:
    signed = _signed()
    proof.check({**signed, "@context": ["a", "b", "c"]}, made.SIGNING.public)


def test_a_context_may_be_one_text() -> None:
    proof.check(_signed(**{"@context": "a"}), made.SIGNING.public)


REFUSED: dict[str, tuple[dict[str, Any], type[errors.VerifyError]]] = {
    "no proof": ({"proof": None}, errors.MissingField),
    "two proofs": ({"proof": [{}, {}]}, errors.MissingField),
    "content changed": ({"id": "urn:y"}, errors.SignatureMismatch),
    "content added": ({"more": True}, errors.SignatureMismatch),
    "context exchanged": ({"@context": ["a", "c"]}, errors.WrongValue),
    "context shorter": ({"@context": ["a"]}, errors.WrongValue),
    "context gone": ({"@context": None}, errors.WrongValue),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_changed_document_is_refused(name: str) -> None:
    changes, expected = REFUSED[name]
    with pytest.raises(expected):
        proof.check({**_signed(), **changes}, made.SIGNING.public)


@pytest.mark.parametrize(
    ("field", "changed", "expected"),
    [
        ("type", "Ed25519Signature2020", errors.WrongValue),
        ("cryptosuite", "eddsa-rdfc-2022", errors.WrongValue),
        ("cryptosuite", None, errors.WrongValue),
        ("proofPurpose", "authentication", errors.WrongValue),
        ("created", "2027-01-01T00:00:01Z", errors.SignatureMismatch),
        ("verificationMethod", "did:key:x#z", errors.SignatureMismatch),
        ("proofValue", None, errors.BadBase58),
        ("proofValue", "u" + "A" * 86, errors.BadBase58),
        ("proofValue", "z" + base58.encode(bytes(63)), errors.BadBase58),
        ("proofValue", "z" + base58.encode(b"\1" * 64), errors.SignatureMismatch),
        ("domain", "example.org", errors.SignatureMismatch),
    ],
)
def test_a_changed_proof_is_refused(field: str, changed: object, expected: type[errors.VerifyError]) -> None:
    signed = _signed()
    with pytest.raises(expected):
        proof.check({**signed, "proof": {**signed["proof"], field: changed}}, made.SIGNING.public)


def test_another_key_is_refused() -> None:
    with pytest.raises(errors.SignatureMismatch):
        proof.check(_signed(), made.STRANGER.public)


def test_nothing_is_signed_twice() -> None:
    with pytest.raises(ValueError, match="a proof already"):
        proof.attach(_signed(), verification_method="x", created="y", sign=made.SIGNING.sign)


def test_the_order_of_keys_does_not_matter() -> None:
    signed = _signed(b=1, a=2)
    proof.check(json.loads(json.dumps(signed, sort_keys=True)), made.SIGNING.public)
