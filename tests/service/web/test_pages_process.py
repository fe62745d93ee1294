"""Nonconformities, votes, samples, surveillance, results and plans, by their forms and from end to end."""

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from certify.core import acts as a
from certify.core.dossier import Dossier, Unit
from certify.service import authority
from tests.core.life import DOSSIER, MEMBER
from tests.service.web.desk import CASE, at
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.world import BODY, GARDEN

pytestmark = pytest.mark.anyio
PAGE = f"{CASE}/process"


def longer() -> bytes:
    """The garden with a jury, beds of which some are looked at, noise that is measured, and yearly surveillance."""
    source = GARDEN.read_bytes().partition(b"examples:")[0].replace(b"id: 2026.1,", b"id: 2026.9,")
    changes = {
        b"inputs:\n": b"names:\n"
        b"  jury: {sv: Omr\xc3\xb6stning i juryn, en: Vote of the jury}\n"
        b"  mandatory: {sv: M\xc3\xa5ste, en: Must}\n"
        b"inputs:\n"
        b"  liked: {type: yes_no, given_by: assessor, text: {sv: Juryn tycker om den, en: The jury likes it}}\n"
        b"  noise: {type: number, given_by: laboratory, text: {sv: Buller, en: Noise}}\n"
        b"  flooded: {type: date, given_by: event, text: {sv: Flod, en: Flood}}\n",
        b"evidence: {kinds": b"units:\n  bed:\n    title: {sv: Rabatt, en: Bed}\nevidence: {kinds",
        b"      - criterion: G.2\n": b"      - criterion: G.2\n        per: bed\n",
        b"measures:\n": b"measures:\n  loudest: {max: noise}\n  dry: {holds: {flooded: before submitted}}\n",
        b"outcome:\n": b"outcome:\n  requires: {liked: yes}\n",
        b"fills: criteria, cooling_off": b"fills: criteria, per: bed, sample: 2, cooling_off",
        b"  - {activity: decision, kind: decide, by: decider, after: review,": b"  - activity: jury\n"
        b"    kind: vote\n    by: assessor\n    after: review\n    fills: [liked]\n"
        b"    merge: {vote: majority, quorum: 1, tie: no}\n"
        b"  - {activity: again, kind: survey, by: assessor, every: 12 months, covers: [G.1], if_late: suspend}\n"
        b"  - {activity: decision, kind: decide, by: decider, after: jury,",
    }
    for old, new in changes.items():
        assert old in source, old
        source = source.replace(old, new, 1)
    return source


def in_beds() -> Dossier:
    """What is handed in for it: two beds, each with its own answer."""
    answers = dict(DOSSIER.answers)
    own = {"G.2": answers.pop("G.2")}
    beds = (Unit(id="bed-1", name="Rosorna", answers=own), Unit(id="bed-2", name="Örterna", answers=own))
    return msgspec.structs.replace(DOSSIER, answers=answers, units={"bed": beds})


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    async with opened_pages(tmp_path) as opened:
        yield opened


async def assessed_with_a_shortcoming(site: PagedSite) -> None:
    """The case, assessed on the workbench with one nonconformity."""
    world = site.world
    await world.submitted()
    await world.do("kim", a.Register(number="2026-1", received=world.at.date()))
    await world.do("kim", a.Accept(findings=MEMBER))
    await world.do("kim", a.Assign(duty="assess", person="ask"))
    await world.do("kim", a.Assign(duty="decide", person="dag"))
    await world.do("ask", a.DeclareInterest(conflict=False))
    await world.do("dag", a.DeclareInterest(conflict=False))
    await world.do("mo", a.Agree(terms=world.terms))
    desk = await at(site, "ask", f"{CASE}/assess")
    values = {f"value-G.{n}": "yes" for n in (1, 2, 3)} | {"value-G.1": "no", "reason-G.1": "Grinden var låst."}
    await desk.send(f"{CASE}/assess", do="hand-in", **values, **{"grade-G.1": "shortcoming"})
    assert "done=Assessed" in str(desk.page.url), desk.text


