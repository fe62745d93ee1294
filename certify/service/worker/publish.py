"""What verifiers read: status lists, signed histories, the trust list. Published, then fetched by anyone from anywhere.

Everything here is worked out from the store at the moment it is signed, under a lock that the publishers of one body
(or of the trust list) share. So versions only rise, and no list that was worked out earlier replaces a later one.
Our own verifier reads each before it is stored, and raises a VerifyError where it would not take it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import UNSET
from msgspec.structs import replace

from certify.core import process_events as p
from certify.core.errors import Damaged
from certify.core.scheme.clocks import end_of_day
from certify.service.errors import NotFound
from certify.service.perform import history as events_of
from certify.service.perform import load_case
from certify.service.store import authority, bodies, cases, certificates, published
from certify.service.store.authority import INSTALLATION
from certify.service.worker.crash import crash
from certify.service.worker.signing import SigningError, Use, reference
from verify import history, status, strict_json, times, trust
from verify.credential import read_certificate
from verify.errors import VerifyError
from verify.verifier import CLOCK_SKEW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certify.service.store.bodies import BodyRow
    from certify.service.store.database import Database
    from certify.service.worker.bench import Bench

STATUS_HOLDS = timedelta(hours=24)
STATUS_REFRESH = timedelta(hours=1)
TRUST_HOLDS = timedelta(days=365)
TRUST_REFRESH = timedelta(days=30)  # by an online root; an offline one is asked for it
FIRST_LIST = 1
HISTORIES_AT_ONCE = 300  # some seconds' work, well within a worker's lease

# Which status sets the bit of which list. Superseded ends a certificate for good, so it stands with the withdrawn.
# A prepared certificate that was voided may have been signed before it was: nobody has it, and it never counts.
MARKS: dict[status.Purpose, tuple[str, ...]] = {
    "revocation": ("withdrawn", "superseded", "voided"),
    "suspension": ("suspended",),
}


_TOLD = frozenset({"active", "suspended", "withdrawn", "superseded"})


class NothingToSignWith(Exception):
    """There is no active key for this use; `certify keys new` makes one."""


class AwaitsTrustList(NothingToSignWith):
    """There is a key, but no verifier would know it: the published trust list, by an offline root, does not name it."""


class NotRefreshed(Exception):
    """Some of what grows old could not be signed again; `count` other things were. `troubles` are why."""

    def __init__(self, troubles: list[Exception], count: int) -> None:
        self.troubles, self.count = troubles, count
        super().__init__("; ".join(f"{type(one).__name__}: {one}" for one in troubles))


# What is wrong with one body's keys or lists, and with nobody else's.
_OF_ONE = (SigningError, Damaged, VerifyError)


async def publish_case(bench: Bench, body: str, case: str) -> None:
    """Publish what changed with a case's certificates: the lists that they stand in, and their histories."""
    rows = await certificates.certificates_of_case(bench.database, body, case)
    for n in sorted({row.status_list for row in rows}):
        await publish_statuses(bench, body, n)
    for row in rows:
        if row.state == "issued":
            await publish_history(bench, body, row.number)


async def publish_statuses(bench: Bench, body: str, n: int, *, force: bool = False) -> bool:
    """Publish both lists number `n` of a body where their bits changed or they are older than an hour.

    `force` publishes in any case. Gives whether anything was published. Raises NothingToSignWith, NotFound,
    Frozen, and Damaged where a bit of the revocation list would go back.
    """
    bench.refuse_frozen()
    db, done = bench.database, False
    row = await _body(db, body)
    async with db.transaction():
        await cases.lock_body_chain(db, body)
        for purpose in MARKS:
            done = await _publish_list(bench, row, n, purpose, force=force) or done
    crash("publish.stored")
    return done


