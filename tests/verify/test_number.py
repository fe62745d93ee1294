"""Certificate numbers: drawn, written, checked, and tidied when somebody typed one."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify import number
from verify.errors import BadCertificateNumber

numbers = st.binary(min_size=16, max_size=32).map(number.from_random)


@given(numbers)
def test_a_drawn_number_is_one(drawn: str) -> None:
    assert number.is_number(drawn)
    assert number.tidy(drawn) == drawn


@given(numbers, st.integers(0, 10), st.sampled_from(number.ALPHABET))
def test_one_wrong_symbol_shows(drawn: str, place: int, symbol: str) -> None:
    mistyped = drawn[:place] + symbol + drawn[place + 1 :]
    assert number.is_number(mistyped) is (mistyped == drawn)


@given(numbers)
def test_two_exchanged_symbols_show(drawn: str) -> None:
    for first, second in itertools.combinations([0, 1, 2, 3, 5, 6, 7, 8, 10], 2):
        symbols = list(drawn)
        symbols[first], symbols[second] = symbols[second], symbols[first]
        mistyped = "".join(symbols)
        assert number.is_number(mistyped) is (mistyped == drawn)


@pytest.mark.parametrize(
    "typed",
    [
        "8H3K-T6PW-4",
        "8h3kt6pw4",
        " 8H3K T6PW 4 ",
        "8H3K–T6PW—4",
        "８Ｈ３Ｋ－Ｔ６ＰＷ－４",  # noqa: RUF001  (wide letters, as East Asian keyboards write them)
        "8.H.3.K_T6PW·4",
        "8h3k\u00a0t6pw\n4",
    ],
)
def test_what_people_type_is_tidied(typed: str) -> None:
    assert number.tidy(typed) == "8H3K-T6PW-4"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "0 symbols"),
        ("8H3K-T6PW", "8 symbols"),
        ("8H3K-T6PW-44", "10 symbols"),
        ("8H3K-T6PW-5", "mistyped"),
        ("8H3K-T6PO-4", "O does not occur"),
        ("8H3K-T6P0-I", "0 I does not occur"),
        ("8Н3К-T6PW-4", "does not occur"),  # noqa: RUF001  (Cyrillic)
        ("x" * 1_000_000, "64 symbols"),
    ],
)
def test_what_cannot_be_tidied_says_why(typed: str, why: str) -> None:
    with pytest.raises(BadCertificateNumber, match=why):
        number.tidy(typed)


@pytest.mark.parametrize(
    "text",
    ["8h3k-t6pw-4", "8H3KT6PW4", "8H3K-T6PW-4 ", "8H3K-T6PW-4\n", "8H3K–T6PW–4", "٨H3K-T6PW-4", "", "8H3K-T6PW-5"],
)
def test_published_things_have_one_spelling(text: str) -> None:
    assert not number.is_number(text)


def test_too_little_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="16 random bytes"):
        number.from_random(b"\0" * 15)


def test_every_symbol_is_drawn() -> None:
    drawn = {number.from_random(bytes([n]) * 16)[0] for n in range(256)}
    assert drawn == set(number.ALPHABET)
