"""Cases as they are shown to somebody: lists, one case, what the caller can do next, what the rules make of it."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import msgspec

from certify.core import events as e
from certify.core.acts import MAY, Decide, Role
from certify.core.case import Case, State
from certify.core.outcome import Outcome
from certify.core.rules.decision import outcome_of
from certify.core.rules.judge import STATES
from certify.core.rules.relevance import is_of_use
from certify.core.standing import CertificateState, Decision, NonconformityState, TransitionState
from certify.service.facts import gather
from certify.service.perform import Caller, history, load_case
from certify.service.store import cases as stored
from certify.service.store import organisations, people
from certify.service.store.cases import CaseListing
from certify.service.web.problems import Trouble, not_found
from certify.service.web.sight import (
    AGAINST_STATES,
    AGAINST_STATUSES,
    EVERYTHING,
    Seen,
    case_in_sight,
    events_in_sight,
    hidden_from,
    hidden_in,
    without_hidden,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.scheme.model import Scheme
    from certify.service.web.access import Principal
    from certify.service.web.wired import Wired

MOST = 100
_WAITING: dict[str, tuple[State, ...]] = {"assess": ("registered", "accepted"), "decide": ("accepted", "assessed")}
_DUTY_OF: tuple[tuple[Role, str], ...] = (("assessor", "assess"), ("decider", "decide"))


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation as a case shows it."""

    id: str
    name: str
    number: str


class SchemeName(msgspec.Struct, frozen=True, kw_only=True):
    """The scheme version that a case is judged by."""

    id: str
    version: str
    digest: str
    edition: str
    title: dict[str, str]


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A case in a list."""

    id: str
    version: int
    number: str | None
    applicant: str
    applicant_name: str
    scheme: str
    scheme_version: str
    form: str
    state: str
    certificate: str | None
    certificate_status: str | None
    submitted_at: datetime
    changed_at: datetime


class CasePage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list; `next` is the cursor of the page after it, absent on the last one."""

    cases: tuple[Listed, ...]
    next: str | None = None


class CaseQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which cases: by state, by words of the applicant's name or number, or those that wait for somebody."""

    state: tuple[State, ...] = ()
    search: Annotated[str, msgspec.Meta(max_length=200)] = ""
    waiting: bool = False
    cursor: Annotated[str, msgspec.Meta(max_length=200)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST)] = 50


class PartShown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who has which duty. Whether they declared a conflict is not for the applicant to see."""

    person: str
    name: str | None
    duty: str
    activities: tuple[str, ...] = ()
    declared: bool = False
    conflict: bool | None = None


class Completion(msgspec.Struct, frozen=True, kw_only=True):
    """What the applicant was asked to complete: criteria, the document with the request, and the last day."""

    criteria: tuple[str, ...]
    reason: str | None
    due: date | None
    overdue: bool


class CaseShown(msgspec.Struct, frozen=True, kw_only=True):
    """A case as somebody may see it. Digests name documents; `acts` are those that the caller's roles can do now.

    The rules ask for more than role and state, so an act in the list may still be refused. `deadlines` are the last
    days that the clock follows, by activity; `missed` the surveillances that are owed; `samples` the units drawn for an
    activity; `plan` and `former_plan` name the improvement plans of this case and of the one that it renews.
    """

    id: str
    version: int
    number: str | None
    state: State
    form: str
    former: str | None
    submitted_at: datetime
    received: date | None
    changed_at: datetime
    applicant: Applicant
    scheme: SchemeName
    dossiers: tuple[str, ...]
    terms: str | None
    parts: tuple[PartShown, ...]
    completion: Completion | None
    intake_findings: str | None
    findings: tuple[tuple[str, str], ...]
    decision: Decision | None
    certificates: tuple[CertificateState, ...]
    seen_as: tuple[str, ...]
    acts: tuple[str, ...]
    profile: str | None
    nonconformities: tuple[NonconformityState, ...]
    deadlines: dict[str, date]
    missed: tuple[str, ...]
    samples: dict[str, tuple[str, ...]]
    units_suspended: tuple[str, ...]
    plan: str | None
    former_plan: str | None
    transition: TransitionState | None


class EventShown(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a case's history."""

    seq: int
    at: datetime
    by: str
    event: e.Event


async def list_cases(here: Wired, principal: Principal, query: CaseQuery) -> CasePage:
    """The cases that somebody may see, last changed first; with `waiting` those that nobody has taken on."""
    before = read_cursor(query.cursor)
    rows = (
        await _waiting(here, principal, query, before)
        if query.waiting
        else await _in_sight(here, principal, query, before)
    )
    page = rows[: query.limit]
    more = len(rows) > query.limit
    return CasePage(
        cases=tuple(_listed(row) for row in page),
        next=write_cursor(page[-1].updated_at, page[-1].case) if more else None,
    )


