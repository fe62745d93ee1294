"""Who could be given a duty: by activity how many it needs, who has it, who may be chosen, and why others may not.

Everybody is asked about by the very rules that judge the assignment, so that the page and a refusal never differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from certify.core import acts as a
from certify.core.errors import Refused
from certify.core.rules.judge import judge
from certify.core.rules.people import must_be_free, must_be_free_for
from certify.core.rules.staffing import Staffing, is_simple, staffing
from certify.core.scheme.clocks import local_day
from certify.service.store import people
from certify.service.web.pages.happenings import name_of
from certify.service.web.pages.trial import given_for
from certify.service.web.pages.turns import ROLE_OF

if TYPE_CHECKING:
    from certify.core.acts import Duty
    from certify.core.case import Case
    from certify.core.given import Given
    from certify.core.scheme.model import Scheme
    from certify.service.web.access import Principal
    from certify.service.web.pages.words import Words
    from certify.service.web.wired import Wired

Stand = Literal["done", "undeclared", "left", "fallen"]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who could be chosen, or the rule's sentence why not; `person/activity` for one activity alone."""

    person: str
    name: str
    refused: Refused | None = None


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has it: done, still to do, not declared yet, or fallen away by a rule that says why."""

    name: str
    stand: Stand
    refused: Refused | None = None


class Needed(msgspec.Struct, frozen=True, kw_only=True):
    """One activity with its people. `alone` where it is the only one of its duty."""

    staffing: Staffing
    alone: bool
    chosen: tuple[Chosen, ...]
    free: tuple[Choice, ...]
    others: tuple[Choice, ...]


async def candidates(
    here: Wired, principal: Principal, case: Case, scheme: Scheme, told: Words
) -> dict[Duty, tuple[Needed, ...]]:
    """For each duty its activities, with everybody who has the role that it asks for or a competence in the scheme."""
    found: dict[Duty, tuple[Needed, ...]] = {}
    everybody = staffing(case, scheme)
    for duty in ROLE_OF:
        places = tuple(one for one in everybody if one.duty == duty)
        if not places:
            continue
        persons = await _asked(here, principal, scheme, duty)
        persons += [one for place in places for one in place.people if one not in persons]
        names = await people.names(here.database, tuple(persons))
        known = {one: await given_for(here, principal, case, a.Assign(duty=duty, person=one)) for one in persons}
        called = {one: name_of(one, names, told) for one in persons}
        found[duty] = tuple(_needed(one, case, scheme, known, called, alone=len(places) == 1) for one in places)
    return found


async def _asked(here: Wired, principal: Principal, scheme: Scheme, duty: Duty) -> list[str]:
    """Those with the role, and those who are noted as competent in the scheme but do not have the role."""
    now = here.clock()
    found = await people.who_may(here.database, principal.body, ROLE_OF[duty], now)
    competent = await people.competent_in(here.database, principal.body, scheme.id, local_day(now, scheme))
    return list(dict.fromkeys((*found, *competent)))


def _needed(
    place: Staffing, case: Case, scheme: Scheme, known: dict[str, Given], called: dict[str, str], *, alone: bool
) -> Needed:
    whole = place.duty == "decide" or (is_simple(scheme) and place.activity.kind == "assess")
    choices = [
        Choice(
            person=person if whole else f"{person}/{place.activity.id}",
            name=called[person],
            refused=_refusal(case, place, person, given, None if whole else place.activity.id),
        )
        for person, given in known.items()
        if person not in place.people
    ]
    choices.sort(key=lambda one: one.name.casefold())
    return Needed(
        staffing=place,
        alone=alone,
        chosen=tuple(_chosen(place, case, person, known[person], called[person]) for person in place.people),
        free=tuple(one for one in choices if one.refused is None),
        others=tuple(one for one in choices if one.refused is not None),
    )


def _refusal(case: Case, place: Staffing, person: str, given: Given, activity: str | None) -> Refused | None:
    try:
        judge(case, a.Assign(duty=place.duty, person=person, activity=activity), given)
    except Refused as refused:
        return refused
    return None


def _chosen(place: Staffing, case: Case, person: str, given: Given, name: str) -> Chosen:
    if person in place.done:
        return Chosen(name=name, stand="done")
    who, part = given.people.get(person), case.part_of(person)
    try:
        must_be_free_for(case, who, place.activity, given)
        if who is not None and ROLE_OF[place.duty] not in who.roles:
            raise Refused("assign.role", person=person, duty=place.duty)
        if who is not None:
            must_be_free(case, who, place.duty, given, place.activity)
    except Refused as refused:
        return Chosen(name=name, stand="fallen", refused=refused)
    undeclared = part is not None and part.conflict is None
    return Chosen(name=name, stand="undeclared" if undeclared else "left")
