"""Other people's JSON-LD contexts, pinned by digest, and read from this machine alone.

None of them is ours to publish, so none lies in this repository: the W3C's are read out of a package of the optional
extra `rdfc`, and more out of a folder that `CERTIFY_VC_API_CONTEXTS` names. What is not in the table below, or has
another digest there, does not exist; nothing is ever fetched.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import msgspec

from certify.service.vc_api.shape import V1, V2
from verify import contexts, strict_json
from verify.documents import OWN_CONTEXT_PATH
from verify.errors import VerifyError

CARRIER = "openbadgeslib"  # it is read, never imported
_IN_CARRIER = "openbadgeslib/ob3/contexts"
_LONGEST = 200_000  # bytes
_MOST_FILES = 200

# The SHA-256 of each context in RFC 8785 form, so that white space is nobody's concern.
_PINNED = {
    "b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf": V2,
    "b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247": V1,
    "7ba3c50acf2689d5e07927267343eb353249c7c22a9f2d00307cc970e855e305": "https://w3id.org/security/data-integrity/v2",
    "be20c3ee6af6e9c4102e66a85c26617831218e32216bdf050f870e389e737cdc": "https://w3id.org/security/multikey/v1",
}
# These two say no more than that every term is one of an example, or of nothing.
_VOCABULARIES = {
    "https://www.w3.org/ns/credentials/examples/v2": "https://www.w3.org/ns/credentials/examples#",
    "https://www.w3.org/ns/credentials/undefined-terms/v2": "https://www.w3.org/ns/credentials/undefined-term#",
}


class Contexts:
    """The contexts at hand, by address."""

    def __init__(self, folder: Path | None = None) -> None:
        self._raw: dict[str, bytes] = {
            address: msgspec.json.encode({"@context": {"@vocab": terms}}) for address, terms in _VOCABULARIES.items()
        }
        for place in (_carrier(), folder):
            for raw in _files(place):
                address = _PINNED.get(_digest(raw))
                if address is not None:
                    self._raw.setdefault(address, raw)

    def bytes_of(self, address: str) -> bytes | None:
        """The document at that address, as its file spells it; None where it is not at hand."""
        if address.endswith(OWN_CONTEXT_PATH):
            return contexts.context()  # the same at every installation
        return self._raw.get(address)

    def document(self, address: str) -> dict[str, Any] | None:
        """The same, read."""
        raw = self.bytes_of(address)
        return None if raw is None else msgspec.json.decode(raw, type=dict[str, Any])


def _carrier() -> Path | None:
    try:
        return Path(str(distribution(CARRIER).locate_file(_IN_CARRIER)))
    except PackageNotFoundError:
        return None


def _files(place: Path | None) -> list[bytes]:
    if place is None or not place.is_dir():
        return []
    found = [file for file in sorted(place.rglob("*")) if file.suffix in {".json", ".jsonld"} and file.is_file()]
    return [file.read_bytes() for file in found[:_MOST_FILES] if file.stat().st_size <= _LONGEST]


def _digest(raw: bytes) -> str:
    try:
        value = strict_json.read(raw, max_bytes=_LONGEST, profile="json")
        return hashlib.sha256(strict_json.canonical(value)).hexdigest()
    except VerifyError:
        return ""
