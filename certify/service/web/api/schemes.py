"""`/api/schemes` and `/api/scheme-drafts`: write, check, preview, compare, try and publish schemes while all runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.params import FromPath

from certify.core.scheme.document import Document, document
from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.outline import Outline, outline
from certify.core.simulation import Simulation
from certify.service.plugins import MAX_BYTES
from certify.service.store import bodies, published
from certify.service.web import scheme_desk, scheme_views
from certify.service.web.access import who
from certify.service.web.bodies import body_bytes, if_match, read_json
from certify.service.web.declared import declare, json_answer, nothing
from certify.service.web.idempotency import fresh_id, once
from certify.service.web.language import language_of
from certify.service.web.permissions import PUBLISH_SCHEMES, READ_SCHEME_DRAFTS, SIGNED_IN, TRY_SCHEMES
from certify.service.web.problems import Trouble, not_found
from certify.service.web.scheme_desk import Compared, SchemeDraft, SchemeWritten
from certify.service.web.wired import wired

AnyRequest = Request[Any, Any, Any]
YAML = ("application/yaml", "text/yaml", "text/plain")
MOST_JSON = 4 * MAX_BYTES  # a file as a JSON text, in which many signs are written with several
_FAULTS = ("scheme-faults", "too-large")


class SchemeVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A published version of a scheme."""

    scheme: str
    version: str
    digest: str
    published_at: datetime


class SchemeChecked(msgspec.Struct, frozen=True, kw_only=True):
    """A scheme file without a fault: what it is called, and the digest that its publication would have."""

    scheme: str
    version: str
    digest: str


class SchemePreview(msgspec.Struct, frozen=True, kw_only=True):
    """How a version would look once it is published: its public page, its outline and its normative text."""

    page: scheme_views.SchemeShown
    outline: Outline
    document: Document


@get("/api/schemes", opt=declare(SIGNED_IN, answer=tuple[SchemeVersion, ...]))
async def list_schemes(request: AnyRequest) -> Response[bytes]:
    """The versions that the body has published, by scheme and then newest first."""
    rows = await published.scheme_versions(wired(request).database, who(request).body)
    return json_answer(tuple(_version(row) for row in rows))


@post(
    "/api/schemes/check", status_code=200, opt=declare(TRY_SCHEMES, takes=YAML, answer=SchemeChecked, problems=_FAULTS)
)
async def check_scheme(request: AnyRequest) -> Response[bytes]:
    """Read a scheme file, run its worked cases, and name every fault with line and column; nothing is kept."""
    source = await _source(request)
    faults = await scheme_desk.faults(wired(request), source)
    if faults:
        raise SchemeFaults(faults)
    scheme = await scheme_desk.read(wired(request), source)
    return json_answer(SchemeChecked(scheme=scheme.id, version=scheme.version.id, digest=scheme.digest))


@post(
    "/api/schemes/preview",
    status_code=200,
    opt=declare(TRY_SCHEMES, takes=YAML, answer=SchemePreview, problems=_FAULTS),
)
async def preview_scheme(request: AnyRequest) -> Response[bytes]:
    """How a version would look once it is published; nothing is kept."""
    scheme, spoken = await scheme_desk.read(wired(request), await _source(request)), language_of(request)
    here, principal = wired(request), who(request)
    body = await bodies.body(here.database, principal.body)
    page = scheme_views.version_shown(scheme, principal.body, body.legal_name if body else "", here.clock())
    return json_answer(
        SchemePreview(page=page, outline=outline(scheme, spoken), document=document(scheme, spoken)),
        headers={"content-language": spoken},
    )


@post("/api/schemes/compare", status_code=200, opt=declare(TRY_SCHEMES, takes=YAML, answer=Compared, problems=_FAULTS))
async def compare_scheme(request: AnyRequest) -> Response[bytes]:
    """What a version changes against the newest that is published of the same scheme, in words; nothing is kept."""
    scheme = await scheme_desk.read(wired(request), await _source(request))
    return json_answer(await scheme_desk.compared(wired(request), who(request).body, scheme))


@post(
    "/api/schemes/simulate", status_code=200, opt=declare(TRY_SCHEMES, takes=YAML, answer=Simulation, problems=_FAULTS)
)
async def simulate_scheme(request: AnyRequest) -> Response[bytes]:
    """What a version would mean to present holders and open cases of the scheme; nothing is kept."""
    scheme = await scheme_desk.read(wired(request), await _source(request))
    return json_answer(await scheme_desk.simulated(wired(request), who(request).body, scheme))


