"""What is asked, told entry by entry: facts and units, how a criterion is answered, and what has to support it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from certify.core.scheme.figures import number_in_words
from certify.core.scheme.measure_words import each
from certify.core.scheme.parts import ORIGINS
from certify.core.scheme.saying import own_word, period_in_words
from certify.core.scheme.wording import choice_in_words, evidence_in_words, in_a_sentence

if TYPE_CHECKING:
    from certify.core.scheme.parts import Column, Criterion, CriterionEntry, EvidenceRule, Input, UnitKind
    from certify.core.scheme.terms import Number
    from certify.core.scheme.voice import Voice

# A label, and what is said under it.
Note = tuple[str, str]


def own_words(voice: Voice, words: tuple[str, ...]) -> str:
    """The scheme's own words, such as the options of a choice."""
    return ", ".join(voice.scheme.called(word, voice.language) for word in words)


def answered_with(voice: Voice, entry: Input | Column) -> str:
    """What an answer to an input or a column looks like: its kind, unit and range, or the words to choose from."""
    chosen = getattr(entry, "choose", 1)
    match entry.type:
        case "choice" if chosen > 1:
            return voice.said(f"upp till {chosen} av: ", f"up to {chosen} of: ") + own_words(voice, entry.options)
        case "choice":
            return voice.said("ett av: ", "one of: ") + own_words(voice, entry.options)
        case "grade":
            return graded(voice, entry.scale)
        case "integer" | "number" | "percent":
            return _number(voice, entry.type, entry.unit, entry.lowest, entry.highest)
        case "series":
            figure = _number(voice, "number", entry.unit, entry.lowest, entry.highest)
            return voice.said(f"mätserie: {figure} för varje dag", f"a series: {figure} for each day")
        case "map":
            figure = _number(voice, "number", entry.unit, entry.lowest, entry.highest)
            if not entry.options:
                return voice.said(f"{figure} för varje namn", f"{figure} for each name")
            named = own_words(voice, entry.options)
            return voice.said(f"för vart och ett av {named}: {figure}", f"for each of {named}: {figure}")
        case "table":
            return voice.said("tabell med kolumnerna nedan", "a table with the columns below")
        case _:
            return choice_in_words(entry.type, voice.language)


def graded(voice: Voice, scale: str | None) -> str:
    """The grades of a scale, the best first."""
    grades = own_words(voice, voice.scheme.scales[scale or ""])
    return voice.said(f"betyg, bäst först: {grades}", f"a grade, the best first: {grades}")


def _number(voice: Voice, kind: str, unit: str | None, lowest: Number | None, highest: Number | None) -> str:
    name = choice_in_words(kind, voice.language)
    counted = f"{name} ({voice.measured_in(unit)})" if unit else name
    limits = spanned(voice, lowest, highest)
    return f"{counted}, {limits}" if limits else counted


def spanned(voice: Voice, lowest: Number | None, highest: Number | None) -> str:
    """`från 1 till 500`, `minst 0`; nothing where there are no limits."""
    low, high = (
        None if one is None else number_in_words(one.value, voice.language, percent=one.percent)
        for one in (lowest, highest)
    )
    if low is not None and high is not None:
        return voice.said(f"från {low} till {high}", f"from {low} to {high}")
    if low is not None:
        return voice.said(f"minst {low}", f"at least {low}")
    return voice.said(f"högst {high}", f"at most {high}") if high is not None else ""


def finding_with(voice: Voice, criterion: Criterion) -> str:
    """What a finding on a criterion looks like; a number with a highest is points."""
    if criterion.answer == "grade":
        return graded(voice, criterion.scale)
    name = choice_in_words(criterion.answer, voice.language)
    if criterion.highest is None:
        return name
    if criterion.answer == "percent":
        highest = number_in_words(criterion.highest.value, voice.language, percent=True)
        return voice.said(f"{name}, högst {highest}", f"{name}, at most {highest}")
    highest = number_in_words(criterion.highest.value, voice.language)
    whole = criterion.answer == "integer"
    return (
        voice.said(f"hela poäng, från 0 till {highest}", f"whole points, from 0 to {highest}")
        if whole
        else voice.said(f"poäng, från 0 till {highest}", f"points, from 0 to {highest}")
    )


