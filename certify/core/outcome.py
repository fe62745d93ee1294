"""The outcome: what a scheme's rules make of a dossier and the findings, with the reasons.

Pure and exact. Unknown is neither met nor missed: while anything that the ladder turns on is unknown, there is no
outcome (`complete` is false), and no level is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from certify.core.basis import Basis, basis
from certify.core.dossier import Dossier
from certify.core.findings import NOTHING_FOUND, Findings, Said
from certify.core.gap import Gap, gap
from certify.core.reasons import Reason, why_not
from certify.core.scheme.advising import not_followed
from certify.core.scheme.comparing import MISSING
from certify.core.scheme.domains import NO, written
from certify.core.scheme.evaluate import Evaluation, UnitSaid
from certify.core.scheme.markings import SaidOrByUnit
from certify.core.scheme.model import Scheme
from certify.core.scheme.parts import Criterion, Level
from certify.core.scheme.said import as_said
from certify.core.scheme.saying import name_in_words
from certify.core.scheme.terms import Condition
from certify.core.spread import Spread, UnitOutcome, spreads, units_of

__all__ = [
    "Basis",
    "Dates",
    "Eligibility",
    "Gap",
    "Outcome",
    "Reason",
    "eligibility",
    "eligible",
    "evaluation",
    "proposals",
    "proposals_by_unit",
    "work_out",
]


class Dates(msgspec.Struct, frozen=True, kw_only=True):
    """The moments of a case that are known, each a day in the body's time zone."""

    submitted: date | None = None
    accepted: date | None = None
    decision: date | None = None
    notified: date | None = None
    raised: date | None = None
    start: date | None = None
    end: date | None = None
    former_end: date | None = None
    version_end: date | None = None
    today: date | None = None

    def known(self) -> dict[str, date]:
        """The moments that are known, by name."""
        return {name: day for name in self.__struct_fields__ if (day := getattr(self, name)) is not None}


class Outcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A level or none. `reasons` say why there is not more, `advice` what was missed without stopping anything.

    `gap` is what the next better level, or the only one, still asks for; `basis` every line of the rules that decided
    it, with its figures; `values` what each measure came to, `spread`
    what each name with a value for every unit or section came to, and `units` which units are in the scope.
    """

    level: str | None = None
    complete: bool
    reasons: tuple[Reason, ...] = ()
    advice: tuple[Reason, ...] = ()
    gap: tuple[Gap, ...] = ()
    basis: tuple[Basis, ...] = ()
    values: dict[str, str] = {}
    spread: dict[str, Spread] = {}
    units: tuple[UnitOutcome, ...] = ()


class Eligibility(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an application may be taken in: True, False, or None while that is unknown; and why not."""

    answer: bool | None
    reasons: tuple[Reason, ...] = ()


def evaluation(
    scheme: Scheme,
    dossier: Dossier,
    findings: Findings,
    *,
    form: str | None = None,
    dates: Dates,
    given: Mapping[str, SaidOrByUnit | Said] | None = None,
) -> Evaluation:
    """What every name of the scheme is worth in this case.

    An input counts only from where the scheme says that it comes from: the applicant's from the dossier, any other from
    the findings or from `given`, so that an applicant cannot answer in an assessor's place. Raises KeyError for a form
    that the scheme does not have; without one the scheme's first form is meant.
    """
    own = scheme.given_by_applicant
    said = {name: value for name, value in dossier.inputs.items() if name in own}
    others = {**(given or {}), **findings.inputs}
    said |= {name: as_said(value) for name, value in others.items() if name not in own}
    said |= {finding.criterion: finding.value for finding in findings.findings if finding.unit is None}
    asked = (criterion.id for criterion in scheme.criteria_of(form or scheme.forms[0].form))
    return Evaluation(scheme, said, asked, dates.known(), _units_said(scheme, dossier, findings, given or {}))


