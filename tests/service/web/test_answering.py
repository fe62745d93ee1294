"""How every kind of answer is asked for, refused and said, in Swedish and in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from certify.core.scheme.load import load
from certify.service.web.language import Language
from certify.service.web.pages.answering import fault_text, finding_hint, finding_said, input_hint, question
from certify.service.web.pages.forms import Fault, Form
from certify.service.web.pages.said_fields import as_percent, cells, read_said, tidy, typed_or
from certify.service.web.pages.words import without_marks, words

ROOT = Path(__file__).resolve().parents[3]
SCHEME = load((ROOT / "tests/core/scheme/everything.yaml").read_bytes())
TOLD = {
    "size": ("Heltal (m2), från 1 till 20\N{NO-BREAK SPACE}000.", "Whole number (m2), from 1 to 20,000."),
    "ratio": ("Tal, från 0 till 1.", "Number, from 0 to 1."),
    "share": ("Procent. 80 betyder 80 %.", "Percentage. 80 means 80 %."),
    "budget": (
        "För vart och ett av north, south: tal (kr), minst 0.",
        "For each of north, south: number (kr), at least 0.",
    ),
    "samples": ("Mätserie: tal (mg), minst 0 för varje dag.", "A series: number (mg), at least 0 for each day."),
    "days": ("Heltal (d), från 0 till 90.", "Whole number (d), from 0 to 90."),
    "opened": ("", ""),
    "owner": ("", ""),
}


@pytest.mark.parametrize(("name", "hints"), TOLD.items(), ids=TOLD)
def test_a_field_that_is_typed_says_what_may_stand_in_it(name: str, hints: tuple[str, str]) -> None:
    entry = SCHEME.columns.get(name) or SCHEME.every_input[name]
    assert (input_hint(SCHEME, entry, "sv"), input_hint(SCHEME, entry, "en")) == hints


WRONG = {
    "size": ("0", "Yta", "heltal (m2), från 1 till 20\N{NO-BREAK SPACE}000"),
    "ratio": ("1,5", "Kvot", "tal, från 0 till 1"),
    "share": ("many", "Grön andel", "procent"),
    "kiosk": ("maybe", "Parken har kiosk", "ja eller nej"),
    "guarded": ("maybe", "Kiosken är bevakad", "ja, nej eller ej tillämpligt"),
    "opened": ("2026-02-30", "Öppnad", "datum"),
    "owner": ("nobody", "Ägare", "ett av: municipal, club"),
    "languages_spoken": ("xx", "Språk", "upp till 2 av: sv, en, fi"),
    "impression": ("awful", "Intryck", "betyg, bäst först: Lysande, Hyfsad, dim, dark"),
    "budget": ("north; -1", "Budget", "för vart och ett av north, south: tal (kr), minst 0"),
    "samples": ("2026-06-01; -1", "Prover", "mätserie: tal (mg), minst 0 för varje dag"),
    "cleaned": ("yesterday", "Städdagar", "dagar"),
}


@pytest.mark.parametrize(("name", "typed", "called", "expected"), [(k, *v) for k, v in WRONG.items()], ids=WRONG)
def test_a_fault_names_the_line_and_what_belongs_there(name: str, typed: str, called: str, expected: str) -> None:
    faults: list[Fault] = []
    assert read_said(Form(fields={"f": (typed,)}), "f", name, SCHEME, faults) is None
    (fault,) = faults
    assert (fault.field, fault.called["sv"]) == ("f", called)
    said = without_marks(fault_text(fault, "sv"))
    assert said.endswith(f". Svaret ska vara: {expected}.")
    assert without_marks(fault_text(fault, "en")).startswith(words("en").plain(fault.message))


def test_a_fault_in_a_table_is_at_its_cell() -> None:
    faults: list[Fault] = []
    form = Form(fields={"f-1-days": ("91",), "f-1-why": ("rest",)})
    assert read_said(form, "f", "visits", SCHEME, faults) is None
    assert [(fault.field, fault.called["en"]) for fault in faults] == [("f-1-days", "Days")]
    assert "från 0 till 90" in fault_text(faults[0], "sv")


@pytest.mark.parametrize(
    ("criterion", "asked", "hint", "value", "said"),
    [
        ("G2.1", "Hur många poäng?", "Hela poäng, från 0 till 20.", "17", "17 av 20 poäng"),
        ("G2.6", "Hur många poäng?", "Poäng, från 0 till 9,5.", "4.5", "4,5 av 9,5 poäng"),
        ("G2.5", "Hur stor andel, i procent?", "Procent, högst 100 %.", "0.8", "80 %"),
        ("G2.7", "Hur många?", "Heltal.", "12", "12"),
        ("G2.3", "Vilket betyg?", "", "fair", "Hyfsad"),
        ("G1.1", "Uppfyller ni det?", "", "yes", "ja"),
    ],
)
def test_a_finding_is_asked_for_and_said_by_its_kind(
    criterion: str, asked: str, hint: str, value: str, said: str
) -> None:
    found = SCHEME.criterion(criterion)
    told = words("sv")
    assert question(found, told.plain) == asked
    assert question(found, told.plain, "Norra").startswith("Norra: ")
    assert finding_hint(SCHEME, found, "sv") == hint
    assert finding_said(SCHEME, found, value, "sv") == said


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_of_answer_has_a_question(language: Language) -> None:
    for criterion in SCHEME.criteria:
        assert question(criterion, words(language).plain).endswith(("?",))


def test_eighty_in_a_field_of_per_cent_is_eighty_per_cent() -> None:
    share = SCHEME.input_domain("share")
    assert [tidy(text, share) for text in ("80", "80 %", "12,5", "x")] == ["80 %", "80 %", "12.5 %", "x"]
    assert [as_percent(text) for text in ("0.8", "80 %", "1")] == ["80 %", "80 %", "100 %"]
    assert typed_or(Form(), "f", SCHEME.inputs["share"], "0.8") == "80 %"
    assert typed_or(Form(fields={"f": ("7",)}), "f", SCHEME.inputs["share"], "0.8") == "7"
    assert cells(SCHEME.inputs["visits"], "f", Form(), ({"days": "3"},)).texts[1, "days"] == "3"