async def granted_and_due(here: Wired, principal: Principal, until: datetime, limit: int) -> tuple[Listed, ...]:
    """For somebody who sees every case: the granted ones whose next last day comes by then. Else those in sight."""
    if principal.roles & EVERYTHING:
        found = await stored.granted_and_due(here.database, principal.body, until, limit=limit)
        return tuple(_listed(row) for row in found)
    query = CaseQuery(state=("granted",), limit=MOST)
    return tuple(_listed(row) for row in await _in_sight(here, principal, query, None))


async def _in_sight(
    here: Wired,
    principal: Principal,
    query: CaseQuery,
    before: tuple[datetime, str] | None,
) -> list[CaseListing]:
    """The cases of one's organisations, duties and roles together, one more than the page holds."""
    db, body = here.database, principal.body
    states: tuple[str, ...] = query.state
    limit, search = query.limit + 1, query.search
    if principal.roles & EVERYTHING:
        return await stored.list_cases(db, body, states=states, search=search, before=before, limit=limit)
    found: list[CaseListing] = []
    if principal.applicant_for:
        found += await stored.list_cases(
            db, body, applicants=principal.applicant_for, states=states, search=search, before=before, limit=limit
        )
    duties = tuple(duty for role, duty in _DUTY_OF if role in principal.roles)
    if duties:
        found += await stored.list_cases(
            db, body, held=(principal.person, duties), states=states, search=search, before=before, limit=limit
        )
    ended = tuple(state for state in AGAINST_STATES if not states or state in states)
    statuses = AGAINST_STATUSES if not states or "granted" in states else ()
    if "appeals_handler" in principal.roles and (ended or statuses):
        found += await stored.list_cases(
            db, body, states=ended, statuses=statuses, search=search, before=before, limit=limit
        )
    return _newest(found, limit)


async def _waiting(
    here: Wired, principal: Principal, query: CaseQuery, before: tuple[datetime, str] | None
) -> list[CaseListing]:
    """Headers of the cases in which nobody has the caller's duty yet, so that a conflict can be told beforehand."""
    found: list[CaseListing] = []
    for role, duty in _DUTY_OF:
        states = tuple(state for state in _WAITING[duty] if not query.state or state in query.state)
        if principal.roles & ({role} | EVERYTHING) and states:
            found += await stored.list_cases(
                here.database,
                principal.body,
                without=duty,
                states=states,
                search=query.search,
                before=before,
                limit=query.limit + 1,
            )
    return _newest(found, query.limit + 1)


def _newest(found: list[CaseListing], limit: int) -> list[CaseListing]:
    once = {row.case: row for row in found}.values()
    return sorted(once, key=lambda row: (row.updated_at, row.case), reverse=True)[:limit]


def _listed(row: CaseListing) -> Listed:
    return Listed(
        id=row.case,
        version=row.version,
        number=row.number,
        applicant=row.applicant,
        applicant_name=row.applicant_name,
        scheme=row.scheme_id,
        scheme_version=row.scheme_version,
        form=row.form,
        state=row.state,
        certificate=row.certificate if row.certificate_status not in {"prepared", "voided"} else None,
        certificate_status=row.certificate_status if row.certificate_status not in {"prepared", "voided"} else None,
        submitted_at=row.submitted_at,
        changed_at=row.updated_at,
    )


async def show_case(here: Wired, principal: Principal, case_id: str) -> CaseShown:
    """One case. Raises the problem `not-found` where it is out of sight."""
    seen = await case_in_sight(here.database, principal, case_id)
    case = await load_case(here.database, principal.body, case_id)
    if case is None:
        raise not_found()
    inside = bool(seen.viewers - {"applicant"})
    applicant = await organisations.organisation(here.database, principal.body, case.applicant)
    scheme = await here.shell.schemes.of_case(here.database, principal.body, case)
    if applicant is None or scheme is None:
        raise not_found()
    hidden = hidden_from(principal.person, seen, case, scheme)
    case = without_hidden(case, principal.person, hidden)
    names = await people.names(here.database, tuple(part.person for part in case.parts))
    decided = case.decision is not None
    return CaseShown(
        id=case.id,
        version=case.version,
        number=case.number,
        state=case.state,
        form=case.form,
        former=case.former,
        submitted_at=case.submitted_at,
        received=case.received,
        changed_at=case.happened_at,
        applicant=Applicant(id=applicant.id, name=applicant.name, number=applicant.number),
        scheme=SchemeName(
            id=scheme.id,
            version=scheme.version.id,
            digest=scheme.digest,
            edition=scheme.edition,
            title=dict(scheme.title),
        ),
        dossiers=case.dossiers,
        terms=case.terms,
        parts=tuple(
            PartShown(
                person=part.person,
                name=names.get(part.person),
                duty=part.duty,
                activities=part.activities,
                declared=inside and part.conflict is not None,
                conflict=part.conflict if inside else None,
            )
            for part in case.parts
            if not part.relieved and not (part.activities and {*part.activities} <= hidden.secret)
        ),
        completion=_completion(case),
        intake_findings=case.intake_findings,
        findings=case.findings if inside or decided else (),
        decision=case.decision,
        certificates=tuple(c for c in case.certificates if c.status not in {"prepared", "voided"} or inside),
        seen_as=tuple(sorted(seen.viewers)),
        acts=possible_acts(principal, seen, case, scheme),
        profile=case.profile,
        nonconformities=case.nonconformities,
        deadlines={what: due for what, due in case.deadlines.items() if what not in hidden.unannounced},
        missed=tuple(sorted(case.missed)),
        samples=dict(case.samples),
        units_suspended=tuple(sorted(case.units_suspended)),
        plan=case.plan,
        former_plan=case.former_plan,
        transition=case.transition,
    )


