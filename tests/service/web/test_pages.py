"""The pages by which people work: what each of them sees and can do, and what becomes of what they type."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from litestar.routes import HTTPRoute

from certify.core import acts as a
from certify.core.findings import Finding, Findings
from certify.service.settings import Settings
from certify.service.store import people
from certify.service.web import signing_in
from tests.core.life import WHY, findings
from tests.service.web.desk import Desk, desk_of
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.worker.workshop import SECRET
from tests.service.world import ORIGIN, World

pytestmark = pytest.mark.anyio

CASE = "/cases/case-1"
PLAIN = ("/", "/sign-in", "/accessibility", "/privacy", "/help")


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    async with opened_pages(tmp_path) as opened:
        yield opened


@pytest.fixture
async def handed_in(site: PagedSite) -> PagedSite:
    await site.world.submitted()
    return site


@pytest.fixture
async def assigned(handed_in: PagedSite) -> PagedSite:
    world = handed_in.world
    await world.do("kim", a.Register(number="2026-1", received=world.at.date()))
    await world.do("kim", a.Accept(findings=Findings(findings=(), inputs={"member": "yes"})))
    await world.do("kim", a.Assign(duty="assess", person="ask"))
    await world.do("kim", a.Assign(duty="decide", person="dag"))
    await world.do("mo", a.Agree(terms=world.terms))
    return handed_in


@pytest.fixture
async def declared(assigned: PagedSite) -> PagedSite:
    await assigned.world.do("ask", a.DeclareInterest(conflict=False))
    await assigned.world.do("dag", a.DeclareInterest(conflict=False))
    return assigned


async def at(site: PagedSite, person: str, path: str = CASE) -> Desk:
    return await (await desk_of(site, person)).look(path)


def heading(desk: Desk) -> str:
    found = re.search(r"<h1>(.*?)</h1>", desk.text, re.DOTALL)
    assert found is not None
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def acts_offered(desk: Desk) -> set[str]:
    return {address.rpartition("/")[2] for address in desk.forms if "/acts/" in address}


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


# --- the list


async def test_what_waits_for_somebody_stands_first(assigned: PagedSite) -> None:
    tasks = {
        "ask": "Svara på frågan om jäv",
        "dag": "Svara på frågan om jäv",
        "kim": "Inga ärenden väntar på dig.",
        "mo": "Inga ärenden väntar på dig.",
        "ros": "Du granskar",
        "app": "Inga ärenden väntar på dig.",
    }
    for person, words in tasks.items():
        desk = await at(assigned, person, "/cases")
        assert words in desk.text, person
    desk = await at(assigned, "mo", "/cases")
    assert 'href="/drafts/new"' in desk.text
    assert "Bedöms" in desk.text
    for person in ("adi", "sol"):
        assert "Din roll har inga ärenden." in (await at(assigned, person, "/cases")).text


async def test_cases_are_found_by_state_and_by_name(handed_in: PagedSite) -> None:
    desk = await at(handed_in, "kim", "/cases?show=granted")
    assert "Inget ärende stämmer" in desk.text
    await desk.look("/cases?show=open&search=tr%C3%A4dg%C3%A5rd")
    assert CASE in desk.text
    await desk.look("/cases?search=nowhere&show=nonsense")
    assert "Inget ärende stämmer" in desk.text
    await desk.look("/cases?cursor=nonsense")
    assert desk.page.status_code == 400


async def test_a_free_duty_is_told_to_whoever_might_get_it(handed_in: PagedSite) -> None:
    await handed_in.world.do("kim", a.Register(number="2026-1", received=handed_in.world.at.date()))
    desk = await at(handed_in, "ask", "/cases")
    assert "Ännu utan bedömare eller beslutsfattare" in desk.text
    assert CASE not in desk.text


# --- one case, from hand to hand


async def act(site: PagedSite, by: str, name: str, /, **fields: str | list[str]) -> Desk:
    """Somebody looks at the case a minute later and sends the form of an act."""
    site.later(minutes=1)
    desk = await at(site, by)
    await desk.send(f"{CASE}/acts/{name}", **fields)
    assert desk.page.status_code == 200, desk.text
    assert 'class="done"' in desk.text
    return desk


async def test_a_case_is_taken_in_and_completed_by_forms(handed_in: PagedSite) -> None:
    site = handed_in
    await act(site, "kim", "Register", number="2026-1")
    await act(site, "kim", "Accept", **{"input-member": "yes"})
    await act(site, "kim", "RecordGuidance", person="elm", on="2026-03-01")
    desk = await act(site, "kim", "Assign", duty="assess", person="ask")
    assert "Personen har gett sökanden vägledning inom karenstiden." in desk.text
    await act(site, "kim", "Assign", duty="decide", person="dag")
    await act(site, "ask", "DeclareInterest", conflict="no")
    await act(site, "dag", "DeclareInterest", conflict="no", statement="Vi har inte setts.")
    await act(site, "ask", "RequestCompletion", criteria=["G.2"], reason="Vem sköter den?", due="2026-05-01")
    desk = await at(site, "mo")
    assert "Komplettera ansökan." in desk.text
    assert "Vem sköter den?" in desk.text
    await desk.send(f"{CASE}/complete")
    assert "Komplettering som skrivs" in desk.text
    draft = desk.page.url.path
    again = await (await at(site, "mo")).send(f"{CASE}/complete")
    assert again.page.url.path == draft  # the one that was begun
    site.later(minutes=1)
    await desk.send(f"{draft}/hand-in")
    assert "Kompletteringen är inlämnad." in desk.text
    await act(site, "mo", "Agree", read="yes")
    assert (await site.world.case()).state == "accepted"


async def test_a_case_is_assessed_sent_back_and_granted_by_forms(declared: PagedSite) -> None:
    site = declared
    desk = await at(site, "ask", f"{CASE}/assess")
    await desk.send(f"{CASE}/assess", do="yes")
    assert "3 av 3" in re.sub("</?bdi>", "", desk.text)
    await desk.send(f"{CASE}/assess", do="hand-in", **{"note-G.1": "Min egen tanke."})
    assert "Bedömningen är lämnad." in desk.text
    assert "Min egen tanke." in desk.text
    await act(site, "dag", "Decide", choice="send_back", reason="Titta på skylten igen.")
    site.later(minutes=1)
    await desk.look(f"{CASE}/assess")
    fields = {"value-G.1": "yes", "value-G.2": "yes", "value-G.3": "no", "reason-G.3": "Skylten saknas."}
    await desk.send(f"{CASE}/assess", do="hand-in", **fields)
    desk = await at(site, "dag")
    assert heading(desk) == "Reglerna ger: Öppen trädgård kan beviljas Lindhamra Trädgård ekonomisk förening."
    assert "Skylten saknas." in desk.text
    assert "Det finns ingen grund för att avslå." in desk.text
    await act(site, "dag", "Decide", choice="grant", reason="Allt är uppfyllt.")
    await site.issue()
    desk = await at(site, "mo")
    assert "Ansökan är beviljad, och certifikatet gäller till och med" in desk.text
    assert "skickades tillbaka" not in desk.text
    assert "inget jäv" not in desk.text.lower()
    number = re.search(r'href="/v/([0-9A-Z-]+)"', desk.text)
    assert number is not None
    assert "Giltigt" in (await site.reader().get(f"/v/{number[1]}")).text


async def test_a_certificate_is_suspended_reinstated_and_withdrawn_by_forms(site: PagedSite) -> None:
    await site.world.granted()
    await site.issue()
    assert acts_offered(await at(site, "dag")) == {"RecordGuidance", "Suspend", "Withdraw"}
    desk = await act(site, "dag", "Suspend", reason_class="mark_misused", reason="Märket satt på en butik.")
    assert "field-suspended" in desk.text
    await act(site, "dag", "Reinstate", reason="Det är borttaget.")
    desk = await act(site, "dag", "Withdraw", reason_class="mark_misused", reason="Det hände igen.")
    assert "field-withdrawn" in desk.text
    assert acts_offered(desk) == {"RecordGuidance"}
    assert "Det hände igen." in (await at(site, "app")).text


async def test_an_application_is_declined_and_another_taken_back_by_forms(handed_in: PagedSite) -> None:
    site = handed_in
    await act(site, "kim", "Register", number="2026-1")
    refused = await at(site, "kim")
    await refused.send(f"{CASE}/acts/Accept", **{"input-member": "no"})
    assert refused.page.status_code == 422
    assert "Avböj ärendet med skäl, eller begär komplettering." in refused.text
    await act(site, "kim", "Decline", reason="Inte medlem.")
    assert "Inte medlem." in (await at(site, "mo")).text
    await site.world.submitted("case-2")
    desk = await at(site, "mo", "/cases/case-2")
    await desk.send("/cases/case-2/acts/WithdrawApplication", reason="")
    assert "Ansökan är återtagen." in desk.text


async def test_the_list_and_the_case_agree_on_whose_turn_it_is(declared: PagedSite) -> None:
    desk = await at(declared, "kim")
    assert "Väntar på:" in desk.text
    assert "<bdi>Ask</bdi> (<bdi>bedöma</bdi>)" in desk.text
    desk = await at(declared, "ask", "/cases")
    assert "Bedöm: " in desk.text


async def test_an_auditor_reads_all_and_finds_no_button(declared: PagedSite) -> None:
    desk = await at(declared, "ros")
    assert "Du kan läsa allt i ärendet och ändra inget." in desk.text
    assert set(desk.forms) == {"/sign-out"}
    await desk.look(f"{CASE}/assess")
    assert desk.page.url.path == CASE


async def test_the_reason_stands_where_the_button_is_not(assigned: PagedSite) -> None:
    desk = await at(assigned, "ask")
    assert "Anmäl först om något binder dig till sökanden." in desk.text
    assert "RequestCompletion" not in acts_offered(desk)
    desk = await at(assigned, "elm")
    assert "Uppgiften är inte din i det här ärendet." in desk.text


async def test_whoever_declares_a_conflict_does_not_see_the_case_any_more(assigned: PagedSite) -> None:
    desk = await at(assigned, "ask")
    await desk.send(f"{CASE}/acts/DeclareInterest", conflict="yes", statement="Min syster sitter i styrelsen.")
    assert desk.page.url.path == "/cases"
    assert "Svaret är antecknat." in desk.text
    assert (await desk.look(CASE)).page.status_code == 404
    desk = await at(assigned, "kim")
    assert "Utse en bedömare." in desk.text
    assert "Min syster sitter i styrelsen." in desk.text
    assert "Personen har anmält jäv." in desk.text or "redan en annan uppgift" in desk.text


# --- nothing that was typed is lost


async def test_an_unfilled_form_comes_back_with_what_is_missing(handed_in: PagedSite) -> None:
    desk = await at(handed_in, "kim")
    await desk.send(f"{CASE}/acts/Register", received="")
    assert desk.page.status_code == 422
    assert "<title>Fel: " in desk.text
    assert 'href="#Register-number"' in desk.text
    assert 'id="Register-number"' in desk.text
    assert desk.text.count('aria-invalid="true"') == 2
    await desk.send(f"{CASE}/acts/Register", number="=2026", received="2026-03-02")
    assert "Numret får ha bokstäver" in desk.text
    assert desk.forms[f"{CASE}/acts/Register"]["number"] == ["=2026"]


async def test_a_refusal_names_the_rule_says_what_to_do_and_keeps_the_text(declared: PagedSite) -> None:
    desk = await at(declared, "ask")
    address = f"{CASE}/acts/RequestCompletion"
    await desk.send(address, criteria=["G.2"], reason="Vem <b>sköter</b> den?", due="2020-01-01")
    assert desk.page.status_code == 422
    assert "<code>completion.due</code>" in desk.text
    assert "Sista dagen ska ligga i framtiden." in desk.text
    assert "Vem &lt;b&gt;sköter&lt;/b&gt; den?" in desk.text
    sent = desk.forms[address]
    assert (sent["criteria"], sent["reason"], sent["due"]) == (["G.2"], ["Vem <b>sköter</b> den?"], ["2020-01-01"])


async def test_of_two_at_once_one_wins_and_the_other_keeps_what_was_typed(declared: PagedSite) -> None:
    first, second = await at(declared, "kim"), await at(declared, "elm")
    address = f"{CASE}/acts/RequestCompletion"
    await first.send(address, criteria=["G.1"], reason="Först.", due="2026-05-01")
    assert first.page.status_code == 200
    await second.send(f"{CASE}/acts/RecordGuidance", person="elm", on="2026-02-01")
    assert second.page.status_code == 409
    assert "Någon hann före" in second.text
    assert second.forms[f"{CASE}/acts/RecordGuidance"]["on"] == ["2026-02-01"]
    await second.send(f"{CASE}/acts/RecordGuidance")
    assert second.page.status_code == 200


async def test_the_same_form_twice_has_one_effect(handed_in: PagedSite) -> None:
    desk = await at(handed_in, "kim")
    address = f"{CASE}/acts/RecordGuidance"
    fields = desk.forms[address] | {"person": ["elm"], "on": ["2026-02-01"]}
    for _ in range(2):
        await desk.post(address, fields)
        assert desk.page.status_code == 200
    assert (await handed_in.world.case()).version == 2


async def test_an_act_without_a_form_is_not_found(handed_in: PagedSite) -> None:
    desk = await at(handed_in, "kim")
    fields = desk.forms[f"{CASE}/acts/Register"]
    for name in ("Expire", "PrepareCertificate", "Nonsense", "Submit"):
        await desk.post(f"{CASE}/acts/{name}", fields)
        assert desk.page.status_code == 404, name


# --- the workbench


async def test_the_workbench_hides_nothing_and_hands_nothing_in_by_itself(declared: PagedSite) -> None:
    desk = await at(declared, "ask", f"{CASE}/assess")
    await desk.send(f"{CASE}/assess", do="hand-in")
    assert desk.page.status_code == 422
    for id_ in ("G.1", "G.2", "G.3"):
        assert f"{id_}: Välj en iakttagelse" in desk.text
    await desk.send(f"{CASE}/assess", do="yes", **{"value-G.1": "no", "reason-G.1": "Grinden är låst."})
    sent = desk.forms[f"{CASE}/assess"]
    assert (sent["value-G.1"], sent["value-G.2"], sent["reason-G.1"]) == (["no"], ["yes"], ["Grinden är låst."])
    await desk.send(f"{CASE}/assess", do="work-out")
    assert "Det som ordningen kräver är inte uppfyllt." in desk.text
    assert (await declared.world.case()).state == "accepted"
    await desk.send(f"{CASE}/assess", do="hand-in", **{"reason-G.1": ""})
    assert "Skriv ett skäl när svaret inte är ja" in desk.text
    await desk.send(f"{CASE}/assess", do="hand-in", **{"reason-G.1": "Grinden är låst."})
    assert (await declared.world.case()).state == "assessed"
    desk = await at(declared, "dag")
    assert heading(desk).startswith("Reglerna ger: Öppen trädgård kan inte beviljas")
    assert "Grinden är låst." in desk.text
    await desk.send(f"{CASE}/acts/Decide", choice="refuse", reason="Grinden är låst.")
    assert (await declared.world.case()).state == "refused"


async def test_only_whoever_assesses_gets_to_the_workbench(declared: PagedSite) -> None:
    for person in ("kim", "dag", "mo"):
        assert (await at(declared, person, f"{CASE}/assess")).page.url.path == CASE
    assert (await at(declared, "ola", f"{CASE}/assess")).page.status_code == 404


async def test_an_assessment_that_came_too_late_says_so(declared: PagedSite) -> None:
    desk = await at(declared, "ask", f"{CASE}/assess")
    await declared.world.do(
        "kim", a.RequestCompletion(criteria=("G.1",), reason=WHY, due=declared.world.at.date().replace(year=2027))
    )
    await desk.send(f"{CASE}/assess", do="hand-in", **{f"value-G.{n}": "yes" for n in (1, 2, 3)})
    assert desk.page.status_code == 409
    assert desk.forms[f"{CASE}/assess"]["value-G.2"] == ["yes"]


# --- an application while it is written


async def begun(site: PagedSite, person: str = "mo") -> Desk:
    """At the overview of a fresh draft."""
    desk = await at(site, person, "/drafts/new")
    found = re.search(r'name="offer" value="([^"]+)"', desk.text)
    assert found is not None
    await desk.send("/drafts", offer=found[1])
    assert desk.page.status_code == 200, desk.text
    return desk


async def filled(site: PagedSite) -> tuple[Desk, str]:
    """A draft in which nothing is missing."""
    desk = await begun(site)
    home = desk.page.url.path
    await desk.look(f"{home}/about")
    await desk.send(f"{home}/about", {}, place="Lindhamra", area="Slottsparken")
    await desk.look(f"{home}/chapters/G")
    answers = {f"answer-G.{n}": "Ja, det syns." for n in (1, 2, 3)}
    await desk.send(f"{home}/chapters/G", {}, do="next", **answers)
    return desk, home


async def test_an_application_from_the_first_word_until_it_is_handed_in(site: PagedSite) -> None:
    desk = await begun(site)
    home = desk.page.url.path
    assert "Fyll i vilka ni är och vilket område det gäller." in desk.text
    assert f"{home}/hand-in" not in desk.forms
    desk, home = await filled(site)
    assert desk.page.url.path == home
    assert "Allt är ifyllt." in desk.text
    await desk.send(f"{home}/hand-in")
    assert "Ansökan är inlämnad." in desk.text
    assert heading(desk) == "Lindhamra Trädgård ekonomisk förening"
    assert "Ja, det syns." in desk.text
    await desk.look(home)
    assert desk.page.url.path.startswith("/cases/")
    await desk.look("/drafts/new")
    assert "Organisationen har redan ett öppet ärende enligt ordningen." in desk.text
    await desk.send("/drafts")
    assert desk.page.status_code == 422


async def test_evidence_is_added_changed_made_an_extract_and_removed(site: PagedSite) -> None:
    desk, home = await filled(site)
    chapter = f"{home}/chapters/G"
    await desk.look(chapter)
    await desk.send(
        chapter,
        {"file-G.1": ("Grinden.txt", b"Den st\xc3\xa5r \xc3\xb6ppen.", "text/plain")},
        do="add:G.1",
        **{"kind-G.1": "plan", "date-G.1": "2026-01-10"},
    )
    assert desk.page.status_code == 200, desk.text
    assert "Grinden.txt" in desk.text
    found = re.search(rf'href="({home}/files/sha256:[0-9a-f]+)"', desk.text)
    assert found is not None
    file = await desk.browser.get(found[1])
    assert (file.status_code, file.content) == (200, b"Den st\xc3\xa5r \xc3\xb6ppen.")
    await desk.send(chapter, {}, do="add:G.2", **{"url-G.2": "https://example.org/park", "kind-G.2": "plan"})
    assert "https://example.org/park" in desk.text
    item = f"{home}/evidence/bilaga-1"
    await desk.look(item)
    await desk.send(item, criteria=[], title="")
    assert desk.page.status_code == 422
    assert "Välj minst ett kriterium" in desk.text
    extract = {"pages": "3-4", "adopting_body": "Styrelsen", "adopted": "2026-01-10"}
    await desk.look(item)
    await desk.send(item, criteria=["G.1", "G.3"], title="Protokoll", first="2025-01-01", last="", **extract)
    assert "Ange både första och sista dagen" in desk.text
    await desk.send(item, last="2025-12-31", whole="https://example.org/hela")
    assert "Utdrag, sidorna" in desk.text
    assert "G.1, G.3" in desk.text
    await desk.look(item)
    await desk.send(item, pages="", adopting_body="", adopted="", whole="")
    assert "Utdrag" not in desk.text
    await desk.look(chapter)
    await desk.send(chapter, {}, do="remove:bilaga-1", **{"answer-G.1": "Nytt svar."})
    assert "Protokoll" not in desk.text
    assert "Nytt svar." in desk.text
    assert (await desk.look(item)).page.status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("virus.exe", b"MZ", "Den typen av fil tas inte emot."),
        ("bild.png", b"%PDF-1.7 ...", "Filens innehåll stämmer inte med dess namn."),
        ("tom.txt", b"", "Filen är tom."),
    ],
)
async def test_a_bad_file_is_told_beside_its_field_and_no_text_is_lost(
    name: str, content: bytes, words: str, site: PagedSite
) -> None:
    desk, home = await filled(site)
    chapter = f"{home}/chapters/G"
    await desk.look(chapter)
    sent = {"file-G.2": (name, content, "application/octet-stream")}
    await desk.send(chapter, sent, do="add:G.2", **{"answer-G.1": "Skrivet i kväll."})
    assert desk.page.status_code == 422
    assert words in desk.text
    assert 'href="#f-file-G.2"' in desk.text
    assert desk.forms[chapter]["answer-G.1"] == ["Skrivet i kväll."]
    await desk.look(chapter)
    assert desk.forms[chapter]["answer-G.1"] == ["Skrivet i kväll."]
    assert "bilaga-" not in desk.text


async def test_two_who_write_the_same_answer_see_both(site: PagedSite) -> None:
    desk, home = await filled(site)
    chapter = f"{home}/chapters/G"
    other = await at(site, "mo", chapter)
    await desk.look(chapter)
    await desk.send(chapter, {}, do="save", **{"answer-G.1": "Den enas ord."})
    await other.send(chapter, {}, do="save", **{"answer-G.1": "Den andras ord."})
    assert other.page.status_code == 409
    assert "Den enas ord." in other.text
    assert other.forms[chapter]["answer-G.1"] == ["Den andras ord."]
    await other.send(chapter, {}, do="save")
    assert other.page.status_code == 200
    assert other.forms[chapter]["answer-G.1"] == ["Den andras ord."]
    await desk.look(f"{home}/about")
    await other.look(f"{home}/about")
    await other.send(f"{home}/about", {}, place="Här")
    await desk.send(f"{home}/about", {}, place="Där")
    assert desk.page.status_code == 409
    assert desk.forms[f"{home}/about"]["place"] == ["Där"]


async def test_what_cannot_be_said_of_an_organisation_is_told_by_field(site: PagedSite) -> None:
    desk = await begun(site)
    about = f"{desk.page.url.path}/about"
    await desk.look(about)
    await desk.send(about, {}, municipality_code="12", name="x" * 400)
    assert desk.page.status_code == 422
    await desk.send(about, {}, municipality_code="12", name="Föreningen")
    assert "Kommunkoden har fyra siffror" in desk.text
    outline = {"outline": ("park.geojson", b'{"type": "Point", "coordinates": [15, 60]}', "application/json")}
    await desk.send(about, outline, municipality_code="0180")
    assert desk.page.status_code == 200
    await desk.look(about)
    assert "En gräns är sparad." in desk.text
    await desk.send(about, {"outline": ("park.geojson", b"[]", "application/json")})
    assert desk.page.status_code == 422


async def test_a_draft_is_its_own_organisations_alone(site: PagedSite) -> None:
    desk, home = await filled(site)
    for path in (home, f"{home}/about", f"{home}/chapters/G", f"{home}/evidence/x"):
        assert (await at(site, "ola", path)).page.status_code == 404
        assert (await at(site, "kim", path)).page.status_code == 403
    assert (await desk.look(f"{home}/chapters/H")).page.status_code == 404
    await desk.look(home)
    await desk.send(f"{home}/drop")
    assert "Utkastet är kastat." in desk.text
    assert (await desk.look(home)).page.status_code == 404


async def test_a_renewal_begins_with_what_was_said_last_time(site: PagedSite) -> None:
    await site.world.granted()
    await site.issue()
    desk = await at(site, "mo", "/drafts/new")
    assert "Det är för tidigt att förnya." in desk.text
    site.later(days=365 * 3 - 100)
    desk = await at(site, "mo", "/drafts/new")
    offers = re.findall(r'name="offer" value="([^"]+)"', desk.text)
    assert [offer.split("/")[2] for offer in offers] == ["full", "short"]
    await desk.send("/drafts", offer=offers[1])
    assert "Förnyelse som skrivs" in desk.text
    home = desk.page.url.path
    await desk.look(f"{home}/chapters/G")
    assert desk.forms[f"{home}/chapters/G"]["answer-G.1"] == ["Ja, se bilagan."]


# --- the words


async def test_a_finding_and_a_note_are_shown_to_those_whom_they_concern(declared: PagedSite) -> None:
    noted = msgspec.structs.replace(
        findings(),
        findings=(Finding(criterion="G.1", value="yes", note="Hemlig tanke."), *findings().findings[1:]),
    )
    await declared.world.do("ask", a.Assess(findings=noted))
    for person, seen in (("ask", True), ("kim", False), ("dag", False), ("mo", False)):
        desk = await at(declared, person)
        assert ("Hemlig tanke." in desk.text) == seen, person
    desk = await at(declared, "mo")
    assert "bedömt av" not in desk.text
    assert "bedömt av" in (await at(declared, "kim")).text


@pytest.mark.parametrize("person", ["kim", "ask", "dag", "mo", "ros", "elm"])
async def test_a_case_reads_in_english_from_end_to_end(person: str, declared: PagedSite) -> None:
    desk = await desk_of(declared, person)
    await desk.look("/language/en?to=/cases/case-1")
    assert '<html lang="en">' in desk.text
    for swedish in ("Nästa steg", "Läget", "Underlaget", "Vad som har hänt", "Villkor", "Söker"):
        assert swedish not in desk.text
