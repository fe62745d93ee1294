"""The schemes of docs/examples, run as a stranger's would be: by file, and with nothing made for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from certify.core.scheme.difference import difference
from certify.core.scheme.document import document
from certify.core.scheme.edges import edge_faults
from certify.core.scheme.examples import run_examples
from certify.core.scheme.formatting import formatted
from certify.core.scheme.load import load
from certify.core.scheme.outline import outline
from certify.core.scheme.printed import as_html, as_markdown

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "docs" / "examples").glob("*.yaml"))
NAMES = ("clear-cove", "four-leaves", "meeting-place-of-the-year", "safe-storage")


def test_there_are_four_of_quite_different_shape() -> None:
    assert tuple(file.stem for file in FILES) == NAMES
    schemes = {file.stem: load(file.read_bytes()) for file in FILES}
    assert {name: scheme.id for name, scheme in schemes.items()} == {name: name for name in NAMES}
    assert len(schemes["four-leaves"].outcome.levels) == 4
    assert schemes["safe-storage"].units
    assert schemes["clear-cove"].validity.in_force is not None
    assert schemes["meeting-place-of-the-year"].inputs["has_leaves"].of == "four-leaves"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_its_cases_come_out_as_they_say_on_both_sides_of_every_edge(file: Path) -> None:
    source = file.read_bytes()
    scheme = load(source, file.name)
    assert scheme.examples
    assert run_examples(scheme, name=file.name) == ()
    assert edge_faults(scheme, source, name=file.name) == ()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_can_be_read_by_people(file: Path) -> None:
    scheme = load(file.read_bytes())
    for language in ("sv", "en"):
        assert len(outline(scheme, language).lines()) > 40
        text = document(scheme, language)
        assert all(criterion.id in as_markdown(text) for criterion in scheme.criteria)
        assert all(criterion.title[language] in as_html(text) for criterion in scheme.criteria)
    assert difference(scheme, scheme) == ()
    assert formatted(file.read_bytes()) == file.read_bytes()


def test_nothing_in_the_service_knows_them() -> None:
    for file in sorted((ROOT / "certify").rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        for name in NAMES:
            assert name not in text, file
