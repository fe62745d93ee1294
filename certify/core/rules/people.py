"""Who may have a duty in a case: the separation of those who assess, those who decide and those who advised.

ISO/IEC 17065, 4.2 (impartiality), 6.1 (competence), 7.6 (the decision is for someone outside the evaluation). All of it
is by person, not by account or role, and is asked again whenever the duty is done, not only when it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core import events as e
from certify.core.errors import Refused
from certify.core.scheme.clocks import last_day, local_day
from certify.core.standing import WORKER

if TYPE_CHECKING:
    from certify.core.acts import Assign, DeclareInterest, Duty, RecordGuidance, Relieve
    from certify.core.case import Case
    from certify.core.given import Given, Person
    from certify.core.scheme.process import Activity, ActivityKind

ROLE_OF_DUTY = {"assess": "assessor", "decide": "decider"}
KINDS_OF_DUTY: dict[Duty, frozenset[ActivityKind]] = {
    "assess": frozenset({"assess", "exam", "vote", "survey"}),
    "decide": frozenset({"decide"}),
}


def assign(case: Case, act: Assign, given: Given) -> list[e.Event]:
    """Give a person a duty, if they may have it; with an activity, if they may do that one, else for all they may do.

    After the grant: to decide on what becomes of the certificate, or to look at its holder again.
    """
    person = given.people.get(act.person)
    if person is None or ROLE_OF_DUTY[act.duty] not in person.roles:
        raise Refused("assign.role", person=act.person, duty=act.duty)
    activity = _activity_of(act, given)
    survey = activity is not None and activity.kind == "survey"
    if case.state == "granted" and act.duty != "decide" and not survey:
        raise Refused("act.state", state=case.state)
    part = case.part_of(act.person)
    # Whoever was relieved may get the same duty again, and must declare anew; never the other one.
    if part is not None and part.duty != act.duty:
        raise Refused("separation.duty", person=act.person)
    if part is not None and not part.relieved and (act.activity is None or part.does(act.activity)):
        raise Refused("separation.duty", person=act.person)
    if activity is not None:
        must_be_free_for(case, person, activity, given)
        if len(case.assigned(act.duty, activity.id)) >= activity.people:
            raise Refused("assign.people", activity=activity.id, people=activity.people)
    must_be_free(case, person, act.duty, given, activity)
    own = _within_roles(act, person, given)
    return [e.Assigned(duty=act.duty, person=act.person, activity=one) for one in own]


def _within_roles(act: Assign, person: Person, given: Given) -> tuple[str | None, ...]:
    """The activities that a duty for all of them comes to: None for all, or those that the person's roles allow.

    Nobody is waited for in an activity that is for another role of the scheme: it would never be done.
    """
    of_duty = [one for one in given.scheme.activities if one.kind in KINDS_OF_DUTY[act.duty]]
    allowed = tuple(one.id for one in of_duty if {*one.by} & {*person.roles, *person.holds})
    if act.duty == "decide" or act.activity is not None or len(allowed) == len(of_duty):
        return (act.activity,)
    if not allowed:
        raise Refused("separation.role", person=person.id, roles=sorted({role for one in of_duty for role in one.by}))
    return allowed


def _activity_of(act: Assign, given: Given) -> Activity | None:
    if act.activity is None:
        return None
    activity = given.scheme.activities_by_id.get(act.activity)
    if activity is None or activity.kind not in KINDS_OF_DUTY[act.duty]:
        raise Refused("activity.unknown", activity=act.activity)
    return activity


def relieve(case: Case, act: Relieve) -> list[e.Event]:
    """Take back a duty that is not done: a case never waits for ever for somebody who does not answer."""
    part = case.part_of(act.person)
    if part is None or part.relieved or part.conflict or (act.activity and act.activity not in part.activities):
        raise Refused("duty.unassigned", person=act.person)
    if case.decision is not None and (part.duty == "decide" or act.activity is None):
        raise Refused("act.state", state=case.state)
    own = [work for work in case.works if work.person == act.person and work.kind != "survey"]
    if any(act.activity in {None, work.activity} for work in own):
        raise Refused("relieve.done", person=act.person)
    return [e.Relieved(person=act.person, reason=str(act.reason), activity=act.activity)]


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


def must_have_duty(case: Case, duty: Duty, given: Given, activity: Activity | None = None) -> None:
    """The actor has this duty in the case, has declared that nothing ties them, and is still free to do it."""
    part = case.part_of(given.by.id)
    if part is not None and activity is not None and not part.does(activity.id):
        raise Refused("duty.unassigned", person=given.by.id, activity=activity.id)
    if part is None or part.relieved or part.duty != duty:
        fallen = part is None or part.duty == duty
        raise Refused("duty.unassigned" if fallen else "separation.duty", person=given.by.id)
    if part.conflict is None:
        raise Refused("interest.undeclared")
    person = given.people.get(given.by.id)
    if person is None or ROLE_OF_DUTY[duty] not in person.roles:
        raise Refused("assign.role", person=given.by.id, duty=duty)
    if activity is not None:
        must_be_free_for(case, person, activity, given)
    must_be_free(case, person, duty, given, activity)


def must_be_free_for(case: Case, person: Person | None, activity: Activity, given: Given) -> None:
    """What the scheme asks of whoever does this activity, besides what holds for everybody.

    (1) a role of the scheme's own is held, where the activity is for such a role
    (2) every competence that it names
    (3) independence of what the person did before in the case
    (4) rotation: nobody does it for the same applicant for longer than the scheme allows
    """
    if person is None:
        raise Refused("assign.role", person=given.by.id, duty=activity.id)
    if not {*activity.by} & {*person.roles, *person.holds}:
        raise Refused("separation.role", person=person.id, roles=list(activity.by))
    missing = sorted({*activity.competence} - person.holds)
    if missing:
        raise Refused("separation.competence", person=person.id, competence=missing)
    for other in activity.independent_of:
        if person.id in _doers(case, other, given):
            raise Refused("separation.independent", person=person.id, activity=other)
    since = person.assessing_since
    if activity.rotation is not None and since is not None:
        longest = last_day(activity.rotation, since)
        if local_day(given.at, given.scheme) > longest:
            raise Refused("separation.rotation", person=person.id, until=longest.isoformat())


def _doers(case: Case, activity: str, given: Given) -> set[str]:
    """Who did an activity in this case, or has it to do."""
    kind = given.scheme.activities_by_id[activity].kind
    doers = {work.person for work in case.works_of(activity)}
    doers |= {p.person for p in case.parts if p.duty == "assess" and activity in p.activities and not p.relieved}
    if kind == "assess":
        doers |= {work.person for work in case.works if work.kind == "assess" and work.activity is None}
    if kind == "check" and case.accepted_by is not None:
        doers.add(case.accepted_by)
    if kind == "decide" and case.decision is not None:
        doers.add(case.decision.person)
    return doers


def must_be_free(case: Case, person: Person, duty: Duty, given: Given, activity: Activity | None = None) -> None:
    """Not of the applicant, no conflict, competent now, and no guidance within the cooling-off period.

    Who holds a role of the scheme's own is competent for what that role does.
    """
    part = case.part_of(person.id)
    if part is not None and part.conflict:
        raise Refused("separation.interest", person=person.id)
    # What the application review found counts in the outcome too, so whoever took the case in does not decide on it.
    if duty == "decide" and person.id in case.assessors | {case.accepted_by}:
        raise Refused("separation.duty", person=person.id)
    if person.belongs:
        raise Refused("separation.applicant", person=person.id)
    own_role = activity is not None and bool({*activity.by} & person.holds)
    if duty not in person.competent_for and not own_role:
        raise Refused("separation.competence", person=person.id)
    _must_not_have_advised(person, given, activity)


def assessors_must_be_untied(case: Case, given: Given) -> None:
    """Nothing is decided on findings of somebody who turned out to be tied to the applicant: they are sent back.

    What the worker fetched is nobody's finding.
    """
    for id_ in (person for person, _ in case.findings if person != WORKER):
        part = case.part_of(id_)
        if part is not None and part.conflict:
            raise Refused("separation.interest", person=id_)
        person = given.people.get(id_)
        if person is None:
            raise Refused("assign.role", person=id_, duty="assess")
        if person.belongs:
            raise Refused("separation.applicant", person=id_)
        _must_not_have_advised(person, given)


def _must_not_have_advised(person: Person, given: Given, activity: Activity | None = None) -> None:
    cooling_off = (activity.cooling_off if activity is not None else None) or given.scheme.cooling_off
    if person.advised is not None and local_day(given.at, given.scheme) <= last_day(cooling_off, person.advised):
        raise Refused("separation.guidance", person=person.id, advised=person.advised.isoformat())
