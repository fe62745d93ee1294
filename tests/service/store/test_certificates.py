"""Certificates: recorded before they are signed, one a case, with a number and a slot of their own."""

import msgspec
import pytest

from certify.service.store import certificates
from certify.service.store.certificates import StatusChange
from certify.service.store.database import Database
from certify.service.store.errors import Dangling, Taken
from tests.service.store.planted import BODY, NOON, certificate, later, plant, plant_case

pytestmark = pytest.mark.anyio

ONE, TWO, THREE = "8H3K-T6PW-4", "9H3K-T6PW-4", "AH3K-T6PW-4"


async def issue(db: Database, number: str, hours: int = 1) -> bool:
    return await certificates.keep_signed(
        db, BODY, number, credential=b"signed", credential_digest="d", qr=b"\xd2qr", issued_at=later(hours=hours)
    )


def step(number: str, seq: int, status: str, **changes: object) -> StatusChange:
    row = StatusChange(body=BODY, number=number, seq=seq, status=status, at=later(hours=seq))
    return msgspec.structs.replace(row, **changes)


async def planted(db: Database) -> None:
    await plant(db)
    for case in ("c-1", "c-2", "c-3"):
        await plant_case(db, case)


async def test_a_certificate_is_recorded_then_signed_once(database: Database) -> None:
    await planted(database)
    await certificates.prepare(database, certificate(ONE, "c-1", 7))
    assert await certificates.certificate(database, ONE) == certificate(ONE, "c-1", 7)
    assert [row.number for row in await certificates.unfinished(database)] == [ONE]
    assert await certificates.count_issued(database) == 0
    assert await issue(database, ONE)
    assert not await issue(database, ONE)
    assert not await certificates.void(database, BODY, ONE)
    kept = await certificates.certificate(database, ONE)
    assert kept == certificate(
        ONE,
        "c-1",
        7,
        state="issued",
        credential=b"signed",
        credential_digest="d",
        qr=b"\xd2qr",
        issued_at=later(hours=1),
    )
    assert await certificates.unfinished(database, BODY) == []
    assert await certificates.count_issued(database) == await certificates.count_issued(database, BODY) == 1
    assert await certificates.count_issued(database, "other") == 0
    assert await certificates.certificate(database, TWO) is None


async def test_a_case_has_one_certificate_that_is_not_voided(database: Database) -> None:
    await planted(database)
    await certificates.prepare(database, certificate(ONE, "c-1", 7))
    with pytest.raises(Taken) as taken:
        async with database.transaction():
            await certificates.prepare(database, certificate(TWO, "c-1", 8))
    assert (taken.value.table, taken.value.columns) == ("certificate", ("body", "case_id"))
    assert await certificates.void(database, BODY, ONE)
    assert not await certificates.void(database, BODY, ONE)
    assert not await issue(database, ONE)
    await certificates.prepare(database, certificate(TWO, "c-1", 8))
    assert [row.number for row in await certificates.certificates_of_case(database, BODY, "c-1")] == [ONE, TWO]
    assert [row.number async for row in certificates.all_certificates(database, BODY, page=1)] == [ONE, TWO]


async def test_a_number_is_given_out_once_over_all_bodies_even_when_voided(database: Database) -> None:
    await planted(database)
    await certificates.prepare(database, certificate(ONE, "c-1", 7))
    await certificates.void(database, BODY, ONE)
    with pytest.raises(Taken) as taken:
        await certificates.prepare(database, certificate(ONE, "c-2", 8))
    assert taken.value.table == "certificate_number"


async def test_a_slot_is_used_once_even_when_voided(database: Database) -> None:
    await planted(database)
    assert await certificates.slot_is_free(database, BODY, 1, 7)
    await certificates.prepare(database, certificate(ONE, "c-1", 7))
    await certificates.void(database, BODY, ONE)
    assert not await certificates.slot_is_free(database, BODY, 1, 7)
    assert await certificates.slot_is_free(database, BODY, 2, 7)
    with pytest.raises(Taken) as taken:
        async with database.transaction():
            await certificates.prepare(database, certificate(TWO, "c-2", 7))
    assert taken.value.columns == ("body", "status_list", "status_index")
    assert await certificates.certificate(database, TWO) is None
    await certificates.prepare(database, certificate(TWO, "c-2", 7, status_list=2))
    assert await certificates.slots_in_use(database, BODY) == {1: 1, 2: 1}


