"""Try an act without doing it: by the very facts and the very rules that would judge it.

So a page can show the button where an act would go through, and where it would not the rule's own sentence. What was
tried is not recorded, and `perform` asks everything again.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import repeat
from typing import TYPE_CHECKING

import msgspec

from certify.core import acts as a
from certify.core.documents import SALT_BYTES, Statement, seal_fields
from certify.core.errors import Refused
from certify.core.findings import Findings
from certify.core.rules.decision import outcome_of
from certify.core.rules.evaluating import is_asked_for
from certify.core.rules.intake import must_be_free_to_accept
from certify.core.rules.judge import judge
from certify.core.rules.people import must_be_free_to_coordinate
from certify.core.rules.staffing import evaluating
from certify.core.scheme.clocks import local_day
from certify.service.facts import gather
from certify.service.perform import Caller
from certify.service.store import published
from certify.service.web.pages.tasks_of_case import Task, applying, assessment, filled, review, some_findings
from certify.service.web.pages.turns import Known, Turn, depends_on_more, mine, turns

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from certify.core.case import Case
    from certify.core.events import Event
    from certify.core.given import Given
    from certify.core.scheme.model import Scheme
    from certify.service.web.access import Principal
    from certify.service.web.pages.forms import Form
    from certify.service.web.wired import Wired

_WORD = Statement(text="-")
_BY_A_COORDINATOR = frozenset({"Accept", "RecordResult"})
_NO_SALT = bytes(SALT_BYTES)  # nothing that is tried is kept


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What an act would come to: its events, or the refusal."""

    events: tuple[Event, ...] = ()
    refused: Refused | None = None


async def tried(here: Wired, principal: Principal, case: Case, act: a.Act) -> Tried:
    """What would come of this act by this person, now."""
    act, sealed = seal_fields(act, repeat(_NO_SALT))
    try:
        given = await _given(here, principal, case, act, sealed)
        return Tried(events=tuple(judge(case, act, given)))
    except Refused as refused:
        return Tried(refused=refused)


async def given_for(here: Wired, principal: Principal, case: Case, act: a.Act) -> Given:
    """What the rules would be given to judge an act that brings no document, by this person and now."""
    return await _given(here, principal, case, act)


async def _given(here: Wired, principal: Principal, case: Case, act: a.Act, sealed: tuple[object, ...] = ()) -> Given:
    caller = Caller(kind="person", person=principal.person)
    return await gather(here.shell, principal.body, case, act, caller, _now(here, case), sealed)  # type: ignore[arg-type]  # as seal_fields gives them


def _now(here: Wired, case: Case) -> datetime:
    return max(here.clock(), case.happened_at)


async def possible(
    here: Wired, principal: Principal, case: Case, scheme: Scheme, names: tuple[str, ...]
) -> dict[str, Tried]:
    """For each act of these that has an example: whether it would go through. The rest is not in the answer."""
    found: dict[str, Tried] = {}
    for name in names:
        try:
            act = await _example(here, principal, case, scheme, name)
        except Refused as refused:  # what an assessment would rest on was erased
            found[name] = Tried(refused=refused)
            continue
        if act is not None:
            answer = await tried(here, principal, case, act)
            if answer.refused is None or answer.refused.rule not in _OF_WHAT_A_REVIEW_SAYS:
                found[name] = answer
    return found


async def _example(here: Wired, principal: Principal, case: Case, scheme: Scheme, name: str) -> a.Act | None:
    """An act of that kind in which nothing that a person fills in would be the cause of a refusal."""
    if name == "Agree":
        terms = await published.current_terms(here.database, principal.body)
        return a.Agree(terms=terms.digest) if terms is not None else None
    if name == "Assess":
        given = await facts(here, principal, case)
        task = assessment(case, given, principal.person)
        return a.Assess(findings=some_findings(task, case, given), activity=task.activity)
    make = _EXAMPLES.get(name)
    return make(case, principal, scheme, local_day(_now(here, case), scheme)) if make is not None else None


async def facts(here: Wired, principal: Principal, case: Case) -> Given:
    """What a rule is given about a case: its scheme, its documents, the time, and the former certificate."""
    return await _given(here, principal, case, a.Decide(outcome="grant", reason=case.dossier))


async def to_be_assessed(here: Wired, principal: Principal, case: Case, form: Form) -> Task:
    """What an assessment by this person has to answer, with what the form says. Raises Refused where it is erased."""
    given = await facts(here, principal, case)
    task = assessment(case, given, principal.person)
    return applying(task, filled(task, form, given.scheme, [], strict=False), case, given)


