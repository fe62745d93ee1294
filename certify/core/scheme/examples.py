"""Worked cases are tests: what goes in, and what must come out, worked out by the same rules as a real case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from certify.core.findings import Findings
from certify.core.outcome import Dates, Outcome, eligible, evaluation, proposals, proposals_by_unit, work_out
from certify.core.scheme.check_examples import NO_LEVEL, OTHERS, profile_day
from certify.core.scheme.clocks import NoTerm, deadline, last_valid_day, remedy_deadline
from certify.core.scheme.domains import NO, YES, written
from certify.core.scheme.faults import Fault, SchemeFaults
from certify.core.scheme.load import load_examples
from certify.core.scheme.markings import SaidOrByUnit
from certify.core.scheme.model import Scheme
from certify.core.scheme.process import Example
from certify.core.scheme.worked import FindingsSaid, as_findings, case_said

UNKNOWN = "unknown"


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Something that came out otherwise than a worked case expects; `step` counts from 1 in a case with steps."""

    example: str
    name: str
    expected: tuple[str, ...]
    found: tuple[str, ...]
    step: int | None = None

    def __str__(self) -> str:
        where = f"{self.example}, step {self.step}" if self.step is not None else self.example
        return f"{where}: {self.name} should be {', '.join(self.expected)}, and is {', '.join(self.found) or 'nothing'}"


class _Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known at one point of a worked case."""

    form: str
    given: Mapping[str, SaidOrByUnit]
    findings: FindingsSaid
    within: Mapping[str, str]
    dates: Dates


def run_examples(
    scheme: Scheme, beside: Mapping[str, bytes] | None = None, *, name: str = "scheme.yaml"
) -> tuple[Fault, ...]:
    """Run the scheme's own worked cases and those in files beside it, given by name as they stand.

    Each difference is a fault at the line of its case, as is whatever is wrong with such a file; none when all comes
    out right. `name` is the scheme's own file.
    """
    found = list(_case_faults(scheme, scheme.examples, name))
    for file, source in (beside or {}).items():
        try:
            found += _case_faults(scheme, load_examples(source, scheme, file), file)
        except SchemeFaults as faults:
            found += faults.faults
    return tuple(found)


def _case_faults(scheme: Scheme, examples: tuple[Example, ...], file: str) -> Iterator[Fault]:
    for example in examples:
        for difference in run_example(scheme, example):
            yield Fault(file, example.line, 1, "example-differs", str(difference))


def run_example(scheme: Scheme, example: Example) -> tuple[Difference, ...]:
    """Run one worked case. Expects it to have passed loading, so that its names and values exist."""
    scheme = scheme.under(example.profile, profile_day(scheme, example))
    form = example.form or scheme.forms[0].form
    days = {name: date.fromisoformat(day) for name, day in example.dates.items()}
    known = _Known(
        form=form, given=example.given, findings=example.findings, within=example.within, dates=Dates(**days)
    )
    found: list[Difference] = []
    for number, step in enumerate(example.acts, start=1):
        dates = {**known.dates.known(), **_days_of(step.act, step.at, known.dates)}
        findings = step.findings if step.act == "Assess" else known.findings
        known = msgspec.structs.replace(known, dates=Dates(**dates), findings=findings)
        found += _differences(scheme, example.title, step.expect, known, number)
    return (*found, *_differences(scheme, example.title, example.expect, known, None))


def _days_of(act: str, at: date, before: Dates) -> dict[str, date]:
    """The moments that a step gives; the first submission counts, not its completion."""
    match act:
        case "Submit":
            return {"submitted": before.submitted or at}
        case "RequestCompletion":
            return {"raised": at}
        case "Decide":
            return {"decision": at}
        case _:
            return {}


def _differences(
    scheme: Scheme, title: str, expect: Mapping[str, tuple[str, ...]], known: _Known, step: int | None
) -> Iterator[Difference]:
    if not expect:
        return
    worked = _Worked(scheme, known)
    for name, expected in expect.items():
        found = worked.reasons(expected) if name == "reasons" else (worked.value(name),)
        if set(found) != set(expected):
            yield Difference(example=title, name=name, expected=expected, found=found, step=step)


class _Worked:
    """Everything that a worked case can expect, worked out from what is known."""

    def __init__(self, scheme: Scheme, known: _Known) -> None:
        self._scheme = scheme
        self._known = known
        self._dossier, self._given = case_said(scheme, known.given, known.findings, known.within)
        self._findings = self._all_findings()
        self._outcome: Outcome = work_out(
            scheme, self._dossier, self._findings, form=known.form, dates=known.dates, given=self._given
        )

    def _all_findings(self) -> Findings:
        """What is named; then what measures propose; and `others` for the rest."""
        said = {name: value for name, value in self._known.findings.items() if name != OTHERS}
        others = self._known.findings.get(OTHERS)
        for criterion in self._scheme.criteria_of(self._known.form):
            if isinstance(others, str) and criterion.proposed_by is None and self._scheme.takes(criterion, others):
                said.setdefault(criterion.id, others)
        named = as_findings(self._scheme, said, self._dossier)
        form, dates, given = self._known.form, self._known.dates, self._given
        proposed = proposals(self._scheme, self._dossier, named, form=form, dates=dates, given=given)
        by_unit = proposals_by_unit(self._scheme, self._dossier, named, form=form, dates=dates, given=given)
        return as_findings(self._scheme, {**proposed, **by_unit, **said}, self._dossier)

    def reasons(self, expected: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the reasons: of lines, of criteria, or of both, whichever kinds are expected."""
        criteria = self._scheme.criteria_by_id
        named = {name in criteria for name in expected}
        found = (reason.name for reason in self._outcome.reasons if (reason.name in criteria) in named)
        return tuple(dict.fromkeys(found))

    def value(self, name: str) -> str:
        """What an expected name came to, as it is written in a scheme file."""
        scheme, known = self._scheme, self._known
        match name:
            case "level":
                return self._outcome.level or NO_LEVEL
            case "incomplete":
                return NO if self._outcome.complete else YES
            case "eligible":
                answer = eligible(
                    scheme, self._dossier, self._findings, form=known.form, dates=known.dates, given=self._given
                )
                return UNKNOWN if answer is None else (YES if answer else NO)
            case "valid_to":
                return self._valid_to()
            case _:
                return self._value_of(name)

    def _value_of(self, name: str) -> str:
        scheme, known = self._scheme, self._known
        if name in scheme.activities_by_id:
            return _day(deadline(scheme, name, known.dates.known()))
        if name in scheme.nonconformities:
            raised = known.dates.raised
            return _day(remedy_deadline(scheme, name, raised) if raised is not None else None)
        now = evaluation(scheme, self._dossier, self._findings, form=known.form, dates=known.dates, given=self._given)
        value = now.value(name)
        return UNKNOWN if value is None else written(value)

    def _valid_to(self) -> str:
        dates = self._known.dates
        if dates.decision is None:
            return UNKNOWN
        try:
            last = last_valid_day(
                self._scheme, decided=dates.decision, former_end=dates.former_end, values=self._outcome.values
            )
        except NoTerm:
            return UNKNOWN
        return last.isoformat()


def _day(day: date | None) -> str:
    return UNKNOWN if day is None else day.isoformat()
