"""Digests of related resources (VC data model 2.0, 5.3): how they are spelled, and whether a document has them."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

NAMES = ("digestSRI", "digestMultibase")

_SRI = {"sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
_MULTIHASH = {b"\x12\x20": hashlib.sha256, b"\x20\x30": hashlib.sha384, b"\x13\x40": hashlib.sha512}


def read(name: str, text: object) -> tuple[Callable[[bytes], Any], bytes] | None:
    """How a digest was made, and its bytes; None for what is none.

    SRI in either alphabet of base64; multibase of a multihash, or of SHA-256 alone, in base64url.
    """
    if not isinstance(text, str):
        return None
    kind, _, packed = text.partition("-") if name == "digestSRI" else (text[:1], "", text[1:])
    packed = packed.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        raw = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    if name == "digestSRI":
        made = _SRI.get(kind)
        return (made, raw) if made is not None and len(raw) == made().digest_size else None
    if kind != "u":
        return None
    if raw[:2] in _MULTIHASH and len(raw) == raw[1] + 2:
        return _MULTIHASH[raw[:2]], raw[2:]
    return (hashlib.sha256, raw) if len(raw) == 32 else None


def wrong(document: dict[str, Any], held: Callable[[str], bytes | None]) -> Iterator[str]:
    """Resources of a well-formed document that are at hand and have another digest than it says. Nothing is fetched."""
    related = document.get("relatedResource", [])
    for one in related if isinstance(related, list) else [related]:
        raw = held(one["id"])
        for name in NAMES:
            stated = read(name, one[name]) if name in one else None
            if raw is not None and stated is not None and stated[0](raw).digest() != stated[1]:
                yield f"relatedResource: {one['id']} has another {name}"
