"""Reports of misuse: what waits comes first, and a report is closed once."""

import pytest

from certify.service.store import reports
from certify.service.store.database import Database
from certify.service.store.errors import Taken
from certify.service.store.reports import ReportRow
from tests.service.store.planted import BODY, NOON, later, plant

pytestmark = pytest.mark.anyio


async def test_what_waits_comes_first_and_a_report_is_closed_once(database: Database) -> None:
    await plant(database)
    rows = [
        ReportRow(body=BODY, id=f"r{n}", kind="mark", place="Torget", text="", at=later(minutes=n)) for n in range(4)
    ]
    for row in rows:
        await reports.add(database, row)
    with pytest.raises(Taken):
        await reports.add(database, rows[0])
    for n, id_ in enumerate(("r0", "r2")):
        assert await reports.close(database, BODY, id_, at=later(minutes=10 + n), person="p-anna", answer=id_)
    assert not await reports.close(database, BODY, "r0", at=NOON, person="p-anna", answer="again")
    assert not await reports.close(database, "other", "r1", at=NOON, person="p-anna", answer="of another")
    assert [row.id for row in await reports.of_body(database, BODY)] == ["r1", "r3", "r2", "r0"]
    assert await reports.waiting(database, BODY) == 2
    closed = await reports.of_receipt(database, "r0")
    assert closed is not None
    assert (closed.closed_by, closed.answer, closed.closed_at) == ("p-anna", "r0", later(minutes=10))
    assert await reports.of_receipt(database, "none") is None
