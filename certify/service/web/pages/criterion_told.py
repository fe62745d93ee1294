"""What the public page of a scheme says of each criterion besides its texts, in the words of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.scheme.tell_asked import Note, criterion_rules, evidence_rule
from certify.core.scheme.voice import Voice

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme


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
