"""Who may have a duty in a case: the separation of those who assess, those who decide and those who advised.

ISO/IEC 17065, 4.2 (impartiality), 6.1 (competence), 7.6 (the decision is for someone outside the evaluation). All of it
is by person, not by account or role, and is asked again whenever the duty is done, not only when it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core import events as e
from certify.core.errors import Refused
from certify.core.scheme.clocks import last_day, local_day

if TYPE_CHECKING:
    from certify.core.acts import Assign, DeclareInterest, Duty, RecordGuidance, Relieve
    from certify.core.case import Case
    from certify.core.given import Given, Person

ROLE_OF_DUTY = {"assess": "assessor", "decide": "decider"}


def assign(case: Case, act: Assign, given: Given) -> list[e.Event]:
    """Give a person a duty, if they may have it. After the grant, to decide: on what becomes of the certificate."""
    person = given.people.get(act.person)
    if person is None or ROLE_OF_DUTY[act.duty] not in person.roles:
        raise Refused("assign.role", person=act.person, duty=act.duty)
    if case.state == "granted" and act.duty != "decide":
        raise Refused("act.state", state=case.state)
    part = case.part_of(act.person)
    # Whoever was relieved may get the same duty again, and must declare anew; never the other one.
    if part is not None and not (part.relieved and part.duty == act.duty):
        raise Refused("separation.duty", person=act.person)
    must_be_free(case, person, act.duty, given)
    return [e.Assigned(duty=act.duty, person=act.person)]


def relieve(case: Case, act: Relieve) -> list[e.Event]:
    """Take back a duty that is not done: a case never waits for ever for somebody who does not answer."""
    part = case.part_of(act.person)
    if part is None or part.relieved or part.conflict:
        raise Refused("duty.unassigned", person=act.person)
    if any(person == act.person for person, _ in case.findings):
        raise Refused("relieve.done", person=act.person)
    return [e.Relieved(person=act.person, reason=str(act.reason))]


def declare_interest(case: Case, act: DeclareInterest, given: Given) -> list[e.Event]:
    """Say whether anything ties one to the applicant. A conflict can be declared later too, but never taken back."""
    part = case.part_of(given.by.id)
    if part is None or part.relieved:
        raise Refused("duty.unassigned", person=given.by.id)
    if part.conflict is not None and not (act.conflict and not part.conflict):
        raise Refused("interest.again")
    statement = act.statement if isinstance(act.statement, str) else None
    return [e.InterestDeclared(person=given.by.id, conflict=act.conflict, statement=statement)]


def record_guidance(act: RecordGuidance, given: Given) -> list[e.Event]:
    """Note that a person of the body advised the applicant."""
    if act.person not in given.people:
        raise Refused("guidance.person", person=act.person)
    if act.on > local_day(given.at, given.scheme):
        raise Refused("guidance.future")
    return [e.GuidanceRecorded(person=act.person, on=act.on)]


def must_have_duty(case: Case, duty: Duty, given: Given) -> None:
    """The actor has this duty in the case, has declared that nothing ties them, and is still free to do it."""
    part = case.part_of(given.by.id)
    if part is None or part.relieved or part.duty != duty:
        fallen = part is None or part.duty == duty
        raise Refused("duty.unassigned" if fallen else "separation.duty", person=given.by.id)
    if part.conflict is None:
        raise Refused("interest.undeclared")
    person = given.people.get(given.by.id)
    if person is None or ROLE_OF_DUTY[duty] not in person.roles:
        raise Refused("assign.role", person=given.by.id, duty=duty)
    must_be_free(case, person, duty, given)


def must_be_free(case: Case, person: Person, duty: Duty, given: Given) -> None:
    """Not of the applicant, no conflict, competent now, and no guidance within the cooling-off period."""
    part = case.part_of(person.id)
    if part is not None and part.conflict:
        raise Refused("separation.interest", person=person.id)
    # What the application review found counts in the outcome too, so whoever took the case in does not decide on it.
    if duty == "decide" and person.id in case.assessors | {case.accepted_by}:
        raise Refused("separation.duty", person=person.id)
    if person.belongs:
        raise Refused("separation.applicant", person=person.id)
    if duty not in person.competent_for:
        raise Refused("separation.competence", person=person.id)
    _must_not_have_advised(person, given)


def assessors_must_be_untied(case: Case, given: Given) -> None:
    """Nothing is decided on findings of somebody who turned out to be tied to the applicant: they are sent back."""
    for id_, _ in case.findings:
        part = case.part_of(id_)
        if part is not None and part.conflict:
            raise Refused("separation.interest", person=id_)
        person = given.people.get(id_)
        if person is None:
            raise Refused("assign.role", person=id_, duty="assess")
        if person.belongs:
            raise Refused("separation.applicant", person=id_)
        _must_not_have_advised(person, given)


def _must_not_have_advised(person: Person, given: Given) -> None:
    cooling_off = given.scheme.cooling_off
    if person.advised is not None and local_day(given.at, given.scheme) <= last_day(cooling_off, person.advised):
        raise Refused("separation.guidance", person=person.id, advised=person.advised.isoformat())
