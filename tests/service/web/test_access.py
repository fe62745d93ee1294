"""Sessions, tokens and calls from other pages."""

from __future__ import annotations

import pytest

from certify.service.store import access, authority, people
from certify.service.web import sessions, signing_in
from tests.service.web.site import Site
from tests.service.world import BODY, ORIGIN

pytestmark = pytest.mark.anyio

REGISTER = {"act": "Register", "number": "2026-1", "received": "2026-03-02"}


async def test_an_id_that_the_client_chose_is_never_adopted(site: Site) -> None:
    planted = "A" * sessions.ID_LENGTH
    browser = site.client(origin=ORIGIN)
    browser.cookies.set("certify", planted)
    answer = await browser.post("/api/session", json={"login": "kim@example.org"})
    assert answer.status_code == 201
    fresh = answer.cookies["certify"]
    assert fresh != planted
    other = site.client(cookie=f"certify={planted}")
    assert (await other.get("/api/me")).status_code == 401
    assert await access.session(site.db, access.digest_of(planted), site.clock()) is None


async def test_the_cookie_is_out_of_reach_and_the_database_holds_only_its_digest(lite: Site) -> None:
    browser = lite.client(origin=ORIGIN)
    answer = await browser.post("/api/session", json={"login": "kim@example.org"})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    secret = answer.cookies["certify"]
    rows = await lite.db.sql("SELECT key, value FROM session")
    assert [row["key"] for row in rows] == [access.digest_of(secret)]
    assert secret.encode() not in bytes(rows[0]["value"])


def test_over_https_the_cookie_is_bound_to_its_host() -> None:
    cookie = sessions.cookie("x", https=True)
    assert cookie.key.startswith("__Host-")
    assert cookie.secure
    assert cookie.path == "/"
    assert cookie.domain is None


async def test_a_session_ends_by_sign_out_by_rest_and_by_age(lite: Site) -> None:
    kim = await lite.browser("kim")
    assert (await kim.get("/api/me")).json()["person"] == "kim"
    stolen = lite.client(cookie=f"certify={kim.cookies['certify']}")
    assert (await kim.delete("/api/session")).status_code == 204
    assert (await stolen.get("/api/me")).status_code == 401
    rested = await lite.browser("kim")
    lite.later(minutes=31)
    assert (await rested.get("/api/me")).status_code == 401
    busy = await lite.browser("kim")
    for _ in range(12 * 3 - 1):
        lite.later(minutes=20)
        assert (await busy.get("/api/me")).status_code == 200
    lite.later(minutes=20)
    assert (await busy.get("/api/me")).status_code == 401


async def test_rights_are_looked_up_at_each_request(site: Site) -> None:
    kim = await site.by("kim")
    assert (await kim.get("/api/people")).status_code == 200
    await people.end_role(site.db, BODY, "kim", "coordinator", "", site.clock())
    assert (await kim.get("/api/people")).status_code == 403
    browser = await site.browser("ros")
    await people.disable_account(site.db, "account-ros", disabled=True)
    assert (await browser.get("/api/me")).status_code == 401


async def test_a_token_counts_until_it_is_revoked_or_runs_out(lite: Site) -> None:
    kim = await lite.browser("kim")
    made = (await kim.post("/api/tokens", json={"name": "skript", "days": 1})).json()
    assert made["secret"].startswith("certify_")
    program = lite.client(authorization=f"Bearer {made['secret']}")
    assert (await program.get("/api/me")).json()["person"] == "kim"
    assert (await program.post("/api/tokens", json={"name": "more"})).json()["type"] == "/problems/not-allowed"
    listed = (await kim.get("/api/tokens")).json()
    assert [token["name"] for token in listed] == ["skript"]
    assert made["secret"] not in (await kim.get("/api/tokens")).text
    assert (await kim.delete(f"/api/tokens/{made['id']}")).status_code == 204
    assert (await program.get("/api/me")).status_code == 401
    assert (await kim.delete(f"/api/tokens/{made['id']}")).status_code == 404
    second = (await kim.post("/api/tokens", json={"name": "kort", "days": 1})).json()
    lite.later(days=1, seconds=1)
    late = lite.client(authorization=f"Bearer {second['secret']}")
    assert (await late.get("/api/me")).status_code == 401


async def test_a_token_that_does_not_count_is_told(lite: Site) -> None:
    for authorization in [
        "Bearer",
        "Bearer x",
        "Bearer certify_",
        "Basic a2ltOng=",
        "certify_x",
        "Bearer certify_" + "a" * 200,
    ]:
        answer = await lite.client(authorization=authorization).get("/api/me")
        assert answer.status_code == 401, authorization
        assert "invalid_token" in answer.headers["www-authenticate"], authorization


async def test_somebody_elses_token_cannot_be_revoked(lite: Site) -> None:
    kim, ask = await lite.browser("kim"), await lite.browser("ask")
    made = (await kim.post("/api/tokens", json={"name": "skript"})).json()
    assert (await ask.delete(f"/api/tokens/{made['id']}")).status_code == 404


FOREIGN: list[dict[str, str]] = [
    {"origin": "https://elsewhere.example"},
    {"origin": "null"},
    {"sec-fetch-site": "cross-site", "origin": ORIGIN},
    {"sec-fetch-site": "same-site", "origin": ORIGIN},
    {"sec-fetch-site": "none"},
    {},
]


