"""What decides is known when it is decided: no level and no term rests on a day that comes only afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from certify.core.scheme.check_context import Context
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.references import comparison_names, lines_of, moment_names, rested_on
from certify.core.scheme.sentences import acting
from certify.core.scheme.terms import BUILT_IN_MOMENTS, Condition, Name

# The days that a decision brings, and that no rule can rest on before it.
_AFTERWARDS = frozenset({"start", "end", "notified"})
# A first certificate follows none, and often nothing has to be put right.
_NOT_ALWAYS = frozenset({"former_end", "raised"})
_AFTER_A_GRANT = frozenset({"decide", "survey", "appeal"})


def check_days(context: Context) -> None:
    """Note each place of the ladder and of the validity that rests on a day that is not known when it is decided."""
    for path, names in _conditions(context):
        _note(context, path, rested_on(context.scheme, names), _AFTERWARDS | _undated(context))
    for path, names in _terms(context):
        direct = {*names}
        never = (_AFTERWARDS - {"start"}) | _NOT_ALWAYS | _later(context)
        if not _note(context, path, direct, never):
            _note(context, path, rested_on(context.scheme, names) - direct, _AFTERWARDS | _undated(context))


def _conditions(context: Context) -> Iterator[tuple[Path, Iterable[str]]]:
    ladder = context.scheme.outcome
    if ladder.requires is not None:
        yield ("outcome", "requires"), _names(context, ladder.requires)
    for place, level in enumerate(ladder.levels):
        yield ("outcome", "levels", place, "when"), _names(context, level.when)


def _names(context: Context, condition: Condition) -> Iterator[str]:
    """The names that a condition rests on; an option that is spelt like a moment is a word and no day."""
    for line in lines_of(condition):
        yield line.name
        domain = context.scheme.namespace.domains.get(line.name)
        if domain is None or domain.kind not in {"word", "grade"}:
            yield from comparison_names(line.comparison)


def _terms(context: Context) -> Iterator[tuple[Path, list[str]]]:
    rule = context.scheme.validity
    for key, moment in (("until", rule.until), ("not_beyond", rule.not_beyond)):
        if moment is not None:
            yield ("validity", key), [*moment_names(moment)]
    for key, term in (("for", rule.for_), ("renewed_for", rule.renewed_for)):
        if isinstance(term, Name):
            yield ("validity", key), [term.word]


def _undated(context: Context) -> frozenset[str]:
    """The activities that have no last day, by which a condition or a measure could reckon."""
    return frozenset(entry.id for entry in context.scheme.activities if entry.within is None) - {*BUILT_IN_MOMENTS}


def _later(context: Context) -> frozenset[str]:
    """What comes with the decision or after it: activities, and the events that `ends_on` is for."""
    activities = (entry.id for entry in context.scheme.activities if entry.kind in _AFTER_A_GRANT)
    events = (name for name, entry in context.scheme.inputs.items() if entry.given_by == "event")
    return frozenset((*activities, *events)) - {*BUILT_IN_MOMENTS}


def _note(context: Context, path: Path, names: set[str], never: frozenset[str]) -> bool:
    found = min(names & never, default=None)
    if found is not None:
        context.fault(path, acting.UNKNOWN_WHEN_DECIDED, moment=found)
    return found is not None
