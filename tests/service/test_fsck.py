"""`fsck` finds what was changed behind the service's back, and says where; what agrees it leaves alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from certify.core import acts as a
from certify.service.fsck.check import check, rebuild
from certify.service.fsck.findings import Finding
from certify.service.store import documents
from certify.service.store.blobs import Blobs, open_blobs
from certify.service.store.database import Database
from certify.service.store.engine import PooledSQLite
from certify.service.store.high_water import Mark, Marks
from tests.core.life import WHY
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY

pytestmark = pytest.mark.anyio


@pytest.fixture
async def workshop(database: Database, tmp_path: Path) -> Workshop:
    """A body at work, with one certificate that counts, one that is suspended and one case that is open."""
    shop = await Workshop(database, tmp_path / "keys").ready()
    await shop.issued()
    return shop


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    """An empty place for evidence."""
    return open_blobs(str(tmp_path / "blobs"), lambda: "fresh")


async def findings(shop: Workshop, blobs: Blobs, marks: Marks | None = None) -> list[Finding]:
    """What fsck says."""
    return [one async for one in check(shop.db, blobs, shop.world.shell.schemes, marks or {}, shop.clock())]


async def _break_in(shop: Workshop, statement: str) -> None:
    """Change the database as someone with full access to it could: past triggers and foreign keys."""
    if isinstance(shop.db.engine, PooledSQLite):
        with sqlite3.connect(shop.db.engine.path) as other:
            for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                other.execute(f"DROP TRIGGER {name}")
            other.execute(statement)
        return
    async with shop.db.transaction():
        await shop.db.sql("SET LOCAL session_replication_role = replica")
        await shop.db.sql(statement)


async def test_all_agrees(workshop: Workshop, blobs: Blobs) -> None:
    assert await findings(workshop, blobs) == []


async def test_all_agrees_after_a_suspension_and_a_withdrawal(workshop: Workshop, blobs: Blobs) -> None:
    await workshop.world.do("dag", a.Suspend(reason_class="other", reason=WHY))
    await workshop.worker.drain()
    assert await findings(workshop, blobs) == []
    await workshop.withdraw()
    await workshop.worker.drain()
    assert await findings(workshop, blobs) == []


async def test_what_the_worker_gave_up_is_told(workshop: Workshop, blobs: Blobs) -> None:
    statement = "UPDATE task SET state = 'quarantined', attempts = 5, last_error = 'NoKey' WHERE kind = 'publish'"
    await _break_in(workshop, statement)
    (finding,) = await findings(workshop, blobs)
    assert finding.place.startswith(f"{BODY}/publish/case-1/")
    assert "given up after 5 attempts: NoKey" in finding.text
    assert not finding.warning


async def test_a_former_that_has_not_given_way_is_told(workshop: Workshop, blobs: Blobs) -> None:
    first = await workshop.certificate()
    second = await workshop.issued("case-2")
    await _break_in(workshop, f"UPDATE certificate SET former = '{first.number}' WHERE number = '{second.number}'")
    told = [one.text for one in await findings(workshop, blobs)]
    assert f"it has begun, and {first.number} before it still counts" in told
    await _break_in(workshop, f"UPDATE certificate SET valid_from = {4 * 10**15} WHERE number = '{second.number}'")
    assert not [one for one in await findings(workshop, blobs) if "before it still counts" in one.text]


TAMPERED = [
    ("an event's data", "UPDATE case_event SET data = replace(data, 'kim', 'dag') WHERE seq = 2", "case-1"),
    ("an event's author", "UPDATE case_event SET by_whom = 'dag' WHERE seq = 2", "columns say something else"),
    ("an event's hash", f"UPDATE case_event SET hash = '{'0' * 64}' WHERE seq = 3", "was changed"),
    ("the last event is gone", "DELETE FROM case_event WHERE seq = (SELECT max(seq) FROM case_event)", "ends at event"),
    ("an event in the middle is gone", "DELETE FROM case_event WHERE seq = 4", "link 4 is missing"),
    ("a head is gone", "DELETE FROM head WHERE seq = 2", "link 2 is missing"),
    (
        "the log of authority",
        "UPDATE authority_log SET data = replace(data, 'ask', 'dag') WHERE seq > 1",
        "was changed",
    ),
    ("a document's bytes", "UPDATE document SET content = salt WHERE kind = 'statement'", "is damaged"),
    ("a document is gone", "DELETE FROM document WHERE kind = 'findings'", "is gone"),
    ("the view's state", "UPDATE case_view SET state = 'refused'", "case_view says something else"),
    ("a duty", "DELETE FROM part WHERE person = 'ask'", "part says something else"),
    ("the status history", "UPDATE status_change SET status = 'withdrawn' WHERE seq = 2", "status_change"),
    ("the bytes to sign", "UPDATE certificate SET unsigned = unsigned_qr", "not those that were to be signed"),
    ("the signed bytes", "UPDATE certificate SET credential = unsigned", "our verifier refuses it"),
    ("the register's status", "UPDATE certificate SET status = 'withdrawn'", "list says otherwise"),
    ("a scheme", "UPDATE scheme_version SET source = digest", "scheme"),
]


@pytest.mark.parametrize(("statement", "told"), [row[1:] for row in TAMPERED], ids=[row[0] for row in TAMPERED])
async def test_what_was_tampered_with_is_named(workshop: Workshop, blobs: Blobs, statement: str, told: str) -> None:
    if "source = digest" in statement:
        cast = "CAST(digest AS BLOB)" if workshop.db.dialect == "sqlite" else "convert_to(digest, 'UTF8')"
        statement = statement.replace("= digest", f"= {cast}")
    await _break_in(workshop, statement)
    texts = [str(one) for one in await findings(workshop, blobs)]
    assert any(told in text for text in texts), texts


async def test_a_whole_case_that_is_gone_shows_in_the_bodys_chain(workshop: Workshop, blobs: Blobs) -> None:
    await workshop.world.submitted("case-2", "other", "ola")
    await _break_in(workshop, "DELETE FROM case_event WHERE case_id = 'case-2'")
    assert any("the case is gone" in str(one) for one in await findings(workshop, blobs))


async def test_a_lost_tail_shows_against_the_marks_outside(workshop: Workshop, blobs: Blobs) -> None:
    seq, link = workshop.world.heads[BODY]
    known = {f"heads/{BODY}": Mark(seq + 1, link)}
    assert any("older backup" in str(one) for one in await findings(workshop, blobs, known))


async def test_what_was_erased_is_told_and_is_no_fault(workshop: Workshop, blobs: Blobs) -> None:
    case = await workshop.case()
    await documents.erase_document(workshop.db, BODY, case.dossier, workshop.clock())
    told = await findings(workshop, blobs)
    assert [one.erased for one in told] == [True]
    assert "was erased" in str(told[0])


async def test_rebuilding_mends_the_views(workshop: Workshop, blobs: Blobs) -> None:
    await workshop.db.sql("UPDATE case_view SET state = 'refused'")
    await workshop.db.sql("DELETE FROM part")
    assert len(await findings(workshop, blobs)) == 2
    assert await rebuild(workshop.db) == 1
    assert await findings(workshop, blobs) == []