async def test_a_certificate_names_a_case_and_a_key_that_are_there(database: Database) -> None:
    await planted(database)
    for row in (certificate(ONE, "c-9", 7), certificate(ONE, "c-1", 7, key_id="none")):
        with pytest.raises(Dangling):
            async with database.transaction():
                await certificates.prepare(database, row)


async def test_the_last_step_of_the_history_is_the_status(database: Database) -> None:
    await planted(database)
    for number, case, index in ((ONE, "c-1", 7), (TWO, "c-2", 3), (THREE, "c-3", 9)):
        await certificates.prepare(database, certificate(number, case, index))
    await issue(database, ONE)
    await issue(database, TWO)
    active, suspended = step(ONE, 1, "active"), step(ONE, 2, "suspended", reason_class="surveillance_missing")
    await certificates.write_status(database, BODY, ONE, (active, suspended))
    await certificates.write_status(database, BODY, TWO, (step(TWO, 1, "superseded", successor=THREE),))
    await certificates.write_status(database, BODY, THREE, (step(THREE, 1, "withdrawn"),))
    assert await certificates.status_steps(database, BODY, ONE) == [active, suspended]
    row = await certificates.certificate(database, ONE)
    assert row is not None
    assert (row.status, row.status_since, row.reason_class) == ("suspended", later(hours=2), "surveillance_missing")
    two = await certificates.certificate(database, TWO)
    assert two is not None
    assert two.successor == THREE
    # THREE was not issued, and may have been signed all the same.
    assert await certificates.slots_with(database, BODY, 1, ("withdrawn", "superseded")) == [3, 9]
    assert await certificates.slots_with(database, BODY, 1, ("suspended",)) == [7]
    await certificates.write_status(database, BODY, ONE, (active,))
    assert await certificates.status_steps(database, BODY, ONE) == [active]
    assert await certificates.slots_with(database, BODY, 1, ("suspended",)) == []


async def test_the_register_is_searched_filtered_and_paged(database: Database) -> None:
    await planted(database)
    for hours, (number, case, code) in enumerate(((ONE, "c-1", "0180"), (TWO, "c-2", None), (THREE, "c-3", "0180"))):
        row = certificate(number, case, hours, municipality_code=code)
        await certificates.prepare(database, row)
        if number != THREE:
            await issue(database, number, hours)
            await certificates.write_status(database, BODY, number, (step(number, 1, "active"),))

    async def found(**chosen: object) -> list[str]:
        return [row.number for row in await certificates.register(database, **chosen)]  # type: ignore[arg-type]  # a test's shorthand

    assert await found() == [TWO, ONE]
    assert await found(search="FÖRENING") == await found(search="forening") == [TWO, ONE]
    assert await found(search="8h3k-t6pw") == [ONE]
    assert await found(search="%") == []
    assert await found(municipality_code="0180") == [ONE]
    assert await found(scheme="quality-mark", body=BODY, statuses=("active", "suspended")) == [TWO, ONE]
    assert await found(statuses=("withdrawn",)) == await found(scheme="x") == await found(body="x") == []
    first = await certificates.register(database, limit=1)
    assert first[0].issued_at is not None
    assert await found(before=(first[0].issued_at, first[0].number)) == [ONE]
    held = await certificates.certificates_of_holder(database, BODY, "org-1")
    assert [row.number for row in held] == [ONE, TWO]
    assert await certificates.certificates_of_holder(database, BODY, "org-2") == []


async def test_a_signed_history_is_never_replaced_by_an_older_one(database: Database) -> None:
    await planted(database)
    await certificates.prepare(database, certificate(ONE, "c-1", 7))
    row = certificates.HistoryRow(body=BODY, number=ONE, version=2, raw=b"two", digest="d2", signed_at=NOON)
    assert await certificates.history(database, ONE) is None
    assert await certificates.publish_history(database, row)
    assert not await certificates.publish_history(database, msgspec.structs.replace(row, version=1, raw=b"one"))
    again = msgspec.structs.replace(row, raw=b"two, signed again")
    assert await certificates.publish_history(database, again)
    assert await certificates.history(database, ONE) == again
