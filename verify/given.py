"""What somebody hands to the command: a file of whatever kind, a pipe, the text of a code, or a number."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal, NamedTuple

from verify import number, pdf
from verify.errors import BadCertificateNumber, VerifyError

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
_MAX_FILE = 20_000_000
# How editors and shells mark what they save, and how to read it then. Nothing else in a code is ever tidied up.
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Refused(Exception):
    """Wrong use: what to tell the person."""


class Given(NamedTuple):
    """What is to be judged: the bytes of a certificate, the text of a code, or why there is neither.

    Of a number alone `text` is that number.
    """

    kind: Literal["certificate", "code", "nothing"]
    raw: bytes = b""
    text: str = ""
    reason: str = "no-code-found"


def recognise(text: str) -> Given:
    """The input by what it is: an address is a code, `-` standard input, anything else a file or a number.

    Raises Refused.
    """
    if "://" in text:
        return Given("code", text=text)
    if text == "-":
        return _of_bytes(_standard_input())
    path = Path(text)
    try:
        there, folder = bool(text) and path.exists(), bool(text) and path.is_dir()
    except (OSError, ValueError):  # a name too long, or with a NUL in it
        there, folder = False, False
    if folder:
        raise Refused(f"{text[:200]} is a folder; give a file")
    return _of_bytes(read_file(path)) if there else _of_name(text)


def read_file(path: Path) -> bytes:
    """What is in a file, or comes out of a pipe. Raises Refused where it cannot be read or never ends."""
    try:
        with path.open("rb") as file:
            raw = file.read(_MAX_FILE + 1)
    except (OSError, ValueError) as error:
        raise Refused(f"cannot read {str(path)[:200]}: {error}") from None
    return _not_too_much(raw, str(path))


def _standard_input() -> bytes:
    if sys.stdin is None:  # it was closed
        raise Refused("there is no standard input")
    return _not_too_much(sys.stdin.buffer.read(_MAX_FILE + 1), "standard input")


def _not_too_much(raw: bytes, name: str) -> bytes:
    if len(raw) > _MAX_FILE:
        raise Refused(f"{name[:200]} has more than {_MAX_FILE} bytes")
    return raw


def _of_name(text: str) -> Given:
    if "/v/" in text or "#1" in text:
        return Given("code", text=text)
    try:
        return Given("nothing", text=number.tidy(text), reason="address-only")
    except BadCertificateNumber:
        raise Refused(f"no such file: {text[:200]}") from None


def _of_bytes(raw: bytes) -> Given:
    if pdf.is_pdf(raw):
        try:
            return Given("certificate", raw=pdf.attached_certificate(raw))
        except VerifyError as error:
            return Given("nothing", reason=error.code)
    if raw.startswith(_PICTURES):
        return _of_picture(raw)
    if _text(raw[:200]).lstrip().startswith("http"):
        return Given("code", text=_text(raw).strip())
    return Given("certificate", raw=raw)


def _text(raw: bytes) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    return raw.decode("ascii", "replace")


def _of_picture(raw: bytes) -> Given:
    try:
        from verify.picture import code_text
    except ImportError:
        raise Refused("reading pictures needs two more packages: pip install 'certify[pictures]'") from None
    try:
        return Given("code", text=code_text(raw))
    except VerifyError:
        return Given("nothing")
