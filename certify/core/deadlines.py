"""What time itself asks for: the acts of the clock, and when the next one is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from certify.core.acts import Act, Expire, MarkOverdue, Withdraw
from certify.core.process_acts import MarkLate
from certify.core.scheme.clocks import end_of_day

if TYPE_CHECKING:
    from certify.core.case import Case

_NEXT_SECOND = timedelta(seconds=1)


def deadlines(case: Case) -> tuple[tuple[datetime, Act], ...]:
    """Each moment from which an act of the clock is due, with the act, earliest first."""
    due: list[tuple[datetime, Act]] = []
    if case.state == "completion_requested" and not case.overdue and case.completion_due is not None:
        due.append((_after(case.completion_due), MarkOverdue()))
    certificate = case.certificate
    if certificate is not None and case.decision is not None and case.decision.valid_until is not None:
        if certificate.status in {"active", "suspended"}:
            due.append((case.decision.valid_until + _NEXT_SECOND, Expire()))
        if certificate.status == "suspended" and certificate.suspended_until is not None:
            due.append((_after(certificate.suspended_until), Withdraw(reason_class="suspension_ran_out")))
        if certificate.status in {"active", "suspended"}:
            due += _while_it_holds(case)
    due += [(_after(last), MarkLate(what=what)) for what, last in case.deadlines.items()]
    due += [(_after(one.due), MarkLate(what=one.id)) for one in case.nonconformities if one.is_open and not one.overdue]
    return tuple(sorted(due, key=lambda pair: pair[0]))


def _while_it_holds(case: Case) -> list[tuple[datetime, Act]]:
    """What ends a certificate before its day: something that happened, or a new version that was not followed."""
    found: list[tuple[datetime, Act]] = []
    if case.ends_on is not None:
        found.append((_after(case.ends_on), Withdraw(reason_class="circumstances_changed")))
    if case.transition is not None and case.transition.open:
        found.append((_after(case.transition.due), MarkLate(what="transition")))
    return found


def due(case: Case, now: datetime) -> tuple[Act, ...]:
    """The acts of the clock whose moment has come, earliest first."""
    return tuple(act for moment, act in deadlines(case) if moment <= now)


def next_due(case: Case) -> datetime | None:
    """The moment of the next act of the clock, if time asks for one at all."""
    moments = deadlines(case)
    return moments[0][0] if moments else None


def _after(day: date) -> datetime:
    return end_of_day(day) + _NEXT_SECOND
