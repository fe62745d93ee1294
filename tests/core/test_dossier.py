"""The dossier: what stops it, what it lacks, and what its items are."""

from datetime import date, timedelta

import msgspec
import pytest

from certify.core.dossier import Answer, Area, Dossier, Organisation
from certify.core.dossier_faults import faults, gaps
from certify.core.dossier_rules import TEXTS, DossierFault
from certify.core.evidence import Evidence, Extract, File, Link, Span, StoredCopy, StoredLink, digests, made_on
from certify.core.findings import NOTHING_FOUND, Finding, Findings, Said, together
from certify.core.outcome import Dates
from tests.core.scheme.harbour import GIVEN, HARBOUR, SUBMITTED, harbour

DIGEST = "sha256:" + "a" * 64
OTHER = "sha256:" + "b" * 64
COPY = StoredCopy(digest=OTHER, name="copy.pdf", media_type="application/pdf", size=3)
APPLICANT = Organisation(
    name="Viken båtklubb", address="Hamnplan 1", organisation_number="802400-1235", place="Lindhamra"
)
ADOPTED = date(2026, 1, 15)


def file(id: str = "a", criteria: tuple[str, ...] = ("L1.1",), kind: str = "photo", **rest: object) -> File:
    whole = {"id": id, "criteria": criteria, "kind": kind, "title": "A picture", "date": ADOPTED, **rest}
    return msgspec.convert(
        {**whole, "digest": DIGEST, "name": "a.jpg", "media_type": "image/jpeg", "size": 7, "evidence": "file"}, File
    )


def link(id: str = "l", **rest: object) -> Link:
    whole = {"id": id, "criteria": ("L1.1",), "kind": "plan", "title": "A page", "url": "https://example.org/plan"}
    return msgspec.convert({**whole, "evidence": "link", **rest}, Link)


def extract(id: str = "e", **rest: object) -> Extract:
    whole = {"id": id, "criteria": ("L1.1",), "kind": "plan", "title": "Pages", "pages": "3-4"}
    return msgspec.convert(
        {**whole, "adopting_body": "The council", "adopted": ADOPTED, "evidence": "extract", **rest}, Extract
    )


def dossier(*evidence: Evidence, inputs: dict[str, str] | None = None, **rest: object) -> Dossier:
    answers = {name: Answer(text="As follows.") for name in ("L1.1", "L1.2")}
    plain: dict[str, Said] = {**GIVEN, "guarded": "no", "remarks": "none"}
    whole = Dossier(applicant=APPLICANT, area=Area(name="Viken"), answers=answers, inputs=plain, evidence=evidence)
    changed = {**rest, **({"inputs": {**plain, **inputs}} if inputs else {})}
    return msgspec.structs.replace(whole, **changed)


def told(found: list[DossierFault]) -> list[tuple[str, str | None]]:
    return [(fault.rule, fault.criterion or fault.item or fault.input) for fault in found]


def test_a_good_dossier_has_no_fault() -> None:
    assert faults(dossier(file()), HARBOUR, "full") == []


