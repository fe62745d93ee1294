"""Persons, their accounts, what they may do, and what they are competent for."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from piccolo.querystring import QueryString

from certify.service.store import tables as t
from certify.service.store.rows import Row, micros

if TYPE_CHECKING:
    from certify.service.store.database import Database


class PersonRow(Row, frozen=True, kw_only=True):
    """A human being. `name` is None once it was erased; the id stays in the events."""

    id: str
    body: str
    name: str | None
    created_at: datetime
    erased_at: datetime | None = None


class AccountRow(Row, frozen=True, kw_only=True):
    """A way to sign in. `login` is kept as `login_key` gives it; `password_hash` is Argon2's own text."""

    id: str
    person: str
    login: str
    email: str | None = None
    password_hash: str | None = None
    disabled: bool = False
    created_at: datetime


class RoleRow(Row, frozen=True, kw_only=True):
    """What a person may do at a body, since when and until when; `organisation` is empty unless it is for one."""

    body: str
    person: str
    role: str
    organisation: str = ""
    since: datetime
    until: datetime | None = None


class CompetenceRow(Row, frozen=True, kw_only=True):
    """A person may assess or decide under a scheme (by its id) from one day to another, both included."""

    body: str
    person: str
    scheme: str
    from_day: date
    until_day: date | None = None
    recorded_at: datetime
    by: str


def login_key(login: str) -> str:
    """A login as it is compared: without case and surrounding space."""
    return login.strip().casefold()


async def add_person(db: Database, row: PersonRow) -> None:
    """Add a person. Raises Taken for an id that is there."""
    await db.insert(t.Person, row)


async def person(db: Database, id: str) -> PersonRow | None:
    """A person by id."""
    return await db.row(PersonRow, t.Person.select().where(t.Person.id == id))


async def persons(db: Database, body: str) -> list[PersonRow]:
    """All persons of a body by id."""
    return await db.rows(PersonRow, t.Person.select().where(t.Person.body == body).order_by(t.Person.id))


async def names(db: Database, ids: tuple[str, ...]) -> dict[str, str | None]:
    """The names of those of these persons that there are, by id; None for an erased one."""
    if not ids:
        return {}
    found = await db.rows(PersonRow, t.Person.select().where(t.Person.id.is_in(list(ids))))
    return {row.id: row.name for row in found}


async def erase_person(db: Database, id: str, at: datetime) -> bool:
    """Remove a person's name and accounts' logins, end their sessions and tokens. Gives whether there was a name.

    Part of a transaction: it takes several statements.
    """
    found = await db.sql(
        "UPDATE person SET name = NULL, erased_at = {} WHERE id = {} AND erased_at IS NULL RETURNING 1 AS one",
        micros(at),
        id,
    )
    await db.sql("DELETE FROM session WHERE account IN (SELECT id FROM account WHERE person = {})", id)
    await db.sql(
        "UPDATE api_token SET revoked_at = {} "
        "WHERE revoked_at IS NULL AND account IN (SELECT id FROM account WHERE person = {})",
        micros(at),
        id,
    )
    await db.sql(
        "UPDATE account SET login = 'erased:' || id, email = NULL, password_hash = NULL, disabled = {} "
        "WHERE person = {}",
        True,
        id,
    )
    return bool(found)


async def add_account(db: Database, row: AccountRow) -> None:
    """Add an account. Raises Taken for a login that is there, Dangling for a person that is not."""
    await db.insert(t.Account, row)


async def account(db: Database, id: str) -> AccountRow | None:
    """An account by id."""
    return await db.row(AccountRow, t.Account.select().where(t.Account.id == id))


async def account_by_login(db: Database, login: str) -> AccountRow | None:
    """An account by what its owner types."""
    return await db.row(AccountRow, t.Account.select().where(t.Account.login == login_key(login)))


async def accounts_of(db: Database, person: str) -> list[AccountRow]:
    """A person's accounts by id."""
    return await db.rows(AccountRow, t.Account.select().where(t.Account.person == person).order_by(t.Account.id))


async def all_accounts(db: Database, body: str) -> list[AccountRow]:
    """The accounts of everybody whom a body knows, by person."""
    text = "SELECT a.* FROM account a JOIN person p ON p.id = a.person WHERE p.body = {} ORDER BY a.person, a.id"
    return await db.rows(AccountRow, QueryString(text, body))


