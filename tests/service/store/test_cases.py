"""Events, heads and views: appended in order, found again, and held while one writes."""

import asyncio
import contextvars
from datetime import date, timedelta

import msgspec
import pytest

from certify.service.store import cases, organisations
from certify.service.store.database import Database, open_database
from certify.service.store.errors import Dangling, Taken
from tests.service.store.planted import BODY, DIGEST, NOON, event, head, later, organisation, plant, plant_case, view

pytestmark = pytest.mark.anyio


async def test_events_come_back_as_they_were_in_order(database: Database) -> None:
    await plant(database)
    first, second = event("c-1", 1), event("c-1", 2, prev="c-1-1")
    await cases.append_events(database, (second, first))
    await cases.append_events(database, (event("c-2", 1),))
    assert await cases.events_of(database, BODY, "c-1") == [first, second]
    assert await cases.last_event(database, BODY, "c-1") == second
    assert await cases.events_of(database, BODY, "c-9") == []
    assert await cases.last_event(database, BODY, "c-9") is None


async def test_two_events_with_one_number_are_one_too_many(database: Database) -> None:
    await plant(database)
    await cases.append_events(database, (event("c-1", 1),))
    with pytest.raises(Taken) as taken:
        await cases.append_events(database, (msgspec.structs.replace(event("c-1", 1), hash="other"),))
    assert (taken.value.table, taken.value.columns) == ("case_event", ("body", "case_id", "seq"))
    with pytest.raises(Taken) as taken:
        await cases.append_events(database, (msgspec.structs.replace(event("c-2", 1), hash="c-1-1"),))
    assert taken.value.columns == ("hash",)


async def test_a_head_names_an_event_that_is_there(database: Database) -> None:
    await plant(database)
    with pytest.raises(Dangling):
        await cases.append_head(database, head(1, "c-1", 1))


async def test_heads_and_case_ids_are_read_page_by_page(database: Database) -> None:
    await plant(database)
    for number in range(1, 8):
        await cases.append_events(database, (event(f"c-{number}", 1),))
        await cases.append_head(database, head(number, f"c-{number}", 1))
    assert [h.seq async for h in cases.heads(database, BODY, page=3)] == [1, 2, 3, 4, 5, 6, 7]
    assert [c async for c in cases.case_ids(database, BODY, page=3)] == [f"c-{n}" for n in range(1, 8)]
    last = await cases.last_head(database, BODY)
    assert last == head(7, "c-7", 1)
    assert [h async for h in cases.heads(database, "other")] == []


async def test_a_view_is_written_in_place_of_the_former(database: Database) -> None:
    await plant(database)
    await plant_case(database, "c-1")
    anna = cases.PartRow(body=BODY, case="c-1", person="p-anna", duty="assess", conflict=None)
    bo = cases.PartRow(body=BODY, case="c-1", person="p-bo", duty="decide", conflict=False)
    advice = cases.GuidanceRow(body=BODY, case="c-1", seq=3, applicant="org-1", person="p-bo", on_day=date(2026, 1, 2))
    said = cases.InterestRow(
        body=BODY, case="c-1", seq=4, applicant="org-1", person="p-bo", conflict=True, at=later(hours=1)
    )
    newer = view("c-1", version=4, number="2026-1", state="registered", next_due=later(days=30))
    await cases.write_view(database, newer, (bo, anna), (advice,), (said,))
    assert await cases.view_of(database, BODY, "c-1") == newer
    assert await cases.parts_of(database, BODY, "c-1") == [anna, bo]
    assert await cases.guidance_to(database, BODY, "org-1") == [advice]
    assert await cases.interests_in(database, BODY, "org-1") == [said]
    await cases.write_view(database, newer, (anna,))
    assert await cases.parts_of(database, BODY, "c-1") == [anna]
    assert await cases.guidance_to(database, BODY, "org-1") == []
    assert await cases.view_of(database, BODY, "c-9") is None


async def test_the_key_keeps_two_duties_of_one_person_apart(database: Database) -> None:
    await plant(database)
    await plant_case(database, "c-1")
    duties = tuple(
        cases.PartRow(body=BODY, case="c-1", person="p-anna", duty=duty, conflict=None) for duty in ("assess", "decide")
    )
    with pytest.raises(Taken) as taken:
        async with database.transaction():
            await cases.write_view(database, view("c-1"), duties)
    assert taken.value.table == "part"
    assert await cases.parts_of(database, BODY, "c-1") == []


async def test_a_case_number_is_given_once(database: Database) -> None:
    await plant(database)
    await plant_case(database, "c-1", number="2026-1")
    with pytest.raises(Taken) as taken:
        await plant_case(database, "c-2", number="2026-1")
    assert (taken.value.table, taken.value.columns) == ("case_view", ("body", "number"))