def _completion(case: Case) -> Completion | None:
    if case.state != "completion_requested":
        return None
    return Completion(
        criteria=case.completion_criteria,
        reason=case.completion_reason,
        due=case.completion_due,
        overdue=case.overdue,
    )


_OF_STATUS: dict[str, frozenset[str]] = {
    "Suspend": frozenset({"active"}),
    "Reinstate": frozenset({"suspended"}),
    "Withdraw": frozenset({"active", "suspended"}),
}


def possible_acts(principal: Principal, seen: Seen, case: Case, scheme: Scheme) -> tuple[str, ...]:
    """The acts that the caller's roles open and the case's state allows, in the order in which they usually come."""
    does: set[str] = set(principal.roles - {"applicant"})
    if "applicant" in seen.viewers:
        does.add("applicant")
    found = []
    for act, doers in MAY.items():
        name = act.__name__
        in_state = act not in STATES or case.state in STATES[act]
        if name in _OF_STATUS:
            in_state = case.certificate is not None and case.certificate.status in _OF_STATUS[name]
        in_state = in_state and is_of_use(act, case, scheme)
        if doers & does and in_state and (name != "Agree" or case.terms is None):
            found.append(name)
    return tuple(found)


async def case_events(here: Wired, principal: Principal, case_id: str) -> tuple[EventShown, ...]:
    """A case's history, as far as the caller may see it. Raises the problem `not-found`."""
    seen = await case_in_sight(here.database, principal, case_id)
    recorded = await history(here.database, principal.body, case_id)
    hidden = await hidden_in(here.shell, principal, seen, recorded)
    return shown(events_in_sight(seen, recorded, principal.person, hidden))


def shown(recorded: Iterable[e.Recorded]) -> tuple[EventShown, ...]:
    """Events as they are answered."""
    return tuple(EventShown(seq=one.seq, at=one.at, by=one.by, event=one.event) for one in recorded)


async def case_outcome(here: Wired, principal: Principal, case_id: str) -> Outcome:
    """What the rules give as the case stands; the applicant sees it once the case is decided."""
    seen = await case_in_sight(here.database, principal, case_id)
    case = await load_case(here.database, principal.body, case_id)
    if case is None or (case.decision is None and seen.viewers <= {"applicant"}):
        raise not_found()
    scheme = await here.shell.schemes.of_case(here.database, principal.body, case)
    if scheme is None:
        raise not_found()
    hidden = hidden_from(principal.person, seen, case, scheme)
    return await outcome_now(here, principal, without_hidden(case, principal.person, hidden))


async def outcome_now(here: Wired, principal: Principal, case: Case) -> Outcome:
    """The outcome with its reasons: from the facts, and by the function, that a decision is judged by."""
    as_if = Decide(outcome="grant", reason=case.dossier)
    caller = Caller(kind="person", person=principal.person)
    at = max(here.clock(), case.happened_at)
    return outcome_of(case, await gather(here.shell, principal.body, case, as_if, caller, at, ()))


def write_cursor(at: datetime, id_: str) -> str:
    """The place after which the next page begins, as text that fits into an address."""
    micros = (at - _EPOCH) // _MICROSECOND
    return base64.urlsafe_b64encode(f"{micros}/{id_}".encode()).rstrip(b"=").decode()


def read_cursor(cursor: str) -> tuple[datetime, str] | None:
    """What `write_cursor` wrote; None for no cursor. Raises the problem `bad-query` for anything else."""
    if not cursor:
        return None
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        micros, mark, id_ = raw.partition("/")
        if not mark or not micros.isdigit() or len(micros) > 17 or not id_.isprintable():
            raise ValueError(cursor)
        return _EPOCH + int(micros) * _MICROSECOND, id_
    except (ValueError, binascii.Error, OverflowError):
        raise Trouble("bad-query", "the cursor is none of ours") from None


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = datetime.resolution
