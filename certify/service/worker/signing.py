"""The only file that sees a private key: makes keys, keeps them encrypted, and signs what may be signed.

A key serves one use of one body and no other: `certificate`, `status`, `recognition`, or `trust` for the installation.
Each stands in a file of its own in the folder CERTIFY_KEYS, as PKCS#8 (RFC 5958) encrypted under a passphrase that
scrypt (RFC 7914) derives from CERTIFY_SECRET and from body, use and public key; so a file that is renamed to serve
another use or body does not open.

This is no oracle. A certificate key signs nothing that it is handed: the signer itself looks up the bytes that were
recorded, and refuses unless the chained event of the case names them by digest. A status key signs status lists and
status histories of its own body, a recognition key recognitions by its body, the installation's key trust lists.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from certify.service.worker.recorded import NotRecorded, Outgrown, recorded_payloads
from verify import compact, credential, files, keys, proof, strict_json, times

if TYPE_CHECKING:
    from certify.service.store.database import Database
    from certify.service.store.published import KeyRow

Use = Literal["certificate", "status", "recognition", "trust"]
INSTALLATION = "*"

_SCRYPT_MEMORY = 2**15  # KiB (N with r = 8): about a tenth of a second, once a key and process
_LEAST_SECRET = 16

# What each use may sign, by the document's `type`; certificates do not come this way.
_MAY_SIGN: dict[Use, frozenset[str]] = {
    "certificate": frozenset(),
    "status": frozenset({"BitstringStatusListCredential", "StatusHistory"}),
    "recognition": frozenset({"Recognition"}),
    "trust": frozenset({"TrustList"}),
}


class SigningError(Exception):
    """The root: why nothing was signed."""


class NoKey(SigningError):
    """There is no file for this key."""


class KeyClosed(SigningError):
    """The file does not open: another secret, another use or body, or damage."""


class OpenToOthers(SigningError):
    """The folder or a file of keys can be read by other users of this machine."""


class NotForThis(SigningError):
    """A key was asked to sign what its use does not cover."""


class KeyReference(msgspec.Struct, frozen=True, kw_only=True):
    """Which key: body, use, its id, and its public part as Multikey text.

    The id is the body's DID with a fragment, `did:key:...` for the installation's own.
    """

    body: str
    use: Use
    id: str
    multibase: str


def reference(row: KeyRow) -> KeyReference:
    """A key of the store as the signer asks for it."""
    return KeyReference(body=row.body, use=row.use, id=row.id, multibase=row.multibase)  # type: ignore[arg-type]  # the table holds nothing but uses


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate in both forms: the credential's published bytes (RFC 8785) and the COSE_Sign1 of its QR code."""

    credential: bytes
    qr: bytes


