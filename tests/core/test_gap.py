"""Given, when, then: the gap to the next level, line by line, in numbers and in words."""

from __future__ import annotations

import pytest

from certify.core.outcome import Gap, work_out
from certify.core.scheme.load import load
from tests.core.scheme.works import DATES, FOUND, GIVEN, SOURCE, USUAL

GOLD = "when: {weakest_part: at least share_needed, worst_department: at least fair, nki_mean: at least 60}"
SILVER = "when: {weakest_part: at least 40 %}"


def gap_of(condition: str, **given: str) -> tuple[Gap, ...]:
    """The gap to a level that asks for this, with nobody asked for more by the rest."""
    measures = (
        "  neat: {share: [B1.1, A2.1, insured], is: yes}\n"
        "  good: {count: [B1.1, A2.1, insured], is: yes}\n"
        "  served: {holds: {level_of_service: at least service_needed}}\n"
        "  quick:"
    )
    source = (
        SOURCE[: SOURCE.index("profiles:")]
        .replace("  quick:", measures, 1)
        .replace("  heavy: 3\n", "  heavy: 3\n  service_needed: 9\n")
        .replace(
            "when: {weakest_part: at least share_needed, worst_department: at least fair, nki_mean: at least 60}",
            f"when: {condition}",
        )
        .replace(f"    - {{level: SILVER, title: Silver, {SILVER}}}\n", "")
        .replace("requires: {departments: at least 1, missed: 0}", "requires: {departments: at least 1}")
    )
    scheme = load(source.replace("when: otherwise", "when: {missed: at most 9}").encode())
    case = USUAL.but(scheme=scheme, given={**GIVEN, **given}, found={**FOUND, ("B1.1", None): "no"})
    found = work_out(scheme, case.dossier, case.findings, dates=DATES)
    assert found.level == "BRONZE"
    return found.gap


WORDS: dict[str, tuple[str, list[tuple[str, str | None, int | None, int | None]], str]] = {
    "a share": (
        "{neat: at least 80 %}",
        [("neat", "2/15", None, 1)],
        "neat: 66.6 %, needs at least 80 %; 1 to go (B1.1).",
    ),
    "a count": ("{good: 3}", [("good", "1", None, 1)], "good: 2, needs 3; 1 to go (B1.1)."),
    "more than a count": (
        "{good: more than 2}",
        [("good", "0", None, 1)],
        "good: 2, needs more than 2; 1 to go (B1.1).",
    ),
    "less than a count": ("{good: less than 2}", [("good", "0", None, 1)], ""),
    "at most a count": ("{good: at most 1}", [("good", "1", None, 1)], ""),
    "not a count": ("{good: not 2}", [("good", "0", None, None)], "good: 2, needs not 2"),
    "a number": ("{level_of_service: at least 9}", [("level_of_service", "1", None, None)], "the difference is 1."),
    "a grade": ("{worst_plain: at least fair}", [("worst_plain", None, 1, None)], "dim, needs at least fair; 1 step."),
    "two grades up": ("{worst_plain: more than fair}", [("worst_plain", None, 2, None)], "2 steps."),
    "one of two grades": ("{worst_plain: bright or fair}", [("worst_plain", None, 1, None)], "1 step."),
    "a worse grade": ("{worst_plain: less than dim}", [("worst_plain", None, None, None)], "needs less than dim."),
    "a named condition": (
        "{served: yes}",
        [("served", None, None, None), ("level_of_service", "1", None, None)],
        "served: no, needs yes.",
    ),
    "what must not be": ("{not: {has_yard: no}}", [("has_yard", None, None, None)], "has yard"),
    "a criterion": ("{B1.1: yes}", [("B1.1", None, None, None)], "B1.1 Neat: no, needs yes."),
}


@pytest.mark.parametrize(("condition", "lines", "words"), WORDS.values(), ids=WORDS.keys())
def test_the_gap_is(condition: str, lines: list[tuple[str, str | None, int | None, int | None]], words: str) -> None:
    found = gap_of(condition)
    assert [(gap.name, gap.short_by, gap.steps, gap.more) for gap in found] == lines
    assert words in found[0].en
    assert {gap.level for gap in found} == {"GOLD"}


def test_the_gap_says_itself_in_swedish() -> None:
    assert gap_of("{neat: at least 80 %}")[0].sv == "neat: 66,6 %, ska vara minst 80 %; 1 återstår (B1.1)."
    assert gap_of("{worst_plain: at least fair}")[0].sv == "worst plain: dim, ska vara minst fair; 1 steg."
    assert gap_of("{level_of_service: at least 9}")[0].sv == "level of service: 8, ska vara minst 9; skillnaden är 1."


def test_what_is_not_known_has_no_distance() -> None:
    found = work_out(USUAL.scheme, USUAL.dossier, USUAL.but(found={}).findings, dates=DATES)
    assert (found.complete, found.gap[0].has) == (False, None)
    assert "not known" in found.gap[0].en
    assert "inte känt" in found.gap[0].sv
