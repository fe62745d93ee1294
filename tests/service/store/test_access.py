"""Sessions, tokens, repeated calls and notices."""

import asyncio
import contextvars

import msgspec
import pytest

from certify.service.store import access, notices, people
from certify.service.store.database import Database
from tests.service.store.planted import BODY, NOON, later, plant

pytestmark = pytest.mark.anyio


def call(**changes: object) -> access.Answer:
    row = access.Answer(principal="p-anna", route="POST /api/cases", key="k-1", request_digest="d", created_at=NOON)
    return msgspec.structs.replace(row, **changes)


async def plant_account(db: Database) -> None:
    await plant(db)
    await people.add_account(db, people.AccountRow(id="a-1", person="p-anna", login="anna", created_at=NOON))


async def test_a_session_lasts_until_it_runs_out_or_is_ended(database: Database) -> None:
    await plant_account(database)
    row = access.SessionRow(key=access.digest_of("cookie"), account="a-1", value=b"one", expires_at=later(hours=1))
    await access.put_session(database, row)
    await access.put_session(database, msgspec.structs.replace(row, value=b"two"))
    found = await access.session(database, access.digest_of("cookie"), NOON)
    assert found is not None
    assert found.value == b"two"
    assert await access.session(database, row.key, later(hours=1)) is None
    await access.end_session(database, row.key)
    assert await access.session(database, row.key, NOON) is None
    await access.put_session(database, row)
    await access.put_session(database, msgspec.structs.replace(row, key="other", account=None))
    assert await access.end_sessions_of(database, "a-1") == 1
    assert await access.sweep_sessions(database, NOON) == 0
    assert await access.sweep_sessions(database, later(hours=1)) == 1


async def test_a_token_counts_until_it_runs_out_or_is_revoked_by_its_owner(database: Database) -> None:
    await plant_account(database)
    digest = access.digest_of("secret")
    row = access.TokenRow(
        id="t-1", body=BODY, account="a-1", name="ci", digest=digest, created_at=NOON, expires_at=later(days=1)
    )
    await access.add_token(database, row)
    assert await access.token(database, digest, NOON) == row
    assert await access.token(database, digest, later(days=1)) is None
    assert await access.token(database, "secret", NOON) is None
    for minutes, noted in ((1, 1), (1.5, 1), (3, 3)):
        await access.token_used(database, "t-1", later(minutes=minutes))
        (kept,) = await access.tokens_of(database, "a-1")
        assert kept.last_used_at == later(minutes=noted)
    assert not await access.revoke_token(database, "another account", "t-1", NOON)
    assert await access.revoke_token(database, "a-1", "t-1", NOON)
    assert not await access.revoke_token(database, "a-1", "t-1", NOON)
    assert await access.token(database, digest, NOON) is None


async def test_a_repeated_call_gets_the_first_answer(database: Database) -> None:
    assert await access.first_call(database, call()) is None
    under_way = await access.first_call(database, call(request_digest="other"))
    assert under_way is not None
    assert (under_way.status, under_way.request_digest) == (None, "d")
    await access.keep_answer(database, call(), status=201, media_type="application/json", answer=b"{}")
    kept = await access.first_call(database, call(created_at=later(hours=1)))
    assert kept == call(status=201, media_type="application/json", answer=b"{}")
    for other in (call(principal="p-bo"), call(route="POST /other"), call(key="k-2")):
        assert await access.first_call(database, other) is None
    await access.forget_call(database, call())
    assert await access.answer(database, "p-anna", "POST /api/cases", "k-1") == kept
    await access.forget_call(database, call(key="k-2"))
    assert await access.first_call(database, call(key="k-2")) is None
    assert await access.sweep_answers(database, NOON) == 0
    assert await access.sweep_answers(database, later(seconds=1)) == 4


async def test_of_many_equal_calls_at_once_one_is_the_first(database: Database) -> None:
    async def one(number: int) -> bool:
        async with database.transaction():
            earlier = await access.first_call(database, call())
            if earlier is None:
                await asyncio.sleep(0.02)
                await access.keep_answer(database, call(), status=200, media_type="text/plain", answer=b"%d" % number)
                return True
            assert earlier.status == 200
            return False

    tasks = [asyncio.create_task(one(n), context=contextvars.Context()) for n in range(6)]
    assert sorted(await asyncio.gather(*tasks)) == [False] * 5 + [True]


async def test_notices_reach_persons_and_those_who_act_for_an_organisation(database: Database) -> None:
    await plant(database)
    one = notices.NoticeRow(body=BODY, id="n-1", person="p-anna", kind="assigned", data="{}", at=NOON)
    two = notices.NoticeRow(body=BODY, id="n-2", organisation="org-1", kind="granted", data="{}", at=later(hours=1))
    assert await notices.tell(database, one, two) == 2
    assert await notices.tell(database, one) == 0
    assert await notices.notices_for(database, BODY, "p-anna", ("org-1", "org-2")) == [two, one]
    assert await notices.notices_for(database, BODY, "p-anna", ()) == [one]
    assert await notices.notices_for(database, BODY, "p-bo", ()) == []
    assert await notices.notices_for(database, "other", "p-anna", ()) == []
    await notices.mark_read(database, BODY, "n-1", later(hours=2))
    await notices.mark_read(database, BODY, "n-1", later(hours=3))
    (read,) = await notices.notices_for(database, BODY, "p-anna", ())
    assert read.read_at == later(hours=2)
