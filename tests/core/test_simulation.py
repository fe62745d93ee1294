"""A draft judges the cases of today: who gains, loses, changes or keeps a level, and for whom it is not known."""

from pathlib import Path

import msgspec
import pytest

from certify.core import acts as a
from certify.core.findings import Finding
from certify.core.scheme.load import load
from certify.core.scheme.model import Scheme
from certify.core.simulation import concerned, effect, erased, simulation
from tests.core.life import NUMBER, WHY, Life
from tests.core.road import Road, changed_source, on

SOURCE = (Path(__file__).parent / "garden.yaml").read_text(encoding="utf-8")
SOURCE = SOURCE[: SOURCE.index("\nexamples:")] + "\n"


def draft(*changes: tuple[str, str]) -> Scheme:
    """The garden scheme as a draft with texts exchanged."""
    source = SOURCE
    for old, new in (("id: 2026.1", "id: 2026.2"), *changes):
        assert old in source, old
        source = source.replace(old, new, 1)
    return load(source.encode())


LAXER = ("when: {mandatory_missed: 0}", "when: {mandatory_missed: at most 1}")
STRICTER = ("when: {mandatory_missed: 0}", "when: {mandatory_missed: 0, member: no}")
RENAMED = ("level: OPEN", "level: WIDE_OPEN")
ASKS_MORE = ("- criterion: G.2\n", "- criterion: G.9\n")
OTHER_FORM = ("  - {form: full}\n", "  - {form: whole}\n")

CASES = {
    "nothing changes for a holder": ("issued", {}, (), ("OPEN", "OPEN", "same")),
    "a holder falls short": ("issued", {}, (STRICTER,), ("OPEN", None, "loses")),
    "a holder gets another level": ("issued", {}, (RENAMED,), ("OPEN", "WIDE_OPEN", "changes")),
    "a holder was never asked": ("issued", {}, (ASKS_MORE,), ("OPEN", None, "unknown")),
    "a form that is gone": ("issued", {}, (OTHER_FORM,), ("OPEN", "OPEN", "same")),
    "an open case that would be refused": ("assessed", {"G1": "no"}, (LAXER,), (None, "OPEN", "gains")),
    "an open case that nobody assessed": ("submitted", {}, (), (None, None, "unknown")),
}


@pytest.mark.parametrize(("stage", "values", "changes", "expected"), CASES.values(), ids=CASES)
def test_a_draft_gives_and_takes(
    stage: str, values: dict[str, str], changes: tuple[tuple[str, str], ...], expected: tuple[str | None, ...]
) -> None:
    life: Life = getattr(Life(), stage)(**values)
    found = effect(life.now, life.given("kim"), draft(*changes))
    assert (found.was, found.becomes, found.verdict) == expected
    assert found.certificate == (NUMBER if stage == "issued" else None)
    assert bool(found.reasons) == (found.verdict in {"loses", "unknown"})


def test_what_is_over_is_not_concerned() -> None:
    assert concerned(Life().submitted().now)
    assert concerned(Life().granted().now)
    assert concerned(Life().suspended().now)
    refused = Life().assessed(G1="no")
    refused.do("dag", a.Decide(outcome="refuse", reason=WHY))
    assert not concerned(refused.now)
    withdrawn = Life().issued()
    withdrawn.do("dag", a.Withdraw(reason_class="requirements_not_met", reason=WHY))
    assert not concerned(withdrawn.now)


def test_effects_are_counted() -> None:
    life = Life().issued()
    new = draft(STRICTER)
    told = simulation(new, (effect(life.now, life.given("kim"), new), erased(life.now), erased(Life().submitted().now)))
    assert told.count == {"gains": 0, "loses": 1, "changes": 0, "same": 0, "unknown": 2}
    assert [one.certificate for one in told.effects] == [NUMBER, NUMBER, None]
    assert (told.version, told.effects[1].erased) == ("2026.2", True)


MEASURED = changed_source(
    ("inputs:\n", "inputs:\n  metres: {type: number, given_by: assessor}\n"),
    ("measures:\n", "measures:\n  wide: {holds: {metres: at least 27.5}}\n"),
    ("title: {sv: Öppen, en: Open}", "title: {sv: Öppen, en: Open}\n        proposed_by: wide"),
    ("by: assessor, after: intake, fills: criteria", "by: assessor, after: intake, fills: [criteria, metres]"),
)
WIDER = ("at least 27.5", "at least 28")
PROPOSES = "        proposed_by: wide"
ASKS = ("inputs:\n", "inputs:\n  yards: {type: number, given_by: assessor}\n")

# said of G.1, with which figure, the draft's changes, and what becomes of the holder
PROPOSED = [
    ("yes", "27.5", (), ("OPEN", "same")),
    ("yes", "27.5", (WIDER,), (None, "loses")),
    ("yes", "28", (WIDER,), ("OPEN", "same")),
    ("yes", "27.4", (WIDER,), ("OPEN", "same")),  # found against the measure, with a reason
    ("yes", "27.5", (WIDER, (PROPOSES, "")), ("OPEN", "same")),  # nothing is proposed any more
    (
        "yes",
        "27.5",
        (ASKS, ("[criteria, metres]", "[criteria, metres, yards]"), ("metres: at least 27.5", "yards: at least 30")),
        (None, "unknown"),
    ),
    ("yes", "27.5", (("criterion: G.1\n", "criterion: G.9\n"),), (None, "unknown")),
]


@pytest.mark.parametrize(("said", "metres", "changes", "expected"), PROPOSED)
def test_what_a_measure_proposed_is_proposed_anew_by_the_draft(
    said: str, metres: str, changes: tuple[tuple[str, str], ...], expected: tuple[str | None, str]
) -> None:
    road = Road(load(MEASURED.encode())).began().with_duty("ask", "assess")
    found = on(G2="yes", G3="yes", metres=metres)
    of_gate = Finding(criterion="G.1", value=said, reason="Mätt vid grinden.")
    road.do("ask", a.Assess(findings=msgspec.structs.replace(found, findings=(of_gate, *found.findings))))
    road.issued_now()
    source = MEASURED
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    told = effect(road.now, road.given("kim"), load(source.encode()))
    assert (told.was, told.becomes, told.verdict) == ("OPEN", *expected)
