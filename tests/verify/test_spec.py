"""SPEC.md: its examples are the real thing, its lists are complete, and it is enough to check a certificate with."""

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import jcs
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

import verify as door
from tests.verify import made
from verify import compact, errors, strict_json, verify, verify_qr
from verify.verdict import STEP_NAMES, WORDS

SPEC = (Path(door.__file__).parent / "SPEC.md").read_text()


def _block(name: str) -> str:
    found = re.search(rf"```\w+ {name}\n(.*?)```", SPEC, re.DOTALL)
    assert found, name
    return found[1]


def test_the_examples_are_what_the_code_writes() -> None:
    for name, raw in {
        "certificate": made.certificate_bytes(),
        "trust": made.trust_bytes(),
        "status": made.status_list_bytes("revocation"),
        "history": made.history_bytes(),
        "recognition": made.recognition_bytes(),
    }.items():
        assert json.loads(_block(name)) == json.loads(raw), name
    assert json.loads(_block("units")) == json.loads(msgspec.json.encode([made.sites()]))
    assert _block("code").replace("\n", "") == made.qr_text()
    assert _block("claims").replace("\n", "") == compact.payload(compact.of_certificate(made.certificate())).hex()


def test_the_examples_are_valid_as_they_stand() -> None:
    trust = door.read_trust(_block("trust").encode(), made.ROOT.multibase)
    lists = made.statuses()
    assert door.read_status(_block("status").encode(), trust).version == 3
    assert verify(_block("certificate").encode(), trust=trust, status=lists, at=made.NOON)
    assert verify_qr(_block("code").replace("\n", ""), trust=trust, status=lists, at=made.NOON)


def _number_of_base58(text: str) -> int:
    digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number = 0
    for symbol in text:
        number = number * 58 + digits.index(symbol)
    return number


def _key_of_list(trust: dict[str, Any], key_id: str) -> Ed25519PublicKey:
    (text,) = [key["publicKeyMultibase"] for body in trust["bodies"] for key in body["keys"] if key["id"] == key_id]
    raw = _number_of_base58(text[1:]).to_bytes(34, "big")
    assert raw[:2] == b"\xed\x01"
    return Ed25519PublicKey.from_public_bytes(raw[2:])


@pytest.mark.parametrize("name", ["certificate", "status", "history"])
def test_another_reader_can_check_them_by_the_text_alone(name: str) -> None:
    # Written from sections 2 to 4, with nothing of ours but the example's own bytes.
    document, trust = json.loads(_block(name)), json.loads(_block("trust"))
    proof = document.pop("proof")
    signature = _number_of_base58(proof.pop("proofValue")[1:]).to_bytes(64, "big")
    signed = hashlib.sha256(jcs.canonicalize(proof)).digest() + hashlib.sha256(jcs.canonicalize(document)).digest()
    _key_of_list(trust, proof["verificationMethod"]).verify(signature, signed)
    if name == "certificate":
        assert signed.hex()[:64] in SPEC
        assert signed.hex()[64:] in SPEC
        assert strict_json.sha256_digest(jcs.canonicalize(document)) in SPEC
    if name == "status":
        packed = document["credentialSubject"]["encodedList"][1:]
        assert len(gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))) == 16_384


def test_another_reader_can_check_the_code_by_the_text_alone() -> None:
    address, digits = re.fullmatch(r"(.*#1)(\d+)", _block("code").replace("\n", "")).groups()  # type: ignore[union-attr]  # it is one
    raw = int(digits).to_bytes(-(-int(digits).bit_length() // 8), "big")
    claims = bytes.fromhex(_block("claims").replace("\n", ""))
    assert raw[:1] == b"\x01"
    protected, hint = raw[4:13], raw[9:13]
    assert raw[15:16][0] == len(claims)
    assert raw[16 : 16 + len(claims)] == claims
    signed = b"\x84\x6aSignature1\x49" + protected + b"\x40\x58" + bytes([len(claims)]) + claims
    key = _key_of_list(json.loads(_block("trust")), made.KEY_ID)
    key.verify(raw[-64:], signed)
    assert hashlib.sha256(made.SIGNING.raw).digest()[:4] == hint
    assert address == "https://intyg.platscert.example/v/8H3K-T6PW-4#1"


def _leaves(error: type[errors.VerifyError]) -> list[type[errors.VerifyError]]:
    return [leaf for one in error.__subclasses__() for leaf in _leaves(one)] or [error]


def test_every_reason_stands_in_the_specification() -> None:
    codes = [leaf.code for leaf in _leaves(errors.VerifyError)]
    assert len(codes) == len(set(codes)) > 30
    source = (Path(door.__file__).parent / "verifier.py").read_text()
    said = re.findall(r'"([a-z]+(?:-[a-z]+)+|ok|withdrawn|superseded|suspended|expired)"', source)
    assert "status-too-old" in said
    for code in {*codes, *said}:
        assert f"`{code}`" in SPEC, code


def test_every_word_and_step_stands_in_the_specification() -> None:
    for word in WORDS:
        assert f"`{word}`" in SPEC, word
    assert re.findall(r"^\d\. \*\*(\w+)\.\*\*", SPEC, re.MULTILINE) == list(STEP_NAMES)


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = re.findall(r"[A-Z]\w+", (errors.__doc__ or "").split("VerifyError\n    ├", 1)[1])
    named = {
        name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, errors.VerifyError)
    }
    assert named - {"VerifyError"} <= set(drawn)
