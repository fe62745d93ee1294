"""Findings: what an assessor, or whoever the scheme names, concludes on each criterion."""

from __future__ import annotations

from typing import Annotated

import msgspec

from certify.core.evidence import Label

LongText = Annotated[str, msgspec.Meta(max_length=20_000, pattern=r"^[^\x00]*\Z")]
Written = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+\Z")]


class Finding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The conclusion on one criterion.

    `value` is written as in a scheme file: `yes`, `no` or `not_applicable`, a grade of the scheme's scale, or a number.
    `reason` is read by the applicant; `note` is the assessor's own and shown to nobody else. `grade` names one of the
    scheme's kinds of nonconformity where the finding is one.
    """

    criterion: Label
    value: Written
    reason: LongText = ""
    note: LongText = ""
    grade: Label | None = None


class Findings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """All conclusions of one activity; `inputs` are the values that it fills besides, written as in a scheme file."""

    findings: Annotated[tuple[Finding, ...], msgspec.Meta(max_length=10_000)]
    inputs: dict[Label, Written] = {}

    def on(self, criterion: str) -> Finding | None:
        """The conclusion on that criterion, if there is one."""
        return next((finding for finding in self.findings if finding.criterion == criterion), None)


NOTHING_FOUND = Findings(findings=())


def together(parts: tuple[Findings, ...]) -> Findings:
    """The findings of several activities as one. On the same criterion the later activity counts."""
    findings: dict[str, Finding] = {}
    inputs: dict[str, str] = {}
    for part in parts:
        findings |= {finding.criterion: finding for finding in part.findings}
        inputs |= part.inputs
    return Findings(findings=tuple(findings.values()), inputs=inputs)