def given_by(voice: Voice, entry: Input) -> str:
    """Who says it, or where it comes from."""
    who = entry.given_by
    if who == "certificate":
        of = entry.of
        register = choice_in_words(who, voice.language)
        return register if of is None else voice.said(
            f"{register}: certifikat enligt ordningen {of}", f"{register}: a certificate under the scheme {of}"
        )  # fmt: skip
    if who in ORIGINS or who == "applicant" or who in voice.scheme.roles:
        return voice.word(who)
    return voice.called(who)


def input_notes(voice: Voice, entry: Input) -> Iterator[Note]:
    """How a fact is given, by whom, when, and how it counts."""
    yield voice.said("Svaras med", "Answered with"), answered_with(voice, entry)
    yield voice.said("Lämnas av", "Given by"), given_by(voice, entry)
    if entry.on is not None:
        yield voice.said("Ska gälla vid", "Has to be valid at"), voice.moment(entry.on)
    if entry.applies is not None:
        yield voice.said("Frågas om", "Asked if"), voice.condition(entry.applies)
    if entry.weight is not None:
        yield voice.said("Vikt", "Weight"), number_in_words(entry.weight.value, voice.language)
    if entry.public:
        yield voice.said("Insyn", "Open"), voice.said("får visas för alla", "may be shown to anyone")


def unit_notes(voice: Voice, kind: UnitKind) -> Iterator[Note]:
    """How units of a kind stand to the holder and the certificate."""
    if kind.within is not None:
        yield voice.said("Ligger i", "Lies within"), voice.called(kind.within)
    if kind.at_least > 1:
        yield voice.said("Antal", "How many"), voice.said(f"minst {kind.at_least}", f"at least {kind.at_least}")
    if kind.at_least == 0:
        yield voice.said("Antal", "How many"), voice.said("kan vara inga alls", "may be none at all")
    if kind.fixed:
        yield voice.said("Enheterna är", "The units are"), ", ".join(voice.text(text) for text in kind.fixed.values())
    if kind.eligible is not None:
        yield voice.said("Tas in om", "Taken in if"), voice.condition(kind.eligible)
    if kind.leaves_when is not None:
        yield voice.said("Utgår om", "Left out if"), voice.condition(kind.leaves_when)
    if kind.on_certificate:
        names = voice.said("räknar upp dem", "names them")
        numbers = voice.said(", var och en med eget nummer", ", each with a number of its own")
        yield voice.said("Certifikatet", "The certificate"), names + (numbers if kind.number else "")
    elif kind.number:
        yield voice.said("Nummer", "Number"), voice.said("var och en har ett eget", "each has its own")
    if kind.end is not None:
        last = voice.moment(kind.end)
        yield voice.said("Gäller längst till", "Valid at most until"), voice.said(
            f"{last}, aldrig längre än innehavarens certifikat", f"{last}, never beyond the holder's certificate"
        )  # fmt: skip


def evidence_rule(voice: Voice, rule: EvidenceRule) -> str:
    """What has to support an answer, in a sentence without its full stop."""
    anything = voice.said("underlag av valfritt slag", "evidence of any kind")
    kinds = voice.listed(
        (evidence_in_words(voice.scheme, kind, voice.language) for kind in rule.kinds), voice.said("eller", "or")
    )
    few = {0: voice.said("frivilligt: ", "optional: "), 1: ""}
    parts = [few.get(rule.at_least, voice.said(f"minst {rule.at_least} av: ", f"at least {rule.at_least} of: "))]
    parts[0] += kinds if rule.kinds else anything
    if rule.max_age is not None:
        age = period_in_words(rule.max_age, voice.language)
        parts.append(voice.said(f"högst {age} gammalt vid ansökan", f"at most {age} old at the application"))
    if rule.covers is not None:
        first, last = voice.moment(rule.covers.from_), voice.moment(rule.covers.until)
        parts.append(
            voice.said(
                f"ska tillsammans täcka tiden från {first} till {last}",
                f"together covering the time from {first} to {last}",
            )
        )
    if rule.public:
        parts.append(voice.said("får visas för alla", "may be shown to anyone"))
    return "; ".join(parts)


