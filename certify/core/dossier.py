"""The dossier: everything that an organisation hands in for one application, frozen when it is submitted.

It holds facts of the organisation and no person's data. What is wrong with a dossier is told by
`certify.core.dossier_faults`.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from certify.core.evidence import Digest, Evidence, Label, Line
from certify.core.findings import LongText, Written


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the applicant says of one criterion, or that nothing has changed since last time."""

    text: LongText = ""
    unchanged: bool = False


class Organisation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The organisation that applies, as the certificate will name it.

    `organisation_number` is written `802400-1236`; `municipality_code` is SCB's four digits, where there is one.
    """

    name: Line = ""
    address: Line = ""
    organisation_number: Line = ""
    municipality_code: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}\Z")] | None = None
    place: Line = ""


class Area(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The area that the certificate speaks of: its name and, where there is one, the digest of its GeoJSON outline."""

    name: Line = ""
    outline_digest: Digest | None = None


class Dossier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Answers by criterion, inputs by name (each written as in a scheme file: `2021-01-10`, `yes`, `0.5`), evidence."""

    applicant: Organisation = Organisation()
    area: Area = Area()
    answers: dict[Label, Answer] = {}
    inputs: dict[Label, Written] = {}
    evidence: Annotated[tuple[Evidence, ...], msgspec.Meta(max_length=2_000)] = ()

    def supporting(self, criterion: str) -> tuple[Evidence, ...]:
        """The evidence that is labelled with that criterion, in the order in which it was handed in."""
        return tuple(item for item in self.evidence if criterion in item.criteria)