async def test_a_nonconformity_is_put_right_by_forms_alone(site: PagedSite) -> None:
    await assessed_with_a_shortcoming(site)
    mo = await at(site, "mo", CASE)
    assert f'href="{PAGE}"' in mo.text
    await mo.look(PAGE)
    assert "Öppen. Rättas senast" in mo.text
    await mo.send(f"{PAGE}/ProposeRemedy", reason="")
    assert (mo.page.status_code, "Skriv skälet" in mo.text or "summary" in mo.text) == (422, True)
    await mo.send(f"{PAGE}/ProposeRemedy", reason="Grinden är olåst nu.")
    assert "Åtgärden är föreslagen." in mo.text
    ask = await at(site, "ask", PAGE)
    assert "Grinden är olåst nu." in ask.text
    await ask.send(f"{PAGE}/AnswerRemedy", reason="Bra.")
    assert ask.page.status_code == 422
    await ask.send(f"{PAGE}/AnswerRemedy", choice="AcceptRemedy", reason="Bra.")
    assert "Åtgärden är godtagen." in ask.text
    await ask.send(f"{PAGE}/CloseNonconformity", **{"value-G.1": "yes"})
    assert "Avvikelsen är avslutad." in ask.text
    dag = await at(site, "dag", CASE)
    await dag.send(f"{CASE}/acts/Decide", choice="grant", reason="Allt stämmer.")
    assert "done=Decided" in str(dag.page.url), dag.text


async def test_a_plan_names_functions_and_stays_for_the_next_time(site: PagedSite) -> None:
    await site.world.granted()
    mo = await at(site, "mo", PAGE)
    address = f"{PAGE}/PlanImprovement"
    await mo.send(address, **{"text-1": "Sätt upp en skylt."})
    assert (mo.page.status_code, "ansvarig funktion och sista dag" in mo.text) == (422, True)
    await mo.send(address, **{"owner-1": "Föreståndaren", "due-1": "2026-13-01", "name-1": "G.3"})
    assert (mo.page.status_code, "en riktig dag" in mo.text) == (422, True)
    await mo.send(address, **{"due-1": "2026-12-01"})
    assert "Förbättringsplanen är sparad." in mo.text
    assert "Sätt upp en skylt." in mo.text
    assert mo.forms[address]["owner-1"] == ["Föreståndaren"]


async def test_nothing_that_is_sent_is_more_than_refused(site: PagedSite) -> None:
    await site.world.submitted()
    kim = await at(site, "kim", CASE)
    token = kim.forms[f"{CASE}/acts/Register"]["form_token"]
    sent: dict[str, Any] = {"form_token": token, "nonconformity": ["nc-1"], "reason": ["x"], "activity": ["review"]}
    for act in ("ProposeRemedy", "AnswerRemedy", "CloseNonconformity", "Vote", "Survey", "Draw", "RecordResult",
                "PlanImprovement", "ReportCircumstance", "ConfirmTransition", "Nothing"):  # fmt: skip
        await kim.post(f"{PAGE}/{act}", sent)
        assert 400 <= kim.page.status_code < 500, (act, kim.page.status_code)
    assert (await at(site, "ola", PAGE)).page.status_code == 404


async def test_whoever_assesses_is_led_to_what_their_role_in_the_scheme_lets_them_do(site: PagedSite) -> None:
    world = site.world
    site.later(minutes=1)
    source = GARDEN.read_bytes().partition(b"examples:")[0].replace(b"id: 2026.1,", b"id: 2026.8,")
    inputs = b"inputs:\n  loud: {type: number, given_by: listening}\n  liked: {type: yes_no, given_by: listener}\n"
    listening = (
        b"  - {activity: listening, kind: assess, by: listener, after: intake, fills: loud}\n"
        b"  - {activity: panel, kind: vote, by: listener, after: intake, fills: liked, merge: {vote: majority}}\n"
        b"  - {activity: review,"
    )
    source = source.replace(b"inputs:\n", inputs, 1).replace(b"  - {activity: review,", listening, 1)
    source = source.replace(b"roles: [coordinator,", b"roles: [listener, coordinator,", 1)
    scheme = await authority.publish_scheme(site.db, BODY, source, by="sol", at=world.at)
    await world.do("mo", a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=scheme.digest))
    await world.do("kim", a.Register(number="2026-1", received=world.at.date()))
    await world.do("kim", a.Accept(findings=MEMBER))
    await authority.record_competence(
        site.db, BODY, "elm", f"{scheme.id}:listener", from_day=date(2026, 1, 1), until_day=None, by="adi", at=world.at
    )
    for person in ("ask", "elm"):
        await world.do("kim", a.Assign(duty="assess", person=person))
        await world.do(person, a.DeclareInterest(conflict=False))
    # given an assessor without the role of the scheme's own: the review is theirs, though the listening stands first
    ask = await at(site, "ask", f"{CASE}/assess")
    assert 'name="value-G.1"' in ask.text
    assert 'name="input-loud"' not in ask.text
    assert "vote-liked" not in (await at(site, "ask", PAGE)).text
    # and the listener listens and votes
    assert 'name="input-loud"' in (await at(site, "elm", f"{CASE}/assess")).text
    assert "vote-liked" in (await at(site, "elm", PAGE)).text


