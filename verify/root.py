"""The offline root: a key that signs trust lists on a machine of its own, where no service runs.

    (1) `certify keys propose` writes a *proposal*: the next list unsigned, and the signed one before it
    (2) here the two are compared, a person reads what changes and says yes, and the list is signed
    (3) `certify keys accept` checks the signed list and publishes it

The private key lies encrypted in a file, under a passphrase that is stretched by scrypt (RFC 7914) together with the
public key. Beside it lies the list that was signed last, so that this machine by itself refuses an older version.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_der_private_key,
)
from msgspec import UNSET, to_builtins

from verify import errors, files, keys, proof, strict_json, trust
from verify.documents import Document, Reader
from verify.trust_changes import PROPOSAL, Changed, changes

SHORTEST_PASSPHRASE = 12
_SCRYPT_MEMORY = 2**17  # N: with r = 8 some 128 MB and a third of a second, once for each signature
LONGEST_LIFE_DAYS = 370

Sign = Callable[[bytes], bytes]


class RootFileError(Exception):
    """A root key file that does not open: damage, or another passphrase."""


class NotToBeSigned(Exception):
    """The proposal asks for what no root signs; the text says what."""


class _RootFile(Document, frozen=True, kw_only=True):
    pkcs8: str
    public_key_multibase: str
    type: Literal["RootKey"] = "RootKey"


_ROOT_FILE = Reader(_RootFile)


def make_root(passphrase: str, *, scrypt_memory: int = _SCRYPT_MEMORY) -> tuple[str, bytes]:
    """A fresh root: its public key as Multikey text, and the bytes of its file. Raises ValueError: too short."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise ValueError(f"a passphrase has at least {SHORTEST_PASSPHRASE} characters")
    private = Ed25519PrivateKey.generate()
    multibase = keys.multibase(keys.raw_bytes(private.public_key()))
    stretched = _stretch(passphrase, multibase, scrypt_memory)
    pkcs8 = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(stretched))
    kept = _RootFile(pkcs8=base64.b64encode(pkcs8).decode(), public_key_multibase=multibase)
    return multibase, strict_json.canonical(to_builtins(kept))


def open_root(raw: bytes, passphrase: str, *, scrypt_memory: int = _SCRYPT_MEMORY) -> tuple[str, Sign]:
    """The public key of a root's file, and what signs with its private one. Raises RootFileError."""
    try:
        kept = _ROOT_FILE.read(raw)
    except errors.VerifyError as error:
        raise RootFileError(f"not a root key file: {error}") from None
    try:
        stretched = _stretch(passphrase, kept.public_key_multibase, scrypt_memory)
        private = load_der_private_key(base64.b64decode(kept.pkcs8, validate=True), stretched)
    except (ValueError, TypeError, binascii.Error):
        raise RootFileError("it does not open: another passphrase, or damage") from None
    multibase = kept.public_key_multibase
    if not isinstance(private, Ed25519PrivateKey) or keys.multibase(keys.raw_bytes(private.public_key())) != multibase:
        raise RootFileError("it holds another key than it says")
    return multibase, private.sign


class Weighed(msgspec.Struct, frozen=True):
    """A proposal that holds: the next list, and what it changes."""

    next: trust.TrustList
    changes: tuple[Changed, ...]


def weigh(raw: bytes, root: str, last: bytes | None = None) -> Weighed:
    """Read a proposal for this root; `last` is the list that this machine signed last.

    Raises VerifyError for bytes that are no proposal or a former list that the root did not sign, NotToBeSigned for a
    list that the root may not sign: an older version than one it signed, something lost, an end taken back, a life of
    more than a year.
    """
    proposal = PROPOSAL.read(raw)
    new = proposal.next
    trust.Trust(new)
    if new.proof is not UNSET:
        raise errors.WrongValue("the proposed list is signed already")
    former = None if proposal.former is UNSET else proposal.former
    if former is not None:
        trust.read_trust(strict_json.canonical(to_builtins(former)), root)
    found = changes(former, new)
    never = [one for one in found if one.refused]
    if last is not None:
        before = trust.read_trust(last, root).document
        if to_builtins(new) != {name: value for name, value in to_builtins(before).items() if name != "proof"}:
            never += [one for one in changes(before, new) if one.refused]
    if never:
        raise NotToBeSigned("; ".join(dict.fromkeys(one.say("en") for one in never)))
    days = trust.days_between(new.issued, new.expires)
    if days > LONGEST_LIFE_DAYS:
        raise NotToBeSigned(f"it would count for {days} days, at most {LONGEST_LIFE_DAYS}")
    return Weighed(new, found)


def sign_list(weighed: Weighed, root: str, sign: Sign) -> bytes:
    """The published bytes of the list. The same list gives the same bytes each time: the proof is dated as the list."""
    unsigned: dict[str, object] = to_builtins(weighed.next)
    method = trust.root_method(root)
    raw = strict_json.canonical(
        proof.attach(unsigned, verification_method=method, created=weighed.next.issued, sign=sign)
    )
    trust.read_trust(raw, root)
    return raw


def last_signed(key_file: Path) -> Path:
    """Where the list that a root signed last lies: beside its key."""
    return key_file.with_name(key_file.name + ".last")


def keep_last(key_file: Path, raw: bytes) -> None:
    """Keep the list that was signed, before it leaves this machine. Raises OSError."""
    files.replace(last_signed(key_file), raw)


def _stretch(passphrase: str, multibase: str, memory: int) -> bytes:
    salt = f"certify/root/{multibase}".encode()
    stretched = hashlib.scrypt(passphrase.encode(), salt=salt, n=memory, r=8, p=1, maxmem=256 * 1024 * 1024, dklen=32)
    return stretched.hex().encode()  # in hexadecimal: OpenSSL takes no NUL
