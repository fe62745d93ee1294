"""Conditions and moments: every name exists, and the right-hand side is something that the left side can be."""

from __future__ import annotations

from typing import assert_never

from certify.core.scheme.check_context import Context
from certify.core.scheme.domains import Domain, Kind, written
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.sentence import Words, nearest
from certify.core.scheme.sentences import judging, naming
from certify.core.scheme.terms import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Condition,
    Day,
    EachYear,
    Earliest,
    Latest,
    Line,
    Moment,
    Name,
    Not,
    Number,
    Operand,
    Otherwise,
    Period,
    Shifted,
)

_SIZES = frozenset({"is", "not", "at_least", "at_most", "more_than", "less_than", "between"})
_EQUAL = frozenset({"is", "not"})
_RELATIONS: dict[Kind, frozenset[str]] = {
    "word": _EQUAL,
    "grade": _SIZES,
    "number": _SIZES,
    "date": frozenset({"is", "not", "from", "until", "before", "after", "between"}),
    "period": _EQUAL,
    "text": frozenset(),
    "rows": frozenset(),
}


def check_condition(context: Context, path: Path, condition: Condition) -> None:
    """Check every line of a condition. Paths follow the keys of the file."""
    match condition:
        case Line():
            _check_line(context, path, condition)
        case AllOf() | AnyOf() | AtLeastOf():
            for place, part in enumerate(condition.conditions):
                check_condition(context, (*path, *_step(condition, part, place)), part)
        case Not():
            check_condition(context, path, condition.condition)
        case Otherwise():
            context.fault(path, judging.MISPLACED_OTHERWISE)
        case _:
            assert_never(condition)


def _step(parent: AllOf | AnyOf | AtLeastOf, part: Condition, place: int) -> Path:
    """The keys from a condition to one of its parts: entries of a list by place, keys of a mapping by name."""
    if not isinstance(parent, AllOf):
        return (place,)
    match part:
        case Line():
            return (part.name,)
        case AnyOf():
            return ("any",)
        case AtLeastOf():
            return (f"at least {part.least} of",)
        case Not():
            return ("not",)
        case AllOf() | Otherwise():
            return (place,)
        case _:
            assert_never(part)


def _check_line(context: Context, path: Path, line: Line) -> None:
    known = context.scheme.namespace.domains
    found = context.is_known(path, line.name, known, naming.NO_VALUE, key=True)
    if found and context.is_single(path, line.name, key=True):
        check_comparison(context, path, line.name, known[line.name], line.comparison)


def check_comparison(context: Context, path: Path, name: str, domain: Domain, comparison: Comparison) -> None:
    """Whether a name with these values can compare like that."""
    if domain.kind == "any":
        return
    if comparison.relation not in _RELATIONS[domain.kind]:
        said = comparison.relation.replace("_", " ")
        context.fault(path, naming.UNFIT_RELATION, relation=said, name=name, domain=domain.described())
        return
    for operand in comparison.operands:
        _check_operand(context, path, name, domain, operand)
    low, high = comparison.operands[0], comparison.operands[-1]
    if (
        comparison.relation == "between"
        and isinstance(low, Number)
        and isinstance(high, Number)
        and low.value > high.value
    ):
        context.fault(path, naming.NOTHING_BETWEEN, low=written(low.value), high=written(high.value))


def _check_operand(context: Context, path: Path, name: str, domain: Domain, operand: Operand) -> None:
    if isinstance(operand, Name):
        if operand.word not in domain.words:
            _check_named(context, path, name, domain, operand.word)
        return
    if isinstance(operand, Shifted) and domain.kind == "date":
        check_moment(context, path, operand)
        return
    if not _fits(domain, operand):
        context.fault(path, naming.CANNOT_BE, name=name, domain=domain.described(), value=_said(operand))


def _fits(domain: Domain, operand: Number | Day | Period | Shifted) -> bool:
    match operand:
        case Number() if domain.kind == "number":
            return (domain.percent or not operand.percent) and domain.read(written(operand.value)) is not None
        case Number():
            return written(operand.value) in domain.words
        case Day():
            return domain.kind == "date"
        case Period():
            return domain.kind == "period"
        case Shifted():
            return False
        case _:
            assert_never(operand)


def _said(operand: Number | Day | Period | Shifted) -> Words:
    match operand:
        case Number():
            return f"{written(operand.value * 100)} %" if operand.percent else written(operand.value)
        case Day():
            return operand.value.isoformat()
        case Period():
            return str(operand)
        case Shifted():
            return naming.A_MOMENT
        case _:
            assert_never(operand)


def _check_named(context: Context, path: Path, name: str, domain: Domain, word: str) -> None:
    """A bare word that is no value of the left side has to be the name of something with such values."""
    known = context.scheme.namespace.domains
    if word in context.reader.broken:
        return
    if word in known:
        if not context.is_single(path, word):
            return
        other = known[word]
        fits = other.kind in {domain.kind, "any"} and ({*other.words} <= {*domain.words} or other.kind == "any")
        if not fits:
            its = other.described()
            context.fault(path, naming.OTHER_DOMAIN, name=name, domain=domain.described(), other=word, its=its)
        return
    candidates = [*domain.words, *(other for other, its in known.items() if its.kind == domain.kind)]
    hint = nearest(word, candidates)
    context.fault(path, naming.CANNOT_BE_WORD, name=name, domain=domain.described(), word=word, hint=hint)


def check_moment(context: Context, path: Path, moment: Moment) -> None:
    """Every name in a moment is one, and every period a period."""
    match moment:
        case Name():
            if context.is_known(path, moment.word, context.moments, naming.NO_MOMENT):
                context.is_single(path, moment.word)
        case Shifted():
            if isinstance(moment.period, Name):
                check_operand(context, path, moment.period, "period")
            check_moment(context, path, moment.anchor)
        case Earliest() | Latest():
            word = "earliest" if isinstance(moment, Earliest) else "latest"
            for place, part in enumerate(moment.of):
                check_moment(context, (*path, word, place), part)
        case Day() | EachYear():
            return
        case _:
            assert_never(moment)


def check_operand(context: Context, path: Path, operand: Operand | None, kind: Kind) -> None:
    """A value of that kind, or the name of something that gives one."""
    if operand is None:
        return
    if isinstance(operand, Name):
        of_kind = context.of_kind(kind)
        if context.is_known(path, operand.word, of_kind, naming.NOT_OF_KIND, kind=naming.A_KIND[kind]):
            context.is_single(path, operand.word)
    elif not isinstance(operand, {"number": Number, "period": Period}.get(kind, Day)):
        context.fault(path, naming.KIND_BELONGS, kind=naming.A_KIND[kind])
