"""What anybody may read, with no sign-in and no cookie: certificates, lists, keys, the register, schemes.

What was signed is sent as the bytes that were signed, with their digest as a strong `ETag`. Where a page exists for a
thing, the pages' room hands in a renderer under its name; without one, or where JSON is asked for, the data is sent.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from certify.service.store import bodies, certificates, published
from certify.service.store.authority import INSTALLATION
from certify.service.store.errors import Unavailable
from certify.service.web import register, scheme_views
from certify.service.web.bodies import path_integer, read_query
from certify.service.web.declared import JSON, declare, json_answer
from certify.service.web.permissions import READ_PUBLIC
from certify.service.web.printing import PDF
from certify.service.web.problem_kinds import KINDS
from certify.service.web.problems import not_found, type_of, wants_page
from certify.service.web.wired import Wired, wired
from verify import contexts
from verify.addresses import host_of
from verify.number import is_number
from verify.strict_json import sha256_digest
from verify.trust import did_document, read_trust, root_method

AnyRequest = Request[Any, Any, Any]
Renderer = Callable[[AnyRequest, Any], Awaitable[Response[Any]]]
VC = "application/vc"
LOOK = [HttpMethod.GET, HttpMethod.HEAD]
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
ANYWHERE = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}


class ProblemShown(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of problem: its type, its status, and what it is called."""

    type: str
    status: int
    titles: dict[str, str]


def public(path: str, **words: Any) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:  # noqa: ANN401  of Declared
    """A route that anybody may read."""
    return HTTPRouteHandler(path, http_method=LOOK, opt=declare(READ_PUBLIC, **words))


def signed_bytes(
    request: AnyRequest, raw: bytes, *, media_type: str, cache: str = ASK_AGAIN, headers: dict[str, str] | None = None
) -> Response[bytes]:
    """Ready bytes with their digest as `ETag`; 304 for somebody who has them (RFC 9110, 13.1.2)."""
    etag = f'"{sha256_digest(raw).removeprefix("sha256:")}"'
    all_headers = ANYWHERE | {"etag": etag, "cache-control": cache} | (headers or {})
    known = request.headers.get("if-none-match", "")
    if known.strip() == "*" or etag in (one.strip().removeprefix("W/") for one in known.split(",")):
        return Response(b"", status_code=304, headers=all_headers, media_type=media_type)
    return Response(raw, headers=all_headers, media_type=media_type)


async def present(request: AnyRequest, name: FromPath[str], data: object, *, as_json: bool = False) -> Response[Any]:
    """A thing as its page where a person asks and there is one, otherwise as JSON."""
    render: Renderer | None = request.app.state.get("renderers", {}).get(name)
    if render is not None and not as_json and wants_page(request):
        return await render(request, data)
    return json_answer(data, headers=ANYWHERE | {"vary": "accept", "cache-control": ASK_AGAIN})


def up_to_date(here: Wired) -> Wired:
    """The installation as it is. Raises Unavailable for one that is behind, which says nothing of what is valid."""
    if here.behind:
        raise Unavailable(here.behind)
    return here


async def issued(here: Wired, number: str) -> certificates.CertificateRow:
    """The certificate of that number with its bytes. Raises the problem `not-found`."""
    row = await certificates.certificate(up_to_date(here).database, number) if is_number(number) else None
    if row is None or row.state != "issued" or row.credential is None:
        raise not_found()
    return row


