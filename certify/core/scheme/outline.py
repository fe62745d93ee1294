"""A scheme as a readable outline: the chapters of its document without the long texts, in Swedish or in English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from certify.core.scheme.document import document
from certify.core.scheme.voice import Said
from certify.core.scheme.wording import choice_in_words, in_text

if TYPE_CHECKING:
    from certify.core.scheme.clauses import Clause
    from certify.core.scheme.model import Scheme


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
    facts: tuple[tuple[str, str], ...]
    parts: tuple[OutlinePart, ...]

    def lines(self) -> tuple[str, ...]:
        """The outline as lines of text, set in by two spaces a step."""
        found = [f"{self.title} ({self.scheme} {self.version}, {self.edition})"]
        found += [f"{label}: {value}" for label, value in self.facts]
        for part in self.parts:
            found += ["", part.title, *(f"{'  ' * (line.depth + 1)}{line.text}" for line in part.lines)]
        return tuple(found)


def outline(scheme: Scheme, language: str) -> Outline:
    """The outline in that language; texts that it lacks stand in the scheme's first language."""
    told = document(scheme, language)
    return Outline(
        title=in_text(scheme.title, language),
        scheme=scheme.id,
        version=scheme.version.id,
        edition=choice_in_words(scheme.edition, language),
        digest=scheme.digest,
        language=language,
        facts=told.facts,
        parts=tuple(OutlinePart(title=chapter.title, lines=tuple(chapter_lines(chapter))) for chapter in told.chapters),
    )


def chapter_lines(chapter: Clause) -> Iterator[Said]:
    """What stands in a chapter, as lines."""
    for paragraph in chapter.paragraphs:
        yield Said(0, paragraph)
    for clause in chapter.clauses:
        yield from clause_lines(clause)


def clause_lines(clause: Clause, depth: int = 0) -> Iterator[Said]:
    """A clause and what stands in it as lines; of a criterion without the text that the document has in full."""
    name = f"{clause.name}  " if clause.name else ""
    word = f" ({clause.word})" if clause.word else ""
    yield Said(depth, f"{name}{clause.title}{word}")
    for paragraph in () if clause.word else clause.paragraphs:
        yield Said(depth + 1, paragraph)
    for line in clause.lines:
        yield Said(depth + 1 + bool(clause.paragraphs) + line.depth, line.text)
    for label, text in clause.notes:
        yield Said(depth + 1, f"{label}: {text}")
    if clause.table is not None:
        for row in clause.table.rows:
            yield Said(depth + 1, "; ".join(cell for cell in row if cell))
    for below in clause.clauses:
        yield from clause_lines(below, depth + 1)
