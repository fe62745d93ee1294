"""Gather what a rule is given: the scheme, the actor, the documents, and the facts that the act's type asks for.

All of it is read inside the transaction of the act, so that what was judged is what is true when it is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core import acts as a
from certify.core.case import OPEN_STATES
from certify.core.documents import Content, Sealed, unseal
from certify.core.errors import Refused
from certify.core.given import Actor, Applicant, Body, Former, Given, Person
from certify.core.process_acts import StartTransition
from certify.core.scheme.clocks import last_day, local_day
from certify.service import register_facts
from certify.service.schemes import as_begun
from certify.service.store import bodies, cases, certificates, documents, organisations, people, published
from verify.keys import public_key_from_multibase, raw_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from certify.core.case import Case
    from certify.core.scheme.model import Scheme
    from certify.service.perform import Caller, Shell
    from certify.service.store.database import Database

_CHANCE_BYTES = 32
# The role, never a person, in whose name certificates are issued.
SIGNATORY = {"sv": "Certifieringschef", "en": "Head of certification"}


async def gather(
    shell: Shell,
    body: str,
    case: Case | None,
    act: a.Act,
    caller: Caller,
    at: datetime,
    sealed: tuple[Sealed, ...],
) -> Given:
    """The world as far as this act may look at it. Raises Refused where scheme or documents are not to be had."""
    db, needs = shell.database, a.NEEDS.get(type(act), frozenset())
    scheme = await _scheme(shell, body, case, act, at)
    applicant = case.applicant if case is not None else getattr(act, "applicant", None)
    former = case.former if case is not None else getattr(act, "former", None)
    today = local_day(at, scheme)
    current_terms = await published.current_terms(db, body) if "terms" in needs else None
    return Given(
        scheme=scheme,
        by=await actor(db, body, caller, at),
        at=at,
        documents=await _documents(db, body, case, act, sealed),
        people=await _people(db, body, applicant, scheme, _asked_about(case, act, caller), at)
        if "people" in needs
        else {},
        terms=current_terms.digest if current_terms else None,
        applicant=await _applicant(db, body, applicant) if "applicant" in needs else None,
        open_cases=await _open_cases(db, body, applicant, scheme) if "open_cases" in needs else (),
        former=await former_of(db, body, former) if "former" in needs and former else None,
        published=scheme.version.applies_from <= today
        and (scheme.version.until is None or today <= scheme.version.until),
        body=await certifying_body(db, body, at) if "body" in needs else None,
        issuing=not await bodies.issuing_stops(db, body) if "issuing" in needs else False,
        register=await register_facts.register_inputs(db, body, scheme, case, at) if "register" in needs else {},
        chance=shell.chance(_CHANCE_BYTES) if "chance" in needs else None,
        transition=await shell.schemes.get(db, body, act.scheme) if isinstance(act, StartTransition) else None,
    )


async def actor(db: Database, body: str, caller: Caller, at: datetime) -> Actor:
    """Who acts, and as what at this very moment: no copy of a right is kept anywhere."""
    if caller.person is None:
        return Actor(id=caller.kind, does=frozenset({"clock"} if caller.kind == "clock" else {"worker"}))
    roles = [role for role in await people.roles_of(db, caller.person, at) if role.body == body]
    return Actor(
        id=caller.person,
        does=frozenset(role.role for role in roles),  # type: ignore[misc]  # the table holds nothing but roles
        applicant_for=frozenset(role.organisation for role in roles if role.role == "applicant"),
    )


async def certifying_body(db: Database, slug: str, at: datetime) -> Body | None:
    """The body as its certificates name it, with the certificate keys that may sign at this moment."""
    row = await bodies.body(db, slug)
    if row is None:
        return None
    known = [key for key in await published.keys(db, slug) if key.use == "certificate"]
    keys = {
        key.id: raw_bytes(public_key_from_multibase(key.multibase))
        for key in known
        if key.state == "active" and key.from_at <= at and (key.until_at is None or at < key.until_at)
    }
    return Body(
        slug=row.slug,
        name=row.legal_name,
        address=row.address,
        origin=row.origin,
        did=row.did,
        signatory=SIGNATORY,
        keys=keys,
        compromised=frozenset(key.id for key in known if key.state == "compromised"),
    )


async def _scheme(shell: Shell, body: str, case: Case | None, act: a.Act, at: datetime) -> Scheme:
    """The scheme under the profile of the case, or under the one that a first submission names."""
    digest = case.scheme if case is not None else getattr(act, "scheme", None)
    if digest is None:
        raise Refused("act.case" if not isinstance(act, a.Submit) else "submit.incomplete")
    scheme = await shell.schemes.get(shell.database, body, digest)
    if scheme is None:
        raise Refused("submit.published", scheme=digest)
    if case is not None:
        return as_begun(scheme, case)
    profile = getattr(act, "profile", None)
    if profile is not None and profile not in scheme.profiles:
        raise Refused("submit.profile", profile=profile)
    return scheme.under(profile, local_day(at))


async def _documents(
    db: Database, body: str, case: Case | None, act: a.Act, sealed: tuple[Sealed, ...]
) -> Mapping[str, Content]:
    """The contents that the case and the act name; those that the act brings need no reading."""
    new: dict[str, Content] = {one.digest: unseal(one) for one in sealed}
    named = {getattr(act, field) for field in act.__struct_fields__ if str(getattr(act, field)).startswith("sha256:")}
    if case is not None:
        named |= {case.dossier, *(work.findings for work in case.works)}
        named |= {case.intake_findings} if case.intake_findings else set()
    found = await documents.documents(db, body, tuple(sorted(str(digest) for digest in named - new.keys())))
    for digest, row in found.items():
        if row.salt is None or row.raw is None:
            raise Refused("act.erased", document=digest)
        new[digest] = unseal(Sealed(digest=digest, kind=row.kind, salt=row.salt, raw=row.raw))  # type: ignore[arg-type]  # the table holds nothing but kinds
    return new


def _asked_about(case: Case | None, act: a.Act, caller: Caller) -> tuple[str, ...]:
    named: tuple[str, ...] = (act.person,) if isinstance(act, a.Assign | a.RecordGuidance) else ()
    if isinstance(act, a.Decide) and case is not None:
        named = tuple(dict.fromkeys(person for person, _ in case.findings))
    return tuple(dict.fromkeys((*named, *((caller.person,) if caller.person else ()))))


async def _people(
    db: Database, body: str, applicant: str | None, scheme: Scheme, ids: tuple[str, ...], at: datetime
) -> dict[str, Person]:
    today = local_day(at, scheme)
    guidance = await cases.guidance_to(db, body, applicant) if applicant else []
    given = await people.all_roles(db, body)
    known: dict[str, Person] = {}
    rotates = any(activity.rotation is not None for activity in scheme.activities)
    for id_ in ids:
        row = await people.person(db, id_)
        if row is None or row.body != body:
            continue
        own = [role for role in given if role.person == id_]
        now = [role for role in own if role.since <= at and (role.until is None or at < role.until)]
        # Whoever acted for the applicant stays one of its own for as long as an adviser keeps away.
        belongs = any(
            role.organisation == applicant
            and (role.until is None or today <= last_day(scheme.cooling_off, local_day(role.until, scheme)))
            for role in own
            if role.role == "applicant"
        )
        competent = await people.is_competent(db, body, id_, scheme.id, today)
        holds = await people.competences_held(db, body, id_, scheme.id, today)
        known[id_] = Person(
            id=id_,
            roles=frozenset(role.role for role in now),  # type: ignore[misc]  # the table holds nothing but roles
            competent_for=frozenset({"assess", "decide"}) if competent else frozenset(),
            advised=max((g.on_day for g in guidance if g.person == id_), default=None),
            belongs=belongs,
            holds=holds,
            assessing_since=await register_facts.assessing_since(db, body, applicant, scheme, id_) if rotates else None,
        )
    return known


async def _applicant(db: Database, body: str, applicant: str | None) -> Applicant | None:
    row = await organisations.organisation(db, body, applicant) if applicant else None
    if row is None:
        return None
    return Applicant(name=row.name, address=row.address, organisation_number=row.number)


async def _open_cases(db: Database, body: str, applicant: str | None, scheme: Scheme) -> tuple[str, ...]:
    if applicant is None:
        return ()
    found = await cases.list_cases(db, body, applicants=(applicant,), states=tuple(sorted(OPEN_STATES)), limit=200)
    return tuple(case.case for case in found if case.scheme_id == scheme.id)


async def former_of(db: Database, body: str, number: str | None) -> Former | None:
    """The certificate that a renewal follows, as it stands now; None where the body has none with that number.

    Where it was issued anew under another number, since its key was compromised, that one's state counts.
    """
    if number is None:
        return None
    row = await certificates.standing_for(db, number)
    if row is None or row.body != body:
        return None
    return Former(
        number=number,
        case=row.case,
        holder=row.holder,
        scheme=row.scheme,
        last_day=local_day(row.valid_until),
        status=row.status,
        turn=await register_facts.renewals_before(db, row),
        plan=await register_facts.plan_of(db, body, row.case),
        successor=await certificates.following(db, body, row.holder, row.case),
    )
