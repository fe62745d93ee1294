"""What may not stand in a scheme file at all, and files that are made to hurt."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import load
from certify.core.scheme.nodes import DEEPEST, MOST_BYTES, MOST_NODES

GOOD = (Path(__file__).parent / "harbour.yaml").read_bytes()

# name: the file, the code of the fault that it gets (among others), line, column
REFUSED: dict[str, tuple[bytes, str, int, int]] = {
    "nothing": (b"", "empty", 1, 1),
    "a comment": (b"# later\n", "empty", 1, 1),
    "not UTF-8": (b"a: b\nc: \xff\n", "not-utf8", 2, 1),
    "NUL": (b"a: \x00", "not-yaml", 1, 4),
    "a control character": (b"a: b\x07", "not-yaml", 1, 5),
    "anchor": (b"a: &x b", "anchor", 1, 4),
    "anchored list": (b"a: &x [b]", "anchor", 1, 4),
    "alias": (b"a: &x b\nc: *x", "alias", 2, 4),
    "tag": (b"a: !!python/object/apply:os.system [ls]", "tag", 1, 4),
    "tag on a word": (b"a: !thing b", "tag", 1, 4),
    "merge": (b"a: &x {b: c}\nd: {<<: *x}", "alias", 2, 9),
    "directive": (b"%YAML 1.1\n---\na: b", "directive", 2, 1),
    "second document": (b"a: b\n---\nc: d", "second-document", 2, 1),
    "list as a key": (b"? [a]\n: b", "key-not-a-word", 1, 3),
    "mapping as a key": (b"{{a: b}: c}", "key-not-a-word", 1, 2),
    "key twice, deep down": (b"a: {b: {c: 1, c: 2}}", "duplicate-key", 1, 15),
    "colon in a text": (b"a: b: c", "not-yaml", 1, 5),
    "tab": (b"a:\n\tb: c", "not-yaml", 2, 1),
    "braces left open": (b"a: {b: c", "not-yaml", 1, 9),
    "brackets left open": (b"a: [b", "not-yaml", 1, 6),
    "quotes left open": (b"a: 'b", "not-yaml", 1, 4),
    "sign at the beginning": (b"a: @b", "not-yaml", 1, 4),
    "neither key nor entry": (b"a: b\nc\nd: e", "not-yaml", 3, 1),
    "indented wrongly": (b"a:\n  b: c\n d: e", "not-yaml", 3, 2),
    "escape beyond Unicode": (b'a: "\\UFFFFFFFF"', "not-yaml", 1, 1),
    "unknown escape": (b'a: "\\q"', "not-yaml", 1, 6),
    "nothing after a comma": (b"[,]", "not-yaml", 1, 2),
    "a word": (b"scheme", "wrong-type", 1, 1),
    "a list": (b"- language: 1", "wrong-type", 1, 1),
    "too large": (b"#" * (MOST_BYTES + 1), "too-large", 1, 1),
    "too many": (b"[" + b"a," * MOST_NODES + b"a]", "too-many", 1, 2 * MOST_NODES + 2),
    "too deep": (b"[" * (DEEPEST + 1), "too-deep", 1, DEEPEST + 1),
    "very deep": (b"[" * 100_000, "too-deep", 1, DEEPEST + 1),
    "very deep mappings": (b"{a: " * 100_000, "too-deep", 1, 4 * DEEPEST + 1),
    "very deep block": (b"".join(b" " * n + b"a:\n" for n in range(1_000)), "too-deep", DEEPEST + 1, DEEPEST + 1),
    "laughter": (
        b"a: &a [l, o, l]\n"
        + b"".join(b"%c: &%c [*%c,*%c,*%c]\n" % (n, n, n - 1, n - 1, n - 1) for n in range(98, 115)),
        "alias",
        2,
        8,
    ),
}


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_is_no_scheme_is_refused_by_name_and_quickly(refused: tuple[bytes, str, int, int]) -> None:
    source, code, line, column = refused
    begun = time.perf_counter()
    with pytest.raises(SchemeFaults) as caught:
        load(source)
    assert time.perf_counter() - begun < 60
    assert (code, line, column) in {(fault.code, fault.line, fault.column) for fault in caught.value.faults}
    assert all(fault.en and "\n" not in fault.en for fault in caught.value.faults)


def test_faults_are_told_up_to_a_number() -> None:
    with pytest.raises(SchemeFaults) as caught:
        load(b"".join(b"k%d: v\n" % n for n in range(1_000)))
    assert len(caught.value.faults) == 200


def test_a_parser_s_fault_without_words_of_ours_keeps_its_own() -> None:
    with pytest.raises(SchemeFaults, match=r"this is not YAML: .*unknown escape"):
        load(b'a: "\\q"')


def _loads_or_is_refused(source: bytes) -> None:
    try:
        load(source)
    except SchemeFaults as refused:
        told = refused.faults
    else:
        return
    assert told


@given(st.binary(max_size=300))
@settings(max_examples=150)
def test_random_bytes_are_refused_by_name(source: bytes) -> None:
    _loads_or_is_refused(source)


@given(st.text(alphabet="abc:-[]{}#&*!|>'\"%@`,?\\ \n\t0159", max_size=80))
@settings(max_examples=300)
def test_random_yaml_is_refused_by_name(text: str) -> None:
    _loads_or_is_refused(text.encode())


LINES = GOOD.split(b"\n")
WORDS = sorted({word for line in LINES for word in line.split()})


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(LINES) - 1),
            st.sampled_from(["drop", "twice", "word", "swap", "indent", "byte", "cut"]),
            st.integers(0, 200),
            st.sampled_from(WORDS),
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=60)
def test_a_scheme_changed_at_random_loads_or_is_refused_by_name(changes: list[tuple[int, str, int, bytes]]) -> None:
    lines = list(LINES)
    for place, how, number, word in changes:
        at = min(place, len(lines) - 1)
        lines[at : at + 1] = _changed(lines[at], how, number, word)
    _loads_or_is_refused(b"\n".join(lines))


def _changed(line: bytes, how: str, number: int, word: bytes) -> list[bytes]:
    words = line.split(b" ")
    at = number % len(words)
    match how:
        case "drop":
            return []
        case "twice":
            return [line, line]
        case "word":
            return [b" ".join([*words[:at], word, *words[at + 1 :]])]
        case "swap":
            return [b" ".join(reversed(words))]
        case "indent":
            return [b" " * (number % 9) + line]
        case "byte":
            return [line[:at] + bytes([number % 256]) + line[at:]]
        case _:
            return [line[:number]]


def test_a_file_that_was_read_before_is_told_by_the_name_it_has_now() -> None:
    """The nodes of a good file are kept; what a fault says of place and name is not."""
    wrong = GOOD.replace(b"scheme: ", b"sheme: ", 1)
    assert load(GOOD, "one.yaml") == load(GOOD, "two.yaml")
    for name in ("one.yaml", "two.yaml", "two.yaml"):
        with pytest.raises(SchemeFaults) as caught:
            load(wrong, name)
        assert {fault.file for fault in caught.value.faults} == {name}
        with pytest.raises(SchemeFaults) as caught:
            load(b"a: &x b", name)  # reading gets over this fault and goes on, so it must be told every time
        assert ("anchor", name) in {(fault.code, fault.file) for fault in caught.value.faults}
