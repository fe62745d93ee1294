"""Signing keys over their life: made, rotated, retired, compromised; each step told in the body's log of authority.

A key is made in three steps, so that a crash between them leaves nothing that counts without being known: the file,
then the row with its log entry, then the trust list that tells verifiers. A key never signs before the trust list
names it (publish.key_to_sign_with), and a retired one stays there with its end.

With an offline root the third step is somebody's walk to another machine. Until then the former key goes on.
"""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from certify.core.acts import Reissue
from certify.core.errors import Refused
from certify.service.authority import record
from certify.service.errors import NotFound
from certify.service.perform import WORKER, load_case, perform
from certify.service.store import authority, bodies, cases, certificates, published, tasks
from certify.service.worker.publish import (
    AwaitsTrustList,
    NothingToSignWith,
    publish_first_lists,
    publish_trust,
)
from certify.service.worker.signing import INSTALLATION, Use, reference
from verify.trust import root_method

if TYPE_CHECKING:
    from certify.service.store.database import Database
    from certify.service.worker.bench import Bench

OPERATOR = "operator"
OVERLAP = timedelta(days=30)  # so long a former key may go on where the new one waits for an offline root
_MARGIN = timedelta(minutes=5)  # a decision may be under way, dated a moment ago, that no query shows yet


class NotCompromised(Exception):
    """Certificates are issued anew only where their key is told as compromised."""


class NotForThisUse(Exception):
    """The root's key is the installation's (`*`), and every other key is a body's."""


class LastRoot(Exception):
    """The online root is retired only once another one signs in its place: `keys rotate`."""


class RootIsOffline(Exception):
    """The trust list is signed on a machine of its own: `certify-verify root-key` makes its key there."""


async def make(bench: Bench, body: str, use: Use, *, by: str = OPERATOR) -> published.KeyRow:
    """Make a key and publish it. `body` is `*` for the installation's own trust key.

    Raises NotFound, Frozen, RootIsOffline, NotForThisUse.
    """
    bench.refuse_frozen()
    if (use == "trust") != (body == INSTALLATION):
        raise NotForThisUse
    if use == "trust" and bench.root is not None:
        raise RootIsOffline
    db = bench.database
    did = await _did(db, body)
    multibase = await bench.signer.make(body, use)
    begins = await _begins(db, body, use, bench.clock())
    async with db.transaction():
        await authority.lock_authority(db, body)
        known = await published.keys(db, body)
        row = published.KeyRow(
            body=body,
            id=root_method(multibase) if use == "trust" else f"{did}#key-{len(known) + 1}",
            use=use,
            multibase=multibase,
            from_at=begins,
        )
        await published.add_key(db, row)
        await record(db, body, "KeyMade", by=by, at=bench.clock(), key=row.id, use=use, multibase=multibase)
    await publish_trust(bench)
    return row


async def ensure(bench: Bench, *, by: str = OPERATOR) -> list[published.KeyRow]:
    """Make what is missing: the installation's trust key, and each body's certificate and status keys and first lists.

    Raises Frozen.
    """
    db, now = bench.database, bench.clock()
    wanted: list[tuple[str, Use]] = [(INSTALLATION, "trust")] if bench.root is None else []
    for row in await bodies.staying(db):
        wanted += [(row.slug, "certificate"), (row.slug, "status")]
    made = [
        await make(bench, body, use, by=by)
        for body, use in wanted
        if await published.active_key(db, body, use, now) is None
    ]
    await publish_trust(bench)
    with contextlib.suppress(AwaitsTrustList):
        await publish_first_lists(bench)
    return made


async def rotate(bench: Bench, body: str, use: Use, *, by: str = OPERATOR) -> published.KeyRow:
    """Make a new key for a use, publish it, and only then retire those before it.

    With an offline root they go on until the new one is published, at most OVERLAP. Raises as `make`.
    """
    former = [row for row in await published.keys(bench.database, body) if row.use == use and row.state == "active"]
    new = await make(bench, body, use, by=by)
    for row in former:
        if bench.root is None:
            await retire(bench, body, row.id, by=by)
        else:
            await _limit(bench, row, bench.clock() + OVERLAP, by=by)
    return new


async def _limit(bench: Bench, row: published.KeyRow, until: datetime, *, by: str) -> None:
    db = bench.database
    async with db.transaction():
        await authority.lock_authority(db, row.body)
        if await published.limit_key(db, row.body, row.id, until.replace(microsecond=0)):
            await record(db, row.body, "KeyLimited", by=by, at=bench.clock(), key=row.id, use=row.use)


async def retire(bench: Bench, body: str, id: str, *, by: str = OPERATOR) -> bool:
    """Let a key sign no more; what it signed stays good. Its private part is destroyed. Gives whether it was active.

    Raises NotFound, Frozen, LastRoot.
    """
    if body == INSTALLATION:
        signing = await published.active_keys(bench.database, body, "trust", bench.clock())
        if [row.id for row in signing] == [id]:
            raise LastRoot
    return await _end(bench, body, id, "retired", by=by)


