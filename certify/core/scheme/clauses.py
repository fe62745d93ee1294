"""The clauses of a scheme's normative text, one for each entry, written from the same entries that are run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from certify.core.scheme.measure import Measure, Table
from certify.core.scheme.measure_words import each, measure_in_words
from certify.core.scheme.tell_activity import activity_notes
from certify.core.scheme.tell_asked import (
    Note,
    answered_with,
    criterion_notes,
    input_notes,
    own_words,
    unit_notes,
)
from certify.core.scheme.tell_process import (
    nonconformity_notes,
)
from certify.core.scheme.terms import Condition, Otherwise
from certify.core.scheme.voice import Said, Voice
from certify.core.scheme.wording import as_sentence, in_a_sentence, in_text, pick

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import CriterionEntry, Input, Level, Parameter, Section, UnitKind
    from certify.core.scheme.process import Activity, Nonconformity

SHALL, SHOULD = ("SKA", "SHALL"), ("BÖR", "SHOULD")
# By word of a direction: in which a fixed value is stricter.
_STRICTER = {
    "higher": ("strängare om det är högre", "stricter when higher"),
    "lower": ("strängare om det är lägre", "stricter when lower"),
    "longer": ("strängare om det är längre", "stricter when longer"),
    "shorter": ("strängare om det är kortare", "stricter when shorter"),
}


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """A table of a text: what its columns are called, and its rows."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """One clause: `4.2.1`. `name` is what it is cited by, `word` its requirement word, `notes` label and text."""

    number: str
    title: str
    name: str | None = None
    word: str | None = None
    paragraphs: tuple[str, ...] = ()
    lines: tuple[Said, ...] = ()
    notes: tuple[Note, ...] = ()
    table: Rows | None = None
    clauses: tuple[Clause, ...] = ()


class Clauses:
    """Writes the clauses of one scheme in one language; their numbers come with the chapter."""

    def __init__(self, scheme: Scheme, language: str) -> None:
        self.scheme = scheme
        self.language = language
        self.voice = Voice(scheme, language)
        self.said = self.voice.said

    def text(self, text: dict[str, str]) -> tuple[str, ...]:
        """The lines of a text in the language."""
        whole = text.get(self.language) or next(iter(text.values()), "")
        return tuple(line for line in whole.splitlines() if line.strip())

    def word(self, binding: str) -> str:
        """The requirement word of a binding: only the strictest can refuse."""
        return pick(SHALL if binding == self.scheme.bindings[0] else SHOULD, self.language)

    def public_texts(
        self,
        subject: dict[str, str] | None,
        means: dict[str, str] | None,
        does_not_mean: dict[str, str] | None,
        expect: dict[str, str] | None,
        turn_to: dict[str, str] | None,
    ) -> Iterator[Clause]:
        """What is said to the public, each text that there is with its heading."""
        for title, text in (
            (self.said("Vad som certifieras", "What is certified"), subject),
            (self.said("Vad certifikatet betyder", "What the certificate means"), means),
            (self.said("Vad certifikatet inte betyder", "What the certificate does not mean"), does_not_mean),
            (self.said("Vad man kan vänta sig", "What may be expected"), expect),
            (self.said("Vart man vänder sig", "Whom to turn to"), turn_to),
        ):
            if text is not None:
                yield Clause(number="", title=title, paragraphs=self.text(text))

    def parameters(self, parameters: dict[str, Parameter]) -> Rows:
        """Fixed values, each with what it is."""
        head = (self.said("Värde", "Value"), self.said("Vad det är", "What it is"), self.said("Att veta", "To know"))
        rows = []
        for name, entry in parameters.items():
            aside = [pick(_STRICTER[entry.stricter], self.language)] if entry.stricter else []
            if entry.options:
                aside.append(self.said("kan vara ", "can be ") + own_words(self.voice, entry.options))
            rows.append((self.voice.value(entry.value), self.voice.called(name), "; ".join(aside)))
        return Rows(head=head, rows=tuple(rows))

    def fact(self, name: str, entry: Input) -> Clause:
        """One fact, with the columns of a table below it."""
        columns = tuple((self.voice.called(own), answered_with(self.voice, one)) for own, one in entry.columns.items())
        head = (self.said("Kolumn", "Column"), self.said("Svaras med", "Answered with"))
        table = Rows(head=head, rows=columns) if columns else None
        return Clause(
            number="", title=self._titled(name), notes=tuple(input_notes(self.voice, entry)), table=table
        )  # fmt: skip

    def unit(self, name: str, kind: UnitKind) -> Clause:
        """One kind of units."""
        below = tuple(self.fact(own, entry) for own, entry in kind.inputs.items())
        notes = tuple(unit_notes(self.voice, kind))
        return Clause(number="", title=self._titled(name), notes=notes, clauses=below)

    def level(self, level: Level) -> Clause:
        """What one level asks for."""
        title = f"{self.said('Nivå', 'Level')}: {self.voice.text(level.title)}"
        if isinstance(level.when, Otherwise):
            rest = self.said("Nås när ingen högre nivå nås.", "Reached where no higher level is.")
            return Clause(number="", title=title, name=level.id, paragraphs=(rest,))
        return self.conditional(title, level.id, level.when)

    def measure(self, name: str, measure: Measure) -> Clause:
        """One measure."""
        title = self._titled(name)
        if isinstance(measure, Table):
            head = (self._titled(measure.table), self.said("Ger", "Gives"))
            rows = tuple(
                (self.voice.compared(row.comparison, (measure.table,)), self.voice.value(row.value))
                for row in measure.rows
            )
            per = (
                ()
                if measure.per is None
                else (as_sentence(self.said("ett värde ", "one value ") + each(self.voice, measure.per)),)
            )
            return Clause(number="", title=title, paragraphs=per, table=Rows(head=head, rows=rows))
        return Clause(number="", title=title, paragraphs=(as_sentence(measure_in_words(self.voice, measure)),))

    def activity(self, activity: Activity) -> Clause:
        """One activity."""
        title = self.voice.called(activity.id)
        return Clause(number="", title=capital(title), notes=tuple(activity_notes(self.voice, activity)))

    def nonconformity(self, grade: str, entry: Nonconformity) -> Clause:
        """One grade of nonconformity."""
        called = in_a_sentence(self.voice.word(grade))
        title = f"{self.said('Avvikelse', 'Nonconformity')}: {called}"
        return Clause(number="", title=title, notes=tuple(nonconformity_notes(self.voice, entry)))

    def sections(self, sections: Iterable[Section]) -> Iterator[Clause]:
        """Sections with their criteria."""
        for section in sections:
            only: tuple[Note, ...] = ()
            if section.applies is not None:
                only = ((self.said("Gäller om", "Applies if"), self.voice.condition(section.applies)),)
            criteria = [self.criterion(entry) for entry in section.criteria]
            clauses = (*criteria, *self.sections(section.sections))
            yield Clause(
                number="", title=in_text(section.title, self.language), name=section.id, notes=only, clauses=clauses
            )

    def criterion(self, entry: CriterionEntry) -> Clause:
        """One criterion, with its requirement word."""
        criterion = self.scheme.criterion(entry.id)
        return Clause(
            number="",
            title=in_text(criterion.title, self.language),
            name=criterion.id,
            word=self.word(criterion.binding),
            paragraphs=self.text(criterion.text),
            notes=tuple(criterion_notes(self.voice, entry)),
        )

    def _titled(self, name: str) -> str:
        return capital(self.voice.called(name))

    def conditional(self, title: str, name: str | None, condition: Condition) -> Clause:
        """A clause that says what has to hold."""
        said = self.said("Detta SKA gälla:", "The following SHALL hold:")
        return Clause(
            number="", title=title, name=name, paragraphs=(said,), lines=tuple(self.voice.lines(condition))
        )  # fmt: skip


def numbered(clauses: Iterable[Clause], above: str = "") -> Iterator[Clause]:
    """The clauses with their numbers: `1`, `1.1`, `1.1.1`."""
    for place, clause in enumerate(clauses, start=1):
        number = f"{above}.{place}" if above else str(place)
        yield msgspec.structs.replace(clause, number=number, clauses=tuple(numbered(clause.clauses, number)))


def capital(title: str) -> str:
    """With a capital first letter."""
    return f"{title[:1].upper()}{title[1:]}"
