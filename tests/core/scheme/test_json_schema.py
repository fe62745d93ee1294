"""What the JSON Schema refuses the loader refuses, for whatever stands in a file; and every good file is good to both.

The other way is told kind by kind in the reference, held by the test of the faulty files: a schema cannot see names,
languages, cycles, ranges, or what comes out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator

from certify.core.scheme.faults import Faults, SchemeFaults
from certify.core.scheme.json_schema import json_schema
from certify.core.scheme.load import load
from certify.core.scheme.measure import REDUCERS
from certify.core.scheme.model import Scheme
from certify.core.scheme.nodes import Listing, Mapping, Node, Scalar, read_nodes
from certify.core.scheme.shapes import keys_of, shape_of
from tests.core.scheme.as_data import as_data
from tests.core.scheme.reference_lists import MEANINGS, meanings_file

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
SHIPPED = sorted([*ROOT.glob("schemes/*/scheme.yaml"), *ROOT.glob("docs/examples/*.yaml")])
HARBOUR = Path(__file__).parent / "harbour.yaml"

# What is written in place of something good. Most are wrong in most places, and each is right in some.
ODD = (
    "yes", "no", "true", "0", "3", "-1", "0.50", "1e5", "080", "2026.1", "2026-02-30", "2026-02-28", "80 %", "3 years",
    "10 working days", "at least 5", "atleast 5", ">= 5", "between 1 and 2", "a or b", "not lux", "all", "otherwise",
    "null", "~", '""', '" x "', "lux", "owner", "2 months after submitted", "before end", "two words", "up to 5", "[]",
    "[lux]", "[yes, no]", "{}", "{a: b}", "{sv: a, en: b}", "{sv: a}", "{value: 3}", "x" * 400, "0x1F", ".5", "é",
)  # fmt: skip


def refused_by_schema(source: bytes) -> bool:
    return not VALIDATOR.is_valid(as_data(source))


def refused_by_loader(source: bytes) -> bool:
    try:
        load(source)
    except SchemeFaults:
        return True
    return False


def test_it_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"].endswith("2020-12/schema")


def test_every_key_and_every_kind_of_value_is_in_it() -> None:
    waiting: list[type] = [Scheme, *REDUCERS.values()]
    seen: set[type] = set()
    while waiting:
        entry = waiting.pop()
        if entry in seen:
            continue
        seen.add(entry)
        told = SCHEMA["$defs"][entry.__name__]
        whole = told if "properties" in told else next(part for part in told["anyOf"] if "properties" in part)
        assert list(whole["properties"]) == list(keys_of(entry))
        assert whole["description"]
        for key in keys_of(entry).values():
            shape = key.shape
            while shape.kind in {"list", "mapping"}:
                shape = shape_of(shape.of)
            if shape.kind == "entry":
                waiting.append(shape.of)
            elif shape.kind != "choice":
                assert shape.kind in SCHEMA["$defs"], f"the JSON Schema does not say what a {shape.kind} is"


def test_an_editor_is_told_what_each_key_means() -> None:
    """The meanings are those of the reference, in the file that the command reads."""
    assert MEANINGS.read_bytes() == meanings_file()
    told = json_schema(msgspec.json.decode(MEANINGS.read_bytes()))
    assert Draft202012Validator(told).is_valid(as_data(HARBOUR.read_bytes()))
    keys = [
        (name, word, part)
        for name, entry in told["$defs"].items()
        for whole in (entry, *entry.get("anyOf", ()))
        for word, part in whole.get("properties", {}).items()
        if name[0].isupper()
    ]
    assert len(keys) > 250
    assert [(name, word) for name, word, part in keys if " Example: " not in part.get("description", "")] == []
    assert told["$defs"]["Activity"]["properties"]["by"]["description"].startswith("Who does it")


def test_every_part_that_is_named_is_there() -> None:
    def named(part: object) -> Iterator[str]:
        if isinstance(part, dict):
            if isinstance(part.get("$ref"), str):
                yield part["$ref"]
            for below in part.values():
                yield from named(below)
        if isinstance(part, list):
            for below in part:
                yield from named(below)

    assert {ref.removeprefix("#/$defs/") for ref in named(SCHEMA)} <= SCHEMA["$defs"].keys()


@pytest.mark.parametrize("file", [*SHIPPED, HARBOUR], ids=lambda file: str(file.relative_to(ROOT)))
def test_good_files_are_good_to_both(file: Path) -> None:
    assert not refused_by_loader(file.read_bytes())
    found = [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}"
             for fault in VALIDATOR.iter_errors(as_data(file.read_bytes()))]  # fmt: skip
    assert found == []


def scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    for below in node.items if isinstance(node, Listing) else ():
        yield from scalars(below)
    for key, below in node.entries.values() if isinstance(node, Mapping) else ():
        yield Scalar(key, "")
        yield from scalars(below)


def changed(source: str, chance: random.Random) -> str:
    """The file with one scalar written otherwise, or one key misspelt."""
    lines = source.split("\n")
    places = [one for one in scalars(read_nodes(source.encode(), Faults("scheme.yaml"))) if not one.quoted]
    one = chance.choice(places)
    line, at = lines[one.place.line - 1], one.place.column - 1
    instead = chance.choice(ODD) if one.text else "x"
    lines[one.place.line - 1] = line[:at] + instead + line[at + len(one.text) :]
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_stands_in_a_file_the_schema_refuses_nothing_that_the_loader_takes(seed: int) -> None:
    chance, source = random.Random(seed), HARBOUR.read_text(encoding="utf-8")
    taken = 0
    for _ in range(15):
        tried = changed(source, chance).encode()
        try:
            refused = refused_by_schema(tried)
        except SchemeFaults:
            continue
        if refused:
            assert refused_by_loader(tried), tried
        taken += not refused
    assert taken
