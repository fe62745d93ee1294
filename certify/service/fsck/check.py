"""The whole check, and the mending of views: what `certify fsck` and `certify rebuild` do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.service.fsck.cases import check_case
from certify.service.fsck.certificates import check_certificates
from certify.service.fsck.chains import check_chains
from certify.service.fsck.evidence import check_evidence
from certify.service.fsck.findings import Finding
from certify.service.perform import history, load_case
from certify.service.store import bodies, cases, tasks
from certify.service.views import write_case, write_statuses
from certify.service.worker.trusting import health

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from certify.service.schemes import SchemeShelf
    from certify.service.store.blobs import Blobs
    from certify.service.store.database import Database
    from certify.service.store.high_water import Marks


async def check(
    db: Database, blobs: Blobs, schemes: SchemeShelf, marks: Marks, now: datetime, *, offline: bool = False
) -> AsyncIterator[Finding]:
    """Everything, in the order (1) to (4); it goes on after a finding, and gives them as they come.

    `offline` tells that the root lies on a machine of its own: then it is said what to do about its list.
    """
    schemes.forget()
    async for finding in check_chains(db, marks):
        yield finding
    for text in (standing := await health(db, now, offline=offline)).warnings:
        if standing.state != "missing" or await bodies.bodies(db):
            yield Finding(place="trust.json", text=text, warning=standing.state != "expired")
    for task in await tasks.quarantined(db):
        why = f"given up after {task.attempts} attempts: {task.last_error}"
        yield Finding(place=f"{task.body}/{task.key}", text=f"{task.kind} was {why}. `certify tasks` tells more")
    for body in await bodies.bodies(db):
        async for case in cases.case_ids(db, body.slug):
            async for finding in check_case(db, schemes, body.slug, case):
                yield finding
        async for finding in check_certificates(db, body.slug, now):
            yield finding
        async for finding in check_evidence(db, blobs, body.slug):
            yield finding


async def rebuild(db: Database) -> int:
    """Fold every case again and write its views anew; gives how many cases. No certificate's bytes are touched."""
    count = 0
    for body in await bodies.bodies(db):
        async for case_id in cases.case_ids(db, body.slug):
            async with db.transaction():
                await cases.lock_case(db, body.slug, case_id)
                recorded = await history(db, body.slug, case_id)
                case = await load_case(db, body.slug, case_id)
                if case is not None:
                    await write_case(db, body.slug, case, recorded)
                    await write_statuses(db, body.slug, recorded)
            count += 1
    return count
