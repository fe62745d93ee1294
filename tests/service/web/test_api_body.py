"""What the body itself publishes and records, over HTTP; and what was erased."""

from __future__ import annotations

import msgspec
import pytest

from certify.service.store import documents, notices, organisations
from tests.core.life import DOSSIER
from tests.service.web.site import Site, submit
from tests.service.web.test_api_cases import opened
from tests.service.world import BODY, GARDEN

pytestmark = pytest.mark.anyio

NEXT = GARDEN.read_bytes().replace(b"id: 2026.1, applies_from: 2026-01-01", b"id: 2027.1, applies_from: 2027-01-01")
BOMB = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + n, 98 + n, b", ".join([b"*%c" % (97 + n)] * 9)) for n in range(9)
)
YAML = {"content-type": "application/yaml"}


async def test_a_scheme_is_checked_and_published_once(site: Site) -> None:
    sol = await site.by("sol")
    checked = (await sol.post("/api/schemes/check", content=NEXT, headers=YAML)).json()
    assert (checked["scheme"], checked["version"]) == ("open-garden", "2027.1")
    assert len((await sol.get("/api/schemes")).json()) == 1
    site.later(minutes=1)
    made = await sol.post("/api/schemes", content=NEXT, headers=YAML | {"idempotency-key": "one"})
    assert (made.status_code, made.json()["digest"]) == (201, checked["digest"])
    again = await sol.post("/api/schemes", content=NEXT, headers=YAML | {"idempotency-key": "one"})
    assert again.content == made.content
    taken = await sol.post("/api/schemes", content=NEXT, headers=YAML)
    assert (taken.status_code, taken.json()["type"]) == (409, "/problems/taken")
    assert [row["version"] for row in (await sol.get("/api/schemes")).json()] == ["2027.1", "2026.1"]
    assert (await site.client().get("/schemes/open-garden/2027.1")).json()["version"] == "2027.1"


async def test_every_fault_of_a_scheme_is_named_with_its_place(lite: Site) -> None:
    sol = await lite.by("sol")
    broken = NEXT.replace(b"bindings: [mandatory, recommended]", b"bindings: [mandatory]").replace(
        b"is: no", b"is: nope"
    )
    answer = await sol.post("/api/schemes", content=broken, headers=YAML)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, "/problems/scheme-faults")
    assert len(problem["faults"]) >= 1
    assert all({"line", "column", "code", "sv", "en"} <= set(fault) for fault in problem["faults"])
    for content, code, status in (
        (BOMB, "scheme-faults", 422),
        (b"\xff\xfe", "scheme-faults", 422),
        (b"", "empty", 400),
        (b"#" * 1_000_001, "too-large", 413),
    ):
        answer = await sol.post("/api/schemes", content=content, headers=YAML)
        assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{code}"), content[:20]
    wrong = await sol.post("/api/schemes", content=NEXT, headers={"content-type": "application/json"})
    assert wrong.json()["type"] == "/problems/media-type"
    assert len((await sol.get("/api/schemes")).json()) == 1


async def test_terms_are_published_and_the_newest_are_in_force(site: Site) -> None:
    adi, mo = await site.by("adi"), await site.by("mo")
    site.later(minutes=1)
    made = await adi.post("/api/terms", json={"sv": "Nya villkor.", "en": "New terms."})
    assert made.status_code == 201, made.text
    digest = made.json()["digest"]
    assert (await mo.get("/api/terms")).json()["digest"] == digest
    assert (await mo.get(f"/api/terms/{site.world.terms}")).json()["sv"] == "Villkor."
    assert (await mo.get("/api/terms/sha256:0")).status_code == 404
    same = await adi.post("/api/terms", json={"sv": "Nya villkor.", "en": "New terms."})
    assert same.json()["type"] == "/problems/taken"


