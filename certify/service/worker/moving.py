"""A body moves to another installation: it ends here, is packed, and begins there. Every code on paper still verifies.

    (1) `leave`: in one transaction the body's keys are retired, its log says so, and from then on nothing happens to it
    (2) its private keys are destroyed, none of them moves; the store packs its rows and evidence into a folder
    (3) `take`, at the other installation: the folder comes in whole or not at all, and new keys are made

What stays the same is what stands on paper: the body's origin, and so its DID, its certificates, its status lists and
their addresses. So only a body that shares its origin with none can move; afterwards that name leads to the new
installation. It may be the installation's own origin, where it is the last body there.
Each step may be cut off anywhere and done again.

It may move on, and come back: where it left, its rows are still there, and what comes has to be its life gone on from
them. A folder is for one installation, which it names; no other takes it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from certify.service.authority import record
from certify.service.errors import NotFound
from certify.service.store import authority, bodies, cases, moving, published
from certify.service.worker.keys import destroy_all, ensure
from certify.service.worker.publish import publish_trust

if TYPE_CHECKING:
    from pathlib import Path

    from certify.service.store.blobs import Blobs
    from certify.service.worker.bench import Bench


class SharedOrigin(Exception):
    """Other bodies publish where this one does, and a name leads to one installation alone; the text is their slugs."""


class GoesElsewhere(Exception):
    """The body has moved out already, to another installation than was said now; the text is that one's origin."""


class NotForHere(Exception):
    """The folder is for another installation; the text is its origin."""


async def leave(
    bench: Bench, blobs: Blobs, slug: str, folder: Path, *, to: str, by: str, instead: bool = False
) -> tuple[moving.Manifest, str]:
    """End a body here, and pack it for the installation whose origin is `to`; gives the manifest and its digest.

    Done again it is packed again, for another installation only with `instead`: nobody here can know whether the first
    has taken it in. Raises NotFound, SharedOrigin, GoesElsewhere, Frozen, NotEmpty, OSError.
    """
    bench.refuse_frozen()
    db, now = bench.database, bench.clock()
    row = await bodies.body(db, slug)
    if row is None:
        raise NotFound(slug)
    gone = await bodies.moved(db, slug)
    beside = [one.slug for one in await bodies.staying(db) if one.origin == row.origin and one.slug != slug]
    if gone is None and beside:
        raise SharedOrigin(", ".join(beside))
    if gone is None:
        async with db.transaction():
            await cases.lock_body_chain(db, slug)
            await authority.lock_authority(db, slug)
            for key in await published.keys(db, slug):
                if key.state == "active" and await published.end_key(db, slug, key.id, state="retired", until=now):
                    await record(db, slug, "KeyRetired", by=by, at=now, key=key.id, use=key.use)
            await record(db, slug, "BodyMoved", by=by, at=now, origin=row.origin, to=to)
            await bodies.note_moved(db, bodies.MovedRow(body=slug, at=now, by=by, goes_to=to))
    elif gone.goes_to != to:
        if not instead:
            raise GoesElsewhere(gone.goes_to)
        await bodies.send_elsewhere(db, slug, to)
    await destroy_all(bench, slug)
    await publish_trust(bench)
    return await moving.pack(db, blobs, slug, folder)


async def take(bench: Bench, blobs: Blobs, folder: Path, digest: str, *, by: str) -> tuple[moving.Manifest, bool]:
    """Take a body in from a folder whose manifest has this digest, and make its keys; gives whether it came in now.

    Taken in already, by this digest, it is left as it is. Where it once left, it goes on from there. Raises Tampered,
    NotForHere, InTheWay, NotOnward, Frozen.
    """
    bench.refuse_frozen()
    db = bench.database
    manifest = await moving.read_folder(folder, digest)
    if manifest.to != bench.origin:
        raise NotForHere(manifest.to)
    back = await bodies.moved(db, manifest.body) is not None
    came = back or not await _came_before(bench, manifest, digest)
    if came:
        async with db.transaction():
            await moving.unpack(folder, manifest, db, blobs, back=back)
            await record(db, manifest.body, "BodyTaken", by=by, at=bench.clock(), digest=digest, origin=manifest.origin)
    for gone in await moving.erased(db, manifest.body):  # elsewhere, while the body was there
        await blobs.erase(manifest.body, gone)
    await ensure(bench, by=by)
    last = await cases.last_head(db, manifest.body)
    if last is not None:
        await asyncio.to_thread(bench.shell.advanced, manifest.body, last.seq, last.hash)
    return manifest, came


async def _came_before(bench: Bench, manifest: moving.Manifest, digest: str) -> bool:
    """Whether this very folder was taken in. Raises InTheWay for a body of that name that came otherwise."""
    if await bodies.body(bench.database, manifest.body) is None:
        return False
    async for entry in authority.entries(bench.database, manifest.body):
        if entry.type == "BodyTaken" and digest in entry.data:
            return True
    raise moving.InTheWay(f"there is a body {manifest.body} here already")
