"""A scheme's owner vouches for a body: what counts, what is refused and why, and how the verdict tells it."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from tests.verify import made
from verify import Verdict, errors, lookup, recognition, verify, verify_qr, words
from verify.recognition import Recognitions
from verify.seen import Memory
from verify.source import DirectorySource, MemorySource, RememberingSource, SavedSource

TRUST = made.trust_list([made.body(), made.owner()])
WHERE = f"{made.ORIGIN}/bodies/nordisk/recognition/quality-mark"


def _owner_with(**of_key: Any) -> list[Any]:
    return [made.body(), made.owner(keys=(replace(made.owner().keys[0], **of_key),))]


def test_what_the_owner_signed_is_read_with_the_owners_name() -> None:
    found, owner = recognition.read(made.recognition_bytes(), TRUST)
    assert owner == "Ordningens ägare"
    assert (found.credential_subject.id, found.credential_subject.scheme) == (made.DID, "quality-mark")


def _changed(**fields: Any) -> bytes:
    return made.signed_anyhow(
        {**json.loads(made.recognition_bytes()), **fields}, key=made.OWNING, key_id=made.OWNER_KEY_ID
    )


BARE = {name: value for name, value in json.loads(made.recognition_bytes()).items() if name != "proof"}
REFUSED: dict[str, tuple[bytes, type[errors.VerifyError]]] = {
    "nothing": (b"", errors.Empty),
    "unsigned": (json.dumps(BARE).encode(), errors.MissingField),
    "signed by somebody else": (made.recognition_bytes(key=made.STRANGER), errors.SignatureMismatch),
    "signed with the body's own key": (
        made.recognition_bytes(key=made.SIGNING, key_id=made.KEY_ID),
        errors.UnknownKey,
    ),
    "signed before the key was": (made.recognition_bytes(created="2025-12-31T23:59:59Z"), errors.KeyNotValidThen),
    "one letter changed": (
        made.recognition_bytes().replace(b'"name":"Nordisk', b'"name":"Nordisc'),
        errors.SignatureMismatch,
    ),
    "an owner that nobody knows": (
        made.recognition_bytes(owner="did:web:annan.example:bodies:ordningen"),
        errors.UnknownIssuer,
    ),
    "on another's host": (
        made.recognition_bytes(owner_address="https://annan.example/bodies/x/recognitions/y"),
        errors.WrongHost,
    ),
    "another context": (
        _changed(**{"@context": ["https://www.w3.org/ns/credentials/v2", f"{made.ORIGIN}/contexts/certificate/v1"]}),
        errors.WrongValue,
    ),
    "a body that is no did:web": (
        _changed(credentialSubject={**BARE["credentialSubject"], "id": "did:key:z6Mk"}),
        errors.BadAddress,
    ),
    "an end before its beginning": (_changed(validUntil="2026-01-01T00:00:00Z"), errors.BadTime),
    "a field too many": (_changed(extra="x"), errors.UnknownField),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_recognition(name: str) -> None:
    raw, defect = REFUSED[name]
    with pytest.raises(defect):
        recognition.read(raw, TRUST)


def test_of_a_key_in_other_hands_nothing_counts() -> None:
    trust = made.trust_list(_owner_with(state="compromised", until="2027-01-01T00:00:00Z"))
    with pytest.raises(errors.KeyCompromised):
        recognition.read(made.recognition_bytes(), trust)


LONGER, SHORTER = "2029-05-31T21:59:59Z", "2027-01-31T21:59:59Z"


@pytest.mark.parametrize(
    ("former", "later", "counts"),
    [
        (("2026-06-01T09:00:00Z", SHORTER), ("2026-07-01T09:00:00Z", LONGER), LONGER),
        (("2026-06-01T09:00:00Z", LONGER), ("2026-07-01T09:00:00Z", SHORTER), SHORTER),  # ended early
        (("2026-06-01T09:00:00Z", SHORTER), ("2026-06-01T09:00:00Z", LONGER), LONGER),
    ],
)
def test_of_two_the_one_that_was_signed_later_counts(
    former: tuple[str, str], later: tuple[str, str], counts: str
) -> None:
    both = [
        recognition.read(made.recognition_bytes(created=created, valid_until=until), TRUST)
        for created, until in (former, later)
    ]
    for order in (both, both[::-1]):
        found = Recognitions(order).find(made.DID, "quality-mark")
        assert found is not None
        assert found[0].valid_until == counts


def test_one_that_was_not_signed_was_signed_before_all_others() -> None:
    found, _ = recognition.read(made.recognition_bytes(), TRUST)
    assert recognition.signed_at(replace(found, proof=UNSET)) == "" < recognition.signed_at(found)


def _verdicts(recognitions: Recognitions | None) -> list[Verdict]:
    lists = made.statuses(known=TRUST)
    more: dict[str, Any] = {"trust": TRUST, "status": lists, "at": made.NOON, "recognitions": recognitions}
    return [verify(made.certificate_bytes(), **more), verify_qr(made.qr_text(), **more)]


TOLD: dict[str, tuple[Recognitions | None, str, str]] = {
    "none asked for": (None, "not_done", "no-recognition"),
    "none at hand": (Recognitions(), "not_done", "no-recognition"),
    "one that does not hold": (Recognitions(refused="signature-mismatch"), "no", "signature-mismatch"),
    "one that holds": (Recognitions([recognition.read(made.recognition_bytes(), TRUST)]), "yes", "ok"),
    "one that has ended since": (
        Recognitions([recognition.read(made.recognition_bytes(valid_until="2026-12-01T00:00:00Z"), TRUST)]),
        "yes",
        "ok",
    ),
    "one that came later": (
        Recognitions([recognition.read(made.recognition_bytes(valid_from="2026-11-24T00:00:00Z"), TRUST)]),
        "no",
        "not-recognised-then",
    ),
    "one that had ended": (
        Recognitions([recognition.read(made.recognition_bytes(valid_until="2026-11-22T00:00:00Z"), TRUST)]),
        "no",
        "not-recognised-then",
    ),
    "one for another scheme": (
        Recognitions([recognition.read(made.recognition_bytes(scheme="annan"), TRUST)]),
        "not_done",
        "no-recognition",
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_the_ninth_step_tells_it_and_leaves_the_word_alone(name: str) -> None:
    recognitions, result, reason = TOLD[name]
    for verdict in _verdicts(recognitions):
        step = verdict.step("recognised")
        assert (verdict.verdict, step.result, step.reason) == ("valid", result, reason)
        assert all(words.basis("recognised", verdict, lang) for lang in ("sv", "en"))


def test_the_owner_stands_in_words() -> None:
    (verdict, _) = _verdicts(TOLD["one that holds"][0])
    said = words.basis("recognised", verdict, "sv")
    assert said == "Ordningens ägare har erkänt utfärdaren sedan 1 juni 2026."


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("published", "reason"),
    [({}, "no-recognition"), ({WHERE: made.recognition_bytes()}, "ok"), ({WHERE: b"{}"}, "missing-field")],
)
async def test_a_source_is_asked_at_the_bodys_own_address(published: dict[str, bytes], reason: str) -> None:
    revocation, suspension = made.status_bytes()
    source = MemorySource(
        trust=made.trust_bytes([made.body(), made.owner()]),
        statuses={
            f"{made.ORIGIN}/bodies/nordisk/status/1/revocation": revocation,
            f"{made.ORIGIN}/bodies/nordisk/status/1/suspension": suspension,
        },
        recognitions=published,
    )
    for verdict in (
        await lookup.check_certificate(source, made.certificate_bytes(), made.NOON),
        await lookup.check_code(source, made.qr_text(), made.NOON),
    ):
        assert (verdict.verdict, verdict.step("recognised").reason) == ("valid", reason)


@pytest.mark.anyio
async def test_a_scheme_whose_code_stands_in_no_address_is_not_asked_for() -> None:
    scheme = replace(made.subject().scheme, code="två ord")
    source = MemorySource(trust=made.trust_bytes())
    verdict = await lookup.check_certificate(source, made.certificate_bytes(scheme=scheme), made.NOON)
    assert verdict.step("recognised").reason == "no-recognition"


@pytest.mark.anyio
async def test_what_stood_on_a_former_origin_is_asked_for_where_the_body_publishes_now() -> None:
    revocation, suspension = made.status_bytes()
    moved = made.body(origins=("https://ny.example", made.ORIGIN))
    now = "https://ny.example/bodies/nordisk/status/1"
    source = MemorySource(
        trust=made.trust_bytes([moved]),
        statuses={f"{now}/revocation": revocation, f"{now}/suspension": suspension},
    )
    for verdict in (
        await lookup.check_certificate(source, made.certificate_bytes(), made.NOON),
        await lookup.check_code(source, made.qr_text(), made.NOON),
    ):
        assert verdict.verdict == "valid"


@pytest.mark.anyio
async def test_a_folder_and_a_saved_source_have_it_too(tmp_path: Path) -> None:
    path = tmp_path / "bodies" / "nordisk" / "recognition" / "quality-mark"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"recognition")
    folder = DirectorySource(tmp_path)
    assert await folder.recognition(WHERE) == b"recognition"
    assert await SavedSource(folder).recognition(WHERE) == b"recognition"
    assert await RememberingSource(folder, Memory(tmp_path / "state.json")).recognition(WHERE) == b"recognition"
