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
from certify.core.scheme.load import digest_of, load
from certify.core.scheme.outline import outline
from certify.core.scheme.printed import as_markdown
from certify.core.scheme.terms import Period
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


# On another body's scheme

SUMMER = "in_force: {from: 1 june each year, until: 31 august each year}"
ALL_YEAR = "in_force: {from: 1 january each year, until: 31 december each year}"
OVER = """language: 1
scheme: over
base: {digest}
version: {{id: 1, applies_from: 2026-01-01}}
title: {{sv: Snävare, en: Tighter}}
inputs: {{gone: {{type: date, given_by: event}}}}
measures: {{own: {{choose: [{{value: 1 month}}]}}}}
validity: {now}
"""
EVENTS = "inputs:\n  sold: {type: date, given_by: event, text: {sv: S, en: S}}\n  moved: {type: date, given_by: event, text: {sv: M, en: M}}\n"
BY_MEASURE = "measures:\n  cycle: {choose: [{when: {member: yes}, value: 6 months}, {value: 1 year}]}\n"
# What the base says, what the file on it says, and the key that is laxer, where one is.
OVERLAYS: list[tuple[str, str, str | None]] = [
    ("{for: term}", "{for: term}", None),
    ("{for: term}", "{for: 36 months}", None),
    ("{for: term}", "{for: 1 year}", None),
    ("{for: term}", "{for: 37 months}", "for"),
    ("{for: term}", "{for: own}", "for"),
    ("{for: cycle}", "{for: cycle}", None),
    ("{for: cycle}", "{for: 1 month}", "for"),
    ("{for: term}", "{for: 1 year, renewed_for: 3 years}", None),
    ("{for: term}", "{for: 1 year, renewed_for: 4 years}", "renewed_for"),
    ("{for: term, renewed_for: 1 year}", "{for: 2 years}", "renewed_for"),
    ("{for: term, renewed_for: 1 year}", "{for: 2 years, renewed_for: 1 year}", None),
    ("{for: term}", "{open_ended: yes}", "open_ended"),
    ("{for: term}", "{until: 1 year after decision}", "until"),
    ("{open_ended: yes}", "{for: 99 years}", None),
    ("{open_ended: yes}", "{until: 2099-01-01}", None),
    ("{until: 2 years after decision}", "{for: 1 year}", "for"),
    ("{until: 2 years after decision}", "{until: 1 year after decision}", None),
    ("{until: 2 years after decision}", "{until: 25 months after decision}", "until"),
    ("{until: 2 years after decision}", "{until: 1 year after submitted}", "until"),
    ("{until: 1 month before version_end}", "{until: 2 months before version_end}", None),
    ("{until: 2 months before version_end}", "{until: 1 month before version_end}", "until"),
    ("{until: 2029-01-01}", "{until: 2028-12-31}", None),
    ("{until: 2029-01-01}", "{until: 2029-01-02}", "until"),
    ("{until: 2029-01-01}", "{until: {earliest: [2029-01-01, version_end]}}", None),
    ("{until: 2029-01-01}", "{until: {latest: [2029-01-01, version_end]}}", "until"),
    ("{until: 2029-01-01}", "{until: {latest: [2029-01-01, 2028-01-01]}}", None),
    ("{until: {earliest: [2029-01-01, version_end]}}", "{until: 2028-01-01}", "until"),
    ("{until: {earliest: [2029-01-01, 2030-01-01]}}", "{until: 2028-01-01}", None),
    ("{until: {latest: [2029-01-01, version_end]}}", "{until: 2028-01-01}", None),
    ("{until: 31 march each year}", "{until: 1 march each year}", "until"),
    ("{for: term, not_beyond: 2029-01-01}", "{for: term}", "not_beyond"),
    ("{for: term, not_beyond: 2029-01-01}", "{for: term, not_beyond: 2030-01-01}", "not_beyond"),
    ("{for: term, not_beyond: 2029-01-01}", "{for: term, not_beyond: 2028-01-01}", None),
    ("{for: term}", "{for: term, not_beyond: version_end}", None),
    ("{for: term, ends_on: [sold, moved]}", "{for: term, ends_on: [sold]}", "ends_on"),
    ("{for: term, ends_on: sold}", "{for: term, ends_on: [sold, gone]}", None),
    (f"{{for: 1 year, {SUMMER}}}", "{for: 1 month}", "in_force"),
    (f"{{for: 1 year, {SUMMER}}}", f"{{for: 1 year, {SUMMER}}}", None),
    (f"{{for: 1 year, {SUMMER}}}", "{for: 1 year, in_force: {from: 2 june each year, until: 30 august each year}}", None),
    (f"{{for: 1 year, {SUMMER}}}", "{for: 1 year, in_force: {from: 31 may each year, until: 31 july each year}}", "in_force"),
    (f"{{for: 1 year, {SUMMER}}}", "{for: 1 year, in_force: {from: 1 july each year, until: 1 september each year}}", "in_force"),
    (f"{{for: 1 year, {SUMMER}}}", "{for: 1 year, in_force: {from: 31 august each year, until: 1 june each year}}", "in_force"),
    (f"{{for: 1 year, {ALL_YEAR}}}", f"{{for: 1 year, {SUMMER}}}", None),
    (f"{{for: 1 year, {ALL_YEAR}}}", "{for: 1 year, in_force: {from: 1 october each year, until: 30 april each year}}", "in_force"),
    ("{for: 1 year}", f"{{for: 1 year, {SUMMER}}}", None),
    ("{for: 1 year, in_force: {from: 1 november each year, until: 28 february each year}}",
     "{for: 1 year, in_force: {from: 1 november each year, until: last day of february each year}}", "in_force"),
    ("{for: 1 year, in_force: {from: 1 november each year, until: last day of february each year}}",
     "{for: 1 year, in_force: {from: 1 november each year, until: 29 february each year}}", None),
]  # fmt: skip


