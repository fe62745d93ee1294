"""Changes of one good certificate, each with the reason that has to be given: written by hand from SPEC.md."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.verify import made

Json = dict[str, Any]
Path = tuple[str | int, ...]
Change = tuple[str, Callable[[Json], None], str]

OPTIONAL = {
    "credentialSchema.digestSRI",
    "credentialSubject.area.outlineDigest",
    "credentialSubject.id",
    "credentialSubject.municipalityCode",
    "relatedResource",
}
ABSENT = object()


def put(*path: str | int, to: Any) -> Callable[[Json], None]:
    """A change that puts a value at a place; `ABSENT` takes away what is there."""

    def change(document: Json) -> None:
        holder: Any = document
        for name in path[:-1]:
            holder = holder[name]
        if to is ABSENT:
            del holder[path[-1]]
        else:
            holder[path[-1]] = to

    return change


def _places(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if path:
        yield path, value
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _places(item, (*path, name))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _places(item, (*path, place))


def name_of(path: Path) -> str:
    """A place as it is called in the name of a case."""
    return ".".join(map(str, path))


def by_place(good: Json) -> Iterator[Change]:
    """What can be done at every place: take a field away, give a value of another type, add a field."""
    for path, value in _places({name: item for name, item in good.items() if name != "proof"}):
        name = name_of(path)
        if isinstance(path[-1], str) and name not in OPTIONAL:
            yield f"without {name}", put(*path, to=ABSENT), "missing-field"
        if isinstance(value, str):
            yield f"a number as {name}", put(*path, to=7), "wrong-type"
        elif isinstance(value, dict):
            yield f"a text as {name}", put(*path, to="text"), "wrong-type"
            yield f"a field more in {name}", put(*path, "extra", to="more"), "unknown-field"
        else:
            yield f"an object as {name}", put(*path, to={}), "wrong-type"
            yield f"one more in {name}", put(*path, to=[*value, copy.deepcopy(value[-1])]), "wrong-value"
            yield f"one fewer in {name}", put(*path, to=value[:-1]), "wrong-value"


def _subject(*path: str | int, to: Any) -> Callable[[Json], None]:
    return put("credentialSubject", *path, to=to)


def _related(place: int, field: str, to: str) -> Callable[[Json], None]:
    return put("relatedResource", place, field, to=to)


LISTS = f"{made.ORIGIN}/bodies/{made.SLUG}/status"
BAD_TIMES = (
    "2026-11-23",
    "2026-11-23T10:00:00",
    "2026-11-23T10:00:00+00:00",
    "2026-11-23T10:00:00.5Z",
    "2026-11-23t10:00:00Z",
    "2026-11-23T24:00:00Z",
    "2026-11-23T10:60:00Z",
    "2026-11-23T10:00:60Z",
    "2026-02-30T10:00:00Z",
    "2026-13-01T10:00:00Z",
    "2026-00-10T10:00:00Z",
    "2026-04-31T10:00:00Z",
    "0000-01-01T00:00:00Z",
    "2025-02-29T10:00:00Z",
    "",
)
BAD_DIDS = (
    "did:key:z6Mk",
    "did:web:",
    "did:web:UPPER.example",
    "did:web:a..example",
    "did:web:a.example:.:b",
    "nordisk",
)
BAD_NUMBERS = ("8H3K-T6PW-5", "8h3k-t6pw-4", "8H3KT6PW4", "8H3K-T6PW-44", "8H3K-T6PW-O", "", "8H3K-T6PW-4 ")
BAD_DIGESTS = ("sha256:", "sha256:" + "A" * 64, "sha256:" + "a" * 63, "sha512:" + "a" * 64, "a" * 64)
BAD_ADDRESSES = (
    "http://intyg.platscert.example/schemes/x",
    "https://INTYG.example/schemes/x",
    "https://intyg.platscert.example",
    "https://intyg.platscert.example/",
    "https://intyg.platscert.example/a//b",
    "https://intyg.platscert.example/a/../b",
    "https://intyg.platscert.example/a/./b",
    "https://intyg.platscert.example/a?b",
    "https://intyg.platscert.example/a#b",
    "https://intyg.platscert.example:0443/a",
    "https://user@intyg.platscert.example/a",
    "https://-a.example/a",
    "https://localhost/a",
    "https://intyg.platscert.example/" + "a" * 500,
    "schemes/x",
)


def by_value() -> Iterator[Change]:
    """Values of the right type that the format does not allow where they stand."""
    for text, reason in (("", "wrong-value"), ("a" * 501, "wrong-value")):
        for field in ("name", "address", "place"):
            yield f"{field} of {len(text)} characters", _subject(field, to=text), reason
        yield f"a title of {len(text)} characters", _subject("certified", "sv", to=text), reason
    for path in (("scheme", "code"), ("scheme", "version"), ("level", "code"), ("organisationNumber",)):
        yield f"{name_of(path)} of 41 characters", _subject(*path, to="c" * 41), "wrong-value"
        yield f"{name_of(path)} empty", _subject(*path, to=""), "wrong-value"
    yield "an edition that is none", _subject("scheme", "edition", to="draft"), "wrong-value"
    yield "a subject of another type", _subject("type", to="Organisation"), "wrong-value"
    yield "an issuer of another type", put("issuer", "type", to="Organisation"), "wrong-value"
    yield "a status entry of another type", put("credentialStatus", 0, "type", to="StatusList2021Entry"), "wrong-value"
    yield "a schema of another type", put("credentialSchema", "type", to="JsonSchema2"), "wrong-value"
    yield "types in another order", put("type", to=["Certificate", "VerifiableCredential"]), "wrong-value"
    yield "data model 1.1", put("@context", 0, to="https://www.w3.org/2018/credentials/v1"), "wrong-value"
    yield (
        "a context of another origin",
        put("@context", 1, to="https://b.example/contexts/certificate/v1"),
        "wrong-value",
    )
    yield "a municipality of three digits", _subject("municipalityCode", to="012"), "wrong-value"
    yield "a municipality of letters", _subject("municipalityCode", to="012a"), "wrong-value"
    yield "a municipality of Arabic digits", _subject("municipalityCode", to="٠١٢٣"), "wrong-value"
    yield (
        "the identifier of another organisation",
        _subject("id", to="urn:oasis:names:tc:ebcore:partyid-type:iso6523:0007:8024001235"),
        "wrong-value",
    )
    for digest in BAD_DIGESTS:
        yield (
            f"decision.digest {digest[:12]!r} of {len(digest)}",
            _subject("decision", "digest", to=digest),
            "wrong-value",
        )
    yield "an outline digest that is none", _subject("area", "outlineDigest", to="sha256:0"), "wrong-value"
    yield "a schema digest that is none", put("credentialSchema", "digestSRI", to="sha256-x"), "wrong-value"
    sri = "sha256-" + "A" * 42 + "B="
    yield "a schema digest with bits to spare", put("credentialSchema", "digestSRI", to=sri), "wrong-value"


def by_agreement() -> Iterator[Change]:
    """Parts that do not agree, times, addresses and numbers in another spelling."""
    for text in BAD_TIMES:
        yield f"validFrom {text!r}", put("validFrom", to=text), "bad-time"
        yield f"validUntil {text!r}", put("validUntil", to=text), "bad-time"
    for text in ("2026-11-31", "2026-1-1", "20261123", "2026-11-23T10:00:00Z"):
        yield f"decision.date {text!r}", _subject("decision", "date", to=text), "bad-time"
    yield "it ends when it begins", put("validUntil", to="2026-11-23T10:00:00Z"), "bad-time"
    yield "it ends before it begins", put("validUntil", to="2025-11-22T22:59:59Z"), "bad-time"
    for did in BAD_DIDS:
        yield f"issuer {did!r}", put("issuer", "id", to=did), "bad-address"
    for text in BAD_ADDRESSES:
        yield f"scheme.id {text[:60]!r}", _subject("scheme", "id", to=text), "bad-address"
    for number in BAD_NUMBERS:
        yield f"number {number!r}", _subject("number", to=number), "bad-certificate-number"
        yield f"formerCertificate {number!r}", _subject("formerCertificate", to=number), "bad-certificate-number"
    yield "the number of another certificate", _subject("number", to=made.OTHER_NUMBER), "number-mismatch"
    yield "an id that is another's", put("id", to=f"{made.ORIGIN}/certificates/{made.OTHER_NUMBER}"), "number-mismatch"
    yield "an id below a path", put("id", to=f"{made.ORIGIN}/a/certificates/{made.NUMBER}"), "bad-address"
    yield "an id without https", put("id", to=f"http://{made.HOST}/certificates/{made.NUMBER}"), "bad-address"
    schema = "https://b.example/credential-schemas/certificate/v1"
    yield "a schema of another origin", put("credentialSchema", "id", to=schema), "bad-address"
    yield from _status()
    yield from _rests_on()
    yield from _units()


def _index(index: str) -> Callable[[Json], None]:
    def change(document: Json) -> None:
        for entry in document["credentialStatus"]:
            entry.update(statusListIndex=index, id=f"{entry['statusListCredential']}#{index}")

    return change


def _status() -> Iterator[Change]:
    yield "status entries in the other order", lambda document: document["credentialStatus"].reverse(), "wrong-value"
    for index in ("-1", "007", "1.0", "10000000", "", "\uff17"):
        yield f"statusListIndex {index!r}", _index(index), "wrong-value"
    yield "two indices", put("credentialStatus", 1, "statusListIndex", to="70002"), "wrong-value"
    for text in (
        f"{LISTS}/01/revocation",
        f"{LISTS}/1000000/revocation",
        f"{LISTS}/1/suspension",
        "https://b.example/x",
    ):
        change = put("credentialStatus", 0, "statusListCredential", to=text)
        yield f"a revocation list at {text[-40:]!r}", change, "bad-address"
    other = put("credentialStatus", 1, "statusListCredential", to=f"{LISTS}/2/suspension")
    yield "a suspension list elsewhere", other, "bad-address"
    for place, purpose in enumerate(("revocation", "suspension")):
        mixed = put("credentialStatus", place, "statusPurpose", to="message")
        yield f"an entry for {purpose} with another purpose", mixed, "wrong-value"
    yield "a status id that is not its list", put("credentialStatus", 0, "id", to=f"{LISTS}/1/x#70001"), "bad-address"


def _rests_on() -> Iterator[Change]:
    yield "another context in relatedResource", _related(0, "id", f"{made.ORIGIN}/contexts/other"), "bad-address"
    yield "another scheme in relatedResource", _related(1, "id", f"{made.ORIGIN}/schemes/other.yaml"), "bad-address"
    yield "terms of another body", _related(2, "id", f"{made.ORIGIN}/bodies/other/terms/{'a' * 64}"), "bad-address"
    other = made.related()[0].digest_sri
    yield "another digest of the context", _related(0, "digestSRI", made.related()[2].digest_sri), "wrong-value"
    yield "another digest of the scheme", _related(1, "digestSRI", other), "wrong-value"
    yield "another digest of the terms", _related(2, "digestSRI", other), "wrong-value"
    yield "a digest that is none", _related(0, "digestSRI", "sha256-"), "wrong-value"


def _units() -> Iterator[Change]:
    def units(change: Callable[[list[Json]], object]) -> Callable[[Json], None]:
        def with_units(document: Json) -> None:
            good = json.loads(made.certificate_bytes(units=(made.sites(),)))["credentialSubject"]["units"]
            change(good)
            document["credentialSubject"]["units"] = good

        return with_units

    def of_second(**changes: Any) -> Callable[[Json], None]:
        return units(lambda groups: groups[0]["members"][1].update(changes))

    yield "no units at all", _subject("units", to=[]), "wrong-value"
    yield "a kind without units", units(lambda groups: groups[0].update(members=[])), "wrong-value"
    yield "two units of one code", of_second(code="torget"), "repeated-unit"
    yield (
        "two kinds of one name",
        units(lambda groups: groups.append({**groups[0], "members": [{"code": "a", "name": "A"}]})),
        "repeated-unit",
    )
    yield "units numbered 1 and 3", of_second(number=3), "bad-unit-number"
    yield "one unit without its number", units(lambda groups: groups[0]["members"][1].pop("number")), "bad-unit-number"
    yield "a unit numbered 0", of_second(number=0), "wrong-value"
    yield "a unit numbered 2001", of_second(number=2001), "wrong-value"
    yield "a unit numbered by a text", of_second(number="2"), "wrong-value"
    yield "a unit within none", of_second(within="nowhere"), "unknown-unit"
    yield "a unit within itself", of_second(within="hamnen"), "unknown-unit"
    yield "a unit that ends with the certificate", of_second(validUntil="2029-11-22T22:59:59Z"), "bad-time"
    yield "a unit that ends as it begins", of_second(validUntil="2026-11-23T10:00:00Z"), "bad-time"
    yield "a unit of an unknown field", of_second(colour="red"), "unknown-field"
    yield "a unit with an empty code", of_second(code=""), "wrong-value"
    yield "a unit with a code of 65", of_second(code="c" * 65), "wrong-value"
    many = [{"code": f"u{place}", "name": "U"} for place in range(2001)]
    yield "2001 units", units(lambda groups: groups[0].update(members=many)), "too-many-units"


def in_proof() -> Iterator[Change]:
    """Changes of the proof itself, which no signature has to fit."""

    def proof(name: str, to: Any) -> Callable[[Json], None]:
        return put("proof", name, to=to)

    for name in ("@context", "created", "cryptosuite", "proofPurpose", "proofValue", "type", "verificationMethod"):
        yield f"a proof without {name}", proof(name, ABSENT), "missing-field"
    yield "no proof", put("proof", to=ABSENT), "missing-field"
    yield "two proofs", lambda document: document.update(proof=[document["proof"]] * 2), "wrong-type"
    yield "a proof with a nonce", proof("nonce", "1"), "unknown-field"
    yield "a proof for authentication", proof("proofPurpose", "authentication"), "wrong-value"
    yield "another cryptosuite", proof("cryptosuite", "eddsa-rdfc-2022"), "wrong-value"
    yield "another type of proof", proof("type", "Ed25519Signature2020"), "wrong-value"
    yield "a proof of another context", proof("@context", ["https://www.w3.org/ns/credentials/v2", "x"]), "wrong-value"
    yield "a proof made on no day", proof("created", "2026-11-31T10:00:05Z"), "bad-time"
    yield "a key of somebody else", proof("verificationMethod", "did:web:b.example#key-1"), "bad-address"
    yield "a key that nobody lists", proof("verificationMethod", f"{made.DID}#key-9"), "unknown-key"
    yield "a key for status lists", proof("verificationMethod", made.STATUS_KEY_ID), "unknown-key"
    yield "another moment", proof("created", "2026-11-23T10:00:06Z"), "signature-mismatch"
    yield "a moment before the key", proof("created", "2025-12-31T23:59:59Z"), "key-not-valid-then"
    yield (
        "a proofValue without z",
        lambda document: document["proof"].update(proofValue=document["proof"]["proofValue"][1:]),
        "bad-base58",
    )
    yield (
        "a proofValue one digit shorter",
        lambda document: document["proof"].update(proofValue=document["proof"]["proofValue"][:-2]),
        "bad-base58",
    )
    yield (
        "a proofValue with a 0",
        lambda document: document["proof"].update(proofValue="z0" + document["proof"]["proofValue"][2:]),
        "bad-base58",
    )
    yield (
        "a proofValue after a needless 1",
        lambda document: document["proof"].update(proofValue="z1" + document["proof"]["proofValue"][1:]),
        "bad-base58",
    )
    yield "a proofValue of zeros", proof("proofValue", "z" + "1" * 64), "signature-mismatch"
