"""The strict reader: what it takes, what it refuses and why, and that it agrees with other readers."""

import base64
import json
import math
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Any, get_args

import jcs
import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from verify import errors, strict_json

PROFILES: tuple[strict_json.Profile, ...] = get_args(strict_json.Profile)
_TEXT_ERRORS = (errors.ForbiddenCharacter, errors.NotNormalised)

REFUSED: dict[str, tuple[bytes, type[errors.VerifyError]]] = {
    "nothing": (b"", errors.Empty),
    "white space": (b" \r\n\t ", errors.Empty),
    "byte order mark": (b"\xef\xbb\xbf{}", errors.ByteOrderMark),
    "latin-1": (b'{"a":"\xe5"}', errors.NotUtf8),
    "surrogate as bytes": (b'"\xed\xa0\x80"', errors.NotUtf8),
    "overlong": (b'"\xc0\xaf"', errors.NotUtf8),
    "lone surrogate": (rb'{"a":"\ud800"}', errors.LoneSurrogate),
    "surrogates the wrong way round": (rb'"\udc00\ud800"', errors.LoneSurrogate),
    "lone surrogate in a key": (rb'{"\ud800":1}', errors.LoneSurrogate),
    "duplicate key": (b'{"a":1,"a":1}', errors.DuplicateKey),
    "duplicate key deep down": (b'[[{"x":{"a":1,"b":2,"a":3}}]]', errors.DuplicateKey),
    "duplicate key by escape": (rb'{"a":1,"\u0061":2}', errors.DuplicateKey),
    "float": (b"[1.0]", errors.BadNumber),
    "exponent": (b"[1e2]", errors.BadNumber),
    "negative zero": (b"[-0]", errors.BadNumber),
    "unsafe integer": (b"[9007199254740992]", errors.BadNumber),
    "unsafe negative integer": (b"[-9007199254740992]", errors.BadNumber),
    "ten thousand digits": (b"[" + b"9" * 10_000 + b"]", errors.BadNumber),
    "null": (b'{"a":{"b":[null]}}', errors.NullValue),
    "NaN": (b"[NaN]", errors.NotJson),
    "Infinity": (b"[-Infinity]", errors.NotJson),
    "cut off": (b'{"a":"b', errors.NotJson),
    "two values": (b"{}{}", errors.NotJson),
    "comment": (b"{} // yes", errors.NotJson),
    "raw NUL": (b'"\x00"', errors.NotJson),
    "NUL": (rb'{"a":"\u0000"}', errors.ForbiddenCharacter),
    "newline": (rb'{"a":"one\ntwo"}', errors.ForbiddenCharacter),
    "delete": (b'"\x7f"', errors.ForbiddenCharacter),
    "C1 control": ('"\x85"'.encode(), errors.ForbiddenCharacter),
    "right-to-left override": ('{"name":"a\u202eb"}'.encode(), errors.ForbiddenCharacter),
    "isolate": ('"\u2066"'.encode(), errors.ForbiddenCharacter),
    "zero width space": ('"\u200b"'.encode(), errors.ForbiddenCharacter),
    "noncharacter": ('"\U0001ffff"'.encode(), errors.ForbiddenCharacter),
    "tag": ('"\U000e0041"'.encode(), errors.ForbiddenCharacter),
    "control character in a key": (rb'{"\u0001":1}', errors.ForbiddenCharacter),
    "letter and ring apart": ('"a\u030a"'.encode(), errors.NotNormalised),
    "depth 33": (b"[" * 33 + b"]" * 33, errors.TooDeep),
    "depth 2,000": (b"[" * 2_000 + b"]" * 2_000, errors.TooDeep),
    "depth 100,000 and no end": (b'{"a":' * 100_000, errors.TooDeep),
    "depth behind a string of brackets": (b'["[[[[",' + b"[" * 32, errors.TooDeep),
    "one byte too many": (b" " * 1_000_001, errors.TooLarge),
    "eleven megabytes": (b"[" + b"1," * 5_500_000 + b"1]", errors.TooLarge),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_has_a_name(name: str) -> None:
    raw, expected = REFUSED[name]
    with pytest.raises(expected) as caught:
        strict_json.read(raw)
    assert type(caught.value) is expected
    assert caught.value.code
    assert caught.value.detail


TAKEN: dict[str, tuple[bytes, object]] = {
    "texts": ('{"b":"å ä ö – ’ 😀","a":""}'.encode(), {"b": "å ä ö – ’ 😀", "a": ""}),
    "the largest integers": (b"[9007199254740991,-9007199254740991,0]", [2**53 - 1, 1 - 2**53, 0]),
    "booleans": (b"[true,false]", [True, False]),
    "escapes": (rb'"\u00e5\"\\\/\ud83d\ude00"', 'å"\\/😀'),
    "depth 32": (b"[" * 32 + b"]" * 32, None),
    "many brackets in texts": (b'["' + b"[{" * 100 + b'","\\"]]"]', ["[{" * 100, '"]]']),
    "many shallow arrays": (b"[" + b"[]," * 40 + b"{}]", [[]] * 40 + [{}]),
    "white space": (b' \t\r\n{ "a" : [ 1 , 2 ] } ', {"a": [1, 2]}),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken_reads_as_others_read_it(name: str) -> None:
    raw, expected = TAKEN[name]
    value = strict_json.read(raw)
    assert value == (json.loads(raw) if expected is None else expected) == msgspec.json.decode(raw)


def test_what_people_post_may_hold_more() -> None:
    posted = rb'{"note":"one\ntwo\u202e a\u030a","price":1.5,"none":null,"n":1e3}'
    value = strict_json.read(posted, profile="json")
    assert value == {"note": "one\ntwo\u202e a\u030a", "price": 1.5, "none": None, "n": 1000.0}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"[1e999]", errors.BadNumber),
        (b"[-1e999]", errors.BadNumber),
        (b"[9007199254740993]", errors.BadNumber),
        (b"[9007199254740993.0]", errors.BadNumber),
        (rb'"\u0000"', errors.ForbiddenCharacter),
        (rb'"\udead"', errors.LoneSurrogate),
        (b'{"a":1,"a":1}', errors.DuplicateKey),
        (b"[NaN]", errors.NotJson),
    ],
)
def test_what_people_post_is_still_strict(raw: bytes, expected: type[errors.VerifyError]) -> None:
    with pytest.raises(expected):
        strict_json.read(raw, profile="json")


