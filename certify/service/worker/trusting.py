"""The trust list's life with an offline root: proposed here, signed elsewhere, accepted and published here.

With an online root `publish.publish_trust` signs by itself, and nothing of this is needed. With an offline one the
published list may lag behind the store: what it does not name yet must not be signed with, and what it does not take
back yet still counts for every verifier. `health` says so wherever somebody looks.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import msgspec

from certify.service.authority import record
from certify.service.store import authority, bodies, published
from certify.service.store.authority import INSTALLATION
from certify.service.worker.publish import TRUST_HOLDS, bare_list, listed_bodies
from verify import strict_json, times, trust
from verify.errors import VerifyError
from verify.trust_changes import changes, proposal_bytes
from verify.verifier import CLOCK_SKEW

if TYPE_CHECKING:
    from datetime import datetime

    from certify.service.store.database import Database
    from certify.service.worker.bench import Bench
    from verify.trust_changes import Changed

WARN_BEFORE = timedelta(days=60)

State = Literal["missing", "good", "ends_soon", "expired", "dated_ahead"]


class NotAccepted(Exception):
    """A list that was signed elsewhere and is not published; the text says why."""


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How the published trust list stands: whether and when it ends, and what the store has that it does not tell.

    `lacking` are the bodies (`*` is the installation) and uses for which no key may sign any more.
    """

    root: Literal["online", "offline"]
    state: State
    version: int | None = None
    issued: str | None = None
    expires: str | None = None
    days_left: int | None = None
    pending: tuple[str, ...] = ()
    lacking: tuple[tuple[str, str], ...] = ()

    @property
    def ends(self) -> datetime | None:
        """When it ends."""
        return times.moment(self.expires) if self.expires is not None else None

    @property
    def good(self) -> bool:
        """Whether nobody has to do anything."""
        return self.state == "good" and not self.pending and not self.lacking

    @property
    def warnings(self) -> tuple[str, ...]:
        """What an operator should know, a sentence each."""
        what = {
            "missing": "there is no trust list yet: no verifier can check anything",
            "ends_soon": f"the trust list ends on {self.expires}, in {self.days_left} days",
            "expired": f"the trust list has ended on {self.expires}: verifiers say that they do not know",
            "dated_ahead": f"the trust list is dated {self.issued}, which is still to come: was the clock wrong?",
        }.get(self.state)
        found = [what] if what else []
        if self.pending:
            found.append(f"the published trust list does not say yet: {'; '.join(self.pending)}")
        onward = ["do this: certify keys propose FILE; sign it on the root's machine; certify keys accept FILE"]
        made = [f"no key signs for {use} of {body}: certify keys new '{body}' {use}" for body, use in self.lacking]
        found += made + (onward if found and self.root == "offline" else [])
        return tuple(found)


async def health(db: Database, now: datetime, *, offline: bool) -> Health:
    """How the published list stands."""
    root: Literal["online", "offline"] = "offline" if offline else "online"
    row, lacking = await published.trust_list(db), await _lacking(db, now, offline=offline)
    if row is None:
        return Health(root=root, state="missing", lacking=lacking)
    left = row.expires_at - now
    state: State = "expired" if left < timedelta(0) else "ends_soon" if left <= WARN_BEFORE else "good"
    if row.issued_at > now + CLOCK_SKEW:
        state = "dated_ahead"
    former = trust.read_trust(row.raw).document
    after = await _next(db, former, former.id, now)
    pending = tuple(one.say("en") for one in changes(former, after) if one.kind != "renewed")
    return Health(
        root=root,
        state=state,
        version=row.version,
        issued=times.text(row.issued_at),
        expires=times.text(row.expires_at),
        days_left=max(left.days, 0),
        pending=pending,
        lacking=lacking,
    )


async def _lacking(db: Database, now: datetime, *, offline: bool) -> tuple[tuple[str, str], ...]:
    """Bodies that had keys for a use and have none that signs now; those that never had one are still being set up."""
    here = {row.slug for row in await bodies.staying(db)} | (set() if offline else {INSTALLATION})
    known = [row for row in await published.keys(db) if row.body in here]
    signing = {
        (row.body, row.use)
        for row in known
        if row.state == "active" and row.from_at <= now and (row.until_at is None or row.until_at > now)
    }
    return tuple(sorted({(row.body, row.use) for row in known} - signing))


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal's bytes, and what it changes."""

    version: int
    raw: bytes
    changes: tuple[Changed, ...]


