"""A scheme as frozen data, with the look-ups that the rules, the forms and the pages ask for.

Each struct mirrors one part of the scheme file, and its keys are those of the file. Where a key is another word than
the field (`criterion: QM-3.2` is `Criterion.id`), the field says so with `name`. `docs/scheme-reference.md` explains
every key; a test holds it against these types.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal, assert_never

import msgspec
from msgspec import field

from certify.core.scheme import domains
from certify.core.scheme.domains import Domain
from certify.core.scheme.flat import flattened
from certify.core.scheme.markings import Id, LanguageCode, Text, TextOrNone, Word
from certify.core.scheme.measure import Measure
from certify.core.scheme.names import Namespace, namespace
from certify.core.scheme.parts import (
    Certificate,
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
from certify.core.scheme.terms import Condition, Period

FULL_FORM = Form(form="full")
USUAL_COOLING_OFF = Period(2, "year")
ALL_CRITERIA = "criteria"


class Scheme(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A whole scheme. `digest` names its source, `sha256:` and 64 hexadecimal digits; it is no key of the file."""

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
    parameters: dict[Id, Parameter] = {}
    scales: dict[Id, tuple[Word, ...]] = {}
    inputs: dict[Id, Input] = {}
    evidence: EvidenceRule | None = None
    bindings: tuple[Id, ...]
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
    fees: dict[Id, Id] = {}
    certificate: Certificate
    mark: Mark | None = None
    examples: tuple[Example, ...] = ()
    digest: Annotated[str, "not a key"] = ""

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion in the order of the file, with the binding, evidence and the like that it inherits."""
        return flattened(self.sections, self.evidence)

    @cached_property
    def namespace(self) -> Namespace:
        """What each name of the scheme is, and in which order the names are worked out."""
        return namespace(self)

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

    def selected(self, selection: tuple[str, ...]) -> tuple[str, ...]:
        """The criteria, inputs and measures that a selection names, each once, in its order.

        A binding, a section and `criteria` stand for the criteria in them; any other name for itself.
        """
        names: dict[str, None] = {}
        for word in selection:
            names |= dict.fromkeys(self._groups.get(word, (word,)))
        return tuple(names)

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

    def input_domain(self, name: str) -> Domain:
        """The values that an input can take. Raises KeyError where there is no such input."""
        entry = self.inputs[name]
        match entry.type:
            case "choice":
                return Domain(kind="word", words=entry.options)
            case "grade":
                return Domain(kind="grade", words=self.scales[entry.scale or ""])
            case "integer" | "number" | "percent":
                return Domain(
                    kind="number",
                    whole=entry.type == "integer",
                    percent=entry.type == "percent",
                    lowest=entry.lowest.value if entry.lowest else None,
                    highest=entry.highest.value if entry.highest else None,
                )
            case "yes_no" | "yes_no_na" | "date" | "text":
                return domains.SIMPLE[entry.type]
            case _:
                assert_never(entry.type)

    def answer_domain(self, criterion: Criterion) -> Domain:
        """The values that a finding on the criterion can take, `not_applicable` apart."""
        if criterion.answer == "grade":
            return Domain(kind="grade", words=self.scales[criterion.scale or ""])
        return domains.SIMPLE[criterion.answer]

    def takes(self, criterion: Criterion, value: str) -> bool:
        """Whether a finding on the criterion may have this value, written as in a scheme file."""
        if value == domains.NOT_APPLICABLE and criterion.not_applicable is not None:
            return True
        return self.answer_domain(criterion).read(value) is not None
