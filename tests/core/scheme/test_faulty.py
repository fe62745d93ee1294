"""A corpus of faulty files, one fault each: told by the right kind, at the right line, and nothing else is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from certify.core.scheme.edges import edge_faults
from certify.core.scheme.examples import run_examples
from certify.core.scheme.faults import Fault, SchemeFaults
from certify.core.scheme.json_schema import json_schema
from certify.core.scheme.load import digest_of, load
from certify.core.scheme.nodes import MOST_BYTES, MOST_NODES
from tests.core.scheme.as_data import as_data
from tests.core.scheme.faulty_recipes import (
    FOLDER,
    GOOD,
    ON_A_BASE,
    OTHERS,
    RECIPES,
    TO_PUBLISH,
    on_a_base,
    to_publish,
    written,
)
from tests.core.scheme.told import KINDS

FILES = {file.stem: file.read_bytes() for file in sorted(FOLDER.glob("*.yaml"))}
BUILT = {file.stem: file.read_bytes() for file in sorted(ON_A_BASE.glob("*.yaml"))}
UNPUBLISHED = {file.stem: file.read_bytes() for file in sorted(TO_PUBLISH.glob("*.yaml"))}
SAYS = re.compile(rb"# fault: (?P<kind>[a-z0-9-]+) in line (?P<line>[0-9]+)\n")
VALIDATOR = Draft202012Validator(json_schema())
GOOD_BASES = {name for name, source in BUILT.items() if SAYS.match(source) is None}
# Too large to lie in a folder: they are made here.
GROWN = {
    "too-large": GOOD.encode() + b"#" * MOST_BYTES,
    "too-many": GOOD.replace("look: [bright, fair, dim]", f"look: [{'a, ' * MOST_NODES}b]").encode(),
}

# Not even plain data: every reader of YAML refuses it, or cannot see it any more once it has been read.
BEFORE_THE_SCHEMA = {
    "not-yaml", "not-utf8", "empty", "anchor", "alias", "tag", "directive", "second-document", "key-not-a-word",
    "duplicate-key", "too-deep", "too-large", "too-many",
}  # fmt: skip


def faults_of(source: bytes) -> tuple[Fault, ...]:
    try:
        scheme = load(source)
    except SchemeFaults as faults:
        return faults.faults
    return run_examples(scheme)


def said(source: bytes) -> tuple[str, int]:
    """The fault that a file says of itself that it has: its kind and its line."""
    found = SAYS.match(source)
    assert found is not None
    return found["kind"].decode(), int(found["line"])


def test_it_has_a_hundred_files_and_more_and_each_is_its_recipe() -> None:
    assert len(FILES) >= 100
    assert {name: written(name) for name in RECIPES} | OTHERS == FILES
    assert on_a_base() == BUILT
    assert to_publish() == UNPUBLISHED


def test_there_is_one_for_each_kind_of_fault() -> None:
    """The kinds that the rules can tell, taken from the sentences themselves, and those of the files: the same."""
    sources = [*FILES.values(), *UNPUBLISHED.values(), *(raw for name, raw in BUILT.items() if name not in GOOD_BASES)]
    assert {said(source)[0] for source in sources} | GROWN.keys() == KINDS


@pytest.mark.parametrize("name", FILES)
def test_exactly_the_right_fault_at_the_right_line(name: str) -> None:
    found = faults_of(FILES[name])
    assert [(fault.code, fault.line) for fault in found] == [said(FILES[name])], found
    assert min(len(found[0].sv), len(found[0].en)) > 10
    assert found[0].sv != found[0].en


@pytest.mark.parametrize("name", [name for name in BUILT if name not in GOOD_BASES])
def test_what_builds_on_another_file_is_told_its_fault(name: str) -> None:
    bases = {digest_of(raw): raw for raw in (*BUILT.values(), FILES["anchor"])}
    with pytest.raises(SchemeFaults) as caught:
        load(BUILT[name], "scheme.yaml", bases)
    assert [(fault.code, fault.line) for fault in caught.value.faults] == [said(BUILT[name])]


@pytest.mark.parametrize("name", UNPUBLISHED)
def test_what_keeps_a_good_file_from_being_published(name: str) -> None:
    assert faults_of(UNPUBLISHED[name]) == ()
    found = edge_faults(load(UNPUBLISHED[name]), UNPUBLISHED[name], name="scheme.yaml")
    assert [(fault.code, fault.line) for fault in found] == [said(UNPUBLISHED[name])]


@pytest.mark.parametrize("kind", GROWN)
def test_what_is_too_much_is_refused(kind: str) -> None:
    assert [fault.code for fault in faults_of(GROWN[kind])] == [kind]


def seen_by_the_schema() -> dict[str, str]:
    """By kind of fault, how many of its files the JSON Schema refuses: `all`, `none`, `2 of 5`, or `no file to read`.

    A schema sees what stands in one place. It cannot see what rests on other parts of the file, on the order of things
    or on working something out; and a file that is no plain data never comes to it.
    """
    seen: dict[str, list[bool]] = {kind: [] for kind in KINDS - BEFORE_THE_SCHEMA}
    for source in (*FILES.values(), *UNPUBLISHED.values(), *(BUILT[name] for name in BUILT if name not in GOOD_BASES)):
        kind, _ = said(source)
        if kind in seen:
            seen[kind].append(not VALIDATOR.is_valid(as_data(source)))
    counted = {kind: (sum(its), len(its)) for kind, its in seen.items()}
    told = {kind: "all" if n == of else "none" if n == 0 else f"{n} of {of}" for kind, (n, of) in counted.items()}
    return told | dict.fromkeys(BEFORE_THE_SCHEMA, "no data to look at")


def test_the_reference_says_which_faults_the_json_schema_sees() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "scheme-reference.md").read_text(encoding="utf-8")
    listed = page[page.index("## Faults") :]
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| .* \| ([^|]+) \|$", listed, re.MULTILINE)
    assert dict(rows) == seen_by_the_schema()


def test_what_the_corpus_is_made_from_is_good() -> None:
    assert faults_of(GOOD.encode()) == ()
    assert VALIDATOR.is_valid(as_data(GOOD.encode()))
