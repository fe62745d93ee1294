"""Reports of misuse: anybody sends one and gets a receipt, the body reads it, and the receipt tells the answer."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from certify.service.store import reports
from certify.service.web import reporting
from certify.service.web.reporting import MOST_PLACE, MOST_TEXT, receipt_of
from tests.service.web.desk import at
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.world import BODY

pytestmark = pytest.mark.anyio

NUMBER = "8H3K-T6PW-4"  # well spelt, and no certificate has it
FORM = {"kind": "altered", "place": "Storgatan 3 <b>", "text": "En dekal.\nNy."}


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    async with opened_pages(tmp_path) as opened:
        opened.later(minutes=1)
        yield opened


async def test_a_report_goes_to_the_body_and_its_receipt_tells_the_answer(site: PagedSite) -> None:
    # given somebody who names nobody
    form = await site.reader().get(f"/v/{NUMBER}/report?lang=en")
    assert "Report misuse" in form.text
    sent = await site.reader().post(f"/v/{NUMBER}/report?lang=en", data=FORM)
    assert sent.status_code == 303
    receipt = sent.headers["location"].removeprefix("/reports/").removesuffix("?lang=en")
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", receipt)
    assert "set-cookie" not in sent.headers
    waits = await site.reader().get(f"/reports/{receipt}")
    assert "Rapporten är mottagen." in waits.text
    assert "Storgatan" not in waits.text
    # when a coordinator finds it among what waits, and closes it
    desk = await at(site, "kim", "/cases")
    assert "1 rapport om missbruk väntar." in desk.text
    desk = await at(site, "kim", "/reports")
    assert "Storgatan 3 &lt;b&gt;" in desk.text
    await desk.send(f"/reports/{receipt}", answer="Dekalen är borta.")
    assert "Rapporten är avslutad." in desk.text
    assert "Ingen rapport väntar." in desk.text
    # then the receipt tells it, and to close it again changes nothing
    assert "Dekalen är borta." in (await site.reader().get(f"/reports/{receipt}")).text
    assert not await reports.close(site.db, BODY, receipt, at=site.clock(), person="adi", answer="nej")
    row = await reports.of_receipt(site.db, receipt)
    assert row is not None
    assert (row.number, row.place, row.text, row.closed_by) == (NUMBER, FORM["place"], FORM["text"], "kim")


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"kind": "no"}, ["kind"]),
        ({"place": " "}, ["place"]),
        ({"place": "x" * (MOST_PLACE + 1), "text": "x" * (MOST_TEXT + 1)}, ["place", "text"]),
        ({"number": "8H3K-T6PW-5"}, ["number"]),
        ({"kind": "", "place": "", "number": "?"}, ["kind", "number", "place"]),
    ],
)
async def test_what_is_missing_is_named_and_nothing_typed_is_lost(
    change: dict[str, str], fields: list[str], site: PagedSite
) -> None:
    answer = await site.reader().post("/v/report", data=FORM | change)
    assert answer.status_code == 422
    assert re.findall(r'<a href="#Report-(\w+)"', answer.text) == fields
    assert "<title>Fel: " in answer.text
    assert "En dekal." in answer.text or "text" in fields
    assert await reports.waiting(site.db, BODY) == 0


async def test_without_a_number_or_as_json_it_is_a_report_too(site: PagedSite) -> None:
    assert (await site.reader().post("/v/report", data=FORM)).status_code == 303
    told = await site.reader().post(f"/v/{NUMBER}/report", json={"kind": "mark", "place": "example.org"})
    assert told.status_code == 201
    assert told.json()["number"] == NUMBER
    assert await reports.waiting(site.db, BODY) == 2


async def test_who_may_read_and_who_may_close(site: PagedSite) -> None:
    sent = await site.reader().post("/v/report", data=FORM)
    place = sent.headers["location"]
    for person, status in (("kim", 200), ("adi", 200), ("ros", 200), ("ask", 403)):
        assert (await (await site.browser(person)).get("/reports")).status_code == status, person
    assert "Avsluta rapporten" not in (await (await site.browser("ros")).get("/reports")).text
    assert (await site.reader().get("/reports")).status_code == 401
    assert (await site.reader().get("/reports/2222-2222-2222")).status_code == 404
    assert (await site.reader().get("/v/8H3K-T6PW-5/report")).status_code == 404
    assert (await site.reader().get(place)).status_code == 200


async def test_somebody_who_floods_us_waits(site: PagedSite) -> None:
    answers = [(await site.reader().post("/v/report", data=FORM)).status_code for _ in range(6)]
    assert answers == [303, 303, 303, 303, 303, 429]


async def test_more_than_anybody_reads_is_not_taken_in(site: PagedSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "MOST_WAITING", 1)
    assert (await site.reader().post("/v/report", data=FORM)).status_code == 303
    refused = await site.reader().post("/v/report", data=FORM)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "86400")
    assert await reports.waiting(site.db, BODY) == 1


def test_a_receipt_is_made_of_its_bytes_alone() -> None:
    assert receipt_of(bytes(16)) == "2222-2222-2222"
    assert receipt_of(b"\xff" * 16) != receipt_of(b"\xff" * 15 + b"\xfe")
