"""A rung needs a worked case on each side of its edge; a case that comes to no end lies on no side."""

from pathlib import Path

import pytest

from certify.core.scheme.edges import edge_faults, missing_edges
from certify.core.scheme.load import load, load_examples
from tests.core.scheme.harbour import HARBOUR, SOURCE

ROOT = Path(__file__).resolve().parents[3]
BARE = SOURCE[: SOURCE.index("\nexamples:")]
CASES: dict[str, tuple[list[str], list[tuple[str, str]]]] = {
    "none at all": ([], [("BRIGHT", "reached"), ("BRIGHT", "missed")]),
    "one that reaches it": (["{level: BRIGHT}"], [("BRIGHT", "missed")]),
    "one that falls short": (["{level: LIT}"], [("BRIGHT", "reached")]),
    "one that gets nothing": (["{level: none}"], [("BRIGHT", "reached")]),
    "both": (["{level: BRIGHT}", "{level: LIT}"], []),
    "one that is incomplete": (["{level: BRIGHT}", "{level: none, incomplete: yes}"], [("BRIGHT", "missed")]),
    "one that is not taken in": (["{level: BRIGHT}", "{level: none, eligible: no}"], [("BRIGHT", "missed")]),
    "one that says no level": (["{level: BRIGHT}", "{fee: 2000}"], [("BRIGHT", "missed")]),
}


@pytest.mark.parametrize(("expected", "missing"), CASES.values(), ids=CASES)
def test_which_sides_lack_a_case(expected: list[str], missing: list[tuple[str, str]]) -> None:
    cases = "".join(f"  - {{example: {place}, expect: {one}}}\n" for place, one in enumerate(expected))
    source = (BARE + (f"\nexamples:\n{cases}" if cases else "\n")).encode()
    scheme = load(source)
    found = missing_edges(scheme, scheme.examples)
    assert [(one.level, one.side) for one in found] == missing
    faults = edge_faults(scheme, source, name="a.yaml")
    assert all('"BRIGHT"' in one.sv and '"BRIGHT"' in one.en for one in faults)
    at = BARE[: BARE.index("- level: BRIGHT")].count("\n") + 1
    assert [(fault.file, fault.line, fault.code) for fault in faults] == [("a.yaml", at, "edge-without-example")] * len(
        missing
    )


def test_a_rung_of_another_file_is_told_at_the_beginning() -> None:
    faults = edge_faults(load(f"{BARE}\n".encode()), b"base: other", name="a.yaml")
    assert {(fault.line, fault.column) for fault in faults} == {(1, 1)}


def test_a_level_on_the_way_counts() -> None:
    assert missing_edges(HARBOUR, HARBOUR.examples) == ()


@pytest.mark.parametrize("file", sorted(ROOT.glob("schemes/*/scheme.yaml")), ids=lambda file: file.parent.name)
def test_shipped_schemes_have_cases_on_each_side(file: Path) -> None:
    source = file.read_bytes()
    scheme = load(source)
    beside = [
        case
        for path in sorted((file.parent / "examples").glob("*.yaml"))
        for case in load_examples(path.read_bytes(), scheme, path.name)
    ]
    assert edge_faults(scheme, source, beside, name=str(file)) == ()
