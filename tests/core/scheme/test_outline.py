"""The outline and the decision logic in words, in Swedish and in English, for whatever a scheme says."""

import pytest

from certify.core.scheme.logic import condition_in_words, condition_lines, details
from certify.core.scheme.measure import REDUCERS
from certify.core.scheme.measure_words import measure_in_words
from certify.core.scheme.outline import outline
from certify.core.scheme.terms import AllOf, Comparison, Line, Name, Not, Otherwise, Period, Shifted
from certify.core.scheme.wording import choice_in_words, in_text, key_in_words, name_or_word, value_in_words
from tests.core.scheme.harbour import HARBOUR, harbour

SAID = {
    "imperatives_missed": (
        "hur många av allt som är imperative som är nej",
        "how many of everything imperative are no",
    ),
    "guideline_share": (
        "vilken del av L2.1 Skötselplan, L2.2 Varmt ljus, L2.3 Timer som är ja",
        "which part of L2.1 Care plan, L2.2 Warm light, L2.3 Timer is yes",
    ),
    "good_condition": ("hur många av L2.4 Skick som är minst fair", "how many of L2.4 Condition are at least fair"),
    "darkest": ("det lägsta av lux, glow", "the lowest of lux, glow"),
    "brightest": ("det högsta av lux, glow", "the highest of lux, glow"),
    "mean_light": ("medelvärdet av lux, glow, avrundat till 0.1", "the mean of lux, glow, rounded to 0.1"),
    "plain_mean": ("medelvärdet av lux, glow", "the mean of lux, glow"),
    "bright_enough": ("om darkest: minst 10 (lux needed)", "whether darkest: at least 10 (lux needed)"),
    "light_points": ("summan av lux (högst 15), glow; högst 40", "the sum of lux (at most 15), glow; at most 40"),
    "all_light": ("summan av lux, glow, kiosk lux", "the sum of lux, glow, kiosk lux"),
    "piers_to_visit": ("ceil(berths / 40)", "ceil(berths / 40)"),
    "last_moment": ("den sista av ansökan, rebuilt", "the last of the application, rebuilt"),
    "cycle": (
        "4 år om Ägare: club och Antal platser: högst 50; annars 3 år (term)",
        "4 years if Owner: club and Berths: at most 50; otherwise 3 years (term)",
    ),
    "fee": (
        "efter Antal platser – högst 99: 2000; mellan 100 och 399: 5000; minst 400: 9000",
        "by Berths – at most 99: 2000; between 100 and 399: 5000; at least 400: 9000",
    ),
}


@pytest.mark.parametrize(("name", "said"), SAID.items(), ids=SAID)
def test_a_measure_is_said_in_words(name: str, said: tuple[str, str]) -> None:
    measure = HARBOUR.measures[name]
    assert (measure_in_words(HARBOUR, measure, "sv"), measure_in_words(HARBOUR, measure, "en")) == said


def test_no_reducer_is_passed_over() -> None:
    told = {type(measure) for measure in HARBOUR.measures.values()}
    for measure in HARBOUR.measures.values():
        assert measure_in_words(HARBOUR, measure, "en")
    assert told <= set(REDUCERS.values())


# ruff: noqa: E501  # what stands in a file, and what is said of it, stand on one line each
MORE = """
  weighed: {weighted: [lux, bright_share], out_of: 100, weights: {bright_share: 2}, round: 0.1}
  weighed_plainly: {weighted: [shine]}
  bright_share: {share: guideline_answers, is: yes}
  how_many: {count: [L2.1, L2.2], distinct: yes}
  no_of_them: {count: [L2.1, L2.2], is: no, distinct: yes}
  poorest: {worst: [look], lift: {steps: 1, when_better: at least 75 %}}
  poorest_plainly: {worst: look}
  ninth: {statistic: nearest rank, at: 90 %, of: tests, from: 4 years before submitted, until: submitted, season: {from: 1 june each year, until: 31 august each year}, at_least: 16, zero_as: 0.5, round: 0.1}
  middle: {statistic: median, of: tests}
"""
MORE_SAID = {
    "weighed": (
        (
            "lux, bright share, vart och ett som del av sitt högsta och efter sin vikt, avrundat till 0.1; "
            "bright share väger 2; av 100"
        ),
        (
            "lux, bright share, each as part of its highest and by its weight, rounded to 0.1; "
            "bright share weighs 2; out of 100"
        ),
    ),
    "weighed_plainly": (
        "shine, vart och ett som del av sitt högsta och efter sin vikt",
        "shine, each as part of its highest and by its weight",
    ),
    "how_many": (
        "hur många olika av L2.1 Skötselplan, L2.2 Varmt ljus",
        "how many different of L2.1 Care plan, L2.2 Warm light",
    ),
    "no_of_them": (
        "hur många olika av L2.1 Skötselplan, L2.2 Varmt ljus som är nej",
        "how many different of L2.1 Care plan, L2.2 Warm light are no",
    ),
    "poorest": (
        "den lägsta graden av look, höjd 1 steg när den del som är bättre är minst 75 %",
        "the lowest grade of look, lifted by 1 when the part that is better is at least 75 %",
    ),
    "poorest_plainly": ("den lägsta graden av look", "the lowest grade of look"),
    "ninth": (
        (
            "percentilen enligt närmaste rang 90 % av Provserie, från 4 år före ansökan, till och med ansökan, under säsongen "
            "den 1 juni varje år till den 31 augusti varje år, minst 16 värden, noll räknas som 0.5, avrundat till 0.1"
        ),
        (
            "the percentile by nearest rank 90 % of Test series, from 4 years before the application, until the application, "
            "within the season 1 June each year to 31 August each year, at least 16 values, zero counts as 0.5, "
            "rounded to 0.1"
        ),
    ),
    "middle": ("medianen av Provserie", "the median of Test series"),
}
RICH = harbour(
    ("\nmeasures:\n", f"\nmeasures:{MORE.replace('guideline_answers', '[L2.1, L2.2, L2.3]')}"),
    ("lux:      {type: number, lowest: 0,", "lux:      {type: number, lowest: 0, highest: 50,"),
    ("  remarks:  {type: text}\n", "  remarks:  {type: text}\n  tests: {type: series, text: {sv: Provserie, en: Test series}}\n"),
    ("\nroles:", "\nprofiles: {islands: {title: {sv: Öarna, en: The islands}, changes: [{from: 2027-01-01, parameters: {lux_needed: 15}, bindings: {L2.3: imperative}}]}}\nroles:"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "said"), MORE_SAID.items(), ids=MORE_SAID)
