"""The signed certificate inside a certificate's PDF, where it lies as an attached file (ISO 19005-3, PDF/A-3).

No PDF reader: it looks for embedded file streams and takes the one that holds a credential. The page around it is
never judged; what is printed there may say anything, and only the signed bytes are checked. A file with two different
credentials is refused: which one another reader would show cannot be told.
"""

import re
import zlib

from verify.errors import NoCertificateFound, SeveralCertificates, TooLarge
from verify.strict_json import MAX_BYTES

MOST_ATTACHED = 40  # each is unpacked in turn; nobody's certificate has so many


def _name(text: str) -> bytes:
    """A pattern for a name in every spelling that it has: any of its characters may be `#` and two digits (7.3.5)."""
    spelled = (f"(?:{one}|#(?i:{ord(one):02x}))" for one in text)
    return ("/" + "".join(spelled) + r"(?![A-Za-z0-9#])").encode()


# Of one object the dictionary up to its stream (ISO 32000-2, 7.3.8); `/EmbeddedFiles` is the name tree and not meant.
_EMBEDDED = re.compile(_name("EmbeddedFile"))
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# Filters that this does not undo, or does not see (7.4.1): what lies behind them could be anything.
_OTHER = re.compile(
    rb"/(?:ASCII(?:Hex|85)|LZW|RunLength|CCITTFax|JBIG2|DCT|JPX)Decode|/Crypt\b|/Filter\s*\d+\s+\d+\s+R"
)
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY = 2_000  # bytes; far more than such a dictionary has
_END = b"endstream"


def is_pdf(raw: bytes) -> bool:
    """Whether the bytes begin as a PDF does."""
    return raw.startswith(b"%PDF-")


def attached_certificate(raw: bytes) -> bytes:
    """The bytes of the credential that is attached to a PDF.

    Raises `errors.NoCertificateFound`, `errors.SeveralCertificates` where two that differ are attached, or one and what
    may be another, and `errors.TooLarge` for more than `MOST_ATTACHED` attached files.
    """
    found: set[bytes] = set()
    closed = False
    for count, named in enumerate(_EMBEDDED.finditer(raw), 1):
        if count > MOST_ATTACHED:
            raise TooLarge(f"more than {MOST_ATTACHED} attached files")
        begin = raw.rfind(b"obj", max(0, named.start() - _DICTIONARY), named.start())
        stream = _STREAM.search(raw, named.end(), named.end() + _DICTIONARY)
        if begin < 0 or stream is None:
            continue
        dictionary = _ESCAPED.sub(lambda two: bytes.fromhex(two[1].decode()), raw[begin : stream.start()])
        if _OTHER.search(dictionary):
            closed = True
            continue
        content = _content(raw, stream.end(), packed=b"/FlateDecode" in dictionary)
        if content.lstrip().startswith(b"{") and b'"VerifiableCredential"' in content:
            found.add(content)
    if found and closed:
        raise SeveralCertificates("beside a certificate something is attached to the PDF that cannot be read here")
    if not found:
        raise NoCertificateFound("no certificate is attached to the PDF")
    if len(found) > 1:
        raise SeveralCertificates(f"{len(found)} different certificates are attached to the PDF")
    return found.pop()


def _content(raw: bytes, start: int, *, packed: bool) -> bytes:
    """What the stream holds, no more than a certificate may have and a byte, so that more is seen to be too much."""
    if not packed:
        end = raw.find(_END, start, start + MAX_BYTES + len(_END) + 2)
        return raw[start : end if end >= 0 else start + MAX_BYTES + 1].rstrip(b"\r\n")
    try:
        return zlib.decompressobj().decompress(raw[start : start + 2 * MAX_BYTES], MAX_BYTES + 1)
    except zlib.error:
        return b""
