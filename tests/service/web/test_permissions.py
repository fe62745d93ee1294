"""Who may use which route: every route that the application has, by every role, by strangers and by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from litestar import Litestar, get, post
from litestar.routes import HTTPRoute

from certify.core.acts import Role
from certify.service.web.declared import declared_of
from certify.service.web.permissions import (
    READ_CASES,
    READ_METHODS,
    READ_PUBLIC,
    SEND_PUBLIC,
    Permission,
    Undeclared,
    check_routes,
    permission_of,
)
from tests.service.web.site import EVERYBODY, Site
from tests.service.world import ROLES

pytestmark = pytest.mark.anyio

# What stands for a parameter of a path: things of `lindhamra`, which Mo speaks for and Ola does not.
NAMED = {
    "case": "case-1",
    "draft": "draft-1",
    "scheme_draft": "draft-1",
    "digest": "sha256:" + "0" * 64,
    "token": "token-1",
    "person": "kim",
    "organisation": "lindhamra",
    "slug": "garden",
    "n": "1",
    "number": "2222-2222-2",
    "scheme": "open-garden",
    "version": "2026.1",
    "criterion": "G.1",
    "code": "not-found",
    "name": "tokens.css",
}
ROLES_OF: dict[str, frozenset[Role]] = {person: frozenset(roles) for person, roles in ROLES.items()}
ROLES_OF |= {"mo": frozenset({"applicant"}), "ola": frozenset({"applicant"})}


def routes(app: Litestar) -> Iterator[tuple[str, str, Permission]]:
    """Every path, method and permission of the running application, with its parameters filled in."""
    for route in app.routes:
        assert isinstance(route, HTTPRoute)
        for handler in route.route_handlers:
            for method in sorted(str(m) for m in handler.http_methods):
                permission = permission_of(handler.opt, method)
                if method == "OPTIONS" and permission is None:
                    continue
                if method == "OPTIONS":
                    continue
                assert permission is not None
                path = route.path_format
                for name, value in NAMED.items():
                    path = path.replace("{" + name + "}", value)
                assert "{" not in path, f"say what stands for the parameter of {path}"
                yield path, method, permission


def opens(permission: Permission, person: str) -> bool:
    """Whether a permission opens for a person, by the roles that they have."""
    return permission.public or permission.roles is None or bool(permission.roles & ROLES_OF[person])


async def test_every_route_opens_for_its_roles_and_for_nobody_else(lite: Site) -> None:
    await lite.world.submitted()
    people = {person: await lite.by(person) for person in EVERYBODY}
    nobody = lite.client()
    seen = 0
    for path, method, permission in routes(lite.app):
        lite.later(minutes=1)
        answer = await nobody.request(method, path)
        if not permission.public:
            assert answer.status_code == 401, (method, path)
        for person, client in people.items():
            told = await client.request(method, path)
            assert told.status_code < 500, (method, path, person, told.text)
            if permission.in_person:
                assert told.status_code == 403, (method, path, person)
            elif opens(permission, person):
                # Nothing was sent, so that what is let in fails later, and changes nothing.
                denied = told.status_code == 403 and told.json()["type"] == "/problems/not-allowed"
                assert not denied or path.startswith("/api/people/kim"), (method, path, person, told.text)
                assert told.status_code != 401, (method, path, person)
            else:
                assert told.status_code == 403, (method, path, person)
                assert told.json()["type"] == "/problems/not-allowed"
            seen += 1
    assert seen > 500


async def test_a_stranger_gets_the_very_answer_of_what_is_not_there(site: Site) -> None:
    await site.world.submitted()
    mo, ola = await site.by("mo"), await site.by("ola")
    begun = await mo.post("/api/drafts", json={"organisation": "lindhamra", "scheme": site.world.scheme.digest})
    draft = begun.json()["id"]
    dossier = (await mo.get("/api/cases/case-1")).json()["dossiers"][0]
    here = [
        ("GET", "/api/cases/case-1", None),
        ("GET", "/api/cases/case-1/events", None),
        ("GET", "/api/cases/case-1/outcome", None),
        ("GET", f"/api/cases/case-1/documents/{dossier}", None),
        ("GET", f"/api/cases/case-1/evidence/{NAMED['digest']}", None),
        ("POST", "/api/cases/case-1/acts", {"act": "WithdrawApplication"}),
        ("GET", f"/api/drafts/{draft}", None),
        ("PUT", f"/api/drafts/{draft}", {}),
        ("DELETE", f"/api/drafts/{draft}", None),
        ("GET", f"/api/drafts/{draft}/check", None),
        ("POST", f"/api/drafts/{draft}/submit", None),
        ("GET", f"/api/drafts/{draft}/files/{NAMED['digest']}", None),
    ]
    for method, path, body in here:
        sent: dict[str, Any] = {"json": body} if body is not None else {}
        sent["headers"] = {"if-match": '"1"'}
        foreign = await ola.request(method, path, **sent)
        absent = await ola.request(method, path.replace("case-1", "nothing").replace(draft, "nothing"), **sent)
        assert foreign.status_code == 404, (method, path, foreign.text)
        assert foreign.content == absent.content, (method, path)
    upload = {"content": b"hej", "headers": {"content-type": "text/plain"}}
    foreign = await ola.post(f"/api/drafts/{draft}/files?name=a.txt", **upload)  # type: ignore[arg-type]  # a call's own words
    absent = await ola.post("/api/drafts/nothing/files?name=a.txt", **upload)  # type: ignore[arg-type]  # the same
    assert (foreign.status_code, foreign.content) == (404, absent.content)
    assert (await mo.get("/api/cases/case-1")).status_code == 200


async def test_an_organisation_that_is_not_ones_own_is_not_there(site: Site) -> None:
    ola = await site.by("ola")
    scheme = site.world.scheme.digest
    foreign = await ola.post("/api/drafts", json={"organisation": "lindhamra", "scheme": scheme})
    absent = await ola.post("/api/drafts", json={"organisation": "nothing", "scheme": scheme})
    assert (foreign.status_code, foreign.content) == (404, absent.content)


async def test_appeals_handlers_see_what_ended_against_the_applicant(lite: Site) -> None:
    await lite.world.submitted()
    handler = await lite.by("app")
    assert (await handler.get("/api/cases/case-1")).status_code == 404
    assert (await handler.get("/api/cases")).json()["cases"] == []
    from certify.core import acts as a
    from tests.core.life import WHY

    await lite.world.do("kim", a.Register(number="1", received=lite.clock().date()))
    await lite.world.do("kim", a.Decline(reason=WHY))
    assert (await handler.get("/api/cases/case-1")).json()["seen_as"] == ["appeal"]
    assert [case["id"] for case in (await handler.get("/api/cases")).json()["cases"]] == ["case-1"]


def test_every_api_route_says_what_it_reads_and_answers(tmp_path: Any) -> None:
    from certify.service.app import create_app
    from certify.service.settings import for_trying

    for route in create_app(for_trying(tmp_path)).routes:
        for handler in getattr(route, "route_handlers", []):
            if route.path.startswith("/api") and str(next(iter(handler.http_methods))) != "OPTIONS":
                declared = declared_of(handler.opt)
                assert declared is not None, route.path
                writes = bool({str(m) for m in handler.http_methods} & {"POST", "PUT"})
                nothing_sent = route.path.endswith(("/lift", "/submit"))
                assert not writes or declared.body is not None or declared.takes or nothing_sent, route.path


def _app(*handlers: Any) -> Litestar:
    return Litestar(list(handlers), openapi_config=None, logging_config=None)


def test_a_route_without_a_permission_stops_the_start() -> None:
    @get("/open")
    async def undeclared() -> None: ...

    with pytest.raises(Undeclared, match="GET /open: no permission"):
        check_routes(_app(undeclared))


def test_a_route_that_writes_under_a_permission_to_read_stops_the_start() -> None:
    @post("/write", opt={"permission": READ_PUBLIC})
    async def writes() -> None: ...

    @get("/read", opt={"permission": SEND_PUBLIC})
    async def reads() -> None: ...

    with pytest.raises(Undeclared, match=r"(?s)GET /read.*POST /write"):
        check_routes(_app(writes, reads))


def test_an_auditor_who_could_change_something_stops_the_start() -> None:
    @post("/write", opt={"permission": Permission("x", frozenset({"auditor"}), writes=True)})
    async def writes() -> None: ...

    with pytest.raises(Undeclared, match="an auditor changes nothing"):
        check_routes(_app(writes))


def test_no_permission_to_change_is_an_auditors() -> None:
    assert READ_CASES.roles is not None
    assert "auditor" in READ_CASES.roles
    assert {"GET", "HEAD"} == READ_METHODS
