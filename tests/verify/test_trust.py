"""The trust list: who signed it, whose keys count, for what and when."""

import hashlib
import json

import msgspec
import pytest

from tests.verify import made
from verify import errors, strict_json, trust

OTHER_DID = "did:web:other.example:bodies:annan"


def test_a_list_signed_by_the_root_is_read() -> None:
    read = trust.read_trust(made.trust_bytes(), made.ROOT.multibase, known_version=7)
    assert read.version == 7
    assert read.body(made.DID).name == "Nordisk Platscertifiering"
    assert read.by_digest8(hashlib.sha256(made.DID.encode()).digest()[:8]).did == made.DID
    assert read.body_for_host(made.HOST) is read.body(made.DID)
    assert read.body_for_host("evil.example") is None
    assert read.expires == "2027-03-31T00:00:00Z"


def test_without_a_root_the_list_has_to_be_whole() -> None:
    assert trust.read_trust(made.trust_bytes(root=made.STRANGER)).version == 7
    with pytest.raises(errors.SignatureMismatch):
        trust.read_trust(made.trust_bytes().replace(b'"slug":"nordisk"', b'"slug":"nordist"'))


def test_another_root_is_refused() -> None:
    with pytest.raises(errors.WrongRoot):
        trust.read_trust(made.trust_bytes(root=made.STRANGER), made.ROOT.multibase)


def test_an_older_list_than_one_that_was_seen_is_refused() -> None:
    with pytest.raises(errors.OlderThanKnown):
        trust.read_trust(made.trust_bytes(version=7), made.ROOT.multibase, known_version=8)


def test_two_bodies_may_share_a_host_and_then_the_host_names_neither() -> None:
    other = made.body(did=OTHER_DID, keys=(), slug="annan")
    assert made.trust_list([made.body(), other]).body_for_host(made.HOST) is None


