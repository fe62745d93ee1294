"""Texts in block form: one language a line, and the file reads the same as before."""

import random
from pathlib import Path
from typing import Any

import pytest

from certify.core.scheme.faults import Faults, SchemeFaults
from certify.core.scheme.formatting import formatted
from certify.core.scheme.nodes import Listing, Mapping, Node, Scalar, read_nodes

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted(
    [*ROOT.glob("schemes/*/scheme.yaml"), *ROOT.glob("docs/examples/*.yaml"), *Path(__file__).parent.glob("*.yaml")]
)
LONG = "one two three four five six seven eight nine"
CASES = {
    "a long text in braces": (
        f"languages: [sv, en]\ntitle: {{sv: kort, en: {LONG}}} # why\n",
        f"languages: [sv, en]\ntitle:\n  sv: kort\n  en: {LONG} # why\n",
    ),
    "a short one stays": ("languages: [sv, en]\ntitle: {sv: kort, en: short}\n",) * 2,
    "an entry of a list": (
        f"languages: [sv]\nsections:\n  - {{section: A, title: {{sv: {LONG}}}, binding: x}}\n",
        f"languages: [sv]\nsections:\n  - section: A\n    title:\n      sv: {LONG}\n    binding: x\n",
    ),
    "a mapping in a mapping": (
        f"languages: [sv]\nsubject: {{kind: a, text: {{sv: {LONG}}}, also: [b,\n  c]}}\n",
        f"languages: [sv]\nsubject:\n  kind: a\n  text:\n    sv: {LONG}\n  also: [b, c]\n",
    ),
    "quotes stay, and lines are joined": (
        f'languages: [sv, en]\ntitle: {{sv: "a: b", en: {LONG.replace("three", "three" + chr(10) + "   ")}}}\n',
        f'languages: [sv, en]\ntitle:\n  sv: "a: b"\n  en: "{LONG}"\n',
    ),
    "a line that is too long": (
        f"languages: [sv, en]\ntitle: {{sv: {'a' * 60}, en: {'b' * 60}}}\n",
        f"languages: [sv, en]\ntitle:\n  sv: {'a' * 60}\n  en: {'b' * 60}\n",
    ),
    "a comment within braces stays": (f"languages: [sv]\ntitle: {{sv: {LONG}, # why\n  }}\n",) * 2,
    "no text of a language of the file": (f"languages: [sv]\ntitle: {{en: {LONG}}}\n",) * 2,
    "no languages": (f"title: {{sv: {LONG}}}\n",) * 2,
    "languages that are none": (f"languages: sv\ntitle: {{sv: {LONG}}}\n",) * 2,
    "a list in brackets stays": (f"languages: [sv]\nsections: [{{title: {{sv: {LONG}}}}}]\n",) * 2,
}


@pytest.mark.parametrize(("source", "wanted"), CASES.values(), ids=CASES)
def test_longer_texts_stand_in_block_form(source: str, wanted: str) -> None:
    assert formatted(source.encode()).decode() == wanted


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_file_reads_the_same_and_formatting_again_changes_nothing(file: Path) -> None:
    source = file.read_bytes()
    once = formatted(source)
    assert plain(nodes(once)) == plain(nodes(source))
    assert formatted(once) == once


@pytest.mark.parametrize("seed", range(5))
def test_whatever_stands_there_reads_the_same(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        source = f"languages: [sv, en]\nx:\n  - y: {made(chance, 0)}\n".encode()
        assert plain(nodes(formatted(source))) == plain(nodes(source)), source


def made(chance: random.Random, depth: int) -> str:
    words = ("a", "'it''s: one'", '"two # \\" x"', "å-ä", "3.5", f"{LONG}", '"a\\nb"', "a\n      b")
    if depth > 3 or chance.random() < 0.3:
        return chance.choice(words)
    if chance.random() < 0.2:
        return "[" + ", ".join(made(chance, depth + 1) for _ in range(chance.randrange(3))) + "]"
    keys = ["sv", "en"] if chance.random() < 0.6 else ["k", "text", "m"]
    return "{" + ", ".join(f"{key}: {made(chance, depth + 1)}" for key in keys) + "}"


def test_a_file_that_is_no_yaml_is_told() -> None:
    with pytest.raises(SchemeFaults):
        formatted(b"a: [")


def nodes(source: bytes) -> Node:
    return read_nodes(source, Faults("a.yaml"))


def plain(node: Node) -> Any:
    match node:
        case Scalar():
            return node.text.strip()
        case Listing():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, (_, value) in node.entries.items()}
