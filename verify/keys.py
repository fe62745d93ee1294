"""Ed25519 public keys and signatures (RFC 8032), and which keys are refused wherever one comes in.

A key of small order makes one fixed signature fit every message, and a point with two encodings would give one key
two names. OpenSSL takes both, and the usual test vectors do not notice; so every key passes `public_key` first.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from verify import base58
from verify.errors import BadBase58, BadKey, SignatureMismatch

# Raises unless the first 64 bytes are the signature over the rest: (signature and message, 32 bytes of a key).
_libsodium: Callable[[bytes, bytes], bytes] | None = (
    import_module("nacl.bindings").crypto_sign_open if find_spec("nacl") is not None else None
)
_ED25519_PUB = b"\xed\x01"  # multicodec 0xed as a varint
_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
# The y of the two pairs of points of order 8; with 0 (order 4), 1 (the neutral point) and -1 (order 2) these are all
# y of small order. Their eight points have fourteen encodings, six of which are not canonical.
_Y_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER = frozenset({0, 1, _P - 1, _Y_ORDER_8, _P - _Y_ORDER_8})


def public_key(raw: bytes) -> Ed25519PublicKey:
    """The key of 32 raw bytes. Raises `BadKey` for a wrong length, y >= p, a point off the curve or of small order."""
    if len(raw) != 32:
        raise BadKey(f"{len(raw)} bytes, an Ed25519 key has 32")
    y = int.from_bytes(raw, "little") & ((1 << 255) - 1)
    if y >= _P:
        raise BadKey("not canonically encoded (RFC 8032, 5.1.3)")
    if y in _SMALL_ORDER:
        raise BadKey("a point of small order: one signature would fit every message")
    x_squared = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    if pow(x_squared, (_P - 1) // 2, _P) != 1:
        raise BadKey("not a point of the curve")
    return Ed25519PublicKey.from_public_bytes(raw)


def public_key_from_multibase(text: str) -> Ed25519PublicKey:
    """The key of a Multikey text `z6Mk...` (W3C Controlled Identifiers 1.0, 2.2.2). Raises `BadKey`."""
    if not text.startswith("z"):
        raise BadKey("a Multikey begins with z (base58btc)")
    try:
        raw = base58.decode(text[1:], 34)
    except BadBase58 as error:
        raise BadKey(error.detail) from None
    if raw[:2] != _ED25519_PUB:
        raise BadKey("not an Ed25519 public key (multicodec 0xed)")
    return public_key(raw[2:])


def multibase(raw: bytes) -> str:
    """The Multikey text of 32 raw bytes, as `public_key_from_multibase` reads it. Raises `BadKey`."""
    public_key(raw)
    return "z" + base58.encode(_ED25519_PUB + raw)


def raw_bytes(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a key."""
    return key.public_bytes_raw()


def key_hint(raw: bytes) -> bytes:
    """The first 4 bytes of the SHA-256 of a raw key: the `kid` of QR codes. It helps to find, and proves nothing."""
    return hashlib.sha256(raw).digest()[:4]


def check_signature(key: Ed25519PublicKey, signature: bytes, message: bytes) -> None:
    """Raise `SignatureMismatch` unless `signature` (64 bytes) is the key's over `message`.

    OpenSSL refuses S >= L and compares R byte for byte, so a signature has one spelling (Wycheproof holds it to that).
    libsodium, where it is installed, is asked first: it takes nothing that OpenSSL would not, and half the time. What
    it does not take, OpenSSL decides; so the answer is OpenSSL's with and without it.
    """
    if _libsodium is not None and len(signature) == 64:  # it cuts the signature off by itself
        with suppress(Exception):
            _libsodium(signature + message, raw_bytes(key))
            return
    try:
        key.verify(signature, message)
    except InvalidSignature:
        raise SignatureMismatch("the signature does not fit the content") from None
