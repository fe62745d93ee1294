# ruff: noqa: E501  # one planted fault a line reads best
"""Given, when, then: a scheme under a profile, by day; and a scheme that builds on another body's."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from certify.core.scheme.clocks import last_valid_day
from certify.core.scheme.examples import run_examples
from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import digest_of, load
from certify.core.scheme.overlay import is_stricter
from certify.core.scheme.phrases import read_operand
from certify.core.scheme.terms import Name, Number, Period
from tests.core.scheme.works import SOURCE, WORKS

BEFORE, FIRST, SECOND = date(2026, 5, 31), date(2026, 6, 1), date(2027, 1, 1)


def test_without_a_profile_or_before_its_first_change_a_scheme_is_as_it_stands() -> None:
    assert WORKS.under(None, SECOND) is WORKS
    before = WORKS.under("city", BEFORE)
    assert (before.profile, before.digest, before.sections) == ("city", WORKS.digest, WORKS.sections)
    with pytest.raises(KeyError):
        WORKS.under("village", FIRST)


def test_the_first_change_sets_parameters_and_bindings_and_replaces_and_adds_criteria() -> None:
    city = WORKS.under("city", FIRST)
    assert city.parameters["share_needed"].value == read_operand("80 %")
    assert city.parameters["share_needed"].stricter == "higher"
    assert city.criterion("B1.1").binding == "mandatory"
    yard = city.criterion("B1.4")
    assert (yard.text["en"], yard.applies) == ("The yard is neat and lit.", None)
    assert [criterion.id for criterion in city.criteria if criterion.section == "B1"] == [
        "B1.1",
        "B1.2",
        "B1.3",
        "B1.4",
        "B1.9",
    ]
    assert city is WORKS.under("city", date(2026, 12, 31))


def test_a_period_that_is_changed_is_changed_wherever_its_name_stood() -> None:
    decided = date(2027, 3, 1)
    assert last_valid_day(WORKS, decided=decided, former_end=None) == date(2030, 2, 28)
    city = WORKS.under("city", FIRST)
    assert last_valid_day(city, decided=decided, former_end=None) == date(2029, 2, 28)
    within = city.activities_by_id["decision"].within
    assert within is not None
    assert within.period == Period(2, "year")


def test_the_second_change_comes_on_top_of_the_first() -> None:
    city = WORKS.under("city", SECOND)
    assert city.parameters["share_needed"].value == read_operand("80 %")
    assert city.nonconformities["minor"].within == Period(1, "year")
    assert [section.id for section in city.sections] == ["A", "B", "C"]
    assert city.criterion("B2.2").within == ("B", "B2")
    assert "B2.1" not in city.criteria_by_id
    assert city.activities[-1].id == "night_check"
    assert [level.id for level in city.outcome.levels] == ["GOLD", "SILVER", "BRONZE"]
    assert city.level("SILVER") != WORKS.level("SILVER")


def test_periods_are_equal_whoever_gave_them() -> None:
    assert Period(3, "year", parameter="term") == Period(3, "year")
    assert len({Period(3, "year", parameter="term"), Period(3, "year")}) == 1
    assert Period(3, "year") != "3 years"


FAULTY: dict[str, tuple[str, str, str, str]] = {
    "no such parameter": ("share_needed: 80 %,", "§share_neded: 80 %,", "unknown-name", "share_needed"),
    "another kind of value": ("share_needed: 80 %,", "share_needed: §3 years,", "wrong-side", "is a period"),
    "a number for a share": ("share_needed: 80 %,", "share_needed: §80,", "wrong-side", "this is a number"),
    "no such criterion": ("bindings: {B1.1", "bindings: {§B1.7", "unknown-name", "no criterion"),
    "no such binding": ("B1.1: mandatory}", "B1.1: §mandatry}", "unknown-name", "mandatory"),
    "no such section": ("          B1:\n", "          §B7:\n", "unknown-name", "no section"),
    "a level that there is none of": ("{level: SILVER, title: Silver, when: {weakest_part: at least 50 %}}",
                                      "{level: §TIN, title: Tin, when: {weakest_part: at least 50 %}}",
                                      "unknown-name", "adds none"),
    "no later day": ("- from: 2027-01-01", "- from: §2026-06-01", "wrong-order", "a later day"),
    "a condition with no such name": ("{level_of_service: at least 5}", "{§level_of_servce: at least 5}",
                                      "unknown-name", "level_of_service"),
    "what is laid over has a fault of its own": ("{criterion: B1.9,", "§{criterion: A2.1,", "name-twice", 'under "city"'),
    "a level that nobody reaches under the profile": ("bindings: {B1.1", "levels: [{level: GOLD, title: G, when: {nki_mean: more than 100}}]\n        bindings: {B1.1",
                                                      "never-reached", 'under "city"'),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "words"), FAULTY.values(), ids=FAULTY.keys())
def test_a_fault_of_a_profile_is_told(old: str, new: str, code: str, words: str) -> None:
    source = SOURCE.replace(old, new, 1)
    assert source != SOURCE
    line = source[: source.index("§")].count("\n") + 1 if "§" in source and code != "name-twice" else None
    with pytest.raises(SchemeFaults) as caught:
        load(source.replace("§", "").encode())
    told = [(fault.code, fault.line if line else None) for fault in caught.value.faults]
    assert (code, line) in told, caught.value
    assert any(words in fault.en for fault in caught.value.faults)


def test_a_word_of_a_profile_is_one_of_the_options() -> None:
    source = SOURCE.replace("  heavy: 3\n", "  heavy: 3\n  rule: {value: strict, options: [strict, mild]}\n")
    load(source.replace("term: 2 years}", "term: 2 years, rule: mild}").encode())
    with pytest.raises(SchemeFaults) as caught:
        load(source.replace("term: 2 years}", "term: 2 years, rule: mad}").encode())
    assert [fault.code for fault in caught.value.faults] == ["unknown-name"]


def test_a_worked_case_is_run_under_its_profile() -> None:
    examples = """
