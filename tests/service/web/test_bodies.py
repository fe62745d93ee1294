"""Hostile content: each piece is a named 4xx problem, never a 500, and nothing is stored."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from certify.service.store import cases, documents
from certify.service.web.bodies import pointer
from tests.service.web.site import Site, submit
from tests.service.world import BODY

pytestmark = pytest.mark.anyio

# What is sent as JSON -> the problem's type and status.
HOSTILE: dict[str, tuple[bytes, str, int]] = {
    "nothing": (b"", "empty", 400),
    "white space": (b" \r\n\t", "empty", 400),
    "half of it": (b'{"act": "Submit"', "not-json", 400),
    "two values": (b"{} {}", "not-json", 400),
    "a comma too many": (b'{"act": "Submit",}', "not-json", 400),
    "single quotes": (b"{'act': 'Submit'}", "not-json", 400),
    "NaN": (b'{"act": NaN}', "not-json", 400),
    "Infinity": (b'{"act": -Infinity}', "not-json", 400),
    "a doubled key": (b'{"act": "Submit", "act": "Register"}', "duplicate-key", 400),
    "a doubled key below": (
        b'{"act": "Submit", "dossier": {"area": {"name": "a", "name": "b"}}}',
        "duplicate-key",
        400,
    ),
    "a doubled key, escaped": (b'{"act": "Submit", "\\u0061ct": "x"}', "duplicate-key", 400),
    "depth of 2,000 arrays": (b"[" * 2_000 + b"]" * 2_000, "too-deep", 400),
    "depth of 2,000 objects": (b'{"a":' * 2_000 + b"1" + b"}" * 2_000, "too-deep", 400),
    "depth of 100,000, open": (b"[" * 100_000, "too-deep", 400),
    "invalid UTF-8": (b'{"act": "\xff\xfe"}', "not-utf8", 400),
    "overlong UTF-8": (b'{"act": "\xc0\xaf"}', "not-utf8", 400),
    "UTF-16": ('{"act": "Submit"}'.encode("utf-16"), "not-utf8", 400),
    "a byte order mark": (b'\xef\xbb\xbf{"act": "Submit"}', "byte-order-mark", 400),
    "half a surrogate pair": (b'{"act": "\\ud800"}', "lone-surrogate", 400),
    "NUL, escaped": (b'{"act": "Sub\\u0000mit"}', "forbidden-character", 400),
    "NUL, raw": (b'{"act": "Sub\x00mit"}', "not-json", 400),
    "a number of 10,000 digits": (b'{"act": ' + b"9" * 10_000 + b"}", "bad-number", 400),
    "a number beyond all": (b'{"act": 1e999}', "bad-number", 400),
    "an integer beyond 2**53": (b'{"act": 9007199254740993}', "bad-number", 400),
    "11 MB": (b'{"act": "' + b"a" * 11_000_000 + b'"}', "too-large", 413),
    "3 MB": (b'{"act": "' + b"a" * 3_000_000 + b'"}', "too-large", 413),
    "an array": (b"[]", "not-as-described", 422),
    "a number": (b"7", "not-as-described", 422),
    "null": (b"null", "not-as-described", 422),
    "another act": (b'{"act": "Register", "number": "1", "received": "2026-03-02"}', "not-as-described", 422),
    "no dossier": (b'{"act": "Submit"}', "not-as-described", 422),
    "a field too many": (b'{"act": "Submit", "dossier": {}, "state": "granted"}', "not-as-described", 422),
    "a column of the table": (b'{"act": "Submit", "dossier": {}, "body": "other"}', "not-as-described", 422),
    "a wrong type": (b'{"act": "Submit", "dossier": 7}', "not-as-described", 422),
    "a text for an object": (b'{"act": "Submit", "dossier": {"area": "here"}}', "not-as-described", 422),
    "a number as text": (b'{"act": "Submit", "dossier": {"area": {"name": 7}}}', "not-as-described", 422),
    "an id with a path": (b'{"act": "Submit", "dossier": {}, "applicant": "../x"}', "not-as-described", 422),
    "an id with a line feed": (b'{"act": "Submit", "dossier": {}, "applicant": "x\\ny"}', "not-as-described", 422),
}


async def test_hostile_content_is_a_named_problem_and_nothing_is_stored(site: Site) -> None:
    mo = await site.by("mo")
    for name, (raw, code, status) in HOSTILE.items():
        answer = await mo.post("/api/cases", content=raw, headers={"content-type": "application/json"})
        assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{code}"), name
        assert answer.headers["content-type"] == "application/problem+json", name
    assert [case async for case in cases.case_ids(site.db, BODY)] == []
    assert [row async for row in documents.all_documents(site.db, BODY)] == []


async def test_only_json_in_utf8_is_read(lite: Site) -> None:
    mo = await lite.by("mo")
    raw = msgspec.json.encode(submit(lite.world.scheme.digest))
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", ""):
        answer = await mo.post("/api/cases", content=raw, headers={"content-type": media_type})
        assert (answer.status_code, answer.json()["type"]) == (415, "/problems/media-type"), media_type


async def test_a_body_in_pieces_ends_where_its_limit_is(lite: Site) -> None:
    mo = await lite.by("mo")
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 50_000_000:
            sent += 100_000
            yield b" " * 100_000

    answer = await mo.post("/api/cases", content=endless(), headers={"content-type": "application/json"})
    assert answer.status_code == 413


QUERIES = ["nope=1", "limit=0", "limit=101", "limit=x", "limit=%D9%A3", "limit=1&limit=2", "search=%00", "search=%ff",
     "state=granted,nothing", "cursor=%2B%2B", "cursor=////", "search=" + "a" * 3_000, "waiting=maybe"]  # fmt: skip


async def test_a_query_that_cannot_be_read_is_a_problem(lite: Site) -> None:
    kim = await lite.by("kim")
    for query in QUERIES:
        answer = await kim.get(f"/api/cases?{query}")
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/bad-query"), query


async def test_a_version_that_cannot_be_read_is_a_problem(lite: Site) -> None:
    await lite.world.submitted()
    kim = await lite.by("kim")
    for header in ["seven", "7", '"x"', '"07"', '"1", "2"', '"99999999999"']:
        answer = await kim.post(
            "/api/cases/case-1/acts",
            json={"act": "Register", "number": "1", "received": "2026-03-02"},
            headers={"if-match": header},
        )
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/bad-header"), header


async def test_an_idempotency_key_that_cannot_be_read_is_a_problem(lite: Site) -> None:
    mo = await lite.by("mo")
    for key in ["", "two words", "k" * 201]:
        answer = await mo.post("/api/cases", json=submit(lite.world.scheme.digest), headers={"idempotency-key": key})
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/bad-header"), key


PATHS = ["/api/cases/%00", "/api/cases/a%0ab", "/certificates/%ff", "/bodies/garden/status/%D9%A3/revocation",
     "/bodies/garden/status/01/revocation", "/bodies/garden/status/-1/revocation", "/v/%00", "/v/x%0dy",
     "/bodies/%2e%2e/did.json", "/schemes/%F0%9F%8C%B1", "/certificates/..%2f..%2fetc"]  # fmt: skip


async def test_an_address_that_is_none_of_ours_is_not_found(site: Site) -> None:
    kim = await site.by("kim")
    for path in PATHS:
        answer = await kim.get(path)
        assert answer.status_code == 404, (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json", path


def test_a_place_in_json_is_told_as_a_pointer() -> None:
    assert pointer("$.dossier.evidence[3].date") == "/dossier/evidence/3/date"
    assert pointer("$") == ""
    assert pointer("$[...].a~b") == "/.../a~0b"


async def test_what_is_wrong_is_told_with_its_place(lite: Site) -> None:
    mo = await lite.by("mo")
    body: dict[str, Any] = submit(lite.world.scheme.digest)
    body["dossier"]["area"]["name"] = 7
    problem = (await mo.post("/api/cases", json=body)).json()
    assert problem["errors"] == [{"message": "Expected `str`, got `int`", "pointer": "/dossier/area/name"}]
