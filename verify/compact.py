"""The QR code: an address that any phone opens, and behind its `#` the same facts, signed, for no network at all.

    https://HOST/v/NUMBER#1<decimal digits>

`1` is the layout version; the digits are the big-endian integer of `0x01 || COSE_Sign1`. Digits, because a QR code
holds them in a third of the room; the leading 0x01, so that zeros in front are kept. The fragment never reaches a
server. COSE is RFC 9052, the claims RFC 8392; every byte but payload, key hint and signature is fixed, so there is
exactly one text for one signed payload (SPEC.md, "The QR code").
"""

import re
from collections.abc import Callable
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import UNSET, Struct
from msgspec.structs import astuple

from verify import addresses, errors, keys, number, strict_json, times
from verify.credential import Certificate, unsigned_bytes
from verify.trust import did_digest8

LAYOUT = "1"
HOLDER_BYTES = 40
_MAX_TEXT = 1400  # characters; far beyond what a version 13 code holds, far below what takes time to read

# Tag 18, an array of four, and 9 protected bytes: {1: alg, 4: 4 bytes}; then an empty map and one-byte lengths.
_HEAD = re.compile(rb"\xd2\x84\x49(\xa2\x01[\x32\x27]\x04\x44(.{4}))\xa0\x58(.)", re.DOTALL)
_ED25519 = 0x32  # alg -19 (RFC 9864); 0x27 is -8, which older writers use for the same. The key fixes the algorithm.
_SIGNED = b"\x84\x6aSignature1\x49"  # how the Sig_structure of RFC 9052, 4.4, begins
_SIGNATURE = b"\x58\x40"  # a byte string of 64
_TEXT = re.compile(r"(https?)://([^/#]+)/v/([^/#]+)#1([1-9][0-9]*)")

_SIGN = re.compile(r"(https?)://([^/#?]+)/v/([^/#?]+)")

_SUB, _EXP, _NBF, _IAT, _OWN = 2, 4, 5, 6, -65537
_CLAIMS, _PARTS = {_SUB, _EXP, _IAT, _OWN}, set(range(1, 8))
_KINDS = (str, int, int, int, str, str, int, int, bytes, bytes, str, str)  # of the fields of Compact
_INTEGER = 2**53 - 1
_MOST_LISTS, _LAST_INDEX = 999_999, 9_999_999  # as many digits as a certificate has for them
_CODE = 40  # characters of the code of a scheme or a level


class Compact(Struct, frozen=True, kw_only=True):
    """What a QR code says. Times are seconds since 1970; `issuer` is 8 and `digest` 16 bytes of a SHA-256.

    `issued_at` is when it was signed, `begins_at` from when on it is valid. `issuer` is of the body's DID, `digest` of
    the certificate's RFC 8785 form without its proof.
    """

    number: str
    issued_at: int
    begins_at: int
    expires_at: int
    scheme: str
    holder: str
    status_list: int
    index: int
    issuer: bytes
    digest: bytes
    level: str
    place: str


class QrText(Struct, frozen=True, kw_only=True):
    """The three parts of a QR text, as they stand: nothing of it is checked yet but its spelling."""

    host: str
    number: str
    cose: bytes


class Envelope(Struct, frozen=True, kw_only=True):
    """A COSE_Sign1 taken apart, unchecked: what it says, whose key to try, and what was signed."""

    compact: Compact
    key_hint: bytes
    signature: bytes
    signed: bytes


def of_certificate(certificate: Certificate, digest: bytes | None = None, *, created: str | None = None) -> Compact:
    """What the QR code of a certificate says, which is signed at the moment that its proof names, or will name.

    `created` is that moment, for a certificate that has no proof yet. `digest` saves working it out: 32 bytes, of the
    unsigned bytes. Raises `ValueError` where the moment is not known.
    """
    subject, signature = certificate.credential_subject, certificate.proof
    signed_at = created or (signature.created if signature is not UNSET else None)
    if signed_at is None:
        raise ValueError("a certificate without its proof does not say when it is signed")
    _, list_path = addresses.split(certificate.credential_status[0].status_list_credential)
    if digest is None:
        digest = bytes.fromhex(strict_json.sha256_digest(unsigned_bytes(certificate))[7:])
    return Compact(
        number=subject.number,
        issued_at=int(times.moment(signed_at).timestamp()),
        begins_at=int(times.moment(certificate.valid_from).timestamp()),
        expires_at=int(times.moment(certificate.valid_until).timestamp()),
        scheme=subject.scheme.code,
        holder=cut(subject.name),
        status_list=int(list_path.split("/")[-2]),
        index=certificate.status_index,
        issuer=did_digest8(certificate.issuer.id),
        digest=digest[:16],
        level=subject.level.code,
        place=cut(subject.place),
    )


