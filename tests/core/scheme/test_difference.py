"""What changed between two versions, in words, and whether it is stricter where that can be told."""

import pytest

from certify.core.scheme.difference import difference
from certify.core.scheme.load import load
from tests.core.scheme.harbour import HARBOUR, SOURCE, harbour

# What stands in the old version and in the new one: the sentences, and whether that is stricter.
CHANGES: dict[str, tuple[str, str, str, str, bool | None]] = {
    "a text": (
        "en: All piers are lit.",
        "en: Every pier is lit.",
        "Kriteriet L1.1 Belyst, text: var ”Alla bryggor är belysta.”, blir ”Alla bryggor är belysta.”.",
        "Criterion L1.1 Lit, text: was “All piers are lit.”, becomes “Every pier is lit.”.",
        None,
    ),
    "a parameter, laxer": (
        "{value: 80 %, stricter: higher",
        "{value: 75 %, stricter: higher",
        "Parametern Andel för Ljus, värde: var 80 %, blir 75 % (mildare).",
        "Parameter Share for Bright, value: was 80 %, becomes 75 % (laxer).",
        False,
    ),
    "a parameter, stricter": (
        "lux_needed:   {value: 10, stricter: higher}",
        "lux_needed:   {value: 15, stricter: higher}",
        "Parametern lux needed, värde: var 10, blir 15 (strängare).",
        "Parameter lux needed, value: was 10, becomes 15 (stricter).",
        True,
    ),
    "a parameter without a direction": (
        "term:         3 years",
        "term:         2 years",
        "Parametern term, värde: var 3 år, blir 2 år.",
        "Parameter term, value: was 3 years, becomes 2 years.",
        None,
    ),
    "a measure": (
        "plain_mean:         {mean: [lux, glow]}",
        "plain_mean:         {max: [lux, glow]}",
        "Måttet plain mean: var medelvärdet av ”lux” och ”glow”, blir det högsta av ”lux” och ”glow”.",
        "Measure plain mean: was the mean of “lux” and “glow”, becomes the highest of “lux” and “glow”.",
        None,
    ),
    "the limit of an input with a unit": (
        "lux:      {type: number, lowest: 0, given_by",
        "lux:      {type: number, lowest: 1, given_by",
        "Uppgiften lux, lägst: var 0 lx, blir 1 lx.",
        "Input lux, lowest: was 0 lx, becomes 1 lx.",
        None,
    ),
    "a count by a figure with a unit": (
        "plain_mean:         {mean: [lux, glow]}",
        "plain_mean:         {count: lux, is: at least 5}",
        "Måttet plain mean: var medelvärdet av ”lux” och ”glow”, blir hur många av ”lux” som har svaret minst 5 lx.",
        (
            "Measure plain mean: was the mean of “lux” and “glow”, "
            "becomes how many of “lux” have the answer at least 5 lx."
        ),
        None,
    ),
    "a scale": (
        "stars: [5, 4, 3]",
        "stars: [5, 4, 3, 2]",
        "Skalan stars, värde: var 5, 4, 3, blir 5, 4, 3, 2.",
        "Scale stars, value: was 5, 4, 3, becomes 5, 4, 3, 2.",
        None,
    ),
    "an activity": (
        "within: 10 working days after submitted",
        "within: 12 working days after submitted",
        "Momentet mottagningskontroll, senast: var 10 arbetsdagar efter ansökan, blir 12 arbetsdagar efter ansökan.",
        (
            "Activity intake check, within: was 10 working days after the application, "
            "becomes 12 working days after the application."
        ),
        None,
    ),
    "a nonconformity": (
        "dull:  {within: term, if_late: refuse}",
        "dull:  {within: term, blocks: yes, if_late: refuse}",
        "Avvikelsegraden dull, hindrar beslut: var nej, blir ja.",
        "Nonconformity dull, blocks the decision: was no, becomes yes.",
        None,
    ),
    "the whole": (
        "suspension: {longest: 6 months, then: withdraw}",
        "suspension: {longest: 3 months, then: withdraw}",
        "Ordningen, paus: var längst 6 månader, blir längst 3 månader.",
        "The scheme, suspension: was longest 6 months, becomes longest 3 months.",
        None,
    ),
    "something that was not there": (
        "accreditation: none",
        "accreditation: {sv: Nr 1, en: No. 1}",
        "Ordningen, ackreditering: var inget, blir ”Nr 1”.",
        "The scheme, accreditation: was nothing, becomes “No. 1”.",
        None,
    ),
    "a criterion that is new": (
        "      - criterion: L2.3\n",
        (
            "      - criterion: L2.9\n        title: {sv: Ny, en: New}\n        text: {sv: Ny., en: New.}\n"
            "      - criterion: L2.3\n"
        ),
        "Kriteriet L2.9 Ny (guideline) tillkommer.",
        "Criterion L2.9 New (guideline) is new.",
        None,
    ),
    "an input that is gone": (
        "  remarks:  {type: text}\n",
        "",
        "Uppgiften remarks utgår.",
        "Input remarks is gone.",
        None,
    ),
    "what a level asks": (
        "      when: otherwise",
        "      when: {kiosk: no}",
        "Nivån LIT Upplyst, när: var i alla andra fall, blir ”Hamnen har kiosk” är nej.",
        "Level LIT Lit, when: was in every other case, becomes “The harbour has a kiosk” is no.",
        None,
    ),
    "a requirement that is gone": (
        (
            "      - criterion: L1.3\n        title: {sv: Kioskens ljus, en: Light at the kiosk}\n"
            "        text: {sv: Kiosken är belyst efter stängning., en: The kiosk is lit after closing.}\n"
            "        applies: {kiosk: yes}\n"
        ),
        "",
        "Kriteriet L1.3 Kioskens ljus (imperative) utgår.",
        "Criterion L1.3 Light at the kiosk (imperative) is gone.",
        False,
    ),
    "a binding that is raised": (
        "        judged_by: {sv: Planen finns., en: The plan exists.}\n        derived: yes",
        "        judged_by: {sv: Planen finns., en: The plan exists.}\n        binding: imperative",
        "Kriteriet L2.1 Skötselplan, kravnivå: var guideline, blir imperative (strängare).",
        "Criterion L2.1 Care plan, binding: was guideline, becomes imperative (stricter).",
        True,
    ),
}


