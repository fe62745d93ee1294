"""A scheme as frozen data, with the look-ups that the rules, the forms and the pages ask for.

Each struct mirrors one part of the scheme file, and its keys are those of the file. Where a key is another word than
the field (`criterion: QM-3.2` is `Criterion.id`), the field says so with `name`. `docs/scheme-reference.md` explains
every key; a test holds it against these types.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, assert_never

import msgspec
from msgspec import field

from certify.core.findings import Said
from certify.core.scheme import domains
from certify.core.scheme.advising import Rule, rules_with
from certify.core.scheme.domains import Domain
from certify.core.scheme.flat import flattened
from certify.core.scheme.markings import Id, LanguageCode, Text, TextOrNone, Word
from certify.core.scheme.measure import Measure
from certify.core.scheme.names import Namespace, namespace
from certify.core.scheme.overlaying import changed
from certify.core.scheme.parts import (
    Certificate,
    Column,
    Criterion,
    EvidenceRule,
    Form,
    Input,
    Ladder,
    Level,
    Mark,
    Parameter,
    Section,
    Subject,
    UnitKind,
    Version,
)
from certify.core.scheme.process import (
    Activity,
    ActivityKind,
    Example,
    Nonconformity,
    Renewal,
    Suspension,
    Validity,
)
from certify.core.scheme.profile import Profile
from certify.core.scheme.said import read_all
from certify.core.scheme.terms import Condition, Period
from certify.core.scheme.translated import in_language

FULL_FORM = Form(form="full")
USUAL_COOLING_OFF = Period(2, "year")
ALL_CRITERIA = "criteria"


class Scheme(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A whole scheme.

    What is no key of the file: `digest` names its source, `sha256:` and 64 hexadecimal digits; `base` the digest of the
    version that it builds on, where it does; `profile` the profile under which it stands here, see `under`.
    """

    language: Literal[1]
    id: Id = field(name="scheme")
    version: Version
    edition: Literal["working", "adopted"] = "working"
    languages: tuple[LanguageCode, ...]
    title: Text
    subject: Subject
    accreditation: TextOrNone | None = None
    means: Text
    does_not_mean: Text
    expect: Text
    turn_to: Text
    names: dict[Id, Text] = {}
    parameters: dict[Id, Parameter] = {}
    scales: dict[Id, tuple[Word, ...]] = {}
    inputs: dict[Id, Input] = {}
    units: dict[Id, UnitKind] = {}
    evidence: EvidenceRule | None = None
    bindings: tuple[Id, ...]
    section_levels: tuple[Id, ...] = ()
    sections: tuple[Section, ...]
    measures: dict[Id, Measure] = {}
    eligible: Condition | None = None
    outcome: Ladder
    roles: tuple[Id, ...]
    forms: tuple[Form, ...] = (FULL_FORM,)
    activities: tuple[Activity, ...]
    nonconformities: dict[Id, Nonconformity] = {}
    validity: Validity
    renewal: Renewal | None = None
    suspension: Suspension | None = None
    profiles: dict[Id, Profile] = {}
    fees: dict[Id, Id] = {}
    certificate: Certificate
    mark: Mark | None = None
    examples: tuple[Example, ...] = ()
    digest: Annotated[str, "not a key"] = ""
    base: Annotated[str, "not a key"] = ""
    profile: Annotated[str, "not a key"] = ""

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion in the order of the file, with the binding, evidence and the like that it inherits."""
        return flattened(self.sections, self.evidence)

    @cached_property
    def namespace(self) -> Namespace:
        """What each name of the scheme is, and in which order the names are worked out."""
        return namespace(self)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule that can refuse or give a lower level, with the names that it rests on."""
        return rules_with(self)

    @cached_property
    def criteria_by_id(self) -> dict[str, Criterion]:
        """Every criterion under its id, in the order of the file."""
        return {criterion.id: criterion for criterion in self.criteria}

    def criterion(self, id: str) -> Criterion:
        """The criterion with that id. Raises KeyError where there is none."""
        return self.criteria_by_id[id]

    def form(self, id: str) -> Form:
        """The form with that id. Raises KeyError where there is none."""
        for form in self.forms:
            if form.form == id:
                return form
        raise KeyError(id)

    def criteria_of(self, form: str) -> tuple[Criterion, ...]:
        """The criteria that a form asks about. Raises KeyError where there is no such form."""
        left_out = set(self.selected(self.form(form).leaves_out))
        return tuple(criterion for criterion in self.criteria if criterion.id not in left_out)

    def may_confirm_unchanged(self, form: str) -> frozenset[str]:
        """The ids of the criteria whose answer may be `unchanged` in that form. Raises KeyError."""
        return frozenset(self.selected(self.form(form).may_confirm_unchanged))

    @cached_property
    def _groups(self) -> dict[str, tuple[str, ...]]:
        groups: dict[str, list[str]] = {group: [] for group in (ALL_CRITERIA, *self.bindings)}
        for criterion in self.criteria:
            for group in (ALL_CRITERIA, criterion.binding, *criterion.within):
                groups.setdefault(group, []).append(criterion.id)
        return {group: tuple(ids) for group, ids in groups.items()}

    @cached_property
    def _under(self) -> dict[tuple[str, int], Scheme]:
        return {}

    def under(self, profile: str | None, on: date) -> Scheme:
        """The scheme as it stands under a profile on a day: same source, same digest. Raises KeyError.

        Without a profile it is the scheme itself. The changes that hold on that day are laid over it in their order.
        """
        if profile is None:
            return self
        changes = [change for change in self.profiles[profile].changes if change.from_ <= on]
        found = self._under.get((profile, len(changes)))
        if found is None:
            found = msgspec.structs.replace(self, profile=profile)
            for change in changes:
                found = changed(found, change)
            self._under[profile, len(changes)] = found
        return found

    @cached_property
    def given_by_applicant(self) -> frozenset[str]:
        """The inputs, of the whole and of units, that the applicant gives."""
        return frozenset(name for name, entry in self.every_input.items() if entry.given_by == "applicant")

    def sections_at(self, level: str) -> tuple[str, ...]:
        """The ids of the sections of that level, in the order of the file; none where there is no such level."""
        found = [section for section in self.sections if level in self.section_levels]
        for _ in self.section_levels[: self.section_levels.index(level)] if found else ():
            found = [below for section in found for below in section.sections]
        return tuple(section.id for section in found)

    @cached_property
    def _selections(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        return {}

    def selected(self, selection: tuple[str, ...]) -> tuple[str, ...]:
        """The criteria, inputs and measures that a selection names, each once, in its order.

        A binding, a section and `criteria` stand for the criteria in them; any other name for itself.
        """
        found = self._selections.get(selection)
        if found is None:
            names: dict[str, None] = {}
            for word in selection:
                names |= dict.fromkeys(self._groups.get(word, (word,)))
            found = self._selections[selection] = tuple(names)
        return found

    def level(self, id: str) -> Level:
        """The level with that id. Raises KeyError where there is none."""
        for level in self.outcome.levels:
            if level.id == id:
                return level
        raise KeyError(id)

    def activity(self, kind: ActivityKind) -> Activity | None:
        """The first activity of that kind, or None where the scheme has none."""
        return next((activity for activity in self.activities if activity.kind == kind), None)

    @cached_property
    def activities_by_id(self) -> dict[str, Activity]:
        """Every activity under its id, in the order of the file."""
        return {activity.id: activity for activity in self.activities}

    def filled_by(self, kind: ActivityKind) -> frozenset[str]:
        """The ids of criteria and inputs that activities of that kind fill."""
        return frozenset(
            name for activity in self.activities if activity.kind == kind for name in self.selected(activity.fills)
        )

    @property
    def cooling_off(self) -> Period:
        """How long whoever advised the applicant keeps away: as the assessment says, otherwise two years."""
        assessment = self.activity("assess")
        return (assessment.cooling_off if assessment else None) or USUAL_COOLING_OFF

    @property
    def kinds_of_evidence(self) -> frozenset[str]:
        """Every kind of evidence that the scheme names anywhere."""
        rules = [self.evidence, *(criterion.evidence for criterion in self.criteria)]
        return frozenset(kind for rule in rules if rule is not None for kind in rule.kinds)

    @cached_property
    def sections_by_id(self) -> dict[str, Section]:
        """Every section under its id, the outer before the inner."""
        found: dict[str, Section] = {}
        waiting = list(self.sections)
        while waiting:
            section = waiting.pop(0)
            found[section.id] = section
            waiting = [*section.sections, *waiting]
        return found

    def called(self, word: str, language: str) -> str:
        """What one of the scheme's own words is called: its name under `names`, or the word with spaces."""
        return in_language(self.names[word], language) if word in self.names else word.replace("_", " ")

    @cached_property
    def own_words(self) -> frozenset[str]:
        """What the scheme names and no word of the grammar is: inputs, measures, parameters, grades, options, names."""
        lists = [*self.scales.values(), *(entry.options for entry in self.parameters.values())]
        lists += [entry.options for entries in (self.every_input, self.columns) for entry in entries.values()]
        words = (word for listed in lists for word in listed)
        return frozenset((*self.names, *self.parameters, *self.every_input, *self.columns, *self.measures, *words))

    @cached_property
    def every_input(self) -> dict[str, Input]:
        """Every input by its name: those of the whole, and those of each kind of unit."""
        return self.inputs | {name: entry for kind in self.units.values() for name, entry in kind.inputs.items()}

    @cached_property
    def unit_of(self) -> dict[str, str]:
        """The kind of unit of each name that has a value for every unit: inputs, criteria and the columns of tables."""
        found = {name: kind for kind, entry in self.units.items() for name in entry.inputs}
        found |= {column: found[name] for column, name in self.table_of.items() if name in found}
        return found | {criterion.id: criterion.per for criterion in self.criteria if criterion.per}

    @cached_property
    def table_of(self) -> dict[str, str]:
        """The table in which each column stands."""
        return {column: name for name, entry in self.every_input.items() for column in entry.columns}

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Every column of every table by its name."""
        return {name: column for entry in self.every_input.values() for name, column in entry.columns.items()}

    def input_domain(self, name: str) -> Domain:
        """The values that an input or a column can take, each by itself. Raises KeyError where there is none such."""
        entry = self.columns.get(name) or self.every_input[name]
        match entry.type:
            case "choice":
                return Domain(kind="word", words=entry.options)
            case "grade":
                return Domain(kind="grade", words=self.scales[entry.scale or ""])
            case "integer" | "number" | "percent" | "map" | "series":
                return Domain(
                    kind="number",
                    whole=entry.type == "integer",
                    percent=entry.type == "percent",
                    lowest=entry.lowest.value if entry.lowest else None,
                    highest=entry.highest.value if entry.highest else None,
                )
            case "series of dates":
                return domains.DATE
            case "yes_no" | "yes_no_na" | "date" | "text" | "table":
                return domains.SIMPLE[entry.type]
            case _:
                assert_never(entry.type)

    def reads(self, name: str, said: Said) -> bool:
        """Whether what was said is a value that the input can take. Raises KeyError where there is no such input."""
        return read_all(self, name, said) is not None

    def answer_domain(self, criterion: Criterion) -> Domain:
        """The values that a finding on the criterion can take, `not_applicable` apart."""
        if criterion.answer == "grade":
            return Domain(kind="grade", words=self.scales[criterion.scale or ""])
        if criterion.highest is not None:
            return msgspec.structs.replace(
                domains.SIMPLE[criterion.answer], lowest=Fraction(0), highest=criterion.highest.value
            )
        return domains.SIMPLE[criterion.answer]

    def wants_reason(self, criterion: Criterion, value: str) -> bool:
        """Whether a finding of this value has to say why: what falls short of a yes or the best grade, no number."""
        if criterion.answer == "grade":
            return value != self.scales[criterion.scale or ""][0]
        return value == domains.NOT_APPLICABLE or (
            self.answer_domain(criterion).kind == "word" and value != domains.YES
        )

    def takes(self, criterion: Criterion, value: str) -> bool:
        """Whether a finding on the criterion may have this value, written as in a scheme file."""
        if value == domains.NOT_APPLICABLE and criterion.not_applicable is not None:
            return True
        return self.answer_domain(criterion).read(value) is not None
