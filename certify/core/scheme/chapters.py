"""The chapters of a scheme's normative text, written from the same entries that are run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from certify.core.scheme.logic import (
    Said,
    condition_in_words,
    condition_lines,
    details,
    plainly,
    selection_in_words,
)
from certify.core.scheme.measure_words import measure_in_words
from certify.core.scheme.outline import process_lines
from certify.core.scheme.wording import choice_in_words, in_text, key_in_words, name_or_word, pick, value_in_words

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion, Input, Section
    from certify.core.scheme.profile import Change
    from certify.core.scheme.terms import Condition

SHALL, SHOULD = ("SKA", "SHALL"), ("BÖR", "SHOULD")


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """One clause: `4.2.1`. `name` is what the scheme calls it, `word` its requirement word, `notes` label and text."""

    number: str
    title: str
    name: str | None = None
    word: str | None = None
    paragraphs: tuple[str, ...] = ()
    lines: tuple[Said, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    clauses: tuple[Clause, ...] = ()


class Chapters:
    """Writes the document of one scheme in one language."""

    def __init__(self, scheme: Scheme, language: str) -> None:
        self.scheme = scheme
        self.language = language

    def said(self, sv: str, en: str) -> str:
        """The Swedish or the English."""
        return pick((sv, en), self.language)

    def text(self, text: dict[str, str]) -> tuple[str, ...]:
        """The lines of a text in the language."""
        whole = text.get(self.language) or next(iter(text.values()), "")
        return tuple(line for line in whole.splitlines() if line.strip())

    def word(self, binding: str) -> str:
        """The requirement word of a binding: only the strictest can refuse."""
        return pick(SHALL if binding == self.scheme.bindings[0] else SHOULD, self.language)

    # Chapters

    def meaning(self, number: str) -> Clause:
        """What is certified, and what a reader may conclude from that."""
        scheme = self.scheme
        accreditation = scheme.accreditation
        none = self.said("Ingen ackreditering anges.", "No accreditation is claimed.")
        parts = (
            (self.said("Vad som certifieras", "What is certified"), self.text(scheme.subject.text)),
            (self.said("Vad certifikatet betyder", "What the certificate means"), self.text(scheme.means)),
            (self.said("Vad certifikatet inte betyder", "What it does not mean"), self.text(scheme.does_not_mean)),
            (self.said("Vad man kan vänta sig", "What may be expected"), self.text(scheme.expect)),
            (self.said("Vart man vänder sig", "Whom to turn to"), self.text(scheme.turn_to)),
            (self.said("Ackreditering", "Accreditation"), self.text(accreditation) if accreditation else (none,)),
        )
        return Clause(
            number=number,
            title=self.said("Omfattning och betydelse", "Scope and meaning"),
            clauses=tuple(
                Clause(number=f"{number}.{place}", title=title, paragraphs=paragraphs)
                for place, (title, paragraphs) in enumerate(parts, start=1)
            ),
        )

    def words(self, number: str) -> Clause:
        """Requirement words, scales and fixed values."""
        scheme = self.scheme
        shall, should = pick(SHALL, self.language), pick(SHOULD, self.language)
        meaning = {
            shall: self.said(
                "krav: ett kriterium med detta ord kan leda till avslag eller till en lägre nivå.",
                "a requirement: a criterion with this word can lead to refusal or to a lower level.",
            ),
            should: self.said(
                "rekommendation: den räknas som kapitlet om utfall säger, och ger aldrig ensam avslag.",
                "a recommendation: it counts as the chapter on the outcome says, and alone refuses nobody.",
            ),
        }
        bound = tuple((f"{self.word(one)} – {choice_in_words(one, self.language)}", meaning[self.word(one)])
                      for one in scheme.bindings)  # fmt: skip
        clauses = [Clause(number="", title=self.said("Kravord", "Requirement words"), notes=bound)]
        scales = tuple((name, ", ".join(grades)) for name, grades in scheme.scales.items())
        if scales:
            best = self.said("Det bästa står först.", "The best stands first.")
            clauses.append(Clause(number="", title=self.said("Skalor", "Scales"), paragraphs=(best,), notes=scales))
        parameters = tuple(
            (name_or_word(scheme, name, self.language), value_in_words(scheme, entry.value, self.language))
            for name, entry in scheme.parameters.items()
        )
        if parameters:
            clauses.append(Clause(number="", title=self.said("Fasta värden", "Fixed values"), notes=parameters))
        return self._chapter(number, self.said("Ord och värden", "Words and values"), clauses)

    def facts(self, number: str) -> Clause:
        """What is given, and by whom."""
        clauses = [self._fact(name, entry) for name, entry in self.scheme.inputs.items()]
        return self._chapter(number, self.said("Uppgifter som lämnas", "Facts that are given"), clauses)

    def _fact(self, name: str, entry: Input) -> Clause:
        title = in_text(entry.text, self.language) if entry.text else name.replace("_", " ")
        aside = frozenset({"text", "type", "public", "columns"})
        kind = (key_in_words("type", self.language), choice_in_words(entry.type, self.language))
        notes = (kind, *details(self.scheme, entry, self.language, aside=aside))
        columns = tuple(
            Clause(
                number="",
                title=in_text(column.text, self.language) if column.text else own.replace("_", " "),
                name=own,
                notes=((kind[0], choice_in_words(column.type, self.language)),),
            )
            for own, column in entry.columns.items()
        )
        return Clause(number="", title=title, name=name, notes=notes, clauses=columns)

    def units(self, number: str) -> Clause:
        """The kinds of units, with what is given for each."""
        clauses = []
        for name, kind in self.scheme.units.items():
            notes = details(self.scheme, kind, self.language, aside=frozenset({"title", "fixed", "inputs"}))
            fixed = tuple((one, in_text(text, self.language)) for one, text in kind.fixed.items())
            below = [self._fact(own, entry) for own, entry in kind.inputs.items()]
            title = in_text(kind.title, self.language)
            clauses.append(Clause(number="", title=title, name=name, notes=(*notes, *fixed), clauses=tuple(below)))
        return self._chapter(number, self.said("Enheter", "Units"), clauses)

    def profiles(self, number: str) -> Clause:
        """The variants of the scheme, and what is otherwise in each."""
        clauses = []
        for name, profile in self.scheme.profiles.items():
            notes = details(self.scheme, profile, self.language, aside=frozenset({"title", "changes"}))
            changes = tuple(
                (f"{key_in_words('from', self.language)} {change.from_.isoformat()}", self._change(change))
                for change in profile.changes
            )
            title = in_text(profile.title, self.language)
            clauses.append(Clause(number="", title=title, name=name, notes=(*notes, *changes)))
        return self._chapter(number, self.said("Varianter", "Profiles"), clauses)

    def _change(self, change: Change) -> str:
        said = details(self.scheme, change, self.language, aside=frozenset({"from"}))
        return "; ".join(f"{key} {value}" for key, value in said)

    def requirements(self, number: str) -> Clause:
        """The criteria, section by section."""
        return self._chapter(number, self.said("Kriterier", "Criteria"), self._sections(self.scheme.sections))

    def outcome(self, number: str) -> Clause:
        """Who may apply, what each level asks for, and how it is worked out."""
        scheme, ladder = self.scheme, self.scheme.outcome
        clauses = []
        if scheme.eligible is not None:
            title = self.said("För att en ansökan ska tas in", "For an application to be taken in")
            clauses.append(self._conditional(title, None, scheme.eligible))
        if ladder.requires is not None:
            title = self.said("För varje nivå", "For every level")
            clauses.append(self._conditional(title, None, ladder.requires))
        clauses += [
            self._conditional(in_text(level.title, self.language), level.id, level.when) for level in ladder.levels
        ]
        for name, measure in scheme.measures.items():
            said = measure_in_words(scheme, measure, self.language)
            title = name_or_word(scheme, name, self.language)
            clauses.append(Clause(number="", title=title, name=name, paragraphs=(f"{said[:1].upper()}{said[1:]}.",)))
        return self._chapter(number, self.said("Utfall", "Outcome"), clauses)

    def process(self, number: str) -> Clause:
        """Roles, forms and activities."""
        scheme, clauses = self.scheme, []
        roles = ", ".join(choice_in_words(role, self.language) for role in scheme.roles)
        keeps = self.said(
            "Den som har bedömt ett ärende SKA INTE besluta i det.",
            "Whoever has assessed a case SHALL NOT decide it.",
        )
        clauses.append(Clause(number="", title=self.said("Roller", "Roles"), paragraphs=(f"{roles}.", keeps)))
        for form in scheme.forms:
            notes = details(scheme, form, self.language, aside=frozenset({"form"}))
            title = f"{self.said('Blankett', 'Form')} {name_or_word(scheme, form.form, self.language)}"
            clauses.append(Clause(number="", title=title, name=form.form, notes=notes))
        for activity in scheme.activities:
            notes = details(scheme, activity, self.language, aside=frozenset({"activity", "kind"}))
            kind = choice_in_words(activity.kind, self.language)
            clauses.append(Clause(number="", title=f"{kind[:1].upper()}{kind[1:]}", name=activity.id, notes=notes))
        return self._chapter(number, self.said("Vem som gör vad", "Who does what"), clauses)

    def duration(self, number: str) -> Clause:
        """Nonconformities, validity, renewal, suspension and fees."""
        return self._chapter(
            number,
            self.said("Tider och vad som följer", "Times and what follows"),
            _grouped(process_lines(self.scheme, self.language)),
        )

    def shown(self, number: str) -> Clause:
        """What the certificate shows, and how the mark may be used."""
        scheme, certificate = self.scheme, self.scheme.certificate
        notes = tuple(
            (key_in_words(key, self.language), selection_in_words(scheme, names, self.language))
            for key, names in (("print", certificate.print), ("public", certificate.public))
        )
        clauses = [Clause(number="", title=self.said("Certifikatet", "The certificate"), notes=notes)]
        if scheme.mark is not None:
            notes = details(scheme, scheme.mark, self.language, aside=frozenset({"text"}))
            paragraphs = self.text(scheme.mark.text)
            clauses.append(Clause(number="", title=self.said("Märket", "The mark"), paragraphs=paragraphs, notes=notes))
        return self._chapter(number, self.said("Certifikat och märke", "Certificate and mark"), clauses)

    # Parts

    def _chapter(self, number: str, title: str, clauses: Iterable[Clause]) -> Clause:
        return Clause(number=number, title=title, clauses=tuple(_numbered(clauses, number)))

    def _conditional(self, title: str, name: str | None, condition: Condition) -> Clause:
        said = self.said("Detta SKA gälla:", "The following SHALL hold:")
        lines = condition_lines(self.scheme, condition, self.language)
        return Clause(number="", title=title, name=name, paragraphs=(said,), lines=lines)

    def _sections(self, sections: Iterable[Section]) -> Iterator[Clause]:
        for section in sections:
            only: tuple[tuple[str, str], ...] = ()
            if section.applies is not None:
                said = condition_in_words(self.scheme, section.applies, self.language)
                only = ((key_in_words("applies", self.language), f"{self.said('om', 'if')} {said}"),)
            criteria = [self._criterion(self.scheme.criterion(entry.id)) for entry in section.criteria]
            clauses = (*criteria, *self._sections(section.sections))
            yield Clause(
                number="", title=in_text(section.title, self.language), name=section.id, notes=only, clauses=clauses
            )

    def _criterion(self, criterion: Criterion) -> Clause:
        notes = []
        for key in ("applies", "not_applicable", "judged_by", "guidance", "evidence"):
            value = getattr(criterion, key)
            if value is not None:
                said = plainly(self.scheme, value, self.language)
                notes.append(
                    (key_in_words(key, self.language), f"{self.said('om', 'if')} {said}" if key == "applies" else said)
                )
        if criterion.answer != "yes_no":
            notes.append((key_in_words("answer", self.language), choice_in_words(criterion.answer, self.language)))
        if criterion.derived:
            ours = self.said("Härlett: inte uttalat av ordningens ägare.", "Derived: not stated by the scheme's owner.")
            notes.append((self.said("anmärkning", "note"), ours))
        return Clause(
            number="",
            title=in_text(criterion.title, self.language),
            name=criterion.id,
            word=self.word(criterion.binding),
            paragraphs=self.text(criterion.text),
            notes=tuple(notes),
        )


def _numbered(clauses: Iterable[Clause], above: str) -> Iterator[Clause]:
    for place, clause in enumerate(clauses, start=1):
        number = f"{above}.{place}"
        yield msgspec.structs.replace(clause, number=number, clauses=tuple(_numbered(clause.clauses, number)))


def _grouped(lines: Iterable[Said]) -> list[Clause]:
    """Lines as clauses: each line that is not set in is a title, and what follows stands in it."""
    clauses: list[Clause] = []
    for line in lines:
        if line.depth == 0:
            clauses.append(Clause(number="", title=line.text))
        else:
            label, _, said = line.text.partition(": ")
            clauses[-1] = msgspec.structs.replace(clauses[-1], notes=(*clauses[-1].notes, (label, said)))
    return clauses
