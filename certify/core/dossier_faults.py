"""What is wrong with a dossier, and what it lacks: pure checks against the scheme, each with a name and a sentence.

`faults` stop it from being handed in. `gaps` do not: they tell the applicant, and whoever takes the case in, what an
assessor is going to miss, so that it can be completed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from certify.core.dossier import Dossier
from certify.core.evidence import Evidence, Extract, Link, made_on
from certify.core.findings import NOTHING_FOUND
from certify.core.organisation_number import NotAnOrganisationNumber, tidy
from certify.core.outcome import Dates, evaluation
from certify.core.scheme.calendar import ONE_DAY, shifted
from certify.core.scheme.domains import NOT_APPLICABLE
from certify.core.scheme.evaluate import Evaluation
from certify.core.scheme.model import Scheme
from certify.core.scheme.parts import Criterion, EvidenceRule
from verify.errors import VerifyError
from verify.strict_json import check_text

ANSWER_AS_EVIDENCE = "text"

# By rule: the sentence in Swedish and in English.
TEXTS: dict[str, tuple[str, str]] = {
    "applicant.name": ("Ange organisationens namn.", "State the name of the organisation."),
    "applicant.address": ("Ange organisationens adress.", "State the address of the organisation."),
    "applicant.place": ("Ange orten.", "State the place."),
    "applicant.number_form": (
        "Ett organisationsnummer skrivs med tio siffror, NNNNNN-NNNN.",
        "An organisation number is written with ten digits, NNNNNN-NNNN.",
    ),
    "applicant.number_person": (
        "Ett personnummer tas inte emot. Tredje siffran i ett organisationsnummer är minst 2.",
        "A personal identity number is not taken. The third digit of an organisation number is at least 2.",
    ),
    "applicant.number_check_digit": (
        "Organisationsnumrets kontrollsiffra stämmer inte.",
        "The check digit of the organisation number is wrong.",
    ),
    "area.name": ("Ange områdets namn. Det skrivs på certifikatet.", "Name the area. It stands on the certificate."),
    "applicant.signs": (
        "Namn, adress och ort skrivs med synliga tecken i normalform, annars kan inget certifikat skrivas under.",
        "Name, address and place are written with visible characters in normal form, or no certificate can be signed.",
    ),
    "area.signs": (
        "Områdets namn skrivs med synliga tecken i normalform, annars kan inget certifikat skrivas under.",
        "The area's name is written with visible characters in normal form, or no certificate can be signed.",
    ),
    "answer.unknown": ("Formuläret har inget sådant kriterium.", "The form has no such criterion."),
    "answer.unchanged": (
        "Det här kriteriet kan inte bekräftas som oförändrat i detta formulär.",
        "This criterion cannot be confirmed as unchanged in this form.",
    ),
    "answer.missing": (
        "Kriteriet är obligatoriskt och har inget svar.",
        "The criterion is mandatory and has no answer.",
    ),
    "input.unknown": ("Ordningen frågar inte efter uppgiften.", "The scheme does not ask for this."),
    "input.not_yours": ("Uppgiften lämnas av någon annan.", "Somebody else gives this."),
    "input.value": ("Uppgiften kan inte ha det värdet.", "It cannot have this value."),
    "input.missing": ("Uppgiften saknas.", "This is missing."),
    "evidence.twice": ("Två bilagor har samma beteckning.", "Two attachments have the same id."),
    "evidence.unlabelled": (
        "Bilagan är inte märkt med det kriterium som den stöder.",
        "The attachment is not labelled with the criterion that it supports.",
    ),
    "evidence.label": (
        "Bilagan är märkt med ett kriterium som formuläret inte har.",
        "The attachment is labelled with a criterion that the form does not have.",
    ),
    "evidence.kind": ("Ordningen har inget sådant slag av underlag.", "The scheme has no such kind of evidence."),
    "evidence.span": ("Perioden slutar innan den börjar.", "The period ends before it begins."),
    "extract.empty": (
        "Utdraget har varken egen fil eller en bilaga som det är hämtat ur.",
        "The extract has neither a file of its own nor an attachment that it is taken from.",
    ),
    "extract.of": (
        "Utdraget är hämtat ur en bilaga som inte finns, eller som själv är ett utdrag.",
        "The extract is taken from an attachment that does not exist or is itself an extract.",
    ),
    "evidence.too_few": ("Kriteriet har för få bilagor.", "The criterion has too few attachments."),
    "evidence.kind_here": (
        "Bilagans slag räknas inte för detta kriterium.",
        "This kind of attachment does not count for the criterion.",
    ),
    "evidence.too_old": ("Bilagan är för gammal för detta kriterium.", "The attachment is too old for the criterion."),
    "evidence.undated": (
        "Bilagan har inget datum, så det går inte att se hur gammal den är.",
        "The attachment has no date, so that its age cannot be seen.",
    ),
    "evidence.no_copy": ("Länken har ingen sparad kopia.", "The link has no stored copy."),
    "evidence.not_covered": (
        "Bilagorna täcker inte hela den tid som kriteriet gäller.",
        "The attachments do not cover all of the time that the criterion is about.",
    ),
}


class DossierFault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is wrong or lacking: the rule's name, and what it is about where it is about one thing."""

    rule: str
    criterion: str | None = None
    item: str | None = None
    input: str | None = None

    @property
    def sv(self) -> str:
        """The rule as a sentence in Swedish."""
        return TEXTS[self.rule][0]

    @property
    def en(self) -> str:
        """The rule as a sentence in English."""
        return TEXTS[self.rule][1]

    @property
    def evidence(self) -> dict[str, str]:
        """The rule and the ids that it is about, for a refusal or an answer of the API."""
        told: dict[str, str] = msgspec.to_builtins(self)
        return told


