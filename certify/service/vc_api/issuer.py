"""The key of the test profile: made at start, kept in memory, named by no trust list, gone when the process ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from verify import keys

if TYPE_CHECKING:
    from collections.abc import Callable


class Issuer:
    """`id` is its `did:key`, `method` the key in it, `sign` makes 64 bytes of any message."""

    def __init__(self, seed: bytes) -> None:
        """Make the key of a seed of 32 random bytes."""
        private = Ed25519PrivateKey.from_private_bytes(seed)
        multibase = keys.multibase(keys.raw_bytes(private.public_key()))
        self.id = f"did:key:{multibase}"
        self.method = f"{self.id}#{multibase}"
        self.sign: Callable[[bytes], bytes] = private.sign
