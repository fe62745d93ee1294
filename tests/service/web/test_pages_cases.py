"""A case as page and forms: whose turn it is, what each may see and do, and what becomes of what they type."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from certify.core import acts as a
from certify.core.findings import Finding, Findings
from certify.service import authority
from certify.service.store import published
from tests.core.life import WHY, findings
from tests.service.web.desk import CASE, Desk, at, desk_of, heading
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.world import BODY

pytestmark = pytest.mark.anyio


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


def acts_offered(desk: Desk) -> set[str]:
    return {address.rpartition("/")[2] for address in desk.forms if "/acts/" in address}


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
    assert "<bdi>Öppen trädgård</bdi>" in desk.text
    assert "<bdi>Open garden</bdi>" in (await desk.look("/cases?lang=en")).text
    await handed_in.world.do("kim", a.Register(number="KS 2026:7", received=handed_in.world.at.date()))
    await desk.look("/cases?search=ks+2026:7")
    assert CASE in desk.text
    await desk.look("/cases?search=ks+2026:8")
    assert CASE not in desk.text
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


async def test_somebody_who_never_answers_is_relieved_by_a_form(declared: PagedSite) -> None:
    site = declared
    desk = await act(site, "kim", "Relieve", person="ask", reason="Svarar inte.")
    assert "entledigades från sin uppgift" in desk.text
    assert "Svarar inte." in desk.text
    assert (await site.world.case()).assigned("assess") == ()
    assert "Svarar inte." not in (await at(site, "mo")).text
    assert (await (await at(site, "ask", "/cases")).look(CASE)).page.status_code == 404


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
    assert acts_offered(await at(site, "dag")) == {"DeclareInterest", "RecordGuidance", "Suspend", "Withdraw"}
    desk = await act(site, "dag", "Suspend", reason_class="mark_misused", reason="Märket satt på en butik.")
    assert "field-suspended" in desk.text
    await act(site, "dag", "Reinstate", reason="Det är borttaget.")
    desk = await act(site, "dag", "Withdraw", reason_class="mark_misused", reason="Det hände igen.")
    assert "field-withdrawn" in desk.text
    assert acts_offered(desk) == {"DeclareInterest", "RecordGuidance"}
    assert "Det hände igen." in (await at(site, "app")).text


async def test_another_decider_is_found_for_a_certificate_whose_own_has_left(site: PagedSite) -> None:
    # given a certificate whose decider is no longer there
    await site.world.granted()
    await site.issue()
    assert (await at(site, "elm")).page.status_code == 200  # a coordinator too, so that the case is in sight
    await authority.end_role(site.db, BODY, "dag", "decider", by="adi", at=site.clock())
    # when the coordinator gives the duty to somebody who is only a decider
    await authority.end_role(site.db, BODY, "elm", "coordinator", by="adi", at=site.clock())
    assert (await at(site, "elm")).page.status_code == 404
    desk = await at(site, "kim")
    assert f"{CASE}/acts/Assign" in desk.forms
    await act(site, "kim", "Assign", duty="decide", person="elm")
    # then that person declares, and can withdraw
    await act(site, "elm", "DeclareInterest", conflict="no")
    desk = await act(site, "elm", "Withdraw", reason_class="mark_misused", reason="Det hände igen.")
    assert "field-withdrawn" in desk.text


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
    plain = re.sub("</?bdi>", "", desk.text)
    for named in ("G.1 Öppen", "G.2 Skött", "G.3 Skyltad"):
        assert f"{named}: Här saknas en iakttagelse. Svaret ska vara: ja eller nej." in plain
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


async def test_a_completion_that_never_came_can_be_refused_and_nothing_else(declared: PagedSite) -> None:
    site = declared
    due = site.world.at.date().replace(month=5)
    await site.world.do("ask", a.RequestCompletion(criteria=("G.1",), reason=WHY, due=due))
    site.later(days=100)
    await site.world.do("clock", a.MarkOverdue())
    desk = await at(site, "dag")
    assert heading(desk) == "Lindhamra Trädgård ekonomisk förening"
    assert 'value="grant"' not in desk.text
    await act(site, "dag", "Decide", choice="refuse", reason="Ingen komplettering kom.")
    assert (await site.world.case()).state == "refused"


async def test_a_certificate_whose_key_is_compromised_is_not_called_valid(site: PagedSite) -> None:
    await site.world.granted()
    await site.issue()
    for person in ("mo", "kim"):
        assert "gäller till och med" in (await at(site, person, "/cases/case-1")).text
    (key,) = [row for row in await published.keys(site.world.db, BODY) if row.use == "certificate"]
    await published.end_key(site.world.db, BODY, key.id, state="compromised", until=site.world.at)
    for person in ("mo", "kim"):
        text = (await at(site, person, "/cases/case-1")).text
        assert "Nyckeln röjd" in text
        assert "gäller till och med" not in text


async def test_administrators_are_told_in_time_that_the_trust_list_ends(handed_in: PagedSite) -> None:
    assert "Det finns ingen tillitslista" in (await at(handed_in, "adi", "/cases")).text
    await handed_in.issue()
    assert "illitslista" not in (await at(handed_in, "adi", "/cases")).text
    handed_in.world.at += timedelta(days=310)
    desk = await at(handed_in, "adi", "/cases")
    assert "Tillitslistan går snart ut" in desk.text
    assert "illitslista" not in (await at(handed_in, "kim", "/cases")).text
    handed_in.world.at += timedelta(days=60)
    assert "Tillitslistan har gått ut" in (await at(handed_in, "adi", "/cases")).text


@pytest.mark.parametrize("path", ["/cases", "/cases/case-1", "/cases/case-1/process", "/people"])
async def test_a_program_with_a_token_is_shown_to_the_api(handed_in: PagedSite, path: str) -> None:
    """A page is drawn for a session: it has a form token, and a token for programs has none."""
    for person in ("kim", "adi"):
        answer = await (await handed_in.by(person)).get(path, headers={"accept": "application/json"})
        assert answer.status_code == 403
        assert "/api" in answer.json()["detail"] or "roles" in answer.json()["detail"]
