"""Self-assessment: the same outcome as everywhere else, nothing kept, and an application in one step."""

import asyncio
import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import msgspec
import pytest

from certify.core.dossier import Dossier
from certify.core.findings import Finding, Findings
from certify.core.outcome import Dates, Outcome, work_out
from certify.core.scheme.clocks import local_day
from certify.service.store import drafts
from certify.service.web.language import Language
from certify.service.web.pages.standing import standing
from certify.service.web.pages.words import words
from certify.service.web.self_assessing import SelfAssessment, assess
from tests.core.scheme.harbour import ALL_YES, GRADED, HARBOUR, MEASURED, SUBMITTED
from tests.core.scheme.harbour import dossier as harbour_dossier
from tests.core.scheme.harbour import findings as harbour_findings
from tests.service.test_cli import Place
from tests.service.web.desk import Desk, at, desk_of
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.web.site import as_json
from tests.service.world import BODY, GARDEN, ORIGIN

pytestmark = pytest.mark.anyio
PAGE = "/schemes/open-garden/2026.1/self-assessment"
BEGIN = "/drafts/from-self-assessment"


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    async with opened_pages(tmp_path) as opened:
        yield opened


async def stranger(site: PagedSite) -> Desk:
    """Somebody who has not signed in, at the checklist."""
    return await Desk(site.reader(origin=ORIGIN)).look(PAGE)


def answers(**values: str) -> dict[str, str]:
    """Fields of the checklist: `G1="yes"` answers the criterion G.1."""
    return {"input-member": "yes"} | {f"value-{name[0]}.{name[1]}": value for name, value in values.items()}


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({"G1": "yes", "G2": "yes", "G3": "yes"}, "OPEN"),
        ({"G1": "yes", "G2": "yes", "G3": "no"}, "OPEN"),
        ({"G1": "yes", "G2": "no", "G3": "yes"}, None),
    ],
)
async def test_the_same_material_gives_the_same_outcome_everywhere(
    values: dict[str, str], level: str | None, site: PagedSite, tmp_path: Path
) -> None:
    scheme, today = site.world.scheme, local_day(site.world.at)
    findings = Findings(
        findings=tuple(Finding(criterion=f"{n[0]}.{n[1]}", value=v, reason="-") for n, v in values.items()),
        inputs={"member": "yes"},
    )
    # the core itself
    told = work_out(scheme, Dossier(), findings, form="full", dates=Dates(submitted=today, today=today))
    assert (told.level, told.complete) == (level, True)
    # self-assessment, as data and on the page
    sent = as_json(SelfAssessment(findings=findings))
    answered = (await site.client().post(PAGE, json=sent)).json()
    assert msgspec.convert(answered["outcome"], Outcome) == told
    desk = await stranger(site)
    await desk.send(f"{PAGE}#standing", **answers(**values))
    assert ("Svaren räcker för" in desk.text) == (level is not None)
    # the form, handed in and assessed, and the interface for programs
    await site.world.assessed(**values)
    case = (await (await site.by("dag")).get("/api/cases/case-1/outcome")).json()
    assert (case.get("level"), case["complete"]) == (level, True)
    of_case = msgspec.convert(case, Outcome)
    assert (of_case.reasons, of_case.advice, of_case.values) == (told.reasons, told.advice, told.values)
    # the command line, with the same material as a worked case
    given = ", ".join(f"{n[0]}.{n[1]}: {v}" for n, v in values.items())
    example = f"  - example: the same\n    given: {{member: yes}}\n    findings: {{{given}}}\n"
    example += f"    dates: {{submitted: {today}}}\n    expect: {{level: {level or 'none'}}}\n"
    file = tmp_path / "garden.yaml"
    file.write_bytes(GARDEN.read_bytes() + example.encode())
    assert await asyncio.to_thread(Place(tmp_path, "").run, "scheme", "check", str(file)) == 0


