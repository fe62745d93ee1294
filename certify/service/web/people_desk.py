"""People of a body and what they may do: the same for the API and for the pages.

Nobody changes what they may do themselves. Roles and locks are an administrator's, competence is a coordinator's
(ISO/IEC 17065, 6.1), so that it takes two to make somebody an assessor.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import msgspec

from certify.core.acts import Identifier, Role
from certify.core.evidence import Line
from certify.service import authority
from certify.service.store import organisations, people
from certify.service.web.problems import Trouble, not_found

if TYPE_CHECKING:
    from certify.service.web.access import Principal
    from certify.service.web.wired import Wired

Name = Annotated[Line, msgspec.Meta(min_length=1)]
# One address and nothing that a mail's header could take for two (a subset of RFC 5321, 4.1.2).
Mailbox = Annotated[str, msgspec.Meta(max_length=254, pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+\Z")]


class RoleHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A role, since when and until when; `organisation` is given for applicants."""

    role: Role
    organisation: str
    since: datetime
    until: datetime | None


class Competence(msgspec.Struct, frozen=True, kw_only=True):
    """May assess and decide under a scheme in these days, both included."""

    scheme: str
    from_day: date
    until_day: date | None


class PersonShown(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the body; without a name once it was erased. `locked` where none of their accounts is open."""

    id: str
    name: str | None
    roles: tuple[RoleHeld, ...]
    competences: tuple[Competence, ...]
    locked: bool = False


class NewPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who becomes known to the body, and how they sign in. A password is set with `certify user`."""

    name: Name
    login: Name
    email: Mailbox | None = None


class RoleChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Give a role, or end it. An applicant's role is for one organisation."""

    role: Role
    organisation: Identifier | None = None
    ends: bool = False


class NewCompetence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A scheme by its id, and the days."""

    scheme: Identifier
    from_day: date
    until_day: date | None = None


class Lock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keep a person out, or let them in again."""

    locked: bool


async def people_of(here: Wired, body: str) -> tuple[PersonShown, ...]:
    """Everybody whom a body knows, with their roles and competences."""
    db = here.database
    rows = await people.persons(db, body)
    roles, competences = await people.all_roles(db, body), await people.all_competences(db, body)
    accounts = await people.all_accounts(db, body)
    return tuple(
        _person(
            row,
            [role for role in roles if role.person == row.id],
            [one for one in competences if one.person == row.id],
            [account for account in accounts if account.person == row.id],
        )
        for row in rows
    )


async def shown(here: Wired, principal: Principal, id_: str) -> PersonShown:
    """One person of the body. Raises the problem `not-found`."""
    row = await known(here, principal, id_)
    roles = [role for role in await people.all_roles(here.database, principal.body) if role.person == id_]
    accounts = await people.accounts_of(here.database, id_)
    return _person(row, roles, await people.competences(here.database, row.body, id_), accounts)


def _person(
    row: people.PersonRow,
    roles: list[people.RoleRow],
    competences: list[people.CompetenceRow],
    accounts: list[people.AccountRow],
) -> PersonShown:
    held = tuple(
        RoleHeld(role=r.role, organisation=r.organisation, since=r.since, until=r.until)  # type: ignore[arg-type]  # the table holds nothing but roles
        for r in roles
    )
    return PersonShown(
        id=row.id,
        name=row.name,
        roles=held,
        competences=tuple(Competence(scheme=c.scheme, from_day=c.from_day, until_day=c.until_day) for c in competences),
        locked=bool(accounts) and all(account.disabled for account in accounts),
    )


async def known(here: Wired, principal: Principal, id_: str) -> people.PersonRow:
    """The person of that id, of the caller's body. Raises the problem `not-found`."""
    row = await people.person(here.database, id_)
    if row is None or row.body != principal.body:
        raise not_found()
    return row


async def add(here: Wired, principal: Principal, wanted: NewPerson, id_: str) -> PersonShown:
    """Make a person known to the body, with a way to sign in. Raises Taken for a login that is there."""
    now = here.clock()
    row = people.PersonRow(id=id_, body=principal.body, name=wanted.name, created_at=now)
    account = people.AccountRow(
        id=id_, person=id_, login=people.login_key(wanted.login), email=wanted.email, created_at=now
    )
    await authority.add_person(here.database, row, account, by=principal.person)
    return await shown(here, principal, id_)


async def check_role(here: Wired, principal: Principal, person: str, wanted: RoleChange) -> None:
    """Raises the problems `not-found`, `not-as-described`, `not-allowed` and `unknown-reference`."""
    await known(here, principal, person)
    if (wanted.role == "applicant") != bool(wanted.organisation):
        raise Trouble("not-as-described", "an applicant's role is for one organisation, and no other role is")
    if person == principal.person:
        raise Trouble("not-allowed", "nobody changes their own roles")
    organisation = wanted.organisation
    if organisation and await organisations.organisation(here.database, principal.body, organisation) is None:
        raise Trouble("unknown-reference", "there is no such organisation")


async def change_role(here: Wired, principal: Principal, person: str, wanted: RoleChange) -> PersonShown:
    """Give a person a role, or end it, from now on. Raises what `check_role` does, and Taken."""
    await check_role(here, principal, person, wanted)
    change = authority.end_role if wanted.ends else authority.give_role
    await change(
        here.database,
        principal.body,
        person,
        wanted.role,
        organisation=wanted.organisation or "",
        by=principal.person,
        at=here.clock(),
    )
    return await shown(here, principal, person)


async def check_competence(here: Wired, principal: Principal, person: str, wanted: NewCompetence) -> None:
    """Raises the problems `not-found`, `not-as-described` and `not-allowed`."""
    await known(here, principal, person)
    if wanted.until_day is not None and wanted.until_day < wanted.from_day:
        raise Trouble("not-as-described", "the last day comes before the first")
    if person == principal.person:
        raise Trouble("not-allowed", "nobody records their own competence")


async def record_competence(here: Wired, principal: Principal, person: str, wanted: NewCompetence) -> PersonShown:
    """Record that a person may assess and decide under a scheme. Raises what `check_competence` does."""
    await check_competence(here, principal, person, wanted)
    await authority.record_competence(
        here.database,
        principal.body,
        person,
        wanted.scheme,
        from_day=wanted.from_day,
        until_day=wanted.until_day,
        by=principal.person,
        at=here.clock(),
    )
    return await shown(here, principal, person)


async def check_lock(here: Wired, principal: Principal, person: str) -> None:
    """Raises the problems `not-found` and `not-allowed`: whoever locks stays, so that somebody can always unlock."""
    await known(here, principal, person)
    if person == principal.person:
        raise Trouble("not-allowed", "nobody locks themselves out")


async def lock(here: Wired, principal: Principal, person: str, wanted: Lock) -> PersonShown:
    """Close a person's accounts, sessions and tokens at once, or open the accounts again.

    What they have in cases stays theirs until they are relieved of it. Raises what `check_lock` does.
    """
    await check_lock(here, principal, person)
    await authority.lock_person(
        here.database, principal.body, person, locked=wanted.locked, by=principal.person, at=here.clock()
    )
    return await shown(here, principal, person)
