"""Answers of Kolada that somebody saved, recorded in a case in one step: by the page, the API and the command alike."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cyclopts import App

from certify.core.documents import Sealed, unseal
from certify.core.evidence import Link
from certify.core.findings import Findings
from certify.core.scheme.clocks import local_day
from certify.service import authority
from certify.service.collecting import look_up
from certify.service.commands.collecting import add_collecting
from certify.service.commands.desk import Desk, Ended
from certify.service.demo import municipality
from certify.service.outbound import Answer
from certify.service.saved_answers import save
from certify.service.settings import Settings, for_trying
from certify.service.store import documents
from certify.service.store.organisations import OrganisationRow
from certify.service.store.people import AccountRow, PersonRow
from schemes.naringslivstjanst.collect import ORIGIN, Kolada
from tests.browser.served import serve
from tests.schemes.kolada_server import Kolada as Server
from tests.service.web.desk import at
from tests.service.web.paged import PagedSite
from tests.service.worker.workshop import SECRET
from tests.service.world import BODY, World

pytestmark = pytest.mark.anyio
SCHEME = Path(__file__).resolve().parents[3] / "schemes" / "naringslivstjanst" / "scheme.yaml"
CODE = "9902"
CASE = "/cases/granaker"


class Said:
    """What the server of the tests says under Kolada's own addresses, as if it had been asked over the network."""

    def __init__(self, server: Server, at: datetime) -> None:
        self.server, self.at = server, at
        self.answers: list[Answer] = []

    async def get(self, url: str) -> bytes:
        _, raw = self.server.answer(url.removeprefix(ORIGIN), ORIGIN)
        self.answers.append(Answer(url=url, raw=raw, at=self.at))
        return raw


class Granaker:
    """A municipality's case, taken in, in a service that knows its code."""

    def __init__(self, site: PagedSite) -> None:
        self.site = site
        self.server = Server()
        self.server.figures("U07451", CODE, {2024: 71, 2025: 74.5})

    async def saved(self, *, at: datetime | None = None, **titles: str) -> bytes:
        """The file that a computer elsewhere saved, an hour ago unless said otherwise."""
        said = Said(self.server, at or self.site.clock() - timedelta(hours=1))
        more = Path(self.site.settings.municipalities or "")
        await look_up(Kolada(), municipality.NUMBER, local_day(self.site.world.at), said, more)
        self.server.titles |= titles
        if titles:  # as the source calls its figures now
            said.answers[0] = msgspec.structs.replace(
                said.answers[0], raw=self.server.answer(said.answers[0].url.removeprefix(ORIGIN), ORIGIN)[1]
            )
        return save(said.answers)

    async def recorded(self) -> Findings | None:
        case = await self.site.world.case("granaker")
        work = next((work for work in reversed(case.works) if work.kind == "result"), None)
        row = await documents.document(self.site.db, BODY, work.findings) if work is not None else None
        if row is None or row.salt is None or row.raw is None:
            return None
        found = unseal(Sealed(digest=row.digest, kind="findings", salt=row.salt, raw=row.raw))
        return found if isinstance(found, Findings) else None


@pytest.fixture
async def granaker(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Granaker]:
    register = tmp_path / "municipalities.csv"
    register.write_text(f"code,name,organisation_number\n{CODE},{municipality.NAME},{municipality.NUMBER}\n")
    site = PagedSite(
        Settings(
            database=f"sqlite:///{tmp_path}/certify.db",
            blobs=str(tmp_path / "blobs"),
            keys=tmp_path / "keys",
            secret=SECRET,
            demo=True,
            worker=False,
            municipalities=register,
        )
    )
    async with site.app.lifespan():
        site.world = await World(site.db).founded()
        await _taken_in(site)
        yield Granaker(site)


async def _taken_in(site: PagedSite) -> None:
    world, db = site.world, site.db
    row = OrganisationRow(
        body=BODY,
        id=municipality.ID,
        number=municipality.NUMBER,
        name=municipality.NAME,
        address=municipality.ADDRESS,
        created_at=world.at,
    )
    await authority.add_organisation(db, row, by="adi")
    account = AccountRow(id="liv", person="liv", login="liv@example.org", created_at=world.at)
    await authority.add_person(db, PersonRow(id="liv", body=BODY, name="Liv", created_at=world.at), account, by="adi")
    await authority.give_role(db, BODY, "liv", "applicant", organisation=municipality.ID, by="adi", at=world.at)
    scheme = await authority.publish_scheme(db, BODY, SCHEME.read_bytes(), by="sol", at=world.at)
    today = local_day(world.at)
    steps = municipality.steps(municipality.scheme_on(scheme, today), scheme.digest, world.terms, today)
    for person, act in steps[:4]:
        await world.do(person, act, case="granaker")
    site.later(hours=3)


