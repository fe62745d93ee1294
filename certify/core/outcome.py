"""The outcome: what a scheme's rules make of a dossier and the findings, with the reasons.

Pure and exact. Unknown is neither met nor missed: while anything that the ladder turns on is unknown, there is no
outcome (`complete` is false), and no level is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Literal, assert_never

import msgspec

from certify.core.dossier import Dossier
from certify.core.findings import NOTHING_FOUND, Findings, Said
from certify.core.scheme.domains import NO, Value, written
from certify.core.scheme.evaluate import Evaluation
from certify.core.scheme.measure import Count, Holds, Share
from certify.core.scheme.model import Scheme
from certify.core.scheme.parts import Criterion, Level
from certify.core.scheme.references import lines_of
from certify.core.scheme.saying import comparison_in_words, name_in_words, word_in_words
from certify.core.scheme.terms import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Condition,
    Line,
    Name,
    Not,
    Number,
    Otherwise,
)

Rule = Literal[
    "condition_not_met",
    "condition_unknown",
    "criterion_not_met",
    "criterion_not_assessed",
    "advice",
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


class Reason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Why there is not more: a line of a condition, or a criterion behind it.

    `name` is the name on the line, or the criterion's id; `value` what it is worth and `needed` what was asked for,
    both as in a scheme file; `short_by` the distance between two numbers. `level` is the level that it stands in the
    way of, and `because_of` the line that a criterion is behind. `sv` and `en` say it in a sentence.
    """

    rule: Rule
    name: str
    sv: str
    en: str
    value: str | None = None
    needed: str | None = None
    short_by: str | None = None
    level: str | None = None
    because_of: str | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A level or none. `reasons` say why there is not more, `advice` what was missed without stopping anything.

    `gap` is what a higher level, or the only one, still asks for; `values` what each measure came to.
    """

    level: str | None = None
    complete: bool
    reasons: tuple[Reason, ...] = ()
    advice: tuple[Reason, ...] = ()
    gap: tuple[Reason, ...] = ()
    values: dict[str, str] = {}


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
    given: Mapping[str, Said] | None = None,
) -> Evaluation:
    """What every name of the scheme is worth in this case.

    An input counts only from where the scheme says that it comes from: the applicant's from the dossier, any other from
    the findings or from `given`, so that an applicant cannot answer in an assessor's place. Raises KeyError for a form
    that the scheme does not have; without one the scheme's first form is meant.
    """
    own = {name for name, entry in scheme.inputs.items() if entry.given_by == "applicant"}
    said = {name: value for name, value in dossier.inputs.items() if name in own}
    others = {**(given or {}), **findings.inputs}
    said |= {name: value for name, value in others.items() if name not in own}
    said |= {finding.criterion: finding.value for finding in findings.findings}
    asked = scheme.criteria_of(form or scheme.forms[0].form)
    return Evaluation(scheme, said, (criterion.id for criterion in asked), dates.known())


def work_out(
    scheme: Scheme,
    dossier: Dossier,
    findings: Findings,
    *,
    form: str | None = None,
    dates: Dates,
    given: Mapping[str, Said] | None = None,
) -> Outcome:
    """Climb the ladder: the first level whose condition holds, when what every level requires holds too.

    A level that is unknown ends the climb without an outcome, since it might have held. Raises KeyError for an unknown
    form.
    """
    now = evaluation(scheme, dossier, findings, form=form, dates=dates, given=given)
    asked = scheme.criteria_of(form or scheme.forms[0].form)
    level, complete, missing = _climb(scheme, now)
    reasons = tuple(missing)
    return Outcome(
        level=level.id if level is not None and complete else None,
        complete=complete,
        reasons=reasons,
        advice=tuple(_advice(scheme, now, asked)),
        gap=tuple(reason for reason in reasons if reason.because_of is None),
        values={name: written(value) for name in scheme.measures if (value := now.value(name)) is not None},
    )


def eligibility(
    scheme: Scheme,
    dossier: Dossier,
    findings: Findings = NOTHING_FOUND,
    *,
    form: str | None = None,
    dates: Dates,
    given: Mapping[str, Said] | None = None,
) -> Eligibility:
    """Try what the scheme asks of an application before it is taken in. Raises KeyError for an unknown form."""
    if scheme.eligible is None:
        return Eligibility(answer=True)
    now = evaluation(scheme, dossier, findings, form=form, dates=dates, given=given)
    answer = now.holds(scheme.eligible)
    return Eligibility(answer=answer, reasons=tuple(_why_not(scheme, now, scheme.eligible, None)))


def eligible(
    scheme: Scheme,
    dossier: Dossier,
    findings: Findings = NOTHING_FOUND,
    *,
    form: str | None = None,
    dates: Dates,
    given: Mapping[str, Said] | None = None,
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
    given: Mapping[str, Said] | None = None,
) -> dict[str, str]:
    """The findings that measures propose, by criterion; whoever assesses confirms or overrules them, with reasons."""
    now = evaluation(scheme, dossier, findings, form=form, dates=dates, given=given)
    proposed = {}
    for criterion in scheme.criteria_of(form or scheme.forms[0].form):
        value = now.value(criterion.proposed_by) if criterion.proposed_by else None
        if value is not None and scheme.takes(criterion, written(value)):
            proposed[criterion.id] = written(value)
    return proposed


def _climb(scheme: Scheme, now: Evaluation) -> tuple[Level | None, bool, list[Reason]]:
    """The level, whether that is the whole answer, and what stands in the way of the next better one."""
    ladder = scheme.outcome
    if ladder.requires is not None:
        holds = now.holds(ladder.requires)
        if not holds:
            return None, holds is False, list(_why_not(scheme, now, ladder.requires, None))
    missing: list[Reason] = []
    for level in ladder.levels:
        holds = now.holds(level.when)
        if holds:
            return level, True, missing
        missing = list(_why_not(scheme, now, level.when, level.id))
        if holds is None:
            return None, False, missing
    return None, True, missing


def _why_not(scheme: Scheme, now: Evaluation, condition: Condition, level: str | None) -> Iterator[Reason]:
    """The lines of a condition that do not hold, each followed by the criteria behind it."""
    if isinstance(condition, Otherwise) or now.holds(condition):
        return
    match condition:
        case AllOf() | AnyOf() | AtLeastOf():
            for part in condition.conditions:
                yield from _why_not(scheme, now, part, level)
        case Not():
            # here it is the lines that hold which stand in the way
            for line in lines_of(condition.condition):
                yield _line_reason(scheme, now, line, level)
        case Line():
            yield _line_reason(scheme, now, condition, level)
            yield from _behind(scheme, now, condition, level)
        case _:
            assert_never(condition)


def _line_reason(scheme: Scheme, now: Evaluation, line: Line, level: str | None) -> Reason:
    value = now.value(line.name)
    criterion = scheme.criteria_by_id.get(line.name)
    if criterion is not None:
        return _criterion_reason(scheme, criterion, value, level, None)
    needed = {language: comparison_in_words(line.comparison, language) for language in ("sv", "en")}
    name = {language: name_in_words(scheme, line.name, language) for language in ("sv", "en")}
    said = None if value is None else written(value)
    shown = {language: word_in_words(said, language) if said else "" for language in ("sv", "en")}
    return Reason(
        rule="condition_unknown" if value is None else "condition_not_met",
        name=line.name,
        value=said,
        needed=needed["en"],
        short_by=_distance(now, value, line.comparison),
        level=level,
        sv=f"{name['sv']}: är {shown['sv'] or 'inte känt'}, ska vara {needed['sv']}.",
        en=f"{name['en']}: is {shown['en'] or 'not known'}, should be {needed['en']}.",
    )


def _distance(now: Evaluation, value: Value | None, comparison: Comparison) -> str | None:
    """How far a number is from the nearest limit, where both are known."""
    if not isinstance(value, Fraction):
        return None
    numbers = [operand.value for operand in comparison.operands if isinstance(operand, Number)]
    names = [now.value(operand.word) for operand in comparison.operands if isinstance(operand, Name)]
    limits = [*numbers, *(named for named in names if isinstance(named, Fraction))]
    return written(min(abs(limit - value) for limit in limits)) if limits else None


def _behind(scheme: Scheme, now: Evaluation, line: Line, level: str | None) -> Iterator[Reason]:
    """The criteria that a line's measure counts and that are the cause of it, or the lines within its condition."""
    measure = scheme.measures.get(line.name)
    if isinstance(measure, Holds):
        for reason in _why_not(scheme, now, measure.holds, level):
            yield msgspec.structs.replace(reason, because_of=reason.because_of or line.name)
    if not isinstance(measure, Count | Share) or measure.is_ is None:
        return
    selection = measure.count if isinstance(measure, Count) else measure.share
    too_many = _too_many(now, line)
    for name, matches in now.matching(selection, measure.is_).items():
        criterion = scheme.criteria_by_id.get(name)
        if criterion is not None and (matches is None or matches == too_many):
            yield _criterion_reason(scheme, criterion, now.value(name), level, line.name)


