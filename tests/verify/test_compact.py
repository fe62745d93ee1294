"""The QR code: its one text, its size, and what becomes of every other text."""

import cbor2
import pytest
import qrcode
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from qrcode.util import MODE_8BIT_BYTE, MODE_NUMBER, QRData

from tests.verify import made
from verify import compact, credential, errors, strict_json
from verify.credential import unsigned_bytes

SAID = compact.of_certificate(made.certificate())
COSE = compact.build(SAID, key_id=made.SIGNING.hint, sign=made.SIGNING.sign)


def test_it_says_what_the_certificate_says() -> None:
    digest = strict_json.sha256_digest(unsigned_bytes(made.unsigned()))
    assert replace(SAID, digest=b"", issuer=b"") == compact.Compact(
        number="8H3K-T6PW-4",
        issued_at=1795428005,  # 2026-11-23T10:00:05Z, when it was signed
        begins_at=1795428000,  # 2026-11-23T10:00:00Z
        expires_at=1890082799,  # 2029-11-22T22:59:59Z
        scheme="quality-mark",
        holder="Lindhamra Centrum ekonomisk förening",
        status_list=1,
        index=70_001,
        issuer=b"",
        digest=b"",
        level="QM",
        place="Lindhamra",
    )
    assert digest.startswith("sha256:" + SAID.digest.hex())
    assert compact.of_certificate(made.unsigned(), bytes.fromhex(digest[7:]), created="2026-11-23T10:00:05Z") == SAID
    with pytest.raises(ValueError, match="when it is signed"):
        compact.of_certificate(made.unsigned())


def test_the_bytes_are_those_of_the_format() -> None:
    tag = cbor2.loads(COSE)
    assert tag.tag == 18
    protected, unprotected, claims, signature = tag.value
    assert cbor2.loads(protected) == {1: -19, 4: made.SIGNING.hint}
    assert unprotected == {}
    assert cbor2.loads(claims) == {
        2: "8H3K-T6PW-4",
        4: 1890082799,
        5: 1795428000,
        6: 1795428005,
        -65537: {
            1: "quality-mark",
            2: "Lindhamra Centrum ekonomisk förening",
            3: [1, 70_001],
            4: SAID.issuer,
            5: SAID.digest,
            6: "QM",
            7: "Lindhamra",
        },
    }
    assert cbor2.dumps(tag, canonical=True) == COSE
    signed = cbor2.dumps(["Signature1", protected, b"", claims], canonical=True)
    assert compact.signing_input(SAID, made.SIGNING.hint) == signed
    made.SIGNING.public.verify(signature, signed)
    assert compact.check(COSE, made.SIGNING.public) == SAID


def test_the_text_is_read_as_it_is_written() -> None:
    text = compact.url(made.HOST, made.NUMBER, COSE)
    assert text.startswith("https://intyg.platscert.example/v/8H3K-T6PW-4#1")
    assert "".join(compact.segments(made.HOST, made.NUMBER, COSE)) == text
    assert compact.read(text) == compact.QrText(host=made.HOST, number=made.NUMBER, cose=COSE)
    local = compact.url("localhost:8000", made.NUMBER, COSE)
    assert local.startswith("http://localhost:8000/v/")
    assert compact.read(local).host == "localhost:8000"


def test_older_writers_name_the_algorithm_otherwise() -> None:
    older = COSE.replace(b"\xa2\x01\x32\x04", b"\xa2\x01\x27\x04", 1)
    signed = compact.unpack(older).signed
    resigned = older[:-64] + made.SIGNING.sign(signed)
    assert compact.check(resigned, made.SIGNING.public) == SAID
    with pytest.raises(errors.SignatureMismatch):
        compact.check(older, made.SIGNING.public)  # the header is signed too


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Lindhamra", "Lindhamra"),
        ("x" * 40, "x" * 40),
        ("x" * 41, "x" * 37 + "…"),
        ("å" * 20, "å" * 20),
        ("å" * 21, "å" * 18 + "…"),
        ("Lindhamra Centrum och Handel ekonomisk förening", "Lindhamra Centrum och Handel ekonomis…"),
        ("x" * 34 + " " * 3 + "yyyyyyyy", "x" * 34 + "…"),
        ("😀" * 11, "😀" * 9 + "…"),
    ],
)
def test_long_names_are_cut_at_a_character_and_marked(name: str, kept: str) -> None:
    assert compact.cut(name) == kept
    assert len(kept.encode()) <= compact.HOLDER_BYTES


