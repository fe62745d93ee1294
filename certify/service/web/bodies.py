"""Reading what was sent: strictly first, and only then as the type that the route needs.

Our JSON reader of `verify` goes before msgspec, which takes a doubled key in silence and gives up on deep nesting
(reliability.md 0.1, 0.4, 0.5). Everything that is wrong with content is told as a problem with a 4xx status.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote_to_bytes

import msgspec
from litestar.exceptions import InternalServerException

from certify.service.web.problems import Trouble, not_found
from verify import strict_json

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from litestar import Request

T = TypeVar("T")

MAX_JSON_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_QUERY = 2_000
_AT = re.compile(r" - at `([^`]*)`$")
_INTEGER = re.compile(r"[1-9][0-9]{0,8}\Z", re.ASCII)
_VERSION = re.compile(r'(?:W/)?"(0|[1-9][0-9]{0,8})"\Z', re.ASCII)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})  # control, direction, half characters, private, not assigned
_KEY = re.compile(r"[\x21-\x7e]{1,200}\Z")


async def body_bytes(request: Request[Any, Any, Any], limit: int = MAX_JSON_BYTES) -> bytes:
    """The whole body, at most `limit` bytes."""
    parts: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise Trouble("too-large", f"at most {limit} bytes")
            parts.append(chunk)
    except InternalServerException:
        raise Trouble("incomplete-body") from None
    return b"".join(parts)


async def chunks_of(request: Request[Any, Any, Any], limit: int) -> AsyncIterator[bytes]:
    """The body piece by piece, for what is too large to hold. An announced size over `limit` is refused at once."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced[:18]) > limit:
        raise Trouble("too-large", f"at most {limit} bytes")
    try:
        async for chunk in request.stream():
            yield chunk
    except InternalServerException:
        raise Trouble("incomplete-body") from None


async def read_json(request: Request[Any, Any, Any], kind: type[T], limit: int = MAX_JSON_BYTES) -> tuple[T, bytes]:
    """The body as this type, and its bytes. Only `application/json` in UTF-8 is taken."""
    media_type, parameters = request.content_type
    if media_type != "application/json" or parameters.get("charset", "utf-8").lower() != "utf-8":
        raise Trouble("media-type", "application/json is needed")
    raw = await body_bytes(request, limit)
    return as_type(strict_json.read(raw, max_bytes=limit, max_depth=MAX_DEPTH, profile="json"), kind), raw


def as_type(value: object, kind: type[T]) -> T:
    """A value as the type that is needed. Raises a problem that says where it differs (the first place)."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        message = str(error)
        at = _AT.search(message)
        fault = {"message": _AT.sub("", message), "pointer": pointer(at[1] if at else "$")}
        raise Trouble("not-as-described", message, errors=(fault,)) from None
    except (RecursionError, OverflowError):
        raise Trouble("not-as-described", "a value that cannot be held") from None


def pointer(path: str) -> str:
    """Msgspec's `$.dossier.evidence[0].date` as a JSON Pointer (RFC 6901)."""
    parts = re.findall(r"\.([^.\[\]]+)|\[([^\]]*)\]", path)
    return "".join("/" + (name or index).replace("~", "~0").replace("/", "~1") for name, index in parts)


def read_query(request: Request[Any, Any, Any], kind: type[T]) -> T:
    """The query as this struct: UTF-8, each name once, and no name that the struct does not have.

    An absent name gives the struct's default; a list is written with commas. Raises the problem `bad-query`.
    """
    raw: bytes = request.scope["query_string"]
    if len(raw) > MAX_QUERY:
        raise Trouble("bad-query", f"at most {MAX_QUERY} characters")
    values: dict[str, Any] = {}
    for pair in raw.split(b"&"):
        if not pair:
            continue
        name, _, value = (_text(part) for part in pair.partition(b"="))
        if name in values:
            raise Trouble("bad-query", f"{name} stands twice")
        values[name] = value
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}  # type: ignore[arg-type]  # a struct
    for name, value in values.items():
        if name not in fields:
            raise Trouble("bad-query", f"there is no parameter {name[:80]}")
        if str(fields[name].type).startswith("tuple"):
            values[name] = tuple(part for part in value.split(",") if part)
    try:
        return msgspec.convert(values, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Trouble("bad-query", str(error)) from None


def _text(raw: bytes) -> str:
    try:
        text = unquote_to_bytes(raw.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        raise Trouble("bad-query", "not UTF-8") from None
    if "\x00" in text:
        raise Trouble("bad-query", "U+0000")
    return text


def path_integer(text: str) -> int:
    """An integer in an address: ASCII digits, no sign, no leading zero; anything else is not found."""
    if not _INTEGER.match(text):
        raise not_found()
    return int(text)


def if_match(request: Request[Any, Any, Any]) -> int | None:
    """The version that the caller has seen, out of `If-Match` (RFC 9110, 13.1.1); None where none is said."""
    header = request.headers.get("if-match")
    if header is None or header.strip() == "*":
        return None
    found = _VERSION.match(header.strip())
    if found is None:
        raise Trouble("bad-header", 'If-Match holds one version in quotation marks, such as "7"')
    return int(found[1])


def idempotency_key(request: Request[Any, Any, Any]) -> str | None:
    """The `Idempotency-Key`, 1 to 200 printable ASCII characters; None where there is none."""
    header = request.headers.get("idempotency-key")
    if header is None:
        return None
    if not _KEY.match(header):
        raise Trouble("bad-header", "Idempotency-Key holds 1 to 200 printable characters without spaces")
    return header


def file_name(text: str) -> str:
    """The name of a file that is handed in: 1 to 200 visible characters, no path. Raises the problem `bad-query`."""
    if not 0 < len(text) <= 200 or any(unicodedata.category(sign) in _UNSEEN or sign in "/\\" for sign in text):
        raise Trouble("bad-query", "name holds the file's name: 1 to 200 visible characters, without a path")
    return text
