"""A value for a reader: the number as the language writes it, and its unit wherever the scheme gives one."""

from datetime import date
from fractions import Fraction

import pytest

from certify.core.outcome import Dates, work_out
from certify.core.scheme.domains import Value
from certify.core.scheme.outline import outline
from certify.core.scheme.phrases import read_comparison
from certify.core.scheme.quantities import (
    distance_in_words,
    needed_in_words,
    said_in_words,
    unit_of,
    value_in_words,
)
from certify.core.scheme.terms import Period
from tests.core.scheme.harbour import ALL_YES, GRADED, MEASURED, dossier, findings, harbour

ALL_LX = harbour(
    ("given_by: assessor}\n  shine", "given_by: assessor, unit: lx}\n  shine"),
    (
        "  darkest: ",
        "  days_open: {statistic: largest gap, of: tested}\n  tests: {statistic: number, of: tested}\n  darkest: ",
    ),
    ("  remarks: ", "  tested: {type: series of dates}\n  remarks: "),
)

DIM = MEASURED | {"lux": "1.5", "glow": "2", "comfort": "3"}
NAMED = "languages: [sv, en]\nnames: {platser: {sv: platser, en: berths}}\n"

UNITS = {
    "lux": "lx",
    "berths": "places",
    "darkest": "lx",
    "mean_light": "lx",
    "brightest": "lx",
    "light_points": "lx",
    "all_light": "",  # not everything in it is in lux
    "guideline_share": "",
    "piers_to_visit": "",
    "tests": "",
    "days_open": "dagar",
    "L1.1": "",
    "term": "",
}


@pytest.mark.parametrize("name", UNITS)
def test_a_name_is_measured_in(name: str) -> None:
    assert unit_of(ALL_LX, name, "sv") == UNITS[name]
    assert unit_of(ALL_LX, name, "en") == UNITS[name].replace("dagar", "days")


def test_a_unit_that_has_a_name_is_called_by_it() -> None:
    scheme = harbour(
        ("unit: places", "unit: platser"),
        ("languages: [sv, en]\n", NAMED),
    )
    assert said_in_words(scheme, "berths", "40", "en") == "40 berths"
    assert said_in_words(scheme, "berths", "40", "sv") == "40 platser"
    assert "Answered with: whole number (berths), from 1 to 5000" in "\n".join(outline(scheme, "en").lines())


VALUES: list[tuple[str, Value, str, str]] = [
    ("lux", Fraction("9.2"), "9,2 lx", "9.2 lx"),
    ("berths", Fraction(20_000), "20\N{NO-BREAK SPACE}000 places", "20,000 places"),
    ("guideline_share", Fraction(2, 3), "66,6 %", "66.6 %"),
    ("cycle", Period(4, "year"), "4 år", "4 years"),
    ("first_day", date(2026, 2, 28), "2026-02-28", "2026-02-28"),
    ("kiosk", "yes", "ja", "yes"),
]


@pytest.mark.parametrize(("name", "value", "sv", "en"), VALUES)
def test_a_value_is_said_with_its_unit(name: str, value: Value, sv: str, en: str) -> None:
    assert (value_in_words(ALL_LX, name, value, "sv"), value_in_words(ALL_LX, name, value, "en")) == (sv, en)


def test_what_was_said_is_said_the_same() -> None:
    assert said_in_words(ALL_LX, "lux", "9.2", "sv") == "9,2 lx"
    assert said_in_words(ALL_LX, "lux", "much", "sv") == "much"
    assert said_in_words(ALL_LX, "remarks", "9.2", "sv") == "9.2"


def test_what_is_needed_and_how_far_it_is_have_the_unit_too() -> None:
    for phrase, sv, en in (
        ("at least 9.5", "minst 9,5 lx", "at least 9.5 lx"),
        ("between 5 and 9", "mellan 5 och 9 lx", "between 5 and 9 lx"),
        ("at least lux_needed", "minst lux needed", "at least lux needed"),
    ):
        comparison = read_comparison(phrase)
        assert needed_in_words(ALL_LX, "lux", comparison, "sv") == sv
        assert needed_in_words(ALL_LX, "lux", comparison, "en") == en
    share = read_comparison("at least 80.5 %")
    assert needed_in_words(ALL_LX, "guideline_share", share, "sv") == "minst 80,5 %"
    assert distance_in_words(ALL_LX, "lux", Fraction("0.5"), "sv") == "0,5 lx"
    assert distance_in_words(ALL_LX, "guideline_share", Fraction(2, 15), "sv") == "13,4 procentenheter"
    assert distance_in_words(ALL_LX, "guideline_share", Fraction(2, 15), "en") == "13.4 percentage points"


def test_reasons_gap_basis_and_outline_say_the_unit() -> None:
    told = work_out(
        ALL_LX,
        dossier(owner="private"),
        findings(**ALL_YES, **GRADED, **DIM),
        dates=Dates(submitted=date(2026, 2, 10)),
    )
    assert "light points: är 3,5 lx, ska vara minst 20 lx." in [reason.sv for reason in told.reasons]
    assert "light points: is 3.5 lx, should be at least 20 lx." in [reason.en for reason in told.reasons]
    assert any("skillnaden är 16,5 lx" in one.sv for one in told.gap)
    lines = "\n".join(outline(ALL_LX, "sv").lines())
    assert "light points: minst 20 lx" in lines
    assert "”darkest” är minst 10 lx (lux needed)" in lines
    assert "Antal platser: minst 5 places" in lines