@post(
    "/api/schemes",
    opt=declare(
        PUBLISH_SCHEMES,
        takes=YAML,
        answer=SchemeVersion,
        status=201,
        problems=("scheme-faults", "taken", "too-large"),
        idempotent=True,
    ),
)
async def publish_scheme(request: AnyRequest) -> Response[bytes]:
    """Publish a version of a scheme, for good."""
    here, principal = wired(request), who(request)
    source = await _source(request)

    async def effect() -> Response[bytes]:
        scheme = await scheme_desk.publish(here, principal, source)
        row = await published.scheme_by_digest(here.database, principal.body, scheme.digest)
        if row is None:
            raise not_found()
        return json_answer(_version(row), status=201)

    return await once(request, source, effect)


@get("/api/scheme-drafts", opt=declare(READ_SCHEME_DRAFTS, answer=tuple[SchemeDraft, ...]))
async def list_scheme_drafts(request: AnyRequest) -> Response[bytes]:
    """The body's drafts of schemes, last changed first."""
    return json_answer(await scheme_desk.drafts(wired(request), who(request)))


@post(
    "/api/scheme-drafts",
    opt=declare(PUBLISH_SCHEMES, body=SchemeWritten, answer=SchemeDraft, status=201, idempotent=True),
)
async def begin_scheme_draft(request: AnyRequest) -> Response[bytes]:
    """Keep a new draft of a scheme, with or without faults."""
    here, principal = wired(request), who(request)
    wanted, raw = await read_json(request, SchemeWritten, MOST_JSON)

    async def effect() -> Response[bytes]:
        id_ = fresh_id(request, "scheme-drafts")
        draft = await scheme_desk.begin(here, principal, wanted.source.encode(), id_)
        return json_answer(draft, status=201, version=draft.version)

    return await once(request, raw, effect)


@get("/api/scheme-drafts/{scheme_draft:str}", opt=declare(READ_SCHEME_DRAFTS, answer=SchemeDraft))
async def show_scheme_draft(request: AnyRequest, scheme_draft: FromPath[str]) -> Response[bytes]:
    """A draft of a scheme."""
    draft, _ = await scheme_desk.show(wired(request), who(request), scheme_draft)
    return json_answer(draft, version=draft.version)


@put(
    "/api/scheme-drafts/{scheme_draft:str}",
    opt=declare(PUBLISH_SCHEMES, body=SchemeWritten, answer=SchemeDraft, versioned=True),
)
async def save_scheme_draft(request: AnyRequest, scheme_draft: FromPath[str]) -> Response[bytes]:
    """Save a draft of a scheme that was read at the version of `If-Match`."""
    wanted, _ = await read_json(request, SchemeWritten, MOST_JSON)
    version = if_match(request)
    if version is None:
        raise Trouble("bad-header", "If-Match is needed")
    saved = await scheme_desk.save(wired(request), who(request), scheme_draft, wanted.source.encode(), version=version)
    return json_answer(saved, version=saved.version)


@delete("/api/scheme-drafts/{scheme_draft:str}", status_code=204, opt=declare(PUBLISH_SCHEMES, status=204))
async def drop_scheme_draft(request: AnyRequest, scheme_draft: FromPath[str]) -> Response[None]:
    """Throw a draft of a scheme away."""
    await scheme_desk.drop(wired(request), who(request), scheme_draft)
    return nothing()


async def _source(request: AnyRequest) -> bytes:
    if request.content_type[0] not in YAML:
        raise Trouble("media-type", "application/yaml is needed")
    return scheme_desk.checked_size(await body_bytes(request, MAX_BYTES))


def _version(row: published.SchemeRow) -> SchemeVersion:
    return SchemeVersion(scheme=row.scheme, version=row.version, digest=row.digest, published_at=row.published_at)


HANDLERS = (
    list_schemes,
    check_scheme,
    preview_scheme,
    compare_scheme,
    simulate_scheme,
    publish_scheme,
    list_scheme_drafts,
    begin_scheme_draft,
    show_scheme_draft,
    save_scheme_draft,
    drop_scheme_draft,
)
