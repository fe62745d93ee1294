"""Other spellings of a good certificate and of a good code, with the reason that has to be given for each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import cbor2

NAME = "Lindhamra Centrum"
# One of each kind that SPEC.md 2.1 names, and the ends of its ranges.
FORBIDDEN = (
    *(0x7F, 0x80, 0x9F, 0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069),
    *(0xFEFF, 0xFFF9, 0xFFFB, 0xE0000, 0xE007F, 0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF),
)


def same(good: bytes) -> Iterator[tuple[str, bytes]]:
    """The same value, spelled otherwise."""
    value = json.loads(good)
    yield "in one line", good
    yield "indented", json.dumps(value, indent=2, ensure_ascii=False).encode()
    yield "indented by tabs", json.dumps(value, indent="\t", ensure_ascii=False).encode()
    yield "escaped to ASCII", json.dumps(value).encode()
    yield "with its keys in another order", json.dumps(dict(reversed(value.items()))).encode()
    yield "with white space before", b" \t\r\n" + good
    yield "with white space after", good + b"\n\n"
    yield "with an escaped letter", good.replace(b"Torget 1", b"\\u0054orget 1")
    yield "with an escaped slash", good.replace(b"https://", b"https:\\/\\/")
    yield "with a key that is escaped", good.replace(b'"validUntil"', b'"valid\\u0055ntil"')


def unreadable(good: bytes) -> Iterator[tuple[str, bytes, str]]:
    """What is not one strict value."""

    def named(text: str) -> bytes:
        return good.replace(NAME.encode(), text.encode())

    yield "nothing but white space", b" \n ", "empty"
    yield "a byte order mark", b"\xef\xbb\xbf" + good, "byte-order-mark"
    yield "Latin-1", good.decode().encode("latin-1", "replace"), "not-utf8"
    yield "an overlong slash", good.replace(b"/", b"\xc0\xaf", 1), "not-utf8"
    yield (
        "a surrogate in UTF-8",
        named("\ud800".encode("utf-8", "surrogatepass").decode("latin-1")).decode().encode("latin-1"),
        "not-utf8",
    )
    yield "UTF-16", good.decode().encode("utf-16"), "not-utf8"
    yield "cut in half", good[: len(good) // 2], "not-json"
    yield "without its last brace", good[:-1], "not-json"
    yield "two of them", good + good, "not-json"
    yield "a comma too many", good[:-1] + b",}", "not-json"
    yield "a comment", b"/* good */" + good, "not-json"
    yield "single quotation marks", good.replace(b'"', b"'"), "not-json"
    yield "a bare key", good.replace(b'"validUntil"', b"validUntil"), "not-json"
    yield "NaN", _with(good, b"NaN"), "not-json"
    yield "Infinity", _with(good, b"-Infinity"), "not-json"
    yield "a leading zero", _with(good, b"01"), "not-json"
    yield "a plus", _with(good, b"+1"), "not-json"
    yield "a hexadecimal number", _with(good, b"0x1"), "not-json"
    yield "a number that ends in a point", _with(good, b"1."), "not-json"
    yield "True", _with(good, b"True"), "not-json"
    yield "a form feed between", good[:1] + b"\x0c" + good[1:], "not-json"
    yield "a no-break space between", good[:1] + "\u00a0".encode() + good[1:], "not-json"
    yield "a line end within a text", named("Lind\nhamra"), "not-json"
    yield "a tab within a text", named("Lind\thamra"), "not-json"
    yield "an escape that is none", named("\\x41"), "not-json"
    yield "three digits of an escape", named('\\u123"'), "not-json"
    yield "a key twice", good.replace(b'{"@context"', b'{"validUntil":"x","@context"', 1), "duplicate-key"
    yield "a key twice, deep inside", good.replace(b'"title":{', b'"title":{"en":"x",', 1), "duplicate-key"
    yield "a key twice, once escaped", good.replace(b'"validUntil"', b'"valid\\u0046rom"'), "duplicate-key"
    yield "half of a surrogate pair", named("\\ud83d"), "lone-surrogate"
    yield "the other half", named("\\udfd9"), "lone-surrogate"
    yield "a pair in the wrong order", named("\\udfd9\\ud83d"), "lone-surrogate"
    yield "an escaped control character", named("\\u0007"), "forbidden-character"
    yield "an escaped NUL", named("\\u0000"), "forbidden-character"
    yield "letters with their accents apart", named("Linda\u030a"), "not-normalised"
    yield "a letter that has another form", named("\u212b"), "not-normalised"
    yield "a key with its accent apart", good.replace(b'"validUntil"', '"valida\u030a"'.encode()), "not-normalised"
    for character in FORBIDDEN:
        yield f"U+{character:04X} within a text", named(f"Lind{chr(character)}hamra"), "forbidden-character"
    yield "an array around it", b"[" + good + b"]", "wrong-type"
    yield "a text alone", b'"certificate"', "wrong-type"
    yield "a number alone", b"1", "wrong-type"
    yield "an empty object", b"{}", "missing-field"


def of_no_kind(good: bytes) -> Iterator[tuple[str, bytes, str]]:
    """Values that JSON has and a certificate has not."""
    yield "a fraction", _with(good, b"1.5"), "bad-number"
    yield "a fraction that is whole", _with(good, b"1.0"), "bad-number"
    yield "an exponent", _with(good, b"1e3"), "bad-number"
    yield "minus zero", _with(good, b"-0"), "bad-number"
    yield "two to the 53rd", _with(good, b"9007199254740992"), "bad-number"
    yield "minus two to the 53rd", _with(good, b"-9007199254740992"), "bad-number"
    yield "a hundred digits", _with(good, b"9" * 100), "bad-number"
    yield "null", _with(good, b"null"), "null-value"
    yield "33 arrays in each other", _with(good, b"[" * 33 + b"]" * 33), "too-deep"
    yield "32 levels of objects below the first", _with(good, b'{"a":' * 32 + b"1" + b"}" * 32), "too-deep"


def _with(good: bytes, value: bytes) -> bytes:
    """The certificate with a field more, that holds this."""
    return b'{"a":' + value + b"," + good[1:]


def of_code(good: str) -> Iterator[tuple[str, str, str]]:
    """Spellings of a code that are none."""
    address, digits = good.split("#1")
    yield "a code in upper case", good.upper(), "not-a-code"
    yield "a code of layout 2", f"{address}#2{digits}", "not-a-code"
    yield "a code with a leading zero", f"{address}#10{digits}", "not-a-code"
    yield "a code without digits", f"{address}#1", "not-a-code"
    yield "a code with a query", good.replace("#", "?lang=sv#"), "bad-certificate-number"
    yield "a code with something after it", good + "x", "not-a-code"
    yield "a code with a line end after it", good + "\n", "not-a-code"
    yield "a code with Arabic digits", f"{address}#1\u0661{digits[1:]}", "not-a-code"
    yield "a code without https", good.replace("https:", "http:"), "not-a-code"
    yield "a code at another path", good.replace("/v/", "/w/"), "not-a-code"
    yield "a code with a path before", good.replace("/v/", "/a/v/"), "not-a-code"
    yield "a code of somebody at a host", good.replace("https://", "https://user@"), "bad-address"
    yield "a code of a host in capitals", good.replace("intyg", "Intyg"), "bad-address"
    yield "a code of a host that cannot be", good.replace("intyg.", "intyg..", 1), "bad-address"
    yield "a code of a host that ends in a dot", good.replace(".example/", ".example./"), "bad-address"
    yield "a code of a host with port 0", good.replace(".example/", ".example:0/"), "bad-address"
    yield "a code of a host with a port of six digits", good.replace(".example/", ".example:123456/"), "bad-address"
    yield "a code of localhost by https", good.replace("intyg.platscert.example", "localhost"), "not-a-code"
    yield "a code of another host", good.replace("intyg.", "falsk.", 1), "wrong-host"
    yield "a code of a host with a port", good.replace(".example/", ".example:8443/"), "wrong-host"
    yield "a code of a number that is none", good.replace("T6PW-4", "T6PW-5"), "bad-certificate-number"
    yield "a code of a number in small letters", good.replace("8H3K-T6PW-4", "8h3k-t6pw-4"), "bad-certificate-number"
    yield "a code of 1401 characters", f"{address}#1" + "1" * (1401 - len(address) - 2), "too-large"
    yield "a code whose digits begin with another byte", f"{address}#1{2 * int(digits)}", "not-a-code"
    yield "a code of one digit", f"{address}#11", "not-cbor"
    yield "a code with a digit less", good[:-1], "not-a-code"
    yield "a code with its last digit another", good[:-1] + str((int(good[-1]) + 1) % 10), "signature-mismatch"


def of_claims(good: dict[int, Any]) -> Iterator[tuple[str, bytes, str]]:
    """Claims that are refused although they are well signed."""
    own = good[-65537]

    def whole(change: dict[int, Any]) -> bytes:
        return cbor2.dumps({name: value for name, value in {**good, **change}.items() if value is not ...})

    def part(name: int, value: object) -> bytes:
        return cbor2.dumps(
            {**good, -65537: {key: item for key, item in {**own, name: value}.items() if item is not ...}}
        )

    raw = cbor2.dumps(good)
    for claim in (2, 4, 6, -65537):
        yield f"claims without {claim}", whole({claim: ...}), "not-cbor"
    for name in own:
        yield f"claims without part {name}", part(name, ...), "not-cbor"
        yield f"claims with a truth as part {name}", part(name, True), "not-cbor"
    yield "claims with one more", whole({7: b"id"}), "not-cbor"
    yield "claims with an eighth part", part(8, "more"), "not-cbor"
    yield "claims with a number as number", whole({2: 7}), "not-cbor"
    yield "claims with a text as end", whole({4: "later"}), "not-cbor"
    yield "claims with one list only", part(3, [1]), "not-cbor"
    yield "claims with seven bytes of issuer", part(4, bytes(7)), "not-cbor"
    yield "claims with seventeen bytes of digest", part(5, bytes(17)), "not-cbor"
    yield "claims that end before 1970", whole({4: -1}), "bad-number"
    yield "claims with an index beyond 2**53", part(3, [1, 2**53]), "bad-number"
    yield "claims that begin before 1970", whole({5: -1}), "bad-number"
    yield "claims with a list of seven digits", part(3, [1_000_000, 1]), "bad-number"
    yield "claims with an index of eight digits", part(3, [1, 10_000_000]), "bad-number"
    yield "claims with a number that is none", whole({2: "8H3K-T6PW-5"}), "number-mismatch"
    yield "claims with a scheme's code of 41 characters", part(1, "a" * 41), "wrong-value"
    yield "claims with a level's code of 41 characters", part(6, "a" * 41), "wrong-value"
    yield "claims with a holder of 41 bytes", part(2, "a" + "Å" * 20), "wrong-value"
    yield "claims with a place of 41 bytes", part(7, "a" + "Å" * 20), "wrong-value"
    yield "claims with a byte after them", raw + b"\x00", "not-deterministic"
    yield "claims that repeat when they begin", whole({5: good[6]}), "not-deterministic"
    yield "claims in another order", cbor2.dumps(dict(reversed(good.items()))), "not-deterministic"
    yield "claims with a long zero", raw.replace(b"\xa5\x02", b"\xb8\x05\x02", 1), "not-deterministic"
    yield "claims with a long key", raw.replace(b"\xa5\x02", b"\xa5\x18\x02", 1), "not-deterministic"
    yield "claims with a key twice", b"\xa6" + raw[1:] + raw[1:14], "not-cbor"
    yield "claims that are cut", raw[:-3], "not-cbor"
    yield "claims with an empty holder", part(2, ""), "wrong-value"
    yield "claims with a direction mark", part(2, "Lind\u202ehamra"), "forbidden-character"
    yield "claims with accents apart", part(2, "Linda\u030a"), "not-normalised"
    yield "claims with a text that is not UTF-8", raw.replace("ö".encode(), b"\xff\xff"), "not-cbor"
