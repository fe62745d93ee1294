"""The tree of sections laid flat: each criterion with what it inherits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from certify.core.scheme.parts import AnswerType, Criterion, CriterionEntry, EvidenceRule, Section
from certify.core.scheme.terms import AllOf, Condition


class _Inherited(msgspec.Struct, frozen=True, kw_only=True):
    """What stands above a section."""

    within: tuple[str, ...] = ()
    binding: str = ""
    answer: AnswerType = "yes_no"
    scale: str | None = None
    evidence: EvidenceRule | None = None
    applies: tuple[Condition, ...] = ()
    per: str | None = None

    def below(self, section: Section) -> _Inherited:
        return _Inherited(
            within=(*self.within, section.id),
            binding=section.binding or self.binding,
            answer=section.answer or self.answer,
            scale=section.scale or self.scale,
            evidence=section.evidence or self.evidence,
            applies=self.applies if section.applies is None else (*self.applies, section.applies),
            per=section.per or self.per,
        )


def flattened(sections: Iterable[Section], evidence: EvidenceRule | None) -> tuple[Criterion, ...]:
    """Every criterion in the order of the file. A binding that nothing gives is the empty text."""
    return tuple(_below(sections, _Inherited(evidence=evidence)))


def _below(sections: Iterable[Section], above: _Inherited) -> Iterator[Criterion]:
    for section in sections:
        here = above.below(section)
        for entry in section.criteria:
            yield _resolved(entry, here)
        yield from _below(section.sections, here)


def _resolved(entry: CriterionEntry, above: _Inherited) -> Criterion:
    conditions = above.applies if entry.applies is None else (*above.applies, entry.applies)
    return Criterion(
        id=entry.id,
        section=above.within[-1],
        within=above.within,
        title=entry.title,
        text=entry.text,
        guidance=entry.guidance,
        judged_by=entry.judged_by,
        binding=entry.binding or above.binding,
        answer=entry.answer or above.answer,
        scale=entry.scale or above.scale,
        highest=entry.highest,
        weight=entry.weight,
        applies=_all(conditions),
        not_applicable=entry.not_applicable,
        evidence=entry.evidence or above.evidence,
        per=entry.per or above.per,
        activity=entry.activity,
        proposed_by=entry.proposed_by,
        derived=entry.derived,
        provenance=entry.provenance,
    )


def _all(conditions: tuple[Condition, ...]) -> Condition | None:
    if len(conditions) > 1:
        return AllOf(conditions)
    return conditions[0] if conditions else None
