"""Profiles: what a change names exists, and the scheme with the change laid over it has no fault either."""

from __future__ import annotations

from collections.abc import Callable

from certify.core.scheme.check_comparison import check_condition
from certify.core.scheme.check_context import Context
from certify.core.scheme.faults import Place
from certify.core.scheme.names import parameter_domain
from certify.core.scheme.overlaying import changed
from certify.core.scheme.parts import Parameter, Section
from certify.core.scheme.profile import Change
from certify.core.scheme.reach import Reach
from certify.core.scheme.read import Reader
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.references import condition_names, rested_on
from certify.core.scheme.sentences import judging, naming, trying
from certify.core.scheme.terms import BUILT_IN_MOMENTS, Condition, Name, Operand

# Origins of what comes once an application has been taken in, and the days that are known before that.
_LATE_ORIGINS = frozenset({"exam", "event"})
# A scheme is checked anew under each change, so that size and number count together.
MOST_CHANGES = 100
_MOST_CHECKED = 20_000
_KNOWN_DAYS = frozenset({"submitted", "today", "former_end", "version_end"})
Check = Callable[[Context], bool]


def check_profiles(context: Context, check_whole: Check) -> None:
    """Note every fault of the profiles; `check_whole` checks a scheme as if it had been written like that."""
    if _are_too_many(context):
        return
    for name, profile in context.scheme.profiles.items():
        path: Path = ("profiles", name)
        if profile.applies is not None:
            _check_applies(context, (*path, "applies"), profile.applies)
        before = context.scheme
        for place, change in enumerate(profile.changes):
            at: Path = (*path, "changes", place)
            if place and change.from_ <= profile.changes[place - 1].from_:
                context.fault((*at, "from"), trying.LATER_THAN_ABOVE)
            _check_change(context.elsewhere(before, context.reader), at, change)
            before = changed(before, change)
            _check_laid_over(context, at, name, change, check_whole)


def _are_too_many(context: Context) -> bool:
    scheme = context.scheme
    changes = [change for profile in scheme.profiles.values() for change in profile.changes]
    added = (entry for change in changes for entries in change.criteria.values() for entry in entries)
    anew = sum(len(change.inputs) + len(change.measures) + _criteria_in(change.sections) for change in changes)
    size = len(scheme.criteria) + len(scheme.every_input) + len(scheme.measures) + sum(1 for _ in added) + anew
    most = min(MOST_CHANGES, _MOST_CHECKED // max(size, 1))
    if len(changes) > most:
        context.key_fault(("profiles",), trying.TOO_MANY_CHANGES, count=len(changes), most=most, size=size)
    return len(changes) > most


def _criteria_in(sections: tuple[Section, ...]) -> int:
    return sum(len(section.criteria) + _criteria_in(section.sections) for section in sections)


def _check_applies(context: Context, path: Path, applies: Condition) -> None:
    """For whom it is can hold, and is known when the application is taken in: that is when it is tried last."""
    check_condition(context, path, applies)
    if context.has_faults:
        return
    scheme = context.scheme
    late = next((name for name in sorted(rested_on(scheme, condition_names(applies))) if _is_late(context, name)), None)
    if late is not None:
        context.fault(path, trying.KNOWN_TOO_LATE, name=late)
        return
    if not Reach(scheme).can(applies).hold:
        context.fault(path, judging.NEVER_HOLDS)


def _is_late(context: Context, name: str) -> bool:
    """Whether a name is known only once the application has been taken in."""
    scheme = context.scheme
    if name in scheme.filled_by("check"):
        return False
    entry = scheme.every_input.get(name)
    if entry is not None:
        return entry.given_by in _LATE_ORIGINS | context.assessing
    return name in {*BUILT_IN_MOMENTS, *context.activities, *scheme.criteria_by_id} - _KNOWN_DAYS


def _check_change(context: Context, path: Path, change: Change) -> None:
    scheme = context.scheme
    for name, value in change.parameters.items():
        at: Path = (*path, "parameters", name)
        if context.is_known(at, name, scheme.parameters, naming.NO_PARAMETER, key=True):
            _check_value(context, at, name, scheme.parameters[name], value)
    added = {entry.id for entries in change.criteria.values() for entry in entries}
    for name, binding in change.bindings.items():
        at = (*path, "bindings", name)
        known = {**dict.fromkeys(added), **scheme.criteria_by_id}
        context.is_known(at, name, known, naming.NO_CRITERION, key=True)
        context.is_known(at, binding, scheme.bindings, naming.NO_BINDING)
    sections = {section.id for _, section in context.sections()} | {section.id for section in change.sections}
    for section in change.criteria:
        context.is_known((*path, "criteria", section), section, sections, naming.NO_SECTION, key=True)
    for place, level in enumerate(change.levels):
        at = (*path, "levels", place, "level")
        context.is_known(at, level.id, context.levels, naming.NO_LEVEL_TO_CHANGE)


def _check_value(context: Context, path: Path, name: str, parameter: Parameter, value: Operand) -> None:
    """The new value is of the same kind as the old."""
    before, now = parameter_domain(parameter.value, parameter.options), parameter_domain(value, parameter.options)
    if isinstance(value, Name) and parameter.options:
        context.is_known(path, value.word, parameter.options, naming.NO_OPTION_OF, name=name)
    elif before.kind != now.kind or (before.kind == "number" and before.percent != now.percent):
        context.fault(path, naming.OTHER_THAN_BEFORE, name=name, domain=before.described(), its=now.described())


# What a change replaces that has no name of its own, and that is checked by where its keys stand.
_REPLACED_WHOLE = frozenset({"validity", "renewal"})


class _Elsewhere(Reader):
    """Tells a fault of a scheme under a profile where the change stands, and within what it replaces to the key."""

    def __init__(self, reader: Reader, path: Path) -> None:
        self.languages = reader.languages
        self.broken = reader.broken
        self._place = reader.at(path)
        self._own = {key for key in _REPLACED_WHOLE if (*path, key) in reader.places}
        kept = {at: place for at, place in reader.places.items() if at and at[0] not in self._own}
        own = (at for at in reader.places if at[: len(path)] == path and at[len(path) : len(path) + 1])
        moved = {at[len(path) :]: reader.places[at] for at in own if at[len(path)] in self._own}
        self.places = {**kept, **moved} if moved else reader.places

    def at(self, path: Path) -> Place:
        return super().at(path) if path and path[0] in self._own else self._place

    def key_at(self, path: Path) -> Place:
        return super().key_at(path) if path and path[0] in self._own else self._place


def _check_laid_over(context: Context, path: Path, name: str, change: Change, check_whole: Check) -> None:
    """The scheme under the profile is checked as a whole, once nothing else is wrong."""
    if context.has_faults:
        return
    scheme = context.scheme.under(name, change.from_)
    there = _Elsewhere(context.reader, path)
    check_whole(context.elsewhere(scheme, there, trying.UNDER_PROFILE.told(profile=name)))
