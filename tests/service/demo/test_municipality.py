"""The demo's municipality: complete under its scheme, good enough for the high level, and about nobody real."""

from datetime import date
from pathlib import Path

from certify.core.dossier_faults import faults, gaps
from certify.core.findings import together
from certify.core.organisation_number import is_organisation_number
from certify.core.outcome import Dates, work_out
from certify.core.scheme.load import load
from certify.service.demo import municipality, people
from schemes.naringslivstjanst.municipalities import shipped

FILE = Path(__file__).resolve().parents[3] / "schemes" / "naringslivstjanst" / "scheme.yaml"
TODAY = date(2026, 11, 23)
SCHEME = municipality.scheme_on(load(FILE.read_bytes(), FILE.name), TODAY)


def test_its_dossier_has_no_fault_and_no_gap() -> None:
    dossier = municipality.dossier(SCHEME, TODAY)
    assert faults(dossier, SCHEME, "full") == []
    assert gaps(dossier, SCHEME, "full", dates=Dates(today=TODAY, submitted=TODAY)) == []


def test_it_reaches_the_high_level() -> None:
    findings = together((municipality.figures(TODAY), municipality.found(SCHEME)))
    dates = Dates(submitted=TODAY, decision=TODAY)
    outcome = work_out(SCHEME, municipality.dossier(SCHEME, TODAY), findings, form="full", dates=dates)
    assert outcome.complete
    assert outcome.level == "KN-HIGH"


def test_it_does_not_exist() -> None:
    assert is_organisation_number(municipality.NUMBER)
    assert municipality.NUMBER not in {row.organisation_number for row in shipped().rows}
    assert municipality.NUMBER not in {town.number for town in people.TOWNS}
    for file, raw in municipality.papers(SCHEME).values():
        assert "finns inte" in raw.decode()
        assert len(raw) == file.size
