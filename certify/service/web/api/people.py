"""`/api/people`, `/api/organisations`: who is who at the body, for those who run it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post, put
from litestar.params import FromPath

from certify.core.evidence import Line
from certify.core.organisation_number import NotAnOrganisationNumber, tidy
from certify.service import authority
from certify.service.store import organisations
from certify.service.web import people_desk
from certify.service.web.access import who
from certify.service.web.bodies import read_json, read_query
from certify.service.web.declared import declare, json_answer
from certify.service.web.idempotency import fresh_id, once
from certify.service.web.people_desk import Lock, Name, NewCompetence, NewPerson, PersonShown, RoleChange
from certify.service.web.permissions import ADD_PEOPLE, GIVE_ROLES, LOCK_PEOPLE, READ_PEOPLE, WRITE_PEOPLE
from certify.service.web.problems import Trouble, not_found
from certify.service.web.wired import wired

AnyRequest = Request[Any, Any, Any]


class OrganisationShown(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation that the body knows."""

    id: str
    number: str
    name: str
    address: str
    municipality_code: str | None


class NewOrganisation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An organisation that becomes known to the body."""

    number: Line
    name: Name
    address: Name
    municipality_code: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}\Z")] | None = None


class NameChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an organisation is called from now on, and where it is."""

    name: Name
    address: Name


class MembershipChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Member from one day to another, both included; without an end it goes on."""

    since: date
    until: date | None = None


class OrganisationQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of the name or number; `after` is the last id of the page before."""

    search: Annotated[str, msgspec.Meta(max_length=200)] = ""
    after: Annotated[str, msgspec.Meta(max_length=64)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 50


@get("/api/people", opt=declare(READ_PEOPLE, answer=tuple[PersonShown, ...]))
async def list_people(request: AnyRequest) -> Response[bytes]:
    """Everybody whom the body knows, with their roles and competences."""
    return json_answer(await people_desk.people_of(wired(request), who(request).body))


@get("/api/people/{person:str}", opt=declare(READ_PEOPLE, answer=PersonShown))
async def show_person(request: AnyRequest, person: FromPath[str]) -> Response[bytes]:
    """One person of the body."""
    return json_answer(await people_desk.shown(wired(request), who(request), person))


@post(
    "/api/people",
    opt=declare(ADD_PEOPLE, body=NewPerson, answer=PersonShown, status=201, problems=("taken",), idempotent=True),
)
async def add_person(request: AnyRequest) -> Response[bytes]:
    """Make a person known to the body, with a way to sign in."""
    here, principal = wired(request), who(request)
    wanted, raw = await read_json(request, NewPerson)
    id_ = fresh_id(request, "add-person")

    async def effect() -> Response[bytes]:
        made = await people_desk.add(here, principal, wanted, id_)
        return json_answer(made, status=201, headers={"location": f"/api/people/{id_}"})

    return await once(request, raw, effect)


@post(
    "/api/people/{person:str}/roles",
    status_code=200,
    opt=declare(GIVE_ROLES, body=RoleChange, answer=PersonShown, problems=("taken",), idempotent=True),
)
async def change_role(request: AnyRequest, person: FromPath[str]) -> Response[bytes]:
    """Give a person a role, or end it, from now on."""
    here, principal = wired(request), who(request)
    await people_desk.known(here, principal, person)
    wanted, raw = await read_json(request, RoleChange)
    await people_desk.check_role(here, principal, person, wanted)

    async def effect() -> Response[bytes]:
        return json_answer(await people_desk.change_role(here, principal, person, wanted))

    return await once(request, raw, effect)


@post(
    "/api/people/{person:str}/competences",
    status_code=200,
    opt=declare(WRITE_PEOPLE, body=NewCompetence, answer=PersonShown, idempotent=True),
)
async def record_competence(request: AnyRequest, person: FromPath[str]) -> Response[bytes]:
    """Record that a person may assess and decide under a scheme; the same first day again changes the last one."""
    here, principal = wired(request), who(request)
    await people_desk.known(here, principal, person)
    wanted, raw = await read_json(request, NewCompetence)
    await people_desk.check_competence(here, principal, person, wanted)

    async def effect() -> Response[bytes]:
        return json_answer(await people_desk.record_competence(here, principal, person, wanted))

    return await once(request, raw, effect)


@put("/api/people/{person:str}/lock", opt=declare(LOCK_PEOPLE, body=Lock, answer=PersonShown, idempotent=True))
async def lock_person(request: AnyRequest, person: FromPath[str]) -> Response[bytes]:
    """Close a person's accounts, sessions and tokens at once, or open the accounts again."""
    here, principal = wired(request), who(request)
    await people_desk.known(here, principal, person)
    wanted, raw = await read_json(request, Lock)
    await people_desk.check_lock(here, principal, person)

    async def effect() -> Response[bytes]:
        return json_answer(await people_desk.lock(here, principal, person, wanted))

    return await once(request, raw, effect)


@get("/api/organisations", opt=declare(READ_PEOPLE, query=OrganisationQuery, answer=tuple[OrganisationShown, ...]))
async def list_organisations(request: AnyRequest) -> Response[bytes]:
    """The organisations that the body knows, in order of id."""
    query = read_query(request, OrganisationQuery)
    rows = await organisations.organisations(
        wired(request).database, who(request).body, search=query.search, after=query.after, limit=query.limit
    )
    return json_answer(tuple(_organisation(row) for row in rows))


@post(
    "/api/organisations",
    opt=declare(
        WRITE_PEOPLE, body=NewOrganisation, answer=OrganisationShown, status=201, problems=("taken",), idempotent=True
    ),
)
async def add_organisation(request: AnyRequest) -> Response[bytes]:
    """Make an organisation known to the body."""
    here, principal = wired(request), who(request)
    wanted, raw = await read_json(request, NewOrganisation)
    id_ = fresh_id(request, "add-organisation")
    try:
        number = tidy(wanted.number)
    except NotAnOrganisationNumber as error:
        raise Trouble("not-as-described", f"organisation number: {error.rule}") from None

    async def effect() -> Response[bytes]:
        row = organisations.OrganisationRow(
            body=principal.body,
            id=id_,
            number=number,
            name=wanted.name,
            address=wanted.address,
            municipality_code=wanted.municipality_code,
            created_at=here.clock(),
        )
        await authority.add_organisation(here.database, row, by=principal.person)
        return json_answer(_organisation(row), status=201)

    return await once(request, raw, effect)


@put(
    "/api/organisations/{organisation:str}/name",
    opt=declare(WRITE_PEOPLE, body=NameChange, answer=OrganisationShown, idempotent=True),
)
async def rename_organisation(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Change an organisation's name and address from now on. Certificates that are issued keep the ones they have."""
    here, principal = wired(request), who(request)
    row = await organisations.organisation(here.database, principal.body, organisation)
    if row is None:
        raise not_found()
    wanted, raw = await read_json(request, NameChange)

    async def effect() -> Response[bytes]:
        await authority.rename_organisation(
            here.database, row, name=wanted.name, address=wanted.address, by=principal.person, at=here.clock()
        )
        return json_answer(_organisation(msgspec.structs.replace(row, name=wanted.name, address=wanted.address)))

    return await once(request, raw, effect)


@put(
    "/api/organisations/{organisation:str}/membership",
    opt=declare(WRITE_PEOPLE, body=MembershipChange, answer=OrganisationShown, idempotent=True),
)
async def change_membership(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Note a membership, or its end."""
    here, principal = wired(request), who(request)
    row = await organisations.organisation(here.database, principal.body, organisation)
    if row is None:
        raise not_found()
    wanted, raw = await read_json(request, MembershipChange)
    if wanted.until is not None and wanted.until < wanted.since:
        raise Trouble("not-as-described", "the last day comes before the first")

    async def effect() -> Response[bytes]:
        change = organisations.MembershipRow(
            body=principal.body, organisation=organisation, since=wanted.since, until=wanted.until
        )
        await authority.note_membership(here.database, change, by=principal.person, at=here.clock())
        return json_answer(_organisation(row))

    return await once(request, raw, effect)


def _organisation(row: organisations.OrganisationRow) -> OrganisationShown:
    return OrganisationShown(
        id=row.id,
        number=row.number,
        name=row.name,
        address=row.address,
        municipality_code=row.municipality_code,
    )


HANDLERS = (
    list_people,
    show_person,
    add_person,
    change_role,
    record_competence,
    lock_person,
    list_organisations,
    add_organisation,
    rename_organisation,
    change_membership,
)
