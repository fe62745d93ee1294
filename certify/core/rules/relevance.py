"""Which acts a case has a use for, so that nobody is offered what its scheme does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from certify.core import acts as a
from certify.core import process_acts as p
from certify.core.rules.evaluating import FROM_OUTSIDE

if TYPE_CHECKING:
    from certify.core.case import Case
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.process import ActivityKind


def is_of_use(act: type[msgspec.Struct], case: Case, scheme: Scheme) -> bool:  # noqa: PLR0911  one answer an act
    """Whether the act can mean anything for the case as it stands. Acts that every case has are always of use."""
    if act is a.Relieve and case.state == "granted":
        return any(not part.relieved and part.activities for part in case.parts)
    if act is p.Draw:
        return any(one.sample is not None and one.id not in case.samples for one in scheme.activities)
    if act is p.Vote:
        return _has(scheme, "vote")
    if act is p.RecordResult:
        outside = any(entry.given_by in FROM_OUTSIDE for entry in scheme.inputs.values())
        return outside or _has(scheme, "exam") or _has(scheme, "fetch")
    if act is p.Survey:
        return _has(scheme, "survey") and _counts(case)
    if act is p.ProposeRemedy or act is p.CloseNonconformity:
        return any(one.is_open for one in case.nonconformities)
    if act is p.AcceptRemedy or act is p.RefuseRemedy:
        return any(one.status == "proposed" for one in case.nonconformities)
    if act is p.PlanImprovement:
        return case.decision is not None or case.former_plan is not None
    if act is p.ReportCircumstance:
        return any(entry.given_by == "event" for entry in scheme.inputs.values())
    if act is p.ConfirmTransition:
        return case.transition is not None and case.transition.open and _counts(case)
    return True


def _has(scheme: Scheme, kind: ActivityKind) -> bool:
    return any(activity.kind == kind for activity in scheme.activities)


def _counts(case: Case) -> bool:
    return case.certificate is not None and case.certificate.status in {"active", "suspended"}