async def test_a_saved_file_is_recorded_by_the_page_with_its_evidence(granaker: Granaker) -> None:
    site, raw = granaker.site, await granaker.saved()
    desk = await at(site, "kim", f"{CASE}/process")
    assert "Inget är hämtat än." in desk.text
    await desk.send(f"{CASE}/answers", {"answers": ("saved.json", raw, "application/json")})
    assert desk.page.status_code == 200, desk.text
    # then the figure stands there with its year, its address and its digest
    assert "Företagsklimat Insikt - Totalt, Index, 2025: 74.5" in re.sub("</?bdi>", "", desk.text)
    found = await granaker.recorded()
    assert found is not None
    assert found.inputs["nki_total_kolada"] == "74.5"
    (link, *_) = [link for link in found.evidence if isinstance(link, Link)]
    assert link.url.startswith(ORIGIN)
    assert link.period is not None
    assert (link.period.first.year, link.captured) == (2025, site.clock() - timedelta(hours=1))
    assert link.copy is not None
    texts = [one["text"].encode() for one in json.loads(raw)["answers"]]
    assert link.copy.digest in {f"sha256:{hashlib.sha256(text).hexdigest()}" for text in texts}
    assert link.copy.digest in await documents.evidence(site.db, BODY, (link.copy.digest,))
    # and the next step is no longer to fetch
    assert "Anteckna uppgifter utifrån" not in (await at(site, "kim", "/cases")).text


async def test_a_changed_title_stops_with_what_it_is_called_now(granaker: Granaker) -> None:
    raw = await granaker.saved(U07451="Företagsklimat - Totalt")
    desk = await at(granaker.site, "kim", f"{CASE}/process")
    await desk.send(f"{CASE}/answers", {"answers": ("saved.json", raw, "application/json")})
    assert desk.page.status_code == 422
    assert "Inget antecknades." in desk.text
    assert "U07451 is now called “Företagsklimat - Totalt” in Kolada" in re.sub("</?bdi>", "", desk.text)
    assert await granaker.recorded() is None


async def test_no_file_is_told_at_the_field(granaker: Granaker) -> None:
    desk = await at(granaker.site, "kim", f"{CASE}/process")
    await desk.send(f"{CASE}/answers", {})
    assert desk.page.status_code == 422
    assert "Välj en fil" in desk.text


async def test_the_api_records_once_and_refuses_by_name(granaker: Granaker) -> None:
    kim = await granaker.site.by("kim")
    wrong = {
        b'{"answers": []}': 422,
        b'{"answers": [{"url": "https://api.kolada.se/v3", "at": "2026-01-01T00:00:00", "text": ""}]}': 422,
        b'{"answers": [], "answers": []}': 400,
        b"[]": 422,
        b"{": 400,
    }
    for raw, status in wrong.items():
        told = await kim.post("/api/cases/granaker/answers", content=raw, headers={"content-type": "application/json"})
        assert told.status_code == status, raw
    tomorrow = await granaker.saved(at=granaker.site.clock() + timedelta(days=1))
    json_ = {"content-type": "application/json"}
    told = await kim.post("/api/cases/granaker/answers", content=tomorrow, headers=json_)
    assert (told.json()["type"], told.json()["rule"]) == ("/problems/not-collected", "not_understood")
    assert await granaker.recorded() is None
    raw = await granaker.saved()
    answers = [
        await kim.post("/api/cases/granaker/answers", content=raw, headers=json_ | {"idempotency-key": "once"})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    ask = await granaker.site.by("ask")
    assert (await ask.post("/api/cases/granaker/answers", content=raw, headers=json_)).status_code == 403


async def test_a_later_reading_counts(granaker: Granaker) -> None:
    kim = await granaker.site.by("kim")
    json_ = {"content-type": "application/json"}
    for value in (74.5, 76):
        granaker.server.figures("U07451", CODE, {2025: value})
        granaker.site.later(minutes=5)
        told = await kim.post("/api/cases/granaker/answers", content=await granaker.saved(), headers=json_)
        assert told.status_code == 200, told.text
    desk = await at(granaker.site, "kim", f"{CASE}/process")
    assert "2025: 76" in desk.text


async def test_the_command_takes_the_same_way(granaker: Granaker, tmp_path: Path) -> None:
    site = granaker.site
    file = tmp_path / "saved.json"
    file.write_bytes(await granaker.saved())
    token = await site.token("kim")

    def run(*arguments: str) -> int:
        environment = {"CERTIFY_MUNICIPALITIES": str(site.settings.municipalities)}
        desk = Desk(environment=environment, settings=for_trying, clock=site.clock, chance=bytes)
        app = App(name="certify", result_action="return_value")
        add_collecting(app, desk, lambda: {municipality.SCHEME: Kolada()})
        try:
            status: Any = app(["collect", municipality.SCHEME, *arguments], exit_on_error=False)
        except Ended as ended:
            return ended.status
        return int(status)

    async with serve(site) as origin:
        of = ("--from", str(file), "--server", origin)
        granted = (municipality.NUMBER, *of, "--token", token)
        assert await asyncio.to_thread(run, *granted, "--case", "nobody") == 1
        assert await asyncio.to_thread(run, "212000-0712", *of, "--token", token, "--case", "granaker") == 2
        assert await asyncio.to_thread(run, municipality.NUMBER, *of, "--token", "x", "--case", "granaker") == 1
        assert await granaker.recorded() is None
        assert await asyncio.to_thread(run, *granted, "--case", "granaker") == 0
        assert await asyncio.to_thread(run, *granted, "--case", "granaker") == 0
    case = await site.world.case("granaker")
    assert [work.person for work in case.works] == ["kim"]
