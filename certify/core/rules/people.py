"""Who may have a duty in a case: the separation of those who assess, those who decide and those who advised.

ISO/IEC 17065, 4.2 (impartiality), 6.1 (competence), 7.6 (the decision is for someone outside the evaluation). All of it
is by person, not by account or role, and is asked again whenever the duty is done, not only when it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core import events as e
from certify.core.errors import Refused
from certify.core.rules.staffing import EVALUATING, KINDS_OF_DUTY, is_simple, nobody_answers, of_duty
from certify.core.scheme.clocks import last_day, local_day
from certify.core.standing import WORKER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.acts import Assign, DeclareInterest, Duty, RecordGuidance, Relieve
    from certify.core.case import Case
    from certify.core.given import Given, Person
    from certify.core.scheme.process import Activity

ROLE_OF_DUTY = {"assess": "assessor", "decide": "decider"}


def assign(case: Case, act: Assign, given: Given) -> list[e.Event]:
    """Give a person a duty, if they may have it; with an activity, if they may do that one.

    Without one it is for every activity that still needs somebody and that the person may do: nobody is waited for in
    an activity that they could never do. After the grant: to decide on what becomes of the certificate, or to look at
    its holder again.
    """
    person = given.people.get(act.person)
    if person is None or ROLE_OF_DUTY[act.duty] not in person.roles:
        raise Refused("assign.role", person=act.person, duty=act.duty)
    granted = case.state == "granted"
    wanted = of_duty(given.scheme, act.duty, granted=granted)
    if act.activity is not None:
        wanted = (_activity_of(act, given),)
    answers = act.activity in nobody_answers(case)
    if granted and act.duty != "decide" and not answers and (act.activity is None or wanted[0].kind in EVALUATING):
        raise Refused("act.state", state=case.state)
    part = case.part_of(act.person)
    # Whoever was relieved may get the same duty again, and must declare anew; never the other one.
    if part is not None and part.duty != act.duty:
        raise Refused("separation.duty", person=act.person)
    if part is not None and part.conflict:
        raise Refused("separation.interest", person=act.person)
    if part is not None and not part.relieved and (act.activity is None or part.does(act.activity)):
        raise Refused("assign.again", person=act.person)
    own = _that_they_may_do(case, person, act, wanted, given)
    if act.activity is None and (act.duty == "decide" or (is_simple(given.scheme) and not granted)):
        return [e.Assigned(duty=act.duty, person=act.person)]
    return [e.Assigned(duty=act.duty, person=act.person, activity=one) for one in own]


def _that_they_may_do(
    case: Case, person: Person, act: Assign, wanted: Iterable[Activity], given: Given
) -> tuple[str, ...]:
    """Those of the activities that the person may do besides each other. Raises Refused where that is none of them."""
    found: list[str] = []
    first: Refused | None = None
    for activity in wanted:
        try:
            must_be_free_for(case, person, activity, given)
            _must_have_room(case, act, activity, given)
            _must_leave_others_independent(case, person, activity, found, given)
            must_be_free(case, person, act.duty, given, activity)
        except Refused as refused:
            first = first or refused
        else:
            found.append(activity.id)
    if not found and first is not None:
        raise first
    return tuple(found)


def _must_have_room(case: Case, act: Assign, activity: Activity, given: Given) -> None:
    """A duty for one activity, or for one of several, goes to no more people than the activity is to have.

    Several may decide, and look at a holder: who comes first does it. Several may make a simple scheme's assessment.
    """
    if act.activity is None and (act.duty == "decide" or is_simple(given.scheme)):
        return
    if len(case.assigned(act.duty, activity.id)) >= activity.people:
        raise Refused("assign.people", activity=activity.id, people=activity.people)


def _must_leave_others_independent(
    case: Case, person: Person, activity: Activity, also: list[str], given: Given
) -> None:
    """Nobody gets two activities of which one is to be independent of the other, in whichever order they are given."""
    for other in given.scheme.activities:
        forwards = other.id in activity.independent_of and other.id in also
        backwards = activity.id in other.independent_of and (
            other.id in also or person.id in _doers(case, other.id, given)
        )
        if forwards or backwards:
            raise Refused("separation.independent", person=person.id, activity=other.id)


def _activity_of(act: Assign, given: Given) -> Activity:
    activity = given.scheme.activities_by_id.get(act.activity or "")
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


def must_have_duty(case: Case, duty: Duty, given: Given, activity: Activity) -> None:
    """The actor has this duty in the case, has declared that nothing ties them, and is still free to do it."""
    part = case.part_of(given.by.id)
    if part is not None and not part.does(activity.id):
        raise Refused("duty.unassigned", person=given.by.id, activity=activity.id)
    if part is None or part.relieved or part.duty != duty:
        fallen = part is None or part.duty == duty
        raise Refused("duty.unassigned" if fallen else "separation.duty", person=given.by.id)
    if part.conflict is None:
        raise Refused("interest.undeclared")
    person = given.people.get(given.by.id)
    if person is None or ROLE_OF_DUTY[duty] not in person.roles:
        raise Refused("assign.role", person=given.by.id, duty=duty)
    must_be_free_for(case, person, activity, given)
    must_be_free(case, person, duty, given, activity)


def must_be_free_to_take_in(case: Case, given: Given) -> None:
    """What the scheme asks of whoever reviews an application: takes it in, declines it or asks for more.

    One act does all that the scheme has of the kind `check`, so that what each of them asks for holds. Registering a
    case and giving out its duties are no part of the review, and any coordinator's.
    """
    for activity in given.scheme.activities:
        if activity.kind == "check":
            must_be_free_to_coordinate(case, activity, given)


def must_be_free_to_coordinate(case: Case, activity: Activity, given: Given) -> None:
    """What the scheme asks of whoever does an activity that needs no duty: the review, and bringing figures.

    Whoever advised the applicant keeps away from it where the scheme says so of this very activity.
    """
    person = given.people.get(given.by.id)
    must_be_free_for(case, person, activity, given)
    if person is not None and activity.cooling_off is not None:
        _must_not_have_advised(person, given, activity)


def must_have_a_duty_to_assess(case: Case, given: Given) -> None:
    """The duty to assess, for any activity at all: what is asked of it for one of those that the person has."""
    part = case.part_of(given.by.id)
    own = [one for one in of_duty(given.scheme, "assess", granted=False) if part is not None and part.does(one.id)]
    first: Refused | None = None
    for activity in own:
        try:
            must_have_duty(case, "assess", given, activity)
        except Refused as refused:
            first = first or refused
        else:
            return
    raise first or Refused("duty.unassigned", person=given.by.id)


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


def must_be_free(case: Case, person: Person, duty: Duty, given: Given, activity: Activity) -> None:
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
    if duty not in person.competent_for and not {*activity.by} & person.holds:
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
