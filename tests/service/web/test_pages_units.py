"""A scheme with inputs of every type and units, through the self-assessment and the pages of a draft."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from certify.service import authority
from certify.service.store import drafts
from tests.service.web.desk import Desk, at
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.web.rich import RICH
from tests.service.world import BODY, ORIGIN

pytestmark = pytest.mark.anyio
PAGE = "/schemes/rich-garden/2026.1/self-assessment"
SEND = f"{PAGE}#standing"
FACTS = {
    "input-hours": "1 200,5",
    "input-opened": "2020-05-01",
    "input-colours": ["red", "green"],
    "input-visits": "Torget; 12\nParken; 3",
    "input-water": "2026-06-01; 0,12",
    "input-raked": "2026-06-01\n2026-06-02",
    "input-beds-1-sown": "Dill",
    "input-beds-1-size": "3",
}


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    async with opened_pages(tmp_path) as opened:
        await authority.publish_scheme(opened.db, BODY, RICH, by="sol", at=opened.world.at)
        yield opened


async def kept(site: PagedSite) -> dict[str, Any]:
    (row,) = await drafts.drafts_of(site.db, BODY, ("lindhamra",))
    dossier: dict[str, Any] = msgspec.json.decode(row.dossier)["dossier"]
    return dossier


async def test_units_are_added_named_judged_and_taken_away_again(site: PagedSite) -> None:
    desk = await Desk(site.reader(origin=ORIGIN)).look(PAGE)
    assert desk.forms[SEND]["units-bed"] == ["bed-1"]
    await desk.send(SEND, do="add-unit:bed", **{"u-bed-1-name": "Rosorna"})
    assert desk.forms[SEND]["units-bed"] == ["bed-1", "bed-2"]
    assert desk.forms[SEND]["u-bed-1-name"] == ["Rosorna"]
    said = {"input-member": "yes", "value-G.1": "yes", "value-G.3": "yes", "u-bed-1-value-G.2": "yes"}
    await desk.send(SEND, **said)
    assert "Inget utfall än." in desk.text  # one bed is not judged
    await desk.send(SEND, **said, **{"u-bed-2-value-G.2": "no", "u-bed-2-input-plants": "many"})
    assert "Det räcker inte än." in desk.text
    assert 'id="f-u-bed-2-input-plants-wrong"' in desk.text
    await desk.send(SEND, do="remove-unit:bed-2")
    assert desk.forms[SEND]["units-bed"] == ["bed-1"]
    await desk.send(SEND)
    assert "Svaren räcker för" in desk.text


async def test_what_was_answered_for_each_unit_comes_along_to_the_draft(site: PagedSite) -> None:
    desk = await at(site, "mo", PAGE)
    fields: dict[str, Any] = desk.forms[SEND] | FACTS
    fields |= {"u-bed-1-name": ["Rosorna"], "u-bed-1-value-G.2": ["no"], "u-bed-1-input-light": ["12"]}
    await desk.post("/drafts/from-self-assessment", fields)
    assert desk.page.url.path.startswith("/drafts/")
    dossier = await kept(site)
    assert dossier["units"] == {
        "bed": [{"id": "bed-1", "name": "Rosorna", "answers": {"G.2": {"text": "Egen bedömning: inte uppfyllt."}}}]
    }
    assert dossier["inputs"] == {
        "hours": "1200.5",
        "opened": "2020-05-01",
        "colours": ["red", "green"],
        "visits": {"Torget": "12", "Parken": "3"},
        "water": [{"on": "2026-06-01", "value": "0.12"}],
        "raked": ["2026-06-01", "2026-06-02"],
        "beds": [{"sown": "Dill", "size": "3"}],
    }


async def test_a_draft_takes_every_type_and_each_unit(site: PagedSite) -> None:
    desk = await at(site, "mo", "/drafts/new")
    home = ""
    offers = [part.split('"')[0] for part in desk.text.split('name="offer" value="')[1:]]
    for scheme in offers:
        await desk.look("/drafts/new")
        await desk.send("/drafts", offer=scheme)
        home = desk.page.url.path
        await desk.look(f"{home}/about")
        if "input-hours" in desk.forms[f"{home}/about"]:
            break
    about, chapter = f"{home}/about", f"{home}/chapters/G"
    await desk.send(about, {}, do="add-unit:bed", **FACTS | {"u-bed-1-name": "Rosorna"})
    assert desk.page.url.path == about
    assert desk.forms[about]["units-bed"] == ["bed-1", "bed-2"]
    await desk.send(about, {}, **{"u-bed-2-name": "", "u-bed-2-input-plants": "-3"})
    assert desk.page.status_code == 422
    assert "Skriv vad enheten heter" in desk.text
    await desk.send(about, {}, **{"u-bed-2-name": "Örterna", "u-bed-2-input-plants": "30"})
    assert desk.page.url.path == home
    await desk.look(chapter)
    await desk.send(
        chapter,
        {"file-G.2": ("Plan.txt", b"Planen.", "text/plain")},
        do="save",
        **{
            "u-bed-1-answer-G.2": "Föreningen sköter dem.",
            "unit-G.2": "bed-2",
            "kind-G.2": "plan",
            "answer-G.1": "Ja.",
        },
    )
    assert desk.page.status_code == 200, desk.text
    assert desk.forms[chapter]["u-bed-1-answer-G.2"] == ["Föreningen sköter dem."]
    found = [msgspec.json.decode(r.dossier)["dossier"] for r in await drafts.drafts_of(site.db, BODY, ("lindhamra",))]
    dossier = next(one for one in found if one.get("units"))
    assert [(unit["name"], unit.get("inputs", {})) for unit in dossier["units"]["bed"]] == [
        ("Rosorna", {}),
        ("Örterna", {"plants": "30"}),
    ]
    assert dossier["units"]["bed"][0]["answers"] == {"G.2": {"text": "Föreningen sköter dem."}}
    assert dossier["evidence"][0]["unit"] == "bed-2"
    assert dossier["inputs"]["visits"] == {"Torget": "12", "Parken": "3"}
    await desk.look(about)
    await desk.send(about, {}, do="remove-unit:bed-2")
    assert desk.forms[about]["units-bed"] == ["bed-1"]
    assert "Torget; 12" in desk.text
