"""Given, when, then: what conditions and measures come to, exactly, and with unknown as a third value."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certify.core.scheme.domains import Value
from certify.core.scheme.evaluate import Evaluation
from certify.core.scheme.phrases import read_comparison
from certify.core.scheme.terms import AllOf, AnyOf, AtLeastOf, Condition, Line, Not, Otherwise, Period
from tests.core.scheme.harbour import ALL_YES, GIVEN, GRADED, HARBOUR, MEASURED, SUBMITTED, harbour

EVERY = [criterion.id for criterion in HARBOUR.criteria]
SAID = {**{name.replace("_", "."): value for name, value in {**ALL_YES, **GRADED}.items()}, **MEASURED, **GIVEN}


def worked(**changes: str) -> Evaluation:
    said = {**SAID, **{name.replace("__", "."): value for name, value in changes.items()}}
    return Evaluation(HARBOUR, said, EVERY, {"submitted": SUBMITTED})


def line(name: str, phrase: str) -> Line:
    return Line(name, read_comparison(phrase))


MEASURES: dict[str, tuple[dict[str, str], str, Value | None]] = {
    "count": ({}, "imperatives_missed", Fraction(0)),
    "count of one": ({"L1__1": "no"}, "imperatives_missed", Fraction(1)),
    "count over something unknown": ({"L1__1": ""}, "imperatives_missed", None),
    "count of what applies": ({"L1__3": "no"}, "imperatives_missed", Fraction(0)),
    "count of what applies when it does": ({"kiosk": "yes", "L1__3": "no"}, "imperatives_missed", Fraction(1)),
    "count when it is unknown whether it applies": ({"kiosk": "", "L1__3": "yes"}, "imperatives_missed", None),
    "count of grades": ({}, "good_condition", Fraction(1)),
    "count of bad grades": ({"L2__4": "dim"}, "good_condition", Fraction(0)),
    "share": ({"L2__1": "no"}, "guideline_share", Fraction(2, 3)),
    "share of what applies": ({"L2__2": "not_applicable", "L2__3": "not_applicable"}, "guideline_share", Fraction(1)),
    "share of nothing": (
        {"L2__1": "not_applicable", "L2__2": "not_applicable", "L2__3": "not_applicable"},
        "guideline_share",
        None,  # L2.1 has no such answer, so that it is unknown
    ),
    "a finding that it cannot have": ({"L2__1": "perhaps"}, "guideline_share", None),
    "lowest": ({}, "darkest", Fraction(10)),
    "highest": ({}, "brightest", Fraction(20)),
    "lowest of an unknown": ({"lux": "dark"}, "darkest", None),
    "first day": ({}, "first_day", date(2025, 2, 10)),
    "mean": ({"lux": "10", "glow": "20.1"}, "plain_mean", Fraction(301, 20)),
    "mean, rounded half up": ({"lux": "10", "glow": "20.1"}, "mean_light", Fraction(151, 10)),
    "mean of an unknown": ({"lux": ""}, "plain_mean", None),
    "sum with caps": ({"lux": "16", "glow": "1"}, "light_points", Fraction(16)),
    "sum capped as a whole": ({"lux": "16", "glow": "99"}, "light_points", Fraction(40)),
    "sum of an unknown": ({"glow": ""}, "light_points", None),
    "sum leaves out what does not apply": ({}, "all_light", Fraction(30)),
    "sum of what applies": ({"kiosk": "yes", "kiosk_lux": "0.5"}, "all_light", Fraction(61, 2)),
    "formula": ({"berths": "41"}, "piers_to_visit", Fraction(2)),
    "formula of an unknown": ({"berths": "0"}, "piers_to_visit", None),
    "date": ({}, "jury_latest", date(2026, 4, 10)),
    "latest": ({"rebuilt": "2026-03-01"}, "last_moment", date(2026, 3, 1)),
    "holds": ({}, "bright_enough", "yes"),
    "holds not": ({"lux": "9.99"}, "bright_enough", "no"),
    "holds unknown": ({"lux": ""}, "bright_enough", None),
    "choice": ({}, "cycle", Period(4, "year")),
    "choice, the last": ({"berths": "51"}, "cycle", Period(3, "year")),
    "choice of an unknown": ({"owner": ""}, "cycle", None),
    "table": ({"berths": "99"}, "fee", Fraction(2000)),
    "table, in the middle": ({"berths": "100"}, "fee", Fraction(5000)),
    "table, at the end": ({"berths": "400"}, "fee", Fraction(9000)),
    "table of an unknown": ({"berths": "many"}, "fee", None),
    "table of words": ({"berths": "100"}, "size_word", "large"),
    "table by words": ({"owner": "private"}, "owner_word", "own"),
}


@pytest.mark.parametrize(("changes", "measure", "value"), MEASURES.values(), ids=MEASURES.keys())
def test_a_measure_comes_to(changes: dict[str, str], measure: str, value: Value | None) -> None:
    assert worked(**changes).value(measure) == value


LINES: dict[str, tuple[dict[str, str], str, str, bool | None]] = {
    "is": ({}, "owner", "club", True),
    "is one of": ({}, "owner", "municipal or club", True),
    "is not": ({}, "owner", "not club", False),
    "is, by a parameter": ({}, "rule", "strict", True),
    "a parameter that is yes": ({}, "open_to_all", "yes", True),
    "a parameter that is a date": ({}, "founded", "before opened", True),
    "at least, on the edge": ({"berths": "40"}, "berths", "at least 40", True),
    "at least, below": ({"berths": "39"}, "berths", "at least 40", False),
    "at most, on the edge": ({}, "berths", "at most 40", True),
    "more than, on the edge": ({}, "berths", "more than 40", False),
    "less than, on the edge": ({}, "berths", "less than 40", False),
    "between": ({}, "berths", "between 40 and 41", True),
    "exactly 0.62": ({"lux": "0.62"}, "lux", "at least 0.62", True),
    "just under 0.62": ({"lux": "0.6199999999999999999999"}, "lux", "at least 0.62", False),
    "at least a name": ({"lux": "10"}, "lux", "at least lux_needed", True),
    "a percentage": ({"shine": "62 %"}, "shine", "at least 62 %", True),
    "a percentage as a number": ({"shine": "0.62"}, "shine", "at least 62 %", True),
    "grade, at least": ({"look": "fair"}, "look", "at least fair", True),
    "grade, worse": ({"look": "dim"}, "look", "at least fair", False),
    "grade, better": ({"look": "bright"}, "look", "more than fair", True),
    "grade that is a number": ({"comfort": "4"}, "comfort", "5 or 4", True),
    "grade that is a number, at least": ({"comfort": "3"}, "comfort", "at least 4", False),
    "date until, that day included": ({"opened": "2025-02-10"}, "opened", "until 12 months before submitted", True),
    "date until, a day late": ({"opened": "2025-02-11"}, "opened", "until 12 months before submitted", False),
    "date from": ({}, "opened", "from 2025-02-10", True),
    "date before": ({}, "opened", "before 2025-02-10", False),
    "date after": ({}, "opened", "after 2025-02-09", True),
    "by a moment that is unknown": ({}, "opened", "until decision", None),
    "by an activity's last day": ({}, "opened", "before intake", True),
    "by a shift from what is unknown": ({}, "opened", "until 1 year before decision", None),
    "unknown left side": ({"berths": ""}, "berths", "at least 5", None),
    "unknown right side": ({"lux": ""}, "berths", "at least lux", None),
    "is one of, one of them unknown": ({"glow": ""}, "lux", "glow or 10", True),
    "is one of, one unknown and none else": ({"glow": ""}, "lux", "glow or 11", None),
    "what does not apply": ({}, "kiosk_lux", "at least 0", None),
    "a period": ({}, "cycle", "4 years", True),
    "a date parameter shifted": ({}, "opened", "after 1 year after founded", True),
    "a date measure shifted": ({}, "opened", "before 1 day before jury_latest", True),
    "a number where a day is wanted": ({}, "opened", "before 1 day after lux", None),
    "a number parameter where a day is wanted": ({}, "opened", "before 1 day after lux_needed", None),
    "against what does not apply": ({}, "lux", "at least kiosk_lux", None),
    "a period that is none": ({}, "opened", "before lux after submitted", None),
    "a period that a measure gives": ({}, "opened", "before cycle after submitted", True),
}


@pytest.mark.parametrize(("changes", "name", "phrase", "holds"), LINES.values(), ids=LINES.keys())
def test_a_line_holds(changes: dict[str, str], name: str, phrase: str, holds: bool | None) -> None:  # noqa: FBT001
    assert worked(**changes).holds(line(name, phrase)) is holds


T, F, U = line("owner", "club"), line("owner", "private"), line("opened", "until decision")


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (AllOf((T, T)), True),
        (AllOf((T, F)), False),
        (AllOf((T, U)), None),
        (AllOf((F, U)), False),
        (AnyOf((F, T)), True),
        (AnyOf((F, F)), False),
        (AnyOf((F, U)), None),
        (AnyOf((T, U)), True),
        (AtLeastOf(2, (T, T, U)), True),
        (AtLeastOf(2, (T, U, F)), None),
        (AtLeastOf(2, (U, F, F)), False),
        (Not(T), False),
        (Not(F), True),
        (Not(U), None),
        (Otherwise(), True),
    ],
)
def test_conditions_join(condition: Condition, holds: bool | None) -> None:  # noqa: FBT001
    assert worked().holds(condition) is holds


@pytest.mark.parametrize(
    ("condition", "applies"),
    [
        (line("kiosk_lux", "at least 1"), False),
        (line("lux", "at least kiosk_lux"), False),
        (line("lux", "at least 1"), True),
        (line("guarded", "not_applicable"), None),
        (Not(line("kiosk_lux", "at least 1")), True),
        (AnyOf((line("kiosk_lux", "at least 1"), line("owner", "club"))), True),
        (AllOf((line("kiosk_lux", "at least 1"), U)), False),
    ],
)
def test_nothing_applies_by_what_does_not_apply_itself(condition: Condition, applies: bool | None) -> None:  # noqa: FBT001
    """What is not asked is never answered: what turned on it would wait for ever."""
    assert worked().applies_by(condition) is applies


def test_what_a_form_leaves_out_does_not_exist() -> None:
    asked = [name for name in EVERY if name != "L1.1"]
    now = Evaluation(HARBOUR, {**SAID, "L1.1": "no"}, asked, {"submitted": SUBMITTED})
    assert now.value("imperatives_missed") == 0


def test_a_table_can_leave_a_value_without_a_row_only_by_names() -> None:
    scheme = harbour(
        ("rows: {at most 99: small, more than 99: large}", "rows: {at most lux_needed: small}"),
    )
    now = Evaluation(scheme, SAID, EVERY, {})
    assert now.value("size_word") is None


def test_a_choice_without_a_last_case_can_stay_open() -> None:
    scheme = harbour(("      - {value: term}\n", ""))
    now = Evaluation(scheme, {**SAID, "owner": "private"}, EVERY, {})
    assert now.value("cycle") is None


def test_the_lowest_of_nothing_is_unknown() -> None:
    scheme = harbour(("{min: [lux, glow]}", "{min: kiosk_lux}"))
    assert Evaluation(scheme, SAID, EVERY, {}).value("darkest") is None


def test_a_cap_or_a_step_that_is_unknown_leaves_the_measure_unknown() -> None:
    scheme = harbour(("lux: up to 15", "lux: up to kiosk_lux"), ("round: 0.1", "round: kiosk_lux"))
    now = Evaluation(scheme, SAID, EVERY, {})
    assert now.value("light_points") is None
    assert now.value("mean_light") is None


def test_a_measure_may_give_a_date_or_a_number_by_name() -> None:
    scheme = harbour(("{value: term}", "{when: {owner: private}, value: term}\n      - {value: 5 years}"))
    assert Evaluation(scheme, {**SAID, "owner": "municipal"}, EVERY, {}).value("cycle") == Period(5, "year")


SIZE = "rows: {at most 99: small, more than 99: large}"
TABLES: dict[str, tuple[str, str, Value | None]] = {
    "less than and from": ("rows: {less than 99: 1, at least 99: 2}", "99", Fraction(2)),
    "one by one": ("rows: {less than 1: 0, 1 or 2: 1, 3: 2, more than 3: 3}", "3", Fraction(2)),
    "a row by a name": ("rows: {at most lux_needed: 1, at least 12: 2}", "11", None),
    "dates": ("rows: {at most 40: 2026-05-01, at least 41: 2026-06-01}", "41", date(2026, 6, 1)),
    "names": ("rows: {at most 40: lux_needed, at least 41: lux}", "41", Fraction(10)),
    "answers": ("rows: {at most 40: yes, at least 41: no}", "41", "no"),
    "names of dates": ("rows: {at most 40: founded, at least 41: opened}", "41", date(2025, 2, 10)),
    "moments": ("rows: {at most 40: 1 day after 2026-05-01, at least 41: founded}", "40", date(2026, 5, 2)),
}


@pytest.mark.parametrize(("rows", "berths", "value"), TABLES.values(), ids=TABLES.keys())
def test_a_table_gives_what_its_row_says(rows: str, berths: str, value: Value | None) -> None:
    scheme = harbour((SIZE, rows))
    assert Evaluation(scheme, {**SAID, "berths": berths}, EVERY, {}).value("size_word") == value


def test_a_table_over_numbers_that_are_not_whole_meets_at_its_edges() -> None:
    rows = "table: lux\n    rows: {less than 0.5: 1, between 0.5 and 2: 2, more than 2: 3}"
    scheme = harbour(("table: berths\n    " + SIZE, rows))
    for lux, value in (("0.49", 1), ("0.5", 2), ("2", 2), ("2.001", 3)):
        assert Evaluation(scheme, {**SAID, "lux": lux}, EVERY, {}).value("size_word") == value


def test_a_table_by_what_it_is_not() -> None:
    scheme = harbour(
        ("rows: {municipal: common, private or club: own}", "rows: {municipal: common, not municipal: own}")
    )
    assert Evaluation(scheme, SAID, EVERY, {}).value("owner_word") == "own"


def test_fixed_days_need_nothing_to_be_known() -> None:
    scheme = harbour(
        ("{date: 2 months after submitted}", "{date: 2 months after 2026-01-31}"),
        ("{latest: [submitted, rebuilt]}", "{earliest: [2026-05-01, 2026-04-30]}"),
    )
    now = Evaluation(scheme, {}, EVERY, {})
    assert (now.value("jury_latest"), now.value("last_moment")) == (date(2026, 3, 31), date(2026, 4, 30))


@given(
    st.dictionaries(
        st.sampled_from(sorted(SAID)),
        st.sampled_from(["yes", "no", "not_applicable", "", "10", "0.5", "fair", "club", "2025-01-01", "50 %", "x"]),
    )
)
def test_whatever_is_said_nothing_breaks_and_unknown_is_never_a_float(changes: dict[str, str]) -> None:
    now = Evaluation(HARBOUR, {**SAID, **changes}, EVERY, {"submitted": SUBMITTED})
    for name in HARBOUR.measures:
        assert not isinstance(now.value(name), float)


@given(st.permutations(sorted(SAID)))
def test_the_order_in_which_things_are_said_does_not_matter(order: list[str]) -> None:
    said = {name: SAID[name] for name in order}
    now = Evaluation(HARBOUR, said, reversed(EVERY), {"submitted": SUBMITTED})
    assert [now.value(name) for name in HARBOUR.measures] == [worked().value(name) for name in HARBOUR.measures]


@given(st.sets(st.sampled_from(["L1.1", "L1.2", "L2.1", "L2.2", "L2.3"])), st.sampled_from(["L1.1", "L1.2", "L2.1"]))
def test_one_more_missed_never_makes_it_better(missed: set[str], more: str) -> None:
    def after(names: set[str]) -> tuple[Value | None, Value | None]:
        now = Evaluation(HARBOUR, {**SAID, **dict.fromkeys(names, "no")}, EVERY, {"submitted": SUBMITTED})
        return now.value("imperatives_missed"), now.value("guideline_share")

    fewer, greater = after(missed), after({*missed, more})
    assert isinstance(fewer[0], Fraction)
    assert isinstance(greater[0], Fraction)
    assert greater[0] >= fewer[0]
    assert isinstance(fewer[1], Fraction)
    assert isinstance(greater[1], Fraction)
    assert greater[1] <= fewer[1]
