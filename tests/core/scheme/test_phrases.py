"""Phrases: what each text means, and which texts are none. Domains: what each value is written like."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certify.core.scheme import domains
from certify.core.scheme.domains import Domain, read_date, read_number, read_percent, read_period, written
from certify.core.scheme.phrases import (
    BadPhrase,
    is_name,
    read_comparison,
    read_moment,
    read_operand,
    read_period_or_name,
)
from certify.core.scheme.terms import Comparison, Day, EachYear, Name, Number, Operand, Period, Shifted

YEAR = Period(1, "year")

COMPARISONS: dict[str, Comparison] = {
    "60": Comparison("is", (Number(Fraction(60)),)),
    "0.50": Comparison("is", (Number(Fraction(1, 2)),)),
    "-3": Comparison("is", (Number(Fraction(-3)),)),
    "80 %": Comparison("is", (Number(Fraction(4, 5), percent=True),)),
    "80%": Comparison("is", (Number(Fraction(4, 5), percent=True),)),
    "no": Comparison("is", (Name("no"),)),
    "municipal or club": Comparison("is", (Name("municipal"), Name("club"))),
    "1 or 2 or 3": Comparison("is", tuple(Number(Fraction(n)) for n in (1, 2, 3))),
    "not private": Comparison("not", (Name("private"),)),
    "at least 60": Comparison("at_least", (Number(Fraction(60)),)),
    "at least share_bright": Comparison("at_least", (Name("share_bright"),)),
    "at most 60": Comparison("at_most", (Number(Fraction(60)),)),
    "more than 0.62": Comparison("more_than", (Number(Fraction(31, 50)),)),
    "less than 60": Comparison("less_than", (Number(Fraction(60)),)),
    "between 5 and 9": Comparison("between", (Number(Fraction(5)), Number(Fraction(9)))),
    "from 2026-01-01": Comparison("from", (Day(date(2026, 1, 1)),)),
    "until 2026-01-01": Comparison("until", (Day(date(2026, 1, 1)),)),
    "before decision": Comparison("before", (Name("decision"),)),
    "after decision": Comparison("after", (Name("decision"),)),
    "until 1 year before submitted": Comparison("until", (Shifted(YEAR, "before", Name("submitted")),)),
    "after 1 year after 2026-02-28": Comparison("after", (Shifted(YEAR, "after", Day(date(2026, 2, 28))),)),
    "3 years": Comparison("is", (Period(3, "year"),)),
}
NO_COMPARISON = [
    "",
    ">= 60",
    "atleast 60",
    "60 points",
    "at least",
    "at least 60 points",
    "between 5",
    "between 5 and 9 and 12",
    "5 and 9",
    "a or",
    "or",
    "from",
    "not",
    "not a b",
    "1,5",
    "2026-02-30 or so",
    "½",
    "٣",
    "12 months after",
    "otherwise",
    "at  least 60",
    "x" * 65,
    "0 years",
]
MOMENTS = {
    "decision": Name("decision"),
    "2026-02-28": Day(date(2026, 2, 28)),
    "12 months after decision": Shifted(Period(12, "month"), "after", Name("decision")),
    "6 months before end": Shifted(Period(6, "month"), "before", Name("end")),
    "term after decision": Shifted(Name("term"), "after", Name("decision")),
    "last day of march each year": EachYear(3),
    "15 may each year": EachYear(5, 15),
    "29 february each year": EachYear(2, 29),
    "2 weeks after 15 May each year": Shifted(Period(2, "week"), "after", EachYear(5, 15)),
    "1 day before 1 year after decision": Shifted(Period(1, "day"), "before", Shifted(YEAR, "after", Name("decision"))),
}
NO_MOMENT = [
    "",
    "in spring",
    "12 months",
    "12 months after",
    "last day of mars each year",
    "31 april each year",
    "15 may",
    "soon after the end",
]


@pytest.mark.parametrize(("text", "meant"), COMPARISONS.items())
def test_a_comparison_means(text: str, meant: Comparison) -> None:
    assert read_comparison(text) == meant


@pytest.mark.parametrize("text", NO_COMPARISON)
def test_a_text_that_is_no_comparison_is_never_a_word_to_compare_with(text: str) -> None:
    with pytest.raises(BadPhrase):
        read_comparison(text)


@pytest.mark.parametrize(("text", "meant"), MOMENTS.items())
def test_a_moment_means(text: str, meant: object) -> None:
    assert read_moment(text) == meant


@pytest.mark.parametrize("text", NO_MOMENT)
def test_a_text_that_is_no_moment(text: str) -> None:
    with pytest.raises(BadPhrase):
        read_moment(text)


def test_a_period_or_the_name_of_one() -> None:
    assert read_period_or_name("10 working days") == Period(10, "working day")
    assert read_period_or_name("term") == Name("term")
    with pytest.raises(BadPhrase, match="is no period"):
        read_period_or_name("a while")


@pytest.mark.parametrize(
    ("text", "meant"),
    [("2000", Number(Fraction(2000))), ("term", Name("term")), ("2 years", Period(2, "year"))],
)
def test_a_value_stands_alone(text: str, meant: Operand) -> None:
    assert read_operand(text) == meant


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("QM-3.2", True),
        ("öppen", True),
        ("_x", True),
        ("2026", False),
        ("2026-01-01", False),
        ("any", False),
        ("or", False),
        ("two words", False),
        ("a\u202eb", False),
        ("-x", False),
    ],
)
def test_what_is_spelt_like_a_name(text: str, is_one: bool) -> None:  # noqa: FBT001  # a column of the table
    assert is_name(text) is is_one


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("1 day", Period(1, "day")),
        ("21 days", Period(21, "day")),
        ("100 years", Period(100, "year")),
        ("101 years", None),
        ("0 days", None),
        ("1.5 years", None),
        ("3 fortnights", None),
        ("3  years", None),
    ],
)
def test_a_period_is_read(text: str, period: Period | None) -> None:
    assert read_period(text) == period


@pytest.mark.parametrize(
    ("period", "text"), [(Period(1, "day"), "1 day"), (Period(2, "working day"), "2 working days")]
)
def test_a_period_is_written(period: Period, text: str) -> None:
    assert written(period) == text == str(period)


@pytest.mark.parametrize("text", ["2026-02-29", "2026-2-3", "26-02-03", "20260203", "2026-02-03T00:00"])
def test_a_date_that_is_none(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize("text", ["", "1.", ".5", "1e5", "+1", "1_000", "1" * 41, "٣", "0x10", "NaN"])
def test_a_number_that_is_none(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(3), "3"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(1, 3), "1/3"),
        (Fraction(31, 50), "0.62"),
        (Fraction(1, 40), "0.025"),
        (Fraction(-25, 2), "-12.5"),
        (date(2026, 2, 28), "2026-02-28"),
        ("yes", "yes"),
    ],
)
def test_a_value_is_written_as_in_a_scheme_file(value: domains.Value, text: str) -> None:
    assert written(value) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_a_number_survives_being_written_and_read(number: object) -> None:
    value = Fraction(str(number))
    assert read_number(written(value)) == value


def test_a_percentage_is_exact() -> None:
    assert read_percent("62 %") == Fraction(62, 100)
    assert read_percent("62") is None


GRADES = Domain(kind="grade", words=("bright", "fair", "dim"))


@pytest.mark.parametrize(
    ("domain", "text", "value"),
    [
        (domains.YES_NO, "yes", "yes"),
        (domains.YES_NO, "not_applicable", None),
        (domains.YES_NO, "Yes", None),
        (domains.YES_NO_NA, "not_applicable", "not_applicable"),
        (GRADES, "dim", "dim"),
        (GRADES, "dark", None),
        (domains.WHOLE, "3", Fraction(3)),
        (domains.WHOLE, "3.5", None),
        (domains.SHARE, "50 %", Fraction(1, 2)),
        (domains.SHARE, "1.5", None),
        (domains.SHARE, "-0.5", None),
        (domains.NUMBER, "50 %", None),
        (domains.DATE, "2026-02-28", date(2026, 2, 28)),
        (domains.PERIOD, "3 years", Period(3, "year")),
        (domains.TEXT, "anything", "anything"),
        (domains.TEXT, "", None),
        (domains.ANY, "anything", "anything"),
    ],
)
def test_a_domain_reads_what_it_can_be(domain: Domain, text: str, value: domains.Value | None) -> None:
    assert domain.read(text) == value


def test_the_best_grade_ranks_highest() -> None:
    assert [GRADES.rank(word) for word in GRADES.words] == [2, 1, 0]


@pytest.mark.parametrize(
    ("domain", "said"),
    [
        (GRADES, ("bright, fair eller dim", "bright, fair or dim")),
        (Domain(kind="word", words=("one",)), ("one", "one")),
        (domains.NUMBER, ("ett tal", "a number")),
        (domains.SHARE, ("ett tal eller en procentsats", "a number or a percentage")),
        (domains.DATE, ("ett datum eller en tidpunkt", "a date or a moment")),
        (domains.PERIOD, ("en tidsperiod", "a period")),
        (domains.TEXT, ("en text", "a text")),
    ],
)
def test_a_domain_says_what_it_can_be(domain: Domain, said: tuple[str, str]) -> None:
    assert domain.described() == said
