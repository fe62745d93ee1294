"""base58btc in its one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify import base58
from verify.errors import BadBase58


@given(st.binary(max_size=93))
def test_what_is_written_is_read(raw: bytes) -> None:
    assert base58.decode(base58.encode(raw), len(raw)) == raw


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        (b"\0\0", "11"),
        (b"Hello World!", "2NEpo7TZRRrLZSi2U"),  # the examples of the base58 draft of the IETF
        (bytes.fromhex("0000287fb4cd"), "11233QC4"),
    ],
)
def test_known_texts(raw: bytes, text: str) -> None:
    assert base58.encode(raw) == text
    assert base58.decode(text, len(raw)) == raw


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("0", 1),  # not in the alphabet, like O, I and l
        ("lI", 2),
        ("å", 1),
        ("\ud800", 1),
        ("2NEpo7TZRRrLZSi2U", 11),  # more than fits
        ("2NEpo7TZRRrLZSi2U", 13),  # a zero byte that no 1 stands for
        ("12NEpo7TZRRrLZSi2U", 12),  # a 1 that no zero byte stands for
        ("", 1),
        ("1" * 129, 129),
        ("z" * 10_000_000, 64),
    ],
)
def test_anything_else_is_refused(text: str, length: int) -> None:
    with pytest.raises(BadBase58):
        base58.decode(text, length)
