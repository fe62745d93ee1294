"""What stands around a certificate, with one defect each: trust lists, status lists, histories and recognitions.

Everything is well signed by the right key unless its name says otherwise, and `None` as reason means that it holds.
"""

from __future__ import annotations

import base64
import copy
import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from tests.vectors.changes import ABSENT, Json, put
from tests.verify import made
from verify import base58, proof, strict_json, trust
from verify.history import Change
from verify.history import State as HistoryState

Edit = Callable[[Json], None]
_ROOT_METHOD = trust.root_method(made.ROOT.multibase)
AFTER = "2027-02-09T08:00:00Z"
_Y_OF_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7


def _signed(raw: bytes, edit: Edit, *, key: made.Key, key_id: str) -> str:
    document: Json = json.loads(raw)
    edit(document)
    given = document.pop("proof")
    whole = proof.attach(document, verification_method=key_id, created=given["created"], sign=key.sign)
    return strict_json.canonical(whole).decode()


def _unsigned(raw: bytes, edit: Edit) -> str:
    document: Json = json.loads(raw)
    edit(document)
    return strict_json.canonical(document).decode()


def _multikey(raw: bytes) -> str:
    return "z" + base58.encode(raw)


def _point(y: int) -> str:
    return _multikey(b"\xed\x01" + y.to_bytes(32, "little"))


def trusts() -> Iterator[tuple[str, str, bool]]:
    """Name, text, and whether the list holds."""
    good = made.trust_bytes()
    body, key = ("bodies", 0), ("bodies", 0, "keys", 0)
    other = "did:web:other.example"

    def twice(*path: str | int) -> Edit:
        def edit(document: Json) -> None:
            held: Any = document
            for name in path[:-1]:
                held = held[name]
            held.append(copy.deepcopy(held[path[-1]]))

        return edit

    for name, edit in (
        ("a field more", put("contact", to="more")),
        ("a field more in a body", put(*body, "contact", to="more")),
        ("a field more in a key", put(*key, "contact", to="more")),
        ("no version", put("version", to=ABSENT)),
        ("a text as version", put("version", to="7")),
        ("a version below 0", put("version", to=-1)),
        ("another type", put("type", to="List")),
        ("no name of a body", put(*body, "name", to=ABSENT)),
        ("an end that is its beginning", put("expires", to="2027-03-01T00:00:00Z")),
        ("a beginning that is none", put("issued", to="2027-02-29T00:00:00Z")),
        ("a body twice", twice(*body)),
        ("a key twice", twice(*key)),
        ("a DID that is none", put(*body, "did", to="did:key:z6Mk")),
        ("a key of another DID", put(*key, "id", to=f"{other}#key-1")),
        ("no origin", put(*body, "origins", to=[])),
        ("an origin with a path", put(*body, "origins", to=[made.ORIGIN, "https://a.example/b"])),
        ("an origin in capitals", put(*body, "origins", to=[made.ORIGIN, "https://A.example"])),
        ("localhost by https", put(*body, "origins", to=[made.ORIGIN, "https://localhost"])),
        ("a retired key without end", put(*key, "state", to="retired")),
        ("a state that is none", put(*key, "state", to="lost")),
        ("a use that is none", put(*key, "use", to="log")),
        ("a key without beginning", put(*key, "from", to=ABSENT)),
        ("a key that ends on no day", put(*key, "until", to="2028-13-01T00:00:00Z")),
        ("a key that is none", put(*key, "publicKeyMultibase", to="z6Mk")),
        ("a key in base64", put(*key, "publicKeyMultibase", to="u" + made.SIGNING.multibase[1:])),
        ("a key of 33 bytes", put(*key, "publicKeyMultibase", to=_multikey(b"\xed\x01" + bytes(32) + b"\x02"))),
        ("a key of another kind", put(*key, "publicKeyMultibase", to=_multikey(b"\xec\x01" + made.SIGNING.raw))),
        ("a key of order 1", put(*key, "publicKeyMultibase", to=_point(1))),
        ("a key of order 2", put(*key, "publicKeyMultibase", to=_point(2**255 - 20))),
        ("a key of order 4", put(*key, "publicKeyMultibase", to=_point(0))),
        ("a key of order 8", put(*key, "publicKeyMultibase", to=_point(_Y_OF_ORDER_8))),
        ("a key of order 8 with the other sign", put(*key, "publicKeyMultibase", to=_point(_Y_OF_ORDER_8 | 1 << 255))),
        ("a key with y beyond the field", put(*key, "publicKeyMultibase", to=_point(2**255 - 19 + 3))),
        ("a key off the curve", put(*key, "publicKeyMultibase", to=_point(2))),
    ):
        yield f"trust with {name}", _signed(good, edit, key=made.ROOT, key_id=_ROOT_METHOD), False
    for name, edit in (
        ("no proof", put("proof", to=ABSENT)),
        ("a proof for authentication", put("proof", "proofPurpose", to="authentication")),
        (
            "a proof of another method",
            put("proof", "verificationMethod", to=f"did:web:a.example#{made.ROOT.multibase}"),
        ),
        ("a proof made on no day", put("proof", "created", to="2027-02-29T00:00:00Z")),
        ("a proof with a context", put("proof", "@context", to=["https://www.w3.org/ns/credentials/v2"])),
        ("a version that was not signed", put("version", to=8)),
    ):
        yield f"trust with {name}", _unsigned(good, edit), False
    for name, edit in (
        ("version 0", put("version", to=0)),
        ("a key that ended before it began", put("bodies", 0, "keys", 0, "until", to="2025-01-01T00:00:00Z")),
        ("two origins", put(*body, "origins", to=["https://new.example", made.ORIGIN])),
    ):
        yield f"trust with {name}", _signed(good, edit, key=made.ROOT, key_id=_ROOT_METHOD), True


