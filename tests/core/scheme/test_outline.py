"""The outline and the decision logic in words, in Swedish and in English, for whatever a scheme says."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest

from certify.core.scheme.clauses import Clauses
from certify.core.scheme.document import document
from certify.core.scheme.entry_words import details, entry_in_words
from certify.core.scheme.figures import number_in_words
from certify.core.scheme.load import load
from certify.core.scheme.measure import REDUCERS, DateOf, Part
from certify.core.scheme.measure_words import formula_in_words, measure_in_words
from certify.core.scheme.outline import outline
from certify.core.scheme.process import Transition
from certify.core.scheme.tell_asked import answered_with, finding_in_words
from certify.core.scheme.tell_process import if_late_in_words, transition_notes
from certify.core.scheme.terms import (
    AllOf,
    AnyOf,
    CalendarYear,
    Comparison,
    Day,
    EachYear,
    Earliest,
    HowOften,
    Line,
    Moment,
    Name,
    Not,
    Number,
    Otherwise,
    Period,
    Shifted,
)
from certify.core.scheme.voice import Voice
from certify.core.scheme.wording import choice_in_words, in_text, key_in_words, name_or_word
from tests.core.scheme.harbour import HARBOUR, harbour

SAID = {
    "imperatives_missed": (
        "hur många av alla kriterier på kravnivån ”imperative” som har svaret nej",
        "how many of all criteria of the binding “imperative” have the answer no",
    ),
    "guideline_share": (
        "hur stor del av L2.1 Skötselplan, L2.2 Varmt ljus och L2.3 Timer som har svaret ja",
        "the part of L2.1 Care plan, L2.2 Warm light and L2.3 Timer with the answer yes",
    ),
    "good_condition": (
        "hur många av L2.4 Skick som har svaret minst fair",
        "how many of L2.4 Condition have the answer at least fair",
    ),
    "darkest": ("det lägsta av ”lux” och ”glow”", "the lowest of “lux” and “glow”"),
    "brightest": ("det högsta av ”lux” och ”glow”", "the highest of “lux” and “glow”"),
    "mean_light": (
        "medelvärdet av ”lux” och ”glow”, avrundat till närmaste 0,1",
        "the mean of “lux” and “glow”, rounded to the nearest 0.1",
    ),
    "plain_mean": ("medelvärdet av ”lux” och ”glow”", "the mean of “lux” and “glow”"),
    "bright_enough": (
        "ja om ”darkest” är minst 10 (lux needed), annars nej",
        "yes if “darkest” is at least 10 (lux needed), otherwise no",
    ),
    "light_points": (
        "summan av ”lux” (högst 15) och ”glow”, högst 40 i allt",
        "the sum of “lux” (at most 15) and “glow”, at most 40 in all",
    ),
    "all_light": ("summan av ”lux”, ”glow” och ”kiosk lux”", "the sum of “lux”, “glow” and “kiosk lux”"),
    "piers_to_visit": ("avrundat uppåt (”Antal platser” / 40)", "rounded up (“Berths” / 40)"),
    "last_moment": (
        "den dag som kommer sist av ansökan och ”rebuilt”",
        "the last day of the application and “rebuilt”",
    ),
    "cycle": (
        "4 år om ”Ägare” är club och ”Antal platser” är högst 50 places; annars 3 år (term)",
        "4 years if “Owner” is club and “Berths” is at most 50 places; otherwise 3 years (term)",
    ),
    "fee": (
        "efter ”Antal platser”: högst 99 places ger 2000; mellan 100 och 399 places ger 5000; minst 400 places ger 9000",
        "by “Berths”: at most 99 places gives 2000; between 100 and 399 places gives 5000; at least 400 places gives 9000",
    ),
}


@pytest.mark.parametrize(("name", "said"), SAID.items(), ids=SAID)
def test_a_measure_is_said_in_words(name: str, said: tuple[str, str]) -> None:
    measure = HARBOUR.measures[name]
    assert (measure_in_words(Voice(HARBOUR, "sv"), measure), measure_in_words(Voice(HARBOUR, "en"), measure)) == said


def test_no_reducer_is_passed_over() -> None:
    told = {type(measure) for measure in HARBOUR.measures.values()}
    for measure in HARBOUR.measures.values():
        assert measure_in_words(Voice(HARBOUR, "en"), measure)
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
        "svaren på ”lux” och ”bright share”, vart och ett som del av det högsta möjliga och efter sin vikt, avrundat till närmaste 0,1; ”bright share” väger 2; det bästa möjliga ger 100",
        "the answers to “lux” and “bright share”, each as part of the highest possible and by its weight, rounded to the nearest 0.1; “bright share” weighs 2; the best possible gives 100",
    ),
    "weighed_plainly": (
        "svaren på ”shine”, vart och ett som del av det högsta möjliga och efter sin vikt",
        "the answers to “shine”, each as part of the highest possible and by its weight",
    ),
    "how_many": (
        "hur många olika svar L2.1 Skötselplan och L2.2 Varmt ljus har",
        "how many different answers L2.1 Care plan and L2.2 Warm light have",
    ),
    "no_of_them": (
        "hur många olika svar på L2.1 Skötselplan och L2.2 Varmt ljus som är nej",
        "how many different answers to L2.1 Care plan and L2.2 Warm light are no",
    ),
    "poorest": (
        "den lägsta graden av ”look”, höjd 1 steg när den del av svaren som är bättre är minst 75 %",
        "the lowest grade of “look”, lifted by 1 when the part of the answers that is better is at least 75 %",
    ),
    "poorest_plainly": ("den lägsta graden av ”look”", "the lowest grade of “look”"),
    "ninth": (
        "percentilen enligt närmaste rang vid 90 % av ”Provserie”, från 4 år före ansökan, till och med ansökan, bara under säsongen den 1 juni till den 31 augusti varje år, av minst 16 värden, där noll räknas som 0,5, avrundat till närmaste 0,1",
        "the percentile by nearest rank at 90 % of “Test series”, from 4 years before the application, until and including the application, only within the season 1 June to 31 August each year, of at least 16 values, where zero counts as 0.5, rounded to the nearest 0.1",
    ),
    "middle": ("medianen av ”Provserie”", "the median of “Test series”"),
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
    assert (measure_in_words(Voice(RICH, "sv"), measure), measure_in_words(Voice(RICH, "en"), measure)) == said


def test_a_profile_is_said_with_what_is_otherwise_in_it() -> None:
    told = "\n".join(outline(RICH, "sv").lines())
    assert "Varianter\n  islands  Öarna\n    Från 2027-01-01\n      Fasta värden\n        lux needed; 10; 15\n" in told
    assert "      Kravnivåer\n        L2.3 Timer; guideline; imperative\n" in told


def test_a_condition_is_one_line_for_each_of_its_lines() -> None:
    level, sv, en = HARBOUR.level("BRIGHT"), Voice(HARBOUR, "sv"), Voice(HARBOUR, "en")
    assert [(line.depth, line.text) for line in sv.lines(level.when)] == [
        (0, "guideline share: minst 80 % (Andel för Ljus)"),
        (0, "look: minst fair"),
        (0, "minst 2 av detta:"),
        (1, "light points: minst 20"),
        (1, "comfort: 5 eller 4"),
        (1, "”rule” är strict och inte (”Ägare” är private)"),
    ]
    assert en.condition(level.when) == (
        "“guideline share” is at least 80 % (Share for Bright) and “look” is at least fair and at least 2 of these: "
        "(“light points” is at least 20; “comfort” is 5 or 4; “rule” is strict and not (“Owner” is private))"
    )
    line = Line("kiosk", Comparison("is", (Name("yes"),)))
    nested = AllOf((AllOf((line,)), Not(line)))
    assert [(said.depth, said.text) for said in en.lines(nested)] == [
        (0, "all of these:"),
        (1, "The harbour has a kiosk: yes"),
        (0, "not this:"),
        (1, "The harbour has a kiosk: yes"),
    ]
    assert [said.text for said in sv.lines(AnyOf((line,)))] == ["minst ett av detta:", "Hamnen har kiosk: ja"]
    assert sv.condition(HARBOUR.eligible or line).endswith(
        "(”Ägare” är municipal eller club eller ”shine” är minst 50 %)"
    )
    assert en.condition(Otherwise()) == "in every other case"
    assert [said.text for said in en.lines(Otherwise())] == ["in every other case"]
    day = Line("opened", Comparison("until", (Shifted(Period(1, "year"), "before", Name("submitted")),)))
    assert sv.condition(day) == "”Öppnad” är senast 1 år före ansökan"
    whole = Line("opened", Comparison("between", (Day(date(2026, 1, 1)), Day(date(2026, 2, 1)))))
    assert en.condition(whole) == "“Opened” is between 2026-01-01 and 2026-02-01"


@pytest.mark.parametrize(
    ("moment", "sv", "en"),
    [
        (Name("visit"), "sista dagen för bedömning", "the last day of assessment"),
        (Name("decision"), "beslutet", "the decision"),
        (Name("founded"), "2000-01-01 (founded)", "2000-01-01 (founded)"),
        (Name("rebuilt"), "”rebuilt”", "“rebuilt”"),
        (Day(date(2026, 3, 1)), "2026-03-01", "2026-03-01"),
        (
            Earliest((Name("submitted"), Name("end"))),
            "den dag som kommer först av ansökan och sista giltighetsdagen",
            "the first day of the application and the last day of validity",
        ),
    ],
)
def test_a_moment_is_said_in_words(moment: Moment, sv: str, en: str) -> None:
    assert (Voice(HARBOUR, "sv").moment(moment), Voice(HARBOUR, "en").moment(moment)) == (sv, en)


@pytest.mark.parametrize(
    ("every", "sv", "en"),
    [
        (Period(1, "year"), "varje år", "every year"),
        (Period(18, "month"), "med 18 månaders mellanrum", "every 18 months"),
        (Name("cycle"), "med tiden ”cycle”", "by the time of “cycle”"),
    ],
)
def test_how_often_is_said_in_words(every: HowOften, sv: str, en: str) -> None:
    assert (Voice(HARBOUR, "sv").often(every), Voice(HARBOUR, "en").often(every)) == (sv, en)


@pytest.mark.parametrize(
    ("value", "percent", "sv", "en"),
    [
        (Fraction(5000), False, "5000", "5000"),
        (Fraction(15000), False, "15\N{NO-BREAK SPACE}000", "15,000"),
        (Fraction(-1234567, 100), False, "-12\N{NO-BREAK SPACE}345,67", "-12,345.67"),
        (Fraction(1, 10), False, "0,1", "0.1"),
        (Fraction(4, 5), True, "80 %", "80 %"),
        (Fraction(2, 3), False, "2/3", "2/3"),
        (Fraction(100001, 3), False, "100001/3", "100001/3"),
    ],
)
def test_a_number_is_said_as_the_language_has_it(value: Fraction, percent: bool, sv: str, en: str) -> None:  # noqa: FBT001  # a column of the table
    said = tuple(number_in_words(value, language, percent=percent) for language in ("sv", "en"))
    assert said == (sv, en)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "sv",
            (
                "Upplyst hamn (lit-harbour 2026.1, fastställd)",
                "Kriterier",
                "    L1a  Provning",
                "      Gäller om: ”Antal platser” är mer än 10 places",
                "    L2.1  Skötselplan (BÖR)",
                "      Svaras med: betyg, bäst först: bright, fair, dim, dark",
                "  För att en ansökan ska tas in",
                "    Senast: 10 arbetsdagar efter ansökan",
            ),
        ),
        (
            "en",
            (
                "Lit harbour (lit-harbour 2026.1, adopted)",
                "Criteria",
                "      Applies if: “Berths” is more than 10 places",
                "  For every level",
                "    No later than: 10 working days after the application",
                "    The new term counts from: the last day of the old certificate",
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
    assert any(line.endswith(HARBOUR.digest) for line in told)


def test_what_a_scheme_does_not_have_is_left_out() -> None:
    bare = harbour(
        ("suspension: {longest: 6 months, then: withdraw}\n", ""),
        ("fees: {application: fee, renewal: lux_needed}\n", ""),
    )
    told = outline(bare, "en").lines()
    assert "  Suspension" not in told
    assert "  Fees" not in told
    assert "  Suspension" in outline(HARBOUR, "en").lines()
    assert "  Fees" in outline(HARBOUR, "en").lines()


@pytest.mark.parametrize("default", ["attempts", "försök", "quorum", "beslutsför", "single", "en enda"])
def test_what_is_only_a_default_is_not_told_as_a_rule(default: str) -> None:
    for language in ("sv", "en"):
        assert default not in "\n".join(outline(HARBOUR, language).lines()).lower()


def test_words_that_nobody_listed_stand_for_themselves() -> None:
    assert key_in_words("some_new_key", "sv") == "some new key"
    assert choice_in_words("some_new_word", "en") == "some new word"
    assert name_or_word(HARBOUR, "L1a", "sv") == "L1a Provning"
    assert name_or_word(HARBOUR, "BRIGHT", "sv") == "Ljus"
    assert name_or_word(HARBOUR, "visit", "en") == "assessment"
    assert in_text({}, "sv") == ""


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (3, "3"),
        (True, "ja"),
        (False, "nej"),
        ({"sv": "a\nb"}, "a b"),
        (("kiosk", "L2"), "”Hamnen har kiosk” och kriterierna i L2 Omsorg"),
        ((Part(name="lux", up_to=Number(Fraction(2))), Part(name="glow")), "name lux, up to 2; name glow"),
        (Period(2, "year"), "2 år"),
        (CalendarYear(), "en gång varje kalenderår"),
        (Comparison("at_least", (Number(Fraction(2)),)), "minst 2"),
        (EachYear(5, 15), "den 15 maj varje år"),
        (Otherwise(), "i alla andra fall"),
        ({"kiosk": Number(Fraction(1))}, "Hamnen har kiosk: 1"),
        ("assessor", "bedömare"),
        ("kiosk", "Hamnen har kiosk"),
        (DateOf(date=Name("submitted")), "ansökan"),
    ],
)
def test_any_value_of_the_model_stands_on_one_line(value: object, said: str) -> None:
    assert entry_in_words(Voice(HARBOUR, "sv"), value) == said


def test_details_leave_out_what_says_nothing() -> None:
    visit = dict(details(Voice(HARBOUR, "en"), HARBOUR.activities_by_id["visit"]))
    assert visit["after"] == "intake check"
    assert "attempts" not in visit
    covers = next(
        c.evidence.covers for c in HARBOUR.criteria if c.evidence is not None and c.evidence.covers is not None
    )
    assert details(Voice(HARBOUR, "sv"), covers) == (("från", "3 år före ansökan"), ("till och med", "ansökan"))
    rule = next(c.evidence for c in HARBOUR.criteria if c.evidence is not None)
    assert dict(details(Voice(HARBOUR, "sv"), rule))["slag"] == "bild, plan, det skrivna svaret"
    owner = dict(details(Voice(HARBOUR, "sv"), HARBOUR.inputs["owner"]))
    assert owner["alternativ"] == "municipal, private, club"


EVERYTHING = load((Path(__file__).parent / "everything.yaml").read_bytes())
WORKS = load((Path(__file__).parent / "works.yaml").read_bytes())


@pytest.mark.parametrize(
    ("criterion", "value", "sv", "en"),
    [
        ("G2.1", "17", "17 av 20 poäng", "17 of 20 points"),
        ("G2.5", "80 %", "80 %", "80 %"),
        ("G2.7", "12", "12", "12"),
        ("G2.3", "fair", "Hyfsad", "Decent"),
        ("G1.1", "no", "nej", "no"),
        ("G2.1", "many", "many", "many"),
    ],
)
def test_a_finding_is_said_in_words(criterion: str, value: str, sv: str, en: str) -> None:
    said = [finding_in_words(Voice(EVERYTHING, one), EVERYTHING.criterion(criterion), value) for one in ("sv", "en")]
    assert said == [sv, en]


@pytest.mark.parametrize(
    ("if_late", "sv", "en"),
    [
        ("remark", "antecknas det som en anmärkning", "it is noted as a remark"),
        ("becomes major", "blir avvikelsen major", "it becomes a nonconformity major"),
        ("suspend", "pausas certifikatet", "the certificate is suspended"),
        ("suspend bed", "pausas berörd enhet: rabatt", "the unit concerned is suspended: bed"),
        ("withdraw", "återkallas certifikatet", "the certificate is withdrawn"),
        ("refuse", "avslås ansökan", "the application is refused"),
        ("repeat visit", "görs bedömning (visit) om", "assessment (visit) is done again"),
    ],
)
def test_what_follows_when_a_time_has_run_out_is_said_in_words(if_late: str, sv: str, en: str) -> None:
    assert [if_late_in_words(Voice(EVERYTHING, one), if_late) for one in ("sv", "en")] == [sv, en]


def test_a_transition_may_only_say_by_when() -> None:
    entry = Transition(by=Name("end"))
    assert list(transition_notes(Voice(EVERYTHING, "en"), entry)) == [("No later than", "the last day of validity")]


def test_a_map_without_options_and_a_table_by_unit_are_said_in_words() -> None:
    budget = msgspec.structs.replace(EVERYTHING.inputs["budget"], options=())
    assert answered_with(Voice(EVERYTHING, "en"), budget) == "number (kr), at least 0 for each name"
    late, by_unit = WORKS.measures["late"], Voice(WORKS, "en")
    assert measure_in_words(by_unit, late).endswith(", for each row of “cases”")
    table = msgspec.structs.replace(EVERYTHING.measures["fee"], per="bed")
    clause = Clauses(EVERYTHING, "sv").measure("fee", table)
    assert clause.paragraphs == ("Ett värde för varje rabatt.",)
    assert clause.table is not None
    assert formula_in_words(Voice(EVERYTHING, "sv"), "size * 0.25 + 1") == "”Yta” × 0,25 + 1"


def test_the_text_of_a_profile_names_it_and_has_no_chapter_on_profiles() -> None:
    told = document(EVERYTHING.under("islands", date.max), "sv")
    assert ("Variant", "Öarna") in told.facts
    assert "Varianter" not in [chapter.title for chapter in told.chapters]
    assert told.title == "Hel ö"
