"""What somebody is to fill in when they assess, vote or look again: criteria and inputs, unit by unit where it is so.

The same rules that judge what is handed in say here what is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from certify.core.applying import Subject, not_applying
from certify.core.errors import Refused
from certify.core.findings import Finding, Findings
from certify.core.rules.assessment import to_assess, units_asked
from certify.core.rules.evaluating import criteria_of, must_be_in_turn
from certify.core.rules.intake import intake_criteria
from certify.core.rules.knowing import known_to
from certify.core.rules.people import must_be_free_for
from certify.core.rules.surveillance import covered
from certify.core.scheme.parts import Criterion
from certify.service.web.pages.answering import not_a_finding
from certify.service.web.pages.forms import Fault
from certify.service.web.pages.said_fields import read_said, tidy
from certify.service.web.pages.unit_fields import of_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.case import Case
    from certify.core.findings import Said
    from certify.core.given import Given
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.process import Activity
    from certify.service.web.pages.forms import Form


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for. `units` are the ids of the units that count, by their kind; `inputs` may be of units too.

    `apart` is what does not apply, of all that; it is not asked.
    """

    activity: str | None
    criteria: tuple[Criterion, ...]
    units: dict[str, tuple[str, ...]]
    inputs: tuple[str, ...]
    apart: frozenset[Subject] = frozenset()

    def places(self, criterion: Criterion) -> tuple[str | None, ...]:
        """The units that a criterion is judged for; one nobody where it is judged for the whole."""
        return tuple(unit for unit in self._every(criterion) if (criterion.id, unit) not in self.apart)

    def places_apart(self, criterion: Criterion) -> tuple[str | None, ...]:
        """The units that a criterion does not apply to; one nobody where it is judged for the whole."""
        return tuple(unit for unit in self._every(criterion) if (criterion.id, unit) in self.apart)

    def _every(self, criterion: Criterion) -> tuple[str | None, ...]:
        return self.units.get(criterion.per, ()) if criterion.per else (None,)

    def units_for(self, name: str, scheme: Scheme) -> tuple[str | None, ...]:
        """The units that an input is filled in for; one nobody where it is of the whole."""
        every = (None,) if name in scheme.inputs else self.units.get(scheme.unit_of.get(name, ""), ())
        return tuple(unit for unit in every if (name, unit) not in self.apart)


def assessment(case: Case, given: Given, person: str) -> Task:
    """What this person is to assess next, of what their role in the scheme lets them do; see also `applying`.

    Raises Refused where nothing is, or where something comes before it.
    """
    scheme = given.scheme
    if not case.planned:
        activity = scheme.activity("assess")
        inputs = _inputs(activity, scheme) if activity is not None else ()
        return Task(activity=None, criteria=to_assess(case, given), units=units_asked(case, given), inputs=inputs)
    first: Refused | None = None
    for activity in _own(case, scheme, person, "assess"):
        try:
            must_be_free_for(case, given.people.get(person), activity, given)
            must_be_in_turn(activity, case, given)
            units = units_asked(case, given, activity)
        except Refused as refused:
            first = first or refused
            continue
        return Task(
            activity=activity.id,
            criteria=criteria_of(activity, case, given),
            units=units,
            inputs=_inputs(activity, scheme),
        )
    raise first or Refused("assess.again")


def _own(case: Case, scheme: Scheme, person: str, kind: str) -> Iterator[Activity]:
    """The activities of a kind that this person has the duty for and has not done."""
    part = case.part_of(person)
    for activity in scheme.activities:
        done = any(work.person == person for work in case.works_of(activity.id))
        if activity.kind == kind and not done and (part is None or part.does(activity.id)):
            yield activity


def votes(case: Case, given: Given, person: str) -> tuple[Activity, ...]:
    """The votes that are now for this person to give: of their role, in their turn, and not given yet."""
    return tuple(one for one in _own(case, given.scheme, person, "vote") if _may_begin(case, one, given, person))


def _may_begin(case: Case, activity: Activity, given: Given, person: str) -> bool:
    try:
        must_be_free_for(case, given.people.get(person), activity, given)
        must_be_in_turn(activity, case, given)
    except Refused:
        return False
    return True