async def test_a_change_from_another_page_is_refused(lite: Site) -> None:
    await lite.world.submitted()
    kim = await lite.browser("kim")
    browser = lite.client(cookie=f"certify={kim.cookies['certify']}", **{"x-form-token": kim.headers["x-form-token"]})
    for headers in FOREIGN:
        answer = await browser.post("/api/cases/case-1/acts", json=REGISTER, headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/cross-site"), headers


async def test_a_change_needs_the_sessions_own_form_token(lite: Site) -> None:
    await lite.world.submitted()
    kim, ask = await lite.browser("kim"), await lite.browser("ask")
    for token in ("", "x", ask.headers["x-form-token"]):
        answer = await kim.post("/api/cases/case-1/acts", json=REGISTER, headers={"x-form-token": token})
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/cross-site")
    assert (await kim.post("/api/cases/case-1/acts", json=REGISTER)).status_code == 200


async def test_signing_in_from_another_page_is_refused(lite: Site) -> None:
    foreign = lite.client(origin="https://elsewhere.example")
    answer = await foreign.post("/api/session", json={"login": "kim@example.org"})
    assert answer.json()["type"] == "/problems/cross-site"


async def test_by_password_and_by_name_alone_only_in_a_demonstration(lite: Site) -> None:
    account = people.AccountRow(
        id="account-pat",
        person="kim",
        login="pat@example.org",
        password_hash=signing_in.hash_password("en lång lösenfras"),
        created_at=lite.clock(),
    )
    await people.add_account(lite.db, account)
    program = lite.client()
    right = {"login": " Pat@Example.org", "password": "en lång lösenfras"}
    assert (await lite.client().post("/api/session", json=right)).status_code == 201
    for wrong in (
        right | {"password": "fel"},
        {"login": "nobody", "password": "fel"},
        {"login": "kim@example.org", "password": ""},
    ):
        answer = await program.post("/api/session", json=wrong)
        assert (answer.status_code, answer.json()["type"]) == (401, "/problems/sign-in-failed")
    assert (await program.get("/api/session/people")).json()[0]["name"] is not None
    with pytest.raises(ValueError, match="12 to 200"):
        signing_in.hash_password("kort")


async def test_who_guesses_too_often_waits(lite: Site) -> None:
    program = lite.client()
    statuses = [(await program.post("/api/session", json={"login": "nobody"})).status_code for _ in range(12)]
    assert statuses[:10] == [401] * 10
    answer = await program.post("/api/session", json={"login": "nobody"})
    assert (answer.status_code, answer.json()["type"]) == (429, "/problems/too-many")
    assert int(answer.headers["retry-after"]) > 0
    lite.later(seconds=11)
    assert (await program.post("/api/session", json={"login": "nobody"})).status_code == 401


async def test_acts_of_authority_stand_in_the_log(lite: Site) -> None:
    adi, kim = await lite.by("adi"), await lite.by("kim")
    made = await kim.post("/api/people", json={"name": "Rut", "login": "rut@example.org"})
    assert made.status_code == 201, made.text
    rut = made.json()["id"]
    given = await adi.post(f"/api/people/{rut}/roles", json={"role": "assessor"})
    assert [role["role"] for role in given.json()["roles"]] == ["assessor"]
    known = await kim.post(f"/api/people/{rut}/competences", json={"scheme": "open-garden", "from_day": "2026-01-01"})
    assert known.json()["competences"][0]["scheme"] == "open-garden"
    own = await adi.post("/api/people/adi/roles", json={"role": "decider"})
    assert own.json()["type"] == "/problems/not-allowed"
    ended = await adi.post(f"/api/people/{rut}/roles", json={"role": "assessor", "ends": True})
    assert ended.json()["roles"][0]["until"] is not None
    log = (await adi.get("/api/authority", params={"limit": 500})).json()
    assert [entry["type"] for entry in log][-4:] == ["PersonAdded", "RoleGiven", "CompetenceRecorded", "RoleEnded"]
    last = await authority.last_entry(lite.db, BODY)
    assert last is not None
    assert log[-1]["hash"] == last.hash


async def test_the_stop_switch_takes_two_to_lift(lite: Site) -> None:
    adi = await lite.by("adi")
    await people.grant(lite.db, people.RoleRow(body=BODY, person="kim", role="administrator", since=lite.clock()))
    kim = await lite.by("kim")
    assert (await adi.get("/api/issuing")).json() == {"goes_on": True, "stops": [], "lifting": None}
    stopped = (await adi.post("/api/issuing/stop", json={"reason": "Nyckeln kan ha läckt"})).json()
    assert (stopped["goes_on"], [one["reason"] for one in stopped["stops"]]) == (False, ["Nyckeln kan ha läckt"])
    told = (await (await lite.by("mo")).get("/api/issuing")).json()
    assert (told["goes_on"], [one["reason"] for one in told["stops"]]) == (False, [None])
    assert (await adi.post("/api/issuing/lift")).json()["lifting"] == "asked"
    again = await adi.post("/api/issuing/lift")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/second-person")
    assert (await kim.post("/api/issuing/lift")).json()["lifting"] == "lifted"
    assert (await kim.get("/api/issuing")).json()["goes_on"] is True
    assert (await kim.post("/api/issuing/lift")).status_code == 404
