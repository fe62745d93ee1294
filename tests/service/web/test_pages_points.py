"""A scheme of points and levels through the pages: self-assessment, draft, workbench, decision and its reading."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from certify.core import acts as a
from certify.core.findings import Findings
from tests.service.test_stranger_schemes import LEAVES, published, submitted
from tests.service.web.desk import Desk, at
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.world import ORIGIN

pytestmark = pytest.mark.anyio
PAGE = "/schemes/four-leaves/2026.1/self-assessment"
SEND = f"{PAGE}#standing"
BENCH = "/cases/leaves/assess"
POINTS = {"E-1": "17", "E-2": "10", "E-3": "3", "F-1": "10", "F-2": "10", "T-1": "15", "T-2": "0"}
PLAIN = re.compile(r"<[^>]+>")


def read(desk: Desk) -> str:
    """The page as a reader reads it."""
    return " ".join(PLAIN.sub("", desk.text).split())


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    async with opened_pages(tmp_path) as opened:
        await published(opened.world, "four-leaves")
        yield opened


@pytest.fixture
async def assigned(site: PagedSite) -> PagedSite:
    world = site.world
    scheme = await site.world.shell.schemes.get(site.db, "garden", (await _digest(site)))
    assert scheme is not None
    await submitted(world, scheme, LEAVES, "leaves")
    await world.do("kim", a.Register(number="2026-9", received=world.at.date()), case="leaves")
    await world.do("kim", a.Accept(findings=Findings(findings=())), case="leaves")
    for duty, person in (("assess", "ask"), ("decide", "dag")):
        await world.do("kim", a.Assign(duty=duty, person=person), case="leaves")  # type: ignore[arg-type]  # the two above
        await world.do(person, a.DeclareInterest(conflict=False), case="leaves")
    await world.do("mo", a.Agree(terms=world.terms), case="leaves")
    return site


async def _digest(site: PagedSite) -> str:
    found = (await site.reader().get("/schemes/four-leaves/2026.1.json")).json()
    return str(found["digest"])


def found(**values: str) -> dict[str, str]:
    """The fields of the workbench: yes to the prerequisites, and points."""
    said = {f"value-{id_}": "yes" for id_ in ("P-1", "P-2", "P-3")}
    return said | {f"value-{id_}": value for id_, value in {**POINTS, **values}.items()}


async def test_points_are_asked_for_with_their_range_and_the_way_to_the_next_level_is_told(site: PagedSite) -> None:
    desk = await Desk(site.reader(origin=ORIGIN)).look(PAGE)
    assert "Hur många poäng? Hela poäng, från 0 till 20." in read(desk)
    assert "Antal mötesrum Heltal, från 1 till 500." in read(desk)
    facts = {f"input-{name}": value for name, value in LEAVES.items()}
    await desk.send(SEND, **facts, **found() | {"value-E-1": "21"})
    fault = "E-1 Minskad energi: Så kan svaret inte vara. Svaret ska vara: hela poäng, från 0 till 20."
    assert fault in read(desk)
    assert 'href="#f-value-E-1"' in desk.text
    await desk.send(SEND, **facts | {"input-rooms": "501"}, **found())
    assert "Antal mötesrum: Så kan svaret inte vara. Svaret ska vara: heltal, från 1 till 500." in read(desk)
    await desk.send(SEND, **facts, **found())
    assert "Svaren räcker för nivån Tre blad." in read(desk)
    assert "Det här saknas till Fyra blad" in read(desk)
    assert "Poäng: 65, ska vara minst 75; skillnaden är 10." in read(desk)


async def test_a_finding_out_of_range_never_leaves_the_workbench(assigned: PagedSite) -> None:
    desk = await at(assigned, "ask", BENCH)
    assert "Hur många poäng? Hela poäng, från 0 till 20." in read(desk)
    for wrong in ("21", "-1", "17.5", "many"):
        await desk.send(BENCH, do="hand-in", **found() | {"value-E-1": wrong})
        assert desk.page.status_code == 422
        assert "E-1 Minskad energi: Så kan svaret inte vara. Svaret ska vara: hela poäng, från 0 till 20." in read(desk)
        assert 'id="f-value-E-1-wrong"' in desk.text
        assert desk.forms[BENCH]["value-E-1"] == [wrong]


async def test_what_is_decided_is_named_with_level_figures_and_fee(assigned: PagedSite) -> None:
    bench = await at(assigned, "ask", BENCH)
    await bench.send(BENCH, do="hand-in", **found())
    assert bench.page.status_code == 200, read(bench)
    desk = await at(assigned, "dag", "/cases/leaves")
    page = read(desk)
    for told in (
        "Reglerna ger nivån Tre blad: Fyra blad kan beviljas",
        "Nivån Tre blad är nådd.",
        "För nivån Tre blad Uppfyllt: Poäng: är 65, ska vara minst 60.",
        "För varje nivå Uppfyllt: Missade grundkrav: är 0, ska vara 0.",
        "Ansökan: 3000 kr",
        "Det här saknas till nivån Fyra blad",
        "Bevilja nivån Tre blad",
        "17 av 20 poäng",
        "30 av 45 poäng",
        "20 av 40 poäng",
    ):
        assert told in page, told
    await desk.send("/cases/leaves/acts/Decide", choice="grant", reason="Underlaget visar det.")
    assert desk.page.status_code == 200, read(desk)
    applicant = await at(assigned, "mo", "/cases/leaves")
    assert "Beslutet gäller nivån Tre blad." in read(applicant)
    assert "Beviljat, nivån Tre blad" in read(applicant)
    assert "Poäng: är 65, ska vara minst 60." in read(applicant)
    assert "17 av 20 poäng" in read(applicant)


async def test_a_self_assessment_becomes_a_draft_that_says_the_points(site: PagedSite) -> None:
    desk = await at(site, "mo", PAGE)
    facts = {f"input-{name}": value for name, value in LEAVES.items()}
    fields = {name: [value] for name, value in {**facts, **found()}.items()}
    await desk.post("/drafts/from-self-assessment", desk.forms[SEND] | fields)
    assert "/drafts/" in str(desk.page.url), read(desk)
    await desk.look(f"{desk.page.url.path}/chapters/E")
    assert "Egen bedömning: 17 av 20 poäng." in read(desk)
