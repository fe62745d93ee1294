"""The certificate as bytes and as structs: one canonical form, and a named reason for whatever is not right in it."""

import json
from typing import Any

import jcs
import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tests.verify import made
from verify import credential, errors, proof, strict_json

GOOD = made.certificate_bytes()


def _value() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(GOOD)
    return value


def _read(value: object) -> credential.Certificate:
    return credential.read_certificate(strict_json.canonical(value))


def test_published_bytes_are_the_canonical_form() -> None:
    assert rfc8785.dumps(_value()) == GOOD
    assert jcs.canonicalize(_value()) == GOOD
    assert credential.certificate_bytes(credential.read_certificate(GOOD)) == GOOD


def test_it_is_the_json_that_the_format_promises() -> None:
    value = _value()
    assert value["type"] == ["VerifiableCredential", "Certificate"]
    assert value["id"] == "https://intyg.platscert.example/certificates/8H3K-T6PW-4"
    assert value["credentialSubject"]["organisationNumber"] == "802400-1236"
    assert value["credentialSubject"]["area"]["outlineDigest"].startswith("sha256:")
    assert value["credentialStatus"][1]["statusListIndex"] == "70001"
    assert value["proof"]["proofValue"].startswith("z")
    assert "null" not in GOOD.decode()


def test_what_only_some_certificates_have_is_absent_from_others() -> None:
    plain = made.certificate(
        municipality_code=msgspec.UNSET, area=credential.Area(name="Lindhamra"), former_certificate=made.OTHER_NUMBER
    )
    value = json.loads(credential.certificate_bytes(plain))["credentialSubject"]
    assert "municipalityCode" not in value
    assert "outlineDigest" not in value["area"]
    assert value["formerCertificate"] == made.OTHER_NUMBER
    assert credential.read_certificate(credential.certificate_bytes(plain)) == plain


def test_signing_the_struct_is_signing_the_json() -> None:
    bare, arguments = made.unsigned(), {"verification_method": made.KEY_ID, "created": "2026-11-23T10:00:05Z"}
    as_json = json.loads(credential.certificate_bytes(bare))
    assert credential.signing_input(bare, **arguments) == proof.signing_input(as_json, **arguments)
    assert strict_json.canonical(proof.attach(as_json, **arguments, sign=made.SIGNING.sign)) == GOOD
    proof.check(_value(), made.SIGNING.public)


def test_unsigned_bytes_are_the_same_before_and_after_signing() -> None:
    assert credential.unsigned_bytes(made.unsigned()) == credential.unsigned_bytes(made.certificate())
    assert credential.unsigned_bytes(made.unsigned()) == credential.certificate_bytes(made.unsigned())
    assert credential.read_certificate(credential.certificate_bytes(made.unsigned())).proof is msgspec.UNSET


HOSTILE = [
    "",
    '"},"type":["VerifiableCredential","Certificate"]',
    ',"proof":{"proofValue":"z","type":"DataIntegrityProof"}',
    '"}',
    "\\",
    '\\"}',
    'x"},',
    "}{][,:",
    "– Ἀγορά 😀",
]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("fragment", HOSTILE)
def test_sealing_the_bytes_is_signing_and_encoding_the_struct(name: str, fragment: str) -> None:
    for bare in (made.unsigned(name=name + "x"), made.unsigned(name="x" + name, related_resource=msgspec.UNSET)):
        given: dict[str, Any] = {"verification_method": f"{made.DID}#{fragment}", "created": "2026-11-23T10:00:05Z"}
        signature = made.SIGNING.sign(credential.signing_input(bare, **given))
        sealed = credential.seal(credential.unsigned_bytes(bare), bare.context, **given, sign=made.SIGNING.sign)
        assert sealed == credential.certificate_bytes(credential.signed(bare, **given, signature=signature))


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("fragment", HOSTILE)
def test_what_is_cut_out_of_the_published_bytes_is_what_encoding_the_parts_gives(name: str, fragment: str) -> None:
    signed = made.certificate(name=name + "x", key_id=f"{made.DID}#{fragment}", created="2026-11-23T10:00:05Z")
    value = json.loads(credential.certificate_bytes(signed))
    options = {key: item for key, item in value.pop("proof").items() if key != "proofValue"}
    assert signed.proof is not msgspec.UNSET
    assert credential.hashed_parts(signed.proof, credential.certificate_bytes(signed)) == (
        rfc8785.dumps(value),
        rfc8785.dumps(options),
    )
    odd = msgspec.structs.replace(signed.proof, proof_value=fragment)  # no base58; refused before or after, alike
    spoiled = credential.certificate_bytes(msgspec.structs.replace(signed, proof=odd))
    assert credential.hashed_parts(odd, spoiled) == (rfc8785.dumps(value), rfc8785.dumps(options))


