"""Sessions, tokens for programs, and the answers that a repeated call gets again.

What is secret in a session id or a token never reaches the database: only its SHA-256 does.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from certify.service.store import tables as t
from certify.service.store.rows import Row, micros

if TYPE_CHECKING:
    from certify.service.store.database import Database


class SessionRow(Row, frozen=True, kw_only=True):
    """A session. `key` is the SHA-256 of what the browser holds, `value` is the web's own."""

    key: str
    account: str | None
    value: bytes
    expires_at: datetime


class TokenRow(Row, frozen=True, kw_only=True):
    """A token for programs: acts for the person of its account, at one body."""

    id: str
    body: str
    account: str
    name: str
    digest: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


class Answer(Row, frozen=True, kw_only=True):
    """What a call with an Idempotency-Key was answered. `status` is None while the first one is still under way."""

    principal: str
    route: str
    key: str
    request_digest: str
    status: int | None = None
    media_type: str | None = None
    answer: bytes | None = None
    created_at: datetime


def digest_of(secret: str) -> str:
    """The SHA-256 of a session id or token, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def put_session(db: Database, row: SessionRow) -> None:
    """Keep a session in place of the one with the same key."""
    await db.put(t.Session, row, key=("key",))


async def session(db: Database, key: str, now: datetime) -> SessionRow | None:
    """A session that has not run out."""
    return await db.row(SessionRow, t.Session.select().where(t.Session.key == key, t.Session.expires_at > micros(now)))


async def end_session(db: Database, key: str) -> None:
    """End a session."""
    await db.sql("DELETE FROM session WHERE key = {}", key)


async def end_sessions_of(db: Database, account: str) -> int:
    """End all sessions of an account; gives how many."""
    return len(await db.sql("DELETE FROM session WHERE account = {} RETURNING 1 AS one", account))


async def sweep_sessions(db: Database, now: datetime) -> int:
    """Remove sessions that have run out; gives how many."""
    return len(await db.sql("DELETE FROM session WHERE expires_at <= {} RETURNING 1 AS one", micros(now)))


async def add_token(db: Database, row: TokenRow) -> None:
    """Add a token."""
    await db.insert(t.ApiToken, row)


async def token(db: Database, digest: str, now: datetime) -> TokenRow | None:
    """A token by the SHA-256 of its secret, if it still counts. Whether its account is open is the caller's to ask."""
    query = t.ApiToken.select().where(
        t.ApiToken.digest == digest, t.ApiToken.expires_at > micros(now), t.ApiToken.revoked_at.is_null()
    )
    return await db.row(TokenRow, query)


async def tokens_of(db: Database, account: str) -> list[TokenRow]:
    """All tokens of an account, newest first."""
    query = t.ApiToken.select().where(t.ApiToken.account == account)
    return await db.rows(TokenRow, query.order_by(t.ApiToken.created_at, ascending=False))


async def token_used(db: Database, id: str, at: datetime) -> None:
    """Note when a token was used last, once a minute at most."""
    minute = 60_000_000
    await db.sql(
        "UPDATE api_token SET last_used_at = {} WHERE id = {} AND (last_used_at IS NULL OR last_used_at < {})",
        micros(at),
        id,
        micros(at) - minute,
    )


async def revoke_token(db: Database, account: str, id: str, at: datetime) -> bool:
    """Revoke one of an account's own tokens. Gives whether it counted until now."""
    found = await db.sql(
        "UPDATE api_token SET revoked_at = {} WHERE account = {} AND id = {} AND revoked_at IS NULL RETURNING 1 AS one",
        micros(at),
        account,
        id,
    )
    return bool(found)


async def first_call(db: Database, call: Answer) -> Answer | None:
    """Note that a call begins; None when it is the first with its key, otherwise what is kept of the first.

    In the transaction of the call's effect: then a call that was killed leaves nothing, and a second one on
    PostgreSQL waits for the first to end.
    """
    if await db.insert(t.Idempotency, call, unless_there=True):
        return None
    return await answer(db, call.principal, call.route, call.key)


async def answer(db: Database, principal: str, route: str, key: str) -> Answer | None:
    """What is kept of a call."""
    query = t.Idempotency.select().where(
        t.Idempotency.principal == principal, t.Idempotency.route == route, t.Idempotency.key == key
    )
    return await db.row(Answer, query)


async def keep_answer(db: Database, call: Answer, *, status: int, media_type: str, answer: bytes) -> None:
    """Keep the answer of a call that `first_call` noted."""
    await db.sql(
        "UPDATE idempotency SET status = {}, media_type = {}, answer = {} "
        "WHERE principal = {} AND route = {} AND key = {}",
        status,
        media_type,
        answer,
        call.principal,
        call.route,
        call.key,
    )


async def forget_call(db: Database, call: Answer) -> None:
    """Forget a call that ended without an effect, so that its key can be used again."""
    await db.sql(
        "DELETE FROM idempotency WHERE principal = {} AND route = {} AND key = {} AND status IS NULL",
        call.principal,
        call.route,
        call.key,
    )


async def sweep_answers(db: Database, before: datetime) -> int:
    """Remove answers that were kept before that time; gives how many."""
    return len(await db.sql("DELETE FROM idempotency WHERE created_at < {} RETURNING 1 AS one", micros(before)))
