"""The improvement plan: which gaps the applicant will close, whose work that is, and by when.

It names functions (`Head of the building office`), never persons, and is kept for the next application to start from.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from certify.core.evidence import Label, Line

FunctionName = Annotated[Line, msgspec.Meta(min_length=1)]


class Improvement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One gap: the criterion, input or measure it is about, what will be done, by which function, by when."""

    name: Label
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]
    owner: FunctionName
    due: date
    unit: Label | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All improvements that are planned."""

    items: Annotated[tuple[Improvement, ...], msgspec.Meta(min_length=1, max_length=500)]
