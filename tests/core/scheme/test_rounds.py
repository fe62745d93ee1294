"""Days of each year, terms with limits, and rounds of surveillance, to the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from certify.core.scheme.calendar import in_year, next_in_year
from certify.core.scheme.clocks import (
    OPEN_END,
    NoTerm,
    moment,
    renewal_window,
    term_of_validity,
    validity,
)
from certify.core.scheme.consequences import Consequence, consequence, read_consequence
from certify.core.scheme.process import Activity
from certify.core.scheme.rounds import round_day, round_days
from certify.core.scheme.saying import moment_in_words
from certify.core.scheme.terms import CalendarYear, EachYear, HowOften, Name, Period, PeriodOrName, Shifted
from tests.core.life import START
from tests.core.road import cycle, garden


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("term", "start", "following"),
    [
        (EachYear(3), "2026-03-31", "2026-03-31"),
        (EachYear(3), "2026-04-01", "2027-03-31"),
        (EachYear(2, 29), "2027-01-01", "2027-02-28"),
        (EachYear(2), "2028-02-01", "2028-02-29"),
        (EachYear(5, 15), "2026-05-14", "2026-05-15"),
    ],
)
def test_a_day_of_each_year(term: EachYear, start: str, following: str) -> None:
    assert next_in_year(term, day(start)) == day(following)
    assert in_year(term, 2026).month == term.month


def test_a_day_of_each_year_is_looked_for_from_the_first_moment_that_is_known() -> None:
    days = {"submitted": day("2026-03-01"), "decision": day("2026-04-02")}
    assert moment(EachYear(3), days.get, lambda _: None) == day("2027-03-31")
    assert moment(EachYear(3), {"submitted": day("2026-03-01")}.get, lambda _: None) == day("2026-03-31")
    unknown: dict[str, date] = {}
    assert moment(EachYear(3), unknown.get, lambda _: None) is None
    assert moment(EachYear(3), {"today": OPEN_END}.get, lambda _: None) is None
    assert moment_in_words(EachYear(3), "sv") == "sista dagen i mars varje år"
    assert moment_in_words(EachYear(5, 15), "en") == "15 May each year"


TERMS: list[tuple[str, str, str | None, tuple[str, str]]] = [
    ("open_ended: yes", "2026-03-02", None, ("2026-03-02", "9999-12-31")),
    ("until: last day of march each year", "2026-03-02", None, ("2026-03-02", "2026-03-31")),
    ("until: last day of march each year", "2026-03-02", "2026-03-31", ("2026-03-02", "2027-03-31")),
    ("for: term, not_beyond: 2027-12-31", "2026-03-02", None, ("2026-03-02", "2027-12-31")),
    ("until: {earliest: [2 years after decision, 2027-12-31]}", "2026-03-02", None, ("2026-03-02", "2027-12-31")),
    ("until: {latest: [2 years after decision, 2027-12-31]}", "2026-03-02", None, ("2026-03-02", "2028-03-02")),
    ("for: 12 months", "2028-02-29", None, ("2028-02-29", "2029-02-27")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "decided", "former_end", "term"), TERMS)
def test_the_first_and_the_last_day(rule: str, decided: str, former_end: str | None, term: tuple[str, str]) -> None:
    scheme = garden(("validity: {from: decision, for: term}", f"validity: {{from: decision, {rule}}}"))
    found = term_of_validity(scheme, decided=day(decided), former_end=day(former_end) if former_end else None)
    assert found == (day(term[0]), day(term[1]))


@pytest.mark.parametrize(
    ("rule", "known"),
    [
        ("for: term, not_beyond: version_end", {}),
        ("until: version_end", {}),
        ("for: term, not_beyond: 2020-01-01", {}),
    ],
)
def test_a_term_that_cannot_be_said(rule: str, known: dict[str, str]) -> None:
    scheme = garden(("validity: {from: decision, for: term}", f"validity: {{from: decision, {rule}}}"))
    with pytest.raises(NoTerm):
        term_of_validity(scheme, decided=day("2026-03-02"), former_end=None, values=known)


def test_a_late_renewal_may_hold_without_a_break() -> None:
    scheme = garden(
        ("late: {within: 1 year, status: expired, counts_from: decision,",
         "late: {within: 1 year, valid_from: former_end, counts_from: former_end,"),
    )  # fmt: skip
    begins, _ = validity(scheme, decided=START, former_end=day("2026-01-31"))
    assert begins.isoformat() == "2026-01-31T23:00:00+00:00"
    assert term_of_validity(scheme, decided=day("2026-03-02"), former_end=day("2026-01-31")) == (
        day("2026-02-01"),
        day("2029-01-31"),
    )
    window = renewal_window(scheme, OPEN_END)
    assert window.closes == OPEN_END


YEAR = Period(1, "year")


def survey(every: HowOften | None, first: Shifted | None = None, within: Shifted | None = None) -> Activity:
    return Activity(id="s", kind="survey", by=("assessor",), every=every, first=first, within=within)


AFTER_SIX = Shifted(Period(6, "month"), "after", Name("decision"))
ROUNDS: list[tuple[str, Activity, int, str | None]] = [
    ("the leap day clamps", survey(YEAR), 1, "2029-02-28"),
    ("and comes back", survey(YEAR), 4, "2032-02-29"),
    ("from the first on", survey(YEAR, AFTER_SIX), 1, "2028-08-29"),
    ("and then each year", survey(YEAR, AFTER_SIX), 2, "2029-08-29"),
    ("calendar years", survey(CalendarYear()), 1, "2029-12-31"),
    ("after a first one", survey(CalendarYear(), AFTER_SIX), 2, "2029-12-31"),
    ("once", survey(None, within=AFTER_SIX), 1, "2028-08-29"),
    ("and no more", survey(None, within=AFTER_SIX), 2, None),
    ("never", survey(None), 1, None),
    ("of an unknown period", survey(Name("visits")), 1, None),
    ("from an unknown day", survey(YEAR, Shifted(YEAR, "after", Name("notified"))), 1, None),
    ("beyond the calendar", survey(Period(100, "year")), 100, None),
    ("a year that there is not", survey(CalendarYear()), 9000, None),
]


@pytest.mark.parametrize(("activity", "number", "due"), [row[1:] for row in ROUNDS], ids=[row[0] for row in ROUNDS])
def test_a_round_is_due(activity: Activity, number: int, due: str | None) -> None:
    days: Callable[[str], date | None] = {"decision": day("2028-02-29")}.get

    def period(term: PeriodOrName) -> Period | None:
        return term if isinstance(term, Period) else None

    found = round_day(activity, number, days, period)
    assert found == (day(due) if due else None)


def test_rounds_go_on_until_the_certificate_ends() -> None:
    days = {"decision": day("2026-02-28")}
    assert list(round_days(cycle(), "surveillance", days, day("2029-02-27"), {})) == [
        day("2027-02-28"),
        day("2028-02-28"),
    ]
    assert len(list(round_days(cycle(), "surveillance", days, OPEN_END, {}))) == 399


@pytest.mark.parametrize(
    ("words", "means"),
    [
        (None, Consequence(kind="remark")),
        ("suspend", Consequence(kind="suspend")),
        ("suspend pier", Consequence(kind="suspend_unit", name="pier")),
        ("becomes major", Consequence(kind="becomes", name="major")),
        ("repeat stage_2", Consequence(kind="repeat", name="stage_2")),
        ("shout", None),
    ],
)
def test_what_follows(words: str | None, means: Consequence | None) -> None:
    assert read_consequence(words) == means
    assert consequence(words) == (means or Consequence(kind="remark"))
