"""Terms that are not simply from the decision for some years: a season, the former end, no end at all.

Each is taken from a scheme file to a certificate, and both are judged at every edge by what anybody can read.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from certify.core import acts as a
from certify.core.errors import Refused
from certify.service import authority
from certify.service.store import certificates, tasks
from certify.service.store.certificates import CertificateRow
from certify.service.web.store_source import StoreSource
from certify.service.worker import keys
from tests.core.life import DOSSIER, WHY
from tests.service.worker.workshop import Workshop
from tests.service.world import BODY, GARDEN
from verify.credential import read_certificate
from verify.lookup import changes, check_number

pytestmark = pytest.mark.anyio

PLAIN = "validity: {from: decision, for: term}"
SEASON = "validity: {from: decision, for: 1 year, in_force: {from: 1 may each year, until: 30 september each year}}"
LATE = "late: {within: 1 year, status: expired, counts_from: decision, form: short, after_that: application}"
FROM_THE_END = LATE.replace("counts_from: decision", "valid_from: former_end, counts_from: former_end")
EARLY = ("opens: 6 months", "opens: 9 months")
SECOND = timedelta(seconds=1)


async def _under(workshop: Workshop, *edits: tuple[str, str], version: str = "2026.2") -> None:
    """The garden's scheme with changes, as a version that the next case is under."""
    source = GARDEN.read_text(encoding="utf-8").partition("\nexamples:")[0] + "\n"
    for old, new in (("id: 2026.1", f"id: {version}"), *edits):
        assert old in source, old
        source = source.replace(old, new)
    world = workshop.world
    world.scheme = await authority.publish_scheme(world.db, BODY, source.encode(), by="sol", at=world.at)


async def _granted(workshop: Workshop, case: str, former: str | None = None) -> CertificateRow:
    """From the dossier to the certificate, in one go."""
    if former is None:
        await workshop.world.granted(case)
    else:
        await workshop.world.renewed(case, former)
    await workshop.worker.drain()
    return await workshop.certificate(case)


async def _at(workshop: Workshop, moment: datetime, row: CertificateRow) -> tuple[str, str, str, str]:
    """What there is to say of a certificate then: by lists alone of both forms, in the register, and by its history."""
    workshop.world.at = moment
    await workshop.worker.drain()
    row = (await certificates.certificate(workshop.db, row.number)) or row
    offline = [verdict.verdict for verdict in await workshop.verdicts(row)]
    source = StoreSource(lambda: workshop.db, behind=lambda: False, clock=workshop.clock)
    verdict = await check_number(source, row.number, moment)
    assert verdict is not None
    told = await changes(source, verdict)
    return offline[0], offline[1], verdict.verdict, told[-1].state


async def _held_into_a_season(workshop: Workshop) -> CertificateRow:
    """A certificate of a version without seasons, which is to be renewed under one with."""
    await _under(workshop, (PLAIN, "validity: {from: decision, for: 18 months}"), EARLY)
    old = await _granted(workshop, "case-1")
    assert old.valid_until == _utc(2027, 9, 1, 21, 59, 59)
    counts = ("counts_from: former_end", "counts_from: decision")
    await _under(workshop, (PLAIN, SEASON), EARLY, counts, version="2026.3")
    return old


async def test_a_renewal_in_season_is_for_the_next_one_and_nothing_holds_in_between(workshop: Workshop) -> None:
    await _under(workshop, (PLAIN, SEASON))
    old = await _granted(workshop, "case-1")
    assert (old.valid_from, old.valid_until) == (_utc(2026, 4, 30, 22), _utc(2026, 9, 30, 21, 59, 59))
    workshop.world.at = _utc(2026, 9, 1, 9)
    new = await _granted(workshop, "case-2", former=old.number)
    assert (new.valid_from, new.valid_until) == (_utc(2027, 4, 30, 22), _utc(2027, 9, 30, 21, 59, 59))
    assert (await _at(workshop, old.valid_until, old))[2] == "valid"
    assert (await _at(workshop, old.valid_until + SECOND, old))[2] == "expired"
    assert (await _at(workshop, new.valid_from - SECOND, new))[2] == "not_yet_valid"
    assert (await _at(workshop, new.valid_from, new))[2] == "valid"
    assert (await _at(workshop, new.valid_from, old))[2] == "superseded"
    assert (await _at(workshop, new.valid_until + SECOND, new))[2] == "expired"


