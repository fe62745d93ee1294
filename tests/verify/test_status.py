"""Status lists: the bits, the packing, who may sign one, and which of two counts."""

import base64
import gzip
import hashlib
import json
import zlib

import pytest

from tests.verify import made
from verify import errors, status, strict_json

URL = f"{made.ORIGIN}/bodies/nordisk/status/1/revocation"
TRUST = made.trust_list()


def test_a_list_is_read_as_it_was_made() -> None:
    marked = {0, 7, 8, made.INDEX, status.SIZE - 1}
    found = status.read(made.status_list_bytes("revocation", marked), TRUST, known_version=3)
    assert {index for index in range(found.size) if found.bit(index)} == marked
    assert (found.id, found.issuer, found.purpose, found.version) == (URL, made.DID, "revocation", 3)
    assert found.size == 131_072
    assert (found.valid_from, found.valid_until) == ("2027-03-01T11:00:00Z", "2027-03-02T11:00:00Z")
    assert found.detail == {"issued": found.valid_from, "until": found.valid_until, "version": "3"}


def test_the_first_entry_is_the_left_most_bit() -> None:
    assert status.read(made.status_list_bytes("revocation", {0}), TRUST).bits[:2] == b"\x80\0"


def test_packing_is_what_the_standard_says() -> None:
    bits = bytes(range(256)) * 64
    packed = status.pack(bits)
    assert packed[0] == "u"
    assert "=" not in packed
    assert gzip.decompress(base64.urlsafe_b64decode(packed[1:] + "==")) == bits
    assert status.unpack(packed) == bits
    assert status.pack(bits) == packed


def test_there_is_no_entry_outside() -> None:
    found = status.read(made.status_list_bytes("revocation"), TRUST)
    for index in (-1, status.SIZE):
        with pytest.raises(errors.BadStatusList):
            found.bit(index)
        with pytest.raises(ValueError, match="no entry"):
            made.status_list_bytes("revocation", {index})