def test_it_is_small_enough_to_print_and_phones_read_it() -> None:
    host = "intyg.platscertifiering.examp"
    assert len(host) == 29
    # All that grows is as long as it gets; a beginning apart from the time of signing takes six bytes.
    level = credential.Level(code="QMX", title=credential.Bilingual(sv="x", en="x"))
    said = compact.of_certificate(made.certificate(name="Å" * 20, place="Ö" * 20, index=131_071, level=level))
    assert said.begins_at != said.issued_at
    assert len(said.holder.encode()) == len(said.place.encode()) == 40
    cose = compact.build(said, key_id=made.SIGNING.hint, sign=made.SIGNING.sign)
    address, digits = compact.segments(host, made.NUMBER, cose)
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(QRData(address.encode(), mode=MODE_8BIT_BYTE), optimize=0)
    code.add_data(QRData(digits.encode(), mode=MODE_NUMBER), optimize=0)
    code.make(fit=True)
    assert code.version <= 13
    found = zxingcpp.read_barcodes(code.make_image().get_image().convert("L"))
    assert [one.text for one in found] == [address + digits]
    assert compact.check(compact.read(found[0].text).cose, made.SIGNING.public) == said


GOOD = compact.url(made.HOST, made.NUMBER, COSE)
DIGITS = GOOD.partition("#1")[2]
E = errors
TEXTS: dict[str, tuple[str, type[errors.VerifyError]]] = {
    "nothing": ("", E.NotACode),
    "no code of ours": ("https://example.org/menu", E.NotACode),
    "no fragment": (GOOD.partition("#")[0], E.NotACode),
    "another layout": (GOOD.replace("#1", "#2"), E.NotACode),
    "a leading zero": (GOOD.replace("#1", "#10"), E.NotACode),
    "a sign": (GOOD.replace("#1", "#1+"), E.NotACode),
    "other digits": (GOOD[:-1] + "\u0667", E.NotACode),
    "something after": (GOOD + " ", E.NotACode),
    "a line after": (GOOD + "\n", E.NotACode),
    "a query": (GOOD.replace("#1", "?x=1#1"), E.BadCertificateNumber),
    "scheme in capitals": ("HTTPS" + GOOD[5:], E.NotACode),
    "host in capitals": (GOOD.replace("intyg", "Intyg"), E.BadAddress),
    "plain http": (GOOD.replace("https", "http"), E.NotACode),
    "localhost with https": (GOOD.replace(made.HOST, "localhost"), E.NotACode),
    "a name before the host": (GOOD.replace("//", "//x@"), E.BadAddress),
    "number in lower case": (GOOD.replace(made.NUMBER, made.NUMBER.lower()), E.BadCertificateNumber),
    "number mistyped": (GOOD.replace(made.NUMBER, "8H3K-T6PW-5"), E.BadCertificateNumber),
    "number without dashes": (GOOD.replace(made.NUMBER, "8H3KT6PW4"), E.BadCertificateNumber),
    "another path": (GOOD.replace("/v/", "/w/"), E.NotACode),
    "no leading 0x01": (GOOD.replace(DIGITS, str(int.from_bytes(b"\x02" + COSE, "big"))), E.NotACode),
    "nothing but digits": (GOOD.replace(DIGITS, "1" * 2_000), E.TooLarge),
    "ten million digits": (GOOD + "1" * 10_000_000, E.TooLarge),
}


@pytest.mark.parametrize("name", TEXTS)
def test_there_is_one_spelling(name: str) -> None:
    text, expected = TEXTS[name]
    with pytest.raises(expected) as caught:
        compact.read(text)
    assert type(caught.value) is expected


def _with(claims: object, *, canonical: bool = True) -> bytes:
    raw = claims if isinstance(claims, bytes) else cbor2.dumps(claims, canonical=canonical)
    return COSE[:14] + bytes([len(raw)]) + raw + COSE[-66:]


