"""What is published and does not belong to one certificate: schemes, terms, keys, status lists, the trust list."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from certify.service.store import tables as t
from certify.service.store.authority import INSTALLATION
from certify.service.store.rows import Row, columns, micros

if TYPE_CHECKING:
    from certify.service.store.database import Database


class SchemeRow(Row, frozen=True, kw_only=True):
    """A published version of a scheme: its very bytes, and their digest (`sha256:...`)."""

    body: str
    scheme: str
    version: str
    digest: str
    source: bytes
    published_at: datetime
    by: str


class TermsRow(Row, frozen=True, kw_only=True):
    """A published version of the terms, in both languages."""

    body: str
    digest: str
    sv: str
    en: str
    published_at: datetime


class KeyRow(Row, frozen=True, kw_only=True):
    """What is public about a signing key. `id` is its verification method, `multibase` its public key.

    `use` is certificate, status or trust; `state` is active, retired or compromised; `body` is `*` for the
    installation's own.
    """

    body: str
    id: str
    use: str
    multibase: str
    from_at: datetime
    until_at: datetime | None = None
    state: str = "active"


class StatusListRow(Row, frozen=True, kw_only=True):
    """The status list that is published now: number `n`, purpose revocation or suspension."""

    body: str
    n: int
    purpose: str
    version: int
    raw: bytes
    digest: str
    valid_from: datetime
    valid_until: datetime


class RecognitionRow(Row, frozen=True, kw_only=True):
    """What a scheme's owner (its DID) has signed about a body for a scheme (its code)."""

    body: str
    scheme: str
    owner: str
    raw: bytes
    digest: str
    valid_until: datetime


class TrustRow(Row, frozen=True, kw_only=True):
    """A trust list that was published."""

    version: int
    raw: bytes
    digest: str
    issued_at: datetime
    expires_at: datetime


async def publish_scheme(db: Database, row: SchemeRow) -> None:
    """Publish a version. Raises Taken when there is one with this name, or with the very same bytes."""
    await db.insert(t.SchemeVersion, row)


async def scheme_by_digest(db: Database, body: str, digest: str) -> SchemeRow | None:
    """A published version by its digest."""
    query = t.SchemeVersion.select().where(t.SchemeVersion.body == body, t.SchemeVersion.digest == digest)
    return await db.row(SchemeRow, query)


async def scheme_of_any_body(db: Database, digest: str) -> SchemeRow | None:
    """A published version by its digest, whoever published it: what others build on."""
    query = t.SchemeVersion.select().where(t.SchemeVersion.digest == digest)
    return await db.row(SchemeRow, query.limit(1))


async def scheme_by_version(db: Database, body: str, scheme: str, version: str) -> SchemeRow | None:
    """A published version by its name."""
    query = t.SchemeVersion.select().where(
        t.SchemeVersion.body == body, t.SchemeVersion.scheme == scheme, t.SchemeVersion.version == version
    )
    return await db.row(SchemeRow, query)


async def scheme_versions(db: Database, body: str, scheme: str | None = None) -> list[SchemeRow]:
    """All published versions (of one scheme), by scheme and then newest first."""
    query = t.SchemeVersion.select().where(t.SchemeVersion.body == body)
    if scheme is not None:
        query = query.where(t.SchemeVersion.scheme == scheme)
    ordered = query.order_by(t.SchemeVersion.scheme).order_by(t.SchemeVersion.published_at, ascending=False)
    return await db.rows(SchemeRow, ordered)


async def publish_terms(db: Database, row: TermsRow) -> None:
    """Publish terms. Raises Taken for the very same ones."""
    await db.insert(t.TermsVersion, row)


async def terms(db: Database, body: str, digest: str) -> TermsRow | None:
    """Terms by their digest."""
    query = t.TermsVersion.select().where(t.TermsVersion.body == body, t.TermsVersion.digest == digest)
    return await db.row(TermsRow, query)


def terms_bytes(sv: str, en: str) -> bytes:
    """The bytes of the terms that their digest is of, and that anybody gets who asks for them."""
    return msgspec.json.encode([sv, en])


async def current_terms(db: Database, body: str) -> TermsRow | None:
    """The terms that were published last."""
    query = t.TermsVersion.select().where(t.TermsVersion.body == body)
    return await db.row(TermsRow, query.order_by(t.TermsVersion.published_at, ascending=False).limit(1))


async def add_key(db: Database, row: KeyRow) -> None:
    """Note a key. Raises Taken for an id that the body has, or a public key that anyone has."""
    await db.insert(t.SigningKey, row)


async def end_key(db: Database, body: str, id: str, *, state: str, until: datetime) -> bool:
    """Retire a key, or note that it is compromised, for good. Gives whether that changed anything."""
    found = await db.sql(
        "UPDATE signing_key SET state = {}, until_at = CASE WHEN until_at < {} THEN until_at ELSE {} END "
        "WHERE body = {} AND id = {} AND state <> {} AND state <> 'compromised' RETURNING 1 AS one",
        state,
        micros(until),
        micros(until),
        body,
        id,
        state,
    )
    return bool(found)


async def key(db: Database, body: str, id: str) -> KeyRow | None:
    """A key by its id."""
    return await db.row(KeyRow, t.SigningKey.select().where(t.SigningKey.body == body, t.SigningKey.id == id))


async def keys(db: Database, body: str | None = None) -> list[KeyRow]:
    """The keys of a body, or of all, by body and time; also those that no longer sign."""
    query = t.SigningKey.select()
    if body is not None:
        query = query.where(t.SigningKey.body == body)
    return await db.rows(KeyRow, query.order_by(t.SigningKey.body).order_by(t.SigningKey.from_at))


