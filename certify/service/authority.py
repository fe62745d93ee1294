"""Acts of authority outside cases: founding a body, giving roles, recording competence, publishing schemes and terms.

Each writes what it changes and a link of the body's hash-chained log in one transaction. The log holds ids, dates and
digests; names stand in the tables, where they can be erased.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
from typing import TYPE_CHECKING

import msgspec

from certify.core import chain
from certify.core.scheme.load import load
from certify.service.schemes import bases_of
from certify.service.store import access, bodies, organisations, people, published
from certify.service.store import authority as log
from verify.addresses import is_origin
from verify.errors import BadAddress, WrongValue
from verify.strict_json import check_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import date, datetime

    from certify.core.acts import Role
    from certify.core.scheme.model import Scheme
    from certify.service.store.database import Database

_SLUG = re.compile("[a-z0-9][a-z0-9-]{0,62}")
_LONGEST = 500  # characters of a text in a certificate (verify/credential.py)


async def record(
    db: Database, body: str, kind: str, *, by: str, at: datetime, **what: str | date | None
) -> log.LogEntry:
    """Append a link to the body's log of authority (`*` for the installation's), in the transaction that is under way.

    `what` holds ids, dates, digests and words of ours, never a name. Raises Moved for a body that has.
    """
    last = await log.lock_authority(db, body)
    await bodies.refuse_moved(db, body)
    seq, previous = (last.seq + 1, last.hash) if last is not None else (1, chain.START)
    data = msgspec.json.encode({"seq": seq, "type": kind, "at": at, "by": by, "what": what}, order="sorted")
    entry = log.LogEntry(
        body=body,
        seq=seq,
        type=kind,
        at=at,
        by=by,
        data=data.decode(),
        prev=previous,
        hash=chain.hash_link(chain.authority_tag(body), previous, data),
    )
    await log.append_entry(db, entry)
    return entry


@contextlib.asynccontextmanager
async def one_transaction(db: Database) -> AsyncIterator[None]:
    """A transaction of one's own, or the one that is under way."""
    if db.in_transaction:
        yield
    else:
        async with db.transaction():
            yield


def did_of(origin: str, slug: str) -> str:
    """The did:web of a body under an origin: `did:web:localhost%3A8000:bodies:nordisk`."""
    host = origin.split("://", 1)[1]
    return f"did:web:{host.replace(':', '%3A')}:bodies:{slug}"


def _must_be_signable(**texts: str) -> None:
    """Raises a VerifyError, of the name that the verifier would give it, for a text that no certificate can hold."""
    for name, text in texts.items():
        if not 0 < len(text) <= _LONGEST:
            raise WrongValue(f"{name} has {len(text)} characters, at most {_LONGEST}")
        check_text(text, name)


async def found_body(db: Database, row: bodies.BodyRow, *, by: str) -> None:
    """Set up a certification body. Raises Taken for a slug that is there, VerifyError for what no certificate can say.

    Slug and origin stand in the addresses of its certificates, name and address in the certificates themselves.
    """
    if not _SLUG.fullmatch(row.slug) or not is_origin(row.origin):
        raise BadAddress(f"no address can be made of {row.slug[:80]!r} and {row.origin[:80]!r}")
    _must_be_signable(name=row.legal_name, address=row.address)
    async with one_transaction(db):
        await bodies.add_body(db, row)
        await record(db, row.slug, "BodyFounded", by=by, at=row.created_at, did=row.did, origin=row.origin)


async def add_person(db: Database, person: people.PersonRow, account: people.AccountRow | None, *, by: str) -> None:
    """Make a person known to a body, with a way to sign in. Raises Taken for an id or a login that is there."""
    async with one_transaction(db):
        await people.add_person(db, person)
        if account is not None:
            await people.add_account(db, account)
        await record(db, person.body, "PersonAdded", by=by, at=person.created_at, person=person.id)


async def give_role(
    db: Database, body: str, person: str, role: Role, *, organisation: str = "", by: str, at: datetime
) -> None:
    """Give a person a role, for an organisation where it is an applicant's."""
    async with one_transaction(db):
        await people.grant(db, people.RoleRow(body=body, person=person, role=role, organisation=organisation, since=at))
        await record(db, body, "RoleGiven", by=by, at=at, person=person, role=role, organisation=organisation)


