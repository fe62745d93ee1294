"""The gap to the next better level: line by line what it is now, what it has to be, and how far that is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

import msgspec

from certify.core.reasons import behind, distance, failing_lines, shown, valued
from certify.core.scheme.domains import Domain, Value, written
from certify.core.scheme.evaluate import Evaluation
from certify.core.scheme.measure import Count, Holds, Share
from certify.core.scheme.model import Scheme
from certify.core.scheme.quantities import distance_in_words, needed_in_words
from certify.core.scheme.saying import comparison_in_words, name_in_words
from certify.core.scheme.terms import Comparison, Condition, Line

_UPWARD = frozenset({"at_least", "more_than", "between", "is"})


class Gap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line that the next level, or every level where `level` is none, still asks for.

    `has` is what the name is worth (none while unknown) and `needs` what is asked for; `short_by` the distance between
    numbers, `steps` that between grades, `more` how many more or fewer of what is counted would do, and `criteria` the
    ids that stand in the way. `sv` and `en` say it in a sentence.
    """

    name: str
    level: str | None = None
    has: str | None = None
    needs: str
    short_by: str | None = None
    steps: int | None = None
    more: int | None = None
    criteria: tuple[str, ...] = ()
    sv: str
    en: str


def gap(scheme: Scheme, now: Evaluation, condition: Condition, level: str | None) -> Iterator[Gap]:
    """What a condition that does not hold still asks for, line by line, with the lines within named conditions."""
    for line in failing_lines(now, condition):
        yield _gap(scheme, now, line, level)
        measure = scheme.measures.get(line.name)
        if isinstance(measure, Holds) and measure.per is None:
            yield from gap(scheme, now, measure.holds, level)


def _gap(scheme: Scheme, now: Evaluation, line: Line, level: str | None) -> Gap:
    value, domain = now.value(line.name), scheme.namespace.domains[line.name]
    more = _more(scheme, now, line, value)
    steps = _steps(now, domain, value, line.comparison)
    short_by = distance(now, value, line.comparison)
    reasons = (reason.name for reason in behind(scheme, now, line, level))
    criteria = tuple(dict.fromkeys(name for name in reasons if name in scheme.criteria_by_id))
    said = {
        language: _sentence(
            scheme, line, (shown(scheme, line.name, value, language), short_by, steps, more, criteria), language
        )
        for language in ("sv", "en")
    }
    return Gap(
        name=line.name,
        level=level,
        has=None if value is None else written(value),
        needs=comparison_in_words(valued(scheme, line.comparison), "en"),
        short_by=short_by,
        steps=steps,
        more=more,
        criteria=criteria,
        **said,
    )


def _more(scheme: Scheme, now: Evaluation, line: Line, value: Value | None) -> int | None:
    """How many more of what a count or share takes together would do, or how many fewer."""
    measure = scheme.measures.get(line.name)
    limit = _limit(now, line.comparison)
    if not isinstance(measure, Count | Share) or not isinstance(value, Fraction) or limit is None:
        return None
    whole = len(now.taken(measure.share)) if isinstance(measure, Share) else 1
    has, needs = value * whole, limit * whole
    relation = line.comparison.relation
    if relation == "more_than":
        return math.floor(needs) + 1 - int(has)
    if relation == "less_than":
        return int(has) - (math.ceil(needs) - 1)
    return abs(math.ceil(needs) - int(has) if has < needs else int(has) - math.floor(needs))


def _steps(now: Evaluation, domain: Domain, value: Value | None, comparison: Comparison) -> int | None:
    """By how many grades it has to be better."""
    wanted = now.operands(comparison, domain)
    if domain.kind != "grade" or not isinstance(value, str) or comparison.relation not in _UPWARD:
        return None
    ranks = [domain.rank(word) for word in wanted if isinstance(word, str) and word in domain.words]
    up = [rank - domain.rank(value) + (comparison.relation == "more_than") for rank in ranks]
    return min((steps for steps in up if steps > 0), default=None)


def _limit(now: Evaluation, comparison: Comparison) -> Fraction | None:
    limits = [operand for operand in now.operands(comparison) if isinstance(operand, Fraction)]
    return limits[0] if len(limits) == 1 and comparison.relation != "not" else None


_Parts = tuple[str | None, str | None, int | None, int | None, tuple[str, ...]]


def _sentence(scheme: Scheme, line: Line, parts: _Parts, language: str) -> str:
    has, short_by, steps, more, criteria = parts
    swedish = language == "sv"
    name = name_in_words(scheme, line.name, language)
    needs = needed_in_words(scheme, line.name, valued(scheme, line.comparison), language)
    said = f"{name}: {has or ('inte känt' if swedish else 'not known')}, {'ska vara' if swedish else 'needs'} {needs}"
    if more is not None:
        said += f"; {more} {'återstår' if swedish else 'to go'}"
    elif steps is not None:
        said += f"; {steps} {'steg' if swedish else 'steps' if steps > 1 else 'step'}"
    elif short_by is not None:
        apart = distance_in_words(scheme, line.name, Fraction(short_by), language)
        said += f"; {'skillnaden är' if swedish else 'the difference is'} {apart}"
    if criteria:
        said += f" ({', '.join(criteria)})"
    return f"{said}."
