"""`/scheme-drafts`: a scheme owner writes, checks, previews, compares, tries and publishes a scheme in the browser.

Every step is a page or a form of its own and works without a script; a script adds line numbers that follow, and a way
from a fault to its place in the text.
"""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from certify.core.scheme.document import document
from certify.core.scheme.faults import Fault as SchemeFault
from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.outline import outline
from certify.core.scheme.printed import as_html
from certify.service.plugins import MAX_BYTES
from certify.service.publishing import joined
from certify.service.store import bodies, published
from certify.service.store.errors import Taken
from certify.service.web import scheme_desk, scheme_views
from certify.service.web.access import who
from certify.service.web.idempotency import id_of
from certify.service.web.pages.forms import EMPTY, FORM_TOKEN_IN_BODY, Form, read_own_files, read_own_form
from certify.service.web.pages.rendering import language, onward, page
from certify.service.web.pages.scheme_pages import version_page
from certify.service.web.pages.self_assessment import MOST_FIELDS, checklist_page
from certify.service.web.pages.source_view import faults_in
from certify.service.web.permissions import PUBLISH_SCHEMES, READ_SCHEME_DRAFTS, TRY_SCHEMES
from certify.service.web.problems import Trouble, not_found
from certify.service.web.public import LOOK
from certify.service.web.scheme_desk import SchemeDraft
from certify.service.web.scheme_documents import ALONE
from certify.service.web.wired import wired

AnyRequest = Request[Any, Any, Any]
_WRITE = {"permission": PUBLISH_SCHEMES} | FORM_TOKEN_IN_BODY
AT_HAND = "at-hand:"  # before the name of a scheme that ships with the service or lies in its folder
_BLANK = b"language: 1\nscheme: \nversion: {id: , applies_from: }\nlanguages: [sv, en]\n"


def _look(path: str) -> HTTPRouteHandler:
    return HTTPRouteHandler(path, http_method=LOOK, opt={"permission": READ_SCHEME_DRAFTS})


@_look("/scheme-drafts")
async def show_drafts(request: AnyRequest) -> Response[bytes]:
    """The drafts, the published versions to go on from, and the form for a file."""
    return await _drafts(request)


async def _drafts(request: AnyRequest, *, wrong: str = "") -> Response[bytes]:
    here, principal = wired(request), who(request)
    return await page(
        request,
        "scheme_drafts.html",
        status=422 if wrong else 200,
        section="schemes",
        drafts=await scheme_desk.drafts(here, principal),
        at_hand=await scheme_desk.at_hand(here),
        versions=await published.scheme_versions(here.database, principal.body),
        wrong={"file": wrong} if wrong else {},
        form=EMPTY,
        most=MAX_BYTES,
    )


@post("/scheme-drafts", status_code=200, request_max_body_size=None, opt=_WRITE)
async def begin_draft(request: AnyRequest) -> Response[bytes]:
    """Begin a draft: with a file, from a published version, or almost empty."""
    here, principal = wired(request), who(request)
    form = await read_own_files(request)
    sent = form.files.get("file")
    source = await sent.read(MAX_BYTES + 1) if sent is not None and sent.filename else b""
    chosen = form.first("from")
    if not source and chosen.startswith(AT_HAND):
        name = chosen.removeprefix(AT_HAND)
        source = next(
            (joined(one.source, one.beside) for one in await scheme_desk.at_hand(here) if one.name == name), b""
        )
    elif not source and chosen:
        row = await published.scheme_by_digest(here.database, principal.body, chosen)
        if row is None:
            raise not_found()
        source = row.source
    if form.first("do") == "blank":
        source = _BLANK
    if not source.strip():
        return await _drafts(request, wrong="needed-scheme-file")
    if len(source) > MAX_BYTES:
        return await _drafts(request, wrong="wrong-scheme-size")
    draft = await scheme_desk.begin(here, principal, source, id_of(here.chance(16)))
    return onward(f"/scheme-drafts/{draft.id}")


@_look("/scheme-drafts/{scheme_draft:str}")
async def show_draft(request: AnyRequest, scheme_draft: FromPath[str]) -> Response[bytes]:
    """A draft: its text, and everything that is wrong with it."""
    draft, source = await scheme_desk.show(wired(request), who(request), scheme_draft)
    return await _work(request, draft, source)


