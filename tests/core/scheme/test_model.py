"""The model's look-ups: inheritance down the tree, forms, selections, activities, and what a finding may be."""

import msgspec
import pytest

from certify.core.scheme.load import base_named, load
from certify.core.scheme.phrases import read_comparison, read_operand
from certify.core.scheme.saying import (
    comparison_in_words,
    name_in_words,
    operand_in_words,
    period_in_words,
)
from certify.core.scheme.shapes import shape_of
from certify.core.scheme.terms import AllOf, Earliest, Name, Period, Shifted
from certify.core.scheme.translated import in_language
from tests.core.scheme.harbour import HARBOUR, SOURCE, harbour

CRITERIA = ["L1.1", "L1.2", "L1.3", "L1.4", "L2.1", "L2.2", "L2.3", "L2.4"]


def test_criteria_stand_in_the_order_of_the_file_with_what_they_inherit() -> None:
    assert [criterion.id for criterion in HARBOUR.criteria] == CRITERIA
    tested = HARBOUR.criterion("L1.4")
    assert (tested.section, tested.within, tested.binding) == ("L1a", ("L1", "L1a"), "imperative")
    assert tested.evidence is not None
    assert tested.evidence.kinds == ("plan",)
    assert isinstance(tested.applies, AllOf)
    assert len(tested.applies.conditions) == 2
    assert HARBOUR.criterion("L1.1").evidence == HARBOUR.evidence
    short = HARBOUR.criterion("L2.1").evidence
    assert short is not None
    assert (short.kinds, short.at_least, short.max_age) == (("photo",), 1, None)
    with pytest.raises(KeyError):
        HARBOUR.criterion("L9")


def test_a_section_s_answer_and_scale_are_inherited() -> None:
    scheme = harbour(
        (
            "    binding: guideline\n    evidence: [photo]\n",
            "    binding: guideline\n    answer: grade\n    scale: grade\n",
        ),
        ("guideline_share:    {share: [L2.1, L2.2, L2.3], is: yes}", "guideline_share:    {share: L2, is: fair}"),
        ("        answer: yes_no_na\n", ""),
        ("        answer: grade\n        scale: grade\n\n", "\n"),
    )
    assert {scheme.criterion(id).answer for id in CRITERIA[4:]} == {"grade"}
    assert scheme.takes(scheme.criterion("L2.1"), "fair")


def test_forms() -> None:
    assert [criterion.id for criterion in HARBOUR.criteria_of("changes")] == CRITERIA[:-1]
    assert HARBOUR.may_confirm_unchanged("changes") == {"L2.1", "L2.2", "L2.3", "L2.4"}
    assert HARBOUR.may_confirm_unchanged("full") == frozenset()
    with pytest.raises(KeyError):
        HARBOUR.form("nothing")


def test_selections() -> None:
    assert HARBOUR.selected(("criteria",)) == tuple(CRITERIA)
    assert HARBOUR.selected(("L1", "imperative", "lux")) == ("L1.1", "L1.2", "L1.3", "L1.4", "lux")
    assert HARBOUR.selected(("L1a",)) == ("L1.4",)
    assert (
        harbour(("bindings: [imperative, guideline]", "bindings: [imperative, guideline, wish]")).selected(("wish",))
        == ()
    )


def test_levels_and_activities() -> None:
    assert HARBOUR.level("LIT").title["sv"] == "Upplyst"
    with pytest.raises(KeyError):
        HARBOUR.level("DARK")
    decision = HARBOUR.activity("decide")
    assert decision is not None
    assert decision.after == ("intake", "visit")
    assert harbour(APPEAL).activity("appeal") is None
    assert HARBOUR.filled_by("check") == frozenset()
    assert HARBOUR.filled_by("assess") == {*CRITERIA, "lux", "glow", "shine", "look", "comfort"}


APPEAL = ("  - {activity: appeal, kind: appeal, by: applicant, after: decision, within: 3 weeks after notified}\n", "")


def test_a_renewal_need_not_have_a_form_of_its_own() -> None:
    scheme = harbour(("  form: changes\n", ""), (", form: changes, after_that: application", ""))
    assert scheme.renewal is not None
    assert scheme.renewal.form is None


def test_cooling_off_is_two_years_where_the_scheme_says_nothing() -> None:
    assert HARBOUR.cooling_off == Period(24, "month")
    assert harbour((", cooling_off: 24 months", "")).cooling_off == Period(2, "year")


@pytest.mark.parametrize(
    ("criterion", "value", "takes"),
    [
        ("L1.1", "yes", True),
        ("L1.1", "not_applicable", False),
        ("L1.1", "", False),
        ("L2.2", "not_applicable", True),
        ("L2.3", "not_applicable", True),
        ("L2.4", "fair", True),
        ("L2.4", "yes", False),
    ],
)
def test_what_a_finding_may_be(criterion: str, value: str, takes: bool) -> None:  # noqa: FBT001
    assert HARBOUR.criterion(criterion).takes(value, HARBOUR) is takes


