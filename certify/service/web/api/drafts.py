"""`/api/drafts`: applications while they are written."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.params import FromPath

from certify.core.dossier import Dossier
from certify.core.evidence import StoredCopy
from certify.service.web import drafting, files
from certify.service.web.access import who
from certify.service.web.api.cases import Acted, acted
from certify.service.web.bodies import chunks_of, file_name, if_match, read_json, read_query
from certify.service.web.declared import declare, json_answer, nothing
from certify.service.web.file_types import TAKEN
from certify.service.web.idempotency import fresh_id, once, remembered
from certify.service.web.permissions import APPLY, READ_DRAFTS, WRITE_DRAFTS
from certify.service.web.problems import Trouble
from certify.service.web.wired import wired

AnyRequest = Request[Any, Any, Any]


class FileQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file is called."""

    name: str


@get("/api/drafts", opt=declare(READ_DRAFTS, answer=tuple[drafting.Draft, ...]))
async def list_drafts(request: AnyRequest) -> Response[bytes]:
    """The drafts of the organisations that one acts for, last changed first."""
    return json_answer(await drafting.own_drafts(wired(request), who(request)))


@post(
    "/api/drafts",
    opt=declare(
        WRITE_DRAFTS,
        body=drafting.Begin,
        answer=drafting.Draft,
        status=201,
        problems=("not-found",),
        idempotent=True,
    ),
)
async def begin_draft(request: AnyRequest) -> Response[bytes]:
    """Begin a draft."""
    wanted, raw = await read_json(request, drafting.Begin)
    id_ = fresh_id(request, "begin-draft")

    async def effect() -> Response[bytes]:
        draft = await drafting.begin(wired(request), who(request), wanted, id_)
        return json_answer(draft, status=201, version=draft.version, headers={"location": f"/api/drafts/{draft.id}"})

    return await once(request, raw, effect)


@get("/api/drafts/{draft:str}", opt=declare(READ_DRAFTS, answer=drafting.Draft))
async def show_draft(request: AnyRequest, draft: FromPath[str]) -> Response[bytes]:
    """A draft. Its version stands in `ETag`."""
    shown = await drafting.show(wired(request), who(request), draft)
    return json_answer(shown, version=shown.version)


@put(
    "/api/drafts/{draft:str}",
    opt=declare(WRITE_DRAFTS, body=Dossier, answer=drafting.Draft, problems=("changed",), versioned=True),
)
async def save_draft(request: AnyRequest, draft: FromPath[str]) -> Response[bytes]:
    """Save the dossier of a draft; `If-Match` names the version that was read."""
    dossier, _ = await read_json(request, Dossier)
    version = if_match(request)
    if version is None:
        raise Trouble("bad-header", "If-Match names the version that you have read")
    saved = await drafting.save(wired(request), who(request), draft, dossier, version=version)
    return json_answer(saved, version=saved.version)


@delete("/api/drafts/{draft:str}", status_code=204, opt=declare(WRITE_DRAFTS, status=204, problems=("changed",)))
async def drop_draft(request: AnyRequest, draft: FromPath[str]) -> Response[None]:
    """Throw a draft away that was not handed in."""
    await drafting.drop(wired(request), who(request), draft)
    return nothing()


@get("/api/drafts/{draft:str}/check", opt=declare(READ_DRAFTS, answer=drafting.Checked))
async def check_draft(request: AnyRequest, draft: FromPath[str]) -> Response[bytes]:
    """What is wrong with a draft, and what an assessor would miss in it."""
    return json_answer(await drafting.check(wired(request), who(request), draft))


@post(
    "/api/drafts/{draft:str}/files",
    request_max_body_size=None,
    opt=declare(
        WRITE_DRAFTS,
        query=FileQuery,
        takes=tuple(TAKEN),
        answer=StoredCopy,
        status=201,
        problems=("file-type", "file-not-what-it-claims", "file-damaged", "empty", "too-large", "changed"),
    ),
)
async def add_file(request: AnyRequest, draft: FromPath[str]) -> Response[bytes]:
    """Hand in a file with a draft: its bytes are the body. A dossier names it by the digest that comes back."""
    here, principal = wired(request), who(request)
    name = file_name(read_query(request, FileQuery).name)
    chunks = chunks_of(request, here.settings.largest_file)
    file = await files.receive(here, principal, draft, name=name, content_type=request.content_type[0], chunks=chunks)
    return json_answer(file, status=201, headers={"location": f"/api/drafts/{draft}/files/{file.digest}"})


@get(
    "/api/drafts/{draft:str}/files/{digest:str}",
    opt=declare(READ_DRAFTS, gives="application/octet-stream", problems=("erased",)),
)
async def draft_file(request: AnyRequest, draft: FromPath[str], digest: FromPath[str]) -> Response[Any]:
    """A file of a draft, as a download."""
    here, principal = wired(request), who(request)
    file = await drafting.file_of_draft(here, principal, draft, digest)
    return await files.send(here, request, principal.body, file)


@post(
    "/api/drafts/{draft:str}/submit",
    opt=declare(APPLY, answer=Acted, status=201, problems=("refused", "changed"), idempotent=True, versioned=True),
)
async def hand_in(request: AnyRequest, draft: FromPath[str]) -> Response[bytes]:
    """Hand a draft in: it becomes a case, or completes the one that it was begun for."""
    remember = remembered(request, b"", f"hand-in/{draft}")
    done = await drafting.hand_in(wired(request), who(request), draft, version=if_match(request), remember=remember)
    return acted(done, status=201)


HANDLERS = (
    list_drafts,
    begin_draft,
    show_draft,
    save_draft,
    drop_draft,
    check_draft,
    add_file,
    draft_file,
    hand_in,
)
