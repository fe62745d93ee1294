"""How what a draft's forms say is kept: texts under the version that was read, files as they come, additions always."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from certify.service.web import drafting, files
from certify.service.web.access import who
from certify.service.web.bodies import file_name
from certify.service.web.pages.draft_forms import new_item
from certify.service.web.pages.forms import Fault, Form
from certify.service.web.problems import Trouble
from certify.service.web.wired import wired

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from litestar import Request
    from litestar.datastructures import UploadFile

    from certify.core.dossier import Dossier
    from certify.core.evidence import StoredCopy
    from certify.service.web.drafting import Draft

_PIECE = 1 << 18  # bytes of a file that are read at a time
_TRIES = 5  # when others save the same draft meanwhile


async def add_evidence(
    request: Request[Any, Any, Any], draft: str, criterion: str, form: Form, faults: list[Fault]
) -> None:
    """Add the attachment that was chosen under a criterion, if one was."""
    found: list[Fault] = []
    file = await keep_file(request, draft, form.files.get(f"file-{criterion}"), f"file-{criterion}", found)
    if not found and (file is not None or form.first(f"url-{criterion}")):

        def add(old: Dossier) -> Dossier:
            item = new_item(form, criterion, file, old, found)
            return msgspec.structs.replace(old, evidence=(*old.evidence, item)) if item is not None else old

        await change_draft(request, draft, add)
    faults += found


async def keep_file(
    request: Request[Any, Any, Any], draft: str, sent: UploadFile | None, field: str, faults: list[Fault]
) -> StoredCopy | None:
    """A file that was chosen in a form, kept; None where none was, or where it was not taken, which is a fault."""
    if sent is None or not sent.filename:
        return None
    try:
        return await files.receive(
            wired(request),
            who(request),
            draft,
            name=file_name(sent.filename.replace("\\", "/").rpartition("/")[2]),
            content_type="application/octet-stream",  # what it is, its name says and its content proves
            chunks=_pieces(sent),
        )
    except Trouble as trouble:
        if trouble.code in {"not-found", "changed"}:
            raise
        faults.append(Fault(field=field, message=f"wrong-file-{trouble.code}"))
    return None


async def _pieces(sent: UploadFile) -> AsyncIterator[bytes]:
    while piece := await sent.read(_PIECE):
        yield piece


async def save_read(request: Request[Any, Any, Any], draft: Draft, dossier: Dossier, form: Form) -> bool:
    """Save what a form says; False where somebody else has saved since the form was read."""
    version = form.first("version")
    read = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    try:
        await drafting.save(wired(request), who(request), draft.id, dossier, version=read)
    except Trouble as trouble:
        if trouble.code != "changed":
            raise
        return False
    return True


async def change_draft(request: Request[Any, Any, Any], draft: str, change: Callable[[Dossier], Dossier]) -> None:
    """Change a draft in a way that collides with nothing, whatever others save meanwhile."""
    for _ in range(_TRIES):
        now = await drafting.show(wired(request), who(request), draft)
        try:
            await drafting.save(wired(request), who(request), draft, change(now.dossier), version=now.version)
        except Trouble as trouble:
            if trouble.code != "changed":
                raise
            continue
        return
    raise Trouble("changed")