@pytest.mark.parametrize(("old", "new", "sv", "en", "stricter"), CHANGES.values(), ids=CHANGES)
def test_each_change_is_said_in_words(old: str, new: str, sv: str, en: str, *, stricter: bool | None) -> None:
    changes = difference(harbour(), harbour((old, new)))
    said = {change.sv: change for change in changes}
    assert sv in said
    assert said[sv].en == en
    assert said[sv].stricter is stricter


def test_nothing_changed_is_nothing_said() -> None:
    assert difference(HARBOUR, load(SOURCE.replace("id: 2026.1", "id: 2026.2").encode())) == ()


def test_criteria_come_first() -> None:
    changes = difference(harbour(), harbour(("{value: 80 %", "{value: 75 %"), ("All piers are", "Every pier is")))
    assert [change.what for change in changes] == ["criterion", "parameter"]


@pytest.mark.parametrize(
    ("old", "new", "stricter"),
    [
        ("founded:      2000-01-01", "founded:      {value: 2001-01-01, stricter: higher}", True),
        ("term:         3 years", "term:         {value: 30 months, stricter: shorter}", True),
        ("rule:         {value: strict,", "rule:         {value: mild, stricter: lower,", None),
    ],
    ids=["a date", "a period in other units", "a word"],
)
def test_a_parameter_has_its_stricter_direction(old: str, new: str, *, stricter: bool | None) -> None:
    found = [one for one in difference(harbour(), harbour((old, new))) if one.key == "value"]
    assert [one.stricter for one in found] == [stricter]
