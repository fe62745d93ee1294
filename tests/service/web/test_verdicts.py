"""Verdicts before the framework: the same answers as behind it, and none of them outlives its second."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from certify.core import acts as a
from certify.service.web.this_second import MOST, ThisSecond
from certify.service.web.verdicts import Verdicts
from tests.core.life import WHY
from tests.service.web.site import Site
from tests.service.web.test_public import issued

pytestmark = pytest.mark.anyio

AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
_OF_EACH = {"x-request-id", "date"}


@asynccontextmanager
async def another_process(site: Site) -> AsyncIterator[Site]:
    """A second application over the same database, with the same clock: what it writes the first one is not told."""
    other = Site(site.settings)
    async with other.app.lifespan():
        other.world = type(site.world)(other.db)
        other.world.at = site.world.at
        yield other


async def verdict(site: Site, number: str) -> str:
    """What the JSON at the number's address says."""
    answer = await site.client().get(f"/v/{number}.json")
    assert answer.status_code == 200
    return str(answer.json()["verdict"])


def told(answer: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body, without what differs from answer to answer."""
    headers = {name: value for name, value in answer.headers.items() if name not in _OF_EACH}
    return answer.status_code, headers, answer.content


async def test_the_answer_is_the_one_that_the_framework_gives(lite: Site) -> None:
    row = await issued(lite)
    anyone = lite.client()
    for hours in (0, 1, 24 * 366 * 4):  # valid, with old lists, expired
        lite.later(hours=hours)
        first, again = [told(await anyone.get(f"/v/{row.number}.json")) for _ in range(2)]
        behind = told(await anyone.get(f"/v/{row.number}.json?lang=en"))
        other_way = told(await anyone.get(f"/v/{row.number}", headers={"accept": "application/json"}))
        assert first == again == behind == other_way
        head = await anyone.head(f"/v/{row.number}.json")
        assert told(head)[:2] == first[:2]
        assert head.content == b""


async def test_it_is_counted_and_has_an_id_like_any_other(lite: Site) -> None:
    row = await issued(lite)
    anyone = lite.client()
    answers = [await anyone.get(f"/v/{row.number}.json") for _ in range(3)]
    ids = {",".join(answer.headers.get_list("x-request-id")) for answer in answers}
    assert {len(one) for one in ids} == {36}
    assert len(ids) == 3
    await anyone.get(f"/v/{row.number}.json?lang=en")
    figures = (await anyone.get("/metrics")).text
    assert 'certify_requests_total{method="GET",route="/v/{number}",status="200"} 4.0' in figures
    assert row.number not in figures


async def test_a_withdrawal_by_another_process_shows_within_a_second(site: Site) -> None:
    row = await issued(site)
    site.world.at = site.world.at.replace(microsecond=0) + timedelta(seconds=1)
    assert await verdict(site, row.number) == "valid"
    async with another_process(site) as other:
        await other.world.do("dag", a.Withdraw(reason_class="requirements_not_met", reason=WHY))
        await other.issue()
        assert await verdict(other, row.number) == "withdrawn"  # who wrote it knows at once
    site.later(seconds=0.999)
    assert await verdict(site, row.number) == "valid"  # the answer of this second
    site.later(seconds=0.001)
    assert await verdict(site, row.number) == "withdrawn"


async def test_what_this_process_writes_shows_at_once(lite: Site) -> None:
    row = await issued(lite)
    assert await verdict(lite, row.number) == "valid"
    await lite.world.do("dag", a.Withdraw(reason_class="requirements_not_met", reason=WHY))
    await lite.issue()
    assert await verdict(lite, row.number) == "withdrawn"


async def test_an_edge_in_time_is_not_slept_over(lite: Site) -> None:
    row = await issued(lite)
    lite.world.at = row.valid_until
    assert "expired" not in (await lite.client().get(f"/v/{row.number}.json")).text.partition('"steps"')[0]
    lite.later(seconds=1)
    assert await verdict(lite, row.number) == "expired"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v/8H3K-T6PW-4.json", 404),  # nobody's
        ("/v/8H3K-T6PW-5.json", 404),  # no number
        ("/v/8h3k-t6pw-4.json", 404),
        ("/v/.json", 404),
        ("/v/8H3K-T6PW-4.json.json", 404),
        ("/v/8H3K-T6PW-4/.json", 404),
    ],
)
async def test_everything_else_is_left_to_the_framework(lite: Site, path: str, status: int) -> None:
    answer = await lite.client().get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_fault_is_met_by_the_framework(lite: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    row = await issued(lite)

    async def fails(*_: object) -> None:
        raise RuntimeError("a fault that nobody foresaw")

    monkeypatch.setattr(Verdicts, "answer", fails)
    assert await verdict(lite, row.number) == "valid"


def test_what_is_kept_ends_with_the_second_and_with_each_write() -> None:
    now, writes = [AT], [0]
    kept: ThisSecond[str] = ThisSecond(lambda: now[0], lambda: writes[0])
    mark = kept.mark()
    assert kept.find("a", mark) is None
    kept.keep("a", "one", mark)
    now[0] += timedelta(microseconds=999_999)
    assert kept.find("a", kept.mark()) == "one"
    now[0] += timedelta(microseconds=1)
    assert kept.find("a", kept.mark()) is None
    mark = kept.mark()
    kept.find("a", mark)
    writes[0] += 1
    kept.keep("a", "read before the write", mark)
    assert kept.find("a", kept.mark()) is None
    mark = kept.mark()
    for n in range(MOST + 1):
        kept.find(str(n), mark)
        kept.keep(str(n), "one", mark)
    assert kept.find(str(MOST - 1), mark) == "one"
    assert kept.find(str(MOST), mark) is None
