"""The same material gives the same outcome in form, self-assessment, API and command line, under every scheme there is.

The material is drawn by seeds, typed as a browser sends it, and judged along four ways: the self-assessment's form, its
JSON, the draft with the workbench, and a worked case as `certify scheme check` runs it. The core judges it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

import msgspec
import pytest

from certify.core.dossier import Dossier
from certify.core.findings import Finding, Findings, Said
from certify.core.fitting import applies
from certify.core.outcome import Dates, Outcome, evaluation, work_out
from certify.core.scheme.domains import NOT_APPLICABLE, Domain, written
from certify.core.scheme.examples import run_example
from certify.core.scheme.load import load
from certify.core.scheme.model import Scheme
from certify.core.scheme.process import Example
from certify.service.web.pages.draft_forms import with_about
from certify.service.web.pages.forms import Fault, Form
from certify.service.web.pages.self_assessment_form import said_in
from certify.service.web.pages.tasks_of_case import Task, filled
from certify.service.web.pages.unit_fields import units_of
from certify.service.web.self_assessing import SelfAssessment, assess
from tests.core.life import DOSSIER

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 8, 31)
DATES = Dates(submitted=TODAY, today=TODAY)
ROUNDS = 6
FILES = sorted(
    (
        *ROOT.glob("schemes/*/scheme.yaml"),
        *ROOT.glob("docs/examples/*.yaml"),
        *(ROOT / "tests/core/scheme" / f"{name}.yaml" for name in ("lit_harbour", "works", "everything")),
    )
)


def _schemes() -> Iterator[tuple[str, Scheme]]:
    for file in FILES:
        scheme = load(file.read_bytes())
        yield scheme.id, scheme
        for profile in scheme.profiles:
            yield f"{scheme.id} {profile}", scheme.under(profile, TODAY)


SCHEMES = dict(_schemes())


class Typed:
    """Somebody who fills in a form by chance, and leaves a field empty now and then."""

    def __init__(self, scheme: Scheme, seed: int) -> None:
        self.scheme = scheme
        self.chance = Random(seed)
        self.seldom = self.chance.choice((0, 0, 12))
        self.fields: dict[str, tuple[str, ...]] = {}

    def form(self) -> Form:
        """All of it as a browser sends it."""
        for kind, entry in self.scheme.units.items():
            above = self.fields.get(f"units-{entry.within}", ())
            ids = tuple(entry.fixed) or tuple(f"{kind}-{n}" for n in range(max(entry.at_least, len(above), 1)))
            self.fields[f"units-{kind}"] = ids
            for number, unit in enumerate(ids):
                self.fields[f"u-{unit}-name"] = (unit,)
                if entry.within:
                    self.fields[f"u-{unit}-within"] = (above[number],)
                seldom, self.seldom = self.seldom, 0  # a worked case knows a unit by what is said of it
                for name in entry.inputs:
                    self._input(f"u-{unit}-input-{name}", name)
                self.seldom = seldom
        for name in self.scheme.inputs:
            self._input(f"input-{name}", name)
        for criterion in self.scheme.criteria_of(self.scheme.forms[0].form):
            field = f"value-{criterion.id}"
            units = self.fields.get(f"units-{criterion.per}", ())
            for place in [f"u-{unit}-{field}" for unit in units] if criterion.per else [field]:
                domain = self.scheme.answer_domain(criterion)
                value = self._value(domain)
                if criterion.not_applicable is not None and self.chance.randrange(6) == 0:
                    value = NOT_APPLICABLE
                if criterion.proposed_by is not None:  # where nothing is found a worked case takes what is proposed
                    self.fields[place] = (value,)
                else:
                    self._put(place, value)
        return Form(fields=self.fields)

    def _put(self, field: str, *values: str) -> None:
        if not (self.seldom and self.chance.randrange(self.seldom) == 0):
            self.fields[field] = values

    def _input(self, field: str, name: str) -> None:
        entry, domain = self.scheme.every_input[name], self.scheme.input_domain(name)
        if entry.type == "table":
            for row in range(1, self.chance.randrange(2, 16)):
                for column in entry.columns:
                    self._put(f"{field}-{row}-{column}", self._value(self.scheme.input_domain(column)))
        elif entry.type == "map":
            names = entry.options or ("north", "south")
            self._put(field, "\n".join(f"{one}; {self._value(domain)}" for one in names))
        elif entry.type == "series":
            days = (self._day() for _ in range(self.chance.randrange(1, 24)))
            self._put(field, "\n".join(f"{day}; {self._value(domain)}" for day in days))
        elif entry.type == "series of dates":
            self._put(field, "\n".join(self._day() for _ in range(self.chance.randrange(1, 9))))
        elif entry.choose > 1:
            self._put(field, *self.chance.sample(entry.options, min(entry.choose, len(entry.options))))
        else:
            self._put(field, self._value(domain))

    def _value(self, domain: Domain) -> str:
        if domain.words:
            return self.chance.choice((domain.words[0], *domain.words))  # the best more often than not
        if domain.kind == "date":
            return self._day()
        if domain.kind != "number":
            return "Så är det"
        lowest = domain.lowest if domain.lowest is not None else Fraction(0)
        highest = domain.highest if domain.highest is not None else max(lowest, Fraction(1 if domain.percent else 100))
        part = Fraction(self.chance.choice((0, 1, 2, 3, 4, 4)), 4)
        value = lowest + (highest - lowest) * part
        return written(Fraction(round(value)) if domain.whole else value)

    def _day(self) -> str:
        return date(
            self.chance.randrange(2023, 2027), self.chance.randrange(1, 9), self.chance.randrange(1, 28)
        ).isoformat()


def by_core(scheme: Scheme, dossier: Dossier, findings: Findings) -> Outcome:
    return work_out(scheme, dossier, findings, form=scheme.forms[0].form, dates=DATES)


def by_draft_and_workbench(scheme: Scheme, form: Form) -> Outcome:
    """The applicant's own part typed into a draft, everything else into the workbench."""
    faults: list[Fault] = []
    units = units_of(form, scheme, {})
    own = [name for name, entry in scheme.inputs.items() if entry.given_by == "applicant"]
    others = tuple(name for name, entry in scheme.every_input.items() if entry.given_by != "applicant")
    dossier = with_about(DOSSIER, form, scheme, own, faults)
    task = Task(
        activity=None,
        criteria=scheme.criteria_of(scheme.forms[0].form),
        units={kind: tuple(unit.id for unit in several) for kind, several in units.items()},
        inputs=others,
    )
    findings = filled(task, form, scheme, faults, strict=False)
    return by_core(scheme, msgspec.structs.replace(dossier, answers={}, evidence=()), findings)


