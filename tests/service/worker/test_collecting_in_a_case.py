"""Figures in a case: fetched once it is taken in, recorded with their pages, never the applicant's to say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from certify.core import acts as a
from certify.core.documents import Sealed, unseal
from certify.core.errors import Refused
from certify.core.evidence import Link, Span
from certify.core.findings import Findings
from certify.core.plugin import Asked, Collected, Figure, Get, Origin
from certify.core.process_acts import RecordResult
from certify.service import authority
from certify.service.store import documents, notices
from certify.service.store.blobs import open_blobs
from certify.service.worker.collect import TRIES
from certify.service.worker.loop import Worker
from tests.core.life import DOSSIER, MEMBER, WHY, findings
from tests.schemes.kolada_server import Kolada as Server
from tests.schemes.kolada_server import serving
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY, GARDEN

pytestmark = pytest.mark.anyio

CHANGES = {
    "scheme: open-garden": "scheme: fed-garden",
    "inputs:\n": "inputs:\n  soil: {type: number, lowest: 0, given_by: fetched, text: {sv: Jord, en: Soil}}\n",
    "  - {activity: review, kind: assess, by: assessor, after: intake,": "  - {activity: soil_figures, kind: fetch, "
    "by: coordinator, after: intake, fills: [soil]}\n  - {activity: review, kind: assess, by: assessor, after: intake,",
    "when: {mandatory_missed: 0}": "when: {mandatory_missed: 0, soil: at least soil_needed}",
    "parameters:\n": "profiles:\n  roses:\n    title: {sv: Rosor, en: Roses}\n    changes: [{from: 2026-01-01, title: "
    "{sv: Rosenträdgård, en: Rose garden}, parameters: {soil_needed: 7}}]\nparameters:\n  soil_needed: 5\n",
}


class Soil:
    """A collector of one figure."""

    scheme = "fed-garden"

    def __init__(self, origin: str) -> None:
        self.origins = frozenset({origin})
        self._origin = origin

    async def collect(self, asked: Asked, get: Get) -> Collected:
        """Ask for the soil of an organisation."""
        page = f"{self._origin}/soil/{asked.organisation_number}"
        value = json.loads(await get(page))["soil"]
        origin = Origin(
            title=f"Jord, {asked.on.year}: {value}",
            producer="Jordverket",
            period=Span(first=date(2025, 1, 1), last=date(2025, 12, 31)),
            page=page,
            criteria=("G.1",),
            kind="plan",
        )
        return Collected(figures=(Figure(input="soil", value=str(value), origin=origin),))


@pytest.fixture
def soil() -> Iterator[tuple[Server, str]]:
    server = Server()
    server.instead["/soil/"] = (200, b'{"soil": 6}')
    with serving(server) as origin:
        yield server, origin


class Fed:
    """A workshop whose scheme rests on a figure that is fetched."""

    def __init__(self, shop: Workshop, origin: str, folder: Path) -> None:
        self.shop = shop
        self.origin = origin
        names = iter(range(1_000))
        shop.bench = msgspec.structs.replace(
            shop.bench,
            blobs=open_blobs(f"file://{folder / 'blobs'}", lambda: str(next(names))),
            collectors=lambda: {"fed-garden": Soil(origin)},
            loopback=True,
        )
        shop.worker = Worker(shop.bench, lease=timedelta(seconds=5), poll=0.02)

    async def ready(self) -> Fed:
        """The scheme is published, and people are competent for it."""
        world = self.shop.world
        text = GARDEN.read_text()
        for old, new in CHANGES.items():
            assert old in text, old
            text = text.replace(old, new, 1)
        world.scheme = await authority.publish_scheme(self.shop.db, BODY, text.encode(), by="sol", at=world.at)
        for person in ("ask", "dag", "elm"):
            await authority.record_competence(
                self.shop.db,
                BODY,
                person,
                "fed-garden",
                from_day=date(2026, 1, 1),
                until_day=None,
                by="adi",
                at=world.at,
            )
        return self

    async def taken_in(self, profile: str | None = None) -> Fed:
        """Handed in and taken in, and the worker has done what follows."""
        world = self.shop.world
        act = a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=world.scheme.digest, profile=profile)
        await world.do("mo", act)
        await world.do("kim", a.Register(number="2026-1", received=world.at.date()))
        await world.do("kim", a.Accept(findings=MEMBER))
        await self.shop.worker.drain()
        return self

    async def decided(self, outcome: str) -> None:
        """Assessed with yes to all, and decided."""
        world = self.shop.world
        for duty, person in (("assess", "ask"), ("decide", "dag")):
            await world.do("kim", a.Assign(duty=duty, person=person))  # type: ignore[arg-type]
            await world.do(person, a.DeclareInterest(conflict=False))
        await world.do("mo", a.Agree(terms=world.terms))
        await world.do("ask", a.Assess(findings=findings()))
        await world.do("dag", a.Decide(outcome=outcome, reason=WHY))  # type: ignore[arg-type]

    async def fetched(self) -> Findings | None:
        """What was recorded in the case."""
        case = await self.shop.case()
        work = next((work for work in case.works if work.kind == "result"), None)
        if work is None:
            return None
        row = await documents.document(self.shop.db, BODY, work.findings)
        assert row is not None
        assert row.salt is not None
        assert row.raw is not None
        content = unseal(Sealed(digest=row.digest, kind="findings", salt=row.salt, raw=row.raw))
        assert isinstance(content, Findings)
        return content

    async def told(self) -> list[str]:
        """What the coordinator was told."""
        return [row.kind for row in await notices.notices_for(self.shop.db, BODY, "kim", ())]


@pytest.fixture
async def fed(workshop: Workshop, tmp_path: Path, soil: tuple[Server, str]) -> Fed:
    return await Fed(workshop, soil[1], tmp_path).ready()


async def test_the_worker_fetches_once_the_case_is_taken_in(fed: Fed) -> None:
    await fed.taken_in()
    recorded = await fed.fetched()
    assert recorded is not None
    assert recorded.inputs == {"soil": "6"}
    (link,) = recorded.evidence
    assert isinstance(link, Link)
    assert link.url.startswith(f"{fed.origin}/soil/802400-")
    assert link.captured == fed.shop.clock()
    assert link.copy is not None
    assert link.copy.digest in await documents.evidence(fed.shop.db, BODY, (link.copy.digest,))
    case = await fed.shop.case()
    assert [(work.person, work.activity) for work in case.works] == [("worker", "soil_figures")]
    assert case.assessors == frozenset()
    await fed.decided("grant")
    assert (await fed.shop.case()).state == "granted"


async def test_the_figure_decides_and_the_profile_says_what_is_enough(fed: Fed) -> None:
    await fed.taken_in(profile="roses")
    with pytest.raises(Refused) as refused:
        await fed.decided("grant")
    assert refused.value.rule == "decide.outcome"


async def test_a_certificate_bears_the_title_of_its_profile(fed: Fed, soil: tuple[Server, str]) -> None:
    soil[0].instead["/soil/"] = (200, b'{"soil": 7}')
    await fed.taken_in(profile="roses")
    await fed.decided("grant")
    await fed.shop.worker.drain()
    row = await fed.shop.certificate()
    assert row.credential is not None
    scheme = json.loads(row.credential)["credentialSubject"]["scheme"]
    assert scheme["title"] == {"en": "Rose garden", "sv": "Rosenträdgård"}


async def test_a_profile_that_there_is_none_of(fed: Fed) -> None:
    with pytest.raises(Refused) as refused:
        await fed.taken_in(profile="tulips")
    assert refused.value.rule == "submit.profile"


async def test_an_applicant_may_not_say_what_is_fetched(fed: Fed) -> None:
    await fed.taken_in()
    act = RecordResult(activity="soil_figures", findings=Findings(findings=(), inputs={"soil": "9"}))
    with pytest.raises(Refused) as refused:
        await fed.shop.world.do("mo", act)
    assert refused.value.rule == "act.role"


async def test_without_a_figure_there_is_no_outcome(fed: Fed, soil: tuple[Server, str]) -> None:
    soil[0].instead["/soil/"] = (200, b'{"soil": 6')
    fed.shop.bench = msgspec.structs.replace(fed.shop.bench, collectors=dict)
    fed.shop.worker = Worker(fed.shop.bench, lease=timedelta(seconds=5), poll=0.02)
    await fed.taken_in()
    assert await fed.fetched() is None
    assert "CollectionFailed" not in await fed.told()


async def test_what_may_pass_is_tried_again_and_then_told(fed: Fed, soil: tuple[Server, str]) -> None:
    soil[0].instead["/soil/"] = (503, b"")
    await fed.taken_in()
    assert await fed.fetched() is None
    for _ in range(TRIES):
        fed.shop.later(hours=1)
        await fed.shop.worker.drain()
    assert sum("/soil/" in path for path in soil[0].asked) == TRIES
    assert (await fed.told()).count("CollectionFailed") == 1


async def test_a_figure_that_comes_at_the_second_try(fed: Fed, soil: tuple[Server, str]) -> None:
    soil[0].instead["/soil/"] = (503, b"")
    await fed.taken_in()
    soil[0].instead["/soil/"] = (200, b'{"soil": 6}')
    fed.shop.later(hours=1)
    await fed.shop.worker.drain()
    recorded = await fed.fetched()
    assert recorded is not None
    assert recorded.inputs == {"soil": "6"}
