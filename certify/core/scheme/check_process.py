"""The half that acts: who does what after whom, forms, clocks, and what is shown."""

from __future__ import annotations

import math

from certify.core.scheme.check_activities import check_activities, check_transition
from certify.core.scheme.check_comparison import check_condition, check_operand
from certify.core.scheme.check_context import Context
from certify.core.scheme.check_days import check_days
from certify.core.scheme.check_names import CERTIFICATE_FIELDS
from certify.core.scheme.check_validity import check_validity
from certify.core.scheme.colour import LEAST_CONTRAST, contrast_to_white
from certify.core.scheme.parts import Form
from certify.core.scheme.read_scalars import Path
from certify.core.scheme.references import condition_names
from certify.core.scheme.sentences import acting, naming
from certify.core.scheme.terms import BUILT_IN_MOMENTS, Name

_RENEWAL = "renewal"


def check_process(context: Context) -> None:
    """Note every fault of version, forms, activities, nonconformities, clocks, fees, certificate and mark."""
    version, languages = context.scheme.version, context.scheme.languages
    if version.until is not None and version.until < version.applies_from:
        context.fault(("version", "until"), acting.ENDS_BEFORE_IT_APPLIES)
    for place, language in enumerate(languages):
        if language in languages[:place]:
            context.fault(("languages", place), naming.LANGUAGE_TWICE, name=language)
    _check_given_names(context)
    _check_forms(context)
    check_transition(context)
    check_activities(context)
    check_validity(context)
    check_days(context)
    _check_renewal(context)
    _check_shown(context)


def _check_given_names(context: Context) -> None:
    """What has no text of its own is given its name; everything else says itself what it is called."""
    scheme = context.scheme
    lists = [scheme.bindings, scheme.roles, scheme.section_levels, *scheme.scales.values()]
    lists += [entry.options for entry in scheme.every_input.values()]
    lists += [entry.options for entry in scheme.columns.values()]
    lists += [entry.options for entry in scheme.parameters.values()]
    lists += [
        (entry.unit,) for entries in (scheme.every_input, scheme.columns) for entry in entries.values() if entry.unit
    ]
    words = (word for several in lists for word in several)
    known = (
        *context.activities,
        *context.forms,
        *scheme.nonconformities,
        *scheme.kinds_of_evidence,
        *scheme.scales,
        *words,
    )
    for name in scheme.names:
        context.is_known(("names", name), name, dict.fromkeys(known), naming.NOTHING_TO_NAME, key=True)


def _check_forms(context: Context) -> None:
    for place, form in enumerate(context.scheme.forms):
        path: Path = ("forms", place)
        context.are_known((*path, "leaves_out"), form.leaves_out, context.groups, naming.NO_GROUP)
        context.are_known((*path, "may_confirm_unchanged"), form.may_confirm_unchanged, context.groups, naming.NO_GROUP)
        _check_what_is_left(context, (*path, "leaves_out"), form)


def _check_what_is_left(context: Context, path: Path, form: Form) -> None:
    """What a form asks does not turn on what it leaves out: it would be asked, and could never be settled."""
    gone = {*context.scheme.selected(form.leaves_out)} & context.scheme.criteria_by_id.keys()
    asked = {one.id: one.applies for one in context.scheme.criteria if one.id not in gone}
    asked |= {name: entry.applies for name, entry in context.scheme.every_input.items()}
    for name, applies in asked.items():
        missing = gone & {*condition_names(applies)}
        if missing:
            context.fault(path, acting.LEFT_OUT, name=name, other=min(missing))


def _check_renewal(context: Context) -> None:
    renewal = context.scheme.renewal
    if renewal is None:
        return
    for key, moment in (("opens", renewal.opens), ("due", renewal.due)):
        if moment is not None and moment.anchor != Name("end"):
            context.fault(("renewal", key), acting.FROM_THE_END)
    if renewal.requires is not None:
        check_condition(context, ("renewal", "requires"), renewal.requires)
    if renewal.form is not None:
        context.is_known(("renewal", "form"), renewal.form, context.forms, naming.NO_FORM)
        if renewal.forms_in_turn:
            context.fault(("renewal", "forms_in_turn"), acting.TWO_FORMS)
    context.are_known(("renewal", "forms_in_turn"), renewal.forms_in_turn, context.forms, naming.NO_FORM)
    late = renewal.late
    if late is not None and late.form is not None:
        context.is_known(("renewal", "late", "form"), late.form, context.forms, naming.NO_FORM)
    if late is not None and late.after_that is not None:
        context.is_known(("renewal", "late", "after_that"), late.after_that, context.activities, naming.NO_ACTIVITY)


def _check_shown(context: Context) -> None:
    scheme = context.scheme
    payable = (*context.activities, *BUILT_IN_MOMENTS, _RENEWAL)
    for moment, fee in scheme.fees.items():
        path: Path = ("fees", moment)
        context.is_known(path, moment, payable, naming.NOTHING_TO_PAY_FOR, key=True)
        check_operand(context, path, Name(fee), "number")
    facts = (*CERTIFICATE_FIELDS, *scheme.inputs, *scheme.measures, *scheme.parameters)
    for key, names in (("print", scheme.certificate.print), ("public", scheme.certificate.public)):
        context.are_known(("certificate", key), names, facts, naming.NOTHING_TO_SHOW)
    if scheme.mark is not None and scheme.mark.level is not None:
        context.is_known(("mark", "level"), scheme.mark.level, context.levels, naming.NO_LEVEL)
    if scheme.mark is not None and scheme.mark.colour is not None:
        _check_colour(context, scheme.mark.colour)


def _check_colour(context: Context, colour: str) -> None:
    contrast = contrast_to_white(colour)
    if contrast is None:
        context.fault(("mark", "colour"), acting.NO_COLOUR)
    elif contrast < LEAST_CONTRAST:
        found = str(math.floor(contrast * 10) / 10)
        context.fault(("mark", "colour"), acting.PALE_COLOUR, found=found, least=str(LEAST_CONTRAST))