@public("/certificates/{number:str}", gives=VC)
async def certificate(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """A certificate: the signed bytes as they are. `NUMBER.json` gives the same as `application/json`.

    `NUMBER.pdf` is its paper, with the signed bytes attached: A4, in the reader's language, while it holds.
    """
    if number.endswith(".pdf"):
        row = await issued(wired(request), number.removesuffix(".pdf"))
        made = await request.app.state.printer.printed(request, row)
        name = {"content-disposition": f'inline; filename="{row.number}.pdf"', "vary": "accept-language"}
        return signed_bytes(request, made, media_type=PDF, headers=name)
    media_type = JSON if number.endswith(".json") else VC
    row = await issued(wired(request), number.removesuffix(".json"))
    headers = {"link": f'</v/{row.number}>; rel="describedby"'}
    return signed_bytes(request, row.credential or b"", media_type=media_type, headers=headers)


@public("/bodies/{slug:str}/status/{n:str}/revocation", gives=VC)
async def revocation(request: AnyRequest, slug: FromPath[str], n: FromPath[str]) -> Response[bytes]:
    """The status list that tells which certificates were withdrawn or superseded."""
    return await _status(request, slug, n, "revocation")


@public("/bodies/{slug:str}/status/{n:str}/suspension", gives=VC)
async def suspension(request: AnyRequest, slug: FromPath[str], n: FromPath[str]) -> Response[bytes]:
    """The status list that tells which certificates are suspended."""
    return await _status(request, slug, n, "suspension")


@public("/bodies/{slug:str}/recognition/{scheme:str}", gives=VC)
async def recognition(request: AnyRequest, slug: FromPath[str], scheme: FromPath[str]) -> Response[bytes]:
    """What the scheme's owner has signed about this body."""
    row = await published.recognition(up_to_date(wired(request)).database, slug, scheme)
    if row is None:
        raise not_found()
    return signed_bytes(request, row.raw, media_type=VC)


async def _status(request: AnyRequest, slug: str, n: str, purpose: str) -> Response[bytes]:
    here = up_to_date(wired(request))
    row = await published.status_list(here.database, slug, path_integer(n), purpose)
    if row is None:
        raise not_found()
    return signed_bytes(request, row.raw, media_type=VC)


@public("/v/{number:str}/history.json")
async def history(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """The signed status history of a certificate."""
    row = await certificates.history(up_to_date(wired(request)).database, number) if is_number(number) else None
    if row is None:
        raise not_found()
    return signed_bytes(request, row.raw, media_type=JSON)


@public("/trust.json", problems=("not-found",))
async def trust(request: AnyRequest) -> Response[bytes]:
    """The signed trust list: whose keys count, for what, and from when to when."""
    row = await published.trust_list(up_to_date(wired(request)).database)
    if row is None:
        raise not_found()
    return signed_bytes(request, row.raw, media_type=JSON)


@public("/bodies/{slug:str}/did.json", gives="application/did+json")
async def did_of_body(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """The did:web document of a body: every key that it ever had."""
    here = up_to_date(wired(request))
    return await _did(request, await bodies.body(here.database, slug))


@public("/.well-known/did.json", gives="application/did+json", problems=("not-found",))
async def did_of_origin(request: AnyRequest) -> Response[bytes]:
    """The document of the origin's own did:web: a body's where it is one's, otherwise the installation's trust keys."""
    here = up_to_date(wired(request))
    did = f"did:web:{host_of(here.settings.origin).replace(':', '%3A')}"
    for row in await bodies.bodies(here.database):
        if row.did == did:
            return await _did(request, row)
    keys = [key for key in await published.keys(here.database, INSTALLATION) if key.use == "trust"]
    if not keys:
        raise not_found()
    methods = [
        {"id": root_method(key.multibase), "type": "Multikey", "controller": did, "publicKeyMultibase": key.multibase}
        for key in keys
    ]
    document = {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [root_method(key.multibase) for key in keys if key.state == "active"],
    }
    return signed_bytes(request, msgspec.json.encode(document), media_type="application/did+json")


async def _did(request: AnyRequest, row: bodies.BodyRow | None) -> Response[bytes]:
    """Told from the published trust list, so that a key never counts in one and not in the other."""
    here = wired(request)
    newest = await published.trust_list(here.database)
    if row is None or newest is None:
        raise not_found()
    listed = trusted_body(newest.raw, row.did)
    if listed is None:
        raise not_found()
    return signed_bytes(request, listed, media_type="application/did+json")


@lru_cache(maxsize=64)
def trusted_body(raw: bytes, did: str) -> bytes | None:
    """The did:web document of a body as a trust list tells it; None where the list has no such body."""
    body = read_trust(raw).bodies.get(did)
    return msgspec.json.encode(did_document(body)) if body is not None else None


@public("/bodies/{slug:str}/terms/{digest:str}", gives="application/json", problems=("not-found",))
async def terms(request: AnyRequest, slug: FromPath[str], digest: FromPath[str]) -> Response[bytes]:
    """A version of the terms that a holder accepted, by its SHA-256: the Swedish and the English text."""
    row = await published.terms(wired(request).database, slug, f"sha256:{digest}")
    if row is None:
        raise not_found()
    return signed_bytes(request, published.terms_bytes(row.sv, row.en), media_type="application/json", cache=FOR_EVER)


@public("/contexts/certificate/v1", gives="application/ld+json")
async def certificate_context(request: AnyRequest) -> Response[bytes]:
    """The JSON-LD context of our certificates, for ever the same bytes."""
    return signed_bytes(request, contexts.context(), media_type="application/ld+json", cache=FOR_EVER)


@public("/credential-schemas/certificate/v1", gives="application/schema+json")
async def certificate_schema(request: AnyRequest) -> Response[bytes]:
    """The JSON Schema of our certificates."""
    raw = contexts.certificate_schema(wired(request).settings.origin)
    return signed_bytes(request, raw, media_type="application/schema+json", cache=FOR_EVER)


@public("/register", query=register.RegisterQuery, answer=register.RegisterPage)
async def register_page(request: AnyRequest) -> Response[Any]:
    """The public register, newest first: a page to search, or the same as JSON."""
    page = await register.search(up_to_date(wired(request)), read_query(request, register.RegisterQuery))
    return await present(request, "register", page)


@public("/register.json", query=register.RegisterQuery, answer=register.RegisterPage)
async def register_json(request: AnyRequest) -> Response[Any]:
    """The public register as JSON, page by page."""
    page = await register.search(up_to_date(wired(request)), read_query(request, register.RegisterQuery))
    return await present(request, "register", page, as_json=True)


@public("/register.csv", query=register.RegisterQuery, gives="text/csv")
async def register_csv(request: AnyRequest) -> Response[bytes]:
    """The public register as CSV, every cell as text."""
    raw = await register.as_csv(up_to_date(wired(request)), read_query(request, register.RegisterQuery))
    headers = {"content-disposition": 'attachment; filename="register.csv"'}
    return signed_bytes(request, raw, media_type="text/csv", headers=headers)


@public("/schemes", answer=tuple[scheme_views.SchemeListed, ...])
async def schemes(request: AnyRequest) -> Response[Any]:
    """Every published scheme with its versions."""
    return await present(request, "schemes", await scheme_views.all_schemes(wired(request)))


@public("/schemes.json", answer=tuple[scheme_views.SchemeListed, ...])
async def schemes_json(request: AnyRequest) -> Response[Any]:
    """Every published scheme with its versions, as JSON."""
    return await present(request, "schemes", await scheme_views.all_schemes(wired(request)), as_json=True)


@public("/schemes/{scheme:str}", answer=scheme_views.SchemeListed)
async def scheme(request: AnyRequest, scheme: FromPath[str]) -> Response[Any]:
    """A scheme with its versions; with `.json` always as JSON."""
    listed = await scheme_views.one_scheme(wired(request), scheme.removesuffix(".json"))
    return await present(request, "scheme", listed, as_json=scheme.endswith(".json"))


@public("/schemes/{scheme:str}/{version:str}", answer=scheme_views.SchemeShown)
async def scheme_version(request: AnyRequest, scheme: FromPath[str], version: FromPath[str]) -> Response[Any]:
    """A published version with all its criteria; `.json` gives JSON, `.yaml` the very file that its digest names."""
    here = wired(request)
    if version.endswith(".yaml"):
        raw = await scheme_views.source_of(here, scheme, version.removesuffix(".yaml"))
        return signed_bytes(request, raw, media_type="application/yaml", cache=FOR_EVER)
    shown = await scheme_views.one_version(here, scheme, version.removesuffix(".json"))
    return await present(request, "scheme_version", shown, as_json=version.endswith(".json"))


@public("/schemes/{scheme:str}/{version:str}/criteria/{criterion:str}", answer=scheme_views.CriterionShown)
async def criterion(
    request: AnyRequest, scheme: FromPath[str], version: FromPath[str], criterion: FromPath[str]
) -> Response[Any]:
    """One criterion; with `.json` always as JSON."""
    shown = await scheme_views.one_criterion(wired(request), scheme, version, criterion.removesuffix(".json"))
    return await present(request, "criterion", shown, as_json=criterion.endswith(".json"))


@public("/problems/{code:str}", answer=ProblemShown)
async def problem(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    """What a problem's `type` means."""
    kind = KINDS.get(code)
    if kind is None:
        raise not_found()
    shown = ProblemShown(type=type_of(code), status=kind.status, titles={"sv": kind.sv, "en": kind.en})
    return await present(request, "problem", shown)


HANDLERS = (
    certificate,
    revocation,
    suspension,
    recognition,
    history,
    trust,
    did_of_body,
    did_of_origin,
    terms,
    certificate_context,
    certificate_schema,
    register_page,
    register_json,
    register_csv,
    schemes,
    schemes_json,
    scheme,
    scheme_version,
    criterion,
    problem,
)