async def end_role(
    db: Database, body: str, person: str, role: Role, *, organisation: str = "", by: str, at: datetime
) -> bool:
    """End a role from now on. Gives whether there was one."""
    async with one_transaction(db):
        ended = await people.end_role(db, body, person, role, organisation, at)
        if ended:
            await record(db, body, "RoleEnded", by=by, at=at, person=person, role=role, organisation=organisation)
    return bool(ended)


async def lock_person(db: Database, body: str, person: str, *, locked: bool, by: str, at: datetime) -> None:
    """Close a person's accounts and end their sessions, or open the accounts again. A closed account's tokens fail."""
    async with one_transaction(db):
        for account in await people.accounts_of(db, person):
            await people.disable_account(db, account.id, disabled=locked)
            if locked:
                await access.end_sessions_of(db, account.id)
        await record(db, body, "PersonLocked" if locked else "PersonUnlocked", by=by, at=at, person=person)


async def record_competence(
    db: Database, body: str, person: str, scheme: str, *, from_day: date, until_day: date | None, by: str, at: datetime
) -> None:
    """Record that a person may assess and decide under a scheme in these days (ISO/IEC 17065, 6.1)."""
    row = people.CompetenceRow(
        body=body, person=person, scheme=scheme, from_day=from_day, until_day=until_day, recorded_at=at, by=by
    )
    async with one_transaction(db):
        await people.put_competence(db, row)
        await record(
            db,
            body,
            "CompetenceRecorded",
            by=by,
            at=at,
            person=person,
            scheme=scheme,
            from_day=from_day,
            until_day=until_day,
        )


async def publish_scheme(db: Database, body: str, source: bytes, *, by: str, at: datetime) -> Scheme:
    """Publish a version of a scheme, for good. Raises SchemeFaults, and Taken for a version that is there."""
    bases = await bases_of(db, source)
    scheme = await asyncio.to_thread(load, source, "scheme.yaml", bases)  # a large file takes a second
    row = published.SchemeRow(
        body=body,
        scheme=scheme.id,
        version=scheme.version.id,
        digest=scheme.digest,
        source=source,
        published_at=at,
        by=by,
    )
    async with one_transaction(db):
        await published.publish_scheme(db, row)
        await record(
            db, body, "SchemePublished", by=by, at=at, scheme=scheme.id, version=scheme.version.id, digest=scheme.digest
        )
    return scheme


async def publish_terms(db: Database, body: str, *, sv: str, en: str, by: str, at: datetime) -> str:
    """Publish a version of the terms of certification and mark use; gives its digest."""
    digest = "sha256:" + hashlib.sha256(published.terms_bytes(sv, en)).hexdigest()
    async with one_transaction(db):
        await published.publish_terms(db, published.TermsRow(body=body, digest=digest, sv=sv, en=en, published_at=at))
        await record(db, body, "TermsPublished", by=by, at=at, digest=digest)
    return digest


async def add_organisation(db: Database, row: organisations.OrganisationRow, *, by: str) -> None:
    """Make an organisation known to a body.

    Raises Taken for an organisation number that is there, VerifyError for what no certificate can hold.
    """
    _must_be_signable(name=row.name, address=row.address)
    async with one_transaction(db):
        await organisations.add_organisation(db, row)
        await record(db, row.body, "OrganisationAdded", by=by, at=row.created_at, organisation=row.id)


async def rename_organisation(
    db: Database, row: organisations.OrganisationRow, *, name: str, address: str, by: str, at: datetime
) -> None:
    """From now on the organisation is called this and is there. Issued certificates keep the name they have.

    Raises VerifyError for a name or an address that no certificate can hold.
    """
    _must_be_signable(name=name, address=address)
    async with one_transaction(db):
        await organisations.rename_organisation(db, row.body, row.id, name=name, address=address, since=at)
        await record(db, row.body, "OrganisationRenamed", by=by, at=at, organisation=row.id)


async def note_membership(db: Database, row: organisations.MembershipRow, *, by: str, at: datetime) -> None:
    """An organisation is a member in these days, or no longer: a fact by which schemes take members only."""
    async with one_transaction(db):
        await organisations.put_membership(db, row)
        await record(
            db,
            row.body,
            "MembershipNoted",
            by=by,
            at=at,
            organisation=row.organisation,
            since=row.since,
            until=row.until,
        )
