"""The scheme with departments and desks, and one case of it whose values are easy to reckon by head."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from certify.core.dossier import Dossier, Unit
from certify.core.findings import Finding, Findings, Said
from certify.core.outcome import Dates, evaluation
from certify.core.scheme.evaluate import Evaluation
from certify.core.scheme.load import load
from certify.core.scheme.model import Scheme

SOURCE = (Path(__file__).parent / "works.yaml").read_text(encoding="utf-8")
WORKS = load(SOURCE.encode())
DATES = Dates(submitted=date(2026, 2, 10))

GIVEN: dict[str, Said] = {
    "town": "Viken",
    "languages": ("sv", "fi"),
    "budget": {"north": "3", "south": "4"},
    "cases": (
        {"days_taken": "5", "case_kind": "permit"},
        {"days_taken": "25", "case_kind": "notice", "closed": "2026-01-01"},
        {"days_taken": "12", "case_kind": "permit"},
    ),
    "meetings": ("2025-06-01", "2025-03-01"),
    "level_of_service": "8",
    "has_yard": "no",
}
OUTSIDE: dict[str, Said] = {
    "samples": (
        {"on": "2020-06-01", "value": "9"},
        {"on": "2024-07-01", "value": "1000"},
        {"on": "2025-01-10", "value": "5"},
        {"on": "2025-06-01", "value": "1"},
        {"on": "2025-07-01", "value": "10"},
        {"on": "2025-08-01", "value": "100"},
    ),
    "insured": "yes",
}
UNITS: dict[str, tuple[Unit, ...]] = {
    "department": (
        Unit(id="N", name="North", inputs={"open_desks": "2"}),
        Unit(id="S", name="South", inputs={"open_desks": "6"}),
    ),
    "desk": (
        Unit(id="n1", name="First", within="N"),
        Unit(id="n2", name="Second", within="N"),
        Unit(id="s1", name="Third", within="S"),
    ),
    "field": (Unit(id="permits"), Unit(id="food")),
}
OF_UNITS: dict[str, dict[str, Said]] = {
    "N": {"contacts": ("2026-01-10", "2026-03-01")},
    "S": {"contacts": ("2026-01-01", "2026-01-31")},
    "n1": {"impression": "fair", "wait": "4"},
    "n2": {"impression": "bright", "wait": "10"},
    "s1": {"impression": "dim", "wait": "12"},
    "permits": {"nki": "61"},
    "food": {"nki": "70"},
}
FOUND: dict[tuple[str, str | None], str] = {
    ("A1.1", "N"): "yes",
    ("A1.1", "S"): "yes",
    ("A1.2", "N"): "yes",
    ("A1.2", "S"): "yes",
    ("A1.3", "N"): "yes",
    ("A1.3", "S"): "no",
    ("A2.1", None): "yes",
    ("A2.2", None): "4",
    ("B1.1", None): "yes",
    ("B1.2", None): "fair",
    ("B1.3", None): "4",
}


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """All that is said and found in one case."""

    scheme: Scheme = WORKS
    given: dict[str, Said] = msgspec.field(default_factory=lambda: GIVEN)
    outside: dict[str, Said] = msgspec.field(default_factory=lambda: OUTSIDE)
    units: dict[str, tuple[Unit, ...]] = msgspec.field(default_factory=lambda: UNITS)
    of_units: dict[str, dict[str, Said]] = msgspec.field(default_factory=lambda: OF_UNITS)
    found: dict[tuple[str, str | None], str] = msgspec.field(default_factory=lambda: FOUND)

    def but(self, **changes: object) -> Case:
        """The same, some of it exchanged."""
        return msgspec.structs.replace(self, **changes)

    @property
    def dossier(self) -> Dossier:
        """What the applicant says."""
        return Dossier(inputs=self.given, units=self.units)

    @property
    def findings(self) -> Findings:
        """What others say and find."""
        found = tuple(Finding(criterion=name, unit=unit, value=value) for (name, unit), value in self.found.items())
        return Findings(findings=found, inputs=self.outside, units=self.of_units)

    def now(self) -> Evaluation:
        """What every name is worth."""
        return evaluation(self.scheme, self.dossier, self.findings, dates=DATES)


USUAL = Case()
