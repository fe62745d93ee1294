"""The reference says every key as the model has it, every example in it can be read, and every fault is listed."""

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from certify.core.scheme import check_names, measure, overlay, parts, process, profile
from certify.core.scheme.faults import Faults
from certify.core.scheme.measure import REDUCERS
from certify.core.scheme.model import Scheme
from certify.core.scheme.nodes import Mapping, read_nodes
from certify.core.scheme.read import Reader
from certify.core.scheme.shapes import Key, Shape, keys_of, shape_of
from certify.core.scheme.terms import BUILT_IN_MOMENTS, Period
from tests.core.scheme.told import KINDS

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "scheme-reference.md").read_text(encoding="utf-8")
TERMS = {"term": Period(3, "year")}

HEADINGS: dict[type[msgspec.Struct], str] = {
    Scheme: "The whole file",
    overlay.Overlay: "A file with a base",
    parts.Version: "version",
    parts.Subject: "subject",
    parts.Parameter: "parameters",
    parts.Input: "inputs",
    parts.Column: "columns",
    parts.UnitKind: "units",
    parts.EvidenceRule: "evidence",
    parts.Covers: "covers",
    parts.Section: "sections",
    parts.CriterionEntry: "criteria",
    parts.Ladder: "outcome",
    parts.Level: "levels",
    parts.Form: "forms",
    process.Transition: "transition",
    process.Activity: "activities",
    process.Merge: "merge",
    process.Nonconformity: "nonconformities",
    process.Many: "many",
    process.Validity: "validity",
    process.Season: "in_force",
    process.Renewal: "renewal",
    process.LateRenewal: "late",
    process.Suspension: "suspension",
    parts.Certificate: "certificate",
    parts.Mark: "mark",
    process.Example: "examples",
    process.Step: "acts",
    profile.Profile: "profiles",
    profile.Change: "changes",
    measure.Case: "cases",
    measure.Lift: "lift",
    **{kind: word for word, kind in REDUCERS.items()},
}
OF_EVERY_MEASURE = {"text", "per"}
Row = tuple[str, str, str, str, str]


def rows_under(heading: str) -> list[Row]:
    found = re.search(rf"^##+ {re.escape(heading)}\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    cells = [line.strip("| ").split(" | ") for line in found[1].splitlines() if line.startswith("| `")]
    assert all(len(row) == 5 for row in cells), heading
    return [(row[0], row[1], row[2], row[3], row[4]) for row in cells]


def said_type(shape: Shape) -> str:
    match shape.kind:
        case "entry":
            heading = HEADINGS[shape.of]
            return f"entry, see [{heading}](#{heading.replace(' ', '-').lower()})"
        case "choice":
            return " or ".join(f"`{word}`" for word in shape.of)
        case "list":
            return f"list: {said_type(shape_of(shape.of))}"
        case "mapping":
            return f"by name: {said_type(shape_of(shape.of))}"
        case "measure":
            return "measure, see [measures](#measures)"
        case kind:
            return kind


def said_default(key: Key) -> str:
    if key.required:
        return "required"
    if key.default in (None, (), {}, ""):
        return "none"
    if isinstance(key.default, bool):
        return "yes" if key.default else "no"
    if isinstance(key.default, process.Merge):
        return f"`{key.default.values}`"
    return "one form, `full`" if key.word == "forms" else f"`{key.default}`"


def wanted(entry: type[msgspec.Struct]) -> dict[str, Key]:
    """The keys of an entry; what every measure may have is told once, for all of them."""
    return {
        word: key
        for word, key in keys_of(entry).items()
        if not (entry in REDUCERS.values() and word in OF_EVERY_MEASURE)
    }


@pytest.mark.parametrize("entry", HEADINGS, ids=HEADINGS.values())
def test_the_reference_has_every_key_as_the_model_has_it(entry: type[msgspec.Struct]) -> None:
    told = [(key, type_, default) for key, type_, default, _, _ in rows_under(HEADINGS[entry])]
    assert told == [(f"`{key.word}`", said_type(key.shape), said_default(key)) for key in wanted(entry).values()]


@pytest.mark.parametrize("entry", HEADINGS, ids=HEADINGS.values())
def test_every_key_has_a_meaning_and_an_example_that_can_be_read(entry: type[msgspec.Struct]) -> None:
    for (word, _, _, meaning, example), key in zip(rows_under(HEADINGS[entry]), wanted(entry).values(), strict=True):
        assert meaning.endswith((".", ",")), word
        faults = Faults(example)
        node = read_nodes(example.strip("`").encode(), faults)
        assert isinstance(node, Mapping)
        assert list(node.entries) == [key.word]
        reader = Reader(faults, ("sv", "en"), TERMS)
        reader.value(node.entries[key.word][1], key.shape, (key.word,))
        faults.raise_if_any()


def test_no_entry_of_the_model_is_left_out() -> None:
    reached: set[type[msgspec.Struct]] = set()
    waiting: list[type[msgspec.Struct]] = [Scheme, overlay.Overlay]
    while waiting:
        entry = waiting.pop()
        if entry in reached:
            continue
        reached.add(entry)
        for key in keys_of(entry).values():
            shape = key.shape
            while shape.kind in {"list", "mapping"}:
                shape = shape_of(shape.of)
            if shape.kind == "entry":
                waiting.append(shape.of)
            if shape.kind == "measure":
                waiting += REDUCERS.values()
    assert reached == HEADINGS.keys()
    assert set(get_args(measure.Measure)) == set(REDUCERS.values())


def test_every_type_is_explained() -> None:
    explained = set(re.findall(r"^\| ([a-z ]+) \|", PAGE, re.MULTILINE))
    kinds = set()
    for entry in HEADINGS:
        for key in keys_of(entry).values():
            shape = key.shape
            while shape.kind in {"list", "mapping"}:
                shape = shape_of(shape.of)
            kinds.add(shape.kind)
    assert kinds - {"entry", "choice", "measure"} <= explained


def test_every_fault_is_listed_and_no_other() -> None:
    listed = PAGE[PAGE.index("## Faults") :]
    told = re.findall(r"^\| `([a-z0-9-]+)` \|", listed, re.MULTILINE)
    assert len(told) == len(set(told))
    assert set(told) == KINDS


def test_every_rule_that_refuses_is_listed_as_the_rules_say_it() -> None:
    from tests.core.scheme.reference_lists import refusals, refusals_listed  # it is made from this one

    assert refusals_listed() == refusals()


def test_moments_and_fields_are_named() -> None:
    for word in (*BUILT_IN_MOMENTS, *check_names.CERTIFICATE_FIELDS):
        assert f"`{word}`" in PAGE
