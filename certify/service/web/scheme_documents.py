"""A published version as a text: the numbered normative document, and what changed since the version before it."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.params import FromPath

from certify.core.scheme.difference import Change, difference
from certify.core.scheme.document import Document, document
from certify.core.scheme.model import Scheme
from certify.core.scheme.printed import as_html, as_markdown
from certify.core.scheme.spoken import spoken
from certify.service.store import published
from certify.service.web.declared import json_answer
from certify.service.web.language import Language, language_of
from certify.service.web.problems import not_found
from certify.service.web.public import ANYWHERE, ASK_AGAIN, present, public, signed_bytes
from certify.service.web.self_assessing import version_for
from certify.service.web.wired import wired

AnyRequest = Request[Any, Any, Any]
# The document brings its own style and nothing else, so that it can be saved and printed as one file.
ALONE = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
}
_SPOKEN: dict[str, Language] = {"sv": "sv", "en": "en"}


class SchemeChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What a version changed against the version `before`; None where it is the first."""

    id: str
    title: dict[str, str]
    version: str
    before: str | None
    changes: tuple[Change, ...]


async def _document(request: AnyRequest, id_: str, version: str) -> tuple[Document, Scheme]:
    """The text in the language of the address, else the reader's; of a profile with every change that it has.

    Raises the problem `not-found`.
    """
    _, scheme = await version_for(wired(request), id_, version)
    asked = _SPOKEN.get(request.query_params.get("lang", "")) or language_of(request)
    profile = request.query_params.get("profile", "")
    if profile and profile not in scheme.profiles:
        raise not_found()
    scheme = scheme.under(profile, date.max) if profile else scheme
    return document(scheme, asked), scheme


def _headers(told: Document) -> dict[str, str]:
    return {"content-language": told.language, "vary": "accept-language, cookie"}


@public("/schemes/{scheme:str}/{version:str}/document", gives="text/html", problems=("not-found",))
async def scheme_document(request: AnyRequest, scheme: FromPath[str], version: FromPath[str]) -> Response[bytes]:
    """The normative text of a version, to be printed; `?lang=` chooses the language, `?profile=` a profile."""
    told, of = await _document(request, scheme, version)
    page = as_html(told, spoken(of, told.language))
    return signed_bytes(request, page.encode(), media_type="text/html", cache=ASK_AGAIN, headers=ALONE | _headers(told))


@public("/schemes/{scheme:str}/{version:str}/document.md", gives="text/markdown", problems=("not-found",))
async def scheme_markdown(request: AnyRequest, scheme: FromPath[str], version: FromPath[str]) -> Response[bytes]:
    """The same text as Markdown."""
    told, _ = await _document(request, scheme, version)
    return signed_bytes(request, as_markdown(told).encode(), media_type="text/markdown", headers=_headers(told))


@public("/schemes/{scheme:str}/{version:str}/document.json", answer=Document, problems=("not-found",))
async def scheme_clauses(request: AnyRequest, scheme: FromPath[str], version: FromPath[str]) -> Response[bytes]:
    """The same text as data: chapters, clauses and their requirement words."""
    told, _ = await _document(request, scheme, version)
    return json_answer(told, headers=ANYWHERE | {"cache-control": ASK_AGAIN} | _headers(told))


@public("/schemes/{scheme:str}/{version:str}/changes", answer=SchemeChanges, problems=("not-found",))
async def scheme_changes(request: AnyRequest, scheme: FromPath[str], version: FromPath[str]) -> Response[Any]:
    """What a version changed against the one that was published before it, in words: a page, or JSON."""
    return await present(request, "scheme_changes", await _changes(request, scheme, version))


@public("/schemes/{scheme:str}/{version:str}/changes.json", answer=SchemeChanges, problems=("not-found",))
async def scheme_changes_json(request: AnyRequest, scheme: FromPath[str], version: FromPath[str]) -> Response[Any]:
    """The same, always as JSON."""
    return await present(request, "scheme_changes", await _changes(request, scheme, version), as_json=True)


async def _changes(request: AnyRequest, id_: str, version: str) -> SchemeChanges:
    """Raises the problem `not-found`."""
    here = wired(request)
    row, scheme = await version_for(here, id_, version)
    rows = await published.scheme_versions(here.database, row.body, id_)
    earlier = [one for one in rows if one.published_at < row.published_at]
    named = next((one for one in earlier if one.version == scheme.version.replaces), next(iter(earlier), None))
    before = await here.shell.schemes.get(here.database, row.body, named.digest) if named is not None else None
    changes = await asyncio.to_thread(difference, before, scheme) if before is not None else ()
    return SchemeChanges(
        id=scheme.id,
        title=dict(scheme.title),
        version=scheme.version.id,
        before=before.version.id if before is not None else None,
        changes=changes,
    )


HANDLERS = (scheme_document, scheme_markdown, scheme_clauses, scheme_changes, scheme_changes_json)
