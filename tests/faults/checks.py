"""What has to be true when all is settled and the service has ended, whatever happened before.

(1) what was acknowledged is there, as it was answered, and once; nothing is there that nobody asked for
(2) each granted case has one certificate that is not voided, and it is issued and verified as what it is
(3) every signature that was ever made is of bytes that an event had recorded
(4) nothing is left undone
(5) `certify fsck` is clean, with the high-water marks
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from certify.core import events as e
from certify.service.fsck.check import check
from certify.service.perform import history
from certify.service.schemes import SchemeShelf
from certify.service.store import certificates, tasks
from certify.service.store.blobs import open_blobs
from certify.service.store.certificates import CertificateRow
from certify.service.store.database import Database, open_database
from certify.service.store.high_water import read_high_water
from certify.service.web.cases import shown
from certify.service.worker import publish
from tests.faults.callers import EVENT_OF, Call
from tests.faults.findings import Violations
from tests.faults.ground import Ground
from tests.service.world import BODY, ORIGIN
from verify import addresses, compact
from verify.status import Statuses
from verify.trust import Trust
from verify.verifier import verify, verify_qr

# By the published lists alone; whether it was withdrawn or gave way to a later one, only the register tells.
_WORD = {
    "active": "valid",
    "suspended": "suspended",
    "withdrawn": "withdrawn_or_superseded",
    "superseded": "withdrawn_or_superseded",
}
_LAST: dict[str, str] = {
    "CertificateSuspended": "suspended",
    "CertificateWithdrawn": "withdrawn",
    "CertificateSuperseded": "superseded",
}


async def opened_beside(ground: Ground) -> Database:
    """The database, for looking only; the service may be using it."""
    return await open_database(f"{ground.settings.database}{_one(ground.settings.database)}", to_migrate=False)


def _one(url: str) -> str:
    return "&pool=1" if "?" in url else "?pool=1"


async def check_journal(ground: Ground, db: Database, violations: Violations) -> int:
    """(3) Of every line of the journal; gives how many there are."""
    entries = set(ground.journal.entries())
    for number, digest in sorted(entries):
        row = await certificates.certificate(db, number)
        recorded = await history(db, BODY, row.case) if row is not None else []
        if not any(
            isinstance(one.event, e.CertificatePrepared)
            and (one.event.number, one.event.credential) == (number, digest)
            for one in recorded
        ):
            violations.add("unrecorded-signature", f"{number}: nothing recorded the bytes {digest}")
    return len(entries)


async def check_all(ground: Ground, calls: Iterable[Call], at: datetime, violations: Violations) -> Mapping[str, int]:
    """All of it; gives figures by name."""
    by_case: dict[str, list[Call]] = {case: [] for case in ground.cases}
    for call in calls:
        by_case[call.case].append(call)
    figures = {"certificates": 0, "voided": 0}
    async with await opened_beside(ground) as db:
        trust = await publish.current_trust(db)
        lists: dict[int, Statuses] = {}
        for case, asked in by_case.items():
            recorded = await history(db, BODY, case)
            _check_acts(case, asked, recorded, violations)
            for row in await certificates.certificates_of_case(db, BODY, case):
                figures["voided" if row.state == "voided" else "certificates"] += 1
                if row.state == "issued" and row.status_list not in lists:
                    lists[row.status_list] = await publish.current_statuses(db, trust, BODY, row.status_list)
            await _check_certificate(db, case, recorded, (trust, lists, at), violations)
        figures["signatures"] = await check_journal(ground, db, violations)
        counts = await tasks.counts(db)
        if left := {state: count for state, count in counts.items() if state != "done"}:
            violations.add("unsettled", f"tasks: {left}")
        query = "SELECT sum(attempts - 1) AS n FROM task WHERE kind IN ({}, {})"
        figures["cut_off"] = int((await db.sql(query, "issue", "publish"))[0]["n"] or 0)
        blobs = open_blobs(ground.settings.blobs, lambda: "unused")
        marks = read_high_water(ground.settings.high_water)
        if f"heads/{BODY}" not in marks:
            violations.add("fsck", "there are no high-water marks")
        async for finding in check(db, blobs, SchemeShelf(), marks, at):
            violations.add("fsck", str(finding))
    return figures


def _check_acts(case: str, asked: Iterable[Call], recorded: list[e.Recorded], violations: Violations) -> None:
    """(1) Every call has its event, once, as it was answered."""
    wanted = {EVENT_OF[call.kind]: call for call in asked if not call.not_yet}
    answered = [msgspec.json.decode(msgspec.json.encode(one)) for one in shown(recorded)]
    for kind in EVENT_OF.values():
        times = sum(type(one.event).__name__ == kind for one in recorded)
        call = wanted.get(kind)
        if times > 1:
            violations.add("twice", f"{case}: {kind}, {times} times")
        elif times == 1 and call is None:
            violations.add("unasked", f"{case}: {kind}")
        elif times == 0 and call is not None and call.acknowledged:
            violations.add("lost", str(call))
        if call is not None and not call.acknowledged:
            violations.add("no-answer", f"{call}, asked {call.asked} times")
        if call is not None and call.answer is not None:
            for event in msgspec.json.decode(call.answer)["events"]:
                if event not in answered:
                    violations.add("lost", f"{call}: answered {event}, which is not in the case")


async def _check_certificate(
    db: Database,
    case: str,
    recorded: list[e.Recorded],
    known: tuple[Trust, Mapping[int, Statuses], datetime],
    violations: Violations,
) -> None:
    """(2) One certificate for a granted case, and none for another."""
    granted = any(isinstance(one.event, e.Decided) for one in recorded)
    standing = [row for row in await certificates.certificates_of_case(db, BODY, case) if row.state != "voided"]
    if len(standing) > granted:
        violations.add("second-certificate", f"{case}: {', '.join(f'{row.number} {row.state}' for row in standing)}")
        return
    if not granted:
        return
    if not standing or standing[0].state != "issued":
        violations.add("no-certificate", f"{case}: {standing[0].state if standing else 'none'}")
        return
    kinds = [type(one.event).__name__ for one in recorded]
    status = next((_LAST[kind] for kind in reversed(kinds) if kind in _LAST), "active")
    _check_verdict(standing[0], status, known, violations)
    if await certificates.history(db, standing[0].number) is None:
        violations.add("verdict", f"{case}: {standing[0].number} has no published history")


def _check_verdict(
    row: CertificateRow,
    status: str,
    known: tuple[Trust, Mapping[int, Statuses], datetime],
    violations: Violations,
) -> None:
    """Both forms are verified as what the events say, with nothing but what is published."""
    trust, lists, at = known
    assert row.credential is not None
    assert row.qr is not None
    text = compact.url(addresses.host_of(ORIGIN), row.number, row.qr)
    for form, verdict in (
        ("certificate", verify(row.credential, trust=trust, status=lists[row.status_list], at=at)),
        ("QR code", verify_qr(text, trust=trust, status=lists[row.status_list], at=at)),
    ):
        if verdict.verdict != _WORD[status] or row.status != status:
            said = f"{verdict.verdict} ({verdict.reason}), register {row.status}"
            violations.add("verdict", f"{row.case}: its {form} {row.number} is {said}, not {status}")
