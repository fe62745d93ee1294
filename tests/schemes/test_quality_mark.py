"""Quality Mark as it is shipped: every criterion, what can refuse, what only advises, in whose words, and its cases."""

import os
import re
from pathlib import Path

import pytest

from certify.core.scheme.examples import run_example, run_examples
from certify.core.scheme.load import load, load_examples
from certify.core.scheme.parts import Criterion
from certify.core.scheme.process import Example

FOLDER = Path(__file__).resolve().parents[2] / "schemes" / "quality_mark"
SOURCE = (FOLDER / "scheme.yaml").read_bytes()
SCHEME = load(SOURCE, "schemes/quality_mark/scheme.yaml")

# Every criterion of the scheme: its binding, and what it rests on.
ROWS = {
    "QM-0.1": ("mandatory", "S0"),
    "QM-0.2": ("mandatory", "S0"),
    "QM-0.3": ("mandatory", "S0"),
    "QM-0.4": ("mandatory", "S0, check D"),
    "QM-0.5": ("mandatory", "S0"),
    "QM-0.6": ("mandatory", "S0, test D"),
    "QM-1.1": ("mandatory", "S1, test D"),
    "QM-1.2": ("recommended", "D"),
    "QM-2.1": ("mandatory", "S1, age D"),
    "QM-2.2": ("recommended", "S1, test D"),
    "QM-3.1": ("mandatory", "S1, test D"),
    "QM-3.2": ("mandatory", "S1"),
    "QM-3.3": ("mandatory", "S1"),
    "QM-3.4": ("mandatory", "S1, test D"),
    "QM-3.5": ("mandatory", "S1, sample D"),
    "QM-3.6": ("mandatory", "S1, scope D"),
    "QM-3.7": ("recommended", "D"),
    "QM-4.1": ("mandatory", "S1"),
    "QM-4.2": ("mandatory", "S1, test D"),
    "QM-4.3": ("mandatory", "S1, depth D"),
    "QM-4.4": ("mandatory", "S1, test D"),
    "QM-4.5": ("recommended", "D"),
    "QM-5.1": ("mandatory", "S1, test D"),
    "QM-5.2": ("mandatory", "S1"),
    "QM-5.3": ("mandatory", "S1"),
    "QM-5.4": ("mandatory", "S1, test D"),
    "QM-6.1": ("mandatory", "S1, test D"),
    "QM-6.2": ("mandatory", "S1, test D"),
    "QM-6.3": ("mandatory", "S1"),
    "QM-6.4": ("recommended", "S1"),
    "QM-6.5": ("mandatory", "S1, test D"),
    "QM-6.6": ("mandatory", "S1, test D"),
    "QM-7.1": ("mandatory", "S1, test D"),
    "QM-7.2": ("mandatory", "S1, test D"),
    "QM-7.3": ("mandatory", "S1, span D"),
    "QM-7.4": ("mandatory", "S1"),
    "QM-7.5": ("mandatory", "S1"),
    "QM-8.1": ("mandatory", "S1, test D"),
    "QM-8.2": ("mandatory", "S1, test D"),
    "QM-8.3": ("mandatory", "S1, test D"),
    "QM-8.4": ("mandatory", "S1, points D"),
    "QM-8.5": ("recommended", "S1"),
    "QM-8.6": ("mandatory", "S1, test D"),
    "QM-8.7": ("recommended", "S1"),
    "QM-8.8": ("recommended", "F"),
    "QM-9.1": ("mandatory", "S1, age D"),
    "QM-9.2": ("mandatory", "S1, age D"),
    "QM-9.3": ("recommended", "S1, number D"),
    "QM-9.4": ("recommended", "D"),
    "QM-R.1": ("recommended", "D"),
    "QM-R.2": ("mandatory", "S0+, test D"),
    "QM-R.3": ("recommended", "D"),
}

BESIDE = {path.name: path.read_bytes() for path in sorted((FOLDER / "examples").glob("*.yaml"))}
CASES = [*SCHEME.examples, *(case for file, raw in BESIDE.items() for case in load_examples(raw, SCHEME, file))]
# A change to the scheme that must not go unnoticed: what is written, what is written instead, and a case that differs.
CHANGES = {
    "a shorter term": (b"value: 3 years", b"value: 2 years", "everything met and answered within the usual month"),
    "less than three years": (b"until 3 years before", b"until 2 years before", "one day short of three years"),
    "commitments count": (b"value: active\n", b"value: active_or_committed\n", "a young organisation with written"),
    "anyone may apply": (b"eligible: {member: yes}\n", b"eligible: {member: yes or no}\n", "not a member"),
    "advice can refuse": (
        b"    count: mandatory\n",
        b"    count: [mandatory, recommended]\n",
        "every recommended criterion missed",
    ),
    "one may be missed": (b"{mandatory_missed: 0}", b"{mandatory_missed: at most 1}", "refused for a missing"),
    "renewal loses time": (b"counts_from: former_end", b"counts_from: decision", "renewed in time keeps"),
    "less time to complete": (b"value: 3 months", b"value: 2 months", "sent back for completion"),
}