def shared() -> str:
    """A trust list with a second body that publishes on the same origin."""
    other = "did:web:intyg.platscert.example:bodies:annan"
    key = made.trusted_key(made.STRANGER, id=f"{other}#status-1", use="status")
    return made.trust_bytes((made.body(), made.body(did=other, slug="annan", keys=(key,)))).decode()


def of_another() -> str:
    """The revocation list, signed by the second body of `shared`."""
    other = "did:web:intyg.platscert.example:bodies:annan"
    return made.status_list_bytes("revocation", did=other, key=made.STRANGER, key_id=f"{other}#status-1").decode()


def history_of_another() -> str:
    """The history of the certificate, signed by the second body of `shared`."""
    other = "did:web:intyg.platscert.example:bodies:annan"
    return _history("withdrawn", issuer=other, key=made.STRANGER, key_id=f"{other}#status-1").decode()


def _encoded(packed: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _gzip(size: int, marked: int = 0) -> bytes:
    bits = bytearray(size)
    for place in range(marked):
        bits[place * 37 % size] = 0x5A
    return gzip.compress(bytes(bits), mtime=0)


def statuses() -> Iterator[tuple[str, str, bool]]:
    """Lists for revocation: name, text, and whether the list holds."""
    good = made.status_list_bytes("revocation")
    subject = "credentialSubject"
    whole = _gzip(16_384)
    spread = next(
        text
        for text in ("u" + base64.b64encode(_gzip(16_384, many)).decode() for many in range(8, 99))
        if "+" in text and "/" in text and text.endswith("=")
    )

    def listed(text: str) -> Edit:
        return put(subject, "encodedList", to=text)

    for name, edit in (
        ("a field more", put(subject, "statusSize", to=1)),
        ("a time to live", put(subject, "ttl", to=300_000)),
        ("no version", put(subject, "version", to=ABSENT)),
        ("a version below 0", put(subject, "version", to=-1)),
        ("another type", put(subject, "type", to="BitstringStatusListEntry")),
        ("another purpose", put(subject, "statusPurpose", to="message")),
        ("the purpose of the other list", put(subject, "statusPurpose", to="suspension")),
        ("an id that is not its own", put(subject, "id", to=f"{made.ORIGIN}/bodies/nordisk/status/1/suspension#list")),
        ("a context of another origin", put("@context", 1, to="https://b.example/contexts/certificate/v1")),
        ("an end that is its beginning", put("validUntil", to="2027-03-01T11:00:00Z")),
        ("no end", put("validUntil", to=ABSENT)),
        ("a beginning before its key", put("validFrom", to="2025-12-31T23:59:59Z")),
        ("a proof from before its key", put("proof", "created", to="2025-12-31T23:59:59Z")),
        ("another letter before it", listed("z" + _encoded(whole)[1:])),
        ("no letter before it", listed(_encoded(whole)[1:])),
        ("the other alphabet and padding", listed(spread)),
        ("the other alphabet", listed(spread.rstrip("="))),
        ("padding", listed(spread.replace("+", "-").replace("/", "_"))),
        ("a letter after it", listed(_encoded(whole) + "A")),
        ("deflate without gzip", listed(_encoded(zlib.compress(bytes(16_384))))),
        ("a byte after its stream", listed(_encoded(whole + b"\0"))),
        ("two streams", listed(_encoded(whole + whole))),
        ("a stream that is cut", listed(_encoded(whole[:-1]))),
        ("a stream of another sum", listed(_encoded(whole[:-5] + b"\x01" + whole[-4:]))),
        ("131,064 entries", listed(_encoded(_gzip(16_383)))),
        ("16,777,224 entries", listed(_encoded(_gzip(2**21 + 1)))),
    ):
        yield f"revocation with {name}", _signed(good, edit, key=made.STATUS, key_id=made.STATUS_KEY_ID), False
    for name, edit in (
        ("no proof", put("proof", to=ABSENT)),
        ("a proof for authentication", put("proof", "proofPurpose", to="authentication")),
        ("a proof of another context", put("proof", "@context", 1, to="https://b.example/contexts/certificate/v1")),
        ("an end that was not signed", put("validUntil", to="2027-03-09T11:00:00Z")),
    ):
        yield f"revocation with {name}", _unsigned(good, edit), False
    for name, edit in (
        ("131,072 entries", listed(_encoded(whole))),
        ("16,777,216 entries", listed(_encoded(_gzip(2**21)))),
        ("both signs of its alphabet", listed(spread.rstrip("=").replace("+", "-").replace("/", "_"))),
        ("a proof from before it counts", put("proof", "created", to="2027-02-01T00:00:00Z")),
        ("version 0", put(subject, "version", to=0)),
    ):
        yield f"revocation with {name}", _signed(good, edit, key=made.STATUS, key_id=made.STATUS_KEY_ID), True


def _history(*states: HistoryState, **more: Any) -> bytes:
    later = (Change(at=f"2027-02-{day:02}T08:00:00Z", state=state) for day, state in enumerate(states, 1))
    return made.history_bytes((Change(at="2026-11-23T10:00:00Z", state="active"), *later), **more)


def histories() -> Iterator[tuple[str, str, str, str]]:
    """Name, text, and the verdict with the lists that have no mark, and its reason."""
    for name, raw, verdict, reason in (
        ("history of an active one", _history(), "valid", "all-good"),
        ("history of a suspended one", _history("suspended"), "suspended", "suspended"),
        ("history of a reinstated one", _history("suspended", "active"), "valid", "all-good"),
        ("history of a withdrawn one", _history("withdrawn"), "withdrawn", "withdrawn"),
        ("history of a superseded one", _history("suspended", "superseded"), "superseded", "superseded"),
        (
            "history of another certificate",
            _history(certificate="sha256:" + "0" * 64),
            "not_registered",
            "register-has-another",
        ),
        ("history by a stranger", _history("withdrawn", key=made.STRANGER), "valid", "all-good"),
        (
            "history by the certificate key",
            _history("withdrawn", key=made.SIGNING, key_id=made.KEY_ID),
            "valid",
            "all-good",
        ),
    ):
        yield name, raw.decode(), verdict, reason
    good = _history("withdrawn")
    for name, edit in (
        ("a field more", put("note", to="more")),
        ("a first change that is none", put("changes", 0, "state", to="suspended")),
        ("changes that go back", put("changes", 1, "at", to="2026-11-23T09:59:59Z")),
        ("no changes", put("changes", to=[])),
        ("no digest", put("certificate", to="")),
        ("a digest of 65 digits", put("certificate", to=json.loads(good)["certificate"] + "0")),
        ("half a digest", put("certificate", to=json.loads(good)["certificate"][:39])),
        ("a state that is none", put("changes", 1, "state", to="expired")),
        ("something after its end", lambda whole: whole["changes"].append({"at": AFTER, "state": "active"})),
        ("an address of another number", put("id", to=f"{made.ORIGIN}/v/{made.OTHER_NUMBER}/history.json")),
        ("an address elsewhere", put("id", to=f"https://b.example/v/{made.NUMBER}/history.json")),
        ("a successor that is none", put("changes", 1, "successor", to="8H3K-T6PW-5")),
        ("a unit twice", put("changes", 1, "suspendedUnits", to=["torget", "torget"])),
        ("a reason of 81 characters", put("changes", 1, "reason", to="a" * 81)),
        ("a proof from before its key", put("proof", "created", to="2025-12-31T23:59:59Z")),
    ):  # fmt: skip
        text = _signed(good, edit, key=made.STATUS, key_id=made.STATUS_KEY_ID)
        yield f"history with {name}", text, "valid", "all-good"


def recognitions() -> Iterator[tuple[str, str, str, str]]:
    """Name, text, and what the ninth step says of it."""
    for name, raw, result, reason in (
        ("recognition", made.recognition_bytes(), "yes", "ok"),
        ("recognition from its beginning on", made.recognition_bytes(valid_from="2026-11-23T10:00:00Z"), "yes", "ok"),
        ("recognition from a second later on", made.recognition_bytes(valid_from="2026-11-23T10:00:01Z"), "no",
         "not-recognised-then"),
        ("recognition to its beginning", made.recognition_bytes(valid_until="2026-11-23T10:00:00Z"), "yes", "ok"),
        ("recognition to a second before", made.recognition_bytes(valid_until="2026-11-23T09:59:59Z"), "no",
         "not-recognised-then"),
        ("recognition for another scheme", made.recognition_bytes(scheme="other"), "not_done", "no-recognition"),
        ("recognition by a stranger", made.recognition_bytes(key=made.STRANGER), "no", "signature-mismatch"),
        ("recognition from before the owner's key", made.recognition_bytes(created="2025-12-31T23:59:59Z"), "no",
         "key-not-valid-then"),
        ("recognition by the body itself", made.recognition_bytes(key=made.SIGNING, key_id=made.KEY_ID), "no",
         "unknown-key"),
    ):  # fmt: skip
        yield name, raw.decode(), result, reason
    good = made.recognition_bytes()
    for name, edit, reason in (
        ("a field more", put("credentialSubject", "level", to="QM"), "unknown-field"),
        ("an address elsewhere", put("id", to="https://b.example/r"), "wrong-value"),
        ("an issuer that nobody lists", put("issuer", to="did:web:b.example"), "unknown-issuer"),
        ("an end that is its beginning", put("validUntil", to="2026-06-01T00:00:00Z"), "bad-time"),
        ("an empty name", put("credentialSubject", "name", to=""), "wrong-value"),
    ):
        text = _signed(good, edit, key=made.OWNING, key_id=made.OWNER_KEY_ID)
        yield f"recognition with {name}", text, "no", reason