async def to_be_reviewed(here: Wired, principal: Principal, case: Case, form: Form) -> Task:
    """What the application review has to answer, with what the form says. Raises Refused where it is erased."""
    given = await facts(here, principal, case)
    task = review(case, given.scheme)
    return applying(task, filled(task, form, given.scheme, [], strict=False), case, given)


async def waits(here: Wired, principal: Principal, case: Case, scheme: Scheme) -> tuple[Turn, ...]:
    """Whose turn it is in a case. Its documents are read only where that depends on them."""
    known = Known(today=local_day(_now(here, case), scheme))
    if depends_on_more(case, scheme):
        try:
            given = await facts(here, principal, case)
        except Refused:  # what it would rest on was erased
            return turns(case, scheme, known)
        skipped = frozenset(one.id for one in evaluating(scheme) if not is_asked_for(one, case, given))
        outcome = outcome_of(case, given)
        known = known._replace(skipped=skipped, refusable=outcome.complete and outcome.level is None)
    return turns(case, scheme, known)


async def own_turns(
    here: Wired, principal: Principal, case: Case, scheme: Scheme, found: tuple[Turn, ...]
) -> tuple[Turn, ...]:
    """The turns that are this person's: what needs no duty only where the rules let them do it."""
    own = mine(found, case, principal)
    if not any(turn.act in _BY_A_COORDINATOR for turn in own):
        return own
    given = await facts(here, principal, case)
    return tuple(turn for turn in own if _may(turn, case, scheme, given))


def _may(turn: Turn, case: Case, scheme: Scheme, given: Given) -> bool:
    try:
        if turn.act == "Accept":
            must_be_free_to_accept(case, given)
        elif turn.act == "RecordResult" and turn.person is None and turn.activity is not None:
            must_be_free_to_coordinate(case, scheme.activities_by_id[turn.activity], given)
    except Refused:
        return False
    return True


def _declare(case: Case, principal: Principal, _scheme: Scheme, _today: date) -> a.Act:
    part = case.part_of(principal.person)
    return a.DeclareInterest(conflict=part is not None and part.conflict is False)


def _relieve(case: Case, _principal: Principal, _scheme: Scheme, _today: date) -> a.Act | None:
    first = next(iter(relievable(case)), None)
    return None if first is None else a.Relieve(person=first[0], activity=first[1], reason=_WORD)


def relievable(case: Case) -> tuple[tuple[str, str | None], ...]:
    """Those who have a duty in the case and have not done it: with all of it, or with each activity that is undone."""
    found: list[tuple[str, str | None]] = []
    for part in case.parts:
        if part.relieved or part.conflict:
            continue
        done = {work.activity for work in case.works if work.person == part.person and work.kind != "survey"}
        if not done and case.decision is None:
            found.append((part.person, None))
        if len(part.activities) > 1 or done or case.decision is not None:
            found += [(part.person, one) for one in part.activities if not done & {None, one}]
    return tuple(found)


# By whom a case may be taken in can be tried; what the review says of it cannot, before it is filled in.
_OF_WHAT_A_REVIEW_SAYS = frozenset({"accept.findings", "accept.condition", "accept.profile", "accept.eligible"})
_EXAMPLES: dict[str, Callable[[Case, Principal, Scheme, date], a.Act | None]] = {
    "Register": lambda _c, _p, _s, today: a.Register(number="0", received=today),
    "Accept": lambda _c, _p, _s, _d: a.Accept(findings=Findings(findings=())),
    "Decline": lambda _c, _p, _s, _d: a.Decline(reason=_WORD),
    "Relieve": _relieve,
    "DeclareInterest": _declare,
    "RecordGuidance": lambda _c, who, _s, today: a.RecordGuidance(person=who.person, on=today),
    "RequestCompletion": lambda _c, _p, scheme, today: a.RequestCompletion(
        criteria=(scheme.criteria[0].id,), reason=_WORD, due=today + timedelta(days=1)
    ),
    "SendBack": lambda _c, _p, _s, _d: a.SendBack(reason=_WORD),
    "WithdrawApplication": lambda _c, _p, _s, _d: a.WithdrawApplication(),
    "Suspend": lambda _c, _p, _s, _d: a.Suspend(reason_class="other", reason=_WORD),
    "Reinstate": lambda _c, _p, _s, _d: a.Reinstate(reason=_WORD),
    "Withdraw": lambda _c, _p, _s, _d: a.Withdraw(reason_class="other", reason=_WORD),
}
