"""Is a file what it says it is? The types that are taken, told by their content and never by their name alone.

Taken are PDF, PNG, JPEG, plain text, CSV and GeoJSON. HTML, SVG and everything else that a browser might run are not,
whatever they are called. A file is looked at while it streams by: its first and last bytes, and for text all of it.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import AsyncIterable, AsyncIterator
from typing import TYPE_CHECKING

import puremagic

from certify.service.web.problems import Trouble
from verify import strict_json
from verify.errors import VerifyError

if TYPE_CHECKING:
    from collections.abc import Callable

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
TEXT, CSV, GEOJSON = "text/plain", "text/csv", "application/geo+json"
TAKEN: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    TEXT: (".txt",),
    CSV: (".csv",),
    GEOJSON: (".geojson", ".json"),
}
_WRITTEN = frozenset({TEXT, CSV, GEOJSON})
_HEAD, _TAIL = 4_096, 2_048
MOST_PIXELS = 100_000_000
MOST_SIDE = 30_000
MOST_GEOJSON = 10_000_000  # bytes; it is read as a whole
_GEOJSON_TYPES = frozenset({
    "FeatureCollection", "Feature", "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
})  # fmt: skip
# The frame headers of JPEG, which hold height and width; 0xC4, 0xC8 and 0xCC are something else (ITU T.81, table B.1).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")  # all but tab, line feed, form feed and carriage return
_MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php")


def claimed_type(content_type: str, name: str) -> str:
    """The type that a file claims, by its media type and its name. Raises the problem `file-type`."""
    ending = "." + name.rpartition(".")[2].lower() if "." in name else ""
    if content_type in {"", "application/octet-stream"} or (content_type == TEXT and ending == ".csv"):
        content_type = next((kind for kind, endings in TAKEN.items() if ending in endings), content_type)
    if content_type == "application/json" and ending in TAKEN[GEOJSON]:
        content_type = GEOJSON
    if content_type not in TAKEN:
        raise Trouble("file-type", f"taken are {', '.join(TAKEN)}")
    if ending not in TAKEN[content_type]:
        raise Trouble("file-type", f"a file of type {content_type} is called {' or '.join(TAKEN[content_type])}")
    return content_type


class Looked:
    """A stream of chunks that is looked at while it goes by; `judge` at its end says whether it is what it claims."""

    def __init__(self, chunks: AsyncIterable[bytes], claimed: str) -> None:
        self._chunks = chunks
        self._claimed = claimed
        self._head = b""
        self._tail = b""
        self._size = 0
        self._whole = bytearray() if claimed == GEOJSON else None
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The chunks as they come. Raises the problem `file-not-what-it-claims` as soon as it shows."""
        async for chunk in self._chunks:
            if chunk:
                self._look(chunk)
                yield chunk
        self.judge()

    def _look(self, chunk: bytes) -> None:
        first = not self._head
        self._size += len(chunk)
        if len(self._head) < _HEAD:
            self._head += chunk[: _HEAD - len(self._head)]
        self._tail = (self._tail + chunk)[-_TAIL:]
        if self._claimed in _WRITTEN:
            self._read_text(chunk)
        elif first and len(chunk) >= len(_SIGNATURES[self._claimed]):
            self._begins()
        if self._whole is not None:
            self._whole += chunk
            if len(self._whole) > MOST_GEOJSON:
                raise Trouble("too-large", f"GeoJSON of at most {MOST_GEOJSON} bytes")

    def _read_text(self, chunk: bytes) -> None:
        try:
            text = self._decoder.decode(chunk)
        except UnicodeDecodeError:
            raise _no("the text is not UTF-8") from None
        if _CONTROL.search(text):
            raise _no("the text holds control characters")

    def _begins(self) -> None:
        if not self._head.startswith(_SIGNATURES[self._claimed]):
            raise _no(f"it does not begin as {self._claimed} does{_looks_like(self._head)}")

    def judge(self) -> None:
        """Look at the whole, once it has gone by. Raises `empty`, `file-not-what-it-claims` or `file-damaged`."""
        if self._size == 0:
            raise Trouble("empty")
        if self._claimed in _WRITTEN:
            with contextlib.suppress(UnicodeDecodeError):
                self._decoder.decode(b"", final=True)
                _not_markup(self._head)
                if self._whole is not None:
                    _geojson(bytes(self._whole))
                return
            raise _no("the text ends in half a character")
        self._begins()
        _JUDGES[self._claimed](self._head, self._tail)


def _no(why: str) -> Trouble:
    return Trouble("file-not-what-it-claims", why)


def _looks_like(head: bytes) -> str:
    try:
        return f", and looks like {puremagic.from_string(head, mime=True)}"
    except (puremagic.PureError, ValueError, IndexError):
        return ""


def _not_markup(head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\f\v").lower()  # byte order marks and white space, in any order
    if start.startswith(_MARKUP) or start.startswith((b"%pdf-", b"\x89png")):
        raise _no("it begins as markup or as another type of file does")


def _pdf(_head: bytes, tail: bytes) -> None:
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise Trouble("file-damaged", "a PDF ends with startxref and %%EOF")


def _png(head: bytes, tail: bytes) -> None:
    if head[12:16] != b"IHDR" or len(head) < 33:
        raise Trouble("file-damaged", "a PNG begins with its header")
    _size(int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big"))
    if b"IEND\xaeB`\x82" not in tail:
        raise Trouble("file-damaged", "a PNG ends with IEND")


def _jpeg(head: bytes, tail: bytes) -> None:
    if b"\xff\xd9" not in tail:
        raise Trouble("file-damaged", "a JPEG ends with its end marker")
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker, length = head[at + 1], int.from_bytes(head[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            _size(int.from_bytes(head[at + 7 : at + 9], "big"), int.from_bytes(head[at + 5 : at + 7], "big"))
            return
        if marker == 0xDA or length < 2:
            break
        at += 2 + length


def _size(width: int, height: int) -> None:
    if not 0 < width <= MOST_SIDE or not 0 < height <= MOST_SIDE or width * height > MOST_PIXELS:
        raise Trouble("too-large", f"pictures of at most {MOST_PIXELS} pixels, {MOST_SIDE} on a side")


def _geojson(raw: bytes) -> None:
    """A GeoJSON object by its type (RFC 7946, 3), read as strictly as everything else."""
    try:
        value = strict_json.read_object(raw, max_bytes=MOST_GEOJSON, max_depth=20, profile="json")
    except VerifyError as error:
        raise _no(str(error)) from None
    if value.get("type") not in _GEOJSON_TYPES:
        raise _no("its type is none of GeoJSON's")


_SIGNATURES = {PDF: b"%PDF-", PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8\xff"}
_JUDGES: dict[str, Callable[[bytes, bytes], None]] = {PDF: _pdf, PNG: _png, JPEG: _jpeg}