async def _publish_list(bench: Bench, body: BodyRow, n: int, purpose: status.Purpose, *, force: bool) -> bool:
    db, now = bench.database, bench.clock().replace(microsecond=0)
    marked = await certificates.slots_with(db, body.slug, n, MARKS[purpose])
    former = await published.status_list(db, body.slug, n, purpose)
    version = _next_version(former.version, former.valid_from, now) if former is not None else 1
    document = status.make(
        purpose,
        marked,
        id=f"{body.origin}/bodies/{body.slug}/status/{n}/{purpose}",
        issuer=body.did,
        valid_from=times.text(now),
        valid_until=times.text(now + STATUS_HOLDS),
        version=version,
    )
    if former is not None:
        before, after = _encoded(strict_json.read_object(former.raw)), _encoded(document)
        if before == after and not force and not _grown_old(former.valid_from, now, STATUS_REFRESH):
            return False
        if purpose == "revocation":
            _only_grows(status.unpack(before), status.unpack(after), f"{body.slug}/status/{n}")
    raw = await _sign(bench, body.slug, "status", document)
    status.read(raw, await current_trust(db))  # what our own verifier does not accept is not published
    crash("publish.signed")
    await published.publish_status_list(
        db,
        published.StatusListRow(
            body=body.slug,
            n=n,
            purpose=purpose,
            version=version,
            raw=raw,
            digest=strict_json.sha256_digest(raw),
            valid_from=now,
            valid_until=now + STATUS_HOLDS,
        ),
    )
    return True


async def publish_history(bench: Bench, body: str, number: str) -> None:
    """Publish the signed status history of an issued certificate: every status from its decision on, with its time.

    Raises NothingToSignWith, NotFound, Frozen.
    """
    bench.refuse_frozen()
    db = bench.database
    row = await _body(db, body)
    async with db.transaction():
        await cases.lock_body_chain(db, body)
        certificate = await certificates.certificate(db, number)
        if certificate is None or certificate.body != body or certificate.state != "issued":
            raise NotFound(number)
        changes, now = await _changes(db, certificate), bench.clock()
        unsigned = history.unsigned(
            history.History(
                id=f"{row.origin}/v/{number}/history.json",
                issuer=row.did,
                number=number,
                certificate=strict_json.sha256_digest(certificate.unsigned),
                issued=times.text(now),
                version=len(changes),
                changes=changes,
            )
        )
        raw = await _sign(bench, body, "status", unsigned)
        history.read(raw, await current_trust(db))
        new = certificates.HistoryRow(
            body=body,
            number=number,
            version=len(changes),
            raw=raw,
            digest=strict_json.sha256_digest(raw),
            signed_at=now,
        )
        await certificates.publish_history(db, new)
    crash("publish.history")


async def _changes(db: Database, certificate: certificates.CertificateRow) -> tuple[history.Change, ...]:
    """Every change that verifiers hear of: the first is the beginning, and running out is in the certificate itself.

    One that was issued before it begins counts as active from then on: it can be withdrawn before its first day.
    """
    steps = await certificates.status_steps(db, certificate.body, certificate.number)
    changes = [
        history.Change(
            at=times.text(step.at),
            state=step.status,  # type: ignore[arg-type]  # what is not a state there is left out below
            reason=step.reason_class or UNSET,
            successor=step.successor or UNSET,
        )
        for step in steps
        if step.status in _TOLD
    ]
    changes[0] = replace(changes[0], at=min(changes[0].at, times.text(certificate.valid_from)))
    if b'"units":[' in certificate.unsigned:
        changes = _with_units(changes, await _unit_changes(db, certificate))
    if changes[-1].state == "suspended":
        case = await load_case(db, certificate.body, certificate.case)
        last = case.certificate.suspended_until if case is not None and case.certificate is not None else None
        if last is not None:
            changes[-1] = replace(changes[-1], until=times.text(end_of_day(last)))
    return tuple(changes)


async def _unit_changes(db: Database, certificate: certificates.CertificateRow) -> list[tuple[str, frozenset[str]]]:
    """Each time that units of the certificate stopped or began to be covered, with those that are not from then on."""
    named = read_certificate(certificate.unsigned).credential_subject.units or ()
    codes = {unit.code for group in named for unit in group.members}
    out: frozenset[str] = frozenset()
    found = []
    for one in await events_of(db, certificate.body, certificate.case):
        if isinstance(one.event, p.UnitSuspended | p.UnitReinstated) and one.event.unit in codes:
            out = out | {one.event.unit} if isinstance(one.event, p.UnitSuspended) else out - {one.event.unit}
            found.append((times.text(one.at), out))
    return found