async def test_a_longer_process_goes_by_forms(site: PagedSite) -> None:
    world = site.world
    site.later(minutes=1)
    scheme = await authority.publish_scheme(site.db, BODY, longer(), by="sol", at=world.at)
    dossier = in_beds()
    await world.do("mo", a.Submit(dossier=dossier, applicant="lindhamra", scheme=scheme.digest))
    await world.do("kim", a.Register(number="2026-1", received=world.at.date()))
    await world.do("kim", a.Accept(findings=MEMBER))
    kim = await at(site, "kim", CASE)
    assert 'value="elm/jury"' in kim.text  # one activity can be given alone
    assert "<h3>Omröstning i juryn</h3>" in kim.text  # and is called what the scheme calls it
    assert "Måste" in kim.text
    await world.do("kim", a.Assign(duty="assess", person="ask"))
    await world.do("kim", a.Assign(duty="decide", person="dag"))
    await world.do("ask", a.DeclareInterest(conflict=False))
    await world.do("dag", a.DeclareInterest(conflict=False))
    await world.do("mo", a.Agree(terms=world.terms))
    kim = await at(site, "kim", PAGE)
    await kim.send(f"{PAGE}/Draw", units=["bed-1", "bed-2"])
    assert "Urvalet är draget." in kim.text, kim.text
    await kim.send(f"{PAGE}/RecordResult", **{"input-noise": "40,5"})
    assert "Resultatet är antecknat." in kim.text
    ask = await at(site, "ask", f"{CASE}/assess")
    assert "Örterna" in ask.text
    values = {"value-G.1": "yes", "value-G.3": "yes", "u-bed-1-value-G.2": "yes"}
    values |= {"u-bed-2-value-G.2": "yes"}
    await ask.send(f"{CASE}/assess", do="hand-in", **values)
    assert "done=Assessed" in str(ask.page.url), ask.text
    await ask.look(PAGE)
    assert "Omröstning i juryn" in ask.text
    assert "Vote of the jury" in (await ask.look(f"{PAGE}?lang=en")).text
    await ask.look(PAGE)
    await ask.send(f"{PAGE}/Vote", **{"vote-liked": ""})
    assert ask.page.status_code == 422
    await ask.send(f"{PAGE}/Vote", **{"vote-liked": "yes"})
    assert "Rösten är lämnad." in ask.text, ask.text
    dag = await at(site, "dag", CASE)
    assert "Spridning mellan enheter" in dag.text
    await dag.send(f"{CASE}/acts/Decide", choice="grant", reason="Allt stämmer.")
    assert "done=Decided" in str(dag.page.url), re.sub(r"<[^>]+>", " ", dag.text)[:3000]
    await site.issue()
    await ask.look(PAGE)
    await ask.send(f"{PAGE}/Survey", **{"value-G.1": "yes"})
    assert "Uppföljningen är lämnad." in ask.text, ask.text
    mo = await at(site, "mo", PAGE)
    await mo.send(f"{PAGE}/ReportCircumstance", on="")
    assert mo.page.status_code == 422
    await mo.send(f"{PAGE}/ReportCircumstance", input="flooded", on=world.at.date().isoformat())
    assert "Händelsen är antecknad." in mo.text