examples:
  - example: before the profile changes anything
    profile: city
    dates: {submitted: 2026-05-31, decision: 2026-05-31}
    expect: {valid_to: 2029-05-30, share_needed: 60 %}
  - example: after the first change
    profile: city
    findings: {B1.9: yes}
    dates: {submitted: 2026-06-01, decision: 2026-06-01}
    expect: {valid_to: 2028-05-31, share_needed: 0.8, B1.9: yes}
  - example: without a day
    profile: city
    expect: {share_needed: 0.6}
"""
    scheme = load((SOURCE + examples.replace("60 %", "0.6")).encode())
    assert run_examples(scheme) == ()
    with pytest.raises(SchemeFaults) as caught:
        load((SOURCE + examples.replace("profile: city", "profile: sity")).encode())
    assert {fault.code for fault in caught.value.faults} == {"unknown-name"}


# On the base of another body

BASE = (Path(__file__).parent / "lantern.yaml").read_bytes()
DIGEST = digest_of(BASE)
OVER = f"""language: 1
scheme: lit-lantern-north
base: {DIGEST}
version: {{id: 2026.1, applies_from: 2026-01-01}}
title: {{sv: Tänd lykta i norr, en: Lit lantern of the north}}
means: {{sv: Lyktan lyser i kyla., en: The lantern shines in the cold.}}
parameters: {{glow_needed: 15}}
bindings: {{B-1: recommended}}
inputs:
  lamps: {{type: integer, lowest: 1}}
sections:
  - section: N
    title: {{sv: Is, en: Ice}}
    binding: mandatory
    criteria:
      - criterion: N-1
        title: {{sv: Isfri, en: Free of ice}}
        text: {{sv: Glaset är isfritt., en: The glass is free of ice.}}
