"""`body ...` and `user ...`: certification bodies, their people, roles, competence and tokens."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from getpass import getpass
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from cyclopts import App

from certify.core.acts import Role
from certify.service import authority
from certify.service.commands.desk import FINDING, GOOD, say, wrong_use
from certify.service.commands.moving import add_moving
from certify.service.store import access, bodies, people
from certify.service.store.errors import Dangling, Taken
from verify.errors import VerifyError

if TYPE_CHECKING:
    from certify.service.commands.desk import Desk

TOKEN_DAYS = 90
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")  # as acts name a person
_NOBODY = frozenset({"clock", "worker", "operator", "setup"})  # who acts in events and logs without being a person
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200  # characters


def add_people(app: App, desk: Desk) -> None:
    """Add the commands for bodies and people."""
    body = App(name="body", help="Certification bodies.")
    user = App(name="user", help="People: their accounts, roles, competence and tokens.")
    app.command(body)
    app.command(user)
    _add_bodies(body, desk)
    _add_persons(user, desk)
    _add_ways_in(user, desk)
    _add_rights(user, desk)


def _add_bodies(body: App, desk: Desk) -> None:

    @body.command(name="new")
    async def new_body(slug: str, *, name: str, address: str, origin: str | None = None) -> int:
        """Found a certification body."""
        async with desk.installation() as found:
            where = origin or found.settings.origin
            row = bodies.BodyRow(
                slug=slug,
                legal_name=name,
                address=address,
                origin=where,
                did=authority.did_of(where, slug),
                created_at=desk.clock(),
            )
            try:
                await authority.found_body(found.database, row, by="operator")
            except Taken:
                wrong_use(f"there is a body {slug} already")
            except VerifyError as error:
                wrong_use(f"no certificate could name this body: {error}")
        say(None, f"{slug} is founded: {row.did}")
        return GOOD

    add_moving(body, desk)


def _add_persons(user: App, desk: Desk) -> None:
    @user.command(name="list")
    async def list_(body: str, *, json: bool = False) -> int:
        """List the people of BODY with their roles."""
        async with desk.installation() as found:
            persons = await people.persons(found.database, body)
            roles = await people.all_roles(found.database, body)
        lines = []
        for person in persons:
            own = sorted({role.role for role in roles if role.person == person.id and role.until is None})
            lines.append(f"{person.id}  {person.name or '(erased)'}  {', '.join(own)}")
        say({"people": persons, "roles": roles}, *lines, as_json=json)
        return GOOD

    @user.command
    async def add(body: str, id: str, *, name: str, login: str) -> int:
        """Make a person known to BODY, with a way to sign in."""
        if not _ID.fullmatch(id) or id in _NOBODY:
            wrong_use(f"no person is called {id!r}: letters, digits, `.`, `_`, `:` and `-`, and no word of ours")
        async with desk.installation() as found:
            now = desk.clock()
            person = people.PersonRow(id=id, body=body, name=name, created_at=now)
            account = people.AccountRow(
                id=desk.chance(16).hex(), person=id, login=people.login_key(login), created_at=now
            )
            try:
                await authority.add_person(found.database, person, account, by="operator")
            except (Taken, Dangling) as error:
                wrong_use(str(error))
        say(None, f"{id} is known to {body}")
        return GOOD


def _add_ways_in(user: App, desk: Desk) -> None:
    @user.command
    async def token(login: str, *, body: str, name: str, days: int = TOKEN_DAYS) -> int:
        """Make an API token for an account. It is shown once and never kept."""
        secret = "certify_" + desk.chance(32).hex()
        async with desk.installation() as found:
            account = await people.account_by_login(found.database, login)
            if account is None or account.disabled:
                wrong_use(f"there is no open account {login}")
            now = desk.clock()
            row = access.TokenRow(
                id=desk.chance(8).hex(),
                body=body,
                account=account.id,
                name=name,
                digest=access.digest_of(secret),
                created_at=now,
                expires_at=now + timedelta(days=days),
            )
            async with found.database.transaction():
                await access.add_token(found.database, row)
                # Somebody at the machine now has what proves to be another: that has to be seen.
                await authority.record(
                    found.database, body, "TokenMade", by="operator", at=now, person=account.person, token=row.id
                )
        say(None, secret)
        return GOOD

    @user.command
    async def password(login: str) -> int:
        """Set the password of an account. It is asked for, or read as one line where nobody is looking."""
        secret = getpass("New password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
        if not SHORTEST_PASSWORD <= len(secret) <= LONGEST_PASSWORD:
            wrong_use(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
        async with desk.installation() as found:
            account = await people.account_by_login(found.database, login)
            if account is None:
                wrong_use(f"there is no account {login}")
            hashed = PasswordHasher().hash(secret)
            async with found.database.transaction():
                await people.set_password(found.database, account.id, hashed)
                await access.end_sessions_of(found.database, account.id)
                person = await people.person(found.database, account.person)
                if person is not None:
                    await authority.record(
                        found.database, person.body, "PasswordSet", by="operator", at=desk.clock(), person=person.id
                    )
        say(None, "the password is set, and every session of the account has ended")
        return GOOD


def _add_rights(user: App, desk: Desk) -> None:
    @user.command
    async def lock(body: str, person: str, *, end: bool = False) -> int:
        """Keep PERSON out at once: accounts, sessions and tokens; with --end let them in again."""
        async with desk.installation() as found:
            row = await people.person(found.database, person)
            if row is None or row.body != body:
                wrong_use(f"{body} has no person {person}")
            await authority.lock_person(found.database, body, person, locked=not end, by="operator", at=desk.clock())
        say(None, f"{person} can sign in again" if end else f"{person} is locked out")
        return GOOD

    @user.command
    async def role(body: str, person: str, role: Role, *, organisation: str = "", end: bool = False) -> int:
        """Give PERSON a ROLE at BODY (an applicant's for an ORGANISATION), or end it."""
        if (role == "applicant") != bool(organisation):
            wrong_use("an applicant acts for an organisation, and nobody else does")
        async with desk.installation() as found:
            now, db = desk.clock(), found.database
            if end:
                ended = await authority.end_role(
                    db, body, person, role, organisation=organisation, by="operator", at=now
                )
                say(None, "ended" if ended else "there was no such role")
                return GOOD if ended else FINDING
            try:
                await authority.give_role(db, body, person, role, organisation=organisation, by="operator", at=now)
            except Dangling:
                wrong_use(f"{body} has no person {person}")
        say(None, f"{person} is {role} at {body}")
        return GOOD

    @user.command
    async def competence(body: str, person: str, scheme: str, *, from_day: date, until_day: date | None = None) -> int:
        """Record that PERSON may assess and decide under SCHEME in these days."""
        async with desk.installation() as found:
            try:
                await authority.record_competence(
                    found.database,
                    body,
                    person,
                    scheme,
                    from_day=from_day,
                    until_day=until_day,
                    by="operator",
                    at=desk.clock(),
                )
            except Dangling:
                wrong_use(f"{body} has no person {person}")
        say(None, f"{person} is recorded as competent for {scheme}")
        return GOOD
