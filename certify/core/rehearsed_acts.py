"""The acts that the steps of a worked case mean: what a step says, and for the rest what is usual."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from certify.core import acts as a
from certify.core import process_acts as p
from certify.core.applying import not_applying
from certify.core.documents import Statement
from certify.core.findings import Finding, Findings, Said
from certify.core.rules import evaluating, intake
from certify.core.rules.assessment import to_assess
from certify.core.rules.decision import outcome_of
from certify.core.rules.knowing import known_to
from certify.core.rules.surveillance import covered
from certify.core.scheme.check_examples import OTHERS
from certify.core.scheme.domains import NOT_APPLICABLE, YES, read_date
from certify.core.scheme.worked import as_findings, with_the_rest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certify.core.case import Case
    from certify.core.dossier import Dossier
    from certify.core.given import Given
    from certify.core.scheme.evaluate import Evaluation
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion
    from certify.core.scheme.process import Activity, Step
    from certify.core.scheme.worked import FindingsSaid
    from certify.core.standing import NonconformityState

WHY = Statement(text="-")
TERMS = "sha256:" + "0" * 64
_ON_NONCONFORMITIES = frozenset({"ProposeRemedy", "AcceptRemedy", "RefuseRemedy", "CloseNonconformity"})
_USUAL_COMPLETION = timedelta(days=30)


class StepActs:
    """What steps mean in one worked case: of its dossier, and with what others than the applicant give in it."""

    def __init__(self, scheme: Scheme, form: str, dossier: Dossier, others: Mapping[str, Said]) -> None:
        self._scheme = scheme
        self._form = form
        self._dossier = dossier
        self._others = others

    def acts(self, step: Step, activity: Activity | None, case: Case, given: Given) -> tuple[a.Act, ...]:
        """The acts of a step: one, but one for each nonconformity that it is about."""
        if step.act in _ON_NONCONFORMITIES:
            return _about_nonconformities(step, case)
        return (self._act(step, activity, case, given),)

    def _act(self, step: Step, activity: Activity | None, case: Case, given: Given) -> a.Act:
        match step.act:
            case "Register":
                return a.Register(number="1", received=given.at.date())
            case "WithdrawApplication":
                return a.WithdrawApplication()
            case "Accept":
                return self.accepting(step.findings, case, given)
            case "ReportCircumstance":
                name, day = next(iter(_texts(step).items()), ("", ""))
                return p.ReportCircumstance(input=name, on=read_date(day) or given.at.date())
            case "RequestCompletion":
                asked = step.criteria or (self._scheme.criteria[0].id,)
                due = read_date(step.says or "") or step.at + _USUAL_COMPLETION
                return a.RequestCompletion(criteria=asked, reason=WHY, due=due)
            case "Assess" | "Vote" | "RecordResult" | "Survey" | "Draw":
                return self._found_in(step, activity, case, given)
            case _:
                return _deciding(step, case, given)

    def accepting(self, said: FindingsSaid, case: Case, given: Given) -> a.Accept:
        """The application review: yes to each of its criteria unless said otherwise, and the inputs that it fills."""
        others = str(said.get(OTHERS, YES))
        asked = [one for one in intake.intake_criteria(self._scheme, self._form) if one.per is None]
        findings = tuple(_finding(one.id, None, str(said.get(one.id, others)), None) for one in asked)
        filled = self._scheme.filled_by("check") & self._scheme.inputs.keys()
        inputs = {name: value for name, value in self._others.items() if name in filled}
        found = Findings(findings=findings, inputs=inputs)
        return a.Accept(findings=_of_what_applies(found, said, known_to(case, given, found)))

    def _found_in(self, step: Step, activity: Activity | None, case: Case, given: Given) -> a.Act:
        named = activity.id if activity is not None else step.activity
        match step.act:
            case "Assess":
                asked_of = activity if case.planned else None
                return a.Assess(
                    activity=named if asked_of is not None else None, findings=self._found(step, case, given, asked_of)
                )
            case "Survey":
                return p.Survey(activity=named or "", findings=self._found(step, case, given, activity))
            case "Vote":
                return p.Vote(activity=named or "", findings=self._values(step))
            case "RecordResult":
                return p.RecordResult(activity=step.activity, findings=self._values(step))
            case _:
                return p.Draw(activity=named or "", units=tuple(step.units))

    def _found(self, step: Step, case: Case, given: Given, activity: Activity | None) -> Findings:
        """Findings on all that the activity asks about, as the step says them, with the inputs that it fills.

        What the step says of an input counts before what the case says of it as a whole.
        """
        others, asked = str(step.findings.get(OTHERS, YES)), self._asked(case, given, activity)
        said = with_the_rest(
            self._scheme,
            {one.id: step.findings[one.id] for one in asked if one.id in step.findings},
            {one.id: others for one in asked if self._scheme.takes(one, others)},
            self._dossier,
        )
        fills = {*self._scheme.selected(activity.fills)} if activity is not None else {*self._others}
        found = as_findings(self._scheme, said, self._dossier)
        drawn = case.samples.get(activity.id) if activity is not None else None
        kind = activity.per if activity is not None else None
        whole, by_unit = self._inputs(step)
        units = {
            unit: {name: value for name, value in its.items() if name in fills} for unit, its in found.units.items()
        }
        for unit, its in by_unit.items():
            units[unit] = {**units.get(unit, {}), **its}
        all_found = Findings(
            findings=tuple(
                _finding(one.criterion, one.unit, one.value, _grade(step, one))
                for one in found.findings
                if drawn is None or self._scheme.unit_of.get(one.criterion) != kind or one.unit in drawn
            ),
            inputs={name: value for name, value in self._others.items() if name in fills} | whole,
            units={unit: its for unit, its in units.items() if drawn is None or unit in drawn},
        )
        since = activity is not None and activity.kind == "survey"
        now = known_to(case, given, all_found, activity.id if activity is not None else None, since=since)
        return _of_what_applies(all_found, step.findings, now)

    def _asked(self, case: Case, given: Given, activity: Activity | None) -> tuple[Criterion, ...]:
        if activity is None:
            return to_assess(case, given)
        if activity.kind == "survey":
            return covered(activity, case, given)
        return evaluating.criteria_of(activity, case, given)

    def _values(self, step: Step) -> Findings:
        """What the step names: findings on criteria, and values of inputs, for the whole or for each unit."""
        whole, by_unit = self._inputs(step)
        findings = tuple(
            _finding(name, unit, value, None)
            for name, said in step.findings.items()
            if name in self._scheme.criteria_by_id
            for unit, value in ([(None, said)] if isinstance(said, str) else said.items())
        )
        return Findings(findings=findings, inputs=whole, units=by_unit)

    def _inputs(self, step: Step) -> tuple[dict[str, Said], dict[str, dict[str, Said]]]:
        """The inputs that a step names: those of the whole, and by unit those that units have."""
        whole: dict[str, Said] = {}
        by_unit: dict[str, dict[str, Said]] = {}
        for name, said in step.findings.items():
            if name not in self._scheme.every_input:
                continue
            if isinstance(said, str):
                whole[name] = said
            else:
                for unit, value in said.items():
                    by_unit.setdefault(unit, {})[name] = value
        return whole, by_unit


def _of_what_applies(found: Findings, said: FindingsSaid, now: Evaluation) -> Findings:
    """The findings without those that nobody named and that are on what does not apply."""
    apart = not_applying({one.criterion for one in found.findings}, now)
    kept = (one for one in found.findings if (one.criterion, one.unit) not in apart or _is_named(one, said))
    return msgspec.structs.replace(found, findings=tuple(kept))


def _is_named(one: Finding, said: FindingsSaid) -> bool:
    """Whether a step says this of the criterion, or of this very unit of it; a value for all units names none."""
    named = said.get(one.criterion)
    return one.unit in named if isinstance(named, dict) else named is not None and one.unit is None


def _grade(step: Step, one: Finding) -> str | None:
    """The grade of a finding: its unit's, or the one for all of its criterion that are not met."""
    grades = step.grades.get(one.criterion)
    if isinstance(grades, dict):
        return grades.get(one.unit or "")
    return grades if one.unit is None or one.value not in {YES, NOT_APPLICABLE} else None