criteria:
  A:
    - criterion: A-9
      title: {{sv: Varm, en: Warm}}
      text: {{sv: Lyktan är varm., en: The lantern is warm.}}
measures:
  care: {{count: N, is: no}}
eligible: {{lamps: at least 2}}
requires: {{cared: at least 10 %}}
activities:
  - {{activity: winter_check, kind: survey, by: assessor, every: 12 months}}
nonconformities:
  frost: {{within: 1 month}}
examples:
  - example: the base's term
    dates: {{decision: 2026-01-01}}
    expect: {{valid_to: 2028-12-31, glow_needed: 15}}
"""


def over(*changes: tuple[str, str]) -> bytes:
    source = OVER
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new, 1)
    return source.replace("§", "").encode()


def test_a_file_with_a_base_is_judged_as_one_scheme_under_its_own_digest() -> None:
    source = over()
    scheme = load(source, "north.yaml", {DIGEST: BASE})
    base = load(BASE)
    assert (scheme.id, scheme.base, scheme.digest) == ("lit-lantern-north", DIGEST, digest_of(source))
    assert scheme.parameters["glow_needed"].value == Number(Fraction(15))
    assert [criterion.id for criterion in scheme.criteria] == ["A-1", "A-2", "A-9", "B-1", "N-1"]
    assert scheme.means["en"] == "The lantern shines in the cold."
    assert scheme.expect == base.expect
    assert scheme.outcome.requires != base.outcome.requires
    assert scheme.outcome.levels == base.outcome.levels
    assert "winter_check" in scheme.activities_by_id
    assert run_examples(scheme) == ()
    bare = over(("eligible: {lamps: at least 2}\n", ""), ("requires: {cared: at least 10 %}\n", ""))
    assert load(bare, "x", {DIGEST: BASE}).eligible == base.eligible


LAXER: dict[str, tuple[tuple[str, str], str, str]] = {
    "a parameter the other way": (("glow_needed: 15", "glow_needed: §9"), "laxer", "higher"),
    "a parameter without a direction": (("glow_needed: 15", "term: §4 years"), "laxer", "direction"),
    "a parameter of another kind": (("glow_needed: 15", "glow_needed: §2026-01-01"), "wrong-side", "a date"),
    "a parameter that there is none of": (("glow_needed: 15", "§glow_neded: 15"), "unknown-name", "glow_needed"),
    "a weaker binding": (("B-1: recommended", "A-1: §recommended"), "laxer", "is mandatory in the base"),
    "no such binding": (("B-1: recommended", "B-1: §recomended"), "unknown-name", "recommended"),
    "a binding of no criterion": (("B-1: recommended", "§B-7: recommended"), "unknown-name", "B-1"),
    "an input that is there": (("  lamps: {type: integer, lowest: 1}", "  §posts: {type: integer}"), "laxer", "replaces nothing"),
    "a measure that is there": (("  care: {count: N", "  §missed: {count: N"), "laxer", "replaces nothing"),
    "a criterion that is there": (("criterion: A-9", "criterion: §A-2"), "laxer", "replaces nothing"),
    "a section that is there": (("- section: N\n", "- section: §B\n"), "laxer", "replaces nothing"),
    "an activity that is there": (("activity: winter_check", "activity: §review"), "laxer", "replaces nothing"),
    "a nonconformity that is there": (("  frost:", "  §minor:"), "laxer", "replaces nothing"),
    "criteria of no section": (("criteria:\n  A:\n", "criteria:\n  §Q:\n"), "unknown-name", "no section"),
    "a key that it may not have": (("title: {sv", "§outcome: {levels: []}\ntitle: {sv"), "unknown-key", "outcome"),
    "a missing key": (("scheme: lit-lantern-north\n", ""), "missing-key", "scheme"),
    "an added thing with a fault": (("{count: N,", "{count: §M,"), "unknown-name", "neither"),
    "an added criterion with a fault": (("text: {sv: Lyktan är varm., en: The lantern is warm.}",
                                         "text: {sv: Lyktan är varm., en: The lantern is warm.}\n      applies: {§lamp: 1}"),
                                        "unknown-name", "lamps"),
    "an added section with a fault": (("    binding: mandatory\n", "    binding: §mandatry\n"), "unknown-name", "mandatory"),
    "a requirement that nobody meets": (("{cared: at least 10 %}", "§{care: at least 9}"), "never-reached", "never holds"),
    "an added requirement with a fault": (("{cared: at least 10 %}", "{§carred: at least 10 %}"), "unknown-name", "cared"),
    "what the base becomes with it": (("criterion: N-1", "criterion: GOLD"), "name-twice", "GOLD"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "code", "words"), LAXER.values(), ids=LAXER.keys())
def test_what_is_laxer_or_wrong_is_refused(change: tuple[str, str], code: str, words: str) -> None:
    assert change[0] in OVER
    changed = OVER.replace(change[0], change[1], 1)
    with pytest.raises(SchemeFaults) as caught:
        load(changed.replace("§", "").encode(), "north.yaml", {DIGEST: BASE})
    assert code in [fault.code for fault in caught.value.faults], caught.value
    told = next(fault for fault in caught.value.faults if fault.code == code)
    assert words in told.en
    if "§" in changed:
        assert told.line == changed[: changed.index("§")].count("\n") + 1, caught.value


def no_base(source: bytes, bases: dict[str, bytes]) -> tuple[str, ...]:
    with pytest.raises(SchemeFaults) as caught:
        load(source, "north.yaml", bases)
    return tuple(fault.code for fault in caught.value.faults)


def test_a_base_has_to_be_at_hand_whole_and_without_fault() -> None:
    assert no_base(over(), {}) == ("no-base",)
    assert no_base(over(), {DIGEST: BASE + b"\n"}) == ("no-base",)
    assert no_base(over((f"base: {DIGEST}", "base: [x]")), {DIGEST: BASE}) == ("no-base",)
    faulty = BASE.replace(b"lowest: 1", b"lowst: 1", 1)
    assert no_base(over((DIGEST, digest_of(faulty))), {digest_of(faulty): faulty}) == ("no-base",)


def test_four_files_may_build_on_each_other_and_no_more() -> None:
    bases, below = {DIGEST: BASE}, DIGEST
    for number in range(4):
        source = f"""language: 1
