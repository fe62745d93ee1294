"""`/people`: who is who at the body. Roles and locks for administrators, competence for coordinators; auditors read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, get_args

import msgspec
from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from certify.core.acts import Role
from certify.core.scheme.clocks import local_day
from certify.service.store import organisations, people, published
from certify.service.store.errors import Taken
from certify.service.web import people_desk
from certify.service.web.access import who
from certify.service.web.idempotency import id_of
from certify.service.web.pages.forms import EMPTY, FORM_TOKEN_IN_BODY, Fault, read_own_form
from certify.service.web.pages.performing import Failed
from certify.service.web.pages.rendering import language, onward, page
from certify.service.web.pages.saying import in_words
from certify.service.web.people_desk import PersonShown
from certify.service.web.permissions import ADD_PEOPLE, GIVE_ROLES, LOCK_PEOPLE, READ_PEOPLE, WRITE_PEOPLE
from certify.service.web.problems import Trouble
from certify.service.web.public import LOOK
from certify.service.web.wired import wired

if TYPE_CHECKING:
    from datetime import date, datetime

    from certify.service.web.access import Principal
    from certify.service.web.language import Language
    from certify.service.web.pages.forms import Form
    from certify.service.web.wired import Wired

AnyRequest = Request[Any, Any, Any]
T = TypeVar("T")
PER_PAGE = 50
_MOST_ORGANISATIONS = 500
# What may go wrong with a field, by its name; what the message table says of it.
_MESSAGES = {
    "name": "people-wrong-name",
    "login": "people-wrong-login",
    "email": "people-wrong-email",
    "from_day": "wrong-date",
    "until_day": "wrong-date",
    "role": "needed-choice",
    "scheme": "needed-choice",
}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A person in the list: the roles and schemes that count today."""

    id: str
    name: str | None
    roles: tuple[Role, ...]
    schemes: tuple[str, ...]
    locked: bool


def _row(person: PersonShown, now: datetime) -> Row:
    roles = dict.fromkeys(held.role for held in person.roles if held.until is None or now < held.until)
    return Row(
        id=person.id,
        name=person.name,
        roles=tuple(role for role in get_args(Role) if role in roles),
        schemes=tuple(dict.fromkeys(one.scheme for one in person.competences if _counts(one, local_day(now)))),
        locked=person.locked,
    )


def _counts(one: people_desk.Competence, today: date) -> bool:
    return one.from_day <= today and (one.until_day is None or today <= one.until_day)


@HTTPRouteHandler("/people", http_method=LOOK, opt={"permission": READ_PEOPLE})
async def list_people(request: AnyRequest) -> Response[bytes]:
    """Everybody, or those of a name, a role, or who are locked out."""
    return await _list(request)


async def _list(request: AnyRequest, failed: Failed | None = None) -> Response[bytes]:
    here, principal = wired(request), who(request)
    asked = request.query_params
    search, role = asked.get("search", "")[:200].strip(), asked.get("role", "")
    first = int(asked["from"]) if asked.get("from", "").isdigit() and len(asked["from"]) < 7 else 0
    rows = [_row(person, here.clock()) for person in await people_desk.people_of(here, principal.body)]
    found = [
        row
        for row in sorted(rows, key=lambda row: ((row.name or "\uffff").casefold(), row.id))
        if search.casefold() in f"{row.name or ''}\n{row.id}".casefold()
        and (not role or (row.locked if role == "locked" else role in row.roles))
    ]
    return await page(
        request,
        "people.html",
        status=failed.status if failed is not None else 200,
        section="people",
        found=found[first : first + PER_PAGE],
        more=first + PER_PAGE if len(found) > first + PER_PAGE else None,
        count=len(found),
        search=search,
        role=role,
        roles=get_args(Role),
        titles=await _titles(here, principal, language(request)),
        may_add=ADD_PEOPLE.opens_to(principal.roles),
        failed=failed,
        empty=EMPTY,
    )


