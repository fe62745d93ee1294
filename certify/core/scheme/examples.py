"""Worked cases are tests: what goes in, and what must come out, worked out by the same rules as a real case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

import msgspec

from certify.core.errors import Refused
from certify.core.findings import Findings
from certify.core.fitting import applies
from certify.core.merging import tally
from certify.core.outcome import Dates, Outcome, eligible, evaluation, proposals, proposals_by_unit, work_out
from certify.core.rehearsal import Rehearsal
from certify.core.rehearsed_state import what_stands, why_it_stands
from certify.core.scheme.check_examples import NO_LEVEL, OTHERS, profile_day
from certify.core.scheme.check_names import AFTER_ACTS
from certify.core.scheme.clocks import NoTerm, deadline, remedy_deadline, term_of_validity
from certify.core.scheme.domains import NO, YES, read_date, written
from certify.core.scheme.evaluate import Evaluation
from certify.core.scheme.faults import Fault, Place, SchemeFaults, fault_of
from certify.core.scheme.load import load_examples
from certify.core.scheme.markings import SaidOrByUnit
from certify.core.scheme.model import Scheme
from certify.core.scheme.process import Example
from certify.core.scheme.rounds import rounds_told
from certify.core.scheme.sentence import NOTHING, Pair, Words
from certify.core.scheme.sentences import trying
from certify.core.scheme.why import UNKNOWN, why, why_refused
from certify.core.scheme.worked import FindingsSaid, as_findings, case_said, with_the_rest


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Something that came out otherwise than a worked case expects, and why, in Swedish and in English.

    `step` counts from 1 in a case with steps.
    """

    example: str
    name: str
    expected: tuple[str, ...]
    found: tuple[str, ...]
    step: int | None = None
    why: Pair = NOTHING

    def words(self) -> dict[str, Words]:
        """What fills the sentence in which it is told."""
        at = (self.example, self.example) if self.step is None else _at_step(self.example, self.step)
        return {
            "where": at,
            "name": self.name,
            "expected": ", ".join(self.expected) or trying.NOTHING_FOUND,
            "found": ", ".join(self.found) or trying.NOTHING_FOUND,
            "why": self.why,
        }


def _at_step(example: str, step: int) -> Pair:
    return trying.STEP.told(example=example, step=step)


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
            yield fault_of(file, Place(example.line, 1), trying.DIFFERS, **difference.words())


def run_example(scheme: Scheme, example: Example) -> tuple[Difference, ...]:
    """Run one worked case. Expects it to have passed loading, so that its names and values exist."""
    scheme = scheme.under(example.profile, profile_day(scheme, example))
    form = example.form or scheme.forms[0].form
    days = {name: date.fromisoformat(day) for name, day in example.dates.items()}
    known = _Known(
        form=form,
        given=_with_votes(scheme, example),
        findings=example.findings,
        within=example.within,
        dates=Dates(**days),
    )
    if is_rehearsed(scheme, example):
        return tuple(_rehearsed(scheme, example))
    found: list[Difference] = []
    for number, step in enumerate(example.acts, start=1):
        dates = {**known.dates.known(), **_days_of(step.act, step.at, known.dates)}
        findings = step.findings if step.act == "Assess" else known.findings
        known = msgspec.structs.replace(known, dates=Dates(**dates), findings=findings)
        found += _differences(scheme, example.title, step.expect, known, number)
    found += _of_another_profile(scheme, example.title, known)
    return (*found, *_differences(scheme, example.title, example.expect, known, None))


def _of_another_profile(scheme: Scheme, title: str, known: _Known) -> Iterator[Difference]:
    """That an application like this would be refused, since the profile of the case is not for it."""
    if _Worked(scheme, known).fits is False:
        refused = Refused("submit.profile_applies")
        yield Difference(
            example=title, name="refused", expected=(), found=(refused.rule,), why=why_refused(refused)
        )  # fmt: skip


_PLAIN_ACTS = frozenset({"Submit", "Assess", "RequestCompletion", "Decide"})


def is_rehearsed(scheme: Scheme, example: Example) -> bool:
    """Whether the acts of a worked case are judged one by one: where they are more than findings on days."""
    told = {*example.expect, *(name for step in example.acts for name in step.expect)}
    more = any(
        step.act not in _PLAIN_ACTS
        or step.by
        or step.activity
        or step.grades
        or step.says
        or step.findings.keys() & scheme.every_input.keys()
        for step in example.acts
    )
    return bool(example.acts) and (more or bool(told & {*AFTER_ACTS}))


def _rehearsed(scheme: Scheme, example: Example) -> Iterator[Difference]:
    """What comes out otherwise when the acts are judged by the rules of real cases."""
    rehearsal = Rehearsal(scheme, example)
    for number, step in enumerate(example.acts, start=1):
        rehearsal.step(step)
        wanted = step.expect.get("refused", ())
        found = (rehearsal.refused.rule,) if rehearsal.refused is not None else ()
        if found != wanted:
            yield Difference(
                example=example.title, name="refused", expected=wanted, found=found, step=number,
                why=why_refused(rehearsal.refused),
            )  # fmt: skip
        yield from _told(rehearsal, example.title, step.expect, number)
    yield from _told(rehearsal, example.title, example.expect, None)


