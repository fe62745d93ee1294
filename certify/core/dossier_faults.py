"""What is wrong with a dossier, and what it lacks: pure checks against the scheme, each with a name and a sentence.

`faults` stop it from being handed in. `gaps` do not: they tell the applicant, and whoever takes the case in, what an
assessor is going to miss, so that it can be completed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from certify.core.dossier import Dossier, Unit
from certify.core.dossier_rules import DossierFault
from certify.core.evidence import Evidence, Extract, Link, made_on
from certify.core.findings import NOTHING_FOUND
from certify.core.organisation_number import NotAnOrganisationNumber, tidy
from certify.core.outcome import Dates, evaluation
from certify.core.scheme.calendar import ONE_DAY, shifted
from certify.core.scheme.domains import NOT_APPLICABLE
from certify.core.scheme.evaluate import Evaluation
from certify.core.scheme.model import Scheme
from certify.core.scheme.parts import Criterion, EvidenceRule
from certify.core.signable import can_be_signed
from certify.core.unit_faults import said_faults, unit_faults

ANSWER_AS_EVIDENCE = "text"


def faults(dossier: Dossier, scheme: Scheme, form: str) -> list[DossierFault]:
    """All that keeps the dossier from being handed in under this form. Raises KeyError for an unknown form."""
    now = evaluation(scheme, dossier, NOTHING_FOUND, form=form, dates=Dates())
    asked = {criterion.id: criterion for criterion in scheme.criteria_of(form)}
    return [
        *_applicant_faults(dossier, scheme),
        *_input_faults(dossier, scheme, now),
        *unit_faults(dossier, scheme, asked, now),
        *_answer_faults(dossier, scheme, form, asked),
        *_missing_answers(dossier, scheme, asked, now),
        *_evidence_faults(dossier, scheme, asked),
    ]


def gaps(dossier: Dossier, scheme: Scheme, form: str, *, dates: Dates) -> list[DossierFault]:
    """What the evidence lacks, criterion by criterion; ages count back from `dates.submitted`, else `dates.today`.

    A criterion that does not apply, or whose answer is unchanged since last time, lacks nothing. What is not of the
    strictest binding may go without evidence. Raises KeyError for an unknown form.
    """
    now = evaluation(scheme, dossier, NOTHING_FOUND, form=form, dates=dates)
    found: list[DossierFault] = []
    for criterion in scheme.criteria_of(form):
        answer = dossier.answers.get(criterion.id)
        unchanged = answer is not None and answer.unchanged
        strict = criterion.binding == scheme.bindings[0]
        if criterion.evidence is None or unchanged:
            continue
        if criterion.per is None and now.value(criterion.id) != NOT_APPLICABLE:
            found += _criterion_gaps(dossier, criterion.id, criterion.evidence, now, strict=strict)
        elif criterion.per is not None:
            found += _unit_gaps(dossier, criterion, criterion.evidence, now, strict=strict)
    return found


def _unit_gaps(
    dossier: Dossier, criterion: Criterion, rule: EvidenceRule, now: Evaluation, *, strict: bool
) -> Iterator[DossierFault]:
    """What is lacking unit by unit; what is about all of them counts for each, and its own lacks are told once."""
    told: set[DossierFault] = set()
    for unit in dossier.units.get(criterion.per or "", ()):
        answer = unit.answers.get(criterion.id)
        if (answer is not None and answer.unchanged) or now.at_unit(criterion.id, unit.id) == NOT_APPLICABLE:
            continue
        for fault in _criterion_gaps(dossier, criterion.id, rule, now, strict=strict, unit=unit):
            if fault not in told:
                told.add(fault)
                yield fault


def _applicant_faults(dossier: Dossier, scheme: Scheme) -> Iterator[DossierFault]:
    for name in ("name", "address", "place"):
        if not getattr(dossier.applicant, name).strip():
            yield DossierFault(rule=f"applicant.{name}")
        elif not can_be_signed(getattr(dossier.applicant, name)):
            yield DossierFault(rule="applicant.signs", input=name)
    try:
        tidy(dossier.applicant.organisation_number)
    except NotAnOrganisationNumber as error:
        yield DossierFault(rule=f"applicant.number_{error.rule.replace('-', '_')}")
    if "area" in scheme.certificate.print and not dossier.area.name.strip():
        yield DossierFault(rule="area.name")
    if not can_be_signed(dossier.area.name):
        yield DossierFault(rule="area.signs")


def _input_faults(dossier: Dossier, scheme: Scheme, now: Evaluation) -> Iterator[DossierFault]:
    yield from said_faults(dossier.inputs, scheme.inputs, scheme)
    for name, entry in scheme.inputs.items():
        if entry.given_by == "applicant" and name not in dossier.inputs and now.applies(name) is not False:
            yield DossierFault(rule="input.missing", input=name)


def _answer_faults(dossier: Dossier, scheme: Scheme, form: str, asked: dict[str, Criterion]) -> Iterator[DossierFault]:
    may_be_unchanged = scheme.may_confirm_unchanged(form)
    for name, answer in dossier.answers.items():
        if name not in asked:
            yield DossierFault(rule="answer.unknown", criterion=name)
        elif answer.unchanged and name not in may_be_unchanged:
            yield DossierFault(rule="answer.unchanged", criterion=name)


def _missing_answers(
    dossier: Dossier, scheme: Scheme, asked: dict[str, Criterion], now: Evaluation
) -> Iterator[DossierFault]:
    """A mandatory criterion that the application fills needs words, a confirmation or evidence, unless it follows."""
    fills = scheme.filled_by("apply")
    for name, criterion in asked.items():
        answer = dossier.answers.get(name)
        answered = answer is not None and (answer.unchanged or bool(answer.text.strip()))
        if (
            name in fills
            and criterion.binding == scheme.bindings[0]
            and criterion.proposed_by is None
            and criterion.per is None
            and not answered
            and not dossier.supporting(name)
            and now.value(name) != NOT_APPLICABLE
        ):
            yield DossierFault(rule="answer.missing", criterion=name)


def _evidence_faults(dossier: Dossier, scheme: Scheme, asked: dict[str, Criterion]) -> Iterator[DossierFault]:
    kinds = scheme.kinds_of_evidence
    by_id = {item.id: item for item in reversed(dossier.evidence)}
    for item in dossier.evidence:
        if by_id[item.id] is not item:
            yield DossierFault(rule="evidence.twice", item=item.id)
        if not item.criteria:
            yield DossierFault(rule="evidence.unlabelled", item=item.id)
        for label in item.criteria:
            if label not in asked:
                yield DossierFault(rule="evidence.label", item=item.id, criterion=label)
        if kinds and item.kind not in kinds:
            yield DossierFault(rule="evidence.kind", item=item.id)
        if item.unit is not None and dossier.unit(item.unit) is None:
            yield DossierFault(rule="evidence.unit", item=item.id, unit=item.unit)
        if item.period is not None and item.period.last < item.period.first:
            yield DossierFault(rule="evidence.span", item=item.id)
        if isinstance(item, Extract):
            yield from _extract_faults(item, by_id)


def _extract_faults(item: Extract, by_id: dict[str, Evidence]) -> Iterator[DossierFault]:
    if item.of is None and item.copy is None:
        yield DossierFault(rule="extract.empty", item=item.id)
    if item.of is not None and isinstance(by_id.get(item.of), Extract | None):
        yield DossierFault(rule="extract.of", item=item.id)


def _criterion_gaps(
    dossier: Dossier, criterion: str, rule: EvidenceRule, now: Evaluation, *, strict: bool, unit: Unit | None = None
) -> Iterator[DossierFault]:
    counting = []
    which = None if unit is None else unit.id
    for item in dossier.supporting(criterion, which):
        lacks = _why_it_does_not_count(item, rule, now)
        if lacks is None:
            counting.append(item)
        else:
            yield DossierFault(rule=lacks, criterion=criterion, item=item.id)
    answer = (dossier if unit is None else unit).answers.get(criterion)
    in_words = ANSWER_AS_EVIDENCE in rule.kinds and answer is not None and bool(answer.text.strip())
    if strict and len(counting) + in_words < rule.at_least:
        yield DossierFault(rule="evidence.too_few", criterion=criterion, unit=which)
    if strict and rule.covers is not None:
        first, last = now.day(rule.covers.from_), now.day(rule.covers.until)
        if first is not None and last is not None and not _covered(first, last, counting):
            yield DossierFault(rule="evidence.not_covered", criterion=criterion, unit=which)


def _why_it_does_not_count(item: Evidence, rule: EvidenceRule, now: Evaluation) -> str | None:
    if rule.kinds and item.kind not in rule.kinds:
        return "evidence.kind_here"
    if isinstance(item, Link) and item.copy is None:
        return "evidence.no_copy"
    on = now.days.get("submitted") or now.days.get("today")
    if rule.max_age is None or on is None:
        return None
    made = made_on(item)
    if made is None:
        return "evidence.undated"
    return "evidence.too_old" if made < shifted(on, rule.max_age, "before") else None


def _covered(first: date, last: date, items: list[Evidence]) -> bool:
    """Whether the items' days together leave no day out from the first to the last."""
    spans = [(item.period.first, item.period.last) for item in items if item.period is not None]
    next_day = first
    for begins, ends in sorted(spans):
        if begins <= next_day <= ends:
            if ends >= last:
                return True
            next_day = ends + ONE_DAY
    return False
