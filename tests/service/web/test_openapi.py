"""The OpenAPI document tells the truth: it is valid, it has every route, and what it says is what happens."""

from __future__ import annotations

from typing import Any

import anyio.from_thread
import anyio.to_thread
import httpx
import jsonschema
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from openapi_spec_validator import validate
from schemathesis import GenerationMode, checks
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi import checks as openapi_checks

from certify.service.web import openapi
from certify.service.web.problem_kinds import KINDS
from tests.service.web.site import Site

pytestmark = pytest.mark.anyio


async def test_the_document_is_openapi_3_1_and_has_every_declared_route(lite: Site) -> None:
    told = (await lite.client().get("/api/openapi.json")).json()
    validate(told)
    assert told["openapi"].startswith("3.1")
    for path, method, _, _ in openapi.routes_of(lite.app):
        assert method.lower() in told["paths"][path], (method, path)
    jsonschema.Draft202012Validator.check_schema(told["components"]["schemas"]["Submit"])


async def test_the_page_needs_nothing_from_elsewhere(lite: Site) -> None:
    page = (await lite.client().get("/api")).text
    assert "/api/cases/{case}/acts" in page
    assert "<script" not in page
    assert "//" not in page.replace("http://localhost:8000", "").replace("https?://", "").replace("://", "")


async def test_every_problem_that_is_named_is_a_kind(lite: Site) -> None:
    for path, _, _, declared in openapi.routes_of(lite.app):
        assert set(openapi.problems_of(path, declared)) <= set(KINDS), path


async def test_real_answers_fit_their_schemas(lite: Site) -> None:
    await lite.world.assessed()
    told = (await lite.client().get("/api/openapi.json")).json()
    kim, mo, adi = await lite.by("kim"), await lite.by("mo"), await lite.by("adi")
    for client, path, template in (
        (kim, "/api/cases", "/api/cases"),
        (kim, "/api/cases/case-1", "/api/cases/{case}"),
        (kim, "/api/cases/case-1/events", "/api/cases/{case}/events"),
        (kim, "/api/cases/case-1/outcome", "/api/cases/{case}/outcome"),
        (kim, "/api/people", "/api/people"),
        (mo, "/api/drafts", "/api/drafts"),
        (mo, "/api/me", "/api/me"),
        (adi, "/api/authority", "/api/authority"),
        (adi, "/api/issuing", "/api/issuing"),
        (kim, "/schemes/open-garden/2026.1", "/schemes/{scheme}/{version}"),
        (kim, "/register.json", "/register.json"),
    ):
        answer = await client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        schema = told["paths"][template]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.Draft202012Validator(schema | {"components": told["components"]}).validate(answer.json())
    problem = (await kim.get("/api/cases/nothing")).json()
    schema = {"$ref": "#/components/schemas/Problem", "components": told["components"]}
    jsonschema.Draft202012Validator(schema).validate(problem)


CHECKS: list[Any] = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
]
EXAMPLES = 3  # of good and of bad calls each, for every operation


async def test_machine_made_calls_get_what_the_document_says(lite: Site) -> None:
    """Schemathesis makes calls out of the document, good and bad ones, and compares each answer with it."""
    await lite.world.assessed()
    tokens = [await lite.token(person) for person in ("kim", "mo", "adi", "sol")]
    schema: Any = schemathesis.openapi.from_dict(await _document(lite))
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 50
    told = []
    for operation in operations:
        # Only what has a body or a query can be wrong in a way of its own.
        for mode in GenerationMode if operation.body or operation.query else [GenerationMode.POSITIVE]:
            told += await anyio.to_thread.run_sync(_try, lite, operation, mode, tokens)
    assert not told, "\n\n".join(told)


def _try(site: Site, operation: Any, mode: GenerationMode, tokens: list[str]) -> list[str]:
    """What the document does not say about one operation; the calls are made in the site's own loop."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        site.later(seconds=20)  # so that nobody has called too often
        tokens.append(tokens.pop(0))
        case.validate_response(anyio.from_thread.run(_call, site, case, tokens[0]), checks=CHECKS)

    try:
        run()
    except Unsatisfiable:
        return []  # there is nothing about this call that could be wrong
    except (Failure, FailureGroup) as failure:
        return [f"{operation.label}: {failure}"]
    return []


async def _call(site: Site, case: Any, token: str) -> httpx.Response:
    sent = case.as_transport_kwargs(base_url="http://localhost:8000", headers={"authorization": f"Bearer {token}"})
    prepared: Any = requests.Request(**{name: value for name, value in sent.items() if name in _PARTS}).prepare()
    async with site.client() as client:
        return await client.request(
            str(prepared.method),
            str(prepared.url),
            headers=[(name, value) for name, value in prepared.headers.items() if name.lower() != "content-length"],
            content=prepared.body,
        )


_PARTS = ("method", "url", "headers", "params", "data", "json", "files")


async def _document(site: Site) -> dict[str, Any]:
    told: dict[str, Any] = (await site.client().get("/api/openapi.json")).json()
    return told
