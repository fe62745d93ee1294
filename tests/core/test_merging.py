"""Findings of several people become one: single, mean, worst, votes with quorum and tie; unknown is never a no."""

from __future__ import annotations

import pytest

from certify.core.findings import Finding, Findings
from certify.core.merging import merged, merged_value, tally, votes
from certify.core.scheme.domains import NUMBER, TEXT, WHOLE, YES_NO, YES_NO_NA, Domain
from certify.core.scheme.process import Merge
from tests.core.road import jury, on

GRADES = Domain(kind="grade", words=("bright", "fair", "dim"))

VOTES: list[tuple[Merge, list[str], str | None]] = [
    (Merge(vote="majority", quorum=3, tie="no"), ["yes", "yes", "no"], "yes"),
    (Merge(vote="majority", quorum=3, tie="no"), ["no", "yes", "no"], "no"),
    (Merge(vote="majority", quorum=3, tie="no"), ["yes", "yes"], None),
    (Merge(vote="majority", quorum=2, tie="no"), ["yes", "no"], "no"),
    (Merge(vote="majority", quorum=2, tie="yes"), ["yes", "no"], "yes"),
    (Merge(vote="majority", quorum=2), ["yes", "no"], None),
    (Merge(vote="majority", quorum=0), [], None),
    (Merge(vote="majority", quorum=2), ["yes", "", ""], None),
    (Merge(vote="all", quorum=2), ["yes", "yes"], "yes"),
    (Merge(vote="all", quorum=2), ["yes", "no", "yes"], "no"),
]
VALUES: list[tuple[str, Domain | None, list[str], str | None]] = [
    ("single", YES_NO, ["yes", "yes"], "yes"),
    ("single", YES_NO, ["yes", "no"], None),
    ("mean", NUMBER, ["1", "2"], "1.5"),
    ("mean", NUMBER, ["1", "1", "2"], "4/3"),
    ("mean", NUMBER, ["1", "many"], None),
    ("mean", YES_NO, ["yes", "no"], None),
    ("worst", NUMBER, ["9", "10"], "9"),
    ("worst", YES_NO, ["yes", "no"], "no"),
    ("worst", YES_NO_NA, ["not_applicable", "yes"], "yes"),
    ("worst", GRADES, ["bright", "dim", "fair"], "dim"),
    ("worst", TEXT, ["a", "b"], None),
    ("worst", None, ["a", "b"], None),
]


@pytest.mark.parametrize(("merge", "given", "answer"), VOTES)
def test_votes_come_to(merge: Merge, given: list[str], answer: str | None) -> None:
    found = tally(merge, given)
    assert (found.answer, found.yes, found.no) == (answer, given.count("yes"), given.count("no"))


@pytest.mark.parametrize(("how", "domain", "values", "value"), VALUES)
def test_values_come_to(how: str, domain: Domain | None, values: list[str], value: str | None) -> None:
    assert merged_value(how, domain, values) == value


def test_a_mean_that_no_decimal_can_say_is_still_read() -> None:
    assert NUMBER.read("4/3") is not None
    assert NUMBER.read("4/0") is None
    assert WHOLE.read("4/3") is None


def test_the_worst_of_each_criterion_with_all_reasons_and_the_strictest_grade() -> None:
    scheme = jury(("shortcoming:", "major: {within: 1 month}\n  shortcoming:"))
    visit = scheme.activities_by_id["visit"]
    first = on(G1="yes", G2="no shortcoming", G3="yes")
    second = Findings(
        findings=(
            Finding(criterion="G.1", value="yes"),
            Finding(criterion="G.2", value="no", reason="Det är torrt.", grade="major"),
        )
    )
    found = merged(scheme, visit, (("ask", first), ("elm", second)))
    assert {one.criterion: one.value for one in found.findings} == {"G.1": "yes", "G.2": "no"}
    worst = found.on("G.2")
    assert worst is not None
    assert (worst.grade, worst.reason) == ("major", "Det syns inte.\n\nDet är torrt.")
    assert merged(scheme, visit, (("ask", first),)) == first


def test_inputs_and_units_are_merged_too_and_what_is_no_plain_value_has_to_agree() -> None:
    scheme = jury()
    visit = scheme.activities_by_id["visit"]
    one = Findings(
        findings=(), inputs={"member": "yes", "liked": "yes", "list": ("a", "b")}, units={"A": {"member": "no"}}
    )
    two = Findings(findings=(), inputs={"member": "no", "list": ("a", "b")}, units={"A": {"member": "yes"}})
    found = merged(scheme, visit, (("ask", one), ("elm", two)))
    assert found.inputs == {"member": "no", "list": ("a", "b")}
    assert found.units == {"A": {"member": "no"}}
    three = Findings(findings=(), inputs={"list": ("a",)})
    assert merged(scheme, visit, (("ask", one), ("elm", three))).inputs == {}
    # what has no order has no worst either: two words that differ give no value
    four, five = Findings(findings=(), inputs={"colour": "red"}), Findings(findings=(), inputs={"colour": "blue"})
    assert merged(scheme, visit, (("ask", four), ("elm", five))).inputs == {}
    assert merged(scheme, visit, (("ask", four), ("elm", four))).inputs == {"colour": "red"}


def test_a_vote_fills_what_it_is_about_and_nothing_while_it_is_undecided() -> None:
    scheme = jury()
    activity = scheme.activities_by_id["jury"]
    yes, no = on(liked="yes"), on(liked="no")
    assert merged(scheme, activity, (("una", yes), ("vera", yes))).inputs == {"liked": "yes"}
    assert merged(scheme, activity, (("una", yes),)).inputs == {}
    assert votes(scheme, activity, (("una", yes), ("vera", no), ("una", no)))["liked"].no == 2
