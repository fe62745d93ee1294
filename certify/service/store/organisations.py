"""Organisations that a body knows: their names through time and their memberships."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING

from piccolo.querystring import QueryString

from certify.service.store import tables as t
from certify.service.store.rows import Row

if TYPE_CHECKING:
    from certify.service.store.database import Database


class OrganisationRow(Row, frozen=True, kw_only=True):
    """An organisation as it is called now. `number` is its organisation number."""

    body: str
    id: str
    number: str
    name: str
    address: str
    municipality_code: str | None = None
    created_at: datetime


class _Searchable(OrganisationRow, frozen=True, kw_only=True):
    search_key: str


class NameRow(Row, frozen=True, kw_only=True):
    """What an organisation was called, and where it was, since then; `seq` counts from 1."""

    body: str
    organisation: str
    seq: int
    name: str
    address: str
    since: datetime


class MembershipRow(Row, frozen=True, kw_only=True):
    """Member from `since` to `until`, both days included; without `until` it goes on."""

    body: str
    organisation: str
    since: date
    until: date | None = None


def search_key(*texts: str) -> str:
    """Texts as they are searched: without case, accents and double spaces, on both engines alike.

    >>> search_key("Ålands  Café", "802400-1236")
    'alands cafe 802400-1236'
    """
    plain = unicodedata.normalize("NFKD", " ".join(texts).casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c) and c != "\x00").split())


def like(text: str) -> str:
    r"""A pattern for `LIKE {} ESCAPE '\'` that finds the text anywhere, whatever signs it is made of."""
    key = search_key(text)
    for special in ("\\", "%", "_"):
        key = key.replace(special, "\\" + special)
    return f"%{key}%"


async def add_organisation(db: Database, row: OrganisationRow) -> None:
    """Add an organisation with its first name. Raises Taken for a number that the body knows already."""
    values = {field: getattr(row, field) for field in row.__struct_fields__}
    await db.insert(t.Organisation, _Searchable(**values, search_key=search_key(row.name, row.number)))
    await db.insert(
        t.OrganisationName,
        NameRow(body=row.body, organisation=row.id, seq=1, name=row.name, address=row.address, since=row.created_at),
    )


async def rename_organisation(db: Database, body: str, id: str, *, name: str, address: str, since: datetime) -> None:
    """From now on an organisation is called this and is there; the former name stays in its history."""
    names = await names_of(db, body, id)
    await db.insert(
        t.OrganisationName,
        NameRow(body=body, organisation=id, seq=len(names) + 1, name=name, address=address, since=since),
    )
    await db.sql(
        "UPDATE organisation SET name = {}, address = {}, search_key = {} || number WHERE body = {} AND id = {}",
        name,
        address,
        search_key(name) + " ",
        body,
        id,
    )


async def organisation(db: Database, body: str, id: str) -> OrganisationRow | None:
    """An organisation by its id."""
    query = t.Organisation.select().where(t.Organisation.body == body, t.Organisation.id == id)
    return await db.row(OrganisationRow, query)


async def lock_organisation(db: Database, body: str, id: str) -> None:
    """Hold an organisation until the transaction ends, so that two that open a case for it see each other.

    On SQLite the whole database is held already. After `lock_case` and before `lock_body_chain`, always.
    """
    if db.dialect == "postgres":
        await db.sql("SELECT id FROM organisation WHERE body = {} AND id = {} FOR NO KEY UPDATE", body, id)


async def organisation_by_number(db: Database, body: str, number: str) -> OrganisationRow | None:
    """An organisation by its organisation number."""
    query = t.Organisation.select().where(t.Organisation.body == body, t.Organisation.number == number)
    return await db.row(OrganisationRow, query)


async def organisations(
    db: Database, body: str, *, search: str = "", after: str = "", limit: int = 50
) -> list[OrganisationRow]:
    """Organisations in order of id, with `search` those whose name or number has it; `after` is the last id before."""
    text, args = "SELECT * FROM organisation WHERE body = {} AND id > {}", [body, after]
    if search:
        text += " AND search_key LIKE {} ESCAPE '\\'"
        args.append(like(search))
    return await db.rows(OrganisationRow, QueryString(text + " ORDER BY id LIMIT {}", *args, limit))


async def names_of(db: Database, body: str, id: str) -> list[NameRow]:
    """An organisation's names from first to last."""
    query = t.OrganisationName.select().where(t.OrganisationName.body == body, t.OrganisationName.organisation == id)
    return await db.rows(NameRow, query.order_by(t.OrganisationName.seq))


async def put_membership(db: Database, row: MembershipRow) -> None:
    """Note a membership, or its end."""
    await db.put(t.Membership, row, key=("body", "organisation", "since"))


async def memberships(db: Database, body: str, organisation: str) -> list[MembershipRow]:
    """An organisation's memberships by their first day."""
    query = t.Membership.select().where(t.Membership.body == body, t.Membership.organisation == organisation)
    return await db.rows(MembershipRow, query.order_by(t.Membership.since))


async def is_member(db: Database, body: str, organisation: str, on: date) -> bool:
    """Whether an organisation is a member on that day."""
    rows = await memberships(db, body, organisation)
    return any(row.since <= on and (row.until is None or on <= row.until) for row in rows)