def _too_many(now: Evaluation, line: Line) -> bool:
    """Whether fewer would do: the line would hold for nought."""
    domain = now.scheme.namespace.domains[line.name]
    return now.compares(Fraction(0), domain, line.comparison) is True


def _criterion_reason(
    scheme: Scheme, criterion: Criterion, value: Value | None, level: str | None, because_of: str | None
) -> Reason:
    missed = value is not None
    return Reason(
        rule="criterion_not_met" if missed else "criterion_not_assessed",
        name=criterion.id,
        value=written(value) if value is not None else None,
        level=level,
        because_of=because_of,
        sv=f"{name_in_words(scheme, criterion.id, 'sv')}: {'inte uppfyllt' if missed else 'inte bedömt'}.",
        en=f"{name_in_words(scheme, criterion.id, 'en')}: {'not met' if missed else 'not assessed'}.",
    )


def _advice(scheme: Scheme, now: Evaluation, asked: tuple[Criterion, ...]) -> Iterator[Reason]:
    """What was missed of that which is not of the strictest binding."""
    for criterion in asked:
        value = now.value(criterion.id)
        if criterion.binding != scheme.bindings[0] and value == NO:
            yield Reason(
                rule="advice",
                name=criterion.id,
                value=NO,
                sv=f"{name_in_words(scheme, criterion.id, 'sv')}: inte uppfyllt. Det hindrar inte.",
                en=f"{name_in_words(scheme, criterion.id, 'en')}: not met. That stops nothing.",
            )
