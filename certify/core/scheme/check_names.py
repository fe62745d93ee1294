"""The one namespace: nothing is called the same twice, and what the rest of the checks look up by name can be found."""

from __future__ import annotations

from collections.abc import Iterator

from certify.core.scheme.check_context import APPLICANT, Context
from certify.core.scheme.domains import ANY
from certify.core.scheme.faults import Place
from certify.core.scheme.model import ALL_CRITERIA
from certify.core.scheme.parts import Column, Input
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.sentences import naming
from certify.core.scheme.terms import BUILT_IN_MOMENTS

# What a certificate can show without the scheme's saying what it is.
CERTIFICATE_FIELDS = (
    "number",
    "holder",
    "organisation_number",
    "address",
    "place",
    "area",
    "level",
    "decided",
    "valid_from",
    "valid_to",
    "former",
    "issuer",
    "signatory",
)
# What an example can expect besides names of the scheme.
EXPECTED = ("level", "eligible", "incomplete", "reasons", "valid_from", "valid_to", "due")
# And after acts: the state of the case, the certificate's status, the criteria with open nonconformities, the rule.
AFTER_ACTS = ("state", "status", "open", "refused")
_NUMBERS = frozenset({"integer", "number", "percent", "map", "series"})
_TAKEN = frozenset({ALL_CRITERIA, APPLICANT, "others", *BUILT_IN_MOMENTS, *CERTIFICATE_FIELDS, *EXPECTED})


def check_names(context: Context) -> bool:
    """Note names used twice or taken, and whatever keeps the names' values from being known.

    Gives whether the rest can be checked: without a scale or its options the values of names are not known.
    """
    first: dict[str, tuple[Place, str]] = {}
    for place, name, kind in sorted([*_named_entries(context), *_listed_entries(context)]):
        if name in _TAKEN and not (kind == "activity" and name in BUILT_IN_MOMENTS):
            context.fault_at(place, naming.NAME_TAKEN, name=name)
        elif name in first:
            at, other = first[name]
            context.fault_at(place, naming.NAME_TWICE, name=name, other=naming.KINDS[other], line=at.line)
        first.setdefault(name, (place, kind))
    whole = all([*_inputs_are_whole(context), *_answers_are_whole(context)])
    if whole:
        # what a name with a fault can be is not known, so that nothing that is said of it can be wrong
        known = context.scheme.namespace.domains
        known.update(dict.fromkeys(context.reader.broken & known.keys(), ANY))
    return whole


def _named_entries(context: Context) -> Iterator[tuple[Place, str, str]]:
    """Every name that stands as a key, or alone in a list: its place, itself, and what it names."""
    scheme, reader = context.scheme, context.reader
    for key, entries, kind in (
        ("parameters", scheme.parameters, "parameter"),
        ("scales", scheme.scales, "scale"),
        ("inputs", scheme.inputs, "input"),
        ("units", scheme.units, "kind of unit"),
        ("measures", scheme.measures, "measure"),
        ("profiles", scheme.profiles, "profile"),
        ("nonconformities", scheme.nonconformities, "nonconformity"),
    ):
        for name in entries:
            yield reader.key_at((key, name)), name, kind
    for key, names, kind in (
        ("bindings", scheme.bindings, "binding"),
        ("roles", scheme.roles, "role"),
        ("section_levels", scheme.section_levels, "level of sections"),
    ):
        for place, name in enumerate(names):
            yield reader.at((key, place)), name, kind
    for path, _, entry in context.inputs():
        for name in entry.columns:
            yield reader.key_at((*path, "columns", name)), name, "column"
    for kind_name, unit in scheme.units.items():
        for name in unit.inputs:
            yield reader.key_at(("units", kind_name, "inputs", name)), name, "input"


def _listed_entries(context: Context) -> Iterator[tuple[Place, str, str]]:
    """Every name that an entry of a list gives itself."""
    scheme, reader = context.scheme, context.reader
    for path, section in context.sections():
        yield reader.at((*path, "section")), section.id, "section"
    for path, criterion in context.criteria():
        yield reader.at((*path, "criterion")), criterion.id, "criterion"
    for place, level in enumerate(scheme.outcome.levels):
        yield reader.at(("outcome", "levels", place, "level")), level.id, "level"
    for place, form in enumerate(scheme.forms):
        yield reader.at(("forms", place, "form")), form.form, "form"
    for place, activity in enumerate(scheme.activities):
        yield reader.at(("activities", place, "activity")), activity.id, "activity"


def _inputs_are_whole(context: Context) -> Iterator[bool]:
    for path, name, entry in context.inputs():
        yield from _is_whole(context, path, name, entry)
        for column, its in entry.columns.items():
            yield from _is_whole(context, (*path, "columns", column), column, its)
        _check_own_keys(context, path, name, entry)


def _is_whole(context: Context, path: Path, name: str, entry: Input | Column) -> Iterator[bool]:
    if entry.type == "grade":
        yield _has_scale(context, path, entry.scale)
    elif entry.scale is not None:
        context.fault((*path, "scale"), naming.OF_A_GRADE, type=entry.type)
    if entry.type == "choice" and not entry.options:
        context.fault(path, naming.NEEDS_OPTIONS)
        yield False
    if entry.options and entry.type not in {"choice", "map"}:
        context.fault((*path, "options"), naming.OF_A_CHOICE, key="options", type=entry.type)
    if entry.type not in _NUMBERS and (entry.lowest or entry.highest):
        context.fault(path, naming.OF_A_NUMBER, type=entry.type)
    if entry.lowest and entry.highest and entry.lowest.value > entry.highest.value:
        context.fault((*path, "lowest"), naming.LOWEST_ABOVE_HIGHEST)
        context.reader.broken.add(name)


def _check_own_keys(context: Context, path: Path, name: str, entry: Input) -> None:
    """Keys that belong to one type of input or one origin only."""
    said = context.reader.places
    if entry.type == "table" and not entry.columns:
        context.fault(path, naming.NEEDS_COLUMNS)
        context.reader.broken.add(name)
    if entry.columns and entry.type != "table":
        context.fault((*path, "columns"), naming.OF_A_TABLE, type=entry.type)
    if (*path, "choose") in said and entry.type != "choice":
        context.fault((*path, "choose"), naming.OF_A_CHOICE, key="choose", type=entry.type)
    elif entry.type == "choice" and not 1 <= entry.choose <= max(len(entry.options), 1):
        context.fault((*path, "choose"), naming.HOW_MANY_OPTIONS, most=len(entry.options))
    for key, value in (("of", entry.of), ("on", entry.on)):
        if value is not None and entry.given_by != "certificate":
            context.fault((*path, key), naming.OF_A_CERTIFICATE, key=key)


def _answers_are_whole(context: Context) -> Iterator[bool]:
    flat = context.scheme.criteria_by_id
    for path, entry in context.criteria():
        criterion = flat[entry.id]
        if criterion.answer == "grade":
            yield _has_scale(context, path, criterion.scale)
        if criterion.highest is not None and criterion.answer not in _NUMBERS:
            context.fault((*path, "highest"), naming.HIGHEST_OF_A_NUMBER, type=criterion.answer)


def _has_scale(context: Context, path: Path, scale: str | None) -> bool:
    if scale is None:
        context.fault(path, naming.NEEDS_SCALE)
        return False
    at = (*path, "scale")
    return context.is_known(at, scale, context.scheme.scales, naming.NO_SCALE)