@pytest.mark.parametrize(
    ("field", "text", "problem"),
    [
        ("name", "A\u0308ngby trädgård", "not-normalised"),
        ("name", "Ekviks \u202edrågdärt", "forbidden-character"),
        ("address", "Torget\u200b 2", "forbidden-character"),
    ],
)
async def test_no_organisation_is_called_what_no_certificate_can_say(
    lite: Site, field: str, text: str, problem: str
) -> None:
    kim = await lite.by("kim")
    wanted = {"number": "8024002001", "name": "Ekviks trädgård", "address": "Torget 2"}
    refused = await kim.post("/api/organisations", json=wanted | {field: text})
    assert (refused.status_code, refused.json()["type"]) == (400, f"/problems/{problem}")
    made = await kim.post("/api/organisations", json=wanted)
    assert made.status_code == 201
    renaming = {"name": "Ekvik", "address": "Torget 3", field: text}
    renamed = await kim.put(f"/api/organisations/{made.json()['id']}/name", json=renaming)
    assert (renamed.status_code, renamed.json()["type"]) == (400, f"/problems/{problem}")


async def test_organisations_become_known_by_a_right_number(site: Site) -> None:
    kim = await site.by("kim")
    wanted = {"number": "8024002001", "name": "Ekviks trädgård", "address": "Torget 2", "municipality_code": "0000"}
    made = await kim.post("/api/organisations", json=wanted)
    assert (made.status_code, made.json()["number"]) == (201, "802400-2001"), made.text
    taken = await kim.post("/api/organisations", json=wanted)
    assert taken.json()["type"] == "/problems/taken"
    wrong = await kim.post("/api/organisations", json=wanted | {"number": "802400-2002"})
    assert (wrong.status_code, wrong.json()["type"]) == (422, "/problems/not-as-described")
    found = (await kim.get("/api/organisations", params={"search": "ekvik"})).json()
    assert [row["id"] for row in found] == [made.json()["id"]]
    member = f"/api/organisations/{made.json()['id']}/membership"
    assert (await kim.put(member, json={"since": "2020-01-01"})).status_code == 200
    noted = (await (await site.by("ros")).get("/api/authority", params={"limit": 500})).json()[-1]
    assert (noted["type"], noted["by"], noted["data"]["what"]) == (
        "MembershipNoted",
        "kim",
        {"organisation": made.json()["id"], "since": "2020-01-01", "until": None},
    )
    backwards = await kim.put(member, json={"since": "2020-01-01", "until": "2019-01-01"})
    assert backwards.json()["type"] == "/problems/not-as-described"
    assert (await kim.put("/api/organisations/nothing/membership", json={"since": "2020-01-01"})).status_code == 404


async def test_an_organisation_is_renamed_and_new_applications_name_it_so(site: Site) -> None:
    kim, mo, ros = await site.by("kim"), await site.by("mo"), await site.by("ros")
    draft = (
        await mo.post("/api/drafts", json={"organisation": "lindhamra", "scheme": site.world.scheme.digest})
    ).json()
    assert draft["dossier"]["applicant"]["name"] == DOSSIER.applicant.name
    wanted = {"name": "Lindhamra Park", "address": "Parken 1"}
    assert (await ros.put("/api/organisations/lindhamra/name", json=wanted)).status_code == 403
    assert (await kim.put("/api/organisations/nothing/name", json=wanted)).status_code == 404
    renamed = await kim.put("/api/organisations/lindhamra/name", json=wanted)
    assert (renamed.status_code, renamed.json()["name"]) == (200, "Lindhamra Park")
    dossier = msgspec.to_builtins(DOSSIER)
    as_before = {"scheme": site.world.scheme.digest, "applicant": "lindhamra", "dossier": dossier}
    assert (await mo.post("/api/cases", json=as_before)).json()["rule"] == "submit.holder"
    where, version = f"/api/drafts/{draft['id']}", {"if-match": f'"{draft["version"]}"'}
    assert (await mo.put(where, json=dossier, headers=version)).status_code == 200
    assert (await mo.post(f"{where}/submit")).status_code == 201
    names = [row.name for row in await organisations.names_of(site.world.db, BODY, "lindhamra")]
    assert names == [DOSSIER.applicant.name, "Lindhamra Park"]


