"""Self-assessment: what the rules of a published scheme would make of somebody's own answers.

Nothing is kept and nothing is logged. What is judged is a dossier and findings, by the very functions by which a case
is judged, so that the same material gives the same outcome everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from certify.core.acts import Identifier
from certify.core.applying import Subject, not_applying, told
from certify.core.dossier import Dossier
from certify.core.evidence import Label
from certify.core.findings import NOTHING_FOUND, Findings
from certify.core.fitting import applies
from certify.core.outcome import Dates, Outcome, Reason, eligibility, evaluation, work_out
from certify.core.proposing import Proposed, contradicted, filled_in, proposed
from certify.core.reasons import why_not
from certify.core.scheme.clocks import local_day
from certify.service.store import bodies, published
from certify.service.web.problems import Trouble, not_found

if TYPE_CHECKING:
    from datetime import date

    from certify.core.outcome import Eligibility
    from certify.core.scheme.evaluate import Evaluation
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion
    from certify.service.store.published import SchemeRow
    from certify.service.web.wired import Wired

Taken = Literal["yes", "no", "unknown"]


class SelfAssessment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What somebody says of themselves: a dossier, and on each criterion the finding that they expect.

    What the scheme lets others give than the applicant stands in `findings.inputs`, as in an assessment.
    """

    form: Identifier | None = None
    profile: Label | None = None
    dossier: Dossier = Dossier()
    findings: Findings = NOTHING_FOUND


class SelfAssessed(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules make of it. `taken_in` is whether an application would be, and `refusals` why not.

    `answered` of `asked` criteria have an answer; `left_out` are the criteria and inputs that do not apply, those of a
    unit as `G.1/north`: what was said of them counts for nothing; `proposed` the findings that the figures gave where
    nobody said otherwise; `contradicted` what the figures say where they do: an assessor who found what
    was said here would have to give a reason, so that the outcome is not to be relied on there.
    """

    scheme: str
    version: str
    digest: str
    outcome: Outcome
    taken_in: Taken
    refusals: tuple[Reason, ...]
    answered: int
    asked: int
    left_out: tuple[str, ...]
    proposed: tuple[Proposed, ...] = ()
    contradicted: tuple[Proposed, ...] = ()


async def version_for(here: Wired, id_: str, version: str | None) -> tuple[SchemeRow, Scheme]:
    """A published version; without one the newest that was published. Raises the problem `not-found`."""
    for body in await bodies.bodies(here.database):
        rows = await published.scheme_versions(here.database, body.slug, id_)
        row = next((row for row in rows if version in {None, row.version}), None)
        if row is not None:
            scheme = await here.shell.schemes.get(here.database, row.body, row.digest)
            if scheme is not None:
                return row, scheme
    raise not_found()


def today_of(here: Wired, scheme: Scheme) -> date:
    """The day that it is for the scheme's body."""
    return local_day(here.clock(), scheme)


def assess(scheme: Scheme, said: SelfAssessment, today: date) -> SelfAssessed:
    """Judge it as if it were handed in today. Raises `unknown-reference` for a form or profile that there is not."""
    scheme = under(scheme, said.profile, today)
    form = said.form or scheme.forms[0].form
    if form not in {one.form for one in scheme.forms}:
        raise Trouble("unknown-reference", f"there is no form {form}")
    dates = Dates(submitted=today, today=today)
    own = proposed(scheme, said.dossier, said.findings, form=form, dates=dates)
    said = msgspec.structs.replace(said, findings=filled_in(said.findings, own))
    outcome = work_out(scheme, said.dossier, said.findings, form=form, dates=dates)
    may = eligibility(scheme, said.dossier, said.findings, form=form, dates=dates)
    now = evaluation(scheme, said.dossier, said.findings, form=form, dates=dates)
    taken_in, refusals = _taken_in(scheme, may, now)
    asked = scheme.criteria_of(form)
    apart = not_applying((*(criterion.id for criterion in asked), *scheme.every_input), now)
    counted = [criterion.id for criterion in asked if not _is_left_out(criterion, said, apart)]
    return SelfAssessed(
        scheme=scheme.id,
        version=scheme.version.id,
        digest=scheme.digest,
        outcome=outcome,
        taken_in=taken_in,
        refusals=refusals,
        answered=sum(_answered(said, id_) for id_ in counted),
        asked=len(counted),
        left_out=tuple(sorted(told(one) for one in apart)),
        proposed=own,
        contradicted=tuple(one for one in contradicted(said.findings, now) if one.criterion in counted),
    )


def _taken_in(scheme: Scheme, may: Eligibility, now: Evaluation) -> tuple[Taken, tuple[Reason, ...]]:
    """Whether an application like this would be, under the profile that was chosen, and why not."""
    answers, reasons = [may.answer], [] if may.answer else [*may.reasons]
    profile = scheme.profiles.get(scheme.profile)
    if profile is not None and profile.applies is not None:
        answers.append(applies(scheme, now))
        reasons += why_not(scheme, now, profile.applies)
    return "no" if False in answers else "unknown" if None in answers else "yes", tuple(reasons)


def under(scheme: Scheme, profile: str | None, today: date) -> Scheme:
    """The scheme as a profile makes it today. Raises the problem `unknown-reference` for one that there is not."""
    if profile is not None and profile not in scheme.profiles:
        raise Trouble("unknown-reference", f"there is no profile {profile}")
    return scheme.under(profile, today)


def _is_left_out(criterion: Criterion, said: SelfAssessment, apart: frozenset[Subject]) -> bool:
    """Whether a criterion does not apply, to the whole or to any unit that there is."""
    units = [unit.id for unit in said.dossier.units.get(criterion.per or "", ())]
    return all((criterion.id, unit) in apart for unit in units) if units else (criterion.id, None) in apart


def _answered(said: SelfAssessment, name: str) -> bool:
    return any(finding.criterion == name for finding in said.findings.findings)
