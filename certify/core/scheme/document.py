"""A scheme as a numbered normative text in one of its languages: chapters, and clauses that can be cited by number.

Requirement words are the same throughout and mean what standards mean by them: *shall* marks what can refuse, *should*
what only advises, *may* what is allowed. Whatever is said of the process is told from the same keys that are run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from certify.core.scheme.chapters import Chapters, Clause
from certify.core.scheme.wording import choice_in_words, in_text

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The whole text: what stands on its first page, and its chapters."""

    title: str
    language: str
    facts: tuple[tuple[str, str], ...]
    chapters: tuple[Clause, ...]

    def contents(self) -> tuple[tuple[str, str], ...]:
        """Number and title of each chapter and of the clauses right below it."""
        found = []
        for chapter in self.chapters:
            found.append((chapter.number, chapter.title))
            found += [(clause.number, clause.title) for clause in chapter.clauses]
        return tuple(found)


def document(scheme: Scheme, language: str) -> Document:
    """The text of a scheme in that language; what it lacks there stands in the scheme's first language."""
    writer = Chapters(scheme, language)
    chapters: list[Clause] = []
    makers = (writer.meaning, writer.words, writer.facts, writer.units, writer.requirements,
              writer.outcome, writer.process, writer.duration, writer.profiles, writer.shown)  # fmt: skip
    for make in makers:
        chapter = make(str(len(chapters) + 1))
        if chapter.clauses:
            chapters.append(chapter)
    version = scheme.version
    facts = [
        (writer.said("Ordning", "Scheme"), scheme.id),
        (writer.said("Version", "Version"), version.id),
        (writer.said("Utgåva", "Edition"), choice_in_words(scheme.edition, language)),
        (writer.said("Gäller från", "Applies from"), version.applies_from.isoformat()),
    ]
    if version.until is not None:
        facts.append((writer.said("Gäller till och med", "Applies until"), version.until.isoformat()))
    if version.replaces is not None:
        facts.append((writer.said("Ersätter", "Replaces"), version.replaces))
    facts.append((writer.said("Filens digest", "Digest of the file"), scheme.digest))
    return Document(
        title=in_text(scheme.title, language), language=language, facts=tuple(facts), chapters=tuple(chapters)
    )
