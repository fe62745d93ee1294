"""The high-water file only rises, is always whole, and finds a database that has lost its end."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from certify.service.store import authority, cases, published
from certify.service.store.database import Database
from certify.service.store.high_water import (
    Behind,
    DamagedHighWater,
    Mark,
    behind,
    marks_of,
    read_high_water,
    write_high_water,
)
from tests.service.store.planted import BODY, NOON, event, head, later, plant, plant_case

pytestmark = pytest.mark.anyio


def test_marks_only_rise(tmp_path: Path) -> None:
    path = tmp_path / "keys/high-water.json"
    assert read_high_water(path) == {}
    assert write_high_water(path, {"heads/a": Mark(5, "h5"), "trust": Mark(1, "t1")}) == read_high_water(path)
    written = path.stat().st_ino
    assert write_high_water(path, {"heads/a": Mark(4, "h4"), "trust": Mark(1, "other")})["heads/a"] == Mark(5, "h5")
    assert path.stat().st_ino == written  # nothing rose: nothing was written
    after = write_high_water(path, {"heads/a": Mark(6, "h6"), "heads/b": Mark(1, "b1")})
    assert after == {"heads/a": Mark(6, "h6"), "heads/b": Mark(1, "b1"), "trust": Mark(1, "t1")}
    assert read_high_water(path) == after


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b'{"heads/a": {"seq": 1}}', b'{"a": {"seq": "1", "hash": ""}}', b"\xff"]
)
def test_a_file_that_cannot_be_read_is_not_an_absent_one(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "high-water.json"
    path.write_bytes(raw)
    with pytest.raises(DamagedHighWater):
        read_high_water(path)
    with pytest.raises(DamagedHighWater):
        write_high_water(path, {"heads/a": Mark(1, "h")})
    assert path.read_bytes() == raw


def test_several_processes_lose_no_mark(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from certify.service.store.high_water import Mark, write_high_water\n"
        "for n in range(1, 21): write_high_water(Path(sys.argv[1]), {sys.argv[2]: Mark(n, 'h'), 'all': Mark(n, 'h')})\n"
    )
    path = tmp_path / "high-water.json"
    started = [subprocess.Popen([sys.executable, "-c", program, path, name]) for name in "abc"]
    assert [process.wait() for process in started] == [0, 0, 0]
    assert read_high_water(path) == {name: Mark(20, "h") for name in ("a", "all", "b", "c")}


async def test_a_database_that_goes_on_is_not_behind(database: Database) -> None:
    assert await marks_of(database) == {}
    await plant(database)
    await plant_case(database, "c-1")
    entry = authority.LogEntry(body="*", seq=1, type="T", at=NOON, by="p", data="{}", prev="", hash="h1")
    await authority.append_entry(database, entry)
    status = published.StatusListRow(
        body=BODY,
        n=1,
        purpose="revocation",
        version=3,
        raw=b"x",
        digest="d3",
        valid_from=NOON,
        valid_until=later(days=1),
    )
    await published.publish_status_list(database, status)
    for version in (1, 2):
        trust = published.TrustRow(version=version, raw=b"x", digest=f"t{version}", issued_at=NOON, expires_at=NOON)
        await published.publish_trust_list(database, trust)
    known = await marks_of(database)
    assert known == {
        f"heads/{BODY}": Mark(1, "head-1"),
        "authority/*": Mark(1, "h1"),
        f"status/{BODY}/1/revocation": Mark(3, "d3"),
        "trust": Mark(2, "t2"),
    }
    assert await behind(database, known) == []
    await cases.append_events(database, (event("c-1", 2),))
    await cases.append_head(database, head(2, "c-1", 2))
    await published.publish_status_list(database, msgspec.structs.replace(status, version=4, digest="d4"))
    assert await behind(database, known) == []


async def test_a_database_that_lost_its_end_or_has_another_past_is_found(database: Database) -> None:
    await plant(database)
    await plant_case(database, "c-1")
    await plant_case(database, "c-2")
    chain = f"heads/{BODY}"
    two = Mark(2, "head-2")
    assert await behind(database, {chain: two}) == []
    assert await behind(database, {chain: Mark(3, "head-3")}) == [
        Behind(chain=chain, known=Mark(3, "head-3"), found=two)
    ]
    assert await behind(database, {chain: Mark(2, "x")}) == [Behind(chain=chain, known=Mark(2, "x"), found=two)]
    first = Behind(chain=chain, known=Mark(1, "x"), found=Mark(1, "head-1"))
    assert await behind(database, {chain: Mark(1, "x")}) == [first]
    assert await behind(database, {"trust": two}) == [Behind(chain="trust", known=two, found=None)]
