"""Hash chains: each link names the one before it, so that a change, a gap or a lost tail shows.

    hash = SHA-256( tag || 0x00 || previous hash (32 bytes) || length of the data (8 bytes, big-endian) || data )

The tag says which chain a link belongs to (a case, a body's list of case heads, a body's log of authority), so that a
link of one can never stand in another.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

START = "0" * 64


class Link(NamedTuple):
    """One stored link: its number (from 1), the hash before it, its data and its own hash (64 hexadecimal digits)."""

    seq: int
    previous: str
    data: bytes
    hash: str


def case_tag(body: str, case: str) -> str:
    """The tag of one case's events."""
    return f"certify/case/{body}/{case}"


def heads_tag(body: str) -> str:
    """The tag of a body's list of case heads."""
    return f"certify/heads/{body}"


def authority_tag(body: str) -> str:
    """The tag of a body's log of acts of authority outside cases."""
    return f"certify/authority/{body}"


def head_data(case: str, case_seq: int, event_hash: str) -> bytes:
    """What a link in a body's list of case heads holds: which case, up to which event, and that event's hash."""
    return f"{case}\n{case_seq}\n{event_hash}".encode()


def hash_link(tag: str, previous: str, data: bytes) -> str:
    """The hash of a link, as 64 hexadecimal digits."""
    return hashlib.sha256(
        tag.encode() + b"\x00" + bytes.fromhex(previous) + len(data).to_bytes(8, "big") + data
    ).hexdigest()


def breaks(tag: str, links: Iterable[Link]) -> list[str]:
    """What is wrong with a chain, one sentence a break; empty when it holds."""
    found: list[str] = []
    previous, expected = START, 1
    for link in links:
        if link.seq != expected:
            found.append(f"link {expected} is missing before link {link.seq}")
        elif link.previous != previous:
            found.append(f"link {link.seq} does not follow link {link.seq - 1}")
        if hash_link(tag, link.previous, link.data) != link.hash:
            found.append(f"link {link.seq} was changed")
        previous, expected = link.hash, link.seq + 1
    return found
