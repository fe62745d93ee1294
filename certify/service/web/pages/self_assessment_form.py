"""From the fields of a self-assessment to what is judged. Pure: what cannot be read is told by field, as if unsaid.

An input goes where the scheme says that it comes from: the applicant's into the dossier, any other into the findings,
where it stands in an assessment too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from certify.core.applying import not_applying
from certify.core.dossier import Answer, Dossier
from certify.core.findings import Finding, Findings
from certify.core.outcome import Dates, evaluation
from certify.service.web.pages.answering import not_a_finding
from certify.service.web.pages.said_fields import read_said, tidy
from certify.service.web.pages.unit_fields import Units, about_unit, of_unit, units_of, with_inputs
from certify.service.web.self_assessing import SelfAssessment

if TYPE_CHECKING:
    from collections.abc import Callable

    from certify.core.findings import Said
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion
    from certify.service.web.pages.forms import Fault, Form


def said_in(form: Form, scheme: Scheme, faults: list[Fault], units: Units | None = None) -> SelfAssessment:
    """What a form says of an organisation under a scheme. `units` are those that there are, if not as it tells."""
    told = units_of(form, scheme, {}) if units is None else units
    asked = form.first("form") if form.first("form") in {one.form for one in scheme.forms} else scheme.forms[0].form
    own = scheme.given_by_applicant
    inputs: dict[str, Said] = {}
    for name in scheme.inputs:
        value = read_said(form, f"input-{name}", name, scheme, faults)
        if value is not None:
            inputs[name] = value
    of_units = with_inputs(told, form, scheme, faults, lambda _: True)
    with_own = {
        kind: tuple(
            msgspec.structs.replace(unit, inputs=_only(of_units[unit.id], lambda name: name in own)) for unit in several
        )
        for kind, several in told.items()
    }
    others = {id_: _only(said, lambda name: name not in own) for id_, said in of_units.items()}
    return SelfAssessment(
        form=asked,
        profile=scheme.profile or None,
        dossier=Dossier(inputs=_only(inputs, lambda name: name in own), units=with_own),
        findings=Findings(
            findings=tuple(_findings(form, scheme, asked, told, faults)),
            inputs=_only(inputs, lambda name: name not in own),
            units={id_: said for id_, said in others.items() if said},
        ),
    )


def _only(said: dict[str, Said], wanted: Callable[[str], bool]) -> dict[str, Said]:
    return {name: value for name, value in said.items() if wanted(name)}


def _findings(form: Form, scheme: Scheme, asked: str, units: Units, faults: list[Fault]) -> list[Finding]:
    found = []
    for criterion in scheme.criteria_of(asked):
        if criterion.per not in units:
            value = _value(form, f"value-{criterion.id}", scheme, criterion, faults)
            found += [Finding(criterion=criterion.id, value=value)] if value else []
            continue
        kind = scheme.units[criterion.per]
        for number, unit in enumerate(units[criterion.per], 1):
            before = len(faults)
            value = _value(form, of_unit(unit.id, f"value-{criterion.id}"), scheme, criterion, faults)
            found += [Finding(criterion=criterion.id, unit=unit.id, value=value)] if value else []
            faults[before:] = [about_unit(fault, unit, kind, number) for fault in faults[before:]]
    return found


def _value(form: Form, field: str, scheme: Scheme, criterion: Criterion, faults: list[Fault]) -> str:
    value = tidy(form.first(field), scheme.answer_domain(criterion))
    if value and not scheme.takes(criterion, value):
        faults.append(not_a_finding(field, criterion, scheme))
        return ""
    return value


def as_application(
    said: SelfAssessment, scheme: Scheme, form: str, in_words: Callable[[Criterion, str], str]
) -> Dossier:
    """The beginning of an application: the applicant's own inputs, and each expected finding as an answer in words.

    What the scheme lets others give is left out, and so is what that form does not ask about and what does not apply.
    """
    asked = {criterion.id for criterion in scheme.criteria_of(form)}
    apart = not_applying(asked, evaluation(scheme, said.dossier, said.findings, form=form, dates=Dates()))
    answers: dict[str, Answer] = {}
    of_units: dict[str, dict[str, Answer]] = {}
    for finding in said.findings.findings:
        if finding.criterion in asked and (finding.criterion, finding.unit) not in apart:
            answer = Answer(text=in_words(scheme.criterion(finding.criterion), finding.value))
            if finding.unit is None:
                answers[finding.criterion] = answer
            else:
                of_units.setdefault(finding.unit, {})[finding.criterion] = answer
    units = {
        kind: tuple(msgspec.structs.replace(unit, answers=of_units.get(unit.id, {})) for unit in several)
        for kind, several in said.dossier.units.items()
        if kind in scheme.units
    }
    own = scheme.given_by_applicant
    return Dossier(inputs=_only(said.dossier.inputs, lambda name: name in own), answers=answers, units=units)
