"""The register of municipalities: what ships, what a file adds, and what is no register."""

import re

import pytest

from certify.core.organisation_number import is_organisation_number
from certify.core.plugin import CannotCollect
from schemes.naringslivstjanst.municipalities import MOST_BYTES, MOST_ROWS, Municipality, read, register, shipped

HEAD = "code,name,organisation_number\n"
GOTEBORG = "1480,Göteborgs kommun,212000-1355\n"


def test_the_municipalities_that_the_sources_name_are_there() -> None:
    assert {row.code: row.name for row in shipped().rows} == {
        "0821": "Högsby kommun",
        "0860": "Hultsfreds kommun",
        "0884": "Vimmerby kommun",
        "1081": "Ronneby kommun",
    }
    assert all(is_organisation_number(row.organisation_number) for row in shipped().rows)
    assert shipped().by_number("212000-0712").code == "0860"


def test_every_number_has_its_form_and_its_check_digit_and_says_that_nobody_confirmed_it() -> None:
    for row in shipped().rows:
        assert re.fullmatch(r"2[12]2000-[0-9]{4}", row.organisation_number), row  # a municipality's own series
        assert re.fullmatch(r"[0-9]{4}", row.code), row
        digits = [int(sign) for sign in row.organisation_number if sign != "-"]
        # the check digit anew, by the table of doubled digits and not by the code that reads the file
        doubled = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
        worth = sum(digit if place % 2 else doubled[digit] for place, digit in enumerate(digits[:9]))
        assert digits[9] == -worth % 10, row
        assert not row.confirmed, row


def test_a_file_confirms_what_is_known_and_nothing_is_confirmed_without_saying_so() -> None:
    head = HEAD.replace("\n", ",confirmed\n")
    more = register(
        {"more.csv": f"{head}0860,Hultsfreds kommun,212000-0712,yes\n1480,Göteborgs kommun,212000-1355,no\n".encode()}
    )
    assert {row.code: row.confirmed for row in more.rows if row.code in {"0860", "0884", "1480"}} == {
        "0860": True,
        "0884": False,
        "1480": False,
    }
    assert not register({"more.csv": (HEAD + GOTEBORG).encode()}).by_number("212000-1355").confirmed
    with pytest.raises(CannotCollect, match=r"more.csv:2: confirmed is yes or no, not 'perhaps'"):
        read(f"{head}1480,Göteborgs kommun,212000-1355,perhaps\n".encode(), "more.csv")
    with pytest.raises(CannotCollect, match=r"more.csv:2: a row has 4 cells, not 3"):
        read((head + GOTEBORG).encode(), "more.csv")


def test_a_file_adds_others_and_may_repeat_what_is_known() -> None:
    more = (HEAD + GOTEBORG + "0860,Hultsfreds kommun,212000-0712\n").encode("utf-8-sig")
    assert register({"more.csv": more}).by_number("212000-1355") == Municipality(
        code="1480", name="Göteborgs kommun", organisation_number="212000-1355"
    )
    assert len(register({"more.csv": more}).rows) == len(shipped().rows) + 1
    assert register().rows == shipped().rows


def test_numbers_are_tidied_and_empty_lines_passed_over() -> None:
    (row,) = read(f"{HEAD}\n 1480 , Göteborgs kommun , 162120001355 \n\n".encode(), "more.csv").rows
    assert row.organisation_number == "212000-1355"
    assert row.code == "1480"


FAULTS = {
    "a misspelt number": (
        HEAD + "1480,Göteborgs kommun,212000-1356\n",
        "more.csv:2: Göteborgs kommun: '212000-1356' is misspelt",
    ),
    "no number": (HEAD + "1480,Göteborgs kommun,none\n", "is no organisation number"),
    "a person's number": (HEAD + "1480,Göteborgs kommun,811218-9876\n", "is a person's number"),
    "a code without its nought": (HEAD + "860,Hultsfreds kommun,212000-0712\n", "'860' is no municipality code"),
    "no name": (HEAD + "1480,,212000-1355\n", "a name"),
    "too long a name": (HEAD + f"1480,{'x' * 101},212000-1355\n", "a name"),
    "too few cells": (HEAD + "1480,212000-1355\n", "3 cells, not 2"),
    "a code twice": (HEAD + GOTEBORG + "1480,Annan kommun,212000-0142\n", "more.csv:3: 1480 stands twice"),
    "a number twice": (HEAD + GOTEBORG + "1481,Annan kommun,212000-1355\n", "belongs to both 1480 and 1481"),
    "other columns": ("kod,namn,orgnr\n" + GOTEBORG, "the first row is"),
    "nothing": ("", "the first row is"),
    "too many rows": (HEAD + GOTEBORG * MOST_ROWS, f"more than {MOST_ROWS} rows"),
    "too large": ("x" * (MOST_BYTES + 1), f"more than {MOST_BYTES} bytes"),
    "broken quotes": (HEAD + '1480,"Göteborgs', "not a table"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_file_with_a_fault_says_where(case: str) -> None:
    text, said = FAULTS[case]
    with pytest.raises(CannotCollect) as told:
        read(text.encode(), "more.csv")
    assert told.value.rule == "register"
    assert said in str(told.value)


def test_every_fault_is_told_at_once() -> None:
    text = HEAD + "860,Hultsfreds kommun,212000-0712\n1480,Göteborgs kommun,212000-1356\n"
    with pytest.raises(CannotCollect) as told:
        read(text.encode(), "more.csv")
    assert len(str(told.value).splitlines()) == 2


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(CannotCollect, match="UTF-8"):
        read(b"\xff\xfe\x00", "more.csv")


def test_a_file_may_not_say_otherwise_of_a_municipality_that_is_known() -> None:
    with pytest.raises(CannotCollect, match=r"^/etc/more\.csv: 0860 is Hultsfreds kommun, 212000-0712 already"):
        register({"/etc/more.csv": f"{HEAD}0860,Annan kommun,212000-1355\n".encode()})
    with pytest.raises(CannotCollect, match="belongs to both"):
        register({"/etc/more.csv": f"{HEAD}1480,Annan kommun,212000-0712\n".encode()})


def test_a_municipality_that_is_not_there() -> None:
    with pytest.raises(CannotCollect) as told:
        register().by_number("212000-1355")
    assert told.value.rule == "not_there"
