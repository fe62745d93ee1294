"""The words of the pages: one Fluent catalogue for each language, in one or more files, read once.

A message that is missing is a fault of ours and raises; a test holds both catalogues and the templates against each
other. Texts that are filled in are foreign: they are marked where they begin and end, and become `<bdi>` on the page.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fluent.runtime import FluentBundle, FluentResource

from verify.pages.foreign import FSI, PDI, quoted
from verify.pages.render import say

if TYPE_CHECKING:
    from datetime import date, datetime

    from markupsafe import Markup

    from certify.service.web.language import Language

FOLDER = Path(__file__).parent.parent / "locales"
_MARKS = re.compile(f"[{FSI}{PDI}]")


class NoSuchMessage(LookupError):
    """A page asks for a message that the catalogue does not have."""


class Words:
    """The messages of one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._bundle = FluentBundle([language], use_isolating=False)
        for source in _sources(language):
            self._bundle.add_resource(FluentResource(source))

    def has(self, id_: str) -> bool:
        """Whether there is such a message."""
        return self._bundle.has_message(id_)

    def marked(self, id_: str, **values: str | int | date | datetime) -> str:
        """A message as text, with marks around what was filled in. Raises NoSuchMessage."""
        if not self.has(id_):
            raise NoSuchMessage(f"{self.language}: {id_}")
        pattern = self._bundle.get_message(id_).value
        filled = {name: quoted(value) if isinstance(value, str) else value for name, value in values.items()}
        text, errors = self._bundle.format_pattern(pattern, filled) if pattern is not None else ("", [ValueError()])
        if errors:
            raise NoSuchMessage(f"{self.language}: {id_}: {errors}")
        return str(text)

    def html(self, id_: str, **values: str | int | date | datetime) -> Markup:
        """A message as HTML. Raises NoSuchMessage."""
        return say(self.marked(id_, **values))

    def plain(self, id_: str, **values: str | int | date | datetime) -> str:
        """A message as plain text, for titles and attributes. Raises NoSuchMessage."""
        return without_marks(self.marked(id_, **values))

    def ids(self) -> frozenset[str]:
        """The ids of all messages, for the test that compares the catalogues."""
        found = (re.findall(r"^([a-zA-Z][\w-]*) *=", source, re.MULTILINE) for source in _sources(self.language))
        return frozenset(id_ for ids in found for id_ in ids)


def without_marks(text: str) -> str:
    """A marked text as plain text."""
    return _MARKS.sub("", text)


def _sources(language: Language) -> list[str]:
    """The catalogue of a language: `sv.ftl`, and a file for each part that keeps its own, such as `public.sv.ftl`."""
    return [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob(f"*{language}.ftl"))]


@cache
def words(language: Language) -> Words:
    """The messages of a language, read once."""
    return Words(language)