def _units_said(
    scheme: Scheme, dossier: Dossier, findings: Findings, given: Mapping[str, SaidOrByUnit | Said]
) -> dict[str, list[UnitSaid]]:
    """What was said and found of each unit, under the same rule of who may say it."""
    if not scheme.units:
        return {}
    own = scheme.given_by_applicant
    found: dict[str, dict[str, Said]] = {}
    for finding in findings.findings:
        if finding.unit is not None:
            found.setdefault(finding.unit, {})[finding.criterion] = finding.value
    units: dict[str, list[UnitSaid]] = {kind: [] for kind in scheme.units}
    for kind, entry in scheme.units.items():
        for unit in dossier.units.get(kind, ()):
            outside = {
                name: as_said(values[unit.id])
                for name in entry.inputs
                if isinstance(values := given.get(name), dict) and unit.id in values
            }
            others = {**outside, **findings.units.get(unit.id, {})}
            said = {name: value for name, value in unit.inputs.items() if name in own}
            said |= {name: value for name, value in others.items() if name not in own}
            units[kind].append(
                UnitSaid(id=unit.id, called=unit.name, within=unit.within, said={**said, **found.get(unit.id, {})})
            )
    return units


def work_out(
    scheme: Scheme,
    dossier: Dossier,
    findings: Findings,
    *,
    form: str | None = None,
    dates: Dates,
    given: Mapping[str, SaidOrByUnit | Said] | None = None,
) -> Outcome:
    """Climb the ladder: the first level whose condition holds, when what every level requires holds too.

    A level that is unknown ends the climb without an outcome, since it might have held. Raises KeyError for an unknown
    form.
    """
    now = evaluation(scheme, dossier, findings, form=form, dates=dates, given=given)
    asked = scheme.criteria_of(form or scheme.forms[0].form)
    level, complete, missing = _climb(scheme, now)
    reasons = () if missing is None else tuple(why_not(scheme, now, *missing))
    return Outcome(
        level=level.id if level is not None and complete else None,
        complete=complete,
        reasons=reasons,
        advice=tuple(_advice(scheme, now, asked)),
        gap=() if missing is None else tuple(gap(scheme, now, *missing)),
        basis=tuple(_basis(scheme, now, level, missing)),
        values={name: written(value) for name in scheme.measures if (value := now.value(name)) is not None},
        spread=spreads(scheme, now),
        units=units_of(scheme, now),
    )


def eligibility(
    scheme: Scheme,
    dossier: Dossier,
    findings: Findings = NOTHING_FOUND,
    *,
    form: str | None = None,
    dates: Dates,
    given: Mapping[str, SaidOrByUnit | Said] | None = None,
) -> Eligibility:
    """Try what the scheme asks of an application before it is taken in. Raises KeyError for an unknown form."""
    now = evaluation(scheme, dossier, findings, form=form, dates=dates, given=given)
    answers = [True if scheme.eligible is None else now.holds(scheme.eligible)]
    reasons = [] if scheme.eligible is None else [*why_not(scheme, now, scheme.eligible)]
    for kind, entry in scheme.units.items():
        if entry.eligible is None:
            continue
        for place in now.places(kind):
            holds = now.holds_at(entry.eligible, kind, place)
            answers.append(holds)
            if holds is not True and MISSING not in place:
                with now.within(scheme.namespace.many[kind], place):
                    reasons += why_not(scheme, now, entry.eligible, unit=place[-1])
    answer = False if False in answers else None if None in answers else True
    return Eligibility(answer=answer, reasons=tuple(reasons))


def eligible(
    scheme: Scheme,
    dossier: Dossier,
    findings: Findings = NOTHING_FOUND,
    *,
    form: str | None = None,
    dates: Dates,
    given: Mapping[str, SaidOrByUnit | Said] | None = None,
) -> bool | None:
    """Whether the application may be taken in; None while that is unknown, which is no yes."""
    return eligibility(scheme, dossier, findings, form=form, dates=dates, given=given).answer


