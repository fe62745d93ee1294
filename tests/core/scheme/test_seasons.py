# ruff: noqa: E501  # one case a line reads best
"""A certificate with a season is signed for one stretch of days in season, as long as it may be, and no day more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certify.core.scheme.calendar import in_year
from certify.core.scheme.clocks import NoTerm, term_end, term_of_validity, within_season
from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import load
from certify.core.scheme.model import Scheme
from certify.core.scheme.process import Season
from certify.core.scheme.reducing import in_season
from certify.core.scheme.terms import EachYear, Name, Period
from tests.core.road import SOURCE, garden

ONE_DAY = timedelta(days=1)
SUMMER = Season(from_=EachYear(5, 15), until=EachYear(9, 15))
WINTER = Season(from_=EachYear(10, 1), until=EachYear(4, None))
UNTIL_FEBRUARY = Season(from_=EachYear(10, 1), until=EachYear(2, None))
LEAP_DAY = Season(from_=EachYear(2, 29), until=EachYear(2, 28))
LAST_OF_FEBRUARY = Season(from_=EachYear(2, None), until=EachYear(2, 28))
FROM_THE_LEAP_DAY = Season(from_=EachYear(2, 29), until=EachYear(8, 31))
UNTIL_THE_LEAP_DAY = Season(from_=EachYear(11, 1), until=EachYear(2, 29))
TWO_DAYS = Season(from_=EachYear(2, 28), until=EachYear(2, 29))
ONE_NAMED_TWICE = Season(from_=EachYear(2, None), until=EachYear(2, 29))
LUCIA = Season(from_=EachYear(12, 13), until=EachYear(12, 13))
CALENDAR_YEAR = Season(from_=EachYear(1, 1), until=EachYear(12, 31))
NO_SEASON = Season(from_=Name("decision"), until=EachYear(4))


def day(text: str) -> date:
    return date.fromisoformat(text)


# A season, the first day that the rules allow and the term's last, and what is signed.
STRETCHES = [
    ("from before it", SUMMER, "2026-03-01", "2027-02-28", ("2026-05-15", "2026-09-15")),
    ("from within it", SUMMER, "2026-06-01", "2027-05-31", ("2026-06-01", "2026-09-15")),
    ("on its last day", SUMMER, "2026-09-15", "2027-09-14", ("2026-09-15", "2026-09-15")),
    ("the day after it", SUMMER, "2026-09-16", "2028-09-15", ("2027-05-15", "2027-09-15")),
    ("a term that ends within it", SUMMER, "2026-06-01", "2026-06-30", ("2026-06-01", "2026-06-30")),
    ("three years", SUMMER, "2026-06-01", "2029-05-31", ("2026-06-01", "2026-09-15")),
    ("over New Year", WINTER, "2026-11-01", "2027-10-31", ("2026-11-01", "2027-04-30")),
    ("before New Year's season", WINTER, "2026-06-01", "2027-05-31", ("2026-10-01", "2027-04-30")),
    ("after New Year", WINTER, "2027-01-10", "2027-03-31", ("2027-01-10", "2027-03-31")),
    ("eight months from February", UNTIL_FEBRUARY, "2026-02-10", "2026-10-09", ("2026-02-10", "2026-02-28")),
    ("until the leap day", UNTIL_FEBRUARY, "2028-01-01", "2028-12-31", ("2028-01-01", "2028-02-29")),
    ("one day a year", LUCIA, "2026-12-14", "2027-12-13", ("2027-12-13", "2027-12-13")),
    ("the whole year", CALENDAR_YEAR, "2026-07-01", "2027-06-30", ("2026-07-01", "2026-12-31")),
]


@pytest.mark.parametrize(("season", "first", "last", "signed"), [row[1:] for row in STRETCHES],
                         ids=[row[0] for row in STRETCHES])  # fmt: skip
def test_one_stretch_is_signed(season: Season, first: str, last: str, signed: tuple[str, str]) -> None:
    assert within_season(season, day(first), day(last), day(first)) == (day(signed[0]), day(signed[1]))


@pytest.mark.parametrize(
    ("season", "first", "last"),
    [(SUMMER, "2026-10-01", "2027-02-01"), (SUMMER, "2026-09-16", "2027-05-14"), (NO_SEASON, "2026-10-01", "2027-02-01"),
     (LUCIA, "2026-12-14", "2027-12-12")],
)  # fmt: skip
def test_a_term_that_no_season_reaches_is_none(season: Season, first: str, last: str) -> None:
    with pytest.raises(NoTerm):
        within_season(season, day(first), day(last), day(first))


@pytest.mark.parametrize(
    ("season", "on", "within"),
    [
        (SUMMER, "2026-05-14", False),
        (SUMMER, "2026-05-15", True),
        (SUMMER, "2026-09-15", True),
        (SUMMER, "2026-09-16", False),
        (WINTER, "2026-09-30", False),
        (WINTER, "2026-12-31", True),
        (WINTER, "2026-04-30", True),
        (WINTER, "9999-12-31", True),
        (WINTER, "0001-01-01", True),
        (NO_SEASON, "2026-01-10", False),
    ],
)
def test_a_day_lies_in_season(season: Season, on: str, within: bool) -> None:  # noqa: FBT001  # what must come out
    assert in_season(day(on), season) is within


# Around a leap year and around a century that has none: what is signed from the first day after the season before.
LEAP: list[tuple[str, Season, dict[int, tuple[str, str]]]] = [
    (
        "from the leap day, a year at a time",
        LEAP_DAY,
        {
            2026: ("2026-03-01", "2027-02-28"),
            2027: ("2027-03-01", "2028-02-28"),
            2028: ("2028-02-29", "2029-02-28"),
            2029: ("2029-03-01", "2030-02-28"),
            2096: ("2096-02-29", "2097-02-28"),
            2099: ("2099-03-01", "2100-02-28"),
            2100: ("2100-03-01", "2101-02-28"),
            2104: ("2104-02-29", "2105-02-28"),
        },
    ),
    (
        "from the last day of February, a year at a time",
        LAST_OF_FEBRUARY,
        {2027: ("2027-03-01", "2028-02-28"), 2028: ("2028-02-29", "2029-02-28"), 2100: ("2100-03-01", "2101-02-28")},
    ),
    (
        "from the leap day until another month",
        FROM_THE_LEAP_DAY,
        {2027: ("2027-02-28", "2027-08-31"), 2028: ("2028-02-29", "2028-08-31"), 2100: ("2100-02-28", "2100-08-31")},
    ),
    (
        "until the leap day",
        UNTIL_THE_LEAP_DAY,
        {2026: ("2026-11-01", "2027-02-28"), 2027: ("2027-11-01", "2028-02-29"), 2099: ("2099-11-01", "2100-02-28")},
    ),
    ("two days", TWO_DAYS, {2027: ("2027-02-28", "2027-02-28"), 2028: ("2028-02-28", "2028-02-29")}),
    ("one day by two names", ONE_NAMED_TWICE, {2027: ("2027-02-28", "2027-02-28"), 2028: ("2028-02-29", "2028-02-29")}),
]


@pytest.mark.parametrize(("season", "signed"), [row[1:] for row in LEAP], ids=[row[0] for row in LEAP])
def test_a_leap_day_clamps_and_no_season_collapses(season: Season, signed: dict[int, tuple[str, str]]) -> None:
    for year, (first, last) in signed.items():
        asked = day(first) if season in (LEAP_DAY, LAST_OF_FEBRUARY) else date(year, 2, 1)
        asked = date(year, 10, 1) if season is UNTIL_THE_LEAP_DAY else asked
        assert within_season(season, asked, day(last) + ONE_DAY, asked) == (day(first), day(last))


@pytest.mark.parametrize("start", [2024, 2096])
def test_seasons_that_are_a_year_long_follow_each_other_without_a_gap(start: int) -> None:
    for season in (LEAP_DAY, LAST_OF_FEBRUARY, CALENDAR_YEAR):
        at = date(start, 6, 1)
        for _ in range(8):
            _, last = within_season(season, at, date.max, at)
            assert (last - at).days > 180
            assert in_season(last, season)
            assert in_season(last + ONE_DAY, season)
            at = last + ONE_DAY


MONTHS = st.integers(1, 12)
LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
EACH_YEAR = MONTHS.flatmap(
    lambda month: st.builds(EachYear, st.just(month), st.none() | st.integers(1, LONGEST[month - 1]))
)
SEASONS = st.builds(Season, from_=EACH_YEAR, until=EACH_YEAR)
UPON_EDGES = st.sampled_from([SUMMER, WINTER, LEAP_DAY, LAST_OF_FEBRUARY, UNTIL_THE_LEAP_DAY, TWO_DAYS, LUCIA])
DAYS = st.dates(date(2023, 1, 1), date(2032, 12, 31)) | st.dates(date(2096, 1, 1), date(2104, 12, 31))
TERMS = st.builds(Period, st.integers(1, 40), st.sampled_from(["day", "week", "month", "year"]))


def _order(term: EachYear) -> tuple[int, int]:
    return term.month, term.day or LONGEST[term.month - 1]


def _in_season(on: date, season: Season) -> bool:
    """Told from the days of the year alone, with no word of the code that is tried."""
    begins, ends = season.from_, season.until
    assert isinstance(begins, EachYear)
    assert isinstance(ends, EachYear)
    first, last = in_year(begins, on.year), in_year(ends, on.year)
    return on >= first or on <= last if _order(ends) < _order(begins) else first <= on <= last


@given(season=SEASONS | UPON_EDGES, term=TERMS, decided=DAYS)
def test_every_day_that_is_signed_lies_in_one_season_and_no_day_is_left_out(
    season: Season, term: Period, decided: date
) -> None:
    end = term_end(term, decided)
    following = [decided + n * ONE_DAY for n in range(min((end - decided).days, 400) + 1)]
    try:
        first, last = within_season(season, decided, end, decided)
    except NoTerm:
        assert not any(_in_season(on, season) for on in following)
        return
    assert first == next(on for on in following if _in_season(on, season))
    stretch = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    assert all(_in_season(on, season) and in_season(on, season) for on in stretch)
    assert last == end or not _in_season(last + ONE_DAY, season) or _ends_on(season, last)
    assert not any(_ends_on(season, on) for on in stretch[:-1])


def _ends_on(season: Season, on: date) -> bool:
    assert isinstance(season.until, EachYear)
    return in_year(season.until, on.year) == on


# From a scheme's own words, with renewals

IN_SUMMER = "in_force: {from: 15 may each year, until: 15 september each year}"
BY_SCHEME: list[tuple[str, str, str, str | None, tuple[str, str] | None]] = [
    ("a first one", "for: 1 year", "2026-03-02", None, ("2026-05-15", "2026-09-15")),
    ("within the season", "for: 1 year", "2026-07-01", None, ("2026-07-01", "2026-09-15")),
    ("after the season", "for: 1 year", "2026-09-16", None, ("2027-05-15", "2027-09-15")),
    ("a term too short for it", "for: 2 months", "2026-09-16", None, None),
    ("a renewal on time is for the next season", "for: 1 year", "2026-08-20", "2026-09-15", ("2027-05-15", "2027-09-15")),
    ("a renewal on the last day", "for: 1 year", "2026-09-15", "2026-09-15", ("2027-05-15", "2027-09-15")),
    ("a renewal within the season that its term reaches", "for: 1 month", "2026-07-01", "2026-07-09", ("2026-07-01", "2026-08-09")),
    ("a late renewal", "for: 1 year", "2027-06-20", "2026-09-15", ("2027-06-20", "2027-09-15")),
    ("a renewal of its own length", "for: 1 year, renewed_for: 8 months", "2026-08-20", "2026-09-15", ("2027-05-15", "2027-05-15")),
    ("a renewal too short", "for: 1 year, renewed_for: 7 months", "2026-08-20", "2026-09-15", None),
    ("a last day of each year", "until: 31 december each year", "2026-10-01", None, None),
    ("a last day of each year in the next season", "until: 30 june each year", "2026-10-01", None, ("2027-05-15", "2027-06-30")),
    ("a day that it cannot outlast", "for: 1 year, not_beyond: 2026-06-30", "2026-03-02", None, ("2026-05-15", "2026-06-30")),
]  # fmt: skip


def _seasonal(rule: str, late: str = "late: {within: 1 year, status: expired, counts_from: decision,") -> Scheme:
    return garden(
        ("validity: {from: decision, for: term}", f"validity: {{from: decision, {rule}, {IN_SUMMER}}}"),
        ("late: {within: 1 year, status: expired, counts_from: decision,", late),
    )


@pytest.mark.parametrize(
    ("rule", "decided", "former", "signed"), [row[1:] for row in BY_SCHEME], ids=[row[0] for row in BY_SCHEME]
)
def test_what_a_decision_signs(rule: str, decided: str, former: str | None, signed: tuple[str, str] | None) -> None:
    scheme, former_end = _seasonal(rule), day(former) if former else None
    if signed is None:
        with pytest.raises(NoTerm):
            term_of_validity(scheme, decided=day(decided), former_end=former_end)
        return
    found = term_of_validity(scheme, decided=day(decided), former_end=former_end)
    assert found == (day(signed[0]), day(signed[1]))


WITHOUT_A_BREAK = "late: {within: 3 years, valid_from: former_end, counts_from: decision,"


@pytest.mark.parametrize(
    ("decided", "signed"),
    [
        ("2026-10-01", ("2027-05-15", "2027-09-15")),
        ("2027-06-20", ("2027-05-15", "2027-09-15")),
        ("2027-10-01", ("2028-05-15", "2028-09-15")),
    ],
)
def test_a_late_renewal_without_a_break_is_for_a_season_that_is_not_over(decided: str, signed: tuple[str, str]) -> None:
    scheme = _seasonal("for: 1 year", WITHOUT_A_BREAK)
    found = term_of_validity(scheme, decided=day(decided), former_end=day("2026-09-15"))
    assert found == (day(signed[0]), day(signed[1]))


def test_what_is_over_before_it_is_decided_is_not_signed() -> None:
    late = WITHOUT_A_BREAK.replace("counts_from: decision", "counts_from: former_end")
    scheme = garden(("late: {within: 1 year, status: expired, counts_from: decision,", late))
    assert term_of_validity(scheme, decided=day("2029-01-31"), former_end=day("2026-01-31"))[1] == day("2029-01-31")
    with pytest.raises(NoTerm):
        term_of_validity(scheme, decided=day("2029-02-01"), former_end=day("2026-01-31"))


# What a scheme with a season cannot say

CYCLE = "measures:\n  cycle: {choose: [{when: {member: yes}, value: §}, {value: 6 months}]}\n"
BEYOND = "reaches beyond a year"
SAID: list[tuple[str, str | None]] = [
    ("for: 1 year", None),
    ("for: 12 months", None),
    ("for: 366 days", None),
    ("for: 52 weeks", None),
    ("for: 262 working days", None),
    ("for: 2 years", BEYOND),
    ("for: 13 months", BEYOND),
    ("for: 367 days", BEYOND),
    ("for: 53 weeks", BEYOND),
    ("for: 263 working days", BEYOND),
    ("for: term", BEYOND),
    ("for: 1 year, renewed_for: 2 years", BEYOND),
    ("open_ended: yes", "never open-ended"),
    ("until: 31 december each year", None),
    ("until: 1 year after decision", None),
    ("until: 3 years before decision", None),
    ("until: 13 months after submitted", None),
    ("until: 13 months after decision", BEYOND),
    ("until: 2027-12-31", None),
    ("until: version_end", None),
    ("until: {earliest: [2 years after start, 2027-12-31]}", None),
    ("until: {earliest: [2 years after start, 3 years after decision]}", BEYOND),
    ("until: {latest: [2 years after start, 2027-12-31]}", BEYOND),
    ("for: 1 year, not_beyond: 2 years after decision", BEYOND),
    ("for: 1 year, not_beyond: version_end", None),
]


@pytest.mark.parametrize(("rule", "words"), SAID, ids=[rule for rule, _ in SAID])
def test_what_no_certificate_with_a_season_can_reach_is_refused(rule: str, words: str | None) -> None:
    if words is None:
        assert _seasonal(rule).validity.in_force is not None
        return
    with pytest.raises(SchemeFaults) as caught:
        _seasonal(rule)
    assert [fault.code for fault in caught.value.faults] == ["beyond-season"]
    assert words in caught.value.faults[0].en


def _codes(source: str) -> list[str]:
    with pytest.raises(SchemeFaults) as caught:
        load(source.encode())
    return [fault.code for fault in caught.value.faults]


def test_a_term_that_a_measure_gives_is_looked_into() -> None:
    source = SOURCE.replace("validity: {from: decision, for: term}", f"validity: {{for: cycle, {IN_SUMMER}}}")
    source = source.replace("measures:\n", CYCLE)
    assert load(source.replace("§", "1 year").encode()).validity.for_ == Name("cycle")
    assert _codes(source.replace("§", "13 months")) == ["beyond-season"]
    assert _codes(source.replace("§", "term")) == ["beyond-season"]
    table = "{table: days, rows: {at most 9: 1 month, more than 9: §}}\n  days: {formula: 4 + 4}"
    by_table = source.replace("{choose: [{when: {member: yes}, value: §}, {value: 6 months}]}", table)
    assert load(by_table.replace("§", "1 year").encode()).validity.for_ == Name("cycle")
    assert _codes(by_table.replace("§", "2 years")) == ["beyond-season"]


def test_a_profile_cannot_make_the_term_longer_than_its_season() -> None:
    source = SOURCE.replace("term: 3 years", "term: 1 year").replace("for: term}", f"for: term, {IN_SUMMER}}}")
    longer = "profiles:\n  slow: {title: {sv: S, en: S}, changes: [{from: 2027-01-01, parameters: {term: 2 years}}]}\n"
    load(source.encode())
    with pytest.raises(SchemeFaults) as caught:
        load((source + longer).encode())
    assert [fault.code for fault in caught.value.faults] == ["beyond-season"]
    assert 'under "slow"' in caught.value.faults[0].en
