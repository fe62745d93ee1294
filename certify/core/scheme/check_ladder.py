"""The ladder: every level can be reached, only a last one that says so always is, and no lower one asks for more."""

from __future__ import annotations

from certify.core.scheme.check_comparison import check_condition
from certify.core.scheme.check_context import Context
from certify.core.scheme.intervals import Interval
from certify.core.scheme.parts import Level
from certify.core.scheme.reach import Reach, allowed
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.sentences import judging
from certify.core.scheme.terms import AllOf, Condition, Line, Otherwise


def check_ladder(context: Context) -> None:
    """Note every fault of the outcome. What can be reached shows only where nothing else is wrong."""
    ladder = context.scheme.outcome
    if ladder.requires is not None:
        check_condition(context, ("outcome", "requires"), ladder.requires)
    for place, level in enumerate(ladder.levels):
        path: Path = ("outcome", "levels", place, "when")
        if not isinstance(level.when, Otherwise):
            check_condition(context, path, level.when)
        elif place < len(ladder.levels) - 1:
            context.fault(path, judging.EARLY_OTHERWISE)


def check_reach(context: Context) -> None:
    """Note levels and conditions that can never hold, or always do. It expects names and phrases without faults."""
    scheme, reach = context.scheme, Reach(context.scheme)
    for path, condition in ((("eligible",), scheme.eligible), (("outcome", "requires"), scheme.outcome.requires)):
        if condition is not None and not reach.can(condition).hold:
            context.fault(path, judging.NEVER_HOLDS)
    for place, level in enumerate(scheme.outcome.levels):
        _check_level(context, ("outcome", "levels", place, "when"), reach, level)
        for higher in scheme.outcome.levels[:place]:
            _check_harder(context, ("outcome", "levels", place, "when"), higher, level)


def _check_level(context: Context, path: Path, reach: Reach, level: Level) -> None:
    if isinstance(level.when, Otherwise):
        return
    can = reach.can(level.when)
    if not can.hold:
        context.fault(path, judging.NEVER_REACHED, level=level.id)
    elif not can.fail:
        context.fault(path, judging.ALWAYS_REACHED, level=level.id)


def _check_harder(context: Context, path: Path, higher: Level, lower: Level) -> None:
    """A lower level asks for no more of the same name, and not for everything that a higher one asks for."""
    above, below = _lines(higher.when), _lines(lower.when)
    domains = context.scheme.namespace.domains
    limits = {line.name: (line, its) for line in above or () if (its := allowed(domains, line)) is not None}
    same = above is not None and below is not None
    for line in below or ():
        its = allowed(domains, line)
        if its is None or line.name not in limits:
            continue
        other, theirs = limits[line.name]
        if _lies_within(its, theirs) and not _lies_within(theirs, its):
            at: Path = (*path, line.name)
            context.key_fault(at, judging.HARDER_BELOW, lower=lower.id, name=line.name, higher=higher.id)
            same = False
        elif other.comparison != line.comparison:
            same = False
    if same and above and {*above} <= {*(below or ())}:
        context.fault(path, judging.HIDDEN_BELOW, lower=lower.id, higher=higher.id)


def _lines(condition: Condition) -> tuple[Line, ...] | None:
    """The lines of a plain condition, all of which hold; None for one with more to it."""
    parts = condition.conditions if isinstance(condition, AllOf) else (condition,)
    lines = tuple(part for part in parts if isinstance(part, Line))
    return lines if len(lines) == len(parts) else None


def _lies_within(one: Interval, other: Interval) -> bool:
    low = other.low is None or (one.low is not None and one.low >= other.low)
    return low and (other.high is None or (one.high is not None and one.high <= other.high))
