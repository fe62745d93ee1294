"""What an outcome rests on: every line of the rules that decided it, with what it is and what it has to be."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from certify.core.reasons import shown, valued
from certify.core.scheme.domains import written
from certify.core.scheme.evaluate import Evaluation
from certify.core.scheme.model import Scheme
from certify.core.scheme.quantities import needed_in_words
from certify.core.scheme.references import lines_of
from certify.core.scheme.saying import comparison_in_words, name_in_words
from certify.core.scheme.terms import Condition, Line
from certify.core.weakest import weakest


class Basis(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line of a rule. `level` is the level that it belongs to; none for what every level asks for.

    `has` is what the name is worth (none while unknown), `needs` what is asked for, both as in a scheme file; `holds`
    whether the line does, none while unknown. `sv` and `en` say it in a sentence.
    """

    name: str
    level: str | None = None
    has: str | None = None
    needs: str
    holds: bool | None = None
    sv: str
    en: str


def basis(scheme: Scheme, now: Evaluation, condition: Condition, level: str | None) -> Iterator[Basis]:
    """The lines of a condition, each with its figures."""
    for line in lines_of(condition):
        yield _line(scheme, now, line, level)


def _line(scheme: Scheme, now: Evaluation, line: Line, level: str | None) -> Basis:
    value = now.value(line.name)
    needed = valued(scheme, line.comparison)
    name = {language: name_in_words(scheme, line.name, language) for language in ("sv", "en")}
    has = {language: shown(scheme, line.name, value, language) for language in ("sv", "en")}
    asked = {language: needed_in_words(scheme, line.name, needed, language) for language in ("sv", "en")}
    low = {language: weakest(scheme, now, line, language) for language in ("sv", "en")}
    return Basis(
        name=line.name,
        level=level,
        has=None if value is None else written(value),
        needs=comparison_in_words(needed, "en"),
        holds=now.line_holds(line),
        sv=f"{name['sv']}: är {has['sv'] or 'inte känt'}, ska vara {asked['sv']}.{low['sv']}",
        en=f"{name['en']}: is {has['en'] or 'not known'}, should be {asked['en']}.{low['en']}",
    )
