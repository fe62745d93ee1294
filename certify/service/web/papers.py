"""Stored documents as they are shown: read, opened, and without what is nobody else's business."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from certify.core.documents import Content, Sealed, unseal
from certify.core.errors import Damaged
from certify.core.findings import Findings
from certify.core.plan import Improvement, Plan
from certify.service.store import documents
from certify.service.web.problems import Trouble, not_found

if TYPE_CHECKING:
    from certify.service.store.database import Database
    from certify.service.store.documents import DocumentRow


async def content_of(db: Database, body: str, digest: str) -> Content:
    """What a document says. Raises the problems `not-found` and `erased`, and Damaged where bytes and name disagree."""
    row = await documents.document(db, body, digest)
    if row is None:
        raise not_found()
    return opened(row)


async def improvements(db: Database, body: str, digest: str | None) -> tuple[Improvement, ...]:
    """What a plan of improvement says; nothing where there is none, or where it was erased."""
    if digest is None:
        return ()
    try:
        content = await content_of(db, body, digest)
    except Trouble:
        return ()
    return content.items if isinstance(content, Plan) else ()


async def contents_of(db: Database, body: str, digests: tuple[str, ...]) -> dict[str, Content]:
    """What several documents say, by name. Raises as `content_of`; one that is missing is damage."""
    rows = await documents.documents(db, body, digests)
    for digest in digests:
        if digest not in rows:
            raise Damaged(digest, "a case names a document that is not kept")
    return {digest: opened(row) for digest, row in rows.items()}


def opened(row: DocumentRow) -> Content:
    """The content of a stored document."""
    if row.raw is None or row.salt is None:
        raise Trouble("erased")
    return unseal(Sealed(digest=row.digest, kind=row.kind, salt=row.salt, raw=row.raw))  # type: ignore[arg-type]  # a Kind


def without_notes(content: Content) -> Content:
    """Findings without the assessor's own notes, which nobody else reads; anything else as it is."""
    if not isinstance(content, Findings):
        return content
    bare = tuple(msgspec.structs.replace(finding, note="") for finding in content.findings)
    return msgspec.structs.replace(content, findings=bare)