async def propose(bench: Bench, *, at_least: int = 1) -> Proposed:
    """The next list, to be signed elsewhere, of no lower version than `at_least`. Writes nothing. Raises Frozen."""
    bench.refuse_frozen()
    db, now = bench.database, bench.clock().replace(microsecond=0)
    row = await published.trust_list(db)
    former = trust.read_trust(row.raw).document if row is not None else None
    after = await _next(db, former, f"{bench.origin}/trust.json", now, at_least=at_least)
    unsigned: dict[str, object] = msgspec.to_builtins(after)
    return Proposed(
        version=after.version,
        raw=proposal_bytes(row.raw if row is not None else None, unsigned),
        changes=changes(former, after),
    )


async def accept(bench: Bench, raw: bytes, *, by: str) -> Health:
    """Check a list that the root has signed, and publish it. The very list that is published already does no harm.

    An installation that is behind takes one too, for a list that is missing may be all that it lacks; its log is left
    alone then. Raises NotAccepted.
    """
    if bench.root is None:
        raise NotAccepted("the root is online and signs by itself; CERTIFY_ROOT names an offline one")
    db, now = bench.database, bench.clock()
    async with db.transaction():
        await authority.lock_authority(db, INSTALLATION)
        row = await published.trust_list(db)
        if row is None or row.raw != raw:
            known = await _weighed(bench, raw, row, now)
            new = published.TrustRow(
                version=known.version,
                raw=raw,
                digest=strict_json.sha256_digest(raw),
                issued_at=times.moment(known.document.issued),
                expires_at=times.moment(known.expires),
            )
            await published.publish_trust_list(db, new)
            if not bench.shell.frozen:
                told = {"version": str(new.version), "digest": new.digest}
                await record(db, INSTALLATION, "TrustListAccepted", by=by, at=now, **told)
    return await health(db, now, offline=True)


async def _weighed(bench: Bench, raw: bytes, row: published.TrustRow | None, now: datetime) -> trust.Trust:
    """The list, if the root signed it and it may follow the one that is published. Raises NotAccepted."""
    try:
        known = trust.read_trust(raw, bench.root)
    except VerifyError as error:
        raise NotAccepted(f"it is not a trust list of this installation's root: {error}") from None
    if row is not None and known.version <= row.version:
        raise NotAccepted(f"it is version {known.version}, and version {row.version} is published already")
    if known.document.id != f"{bench.origin}/trust.json":
        raise NotAccepted(f"it is the list of {known.document.id}")
    if times.moment(known.expires) <= now:
        raise NotAccepted(f"it has ended on {known.expires}")
    if times.moment(known.document.issued) > now + CLOCK_SKEW:
        # Whoever reads it would take its date for the time of day, and it would count for longer than a year.
        raise NotAccepted(f"it is dated {known.document.issued}, which is still to come")
    former = trust.read_trust(row.raw).document if row is not None else None
    refused = [one.say("en") for one in changes(former, known.document) if one.refused]
    if refused:
        raise NotAccepted("; ".join(refused))
    strange = _strange(known.document, await listed_bodies(bench.database))
    if strange:
        raise NotAccepted(f"it names what this installation does not have: {', '.join(strange)}")
    return known


def _strange(new: trust.TrustList, here: tuple[trust.Body, ...]) -> list[str]:
    """What a list says of bodies, their origins and what their keys are that nobody here ever proposed."""
    known = {body.did: body for body in here}
    found = []
    for body in new.bodies:
        ours = known.get(body.did)
        if ours is None or (ours.slug, ours.origins) != (body.slug, body.origins):
            found.append(f"{body.did} on {', '.join(body.origins)}")
            continue
        keys = {(key.id, key.public_key_multibase, key.use, key.from_) for key in ours.keys}
        found += [k.id for k in body.keys if (k.id, k.public_key_multibase, k.use, k.from_) not in keys]
    return found


async def _next(
    db: Database, former: trust.TrustList | None, id_: str, now: datetime, *, at_least: int = 1
) -> trust.TrustList:
    version = max(at_least, former.version + 1 if former is not None else 1)
    unsigned = bare_list(id_, version, now, TRUST_HOLDS, await listed_bodies(db))
    return msgspec.convert(unsigned, trust.TrustList)
