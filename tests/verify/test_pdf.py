"""The certificate that lies in a PDF."""

import zlib

import pytest
import typst

from tests.verify import made
from verify import pdf
from verify.errors import NotACode

RAW = made.certificate_bytes()


def _object(dictionary: bytes, content: bytes, line: bytes = b"\n") -> bytes:
    return b"4 0 obj\n<< " + dictionary + b" >>\nstream" + line + content + b"\nendstream\nendobj\n"


def _pdf(*objects: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Names << /EmbeddedFiles 2 0 R >> >>\nendobj\n" + b"".join(objects) + b"%%EOF\n"


def test_a_pdf_as_our_typesetter_writes_it() -> None:
    source = b'#set page(width: 2cm, height: 2cm)\n#pdf.attach("/certificate.json", bytes(sys.inputs.raw))\n'
    written = typst.compile(source, sys_inputs={"raw": RAW.decode()}, format="pdf")
    assert isinstance(written, bytes)
    assert pdf.is_pdf(written)
    assert pdf.attached_certificate(written) == RAW


@pytest.mark.parametrize("line", [b"\n", b"\r\n"])
def test_packed_or_not(line: bytes) -> None:
    plain = _object(b"/Type /EmbeddedFile /Length 9", RAW, line)
    packed = _object(b"/Length 9 /Filter /FlateDecode /Type/EmbeddedFile", zlib.compress(RAW), line)
    for whole in (_pdf(plain), _pdf(packed), _pdf(packed, plain)):
        assert pdf.attached_certificate(whole) == RAW


def test_other_attachments_are_passed_over() -> None:
    picture = _object(b"/Type /EmbeddedFile", b"\x89PNG")
    data = _object(b"/Type /EmbeddedFile", b'{"a":1}')
    broken = _object(b"/Type /EmbeddedFile /Filter /FlateDecode", b"not packed")
    assert pdf.attached_certificate(_pdf(picture, data, broken, _object(b"/Type /EmbeddedFile", RAW))) == RAW


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7\n%%EOF\n",
        _pdf(),
        _pdf(_object(b"/Type /Page", RAW)),
        _pdf(_object(b"/Type /EmbeddedFile", b"")),
        b"%PDF-1.7 /EmbeddedFile stream\n" + RAW,  # of no object
        b"%PDF-1.7 1 0 obj << /Type /EmbeddedFile >> endobj",  # with no stream
        _pdf(_object(b"/Type /EmbeddedFile /Filter /FlateDecode", zlib.compress(b" " * 50_000_000))),  # a bomb
    ],
)
def test_a_pdf_without_one(raw: bytes) -> None:
    with pytest.raises(NotACode):
        pdf.attached_certificate(raw)