async def _work(
    request: AnyRequest,
    draft: SchemeDraft,
    source: bytes,
    *,
    problem: str = "",
    stops: tuple[SchemeFault, ...] | None = None,
    theirs: str = "",
) -> Response[bytes]:
    """The page on which a draft is written. `stops` is what kept it from being published, if that was tried."""
    text = source.decode(errors="replace")
    found = await scheme_desk.faults(wired(request), source) if stops is None else stops
    status = {"": 200, "changed": 409, "taken": 409}.get(problem, 422)
    return await page(
        request,
        "scheme_work.html",
        status=status,
        section="schemes",
        draft=draft,
        text=text,
        count=text.count("\n") + 1,
        faults=faults_in(text, found, language(request)),
        problem=problem,
        theirs=theirs,
        scheme=await scheme_desk.read_or_none(wired(request), source),
    )


@post("/scheme-drafts/{scheme_draft:str}", status_code=200, request_max_body_size=None, opt=_WRITE)
async def save_draft(request: AnyRequest, scheme_draft: FromPath[str]) -> Response[bytes]:
    """Save what was written, check it, and publish it where that is asked for and nothing stands in the way."""
    here, principal = wired(request), who(request)
    form = await read_own_files(request)
    draft, before = await scheme_desk.show(here, principal, scheme_draft)
    source = _written(form)
    if not source.strip() or len(source) > MAX_BYTES:
        return await _work(request, draft, before, problem="needed-scheme-text" if not source.strip() else "too-large")
    try:
        saved = await scheme_desk.save(here, principal, scheme_draft, source, version=_version(form))
    except Trouble as trouble:
        if trouble.code != "changed":
            raise
        theirs = before.decode(errors="replace")
        return await _work(request, draft, source, problem="changed", theirs=theirs)
    if form.first("do") == "publish":
        return await _publish(request, saved, source)
    return onward(f"/scheme-drafts/{scheme_draft}?done=Saved")


def _written(form: Form) -> bytes:
    """The text as it was typed, with one end to its last line."""
    text = form.fields.get("source", ("",))[0]
    return (text.rstrip("\n") + "\n").encode() if text.strip() else b""


def _version(form: Form) -> int:
    text = form.first("version")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


async def _publish(request: AnyRequest, draft: SchemeDraft, source: bytes) -> Response[bytes]:
    here, principal = wired(request), who(request)
    try:
        scheme = await scheme_desk.publish(here, principal, source)
    except SchemeFaults as faults:
        return await _work(request, draft, source, problem="not-yet", stops=faults.faults)
    except Taken:
        return await _work(request, draft, source, problem="taken")
    await scheme_desk.drop(here, principal, draft.id)
    return onward(f"/schemes/{scheme.id}/{scheme.version.id}?done=SchemePublished")


@_look("/scheme-drafts/{scheme_draft:str}/preview")
async def preview(request: AnyRequest, scheme_draft: FromPath[str]) -> Response[bytes]:
    """The public page as it would look."""
    here, principal = wired(request), who(request)
    draft, source = await scheme_desk.show(here, principal, scheme_draft)
    scheme = await scheme_desk.read_or_none(wired(request), source)
    if scheme is None:
        return onward(f"/scheme-drafts/{scheme_draft}")
    body = await bodies.body(here.database, principal.body)
    shown = scheme_views.version_shown(scheme, principal.body, body.legal_name if body else "", here.clock())
    return await version_page(request, shown, scheme, draft=draft.id)


@_look("/scheme-drafts/{scheme_draft:str}/form")
async def preview_form(request: AnyRequest, scheme_draft: FromPath[str]) -> Response[bytes]:
    """The form as it would look, to be filled in and judged by the draft's own rules."""
    _, source = await scheme_desk.show(wired(request), who(request), scheme_draft)
    scheme = await scheme_desk.read_or_none(wired(request), source)
    if scheme is None:
        return onward(f"/scheme-drafts/{scheme_draft}")
    return await checklist_page(request, scheme, EMPTY, draft=scheme_draft)


