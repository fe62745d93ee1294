"""The decision: by the person who has that duty, on what the rules make of the findings, with reasons."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from certify.core import events as e
from certify.core.acts import PrepareCertificate
from certify.core.case import evolve
from certify.core.certificate import credential
from certify.core.covered import NotSettled
from certify.core.documents import Statement
from certify.core.dossier import Dossier
from certify.core.errors import Refused
from certify.core.outcome import Outcome, work_out
from certify.core.rules.knowing import (
    dates_of,
    days_of,
    digests_of,
    evaluation_now,
    findings_of,
    former_end,
    register_of,
)
from certify.core.rules.people import assessors_must_be_untied, must_have_duty
from certify.core.rules.staffing import deciding
from certify.core.scheme.clocks import NoTerm, validity
from certify.core.scheme.domains import written
from verify.credential import certificate_bytes, read_certificate
from verify.errors import VerifyError

if TYPE_CHECKING:
    from datetime import datetime

    from certify.core.acts import Decide, SendBack, WithdrawApplication
    from certify.core.case import Case
    from certify.core.findings import Findings
    from certify.core.given import Given


# Number, place and key take nothing away from what a certificate can say.
_TRIAL = PrepareCertificate(number="8H3K-T6PW-4", status_list=1, status_index=0, key="trial")


def send_back(case: Case, act: SendBack, given: Given) -> list[e.Event]:
    """Have the assessment done again."""
    must_have_duty(case, "decide", given, deciding(given.scheme))
    if act.activity is not None and act.activity not in case.planned:
        raise Refused("activity.unknown", activity=act.activity)
    return [e.SentBack(reason=str(act.reason), activity=act.activity)]


def decide(case: Case, act: Decide, given: Given) -> list[e.Event]:
    """Grant or refuse.

    (1) the actor is the case's decider, and free to decide; those whose findings count are free of ties still
    (2) granting: the terms are accepted, no nonconformity blocks, the rules give a level, what is renewed was not
        withdrawn meanwhile, a renewal has what the scheme asks of one, and all that the certificate would say is
        settled and can be signed
    (3) refusing: the rules, complete, give none and nothing waits to be put right, or a time that is a ground for it
        ran out, or no completion came in time, or there is nothing left to renew
    """
    must_have_duty(case, "decide", given, deciding(given.scheme))
    assessors_must_be_untied(case, given)
    given.document(str(act.reason), Statement)
    computed = outcome_of(case, given)
    record = e.Decided(
        outcome=act.outcome,
        person=given.by.id,
        scheme=case.scheme,
        dossier=case.dossier,
        findings=digests_of(case),
        computed=fingerprint(computed),
        reason=str(act.reason),
        register=register_of(case, given),
    )
    if act.outcome == "refuse":
        return [record if _nothing_to_renew(case, given) else _refusal(case, computed, record, given)]
    if case.state != "assessed":
        raise Refused("act.state", state=case.state)
    if case.terms is None:
        raise Refused("decide.agreement")
    if _nothing_to_renew(case, given):
        raise Refused("decide.former", former=case.former)
    _nothing_blocks(case, given)
    if not computed.complete:
        raise Refused("decide.incomplete", criteria=[r.name for r in computed.reasons])
    if computed.level is None:
        raise Refused("decide.outcome", criteria=[r.name for r in computed.reasons])
    _renewal_is_earned(case, given)
    starts, ends = _term(case, computed, given)
    granted = msgspec.structs.replace(record, level=computed.level, valid_from=starts, valid_until=ends)
    _can_be_certified(case, granted, given)
    return [granted]


def _can_be_certified(case: Case, granted: e.Decided, given: Given) -> None:
    """What the certificate would say can be signed and read back; else the grant would wait for ever."""
    recorded = e.Recorded(seq=case.version + 1, at=given.at, by=given.by.id, event=granted)
    after = evolve(case.id, case, recorded)
    try:
        read_certificate(certificate_bytes(credential(after, _TRIAL, given)))
    except NotSettled as error:
        raise Refused("decide.units", units=error.units) from error
    except VerifyError as error:
        raise Refused("decide.certificate", because=error.code) from error


def _nothing_blocks(case: Case, given: Given) -> None:
    """No nonconformity of a blocking grade is open, of what applies by all that is known now."""
    grades = given.scheme.nonconformities
    blocking = [one for one in case.nonconformities if one.is_open and grades[one.grade].blocks]
    if not blocking:
        return
    now = evaluation_now(case, given)
    standing = [one.id for one in blocking if now.applies(one.criterion, one.unit) is not False]
    if standing:
        raise Refused("decide.nonconformity", nonconformities=standing)


def _renewal_is_earned(case: Case, given: Given) -> None:
    renewal = given.scheme.renewal
    if case.former is None or renewal is None or renewal.requires is None:
        return
    if evaluation_now(case, given).holds(renewal.requires) is not True:
        raise Refused("decide.renewal", former=case.former)


def _term(case: Case, computed: Outcome, given: Given) -> tuple[datetime, datetime]:
    """From when until when it is valid, by what the rules worked out and what dates are known."""
    now = evaluation_now(case, given)
    dates = {name: written(day) for name in given.scheme.inputs if isinstance(day := now.value(name), date)}
    try:
        return validity(
            given.scheme,
            decided=given.at,
            former_end=former_end(case, given),
            values={**dates, **computed.values},
            days=days_of(case, given),
        )
    except NoTerm as error:
        raise Refused("decide.term", because=str(error)) from error


def _refusal(case: Case, computed: Outcome, record: e.Decided, given: Given) -> e.Decided:
    if case.lapsed:
        return record
    if case.state == "completion_requested":
        if not case.overdue:
            raise Refused("act.state", state=case.state)
        return record
    _nothing_blocks(case, given)
    if not computed.complete:
        raise Refused("decide.incomplete", criteria=[r.name for r in computed.reasons])
    if computed.level is not None:
        raise Refused("decide.grounds", level=computed.level)
    return record


def _nothing_to_renew(case: Case, given: Given) -> bool:
    """Whether the certificate that a renewal follows is gone: withdrawn or replaced since the renewal was handed in."""
    if case.former is None:
        return False
    former = given.former
    return former is None or former.status in {"withdrawn", "superseded"} or former.successor is not None


def outcome_of(case: Case, given: Given, findings: Findings | None = None) -> Outcome:
    """What the scheme's rules make of the dossier and the findings as they stand, or of these findings instead.

    Until it is decided, the day of the decision is today: what rests on it is settled when it is decided.
    """
    dates = dates_of(case, given)
    return work_out(
        given.scheme,
        given.document(case.dossier, Dossier),
        findings_of(case, given) if findings is None else findings,
        form=case.form,
        dates=msgspec.structs.replace(dates, decision=dates.decision or dates.today),
        given=register_of(case, given),
    )


def fingerprint(outcome: Outcome) -> str:
    """A digest of what an outcome says: level, completeness, names of reasons. It can be worked out again."""
    said = [outcome.level, outcome.complete, [reason.name for reason in outcome.reasons]]
    return "sha256:" + hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def withdraw_application(act: WithdrawApplication) -> list[e.Event]:
    """The applicant takes it back. Nothing more is asked."""
    return [e.ApplicationWithdrawn(reason=act.reason if isinstance(act.reason, str) else None)]