@HTTPRouteHandler("/people/{person:str}", http_method=LOOK, opt={"permission": READ_PEOPLE})
async def show_person(request: AnyRequest, person: FromPath[str]) -> Response[bytes]:
    """One person: roles, competence, whether they can sign in; and what the reader may change of it."""
    return await _person(request, person)


async def _person(request: AnyRequest, id_: str, failed: Failed | None = None) -> Response[bytes]:
    here, principal = wired(request), who(request)
    person = await people_desk.shown(here, principal, id_)
    now, own = here.clock(), principal.person == id_
    found = await organisations.organisations(here.database, principal.body, limit=_MOST_ORGANISATIONS)
    accounts = await people.accounts_of(here.database, id_)
    return await page(
        request,
        "person.html",
        status=failed.status if failed is not None else 200,
        section="people",
        person=person,
        row=_row(person, now),
        held=tuple(held for held in person.roles if held.until is None or now < held.until),
        ended=tuple(held for held in person.roles if held.until is not None and held.until <= now),
        logins=tuple(account.login for account in accounts) if LOCK_PEOPLE.opens_to(principal.roles) else (),
        has_password=any(account.password_hash for account in accounts),
        roles=tuple(role for role in get_args(Role) if role != "applicant"),
        organisations=tuple((one.id, one.name) for one in found),
        named={one.id: one.name for one in found},
        competences=await _competences(here, principal, language(request)),
        titles=await _titles(here, principal, language(request)),
        today=local_day(now),
        own=own,
        may_give=GIVE_ROLES.opens_to(principal.roles) and not own,
        may_record=WRITE_PEOPLE.opens_to(principal.roles) and not own,
        may_lock=LOCK_PEOPLE.opens_to(principal.roles) and not own,
        failed=failed,
        empty=EMPTY,
    )


async def _titles(here: Wired, principal: Principal, spoken: Language) -> dict[str, str]:
    """What each scheme of the body is called, and each role or competence of its own."""
    found: dict[str, str] = {}
    for row in await published.scheme_versions(here.database, principal.body):
        scheme = await here.shell.schemes.get(here.database, principal.body, row.digest)
        if scheme is None:
            continue
        title = in_words(dict(scheme.title), spoken)
        found[scheme.id] = title
        own = {role for activity in scheme.activities for role in activity.by if role not in get_args(Role)}
        own |= {name for activity in scheme.activities for name in activity.competence}
        found |= {f"{scheme.id}:{name}": f"{title}: {name.replace('_', ' ')}" for name in sorted(own)}
    return found


async def _competences(here: Wired, principal: Principal, spoken: Language) -> list[tuple[str, str]]:
    return sorted((await _titles(here, principal, spoken)).items(), key=lambda pair: pair[1].casefold())


def _filled(form: Form, kind: type[T], fields: tuple[str, ...], more: dict[str, object] | None = None) -> T | Fault:
    """What a form asks for, or the field that is not right."""
    said = {name: form.first(name) for name in fields if form.first(name)} | (more or {})
    try:
        return msgspec.convert(said, kind, strict=False)
    except msgspec.ValidationError as error:
        field = next((name for name in fields if f"`{name}`" in str(error) or f"$.{name}" in str(error)), fields[0])
        return Fault(field=field, message=_MESSAGES.get(field, "wrong-text"))


@post("/people", status_code=200, opt={"permission": ADD_PEOPLE} | FORM_TOKEN_IN_BODY)
async def add_person(request: AnyRequest) -> Response[bytes]:
    """Make a person known, with a way to sign in."""
    here, principal = wired(request), who(request)
    form = await read_own_form(request)
    wanted = _filled(form, people_desk.NewPerson, ("name", "login", "email"))
    if isinstance(wanted, Fault):
        return await _list(request, Failed(act="Add", form=form, faults=(wanted,)))
    id_ = id_of(here.chance(16))
    try:
        await people_desk.add(here, principal, wanted, id_)
    except Taken:
        fault = Fault(field="login", message="people-login-taken")
        return await _list(request, Failed(act="Add", form=form, faults=(fault,)))
    return onward(f"/people/{id_}?done=PersonAdded")


