"""What is posted to the endpoint: a certificate (JSON or PDF), a code (text or picture), or a form with one of them."""

from __future__ import annotations

import asyncio
from importlib import import_module
from importlib.util import find_spec
from typing import Literal

from litestar.datastructures import UploadFile
from litestar.exceptions import HTTPException

from verify import pdf
from verify.endpoint.answers import Asking
from verify.errors import NoCertificateFound, NotACode, SeveralCertificates, TooLarge

MAX_CERTIFICATE = 1_000_000  # bytes
MAX_CODE = 4_096
MAX_PICTURE = 8_000_000
MAX_PDF = 8_000_000

_CERTIFICATES = frozenset(
    {"application/json", "application/vc", "application/vc+json", "application/ld+json", "application/vc+ld+json"}
)
_PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})
_PICTURE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")

# Everything before the certificate itself is looked at: which kind it is, or why it cannot be taken.
_Kind = Literal["certificate", "code", "pdf", "picture"]


class NotTaken(Exception):
    """What was posted cannot be looked at; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Posted:
    """Takes in what is posted."""

    def __init__(self) -> None:
        self.pictures = find_spec("zxingcpp") is not None and find_spec("PIL") is not None
        self._one_picture = asyncio.Semaphore(1)  # so that many at once do not take all memory and every thread

    async def take(self, request: Asking) -> str | bytes:
        """The text of a code, or the bytes of a certificate. Raises `NotTaken` and `errors.TooLarge`."""
        kind, raw = await self._posted(request)
        if kind == "picture":
            return await self._code_in(raw)
        if kind == "pdf":
            return await self._certificate_in(raw)
        return raw.decode(errors="replace").strip() if kind == "code" else raw

    async def _posted(self, request: Asking) -> tuple[_Kind, bytes]:
        """What kind of thing was posted, and its bytes. Raises `NotTaken` and `errors.TooLarge`."""
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media in _CERTIFICATES:
            return "certificate", await _body(request, MAX_CERTIFICATE)
        if media == "text/plain":
            return "code", await _body(request, MAX_CODE)
        if media == "application/pdf":
            return "pdf", await _body(request, MAX_PDF)
        if media in _PICTURES and self.pictures:
            return "picture", await _body(request, MAX_PICTURE)
        if media not in ("multipart/form-data", "application/x-www-form-urlencoded"):
            raise NotTaken("media-type")
        raw = await _field(request)
        if raw.startswith(_PICTURE_STARTS):
            if not self.pictures:
                raise NotTaken("media-type")
            return "picture", raw
        if pdf.is_pdf(raw):
            return "pdf", raw
        if raw.lstrip()[:4] == b"http":
            _refuse_longer(raw, MAX_CODE)
            return "code", raw
        _refuse_longer(raw, MAX_CERTIFICATE)
        return "certificate", raw

    async def _code_in(self, picture: bytes) -> str:
        """The text of the code in a picture. Raises `NotTaken` and `errors.TooLarge`."""
        try:
            async with self._one_picture:
                text: str = await asyncio.to_thread(import_module("verify.picture").code_text, picture)
        except NotACode:
            raise NotTaken("no-code-found") from None
        return text

    async def _certificate_in(self, document: bytes) -> bytes:
        """The signed certificate that lies in a PDF. Raises `NotTaken` and `errors.TooLarge`."""
        try:
            return await asyncio.to_thread(pdf.attached_certificate, document)
        except (NoCertificateFound, SeveralCertificates) as error:
            raise NotTaken(error.code) from None


async def _body(request: Asking, limit: int) -> bytes:
    """The body, read no further than `limit` bytes. Raises `errors.TooLarge` and `NotTaken`."""
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise TooLarge(f"at most {limit} bytes")
            parts.append(part)
    except HTTPException as error:
        raise NotTaken("too-large" if error.status_code == 413 else "bad-request") from None
    raw = b"".join(parts)
    if not raw.strip():
        raise NotTaken("empty")
    return raw


async def _field(request: Asking) -> bytes:
    """What a form brings: the file in `file`, or the text in `text`. Raises `NotTaken`."""
    try:
        form = await request.form()
    except HTTPException as error:
        raise NotTaken("too-large" if error.status_code == 413 else "bad-request") from None
    except (LookupError, ValueError):  # a part in an encoding that there is not, or that it is not in
        raise NotTaken("bad-request") from None
    given = form.get("file") or form.get("text")
    raw = await given.read() if isinstance(given, UploadFile) else str(given or "").encode()
    if not raw.strip():
        raise NotTaken("empty")
    return raw


def _refuse_longer(raw: bytes, limit: int) -> None:
    if len(raw) > limit:
        raise TooLarge(f"at most {limit} bytes")
