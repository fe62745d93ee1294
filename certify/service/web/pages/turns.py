"""Whose turn it is: what each open case waits for, by role or by person. Pure; the rules have the last word.

A list says by it what waits for the reader; a case says by it whom it waits for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.acts import Duty, Role
    from certify.core.case import Case
    from certify.core.standing import Part
    from certify.service.web.access import Principal

ROLE_OF: dict[Duty, Role] = {"assess": "assessor", "decide": "decider"}
DUTIES: tuple[Duty, ...] = ("assess", "decide")


class Turn(NamedTuple):
    """An act that is to come, by somebody with this role, or by this very person."""

    act: str
    role: Role
    person: str | None = None
    duty: Duty | None = None


def turns(case: Case) -> tuple[Turn, ...]:
    """What the case waits for, the most pressing first; nothing when nobody has anything to do."""
    return tuple(_turns(case))


def _turns(case: Case) -> Iterator[Turn]:
    match case.state:
        case "submitted":
            yield Turn("Register", "coordinator")
        case "registered":
            yield Turn("Accept", "coordinator")
        case "completion_requested":
            yield Turn("Submit", "applicant")
            if case.overdue:
                yield from (Turn("Decide", "decider", part.person) for part in case.assigned("decide"))
                yield Turn("Decline", "coordinator")
        case "accepted":
            yield from _undeclared(case)
            done = {person for person, _ in case.findings}
            yield from (
                Turn("Process" if case.planned else "Assess", "assessor", part.person)
                for part in case.assigned("assess")
                if part.conflict is False and (_has_more(case, part) if case.planned else part.person not in done)
            )
            yield from _remedies(case)
            yield from _unassigned(case)
            yield from _agreement(case)
        case "assessed":
            yield from _undeclared(case)
            yield from _remedies(case)
            yield from _agreement(case)
            if case.terms is not None:
                yield from (
                    Turn("Decide", "decider", part.person) for part in case.assigned("decide") if part.conflict is False
                )
            yield from _unassigned(case)
        case "granted":
            yield from _remedies(case)
        case _:
            return


def _has_more(case: Case, part: Part) -> bool:
    """Whether somebody has an activity left to do, of those that are planned."""
    done = {work.activity for work in case.works if work.person == part.person}
    return any(part.does(activity) and activity not in done for activity in case.planned)


def _remedies(case: Case) -> Iterator[Turn]:
    """Nonconformities wait for the applicant's remedy, and a remedy for the assessor's answer."""
    waiting = [one for one in case.nonconformities if one.is_open]
    if any(one.status == "open" for one in waiting):
        yield Turn("Remedy", "applicant")
    if any(one.status != "open" for one in waiting):
        yield from (Turn("AnswerRemedy", "assessor", part.person) for part in case.assigned("assess"))


def _undeclared(case: Case) -> Iterator[Turn]:
    yield from (
        Turn("DeclareInterest", ROLE_OF[part.duty], part.person)
        for part in case.parts
        if part.conflict is None and not part.relieved
    )


def _unassigned(case: Case) -> Iterator[Turn]:
    for duty in DUTIES:
        if not case.assigned(duty) and not (duty == "assess" and case.state == "assessed"):
            yield Turn("Assign", "coordinator", duty=duty)


def _agreement(case: Case) -> Iterator[Turn]:
    if case.terms is None:
        yield Turn("Agree", "applicant")


def mine(case: Case, principal: Principal) -> tuple[Turn, ...]:
    """The turns that are this person's."""
    return tuple(turn for turn in turns(case) if _is(turn, case, principal))


def _is(turn: Turn, case: Case, principal: Principal) -> bool:
    if turn.role not in principal.roles:
        return False
    if turn.role == "applicant":
        return case.applicant in principal.applicant_for
    return turn.person in {None, principal.person}
