"""What peers are asked: our documents and codes, the same with one thing changed, and documents for them to sign."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from tests.sweeps.edits import NAMES
from tests.verify import made
from verify import base58, compact, contexts, trust
from verify.credential import certificate_bytes

NOW = "2027-03-01T12:00:00Z"
METHOD = made.KEY_ID
# RFC 8785, 3.2: sorted by UTF-16 code units, and escapes in their one form.
HARD = {
    "\u20ac": "Euro",
    "\r": "Carriage return",
    "\ufb33": "Hebrew",
    "1": "One",
    "\U0001f600": "Emoji",
    "\u0080": "Control",
    "\u00f6": "Latin",
    "numbers": [0, -1, 9007199254740991, -9007199254740991],  # our documents have integers alone
    "literals": [None, True, False],
    "string": '\u20ac$\u000f\u000aA\'B"\\\\"/',
}


def documents() -> Iterator[tuple[str, dict[str, Any], made.Key]]:
    """Every kind of document that we sign, by name, with its key."""
    for place, name in enumerate(NAMES):
        yield f"certificate {place}", json.loads(certificate_bytes(made.certificate(name=name))), made.SIGNING
    units = made.certificate(units=(made.sites(),))
    yield "certificate with units", json.loads(certificate_bytes(units)), made.SIGNING
    for raw in made.status_bytes(revoked=(3, 70_001)):
        listed = json.loads(raw)
        yield f"{listed['credentialSubject']['statusPurpose']} list", listed, made.STATUS
    yield "history", json.loads(made.history_bytes()), made.STATUS
    yield "recognition", json.loads(made.recognition_bytes()), made.OWNING
    yield "trust list", json.loads(made.trust_bytes()), made.ROOT


def changed(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The document with one thing changed each time, which no signature survives."""
    other = copy.deepcopy(document)
    other["id"] += "x"
    yield "another id", other
    other = copy.deepcopy(document)
    other["added"] = "x"
    yield "something added", other
    other = copy.deepcopy(document)
    other["proof"]["created"] = "2026-11-23T10:00:06Z"
    yield "another time of signing", other
    other = copy.deepcopy(document)
    other["proof"]["proofPurpose"] = "authentication"
    yield "another purpose", other
    other = copy.deepcopy(document)
    value = other["proof"]["proofValue"]
    other["proof"]["proofValue"] = value[:30] + ("1" if value[30] != "1" else "2") + value[31:]
    yield "another signature", other


def judged() -> list[dict[str, Any]]:
    """Each document good and changed: `id`, `document`, `key` (Multikey), `raw` (hexadecimal), `good`, `credential`."""
    found = []
    for name, document, key in documents():
        is_vc = "VerifiableCredential" in document.get("type", ())
        around = {"key": key.multibase, "raw": key.raw.hex(), "credential": is_vc}
        found.append({"id": name, "document": document, "good": True, **around})
        for defect, other in changed(document):
            found.append({"id": f"{name}, {defect}", "document": other, "good": False, **around})
    return found


def to_sign() -> list[dict[str, Any]]:
    """Documents without a proof: our kinds, and what is hard to put into RFC 8785 form."""
    found = []
    for name, document, _ in documents():
        bare = {field: value for field, value in document.items() if field != "proof"}
        found.append({"id": name, "document": bare, "credential": name.startswith("certificate")})
    return [*found, {"id": "hard to canonicalise", "document": {"id": "urn:x", **HARD}, "credential": False}]


def codes() -> list[dict[str, Any]]:
    """Each code with the algorithm's newer and older name, and with one bit changed: `cose`, `payload`, `hint`."""
    found = []
    for place, name in enumerate(NAMES):
        of = compact.of_certificate(made.certificate(name=name))
        for algorithm, spelled in ((-19, b"\x32"), (-8, b"\x27")):
            signed = compact.signing_input(of, made.SIGNING.hint).replace(b"\xa2\x01\x32", b"\xa2\x01" + spelled, 1)
            cose = compact.seal(signed, made.SIGNING.sign(signed))
            about = {"hint": made.SIGNING.hint.hex(), "payload": compact.payload(of).hex(), "algorithm": algorithm}
            found.append({"id": f"code {place} by {algorithm}", "cose": cose.hex(), "good": True, **about})
            for at in (30, len(cose) - 70, len(cose) - 1):
                bad = cose[:at] + bytes([cose[at] ^ 1]) + cose[at + 1 :]
                found.append(
                    {"id": f"code {place} by {algorithm}, bit at {at}", "cose": bad.hex(), "good": False, **about}
                )
    return found


def whole() -> dict[str, Any]:
    """All of it, with the documents that a certificate makes a verifier look for."""
    did: Any = trust.did_document(made.body())
    owner: Any = trust.did_document(made.owner())
    looked_up: dict[str, Any] = {f"{made.ORIGIN}/contexts/certificate/v1": json.loads(contexts.context())}
    looked_up[f"{made.OWNER_ORIGIN}/contexts/certificate/v1"] = json.loads(contexts.context())
    for one in (did, owner):
        looked_up[one["id"]] = one
        looked_up |= {key["id"]: {"@context": one["@context"][1], **key} for key in one["verificationMethod"]}
    seed = made.SIGNING.private.private_bytes_raw()
    secret = "z" + base58.encode(b"\x80\x26" + seed)
    return {
        "now": NOW,
        "judge": judged(),
        "sign": to_sign(),
        "codes": codes(),
        "seed": seed.hex(),
        "keyPair": {
            "@context": "https://w3id.org/security/multikey/v1",
            "id": METHOD,
            "type": "Multikey",
            "controller": made.DID,
            "publicKeyMultibase": made.SIGNING.multibase,
            "secretKeyMultibase": secret,
        },
        "documents": looked_up,
    }