scheme: north-{number}
base: {below}
version: {{id: 1, applies_from: 2026-01-01}}
title: {{sv: A, en: B}}
parameters: {{glow_needed: {16 + number}}}
""".encode()
        below = digest_of(source)
        bases[below] = source
        assert load(source, "north.yaml", bases).id == f"north-{number}"
    last = over((DIGEST, below), ("glow_needed: 15", "glow_needed: 30"))
    assert no_base(last, bases) == ("base-too-deep",)


STRICTER: list[tuple[str, str, str, bool]] = [
    ("higher", "10", "10", True),
    ("higher", "10", "9.99", False),
    ("lower", "10 %", "9 %", True),
    ("lower", "10 %", "11 %", False),
    ("longer", "12 months", "1 year", True),
    ("longer", "30 days", "1 month", False),
    ("shorter", "31 days", "1 month", True),
    ("shorter", "1 month", "28 days", True),
    ("higher", "2026-01-01", "2026-01-02", True),
    ("higher", "strict", "strict", True),
    ("higher", "strict", "mild", False),
]


@pytest.mark.parametrize(("direction", "before", "now", "stricter"), STRICTER)
def test_a_valueis_stricter(direction: str, before: str, now: str, stricter: bool) -> None:  # noqa: FBT001
    assert is_stricter(direction, read_operand(before), read_operand(now)) is stricter
    assert isinstance(read_operand("strict"), Name)