def _told(
    rehearsal: Rehearsal, title: str, expect: Mapping[str, tuple[str, ...]], step: int | None
) -> Iterator[Difference]:
    for name, expected in expect.items():
        if name == "refused":
            continue
        found = what_stands(rehearsal, name, expected)
        if set(found) != set(expected):
            because = why_it_stands(rehearsal, name, found)
            yield Difference(example=title, name=name, expected=expected, found=found, step=step, why=because)


def _with_votes(scheme: Scheme, example: Example) -> Mapping[str, SaidOrByUnit]:
    """What is given, with what the votes of the scheme's first vote come to."""
    activity = scheme.activity("vote")
    if activity is None or not example.votes:
        return example.given
    votes = [word for word, count in example.votes.items() for _ in range(int(count))]
    answer = tally(activity.merge, votes).answer
    names = [name for name in scheme.selected(activity.fills) if name in scheme.inputs]
    return {**example.given, **({} if answer is None else dict.fromkeys(names, answer))}


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
        found = worked.several(name, expected)
        if set(found) != set(expected):
            because = worked.why(name, found)
            yield Difference(example=title, name=name, expected=expected, found=found, step=step, why=because)


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
        """What is named; then what measures propose; and `others` for the rest, of units too."""
        scheme, others = self._scheme, self._known.findings.get(OTHERS)
        named_ones = {name: value for name, value in self._known.findings.items() if name != OTHERS}
        rest = {
            criterion.id: others
            for criterion in scheme.criteria_of(self._known.form)
            if isinstance(others, str) and criterion.proposed_by is None and scheme.takes(criterion, others)
        }
        said = with_the_rest(scheme, named_ones, rest, self._dossier)
        named = as_findings(scheme, said, self._dossier)
        form, dates, given = self._known.form, self._known.dates, self._given
        proposed = proposals(self._scheme, self._dossier, named, form=form, dates=dates, given=given)
        by_unit = proposals_by_unit(self._scheme, self._dossier, named, form=form, dates=dates, given=given)
        found = with_the_rest(scheme, said, {**proposed, **by_unit}, self._dossier)
        return as_findings(scheme, found, self._dossier)

    @property
    def fits(self) -> bool | None:
        """Whether the profile of the case is for it, by all that is said; None while that is unknown."""
        return applies(self._scheme, self._now)

    def several(self, name: str, expected: tuple[str, ...]) -> tuple[str, ...]:
        """What an expected name came to, which may be more than one thing."""
        if name == "reasons":
            return self.reasons(expected)
        return self._due(expected) if name == "due" else (self.value(name),)

    def _due(self, expected: tuple[str, ...]) -> tuple[str, ...]:
        """An activity, and the days by which it is due until the certificate ends."""
        last, days = read_date(self._valid_to()), self._known.dates.known()
        found = rounds_told(self._scheme, expected, days, last, self._outcome.values)
        return (expected[0], *(day.isoformat() for day in found))

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
            case "valid_from":
                return self._valid_to(first=True)
            case "valid_to":
                return self._valid_to()
            case _:
                return self._value_of(name)

    def _value_of(self, name: str) -> str:
        scheme, known = self._scheme, self._known
        if name in scheme.activities_by_id:
            return _day(deadline(scheme, name, known.dates.known()))
        if name in scheme.nonconformities:
            return _day(self._remedied_by(name))
        value = self._now.value(name)
        return UNKNOWN if value is None else written(value)

    def _remedied_by(self, grade: str) -> date | None:
        raised = self._known.dates.raised
        try:
            return remedy_deadline(self._scheme, grade, raised) if raised is not None else None
        except OverflowError:
            return None

    def why(self, name: str, found: tuple[str, ...]) -> Pair:
        """What led to what was found."""
        return why(self._scheme, name, found, self._now, self._outcome)

    @cached_property
    def _now(self) -> Evaluation:
        form, dates = self._known.form, self._known.dates
        return evaluation(self._scheme, self._dossier, self._findings, form=form, dates=dates, given=self._given)

    def _days_given(self) -> dict[str, str]:
        return {name: written(day) for name in self._scheme.inputs if isinstance(day := self._now.value(name), date)}

    def _valid_to(self, *, first: bool = False) -> str:
        dates = self._known.dates
        if dates.decision is None:
            return UNKNOWN
        try:
            term = term_of_validity(
                self._scheme,
                decided=dates.decision,
                former_end=dates.former_end,
                values={**self._days_given(), **self._outcome.values},
                days=dates.known(),
            )
        except NoTerm:
            return UNKNOWN
        return term[0 if first else 1].isoformat()


def _day(day: date | None) -> str:
    return UNKNOWN if day is None else day.isoformat()
