"""A scheme as a normative text: every criterion has its clause and number, and no text of a stranger is markup."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from certify.core.scheme.beginning import Beginning, first_scheme
from certify.core.scheme.clauses import Clause
from certify.core.scheme.document import document
from certify.core.scheme.load import load
from certify.core.scheme.model import Scheme
from certify.core.scheme.printed import as_html, as_markdown
from tests.core.road import cycle
from tests.core.scheme.harbour import HARBOUR, harbour

ROOT = Path(__file__).resolve().parents[3]
SCHEMES = {file.parent.name: load(file.read_bytes()) for file in sorted(ROOT.glob("schemes/*/scheme.yaml"))}
SCHEMES["harbour"] = HARBOUR


def clauses(of: tuple[Clause, ...]) -> Iterator[Clause]:
    for clause in of:
        yield clause
        yield from clauses(clause.clauses)


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_criterion_has_a_clause_with_a_number_and_its_requirement_word(scheme: Scheme, language: str) -> None:
    told = document(scheme, language)
    found = list(clauses(told.chapters))
    numbers = [clause.number for clause in found]
    assert len(numbers) == len(set(numbers))
    of_the_scheme = [chapter for chapter in told.chapters if chapter.title not in {"Varianter", "Profiles"}]
    by_name = {clause.name: clause for clause in clauses(tuple(of_the_scheme)) if clause.word is not None}
    assert list(by_name) == [criterion.id for criterion in scheme.criteria]
    for criterion in scheme.criteria:
        strict = criterion.binding == scheme.bindings[0]
        assert by_name[criterion.id].word == {"sv": ("BÖR", "SKA"), "en": ("SHOULD", "SHALL")}[language][strict]
        assert " ".join(by_name[criterion.id].paragraphs).split() == criterion.text[language].split()
    assert told.contents()[0] == ("1", {"sv": "Omfattning och betydelse", "en": "Scope and meaning"}[language])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_markdown_and_html_hold_the_same_clauses_in_the_same_order(language: str) -> None:
    told = document(HARBOUR, language)
    numbers = [clause.number for clause in clauses(told.chapters)]
    assert re.findall(r"^#+ ([0-9.]+) ", as_markdown(told), re.MULTILINE) == numbers
    assert re.findall(r'<section id="c([0-9.]+)"', as_html(told)) == numbers
    assert as_html(told).startswith(f'<!DOCTYPE html>\n<html lang="{language}">')
    assert "size: A4" in as_html(told)


def test_the_text_says_what_counts() -> None:
    text = as_markdown(document(HARBOUR, "en"))
    for line in (
        "| Replaces the version | 2025.3 |",
        "| Takes applications until | 2030-12-31 |",
        "**SHALL** – All piers are lit.",
        "- *Note*: Derived: not stated by the scheme's owner.",
        "- guideline share: at least 80 % (Share for Bright)",
        "  - comfort: 5 or 4",
        "- *Applies if*: “The harbour has a kiosk” is yes",
        (
            "| Application | by “Berths”: at most 99 places: SEK 2000; between 100 and 399 places: SEK 5000; "
            "at least 400 places: SEK 9000 |"
        ),
        "| Renewal | SEK 10 |",
        "Whoever has assessed a case SHALL NOT decide it.",
    ):
        assert line in text
    assert "### 9.2 Märket" in as_markdown(document(HARBOUR, "sv"))


def test_days_of_each_year_and_calendar_years_are_said_in_words() -> None:
    season = "in_force: {from: 15 may each year, until: last day of september each year}"
    scheme = cycle(
        ("every: 12 months", "every: calendar year"),
        ("{from: decision, for: term}", f"{{from: decision, for: 1 year, {season}}}"),
    )
    english, swedish = (as_markdown(document(scheme, language)) for language in ("en", "sv"))
    assert "- *Comes back*: once each calendar year, for as long as the certificate is valid\n" in english
    assert "- *Season*: 15 May to the last day of September each year. A certificate is for one season" in english
    assert "- *Season*: the new one is for the season that is not over when the old one is" in english
    assert "- *Återkommer*: en gång varje kalenderår, så länge certifikatet gäller\n" in swedish
    assert "- *Säsong*: den 15 maj till sista dagen i september varje år. Ett certifikat gäller en säsong" in swedish
    assert "- *Säsong*: det nya är för den säsong som inte är slut när det gamla är det" in swedish


def test_what_a_scheme_does_not_say_has_no_clause() -> None:

    told = document(HARBOUR_BARE, "en")
    assert [chapter.title for chapter in told.chapters][1:3] == ["Words and values", "Facts that are given"]
    assert "9.2" not in as_markdown(told)
    assert "applications until" not in as_markdown(told)
    assert "Replaces the version" not in as_markdown(told)


def test_without_scales_and_fixed_values_the_words_stand_alone() -> None:
    title = {"en": "First"}
    source = first_scheme(Beginning(id="first", title=title, languages=("en",), applies_from=date(2026, 1, 1)))
    bare = source.replace("parameters:\n  term: 3 years\n", "").replace("for: term", "for: 3 years")
    words = document(load(bare.encode()), "en").chapters[1]
    assert [clause.title for clause in words.clauses] == ["Requirement words"]


HARBOUR_BARE = harbour(
    ("mark: {while: active, level: BRIGHT, text: {sv: Får användas., en: May be used.}}\n", ""),
    (", until: 2030-12-31, replaces: 2025.3", ""),
    ("accreditation: none", "accreditation: {sv: Ackred 1., en: Accredited 1.}"),
)


def test_hostile_text_stays_text() -> None:
    bad = '<script>alert("x")</script> [a](javascript:x) `b` # *c*'
    scheme = harbour(("en: All piers are lit.", f"en: '{bad}'"), ("title: {sv: Upplyst hamn", "title: {sv: <b>&x</b>"))
    page = as_html(document(scheme, "en"))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<b>" not in as_html(document(scheme, "sv"))
    text = as_markdown(document(scheme, "en"))
    assert "\\<script\\>" in text
    assert "\\[a\\](javascript:x) \\`b\\` \\# \\*c\\*" in text
