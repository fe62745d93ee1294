"""The signer: keys that open only for their own use and body, and no signature over what was not recorded."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from certify.core import acts as a
from certify.service.store import published
from certify.service.worker import signing
from certify.service.worker.recorded import NotRecorded
from certify.service.worker.signing import KeyReference, Signer, Use
from tests.service.worker.workshop import SECRET, Workshop, quick_signer
from tests.service.world import BODY
from verify import keys, proof, strict_json
from verify.credential import read_certificate
from verify.number import from_random

pytestmark = pytest.mark.anyio

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DID = "did:web:localhost%3A8000:bodies:garden"
STATUS_LIST: dict[str, object] = {"type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": DID}


async def _key(signer: Signer, use: Use, body: str = BODY) -> KeyReference:
    return KeyReference(body=body, use=use, id=f"{DID}#key-1", multibase=await signer.make(body, use))


async def test_a_key_is_kept_encrypted_and_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    signer = quick_signer(folder)
    await _key(signer, "status")
    (file,) = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")


async def test_another_process_with_the_secret_opens_it_and_signs_alike(tmp_path: Path) -> None:
    signer = quick_signer(tmp_path)
    key = await _key(signer, "status")
    signed = await signer.sign_document(STATUS_LIST, key, at=AT)
    assert await quick_signer(tmp_path).sign_document(STATUS_LIST, key, at=AT) == signed
    proof.check(strict_json.read_object(signed), keys.public_key_from_multibase(key.multibase))


async def test_another_secret_does_not_open_it(tmp_path: Path) -> None:
    key = await _key(quick_signer(tmp_path), "status")
    with pytest.raises(signing.KeyClosed):
        await quick_signer(tmp_path, SECRET + "!").check(key)


@pytest.mark.parametrize(("body", "use"), [(BODY, "certificate"), ("other", "status"), ("*", "trust")])
async def test_a_file_that_is_renamed_to_another_use_or_body_does_not_open(tmp_path: Path, body: str, use: Use) -> None:
    signer = quick_signer(tmp_path)
    key = await _key(signer, "status")
    owner = "installation" if body == "*" else f"body-{body}"
    (tmp_path / f"body-{BODY}.status.{key.multibase}.pem").rename(tmp_path / f"{owner}.{use}.{key.multibase}.pem")
    stolen = KeyReference(body=body, use=use, id=key.id, multibase=key.multibase)
    with pytest.raises(signing.KeyClosed):
        await quick_signer(tmp_path).check(stolen)


async def test_a_file_under_the_name_of_another_key_does_not_open(tmp_path: Path) -> None:
    signer = quick_signer(tmp_path)
    one, other = await _key(signer, "status"), await _key(signer, "status")
    (tmp_path / f"body-{BODY}.status.{one.multibase}.pem").replace(
        tmp_path / f"body-{BODY}.status.{other.multibase}.pem"
    )
    with pytest.raises(signing.KeyClosed):
        await quick_signer(tmp_path).check(other)
    with pytest.raises(signing.NoKey):
        await quick_signer(tmp_path).check(one)


@pytest.mark.parametrize("what", ["folder", "file"])
async def test_keys_that_others_can_read_are_refused(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "keys"
    key = await _key(quick_signer(folder), "status")
    (file,) = folder.iterdir()
    (folder if what == "folder" else file).chmod(0o750 if what == "folder" else 0o640)
    with pytest.raises(signing.OpenToOthers):
        await quick_signer(folder).check(key)


async def test_a_destroyed_key_signs_no_more(tmp_path: Path) -> None:
    signer = quick_signer(tmp_path)
    key = await _key(signer, "status")
    assert signer.destroy(key)
    assert not signer.destroy(key)
    with pytest.raises(signing.NoKey):
        await signer.sign_document(STATUS_LIST, key, at=AT)


async def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least"):
        Signer(tmp_path, "short")


@pytest.mark.parametrize(
    ("use", "document"),
    [
        ("certificate", STATUS_LIST),
        ("certificate", {"type": ["VerifiableCredential", "Certificate"], "issuer": DID}),
        ("status", {"type": ["VerifiableCredential", "Certificate"], "issuer": DID}),
        ("status", {"type": "TrustList", "issuer": DID}),
        ("status", {**STATUS_LIST, "issuer": "did:web:localhost%3A8000:bodies:other"}),
        ("status", {"issuer": DID}),
        ("trust", STATUS_LIST),
        ("trust", {"type": "StatusHistory", "issuer": DID}),
    ],
)
async def test_a_key_signs_only_what_its_use_covers(tmp_path: Path, use: Use, document: dict[str, object]) -> None:
    signer = quick_signer(tmp_path)
    key = await _key(signer, use)
    with pytest.raises(signing.NotForThis):
        await signer.sign_document(document, key, at=AT)


# Certificates: only what a case's chain says was prepared.


async def _prepared(workshop: Workshop) -> tuple[str, KeyReference]:
    await workshop.world.granted()
    row = await published.active_key(workshop.db, BODY, "certificate", workshop.clock())
    assert row is not None
    number = from_random(b"sixteen bytes and more")
    await workshop.world.do("worker", a.PrepareCertificate(number=number, status_list=1, status_index=7, key=row.id))
    return number, signing.reference(row)


async def test_what_was_prepared_is_signed_and_always_alike(workshop: Workshop) -> None:
    number, key = await _prepared(workshop)
    signed = await workshop.signer.sign_certificate(workshop.db, key, number)
    assert read_certificate(signed.credential).credential_subject.number == number
    workshop.later(hours=1)
    assert await workshop.signer.sign_certificate(workshop.db, key, number) == signed


async def test_a_number_that_nobody_prepared_is_not_signed(workshop: Workshop) -> None:
    _, key = await _prepared(workshop)
    with pytest.raises(NotRecorded):
        await workshop.signer.sign_certificate(workshop.db, key, from_random(b"another sixteen bytes"))


async def test_a_status_key_signs_no_certificate(workshop: Workshop) -> None:
    number, _ = await _prepared(workshop)
    row = await published.active_key(workshop.db, BODY, "status", workshop.clock())
    assert row is not None
    with pytest.raises(signing.NotForThis):
        await workshop.signer.sign_certificate(workshop.db, signing.reference(row), number)


async def test_another_key_than_the_recorded_one_does_not_sign(workshop: Workshop) -> None:
    number, key = await _prepared(workshop)
    multibase = await workshop.signer.make(BODY, "certificate")
    other = KeyReference(body=BODY, use="certificate", id=f"{DID}#key-9", multibase=multibase)
    with pytest.raises(NotRecorded):
        await workshop.signer.sign_certificate(workshop.db, other, number)
    forged = KeyReference(body=BODY, use="certificate", id=key.id, multibase=multibase)
    with pytest.raises(NotRecorded):  # the QR bytes name the recorded key
        await workshop.signer.sign_certificate(workshop.db, forged, number)


@pytest.mark.parametrize("column", ["unsigned", "unsigned_qr"])
async def test_bytes_that_were_changed_after_recording_are_not_signed(workshop: Workshop, column: str) -> None:
    number, key = await _prepared(workshop)
    found = await workshop.db.sql(f"SELECT {column} AS raw FROM certificate WHERE number = {{}}", number)
    changed = bytes(found[0]["raw"]).replace(b"Lindhamra", b"Lindhamrb")
    assert changed != found[0]["raw"]
    await workshop.db.sql(f"UPDATE certificate SET {column} = {{}} WHERE number = {{}}", changed, number)
    with pytest.raises(NotRecorded, match="not those that were recorded"):
        await workshop.signer.sign_certificate(workshop.db, key, number)


@pytest.mark.parametrize("act", ["void", "issue"])
async def test_what_was_voided_or_issued_is_not_signed_again(workshop: Workshop, act: str) -> None:
    number, key = await _prepared(workshop)
    signed = await workshop.signer.sign_certificate(workshop.db, key, number)
    artefacts = {strict_json.sha256_digest(raw): raw for raw in (signed.credential, signed.qr)}
    credential, qr = artefacts
    done: Any = a.VoidPrepared(number=number)
    if act == "issue":
        done = a.RecordIssue(number=number, credential=credential, qr=qr)
    await workshop.world.do("worker", done, artefacts=artefacts)
    with pytest.raises(NotRecorded, match="not waiting"):
        await workshop.signer.sign_certificate(workshop.db, key, number)


async def test_a_body_does_not_sign_for_another(workshop: Workshop) -> None:
    number, key = await _prepared(workshop)
    other = KeyReference(body="other", use="certificate", id=key.id, multibase=key.multibase)
    with pytest.raises(NotRecorded):
        await workshop.signer.sign_certificate(workshop.db, other, number)
