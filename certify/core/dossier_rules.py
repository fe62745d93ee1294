"""What can be wrong with a dossier, each with a name and a sentence."""

from __future__ import annotations

import msgspec

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
    "unit.kind": ("Ordningen har inga sådana enheter.", "The scheme has no such units."),
    "unit.twice": ("Två enheter har samma beteckning.", "Two units have the same id."),
    "unit.name": ("Ange enhetens namn.", "Name the unit."),
    "unit.signs": (
        "Namnet kan inte stå på ett certifikat: det har osynliga tecken eller är inte i normalform.",
        "The name cannot stand on a certificate: it has invisible characters or is not in normal form.",
    ),
    "unit.within": ("Ange vilken enhet den hör till.", "Say which unit it belongs to."),
    "unit.fixed": (
        "Ordningen säger vilka enheter som finns, och denna är ingen av dem.",
        "The scheme says which units there are, and this is none of them.",
    ),
    "unit.too_few": (
        "Det finns för få enheter av detta slag: {there}, och det ska vara minst {needed}.",
        "There are too few units of this kind: {there}, and there have to be at least {needed}.",
    ),
    "evidence.unit": (
        "Bilagan gäller en enhet som inte finns.",
        "The attachment is about a unit that does not exist.",
    ),
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
    """One thing that is wrong or lacking: the rule's name, and what it is about where it is about one thing.

    `unit` is the id of a unit, or the kind of which there are too few: `there` are so many, and `needed` so many.
    """

    rule: str
    criterion: str | None = None
    item: str | None = None
    input: str | None = None
    unit: str | None = None
    there: int | None = None
    needed: int | None = None

    @property
    def sv(self) -> str:
        """The rule as a sentence in Swedish."""
        return TEXTS[self.rule][0].format(there=self.there, needed=self.needed)

    @property
    def en(self) -> str:
        """The rule as a sentence in English."""
        return TEXTS[self.rule][1].format(there=self.there, needed=self.needed)

    @property
    def evidence(self) -> dict[str, str | int]:
        """The rule, the ids that it is about and its sentences, for a refusal or an answer of the API."""
        told: dict[str, str | int] = msgspec.to_builtins(self)
        return {**told, "sv": self.sv, "en": self.en}
