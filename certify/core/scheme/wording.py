"""The keys and fixed words of the grammar as words for a reader, in Swedish and in English.

A key that is not listed here is said by its own word with spaces for underscores, so that a new key of the model shows
at once and only reads less well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from certify.core.scheme.saying import (
    comparison_in_words,
    moment_in_words,
    name_in_words,
    operand_in_words,
    period_in_words,
    word_in_words,
)
from certify.core.scheme.terms import (
    CalendarYear,
    Comparison,
    Day,
    EachYear,
    Earliest,
    Latest,
    Name,
    Number,
    Period,
    Shifted,
)

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Section

Pair = tuple[str, str]

# By key of the file: what it is called, in Swedish and in English.
_KEYS: dict[str, Pair] = {
    "accreditation": ("ackreditering", "accreditation"),
    "activities": ("moment", "activities"),
    "after": ("efter", "after"),
    "after_that": ("därefter", "after that"),
    "answer": ("svar", "answer"),
    "applies": ("gäller", "applies"),
    "applies_from": ("gäller från", "applies from"),
    "at_least": ("minst", "at least"),
    "attempts": ("antal försök", "attempts"),
    "becomes": ("blir", "becomes"),
    "binding": ("kravnivå", "binding"),
    "bindings": ("kravnivåer", "bindings"),
    "blind": ("var och en för sig tills alla lämnat in", "each on their own until all have handed in"),
    "blocks": ("hindrar beslut", "blocks the decision"),
    "by": ("av", "by"),
    "certificate": ("certifikatet", "the certificate"),
    "changes": ("ändringar", "changes"),
    "choose": ("får välja", "may choose"),
    "columns": ("kolumner", "columns"),
    "competence": ("kompetens", "competence"),
    "cooling_off": ("håller sig borta efter rådgivning", "keeps away after advising"),
    "counts_from": ("räknas från", "counts from"),
    "covers": ("omfattar", "covers"),
    "does_not_mean": ("betyder inte", "does not mean"),
    "due": ("ska vara klar", "is due"),
    "edition": ("utgåva", "edition"),
    "eligible": ("får söka", "who may apply"),
    "end": ("slutar", "ends"),
    "ends_on": ("slutar i förtid vid", "ends early on"),
    "every": ("återkommer", "every"),
    "evidence": ("underlag", "evidence"),
    "expect": ("att vänta", "what to expect"),
    "fees": ("avgifter", "fees"),
    "fills": ("fyller i", "fills in"),
    "first": ("första gången", "first"),
    "for": ("under", "for"),
    "form": ("blankett", "form"),
    "forms_in_turn": ("blanketter i tur och ordning", "forms in turn"),
    "from": ("från", "from"),
    "given_by": ("anges av", "given by"),
    "guidance": ("vägledning", "guidance"),
    "highest": ("högst", "highest"),
    "if_late": ("om tiden löper ut", "if late"),
    "in_force": ("gäller så länge", "in force while"),
    "independent_of": ("oberoende av", "independent of"),
    "inputs": ("uppgifter", "inputs"),
    "judged_by": ("bedöms så", "judged by"),
    "kind": ("slag", "kind"),
    "kinds": ("slag", "kinds"),
    "late": ("efter slutet", "after the end"),
    "leaves_out": ("utelämnar", "leaves out"),
    "leaves_when": ("lämnar certifikatet när", "leaves when"),
    "level": ("nivå", "level"),
    "levels": ("nivåer", "levels"),
    "longest": ("längst", "longest"),
    "lowest": ("lägst", "lowest"),
    "many": ("många", "many"),
    "mark": ("märket", "the mark"),
    "max_age": ("högsta ålder", "greatest age"),
    "may_confirm_unchanged": ("får bekräftas som oförändrat", "may be confirmed as unchanged"),
    "means": ("betyder", "means"),
    "measures": ("mått", "measures"),
    "merge": ("vägs samman", "merged by"),
    "nonconformities": ("avvikelsegrader", "nonconformities"),
    "not_applicable": ("får lämnas obesvarat", "may be left out"),
    "not_beyond": ("inte längre än", "not beyond"),
    "number": ("eget nummer", "a number of its own"),
    "of": ("av", "of"),
    "on": ("den", "on"),
    "on_certificate": ("står på certifikatet", "stands on the certificate"),
    "open_ended": ("tills vidare", "open ended"),
    "opens": ("öppnar", "opens"),
    "options": ("alternativ", "options"),
    "parameters": ("fasta värden", "fixed values"),
    "people": ("antal personer", "people"),
    "per": ("för varje", "for each"),
    "print": ("trycks", "printed"),
    "proposed_by": ("föreslås av", "proposed by"),
    "provenance": ("härkomst", "provenance"),
    "public": ("visas för alla", "shown to anyone"),
    "quorum": ("beslutsför med", "quorum"),
    "random": ("lottas", "drawn at random"),
    "renewal": ("förnyelse", "renewal"),
    "renewed_for": ("förnyas för", "renewed for"),
    "replaces": ("ersätter", "replaces"),
    "requires": ("förutsätter", "requires"),
    "rotation": ("byte av person senast efter", "rotation after at most"),
    "sample": ("stickprov", "sample"),
    "scale": ("skala", "scale"),
    "scales": ("skalor", "scales"),
    "season": ("säsong", "season"),
    "sections": ("avsnitt", "sections"),
    "shows": ("visar", "shows"),
    "skip_when": ("hoppas över när", "skipped when"),
    "status": ("status", "status"),
    "stays_secret": ("hemligt", "stays secret"),
    "stricter": ("strängare är", "stricter is"),
    "suspension": ("paus", "suspension"),
    "text": ("text", "text"),
    "then": ("därefter", "then"),
    "tie": ("vid lika röstetal", "on a tie"),
    "title": ("rubrik", "title"),
    "transition": ("övergång", "transition"),
    "turn_to": ("vart man vänder sig", "whom to turn to"),
    "type": ("slag", "kind"),
    "unannounced": ("oanmält", "unannounced"),
    "unit": ("enhet", "unit"),
    "units": ("enheter", "units"),
    "until": ("till och med", "until"),
    "valid_from": ("gäller från", "valid from"),
    "validity": ("giltighet", "validity"),
    "value": ("värde", "value"),
    "vote": ("omröstning", "vote"),
    "weight": ("vikt", "weight"),
    "when": ("när", "when"),
    "while": ("medan", "while"),
    "within": ("senast", "within"),
}

# By word of a choice or a role: what it is called.
_CHOICES: dict[str, Pair] = {
    "active": ("giltigt", "active"),
    "administrator": ("administratör", "administrator"),
    "adopted": ("fastställd", "adopted"),
    "appeal": ("överklagande", "appeal"),
    "applicant": ("sökanden", "the applicant"),
    "apply": ("ansökan", "application"),
    "assess": ("bedömning", "assessment"),
    "assessor": ("bedömare", "assessor"),
    "certificate": ("ett annat certifikat", "another certificate"),
    "check": ("mottagningskontroll", "intake check"),
    "choice": ("val", "choice"),
    "coordinator": ("samordnare", "coordinator"),
    "criteria": ("alla kriterier", "all criteria"),
    "date": ("datum", "date"),
    "decide": ("beslut", "decision"),
    "decider": ("beslutsfattare", "decider"),
    "event": ("en händelse", "an event"),
    "exam": ("prov", "exam"),
    "expired": ("utgånget", "expired"),
    "fetch": ("hämtning", "fetching"),
    "fetched": ("hämtad uppgift", "fetched"),
    "grade": ("grad", "grade"),
    "higher": ("högre", "higher"),
    "history": ("tidigare certifikat", "history"),
    "integer": ("heltal", "whole number"),
    "laboratory": ("laboratorium", "laboratory"),
    "log": ("logg", "log"),
    "longer": ("längre", "longer"),
    "lower": ("lägre", "lower"),
    "majority": ("enkel majoritet", "majority"),
    "mandatory": ("obligatoriskt", "mandatory"),
    "map": ("uppgifter var för sig", "figures by name"),
    "mean": ("medelvärdet", "the mean"),
    "number": ("tal", "number"),
    "percent": ("procent", "percentage"),
    "proposed": ("föreslaget", "proposed"),
    "recommended": ("rekommenderat", "recommended"),
    "refuse": ("avslag", "refusal"),
    "remark": ("anmärkning", "a remark"),
    "renewal": ("förnyelse", "renewal"),
    "series": ("mätserie", "series of dated values"),
    "shorter": ("kortare", "shorter"),
    "single": ("en enda bedömning", "a single assessment"),
    "survey": ("uppföljning", "surveillance"),
    "suspend": ("certifikatet pausas", "suspension"),
    "table": ("tabell", "table"),
    "text": ("text", "text"),
    "vote": ("omröstning", "vote"),
    "withdraw": ("certifikatet återkallas", "withdrawal"),
    "working": ("arbetsutgåva", "working"),
    "worst": ("det sämsta", "the worst"),
    "yes_no": ("ja eller nej", "yes or no"),
    "yes_no_na": ("ja, nej eller ej tillämpligt", "yes, no or not applicable"),
}


def pick(pair: Pair, language: str) -> str:
    """The Swedish or the English of two texts; English for any language but Swedish."""
    return pair[0] if language == "sv" else pair[1]


def key_in_words(key: str, language: str) -> str:
    """What a key of the file is called."""
    found = _KEYS.get(key)
    return pick(found, language) if found else key.replace("_", " ")


def choice_in_words(word: str, language: str) -> str:
    """What a fixed word or a role is called."""
    found = _CHOICES.get(word)
    return pick(found, language) if found else word_in_words(word, language)


def name_or_word(scheme: Scheme, word: str, language: str) -> str:
    """What a bare word is called: something that the scheme names, or a word of the grammar."""
    for section in sections_within(scheme.sections):
        if section.id == word:
            return f"{word} {in_text(section.title, language)}"
    named = name_in_words(scheme, word, language)
    return named if named != word_in_words(word, language) else choice_in_words(word, language)


def value_in_words(scheme: Scheme, value: object, language: str) -> str:  # noqa: PLR0911  # one kind of value each
    """Any value of the model that stands on one line."""
    match value:
        case bool():
            return word_in_words("yes" if value else "no", language)
        case str():
            return name_or_word(scheme, value, language)
        case int():
            return str(value)
        case Period():
            return period_in_words(value, language)
        case CalendarYear():
            return pick(("kalenderår", "calendar year"), language)
        case Comparison():
            return comparison_in_words(value, language)
        case Name():
            return name_or_word(scheme, value.word, language)
        case Number():
            return operand_in_words(value, language)
        case Day() | Shifted() | Earliest() | Latest() | EachYear():
            return moment_in_words(value, language)
        case tuple() | list():
            return ", ".join(value_in_words(scheme, one, language) for one in value)
        case dict():
            return in_text(value, language)
        case _:
            return str(value)


def sections_within(sections: Iterable[Section]) -> Iterator[Section]:
    """Every section of a tree, the outer before the inner."""
    for section in sections:
        yield section
        yield from sections_within(section.sections)


def in_text(text: dict[str, str], language: str) -> str:
    """The text in that language, or in the scheme's first, on one line."""
    return " ".join((text.get(language) or next(iter(text.values()), "")).split())
