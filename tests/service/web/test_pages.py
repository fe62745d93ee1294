"""The pages by which people work: what each of them sees and can do, and what becomes of what they type."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar.routes import HTTPRoute

from certify.service.settings import Settings
from certify.service.store import people
from certify.service.web import signing_in
from tests.service.web.desk import CASE, Desk, at, begun, desk_of
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.worker.workshop import SECRET
from tests.service.world import ORIGIN, World

pytestmark = pytest.mark.anyio

PLAIN = ("/", "/sign-in", "/accessibility", "/privacy", "/help")


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    async with opened_pages(tmp_path) as opened:
        yield opened


@pytest.fixture
async def handed_in(site: PagedSite) -> PagedSite:
    await site.world.submitted()
    return site


# --- the front door


@pytest.mark.parametrize("path", PLAIN)
async def test_the_plain_pages_speak_both_languages_and_need_no_script(path: str, site: PagedSite) -> None:
    for language, word in (("sv", "Tillgänglighet"), ("en", "Accessibility")):
        seen = await site.reader(**{"accept-language": language}).get(path)
        assert seen.status_code == 200
        assert f'<html lang="{language}">' in seen.text
        assert word in seen.text
        assert seen.text.count("<h1") == 1
        assert "<script" not in seen.text
        assert "style=" not in seen.text
        assert "set-cookie" not in seen.headers
        assert "Demonstration" in seen.text


async def test_the_start_page_leads_a_number_to_its_check(site: PagedSite) -> None:
    page = (await site.reader().get("/")).text
    assert '<form class="search" action="/v" method="get"' in page
    assert 'name="number"' in page
    for path in ("/register", "/schemes", "/sign-in"):
        assert f'href="{path}"' in page


async def test_a_chosen_language_is_remembered_and_leads_nowhere_else(site: PagedSite) -> None:
    browser = site.reader()
    answer = await browser.get("/language/en", params={"to": "/help"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/help")
    assert '<html lang="en">' in (await browser.get("/help")).text
    for foreign in ("//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "x", "/\n/y"):
        answer = await browser.get("/language/en", params={"to": foreign})
        assert answer.headers["location"] == "/", foreign
    assert (await browser.get("/language/de")).status_code == 404


async def test_demo_people_are_listed_with_their_roles_and_come_in_with_one_button(site: PagedSite) -> None:
    page = (await site.reader().get("/sign-in")).text
    for words in ("Kim", "samordnare", "samordnare, bedömare och beslutsfattare", "revisor"):
        assert words in page
    desk = await desk_of(site, "kim")
    assert desk.page.url.path == "/cases"
    assert "Du är <bdi>Kim</bdi>." in desk.text
    assert "Demonstration." in desk.text


async def test_without_a_demo_one_signs_in_with_a_password(tmp_path: Path, anyio_backend: str) -> None:
    settings = Settings(
        database=f"sqlite:///{tmp_path}/c.db",
        blobs=str(tmp_path / "b"),
        keys=tmp_path / "k",
        secret=SECRET,
        worker=False,
    )
    site = PagedSite(settings)
    async with site.app.lifespan():
        site.world = await World(site.db).founded()
        await people.set_password(site.db, "account-kim", signing_in.hash_password("en lång hemlighet"))
        desk = Desk(site.reader(origin=ORIGIN))
        await desk.look("/sign-in")
        assert "Kim" not in desk.text
        assert "Demonstration" not in desk.text
        await desk.send("/sign-in", login="kim@example.org", password="fel")
        assert desk.page.status_code == 401
        assert 'value="kim@example.org"' in desk.text
        assert "<title>Fel: " in desk.text
        await desk.send("/sign-in", login="kim@example.org", password="en lång hemlighet")
        assert desk.page.url.path == "/cases"
        assert "Inloggad: <bdi>Kim</bdi>." in desk.text
        answer = await site.reader(origin=ORIGIN).post("/sign-in/as", data={"login": "kim@example.org"})
        assert answer.status_code == 404


async def test_signing_out_ends_the_session(site: PagedSite) -> None:
    desk = await at(site, "kim", "/cases")
    await desk.send("/sign-out")
    assert "Du är utloggad." in desk.text
    assert (await desk.browser.get("/cases")).status_code == 401


async def test_static_files_carry_their_digest(site: PagedSite) -> None:
    reader = site.reader()
    sheet = re.search(r'href="(/static/work\.[0-9a-f]+\.css)"', (await reader.get("/")).text)
    assert sheet is not None
    answer = await reader.get(sheet[1])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in answer.headers["cache-control"]
    again = await reader.get(sheet[1], headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert (await reader.get("/static/nothing.css")).status_code == 404
    assert (await reader.get("/static/../pages/words.py")).status_code == 404


# --- what goes wrong


async def test_problems_are_pages_that_say_what_to_do(handed_in: PagedSite) -> None:
    reader = handed_in.reader()
    missing = await reader.get("/no-such-page")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Kontrollera adressen." in missing.text
    nobody = await reader.get("/cases")
    assert nobody.status_code == 401
    assert 'class="button" href="/sign-in"' in nobody.text
    refused = await (await desk_of(handed_in, "kim")).look("/drafts/new")
    assert refused.page.status_code == 403
    assert "Be administratören" in refused.text


async def test_a_case_out_of_sight_is_told_like_one_that_never_was(handed_in: PagedSite) -> None:
    for person in ("ola", "ask", "dag", "app"):
        desk = await at(handed_in, person)
        there = (desk.page.status_code, desk.text)
        await desk.look("/cases/case-0")
        assert there == (desk.page.status_code, desk.text)
        assert there[0] == 404


@pytest.mark.parametrize(
    ("raw", "media_type", "status"),
    [
        (b"number=%FF%FE", "application/x-www-form-urlencoded", 400),
        (b"number=%00", "application/x-www-form-urlencoded", 400),
        ("number=ö".encode(), "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=" for _ in range(4_000)), "application/x-www-form-urlencoded", 413),
        (b"number=" + b"x" * 2_100_000, "application/x-www-form-urlencoded", 413),
        (b'{"number": 1}', "application/json", 415),
        (b"--x\r\n", "multipart/form-data; boundary=x", 415),
        (b"", "", 415),
    ],
)
async def test_a_form_that_cannot_be_read_is_a_problem_and_changes_nothing(
    raw: bytes, media_type: str, status: int, handed_in: PagedSite
) -> None:
    desk = await at(handed_in, "kim")
    answer = await desk.browser.post(f"{CASE}/acts/Register", content=raw, headers={"content-type": media_type})
    assert answer.status_code == status
    assert (await handed_in.world.case()).state == "submitted"


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"nothing", 400),
        (b"--x\r\n", 400),
        (b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff\r\n--x--\r\n", 400),
        (
            b"--x\r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/x; charset=no\r\n\r\na\r\n--x--\r\n",
            400,
        ),
        (b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\na\r\n--x--\r\n", 403),
    ],
)
async def test_a_form_with_files_that_cannot_be_read_is_a_problem(raw: bytes, status: int, site: PagedSite) -> None:
    desk = await begun(site)
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = await desk.browser.post(f"{desk.page.url.path}/about", content=raw, headers=headers)
    assert answer.status_code == status


async def test_a_form_without_its_token_or_from_another_page_is_refused(handed_in: PagedSite) -> None:
    desk = await at(handed_in, "kim")
    address = f"{CASE}/acts/Register"
    fields = desk.forms[address] | {"number": ["2026-1"]}
    await desk.post(address, fields | {"form_token": ["guessed"]})
    assert desk.page.status_code == 403
    assert "Sidan var för gammal." in desk.text
    desk.browser.headers["origin"] = "https://elsewhere.example"
    await desk.post(address, fields)
    assert desk.page.status_code == 403
    desk.browser.headers.update({"origin": ORIGIN, "sec-fetch-site": "cross-site"})
    await desk.post(address, fields)
    assert desk.page.status_code == 403
    assert (await handed_in.world.case()).state == "submitted"


async def test_every_page_that_changes_something_takes_the_token_in_its_form(site: PagedSite) -> None:
    for route in site.app.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
            ours = handler.handler_name.startswith("certify.service.web.pages.")
            if ours and "POST" in handler.http_methods and not route.path.startswith("/sign-in"):
                assert handler.opt.get("form_token_in_body"), route.path
