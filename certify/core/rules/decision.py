"""The decision: by the person who has that duty, on what the rules make of the findings, with reasons."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from certify.core import events as e
from certify.core.documents import Statement
from certify.core.dossier import Dossier
from certify.core.errors import Refused
from certify.core.findings import Findings, together
from certify.core.outcome import Dates, Outcome, work_out
from certify.core.rules.people import assessors_must_be_untied, must_have_duty
from certify.core.scheme.clocks import local_day, validity

if TYPE_CHECKING:
    from datetime import date

    from certify.core.acts import Decide, SendBack, WithdrawApplication
    from certify.core.case import Case
    from certify.core.given import Given


def send_back(case: Case, act: SendBack, given: Given) -> list[e.Event]:
    """Have the assessment done again."""
    must_have_duty(case, "decide", given)
    return [e.SentBack(reason=str(act.reason))]


def decide(case: Case, act: Decide, given: Given) -> list[e.Event]:
    """Grant or refuse.

    (1) the actor is the case's decider, and free to decide; those whose findings count are free of ties still
    (2) granting: the terms are accepted, the rules give a level, and what is renewed was not withdrawn meanwhile
    (3) refusing: the rules, complete, give none, or no completion came in time, or there is nothing left to renew
    """
    must_have_duty(case, "decide", given)
    assessors_must_be_untied(case, given)
    given.document(str(act.reason), Statement)
    computed = outcome_of(case, given)
    record = e.Decided(
        outcome=act.outcome,
        person=given.by.id,
        scheme=case.scheme,
        dossier=case.dossier,
        findings=_findings_of(case),
        computed=fingerprint(computed),
        reason=str(act.reason),
    )
    if act.outcome == "refuse":
        return [record if _nothing_to_renew(case, given) else _refusal(case, computed, record)]
    if case.state != "assessed":
        raise Refused("act.state", state=case.state)
    if case.terms is None:
        raise Refused("decide.agreement")
    if _nothing_to_renew(case, given):
        raise Refused("decide.former", former=case.former)
    if not computed.complete:
        raise Refused("decide.incomplete", criteria=[r.name for r in computed.reasons])
    if computed.level is None:
        raise Refused("decide.outcome", criteria=[r.name for r in computed.reasons])
    starts, ends = validity(given.scheme, decided=given.at, former_end=_former_end(case, given), values=computed.values)
    return [msgspec.structs.replace(record, level=computed.level, valid_from=starts, valid_until=ends)]


def _refusal(case: Case, computed: Outcome, record: e.Decided) -> e.Decided:
    if case.state == "completion_requested":
        if not case.overdue:
            raise Refused("act.state", state=case.state)
        return record
    if not computed.complete:
        raise Refused("decide.incomplete", criteria=[r.name for r in computed.reasons])
    if computed.level is not None:
        raise Refused("decide.grounds", level=computed.level)
    return record


def _nothing_to_renew(case: Case, given: Given) -> bool:
    """Whether the certificate that a renewal follows is gone: withdrawn or replaced since the renewal was handed in."""
    if case.former is None:
        return False
    return given.former is None or given.former.status in {"withdrawn", "superseded"}


def outcome_of(case: Case, given: Given) -> Outcome:
    """What the scheme's rules make of the dossier and the findings as they stand."""
    parts = tuple(given.document(digest, Findings) for digest in _findings_of(case))
    return work_out(
        given.scheme,
        given.document(case.dossier, Dossier),
        together(parts),
        form=case.form,
        dates=dates_of(case, given),
    )


def fingerprint(outcome: Outcome) -> str:
    """A digest of what an outcome says: level, completeness, names of reasons. It can be worked out again."""
    said = [outcome.level, outcome.complete, [reason.name for reason in outcome.reasons]]
    return "sha256:" + hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def dates_of(case: Case, given: Given) -> Dates:
    """The moments of the case by which conditions and clocks reckon, as days in the body's time zone."""
    return Dates(
        submitted=local_day(case.submitted_at, given.scheme),
        today=local_day(given.at, given.scheme),
        former_end=_former_end(case, given),
    )


def _findings_of(case: Case) -> tuple[str, ...]:
    intake = (case.intake_findings,) if case.intake_findings else ()
    return (*intake, *(digest for _, digest in case.findings))


def _former_end(case: Case, given: Given) -> date | None:
    return given.former.last_day if case.former and given.former else None


def withdraw_application(act: WithdrawApplication) -> list[e.Event]:
    """The applicant takes it back. Nothing more is asked."""
    return [e.ApplicationWithdrawn(reason=act.reason if isinstance(act.reason, str) else None)]
