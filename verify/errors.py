"""Everything that can be wrong with published bytes, one class per defect.

A caller needs one `except VerifyError`; `code` is stable and goes into verdicts, logs and problem details,
`detail` says where, in English, for whoever has to find the fault. Wrong use of a function is a `ValueError`
or `TypeError` of Python's own and never a `VerifyError`.

    VerifyError
    ├── Unreadable            the bytes are not one strict JSON value, or not one of our QR texts
    │   ├── TooLarge  Empty  NotUtf8  ByteOrderMark  NotJson  DuplicateKey  TooDeep
    │   ├── BadNumber  NullValue  LoneSurrogate  ForbiddenCharacter  NotNormalised
    │   ├── NoCertificateFound  SeveralCertificates
    │   └── NotACode  NotCbor  NotDeterministic
    ├── Malformed             one JSON value, but not a certificate, status list or trust list of ours
    │   ├── UnknownField  MissingField  WrongType  WrongValue  BadTime  BadAddress
    │   ├── BadCertificateNumber  NumberMismatch  NotCanonical
    │   ├── TooManyUnits  RepeatedUnit  BadUnitNumber  UnknownUnit
    │   └── BadKey  BadBase58  BadStatusList
    ├── Untrusted             well formed, but nobody that the trust list names stands behind it
    │   └── UnknownIssuer  UnknownKey  KeyNotValidThen  KeyCompromised  WrongHost  WrongRoot  OlderThanKnown
    ├── SignatureMismatch     the signature does not fit the content
    └── Unreachable           a source could not be asked (says nothing about what it would have said)
"""

from __future__ import annotations

from typing import ClassVar


class VerifyError(Exception):
    """Root of everything that can be wrong with what was read; `code` is kebab-case and never changes."""

    code: ClassVar[str] = "verify-error"

    def __init__(self, detail: str = "") -> None:
        """Keep `detail`: where the defect is, in English."""
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        """`code: detail`."""
        return f"{self.code}: {self.detail}" if self.detail else self.code


class Unreadable(VerifyError):
    """The bytes are not one strict JSON value, or not one of our QR texts."""

    code = "unreadable"


class TooLarge(Unreadable):
    """More bytes than the reader was told to take."""

    code = "too-large"


class Empty(Unreadable):
    """Nothing but white space."""

    code = "empty"


class NotUtf8(Unreadable):
    """The bytes are not UTF-8 (RFC 8259, 8.1)."""

    code = "not-utf8"


class ByteOrderMark(Unreadable):
    """A byte order mark stands first (RFC 8259, 8.1 forbids to write one)."""

    code = "byte-order-mark"


class NotJson(Unreadable):
    """Not the grammar of RFC 8259."""

    code = "not-json"


class DuplicateKey(Unreadable):
    """An object holds the same key twice, so that two readers could see two things."""

    code = "duplicate-key"


class TooDeep(Unreadable):
    """Nested deeper than the limit."""

    code = "too-deep"


class BadNumber(Unreadable):
    """Not an integer within plus or minus 2**53-1 (or, where floats may stand, not a finite one)."""

    code = "bad-number"


class NullValue(Unreadable):
    """`null` in a certificate, which has none."""

    code = "null-value"


class LoneSurrogate(Unreadable):
    """Half of a surrogate pair, which is no character."""

    code = "lone-surrogate"


class ForbiddenCharacter(Unreadable):
    """A control, direction-changing or invisible character inside a text."""

    code = "forbidden-character"


class NotNormalised(Unreadable):
    """A text that is not in Unicode normal form C, so that two byte strings would look the same."""

    code = "not-normalised"


class NotACode(Unreadable):
    """Not `https://HOST/v/NUMBER#1DIGITS` in its one spelling."""

    code = "not-a-code"


class NoCertificateFound(Unreadable):
    """A file that holds no signed certificate."""

    code = "no-certificate-found"


class SeveralCertificates(Unreadable):
    """A file that holds two different certificates, so that it cannot be told which is meant."""

    code = "several-certificates"


class NotCbor(Unreadable):
    """The digits of a QR text do not hold the COSE_Sign1 that they must hold."""

    code = "not-cbor"


class NotDeterministic(Unreadable):
    """Readable CBOR, but not in its one deterministic encoding (RFC 8949, 4.2.1)."""

    code = "not-deterministic"


class Malformed(VerifyError):
    """One JSON value, but not the document that it should be."""

    code = "malformed"


class UnknownField(Malformed):
    """A field that the format does not have."""

    code = "unknown-field"


class MissingField(Malformed):
    """A field that the format requires is absent."""

    code = "missing-field"


class WrongType(Malformed):
    """A value of another JSON type than the format says."""

    code = "wrong-type"


class WrongValue(Malformed):
    """A value of the right type that the format does not allow there."""

    code = "wrong-value"


class BadTime(Malformed):
    """Not `YYYY-MM-DDTHH:MM:SSZ` (or `YYYY-MM-DD`), no such day, or an end before its beginning."""

    code = "bad-time"


class BadAddress(Malformed):
    """An address (URL or DID) that is not where it must be."""

    code = "bad-address"


class BadCertificateNumber(Malformed):
    """Not a certificate number: length, alphabet, grouping or check symbol."""

    code = "bad-certificate-number"


class NumberMismatch(Malformed):
    """Two places that must name the same certificate number name different ones."""

    code = "number-mismatch"


class TooManyUnits(Malformed):
    """More units than a certificate may name."""

    code = "too-many-units"


class RepeatedUnit(Malformed):
    """A kind of unit, or the code of a unit, that stands twice."""

    code = "repeated-unit"


class BadUnitNumber(Malformed):
    """The units of a kind are not numbered 1, 2, 3 and so on, nor all without a number."""

    code = "bad-unit-number"


class UnknownUnit(Malformed):
    """A unit that lies within one that the certificate does not name, or within itself."""

    code = "unknown-unit"


class NotCanonical(Malformed):
    """A value that cannot be put into RFC 8785 form."""

    code = "not-canonical"


class BadKey(Malformed):
    """Not a public key that may be used: wrong form, off the curve, of small order or not canonically encoded."""

    code = "bad-key"


class BadBase58(Malformed):
    """Not base58btc of the expected length, or not in its one spelling."""

    code = "bad-base58"


class BadStatusList(Malformed):
    """An encoded status list that is not gzip of the announced size in base64url, or has no such entry."""

    code = "bad-status-list"


class Untrusted(VerifyError):
    """Nobody that the trust list names stands behind it."""

    code = "untrusted"


class UnknownIssuer(Untrusted):
    """The trust list does not name the issuer."""

    code = "unknown-issuer"


class UnknownKey(Untrusted):
    """The trust list does not name this key for this issuer and use."""

    code = "unknown-key"


class KeyNotValidThen(Untrusted):
    """The key is the issuer's, but was not valid when this was signed."""

    code = "key-not-valid-then"


class KeyCompromised(Untrusted):
    """The key has fallen into other hands; nothing signed with it counts."""

    code = "key-compromised"


class WrongHost(Untrusted):
    """An address on a host that the trust list does not name for the issuer."""

    code = "wrong-host"


class WrongRoot(Untrusted):
    """A trust list signed by another key than the one that the reader was told to trust."""

    code = "wrong-root"


class OlderThanKnown(Untrusted):
    """An older version of a list than one that was seen before."""

    code = "older-than-known"


class SignatureMismatch(VerifyError):
    """The signature does not fit the content."""

    code = "signature-mismatch"


class Unreachable(VerifyError):
    """A source could not be asked: no network, too slow, too much, or an answer that is none."""

    code = "unreachable"