def _text(raw: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "zabc",
        "u",
        "u!!!!",
        "uå",
        "uA",
        _text(b"not gzip"),
        _text(gzip.compress(bytes(16_384), mtime=0)) + "=",  # padding
        "u" + base64.b64encode(gzip.compress(bytes(range(256)) * 64, mtime=0)).decode().rstrip("="),  # with + and /
        _text(zlib.compress(bytes(16_384))),  # zlib is not gzip
        _text(gzip.compress(bytes(16_383), mtime=0)),  # one byte too few
        _text(gzip.compress(bytes(16_384), mtime=0)[:-1]),  # cut off
        _text(gzip.compress(bytes(16_384), mtime=0) + b"x"),  # something after it
        _text(gzip.compress(bytes(status.MAX_SIZE // 8 + 1), mtime=0)),  # a bomb, in small
        _text(gzip.compress(bytes(20_000_000), mtime=0)),  # and larger
    ],
)
def test_what_is_no_packed_list(text: str) -> None:
    with pytest.raises(errors.BadStatusList):
        status.unpack(text)


def _replaced(old: str, new: str) -> bytes:
    raw = made.status_list_bytes("revocation")
    assert old.encode() in raw
    return raw.replace(old.encode(), new.encode())


OTHER = "did:web:other.example:bodies:annan"
E = errors
REFUSED: dict[str, tuple[bytes, type[errors.VerifyError]]] = {
    "signed by the key for certificates": (
        made.status_list_bytes("revocation", key=made.SIGNING, key_id=made.KEY_ID),
        E.UnknownKey,
    ),
    "signed by a stranger": (made.status_list_bytes("revocation", key=made.STRANGER), E.SignatureMismatch),
    "of an unknown issuer": (made.status_list_bytes("revocation", did=OTHER), E.UnknownIssuer),
    "on another host": (made.status_list_bytes("revocation", origin="https://evil.example"), E.WrongHost),
    "before the key was valid": (
        made.status_list_bytes("revocation", valid_from="2025-03-01T11:00:00Z"),
        E.KeyNotValidThen,
    ),
    "other bits": (_replaced('"encodedList":"u', '"encodedList":"uA'), E.SignatureMismatch),
    "another version": (_replaced('"version":3', '"version":4'), E.SignatureMismatch),
    "unsigned": (
        made.status_list_bytes("revocation").split(b',"proof"')[0] + b',"type":["VerifiableCredential",'
        b'"BitstringStatusListCredential"],"validFrom":"2027-03-01T11:00:00Z","validUntil":"2027-03-02T11:00:00Z"}',
        E.MissingField,
    ),
    "no time": (_replaced('"created":"2027-03-01T11', '"created":"2027-03-01T99'), E.BadTime),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_list_of_ours(name: str) -> None:
    raw, expected = REFUSED[name]
    with pytest.raises(expected):
        status.read(raw, TRUST)


def test_an_older_list_than_one_that_was_seen_is_refused() -> None:
    with pytest.raises(errors.OlderThanKnown):
        status.read(made.status_list_bytes("revocation"), TRUST, known_version=4)


MAKING: dict[str, tuple[dict[str, str], type[errors.VerifyError]]] = {
    "an address without origin": ({"id": "/status/revocation"}, E.BadAddress),
    "an address of the other purpose": ({"id": f"{made.ORIGIN}/bodies/nordisk/status/1/suspension"}, E.BadAddress),
    "no beginning": ({"valid_from": "now"}, E.BadTime),
    "an end before the beginning": ({"valid_until": "2027-03-01T11:00:00Z"}, E.BadTime),
}


@pytest.mark.parametrize("name", MAKING)
def test_a_list_that_nobody_could_read_is_not_made(name: str) -> None:
    changes, expected = MAKING[name]
    good = {"id": URL, "valid_from": "2027-03-01T11:00:00Z", "valid_until": "2027-03-02T11:00:00Z"} | changes
    with pytest.raises(expected):
        status.make(
            "revocation",
            (),
            id=good["id"],
            issuer=made.DID,
            valid_from=good["valid_from"],
            valid_until=good["valid_until"],
            version=1,
        )


def test_a_proof_has_to_be_about_the_whole_context() -> None:
    # The standard lets a proof cover only the beginning of the context; ours cover all of it.
    value = json.loads(made.status_list_bytes("revocation"))
    value["proof"]["@context"][1] = "https://evil.example/contexts/certificate/v1"
    with pytest.raises(errors.WrongValue):
        status.read(strict_json.canonical(value), TRUST)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("#list", "#lost", E.BadAddress),
        ("/contexts/certificate/v1", "/contexts/certificate/v2", E.WrongValue),
    ],
)
def test_even_a_signed_list_has_to_be_in_order(old: str, new: str, expected: type[errors.VerifyError]) -> None:
    value = made.status_list_value("revocation", old, new)
    with pytest.raises(expected):
        status.read(made.signed_anyhow(value, key=made.STATUS, key_id=made.STATUS_KEY_ID), TRUST)


def test_the_newest_of_two_lists_counts() -> None:
    old, new = (status.read(made.status_list_bytes("revocation", version=version), TRUST) for version in (3, 4))
    for lists in ([old, new], [new, old], [new, new]):
        statuses = status.Statuses(lists)
        assert statuses.find(URL) is new
        assert list(statuses) == [new]
    assert status.Statuses().find(URL) is None


def test_a_list_of_ten_million_is_read() -> None:
    size = 10_000_000
    marked = set(range(7, size, 9_973))  # spread, so that it does not pack well
    raw = made.status_list_bytes("revocation", marked, size=size)
    found = status.read(raw, TRUST)
    assert found.size == size
    assert not any(map(found.bit, range(6, size, 9_973)))
    assert all(map(found.bit, marked))
    assert not found.bit(size - 1)
    with pytest.raises(errors.BadStatusList):
        found.bit(size)


def test_the_longest_list_there_may_be_is_read_and_no_longer_one() -> None:
    bits = hashlib.shake_128(b"a list that no packing makes smaller").digest(status.MAX_SIZE // 8)
    text = _text(gzip.compress(bits, mtime=0))
    assert status.unpack(text) == bits
    assert len(text) + 10_000 < status.MAX_BYTES
    with pytest.raises(errors.TooLarge):
        status.read(b" " * (status.MAX_BYTES + 1), TRUST)