def test_limits_are_arguments() -> None:
    assert strict_json.read(b"[[1]]", max_depth=2, max_bytes=5) == [[1]]
    with pytest.raises(errors.TooDeep):
        strict_json.read(b"[[1]]", max_depth=1)
    with pytest.raises(errors.TooLarge):
        strict_json.read(b"[[1]]", max_bytes=4)


def test_hostile_quotation_marks_take_no_longer_than_others() -> None:
    # A pattern that insists on a closing mark would look for it from each of these anew: minutes instead of moments.
    with pytest.raises(errors.NotJson):
        strict_json.read(b'"' + rb"\"" * 400_000 + b"[" * 40)


def test_a_document_is_an_object() -> None:
    assert strict_json.read_object(b"{}") == {}
    with pytest.raises(errors.WrongType):
        strict_json.read_object(b"[]")


def test_digests_are_spelled_in_one_way() -> None:
    assert strict_json.sha256_digest(b"") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


# --- Vectors made by others -----------------------------------------------------------------------------------------


def test_json_test_suite(vectors: Path) -> None:
    files: dict[str, str] = json.loads((vectors / "json-test-suite.json").read_bytes())["files"]
    counted = {"y_": 0, "n_": 0, "i_": 0}
    for path, encoded in files.items():
        name, raw = path.rsplit("/", 1)[-1], base64.b64decode(encoded)
        read: dict[str, Any] = {}
        for profile in PROFILES:
            with suppress(errors.Unreadable):  # and nothing else
                read[profile] = strict_json.read(raw, profile=profile)
        if name[:2] not in counted:
            continue
        counted[name[:2]] += 1
        if name.startswith("n_"):
            assert not read, name
        if name.startswith("y_"):
            refusal = None if "certificate" in read else _refusal(raw)
            assert refusal in (None, *_OF_OUR_PROFILE), name
            assert "json" in read or _refusal(raw, "json") in _OF_BOTH_PROFILES, name
    assert counted["n_"] == 188
    assert counted["y_"] == 95


_OF_BOTH_PROFILES = ("duplicate-key", "forbidden-character", "bad-number", "lone-surrogate")
_OF_OUR_PROFILE = (*_OF_BOTH_PROFILES, "null-value", "not-normalised")


