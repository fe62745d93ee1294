# ruff: noqa: E501  # one file a line reads best
"""Files that are made to hurt: each is refused by name, before it can cost much."""

from __future__ import annotations

import pytest

from certify.core.scheme.faults import MOST_FAULTS, SchemeFaults
from certify.core.scheme.load import digest_of, load
from tests.core.scheme.works import SOURCE


def grown(old: str, new: str) -> bytes:
    assert old in SOURCE
    return SOURCE.replace(old, new, 1).encode()


def many(pattern: str, count: int) -> str:
    return "".join(pattern.replace("#", str(number)) for number in range(count))


CRITERION = "          - {criterion: X#, title: T, text: It is so.}\n"
B1 = "          - {criterion: B1.1"
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)
CHAIN = many("  m#: {formula: m#}\n", 500)

LARGE = f"{{section: X, title: X, criteria: [{'{criterion: x#, title: T, text: So.}, ' * 100}]}}"

HOSTILE: dict[str, tuple[bytes, str]] = {
    "a billion laughs": (LAUGHS.encode(), "anchor"),
    "an alias to itself": (b"a: &a {b: *a}\n", "alias"),
    "a tag that makes something": (b"!!python/object/apply:os.system [x]\n", "tag"),
    "ten thousand criteria": (grown(B1, many(CRITERION, 10_000) + B1), "too-many"),
    "six thousand criteria in little space": (grown(B1, many("          - {criterion: X#}\n", 6_000) + B1), "too-many"),
    "three thousand measures": (grown("measures:\n", "measures:\n" + many("  m#: {count: mandatory}\n", 3_000)), "too-many"),
    "two hundred kinds of unit": (grown("units:\n", "units:\n" + many("  u#: {title: U}\n", 200)), "too-many"),
    "two thousand inputs": (grown("inputs:\n", "inputs:\n" + many("  i#: {type: date}\n", 2_000)), "too-many"),
    "two hundred levels": (grown("  levels:\n", "  levels:\n" + many("    - {level: L#, title: L, when: {missed: 0}}\n", 200)), "too-many"),
    "a hundred changes": (grown("    changes:\n", "    changes:\n" + many("      - {from: 2026-01-01}\n", 100)), "too-many"),
    "a hundred and twenty changes in sixty profiles": (
        grown("profiles:\n", "profiles:\n" + many("  p#: {title: P, changes: [{from: 2026-01-01}, {from: 2026-01-02}]}\n", 60)),
        "too-many",
    ),
    "a few changes with very much in each": (
        grown("profiles:\n", "profiles:\n" + many(f"  p#: {{title: P, changes: [{{from: 2026-01-01, sections: [{LARGE}]}}]}}\n", 15)),
        "too-many",
    ),
    "a deep tree": (("a: " + "[" * 5_000).encode(), "too-deep"),
    "a deep condition": (grown("{insured: yes}\noutcome", "{not: " * 40 + "{insured: yes}" + "}" * 40 + "\noutcome"), "too-deep"),
    "a deep formula": (grown("sqrt(level_of_service)", "-" * 90 + "level_of_service"), "bad-phrase"),
    "a formula of many roots": (grown("sqrt(level_of_service)", "sqrt(" * 40 + "level_of_service" + ")" * 40), "bad-phrase"),
    "a long formula": (grown("sqrt(level_of_service)", "+".join(["level_of_service"] * 400)), "bad-phrase"),
    "a power": (grown("sqrt(level_of_service)", "level_of_service ** level_of_service"), "bad-phrase"),
    "an enormous number": (grown("at least 40 %", f"at least {'9' * 5_000}"), "bad-phrase"),
    "an exponent": (grown("at least 40 %", "at least 1e999999999"), "bad-phrase"),
    "a period of a million years": (grown("term: 3 years", "term: 99999 years"), "bad-phrase"),
    "a moment that rests on many": (grown("end: 6 months after submitted", "end: " + "1 day after " * 50 + "submitted"), "bad-phrase"),
    "a long phrase": (grown("at least 40 %", "yes" + " or yes" * 5_000), "bad-phrase"),
    "a long line": (grown("GOLD, title: Gold", f"GOLD, title: {'G' * 100_000}"), "wrong-type"),
    "a name of look-alikes": (grown("  finnish: {count", "  f\u0456nnish: {count"), "bad-name"),
    "a name turned round": (grown("  finnish: {count", "  fin\u202enish: {count"), "bad-name"),
    "a nothing in a text": (b"a: x\x00y\n", "not-yaml"),
    "half of a character": (b"a: \xed\xa0\x80\n", "not-utf8"),
    "two megabytes": (b"#" * 2_000_000, "too-large"),
    "the same key over and over": (("a: 1\n" * 20_000).encode(), "duplicate-key"),
    "measures that rest on themselves": (grown("measures:\n", "measures:\n" + CHAIN), "cycle"),
    "a ring of measures": (
        grown("measures:\n", "measures:\n" + "".join(f"  m{n}: {{formula: m{(n + 1) % 900}}}\n" for n in range(900))),
        "cycle",
    ),
    "a base of itself": (grown("scheme: good-desk\n", f"scheme: good-desk\nbase: sha256:{'0' * 64}\n"), "no-base"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_by_name(source: bytes, code: str) -> None:
    with pytest.raises(SchemeFaults) as caught:
        load(source)
    assert code in [fault.code for fault in caught.value.faults], str(caught.value)[:2_000]
    assert len(caught.value.faults) <= MOST_FAULTS
    assert all(len(fault.en) < 1_000 for fault in caught.value.faults)


def test_overlays_that_name_each_other_end() -> None:
    one = b"scheme: a\nbase: sha256:" + b"1" * 64 + b"\n"
    # nobody can name a file by a digest that holds that digest: a false name is no base
    with pytest.raises(SchemeFaults) as caught:
        load(one, "a.yaml", {"sha256:" + "1" * 64: one, digest_of(one): one})
    assert [fault.code for fault in caught.value.faults] == ["no-base"]


def test_squares_upon_squares_are_read_without_working_them_out() -> None:
    """Given measures that each square the one before, when the file is loaded, then no number grows beyond measure."""
    squares = "  s0: {formula: 7 * 7}\n" + "".join(f"  s{n}: {{formula: s{n - 1} * s{n - 1}}}\n" for n in range(1, 300))
    assert "s299" in load(grown("measures:\n", "measures:\n" + squares)).measures