async def test_nothing_is_kept_and_nothing_is_told_in_the_log(
    site: PagedSite, capsys: pytest.CaptureFixture[str]
) -> None:
    before = await _everything(site)
    desk = await stranger(site)
    await desk.send(f"{PAGE}#standing", **answers(G1="no", G2="yes"))
    assert desk.page.status_code == 200
    await site.client().post(PAGE, json={"dossier": {"inputs": {"berths": "SECRET-12"}}})
    assert await _everything(site) == before
    assert not desk.page.cookies
    said = "".join(capsys.readouterr())
    assert "value-" not in said
    assert "SECRET" not in said


async def _everything(site: PagedSite) -> dict[str, int]:
    rows = await site.db.sql("SELECT name FROM sqlite_master WHERE type = 'table'")
    counts = {}
    for row in rows:
        (found,) = await site.db.sql(f"SELECT count(*) AS n FROM {row['name']}")
        counts[row["name"]] = found["n"]
    return counts


async def test_the_gap_is_told_with_a_way_to_each_question(site: PagedSite) -> None:
    desk = await stranger(site)
    assert "Svara, så ser ni utfallet växa fram." in desk.text
    await desk.send(f"{PAGE}#standing", **answers(G1="yes", G2="no"))
    assert "Det räcker inte än." in desk.text
    assert 'href="#ask-G.2"' in desk.text
    await desk.send(f"{PAGE}#standing", **answers(G1="yes", G2="yes") | {"input-member": "no"})
    assert "Ansökan skulle inte tas in." in desk.text
    script = {"accept": "application/json"}
    told = (await desk.browser.post(PAGE, data=answers(G1="yes", G2="yes", G3="no"), headers=script)).json()
    assert told["sign"] == "valid"
    assert [group["title"] for group in told["groups"]] == ["Råd som inte är följda"]
    english = await desk.browser.post(f"{PAGE}?lang=en", data={"form": "full"}, headers=script)
    assert english.json()["sentence"] == "Answer, and you will see the outcome take shape."


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"value-G.1=maybe", "application/x-www-form-urlencoded", 200),
        (b"form=nothing", "application/x-www-form-urlencoded", 200),
        (b"value-G.1=%ff", "application/x-www-form-urlencoded", 400),
        (b"a=1&" * 20_001, "application/x-www-form-urlencoded", 413),
        (b"{", "application/json", 400),
        (b'{"form": "nothing"}', "application/json", 422),
        (b'{"findings": {"findings": [{"criterion": "G.9", "value": "yes"}]}}', "application/json", 200),
        (b"x", "text/plain", 415),
    ],
)
async def test_any_input_has_an_answer(content: bytes, media: str, status: int, site: PagedSite) -> None:
    answer = await site.client().post(PAGE, content=content, headers={"content-type": media})
    assert answer.status_code == status, answer.text


async def test_a_scheme_that_there_is_not_is_not_found(site: PagedSite) -> None:
    for path in ("/schemes/nothing/self-assessment", "/schemes/open-garden/1999/self-assessment"):
        assert (await site.reader().get(path)).status_code == 404
        assert (await site.client().post(path, json={})).status_code == 404
    listed = await site.client().get("/schemes/open-garden/self-assessment")
    assert listed.json()["version"] == "2026.1"
    assert "G.2" in (await site.reader().get("/schemes/open-garden/self-assessment")).text


async def test_an_applicant_begins_an_application_in_one_step(site: PagedSite) -> None:
    desk = await at(site, "mo", PAGE)
    fields = desk.forms[f"{PAGE}#standing"] | {name: [v] for name, v in answers(G1="yes", G2="no").items()}
    await desk.post(BEGIN, fields)
    assert desk.page.url.path.startswith("/drafts/")
    assert "Utkastet är börjat med svaren." in desk.text
    (row,) = await drafts.drafts_of(site.db, BODY, ("lindhamra",))
    kept = msgspec.json.decode(row.dossier)["dossier"]
    assert kept["answers"] == {
        "G.1": {"text": "Egen bedömning: uppfyllt."},
        "G.2": {"text": "Egen bedömning: inte uppfyllt."},
    }
    assert "member" not in kept.get("inputs", {})  # the coordinator gives it
    assert kept["applicant"]["name"] == "Lindhamra Trädgård ekonomisk förening"