DERIVED = {"QM-1.2", "QM-3.7", "QM-4.5", "QM-9.4", "QM-R.1", "QM-R.3"}
TAKEN_FROM = {"S0", "S1", "S0+", "S1+", "F", "D"}
CHAPTERS = [f"QM-{chapter}" for chapter in range(10)] + ["QM-R"]
KINDS = {"register", "text", "document", "link", "map", "budget", "agreement", "minutes", "plan"}
KINDS |= {"survey", "indicator", "photo", "press"}
ADVICE = {"sv": "är ett råd och inte ett krav", "en": "is advice and not a requirement"}
LONGEST_COPY = 8
"""As many words in a row may not be those of a source."""


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return re.findall(r"\w+", text.lower())


def copied(text: str, source: str) -> list[str]:
    """Runs of words that stand in both texts, each as long as is not allowed."""
    own, theirs = words(text), words(source)
    runs = {tuple(own[at : at + LONGEST_COPY]) for at in range(len(own) - LONGEST_COPY + 1)}
    there = (tuple(theirs[at : at + LONGEST_COPY]) for at in range(len(theirs) - LONGEST_COPY + 1))
    return [" ".join(run) for run in there if run in runs]


def texts_of(criterion: Criterion) -> list[dict[str, str]]:
    """Every text of a criterion."""
    return [text for text in (criterion.title, criterion.text, criterion.guidance, criterion.judged_by) if text]


def test_every_criterion_is_there_in_order_and_no_other() -> None:
    assert [criterion.id for criterion in SCHEME.criteria] == list(ROWS)
    assert [section.id for section in SCHEME.sections] == CHAPTERS


@pytest.mark.parametrize("id", ROWS)
def test_the_binding_and_provenance_of_each_criterion(id: str) -> None:
    criterion = SCHEME.criterion(id)
    assert (criterion.binding, criterion.provenance) == ROWS[id]


@pytest.mark.parametrize("id", ROWS)
def test_what_is_derived_advises_and_cannot_refuse(id: str) -> None:
    criterion = SCHEME.criterion(id)
    rests_on, *tests = criterion.provenance.split(", ")
    assert rests_on in TAKEN_FROM
    assert criterion.derived == (rests_on == "D") == (id in DERIVED)
    if rests_on in {"D", "F"}:
        assert criterion.binding == "recommended"
    assert criterion.judged_by is not None
    for test in tests:
        assert re.fullmatch(r"[a-z]+ D", test)
    for language, said in ADVICE.items():
        assert (said in criterion.judged_by[language]) == bool(tests), language


@pytest.mark.parametrize("id", ROWS)
def test_each_criterion_says_everything_in_both_languages(id: str) -> None:
    criterion = SCHEME.criterion(id)
    texts = texts_of(criterion)
    assert len(texts) == len(("title", "text", "guidance", "judged_by"))
    for text in texts:
        assert set(text) == {"sv", "en"}
        assert all(said.strip() for said in text.values())


@pytest.mark.parametrize("id", ROWS)
def test_each_criterion_names_kinds_of_evidence_and_no_age_that_could_refuse(id: str) -> None:
    rule = SCHEME.criterion(id).evidence
    assert rule is not None
    assert set(rule.kinds) <= KINDS
    assert rule.kinds
    assert rule.max_age is None
    assert rule.covers is None


def test_only_missed_mandatory_criteria_stand_in_the_way_of_the_one_level() -> None:
    (level,) = SCHEME.outcome.levels
    assert level.id == "QM"
    assert SCHEME.outcome.requires is None
    assert SCHEME.selected(("mandatory",)) == tuple(id for id, (binding, _) in ROWS.items() if binding == "mandatory")
    assert b"when: {mandatory_missed: 0}" in SOURCE
    assert b"eligible: {member: yes}" in SOURCE


