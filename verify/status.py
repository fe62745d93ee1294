"""W3C Bitstring Status List 1.0: whether a certificate is withdrawn or suspended, as far as its body has published.

A list is a credential of its own, signed by the body's status key: gzip of one bit per certificate, in which the
first index is the left-most bit (section 3.2). Its `version` is our own term: it only rises, so that somebody who
keeps an older list back can be found out. A list counts from `validFrom` until `validUntil`.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import UNSET, UnsetType, field, to_builtins

from verify import addresses, errors, proof, times
from verify.credential import Proof
from verify.documents import OWN_CONTEXT_PATH, VC_CONTEXT, Document, Reader, SafeInteger
from verify.trust import Trust

Purpose = Literal["revocation", "suspension"]

SIZE = 131_072  # entries; 16 kB of bits, the least that the standard allows, so that an index gives little away
MAX_SIZE = 2**24
"""Entries that we unpack at most: two megabytes of bits, for lists of ten million and more."""

MAX_BYTES = 3_000_000
"""The longest list that we read: so many entries, none of which can be packed into less, and what stands around."""


class _List(Document, frozen=True, kw_only=True):
    encoded_list: str
    id: str
    status_purpose: Purpose
    type: Literal["BitstringStatusList"] = "BitstringStatusList"
    version: SafeInteger


class StatusListCredential(Document, frozen=True, kw_only=True):
    """A status list as it is published."""

    context: tuple[str, str] = field(name="@context")
    credential_subject: _List
    id: str
    issuer: str
    proof: Proof | UnsetType = UNSET
    type: tuple[Literal["VerifiableCredential"], Literal["BitstringStatusListCredential"]] = (
        "VerifiableCredential",
        "BitstringStatusListCredential",
    )
    valid_from: str
    valid_until: str


_READER = Reader(StatusListCredential)
_ENCODED = re.compile("u[A-Za-z0-9_-]*")  # Python itself would take the other alphabet, and padding, as well


class StatusList:
    """One list that was read and whose signature holds."""

    __slots__ = ("bits", "detail", "id", "issued", "issuer", "purpose", "size", "valid_from", "valid_until", "version")

    def __init__(self, credential: StatusListCredential) -> None:
        """Check and unpack a list; its signature is for `read`. Raises a leaf of `errors.Malformed`."""
        listed = credential.credential_subject
        origin, _ = addresses.split(credential.id)
        if listed.id != credential.id + "#list":
            raise errors.BadAddress("the list's id is not its credential's and #list")
        if not credential.id.endswith("/" + listed.status_purpose):
            raise errors.BadAddress(f"a list for {listed.status_purpose} at {credential.id[:200]}")
        if credential.context != (VC_CONTEXT, origin + OWN_CONTEXT_PATH):
            raise errors.WrongValue("@context is not the pair of VC data model 2.0 and our own below the same origin")
        self.id = credential.id
        self.issuer = credential.issuer
        self.purpose: Purpose = listed.status_purpose
        self.version = listed.version
        self.issued = times.moment(credential.valid_from)
        self.valid_from = credential.valid_from
        self.valid_until = times.text(times.moment(credential.valid_until))
        if self.valid_until <= self.valid_from:
            raise errors.BadTime("the list ends before it begins")
        self.detail = {"issued": self.valid_from, "until": self.valid_until, "version": str(self.version)}
        self.bits = unpack(listed.encoded_list)
        self.size = len(self.bits) * 8

    def bit(self, index: int) -> bool:
        """Whether the entry is set. Raises `errors.BadStatusList` when the list has no such entry."""
        if not 0 <= index < self.size:
            raise errors.BadStatusList(f"no entry {index} in a list of {self.size}")
        return bool(self.bits[index >> 3] & (0x80 >> (index & 7)))


class Statuses:
    """The lists at hand, the newest of each address."""

    def __init__(self, lists: Iterable[StatusList] = (), *, clock_behind: bool = False) -> None:
        """Of two lists with one address the one with the higher version counts, in whatever order they come.

        With `clock_behind` nobody knows how old they are, and only their marks count (SPEC.md 10.1).
        """
        self.clock_behind = clock_behind
        self._lists: dict[str, StatusList] = {}
        for one in lists:
            known = self._lists.get(one.id)
            if known is None or one.version > known.version:
                self._lists[one.id] = one

    def __iter__(self) -> Iterator[StatusList]:
        return iter(self._lists.values())

    def find(self, address: str) -> StatusList | None:
        """The list of that address (`statusListCredential`), if it is at hand."""
        return self._lists.get(address)


def read(raw: bytes, trust: Trust, *, known_version: int = 0) -> StatusList:
    """The status list that `raw` holds, if a status key of its issuer signed it and the issuer owns its address.

    Raises a `VerifyError`; `errors.OlderThanKnown` when its version is below `known_version`.
    """
    credential = _READER.read(raw, max_bytes=MAX_BYTES)
    signature = credential.proof
    if signature is UNSET:
        raise errors.MissingField("the status list is not signed")
    body = trust.body(credential.issuer)
    if addresses.split(credential.id)[0] not in body.origins:
        raise errors.WrongHost(f"{credential.id[:200]} is not {credential.issuer}'s")
    times.moment(signature.created)
    key = trust.key(body.did, signature.verification_method, "status", signature.created, credential.valid_from)
    proof.check(to_builtins(credential), key)
    if credential.credential_subject.version < known_version:
        raise errors.OlderThanKnown(f"version {credential.credential_subject.version}, but {known_version} was seen")
    return StatusList(credential)


def make(
    purpose: Purpose,
    marked: Iterable[int],
    *,
    id: str,
    issuer: str,
    valid_from: str,
    valid_until: str,
    version: int,
    size: int = SIZE,
) -> dict[str, object]:
    """The unsigned list with these entries set, to hand to `proof.attach`.

    Raises `errors.Malformed` for what `read` would refuse, `ValueError` for an index outside of the list.
    `id` is `{ORIGIN}/bodies/{slug}/status/{n}/{purpose}`, times are `YYYY-MM-DDTHH:MM:SSZ`.
    """
    bits = bytearray(size // 8)
    for index in marked:
        if not 0 <= index < size:
            raise ValueError(f"no entry {index} in a list of {size}")
        bits[index >> 3] |= 0x80 >> (index & 7)
    credential = StatusListCredential(
        context=(VC_CONTEXT, addresses.split(id)[0] + OWN_CONTEXT_PATH),
        credential_subject=_List(
            encoded_list=pack(bytes(bits)), id=id + "#list", status_purpose=purpose, version=version
        ),
        id=id,
        issuer=issuer,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    StatusList(credential)
    unsigned: dict[str, object] = to_builtins(credential)
    return unsigned


def pack(bits: bytes) -> str:
    """`u` and base64url without padding of the gzip of the bits (Bitstring Status List 1.0, 3.2 and 3.3)."""
    squeeze = zlib.compressobj(level=9, wbits=31)  # 31: a gzip header, and in it no time, so the same bits look alike
    packed = squeeze.compress(bits) + squeeze.flush()
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def unpack(text: str) -> bytes:
    """The bits that `pack` was given. Raises `errors.BadStatusList`; never unpacks more than two megabytes."""
    if _ENCODED.fullmatch(text) is None:
        raise errors.BadStatusList("an encodedList is u and base64url without padding")
    try:
        packed = base64.b64decode(text[1:] + "=" * (-(len(text) - 1) % 4), altchars=b"-_", validate=True)
        spread = zlib.decompressobj(wbits=31)
        bits = spread.decompress(packed, MAX_SIZE // 8 + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise errors.BadStatusList(f"not gzip in base64url: {error}") from None
    if not spread.eof or spread.unused_data or len(bits) * 8 > MAX_SIZE:
        raise errors.BadStatusList(f"not one whole gzip stream, or more than {MAX_SIZE} entries")
    if len(bits) * 8 < SIZE:
        raise errors.BadStatusList(f"{len(bits) * 8} entries, at least {SIZE}")
    return bits