def _with_units(changes: list[history.Change], of_units: list[tuple[str, frozenset[str]]]) -> list[history.Change]:
    """The changes of state and those of units in one row, each saying which units are not covered from then on."""
    whole: list[history.Change] = []
    moments = [(change.at, 0, change) for change in changes] + [(at, 1, out) for at, out in of_units]
    suspended: frozenset[str] = frozenset()
    for at, _, what in sorted(moments, key=lambda one: one[:2]):
        if isinstance(what, frozenset):
            suspended = what
            if not whole or whole[-1].state in ("withdrawn", "superseded"):
                continue
            change = replace(whole[-1], at=at)
        else:
            change = what
        whole.append(replace(change, suspended_units=tuple(sorted(suspended)) or UNSET))
    return whole


async def publish_trust(bench: Bench, *, force: bool = False) -> bool:
    """Publish the trust list where bodies or keys changed or it is older than a month. Gives whether it was.

    With an offline root nothing is: the list is proposed and accepted then (trusting.py). Raises NothingToSignWith,
    Frozen.
    """
    bench.refuse_frozen()
    if bench.root is not None:
        return False
    db = bench.database
    async with db.transaction():
        await authority.lock_authority(db, INSTALLATION)
        now = bench.clock().replace(microsecond=0)
        listed = await listed_bodies(db)
        former = await published.trust_list(db)
        key = await published.active_key(db, INSTALLATION, "trust", now)
        if key is None:
            raise NothingToSignWith("the installation has no trust key")
        if former is not None and not force and not _grown_old(former.issued_at, now, TRUST_REFRESH):
            known = trust.read_trust(former.raw)
            if known.document.bodies == listed and _signed_by(known) == key.id:
                return False
        version = _next_version(former.version, former.issued_at, now) if former is not None else 1
        document = bare_list(f"{bench.origin}/trust.json", version, now, TRUST_HOLDS, listed)
        raw = await bench.signer.sign_document(document, reference(key), at=now)
        trust.read_trust(raw, key.multibase)
        crash("trust.signed")
        row = published.TrustRow(
            version=version,
            raw=raw,
            digest=strict_json.sha256_digest(raw),
            issued_at=now,
            expires_at=now + TRUST_HOLDS,
        )
        await published.publish_trust_list(db, row)
    crash("trust.stored")
    return True


def bare_list(
    id_: str, version: int, issued: datetime, holds: timedelta, listed: tuple[trust.Body, ...]
) -> dict[str, object]:
    """The unsigned list, as an online root signs it and an offline one is asked to."""
    return trust.unsigned_trust(
        id=id_, version=version, issued=times.text(issued), expires=times.text(issued + holds), bodies=listed
    )


async def listed_bodies(db: Database) -> tuple[trust.Body, ...]:
    """The bodies as the trust list names them, with every key they ever had, in a fixed order."""
    known = await published.keys(db)
    return tuple(
        trust.Body(
            did=row.did,
            name=row.legal_name,
            slug=row.slug,
            origins=(row.origin,),
            keys=tuple(_listed_key(key) for key in sorted(known, key=_age) if key.body == row.slug),
        )
        for row in await bodies.bodies(db)
    )


def _age(key: published.KeyRow) -> tuple[datetime, int, str]:
    return key.from_at, len(key.id), key.id


def _listed_key(key: published.KeyRow) -> trust.TrustedKey:
    return trust.TrustedKey(
        id=key.id,
        public_key_multibase=key.multibase,
        use=key.use,  # type: ignore[arg-type]  # a body's keys are for no trust list
        state=key.state,  # type: ignore[arg-type]  # the table holds nothing but states
        from_=times.text(key.from_at),
        until=times.text(key.until_at) if key.until_at is not None else UNSET,
    )


async def refresh(bench: Bench) -> int:
    """Sign again what grows old: status lists each hour, the trust list each month; and each body's first lists.

    One that cannot be signed keeps no other waiting. Gives how many were published. Raises NotRefreshed with what went
    wrong, once everything else is done; and Frozen.
    """
    bench.refuse_frozen()
    db, now, count = bench.database, bench.clock(), 0
    troubles: list[Exception] = []
    try:
        count += int(await publish_trust(bench))
    except (NothingToSignWith, *_OF_ONE) as error:
        troubles.append(error)
    gone, known = await bodies.all_moved(db), await published.status_lists(db)
    due = {(row.body, row.n) for row in known if _grown_old(row.valid_from, now, STATUS_REFRESH)}
    due |= {(row.slug, FIRST_LIST) for row in await bodies.bodies(db)} - {(row.body, FIRST_LIST) for row in known}
    for body, n in sorted(one for one in due if one[0] not in gone):
        try:
            count += int(await publish_statuses(bench, body, n))
        except (NothingToSignWith, *_OF_ONE) as error:
            troubles.append(error)
    if troubles:
        raise NotRefreshed(troubles, count)
    return count