SPELLINGS = {
    "indented": lambda value: json.dumps(value, indent=2, ensure_ascii=False),
    "escaped": lambda value: json.dumps(value, ensure_ascii=True),
    "backwards": lambda value: json.dumps(dict(reversed(value.items()))),
    "slashes escaped": lambda value: json.dumps(value).replace("/", r"\/"),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_another_spelling_of_the_same_value_is_the_same_certificate(name: str) -> None:
    raw = SPELLINGS[name](_value()).encode()
    assert raw != GOOD
    assert credential.read_certificate(raw) == credential.read_certificate(GOOD)


def test_quotation_marks_and_other_scripts_take_the_same_way() -> None:
    named = made.certificate(name='Föreningen "Torget" \\ Ἀγορά – 広場 😀')
    raw = credential.certificate_bytes(named)
    assert raw == rfc8785.dumps(json.loads(raw))
    assert credential.read_certificate(raw) == named


def _set(value: Any, path: str, changed: object) -> None:
    *way, last = path.split("/")
    for step in way:
        value = value[int(step) if step.isdigit() else step]
    key: Any = int(last) if last.isdigit() else last
    if changed is ...:
        del value[key]
    else:
        value[key] = changed


E = errors
CHANGES: dict[str, tuple[str, object, type[errors.VerifyError]]] = {
    "unknown field": ("more", "x", E.UnknownField),
    "unknown field inside": ("credentialSubject/level/more", "x", E.UnknownField),
    "unknown field in the proof": ("proof/domain", "x", E.UnknownField),
    "no subject": ("credentialSubject", ..., E.MissingField),
    "no type, which is fixed": ("type", ..., E.MissingField),
    "no type of the proof": ("proof/type", ..., E.MissingField),
    "no proof purpose": ("proof/proofPurpose", ..., E.MissingField),
    "no proof value": ("proof/proofValue", ..., E.MissingField),
    "no accreditation statement": ("credentialSubject/accreditation", ..., E.MissingField),
    "text where an object stands": ("credentialSubject", "x", E.WrongType),
    "object where a text stands": ("id", {}, E.WrongType),
    "number where a text stands": ("credentialStatus/0/statusListIndex", 70001, E.WrongType),
    "two issuers": ("issuer", [], E.WrongType),
    "two proofs": ("proof", [], E.WrongType),
    "another type": ("type", ["VerifiableCredential", "Degree"], E.WrongValue),
    "a third type": ("type", ["VerifiableCredential", "Certificate", "X"], E.WrongValue),
    "another suite": ("proof/cryptosuite", "eddsa-rdfc-2022", E.WrongValue),
    "another purpose": ("proof/proofPurpose", "authentication", E.WrongValue),
    "another edition": ("credentialSubject/scheme/edition", "final", E.WrongValue),
    "empty name": ("credentialSubject/name", "", E.WrongValue),
    "endless name": ("credentialSubject/name", "x" * 501, E.WrongValue),
    "endless scheme code": ("credentialSubject/scheme/code", "x" * 41, E.WrongValue),
    "no status entries": ("credentialStatus", [], E.WrongValue),
    "digest in capitals": ("credentialSubject/decision/digest", "sha256:" + "A" * 64, E.WrongValue),
    "digest too short": ("credentialSubject/scheme/digest", "sha256:" + "0" * 63, E.WrongValue),
    "outline digest": ("credentialSubject/area/outlineDigest", "md5:0", E.WrongValue),
    "municipality": ("credentialSubject/municipalityCode", "180", E.WrongValue),
    "former certificate": ("credentialSubject/formerCertificate", "8H3K-T6PW-5", E.BadCertificateNumber),
    "number mistyped": ("credentialSubject/number", "8H3K-T6PW-5", E.BadCertificateNumber),
    "number in lower case": ("credentialSubject/number", "8h3k-t6pw-4", E.BadCertificateNumber),
    "number of another": ("credentialSubject/number", made.OTHER_NUMBER, E.NumberMismatch),
    "id of another": ("id", f"{made.ORIGIN}/certificates/{made.OTHER_NUMBER}", E.NumberMismatch),
    "id elsewhere": ("id", f"{made.ORIGIN}/c/{made.NUMBER}", E.NumberMismatch),
    "id by plain http": ("id", f"http://intyg.platscert.example/certificates/{made.NUMBER}", E.BadAddress),
    "id below a path": ("id", f"{made.ORIGIN}/x/certificates/{made.NUMBER}", E.BadAddress),
    "another context": ("@context/0", "https://www.w3.org/2018/credentials/v1", E.WrongValue),
    "context of another origin": ("@context/1", "https://evil.example/contexts/certificate/v1", E.WrongValue),
    "context as an object": ("@context/1", {"name": "https://evil.example"}, E.WrongType),
    "proof with another context": ("proof/@context/1", "https://www.w3.org/ns/credentials/v2", E.WrongValue),
    "schema of another origin": ("credentialSchema/id", "https://evil.example/x", E.BadAddress),
    "schema digest": ("credentialSchema/digestSRI", "sha256-" + "A" * 43, E.WrongValue),
    "schema digest in another spelling": ("credentialSchema/digestSRI", "sha256-" + "A" * 42 + "B=", E.WrongValue),
    "identifier of another holder": (
        "credentialSubject/id",
        "urn:oasis:names:tc:ebcore:partyid-type:iso6523:0007:0",
        E.WrongValue,
    ),
    "two related resources": ("relatedResource/2", ..., E.WrongValue),
    "related digest": ("relatedResource/0/digestSRI", "sha384-" + "A" * 64, E.WrongValue),
    "related context of another digest": ("relatedResource/0/digestSRI", "sha256-" + "A" * 43 + "=", E.WrongValue),
    "related context": ("relatedResource/0/id", "https://evil.example/contexts/certificate/v1", E.BadAddress),
    "related scheme": ("relatedResource/1/id", f"{made.ORIGIN}/schemes/quality-mark/2026.1", E.BadAddress),
    "related scheme of another digest": (
        "relatedResource/1/digestSRI",
        credential.sri("sha256:" + "0" * 64),
        E.WrongValue,
    ),
    "related terms of another body": (
        "relatedResource/2/id",
        f"{made.ORIGIN}/bodies/annan/terms/" + "0" * 64,
        E.BadAddress,
    ),
    "related terms that are no digest": ("relatedResource/2/id", f"{made.ORIGIN}/bodies/nordisk/terms/1", E.BadAddress),
    "related terms of another digest": (
        "relatedResource/2/id",
        f"{made.ORIGIN}/bodies/nordisk/terms/" + "0" * 64,
        E.WrongValue,
    ),
    "issuer of another method": ("issuer/id", "did:key:z6Mk", E.BadAddress),
    "scheme nowhere": ("credentialSubject/scheme/id", "quality-mark", E.BadAddress),
    "key of another issuer": ("proof/verificationMethod", "did:web:evil.example#key-1", E.BadAddress),
    "list of another origin": (
        "credentialStatus/0/statusListCredential",
        "https://evil.example/bodies/nordisk/status/1/revocation",
        E.BadAddress,
    ),
    "list elsewhere": ("credentialStatus/0/statusListCredential", f"{made.ORIGIN}/status", E.BadAddress),
    "list with a leading zero": (
        "credentialStatus/0/statusListCredential",
        f"{made.ORIGIN}/bodies/nordisk/status/01/revocation",
        E.BadAddress,
    ),
    "suspension in another list": (
        "credentialStatus/1/statusListCredential",
        f"{made.ORIGIN}/bodies/nordisk/status/2/suspension",
        E.BadAddress,
    ),
    "entry id": ("credentialStatus/1/id", f"{made.ORIGIN}/bodies/nordisk/status/1/suspension#1", E.BadAddress),
    "two revocations": ("credentialStatus/1/statusPurpose", "revocation", E.WrongValue),
    "another purpose of status": ("credentialStatus/1/statusPurpose", "message", E.WrongValue),
    "index with a leading zero": ("credentialStatus/0/statusListIndex", "070001", E.WrongValue),
    "two indices": ("credentialStatus/1/statusListIndex", "70002", E.WrongValue),
    "index in other digits": ("credentialStatus/0/statusListIndex", "\u0667", E.WrongValue),
    "beginning with a fraction": ("validFrom", "2026-11-23T10:00:00.5Z", E.BadTime),
    "end on no day": ("validUntil", "2029-02-29T22:59:59Z", E.BadTime),
    "end at the beginning": ("validUntil", "2026-11-23T10:00:00Z", E.BadTime),
    "decided on no day": ("credentialSubject/decision/date", "2026-11-31", E.BadTime),
    "signed at no time": ("proof/created", "now", E.BadTime),
    "null": ("credentialSubject/place", None, E.NullValue),
    "float": ("credentialSubject/place", 1.5, E.BadNumber),
    "right-to-left override": ("credentialSubject/name", "Lindhamra \u202emurtneC", E.ForbiddenCharacter),
    "two lines": ("credentialSubject/name", "Lindhamra\nGILTIGT", E.ForbiddenCharacter),
    "letter and ring apart": ("credentialSubject/name", "La\u030agbrott", E.NotNormalised),
    "lone surrogate": ("credentialSubject/name", "x\\ud800", E.LoneSurrogate),
}


SITES: dict[str, Any] = json.loads(msgspec.json.encode(made.sites()))
UNITS: dict[str, tuple[list[Any], type[errors.VerifyError]]] = {
    "no kind at all": ([], E.WrongValue),
    "a kind without units": ([SITES | {"members": []}], E.WrongValue),
    "a field that units do not have": (
        [SITES | {"members": [{"code": "a", "name": "A", "place": "x"}]}],
        E.UnknownField,
    ),
    "a unit without a name": ([SITES | {"members": [{"code": "a"}]}], E.MissingField),
    "an endless code": ([SITES | {"members": [{"code": "a" * 65, "name": "A"}]}], E.WrongValue),
    "the same kind twice": ([SITES, SITES | {"members": [{"code": "a", "name": "A"}]}], E.RepeatedUnit),
    "the same unit twice": ([SITES | {"members": [{"code": "a", "name": "A"}] * 2}], E.RepeatedUnit),
    "the same unit in two kinds": ([SITES, SITES | {"kind": "members"}], E.RepeatedUnit),
    "more than there may be": (
        [SITES | {"members": [{"code": f"u{n}", "name": "A"} for n in range(2_001)]}],
        E.TooManyUnits,
    ),
    "numbered from two on": ([SITES | {"members": [{"code": "a", "name": "A", "number": 2}]}], E.BadUnitNumber),
    "one numbered and one not": (
        [SITES | {"members": [{"code": "a", "name": "A", "number": 1}, {"code": "b", "name": "B"}]}],
        E.BadUnitNumber,
    ),
    "a number that is none": ([SITES | {"members": [{"code": "a", "name": "A", "number": 0}]}], E.WrongValue),
    "a number as a text": ([SITES | {"members": [{"code": "a", "name": "A", "number": "1"}]}], E.WrongValue),
    "within nobody": ([SITES | {"members": [{"code": "a", "name": "A", "within": "b"}]}], E.UnknownUnit),
    "within itself": ([SITES | {"members": [{"code": "a", "name": "A", "within": "a"}]}], E.UnknownUnit),
    "an end on no day": (
        [SITES | {"members": [{"code": "a", "name": "A", "validUntil": "2028-02-30T22:59:59Z"}]}],
        E.BadTime,
    ),
    "an end as late as the certificate's": (
        [SITES | {"members": [{"code": "a", "name": "A", "validUntil": "2029-11-22T22:59:59Z"}]}],
        E.BadTime,
    ),
    "an end before it begins": (
        [SITES | {"members": [{"code": "a", "name": "A", "validUntil": "2026-11-23T10:00:00Z"}]}],
        E.BadTime,
    ),
}


@pytest.mark.parametrize("name", UNITS)
def test_what_is_not_right_with_units_has_a_name(name: str) -> None:
    units, expected = UNITS[name]
    value = _value()
    value["credentialSubject"]["units"] = units
    with pytest.raises(expected) as caught:
        _read(value)
    assert type(caught.value) is expected


def test_units_are_named_with_their_numbers_and_ends() -> None:
    with_sites = made.certificate(units=(made.sites(),))
    raw = credential.certificate_bytes(with_sites)
    assert raw == rfc8785.dumps(json.loads(raw))
    assert json.loads(raw)["credentialSubject"]["units"] == [SITES]
    assert credential.read_certificate(raw) == with_sites
    inner = SITES | {"kind": "rooms", "members": [{"code": "sal", "name": "Sal", "within": "torget"}]}
    value = _value()
    value["credentialSubject"]["units"] = [inner, SITES]
    assert _read(value).credential_subject.units


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("802400-1236", "urn:oasis:names:tc:ebcore:partyid-type:iso6523:0007:8024001236"),
        ("8024001236", None),
        ("HRB 1234", None),
        ("٨02400-1236", None),
    ],
)
def test_a_swedish_organisation_has_an_identifier_that_outlives_its_name(number: str, expected: str | None) -> None:
    assert credential.party_id(number) == expected


