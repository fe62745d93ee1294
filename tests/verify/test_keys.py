"""Public keys and signatures: Wycheproof through our own function, and every weak key at every door."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.verify import made
from verify import base58, errors, keys, trust

P = 2**255 - 19
Y8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
SIGN_BIT = 1 << 255

# All encodings of the eight points of small order: canonical ones, and those with y >= p or a negative zero.
SMALL_ORDER = [(y | sign).to_bytes(32, "little") for y in (0, 1, P - 1, P, P + 1, Y8, P - Y8) for sign in (0, SIGN_BIT)]


def test_there_are_fourteen_of_them() -> None:
    assert len(set(SMALL_ORDER)) == 14


def test_they_are_of_small_order() -> None:
    for raw in SMALL_ORDER:
        y = int.from_bytes(raw, "little") % SIGN_BIT % P
        # Doubling on -x**2 + y**2 = 1 + d*x**2*y**2, in terms of y alone: three times leads to the neutral point.
        for _ in range(3):
            y = _doubled(y)
        assert y == 1


def _doubled(y: int) -> int:
    d = -121665 * pow(121666, -1, P)
    x2 = (y * y - 1) * pow(d * y * y + 1, -1, P)
    return (y * y + x2) * pow(1 - d * x2 * y * y, -1, P) % P


def _by_multibase(raw: bytes) -> object:
    return keys.public_key_from_multibase("z" + base58.encode(b"\xed\x01" + raw))


def _by_trust_list(raw: bytes) -> object:
    key = made.trusted_key(public_key_multibase="z" + base58.encode(b"\xed\x01" + raw))
    return made.trust_list([made.body(keys=(key,))])


def _by_root(raw: bytes) -> object:
    text = "z" + base58.encode(b"\xed\x01" + raw)
    signed = made.trust_bytes().replace(made.ROOT.multibase.encode(), text.encode())
    return trust.read_trust(signed)


DOORS: list[Callable[[bytes], object]] = [keys.public_key, keys.multibase, _by_multibase, _by_trust_list, _by_root]


@pytest.mark.parametrize("door", DOORS)
def test_weak_keys_are_refused_wherever_a_key_comes_in(door: Callable[[bytes], object]) -> None:
    for raw in SMALL_ORDER:
        with pytest.raises(errors.BadKey):
            door(raw)


def test_a_weak_key_would_have_taken_any_message() -> None:
    # What we are afraid of: OpenSSL accepts this one signature of the neutral point for everything.
    neutral = (1).to_bytes(32, "little")
    Ed25519PublicKey.from_public_bytes(neutral).verify(neutral + bytes(32), b"any message")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (bytes(31), "31 bytes"),
        (bytes(33), "33 bytes"),
        ((P + 2).to_bytes(32, "little"), "canonically"),
        ((2**255 - 1).to_bytes(32, "little"), "canonically"),
        ((2).to_bytes(32, "little"), "curve"),
    ],
)
def test_what_is_no_key_says_why(raw: bytes, why: str) -> None:
    with pytest.raises(errors.BadKey, match=why):
        keys.public_key(raw)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "begins with z"),
        ("u7QF", "begins with z"),
        ("z0", "alphabet"),
        ("z" + base58.encode(b"\x80\x24" + bytes(32)), "multicodec"),
        ("z" + base58.encode(b"\xed\x01" + bytes(31)), "spelling"),
    ],
)
def test_what_is_no_multikey_says_why(text: str, why: str) -> None:
    with pytest.raises(errors.BadKey, match=why):
        keys.public_key_from_multibase(text)


def test_a_key_is_read_as_it_is_written() -> None:
    text = made.SIGNING.multibase
    assert text.startswith("z6Mk")
    assert keys.raw_bytes(keys.public_key_from_multibase(text)) == made.SIGNING.raw


@pytest.mark.parametrize("with_libsodium", [True, False], ids=["with libsodium", "without"])
def test_wycheproof(vectors: Path, monkeypatch: pytest.MonkeyPatch, *, with_libsodium: bool) -> None:
    if with_libsodium:
        assert keys._libsodium is not None
    else:
        monkeypatch.setattr(keys, "_libsodium", None)
    groups = json.loads((vectors / "wycheproof-ed25519.json").read_bytes())["testGroups"]
    tried = 0
    for group in groups:
        key = keys.public_key(bytes.fromhex(group["publicKey"]["pk"]))
        for case in group["tests"]:
            signature, message = bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"])
            tried += 1
            if case["result"] == "valid":
                keys.check_signature(key, signature, message)
            else:
                with pytest.raises(errors.SignatureMismatch):
                    keys.check_signature(key, signature, message)
    assert tried == 151


def test_what_libsodium_takes_is_taken_and_of_the_rest_openssl_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    message = b"of one length or another"
    signature, other = made.SIGNING.sign(message), made.STRANGER.sign(message)
    asked: list[tuple[bytes, bytes]] = []

    def takes(signed: bytes, raw: bytes) -> bytes:
        asked.append((signed, raw))
        return signed[64:]

    def refuses(signed: bytes, raw: bytes) -> bytes:
        asked.append((signed, raw))
        raise ValueError("as it says of a signature that does not fit")

    monkeypatch.setattr(keys, "_libsodium", takes)
    keys.check_signature(made.SIGNING.public, signature, message)
    for second in (refuses, None):
        monkeypatch.setattr(keys, "_libsodium", second)
        keys.check_signature(made.SIGNING.public, signature, message)
        with pytest.raises(errors.SignatureMismatch):
            keys.check_signature(made.SIGNING.public, other, message)
    assert asked == [(one + message, made.SIGNING.raw) for one in (signature, signature, other)]


def test_a_signature_that_is_too_short_does_not_borrow_from_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_libsodium", lambda signed, raw: signed)
    signature = made.SIGNING.sign(b"message")
    for cut in (signature[:63], signature + b"m", b""):
        with pytest.raises(errors.SignatureMismatch):
            keys.check_signature(made.SIGNING.public, cut, signature[63:] + b"message")
