"""Organisation numbers: spelling, check digit, and no person's number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certify.core.organisation_number import NotAnOrganisationNumber, is_organisation_number, tidy

GOOD = ["212000-0142", "212000-1355", "556036-0793", "222000-0315", "802410-0151", "802400-1235"]


@pytest.mark.parametrize("number", GOOD)
def test_a_number_that_is_one(number: str) -> None:
    assert is_organisation_number(number)
    assert tidy(number) == number


@pytest.mark.parametrize("written", ["2120000142", " 212000-0142 ", "162120000142", "16212000-0142"])
def test_other_spellings_are_tidied(written: str) -> None:
    assert tidy(written) == "212000-0142"
    assert not is_organisation_number(written)


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("", "form"),
        ("212000-014", "form"),
        ("212000-01422", "form"),
        ("212000 0142", "form"),
        ("\u0662\u0661\u0662\u0660\u0660\u0660-0142", "form"),
        ("811228-9874", "person"),
        ("198112289874", "form"),
        ("212000-0143", "check-digit"),
        ("122000-0142", "check-digit"),
    ],
)
def test_a_number_that_is_none(written: str, rule: str) -> None:
    with pytest.raises(NotAnOrganisationNumber) as caught:
        tidy(written)
    assert caught.value.rule == rule
    assert not is_organisation_number(written)


@given(st.sampled_from(GOOD), st.sampled_from([0, 1, 2, 3, 4, 5, 7, 8, 9, 10]), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: str, at: int, by: int) -> None:
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    assert not is_organisation_number(wrong)
