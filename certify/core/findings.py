"""Findings: what an assessor, or whoever the scheme names, concludes on each criterion."""

from __future__ import annotations

from typing import Annotated

import msgspec

from certify.core.evidence import Evidence, Label

LongText = Annotated[str, msgspec.Meta(max_length=20_000, pattern=r"^[^\x00]*\Z")]
Written = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+\Z")]
_Entry = Annotated[dict[Label, Written], msgspec.Meta(max_length=100)]
_Map = Annotated[dict[Label, Written], msgspec.Meta(max_length=1_000)]
_Entries = Annotated[tuple[Written | _Entry, ...], msgspec.Meta(max_length=10_000)]
# A value as somebody said it. Plain values are written as in a scheme file; a choice of several and a series of dates
# are lists of them; a map gives a value to each name; a table is a list of rows, each a value by column; a series is a
# list of `{"on": "2026-06-01", "value": "0.12"}`.
Said = Written | _Entries | _Map


class Finding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The conclusion on one criterion.

    `value` is written as in a scheme file: `yes`, `no` or `not_applicable`, a grade of the scheme's scale, or a number.
    `reason` is read by the applicant; `note` is the assessor's own and shown to nobody else. `grade` names one of the
    scheme's kinds of nonconformity where the finding is one. `unit` is the id of the unit that it is about, where the
    criterion is judged unit by unit.
    """

    criterion: Label
    unit: Label | None = None
    value: Written
    reason: LongText = ""
    note: LongText = ""
    grade: Label | None = None


class Findings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """All conclusions of one activity.

    `inputs` are the values that it fills besides, by name; `units` those of single units, by the unit's id and name.
    `evidence` is what values from outside rest on: each page with its address, when it was fetched, and its digest.
    """

    findings: Annotated[tuple[Finding, ...], msgspec.Meta(max_length=10_000)]
    inputs: dict[Label, Said] = {}
    units: dict[Label, dict[Label, Said]] = {}
    evidence: Annotated[tuple[Evidence, ...], msgspec.Meta(max_length=2_000)] = ()

    def on(self, criterion: str, unit: str | None = None) -> Finding | None:
        """The conclusion on that criterion, of that unit where it is judged unit by unit, if there is one."""
        return next(
            (finding for finding in self.findings if (finding.criterion, finding.unit) == (criterion, unit)), None
        )


NOTHING_FOUND = Findings(findings=())


def together(parts: tuple[Findings, ...]) -> Findings:
    """The findings of several activities as one. On the same criterion and unit the later activity counts."""
    findings: dict[tuple[str, str | None], Finding] = {}
    inputs: dict[str, Said] = {}
    units: dict[str, dict[str, Said]] = {}
    for part in parts:
        findings |= {(finding.criterion, finding.unit): finding for finding in part.findings}
        inputs |= part.inputs
        for unit, said in part.units.items():
            units[unit] = {**units.get(unit, {}), **said}
    return Findings(findings=tuple(findings.values()), inputs=inputs, units=units)