CLAIMS = cbor2.loads(compact.payload(SAID))
OWN = CLAIMS[-65537]
COSES: dict[str, tuple[bytes, type[errors.VerifyError]]] = {
    "nothing": (b"", E.NotCbor),
    "no tag": (COSE[1:], E.NotCbor),
    "another algorithm": (COSE.replace(b"\x01\x32\x04", b"\x01\x26\x04", 1), E.NotCbor),
    "something unprotected": (COSE.replace(b"\xa0\x58", b"\xa1\x58", 1), E.NotCbor),
    "signature too short": (COSE[:-1], E.NotCbor),
    "something after it": (COSE + b"\0", E.NotCbor),
    "signature of another length": (COSE[:-66] + b"\x58\x41" + COSE[-64:], E.NotCbor),
    "claims too short": (_with(b"\xa0"), E.NotCbor),
    "no map": (_with(["x" * 30]), E.NotCbor),
    "no CBOR": (_with(b"\xff" * 30), E.NotCbor),
    "endless text": (_with(b"\x7f" + b"\x61x" * 20), E.NotCbor),
    "nested deeply": (_with(b"\x81" * 200), E.NotCbor),
    "the same claim twice": (
        _with(b"\xa6\x02" + cbor2.dumps(made.NUMBER) + compact.payload(SAID)[1:]),
        E.NotCbor,
    ),
    "a claim more": (_with({**CLAIMS, 7: b"x"}), E.NotCbor),
    "a claim less": (_with({key: value for key, value in CLAIMS.items() if key != 6}), E.NotCbor),
    "a part more": (_with({**CLAIMS, -65537: {**OWN, 8: 1}}), E.NotCbor),
    "a part of another kind": (_with({**CLAIMS, -65537: {**OWN, 2: b"Lindhamra"}}), E.NotCbor),
    "issuer too short": (_with({**CLAIMS, -65537: {**OWN, 4: bytes(7)}}), E.NotCbor),
    "digest too long": (_with({**CLAIMS, -65537: {**OWN, 5: bytes(17)}}), E.NotCbor),
    "a date as a tag": (_with({**CLAIMS, 4: cbor2.CBORTag(1, 1890082799)}), E.NotCbor),
    "a time that is true": (_with({**CLAIMS, 4: True}), E.NotCbor),
    "a time before 1970": (_with({**CLAIMS, 4: -1}), E.BadNumber),
    "a time too large": (_with({**CLAIMS, 4: 2**53}), E.BadNumber),
    "signed before 1970": (_with({**CLAIMS, 6: -1}), E.BadNumber),
    "a beginning before 1970": (_with({**CLAIMS, 5: -1}), E.BadNumber),
    "a beginning that is a text": (_with({**CLAIMS, 5: "now"}), E.NotCbor),
    "a beginning that only repeats when it was signed": (_with({**CLAIMS, 5: CLAIMS[6]}), E.NotDeterministic),
    "a list below zero": (_with({**CLAIMS, -65537: {**OWN, 3: [-1, 1]}}), E.BadNumber),
    "three where list and index stand": (_with({**CLAIMS, -65537: {**OWN, 3: [1, 1, 1]}}), E.NotCbor),
    "a text where list and index stand": (_with({**CLAIMS, -65537: {**OWN, 3: "11"}}), E.NotCbor),
    "own claim of another kind": (_with({**CLAIMS, -65537: [1, 2, 3, 4, 5, 6, 7]}), E.NotCbor),
    "an index below zero": (_with({**CLAIMS, -65537: {**OWN, 3: [1, -1]}}), E.BadNumber),
    "keys in another order": (
        _with({key: CLAIMS[key] for key in (4, 2, 5, 6, -65537)}, canonical=False),
        E.NotDeterministic,
    ),
    "a key as a float": (_with({2: made.NUMBER, 4: 1, 5: 2, 6.0: 1, -65537: OWN}), E.NotDeterministic),
    "a longer spelling": (_with(compact.payload(SAID).replace(b"\xa5\x02", b"\xa5\x18\x02", 1)), E.NotDeterministic),
    "something after the claims": (_with(compact.payload(SAID) + b"\0"), E.NotDeterministic),
    "a list of seven digits": (_with({**CLAIMS, -65537: {**OWN, 3: [1_000_000, 1]}}), E.BadNumber),
    "an index of eight digits": (_with({**CLAIMS, -65537: {**OWN, 3: [1, 10_000_000]}}), E.BadNumber),
    "a scheme of 41 characters": (_with({**CLAIMS, -65537: {**OWN, 1: "a" * 41}}), E.WrongValue),
    "a level of 41 characters": (_with({**CLAIMS, -65537: {**OWN, 6: "a" * 41}}), E.WrongValue),
    "a holder of 41 bytes": (_with({**CLAIMS, -65537: {**OWN, 2: "a" + "Å" * 20}}), E.WrongValue),
    "a place of 41 bytes": (_with({**CLAIMS, -65537: {**OWN, 7: "a" + "Å" * 20}}), E.WrongValue),
    "no scheme": (_with({**CLAIMS, -65537: {**OWN, 1: ""}}), E.WrongValue),
    "a name from right to left": (_with({**CLAIMS, -65537: {**OWN, 2: "\u202eLindhamra"}}), E.ForbiddenCharacter),
    "a name in two lines": (_with({**CLAIMS, -65537: {**OWN, 7: "Lind\nhamra"}}), E.ForbiddenCharacter),
    "letter and ring apart": (_with({**CLAIMS, -65537: {**OWN, 7: "a\u030a"}}), E.NotNormalised),
}