def as_example(scheme: Scheme, said: SelfAssessment, outcome: Outcome) -> Example:
    """The same material as a worked case that expects just this outcome."""
    given: dict[str, object] = {**said.dossier.inputs, **said.findings.inputs}
    within: dict[str, str] = {}
    for several in said.dossier.units.values():
        for unit in several:
            within |= {unit.id: unit.within} if unit.within else {}
            every: dict[str, Said] = {**unit.inputs, **said.findings.units.get(unit.id, {})}
            for name, value in every.items():
                given.setdefault(name, {})[unit.id] = value  # type: ignore[index]  # of units alone
    findings: dict[str, str | dict[str, str]] = {}
    for one in said.findings.findings:
        if one.unit is None:
            findings[one.criterion] = one.value
        else:
            findings.setdefault(one.criterion, {})[one.unit] = one.value  # type: ignore[index]  # of units alone
    expect: dict[str, tuple[str, ...]] = {
        "level": (outcome.level or "none",),
        "incomplete": ("no" if outcome.complete else "yes",),
    }
    expect |= {name: (value,) for name, value in outcome.values.items()}
    return Example(
        title="the same", profile=scheme.profile or None, form=scheme.forms[0].form, given=given, within=within,  # type: ignore[arg-type]  # as above
        findings=findings, dates={"submitted": TODAY.isoformat(), "today": TODAY.isoformat()}, expect=expect,
    )  # fmt: skip


def is_for_others(scheme: Scheme, said: SelfAssessment) -> bool:
    """Whether what is said rules out the profile: such an application is refused, whatever it would come to."""
    dates = Dates(submitted=TODAY, today=TODAY)
    now = evaluation(scheme, said.dossier, said.findings, form=scheme.forms[0].form, dates=dates)
    return applies(scheme, now) is False


@pytest.mark.parametrize("name", SCHEMES)
def test_the_same_material_gives_the_same_outcome_in_every_way(name: str) -> None:
    scheme = SCHEMES[name]
    whole = next(one for one in SCHEMES.values() if one.digest == scheme.digest and not one.profile)
    complete = 0
    for seed in range(ROUNDS):
        form = Typed(scheme, seed).form()
        faults: list[Fault] = []
        said = said_in(form, scheme, faults)
        assert faults == []
        outcome = by_core(scheme, said.dossier, said.findings)
        own = assess(whole, said, TODAY)
        assert own.outcome == outcome
        for_others = is_for_others(scheme, said)
        assert (own.taken_in == "no" and own.refusals != ()) or not for_others
        sent = msgspec.json.decode(msgspec.json.encode(said), type=SelfAssessment)
        assert assess(whole, sent, TODAY).outcome == outcome
        assert by_draft_and_workbench(scheme, form) == outcome
        differing = [one.found for one in run_example(whole, as_example(scheme, said, outcome))]
        assert differing == ([("submit.profile_applies",)] if for_others else [])
        complete += outcome.complete
    assert complete, "no material here led to an outcome"


def test_a_worked_case_that_expects_otherwise_is_told() -> None:
    scheme = SCHEMES["four-leaves"]
    said = said_in(Typed(scheme, 1).form(), scheme, [])
    example = as_example(scheme, said, by_core(scheme, said.dossier, said.findings))
    other = msgspec.structs.replace(example, findings={**example.findings, "E-1": "0", "E-2": "0", "E-3": "0"})
    assert run_example(scheme, other) != ()
    assert Finding(criterion="E-1", value="0") not in said.findings.findings