def test_it_is_a_working_edition_without_a_claim_of_accreditation_and_free() -> None:
    assert SCHEME.id == "quality-mark"
    assert SCHEME.edition == "working"
    assert not SCHEME.accreditation
    assert re.search(rb"(?m)^accreditation: none$", SOURCE)
    claims = [line for line in SOURCE.decode().splitlines() if re.search(r"(?i)ackredit|accredit", line)]
    assert claims == ["accreditation: none"]
    assert set(SCHEME.fees.values()) == {"fee"}


def test_no_criterion_depends_on_the_size_of_the_town() -> None:
    sizes = (
        r"(?i)\b(invånarantal\w*|folkmängd\w*|inhabitants|population|tätort\w*|storstad\w*|småstad\w*|small towns?)\b"
    )
    found = [text for criterion in SCHEME.criteria for text in texts_of(criterion) if re.search(sizes, str(text))]
    assert found == []
    assert set(SCHEME.inputs) == {"member", "active_since", "commitments"}


def test_it_says_that_the_co_operation_is_certified_and_not_the_town_or_a_shop() -> None:
    for text in (SCHEME.subject.text, SCHEME.does_not_mean, SCHEME.expect):
        assert "samverkan" in text["sv"].lower()
        assert "co-operation" in text["en"]
    assert "inte staden" in SCHEME.subject.text["sv"]
    assert "not the town" in SCHEME.subject.text["en"]
    assert "butik" in SCHEME.does_not_mean["sv"]
    assert "shop" in SCHEME.does_not_mean["en"]


def test_it_makes_at_most_three_points_of_each_public_text() -> None:
    most = 3
    for text in (SCHEME.means, SCHEME.does_not_mean, SCHEME.expect, SCHEME.turn_to):
        assert set(text) == {"sv", "en"}
        for said in text.values():
            assert 1 <= len(said.strip().splitlines()) <= most


def test_the_usual_time_to_an_answer_is_told_as_no_promise() -> None:
    usual = SCHEME.parameters["usual_answer"].text
    assert usual is not None
    assert "inget löfte" in usual["sv"]
    assert "not a promise" in usual["en"]
    assert "inget löfte" in SCHEME.turn_to["sv"]
    decision = SCHEME.activity("decide")
    assert decision is not None
    assert decision.within is not None
    assert decision.if_late is None


def test_no_sentence_is_copied_from_a_source() -> None:
    """Against the sources where they are at hand, and against a sentence that was copied on purpose."""
    first = SCHEME.criterion("QM-0.3").text["sv"]
    assert copied(SOURCE.decode(), f"Det står att {first.upper()}")
    sources = Path(os.environ.get("CERTIFY_SOURCES") or FOLDER.parents[2] / "shared" / "sources")
    assert {path.name: copied(SOURCE.decode(), path.read_text()) for path in sources.glob("*.txt")} == {
        path.name: [] for path in sources.glob("*.txt")
    }


def test_the_readme_says_of_each_criterion_what_it_rests_on() -> None:
    lines = re.findall(r"(?m)^\| (QM-\S+) \| [^|]+ \| (\w+) \| ([^|]+) \|$", (FOLDER / "README.md").read_text())
    assert {id: (binding, provenance) for id, binding, provenance in lines} == ROWS


def test_the_worked_cases_come_out_as_written() -> None:
    assert [str(fault) for fault in run_examples(SCHEME, BESIDE)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_each_worked_case(case: Example) -> None:
    assert case.expect
    assert run_example(SCHEME, case) == ()


def test_there_is_a_case_of_each_kind() -> None:
    assert set(BESIDE) >= {"granted.yaml", "sent_back.yaml", "refused.yaml", "membership.yaml", "renewal.yaml"}
    assert {case.expect["level"] for case in CASES if "level" in case.expect} == {("QM",), ("none",)}
    assert {case.expect["eligible"] for case in CASES if "eligible" in case.expect} == {("yes",), ("no",)}
    assert {case.form for case in CASES} == {None, "full", "simplified"}
    assert len({case.title for case in CASES}) == len(CASES)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_a_rule_makes_a_worked_case_differ(change: str) -> None:
    before, after, title = CHANGES[change]
    assert SOURCE.count(before) >= 1
    changed = load(SOURCE.replace(before, after))
    assert any(run_example(changed, case) for case in CASES if title in case.title)


def test_written_commitments_count_where_the_owner_turns_that_on() -> None:
    lenient = load(SOURCE.replace(b"value: active\n", b"value: active_or_committed\n"))
    (young,) = (case for case in CASES if case.title.startswith("a young organisation with written"))
    assert [difference.found for difference in run_example(lenient, young)] == [("QM",), ("yes",), ()]
