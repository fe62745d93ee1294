"""Each fault is told in Swedish and in English: the same places in both, and whoever tells it fills just those."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from certify.core.scheme.sentence import Sentence, joined, listed, nearest
from tests.core.scheme.told import ROOMS, SENTENCES

SCHEME = Path(__file__).resolve().parents[3] / "certify" / "core" / "scheme"
# What fills the places of these is looked up where names are checked, for all of them alike.
LOOKED_UP = {"word", "hint"}
# What tells a sentence, or fills it.
TELLING = {"add", "stop", "fault", "fault_at", "key_fault", "fault_of", "is_known", "are_known", "told"}
TELLING |= {"BadPhrase", "BadFormula"}
# Words that no sentence of the other language has.
ENGLISH = re.compile(r"\b(the|and|belongs|here|which|cannot|nothing|not)\b")
SWEDISH = re.compile(r"[åäöÅÄÖ]|\b(och|är|här|inte|inget|ett)\b")


def places(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


def pairs() -> dict[str, tuple[str, str]]:
    """What stands in the places of sentences, in both languages."""
    found: dict[str, tuple[str, str]] = {}
    for room in ROOMS:
        for name, its in vars(room).items():
            if isinstance(its, tuple):
                found[name] = its
            if isinstance(its, dict) and name.isupper():
                found |= {f"{name} {word}": pair for word, pair in its.items()}
    return found


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_stands_in_both_languages_with_the_same_places(name: str) -> None:
    sentence = SENTENCES[name]
    assert sentence.sv
    assert sentence.en
    assert places(sentence.sv) == places(sentence.en)
    words = re.sub(r'"[^"]*"|`[^`]*`|\{[^}]*\}', "", sentence.sv)
    assert not ENGLISH.search(words), sentence.sv
    assert not SWEDISH.search(sentence.en), sentence.en


def test_what_fills_a_place_stands_in_both_languages() -> None:
    for name, (sv, en) in pairs().items():
        assert sv, name
        assert en, name
        assert not ENGLISH.search(sv), sv
        assert not SWEDISH.search(en), en


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def uses() -> Iterator[tuple[str, ast.Call, str]]:
    """Every call that is given a sentence: the file, the call, and the sentence's name."""
    for file in sorted(SCHEME.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in TELLING:
                sentences = [node.func.value] if isinstance(node.func, ast.Attribute) else []
                for given in (*node.args, *sentences):
                    if isinstance(given, ast.Attribute) and isinstance(given.value, ast.Name):
                        name = f"{given.value.id}.{given.attr}"
                        if name in SENTENCES:
                            yield f"{file.name}:{node.lineno}", node, name


def test_whoever_tells_a_fault_fills_its_places_and_no_other() -> None:
    told = list(uses())
    assert len(told) > 200
    for where, call, name in told:
        filled = {key.arg for key in call.keywords} - {"key", None} | {"key"} & set(places(SENTENCES[name].en))
        wanted = set(places(SENTENCES[name].en))
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"is_known", "are_known"}:
            filled |= LOOKED_UP
        spread = any(key.arg is None for key in call.keywords)
        assert spread or filled == wanted, f"{where}: {name}"


def test_no_sentence_is_without_use() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in sorted(SCHEME.glob("*.py")))
    fragments = (SCHEME / "sentences" / "reading.py").read_text(encoding="utf-8")
    unused = [name for name in SENTENCES if name not in source and f"{name.partition('.')[2]}.sv" not in fragments]
    assert unused == []


def test_a_sentence_is_filled_in_each_language() -> None:
    sentence = Sentence("a-kind", '"{name}" är {what}: {{A: ..}}', '"{name}" is {what}: {{A: ..}}')
    swedish, english = sentence.told(name="x", what=("ett tal", "a number"))
    assert swedish == '"x" är ett tal: {A: ..}'
    assert english == '"x" is a number: {A: ..}'


def test_lists_and_hints_are_said_in_each_language() -> None:
    assert listed(["a", "b", "c"]) == ("a, b eller c", "a, b or c")
    assert listed(["a"]) == ("a", "a")
    assert joined(["a", "b"]) == ("a och b", "a and b")
    assert nearest("shrae", ["share", "count"]) == (' (menade du "share"?)', ' (did you mean "share"?)')
    assert nearest("xyzzy", ["share", "count"]) == ("", "")
