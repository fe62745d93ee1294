"""The chapters of a scheme's normative text, written from the same entries that are run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from certify.core.scheme.advising import advice_in_words
from certify.core.scheme.clauses import Clause, Clauses, Rows, capital
from certify.core.scheme.model import FULL_FORM
from certify.core.scheme.tell_asked import (
    evidence_rule,
    own_words,
)
from certify.core.scheme.tell_process import (
    certificate_notes,
    fee_in_words,
    form_in_words,
    form_notes,
    mark_notes,
    renewal_notes,
    suspension_notes,
    transition_notes,
    validity_notes,
)
from certify.core.scheme.wording import as_sentence, choice_in_words

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme


class Chapters:
    """Writes the chapters of one scheme in one language; `one` writes the clauses in them."""

    def __init__(self, scheme: Scheme, language: str) -> None:
        self.scheme = scheme
        self.language = language
        self.one = Clauses(scheme, language)
        self.voice = self.one.voice
        self.said = self.voice.said

    # Chapters

    def meaning(self) -> Clause:
        """What is certified, and what a reader may conclude from that."""
        scheme = self.scheme
        accreditation = scheme.accreditation
        none = self.said("Ingen ackreditering anges.", "No accreditation is claimed.")
        parts = (
            *self.one.public_texts(
                scheme.subject.text, scheme.means, scheme.does_not_mean, scheme.expect, scheme.turn_to
            ),
            Clause(
                number="",
                title=self.said("Ackreditering", "Accreditation"),
                paragraphs=self.one.text(accreditation) if accreditation else (none,),
            ),
        )
        return self._chapter(self.said("Omfattning och betydelse", "Scope and meaning"), parts)

    def words(self) -> Clause:
        """Requirement words, scales, evidence in general and fixed values."""
        scheme = self.scheme
        strict = self.said(
            "krav. Ett kriterium med detta ord kan leda till avslag eller till en lägre nivå.",
            "a requirement. A criterion with this word can lead to refusal or to a lower level.",
        )
        bound = tuple(
            (
                f"{self.one.word(one)} ({self.voice.word(one)})",
                strict if one == scheme.bindings[0] else advice_in_words(scheme, one, self.language),
            )
            for one in scheme.bindings
        )
        clauses = [Clause(number="", title=self.said("Kravord", "Requirement words"), notes=bound)]
        if scheme.evidence is not None:
            general = self.said(
                "Detta gäller varje kriterium där inget annat står: ",
                "This holds for each criterion that says nothing else: ",
            )
            rule = f"{general}{evidence_rule(self.voice, scheme.evidence)}."
            clauses.append(Clause(number="", title=self.said("Underlag", "Evidence"), paragraphs=(rule,)))
        scales = tuple(
            (scheme.called(name, self.voice.language), own_words(self.voice, grades))
            for name, grades in scheme.scales.items()
        )
        if scales:
            best = self.said("Det bästa står först.", "The best stands first.")
            clauses.append(Clause(number="", title=self.said("Skalor", "Scales"), paragraphs=(best,), notes=scales))
        if scheme.parameters:
            title = self.said("Fasta värden", "Fixed values")
            clauses.append(Clause(number="", title=title, table=self.one.parameters(scheme.parameters)))
        return self._chapter(self.said("Ord och värden", "Words and values"), clauses)

    def facts(self) -> Clause:
        """What is given, and by whom."""
        clauses = [self.one.fact(name, entry) for name, entry in self.scheme.inputs.items()]
        return self._chapter(self.said("Uppgifter som lämnas", "Facts that are given"), clauses)

    def units(self) -> Clause:
        """The kinds of units, with what is given for each."""
        clauses = [self.one.unit(name, kind) for name, kind in self.scheme.units.items()]
        return self._chapter(self.said("Enheter", "Units"), clauses)

    def requirements(self) -> Clause:
        """The criteria, section by section."""
        return self._chapter(self.said("Kriterier", "Criteria"), self.one.sections(self.scheme.sections))

    def outcome(self) -> Clause:
        """Who may apply, what each level asks for, and how it is worked out."""
        scheme, ladder = self.scheme, self.scheme.outcome
        clauses = []
        if scheme.eligible is not None:
            title = self.said("För att en ansökan ska tas in", "For an application to be taken in")
            clauses.append(self.one.conditional(title, None, scheme.eligible))
        if ladder.requires is not None:
            title = self.said("För varje nivå", "For every level")
            clauses.append(self.one.conditional(title, None, ladder.requires))
        clauses += [self.one.level(level) for level in ladder.levels]
        first = self.said(
            "Nivåerna prövas uppifrån, och den första vars villkor gäller är utfallet. Är något som avgör inte känt "
            "finns inget utfall.",
            "The levels are tried from the top, and the first whose conditions hold is the outcome. Where something "
            "that decides is not known there is no outcome.",
        )
        return self._chapter(self.said("Utfall", "Outcome"), clauses, paragraphs=(first,))

    def measures(self) -> Clause:
        """How what is worked out is worked out."""
        clauses = [self.one.measure(name, measure) for name, measure in self.scheme.measures.items()]
        return self._chapter(self.said("Hur det räknas", "How it is worked out"), clauses)

    def process(self) -> Clause:
        """Roles, forms and activities."""
        scheme, clauses = self.scheme, []
        roles = self.voice.listed(self.voice.word(role) for role in scheme.roles)
        keeps = self.said(
            "Den som har bedömt ett ärende SKA INTE besluta i det.",
            "Whoever has assessed a case SHALL NOT decide it.",
        )
        clauses.append(
            Clause(number="", title=self.said("Roller", "Roles"), paragraphs=(as_sentence(roles), keeps))
        )  # fmt: skip
        if scheme.forms != (FULL_FORM,):
            for form in scheme.forms:
                title = f"{self.said('Blankett', 'Form')}: {form_in_words(form.form)}"
                clauses.append(Clause(number="", title=title, notes=tuple(form_notes(self.voice, form))))
        clauses += [self.one.activity(activity) for activity in scheme.activities]
        return self._chapter(self.said("Vem som gör vad", "Who does what"), clauses)

    def duration(self) -> Clause:
        """Nonconformities, validity, renewal, suspension, transition and fees."""
        scheme, voice = self.scheme, self.voice
        clauses = [self.one.nonconformity(grade, entry) for grade, entry in scheme.nonconformities.items()]
        clauses.append(
            Clause(
                number="", title=self.said("Giltighet", "Validity"), notes=tuple(validity_notes(voice, scheme.validity))
            )
        )
        if scheme.renewal is not None:
            notes = tuple(renewal_notes(voice, scheme.renewal))
            clauses.append(Clause(number="", title=self.said("Förnyelse", "Renewal"), notes=notes))
        if scheme.suspension is not None:
            notes = tuple(suspension_notes(voice, scheme.suspension))
            clauses.append(Clause(number="", title=self.said("Paus", "Suspension"), notes=notes))
        if scheme.version.transition is not None:
            title = self.said("Övergång från förra versionen", "Transition from the version before")
            clauses.append(
                Clause(number="", title=title, notes=tuple(transition_notes(voice, scheme.version.transition)))
            )  # fmt: skip
        clauses += [Clause(number="", title=self.said("Avgifter", "Fees"), table=self._fees())] if scheme.fees else []
        return self._chapter(self.said("Tider och vad som följer", "Times and what follows"), clauses)

    def _fees(self) -> Rows:
        """What is paid at each moment; where it depends on the case, by what."""
        head = (self.said("När", "When"), self.said("Avgift", "Fee"))
        rows = []
        for moment, name in self.scheme.fees.items():
            when = choice_in_words(moment, self.language) if moment == "renewal" else self.voice.called(moment)
            rows.append((capital(when), fee_in_words(self.voice, name)))
        return Rows(head=head, rows=tuple(rows))

    def shown(self) -> Clause:
        """What the certificate shows, and how the mark may be used."""
        scheme = self.scheme
        notes = tuple(certificate_notes(self.voice, scheme.certificate))
        clauses = [Clause(number="", title=self.said("Certifikatet", "The certificate"), notes=notes)]
        if scheme.mark is not None:
            notes = tuple(mark_notes(self.voice, scheme.mark))
            title, paragraphs = self.said("Märket", "The mark"), self.one.text(scheme.mark.text)
            clauses.append(Clause(number="", title=title, paragraphs=paragraphs, notes=notes))
        return self._chapter(self.said("Certifikat och märke", "Certificate and mark"), clauses)

    # Parts

    def _chapter(self, title: str, clauses: Iterable[Clause], *, paragraphs: tuple[str, ...] = ()) -> Clause:
        return Clause(number="", title=title, paragraphs=paragraphs, clauses=tuple(clauses))
