"""Writes the corpus anew: `python -m tests.vectors.make`. Keys are fixed, so the same files come out every time."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cbor2
from msgspec import UNSET
from msgspec.structs import replace

from tests.vectors import around, changes, spellings
from tests.vectors.changes import Change, Json
from tests.verify import made
from verify import compact

FOLDER = Path(__file__).parent
NOON = "2027-03-01T12:00:00Z"
Case = dict[str, Any]
_MARKED = ("withdrawn_or_superseded", "withdrawn-or-superseded")


def documents() -> dict[str, str]:
    """Everything that cases name: trust lists, status lists, a good certificate and its code."""
    key = made.trusted_key
    lists = made.status_list_bytes
    early: Json = {"valid_from": "2027-03-01T09:00:00Z", "valid_until": "2027-03-01T11:59:59Z"}
    future: Json = {"valid_from": "2027-03-01T12:05:01Z"}
    skewed: Json = {"valid_from": "2027-03-01T12:05:00Z"}
    other = made.body(did="did:web:other.example:bodies:o", keys=(), slug="o")
    trusts = {
        "trust": made.trust_bytes(),
        "trust of another root": made.trust_bytes(root=made.STRANGER),
        "trust that has ended": made.trust_bytes(expires="2027-03-01T11:59:59Z"),
        "trust that ends now": made.trust_bytes(expires=NOON),
        "trust without the body": made.trust_bytes((other,)),
        "trust without the origin": made.trust_bytes((made.body(origins=("https://b.example",)),)),
        "trust without the key": made.trust_bytes((made.body(keys=(key(made.STATUS),)),)),
        "trust with the key compromised": made.trust_bytes((_body(state="compromised", until="2028-01-01T00:00:00Z"),)),
        "trust with the key retired later": made.trust_bytes((_body(state="retired", until="2026-11-23T10:00:05Z"),)),
        "trust with the key retired before": made.trust_bytes((_body(state="retired", until="2026-11-23T10:00:04Z"),)),
        "trust with the key from then": made.trust_bytes((_body(from_="2026-11-23T10:00:05Z"),)),
        "trust with the key from later": made.trust_bytes((_body(from_="2026-11-23T10:00:06Z"),)),
        "trust with the key for status": made.trust_bytes((_body(use="status"),)),
        "trust with another key of that name": made.trust_bytes((_body(public_key_multibase=made.STRANGER.multibase),)),
    }
    statuses = {
        "revocation": lists("revocation"),
        "suspension": lists("suspension"),
        "revocation with our mark": lists("revocation", [made.INDEX]),
        "suspension with our mark": lists("suspension", [made.INDEX]),
        "revocation with the marks beside ours": lists("revocation", [made.INDEX - 1, made.INDEX + 1]),
        "revocation that is too old": lists("revocation", **early),
        "suspension that is too old": lists("suspension", **early),
        "revocation with our mark that is too old": lists("revocation", [made.INDEX], **early),
        "suspension with our mark that is too old": lists("suspension", [made.INDEX], **early),
        "revocation from later": lists("revocation", **future),
        "revocation from five minutes later": lists("revocation", **skewed),
        "revocation by the certificate key": lists("revocation", key=made.SIGNING, key_id=made.KEY_ID),
        "revocation by a stranger": lists("revocation", key=made.STRANGER),
        "revocation of ten million": lists("revocation", [9_999_999], size=10_000_000),
    }
    owned = {"trust with the owner": made.trust_bytes((made.body(), made.owner()))}
    said = [*around.trusts(), *around.statuses(), *around.histories(), *around.recognitions()]
    more = {str(name): str(text) for name, text, *_ in said} | {
        "trust with two bodies on one origin": around.shared(),
        "revocation by the other body": around.of_another(),
        "history by the other body": around.history_of_another(),
    }
    newer: Json = {"version": 4, "valid_from": "2027-03-01T11:30:00Z"}
    statuses |= {
        "revocation with our mark that is newer": lists("revocation", [made.INDEX], **newer),
        "revocation that is newer": lists("revocation", **newer),
        "revocation with our mark from later": lists("revocation", [made.INDEX], **future),
        "suspension with our mark from later": lists("suspension", [made.INDEX], **future),
    }
    good = {"certificate": made.certificate_bytes(), "code": made.qr_text().encode()}
    return {name: raw.decode() for name, raw in (good | trusts | owned | statuses).items()} | more


def _body(**of_key: Any) -> Any:
    return made.body(keys=(made.trusted_key(**of_key), made.trusted_key(made.STATUS)))


def _case(name: str, verdict: str, reason: str, **given: Any) -> Case:
    return {"name": name, **given, "verdict": verdict, "reason": reason}


def difference(good: Any, now: Any, path: tuple[str | int, ...] = ()) -> Iterator[Json]:
    """The places at which a document was changed, and to what."""
    if isinstance(good, dict) and isinstance(now, dict):
        for name in good:
            if name not in now:
                yield {"path": [*path, name], "absent": True}
        for name, value in now.items():
            if name in good:
                yield from difference(good[name], value, (*path, name))
            else:
                yield {"path": [*path, name], "to": value}
    elif isinstance(good, list) and isinstance(now, list) and len(good) == len(now):
        for place, value in enumerate(now):
            yield from difference(good[place], value, (*path, place))
    elif good != now or type(good) is not type(now):
        yield {"path": list(path), "to": now}


def changed(good: Json, many: Iterator[Change], *, sign: bool) -> Iterator[Case]:
    """A case for each change; signed anew, so that nothing but the change can be what is refused."""
    for name, change, reason in many:
        document = copy.deepcopy(good)
        change(document)
        if sign:
            document = json.loads(made.signed_anyhow(document))
        yield _case(name, "not_genuine", reason, changes=list(difference(good, document)))


def signatures(good: Json) -> Iterator[Case]:
    """Values that are allowed where they stand, but were not signed."""

    def change(*path: str | int, to: Any) -> Change:
        return f"another {changes.name_of(path)}", changes.put(*path, to=to), "signature-mismatch"

    subject = "credentialSubject"
    yield from changed(
        good,
        iter(
            [
                change(subject, "name", to="Någon Annan AB"),
                change(subject, "place", to="Annanstans"),
                change(subject, "level", "code", to="QX"),
                change(subject, "decision", "date", to="2026-11-24"),
                change(subject, "certified", "en", to="Co-operation for the city centre"),
                change("issuer", "name", to="Nordisk Platscertifiering AB"),
                change("validUntil", to="2030-11-22T22:59:59Z"),
                change("validFrom", to="2026-11-23T10:00:01Z"),
            ]
        ),
        sign=False,
    )


def times_and_status() -> Iterator[Case]:
    """A good certificate and its code, with what a verifier may find around them."""
    both = ["revocation", "suspension"]
    for kind in ("certificate", "code"):
        given = {"of": kind}
        for name, at, verdict, reason in (
            ("in its time", NOON, "valid", "all-good"),
            ("in its first second", "2026-11-23T10:00:00Z", "unknown", "status-from-later"),
            ("a second before its first", "2026-11-23T09:59:59Z", "not_yet_valid", "not-yet-valid"),
            ("in its last second", "2029-11-22T22:59:59Z", "unknown", "trust-list-expired"),
            ("a second after its last", "2029-11-22T23:00:00Z", "expired", "expired"),
            ("in the last second of the lists", "2027-03-02T11:00:00Z", "valid", "all-good"),
            ("a second after the lists", "2027-03-02T11:00:01Z", "unknown", "status-too-old"),
            ("five minutes before the lists", "2027-03-01T10:55:00Z", "valid", "all-good"),
            ("a second more before the lists", "2027-03-01T10:54:59Z", "unknown", "status-from-later"),
        ):
            yield _case(f"a {kind} {name}", verdict, reason, **given, statuses=both, at=at)
        for statuses, verdict, reason in (
            ([], "unknown", "no-status-list"),
            (["revocation"], "unknown", "no-status-list"),
            (["suspension"], "unknown", "no-status-list"),
            (["revocation with our mark", "suspension"], "withdrawn_or_superseded", "withdrawn-or-superseded"),
            (["revocation with our mark"], "withdrawn_or_superseded", "withdrawn-or-superseded"),
            (["revocation", "suspension with our mark"], "suspended", "suspended"),
            (["suspension with our mark"], "suspended", "suspended"),
            (["revocation with the marks beside ours", "suspension"], "valid", "all-good"),
            (["revocation that is too old", "suspension"], "unknown", "status-too-old"),
            (["revocation", "suspension that is too old"], "unknown", "status-too-old"),
            (["revocation", "suspension with our mark that is too old"], "unknown", "status-too-old"),
            (
                ["revocation with our mark that is too old", "suspension"],
                "withdrawn_or_superseded",
                "withdrawn-or-superseded",
            ),
            (["revocation from later", "suspension"], "unknown", "status-from-later"),
            (["revocation from five minutes later", "suspension"], "valid", "all-good"),
            (["revocation by the certificate key", "suspension"], "unknown", "no-status-list"),
            (["revocation by a stranger", "suspension"], "unknown", "no-status-list"),
            (["revocation of ten million", "suspension"], "valid", "all-good"),
            (["revocation with our mark from later", "suspension"], "unknown", "status-from-later"),
            (["revocation", "suspension with our mark from later"], "unknown", "status-from-later"),
            (["revocation", "revocation with our mark that is newer", "suspension"], *_MARKED),
            (["revocation with our mark that is newer", "revocation", "suspension"], *_MARKED),
            (["revocation with our mark", "revocation that is newer", "suspension"], "valid", "all-good"),
        ):
            name = f"a {kind} with {' and '.join(statuses) or 'no status list'}"
            yield _case(name, verdict, reason, **given, statuses=statuses)


def lists() -> Iterator[Case]:
    """Trust lists, status lists and histories that do not hold, or hold although they look odd."""
    for name, _, holds in around.trusts():
        good = ("valid", "all-good") if holds else ("unknown", "no-trust-list")
        if name == "trust with a key that ended before it began":
            good = ("not_genuine", "key-not-valid-then")
        yield _case(f"before a {name}", *good, of="certificate", trust=name)
    for name, _, holds in around.statuses():
        good = ("valid", "all-good") if holds else ("unknown", "no-status-list")
        yield _case(f"with a {name}", *good, of="certificate", statuses=[name, "suspension"])
    yield _case(
        "with a list by another body of that origin",
        "unknown",
        "status-list-of-another",
        of="certificate",
        trust="trust with two bodies on one origin",
        statuses=["revocation by the other body", "suspension"],
    )
    good = json.loads(made.certificate_bytes())
    last = json.loads(made.certificate_bytes(index=131_072))
    yield _case("an entry beyond the lists", "unknown", "no-such-entry", changes=list(difference(good, last)))
    for name, _, verdict, reason in around.histories():
        yield _case(f"with a {name}", verdict, reason, of="certificate", history=name)
    others: Json = {"trust": "trust with two bodies on one origin", "history": "history by the other body"}
    for kind in ("certificate", "code"):
        yield _case(f"a {kind} with a history by another body of its origin", "valid", "all-good", of=kind, **others)


def recognised() -> Iterator[Case]:
    """What scheme owners say, which says nothing to the verdict: the ninth step has it."""
    given: Json = {"trust": "trust with the owner"}
    said = [(name, [name], result, reason) for name, _, result, reason in around.recognitions()]
    said += [
        ("no recognition", [], "not_done", "no-recognition"),
        ("two of which the last holds", ["recognition to a second before", "recognition"], "yes", "ok"),
        ("two of which the first holds", ["recognition", "recognition to a second before"], "yes", "ok"),
        ("one that holds and one that does not", ["recognition", "recognition by a stranger"], "yes", "ok"),
        ("one that does not hold and one for another scheme",
         ["recognition by a stranger", "recognition for another scheme"], "no", "signature-mismatch"),
    ]  # fmt: skip
    for kind in ("certificate", "code"):
        for name, many, result, reason in said:
            ninth = {"recognitions": many, "recognised": [result, reason]}
            yield _case(f"a {kind} with {name}", "valid", "all-good", of=kind, **given, **ninth)


def asked() -> Iterator[Case]:
    """Where the number was known beforehand, and where there is no trust list to look further."""
    for kind in ("certificate", "code"):
        same, other = {"number": made.NUMBER}, {"number": made.OTHER_NUMBER}
        yield _case(f"a {kind} found under its number", "valid", "all-good", of=kind, **same)
        yield _case(f"a {kind} found under another number", "not_genuine", "number-mismatch", of=kind, **other)
    spoiled = [{"path": ["proof", "proofValue"], "to": "z"}]
    yield _case("a proofValue that is none, without a trust list", "unknown", "no-trust-list", changes=spoiled,
                trust=None)  # fmt: skip


def trusts() -> Iterator[Case]:
    """The same before trust lists that say otherwise."""
    for kind in ("certificate", "code"):
        for trust, verdict, reason in (
            ("trust of another root", "unknown", "no-trust-list"),
            ("trust that has ended", "unknown", "trust-list-expired"),
            ("trust that ends now", "valid", "all-good"),
            ("trust without the body", "not_genuine", "unknown-issuer"),
            ("trust without the origin", "not_genuine", "wrong-host"),
            ("trust without the key", "not_genuine", "unknown-key"),
            ("trust with the key compromised", "not_genuine", "key-compromised"),
            ("trust with the key retired later", "valid", "all-good"),
            ("trust with the key retired before", "not_genuine", "key-not-valid-then"),
            ("trust with the key from then", "valid", "all-good"),
            ("trust with the key from later", "not_genuine", "key-not-valid-then"),
            ("trust with the key for status", "not_genuine", "unknown-key"),
        ):
            yield _case(f"a {kind} before a {trust}", verdict, reason, of=kind, trust=trust)
        reason = "signature-mismatch" if kind == "certificate" else "unknown-key"
        trust = "trust with another key of that name"
        yield _case(f"a {kind} before a {trust}", "not_genuine", reason, of=kind, trust=trust)
        yield _case(f"a {kind} without a trust list", "unknown", "no-trust-list", of=kind, trust=None)


def codes() -> Iterator[Case]:
    """Texts of codes and the CBOR in them."""
    good = made.qr_text()
    for name, text, reason in spellings.of_code(good):
        yield _case(name, "not_genuine", reason, code=text)
    said = compact.of_certificate(made.certificate())
    plain = cbor2.loads(compact.payload(said))
    for name, claims, reason in spellings.of_claims(plain):
        yield _case(name, "not_genuine", reason, code=_code(claims))
    for name, of_said, reason in (
        ("a code of another number", {"number": made.OTHER_NUMBER}, "number-mismatch"),
        ("a code that ends when it begins", {"expires_at": said.begins_at}, "bad-time"),
        ("a code of another issuer", {"issuer": bytes(8)}, "unknown-issuer"),
        ("a code that ends after the year 9999", {"expires_at": 253_402_300_800}, "bad-time"),
        ("a code signed before the key", {"issued_at": 1_767_225_599}, "key-not-valid-then"),
    ):
        cose = compact.build(replace(said, **of_said), key_id=made.SIGNING.hint, sign=made.SIGNING.sign)
        yield _case(name, "not_genuine", reason, code=compact.url(made.HOST, made.NUMBER, cose))
    yield _case("a code by a stranger", "not_genuine", "unknown-key", code=made.qr_text(key=made.STRANGER))
    begins = replace(said, begins_at=said.issued_at)
    cose = compact.build(begins, key_id=made.SIGNING.hint, sign=made.SIGNING.sign)
    yield _case("a code that begins when signed", "valid", "all-good", code=compact.url(made.HOST, made.NUMBER, cose))
    yield _case("a code with algorithm -8", "valid", "all-good", code=_code(compact.payload(said), algorithm=0x27))


def _code(claims: bytes, *, algorithm: int = 0x32) -> str:
    """The text of a code with these very claims, signed."""
    protected = b"\xa2\x01" + bytes([algorithm]) + b"\x04\x44" + made.SIGNING.hint
    signed = b"\x84\x6aSignature1\x49" + protected + b"\x40\x58" + bytes([len(claims)]) + claims
    cose = b"\xd2\x84\x49" + protected + b"\xa0\x58" + bytes([len(claims)]) + claims + b"\x58\x40"
    return compact.url(made.HOST, made.NUMBER, cose + made.SIGNING.sign(signed))


def texts(good: bytes) -> Iterator[Case]:
    """Other spellings of the good certificate: those of the same value, and those of none."""
    for name, raw in spellings.same(good):
        yield _case(name, "valid", "all-good", text=raw.decode())
    yield _case("with spaces up to a million bytes", "valid", "all-good", padded=1_000_000)
    yield _case("a million bytes and one", "not_genuine", "too-large", padded=1_000_001)
    for name, raw, reason in (*spellings.unreadable(good), *spellings.of_no_kind(good)):
        try:
            yield _case(name, "not_genuine", reason, text=raw.decode())
        except UnicodeDecodeError:
            yield _case(name, "not_genuine", reason, hexadecimal=raw.hex())


def well_signed() -> Iterator[Case]:
    """Certificates that differ from the good one and are valid all the same."""
    good = json.loads(made.certificate_bytes())
    for name, of in (
        ("with two sites", {"units": (made.sites(),)}),
        ("with the longest name", {"name": "Å" * 500}),
        ("with a quotation mark and a backslash", {"name": 'Torget "1" \\ 2'}),
        ("with what looks like markup", {"name": "<b>Torget</b> & </script>"}),
        ("with letters beyond the basic plane", {"name": "𐐷 Torget 🏙"}),
        ("with a name from right to left", {"name": "עמותת מרכז העיר"}),
        ("with what an edit could mistake for a proof", {"name": ',"proof":{"proofValue":"'}),
        ("without a municipality", {"municipality_code": UNSET}),
        ("that follows another", {"former_certificate": made.OTHER_NUMBER}),
        ("in its last whole year", {"valid_until": "9999-12-31T00:00:00Z"}),
        ("that began before its key", {"valid_from": "2025-01-01T00:00:00Z"}),
        ("signed after its beginning", {"created": "2026-12-01T00:00:00Z"}),
    ):
        document = json.loads(made.certificate_bytes(**of))
        yield _case(f"a certificate {name}", "valid", "all-good", changes=list(difference(good, document)))


def cases() -> dict[str, list[Case]]:
    """All cases, by the file that they stand in."""
    raw = made.certificate_bytes()
    good = json.loads(raw)
    return {
        "spelling": list(texts(raw)),
        "fields": list(changed(good, changes.by_place(good), sign=True)),
        "values": list(changed(good, changes.by_value(), sign=True)),
        "agreement": list(changed(good, changes.by_agreement(), sign=True)),
        "proof": list(changed(good, changes.in_proof(), sign=False)) + list(signatures(good)),
        "allowed": list(well_signed()),
        "status": list(times_and_status()),
        "trust": list(trusts()),
        "around": [*lists(), *asked()],
        "recognised": list(recognised()),
        "codes": list(codes()),
    }


def files() -> dict[str, str]:
    """Name and content of every file of the corpus."""
    around = {"at": NOON, "root": made.ROOT.multibase, "documents": documents()}
    written = {name: {"cases": many} for name, many in cases().items()} | {"documents": around}
    return {f"{name}.json": json.dumps(value, ensure_ascii=False, indent=1) + "\n" for name, value in written.items()}


def main() -> None:
    """Write every file."""
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
