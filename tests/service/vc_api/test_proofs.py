"""Proofs of other people's credentials: sets, chains, purposes, times, and the specification's own vector."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from certify.service.vc_api.issuer import Issuer
from certify.service.vc_api.proofs import JCS, Expected, NotProved, Suites
from tests.service.vc_api.made import GOOD
from verify.errors import VerifyError

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIRST, SECOND = Issuer(b"\x01" * 32), Issuer(b"\x02" * 32)
FOR = Expected("assertionMethod")


def signed(issuer: Issuer = FIRST, document: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
    stated = {
        "created": "2026-11-23T10:00:00Z",
        "verificationMethod": issuer.method,
        "proofPurpose": "assertionMethod",
        **options,
    }
    return Suites().attach(document or copy.deepcopy(GOOD), suite=JCS, options=stated, sign=issuer.sign)


def test_a_proof_names_whose_key_has_signed() -> None:
    assert Suites().check(signed(), FOR, AT) == [FIRST.id]


def test_the_vector_of_the_specification_holds(vectors: Path) -> None:
    document = json.loads((vectors / "eddsa-jcs-2022" / "signedJCS.json").read_bytes())
    key = json.loads((vectors / "eddsa-jcs-2022" / "keyPair.json").read_bytes())["publicKeyMultibase"]
    assert Suites().check(document, FOR, AT) == [f"did:key:{key}"]
    document["credentialSubject"]["alumniOf"] += "."
    with pytest.raises(VerifyError):
        Suites().check(document, FOR, AT)


def test_each_proof_of_a_set_has_to_hold() -> None:
    both = {**GOOD, "proof": [signed()["proof"], signed(SECOND)["proof"]]}
    assert Suites().check(both, FOR, AT) == [FIRST.id, SECOND.id]
    both["proof"][1] |= {"verificationMethod": FIRST.method}
    with pytest.raises(VerifyError):
        Suites().check(both, FOR, AT)


def test_a_chain_signs_the_proof_before_it() -> None:
    first = signed(id="urn:uuid:first")["proof"]
    second = signed(SECOND, {**GOOD, "proof": [first]}, previousProof="urn:uuid:first")["proof"]
    chain = {**GOOD, "proof": [first, second]}
    assert Suites().check(chain, FOR, AT) == [FIRST.id, SECOND.id]
    other = signed(id="urn:uuid:first", created="2026-11-23T11:00:00Z")["proof"]
    with pytest.raises(VerifyError):
        Suites().check({**GOOD, "proof": [other, second]}, FOR, AT)


NOT_PROVED: dict[str, tuple[dict[str, Any], str]] = {
    "another type": ({"type": "Ed25519Signature2020"}, "type"),
    "another suite": ({"cryptosuite": "ecdsa-jcs-2019"}, "cryptosuite"),
    "a suite that is no text": ({"cryptosuite": []}, "cryptosuite"),
    "another purpose": ({"proofPurpose": "authentication"}, "proofPurpose"),
    "no method": ({"verificationMethod": None}, "verificationMethod"),
    "a method that is no did:key": ({"verificationMethod": "did:web:example.org#key-1"}, "verificationMethod"),
    "a method of another fragment": ({"verificationMethod": FIRST.id + "#z6Mk"}, "verificationMethod"),
    "a method that is no key": ({"verificationMethod": "did:key:z6Mk"}, "verificationMethod"),
    "an id that is no URL": ({"id": "first"}, "id"),
    "no time": ({"created": "yesterday"}, "created"),
    "an end that is no time": ({"expires": 1}, "expires"),
    "an end that has been": ({"expires": "2026-11-23T11:59:59Z"}, "expired"),
    "a proof before it that is not there": ({"previousProof": "urn:uuid:none"}, "previousProof"),
    "a proof before it that is itself": ({"id": "urn:uuid:a", "previousProof": ["urn:uuid:a"]}, "previousProof"),
    "no proof before it": ({"previousProof": []}, "previousProof"),
    "another context": ({"@context": ["https://www.w3.org/2018/credentials/v1"]}, "@context"),
}


@pytest.mark.parametrize("case", NOT_PROVED)
def test_what_stands_in_a_proof_is_refused_by_name(case: str) -> None:
    members, named = NOT_PROVED[case]
    document = signed()
    document["proof"] |= members
    with pytest.raises(NotProved, match=named):
        Suites().check(document, FOR, AT)


@pytest.mark.parametrize("proof", [None, [], "z1", [None], [{}] * 11])
def test_no_proof_is_none(proof: object) -> None:
    with pytest.raises(NotProved):
        Suites().check({**GOOD, "proof": proof}, FOR, AT)


@pytest.mark.parametrize("value", [None, "", "z", "z1", "u" + "A" * 86, 1])
def test_a_proof_value_is_64_bytes_in_base58(value: object) -> None:
    document = signed()
    document["proof"]["proofValue"] = value
    with pytest.raises(VerifyError):
        Suites().check(document, FOR, AT)


def test_a_challenge_and_a_domain_are_those_that_were_agreed_on() -> None:
    document = signed(proofPurpose="authentication", challenge="c1", domain=["a.example", "b.example"])
    assert Suites().check(document, Expected("authentication", "b.example", "c1"), AT) == [FIRST.id]
    for wrong in (Expected("authentication", "c.example", "c1"), Expected("authentication", None, "c2")):
        with pytest.raises(NotProved):
            Suites().check(document, wrong, AT)


def test_times_without_a_zone_are_taken_as_utc() -> None:
    assert Suites().check(signed(created="2026-11-23T10:00:00", expires="2026-11-23T12:00:00"), FOR, AT) == [FIRST.id]
