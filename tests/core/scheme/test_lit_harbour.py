"""The invention that the language was tried on, whole: it loads without a fault, and its eight examples pass."""

from __future__ import annotations

from pathlib import Path

from certify.core.scheme.examples import run_examples
from certify.core.scheme.load import load

WHOLE = load((Path(__file__).parent / "lit_harbour.yaml").read_bytes())


def test_its_eight_examples_pass() -> None:
    assert len(WHOLE.examples) == 8
    assert run_examples(WHOLE) == ()


def test_every_part_of_it_is_there() -> None:
    assert {"pier"} == WHOLE.units.keys()
    assert {"islands"} == WHOLE.profiles.keys()
    assert WHOLE.namespace.circles == ()
    assert WHOLE.namespace.many["lux"] == ("pier",)
