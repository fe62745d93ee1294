"""Signing in: with login and password, or in demo mode by name alone. Either way a fresh session begins.

A login that there is not takes as long, and is answered in the same words, as a password that is wrong.
"""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TYPE_CHECKING

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from certify.service.store import access, bodies, people
from certify.service.web import sessions
from certify.service.web.access import Principal, principal_of
from certify.service.web.problems import Trouble

if TYPE_CHECKING:
    from certify.service.store.people import AccountRow
    from certify.service.web.wired import Wired

LONGEST_PASSWORD = 200
_HASHER = PasswordHasher()  # Argon2id with the library's own cost: 64 MiB, some 100 ms (RFC 9106)
_AT_ONCE = asyncio.Semaphore(2)  # so that many who sign in at once do not take all memory


class DemoPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom one may sign in as where the installation is a demonstration."""

    login: str
    name: str
    roles: tuple[str, ...]


async def sign_in(here: Wired, login: str, password: str) -> tuple[str, Principal]:
    """Begin a session; gives the id for its cookie, and who it is. Raises the problem `sign-in-failed`."""
    account = await people.account_by_login(here.database, login) if login.strip() else None
    if not await _right(account, password) or account is None:
        raise Trouble("sign-in-failed")
    return await _begin(here, account)


async def sign_in_demo(here: Wired, login: str) -> tuple[str, Principal]:
    """Begin a session by name alone. Raises `not-found` unless the installation is a demonstration."""
    if not here.settings.demo:
        raise Trouble("not-found")
    account = await people.account_by_login(here.database, login)
    if account is None:
        raise Trouble("sign-in-failed")
    return await _begin(here, account)


async def sign_out(here: Wired, principal: Principal) -> None:
    """End the session that the call came with."""
    if principal.session:
        await access.end_session(here.database, principal.session)


async def demo_people(here: Wired) -> tuple[DemoPerson, ...]:
    """Whom one may sign in as; nobody unless the installation is a demonstration."""
    if not here.settings.demo:
        return ()
    found: list[DemoPerson] = []
    for body in await bodies.bodies(here.database):
        for person in await people.persons(here.database, body.slug):
            roles = await people.roles_of(here.database, person.id, here.clock())
            for account in await people.accounts_of(here.database, person.id):
                if person.name is not None and not account.disabled:
                    words = tuple(dict.fromkeys(role.role for role in roles))
                    found.append(DemoPerson(login=account.login, name=person.name, roles=words))
    return tuple(found)


async def _begin(here: Wired, account: AccountRow) -> tuple[str, Principal]:
    now = here.clock()
    principal = await principal_of(here.database, account.id, now)
    if principal is None:
        raise Trouble("sign-in-failed")
    id_ = await sessions.begin(here.database, account.id, now, here.chance)
    found = await sessions.find(here.database, id_, now)
    if found is None:
        raise Trouble("sign-in-failed")
    key, session = found
    return id_, msgspec.structs.replace(principal, session=key, form_token=session.form_token)


async def _right(account: AccountRow | None, password: str) -> bool:
    kept = account.password_hash if account is not None else None
    if len(password) > LONGEST_PASSWORD:
        return False
    async with _AT_ONCE:
        return await asyncio.to_thread(_verify, kept, password) and kept is not None


def _verify(kept: str | None, password: str) -> bool:
    try:
        return _HASHER.verify(kept or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False


def hash_password(password: str) -> str:
    """The hash of a password that is set. Raises ValueError for one that is too short or too long (NIST SP 800-63B)."""
    if not 12 <= len(password) <= LONGEST_PASSWORD:
        msg = f"a password has 12 to {LONGEST_PASSWORD} characters"
        raise ValueError(msg)
    return _HASHER.hash(password)


@cache
def _nobody() -> str:
    """A hash that is verified against where there is no account, so that the answer takes as long."""
    return _HASHER.hash("nobody has this password")
