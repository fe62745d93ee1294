"""What the body's own register says of an applicant and of those who assess it: never taken from anybody's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core import process_events as events
from certify.core.events import decode
from certify.core.held import Held, schemes_asked_about
from certify.core.held import register_inputs as worked_out
from certify.core.scheme.clocks import local_day
from certify.service.store import cases, certificates, organisations

if TYPE_CHECKING:
    from datetime import date, datetime

    from certify.core.case import Case
    from certify.core.scheme.model import Scheme
    from certify.service.store.certificates import RegisterRow
    from certify.service.store.database import Database

_LONGEST_CHAIN = 100


async def register_inputs(db: Database, body: str, scheme: Scheme, case: Case | None, at: datetime) -> dict[str, str]:
    """The inputs of a scheme that the installation's register gives for this case's applicant."""
    asked = schemes_asked_about(scheme)
    if case is None or not asked:
        return {}
    holder = await organisations.organisation(db, body, case.applicant)
    if holder is None:
        return {}
    held = []
    for row in await certificates.held_by(db, holder.number, tuple(sorted(asked))):
        steps = await certificates.status_steps(db, row.body, row.number)
        held.append(
            Held(
                scheme=row.scheme,
                valid_from=row.valid_from,
                valid_until=row.valid_until,
                steps=tuple((step.at, step.status) for step in steps),
            )
        )
    days = {"submitted": local_day(case.submitted_at), "today": local_day(at)}
    if case.decision is not None:
        days["decision"] = local_day(case.decision.at)
    return worked_out(scheme, held, days, at)


async def renewals_before(db: Database, row: RegisterRow) -> int:
    """How many renewals a certificate rests on. One that was issued anew in the same case is no renewal."""
    count, former, case = 0, row.former, row.case
    for _ in range(_LONGEST_CHAIN):
        if former is None:
            break
        before = await certificates.certificate(db, former)
        if before is None:
            break
        count, former, case = count + (before.case != case), before.former, before.case
    return count


async def plan_of(db: Database, body: str, case: str) -> str | None:
    """The improvement plan that a case left last."""
    planned = await cases.last_event_of_type(db, body, case, events.ImprovementPlanned.__name__)
    if planned is None:
        return None
    event = decode(planned.data.encode()).event
    return event.plan if isinstance(event, events.ImprovementPlanned) else None


async def assessing_since(db: Database, body: str, applicant: str | None, scheme: Scheme, person: str) -> date | None:
    """The day from which on this person, and nobody else in between, has assessed the applicant under the scheme.

    Counted over its cases from the latest back: a case that others assessed, and this person did not, ends the row.
    """
    if applicant is None:
        return None
    since: date | None = None
    for case, submitted in await cases.cases_of(db, body, applicant, scheme.id):
        assessed = {part.person for part in await cases.parts_of(db, body, case) if part.duty == "assess"}
        if person in assessed:
            since = local_day(submitted)
        elif assessed:
            break
    return since
