"""A body moves to another installation: it ends here, is packed, and begins there. Every code on paper still verifies.

    (1) `leave`: in one transaction the body's keys are retired, its log says so, and from then on nothing happens to it
    (2) its private keys are destroyed, none of them moves; the store packs its rows and evidence into a folder
    (3) `take`, at the other installation: the folder comes in whole or not at all, and new keys are made

What stays the same is what stands on paper: the body's origin, and so its DID, its certificates, its status lists and
their addresses. So only a body with an origin of its own can move; afterwards that name leads to the new installation.
Each step may be cut off anywhere and done again.
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


class NoOriginOfItsOwn(Exception):
    """The codes of this body lead to the installation's own host, where no other installation can answer."""


async def leave(bench: Bench, blobs: Blobs, slug: str, folder: Path, *, by: str) -> tuple[moving.Manifest, str]:
    """End a body here, and pack it into `folder`; gives the manifest and its digest. Done again it is packed again.

    Raises NotFound, NoOriginOfItsOwn, Frozen, NotEmpty, OSError.
    """
    bench.refuse_frozen()
    db, now = bench.database, bench.clock()
    row = await bodies.body(db, slug)
    if row is None:
        raise NotFound(slug)
    if row.origin == bench.origin:
        raise NoOriginOfItsOwn(slug)
    if await bodies.moved(db, slug) is None:
        async with db.transaction():
            await cases.lock_body_chain(db, slug)
            await authority.lock_authority(db, slug)
            for key in await published.keys(db, slug):
                if key.state == "active" and await published.end_key(db, slug, key.id, state="retired", until=now):
                    await record(db, slug, "KeyRetired", by=by, at=now, key=key.id, use=key.use)
            await record(db, slug, "BodyMoved", by=by, at=now, origin=row.origin)
            await bodies.note_moved(db, bodies.MovedRow(body=slug, at=now, by=by))
    await destroy_all(bench, slug)
    await publish_trust(bench)
    return await moving.pack(db, blobs, slug, folder)


async def take(bench: Bench, blobs: Blobs, folder: Path, digest: str, *, by: str) -> tuple[moving.Manifest, bool]:
    """Take a body in from a folder whose manifest has this digest, and make its keys; gives whether it came in now.

    Taken in already, by this digest, it is left as it is. Raises Tampered, InTheWay, Frozen.
    """
    bench.refuse_frozen()
    db = bench.database
    manifest = await moving.read_folder(folder, digest)
    came = not await _came_before(bench, manifest, digest)
    if came:
        async with db.transaction():
            await moving.unpack(folder, manifest, db, blobs)
            await record(db, manifest.body, "BodyTaken", by=by, at=bench.clock(), digest=digest, origin=manifest.origin)
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
