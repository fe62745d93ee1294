"""Bytes to a JSON value, and back, so that nobody can read two things from the same bytes.

Everything that is signed passes here before anything else looks at it. Two profiles:

- `certificate`: objects, arrays, strings, booleans and integers within plus or minus 2**53-1. No null, no floats.
  Texts hold no control, direction-changing or invisible character and are in Unicode normal form C.
- `json`: what people and programs post to the service. Null and finite floats too, and any text but NUL.

In both: at most `max_bytes`, UTF-8 without a byte order mark, at most `max_depth` levels, no key twice in one object
at any depth, no lone surrogate (RFC 8259, RFC 7493).
"""

import hashlib
import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Literal, NoReturn, TypeAlias

import msgspec
import rfc8785

from verify import errors

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | bool | None"
Profile = Literal["certificate", "json"]

MAX_BYTES = 1_000_000
MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1  # the largest integer that every JSON reader keeps exactly (RFC 7493, 2.2)

# A string with or without its end, or a bracket. The missing end matters: a pattern that insisted on one would try
# again from every quotation mark, which is quadratic in hostile input.
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}]', re.DOTALL)
_PRINTABLE_ASCII = bytes(range(0x20, 0x7F))
_FORBIDDEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters
    "\xad\u200b\u2060\ufeff"  # invisible: soft hyphen, zero width space, word joiner, byte order mark
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # these change the direction of the text around them
    "\u2028\u2029"  # line and paragraph separator
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # interlinear annotation, tags
    "\ufdd0-\ufdef\ufffe\uffff"  # no characters (and the last two of each plane, below)
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_COMPOSING = re.compile("[\u0300-\U0010ffff]")  # below U+0300 every text is in normal form C

_encode_sorted = msgspec.json.Encoder(order="sorted").encode


def read(
    raw: bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH, profile: Profile = "certificate"
) -> Value:
    """The one value that `raw` holds. Raises a leaf of `errors.Unreadable`, never anything else."""
    text = _text(raw, max_bytes)
    _refuse_depth(text, max_depth)
    strict = profile == "certificate"
    try:
        value: Value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_no_float if strict else _float,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        raise errors.NotJson(f"{error.msg} at character {error.pos}") from None
    _refuse_texts(value, "$", check_text if strict else _check_posted_text, null=not strict)
    return value


def read_object(
    raw: bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH, profile: Profile = "certificate"
) -> dict[str, Value]:
    """As `read`, for documents: the value is an object, or `errors.WrongType`."""
    value = read(raw, max_bytes=max_bytes, max_depth=max_depth, profile=profile)
    if not isinstance(value, dict):
        raise errors.WrongType("not an object at the top")
    return value


def canonical(value: object) -> bytes:
    """The RFC 8785 form of a value as `read` gives it. Raises `errors.NotCanonical` when there is none.

    msgspec's sorted encoding is thirty times faster than a JCS library and equals RFC 8785 where there is no float,
    no unsafe integer and no key outside of the basic plane (whose UTF-8 and UTF-16 orders differ); so these go the
    slow, general way.
    """
    try:
        if _is_plain(value):
            return _encode_sorted(value)
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # anything that it does not know, it refuses
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise errors.NotCanonical(str(error)) from None


def sha256_digest(raw: bytes) -> str:
    """`sha256:` and the 64 hexadecimal digits of the SHA-256 of `raw`: the spelling of all digests in documents."""
    return "sha256:" + hashlib.sha256(raw).hexdigest()


def check_text(text: str, where: str) -> None:
    """The text rules of the certificate profile: raises a leaf of `errors.Unreadable` that names `where`."""
    if text.isprintable() and (text.isascii() or _below_u0100(text)):
        return  # of these, what is forbidden cannot be printed, and everything is in normal form C
    if _SURROGATE.search(text):
        raise errors.LoneSurrogate(f"half of a surrogate pair in {where}")
    if found := _FORBIDDEN.search(text):
        raise errors.ForbiddenCharacter(f"U+{ord(found[0]):04X} in {where}")
    if not unicodedata.is_normalized("NFC", text):
        raise errors.NotNormalised(f"not in normal form C: {where}")