async def test_whoever_has_not_signed_in_does_it_first_and_loses_no_answer(site: PagedSite) -> None:
    desk = await stranger(site)
    fields = desk.forms[f"{PAGE}#standing"] | {name: [v] for name, v in answers(G1="yes").items()}
    await desk.post(BEGIN, fields)
    assert "Logga in så följer svaren med." in desk.text
    carried = unescape(re.findall(r'name="carried" value="([^"]*)"', desk.text)[0])
    await desk.post("/sign-in/as", {"login": ["mo@example.org"], "carried": [carried]})
    assert "Gör svaren till en ansökan" in desk.text
    assert await drafts.drafts_of(site.db, BODY, ("lindhamra",)) == []
    offer = re.search(r'name="offer" value="([^"]+)"', desk.text)
    assert offer is not None
    await desk.send(BEGIN, offer="none-such")
    assert desk.page.status_code == 422
    await desk.send(BEGIN, offer=offer[1])
    (row,) = await drafts.drafts_of(site.db, BODY, ("lindhamra",))
    assert "Egen bedömning" in row.dossier


async def test_answers_that_are_none_of_ours_are_refused(site: PagedSite) -> None:
    desk = await stranger(site)
    for carried, status in (("{", 400), ("{}", 422), ('{"scheme":"x","version":"y","said":{"form":7}}', 422)):
        await desk.post("/sign-in/as", {"login": ["mo@example.org"], "carried": [carried]})
        assert desk.page.status_code == status
    await desk.post(BEGIN, {"scheme": ["nothing"], "version": ["1"]})
    assert desk.page.status_code == 404
    kim = await desk_of(site, "kim")
    await kim.look(PAGE)
    await kim.post(BEGIN, kim.forms[f"{PAGE}#standing"])
    assert "kan inte söka enligt ordningen just nu" in kim.text


def test_what_the_figures_propose_is_filled_in_where_nobody_said_otherwise() -> None:
    # given figures that propose a no on one criterion, and answers to all the others
    today = SUBMITTED
    values = {name: value for name, value in {**ALL_YES, **GRADED, **MEASURED, "lux": "9"}.items() if name != "L1_2"}
    said = SelfAssessment(dossier=harbour_dossier(), findings=harbour_findings(**values))
    assert said.findings.on("L1.2") is None
    found = assess(HARBOUR, said, today)
    assert [(one.criterion, one.value) for one in found.proposed] == [("L1.2", "no")]
    assert found.outcome.complete
    # when they say otherwise themselves, then that counts
    own = assess(HARBOUR, msgspec.structs.replace(said, findings=harbour_findings(**{**values, "L1_2": "yes"})), today)
    assert own.proposed == ()
    assert [(one.criterion, one.value) for one in own.contradicted] == [("L1.2", "no")]
    assert found.contradicted == ()
    assert own.outcome.level != found.outcome.level or own.outcome.reasons != found.outcome.reasons
    # and it stands on the page in both languages
    for language in ("sv", "en"):
        told = words(language)
        groups = {group.title: group for group in standing(found, HARBOUR, (), told).groups}
        (line,) = groups[told.plain("self-proposed")].lines
        assert line.text.endswith(f": {told.plain('finding-no')}")
        assert line.to == "ask-L1.2"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_yes_against_the_figures_is_no_plain_enough(language: Language) -> None:
    # given figures that propose a no, and a scheme that asks for a yes on that criterion alone
    values = {**ALL_YES, **GRADED, **MEASURED, "lux": "9"}
    found = assess(HARBOUR, SelfAssessment(dossier=harbour_dossier(), findings=harbour_findings(**values)), SUBMITTED)
    assert found.outcome.level is not None
    told = words(language)
    now = standing(found, HARBOUR, (), told)
    # then the sentence says so, the list leads there, and it stands beside the criterion too
    assert (now.sign, now.tone) == ("half", "begun")
    assert ("säger uppgifterna något annat" if language == "sv" else "the figures say otherwise") in now.sentence
    (line,) = next(group for group in now.groups if group.title == told.plain("self-contradicted")).lines
    assert (line.to, line.text.rpartition(": ")[2]) == ("ask-L1.2", told.plain("finding-no"))
    assert now.otherwise == {"L1.2": told.plain("self-otherwise", value=told.plain("finding-no"))}