def faults(dossier: Dossier, scheme: Scheme, form: str) -> list[DossierFault]:
    """All that keeps the dossier from being handed in under this form. Raises KeyError for an unknown form."""
    now = evaluation(scheme, dossier, NOTHING_FOUND, form=form, dates=Dates())
    asked = {criterion.id: criterion for criterion in scheme.criteria_of(form)}
    return [
        *_applicant_faults(dossier, scheme),
        *_input_faults(dossier, scheme, now),
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
        if criterion.evidence is not None and not unchanged and now.value(criterion.id) != NOT_APPLICABLE:
            strict = criterion.binding == scheme.bindings[0]
            found += _criterion_gaps(dossier, criterion.id, criterion.evidence, now, strict=strict)
    return found


def _applicant_faults(dossier: Dossier, scheme: Scheme) -> Iterator[DossierFault]:
    for name in ("name", "address", "place"):
        if not getattr(dossier.applicant, name).strip():
            yield DossierFault(rule=f"applicant.{name}")
        elif not _can_be_signed(getattr(dossier.applicant, name)):
            yield DossierFault(rule="applicant.signs", input=name)
    try:
        tidy(dossier.applicant.organisation_number)
    except NotAnOrganisationNumber as error:
        yield DossierFault(rule=f"applicant.number_{error.rule.replace('-', '_')}")
    if "area" in scheme.certificate.print and not dossier.area.name.strip():
        yield DossierFault(rule="area.name")
    if not _can_be_signed(dossier.area.name):
        yield DossierFault(rule="area.signs")


def _can_be_signed(text: str) -> bool:
    """Whether a certificate can hold the text: what cannot be read back is never granted only to wait for ever."""
    try:
        check_text(text, "$")
    except VerifyError:
        return False
    return True


def _input_faults(dossier: Dossier, scheme: Scheme, now: Evaluation) -> Iterator[DossierFault]:
    for name, value in dossier.inputs.items():
        entry = scheme.inputs.get(name)
        if entry is None:
            yield DossierFault(rule="input.unknown", input=name)
        elif entry.given_by != "applicant":
            yield DossierFault(rule="input.not_yours", input=name)
        elif not scheme.reads(name, value):
            yield DossierFault(rule="input.value", input=name)
    for name, entry in scheme.inputs.items():
        if entry.given_by == "applicant" and name not in dossier.inputs and now.value(name) != NOT_APPLICABLE:
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
    dossier: Dossier, criterion: str, rule: EvidenceRule, now: Evaluation, *, strict: bool
) -> Iterator[DossierFault]:
    counting = []
    for item in dossier.supporting(criterion):
        lacks = _why_it_does_not_count(item, rule, now)
        if lacks is None:
            counting.append(item)
        else:
            yield DossierFault(rule=lacks, criterion=criterion, item=item.id)
    answer = dossier.answers.get(criterion)
    in_words = ANSWER_AS_EVIDENCE in rule.kinds and answer is not None and bool(answer.text.strip())
    if strict and len(counting) + in_words < rule.at_least:
        yield DossierFault(rule="evidence.too_few", criterion=criterion)
    if strict and rule.covers is not None:
        first, last = now.day(rule.covers.from_), now.day(rule.covers.until)
        if first is not None and last is not None and not _covered(first, last, counting):
            yield DossierFault(rule="evidence.not_covered", criterion=criterion)


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
