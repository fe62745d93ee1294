"""The chapter on profiles: what each of them changes, criterion by criterion, in the words of the scheme itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from certify.core.scheme.clauses import Clause, Clauses, Rows
from certify.core.scheme.tell_asked import Note, own_words
from certify.core.scheme.tell_process import renewal_notes, validity_notes

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.profile import Change


def profiles_chapter(scheme: Scheme, language: str) -> Clause:
    """Every variant of the scheme, and what is otherwise in it from which day on."""
    plain = Clauses(scheme, language)
    clauses = []
    for name, profile in scheme.profiles.items():
        notes: tuple[Note, ...] = ()
        if profile.applies is not None:
            notes = ((plain.said("För den där", "For whom"), plain.voice.condition(profile.applies)),)
        befores = (scheme, *(scheme.under(name, change.from_) for change in profile.changes))
        changes = tuple(
            _change(before, after, change, language)
            for before, after, change in zip(befores, befores[1:], profile.changes, strict=False)
        )
        title = plain.voice.text(profile.title)
        clauses.append(Clause(number="", title=title, name=name, notes=notes, clauses=changes))
    return Clause(number="", title=plain.said("Varianter", "Profiles"), clauses=tuple(clauses))


def _change(before: Scheme, after: Scheme, change: Change, language: str) -> Clause:
    """What holds from one day on, told by the scheme as it stands then."""
    teller = _Changed(before, after, change, language)
    title = teller.after.said(f"Från {change.from_.isoformat()}", f"From {change.from_.isoformat()}")
    return Clause(number="", title=title, clauses=tuple(teller.clauses()))


class _Changed:
    """The clauses of one change: texts, values and bindings against what they were, and whole things as they become."""

    def __init__(self, before: Scheme, after: Scheme, change: Change, language: str) -> None:
        self.before = before
        self.change = change
        self.after = Clauses(after, language)
        self._said = self.after.said

    def clauses(self) -> Iterator[Clause]:
        """What is otherwise, in the order of the document."""
        change, after = self.change, self.after
        if change.title is not None:
            title = self._said("Rubrik", "Title")
            yield Clause(number="", title=title, paragraphs=(after.voice.text(change.title),))
        subject = change.subject.text if change.subject is not None else None
        yield from after.public_texts(subject, change.means, change.does_not_mean, change.expect, change.turn_to)
        yield from self._values()
        before, made = self.before, after.scheme
        facts = (self._marked(after.fact(name, made.inputs[name]), name in before.inputs) for name in change.inputs)
        yield from self._group(self._said("Uppgifter", "Facts"), facts)
        units = (self._marked(after.unit(name, made.units[name]), name in before.units) for name in change.units)
        yield from self._group(self._said("Enheter", "Units"), units)
        yield from self._criteria()
        measures = (
            self._marked(after.measure(name, made.measures[name]), name in before.measures) for name in change.measures
        )
        yield from self._group(self._said("Hur det räknas", "How it is worked out"), measures)
        levels = (self._marked(after.level(level), was=True) for level in change.levels)
        yield from self._group(self._said("Nivåer", "Levels"), levels)
        activities = (self._marked(after.activity(one), one.id in before.activities_by_id) for one in change.activities)
        yield from self._group(self._said("Vem som gör vad", "Who does what"), activities)
        grades = (
            self._marked(after.nonconformity(name, entry), name in before.nonconformities)
            for name, entry in change.nonconformities.items()
        )
        yield from self._group(self._said("Avvikelser", "Nonconformities"), grades)
        if change.validity is not None:
            notes = tuple(validity_notes(after.voice, made.validity))
            yield self._marked(Clause(number="", title=self._said("Giltighet", "Validity"), notes=notes), was=True)
        if made.renewal is not None and change.renewal is not None:
            clause = Clause(
                number="",
                title=self._said("Förnyelse", "Renewal"),
                notes=tuple(renewal_notes(after.voice, made.renewal)),
            )
            yield self._marked(clause, before.renewal is not None)

    def _values(self) -> Iterator[Clause]:
        """Fixed values, bindings and scales: what they were and what they become."""
        change, voice, before = self.change, self.after.voice, self.before
        was, now = self._said("Var", "Was"), self._said("Blir", "Becomes")
        new = self._said("nytt", "new")
        values = tuple(
            (voice.called(name), voice.value(before.parameters[name].value), voice.value(value))
            for name, value in change.parameters.items()
        )
        bindings = tuple(
            (
                voice.called(name),
                *(voice.word(one) for one in (before.criteria_by_id[name].binding, to)),
            )
            if name in before.criteria_by_id
            else (voice.called(name), new, voice.word(to))
            for name, to in change.bindings.items()
        )
        scales = tuple(
            (
                before.called(name, voice.language),
                own_words(voice, before.scales[name]) if name in before.scales else new,
                own_words(voice, grades),
            )
            for name, grades in change.scales.items()
        )
        names = tuple(
            (
                word.replace("_", " "),
                before.called(word, voice.language) if word in before.names else new,
                voice.text(to),
            )
            for word, to in change.names.items()
        )
        for title, what, rows in (
            (self._said("Namn", "Names"), self._said("Ord", "Word"), names),
            (self._said("Fasta värden", "Fixed values"), self._said("Vad det är", "What it is"), values),
            (self._said("Kravnivåer", "Bindings"), self._said("Kriterium", "Criterion"), bindings),
            (self._said("Skalor", "Scales"), self._said("Skala", "Scale"), scales),
        ):
            if rows:
                yield Clause(number="", title=title, table=Rows(head=(what, was, now), rows=rows))

    def _criteria(self) -> Iterator[Clause]:
        """Criteria and sections, as they stand under the profile."""
        before, after = self.before, self.after
        found = []
        for section, entries in self.change.criteria.items():
            told = (self._marked(after.criterion(one), one.id in before.criteria_by_id) for one in entries)
            found.append(Clause(number="", title=after.voice.called(section), clauses=tuple(told)))
        found += after.sections(self.change.sections)
        yield from self._group(self._said("Kriterier", "Criteria"), found)

    def _group(self, title: str, clauses: Iterable[Clause]) -> Iterator[Clause]:
        inside = tuple(clauses)
        if inside:
            yield Clause(number="", title=title, clauses=inside)

    def _marked(self, clause: Clause, was: bool) -> Clause:  # noqa: FBT001  # whether there was one before
        """The clause, saying whether it is new or stands in the place of another of the name."""
        said = (
            self._said("ersätter det som annars gäller", "replaces what holds otherwise")
            if was
            else self._said("tillkommer", "is added")
        )
        change = (self._said("I varianten", "In this profile"), said)
        return msgspec.structs.replace(clause, notes=(change, *clause.notes))