class Signer:
    """Opens keys and signs. One for a process; opened keys stay in its memory."""

    def __init__(self, folder: Path, secret: str, *, scrypt_memory: int = _SCRYPT_MEMORY) -> None:
        """`folder` is made with mode 0700 where it is missing; `scrypt_memory` in KiB has to stay as it was.

        Raises OpenToOthers, and ValueError for a short secret.
        """
        if len(secret) < _LEAST_SECRET:
            raise ValueError(f"the secret has at least {_LEAST_SECRET} characters")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_open(folder)
        self._folder = folder
        self._secret = secret.encode()
        self._scrypt_memory = scrypt_memory
        self._opened: dict[tuple[str, str, str], Ed25519PrivateKey] = {}

    async def make(self, body: str, use: Use) -> str:
        """Make a key and keep it; gives its public part as Multikey text. It counts once the store knows it."""
        private = Ed25519PrivateKey.generate()
        multibase = keys.multibase(keys.raw_bytes(private.public_key()))
        passphrase = await asyncio.to_thread(self._passphrase, body, use, multibase)
        encrypted = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase))
        files.write_new(self._file(body, use, multibase), encrypted)
        self._opened[body, use, multibase] = private
        return multibase

    async def check(self, key: KeyReference) -> None:
        """Open a key, so that what is wrong with it shows at start. Raises NoKey, KeyClosed, OpenToOthers."""
        await self._open(key)

    def destroy(self, key: KeyReference) -> bool:
        """Remove a key that will never sign again. Gives whether it was there."""
        self._opened.pop((key.body, key.use, key.multibase), None)
        try:
            self._file(key.body, key.use, key.multibase).unlink()
        except FileNotFoundError:
            return False
        return True

    async def sign_certificate(self, db: Database, key: KeyReference, number: str) -> Signed:
        """Sign what is recorded for this number: the credential and its QR payload.

        Raises NotRecorded unless the case's chain names these very bytes and this key for a certificate that is
        prepared and neither voided nor issued; NotForThis, NoKey, KeyClosed, OpenToOthers, and a VerifyError for
        recorded bytes that are no certificate. Outgrown for those that an earlier release would have signed.
        """
        if key.use != "certificate":
            raise NotForThis(f"a {key.use} key does not sign certificates")
        recorded = await recorded_payloads(db, key.body, number)
        if recorded.key_id != key.id:
            raise NotRecorded(f"{number} was recorded for {recorded.key_id}, not for {key.id}")
        certificate = credential.read_certificate(recorded.unsigned)
        created = times.text(recorded.prepared_at)
        said, hint = compact.of_certificate(certificate, created=created), keys.key_hint(_raw(key))
        if credential.certificate_bytes(certificate) != recorded.unsigned:
            raise NotRecorded(f"{number}: what is recorded is not in canonical form")
        if compact.signing_input(said, hint) != recorded.unsigned_qr:
            raise Outgrown(f"{number}: the QR code would not say what the certificate says")
        private = await self._open(key)
        return Signed(
            credential=credential.seal(
                recorded.unsigned,
                certificate.context,
                verification_method=key.id,
                created=created,
                sign=private.sign,
            ),
            qr=compact.seal(recorded.unsigned_qr, private.sign(recorded.unsigned_qr)),
        )

    async def sign_document(self, document: Mapping[str, object], key: KeyReference, *, at: datetime) -> bytes:
        """Sign a status list, a status history, a recognition or a trust list; gives its published bytes (RFC 8785).

        Raises NotForThis when the document's type or issuer is not what the key is for, and as `sign_certificate`.
        """
        stated = document.get("type")
        types = set(stated) if isinstance(stated, list | tuple) else {stated}
        if not types & _MAY_SIGN[key.use]:
            raise NotForThis(f"a {key.use} key does not sign {stated}")
        if key.use != "trust" and document.get("issuer") != key.id.partition("#")[0]:
            raise NotForThis(f"{key.id} does not speak for {document.get('issuer')}")
        private = await self._open(key)
        signed = proof.attach(document, verification_method=key.id, created=times.text(at), sign=private.sign)
        return strict_json.canonical(signed)

    async def _open(self, key: KeyReference) -> Ed25519PrivateKey:
        place = key.body, key.use, key.multibase
        if place not in self._opened:
            self._opened[place] = await asyncio.to_thread(self._read, *place)
        return self._opened[place]

    def _read(self, body: str, use: Use, multibase: str) -> Ed25519PrivateKey:
        file = self._file(body, use, multibase)
        if not file.is_file():
            raise NoKey(f"no file {file.name} in the folder of keys")
        _refuse_open(file)
        try:
            private = load_pem_private_key(file.read_bytes(), self._passphrase(body, use, multibase))
        except ValueError:
            raise KeyClosed(f"{file.name} does not open with this secret") from None
        if not isinstance(private, Ed25519PrivateKey):
            raise KeyClosed(f"{file.name} is not an Ed25519 key")
        if keys.multibase(keys.raw_bytes(private.public_key())) != multibase:
            raise KeyClosed(f"{file.name} holds another key than its name says")
        return private

    def _passphrase(self, body: str, use: Use, multibase: str) -> bytes:
        """The passphrase of one key, in hexadecimal: OpenSSL takes no NUL."""
        salt = f"certify/key/{use}/{body}/{multibase}".encode()
        derived = hashlib.scrypt(
            self._secret, salt=salt, n=self._scrypt_memory, r=8, p=1, maxmem=64 * 1024 * 1024, dklen=32
        )
        return derived.hex().encode()

    def _file(self, body: str, use: Use, multibase: str) -> Path:
        keys.public_key_from_multibase(multibase)  # nothing else becomes a file name
        owner = "installation" if body == INSTALLATION else f"body-{body}"
        if "/" in owner or "\x00" in owner:
            raise ValueError("no such body")
        return self._folder / f"{owner}.{use}.{multibase}.pem"


def _raw(key: KeyReference) -> bytes:
    return keys.raw_bytes(keys.public_key_from_multibase(key.multibase))


def _refuse_open(path: Path) -> None:
    mode = path.stat().st_mode
    if mode & 0o077:
        raise OpenToOthers(f"{path} has mode {mode & 0o777:04o}: take the rights of group and others away")