async def set_password(db: Database, account: str, password_hash: str) -> None:
    """Set the hash of an account's password."""
    await db.sql("UPDATE account SET password_hash = {} WHERE id = {}", password_hash, account)


async def disable_account(db: Database, account: str, *, disabled: bool) -> None:
    """Close or open an account."""
    await db.sql("UPDATE account SET disabled = {} WHERE id = {}", disabled, account)


async def grant(db: Database, row: RoleRow) -> None:
    """Give a role. Raises Taken when the person has it since that very moment."""
    await db.insert(t.Role, row)


async def end_role(db: Database, body: str, person: str, role: str, organisation: str, until: datetime) -> int:
    """End a role from that moment on; gives how many grants that ended."""
    found = await db.sql(
        "UPDATE role SET until = {} WHERE body = {} AND person = {} AND role = {} AND organisation = {} "
        "AND (until IS NULL OR until > {}) RETURNING 1 AS one",
        micros(until),
        body,
        person,
        role,
        organisation,
        micros(until),
    )
    return len(found)


_IN_FORCE = "since <= {} AND (until IS NULL OR until > {})"


async def roles_of(db: Database, person: str, at: datetime) -> list[RoleRow]:
    """What a person may do at that moment, at all bodies."""
    stamp = micros(at)
    text = f"SELECT * FROM role WHERE person = {{}} AND {_IN_FORCE} ORDER BY body, role, organisation"  # noqa: S608
    return await db.rows(RoleRow, QueryString(text, person, stamp, stamp))


async def who_may(db: Database, body: str, role: str, at: datetime, *, organisation: str = "") -> list[str]:
    """The persons who have this role (for this organisation) at that moment."""
    stamp = micros(at)
    text = (
        f"SELECT * FROM role WHERE body = {{}} AND role = {{}} AND organisation = {{}} AND {_IN_FORCE} "  # noqa: S608
        "ORDER BY person"
    )
    found = await db.rows(RoleRow, QueryString(text, body, role, organisation, stamp, stamp))
    return list(dict.fromkeys(row.person for row in found))


async def all_roles(db: Database, body: str) -> list[RoleRow]:
    """All roles that were ever given at a body, by person and time."""
    query = t.Role.select().where(t.Role.body == body)
    return await db.rows(RoleRow, query.order_by(t.Role.person).order_by(t.Role.since))


async def put_competence(db: Database, row: CompetenceRow) -> None:
    """Record a competence, or its end."""
    await db.put(t.Competence, row, key=("body", "person", "scheme", "from_day"))


async def competences(db: Database, body: str, person: str) -> list[CompetenceRow]:
    """What a person was ever recorded as competent for, by scheme and first day."""
    query = t.Competence.select().where(t.Competence.body == body, t.Competence.person == person)
    return await db.rows(CompetenceRow, query.order_by(t.Competence.scheme).order_by(t.Competence.from_day))


async def all_competences(db: Database, body: str) -> list[CompetenceRow]:
    """What everybody was ever recorded as competent for, by person, scheme and first day."""
    query = t.Competence.select().where(t.Competence.body == body).order_by(t.Competence.person)
    return await db.rows(CompetenceRow, query.order_by(t.Competence.scheme).order_by(t.Competence.from_day))


async def competences_held(db: Database, body: str, person: str, scheme: str, on: date) -> frozenset[str]:
    """The roles of a scheme's own and the particular competences that a person holds on that day.

    They are recorded as a competence under `SCHEME:NAME`.
    """
    start = f"{scheme}:"
    rows = await competences(db, body, person)
    return frozenset(
        r.scheme.removeprefix(start)
        for r in rows
        if r.scheme.startswith(start) and r.from_day <= on and (r.until_day is None or on <= r.until_day)
    )


async def is_competent(db: Database, body: str, person: str, scheme: str, on: date) -> bool:
    """Whether a person is recorded as competent for a scheme on that day."""
    rows = await competences(db, body, person)
    return any(r.scheme == scheme and r.from_day <= on and (r.until_day is None or on <= r.until_day) for r in rows)


async def competent_in(db: Database, body: str, scheme: str, on: date) -> list[str]:
    """The persons who are recorded on that day for a scheme, for a role of its own or for a particular competence."""
    rows = await all_competences(db, body)
    found = (
        row.person
        for row in rows
        if row.scheme.partition(":")[0] == scheme
        and row.from_day <= on
        and (row.until_day is None or on <= row.until_day)
    )
    return list(dict.fromkeys(found))
