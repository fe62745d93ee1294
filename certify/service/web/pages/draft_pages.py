"""`/drafts`: an application while it is written: overview, what is asked about the organisation, chapter by chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from certify.core.errors import Refused
from certify.service.facts import former_of
from certify.service.web import drafting, files, papers
from certify.service.web.access import who
from certify.service.web.pages.chapters import tally
from certify.service.web.pages.draft_forms import asks_municipality, changed_item, with_about, with_answers
from certify.service.web.pages.draft_saving import add_evidence, change_draft, keep_file, save_read
from certify.service.web.pages.draft_view import DraftView, draft_view
from certify.service.web.pages.evidence_view import papers_of
from certify.service.web.pages.forms import (
    EMPTY,
    FORM_TOKEN_IN_BODY,
    Fault,
    Form,
    fresh_key,
    read_own_files,
    read_own_form,
    remembered,
)
from certify.service.web.pages.front import LOOK
from certify.service.web.pages.rendering import onward, page
from certify.service.web.pages.unit_fields import added, beginning, nameless, units_of, without
from certify.service.web.permissions import APPLY, READ_DRAFTS, WRITE_DRAFTS
from certify.service.web.problems import not_found, status_of_rule
from certify.service.web.wired import wired

if TYPE_CHECKING:
    from certify.core.dossier import Dossier
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Input

AnyRequest = Request[Any, Any, Any]
_WRITE = {"permission": WRITE_DRAFTS} | FORM_TOKEN_IN_BODY


def _look(path: str) -> HTTPRouteHandler:
    return HTTPRouteHandler(path, http_method=LOOK, opt={"permission": READ_DRAFTS})


@_look("/drafts/{draft:str}")
async def show_draft(request: AnyRequest, draft: FromPath[str]) -> Response[bytes]:
    """A draft: what is done, what is missing, and what to do next."""
    return await _overview(request, draft)


async def _overview(request: AnyRequest, id_: str, refused: Refused | None = None) -> Response[bytes]:
    view = await draft_view(wired(request), who(request), id_)
    if view.draft.case is not None:
        return onward(f"/cases/{view.draft.case}")
    status = status_of_rule(refused.rule) if refused is not None else 200
    here, body = wired(request), who(request).body
    former = await former_of(here.database, body, view.draft.former)
    return await _page(
        request,
        "draft.html",
        view,
        status=status,
        refused=refused,
        tally=tally(view.chapters),
        former_plan=await papers.improvements(here.database, body, former.plan) if former is not None else (),
    )


async def _page(
    request: AnyRequest, template: str, view: DraftView, *, status: int = 200, **context: object
) -> Response[bytes]:
    return await page(
        request,
        template,
        status=status,
        section="cases",
        view=view,
        draft=view.draft,
        scheme=view.scheme,
        dossier=view.draft.dossier,
        key=fresh_key(request),
        **context,
    )


@_look("/drafts/{draft:str}/about")
async def show_about(request: AnyRequest, draft: FromPath[str]) -> Response[bytes]:
    """What is asked about the organisation and its area."""
    return await _about(request, await draft_view(wired(request), who(request), draft))


async def _about(
    request: AnyRequest, view: DraftView, form: Form = EMPTY, faults: tuple[Fault, ...] = (), *, changed: bool = False
) -> Response[bytes]:
    status = 409 if changed else 422 if faults else 200
    return await _page(
        request,
        "draft_about.html",
        view,
        status=status,
        form=form,
        faults=faults,
        wrong=_by_field(faults),
        changed=changed,
        units=units_of(form, view.scheme, view.draft.dossier.units),
        own=_is_own,
        municipal="municipality_code" in form.fields or asks_municipality(view.draft.dossier, view.scheme),
    )


def _is_own(entry: Input) -> bool:
    """Whether the applicant gives an input."""
    return entry.given_by == "applicant"


def _by_field(faults: tuple[Fault, ...]) -> dict[str, Fault]:
    return {fault.field: fault for fault in reversed(faults)}


@post("/drafts/{draft:str}/about", status_code=200, request_max_body_size=None, opt=_WRITE)
async def save_about(request: AnyRequest, draft: FromPath[str]) -> Response[bytes]:
    """Save what is asked about the organisation; with it the outline of the area, where a file is chosen."""
    form = await read_own_files(request)
    view = await draft_view(wired(request), who(request), draft)
    faults: list[Fault] = []
    act, _, named = form.first("do").partition(":")
    dossier = with_about(view.draft.dossier, form, view.scheme, view.inputs, faults)
    if not act or act == "save":
        faults += nameless(dossier.units, view.scheme)
    if not await save_read(request, view.draft, dossier, form):
        return await _about(request, await draft_view(wired(request), who(request), draft), form, changed=True)
    outline = await keep_file(request, draft, form.files.get("outline"), "outline", faults)
    if outline is not None:
        await change_draft(request, draft, lambda old: _with_outline(old, outline.digest))
    if faults:
        fresh = await draft_view(wired(request), who(request), draft)
        return await _about(request, fresh, form, tuple(faults))
    if act in {"add-unit", "remove-unit"}:
        await change_draft(request, draft, lambda old: _with_unit(old, view.scheme, act, named))
        return onward(f"/drafts/{draft}/about?done=Saved#f-units-{named}")
    if act == "rows":
        return onward(f"/drafts/{draft}/about?done=Saved#f-{named}")
    return onward(f"/drafts/{draft}?done=Saved")


def _with_unit(dossier: Dossier, scheme: Scheme, act: str, named: str) -> Dossier:
    """The dossier with one unit more of a kind, or without one."""
    units = beginning(scheme, dossier.units)
    changed = added(units, named) if act == "add-unit" else without(units, named)
    return msgspec.structs.replace(dossier, units=changed)


def _with_outline(dossier: Dossier, digest: str) -> Dossier:
    area = msgspec.structs.replace(dossier.area, outline_digest=digest)
    return msgspec.structs.replace(dossier, area=area)


@_look("/drafts/{draft:str}/chapters/{chapter:str}")
async def show_chapter(request: AnyRequest, draft: FromPath[str], chapter: FromPath[str]) -> Response[bytes]:
    """A chapter: each criterion with its answer and its evidence."""
    return await _chapter(request, await draft_view(wired(request), who(request), draft), chapter)


async def _chapter(
    request: AnyRequest,
    view: DraftView,
    id_: str,
    form: Form = EMPTY,
    faults: tuple[Fault, ...] = (),
    *,
    changed: bool = False,
) -> Response[bytes]:
    status = 409 if changed else 422 if faults else 200
    return await _page(
        request,
        "draft_chapter.html",
        view,
        status=status,
        chapter=view.chapter(id_),
        next=view.after(id_),
        form=form,
        faults=faults,
        wrong=_by_field(faults),
        changed=changed,
        may_confirm=view.scheme.may_confirm_unchanged(view.draft.form),
    )


@post("/drafts/{draft:str}/chapters/{chapter:str}", status_code=200, request_max_body_size=None, opt=_WRITE)
async def save_chapter(request: AnyRequest, draft: FromPath[str], chapter: FromPath[str]) -> Response[bytes]:
    """Save a chapter: its answers first, then every file that was chosen, so that no text is lost with a bad file."""
    here, principal = wired(request), who(request)
    form = await read_own_files(request)
    view = await draft_view(here, principal, draft)
    asked = [line.criterion for line in view.chapter(chapter).lines]
    faults: list[Fault] = []
    dossier = with_answers(view.draft.dossier, form, asked, faults)
    if not await save_read(request, view.draft, dossier, form):
        return await _chapter(request, await draft_view(here, principal, draft), chapter, form, changed=True)
    for criterion in asked:
        await add_evidence(request, draft, criterion.id, form, faults)
    act, _, named = form.first("do").partition(":")
    if act == "remove":
        await change_draft(request, draft, lambda old: _without(old, named))
    if faults:
        return await _chapter(request, await draft_view(here, principal, draft), chapter, form, tuple(faults))
    following = view.after(chapter)
    if act == "next":
        place = f"/chapters/{following.id}" if following is not None else ""
        return onward(f"/drafts/{draft}{place}?done=Saved")
    return onward(f"/drafts/{draft}/chapters/{chapter}?done=Saved{'#' + named if act == 'add' else ''}")


def _without(dossier: Dossier, item: str) -> Dossier:
    return msgspec.structs.replace(dossier, evidence=tuple(one for one in dossier.evidence if one.id != item))


@_look("/drafts/{draft:str}/evidence/{item:str}")
async def show_item(request: AnyRequest, draft: FromPath[str], item: FromPath[str]) -> Response[bytes]:
    """One attachment: what it is called, what it supports, whether it is an extract."""
    return await _item(request, await draft_view(wired(request), who(request), draft), item)


async def _item(
    request: AnyRequest, view: DraftView, id_: str, form: Form | None = None, faults: tuple[Fault, ...] = ()
) -> Response[bytes]:
    item = next((one for one in view.draft.dossier.evidence if one.id == id_), None)
    if item is None:
        raise not_found()
    return await _page(
        request,
        "draft_item.html",
        view,
        status=422 if faults else 200,
        item=item,
        plain=msgspec.to_builtins(item),
        paper=papers_of((item,))[0],
        typed=form,
        form=form or EMPTY,
        faults=faults,
        wrong=_by_field(faults),
        kinds=sorted(view.scheme.kinds_of_evidence - {"text"}),
    )


@post("/drafts/{draft:str}/evidence/{item:str}", status_code=200, opt=_WRITE)
async def save_item(request: AnyRequest, draft: FromPath[str], item: FromPath[str]) -> Response[bytes]:
    """Save what is said of an attachment."""
    here, principal = wired(request), who(request)
    form = await read_own_form(request)
    view = await draft_view(here, principal, draft)
    found = next((one for one in view.draft.dossier.evidence if one.id == item), None)
    if found is None:
        raise not_found()
    faults: list[Fault] = []
    changed = changed_item(found, form, faults)
    if changed is None:
        return await _item(request, view, item, form, tuple(faults))

    def put(old: Dossier) -> Dossier:
        evidence = tuple(changed if one.id == item else one for one in old.evidence)
        return msgspec.structs.replace(old, evidence=evidence)

    await change_draft(request, draft, put)
    chapter = next((c for c in view.chapters if any(line.criterion.id in changed.criteria for line in c.lines)), None)
    return onward(f"/drafts/{draft}{f'/chapters/{chapter.id}' if chapter else ''}?done=Saved")


@_look("/drafts/{draft:str}/files/{digest:str}")
async def draft_file(request: AnyRequest, draft: FromPath[str], digest: FromPath[str]) -> Response[Any]:
    """A file of a draft, as a download."""
    here, principal = wired(request), who(request)
    file = await drafting.file_of_draft(here, principal, draft, digest)
    return await files.send(here, request, principal.body, file)


@post("/drafts/{draft:str}/hand-in", status_code=200, opt={"permission": APPLY} | FORM_TOKEN_IN_BODY)
async def hand_in(request: AnyRequest, draft: FromPath[str]) -> Response[bytes]:
    """Hand a draft in. What the rules refuse is told on the draft's own page."""
    form = await read_own_form(request)
    version = form.first("version")
    try:
        done = await drafting.hand_in(
            wired(request),
            who(request),
            draft,
            version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
            remember=remembered(request, form, f"page/hand-in/{draft}"),
        )
    except Refused as refused:
        return await _overview(request, draft, refused)
    return onward(f"/cases/{done.case.id}?done={type(done.recorded[-1].event).__name__}")


@post("/drafts/{draft:str}/drop", status_code=303, opt=_WRITE)
async def drop(request: AnyRequest, draft: FromPath[str]) -> Response[bytes]:
    """Throw a draft away that was not handed in."""
    await read_own_form(request)
    await drafting.drop(wired(request), who(request), draft)
    return onward("/cases?done=Dropped")


HANDLERS = (
    show_draft,
    show_about,
    save_about,
    show_chapter,
    save_chapter,
    show_item,
    save_item,
    draft_file,
    hand_in,
    drop,
)
