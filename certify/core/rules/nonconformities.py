"""The life of a nonconformity: raised by a finding's grade, remedied, closed; many of one grade become another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core import events as e
from certify.core import process_events as pe
from certify.core.documents import Statement
from certify.core.errors import Refused
from certify.core.findings import Findings
from certify.core.merging import merged
from certify.core.rules.evaluating import check_units
from certify.core.rules.knowing import evaluation_now, findings_of
from certify.core.rules.people import must_have_duty
from certify.core.rules.staffing import is_done
from certify.core.scheme.clocks import last_day, local_day, remedy_deadline

if TYPE_CHECKING:
    from certify.core.case import Case
    from certify.core.given import Given
    from certify.core.process_acts import AcceptRemedy, CloseNonconformity, ProposeRemedy, RefuseRemedy
    from certify.core.scheme.process import Activity
    from certify.core.standing import NonconformityState


def raised(case: Case, happened: list[e.Event], given: Given) -> list[e.Event]:
    """The nonconformities that findings just handed in raise; of an activity of several people once all are in."""
    found: list[e.Event] = []
    for event in happened:
        if isinstance(event, e.Assessed):
            activity = _assessment(event, given)
            if event.activity is None:
                found += _raise(case, given.document(event.findings, Findings), activity, given, len(found))
            elif is_done(activity, case):
                found += _raise(case, _of_all(case, activity, given), activity, given, len(found))
        elif isinstance(event, pe.Surveyed) and not event.others:
            activity = given.scheme.activities_by_id[event.activity]
            found += _raise(case, _of_all(case, activity, given), activity, given, len(found))
    return found


def _of_all(case: Case, activity: Activity, given: Given) -> Findings:
    """What everybody found together, in the round that counts."""
    works = (work for work in case.works_of(activity.id) if work.kind != "closing")
    parts = tuple((work.person, given.document(work.findings, Findings)) for work in works)
    return merged(given.scheme, activity, parts)


def _assessment(event: e.Assessed, given: Given) -> Activity:
    named = given.scheme.activities_by_id.get(event.activity or "")
    return named or next(one for one in given.scheme.activities if one.kind == "assess")


def _raise(case: Case, findings: Findings, activity: Activity, given: Given, before: int) -> list[e.Event]:
    today = local_day(given.at, given.scheme)
    number = len(case.nonconformities) + before
    events: list[e.Event] = []
    for finding in findings.findings:
        if finding.grade is None:
            continue
        number += 1
        events.append(
            pe.NonconformityRaised(
                id=f"nc-{number}",
                grade=finding.grade,
                criterion=finding.criterion,
                activity=activity.id,
                due=remedy_deadline(given.scheme, finding.grade, today),
                unit=finding.unit,
            )
        )
    return events


def lifted(case: Case, happened: list[e.Event], given: Given) -> list[e.Event]:
    """What there is no longer, or is again: no nonconformity stands on a criterion that does not apply.

    One that was lifted is raised anew, with a time of its own, when its criterion applies again and its finding counts.
    """
    last = {(one.criterion, one.unit, one.activity): one for one in case.nonconformities}
    waiting = [one for one in last.values() if one.is_open or one.status == "lifted"]
    if not waiting or not any(_changes_facts(event, case, given) for event in happened):
        return []
    now, found = evaluation_now(case, given, since=True), findings_of(case, given, since=True)
    gone: list[NonconformityState] = []
    again: list[e.Event] = []
    for one in waiting:
        applies, finding = now.applies(one.criterion, one.unit), found.on(one.criterion, one.unit)
        if one.is_open and applies is False:
            gone.append(one)
        elif not one.is_open and applies is not False and finding is not None:
            activity = given.scheme.activities_by_id[one.activity]
            again += _raise(case, Findings(findings=(finding,)), activity, given, len(again))
    return [*lifting(case, *gone), *again]


def lifting(case: Case, *gone: NonconformityState) -> list[e.Event]:
    """That these do not stand any longer, since their criteria do not apply; with the units that come back by that."""
    return [*(pe.NonconformityLifted(id=one.id) for one in gone), *_unit_again(case, *gone)]


def _changes_facts(event: e.Event, case: Case, given: Given) -> bool:
    """Whether what applies can be another since that event; of what several people do together, once all are done."""
    if isinstance(event, e.Assessed):
        return event.activity is None or is_done(given.scheme.activities_by_id[event.activity], case)
    if isinstance(event, pe.Surveyed):
        return not event.others
    return isinstance(event, pe.Voted | pe.ResultRecorded | pe.CircumstanceReported | pe.NonconformityClosed)


def too_many(case: Case, _happened: list[e.Event], given: Given) -> list[e.Event]:
    """So many of a grade are open that each becomes the stricter one that the scheme names."""
    events: list[e.Event] = []
    for grade, entry in given.scheme.nonconformities.items():
        open_ones = [one for one in case.nonconformities if one.is_open and one.grade == grade]
        if entry.many is None or len(open_ones) < entry.many.at_least or not open_ones:
            continue
        within = given.scheme.nonconformities[entry.many.becomes].within
        events += [
            pe.NonconformityRegraded(
                id=one.id,
                grade=entry.many.becomes,
                due=last_day(within, local_day(one.raised, given.scheme)),
            )
            for one in open_ones
        ]
    return events


def propose_remedy(case: Case, act: ProposeRemedy, given: Given) -> list[e.Event]:
    """How it is put right, said by the applicant; until it is closed another remedy can be proposed."""
    given.document(str(act.remedy), Statement)
    return [pe.RemedyProposed(id=_open(case, act.nonconformity).id, remedy=str(act.remedy))]


def accept_remedy(case: Case, act: AcceptRemedy, given: Given) -> list[e.Event]:
    """The remedy will do; the nonconformity is open until it is seen to be done."""
    one = _proposed(case, act.nonconformity)
    _must_be_its_assessor(case, one, given)
    given.document(str(act.reason), Statement)
    return [pe.RemedyAccepted(id=one.id, reason=str(act.reason))]


def refuse_remedy(case: Case, act: RefuseRemedy, given: Given) -> list[e.Event]:
    """The remedy will not do. The last day stays."""
    one = _proposed(case, act.nonconformity)
    _must_be_its_assessor(case, one, given)
    given.document(str(act.reason), Statement)
    return [pe.RemedyRefused(id=one.id, reason=str(act.reason))]


def close(case: Case, act: CloseNonconformity, given: Given) -> list[e.Event]:
    """It is put right: there is a new finding on its criterion, and no other."""
    one = _open(case, act.nonconformity)
    _must_be_its_assessor(case, one, given)
    findings = given.document(str(act.findings), Findings)
    check_units(findings, given.scheme, {})
    about = [(finding.criterion, finding.unit) for finding in findings.findings]
    if about != [(one.criterion, one.unit)] or findings.inputs:
        raise Refused("nonconformity.finding", criterion=one.criterion)
    finding = findings.findings[0]
    criterion = given.scheme.criterion(one.criterion)
    if finding.grade is not None or not given.scheme.takes(criterion, finding.value):
        raise Refused("assess.value", criterion=finding.criterion, value=finding.value)
    closed = pe.NonconformityClosed(id=one.id, person=given.by.id, findings=str(act.findings))
    return [closed, *_unit_again(case, one)]


def _unit_again(case: Case, *gone: NonconformityState) -> list[e.Event]:
    """The units that come back when these are gone: each was suspended, and has no other nonconformity that is open."""
    ids = {one.id for one in gone}
    waiting = {other.unit for other in case.nonconformities if other.is_open and other.id not in ids}
    back = case.units_suspended & {one.unit for one in gone} - waiting
    return [pe.UnitReinstated(unit=unit) for unit in sorted(back)]


def _open(case: Case, id: str) -> NonconformityState:
    one = case.nonconformity(id)
    if one is None:
        raise Refused("nonconformity.unknown", nonconformity=id)
    if not one.is_open:
        raise Refused("nonconformity.closed", nonconformity=id)
    return one


def _proposed(case: Case, id: str) -> NonconformityState:
    one = _open(case, id)
    if one.status != "proposed":
        raise Refused("nonconformity.remedy", nonconformity=id)
    return one


def _must_be_its_assessor(case: Case, one: NonconformityState, given: Given) -> None:
    """Somebody with the duty to assess: for the activity that raised it, or for all."""
    must_have_duty(case, "assess", given, given.scheme.activities_by_id[one.activity])