def _refusal(raw: bytes, profile: strict_json.Profile = "certificate") -> str:
    with pytest.raises(errors.Unreadable) as caught:
        strict_json.read(raw, profile=profile)
    return caught.value.code


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_rfc_8785_vectors(vectors: Path, name: str) -> None:
    given = (vectors / "jcs" / f"{name}.input.json").read_bytes()
    expected = (vectors / "jcs" / f"{name}.output.json").read_bytes().strip()
    assert strict_json.canonical(strict_json.read(given, profile="json")) == expected


# --- Against other readers and writers ------------------------------------------------------------------------------

plain = st.recursive(
    st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)
general = plain | st.lists(st.none() | st.floats(-1e15, 1e15) | plain, max_size=4)


@given(general)
def test_canonical_form_is_that_of_two_other_encoders(value: Any) -> None:
    encoded = strict_json.canonical(value)
    assert encoded == rfc8785.dumps(value)
    assert encoded == jcs.canonicalize(value)
    if rb"\u0000" not in encoded:  # which is written, but not read
        assert strict_json.canonical(strict_json.read(encoded, profile="json")) == encoded


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, 2**53, {"a": {1: 2}}, {"a": object()}, {"a": "\ud800"}, ["\udfff", 1.5]]
)
def test_what_has_no_canonical_form_is_told(value: object) -> None:
    with pytest.raises(errors.NotCanonical):
        strict_json.canonical(value)


def test_a_value_that_holds_itself_has_no_canonical_form() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(errors.NotCanonical):
        strict_json.canonical(endless)


@settings(max_examples=300)
@given(general, st.data())
def test_the_reader_agrees_with_msgspec_about_damaged_texts(value: Any, data: st.DataObject) -> None:
    raw = bytearray(json.dumps(value, ensure_ascii=data.draw(st.booleans())).encode())
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    try:
        ours = strict_json.read(bytes(raw), profile="json")
    except errors.VerifyError:
        return
    # What we take, the other reader takes and sees the same in it; the other way round we refuse more.
    assert ours == msgspec.json.decode(bytes(raw))


@settings(max_examples=300)
@given(st.binary(max_size=40) | st.text(max_size=20).map(str.encode))
def test_nothing_but_named_errors_comes_out(raw: bytes) -> None:
    for profile in PROFILES:
        assert _code(lambda given, profile=profile: strict_json.read(given, profile=profile), raw) != "unreadable"


@given(plain)
def test_the_quick_look_at_texts_finds_what_the_reader_finds(value: Any) -> None:
    raw = strict_json.canonical(value)
    assert _code(strict_json.refuse_texts_of_canonical, raw) == _code(strict_json.read, raw)


@pytest.mark.parametrize("name", [name for name, (_, error) in REFUSED.items() if error in _TEXT_ERRORS])
def test_the_quick_look_at_texts_refuses_the_same(name: str) -> None:
    raw, expected = REFUSED[name]
    with pytest.raises(expected):
        strict_json.refuse_texts_of_canonical(strict_json.canonical(json.loads(raw)))


def _code(function: Any, raw: bytes) -> str | None:
    try:
        function(raw)
    except errors.VerifyError as error:
        return error.code
    return None


def test_the_quick_look_at_texts_sees_every_character() -> None:
    # Every character below U+0300 and every 97th beyond, among others and after a letter that it may compose with.
    for point in (*range(0x20, 0x300), *range(0x300, 0xD800, 97), *range(0xE000, 0x110000, 97)):
        raw = strict_json.canonical({"a": f"Torget ä a{chr(point)}"})
        assert _code(strict_json.refuse_texts_of_canonical, raw) == _code(strict_json.read, raw), f"U+{point:04X}"


def test_the_quick_look_at_a_text_lets_nothing_pass() -> None:
    for point in (*range(0x3000), *range(0x3000, 0x110000, 61)):
        text = f"ä{chr(point)}"
        passes = _code(lambda raw, text=text: strict_json.check_text(text, "$"), b"") is None
        forbidden = strict_json._FORBIDDEN.search(text) or 0xD800 <= point < 0xE000
        assert passes == (not forbidden and unicodedata.is_normalized("NFC", text)), f"U+{point:04X}"