async def test_the_former_holds_until_the_new_one_begins(workshop: Workshop) -> None:
    old = await _held_into_a_season(workshop)
    workshop.world.at = _utc(2027, 2, 1, 9)
    new = await _granted(workshop, "case-2", former=old.number)
    begins = _utc(2027, 4, 30, 22)
    assert new.valid_from == begins
    await workshop.worker.drain()
    waiting = ("not_yet_valid", "not_yet_valid", "not_yet_valid", "active")
    valid = ("valid", "valid", "valid", "active")
    gone = ("withdrawn_or_superseded", "withdrawn_or_superseded", "superseded", "superseded")
    assert await _at(workshop, _utc(2027, 2, 1, 12), old) == valid
    assert await _at(workshop, begins - SECOND, old) == valid
    assert await _at(workshop, begins - SECOND, new) == waiting
    with pytest.raises(Refused) as again:
        await workshop.world.do(
            "mo",
            a.Submit(dossier=DOSSIER, applicant="lindhamra", scheme=workshop.world.scheme.digest, former=old.number),
            case="case-3",
        )
    assert again.value.rule == "submit.former_followed"
    assert await _at(workshop, begins, new) == valid
    assert await _at(workshop, begins, old) == gone
    assert (await workshop.certificate("case-1")).status_since == begins
    assert await _at(workshop, old.valid_until + SECOND, old) == gone
    assert await _at(workshop, new.valid_until, new) == valid
    assert (await _at(workshop, new.valid_until + SECOND, new))[2] == "expired"


async def test_a_new_one_that_is_withdrawn_before_it_begins_takes_nothings_place(workshop: Workshop) -> None:
    old = await _held_into_a_season(workshop)
    workshop.world.at = _utc(2027, 2, 1, 9)
    new = await _granted(workshop, "case-2", former=old.number)
    await workshop.world.do("dag", a.Withdraw(reason_class="issued_in_error", reason=WHY), case="case-2")
    assert (await _at(workshop, new.valid_from, old))[2:] == ("valid", "active")
    assert (await _at(workshop, new.valid_from, new))[2:] == ("withdrawn", "withdrawn")
    assert await tasks.waiting(workshop.db, BODY, "supersede") == 0


async def test_a_late_renewal_from_the_former_end_is_issued_with_a_key_that_came_after_it(workshop: Workshop) -> None:
    await _under(workshop, (LATE, FROM_THE_END))
    old = await _granted(workshop, "case-1")
    workshop.world.at = old.valid_until + timedelta(days=30)
    await workshop.worker.drain()
    assert (await workshop.certificate("case-1")).status == "expired"
    await keys.rotate(workshop.bench, BODY, "certificate")
    workshop.later(days=1)
    new = await _granted(workshop, "case-2", former=old.number)
    assert new.state == "issued"
    assert new.valid_from == old.valid_until + SECOND
    assert new.key_id != old.key_id
    assert new.credential is not None
    signed = read_certificate(new.credential)
    assert signed.proof
    assert signed.proof.created > signed.valid_from
    assert await _at(workshop, workshop.clock(), new) == ("valid", "valid", "valid", "active")
    assert (await _at(workshop, workshop.clock(), old))[2] == "superseded"


async def test_a_certificate_without_end(workshop: Workshop) -> None:
    renewal = GARDEN.read_text(encoding="utf-8")
    renewal = renewal[renewal.index("renewal:") : renewal.index("suspension:")]
    await _under(workshop, (PLAIN, "validity: {from: decision, open_ended: yes}"), (renewal, ""))
    row = await _granted(workshop, "case-1")
    assert row.valid_until == _utc(9999, 12, 31, 22, 59, 59)
    assert row.credential is not None
    assert read_certificate(row.credential).valid_until == "9999-12-31T22:59:59Z"
    assert await _at(workshop, _utc(2126, 1, 1), row) == ("valid", "valid", "valid", "active")
    await workshop.withdraw()
    assert (await _at(workshop, workshop.clock(), row))[2:] == ("withdrawn", "withdrawn")


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year, month, day and so on