def criterion_rules(voice: Voice, entry: CriterionEntry) -> Iterator[Note]:
    """How a criterion is answered, when it applies, and what it is judged for."""
    scheme = voice.scheme
    criterion = scheme.criterion(entry.id)
    if criterion.answer != "yes_no":
        yield voice.said("Svaras med", "Answered with"), finding_with(voice, criterion)
    if criterion.weight is not None:
        yield voice.said("Vikt", "Weight"), number_in_words(criterion.weight.value, voice.language)
    if entry.applies is not None:
        yield voice.said("Gäller om", "Applies if"), voice.condition(entry.applies)
    if criterion.not_applicable is not None:
        yield voice.said("Ej tillämpligt", "Not applicable"), voice.text(criterion.not_applicable)
    if criterion.per is not None:
        yield voice.said("Bedöms", "Judged"), each(voice, criterion.per)
    if criterion.activity is not None:
        yield voice.said("Bedöms vid", "Judged at"), in_a_sentence(voice.called(criterion.activity))
    if criterion.proposed_by is not None:
        measure = voice.quoted(criterion.proposed_by)
        yield (
            voice.said("Förslag till svar", "Proposed answer"),
            voice.said(
                f"det som {measure} ger; den som bedömer bekräftar det eller ändrar det med skäl",
                f"what {measure} gives; whoever assesses confirms it or overrules it with reasons",
            ),
        )


def criterion_notes(voice: Voice, entry: CriterionEntry) -> Iterator[Note]:
    """All that a criterion says besides its text; evidence where it is otherwise than in general."""
    scheme = voice.scheme
    criterion = scheme.criterion(entry.id)
    if len(scheme.bindings) > 2:  # two bindings are told apart by the requirement word
        yield voice.said("Kravnivå", "Binding"), voice.word(criterion.binding)
    yield from criterion_rules(voice, entry)
    if criterion.judged_by is not None:
        yield voice.said("Så bedöms det", "How it is judged"), voice.text(criterion.judged_by)
    if criterion.guidance is not None:
        yield voice.said("Råd till den som söker", "Advice to the applicant"), voice.text(criterion.guidance)
    if criterion.evidence is not None and criterion.evidence != scheme.evidence:
        yield voice.said("Underlag", "Evidence"), evidence_rule(voice, criterion.evidence)
    if criterion.derived:
        ours = voice.said("Härlett: inte uttalat av ordningens ägare.", "Derived: not stated by the scheme's owner.")
        yield voice.said("Anmärkning", "Note"), ours
    if criterion.provenance:
        yield voice.said("Härkomst", "Source"), criterion.provenance


def finding_in_words(voice: Voice, criterion: Criterion, value: str) -> str:
    """A finding as it was made: `17 av 20 poäng`, `80 %`, `ja`, a grade; as it is written where it cannot be read."""
    read = voice.scheme.answer_domain(criterion).read(value)
    if not isinstance(read, Fraction):
        return own_word(voice.scheme, value, voice.language)
    if criterion.answer == "percent":
        return number_in_words(read, voice.language, percent=True)
    said = number_in_words(read, voice.language)
    if criterion.highest is None:
        return said
    highest = number_in_words(criterion.highest.value, voice.language)
    return voice.said(f"{said} av {highest} poäng", f"{said} of {highest} points")
