# ruff: noqa: E501  # one case a line reads best
"""What a profile changes of how long a certificate is valid and how it is renewed, and what an overlay may shorten."""

from __future__ import annotations

from datetime import date

import pytest

from certify.core.scheme.clocks import renewal_window, term_of_validity
from certify.core.scheme.difference import difference
from certify.core.scheme.document import document
from certify.core.scheme.examples import run_examples
from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import load
from certify.core.scheme.outline import outline
from certify.core.scheme.printed import as_markdown
from tests.core.road import SOURCE

NORTH = """profiles:
  north:
    title: {sv: Norr, en: The north}
    changes:
      - from: 2027-01-01
        parameters: {term: 1 year}
        validity: {for: term, in_force: {from: 1 july each year, until: 31 august each year}}
        renewal: {opens: 3 months before end, counts_from: decision}
      - from: 2028-01-01
        validity: {for: 6 months, renewed_for: 1 year}
"""
WHOLE = SOURCE + NORTH
SCHEME = load(WHOLE.encode())
MARCH = date(2027, 3, 1)


def test_a_profile_replaces_the_validity_and_the_renewal_from_its_day_on() -> None:
    assert SCHEME.under("north", date(2026, 12, 31)).validity == SCHEME.validity
    north = SCHEME.under("north", MARCH)
    assert term_of_validity(north, decided=MARCH, former_end=None) == (date(2027, 7, 1), date(2027, 8, 31))
    assert term_of_validity(SCHEME, decided=MARCH, former_end=None) == (MARCH, date(2030, 2, 28))
    assert renewal_window(north, date(2027, 8, 31)).opens == date(2027, 5, 31)
    later = SCHEME.under("north", date(2028, 1, 1))
    assert later.renewal == north.renewal
    assert term_of_validity(later, decided=date(2028, 3, 1), former_end=None)[1] == date(2028, 8, 31)
    assert term_of_validity(later, decided=date(2028, 3, 1), former_end=date(2028, 3, 1))[1] == date(2029, 2, 28)


def test_a_worked_case_is_judged_by_the_term_of_its_profile() -> None:
    cases = """examples:
  - example: the season of the north
    profile: north
    dates: {submitted: 2027-02-01, decision: 2027-03-01}
    expect: {valid_from: 2027-07-01, valid_to: 2027-08-31}
  - example: the term of everybody else
    dates: {submitted: 2027-02-01, decision: 2027-03-01}
    expect: {valid_from: 2027-03-01, valid_to: 2030-02-28}
"""
    assert run_examples(load((WHOLE + cases).encode())) == ()


def test_the_document_the_outline_and_the_difference_tell_it() -> None:
    english, swedish = (as_markdown(document(SCHEME, language)) for language in ("en", "sv"))
    for words in ("- *In this profile*: replaces what holds otherwise\n- *Valid from*: the decision\n- *Valid for*: 1 year",
                  "- *Season*: 1 July to 31 August each year. A certificate is for one season",
                  "- *Open from*: 3 months before the last day"):  # fmt: skip
        assert words in english
    for words in ("- *I varianten*: ersätter det som annars gäller\n- *Gäller från*: beslutet\n- *Gäller i*: 1 år",
                  "- *Säsong*: den 1 juli till den 31 augusti varje år. Ett certifikat gäller en säsong",
                  "- *Kan sökas från*: 3 månader före"):  # fmt: skip
        assert words in swedish
    assert any("Season: 1 July to 31 August each year" in line for line in outline(SCHEME, "en").lines())
    longer = load(WHOLE.replace("until: 31 august", "until: 30 september").encode())
    (change,) = difference(SCHEME, longer)
    assert "season from 1 July each year, until 31 August each year" in change.en
    assert "becomes" in change.en
    assert "säsong från den 1 juli varje år, till och med den 30 september varje år" in change.sv


def test_a_renewal_that_a_profile_adds_is_told_as_added() -> None:
    start = SOURCE.index("renewal:")
    bare = SOURCE[:start] + SOURCE[SOURCE.index("suspension:") :]
    assert "### " in as_markdown(document(load((bare + NORTH).encode()), "en"))
    assert "- *In this profile*: is added\n- *Open from*" in as_markdown(document(load((bare + NORTH).encode()), "en"))


SEASON = "in_force: {from: 1 july each year, until: 31 august each year}"
FAULTY: list[tuple[str, str, str, str, str]] = [
    ("two ends", "{for: 6 months, renewed_for: 1 year}", "{for: 6 months, until: §2029-01-01}", "two-keys", "cannot both"),
    ("no end", "{for: 6 months, renewed_for: 1 year}", "§{from: decision}", "missing-key", "a certificate is valid"),
    ("no such name", "{for: 6 months, renewed_for: 1 year}", "{for: §tem}", "unknown-name", "term"),
    ("no such event", "{for: 6 months, renewed_for: 1 year}", "{for: 6 months, ends_on: [§membr]}", "unknown-name", "member"),
    ("no such moment", "{for: 6 months, renewed_for: 1 year}", "{until: §soonish}", "unknown-name", "moment"),
    ("a key of nothing", "{for: 6 months, renewed_for: 1 year}", "{§four: 6 months}", "unknown-key", "for"),
    ("beyond its season", "for: term, in_force", "for: §2 years, in_force", "beyond-season", "reaches beyond a year"),
    ("open-ended with a season", "for: term, in_force", "open_ended: §yes, in_force", "beyond-season", "never open-ended"),
    ("by a parameter of a later change", "        validity: {for: 6 months, renewed_for: 1 year}", "        parameters: {term: 2 years}", "beyond-season", 'under "north"'),
    ("from no end", "opens: 3 months before end", "opens: §3 months before start", "bad-phrase", "counts from the end"),
    ("no such form", "counts_from: decision}\n      - from: 2028", "counts_from: decision, form: §shrt}\n      - from: 2028", "unknown-name", "short"),
    ("two forms", "counts_from: decision}\n      - from: 2028", "counts_from: decision, form: short, forms_in_turn: §[full]}\n      - from: 2028", "two-keys", "forms_in_turn"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "words"), [row[1:] for row in FAULTY], ids=[row[0] for row in FAULTY])
def test_a_fault_is_told_where_it_stands_in_the_profile(old: str, new: str, code: str, words: str) -> None:
    assert WHOLE.count(old) == 1, old
    source = WHOLE.replace(old, new)
    with pytest.raises(SchemeFaults) as caught:
        load(source.replace("§", "").encode())
    (fault,) = caught.value.faults
    assert fault.code == code
    assert words in fault.en
    if "§" in source:
        before = source[: source.index("§")]
        assert (fault.line, fault.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