def test_what_a_certificate_rests_on_may_be_left_out() -> None:
    value = _value()
    del value["relatedResource"], value["credentialSchema"]["digestSRI"], value["credentialSubject"]["id"]
    assert _read(value).related_resource is msgspec.UNSET


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_not_right_has_a_name(name: str) -> None:
    path, changed, expected = CHANGES[name]
    value = _value()
    _set(value, path, changed)
    raw = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    with pytest.raises(expected) as caught:
        credential.read_certificate(raw.replace("\\\\ud", "\\ud").encode())
    assert type(caught.value) is expected


def test_the_deepest_and_the_largest_are_refused_before_they_are_read() -> None:
    with pytest.raises(errors.TooDeep):
        credential.read_certificate(b'{"credentialSubject":' * 5_000)
    with pytest.raises(errors.TooLarge):
        credential.read_certificate(GOOD + b" " * 1_000_000)
    with pytest.raises(errors.WrongType):
        credential.read_certificate(b"[]")


@given(st.binary(max_size=6), st.integers(0, len(GOOD)), st.integers(0, 6))
def test_damaged_bytes_give_a_named_error_or_the_same_certificate(new: bytes, at: int, gone: int) -> None:
    raw = GOOD[:at] + new + GOOD[at + gone :]
    try:
        certificate = credential.read_certificate(raw)
    except errors.VerifyError:
        return
    assert credential.certificate_bytes(certificate) == rfc8785.dumps(json.loads(raw))


def test_bytes_that_changed_are_read_anew() -> None:
    whole = made.certificate_bytes()
    assert credential.read_with_form(whole)[0] is credential.read_with_form(whole)[0]
    same: Any = bytearray(whole)
    for _ in range(2):
        assert credential.read_certificate(same).credential_subject.name == "Lindhamra Centrum ekonomisk förening"
    same[:] = whole.replace(b"Lindhamra Centrum", b"Lindhamra Centrun")
    assert credential.read_certificate(same).credential_subject.name == "Lindhamra Centrun ekonomisk förening"
    with pytest.raises(errors.VerifyError):
        credential.read_with_form(b"")
