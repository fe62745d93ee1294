"""Every small edit of one certificate and of its QR text: refused with a named reason, and never an exception.

The only edits that may be valid are those that leave the JSON value as it was (white space, and the spelling of a
character); they give the same facts. Bits are flipped at every place; the other edits are tried at every place with
one new byte each, which keeps this quick and still reaches every field.
"""

import json
from collections.abc import Iterator

import pytest

from tests.verify import made
from verify import Verdict, errors, verify, verify_qr

TRUST = made.trust_list()
LISTS = made.statuses()
GOOD = made.certificate_bytes(name='Lindhamra "Centrum" för alla – ekonomisk förening')
CODE = made.qr_text()

_CODES = {
    error.code for error in vars(errors).values() if isinstance(error, type) and issubclass(error, errors.VerifyError)
}


def _flips(raw: bytes) -> Iterator[bytes]:
    for at in range(len(raw)):
        for bit in range(8):
            yield raw[:at] + bytes([raw[at] ^ (1 << bit)]) + raw[at + 1 :]


def _deletions(raw: bytes) -> Iterator[bytes]:
    for at in range(len(raw)):
        yield raw[:at] + raw[at + 1 :]


def _insertions(raw: bytes) -> Iterator[bytes]:
    for at in range(len(raw) + 1):
        for new in (raw[at : at + 1], b" ", b"0", b'"', b"\\", b"\x00", b"\xff"):
            yield raw[:at] + new + raw[at:]


def _swaps(raw: bytes) -> Iterator[bytes]:
    for at in range(len(raw) - 1):
        yield raw[:at] + raw[at + 1 : at + 2] + raw[at : at + 1] + raw[at + 2 :]


def _cuts(raw: bytes) -> Iterator[bytes]:
    for at in range(len(raw)):
        yield raw[:at]
        yield raw[at:] if at else raw + raw


EDITS = {"flip": _flips, "deletion": _deletions, "insertion": _insertions, "swap": _swaps, "cut": _cuts}


def _refused(verdict: Verdict) -> bool:
    return verdict.verdict == "not_genuine" and verdict.reason in _CODES and verdict.certificate is None and not verdict


@pytest.mark.parametrize("kind", EDITS)
def test_an_edited_certificate_is_refused(kind: str) -> None:
    good = verify(GOOD, trust=TRUST, status=LISTS, at=made.NOON)
    assert good
    same = 0
    for edited in EDITS[kind](GOOD):
        verdict = verify(edited, trust=TRUST, status=LISTS, at=made.NOON)
        if edited != GOOD and _refused(verdict):
            continue
        # Whoever says that it is the same has to show it: another reader sees the same value.
        assert json.loads(edited) == json.loads(GOOD), edited
        assert verdict == good
        same += 1
    assert same or kind in ("flip", "deletion", "cut")


@pytest.mark.parametrize("kind", EDITS)
def test_an_edited_code_is_refused(kind: str) -> None:
    assert verify_qr(CODE, trust=TRUST, status=LISTS, at=made.NOON)
    for edited in EDITS[kind](CODE.encode()):
        if edited == CODE.encode():
            continue  # two equal neighbours changed places
        text = edited.decode(errors="surrogateescape")
        assert _refused(verify_qr(text, trust=TRUST, status=LISTS, at=made.NOON)), text


def test_every_flip_inside_the_signed_payload_of_a_code_is_refused() -> None:
    # A flip of a digit moves many bits of the number behind it; this flips the bits themselves.
    address, cose = CODE.partition("#1")[0], made.cose_of(CODE)
    for edited in _flips(cose):
        text = f"{address}#1" + str(int.from_bytes(b"\x01" + edited, "big"))
        assert _refused(verify_qr(text, trust=TRUST, status=LISTS, at=made.NOON))


def test_parts_of_two_genuine_certificates_do_not_make_a_third() -> None:
    first, second = (json.loads(made.certificate_bytes(number=number)) for number in (made.NUMBER, made.OTHER_NUMBER))
    for field in first:
        spliced = json.dumps({**first, field: second[field]}).encode()
        verdict = verify(spliced, trust=TRUST, status=LISTS, at=made.NOON)
        assert _refused(verdict) or first[field] == second[field]
    for field in first["credentialSubject"]:
        subject = {**first["credentialSubject"], field: second["credentialSubject"][field]}
        verdict = verify(
            json.dumps({**first, "credentialSubject": subject}).encode(), trust=TRUST, status=LISTS, at=made.NOON
        )
        assert _refused(verdict) or subject == first["credentialSubject"]