def proposals(
    scheme: Scheme,
    dossier: Dossier,
    findings: Findings = NOTHING_FOUND,
    *,
    form: str | None = None,
    dates: Dates,
    given: Mapping[str, SaidOrByUnit | Said] | None = None,
) -> dict[str, str]:
    """The findings that measures propose, by criterion; whoever assesses confirms or overrules them, with reasons."""
    now = evaluation(scheme, dossier, findings, form=form, dates=dates, given=given)
    proposed = {}
    for criterion in scheme.criteria_of(form or scheme.forms[0].form):
        value = now.value(criterion.proposed_by) if criterion.proposed_by else None
        if value is not None and scheme.takes(criterion, written(value)):
            proposed[criterion.id] = written(value)
    return proposed


def proposals_by_unit(
    scheme: Scheme,
    dossier: Dossier,
    findings: Findings = NOTHING_FOUND,
    *,
    form: str | None = None,
    dates: Dates,
    given: Mapping[str, SaidOrByUnit | Said] | None = None,
) -> dict[str, dict[str, str]]:
    """The findings that measures propose on what is judged unit by unit: by criterion, then by the unit's id."""
    now = evaluation(scheme, dossier, findings, form=form, dates=dates, given=given)
    proposed: dict[str, dict[str, str]] = {}
    for criterion in scheme.criteria_of(form or scheme.forms[0].form):
        if criterion.per is None or criterion.proposed_by is None:
            continue
        for place in now.places(criterion.per):
            with now.within(scheme.namespace.many[criterion.per], place):
                value = now.value(criterion.proposed_by)
            if value is not None and MISSING not in place and scheme.takes(criterion, written(value)):
                proposed.setdefault(criterion.id, {})[place[-1]] = written(value)
    return proposed


def _climb(scheme: Scheme, now: Evaluation) -> tuple[Level | None, bool, tuple[Condition, str | None] | None]:
    """The level, whether that is the whole answer, and what stands in the way of the next better one."""
    ladder = scheme.outcome
    if ladder.requires is not None:
        holds = now.holds(ladder.requires)
        if not holds:
            return None, holds is False, (ladder.requires, None)
    missing: tuple[Condition, str | None] | None = None
    for level in ladder.levels:
        holds = now.holds(level.when)
        if holds:
            return level, True, missing
        missing = (level.when, level.id)
        if holds is None:
            return None, False, missing
    return None, True, missing


def _basis(
    scheme: Scheme, now: Evaluation, level: Level | None, missing: tuple[Condition, str | None] | None
) -> Iterator[Basis]:
    """What every level asks for, and what the level asks for that was reached, or else missed."""
    if scheme.outcome.requires is not None:
        yield from basis(scheme, now, scheme.outcome.requires, None)
    if level is not None:
        yield from basis(scheme, now, level.when, level.id)
    elif missing is not None and missing[1] is not None:
        yield from basis(scheme, now, *missing)


def _advice(scheme: Scheme, now: Evaluation, asked: tuple[Criterion, ...]) -> Iterator[Reason]:
    """What was missed of that which is not of the strictest binding."""
    for criterion in asked:
        if criterion.binding == scheme.bindings[0]:
            continue
        units = now.spread(criterion.id) if criterion.per else {}
        missed = [place[-1] for place, value in units.items() if value == NO]
        if missed or (not units and now.value(criterion.id) == NO):
            which = {language: _among(now, missed, language) for language in ("sv", "en")}
            yield Reason(
                rule="advice",
                name=criterion.id,
                value=NO,
                sv=f"{name_in_words(scheme, criterion.id, 'sv')}{which['sv']}: inte uppfyllt. "
                f"{not_followed(scheme, criterion.id, 'sv')}",
                en=f"{name_in_words(scheme, criterion.id, 'en')}{which['en']}: not met. "
                f"{not_followed(scheme, criterion.id, 'en')}",
            )


def _among(now: Evaluation, units: list[str], language: str) -> str:
    return f" ({', '.join(now.unit_called(unit, language) for unit in units)})" if units else ""