async def test_lists_are_filtered_and_paged(database: Database) -> None:
    await plant(database)
    await organisations.add_organisation(database, organisation("org-2", "556677-8899", "Nordhamns Torg AB"))
    for number in range(1, 6):
        await plant_case(
            database,
            f"c-{number}",
            applicant="org-1" if number % 2 else "org-2",
            state="submitted" if number < 4 else "granted",
            updated_at=later(hours=number // 2),
        )
    part = cases.PartRow(body=BODY, case="c-2", person="p-bo", duty="assess", conflict=None)
    await cases.write_view(database, view("c-2", applicant="org-2", updated_at=later(hours=1)), (part,))

    async def listed(**chosen: object) -> list[str]:
        return [row.case for row in await cases.list_cases(database, BODY, **chosen)]  # type: ignore[arg-type]  # a test's shorthand

    assert await listed() == ["c-5", "c-4", "c-3", "c-2", "c-1"]
    assert await listed(applicants=("org-2",)) == ["c-4", "c-2"]
    assert await listed(applicants=()) == []
    assert await listed(held=("p-bo", ("assess", "decide"))) == ["c-2"]
    assert await listed(held=("p-bo", ("decide",))) == []
    assert await listed(without="assess") == ["c-5", "c-4", "c-3", "c-1"]
    assert await listed(without="decide", states=("submitted",)) == ["c-3", "c-2", "c-1"]
    tied = msgspec.structs.replace(part, conflict=True)
    await cases.write_view(database, view("c-2", applicant="org-2", updated_at=later(hours=1)), (tied,))
    assert await listed(held=("p-bo", ("assess", "decide"))) == []
    assert await listed(without="assess") == ["c-5", "c-4", "c-3", "c-2", "c-1"]
    suspended = view("c-5", state="granted", updated_at=later(hours=2), certificate_status="suspended")
    await cases.write_view(database, suspended)
    assert await listed(statuses=("suspended", "withdrawn")) == ["c-5"]
    assert await listed(states=("submitted",), statuses=("suspended",), limit=2) == ["c-5", "c-3"]
    assert await listed(states=("granted",)) == ["c-5", "c-4"]
    assert await listed(states=("granted", "submitted"), applicants=("org-1",), limit=2) == ["c-5", "c-3"]
    assert await listed(search="NORDHAMNS") == ["c-4", "c-2"]
    assert await listed(search="556677") == ["c-4", "c-2"]
    assert await listed(search="%") == []
    first = await cases.list_cases(database, BODY, limit=3)
    assert await listed(before=(first[-1].updated_at, first[-1].case)) == ["c-2", "c-1"]
    assert (first[0].applicant_name, first[0].scheme_id) == ("Lindhamra Centrum ekonomisk förening", "quality-mark")
    assert await cases.list_cases(database, "other") == []


async def test_what_is_due_is_found_longest_waiting_first(database: Database) -> None:
    await plant(database)
    assert await cases.next_due(database) is None
    await plant_case(database, "c-1", next_due=later(days=2))
    await plant_case(database, "c-2", next_due=later(days=1))
    await plant_case(database, "c-3")
    assert await cases.due_cases(database, NOON) == []
    assert await cases.due_cases(database, later(days=1)) == [(BODY, "c-2")]
    assert await cases.due_cases(database, later(days=3)) == [(BODY, "c-2"), (BODY, "c-1")]
    assert await cases.due_cases(database, later(days=3), limit=1) == [(BODY, "c-2")]
    assert await cases.next_due(database) == later(days=1)


async def test_whoever_holds_a_case_is_waited_for(database_url: str) -> None:
    """Two of two processes append to one case, and to one body's chain: the second sees what the first has done."""
    async with await open_database(database_url) as one, await open_database(database_url) as two:
        await plant(one)
        await plant_case(one, "c-1")
        order: list[str] = []

        async def append(db: Database, name: str, entered: asyncio.Event) -> None:
            async with db.transaction():
                version = await cases.lock_case(db, BODY, "c-1")
                last = await cases.lock_body_chain(db, BODY)
                assert version is not None
                assert last is not None
                entered.set()
                await asyncio.sleep(0.05)
                await cases.append_events(db, (event("c-1", version + 1),))
                await cases.append_head(db, head(last.seq + 1, "c-1", version + 1))
                await cases.write_view(db, view("c-1", version=version + 1))
                order.append(name)

        entered = asyncio.Event()
        first = asyncio.create_task(append(one, "one", entered), context=contextvars.Context())
        await entered.wait()
        second = asyncio.create_task(append(two, "two", asyncio.Event()), context=contextvars.Context())
        await asyncio.gather(first, second)
        assert order == ["one", "two"]
        assert [e.seq for e in await cases.events_of(one, BODY, "c-1")] == [1, 2, 3]
        assert [h.case_seq async for h in cases.heads(one, BODY)] == [1, 2, 3]


async def test_cases_of_one_body_append_at_once_without_a_gap_or_a_deadlock(database: Database) -> None:
    await plant(database)

    async def submit(number: int) -> None:
        async with database.transaction():
            case = f"c-{number}"
            assert await cases.lock_case(database, BODY, case) is None
            last = await cases.lock_body_chain(database, BODY)
            await cases.append_events(database, (event(case, 1),))
            await cases.append_head(database, head((last.seq if last else 0) + 1, case, 1))
            await cases.write_view(database, view(case))

    await asyncio.gather(*(asyncio.create_task(submit(n), context=contextvars.Context()) for n in range(30)))
    assert [h.seq async for h in cases.heads(database, BODY)] == list(range(1, 31))


async def test_times_keep_their_microseconds_and_need_a_zone(database: Database) -> None:
    await plant(database)
    at = NOON - timedelta(days=20_000, microseconds=1)
    await cases.append_events(database, (msgspec.structs.replace(event("c-1", 1), at=at),))
    assert [e.at for e in await cases.events_of(database, BODY, "c-1")] == [at]
    with pytest.raises(ValueError, match="zone"):
        await cases.append_events(database, (msgspec.structs.replace(event("c-1", 2), at=at.replace(tzinfo=None)),))


async def test_a_view_names_a_scheme_and_an_applicant_that_are_there(database: Database) -> None:
    await plant(database)
    for wrong in ({"applicant": "org-9"}, {"scheme": DIGEST.replace("a", "b")}):
        with pytest.raises(Dangling):
            await cases.write_view(database, view("c-1", **wrong))