def _grown_old(dated: datetime, now: datetime, after: timedelta) -> bool:
    """Whether something has to be signed again; also what is dated ahead, by a clock that was wrong for a while."""
    return now >= dated + after or dated > now + CLOCK_SKEW


def _next_version(former: int, dated: datetime, now: datetime) -> int:
    """A version above every one that was published since, also by an installation that was lost and then restored.

    A backup has the lists of its day, and verifiers have seen later ones, which they must not be asked to forget. No
    list is published more than once a minute for long.
    """
    return former + max(1, int((now - dated) / timedelta(minutes=1)))


async def publish_first_lists(bench: Bench) -> None:
    """Publish the first, empty status lists of each body that has none. Raises NothingToSignWith, Frozen."""
    for row in await bodies.staying(bench.database):
        if not await published.status_lists(bench.database, row.slug):
            await publish_statuses(bench, row.slug, FIRST_LIST)


async def republish(bench: Bench, body: str, *, after: str = "") -> str:
    """Sign everything of a body's status anew: its status key was given up. Lists first, then so many histories.

    Gives the number after which to go on, empty when all is done: a lease is too short for a large register.
    """
    db = bench.database
    for n in sorted({row.n for row in await published.status_lists(db, body)}) if not after else ():
        await publish_statuses(bench, body, n, force=True)
    numbers = await certificates.numbers_issued(db, body, after, HISTORIES_AT_ONCE)
    for number in numbers:
        await publish_history(bench, body, number)
    return numbers[-1] if len(numbers) == HISTORIES_AT_ONCE else ""


async def current_trust(db: Database) -> trust.Trust:
    """The trust list that is published now. Raises NotFound before the first one."""
    row = await published.trust_list(db)
    if row is None:
        raise NotFound("trust list")
    return trust.read_trust(row.raw)


async def current_statuses(db: Database, known: trust.Trust, body: str, n: int) -> status.Statuses:
    """Both lists number `n` of a body, as they are published now and signed by a key that the trust list names."""
    rows = [await published.status_list(db, body, n, purpose) for purpose in MARKS]
    return status.Statuses(status.read(row.raw, known) for row in rows if row is not None)


async def key_to_sign_with(bench: Bench, body: str, use: Use) -> published.KeyRow:
    """The newest active key of a use that the published trust list names as active, so that what it signs counts.

    Raises NothingToSignWith, and AwaitsTrustList where there are keys but the list does not name them yet.
    """
    now = bench.clock()
    active = await published.active_keys(bench.database, body, use, now)
    if not active:
        raise NothingToSignWith(f"{body} has no {use} key")
    row = await published.trust_list(bench.database)
    known = trust.read_trust(row.raw).document.bodies if row is not None else ()
    counting = {key.public_key_multibase for one in known for key in one.keys if key.state == "active"}
    found = next((key for key in active if key.multibase in counting), None)
    if found is None:
        raise AwaitsTrustList(f"the published trust list does not name {active[0].id} yet")
    return found


async def _sign(bench: Bench, body: str, use: Use, document: dict[str, object]) -> bytes:
    key = await key_to_sign_with(bench, body, use)
    now = bench.clock()
    return await bench.signer.sign_document(document, reference(key), at=now)


async def _body(db: Database, slug: str) -> BodyRow:
    row = await bodies.body(db, slug)
    if row is None:
        raise NotFound(slug)
    return row


def _encoded(document: Mapping[str, object]) -> str:
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)  # noqa: S101  our own list, read or made
    return str(subject["encodedList"])


def _only_grows(before: bytes, after: bytes, where: str) -> None:
    """A certificate that was withdrawn never comes back. Raises Damaged."""
    if int.from_bytes(before, "big") & ~int.from_bytes(after, "big"):
        raise Damaged(where, "a certificate that is published as withdrawn is not withdrawn in the register")


def _signed_by(known: trust.Trust) -> str:
    signature = known.document.proof
    return "" if signature is UNSET else signature.verification_method