FAULTY: dict[str, tuple[Dossier, tuple[str, str | None]]] = {
    "no name": (dossier(applicant=msgspec.structs.replace(APPLICANT, name=" ")), ("applicant.name", None)),
    "no address": (dossier(applicant=msgspec.structs.replace(APPLICANT, address="")), ("applicant.address", None)),
    "no place": (dossier(applicant=msgspec.structs.replace(APPLICANT, place="")), ("applicant.place", None)),
    "no number": (
        dossier(applicant=msgspec.structs.replace(APPLICANT, organisation_number="")),
        ("applicant.number_form", None),
    ),
    "a person's number": (
        dossier(applicant=msgspec.structs.replace(APPLICANT, organisation_number="811228-9874")),
        ("applicant.number_person", None),
    ),
    "a wrong number": (
        dossier(applicant=msgspec.structs.replace(APPLICANT, organisation_number="802400-1236")),
        ("applicant.number_check_digit", None),
    ),
    "no area": (dossier(area=Area()), ("area.name", None)),
    "a name that runs backwards": (
        dossier(applicant=msgspec.structs.replace(APPLICANT, name="Viken \u202ebbulktåb")),
        ("applicant.signs", "name"),
    ),
    "a place in another normal form": (
        dossier(applicant=msgspec.structs.replace(APPLICANT, place="A\u0308ngby")),
        ("applicant.signs", "place"),
    ),
    "an area with what nobody sees": (dossier(area=Area(name="Vi\u200bken")), ("area.signs", None)),
    "unknown input": (dossier(inputs={"depth": "3"}), ("input.unknown", "depth")),
    "somebody else's input": (dossier(inputs={"lux": "3"}), ("input.not_yours", "lux")),
    "impossible input": (dossier(inputs={"berths": "0"}), ("input.value", "berths")),
    "missing input": (
        dossier(inputs={"kiosk": "yes"}, answers={f"L1.{n}": Answer(text="x") for n in (1, 2, 3, 4)}),
        ("input.missing", "kiosk_lux"),
    ),
    "unknown answer": (
        dossier(answers={**dossier().answers, "L9": Answer(text="x")}),
        ("answer.unknown", "L9"),
    ),
    "unchanged where it may not be": (
        dossier(answers={**dossier().answers, "L1.1": Answer(unchanged=True)}),
        ("answer.unchanged", "L1.1"),
    ),
    "no answer": (dossier(answers={}), ("answer.missing", "L1.1")),
    "an empty answer": (
        dossier(answers={"L1.1": Answer(text=" "), "L1.2": Answer(text="x")}),
        ("answer.missing", "L1.1"),
    ),
    "two with one id": (dossier(file(), file()), ("evidence.twice", "a")),
    "no label": (dossier(file(criteria=())), ("evidence.unlabelled", "a")),
    "unknown label": (dossier(file(criteria=("L1.1", "L9"))), ("evidence.label", "L9")),
    "unknown kind": (dossier(file(kind="song")), ("evidence.kind", "a")),
    "a period backwards": (
        dossier(file(period={"first": date(2026, 2, 1), "last": date(2026, 1, 1)})),
        ("evidence.span", "a"),
    ),
    "an extract of nothing": (dossier(extract()), ("extract.empty", "e")),
    "an extract of something missing": (dossier(extract(of="x")), ("extract.of", "e")),
    "an extract of itself": (dossier(extract(of="e")), ("extract.of", "e")),
    "an extract of an extract": (dossier(extract(copy=COPY), extract(id="f", of="e")), ("extract.of", "f")),
}


@pytest.mark.parametrize(("faulty", "expected"), FAULTY.values(), ids=FAULTY.keys())
def test_a_faulty_dossier_is_told_what_is_wrong(faulty: Dossier, expected: tuple[str, str | None]) -> None:
    assert told(faults(faulty, HARBOUR, "full")) == [expected]


def test_a_label_of_what_the_form_leaves_out() -> None:
    one = dossier(file(criteria=("L2.4",)))
    assert told(faults(one, HARBOUR, "full")) == []
    assert told(faults(one, HARBOUR, "changes")) == [("evidence.label", "L2.4")]


def test_an_unknown_form() -> None:
    with pytest.raises(KeyError):
        faults(dossier(), HARBOUR, "nothing")


def test_evidence_answers_a_criterion_too_and_a_proposal_needs_no_answer() -> None:
    assert told(faults(dossier(file(), answers={}), HARBOUR, "full")) == []


def test_a_criterion_may_be_confirmed_where_the_form_allows_it() -> None:
    confirmed = dossier(answers={**dossier().answers, "L2.1": Answer(unchanged=True)})
    assert told(faults(confirmed, HARBOUR, "changes")) == []
    assert told(faults(confirmed, HARBOUR, "full")) == [("answer.unchanged", "L2.1")]


def test_kinds_are_free_where_the_scheme_names_none() -> None:
    free = harbour(
        ("evidence: {kinds: [photo, plan, text], at_least: 1, max_age: 12 months, public: yes}", ""),
        ("evidence: {kinds: [plan], at_least: 2, covers: {from: 3 years before submitted, until: submitted}}", ""),
        ("    evidence: [photo]\n", ""),
    )
    assert told(faults(dossier(file(kind="song")), free, "full")) == []
    assert gaps(dossier(file(kind="song")), free, "full", dates=Dates()) == []