@post("/scheme-drafts/{scheme_draft:str}/form", status_code=200, opt={"permission": TRY_SCHEMES} | FORM_TOKEN_IN_BODY)
async def try_form(request: AnyRequest, scheme_draft: FromPath[str]) -> Response[bytes]:
    """What the draft's rules make of what was filled in. Nothing is kept."""
    form = await read_own_form(request, most=MOST_FIELDS)
    _, source = await scheme_desk.show(wired(request), who(request), scheme_draft)
    scheme = await scheme_desk.read(wired(request), source)
    return await checklist_page(request, scheme, form, draft=scheme_draft, asked=True)


@_look("/scheme-drafts/{scheme_draft:str}/outline")
async def show_outline(request: AnyRequest, scheme_draft: FromPath[str]) -> Response[bytes]:
    """The draft as an outline, its rules in words."""
    draft, source = await scheme_desk.show(wired(request), who(request), scheme_draft)
    scheme = await scheme_desk.read_or_none(wired(request), source)
    if scheme is None:
        return onward(f"/scheme-drafts/{scheme_draft}")
    told = outline(scheme, language(request))
    return await page(request, "scheme_outline.html", section="schemes", draft=draft, outline=told)


@_look("/scheme-drafts/{scheme_draft:str}/document")
async def show_document(request: AnyRequest, scheme_draft: FromPath[str]) -> Response[bytes]:
    """The draft as a numbered text to print."""
    _, source = await scheme_desk.show(wired(request), who(request), scheme_draft)
    scheme = await scheme_desk.read_or_none(wired(request), source)
    if scheme is None:
        return onward(f"/scheme-drafts/{scheme_draft}")
    text = as_html(document(scheme, language(request)))
    return Response(text.encode(), media_type="text/html", headers=ALONE)


@_look("/scheme-drafts/{scheme_draft:str}/changes")
async def show_changes(request: AnyRequest, scheme_draft: FromPath[str]) -> Response[bytes]:
    """What the draft changes against the published version."""
    here, principal = wired(request), who(request)
    draft, source = await scheme_desk.show(here, principal, scheme_draft)
    scheme = await scheme_desk.read_or_none(wired(request), source)
    if scheme is None:
        return onward(f"/scheme-drafts/{scheme_draft}")
    found = await scheme_desk.compared(here, principal.body, scheme)
    return await page(request, "scheme_changes.html", section="schemes", draft=draft, scheme=scheme, found=found)


@_look("/scheme-drafts/{scheme_draft:str}/effects")
async def show_effects(request: AnyRequest, scheme_draft: FromPath[str]) -> Response[bytes]:
    """What the draft would mean to present holders and open cases."""
    here, principal = wired(request), who(request)
    draft, source = await scheme_desk.show(here, principal, scheme_draft)
    scheme = await scheme_desk.read_or_none(wired(request), source)
    if scheme is None:
        return onward(f"/scheme-drafts/{scheme_draft}")
    found = await scheme_desk.simulated(here, principal.body, scheme)
    levels = {level.id: dict(level.title) for level in scheme.outcome.levels}
    effects = await scheme_desk.named(here, principal.body, found)
    return await page(
        request,
        "scheme_effects.html",
        section="schemes",
        draft=draft,
        scheme=scheme,
        found=found,
        effects=effects,
        levels=levels,
    )


@_look("/scheme-drafts/{scheme_draft:str}/scheme.yaml")
async def fetch_draft(request: AnyRequest, scheme_draft: FromPath[str]) -> Response[bytes]:
    """The file itself."""
    _, source = await scheme_desk.show(wired(request), who(request), scheme_draft)
    headers = {"content-disposition": 'attachment; filename="scheme.yaml"'}
    return Response(source, media_type="application/yaml", headers=headers)


@post("/scheme-drafts/{scheme_draft:str}/drop", status_code=303, opt=_WRITE)
async def drop_draft(request: AnyRequest, scheme_draft: FromPath[str]) -> Response[bytes]:
    """Throw a draft away."""
    await read_own_form(request)
    await scheme_desk.drop(wired(request), who(request), scheme_draft)
    return onward("/scheme-drafts?done=Dropped")


HANDLERS = (
    show_drafts,
    begin_draft,
    show_draft,
    save_draft,
    preview,
    preview_form,
    try_form,
    show_outline,
    show_document,
    show_changes,
    show_effects,
    fetch_draft,
    drop_draft,
)
