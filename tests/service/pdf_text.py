"""The text of a PDF as a reader takes it out: from its content streams and the ToUnicode tables of its fonts.

It reads what our typesetter writes (ISO 32000-2, 9.4.3 and 9.10.3; no object streams, two-byte codes) and fails on
anything else, so that nothing is overlooked.
"""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(?s)(?:^|\n)(\d+) 0 obj\s(.*?)\nendobj")
_HEX = rb"<[0-9A-Fa-f]*>"
# Brackets that come in pairs need no backslash (ISO 32000-2, 7.3.4.2); a line of text has no more than one in another.
_LITERAL = rb"\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)"
_DICTIONARY = rb"<<(?:" + _LITERAL + rb"|" + _HEX + rb"|[^<>()])*>>"
# Outside of dictionaries every string is shown: those of Tj and TJ.
_TOKEN = re.compile(
    rb"(?s)(" + _DICTIONARY + rb")|(" + _LITERAL + rb"|" + _HEX + rb")|/(f\d+) [\d.]+ Tf|\b(ET|EMC)\b",
)
_SAID = re.compile(rb"(?s)/ActualText(" + _LITERAL + rb"|" + _HEX + rb")")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(raw: bytes) -> list[str]:
    """Every line of every page, in the order in which it is set."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(raw)}
    lines: list[str] = []
    for page in (one for one in objects.values() if b"/Type/Page/" in one):
        resources = objects[_reference(page, b"Resources")]
        named = re.search(rb"/Font<<(.*?)>>", resources)
        assert named is not None
        fonts = {
            name: _unicode(objects[_reference(objects[int(number)], b"ToUnicode")])
            for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", named[1])
        }
        lines += _lines(_stream(objects[_reference(page, b"Contents")]), fonts)
    return lines


def _lines(content: bytes, fonts: dict[bytes, dict[int, str]]) -> list[str]:
    lines, line, drawn, font = [], "", "", b""
    said: str | None = None  # what a reader takes in place of the letters until the next EMC
    for dictionary, string, name, end in _TOKEN.findall(content):
        font = name or font
        if found := _SAID.search(dictionary):
            raw = _codes(found[1])
            said = raw[2:].decode("utf-16-be") if raw.startswith(b"\xfe\xff") else raw.decode("ascii")
            drawn = ""
        codes = _codes(string)
        assert len(codes) % 2 == 0
        text = "".join(fonts[font][int.from_bytes(codes[at : at + 2], "big")] for at in range(0, len(codes), 2))
        line, drawn = (line, drawn + text) if said is not None else (line + text, drawn)
        if end == b"EMC" and said is not None:
            assert sorted(said.replace("\u200b", "")) == sorted(drawn.replace("\u200b", "")), "read, but not drawn"
            line, said = line + said, None
        if end == b"ET":
            lines.append(line)
            line = ""
    return lines


def _codes(string: bytes) -> bytes:
    if string.startswith(b"<"):
        return bytes.fromhex(string[1:-1].decode())
    return re.sub(rb"(?s)\\([0-7]{3}|.)", _unescaped, string[1:-1])


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8)]) if len(found[1]) == 3 else _ESCAPES.get(found[1], found[1])


def _unicode(table: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", _stream(table).partition(b"endcodespacerange")[2])
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _reference(dictionary: bytes, key: bytes) -> int:
    found = re.search(rb"/" + key + rb" (\d+) 0 R", dictionary)
    assert found is not None, (key, dictionary[:200])
    return int(found[1])


def _stream(content: bytes) -> bytes:
    dictionary, _, rest = content.partition(b"stream\n")
    packed = rest[: rest.rindex(b"endstream")]
    return zlib.decompress(packed) if b"/FlateDecode" in dictionary else packed
