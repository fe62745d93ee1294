"""From the fields of a form to an act. Pure: what is not filled in is told by field, before any rule is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast, get_args

import msgspec

from certify.core.acts import Act, ReasonClass
from certify.core.findings import Said
from certify.service.web.pages.answering import not_an_answer
from certify.service.web.pages.forms import Fault, Form
from certify.service.web.pages.said_fields import read_said
from certify.service.web.pages.tasks_of_case import Task, filled

if TYPE_CHECKING:
    from collections.abc import Callable

    from certify.core.scheme.model import Scheme

# The reasons that a person may give; a suspension that ran out is told by the clock alone.
REASON_CLASSES: tuple[str, ...] = tuple(one for one in get_args(ReasonClass) if one != "suspension_ran_out")
_KIND: Any = Act  # a union of structs, which msgspec reads by the field `act`
_FIELD = re.compile(r"\$\.([a-z_]+)")
# What a field's message is called where its text cannot be read, by the name of the field.
_UNREADABLE = {"number": "wrong-number", "received": "wrong-date", "due": "wrong-date", "on": "wrong-date"}


class Unfilled(Exception):
    """The form is not filled in: every fault at once."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(", ".join(f"{fault.field}: {fault.message}" for fault in faults))


def act_of(name: str, form: Form, scheme: Scheme, review: Task) -> Act:
    """The act that a form asks for; `review` is what the application review asks about.

    Raises Unfilled, and KeyError for an act that has no form.
    """
    faults: list[Fault] = []
    said = _FORMS[name](form, scheme, review, faults)
    if faults:
        raise Unfilled(tuple(faults))
    try:
        return cast("Act", msgspec.convert(said, _KIND))
    except msgspec.ValidationError as error:
        found = _FIELD.search(str(error))
        field = found[1] if found else "reason"
        raise Unfilled((Fault(field=field, message=_UNREADABLE.get(field, "wrong-text")),)) from None


def _needed(form: Form, faults: list[Fault], field: str, message: str, about: str = "") -> str:
    text = form.first(field)
    if not text:
        faults.append(Fault(field=field, message=message, about=about))
    return text


def _reason(form: Form, faults: list[Fault]) -> dict[str, str]:
    return {"text": _needed(form, faults, "reason", "needed-reason")}


def _register(form: Form, _scheme: Scheme, _review: Task, faults: list[Fault]) -> dict[str, Any]:
    return {
        "act": "Register",
        "number": _needed(form, faults, "number", "needed-number"),
        "received": _needed(form, faults, "received", "needed-date"),
    }


def _accept(form: Form, scheme: Scheme, review: Task, faults: list[Fault]) -> dict[str, Any]:
    asked = (name for name in review.inputs if review.units_for(name, scheme))
    inputs = {name: _given(form, scheme, name, faults) for name in asked}
    found = filled(msgspec.structs.replace(review, inputs=()), form, scheme, faults)
    return {"act": "Accept", "findings": msgspec.to_builtins(found) | {"inputs": inputs}}


def _given(form: Form, scheme: Scheme, name: str, faults: list[Fault]) -> Said | None:
    """What an input is said to be, which it has to be."""
    before = len(faults)
    said = read_said(form, f"input-{name}", name, scheme, faults)
    if said is None and len(faults) == before:
        faults.append(not_an_answer(f"input-{name}", name, scheme, "needed-answer"))
    return said


def _decline(form: Form, _scheme: Scheme, _review: Task, faults: list[Fault]) -> dict[str, Any]:
    return {"act": "Decline", "reason": _reason(form, faults)}


def _agree(form: Form, _scheme: Scheme, _review: Task, faults: list[Fault]) -> dict[str, Any]:
    if form.first("read") != "yes":
        faults.append(Fault(field="read", message="needed-agreement"))
    return {"act": "Agree", "terms": form.first("terms")}


def _assign(form: Form, _scheme: Scheme, _review: Task, faults: list[Fault]) -> dict[str, Any]:
    person, _, activity = _needed(form, faults, "person", "needed-person").partition("/")
    said = {"act": "Assign", "duty": form.first("duty"), "person": person}
    return said | ({"activity": activity} if activity else {})


def _relieve(form: Form, _scheme: Scheme, _review: Task, faults: list[Fault]) -> dict[str, Any]:
    person, _, activity = _needed(form, faults, "person", "needed-person").partition("/")
    said = {"act": "Relieve", "person": person, "reason": _reason(form, faults)}
    return said | ({"activity": activity} if activity else {})


def _declare_interest(form: Form, _scheme: Scheme, _review: Task, faults: list[Fault]) -> dict[str, Any]:
    conflict, text = _needed(form, faults, "conflict", "needed-answer"), form.first("statement")
    return {
        "act": "DeclareInterest",
        "conflict": conflict == "yes",
        "statement": {"text": text} if text else None,
    }


def _record_guidance(form: Form, _scheme: Scheme, _review: Task, faults: list[Fault]) -> dict[str, Any]:
    return {
        "act": "RecordGuidance",
        "person": _needed(form, faults, "person", "needed-person"),
        "on": _needed(form, faults, "on", "needed-date"),
    }


def _request_completion(form: Form, _scheme: Scheme, _review: Task, faults: list[Fault]) -> dict[str, Any]:
    if not form.all("criteria"):
        faults.append(Fault(field="criteria", message="needed-criteria"))
    return {
        "act": "RequestCompletion",
        "criteria": list(form.all("criteria")),
        "reason": _reason(form, faults),
        "due": _needed(form, faults, "due", "needed-date"),
    }


def _decide(form: Form, _scheme: Scheme, _review: Task, faults: list[Fault]) -> dict[str, Any]:
    choice = _needed(form, faults, "choice", "needed-choice")
    reason = _reason(form, faults)
    if choice == "send_back":
        return {"act": "SendBack", "reason": reason}
    return {"act": "Decide", "outcome": choice, "reason": reason}


def _withdraw_application(form: Form, _scheme: Scheme, _review: Task, _faults: list[Fault]) -> dict[str, Any]:
    text = form.first("reason")
    return {"act": "WithdrawApplication", "reason": {"text": text} if text else None}


def _of_certificate(name: str) -> Callable[[Form, Scheme, Task, list[Fault]], dict[str, Any]]:
    def read(form: Form, _scheme: Scheme, _review: Task, faults: list[Fault]) -> dict[str, Any]:
        said: dict[str, Any] = {"act": name, "reason": _reason(form, faults)}
        if name != "Reinstate":
            said["reason_class"] = _needed(form, faults, "reason_class", "needed-reason-class")
        return said

    return read


_FORMS: dict[str, Callable[[Form, Scheme, Task, list[Fault]], dict[str, Any]]] = {
    "Register": _register,
    "Accept": _accept,
    "Decline": _decline,
    "Agree": _agree,
    "Assign": _assign,
    "Relieve": _relieve,
    "DeclareInterest": _declare_interest,
    "RecordGuidance": _record_guidance,
    "RequestCompletion": _request_completion,
    "Decide": _decide,
    "WithdrawApplication": _withdraw_application,
    "Suspend": _of_certificate("Suspend"),
    "Reinstate": _of_certificate("Reinstate"),
    "Withdraw": _of_certificate("Withdraw"),
}
