"""The signed certificate inside a certificate's PDF, where it lies as an attached file (ISO 19005-3, PDF/A-3).

No PDF reader: it looks for embedded file streams and takes the one that holds a credential. The page around it is
never judged; what is printed there may say anything, and only the signed bytes are checked.
"""

import re
import zlib

from verify.errors import NotACode
from verify.strict_json import MAX_BYTES

# Of one object the dictionary up to its stream (ISO 32000-2, 7.3.8); `/EmbeddedFiles` is the name tree and not meant.
_EMBEDDED = re.compile(rb"/EmbeddedFile(?![A-Za-z])")
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY = 2_000  # bytes; far more than such a dictionary has
_END = b"endstream"


def is_pdf(raw: bytes) -> bool:
    """Whether the bytes begin as a PDF does."""
    return raw.startswith(b"%PDF-")


def attached_certificate(raw: bytes) -> bytes:
    """The bytes of the credential that is attached to a PDF. Raises `errors.NotACode` when there is none."""
    for found in _EMBEDDED.finditer(raw):
        begin = raw.rfind(b"obj", max(0, found.start() - _DICTIONARY), found.start())
        stream = _STREAM.search(raw, found.end(), found.end() + _DICTIONARY)
        if begin < 0 or stream is None:
            continue
        content = _content(raw, stream.end(), packed=b"/FlateDecode" in raw[begin : stream.start()])
        if content.lstrip().startswith(b"{") and b'"VerifiableCredential"' in content:
            return content
    raise NotACode("no certificate is attached to the PDF")


def _content(raw: bytes, start: int, *, packed: bool) -> bytes:
    if not packed:
        return raw[start : raw.find(_END, start)].rstrip(b"\r\n")
    try:
        return zlib.decompressobj().decompress(raw[start:], MAX_BYTES + 1)
    except zlib.error:
        return b""