@pytest.mark.parametrize("name", COSES)
def test_there_is_one_encoding(name: str) -> None:
    cose, expected = COSES[name]
    with pytest.raises(expected) as caught:
        compact.unpack(cose)
    assert type(caught.value) is expected


@given(st.binary(max_size=250), st.integers(0, len(COSE)), st.integers(0, 40))
def test_nothing_but_named_errors_comes_out(new: bytes, at: int, gone: int) -> None:
    damaged = COSE[:at] + new + COSE[at + gone :]
    try:
        said = compact.unpack(damaged)
    except errors.VerifyError:
        return
    again = compact.signing_input(said.compact, said.key_hint)
    assert len(compact.seal(again, said.signature)) == len(damaged)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    with pytest.raises(errors.VerifyError):
        compact.read(text)


def test_what_does_not_fit_is_not_written() -> None:
    with pytest.raises(ValueError, match="255"):
        compact.payload(replace(SAID, level="x" * 200))
    with pytest.raises(ValueError, match="key hint"):
        compact.build(SAID, key_id=b"12345", sign=made.SIGNING.sign)
    with pytest.raises(ValueError, match="64"):
        compact.build(SAID, key_id=made.SIGNING.hint, sign=lambda _: b"")
    with pytest.raises(errors.BadAddress):
        compact.segments("https://evil.example", made.NUMBER, COSE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://intyg.platscert.example/v/8H3K-T6PW-4", ("intyg.platscert.example", "8H3K-T6PW-4")),
        ("http://localhost:8000/v/8H3K-T6PW-4", ("localhost:8000", "8H3K-T6PW-4")),
        ("http://intyg.platscert.example/v/8H3K-T6PW-4", None),
        ("https://intyg.platscert.example/v/8H3K-T6PW-5", None),
        ("https://intyg.platscert.example/v/8H3K-T6PW-4?lang=sv", None),
        ("https://intyg.platscert.example/v/8H3K-T6PW-4#1", None),
        ("https://intyg.platscert.example/v/8h3k-t6pw-4", None),
        ("https://int\u0443g.example/v/8H3K-T6PW-4", None),
        ("https://a@b.example/v/8H3K-T6PW-4", None),
        ("https://a.example/v/8H3K-T6PW-4" + " " * 2_000, None),
        ("", None),
    ],
)
def test_a_signs_code_is_an_address_in_one_spelling(text: str, found: tuple[str, str] | None) -> None:
    if found is not None:
        assert compact.read_sign(text) == found
        return
    with pytest.raises(errors.VerifyError):
        compact.read_sign(text)