def test_a_certificate_without_an_area_asks_for_none() -> None:
    scheme = harbour(("print: [holder, area,", "print: [holder,"))
    assert told(faults(dossier(file(), area=Area()), scheme, "full")) == []


def test_every_rule_has_words_in_both_languages() -> None:
    for rule, (swedish, english) in TEXTS.items():
        fault = DossierFault(rule=rule, criterion="L1.1")
        said = tuple(text.format(there=None, needed=None) for text in (swedish, english))
        assert (fault.sv, fault.en) == said
        assert swedish.endswith(".")
        assert english.endswith(".")
        assert fault.evidence == {"rule": rule, "criterion": "L1.1", "sv": fault.sv, "en": fault.en}


DATES = Dates(submitted=SUBMITTED)
WORDS = {name: Answer(text="As follows.") for name in ("L1.1", "L1.2", "L1.3")}


def lacking(
    *evidence: Evidence, answers: dict[str, Answer], dates: Dates = DATES, inputs: dict[str, str] | None = None
) -> list[tuple[str, str | None]]:
    return told(gaps(dossier(*evidence, inputs=inputs, answers=answers), HARBOUR, "full", dates=dates))


def test_words_count_where_the_scheme_says_so() -> None:
    assert lacking(answers=WORDS) == []
    assert lacking(answers={}) == [("evidence.too_few", "L1.1"), ("evidence.too_few", "L1.2")]
    assert lacking(answers={**WORDS, "L1.1": Answer(text=" ")}) == [("evidence.too_few", "L1.1")]


def test_an_unchanged_answer_needs_nothing_new() -> None:
    assert lacking(answers={**WORDS, "L1.1": Answer(unchanged=True)}) == []


def test_a_kind_that_does_not_count_here() -> None:
    assert lacking(file(criteria=("L2.1",), kind="plan"), answers=WORDS) == [("evidence.kind_here", "L2.1")]


@pytest.mark.parametrize(
    ("made", "lacks"),
    [
        (date(2025, 2, 10), []),
        (date(2025, 2, 9), [("evidence.too_old", "L1.1")]),
        (None, [("evidence.undated", "L1.1")]),
    ],
)
def test_the_greatest_age_counts_back_from_the_submission(
    made: date | None, lacks: list[tuple[str, str | None]]
) -> None:
    assert lacking(file(date=made), answers=WORDS) == lacks
    assert lacking(file(date=made), answers=WORDS, dates=Dates(today=SUBMITTED)) == lacks
    assert lacking(file(date=made), answers=WORDS, dates=Dates()) == []


def test_a_link_without_a_stored_copy_does_not_count() -> None:
    assert lacking(link(date=ADOPTED), answers=WORDS) == [("evidence.no_copy", "L1.1")]
    assert lacking(link(date=ADOPTED, copy=msgspec.to_builtins(COPY)), answers=WORDS) == []


def plans(*spans: tuple[str, str]) -> list[File]:
    return [
        file(id=f"p{n}", criteria=("L1.4",), kind="plan", period={"first": first, "last": last})
        for n, (first, last) in enumerate(spans)
    ]


@pytest.mark.parametrize(
    ("spans", "covered"),
    [
        ([("2023-02-10", "2024-02-09"), ("2024-02-10", "2026-02-10")], True),
        ([("2024-02-10", "2026-02-10"), ("2023-02-10", "2024-02-09")], True),
        ([("2020-01-01", "2030-01-01"), ("2024-01-01", "2024-01-01")], True),
        ([("2023-02-11", "2026-02-10"), ("2024-01-01", "2024-02-01")], False),
        ([("2023-02-10", "2024-02-08"), ("2024-02-10", "2026-02-10")], False),
        ([("2023-02-10", "2024-02-09"), ("2024-02-10", "2026-02-09")], False),
        ([("2023-02-10", "9999-12-31"), ("2024-02-10", "2026-02-09")], True),
    ],
)
def test_the_period_to_be_covered(spans: list[tuple[str, str]], covered: bool) -> None:  # noqa: FBT001
    found = lacking(*plans(*spans), answers=WORDS, inputs={"kiosk": "yes", "kiosk_lux": "3"})
    assert found == ([] if covered else [("evidence.not_covered", "L1.4")])


