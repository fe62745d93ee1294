"""A case from submission to certificate over HTTP alone; what is refused, what is repeated, what comes at once."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from certify.service.store import cases, documents
from tests.core.life import findings
from tests.service.web.site import Site, as_json, submit
from tests.service.world import BODY

pytestmark = pytest.mark.anyio

WHY = {"text": "Därför att det är så."}


async def act(client: httpx.AsyncClient, case: str, name: str, **fields: Any) -> httpx.Response:
    """Post an act."""
    return await client.post(f"/api/cases/{case}/acts", json={"act": name, **fields})


async def opened(site: Site) -> str:
    """A case that Mo has opened; its id."""
    mo = await site.by("mo")
    answer = await mo.post("/api/cases", json=submit(site.world.scheme.digest))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["case"])


async def granted(site: Site) -> str:
    """A case that was taken all the way to its decision, over HTTP."""
    case = await opened(site)
    who = {name: await site.by(name) for name in ("kim", "ask", "dag", "mo")}
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("kim", "Register", {"number": "2026-17", "received": "2026-03-02"}),
        ("kim", "Accept", {"findings": {"findings": [], "inputs": {"member": "yes"}}}),
        ("kim", "Assign", {"duty": "assess", "person": "ask"}),
        ("kim", "Assign", {"duty": "decide", "person": "dag"}),
        ("ask", "DeclareInterest", {"conflict": False}),
        ("dag", "DeclareInterest", {"conflict": False}),
        ("mo", "Agree", {"terms": site.world.terms}),
        ("ask", "Assess", {"findings": as_json(findings())}),
        ("dag", "Decide", {"outcome": "grant", "reason": WHY}),
    ]
    for person, name, fields in steps:
        site.later(minutes=1)
        answer = await act(who[person], case, name, **fields)
        assert answer.status_code == 200, (name, answer.text)
    return case


async def test_the_whole_path_by_the_interface_alone(site: Site) -> None:
    case = await granted(site)
    await site.issue()
    mo = await site.by("mo")
    shown = (await mo.get(f"/api/cases/{case}")).json()
    assert shown["state"] == "granted"
    (certificate,) = shown["certificates"]
    number = certificate["number"]
    anyone = site.client()
    credential = await anyone.get(f"/certificates/{number}")
    assert credential.status_code == 200
    assert credential.headers["content-type"] == "application/vc"
    verdict = (await anyone.get(f"/v/{number}.json")).json()
    assert verdict["verdict"] == "valid"
    dag = await site.by("dag")
    site.later(minutes=1)
    assert (await act(dag, case, "Withdraw", reason_class="requirements_not_met", reason=WHY)).status_code == 200
    await site.issue()
    assert (await anyone.get(f"/v/{number}.json")).json()["verdict"] == "withdrawn"


async def test_a_refusal_names_its_rule(site: Site) -> None:
    case = await opened(site)
    mo = await site.by("mo")
    again = await mo.post("/api/cases", json=submit(site.world.scheme.digest))
    assert again.status_code == 409
    assert again.headers["content-type"] == "application/problem+json"
    problem = again.json()
    assert problem["type"] == "/problems/refused"
    assert problem["rule"] == "submit.open_case"
    assert problem["evidence"] == {"cases": [case]}
    kim = await site.by("kim")
    early = await act(kim, case, "Decide", outcome="grant", reason=WHY)
    assert (early.status_code, early.json()["rule"]) == (403, "act.role")


async def test_of_two_acts_at_once_one_wins_and_the_other_is_told(site: Site) -> None:
    case = await opened(site)
    kim, elm = await site.by("kim"), await site.by("elm")
    both = await asyncio.gather(
        act(kim, case, "Register", number="2026-1", received="2026-03-02"),
        act(elm, case, "Register", number="2026-2", received="2026-03-02"),
    )
    assert sorted(answer.status_code for answer in both) == [200, 409]
    loser = next(answer for answer in both if answer.status_code == 409).json()
    assert loser.get("rule") == "act.state" or loser["type"] == "/problems/conflict"
    assert len(await cases.events_of(site.db, BODY, case)) == 2


async def test_the_version_in_if_match_must_be_the_latest(site: Site) -> None:
    case = await opened(site)
    kim = await site.by("kim")
    body = {"act": "Register", "number": "2026-1", "received": "2026-03-02"}
    stale = await kim.post(f"/api/cases/{case}/acts", json=body, headers={"if-match": '"7"'})
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/changed")
    assert stale.json()["version"] == 1
    right = await kim.post(f"/api/cases/{case}/acts", json=body, headers={"if-match": '"1"'})
    assert right.status_code == 200
    assert right.headers["etag"] == '"2"'


async def test_the_same_key_twice_has_one_effect_and_one_answer(site: Site) -> None:
    mo = await site.by("mo")
    body = submit(site.world.scheme.digest)
    first = await mo.post("/api/cases", json=body, headers={"idempotency-key": "one"})
    second = await mo.post("/api/cases", json=body, headers={"idempotency-key": "one"})
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    other = await mo.post("/api/cases", json=body | {"form": "short"}, headers={"idempotency-key": "one"})
    assert (other.status_code, other.json()["type"]) == (422, "/problems/key-reused")
    case = first.json()["case"]
    kim = await site.by("kim")
    act_body = {"act": "Register", "number": "2026-1", "received": "2026-03-02"}
    done = [
        await kim.post(f"/api/cases/{case}/acts", json=act_body, headers={"idempotency-key": "two"}) for _ in range(2)
    ]
    assert done[0].content == done[1].content
    assert len(await cases.events_of(site.db, BODY, case)) == 2


async def test_of_many_submissions_at_once_one_opens_a_case(site: Site) -> None:
    mo = await site.by("mo")
    body = submit(site.world.scheme.digest)
    answers = await asyncio.gather(*(mo.post("/api/cases", json=body) for _ in range(12)))
    opened_one, refused = (
        [answer for answer in answers if answer.status_code == 201],
        [answer.json().get("rule") for answer in answers if answer.status_code != 201],
    )
    assert (len(opened_one), set(refused)) == (1, {"submit.open_case"})


async def test_a_conflict_told_twice_is_answered_alike_though_the_case_is_out_of_sight(lite: Site) -> None:
    # given an assessor with a duty
    case, kim, ask = await opened(lite), await lite.by("kim"), await lite.by("ask")
    await act(kim, case, "Register", number="2026-18", received="2026-03-02")
    await act(kim, case, "Assign", duty="assess", person="ask")
    # when a conflict is told twice under one key
    tied = {"act": "DeclareInterest", "conflict": True}
    first, second = [
        await ask.post(f"/api/cases/{case}/acts", json=tied, headers={"idempotency-key": "tied"}) for _ in range(2)
    ]
    # then it has happened once and is answered alike, and nothing else of the case is told
    assert (first.status_code, second.content) == (200, first.content)
    other = await ask.post(
        f"/api/cases/{case}/acts", json=tied | {"statement": WHY}, headers={"idempotency-key": "tied"}
    )
    assert other.json()["type"] == "/problems/key-reused"
    for key in ({}, {"idempotency-key": "new"}):
        assert (await ask.post(f"/api/cases/{case}/acts", json=tied, headers=key)).status_code == 404


async def test_documents_are_shown_to_those_who_may(site: Site) -> None:
    case = await granted(site)
    kim, mo, ola, ask = [await site.by(name) for name in ("kim", "mo", "ola", "ask")]
    events = (await kim.get(f"/api/cases/{case}/events")).json()
    decided = next(e["event"] for e in events if e["event"]["type"] == "Decided")
    for client in (kim, mo, ask):
        paper = await client.get(f"/api/cases/{case}/documents/{decided['reason']}")
        assert paper.json()["statement"] == WHY
        assert paper.json()["use"] == "reason"
    foreign = await ola.get(f"/api/cases/{case}/documents/{decided['reason']}")
    absent = await ola.get(f"/api/cases/nothing/documents/{decided['reason']}")
    assert (foreign.status_code, foreign.content) == (404, absent.content)
    assert (await kim.get(f"/api/cases/{case}/documents/sha256:{'0' * 64}")).status_code == 404


async def test_findings_wait_for_the_decision_and_notes_are_the_assessors_own(site: Site) -> None:
    case = await opened(site)
    kim, ask, mo = [await site.by(name) for name in ("kim", "ask", "mo")]
    await act(kim, case, "Register", number="2026-1", received="2026-03-02")
    await act(kim, case, "Accept", findings={"findings": [], "inputs": {"member": "yes"}})
    await act(kim, case, "Assign", duty="assess", person="ask")
    await act(ask, case, "DeclareInterest", conflict=False)
    said = as_json(findings())
    said["findings"][0]["note"] = "Min egen anteckning"
    assert (await act(ask, case, "Assess", findings=said)).status_code == 200
    events = (await ask.get(f"/api/cases/{case}/events")).json()
    digest = next(e["event"]["findings"] for e in events if e["event"]["type"] == "Assessed")
    where = f"/api/cases/{case}/documents/{digest}"
    assert "Min egen" in (await ask.get(where)).text
    assert (await kim.get(where)).status_code == 200
    assert "Min egen" not in (await kim.get(where)).text
    assert (await mo.get(where)).status_code == 404


async def test_an_act_brings_its_words_and_never_the_name_of_a_document(site: Site) -> None:
    case = await granted(site)
    kim = await site.by("kim")
    events = (await kim.get(f"/api/cases/{case}/events")).json()
    reason = next(e["event"]["reason"] for e in events if e["event"]["type"] == "Decided")
    dag = await site.by("dag")
    answer = await act(dag, case, "Withdraw", reason_class="other", reason=reason)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/unknown-reference")


async def test_a_dossier_names_only_files_of_its_own_organisation(site: Site) -> None:
    row = documents.EvidenceRow(
        body=BODY, digest="sha256:" + "a" * 64, size=3, media_type="text/plain", stored_at=site.clock(), by="ola"
    )
    await documents.store_evidence(site.db, row)
    body = submit(site.world.scheme.digest)
    body["dossier"]["evidence"] = [
        {"evidence": "file", "id": "e1", "criteria": ["G.1"], "kind": "photo", "title": "Ett foto",
         "digest": row.digest, "name": "a.txt", "media_type": "text/plain", "size": 3}
    ]  # fmt: skip
    mo = await site.by("mo")
    answer = await mo.post("/api/cases", json=body)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/unknown-reference")


async def test_lists_go_on_from_a_cursor_and_show_only_what_one_may_see(site: Site) -> None:
    for n in range(5):
        await site.world.submitted(
            f"case-{n}", applicant="lindhamra" if n == 0 else "other", by="mo" if n == 0 else "ola"
        )
        if n:
            await site.world.do("ola", _withdraw(), case=f"case-{n}")
    kim, mo, ola, ros = [await site.by(name) for name in ("kim", "mo", "ola", "ros")]
    seen: list[str] = []
    cursor = ""
    while True:
        page = (await kim.get("/api/cases", params={"limit": 2, "cursor": cursor})).json()
        seen += [case["id"] for case in page["cases"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert seen == ["case-4", "case-3", "case-2", "case-1", "case-0"]
    assert [c["id"] for c in (await mo.get("/api/cases")).json()["cases"]] == ["case-0"]
    assert len((await ola.get("/api/cases")).json()["cases"]) == 4
    assert len((await ros.get("/api/cases", params={"search": "annan"})).json()["cases"]) == 4
    assert (await kim.get("/api/cases", params={"cursor": "x"})).json()["type"] == "/problems/bad-query"


async def test_an_assessor_sees_headers_of_what_waits_and_all_of_what_is_theirs(site: Site) -> None:
    case = await opened(site)
    kim, ask = await site.by("kim"), await site.by("ask")
    await act(kim, case, "Register", number="2026-1", received="2026-03-02")
    waiting = (await ask.get("/api/cases", params={"waiting": "true"})).json()["cases"]
    assert [one["id"] for one in waiting] == [case]
    assert (await ask.get(f"/api/cases/{case}")).status_code == 404
    await act(kim, case, "Assign", duty="assess", person="ask")
    assert (await ask.get(f"/api/cases/{case}")).json()["acts"] == [
        "DeclareInterest",
        "RecordGuidance",
        "RequestCompletion",
    ]
    assert (await ask.get("/api/cases", params={"waiting": "true"})).json()["cases"] == []
    await act(ask, case, "DeclareInterest", conflict=True)
    assert (await ask.get(f"/api/cases/{case}")).status_code == 404
    assert (await ask.get("/api/cases")).json()["cases"] == []


async def test_the_outcome_is_what_a_decision_would_be_judged_by(site: Site) -> None:
    case = await granted(site)
    dag = await site.by("dag")
    outcome = (await dag.get(f"/api/cases/{case}/outcome")).json()
    assert (outcome["level"], outcome["complete"]) == ("OPEN", True)


def _withdraw() -> Any:
    from certify.core import acts as a

    return a.WithdrawApplication()