async def test_people_are_given_only_what_makes_sense(lite: Site) -> None:
    adi, kim = await lite.by("adi"), await lite.by("kim")
    for change, code in (
        ({"role": "applicant"}, "not-as-described"),
        ({"role": "assessor", "organisation": "lindhamra"}, "not-as-described"),
        ({"role": "applicant", "organisation": "nothing"}, "unknown-reference"),
        ({"role": "king"}, "not-as-described"),
    ):
        answer = await adi.post("/api/people/ros/roles", json=change)
        assert answer.json()["type"] == f"/problems/{code}", change
    assert (await adi.post("/api/people/nobody/roles", json={"role": "auditor"})).status_code == 404
    own = await kim.post("/api/people/kim/competences", json={"scheme": "open-garden", "from_day": "2026-01-01"})
    assert own.json()["type"] == "/problems/not-allowed"
    days = {"scheme": "open-garden", "from_day": "2026-02-01", "until_day": "2026-01-01"}
    assert (await kim.post("/api/people/ask/competences", json=days)).status_code == 422
    taken = await kim.post("/api/people", json={"name": "En till", "login": " KIM@example.org "})
    assert taken.json()["type"] == "/problems/taken"
    assert (await kim.get("/api/people/ask")).json()["name"] == "Ask"


@pytest.mark.parametrize(
    "email", ["a@example.org, b@example.org", "Bo <b@example.org>", "bo", "bo@", "b o@example.org"]
)
async def test_a_mail_address_is_one_address(lite: Site, email: str) -> None:
    kim = await lite.by("kim")
    wrong = await kim.post("/api/people", json={"name": "Bo", "login": "bo", "email": email})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/email")
    right = await kim.post("/api/people", json={"name": "Bo", "login": "bo", "email": "bo@example.org"})
    assert right.status_code == 201


async def test_what_was_erased_is_told_as_erased(lite: Site) -> None:
    case = await opened(lite)
    kim = await lite.by("kim")
    (digest,) = (await kim.get(f"/api/cases/{case}")).json()["dossiers"]
    where = f"/api/cases/{case}/documents/{digest}"
    assert (await kim.get(where)).json()["dossier"]["area"]["name"] == DOSSIER.area.name
    assert await documents.erase_document(lite.db, BODY, digest, lite.clock())
    answer = await kim.get(where)
    assert (answer.status_code, answer.json()["type"]) == (410, "/problems/erased")
    act = await kim.post(f"/api/cases/{case}/acts", json={"act": "Register", "number": "1", "received": "2026-03-02"})
    assert act.json()["rule"] == "act.erased"


async def test_one_is_told_what_concerns_one(lite: Site) -> None:
    await opened(lite)
    await lite.issue()
    mo = await lite.by("mo")
    told = (await mo.get("/api/notices")).json()
    assert told
    assert all(notice["case"] for notice in told)
    assert (await mo.get("/api/notices", params={"limit": 1})).json() == told[:1]
    assert (await (await lite.by("ola")).get("/api/notices")).json() == []
    assert len(await notices.notices_for(lite.db, BODY, "mo", ("lindhamra",))) == len(told)


async def test_who_has_much_verified_waits_and_who_looks_does_not(lite: Site) -> None:
    anyone = lite.client()
    statuses = [
        (await anyone.post("/v", content=b"x", headers={"content-type": "text/plain"})).status_code for _ in range(61)
    ]
    assert statuses[-1] == 429
    assert 429 not in statuses[:60]
    assert [(await anyone.get("/v/8H3K-T6PW-4.json")).status_code for _ in range(70)] == [404] * 70
    foreign = lite.client(origin="https://elsewhere.example")
    lite.later(minutes=1)
    answer = await foreign.post("/v", content=b"x", headers={"content-type": "text/plain"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_submission_with_a_fault_names_every_fault(lite: Site) -> None:
    mo = await lite.by("mo")
    body = submit(lite.world.scheme.digest)
    body["dossier"]["applicant"] = {}
    problem = (await mo.post("/api/cases", json=body)).json()
    assert problem["rule"] == "submit.dossier"
    rules = {fault["rule"] for fault in problem["evidence"]["faults"]}
    assert {"applicant.name", "applicant.address", "applicant.place"} <= rules
    place = next(fault for fault in problem["evidence"]["faults"] if fault["rule"] == "applicant.place")
    assert (place["sv"], place["en"]) == ("Ange orten.", "State the place.")
    assert "Ange orten." in problem["detail"]
