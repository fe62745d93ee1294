"""(1) The chains: events of each case, heads of each body, logs of authority, and the marks kept outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core import chain
from certify.service.fsck.findings import Finding, found
from certify.service.store import authority, bodies, cases
from certify.service.store.high_water import Marks, behind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from certify.service.store.database import Database


async def check_chains(db: Database, marks: Marks) -> AsyncIterator[Finding]:
    """Every chain of every body, and of the installation; `marks` is how far each was known to have come."""
    for one in await behind(db, marks):
        where = "is gone" if one.found is None else "has another past"
        yield Finding(
            place=one.chain,
            text=f"was known to have come to {one.known.seq}, and that link {where}: "
            "this installation was restored from an older backup, or has lost its end",
        )
    for body in await bodies.bodies(db):
        async for finding in _check_body(db, body.slug):
            yield finding
    for name in await authority.logs(db):
        links = [chain.Link(e.seq, e.prev, e.data.encode(), e.hash) async for e in authority.entries(db, name)]
        for finding in found(f"authority/{name}", *chain.breaks(chain.authority_tag(name), links)):
            yield finding


async def _check_body(db: Database, body: str) -> AsyncIterator[Finding]:
    links: list[chain.Link] = []
    latest: dict[str, cases.StoredHead] = {}
    async for head in cases.heads(db, body):
        links.append(
            chain.Link(head.seq, head.prev, chain.head_data(head.case, head.case_seq, head.event_hash), head.hash)
        )
        latest[head.case] = head
    for finding in found(f"heads/{body}", *chain.breaks(chain.heads_tag(body), links)):
        yield finding
    present = {case async for case in cases.case_ids(db, body)}
    for case in sorted(latest.keys() - present):
        yield Finding(place=f"{body}/{case}", text="the case is gone, though the body's chain names it")
    for case in sorted(present):
        place = f"{body}/{case}"
        stored = await cases.events_of(db, body, case)
        events = [chain.Link(s.seq, s.prev, s.data.encode(), s.hash) for s in stored]
        for finding in found(place, *chain.breaks(chain.case_tag(body, case), events)):
            yield finding
        head_of = latest.get(case)
        if head_of is None:
            yield Finding(place=place, text="the body's chain does not name the case")
        elif (head_of.case_seq, head_of.event_hash) != (stored[-1].seq, stored[-1].hash):
            yield Finding(
                place=place,
                text=f"ends at event {stored[-1].seq}, but the body's chain knows event {head_of.case_seq}",
            )
