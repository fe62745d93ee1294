"""What is published: schemes and terms once, keys that end, lists that only get newer, the chained log of authority."""

import asyncio
import contextvars

import msgspec
import pytest

from certify.service.store import authority, published
from certify.service.store.database import Database, open_database
from certify.service.store.errors import Taken
from tests.service.store.planted import BODY, DIGEST, KEY, NOON, key, later, plant, scheme

pytestmark = pytest.mark.anyio


async def test_a_scheme_version_is_published_once(database: Database) -> None:
    await plant(database)
    other = "sha256:" + "b" * 64
    with pytest.raises(Taken):
        await published.publish_scheme(database, scheme("2026.1", other))
    with pytest.raises(Taken):
        await published.publish_scheme(database, scheme("2026.2", DIGEST))
    newer = msgspec.structs.replace(scheme("2026.2", other), published_at=later(days=1))
    await published.publish_scheme(database, newer)
    assert await published.scheme_by_digest(database, BODY, other) == newer
    assert await published.scheme_by_version(database, BODY, "quality-mark", "2026.1") == scheme("2026.1", DIGEST)
    assert await published.scheme_by_version(database, BODY, "quality-mark", "1") is None
    assert [row.version for row in await published.scheme_versions(database, BODY)] == ["2026.2", "2026.1"]
    assert await published.scheme_versions(database, BODY, "other") == []


async def test_the_newest_terms_are_current(database: Database) -> None:
    await plant(database)
    assert await published.current_terms(database, BODY) is None
    old = published.TermsRow(body=BODY, digest="t-1", sv="Villkor", en="Terms", published_at=NOON)
    new = msgspec.structs.replace(old, digest="t-2", published_at=later(days=1))
    await published.publish_terms(database, old)
    await published.publish_terms(database, new)
    assert await published.current_terms(database, BODY) == new
    assert await published.terms(database, BODY, "t-1") == old
    with pytest.raises(Taken):
        await published.publish_terms(database, old)


async def test_the_newest_active_key_signs(database: Database) -> None:
    await plant(database)
    second = key(KEY.replace("1", "2"), "zKey2", from_at=later(days=10))
    await published.add_key(database, second)
    await published.add_key(database, key("status-1", "zKey3", use="status"))
    first = await published.key(database, BODY, KEY)
    assert first is not None
    assert await published.active_key(database, BODY, "certificate", later(seconds=-1)) is None
    assert await published.active_key(database, BODY, "certificate", later(days=9)) == first
    assert await published.active_key(database, BODY, "certificate", later(days=10)) == second
    assert await published.end_key(database, BODY, second.id, state="retired", until=later(days=11))
    assert not await published.end_key(database, BODY, second.id, state="retired", until=later(days=12))
    assert await published.active_key(database, BODY, "certificate", later(days=12)) == first
    assert await published.end_key(database, BODY, second.id, state="compromised", until=later(days=20))
    assert not await published.end_key(database, BODY, second.id, state="retired", until=later(days=21))
    ended = await published.key(database, BODY, second.id)
    assert ended == msgspec.structs.replace(second, state="compromised", until_at=later(days=11))
    assert len(await published.keys(database, BODY)) == 3
    assert len(await published.keys(database)) == 3
    assert await published.keys(database, "other") == []


async def test_a_key_that_has_run_out_does_not_sign(database: Database) -> None:
    await plant(database)
    await published.add_key(database, key("short", "zKey9", from_at=later(hours=1), until_at=later(hours=2)))
    at_two = await published.active_key(database, BODY, "certificate", later(hours=2))
    assert at_two is not None
    assert at_two.id == KEY


async def test_a_public_key_belongs_to_one_body(database: Database) -> None:
    await plant(database)
    with pytest.raises(Taken):
        await published.add_key(database, key("another", "zKey1", body="*"))


async def test_a_status_list_only_gets_newer(database: Database) -> None:
    await plant(database)
    row = published.StatusListRow(
        body=BODY,
        n=1,
        purpose="revocation",
        version=5,
        raw=b"five",
        digest="d5",
        valid_from=NOON,
        valid_until=later(days=1),
    )
    assert await published.publish_status_list(database, row)
    assert not await published.publish_status_list(database, msgspec.structs.replace(row, raw=b"again"))
    assert not await published.publish_status_list(database, msgspec.structs.replace(row, version=4, raw=b"four"))
    assert await published.status_list(database, BODY, 1, "revocation") == row
    newer = msgspec.structs.replace(row, version=6, raw=b"six")
    assert await published.publish_status_list(database, newer)
    assert await published.publish_status_list(database, msgspec.structs.replace(row, purpose="suspension"))
    assert [r.version for r in await published.status_lists(database, BODY)] == [6, 5]
    assert await published.status_lists(database) == await published.status_lists(database, BODY)
    assert await published.status_list(database, BODY, 2, "revocation") is None


async def test_the_trust_list_only_gets_newer(database: Database) -> None:
    assert await published.trust_list(database) is None
    row = published.TrustRow(version=2, raw=b"two", digest="d", issued_at=NOON, expires_at=later(days=7))
    assert await published.publish_trust_list(database, row)
    assert not await published.publish_trust_list(database, msgspec.structs.replace(row, raw=b"again"))
    assert not await published.publish_trust_list(database, msgspec.structs.replace(row, version=1))
    assert await published.trust_list(database) == row
    assert await published.publish_trust_list(database, msgspec.structs.replace(row, version=3))


def entry(body: str, seq: int) -> authority.LogEntry:
    return authority.LogEntry(
        body=body, seq=seq, type="RoleGranted", at=NOON, by="p-anna", data="{}", prev="", hash=f"{body}-{seq}"
    )


async def test_the_log_of_authority_is_one_chain_a_body(database: Database) -> None:
    assert await authority.last_entry(database, BODY) is None
    for number in range(1, 6):
        await authority.append_entry(database, entry(BODY, number))
    await authority.append_entry(database, entry(authority.INSTALLATION, 1))
    assert [e.seq async for e in authority.entries(database, BODY, page=2)] == [1, 2, 3, 4, 5]
    assert await authority.last_entry(database, BODY) == entry(BODY, 5)
    assert await authority.logs(database) == ["*", BODY]
    with pytest.raises(Taken):
        await authority.append_entry(database, entry(BODY, 5))


async def test_two_processes_append_to_the_log_one_after_the_other(database_url: str) -> None:
    async with await open_database(database_url) as one, await open_database(database_url) as two:

        async def append(db: Database) -> None:
            async with db.transaction():
                last = await authority.lock_authority(db, "*")
                await asyncio.sleep(0.01)
                await authority.append_entry(db, entry("*", (last.seq if last else 0) + 1))

        appended = [asyncio.create_task(append(db), context=contextvars.Context()) for db in (one, two) * 4]
        await asyncio.gather(*appended)
        assert [e.seq async for e in authority.entries(one, "*")] == list(range(1, 9))