def _about_nonconformities(step: Step, case: Case) -> tuple[a.Act, ...]:
    """On each open nonconformity of the criteria, and of the units, that the step names; else on the last of them."""
    units = {*step.units, *(unit for said in step.findings.values() if isinstance(said, dict) for unit in said)}
    about = [one for one in case.nonconformities if one.criterion in step.criteria and (not units or one.unit in units)]
    waiting = [one for one in about if one.is_open] or about[-1:]
    return tuple(_about(step, one) for one in waiting) or (_about(step, None),)


def _about(step: Step, one: NonconformityState | None) -> a.Act:
    id_ = "nc-0" if one is None else one.id
    match step.act:
        case "ProposeRemedy":
            return p.ProposeRemedy(nonconformity=id_, remedy=WHY)
        case "AcceptRemedy":
            return p.AcceptRemedy(nonconformity=id_, reason=WHY)
        case "RefuseRemedy":
            return p.RefuseRemedy(nonconformity=id_, reason=WHY)
        case _:
            criterion, unit = ("", None) if one is None else (one.criterion, one.unit)
            said = step.findings.get(criterion, YES)
            value = said.get(unit or "", YES) if isinstance(said, dict) else said
            finding = _finding(criterion, unit, value, None)
            return p.CloseNonconformity(nonconformity=id_, findings=Findings(findings=(finding,)))


def _deciding(step: Step, case: Case, given: Given) -> a.Act:
    """An act of a decider, a coordinator or the applicant that brings no findings."""
    match step.act:
        case "Decide":
            says = step.says or ("refuse" if outcome_of(case, given).level is None else "grant")
            return a.Decide(outcome="grant" if says == "grant" else "refuse", reason=WHY)
        case "SendBack":
            return a.SendBack(reason=WHY, activity=step.activity)
        case "Decline":
            return a.Decline(reason=WHY)
        case "Agree":
            return a.Agree(terms=TERMS)
        case "DeclareInterest":
            return a.DeclareInterest(conflict=step.says == "conflict")
        case "Suspend":
            return a.Suspend(reason_class="requirements_not_met", reason=WHY)
        case "Reinstate":
            return a.Reinstate(reason=WHY)
        case _:
            return a.Withdraw(reason_class="requirements_not_met", reason=WHY)


def _finding(criterion: str, unit: str | None, value: str, grade: str | None) -> Finding:
    return Finding(criterion=criterion, unit=unit, value=value, reason="-", grade=grade)


def _texts(step: Step) -> dict[str, str]:
    return {name: value for name, value in step.findings.items() if isinstance(value, str)}
