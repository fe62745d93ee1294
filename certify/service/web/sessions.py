"""Sessions: who a browser is signed in as. The browser holds 32 random bytes, the database their SHA-256.

An id that the client brings is looked up and never adopted: signing in always makes a fresh one, so that nobody can be
signed in under an id that somebody else chose (ASVS 5.0, 7.2.4). Half an hour without a request ends a session, and
twelve hours end it in any case.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from litestar.datastructures import Cookie

from certify.service.store import access
from certify.service.store.access import SessionRow

if TYPE_CHECKING:
    from certify.service.store.database import Database

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
TOUCH = timedelta(minutes=1)
RANDOM_BYTES = 32
ID_LENGTH = 43  # of 32 bytes in base64url without padding


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """What a session keeps: when it began, when it was last used, and the token that forms send along."""

    account: str
    began: datetime
    used: datetime
    form_token: str


def cookie_name(*, https: bool) -> str:
    """`__Host-` binds the cookie to this very host, to https and to all of its paths (RFC 6265bis, 4.1.3.2)."""
    return "__Host-certify" if https else "certify"


def cookie(value: str, *, https: bool) -> Cookie:
    """The cookie that carries a session id; an empty value removes it."""
    return Cookie(
        key=cookie_name(https=https),
        value=value,
        path="/",
        secure=https,
        httponly=True,
        samesite="lax",
        max_age=None if value else 0,
    )


def random_text(chance: Callable[[int], bytes]) -> str:
    """32 random bytes as text."""
    return base64.urlsafe_b64encode(chance(RANDOM_BYTES)).rstrip(b"=").decode()


async def begin(db: Database, account: str, at: datetime, chance: Callable[[int], bytes]) -> str:
    """Start a session; gives the id for the cookie, which is kept nowhere."""
    id_ = random_text(chance)
    session = Session(account=account, began=at, used=at, form_token=random_text(chance))
    await _keep(db, access.digest_of(id_), session)
    return id_


async def find(db: Database, id_: str, now: datetime) -> tuple[str, Session] | None:
    """The session of an id, with its key, and note that it is in use. None for an id that we did not give out."""
    if len(id_) != ID_LENGTH or not id_.isascii():
        return None
    key = access.digest_of(id_)
    row = await access.session(db, key, now)
    if row is None:
        return None
    session = msgspec.json.decode(row.value, type=Session)
    if now - session.used >= TOUCH:
        session = msgspec.structs.replace(session, used=now)
        await _keep(db, key, session)
    return key, session


async def _keep(db: Database, key: str, session: Session) -> None:
    expires = min(session.used + IDLE, session.began + LONGEST)
    row = SessionRow(key=key, account=session.account, value=msgspec.json.encode(session), expires_at=expires)
    await access.put_session(db, row)


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell how far they agree."""
    return hmac.compare_digest(one.encode(), other.encode())