REFUSED: dict[str, tuple[bytes, type[errors.VerifyError]]] = {
    "unsigned": (made.trust_bytes().replace(b'"proof":', b'"prof":'), errors.UnknownField),
    "no proof": (
        strict_json.canonical({k: v for k, v in json.loads(made.trust_bytes()).items() if k != "proof"}),
        errors.MissingField,
    ),
    "method of another form": (made.trust_bytes().replace(b"did:key:z", b"did:key:zz"), errors.BadAddress),
    "made at no time": (made.trust_bytes().replace(b'"created":"2027', b'"created":"202x'), errors.BadTime),
    "version as a text": (made.trust_bytes().replace(b'"version":7', b'"version":"7"'), errors.WrongValue),
    "negative version": (made.trust_bytes().replace(b'"version":7', b'"version":-7'), errors.WrongValue),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bytes_that_are_no_trust_list(name: str) -> None:
    raw, expected = REFUSED[name]
    with pytest.raises(expected):
        trust.read_trust(raw)


BODIES: dict[str, tuple[list[trust.Body], type[errors.VerifyError]]] = {
    "a body twice": ([made.body(), made.body()], errors.WrongValue),
    "a key twice": ([made.body(keys=(made.trusted_key(), made.trusted_key()))], errors.WrongValue),
    "no did:web": ([made.body(did="did:key:z6Mk")], errors.BadAddress),
    "no origin at all": ([made.body(origins=())], errors.BadAddress),
    "an origin with a path": ([made.body(origins=(made.ORIGIN + "/x",))], errors.BadAddress),
    "a key of another body": ([made.body(keys=(made.trusted_key(id=OTHER_DID + "#key-1"),))], errors.BadAddress),
    "a key that is none": ([made.body(keys=(made.trusted_key(public_key_multibase="z6Mk"),))], errors.BadKey),
    "a key from no time": ([made.body(keys=(made.trusted_key(from_="2026"),))], errors.BadTime),
    "a key until no time": ([made.body(keys=(made.trusted_key(until="2026"),))], errors.BadTime),
    "retired, but when?": ([made.body(keys=(made.trusted_key(state="retired"),))], errors.MissingField),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_list_that_contradicts_itself_is_not_signed_by_us(name: str) -> None:
    bodies, expected = BODIES[name]
    with pytest.raises(expected):
        made.trust_bytes(bodies)


def test_an_end_comes_after_the_beginning() -> None:
    with pytest.raises(errors.BadTime):
        made.trust_bytes(expires="2027-03-01T00:00:00Z")


def test_a_key_counts_for_one_use_and_its_time() -> None:
    until = "2027-01-01T00:00:00Z"
    read = made.trust_list(
        [made.body(keys=(made.trusted_key(state="retired", until=until), made.trusted_key(made.STATUS)))]
    )
    for at in ("2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", until):
        read.key(made.DID, made.KEY_ID, "certificate", at)
    for late_or_early in ("2025-12-31T23:59:59Z", "2027-01-01T00:00:01Z"):
        with pytest.raises(errors.KeyNotValidThen):
            read.key(made.DID, made.KEY_ID, "certificate", "2026-06-01T00:00:00Z", late_or_early)
    with pytest.raises(errors.UnknownKey, match="for status"):
        read.key(made.DID, made.STATUS_KEY_ID, "certificate", until)
    with pytest.raises(errors.UnknownKey):
        read.key(made.DID, made.DID + "#key-9", "certificate", until)
    with pytest.raises(errors.UnknownIssuer):
        read.key(OTHER_DID, OTHER_DID + "#key-1", "certificate", until)
    with pytest.raises(errors.UnknownIssuer):
        read.by_digest8(bytes(8))


def test_nothing_that_a_compromised_key_signed_counts() -> None:
    gone = made.trusted_key(state="compromised", until="2027-01-01T00:00:00Z")
    read = made.trust_list([made.body(keys=(gone,))])
    with pytest.raises(errors.KeyCompromised):
        read.key(made.DID, made.KEY_ID, "certificate", "2026-06-01T00:00:00Z")
    with pytest.raises(errors.KeyCompromised):
        read.keys_by_hint(made.DID, made.SIGNING.hint, "certificate", "2026-06-01T00:00:00Z")


def test_a_hint_finds_the_usable_keys() -> None:
    at = "2026-06-01T00:00:00Z"
    read = made.trust_list()
    assert read.keys_by_hint(made.DID, made.SIGNING.hint, "certificate", at) == (
        read.key(made.DID, made.KEY_ID, "certificate", at),
    )
    for hint, expected in ((bytes(4), errors.UnknownKey), (made.STATUS.hint, errors.UnknownKey)):
        with pytest.raises(expected):
            read.keys_by_hint(made.DID, hint, "certificate", at)
    with pytest.raises(errors.KeyNotValidThen):
        read.keys_by_hint(made.DID, made.SIGNING.hint, "certificate", "2025-06-01T00:00:00Z")
    with pytest.raises(errors.UnknownIssuer):
        read.keys_by_hint(OTHER_DID, made.SIGNING.hint, "certificate", at)


def test_the_did_document_says_what_the_list_says() -> None:
    ended = {"until": "2027-01-01T00:00:00Z"}
    body = made.body(
        keys=(
            made.trusted_key(),
            made.trusted_key(made.STRANGER, id=made.DID + "#key-0", state="retired", **ended),
            made.trusted_key(made.STATUS, state="compromised", **ended),
        )
    )
    document = trust.did_document(body)
    assert document["id"] == made.DID
    assert document["verificationMethod"] == [
        {
            "id": made.KEY_ID,
            "type": "Multikey",
            "controller": made.DID,
            "publicKeyMultibase": made.SIGNING.multibase,
        },
        {
            "id": made.DID + "#key-0",
            "type": "Multikey",
            "controller": made.DID,
            "publicKeyMultibase": made.STRANGER.multibase,
            "expires": "2027-01-01T00:00:00Z",
        },
        {
            "id": made.STATUS_KEY_ID,
            "type": "Multikey",
            "controller": made.DID,
            "publicKeyMultibase": made.STATUS.multibase,
            "revoked": "2027-01-01T00:00:00Z",
        },
    ]
    assert document["assertionMethod"] == [made.KEY_ID, made.DID + "#key-0"]
    assert msgspec.json.encode(document)
