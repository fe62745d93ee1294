"""What the figures propose where nobody has found anything yet: shown to assessors, taken in a self-assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from certify.core.applying import not_applying
from certify.core.findings import Finding, Findings
from certify.core.outcome import evaluation, proposals, proposals_by_unit
from certify.core.scheme.domains import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from certify.core.dossier import Dossier
    from certify.core.findings import Said
    from certify.core.outcome import Dates
    from certify.core.scheme.evaluate import Evaluation
    from certify.core.scheme.markings import SaidOrByUnit
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that a measure proposes on a criterion, of one unit where it is judged unit by unit."""

    criterion: str
    value: str
    unit: str | None = None


def proposal_on(criterion: Criterion, unit: str | None, now: Evaluation) -> str | None:
    """What a measure proposes on a criterion, of that unit where it is judged unit by unit; none while unknown."""
    if criterion.proposed_by is None:
        return None
    value = now.value(criterion.proposed_by) if unit is None else now.at_unit(criterion.proposed_by, unit)
    said = None if value is None else written(value)
    return said if said is not None and now.scheme.takes(criterion, said) else None


def proposed(
    scheme: Scheme,
    dossier: Dossier,
    findings: Findings,
    *,
    form: str,
    dates: Dates,
    given: Mapping[str, SaidOrByUnit | Said] | None = None,
) -> tuple[Proposed, ...]:
    """What the measures propose, of the criteria and units that apply and on which there is no finding.

    Raises KeyError for a form that there is not.
    """
    whole = proposals(scheme, dossier, findings, form=form, dates=dates, given=given)
    by_unit = proposals_by_unit(scheme, dossier, findings, form=form, dates=dates, given=given)
    every = [
        *(Proposed(criterion=id_, value=value) for id_, value in whole.items() if scheme.criterion(id_).per is None),
        *(
            Proposed(criterion=id_, value=value, unit=unit)
            for id_, values in by_unit.items()
            for unit, value in values.items()
        ),
    ]
    now = evaluation(scheme, dossier, findings, form=form, dates=dates, given=given)
    apart = not_applying({one.criterion for one in every}, now)
    return tuple(
        one for one in every if findings.on(one.criterion, one.unit) is None and (one.criterion, one.unit) not in apart
    )


def contradicted(findings: Findings, now: Evaluation) -> tuple[Proposed, ...]:
    """What the measures propose where a finding says otherwise, of what applies: whoever assesses needs a reason."""
    known = now.scheme.criteria_by_id
    said = [one for one in findings.findings if one.criterion in known]
    apart = not_applying({one.criterion for one in said}, now)
    return tuple(
        Proposed(criterion=one.criterion, unit=one.unit, value=value)
        for one in said
        if (one.criterion, one.unit) not in apart
        and (value := proposal_on(known[one.criterion], one.unit, now)) is not None
        and value != one.value
    )


def filled_in(findings: Findings, proposals: Iterable[Proposed]) -> Findings:
    """The findings, and what is proposed where there are none."""
    more = tuple(Finding(criterion=one.criterion, unit=one.unit, value=one.value) for one in proposals)
    return msgspec.structs.replace(findings, findings=(*findings.findings, *more))
