"""The OpenAPI 3.1 document, made from what the routes declare of themselves, and a page to read it on.

Nothing is written twice: paths and methods are those that the application routes, the types are those that the
handlers read and write, and every problem that a route may give is listed with its status.
"""

from __future__ import annotations

import html
import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Litestar, Request, Response, get
from litestar.routes import HTTPRoute

from certify.service.web.declared import JSON, Declared, declare, declared_of
from certify.service.web.permissions import READ_PUBLIC
from certify.service.web.problem_kinds import KINDS
from certify.service.web.problems import MEDIA_TYPE, Problem
from verify.contexts import portable

if TYPE_CHECKING:
    from litestar.handlers import HTTPRouteHandler

AnyRequest = Request[Any, Any, Any]
_VERSION = "1"
_REFUSALS = (403, 404, 409, 422)  # a rule's refusal has the status that fits the rule
_BODY_PROBLEMS = (
    "not-json", "not-utf8", "byte-order-mark", "duplicate-key", "too-deep", "bad-number", "lone-surrogate",
    "forbidden-character", "empty", "incomplete-body", "media-type", "too-large", "not-as-described",
    "unknown-reference",
)  # fmt: skip


def routes_of(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler, Declared]]:
    """Every declared route: its path as OpenAPI writes it, its method, its handler, and what it says of itself."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            declared = declared_of(handler.opt)
            for method in sorted(handler.http_methods) if declared is not None else ():
                if declared is not None and str(method) not in {"OPTIONS", "HEAD"}:
                    yield route.path_format, str(method), handler, declared


def document(app: Litestar, origin: str) -> dict[str, Any]:
    """The whole document."""
    routes = list(routes_of(app))
    kinds = [k for *_, d in routes for k in (d.body, d.answer, d.query) if k is not None]
    unique = list({str(kind): kind for kind in [*kinds, Problem]}.values())
    schemas, components = msgspec.json.schema_components(unique, ref_template="#/components/schemas/{name}")
    by_kind = {str(kind): schema for kind, schema in zip(unique, schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for path, method, handler, declared in routes:
        operation = _operation(path, method, handler, declared, by_kind, components)
        paths.setdefault(path, {})[method.lower()] = operation
    whole = {
        "openapi": "3.1.0",
        "info": {
            "title": "Certify",
            "version": _VERSION,
            "summary": "Certification cases, certificates and what is published of them.",
        },
        "servers": [{"url": origin}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A token that begins with certify_."},
                "session": {"type": "apiKey", "in": "cookie", "name": "certify", "description": "A browser's session."},
            },
        },
    }
    told: dict[str, Any] = portable(whole)
    return told


def _operation(
    path: str,
    method: str,
    handler: HTTPRouteHandler,
    declared: Declared,
    by_kind: dict[str, Any],
    components: dict[str, Any],
) -> dict[str, Any]:
    text = inspect.getdoc(handler.fn) or ""
    summary, _, rest = text.partition("\n\n")
    operation: dict[str, Any] = {
        "operationId": f"{handler.fn.__name__}_{method.lower()}",
        "summary": " ".join(summary.split()),
        "description": " ".join(rest.split()),
        "parameters": [*_path_parameters(path), *_query(declared, by_kind, components), *_header_parameters(declared)],
        "responses": _responses(path, declared, by_kind),
        "x-permission": declared.permission.name,
    }
    if not declared.permission.public:
        ways: list[dict[str, list[str]]] = [{"session": []}]
        operation["security"] = ways if declared.permission.in_person else [{"token": []}, *ways]
    if declared.body is not None:
        operation["requestBody"] = {"required": True, "content": {JSON: {"schema": by_kind[str(declared.body)]}}}
    elif declared.takes:
        binary = {"schema": {"type": "string", "format": "binary"}}
        operation["requestBody"] = {"required": True, "content": dict.fromkeys(declared.takes, binary)}
    return operation


def _path_parameters(path: str) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query(declared: Declared, by_kind: dict[str, Any], components: dict[str, Any]) -> list[dict[str, Any]]:
    if declared.query is None:
        return []
    name = by_kind[str(declared.query)]["$ref"].rpartition("/")[2]
    schema = components[name]
    return [
        {
            "name": field,
            "in": "query",
            "required": field in schema.get("required", ()),
            "schema": {name: value for name, value in described.items() if name != "default"},
            # A list is written with commas.
            **({"style": "form", "explode": False} if described.get("type") == "array" else {}),
        }
        for field, described in schema["properties"].items()
    ]


def _header_parameters(declared: Declared) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if declared.idempotent:
        found.append(_header("Idempotency-Key", r"^[!-~]{1,200}$", "The same key twice: one effect, the same answer."))
    if declared.versioned:
        found.append(_header("If-Match", r'^"(0|[1-9][0-9]{0,8})"$', "The version that you have seen."))
    return found


def _header(name: str, pattern: str, text: str) -> dict[str, Any]:
    schema = {"type": "string", "pattern": pattern}
    return {"name": name, "in": "header", "required": False, "description": text, "schema": schema}


def _responses(path: str, declared: Declared, by_kind: dict[str, Any]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "All is well."}
    if declared.answer is not None:
        good["content"] = {JSON: {"schema": by_kind[str(declared.answer)]}}
    elif declared.status != 204:
        good["content"] = {declared.gives: {}}
    by_status: dict[int, list[str]] = {}
    for code in problems_of(path, declared):
        by_status.setdefault(KINDS[code].status, []).append(code)
        if code == "refused":
            for status in _REFUSALS:
                by_status.setdefault(status, []).append(code)
    problem = {MEDIA_TYPE: {"schema": by_kind[str(Problem)]}}
    answers = {
        str(status): {"description": ", ".join(dict.fromkeys(codes)), "content": problem}
        for status, codes in sorted(by_status.items())
    }
    return {str(declared.status): good} | answers


def problems_of(path: str, declared: Declared) -> tuple[str, ...]:
    """The codes of every problem that a route may give."""
    found = ["internal", "busy", "unavailable", *declared.problems]
    if not declared.permission.public:
        found += ["sign-in-needed", "not-allowed"]
    if declared.permission.writes:
        found += ["cross-site"]
    if "{" in path:
        found += ["not-found"]
    if declared.query is not None:
        found += ["bad-query"]
    if declared.idempotent:
        found += ["bad-header", "key-reused", "under-way"]
    if declared.versioned:
        found += ["bad-header", "changed"]
    if declared.body is not None:
        found += _BODY_PROBLEMS
    if declared.takes:
        found += ["media-type", "incomplete-body", "empty", "too-large"]
    return tuple(dict.fromkeys(found))


@get("/api/openapi.json", opt=declare(READ_PUBLIC, gives=JSON))
async def openapi_json(request: AnyRequest) -> Response[bytes]:
    """This interface, as an OpenAPI 3.1 document."""
    return Response(request.app.state.openapi(), media_type=JSON, headers={"cache-control": "public, no-cache"})


@get("/api", opt=declare(READ_PUBLIC, gives="text/html"))
async def api_page(request: AnyRequest) -> Response[bytes]:
    """This interface, as a page."""
    told = msgspec.json.decode(request.app.state.openapi())
    return Response(page(told), media_type="text/html")


def page(told: dict[str, Any]) -> bytes:
    """The document as a page of plain HTML, which needs no script and nothing from elsewhere."""
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Certify: the interface</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<link rel="stylesheet" href="/v/static/tokens.css"><link rel="stylesheet" href="/v/static/verify.css"></head>',
        '<body><main><h1>The interface for programs</h1><p><a href="/api/openapi.json">OpenAPI 3.1</a></p>',
    ]
    for path, operations in told["paths"].items():
        parts.append(f"<h2><code>{html.escape(path)}</code></h2><dl>")
        for method, operation in operations.items():
            who = html.escape(operation["x-permission"])
            text = html.escape(f"{operation['summary']} {operation['description']}".strip())
            answers = ", ".join(sorted(operation["responses"]))
            parts.append(
                f"<dt><strong>{method.upper()}</strong></dt><dd>{text}<br>{who}; {answers}{_body(operation)}</dd>"
            )
        parts.append("</dl>")
    parts.append("<h2>Types</h2>")
    for name, schema in sorted(told["components"]["schemas"].items()):
        text = html.escape(msgspec.json.format(msgspec.json.encode(schema), indent=1).decode())
        parts.append(
            f'<details id="{html.escape(name)}"><summary>{html.escape(name)}</summary><pre>{text}</pre></details>'
        )
    parts.append("</main></body></html>")
    return "".join(parts).encode()


def _body(operation: dict[str, Any]) -> str:
    content: dict[str, Any] = operation.get("requestBody", {}).get("content", {})
    schemas: list[dict[str, Any]] = [given["schema"] for given in content.values()]
    reference = schemas[0].get("$ref", "") if schemas else ""
    if reference:
        name = html.escape(reference.rpartition("/")[2])
        return f'<br>takes <a href="#{name}">{name}</a>'
    return f"<br>takes {html.escape(', '.join(content))}" if content else ""


HANDLERS = (openapi_json, api_page)
