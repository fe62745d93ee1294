"""A scheme as a readable outline: what is asked, who gets what, who does what and when, in Swedish or in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from certify.core.scheme.logic import Said, condition_in_words, condition_lines, details
from certify.core.scheme.measure_words import measure_in_words
from certify.core.scheme.wording import choice_in_words, in_text, name_or_word, pick, value_in_words

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Input, Section
    from certify.core.scheme.terms import Condition


class OutlinePart(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the outline: its heading and its lines."""

    title: str
    lines: tuple[Said, ...]


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """The outline of a scheme in one language."""

    title: str
    scheme: str
    version: str
    edition: str
    digest: str
    language: str
    parts: tuple[OutlinePart, ...]

    def lines(self) -> tuple[str, ...]:
        """The outline as lines of text, set in by two spaces a step."""
        found = [f"{self.title} ({self.scheme} {self.version}, {self.edition})", self.digest]
        for part in self.parts:
            found += ["", part.title, *(f"{'  ' * (line.depth + 1)}{line.text}" for line in part.lines)]
        return tuple(found)


def outline(scheme: Scheme, language: str) -> Outline:
    """The outline in that language; texts that it lacks stand in the scheme's first language."""
    parts = (
        (("Vad som frågas", "What is asked"), _asked(scheme, scheme.sections, language, 0)),
        (("Vad som är känt", "What is known"), _known(scheme, language)),
        (("Enheter", "Units"), _units(scheme, language)),
        (("Vad som räknas ut", "What is worked out"), _worked_out(scheme, language)),
        (("Vem som får söka", "Who may apply"), _condition(scheme, scheme.eligible, language)),
        (
            ("Vad som krävs för varje nivå", "Asked for every level"),
            _condition(scheme, scheme.outcome.requires, language),
        ),
        (("Nivåer, den bästa först", "Levels, the best first"), _levels(scheme, language)),
        (("Vem som gör vad", "Who does what"), _done(scheme, language)),
        (("Hur länge, och vad som följer", "For how long, and what follows"), process_lines(scheme, language)),
        (("Varianter", "Profiles"), _profiles(scheme, language)),
    )
    return Outline(
        title=in_text(scheme.title, language),
        scheme=scheme.id,
        version=scheme.version.id,
        edition=choice_in_words(scheme.edition, language),
        digest=scheme.digest,
        language=language,
        parts=tuple(
            OutlinePart(title=pick(title, language), lines=found) for title, lines in parts if (found := tuple(lines))
        ),
    )


def _asked(scheme: Scheme, sections: Iterable[Section], language: str, depth: int) -> Iterator[Said]:
    for section in sections:
        applies = section.applies
        only = (
            ""
            if applies is None
            else f" ({pick(('om ', 'if '), language)}{condition_in_words(scheme, applies, language)})"
        )
        yield Said(depth, f"{section.id}  {in_text(section.title, language)}{only}")
        for entry in section.criteria:
            criterion = scheme.criterion(entry.id)
            asides = [choice_in_words(criterion.binding, language)]
            asides += [pick(("härlett", "derived"), language)] if criterion.derived else []
            if criterion.answer != "yes_no":
                asides.append(choice_in_words(criterion.answer, language))
            if entry.applies is not None:
                asides.append(pick(("om ", "if "), language) + condition_in_words(scheme, entry.applies, language))
            yield Said(depth + 1, f"{entry.id}  {in_text(entry.title, language)} ({'; '.join(asides)})")
        yield from _asked(scheme, section.sections, language, depth + 1)


def _known(scheme: Scheme, language: str) -> Iterator[Said]:
    for name, entry in scheme.inputs.items():
        yield _input(name, entry, language, 0)


def _input(name: str, entry: Input, language: str, depth: int) -> Said:
    about = [choice_in_words(entry.type, language), choice_in_words(entry.given_by, language)]
    said = in_text(entry.text, language) if entry.text else name.replace("_", " ")
    return Said(depth, f"{name}  {said} ({'; '.join(about)})")


def _units(scheme: Scheme, language: str) -> Iterator[Said]:
    for name, kind in scheme.units.items():
        yield Said(0, f"{name}  {in_text(kind.title, language)}")
        for own, entry in kind.inputs.items():
            yield _input(own, entry, language, 1)
        for key, value in details(scheme, kind, language, aside=frozenset({"title", "inputs", "fixed"})):
            yield Said(1, f"{key}: {value}")


def _profiles(scheme: Scheme, language: str) -> Iterator[Said]:
    for name, profile in scheme.profiles.items():
        yield Said(0, f"{name}  {in_text(profile.title, language)}")
        for change in profile.changes:
            yield Said(1, f"{pick(('från', 'from'), language)} {change.from_.isoformat()}")
            for key, value in details(scheme, change, language, aside=frozenset({"from"})):
                yield Said(2, f"{key}: {value}")


def _worked_out(scheme: Scheme, language: str) -> Iterator[Said]:
    for name, measure in scheme.measures.items():
        yield Said(0, f"{name_or_word(scheme, name, language)}: {measure_in_words(scheme, measure, language)}")


def _condition(scheme: Scheme, condition: Condition | None, language: str) -> Iterator[Said]:
    if condition is not None:
        yield from condition_lines(scheme, condition, language)


def _levels(scheme: Scheme, language: str) -> Iterator[Said]:
    for level in scheme.outcome.levels:
        yield Said(0, f"{level.id}  {in_text(level.title, language)}")
        yield from condition_lines(scheme, level.when, language, 1)


def _done(scheme: Scheme, language: str) -> Iterator[Said]:
    for activity in scheme.activities:
        yield Said(0, f"{activity.id}  {choice_in_words(activity.kind, language)}")
        for key, value in details(scheme, activity, language, aside=frozenset({"activity", "kind"})):
            yield Said(1, f"{key}: {value}")


def process_lines(scheme: Scheme, language: str) -> Iterator[Said]:
    """Nonconformities, validity, renewal, suspension and fees, each with its keys in words."""
    for grade, nonconformity in scheme.nonconformities.items():
        yield Said(0, f"{pick(('Avvikelse', 'Nonconformity'), language)} {name_or_word(scheme, grade, language)}")
        yield from _details(scheme, nonconformity, language)
    for title, entry in (
        (("Giltighet", "Validity"), scheme.validity),
        (("Förnyelse", "Renewal"), scheme.renewal),
        (("Paus", "Suspension"), scheme.suspension),
    ):
        if entry is not None:
            yield Said(0, pick(title, language))
            yield from _details(scheme, entry, language)
    if scheme.fees:
        yield Said(0, pick(("Avgifter", "Fees"), language))
        for moment, fee in scheme.fees.items():
            yield Said(1, f"{choice_in_words(moment, language)}: {value_in_words(scheme, fee, language)}")


def _details(scheme: Scheme, entry: msgspec.Struct, language: str) -> Iterator[Said]:
    for key, value in details(scheme, entry, language):
        yield Said(1, f"{key}: {value}")