@post("/people/{person:str}/roles", status_code=200, opt={"permission": GIVE_ROLES} | FORM_TOKEN_IN_BODY)
async def change_role(request: AnyRequest, person: FromPath[str]) -> Response[bytes]:
    """Give a role, or end one."""
    here, principal = wired(request), who(request)
    form = await read_own_form(request)
    await people_desk.known(here, principal, person)
    ends = form.first("ends") == "yes"
    wanted = _filled(form, people_desk.RoleChange, ("role", "organisation"), {"ends": ends})
    if isinstance(wanted, Fault):
        return await _person(request, person, Failed(act="Role", form=form, faults=(wanted,)))
    if wanted.role == "applicant" and not wanted.organisation:
        fault = Fault(field="organisation", message="people-needed-organisation")
        return await _person(request, person, Failed(act="Role", form=form, faults=(fault,)))
    if wanted.role != "applicant":
        wanted = msgspec.structs.replace(wanted, organisation=None)
    shown = await people_desk.shown(here, principal, person)
    has = any(
        (held.role, held.organisation) == (wanted.role, wanted.organisation or "")
        and (held.until is None or here.clock() < held.until)
        for held in shown.roles
    )
    if has and not ends:
        fault = Fault(field="role", message="people-has-role")
        return await _person(request, person, Failed(act="Role", form=form, faults=(fault,)))
    await people_desk.change_role(here, principal, person, wanted)
    return onward(f"/people/{person}?done={'RoleEnded' if ends else 'RoleGiven'}")


@post("/people/{person:str}/competences", status_code=200, opt={"permission": WRITE_PEOPLE} | FORM_TOKEN_IN_BODY)
async def record_competence(request: AnyRequest, person: FromPath[str]) -> Response[bytes]:
    """Record a competence in a scheme, or for a role of its own."""
    here, principal = wired(request), who(request)
    form = await read_own_form(request)
    await people_desk.known(here, principal, person)
    wanted = _filled(form, people_desk.NewCompetence, ("scheme", "from_day", "until_day"))
    if isinstance(wanted, people_desk.NewCompetence):
        wanted = await _of_a_scheme(here, principal, wanted, language(request))
    if isinstance(wanted, Fault):
        return await _person(request, person, Failed(act="Competence", form=form, faults=(wanted,)))
    await people_desk.record_competence(here, principal, person, wanted)
    return onward(f"/people/{person}?done=CompetenceRecorded")


async def _of_a_scheme(
    here: Wired, principal: Principal, wanted: people_desk.NewCompetence, spoken: Language
) -> people_desk.NewCompetence | Fault:
    if wanted.scheme not in await _titles(here, principal, spoken):
        return Fault(field="scheme", message="needed-choice")
    if wanted.until_day is not None and wanted.until_day < wanted.from_day:
        return Fault(field="until_day", message="people-wrong-days")
    return wanted


@post("/people/{person:str}/lock", status_code=200, opt={"permission": LOCK_PEOPLE} | FORM_TOKEN_IN_BODY)
async def lock_person(request: AnyRequest, person: FromPath[str]) -> Response[bytes]:
    """Keep somebody out at once, or let them in again."""
    here, principal = wired(request), who(request)
    form = await read_own_form(request)
    choice = form.first("locked")
    if choice not in {"yes", "no"}:
        raise Trouble("not-as-described", "locked is yes or no")
    await people_desk.lock(here, principal, person, people_desk.Lock(locked=choice == "yes"))
    return onward(f"/people/{person}?done={'PersonLocked' if choice == 'yes' else 'PersonUnlocked'}")


HANDLERS = (list_people, show_person, add_person, change_role, record_competence, lock_person)
