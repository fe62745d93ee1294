"""Recognition: a scheme's owner signs that a body may certify, and the body publishes what the owner signed.

The two may live on two installations: what `issue` gives is carried as a file, and `publish` takes it where it holds by
the trust list that is published there.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from certify.service.authority import record
from certify.service.errors import NotFound
from certify.service.store import authority, bodies, published
from certify.service.worker.publish import current_trust, key_to_sign_with, publish_trust
from certify.service.worker.signing import reference
from verify import recognition, strict_json, times
from verify.errors import OlderThanKnown

if TYPE_CHECKING:
    from certify.service.worker.bench import Bench


async def issue(
    bench: Bench, owner: str, *, body: str, name: str, scheme: str, valid_from: datetime, valid_until: datetime
) -> bytes:
    """The signed recognition of a body (its DID and name) for a scheme of an owner here (its slug).

    Raises NotFound, NothingToSignWith, Frozen, and a VerifyError for what no recognition can say.
    """
    bench.refuse_frozen()
    row = await bodies.body(bench.database, owner)
    if row is None:
        raise NotFound(owner)
    await publish_trust(bench)
    key = await key_to_sign_with(bench, owner, "recognition")
    document = recognition.make(
        owner=row.did,
        owner_address=f"{row.origin}/bodies/{row.slug}/recognition/{scheme}",
        body=body,
        name=name,
        scheme=scheme,
        valid_from=times.text(valid_from),
        valid_until=times.text(valid_until),
    )
    raw = await bench.signer.sign_document(document, reference(key), at=bench.clock())
    recognition.read(raw, await current_trust(bench.database))
    return raw


async def publish(bench: Bench, raw: bytes, *, by: str) -> published.RecognitionRow:
    """Publish a recognition of a body of this installation. The same one again does no harm.

    Raises NotFound for a body of elsewhere, a VerifyError for what does not hold by the published trust list or was
    signed before what the same owner has said since, Frozen.
    """
    bench.refuse_frozen()
    db = bench.database
    found, _ = recognition.read(raw, await current_trust(db))
    subject = found.credential_subject
    slug = next((row.slug for row in await bodies.bodies(db) if row.did == subject.id), None)
    if slug is None:
        raise NotFound(subject.id)
    new = published.RecognitionRow(
        body=slug,
        scheme=subject.scheme,
        owner=found.issuer,
        raw=raw,
        digest=strict_json.sha256_digest(raw),
        valid_until=times.moment(found.valid_until),
    )
    async with db.transaction():
        await authority.lock_authority(db, slug)
        former = await published.recognition(db, slug, new.scheme)
        if former is not None and former.owner == new.owner and _signed(former.raw) > recognition.signed_at(found):
            raise OlderThanKnown("a recognition that its owner has signed later is published already")
        if former != new:
            await published.put_recognition(db, new)
            await record(
                db, slug, "RecognitionPublished", by=by, at=bench.clock(), scheme=new.scheme, digest=new.digest
            )
    return new


def _signed(raw: bytes) -> str:
    """When a recognition that was published here was signed, whether its key still counts or not."""
    return recognition.signed_at(msgspec.json.decode(raw, type=recognition.RecognitionCredential))
