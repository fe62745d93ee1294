"""The harbour scheme with parts exchanged, for tests that turn on one part."""

from datetime import date
from pathlib import Path

from certify.core.dossier import Dossier
from certify.core.findings import Finding, Findings
from certify.core.scheme.load import load
from certify.core.scheme.model import Scheme

SOURCE = (Path(__file__).parent / "harbour.yaml").read_text(encoding="utf-8")
HARBOUR = load(SOURCE.encode())


def harbour(*changes: tuple[str, str]) -> Scheme:
    """The scheme with each of these texts exchanged for another; without its worked cases."""
    source = SOURCE[: SOURCE.index("\nexamples:")] + "\n"
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new, 1)
    return load(source.encode())


def findings(**values: str) -> Findings:
    """Findings by criterion, `L1_1` for `L1.1`; other names are inputs that somebody else than the applicant gives."""
    return Findings(
        findings=tuple(
            Finding(criterion=name.replace("_", ".", 1), value=value, reason="seen")
            for name, value in values.items()
            if name.startswith("L")
        ),
        inputs={name: value for name, value in values.items() if not name.startswith("L")},
    )


ALL_YES = {"L1_1": "yes", "L1_2": "yes", "L1_3": "yes", "L1_4": "yes", "L2_1": "yes", "L2_2": "yes", "L2_3": "yes"}
GRADED = {"L2_4": "fair"}
MEASURED = {"lux": "10", "glow": "20", "shine": "10 %", "look": "fair", "comfort": "5"}
GIVEN = {"berths": "40", "owner": "club", "kiosk": "no", "opened": "2025-02-10", "rebuilt": "2025-03-01"}
SUBMITTED = date(2026, 2, 10)


def dossier(**inputs: str) -> Dossier:
    """A dossier with the usual inputs, some of them exchanged; an empty value leaves one out."""
    return Dossier(inputs={name: value for name, value in {**GIVEN, **inputs}.items() if value})