def review(case: Case, scheme: Scheme) -> Task:
    """What the application review answers; see also `applying`."""
    inputs = tuple(sorted(scheme.filled_by("check") & scheme.inputs.keys()))
    return Task(activity=None, criteria=intake_criteria(scheme, case.form), units={}, inputs=inputs)


def surveillance(case: Case, given: Given, activity: Activity) -> Task:
    """What a surveillance covers; see also `applying`. Raises Refused where its sample is not drawn."""
    scheme = given.scheme
    return Task(
        activity=activity.id,
        criteria=covered(activity, case, given),
        units=units_asked(case, given, activity),
        inputs=_inputs(activity, scheme),
    )


def applying(task: Task, said: Findings, case: Case, given: Given) -> Task:
    """The task without what does not apply, by what was known before and by what somebody says who is at it."""
    now = known_to(case, given, said, task.activity, since=case.state == "granted")
    return msgspec.structs.replace(task, apart=not_applying((*(one.id for one in task.criteria), *task.inputs), now))


def _inputs(activity: Activity, scheme: Scheme) -> tuple[str, ...]:
    return tuple(name for name in scheme.selected(activity.fills) if name in scheme.every_input)


def field_of(unit: str | None, rest: str) -> str:
    """The name of a field, of a unit or of the whole."""
    return rest if unit is None else of_unit(unit, rest)


def filled(task: Task, form: Form, scheme: Scheme, faults: list[Fault], *, strict: bool = True) -> Findings:
    """The findings that a form holds. With `strict` what is missing is a fault, else it is left out."""
    found: list[Finding] = []
    for criterion in task.criteria:
        for unit in task.places(criterion):
            finding = _finding(form, criterion, unit, scheme, faults, strict=strict)
            if finding is not None:
                found.append(finding)
    inputs: dict[str, Said] = {}
    units: dict[str, dict[str, Said]] = {}
    for name in task.inputs:
        for unit in task.units_for(name, scheme):
            value = read_said(form, field_of(unit, f"input-{name}"), name, scheme, faults)
            if value is not None and unit is None:
                inputs[name] = value
            elif value is not None and unit is not None:
                units.setdefault(unit, {})[name] = value
    return Findings(findings=tuple(found), inputs=inputs, units=units)


def _finding(
    form: Form, criterion: Criterion, unit: str | None, scheme: Scheme, faults: list[Fault], *, strict: bool
) -> Finding | None:
    field = field_of(unit, f"value-{criterion.id}")
    value = tidy(form.first(field), scheme.answer_domain(criterion))
    reason = form.first(field_of(unit, f"reason-{criterion.id}"))
    if strict and not value:
        faults.append(not_a_finding(field, criterion, scheme, "needed-finding", unit))
    elif value and not scheme.takes(criterion, value):
        if strict:
            faults.append(not_a_finding(field, criterion, scheme, unit=unit))
        return None
    elif strict and scheme.wants_reason(criterion, value) and not reason:
        reason_field = field_of(unit, f"reason-{criterion.id}")
        faults.append(Fault(field=reason_field, message="needed-finding-reason", about=criterion.id))
    if not value:
        return None
    said = {
        "criterion": criterion.id,
        "value": value,
        "reason": reason,
        "note": form.first(field_of(unit, f"note-{criterion.id}")),
        "unit": unit,
        "grade": form.first(field_of(unit, f"grade-{criterion.id}")) or None,
    }
    try:
        return msgspec.convert(said, Finding)
    except msgspec.ValidationError:
        faults.append(Fault(field=field_of(unit, f"reason-{criterion.id}"), message="wrong-text", about=criterion.id))
        return None


def some_findings(task: Task, case: Case, given: Given) -> Findings:
    """Findings of the right form, so that nothing that a person fills in would be the cause of a refusal."""
    found = []
    for criterion in task.criteria:
        domain = given.scheme.answer_domain(criterion)
        value = domain.words[0] if domain.words else "0"
        found += [Finding(criterion=criterion.id, unit=u, value=value, reason="-") for u in task.places(criterion)]
    apart = applying(task, Findings(findings=tuple(found)), case, given).apart
    return Findings(findings=tuple(one for one in found if (one.criterion, one.unit) not in apart))
