"""A scheme as a numbered normative text in one of its languages: chapters, and clauses that can be cited by number.

Requirement words are the same throughout and mean what standards mean by them: *shall* marks what can refuse, *should*
what only advises, *may* what is allowed. Whatever is said of the process is told from the same keys that are run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from certify.core.scheme.chapters import Chapters
from certify.core.scheme.clauses import Clause, numbered
from certify.core.scheme.profile_chapter import profiles_chapter
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
    chapters = (writer.meaning(), writer.words(), writer.facts(), writer.units(), writer.requirements(),
                writer.outcome(), writer.measures(), writer.process(), writer.duration(),
                *(() if scheme.profile else (profiles_chapter(scheme, language),)), writer.shown())  # fmt: skip
    return Document(
        title=in_text(scheme.title, language),
        language=language,
        facts=tuple(_facts(writer, scheme)),
        chapters=tuple(numbered(chapter for chapter in chapters if chapter.clauses)),
    )


def _facts(writer: Chapters, scheme: Scheme) -> Iterator[tuple[str, str]]:
    """What stands on the first page."""
    version, said = scheme.version, writer.said
    yield said("Ordning", "Scheme"), scheme.id
    if scheme.profile:
        yield said("Variant", "Profile"), in_text(scheme.profiles[scheme.profile].title, writer.language)
    yield said("Version", "Version"), version.id
    yield said("Utgåva", "Edition"), choice_in_words(scheme.edition, writer.language)
    yield said("Tar emot ansökningar från", "Takes applications from"), version.applies_from.isoformat()
    if version.until is not None:
        yield said("Tar emot ansökningar till och med", "Takes applications until"), version.until.isoformat()
    if version.replaces is not None:
        yield said("Ersätter versionen", "Replaces the version"), version.replaces
    yield said("Språk", "Languages"), ", ".join(scheme.languages)
    yield said("Filens digest", "Digest of the file"), scheme.digest
