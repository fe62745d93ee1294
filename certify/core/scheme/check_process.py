"""The half that acts: who does what after whom, forms, clocks, and what is shown."""

from __future__ import annotations

import graphlib
import re

from certify.core.scheme.check_comparison import check_moment, check_operand
from certify.core.scheme.check_context import APPLICANT, Context
from certify.core.scheme.check_names import CERTIFICATE_FIELDS
from certify.core.scheme.domains import listed
from certify.core.scheme.parts import Activity
from certify.core.scheme.read_scalars import Path, cut
from certify.core.scheme.terms import BUILT_IN_MOMENTS, Name

# Who does what, as the acts of the service have it. Other roles of a scheme's own cannot act yet.
_DONE_BY = {"check": "coordinator", "assess": "assessor", "decide": "decider"}
# What follows when a time has run out. The rest of the grammar's list is not run yet.
_AFTER_AN_ACTIVITY = ("remark",)
_AFTER_A_NONCONFORMITY = ("remark", "refuse")
_LATER = re.compile(r"refuse|suspend|withdraw|(suspend|becomes|repeat) \S+")
_RENEWAL = "renewal"


def check_process(context: Context) -> None:
    """Note every fault of version, forms, activities, nonconformities, clocks, fees, certificate and mark."""
    version, languages = context.scheme.version, context.scheme.languages
    if version.until is not None and version.until < version.applies_from:
        context.fault(("version", "until"), "wrong-order", "the version ends before it applies")
    for place, language in enumerate(languages):
        if language in languages[:place]:
            context.fault(("languages", place), "name-twice", f'"{language}" stands here twice')
    _check_forms(context)
    for place, activity in enumerate(context.scheme.activities):
        _check_activity(context, ("activities", place), activity)
    if context.scheme.activities:
        _check_all_are_there(context)
        _check_order(context)
    for grade, nonconformity in context.scheme.nonconformities.items():
        _check_if_late(context, ("nonconformities", grade, "if_late"), nonconformity.if_late, _AFTER_A_NONCONFORMITY)
    _check_clocks(context)
    _check_shown(context)


def _check_forms(context: Context) -> None:
    what = "neither a binding, section nor criterion"
    for place, form in enumerate(context.scheme.forms):
        path: Path = ("forms", place)
        context.are_known((*path, "leaves_out"), form.leaves_out, context.groups, what)
        context.are_known((*path, "may_confirm_unchanged"), form.may_confirm_unchanged, context.groups, what)


def _check_activity(context: Context, path: Path, activity: Activity) -> None:
    if context.scheme.roles:
        context.are_known((*path, "by"), activity.by, context.roles, "neither the applicant nor a role of this scheme")
    context.are_known((*path, "after"), activity.after, context.activities, "no activity of this scheme")
    what = "neither a binding, section, criterion nor input"
    context.are_known((*path, "fills"), activity.fills, (*context.groups, *context.scheme.inputs), what)
    if activity.kind in _DONE_BY:
        _check_doers(context, (*path, "by"), activity)
    if activity.kind == "apply" and activity.by != (APPLICANT,):
        context.fault((*path, "by"), "nobody-may", "only the applicant applies")
    if activity.within is not None:
        check_moment(context, (*path, "within"), activity.within)
        if activity.within.direction != "after":
            context.fault((*path, "within"), "bad-phrase", 'a time to do something in runs "after" a moment')
    _check_if_late(context, (*path, "if_late"), activity.if_late, _AFTER_AN_ACTIVITY)


def _check_doers(context: Context, path: Path, activity: Activity) -> None:
    """ISO/IEC 17065, 7.6: the decision is made by someone who did not take part in the evaluation."""
    doer = _DONE_BY[activity.kind]
    for place, role in enumerate(activity.by):
        at = (*path, place)
        if role == APPLICANT:
            text = f"an applicant may not {activity.kind}: nobody judges their own application"
            context.fault(at, "nobody-may", text)
        elif activity.kind == "decide" and role in context.assessing:
            text = f'"{role}" assesses and may not decide too: a decision is made by someone who did not assess'
            context.fault(at, "same-role", text)
        elif role in context.scheme.roles and role != doer:
            text = f'a role of its own is not supported yet: what "{activity.id}" is about is done by "{doer}"'
            context.fault(at, "not-supported-yet", text)


def _check_if_late(context: Context, path: Path, word: str | None, run: tuple[str, ...]) -> None:
    if word is None or word in run:
        return
    if _LATER.fullmatch(word):
        context.fault(path, "not-supported-yet", f'"{cut(word)}" is not supported yet')
    else:
        context.fault(path, "bad-phrase", f'"{cut(word)}" is none of what can follow: {listed(run)}')


def _check_all_are_there(context: Context) -> None:
    for kind in ("apply", "assess", "decide"):
        if not any(activity.kind == kind for activity in context.scheme.activities) and not context.reader.broken:
            context.fault(("activities",), "missing-activity", f'no activity has the kind "{kind}"')


def _check_order(context: Context) -> None:
    graph = {activity.id: {*activity.after} & {*context.activities} for activity in context.scheme.activities}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        circle = list(reversed(error.args[1]))
        place = context.activities.index(circle[0])
        text = f"these come after each other, round in a circle: {' -> '.join(circle)}"
        context.fault(("activities", place, "after"), "cycle", text)


def _check_clocks(context: Context) -> None:
    validity, renewal = context.scheme.validity, context.scheme.renewal
    said = {("validity", "for"), ("validity", "until")} & context.reader.places.keys()
    if not said and "validity" not in context.reader.broken:
        context.fault(("validity",), "missing-key", 'a certificate is valid "for" a period or "until" a moment')
    if validity.for_ is not None and validity.until is not None:
        context.fault(("validity", "until"), "two-keys", '"for" and "until" cannot both say when it ends')
    for key, term in (("for", validity.for_), ("renewed_for", validity.renewed_for)):
        if isinstance(term, Name):
            check_operand(context, ("validity", key), term, "period")
    if validity.until is not None:
        check_moment(context, ("validity", "until"), validity.until)
    if renewal is None:
        return
    if renewal.opens.anchor != Name("end"):
        context.fault(("renewal", "opens"), "bad-phrase", 'a renewal opens "6 months before end" or the like')
    if renewal.form is not None:
        context.is_known(("renewal", "form"), renewal.form, context.forms, "no form of this scheme")
    late = renewal.late
    if late is not None and late.form is not None:
        context.is_known(("renewal", "late", "form"), late.form, context.forms, "no form of this scheme")
    if late is not None and late.after_that is not None:
        context.is_known(("renewal", "late", "after_that"), late.after_that, context.activities, "no activity")


def _check_shown(context: Context) -> None:
    scheme = context.scheme
    payable = (*context.activities, *BUILT_IN_MOMENTS, _RENEWAL)
    for moment, fee in scheme.fees.items():
        path: Path = ("fees", moment)
        context.is_known(path, moment, payable, "neither an activity, a moment nor a renewal", key=True)
        check_operand(context, path, Name(fee), "number")
    facts = (*CERTIFICATE_FIELDS, *scheme.inputs, *scheme.measures, *scheme.parameters)
    for key, names in (("print", scheme.certificate.print), ("public", scheme.certificate.public)):
        context.are_known(("certificate", key), names, facts, "nothing that a certificate can show")
    if scheme.mark is not None and scheme.mark.level is not None:
        context.is_known(("mark", "level"), scheme.mark.level, context.levels, "no level of this scheme")