@pytest.mark.parametrize(
    ("criterion", "answer", "value", "wants"),
    [
        ("L1.1", "yes_no", "yes", False),
        ("L1.1", "yes_no", "no", True),
        ("L2.2", "yes_no", "not_applicable", True),
        ("L2.3", "yes_no_na", "not_applicable", True),
        ("L2.4", "grade", "bright", False),
        ("L2.4", "grade", "fair", True),
        ("L2.4", "grade", "not_applicable", True),
        ("L1.1", "integer", "3", False),
        ("L1.1", "percent", "40 %", False),
    ],
)
def test_a_finding_says_why_where_it_falls_short(criterion: str, answer: str, value: str, wants: bool) -> None:  # noqa: FBT001
    asked = msgspec.structs.replace(HARBOUR.criterion(criterion), answer=answer)
    assert HARBOUR.wants_reason(asked, value) is wants


def test_parameters_stand_for_their_periods_at_once() -> None:
    assert HARBOUR.nonconformities["dull"].within == Period(3, "year")
    assert HARBOUR.validity.for_ == Name("cycle")
    assert HARBOUR.validity.renewed_for == Period(3, "year")
    scheme = harbour(("within: 3 months after submitted", "within: term after 1 day after submitted"))
    decision = scheme.activity("decide")
    assert decision is not None
    assert decision.within == Shifted(Period(3, "year"), "after", Shifted(Period(1, "day"), "after", Name("submitted")))


def test_a_scheme_in_one_language_has_plain_texts() -> None:
    lines = [line for line in SOURCE.split("\n") if not line.strip().startswith("en: ")]
    source = "\n".join(lines).replace("languages: [sv, en]", "languages: [sv]")
    one = load(_without_english(source).encode())
    assert one.title == {"sv": "Upplyst hamn"}
    assert one.criterion("L2.1").title == {"sv": "Skötselplan"}
    assert name_in_words(one, "L2.1", "en") == "L2.1 Skötselplan"


def _without_english(source: str) -> str:
    while ", en: " in source:
        begins = source.index(", en: ")
        source = source[:begins] + source[source.index("}", begins) :]
    return source.replace("title: {sv: Skötselplan}", "title: Skötselplan")


def test_an_accreditation_claim_is_a_text_or_none() -> None:
    assert HARBOUR.accreditation is None
    claimed = harbour(("accreditation: none", "accreditation: {sv: Ackrediterad, en: Accredited}"))
    assert claimed.accreditation == {"sv": "Ackrediterad", "en": "Accredited"}


@pytest.mark.parametrize(
    ("phrase", "swedish", "english"),
    [
        ("0", "0", "0"),
        ("at least 80 %", "minst 80 %", "at least 80 %"),
        ("between 5 and 9", "mellan 5 och 9", "between 5 and 9"),
        ("municipal or club", "municipal eller club", "municipal or club"),
        ("not no", "inte nej", "not no"),
        ("until 1 year before submitted", "senast 1 år före ansökan", "no later than 1 year before the application"),
        ("after 2 weeks after 2026-02-28", "efter 2 veckor efter 2026-02-28", "after 2 weeks after 2026-02-28"),
        ("at least share_bright", "minst share bright", "at least share bright"),
        ("from decision", "tidigast beslutet", "no earlier than the decision"),
        ("1 month", "1 månad", "1 month"),
    ],
)
def test_a_phrase_in_words(phrase: str, swedish: str, english: str) -> None:
    comparison = read_comparison(phrase)
    assert comparison_in_words(comparison, "sv") == swedish
    assert comparison_in_words(comparison, "en") == english


def test_periods_and_names_in_words() -> None:
    assert period_in_words(Period(10, "working day"), "sv") == "10 arbetsdagar"
    assert period_in_words(Period(1, "working day"), "en") == "1 working day"
    assert operand_in_words(read_operand("term after decision"), "sv") == "term efter beslutet"
    chosen = Shifted(Period(1, "day"), "after", Earliest((Name("start"), Name("end"))))
    assert operand_in_words(chosen, "en") == "1 day after the first of the first day, the last day of validity"
    assert name_in_words(HARBOUR, "share_bright", "sv") == "Andel för Ljus"
    assert name_in_words(HARBOUR, "berths", "en") == "Berths"
    assert name_in_words(HARBOUR, "lux_needed", "en") == "lux needed"
    assert in_language({"sv": "hamn"}, "fi") == "hamn"


def test_the_model_uses_no_type_that_the_loader_cannot_read() -> None:
    with pytest.raises(TypeError):
        shape_of(float)


@pytest.mark.parametrize(
    ("source", "digest"),
    [
        (f"language: 1\nbase: sha256:{'a' * 64}\n", f"sha256:{'a' * 64}"),
        (f'base: "sha256:{"b" * 64}"\n', f"sha256:{'b' * 64}"),
        (f"text: |\n  base: sha256:{'a' * 64}\n", None),
        ("base: lit-harbour\n", None),
        ("scheme: a\n", None),
    ],
)
def test_what_a_file_builds_on_can_be_seen_without_reading_it(source: str, digest: str | None) -> None:
    assert base_named(source.encode()) == digest
