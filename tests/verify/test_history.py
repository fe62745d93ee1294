"""The signed status history of one certificate."""

from typing import Any

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from tests.verify import made
from verify import Registered, errors, history, strict_json
from verify.history import Change

TRUST = made.trust_list()
CHANGES = (
    Change(at="2026-11-23T10:00:00Z", state="active"),
    Change(at="2027-02-01T09:00:00Z", state="suspended", reason="requirements-not-met", until="2027-08-01T00:00:00Z"),
    Change(at="2027-02-10T09:00:00Z", state="active"),
    Change(at="2027-02-20T09:00:00Z", state="superseded", successor=made.OTHER_NUMBER),
)
DIGEST = "sha256:" + "0" * 64


def test_it_is_read_as_it_was_made() -> None:
    read = history.read(made.history_bytes(CHANGES), TRUST, known_version=2)
    assert read.changes == CHANGES
    assert (read.number, read.issuer, read.version) == (made.NUMBER, made.DID, 2)
    assert read.registered() == Registered(
        known=True,
        state="superseded",
        since="2027-02-20T09:00:00Z",
        successor=made.OTHER_NUMBER,
        digest=read.certificate,
        issuer=made.DID,
    )


def test_it_tells_what_held_then() -> None:
    read = made.history(CHANGES)
    assert read.registered("2026-11-23T09:59:59Z") == Registered(known=False)
    assert read.registered("2026-11-23T10:00:00Z").state == "active"
    then = read.registered("2027-02-05T00:00:00Z")
    assert (then.state, then.reason, then.until) == ("suspended", "requirements-not-met", "2027-08-01T00:00:00Z")


def test_it_tells_which_units_are_not_covered_and_since_when() -> None:
    raw = made.history_bytes(
        (CHANGES[0], Change(at="2027-02-01T09:00:00Z", state="active", suspended_units=("hamnen",)))
    )
    read = history.read(raw, TRUST)
    assert read.registered("2027-01-31T00:00:00Z").suspended_units == ()
    now = read.registered()
    assert (now.state, now.since, now.suspended_units) == ("active", "2026-11-23T10:00:00Z", ("hamnen",))


E = errors
ORDER: dict[str, tuple[dict[str, Any], type[errors.VerifyError]]] = {
    "nothing": ({"changes": ()}, E.WrongValue),
    "not active first": ({"changes": CHANGES[1:]}, E.WrongValue),
    "something after the end": ({"changes": (*CHANGES, CHANGES[0])}, E.BadTime),
    "back from being superseded": (
        {"changes": (*CHANGES, Change(at="2027-03-01T00:00:00Z", state="active"))},
        E.WrongValue,
    ),
    "no time": ({"changes": (Change(at="now", state="active"),)}, E.BadTime),
    "no end of a suspension": ({"changes": (replace(CHANGES[0], until="later"),)}, E.BadTime),
    "no successor": ({"changes": (*CHANGES[:3], replace(CHANGES[3], successor="next"))}, E.BadCertificateNumber),
    "no number": ({"number": "8H3K"}, E.BadCertificateNumber),
    "of another": ({"number": made.OTHER_NUMBER}, E.NumberMismatch),
    "a unit twice": ({"changes": (replace(CHANGES[0], suspended_units=("hamnen", "hamnen")),)}, E.RepeatedUnit),
    "no digest": ({"certificate": ""}, E.WrongValue),
    "half a digest": ({"certificate": "sha256:" + "0" * 32}, E.WrongValue),
    "issued at no time": ({"issued": ""}, E.BadTime),
}


@pytest.mark.parametrize("name", ORDER)
def test_its_parts_agree(name: str) -> None:
    changes, expected = ORDER[name]
    with pytest.raises(expected):
        history.unsigned(replace(made.history(CHANGES), **changes))


REFUSED: dict[str, tuple[bytes, type[errors.VerifyError]]] = {
    "unsigned": (
        strict_json.canonical(history.unsigned(made.history(CHANGES))),
        E.MissingField,
    ),
    "signed by a stranger": (made.history_bytes(CHANGES, key=made.STRANGER), E.SignatureMismatch),
    "signed by the key for certificates": (
        made.history_bytes(CHANGES, key=made.SIGNING, key_id=made.KEY_ID),
        E.UnknownKey,
    ),
    "on another host": (made.history_bytes(CHANGES, origin="https://evil.example"), E.WrongHost),
    "another state": (made.history_bytes(CHANGES).replace(b'"superseded"', b'"withdrawn"'), E.SignatureMismatch),
    "signed at no time": (made.history_bytes(CHANGES).replace(b'"created":"2027', b'"created":"202x'), E.BadTime),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_history_of_ours(name: str) -> None:
    raw, expected = REFUSED[name]
    with pytest.raises(expected):
        history.read(raw, TRUST)


def test_an_older_one_than_was_seen_is_refused() -> None:
    with pytest.raises(errors.OlderThanKnown):
        history.read(made.history_bytes(CHANGES), TRUST, known_version=3)


def test_a_plain_history_has_nothing_more() -> None:
    assert made.history(CHANGES[:1]).changes[0].reason is UNSET
    assert made.history(CHANGES[:1]).registered().reason is None