async def active_key(db: Database, body: str, use: str, at: datetime) -> KeyRow | None:
    """The key that signs at that moment: of those that are active and have begun, the newest."""
    found = await active_keys(db, body, use, at)
    return found[0] if found else None


async def active_keys(db: Database, body: str, use: str, at: datetime) -> list[KeyRow]:
    """The keys that may sign at that moment, the newest first."""
    query = t.SigningKey.select().where(
        t.SigningKey.body == body,
        t.SigningKey.use == use,
        t.SigningKey.state == "active",
        t.SigningKey.from_at <= micros(at),
    )
    found = await db.rows(KeyRow, query.order_by(t.SigningKey.from_at, ascending=False))
    return [row for row in found if row.until_at is None or row.until_at > at]


async def limit_key(db: Database, body: str, id: str, until: datetime) -> bool:
    """Let an active key sign until then and no longer. Gives False where it ends earlier already."""
    found = await db.sql(
        "UPDATE signing_key SET until_at = {} WHERE body = {} AND id = {} AND state = 'active' "
        "AND (until_at IS NULL OR until_at > {}) RETURNING 1 AS one",
        micros(until),
        body,
        id,
        micros(until),
    )
    return bool(found)


async def publish_status_list(db: Database, row: StatusListRow) -> bool:
    """Publish a status list in place of the former. Gives False when one of this version or a later one is there."""
    return await _put_newer(db, "status_list", row, ("body", "n", "purpose"))


async def status_list(
    db: Database, body: str, n: int, purpose: str, *, origin: str | None = None
) -> StatusListRow | None:
    """The status list that is published now; with `origin` only if the body publishes there.

    Each check of a certificate asks this, so it is written out: to have Piccolo write it takes longer than to run it.
    """
    text = "SELECT * FROM status_list WHERE body = {} AND n = {} AND purpose = {}"
    if origin is None:
        return await db.glance(StatusListRow, text, body, n, purpose)
    text += " AND EXISTS (SELECT 1 FROM body WHERE slug = status_list.body AND origin = {})"
    return await db.glance(StatusListRow, text, body, n, purpose, origin)


async def status_lists(db: Database, body: str | None = None) -> list[StatusListRow]:
    """All status lists that are published now (of a body)."""
    query = t.StatusList.select()
    if body is not None:
        query = query.where(t.StatusList.body == body)
    return await db.rows(
        StatusListRow, query.order_by(t.StatusList.body).order_by(t.StatusList.n).order_by(t.StatusList.purpose)
    )


async def put_recognition(db: Database, row: RecognitionRow) -> None:
    """Publish a recognition in the place of the former one. Part of a transaction."""
    await db.sql("DELETE FROM recognition WHERE body = {} AND scheme = {}", row.body, row.scheme)
    await db.insert(t.Recognition, row)


async def recognition(db: Database, body: str, scheme: str, *, origin: str | None = None) -> RecognitionRow | None:
    """The recognition of a body for a scheme; with `origin` only if the body publishes there."""
    text = "SELECT * FROM recognition WHERE body = {} AND scheme = {}"
    if origin is None:
        return await db.glance(RecognitionRow, text, body, scheme)
    text += " AND EXISTS (SELECT 1 FROM body WHERE slug = recognition.body AND origin = {})"
    return await db.glance(RecognitionRow, text, body, scheme, origin)


async def recognised(db: Database) -> bool:
    """Whether any body is recognised by anybody."""
    return await db.glance(RecognitionRow, "SELECT * FROM recognition LIMIT 1") is not None


async def recognitions(db: Database, body: str | None = None) -> list[RecognitionRow]:
    """All recognitions (of a body), by body and scheme."""
    query = t.Recognition.select()
    if body is not None:
        query = query.where(t.Recognition.body == body)
    return await db.rows(RecognitionRow, query.order_by(t.Recognition.body).order_by(t.Recognition.scheme))


async def publish_trust_list(db: Database, row: TrustRow) -> bool:
    """Publish a trust list. Gives False when one of this version or a later one is there."""
    newest = await trust_list(db)
    if newest is not None and newest.version >= row.version:
        return False
    return await db.insert(t.TrustList, row, unless_there=True) == 1


async def trust_list(db: Database) -> TrustRow | None:
    """The trust list that counts: the one with the greatest version."""
    # Written out, as `status_list` is.
    return await db.glance(TrustRow, "SELECT * FROM trust_list ORDER BY version DESC LIMIT 1")


async def online_root(db: Database) -> str | None:
    """The public key (Multikey) that the published trust list is to be held to, where the root is online.

    The one of our own keys that signed it; where none of them did, the newest of ours that may sign, which the list
    then fails.
    """
    text = "SELECT * FROM signing_key WHERE body = {} AND use = 'trust' AND state <> 'compromised' ORDER BY from_at"
    ours = await db.glances(KeyRow, text, INSTALLATION)
    newest = await trust_list(db)
    if newest is None or not ours:
        return None
    method = msgspec.json.decode(newest.raw, type=_Signed).proof.verification_method
    return next((row.multibase for row in ours if row.id == method), ours[-1].multibase)


class _Proof(msgspec.Struct, rename="camel"):
    verification_method: str


class _Signed(msgspec.Struct):
    proof: _Proof


async def _put_newer(db: Database, table: str, row: Row, key: tuple[str, ...]) -> bool:
    """Write a row in place of the one with the same key, only if its version is greater."""
    values = columns(row)
    change = ", ".join(f"{name} = excluded.{name}" for name in values if name not in key)
    found = await db.sql(
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(['{}'] * len(values))}) "  # noqa: S608  ours
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {change} WHERE {table}.version < excluded.version "
        "RETURNING 1 AS one",
        *values.values(),
    )
    return bool(found)
