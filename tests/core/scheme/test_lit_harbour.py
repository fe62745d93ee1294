"""The invention that exercises every concept of the language loads, and its worked cases come out as they say."""

from pathlib import Path

from certify.core.scheme.examples import run_examples
from certify.core.scheme.load import load

SOURCE = (Path(__file__).parent / "lit_harbour.yaml").read_bytes()


def test_it_loads_and_its_cases_pass() -> None:
    assert [str(fault) for fault in run_examples(load(SOURCE))] == []