def _faults_over(before: str, now: str) -> list[tuple[str, str]]:
    base = (
        SOURCE.replace("{from: decision, for: term}", before)
        .replace("inputs:\n", EVENTS)
        .replace("measures:\n", BY_MEASURE)
    )
    base = base.replace("applies_from: 2026-01-01}", "applies_from: 2026-01-01, until: 2030-12-31}")
    source = OVER.format(digest=digest_of(base.encode()), now=now)
    try:
        load(source.encode(), "over.yaml", {digest_of(base.encode()): base.encode()})
    except SchemeFaults as caught:
        return [(fault.code, fault.en) for fault in caught.faults]
    return []


@pytest.mark.parametrize(("before", "now", "key"), OVERLAYS)
def test_nothing_that_builds_on_a_scheme_holds_longer(before: str, now: str, key: str | None) -> None:
    found = _faults_over(before, now)
    if key is None:
        assert found == []
        return
    ((code, told),) = found
    assert code == "laxer"
    assert f'"{key}"' in told or "outside the season of the base" in told


def test_what_is_no_validity_is_told_as_such_and_not_as_laxer() -> None:
    assert [code for code, _ in _faults_over("{for: term}", "{from: decision}")] == ["missing-key"]
    odd = "{for: 1 year, in_force: {from: decision, until: 1 july each year}}"
    assert [code for code, _ in _faults_over(f"{{for: 1 year, {SUMMER}}}", odd)] == ["bad-phrase"]
    beyond = _faults_over("{for: term}", f"{{for: 2 years, {SUMMER}}}")
    assert [code for code, _ in beyond] == ["beyond-season"]


def test_a_parameter_that_is_stricter_when_longer_makes_no_term_longer() -> None:
    base = SOURCE.replace(
        "  term: 3 years\n", "  term: 3 years\n  notice: {value: 1 year, stricter: longer, text: {sv: N, en: N}}\n"
    )
    source = OVER.format(digest=digest_of(base.encode()), now="{for: notice}")
    bases = {digest_of(base.encode()): base.encode()}
    assert load(source.encode(), "over.yaml", bases).validity.for_ == Period(1, "year")
    with pytest.raises(SchemeFaults) as caught:
        load((source + "parameters: {notice: 5 years}\n").encode(), "over.yaml", bases)
    assert [fault.code for fault in caught.value.faults] == ["laxer"]


@pytest.mark.parametrize(
    ("rule", "until", "laxer"),
    [("{until: version_end}", "2030-12-31", False), ("{until: version_end}", "2031-01-01", True),
     ("{for: 1 year, not_beyond: version_end}", "2031-01-01", True), ("{for: 1 year}", "2031-01-01", False)],
)  # fmt: skip
def test_the_version_of_an_overlay_ends_no_later_where_certificates_end_with_it(
    rule: str,
    until: str,
    laxer: bool,  # noqa: FBT001  # what must come out
) -> None:
    base = SOURCE.replace("{from: decision, for: term}", rule)
    base = base.replace("applies_from: 2026-01-01}", "applies_from: 2026-01-01, until: 2030-12-31}")
    over = OVER.format(digest=digest_of(base.encode()), now=rule).replace("-01-01}", f"-01-01, until: {until}}}", 1)
    bases = {digest_of(base.encode()): base.encode()}
    if not laxer:
        assert load(over.encode(), "over.yaml", bases).version.until == date.fromisoformat(until)
        return
    with pytest.raises(SchemeFaults) as caught:
        load(over.encode(), "over.yaml", bases)
    assert [(fault.code, fault.line) for fault in caught.value.faults] == [("laxer", 4)]