def test_a_period_that_is_not_known_yet_asks_for_nothing() -> None:
    found = lacking(*plans(("2023-02-10", "2023-02-11")), answers=WORDS, inputs={"kiosk": "yes"}, dates=Dates())
    assert found == [("evidence.too_few", "L1.4")]


def test_items_without_a_period_cover_nothing() -> None:
    two = [file(id=name, criteria=("L1.4",), kind="plan") for name in ("x", "y")]
    found = lacking(*two, answers=WORDS, inputs={"kiosk": "yes"})
    assert found == [("evidence.not_covered", "L1.4")]


def test_the_day_an_item_was_made() -> None:
    assert made_on(file()) == ADOPTED
    assert made_on(file(date=None)) is None
    span = {"first": ADOPTED, "last": ADOPTED + timedelta(days=9)}
    assert made_on(file(date=None, period=span)) == ADOPTED + timedelta(days=9)
    assert made_on(extract()) == ADOPTED


def test_the_bytes_an_item_rests_on() -> None:
    assert digests(file()) == (DIGEST,)
    assert digests(link()) == ()
    assert digests(msgspec.structs.replace(link(), copy=COPY)) == (OTHER,)
    assert digests(extract(of="a")) == ()
    whole = StoredLink(url="https://example.org", copy=COPY)
    assert digests(msgspec.structs.replace(extract(), copy=COPY, whole=whole)) == (OTHER, OTHER)
    assert digests(msgspec.structs.replace(extract(), whole=StoredLink(url="https://example.org"))) == ()


def test_a_dossier_survives_being_stored_and_says_no_more_than_it_was_told() -> None:
    whole = dossier(file(period={"first": ADOPTED, "last": ADOPTED}), link(), extract(of="a"))
    raw = msgspec.json.encode(whole)
    assert msgspec.json.decode(raw, type=Dossier) == whole
    assert b"null" not in raw
    assert [item.id for item in whole.supporting("L1.1")] == ["a", "l", "e"]


REFUSED: dict[str, str] = {
    "unknown field": '{"applicant": {"phone": "1"}}',
    "unknown kind of item": '{"evidence": [{"evidence": "song", "id": "a"}]}',
    "wrong type": '{"inputs": {"berths": 3}}',
    "NUL": '{"answers": {"L1.1": {"text": "\\u0000"}}}',
    "line break in a name": '{"applicant": {"name": "a\\nb"}}',
    "digest": '{"area": {"outline_digest": "sha256:zz"}}',
    "municipality": '{"applicant": {"municipality_code": "860"}}',
    "empty input": '{"inputs": {"berths": ""}}',
    "label": '{"answers": {"": {}}}',
    "too long": '{"applicant": {"name": "' + "x" * 301 + '"}}',
}


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_dossier_is_refused(raw: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(raw, type=Dossier)


@pytest.mark.parametrize("url", ["ftp://example.org", "javascript:alert(1)", "https://a b", "https://a\n", ""])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        link(url=url)


def test_a_span_is_two_days() -> None:
    assert msgspec.json.encode(Span(first=ADOPTED, last=ADOPTED)) == b'{"first":"2026-01-15","last":"2026-01-15"}'


def test_findings_of_several_activities_together() -> None:
    first = Findings(findings=(Finding(criterion="A", value="no", reason="x"), Finding(criterion="B", value="yes")))
    second = Findings(findings=(Finding(criterion="A", value="yes"),), inputs={"lux": "3"})
    both = together((first, second))
    assert [(finding.criterion, finding.value) for finding in both.findings] == [("A", "yes"), ("B", "yes")]
    assert both.inputs == {"lux": "3"}
    assert both.on("B") == Finding(criterion="B", value="yes")
    assert both.on("C") is None
    assert together(()) == NOTHING_FOUND