def refuse_texts_of_canonical(raw: bytes) -> None:
    """The text rules of the certificate profile over a whole document that is known to be in RFC 8785 form.

    The quick way to the answer of `read`, which is asked whenever anything unusual is seen. Most documents hold no
    character from U+0100 on and none from U+007F to U+00BF, and then there is nothing to look at; of others, deleting
    the printable ASCII leaves the few characters that are worth a look. Raises what `read` raises.
    """
    if b"\\" not in raw and b"\x7f" not in raw and b"\xc2" not in raw and _below_u0100(raw.decode()):
        return
    rest = raw.translate(None, _PRINTABLE_ASCII).decode()
    if (
        b"\\" in raw  # something is escaped: a quotation mark, or a control character
        or _FORBIDDEN.search(rest)
        or (_COMPOSING.search(rest) and not unicodedata.is_normalized("NFC", raw.decode()))
    ):
        read(raw, max_bytes=len(raw))


def _below_u0100(text: str) -> bool:
    try:
        text.encode("latin-1")  # which does not look at each character: Python knows how wide the widest one is
    except UnicodeEncodeError:
        return False
    return True


def _text(raw: bytes, max_bytes: int) -> str:
    if len(raw) > max_bytes:
        raise errors.TooLarge(f"{len(raw)} bytes, at most {max_bytes}")
    if raw.startswith(b"\xef\xbb\xbf"):
        raise errors.ByteOrderMark("a byte order mark stands first")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise errors.NotUtf8(f"{error.reason} at byte {error.start}") from None
    if not text.strip(" \t\r\n"):
        raise errors.Empty("nothing but white space")
    return text


def _refuse_depth(text: str, max_depth: int) -> None:
    # Counting brackets outside of strings: up to the first error in the grammar this is what any reader counts.
    if text.count("[") + text.count("{") <= max_depth:
        return
    depth = 0
    for token in _TOKEN.finditer(text):
        sign = token[0][0]
        if sign in "[{":
            depth += 1
            if depth > max_depth:
                raise errors.TooDeep(f"more than {max_depth} levels at character {token.start()}")
        elif sign in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    found = dict(pairs)
    if len(found) != len(pairs):
        [(twice, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise errors.DuplicateKey(repr(twice[:80]))
    return found


def _integer(digits: str) -> int:
    # Length first: turning ten thousand digits into an int is work that an attacker chooses.
    if len(digits) > 17 or digits == "-0" or not -MAX_INTEGER <= (number := int(digits)) <= MAX_INTEGER:
        raise errors.BadNumber(f"{digits[:24]} is no integer within plus or minus 2**53-1")
    return number


def _float(digits: str) -> float:
    number = float(digits)
    # Between 2**53 and 10**21 RFC 8785 would write it as an integer, which is then an unsafe one.
    if not math.isfinite(number) or MAX_INTEGER < abs(number) < 1e21:
        raise errors.BadNumber(f"{digits[:24]} is too large")
    return number


def _no_float(digits: str) -> NoReturn:
    raise errors.BadNumber(f"{digits[:24]} is not an integer")


def _no_constant(name: str) -> NoReturn:
    raise errors.NotJson(f"{name} is not JSON")


def _refuse_texts(value: Value, where: str, check: Callable[[str, str], None], *, null: bool) -> None:
    """Walk the value (its depth is bounded by now) and refuse what a text must not hold, and null."""
    if isinstance(value, str):
        check(value, where)
    elif isinstance(value, dict):
        for key, item in value.items():
            check(key, f"a key of {where}")
            _refuse_texts(item, f"{where}.{key}", check, null=null)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _refuse_texts(item, f"{where}[{index}]", check, null=null)
    elif value is None and not null:
        raise errors.NullValue(f"null at {where}")


def _check_posted_text(text: str, where: str) -> None:
    if _SURROGATE.search(text):
        raise errors.LoneSurrogate(f"half of a surrogate pair in {where}")
    if "\x00" in text:
        raise errors.ForbiddenCharacter(f"U+0000 in {where}")


def _is_plain(value: object) -> bool:
    kind = type(value)
    if kind is str or kind is bool:
        return True
    if kind is dict:
        return all(
            type(key) is str and (key.isascii() or max(key) < "\ud800") and _is_plain(item)
            for key, item in value.items()  # type: ignore[attr-defined]  # it is a dict
        )
    if kind is list or kind is tuple:
        return all(map(_is_plain, value))  # type: ignore[call-overload]  # it is a list or a tuple
    return kind is int and -MAX_INTEGER <= value <= MAX_INTEGER  # type: ignore[operator]  # it is an int
