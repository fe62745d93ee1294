"""Why there is not more: the lines of a condition that do not hold, and the criteria behind them, in words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, assert_never

import msgspec

from certify.core.scheme.comparing import MISSING
from certify.core.scheme.domains import Value, written
from certify.core.scheme.evaluate import Evaluation
from certify.core.scheme.measure import Count, Holds, Share
from certify.core.scheme.model import Scheme
from certify.core.scheme.parts import Criterion
from certify.core.scheme.quantities import needed_in_words, value_in_words
from certify.core.scheme.references import lines_of
from certify.core.scheme.saying import comparison_in_words, name_in_words
from certify.core.scheme.terms import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Condition,
    Line,
    Name,
    Not,
    Operand,
    Otherwise,
)
from certify.core.weakest import weakest

Rule = Literal[
    "condition_not_met",
    "condition_unknown",
    "criterion_not_met",
    "criterion_not_assessed",
    "advice",
]


class Reason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Why there is not more: a line of a condition, or a criterion behind it.

    `name` is the name on the line, or the criterion's id; `value` what it is worth and `needed` what was asked for,
    both as in a scheme file; `short_by` the distance between two numbers. `level` is the level that it stands in the
    way of, `because_of` the line that a criterion is behind, and `unit` the unit that it is about, where it is about
    one. `sv` and `en` say it in a sentence.
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
    unit: str | None = None

    @property
    def said(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """The sentence by language."""
        return ("sv", self.sv), ("en", self.en)


def why_not(
    scheme: Scheme, now: Evaluation, condition: Condition, level: str | None = None, *, unit: str | None = None
) -> Iterator[Reason]:
    """The lines of a condition that do not hold, each followed by the criteria behind it."""
    for line in failing_lines(now, condition):
        reason = _line_reason(scheme, now, line, level)
        if unit is not None:
            sv, en = (f"{now.unit_called(unit, language)}: {said}" for language, said in reason.said)
            reason = msgspec.structs.replace(reason, unit=unit, sv=sv, en=en)
        yield reason
        if now.line_holds(line) is not True:
            yield from behind(scheme, now, line, level)


def failing_lines(now: Evaluation, condition: Condition) -> Iterator[Line]:
    """The lines that keep a condition from holding; after `not` those are the lines that hold."""
    if isinstance(condition, Otherwise) or now.holds(condition):
        return
    match condition:
        case AllOf() | AnyOf() | AtLeastOf():
            for part in condition.conditions:
                yield from failing_lines(now, part)
        case Not():
            yield from lines_of(condition.condition)
        case Line():
            yield condition
        case _:
            assert_never(condition)


def _line_reason(scheme: Scheme, now: Evaluation, line: Line, level: str | None) -> Reason:
    value = now.value(line.name)
    criterion = scheme.criteria_by_id.get(line.name)
    if criterion is not None:
        return _criterion_reason(now, criterion, value, level, None)
    needed = {
        language: needed_in_words(scheme, line.name, valued(scheme, line.comparison), language)
        for language in ("sv", "en")
    }
    name = {language: name_in_words(scheme, line.name, language) for language in ("sv", "en")}
    has = {language: shown(scheme, line.name, value, language) for language in ("sv", "en")}
    low = {language: weakest(scheme, now, line, language) for language in ("sv", "en")}
    return Reason(
        rule="condition_unknown" if value is None else "condition_not_met",
        name=line.name,
        value=None if value is None else written(value),
        needed=comparison_in_words(valued(scheme, line.comparison), "en", scheme),
        short_by=distance(now, value, line.comparison),
        level=level,
        sv=f"{name['sv']}: är {has['sv'] or 'inte känt'}, ska vara {needed['sv']}.{low['sv']}",
        en=f"{name['en']}: is {has['en'] or 'not known'}, should be {needed['en']}.{low['en']}",
    )


def valued(scheme: Scheme, comparison: Comparison) -> Comparison:
    """The comparison with the value of each parameter in the place of its name: a reader knows the figure alone."""

    def valued(operand: Operand) -> Operand:
        parameter = scheme.parameters.get(operand.word) if isinstance(operand, Name) else None
        return operand if parameter is None or isinstance(parameter.value, Name) else parameter.value

    return msgspec.structs.replace(comparison, operands=tuple(valued(operand) for operand in comparison.operands))


def shown(scheme: Scheme, name: str, value: Value | None, language: str) -> str | None:
    """A value of that name for a reader; none where it is not known."""
    return None if value is None else value_in_words(scheme, name, value, language)


def distance(now: Evaluation, value: Value | None, comparison: Comparison) -> str | None:
    """How far a number is from the nearest limit, where both are known."""
    if not isinstance(value, Fraction):
        return None
    limits = [limit for limit in now.operands(comparison) if isinstance(limit, Fraction)]
    return written(min(abs(limit - value) for limit in limits)) if limits else None


def behind(scheme: Scheme, now: Evaluation, line: Line, level: str | None) -> Iterator[Reason]:
    """The criteria that a line's measure counts and that are the cause of it, or the lines within its condition."""
    measure = scheme.measures.get(line.name)
    if isinstance(measure, Holds):
        for reason in why_not(scheme, now, measure.holds, level):
            yield msgspec.structs.replace(reason, because_of=reason.because_of or line.name)
    if not isinstance(measure, Count | Share) or measure.is_ is None:
        return
    selection = measure.count if isinstance(measure, Count) else measure.share
    too_many = _too_many(now, line)
    for one in now.matching(selection, measure.is_):
        criterion = scheme.criteria_by_id.get(one.name)
        if criterion is not None and (one.matches is None or one.matches == too_many):
            unit = one.place[-1] if one.place and MISSING not in one.place else None
            yield _criterion_reason(now, criterion, one.value, level, line.name, unit)


def _too_many(now: Evaluation, line: Line) -> bool:
    """Whether fewer would do: the line would hold for nought."""
    domain = now.scheme.namespace.domains[line.name]
    return now.compares(Fraction(0), domain, line.comparison) is True


def _criterion_reason(  # what a reason says
    now: Evaluation,
    criterion: Criterion,
    value: Value | None,
    level: str | None,
    because_of: str | None,
    unit: str | None = None,
) -> Reason:
    missed = value is not None
    scheme = now.scheme
    which = {language: f" ({now.unit_called(unit, language)})" if unit else "" for language in ("sv", "en")}
    return Reason(
        rule="criterion_not_met" if missed else "criterion_not_assessed",
        name=criterion.id,
        value=written(value) if value is not None else None,
        level=level,
        because_of=because_of,
        unit=unit,
        sv=f"{name_in_words(scheme, criterion.id, 'sv')}{which['sv']}: {'inte uppfyllt' if missed else 'inte bedömt'}.",
        en=f"{name_in_words(scheme, criterion.id, 'en')}{which['en']}: {'not met' if missed else 'not assessed'}.",
    )
