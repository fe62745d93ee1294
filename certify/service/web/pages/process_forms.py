"""From the fields of the forms for a longer process to an act. Pure; what is not filled in is told by field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

import msgspec

from certify.core.acts import Act
from certify.core.findings import Finding, Findings
from certify.core.scheme.domains import NO, YES
from certify.service.web.pages.act_forms import Unfilled
from certify.service.web.pages.forms import Fault
from certify.service.web.pages.tasks_of_case import Task, field_of, filled

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.process import Activity
    from certify.core.standing import NonconformityState
    from certify.service.web.pages.forms import Form

_KIND: Any = Act  # a union of structs, which msgspec reads by the field `act`
_ITEM = re.compile(r"items\[([0-9]+)\]\.([a-z]+)")
PLANNED = 3  # empty rows of a plan, to fill in
PLAN_FIELDS = ("name", "text", "owner", "due")
_MOST_ITEMS = 500


def remedy(form: Form) -> Act:
    """How a nonconformity is, or will be, put right."""
    return _act({"act": "ProposeRemedy", "nonconformity": form.first("nonconformity"), "remedy": _text(form, "reason")})


def answer_to_remedy(form: Form) -> Act:
    """Whether a remedy will do."""
    faults: list[Fault] = []
    choice = form.first("choice")
    if choice not in {"AcceptRemedy", "RefuseRemedy"}:
        faults.append(Fault(field="choice", message="needed-choice"))
    text = _text(form, "reason", faults)
    return _act({"act": choice, "nonconformity": form.first("nonconformity"), "reason": text})


def closing(form: Form, one: NonconformityState, scheme: Scheme) -> Act:
    """The new finding with which a nonconformity is closed."""
    faults: list[Fault] = []
    task = Task(activity=None, criteria=(scheme.criterion(one.criterion),), units=_units(one, scheme), inputs=())
    findings = filled(task, form, scheme, faults)
    if faults:
        raise Unfilled(tuple(faults))
    said = {"act": "CloseNonconformity", "nonconformity": one.id, "findings": msgspec.to_builtins(findings)}
    return _act(said)


def _units(one: NonconformityState, scheme: Scheme) -> dict[str, tuple[str, ...]]:
    kind = scheme.criterion(one.criterion).per
    return {kind: (one.unit,)} if kind is not None and one.unit is not None else {}


def vote(form: Form, activity: str, scheme: Scheme, asked: tuple[str, ...]) -> Act:
    """Yes or no to each thing that is voted on."""
    faults: list[Fault] = []
    findings: list[dict[str, str]] = []
    inputs: dict[str, str] = {}
    for name in asked:
        value = form.first(f"vote-{name}")
        if value not in {YES, NO}:
            faults.append(Fault(field=f"vote-{name}", message="needed-answer"))
        elif name in scheme.criteria_by_id:
            findings.append({"criterion": name, "value": value, "reason": form.first("reason")})
        else:
            inputs[name] = value
    if faults:
        raise Unfilled(tuple(faults))
    return _act({"act": "Vote", "activity": activity, "findings": {"findings": findings, "inputs": inputs}})


def votes_in(form: Form, activity: Activity, scheme: Scheme) -> Findings:
    """The votes that a form holds, as far as it does."""
    said = {name: form.first(f"vote-{name}") for name in scheme.selected(activity.fills)}
    given = {name: value for name, value in said.items() if value in {YES, NO}}
    criteria = scheme.criteria_by_id
    return Findings(
        findings=tuple(Finding(criterion=name, value=value) for name, value in given.items() if name in criteria),
        inputs={name: value for name, value in given.items() if name not in criteria},
    )


def survey(form: Form, task: Task, scheme: Scheme) -> Act:
    """What was found when a holder was looked at again."""
    return _act({"act": "Survey", "activity": task.activity, "findings": _findings(form, task, scheme)})


def result(form: Form, task: Task, scheme: Scheme) -> Act:
    """What came from outside."""
    said: dict[str, Any] = {"act": "RecordResult", "findings": _findings(form, task, scheme)}
    return _act(said | ({"activity": task.activity} if task.activity is not None else {}))


def _findings(form: Form, task: Task, scheme: Scheme) -> Any:  # noqa: ANN401  as msgspec builds it
    faults: list[Fault] = []
    findings = filled(task, form, scheme, faults)
    if faults:
        raise Unfilled(tuple(faults))
    return msgspec.to_builtins(findings)


def draw(form: Form) -> Act:
    """Which units an activity is done for."""
    return _act({"act": "Draw", "activity": form.first("activity"), "units": list(form.all("units"))})


def circumstance(form: Form) -> Act:
    """Something that the scheme asks to be told, and its day."""
    faults: list[Fault] = []
    for field, message in (("input", "needed-choice"), ("on", "needed-date")):
        if not form.first(field):
            faults.append(Fault(field=field, message=message))
    if faults:
        raise Unfilled(tuple(faults))
    return _act({"act": "ReportCircumstance", "input": form.first("input"), "on": form.first("on")})


def transition(form: Form) -> Act:
    """That the holder has shown what a new version asks."""
    reason = _text(form, "reason")
    return _act({"act": "ConfirmTransition", "scheme": form.first("scheme"), "reason": reason})


def plan(form: Form) -> Act:
    """What is planned: one row each; a row in which nothing was written does not count."""
    faults: list[Fault] = []
    items = []
    for number in plan_rows(form):
        row = {name: form.first(f"{name}-{number}") for name in PLAN_FIELDS}
        if not any(row[name] for name in ("text", "owner", "due")):
            continue
        faults += [Fault(field=f"{name}-{number}", message="needed-plan") for name, text in row.items() if not text]
        items.append((number, row))
    if not items:
        faults.append(Fault(field="text-1", message="needed-plan"))
    if faults:
        raise Unfilled(tuple(faults))
    try:
        return _act({"act": "PlanImprovement", "plan": {"items": [row for _, row in items]}})
    except Unfilled as unfilled:
        found = _ITEM.search(str(unfilled.__cause__))
        field = f"{found[2]}-{items[int(found[1])][0]}" if found else "text-1"
        raise Unfilled((Fault(field=field, message="wrong-plan"),)) from None


def plan_rows(form: Form) -> list[int]:
    """The numbers of a plan's rows that a form holds."""
    found = {int(rest) for rest in form.starting("text-") if rest.isascii() and rest.isdigit() and len(rest) < 4}
    return sorted(found)[:_MOST_ITEMS]


def _text(form: Form, field: str, faults: list[Fault] | None = None) -> dict[str, str]:
    found = [] if faults is None else faults
    text = form.first(field)
    if not text:
        found.append(Fault(field=field, message="needed-reason"))
    if found:
        raise Unfilled(tuple(found))
    return {"text": text}


def _act(said: dict[str, Any]) -> Act:
    try:
        return cast("Act", msgspec.convert(said, _KIND))
    except msgspec.ValidationError as error:
        field = next((name for name in ("on", "nonconformity", "activity") if f"$.{name}" in str(error)), "reason")
        message = "wrong-date" if field == "on" else "wrong-text"
        raise Unfilled((Fault(field=field, message=message),)) from error


__all__ = ["PLANNED", "answer_to_remedy", "circumstance", "closing", "draw", "field_of", "plan", "remedy", "result",
           "survey", "transition", "vote"]  # fmt: skip
