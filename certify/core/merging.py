"""How the findings of several people on the same thing become one, as the scheme says for the activity.

Unknown stays unknown: people who do not agree where one answer is asked for, or too few votes, give no answer and never
a no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import msgspec

from certify.core.findings import Finding, Findings, Said, together
from certify.core.scheme.domains import NO, NOT_APPLICABLE, YES, Domain, written

if TYPE_CHECKING:
    from certify.core.scheme.model import Scheme
    from certify.core.scheme.process import Activity, Merge

Parts = tuple[tuple[str, Findings], ...]
_WORST_FIRST = (NO, YES, NOT_APPLICABLE)


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """The votes on one thing, and what they give: `yes`, `no`, or None while nothing is decided."""

    yes: int
    no: int
    answer: str | None


def tally(merge: Merge, votes: Iterable[str]) -> Tally:
    """What votes of yes and no come to.

    (1) fewer than the quorum decide nothing
    (2) `majority`: more than half of those given; equal votes give what `tie` says, or nothing
    (3) `all`: yes only when every one says so, no when one says no
    """
    given = list(votes)
    yes, no = given.count(YES), given.count(NO)
    answer: str | None
    if yes + no < max(merge.quorum, 1):
        answer = None
    elif merge.vote == "all":
        answer = NO if no else YES
    elif yes == no:
        answer = merge.tie
    else:
        answer = YES if yes > no else NO
    return Tally(yes=yes, no=no, answer=answer)


def votes(scheme: Scheme, activity: Activity, parts: Parts) -> dict[str, Tally]:
    """The tally of each thing that a vote fills. A person's last vote counts."""
    said = [_said(findings) for findings in dict(parts).values()]
    return {
        name: tally(activity.merge, [vote for one in said if isinstance(vote := one.get(name), str)])
        for name in scheme.selected(activity.fills)
    }


def merged(scheme: Scheme, activity: Activity, parts: Parts) -> Findings:
    """The findings of an activity as one, from those of each person in order. A person's last findings count."""
    if activity.kind == "vote":
        answers = {name: one.answer for name, one in votes(scheme, activity, parts).items()}
        known = {name: answer for name, answer in answers.items() if answer is not None}
        criteria = scheme.criteria_by_id
        return Findings(
            findings=tuple(Finding(criterion=name, value=value) for name, value in known.items() if name in criteria),
            inputs={name: value for name, value in known.items() if name not in criteria},
        )
    everyone = list(dict(parts).values())
    if len(everyone) < 2:  # nothing to merge
        return together(tuple(everyone))
    how = _How(activity.merge.values, scheme.namespace.domains)
    units = dict.fromkeys(unit for part in everyone for unit in part.units)
    return Findings(
        findings=tuple(_merged_findings(scheme, everyone, how)),
        inputs=how.inputs([part.inputs for part in everyone]),
        units={unit: how.inputs([part.units.get(unit, {}) for part in everyone]) for unit in units},
    )


class _How:
    """How the values of one activity are merged."""

    def __init__(self, values: str, domains: Mapping[str, Domain]) -> None:
        self._values = values
        self._domains = domains

    def value(self, name: str, values: list[str]) -> str | None:
        """One value out of several."""
        return merged_value(self._values, self._domains.get(name), values)

    def inputs(self, parts: Sequence[Mapping[str, Said]]) -> dict[str, Said]:
        """Each input that all of them gave, where their values give one. What is no plain value has to agree."""
        found: dict[str, Said] = {}
        for name in dict.fromkeys(name for part in parts for name in part):
            said = [part[name] for part in parts if name in part]
            if len(said) < len(parts):
                continue
            plain = [one for one in said if isinstance(one, str)]
            if len(plain) == len(said):
                value = self.value(name, plain)
                if value is not None:
                    found[name] = value
            elif all(one == said[0] for one in said):
                found[name] = said[0]
        return found


def merged_value(how: str, domain: Domain | None, values: list[str]) -> str | None:
    """One value out of several, each as written; None where they give none."""
    if len(set(values)) == 1:
        return values[0]
    if how == "single" or domain is None:
        return None
    if domain.kind == "number":
        numbers = [number for value in values if isinstance(number := domain.read(value), Fraction)]
        if len(numbers) < len(values):
            return None
        return written(min(numbers) if how == "worst" else sum(numbers, Fraction(0)) / len(numbers))
    if how != "worst":
        return None
    ranking = domain.words[::-1] if domain.kind == "grade" else _WORST_FIRST
    return next((word for word in ranking if word in values), None)


def _said(findings: Findings) -> dict[str, Said]:
    """What one person says of criteria and inputs."""
    return findings.inputs | {finding.criterion: finding.value for finding in findings.findings}


def _merged_findings(scheme: Scheme, everyone: list[Findings], how: _How) -> Iterable[Finding]:
    """Each criterion (of each unit) that all answered, where their answers give one; with all reasons, worst grade."""
    grades = tuple(scheme.nonconformities)
    about = dict.fromkeys((finding.criterion, finding.unit) for part in everyone for finding in part.findings)
    for name, unit in about:
        found = [finding for part in everyone if (finding := part.on(name, unit)) is not None]
        value = how.value(name, [finding.value for finding in found]) if len(found) == len(everyone) else None
        if value is None:
            continue
        reasons = dict.fromkeys(finding.reason for finding in found if finding.reason)
        named = {finding.grade for finding in found}
        yield Finding(
            criterion=name,
            unit=unit,
            value=value,
            reason="\n\n".join(reasons),
            grade=next((grade for grade in grades if grade in named), None),
        )