def test_weights_grades_and_statistics_are_said_in_words(name: str, said: tuple[str, str]) -> None:
    measure = RICH.measures[name]
    assert (measure_in_words(RICH, measure, "sv"), measure_in_words(RICH, measure, "en")) == said


def test_a_profile_is_said_with_what_is_otherwise_in_it() -> None:
    told = "\n".join(outline(RICH, "sv").lines())
    assert "Varianter\n  islands  Öarna\n    från 2027-01-01\n" in told
    assert "lux needed 15" in told
    assert "L2.3 Timer imperative" in told


def test_a_condition_is_one_line_for_each_of_its_lines() -> None:
    level = HARBOUR.level("BRIGHT")
    assert [(line.depth, line.text) for line in condition_lines(HARBOUR, level.when, "sv")] == [
        (0, "guideline share: minst 80 % (Andel för Ljus)"),
        (0, "look: minst fair"),
        (0, "minst 2 av detta:"),
        (1, "light points: minst 20"),
        (1, "comfort: 5 eller 4"),
        (1, "rule: strict och inte (Ägare: private)"),
    ]
    assert condition_in_words(HARBOUR, level.when, "en") == (
        "guideline share: at least 80 % (Share for Bright) and look: at least fair and at least 2 of "
        "(light points: at least 20; comfort: 5 or 4; rule: strict and not (Owner: private))"
    )
    line = Line("kiosk", Comparison("is", (Name("yes"),)))
    nested = AllOf((AllOf((line,)), Not(line)))
    assert [(said.depth, said.text) for said in condition_lines(HARBOUR, nested, "en")] == [
        (0, "all of these:"),
        (1, "The harbour has a kiosk: yes"),
        (0, "not this:"),
        (1, "The harbour has a kiosk: yes"),
    ]
    assert condition_in_words(HARBOUR, HARBOUR.eligible or line, "sv").endswith(
        "(Ägare: municipal eller club eller shine: minst 50 %)"
    )
    assert condition_in_words(HARBOUR, Otherwise(), "en") == "in every other case"
    day = Line("opened", Comparison("is", (Shifted(Period(1, "year"), "before", Name("submitted")),)))
    assert condition_in_words(HARBOUR, day, "en") == "Opened: 1 year before the application"


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "sv",
            (
                "Upplyst hamn (lit-harbour 2026.1, fastställd)",
                "Vad som frågas",
                "    L1a  Provning (om Antal platser: mer än 10)",
                "    L2.1  Skötselplan (guideline; härlett)",
                "    L2.4  Skick (guideline; grad)",
                "Vem som får söka",
                "    senast: 10 arbetsdagar efter ansökan",
            ),
        ),
        (
            "en",
            (
                "Lit harbour (lit-harbour 2026.1, adopted)",
                "What is asked",
                "    L1a  Testing (if Berths: more than 10)",
                "Asked for every level",
                "    within: 10 working days after the application",
                "    counts from: the former end",
            ),
        ),
    ],
)
def test_the_outline_says_everything_in_its_language(language: str, lines: tuple[str, ...]) -> None:
    told = outline(HARBOUR, language).lines()
    for line in lines:
        assert line in told
    for criterion in HARBOUR.criteria:
        assert any(f"{criterion.id}  " in line for line in told)
    assert told[1] == HARBOUR.digest


def test_what_a_scheme_does_not_have_is_left_out() -> None:
    bare = harbour(
        ("suspension: {longest: 6 months, then: withdraw}\n", ""),
        ("fees: {application: fee, renewal: lux_needed}\n", ""),
    )
    told = outline(bare, "en").lines()
    assert "  Suspension" not in told
    assert "  Fees" not in told


def test_words_that_nobody_listed_stand_for_themselves() -> None:
    assert key_in_words("some_new_key", "sv") == "some new key"
    assert choice_in_words("some_new_word", "en") == "some new word"
    assert value_in_words(HARBOUR, 3, "sv") == "3"
    assert value_in_words(HARBOUR, True, "sv") == "ja"
    assert value_in_words(HARBOUR, {"en": "a\nb"}, "sv") == "a b"
    assert value_in_words(HARBOUR, ["kiosk", "L2"], "en") == "The harbour has a kiosk, L2 Care"
    assert value_in_words(HARBOUR, 0.5, "en") == "0.5"
    assert name_or_word(HARBOUR, "L1a", "sv") == "L1a Provning"
    assert in_text({}, "sv") == ""


def test_details_leave_out_what_says_nothing() -> None:
    assert (
        dict(details(HARBOUR, HARBOUR.activities_by_id["visit"], "en", aside=frozenset({"fills"})))["after"] == "intake"
    )
    covers = next(
        c.evidence.covers for c in HARBOUR.criteria if c.evidence is not None and c.evidence.covers is not None
    )
    assert details(HARBOUR, covers, "sv") == (("från", "3 år före ansökan"), ("till och med", "ansökan"))