def cut(text: str, limit: int = HOLDER_BYTES) -> str:
    """`text` in at most `limit` UTF-8 bytes, cut at a character and marked with `…` when something is gone."""
    if len(text.encode()) <= limit:
        return text
    return text.encode()[: limit - 3].decode(errors="ignore").rstrip() + "…"


def payload(compact: Compact) -> bytes:
    """The CWT claims in deterministic CBOR (RFC 8949, 4.2.1). At most 255 bytes, or `ValueError`."""
    claims = _encoded(compact)
    if not 24 <= len(claims) <= 255:
        raise ValueError(f"{len(claims)} bytes of claims; a code takes at most 255")
    return claims


def signing_input(compact: Compact, key_id: bytes) -> bytes:
    """The bytes to sign: the Sig_structure of RFC 9052, 4.4. `key_id` is `keys.key_hint` of the key."""
    return _signed(_protected(key_id), payload(compact))


def build(compact: Compact, *, key_id: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """The COSE_Sign1; `sign` turns `signing_input` into a 64-byte Ed25519 signature."""
    signed = signing_input(compact, key_id)
    return seal(signed, sign(signed))


def seal(signed: bytes, signature: bytes) -> bytes:
    """The COSE_Sign1 of a signature over these bytes of `signing_input`.

    Raises `ValueError` when the signature has not 64 bytes.
    """
    if len(signature) != 64:
        raise ValueError(f"{len(signature)} bytes, an Ed25519 signature has 64")
    protected, payload = signed[len(_SIGNED) : len(_SIGNED) + 9], signed[len(_SIGNED) + 10 :]
    return b"\xd2\x84\x49" + protected + b"\xa0" + payload + _SIGNATURE + signature


def segments(host: str, number: str, cose: bytes) -> tuple[str, str]:
    """What to put into the code: the byte segment up to and including `#1`, and the digits for the numeric one.

    `host` has its port where it has one; localhost alone is spelled with http. Raises `errors.BadAddress`.
    """
    return f"{addresses.origin_of_host(host)}/v/{number}#{LAYOUT}", str(int.from_bytes(b"\x01" + cose, "big"))


def url(host: str, number: str, cose: bytes) -> str:
    """The whole text of the code."""
    return "".join(segments(host, number, cose))


def read_sign(text: str) -> tuple[str, str]:
    """Host and number of a sign's code, which is an address and no more. Raises `errors.NotACode` or a `BadAddress`."""
    found = _SIGN.fullmatch(text[:_MAX_TEXT])
    if found is None or not text.isascii():
        raise errors.NotACode("not https://HOST/v/NUMBER")
    scheme, host, claimed = found.groups()
    if addresses.origin_of_host(host) != f"{scheme}://{host}" or not number.is_number(claimed):
        raise errors.NotACode(f"not the address of a certificate: {text[:80]!r}")
    return host, claimed


def read(text: str) -> QrText:
    """The parts of a QR text in its one spelling. Raises `errors.NotACode`, `errors.TooLarge` or a `BadAddress`."""
    if len(text) > _MAX_TEXT:
        raise errors.TooLarge(f"{len(text)} characters, at most {_MAX_TEXT}")
    found = _TEXT.fullmatch(text)
    if found is None or not text.isascii():
        raise errors.NotACode("not https://HOST/v/NUMBER#1 and digits")
    scheme, host, claimed, digits = found.groups()
    if addresses.origin_of_host(host) != f"{scheme}://{host}":
        raise errors.NotACode(f"{scheme} for {host[:80]}")
    if not number.is_number(claimed):
        raise errors.BadCertificateNumber(f"{claimed[:40]!r} in the address")
    whole = int(digits)
    packed = whole.to_bytes((whole.bit_length() + 7) // 8, "big")
    if packed[0] != 1:
        raise errors.NotACode("the digits do not begin with 0x01")
    return QrText(host=host, number=claimed, cose=packed[1:])


def unpack(cose: bytes) -> Envelope:
    """A COSE_Sign1 taken apart. Raises `errors.NotCbor`, `errors.NotDeterministic` or a text's own defect."""
    head = _HEAD.match(cose)
    if head is None:
        raise errors.NotCbor("not the COSE_Sign1 of a code")
    protected, key_hint, length = head.groups()
    claims, rest = cose[head.end() : head.end() + length[0]], cose[head.end() + length[0] :]
    if length[0] < 24 or len(rest) != 66 or not rest.startswith(_SIGNATURE):
        raise errors.NotCbor("the claims or the signature are not as long as they say")
    compact = _compact(claims)
    return Envelope(compact=compact, key_hint=key_hint, signature=rest[2:], signed=_signed(protected, claims))


def check(cose: bytes, key: Ed25519PublicKey) -> Compact:
    """What a COSE_Sign1 says, if this key signed it. Raises a `VerifyError`."""
    envelope = unpack(cose)
    keys.check_signature(key, envelope.signature, envelope.signed)
    return envelope.compact


def _protected(key_id: bytes) -> bytes:
    if len(key_id) != 4:
        raise ValueError(f"{len(key_id)} bytes, a key hint has 4")
    return b"\xa2\x01" + bytes([_ED25519]) + b"\x04\x44" + key_id


def _signed(protected: bytes, claims: bytes) -> bytes:
    # ["Signature1", protected, external_aad: empty, payload]
    return _SIGNED + protected + b"\x40\x58" + bytes([len(claims)]) + claims


def _encoded(compact: Compact) -> bytes:
    # The keys stand in the order that deterministic CBOR wants, so nothing has to be sorted (a test compares).
    # What begins when it is signed does not say so twice.
    begins = {_NBF: compact.begins_at} if compact.begins_at != compact.issued_at else {}
    return cbor2.dumps(
        {
            _SUB: compact.number,
            _EXP: compact.expires_at,
            **begins,
            _IAT: compact.issued_at,
            _OWN: {
                1: compact.scheme,
                2: compact.holder,
                3: [compact.status_list, compact.index],
                4: compact.issuer,
                5: compact.digest,
                6: compact.level,
                7: compact.place,
            },
        }
    )


def _compact(claims: bytes) -> Compact:
    try:
        value: Any = cbor2.loads(claims, max_depth=4, allow_indefinite=False, allow_duplicate_keys=False)
    except cbor2.CBORDecodeError as error:
        raise errors.NotCbor(str(error)) from None
    own: Any = value.get(_OWN) if type(value) is dict and value.keys() - {_NBF} == _CLAIMS else None
    if type(own) is not dict or own.keys() != _PARTS or type(own[3]) is not list or len(own[3]) != 2:
        raise errors.NotCbor("not the claims of a code, with seven parts of our own")
    compact = Compact(
        number=value[_SUB],
        issued_at=value[_IAT],
        begins_at=value.get(_NBF, value[_IAT]),
        expires_at=value[_EXP],
        scheme=own[1],
        holder=own[2],
        status_list=own[3][0],
        index=own[3][1],
        issuer=own[4],
        digest=own[5],
        level=own[6],
        place=own[7],
    )
    if tuple(map(type, astuple(compact))) != _KINDS:
        raise errors.NotCbor("a claim of another type")
    if len(compact.issuer) != 8 or len(compact.digest) != 16:
        raise errors.NotCbor("issuer or digest of another length")
    if not all(0 <= time <= _INTEGER for time in (compact.expires_at, compact.issued_at, compact.begins_at)):
        raise errors.BadNumber("a time out of range")
    if not (0 <= compact.status_list <= _MOST_LISTS and 0 <= compact.index <= _LAST_INDEX):
        raise errors.BadNumber("a list or index out of range")
    if _encoded(compact) != claims:
        raise errors.NotDeterministic("the claims are not in their one encoding")
    texts = (compact.scheme, compact.holder, compact.level, compact.place)
    strict_json.check_text(",".join(texts), "the code")
    if not all(texts) or max(len(compact.scheme), len(compact.level)) > _CODE:
        raise errors.WrongValue("a text of the code is empty, or the code of scheme or level too long")
    if max(len(compact.holder.encode()), len(compact.place.encode())) > HOLDER_BYTES:
        raise errors.WrongValue(f"holder or place are not cut to {HOLDER_BYTES} bytes")
    return compact
