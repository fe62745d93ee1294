"""The certificate that lies in a PDF."""

import random
import zlib

import pytest
import typst

from tests.verify import made
from verify import pdf, verify
from verify.errors import NoCertificateFound, SeveralCertificates, TooLarge, VerifyError
from verify.status import Statuses
from verify.status import read as read_status
from verify.strict_json import MAX_BYTES

RAW = made.certificate_bytes()


def _object(dictionary: bytes, content: bytes, line: bytes = b"\n") -> bytes:
    return b"4 0 obj\n<< " + dictionary + b" >>\nstream" + line + content + b"\nendstream\nendobj\n"


def _pdf(*objects: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Names << /EmbeddedFiles 2 0 R >> >>\nendobj\n" + b"".join(objects) + b"%%EOF\n"


def verified(raw: bytes) -> str:
    trust = made.trust_list()
    lists = Statuses(read_status(one, trust) for one in made.status_bytes())
    return verify(raw, trust=trust, status=lists, at=made.NOON).verdict


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
        _pdf(*[_object(b"/Type /EmbeddedFile /Filter /FlateDecode", zlib.compress(b" " * 9_000_000))] * 39),  # many
    ],
)
def test_a_pdf_without_one(raw: bytes) -> None:
    with pytest.raises(NoCertificateFound):
        pdf.attached_certificate(raw)


def test_the_same_certificate_twice_is_one_and_two_that_differ_are_none() -> None:
    one = _object(b"/Type /EmbeddedFile", RAW)
    packed = _object(b"/Type /EmbeddedFile /Filter /FlateDecode", zlib.compress(RAW))
    assert pdf.attached_certificate(_pdf(one, packed)) == RAW
    other = _object(b"/Type /EmbeddedFile", RAW.replace(b"Lindhamra", b"Lindhemra"))
    for whole in (_pdf(one, other), _pdf(other, one), _pdf(one) + other):  # the last as an update appends it
        with pytest.raises(SeveralCertificates, match="2 different"):
            pdf.attached_certificate(whole)


@pytest.mark.parametrize(
    "hidden",
    [
        _object(b"/Type /Embedded#46ile", RAW.replace(b"Lindhamra", b"Lindhemra")),
        _object(b"/Type /#45mbeddedFil#65 /Filter /Fl#61teDecode", zlib.compress(RAW.replace(b"Lind", b"Lund"))),
        _object(b"/Type /EmbeddedFile /Filter /ASCIIHexDecode", RAW.hex().encode()),
        _object(b"/Type /EmbeddedFile /Filter [ /ASCII#38#35Decode /FlateDecode ]", b"x"),
        _object(b"/Type /EmbeddedFile /Filter 9 0 R", zlib.compress(RAW)),
        _object(b"/Type /EmbeddedFile /Filter /Crypt", RAW),
    ],
)
def test_a_second_one_that_another_reader_would_show_does_not_hide(hidden: bytes) -> None:
    one = _object(b"/Type /EmbeddedFile", RAW)
    for whole in (_pdf(one, hidden), _pdf(hidden, one)):
        with pytest.raises(SeveralCertificates):
            pdf.attached_certificate(whole)


def test_more_attachments_than_anybody_has_are_not_looked_through() -> None:
    empty = _object(b"/Type /EmbeddedFile", b"{}")
    assert (
        pdf.attached_certificate(_pdf(*[empty] * (pdf.MOST_ATTACHED - 1), _object(b"/Type /EmbeddedFile", RAW))) == RAW
    )
    with pytest.raises(TooLarge, match="attached files"):
        pdf.attached_certificate(_pdf(*[empty] * 100_000))


def test_what_is_too_much_is_seen_to_be_too_much() -> None:
    long = b'{"VerifiableCredential"' + b" " * (3 * MAX_BYTES)
    for content, named in ((long, b""), (zlib.compress(long), b" /Filter /FlateDecode")):
        taken = pdf.attached_certificate(_pdf(_object(b"/Type /EmbeddedFile" + named, content)))
        assert len(taken) + 22 > MAX_BYTES
        assert len(taken) <= MAX_BYTES + 1


def test_a_changed_pdf_gives_the_certificate_or_a_named_reason() -> None:
    """Bytes changed, cut out, doubled and cut off, anywhere: never another failure, never more than was attached."""
    chance = random.Random(20261123)
    whole = _pdf(
        _object(b"/Type /EmbeddedFile", b"{}"),
        _object(b"/Length 9 /Type/EmbeddedFile /Filter /FlateDecode", zlib.compress(RAW)),
    )
    given: dict[str, int] = {}
    for _ in range(600):
        at, span = chance.randrange(len(whole)), chance.choice((1, 1, 2, 30))
        edits = (
            whole[:at] + chance.randbytes(span) + whole[at + span :],
            whole[:at] + whole[at + span :],
            whole[:at] + whole[at : at + span] * 2 + whole[at + span :],
            whole[:at],
        )
        try:
            taken = pdf.attached_certificate(chance.choice(edits))
        except VerifyError as error:
            given[error.code] = given.get(error.code, 0) + 1
            continue
        name = "whole" if taken == RAW else "changed"
        assert name == "whole" or verified(taken) != "valid"
        given[name] = given.get(name, 0) + 1
    assert given["whole"] > 10
    assert given["no-certificate-found"] > 100
