"""The people of a body by forms: who may change what, that nobody does it alone, and the same acts by the API."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from certify.service.store import authority as log
from tests.service.web.desk import Desk, at
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.world import BODY

pytestmark = pytest.mark.anyio


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    async with opened_pages(tmp_path) as opened:
        opened.later(minutes=1)
        yield opened


def plain(desk: Desk) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", desk.text))


async def added(site: PagedSite, by: str = "adi") -> str:
    """Somebody new, added by a form; gives the address of their page."""
    desk = await at(site, by, "/people")
    await desk.send("/people", name="Rut", login="rut@example.org", email="rut@example.org")
    assert "Personen är tillagd." in desk.text
    return str(desk.page.url.path)


async def test_it_takes_two_to_make_somebody_an_assessor(site: PagedSite) -> None:
    # given somebody whom the administrator added
    rut = await added(site)
    desk = await at(site, "adi", rut)
    assert f"{rut}/competences" not in desk.forms
    assert "Behörighet antecknas av en samordnare." in desk.text
    # when the administrator gives the role, and the coordinator records the competence
    await desk.send(f"{rut}/roles", role="assessor", organisation="", ends=None)
    assert "Rollen gäller från nu." in desk.text
    desk = await at(site, "kim", rut)
    assert f"{rut}/roles" not in desk.forms
    assert "Roller ges och avslutas av en administratör." in desk.text
    await desk.send(f"{rut}/competences", scheme="open-garden", from_day="2026-01-01", until_day="")
    assert "Behörigheten är antecknad." in desk.text
    # then the API says the same, and the log of authority tells who did what
    kim = await site.by("kim")
    shown = (await kim.get(f"/api{rut}")).json()
    assert [role["role"] for role in shown["roles"]] == ["assessor"]
    assert [one["scheme"] for one in shown["competences"]] == ["open-garden"]
    entries = [(entry.type, entry.by) async for entry in log.entries(site.db, BODY)]
    assert entries[-3:] == [("PersonAdded", "adi"), ("RoleGiven", "adi"), ("CompetenceRecorded", "kim")]


async def test_a_role_is_ended_by_a_form(site: PagedSite) -> None:
    desk = await at(site, "adi", "/people/ask")
    site.later(minutes=1)
    await desk.send("/people/ask/roles", role="assessor", organisation="", ends="yes")
    assert "Rollen är avslutad." in desk.text
    assert "Tidigare roller" in desk.text
    assert await _roles(site, "ask") == []


async def _roles(site: PagedSite, person: str) -> list[str]:
    shown = (await (await site.by("kim")).get(f"/api/people/{person}")).json()
    return [role["role"] for role in shown["roles"] if role["until"] is None]


async def test_whoever_is_locked_is_out_at_once_and_can_come_back(site: PagedSite) -> None:
    # given an assessor with a session and a token
    ask, program = await at(site, "ask", "/cases"), await site.by("ask")
    assert (await program.get("/api/cases")).status_code == 200
    desk = await at(site, "adi", "/people/ask")
    await desk.send("/people/ask/lock", locked="yes")
    # then neither counts any more, and the list says so
    assert "Personen är spärrad" in desk.text
    assert "/sign-in" in str((await ask.look("/cases")).page.url) or "Logga in" in ask.text
    assert (await program.get("/api/cases")).status_code == 401
    await desk.look("/people?role=locked")
    assert "Ask" in plain(desk)
    assert "Dag" not in plain(desk)
    # and when the lock is taken away, the token works again
    await desk.look("/people/ask")
    await desk.send("/people/ask/lock", locked="no")
    assert "Personen kan logga in igen." in desk.text
    assert (await program.get("/api/cases")).status_code == 200


async def test_the_api_locks_as_the_page_does(site: PagedSite) -> None:
    adi = await site.by("adi")
    shown = (await adi.put("/api/people/ask/lock", json={"locked": True})).json()
    assert shown["locked"] is True
    assert "Spärrad" in plain(await at(site, "kim", "/people/ask"))
    own = await adi.put("/api/people/adi/lock", json={"locked": True})
    assert (own.status_code, own.json()["type"]) == (403, "/problems/not-allowed")
    assert (await (await site.by("kim")).put("/api/people/ask/lock", json={"locked": True})).status_code == 403


@pytest.mark.parametrize(("person", "mine"), [("adi", "/people/adi"), ("kim", "/people/kim")])
async def test_nobody_changes_what_they_may_do_themselves(site: PagedSite, person: str, mine: str) -> None:
    desk = await at(site, person, mine)
    assert "Det här är du själv." in desk.text
    assert [address for address in desk.forms if address.startswith("/people")] == []


WRONG = [
    ("/people", "/people", {"name": "", "login": "x", "email": ""}, "Skriv ett namn"),
    ("/people", "/people", {"name": "Rut", "login": "", "email": ""}, "Skriv en inloggning"),
    ("/people", "/people", {"name": "Rut", "login": "x", "email": "x"}, "Skriv en e-postadress"),
    ("/people", "/people", {"name": "Rut", "login": "ASK@example.org", "email": ""}, "Inloggningen finns redan."),
    ("/people/ask", "/people/ask/roles", {"role": "", "organisation": "", "ends": None}, "Välj"),
    (
        "/people/ask",
        "/people/ask/roles",
        {"role": "applicant", "organisation": "", "ends": None},
        "Välj organisationen som personen söker för",
    ),
    (
        "/people/ask",
        "/people/ask/roles",
        {"role": "assessor", "organisation": "", "ends": None},
        "Personen har redan den rollen",
    ),
]


@pytest.mark.parametrize(("page", "address", "fields", "message"), WRONG)
async def test_a_field_that_is_not_right_is_told_and_nothing_is_lost(
    site: PagedSite, page: str, address: str, fields: dict[str, str | None], message: str
) -> None:
    desk = await at(site, "adi", page)
    await desk.send(address, **fields)
    assert desk.page.status_code == 422
    assert message in desk.text
    assert all(f'"{typed}"' in desk.text for typed in fields.values() if typed)


COMPETENCE = [
    ({"scheme": "", "from_day": "2026-01-01", "until_day": ""}, "Välj"),
    ({"scheme": "no-such-scheme", "from_day": "2026-01-01", "until_day": ""}, "Välj"),
    ({"scheme": "open-garden", "from_day": "soon", "until_day": ""}, "Skriv dagen som"),
    ({"scheme": "open-garden", "from_day": "2026-02-01", "until_day": "2026-01-01"}, "kommer före den första"),
]


@pytest.mark.parametrize(("fields", "message"), COMPETENCE)
async def test_a_competence_that_is_not_right_is_told(site: PagedSite, fields: dict[str, str], message: str) -> None:
    desk = await at(site, "kim", "/people/ask")
    await desk.send("/people/ask/competences", **fields)
    assert desk.page.status_code == 422
    assert message in plain(desk)


async def test_people_are_found_by_name_and_role(site: PagedSite) -> None:
    desk = await at(site, "ros", "/people?search=AS")
    assert set(desk.forms) <= {"/sign-out", "/people"}
    assert "Ask" in plain(desk)
    assert "Dag" not in plain(desk)
    await desk.look("/people?role=decider")
    assert "Dag" in plain(desk)
    assert "Ask" not in plain(desk)
    await desk.look("/people?search=nobody&lang=en")
    assert "Nobody matches the search." in desk.text
    await desk.look("/people/nobody")
    assert desk.page.status_code == 404


async def test_the_logins_are_for_whoever_lets_people_in(site: PagedSite) -> None:
    assert "ask@example.org" in (await at(site, "adi", "/people/ask")).text
    assert "ask@example.org" not in (await at(site, "ros", "/people/ask")).text
