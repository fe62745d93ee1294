"""The dossier: everything that an organisation hands in for one application, frozen when it is submitted.

It holds facts of the organisation and no person's data. What is wrong with a dossier is told by
`certify.core.dossier_faults`.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from certify.core.evidence import Digest, Evidence, Label, Line
from certify.core.findings import LongText, Said


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


class Unit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One site, product, member or area of the applicant, with inputs and answers of its own.

    `id` is unique in the dossier. `within` is the id of the unit that it belongs to, where units of its kind lie within
    others.
    """

    id: Label
    name: Line = ""
    within: Label | None = None
    inputs: dict[Label, Said] = {}
    answers: dict[Label, Answer] = {}


class Dossier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Answers by criterion, inputs by name (each written as in a scheme file: `2021-01-10`, `yes`, `0.5`), evidence.

    `units` are by the scheme's kind of unit.
    """

    applicant: Organisation = Organisation()
    area: Area = Area()
    answers: dict[Label, Answer] = {}
    inputs: dict[Label, Said] = {}
    units: dict[Label, Annotated[tuple[Unit, ...], msgspec.Meta(max_length=2_000)]] = {}
    evidence: Annotated[tuple[Evidence, ...], msgspec.Meta(max_length=2_000)] = ()

    def supporting(self, criterion: str, unit: str | None = None) -> tuple[Evidence, ...]:
        """The evidence that is labelled with that criterion, in the order in which it was handed in.

        With a unit: what is about that unit or about all of them.
        """
        return tuple(
            item for item in self.evidence if criterion in item.criteria and (unit is None or item.unit in {unit, None})
        )

    def unit(self, id: str) -> tuple[str, Unit] | None:
        """The unit with that id and its kind, if there is one."""
        return next(((kind, unit) for kind, several in self.units.items() for unit in several if unit.id == id), None)
