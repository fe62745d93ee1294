"""What peers on PyPI make of our documents and codes, and what they sign. Runs in their environment, without ours.

    python theirs.py ASKED ANSWERS

Each peer judges every document (or code) and signs what is to be signed; what it raises is a no.
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import apsig
import awr.didkey
import awr.proof
import cbor2
import cwt
import did_webvh.core.proof
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from did_webvh.askar import AskarSigningKey
from pycose.algorithms import EdDSA
from pycose.headers import KID, Algorithm
from pycose.keys import OKPKey
from pycose.keys.curves import Ed25519
from pycose.messages import CoseMessage, Sign1Message

Asked = dict[str, Any]


def says(judge: Callable[[Any], bool], given: Any) -> bool:
    """Its answer; whatever it raises means no."""
    try:
        return judge(copy.deepcopy(given))
    except Exception:  # noqa: BLE001 - each raises its own
        return False


def proofs(asked: Asked) -> list[dict[str, Any]]:
    """The three that do eddsa-jcs-2022."""
    seed, method, at = bytes.fromhex(asked["seed"]), asked["keyPair"]["id"], asked["now"]
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": at,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }

    def by_apsig(one: Any) -> bool:
        return apsig.ProofVerifier(one["key"]).verify(one["document"]) is not None

    def by_awr(one: Any) -> bool:
        document, key = one["document"], bytes.fromhex(one["raw"])
        return bool(awr.proof.verify_document_signature(document, document["proof"], key))

    def by_webvh(one: Any) -> bool:
        document = one["document"]
        did_webvh.core.proof.di_jcs_verify(document, document["proof"], {"publicKeyMultibase": one["key"]})
        return True

    def sign_awr(document: Any) -> Any:
        key = awr.didkey.SigningKey.from_seed(seed)
        return awr.proof.sign_document(document, key, at)

    def sign_webvh(document: Any) -> Any:
        key = AskarSigningKey.from_secret_bytes("ed25519", seed)
        proof = did_webvh.core.proof.di_jcs_sign(document, key, kid=method)
        return {**document, "proof": proof}

    ways: dict[str, tuple[Callable[[Any], bool], Callable[[Any], Any]]] = {
        "apsig": (by_apsig, lambda d: apsig.ProofSigner(Ed25519PrivateKey.from_private_bytes(seed)).sign(d, options)),
        "awr": (by_awr, sign_awr),
        "did-webvh": (by_webvh, sign_webvh),
    }
    return [
        {
            "peer": name,
            "version": version(name),
            "judged": {one["id"]: says(judge, one) for one in asked["judge"]},
            "signed": {one["id"]: sign(copy.deepcopy(one["document"])) for one in asked["sign"]},
        }
        for name, (judge, sign) in ways.items()
    ]


def codes(asked: Asked) -> list[dict[str, Any]]:
    """The two that do COSE: pycose knows the algorithm by its older name alone."""
    seed = bytes.fromhex(asked["seed"])
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()

    def by_cwt(one: Any) -> bool:
        known = {1: 1, -1: 6, -2: public, 3: one["algorithm"], 2: bytes.fromhex(one["hint"])}
        read = cwt.COSE.new().decode(bytes.fromhex(one["cose"]), cwt.COSEKey.new(known))
        return bool(cbor2.dumps(cbor2.loads(read), canonical=True) == read)

    def by_pycose(one: Any) -> bool:
        message = CoseMessage.decode(bytes.fromhex(one["cose"]))
        message.key = OKPKey(crv=Ed25519, x=public)
        return bool(message.verify_signature())

    def seal_cwt(one: Any) -> str:
        known = {1: 1, -1: 6, -2: public, -4: seed, 3: one["algorithm"], 2: bytes.fromhex(one["hint"])}
        headers = {1: one["algorithm"], 4: bytes.fromhex(one["hint"])}
        made: bytes = cwt.COSE.new().encode(bytes.fromhex(one["payload"]), cwt.COSEKey.new(known), headers, {})
        return made.hex()

    def seal_pycose(one: Any) -> str:
        headers = {Algorithm: EdDSA, KID: bytes.fromhex(one["hint"])}
        message = Sign1Message(phdr=headers, payload=bytes.fromhex(one["payload"]))
        message.key = OKPKey(crv=Ed25519, x=public, d=seed)
        made: bytes = message.encode()
        return made.hex()

    answers = []
    for name, judge, seal, algorithms in (
        ("cwt", by_cwt, seal_cwt, (-19, -8)),
        ("pycose", by_pycose, seal_pycose, (-8,)),
    ):
        mine = [one for one in asked["codes"] if one["algorithm"] in algorithms]
        sealed = {one["id"]: seal(one) for one in mine if one["good"]}
        judged = {one["id"]: says(judge, one) for one in mine}
        answers.append({"peer": name, "version": version(name), "judged": judged, "sealed": sealed})
    return answers


if __name__ == "__main__":
    given: Asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(sys.argv[2]).write_text(json.dumps([*proofs(given), *codes(given)]), encoding="utf-8")
