"""Which parameters of an address are passed over, and which ask for something that has to be spelled right."""

import pytest

from verify.asked import MOST, Odd, odd

KNOWN = ("on", "lang")

# The parameter, and what it is taken to mean; none where it is passed over.
ASKED = {
    "on=2027-05-05": None,
    "on=yesterday": None,
    "lang=sv": None,
    "date=2027-05-05": "on",
    "Date=2027-05-05": "on",
    "On=2027-05-05": "on",
    "ON=2027-05-05": "on",
    "on[]=2027-05-05": "on",
    "onn=2027-05-05": "on",
    "datum=2027-05-05": "on",
    "dtae=x": None,
    "dte=x": "on",
    "day=5": "on",
    "dag=": "on",
    "as_of=2027": "on",
    "as-of=2027": "on",
    "när=då": "on",
    "valid_on=1": "on",
    "timestamp=1": "on",
    "whatever=2027-05-05": "on",
    "q=2027-05-05T10:00:00Z": "on",
    "x=20270505": "on",
    "x=2027/5/5": "on",
    "x=5/5 2027": "on",
    "x=5.5.27": "on",
    "x=5 maj 2027": "on",
    "x=May 5, 2027": "on",
    "x=5th of nothing": None,
    "x=igår": "on",
    "x=yesterday": "on",
    "x=20279999": None,
    "language=en": "lang",
    "Lang=en": "lang",
    "språk=sv": "lang",
    "number=8H3K-T6PW-4": "number",
    "nummer=8H3K-T6PW-4": "number",
    "utm_source=paper": None,
    "utm_campaign=2027-05-05": None,
    "UTM_medium=qr": None,
    "fbclid=IwAR0": None,
    "gclid=a": None,
    "_ga=2.1": None,
    "ref=poster": None,
    "x=1": None,
    "=": None,
    "": None,
}


@pytest.mark.parametrize("query", ASKED)
def test_what_a_parameter_is_taken_to_mean(query: str) -> None:
    name, _, value = query.partition("=")
    found = odd([(name, value)], KNOWN)
    meant = ASKED[query]
    assert (found and found.meant) == meant
    assert found is None or (found.name, found.value) == (name, value)


def test_the_first_that_is_odd_is_told() -> None:
    asked = [("utm_source", "x"), ("on", "2027-05-05"), ("date", "2027-05-06"), ("language", "sv")]
    assert odd(asked, KNOWN) == Odd("date", "2027-05-06", "on")


def test_a_day_that_is_asked_for_twice_is_odd() -> None:
    assert odd([("on", "2027-05-05"), ("on", "2027-05-06")], KNOWN) == Odd("on", "2027-05-06", "on")
    assert odd([("x", "1"), ("x", "2")], KNOWN) is None


def test_what_is_known_elsewhere_is_odd_where_it_is_not() -> None:
    assert odd([("on", "2027-05-05")], ("lang",)) == Odd("on", "2027-05-05", "on")


def test_an_address_with_too_many_parameters_is_odd() -> None:
    assert odd([(f"x{n}", "") for n in range(MOST)], KNOWN) is None
    assert odd([(f"x{n}", "") for n in range(MOST + 1)], KNOWN) == Odd(f"x{MOST}", "", "on")


@pytest.mark.parametrize("sign", ["\x00", "\u202e", "é" * 10_000, "\ud800", "%", "1" * 10_000])
def test_whatever_stands_there_is_looked_at_without_failing(sign: str) -> None:
    for name, value in ((sign, sign), ("date" + sign, sign), ("x", "2027-05-05" + sign)):
        odd([(name, value)], KNOWN)