async def compromised(bench: Bench, body: str, id: str, *, by: str = OPERATOR) -> bool:
    """A key has fallen into other hands: nothing that it ever signed counts, from this moment.

    Everything of the body that has to carry a signature by another key is signed again by the worker; certificates
    are not: `reissue` orders others in their place. Gives whether that changed anything.

    Raises NotFound, Frozen.
    """
    return await _end(bench, body, id, "compromised", by=by)


async def destroy_all(bench: Bench, body: str) -> None:
    """Destroy the private part of every key of a body that signs here no more. What they signed stays good."""
    for row in await published.keys(bench.database, body):
        bench.signer.destroy(reference(row))


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate that a key has signed, and whether it still counts or would."""

    number: str
    case: str
    holder: str
    status: str
    successor: str | None


async def hit_by(bench: Bench, body: str, id: str) -> list[Hit]:
    """Every certificate that a key has signed, in order of number. Raises NotFound for a key that is not there."""
    if await published.key(bench.database, body, id) is None:
        raise NotFound(id)
    return [
        Hit(number=row.number, case=row.case, holder=row.holder_name, status=row.status, successor=row.successor)
        async for row in certificates.all_certificates(bench.database, body)
        if row.key_id == id and row.state == "issued"
    ]


async def reissue(bench: Bench, body: str, id: str, *, by: str = OPERATOR) -> list[Hit]:
    """Order another certificate, by a fresh key, for each one in force that a compromised key has signed.

    Gives those that were ordered now; the worker issues them. Each order is an act of its own, so a crash in between
    leaves some ordered and some not, and calling again orders the rest. Raises NotFound, Frozen, NotCompromised.
    """
    bench.refuse_frozen()
    db = bench.database
    row = await published.key(db, body, id)
    if row is None:
        raise NotFound(id)
    if row.state != "compromised" or row.use != "certificate":
        raise NotCompromised(id)
    if await published.active_key(db, body, "certificate", bench.clock()) is None:
        await make(bench, body, "certificate", by=by)
    hits = await hit_by(bench, body, id)
    return [one for one in hits if one.status in {"active", "suspended"} and await _ordered(bench, body, one)]


async def _ordered(bench: Bench, body: str, one: Hit) -> bool:
    """Order another certificate in the place of one; whether it was ordered now."""

    async def attempt() -> None:
        act = Reissue(number=one.number)
        await perform(bench.shell, body=body, case=one.case, act=act, caller=WORKER, at=bench.clock())

    try:
        try:
            await attempt()
        except Refused as refused:
            if refused.rule != "act.time":
                raise
            await attempt()  # the clock was read, and then another process was let at the case first
    except Refused as refused:
        # It may have ended, or been ordered by another call, since the register was asked.
        if refused.rule not in {"reissue.done", "reissue.expired", "certificate.none", "certificate.state"}:
            raise
        return False
    return True


async def _end(bench: Bench, body: str, id: str, state: str, *, by: str) -> bool:
    bench.refuse_frozen()
    db, now = bench.database, bench.clock()
    row = await published.key(db, body, id)
    if row is None:
        raise NotFound(id)
    kind = "KeyRetired" if state == "retired" else "KeyCompromised"
    async with db.transaction():
        await authority.lock_authority(db, body)
        changed = await published.end_key(db, body, id, state=state, until=now)
        if changed:
            await record(db, body, kind, by=by, at=now, key=id, use=row.use)
            if row.use == "status":
                await tasks.enqueue(db, _sign_again(row, state, now))
    bench.signer.destroy(reference(row))
    if changed:
        with contextlib.suppress(NothingToSignWith):  # it was the root itself: until there is another nothing is signed
            await publish_trust(bench)
    return changed


def _sign_again(row: published.KeyRow, state: str, now: datetime) -> tasks.TaskRow:
    """The task to sign anew what a status key signed."""
    return tasks.TaskRow(
        body=row.body, key=f"republish/{state}/{row.id}", kind="republish", payload="{}", run_at=now, created_at=now
    )


async def _did(db: Database, body: str) -> str:
    if body == INSTALLATION:
        return ""
    row = await bodies.body(db, body)
    if row is None:
        raise NotFound(body)
    return row.did


async def _begins(db: Database, body: str, use: Use, now: datetime) -> datetime:
    """From when a new key counts: for certificates, from the earliest decision that still waits for its certificate.

    A certificate is dated by its decision, and verifiers ask for a key that counted on that date.
    """
    begins = now
    if use == "certificate":
        before: tuple[datetime, str] | None = None
        while page := await cases.list_cases(db, body, states=("granted",), before=before, limit=200):
            for view in page:
                if view.certificate_status in {None, "prepared", "voided"}:
                    case = await load_case(db, body, view.case)
                    if case is not None and case.decision is not None:
                        begins = min(begins, case.decision.at)
            before = (page[-1].updated_at, page[-1].case)
        begins -= _MARGIN
    return begins.replace(microsecond=0)
