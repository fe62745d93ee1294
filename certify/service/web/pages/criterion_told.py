"""What pages say of a criterion besides its texts, in the words of the document: its rules, and what it applies to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.scheme.tell_asked import Note, criterion_rules, evidence_rule
from certify.core.scheme.voice import Voice
from certify.service.web.pages.choices import unit_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from certify.core.scheme.model import Scheme
    from certify.core.scheme.parts import Criterion
    from certify.service.web.pages.chapters import Line


def criteria_told(scheme: Scheme, language: str) -> dict[str, tuple[Note, ...]]:
    """By criterion: how it is answered, when it applies, for what it is judged, and what has to support it."""
    voice = Voice(scheme, language)
    found: dict[str, tuple[Note, ...]] = {}
    for section in scheme.sections_by_id.values():
        for entry in section.criteria:
            rule = scheme.criterion(entry.id).evidence
            label = voice.said("Underlag", "Evidence")
            asked = () if rule is None else ((label, evidence_rule(voice, rule)),)
            applies: tuple[Note, ...] = ()
            if section.applies is not None:
                applies = (
                    (voice.said("Avsnittet gäller om", "The section applies if"), voice.condition(section.applies)),
                )
            found[entry.id] = (*applies, *criterion_rules(voice, entry), *asked)
    return found


def applies_if(scheme: Scheme, criterion: Criterion, language: str) -> str:
    """What it takes for a criterion to apply, within a sentence: its own condition and those of its sections."""
    return Voice(scheme, language).condition(criterion.applies) if criterion.applies is not None else ""


def names_apart(line: Line, scheme: Scheme, spoken: Callable[[dict[str, str]], str]) -> list[str]:
    """What the units are called that a criterion does not apply to, where it applies to others."""
    if not line.applies or line.criterion.per is None:
        return []
    return [name for _, name in unit_pairs(line.apart, scheme.units[line.criterion.per], spoken)]


def called_places(units: Iterable[str | None], called: dict[str, str]) -> list[str]:
    """What units are called, by their ids; nothing for what is about the whole."""
    return [called.get(unit, unit) for unit in units if unit is not None]


FOR_TEMPLATES: dict[str, object] = {
    "applies_if": applies_if,
    "called_places": called_places,
    "names_apart": names_apart,
}
