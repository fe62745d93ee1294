"""What time itself asks for: the acts of the clock, and when the next one is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from certify.core.acts import Act, Expire, MarkOverdue, Withdraw
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
    return tuple(sorted(due, key=lambda pair: pair[0]))


def due(case: Case, now: datetime) -> tuple[Act, ...]:
    """The acts of the clock whose moment has come, earliest first."""
    return tuple(act for moment, act in deadlines(case) if moment <= now)


def next_due(case: Case) -> datetime | None:
    """The moment of the next act of the clock, if time asks for one at all."""
    moments = deadlines(case)
    return moments[0][0] if moments else None


def _after(day: date) -> datetime:
    return end_of_day(day) + _NEXT_SECOND
