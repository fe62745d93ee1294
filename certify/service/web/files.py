"""Evidence files in and out: streamed both ways, looked at when they come, checked against the digest when they go."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from litestar import Response
from litestar.response import Stream

from certify.core.evidence import StoredCopy
from certify.service.store import documents
from certify.service.web import drafting
from certify.service.web.file_types import TAKEN, Looked, claimed_type
from certify.service.web.problems import Trouble, not_found

if TYPE_CHECKING:
    from litestar import Request

    from certify.service.web.access import Principal
    from certify.service.web.wired import Wired

# A file is never shown within our pages: it is saved, and whatever still opens it gives it no rights at all.
SAVED_ONLY = {
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-cache",
    "x-content-type-options": "nosniff",
}


async def receive(
    here: Wired, principal: Principal, draft: str, *, name: str, content_type: str, chunks: AsyncIterable[bytes]
) -> StoredCopy:
    """Keep a file that is handed in with a draft.

    Raises the problems `not-found` (the draft), `file-type`, `file-not-what-it-claims`, `file-damaged`, `empty` and
    `too-large`; in all these cases nothing is kept.
    """
    if (await drafting.show(here, principal, draft)).case is not None:
        raise Trouble("changed", "the draft has been handed in")
    claimed = claimed_type(content_type, name)
    digest, size = await here.blobs.put(principal.body, Looked(chunks, claimed), max_bytes=here.settings.largest_file)
    row = documents.EvidenceRow(
        body=principal.body,
        digest=digest,
        size=size,
        media_type=claimed,
        stored_at=here.clock(),
        by=principal.person,
    )
    await documents.store_evidence(here.database, row)
    file = StoredCopy(digest=digest, name=name, media_type=claimed, size=size)
    await drafting.attach(here, principal, draft, file)
    return file


async def send(here: Wired, request: Request[Any, Any, Any], body: str, file: StoredCopy) -> Response[Any]:
    """A file as a download. Its last piece is sent only when all of them gave the digest (blobs.py)."""
    row = (await documents.evidence(here.database, body, (file.digest,))).get(file.digest)
    if row is None:
        raise not_found()
    if row.erased_at is not None:
        raise Trouble("erased")
    etag = f'"{file.digest}"'
    headers = SAVED_ONLY | {"etag": etag, "content-disposition": disposition(file.name)}
    if etag in request.headers.get("if-none-match", ""):
        return Response(None, status_code=304, headers=headers)
    pieces = here.blobs.open(body, file.digest)
    first = await anext(pieces)
    media_type = file.media_type if file.media_type in TAKEN else "application/octet-stream"
    headers["content-length"] = str(row.size)
    return Stream(_all(first, pieces), media_type=media_type, headers=headers)


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if first:
        yield first
    async for piece in rest:
        yield piece


def disposition(name: str) -> str:
    """`Content-Disposition` that saves under that name (RFC 6266, 4.3; RFC 8187)."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._- ") else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
