# ruff: noqa: E501  # one planted fault a line reads best
"""One fault planted in the scheme with departments and desks: it is told once, at its place, by its name."""

from __future__ import annotations

import pytest

from certify.core.scheme.faults import SchemeFaults
from certify.core.scheme.load import load
from tests.core.scheme.works import SOURCE

# What stands there, what is put in its place (§ is where the fault must be told), the code, and part of the sentence.
PLANTED: dict[str, tuple[str, str, str, str]] = {
    # One value where there are many
    "a unit's value in eligibility": ("eligible: {insured: yes}\noutcome", "eligible: {§open_desks: 2}\noutcome", "many-values", "for each department"),
    "a unit's value on the right": ("nki_mean: at least 60", "nki_mean: §at least nki", "many-values", "for each field"),
    "a unit's value in a formula": ("sqrt(level_of_service)", "§sqrt(open_desks)", "many-values", "for each department"),
    "a unit's value in a table": ("missed: {count: mandatory, is: no}", "missed: {count: mandatory, is: no}\n  odd: {table: §open_desks, rows: {at least 0: 1}}", "many-values", "for each department"),
    "a list where one is asked for": ("eligible: {insured: yes}\noutcome", "eligible: {§languages: fi}\noutcome", "many-values", "for each entry"),
    "a unit's measure proposes for the whole": ("text: There is a plan., weight: 2}", "text: There is a plan., weight: 2, proposed_by: §quick}", "many-values", "for each department"),
    "the inner unit's value for the outer": ("department_missed: at least 2", "§wait: at least 2", "many-values", "for each desk"),
    "a moment by row": ("until: submitted, season", "until: §closed, season", "many-values", "for each cases"),
    "a cap by unit": ("{sum: {big_department: up to 3}}", "{sum: {big_department: §up to open_desks}}", "many-values", "for each department"),
    # Units
    "within nothing": ("within: department", "within: §deportment", "unknown-name", 'did you mean "department"?'),
    "within each other": ("    title: Department\n", "    title: Department\n    within: §desk\n", "cycle", "department -> desk -> department"),
    "a unit's condition": ("{department_missed: at least 2}", "{§departmentmissed: at least 2}", "unknown-name", "department_missed"),
    "a unit's end": ("end: 6 months after submitted", "end: §6 months after submited", "unknown-name", "submitted"),
    "a column called like an input": ("      closed: {type: date}", "      §town: {type: date}", "name-twice", "already the name"),
    "per no unit": ("        title: Rest\n", "        title: Rest\n        per: §departments\n", "unknown-name", "no kind of unit"),
    "a criterion per no unit": ("text: There is a plan., weight: 2}", "text: There is a plan., per: §dep}", "unknown-name", "no kind of unit"),
    "a measure per nothing": ("is: yes, per: chapter}", "is: yes, per: §verse}", "unknown-name", "level of sections"),
    "no such activity": ("text: There is a plan., weight: 2}", "text: There is a plan., activity: §revue}", "unknown-name", "review"),
    # Inputs
    "a table without columns": ("town: {type: text}", "town: §{type: table}", "missing-key", "columns"),
    "columns of a text": ("town: {type: text}", "town: {type: text, columns: §{a_b: {type: date}}}", "unknown-key", "belong to a table"),
    "a scale of a text": ("town: {type: text}", "town: {type: text, scale: §look}", "unknown-key", "belongs to a grade"),
    "choosing among numbers": ("town: {type: text}", "town: {type: text, choose: §2}", "unknown-key", "belongs to a choice"),
    "choosing more than there are": ("choose: 3", "choose: §5", "wrong-order", "from 1 to 4"),
    "choosing none": ("choose: 3", "choose: §0", "wrong-order", "from 1 to 4"),
    "a certificate of nobody": ("town: {type: text}", "town: {type: text, of: §safe-desk}", "unknown-key", "given_by certificate"),
    "a day of no certificate": ("town: {type: text}", "town: {type: text, on: §submitted}", "unknown-key", "given_by certificate"),
    "a column's scale": ("closed: {type: date}", "closed: {type: grade, scale: §loook}", "unknown-name", "look"),
    "a weight below nothing": ("highest: 10, weight: 2}", "highest: 10, weight: §-2}", "wrong-order", "not below 0"),
    "a criterion's weight below nothing": ("highest: 5, weight: 3}", "highest: 5, weight: §-3}", "wrong-order", "not below 0"),
    "a highest of yes or no": ("text: It is neat.}", "text: It is neat., highest: §5}", "unknown-key", "belongs to a number"),
    # Weighted, worst
    "weighing a date": ("[A2.1, A2.2, level_of_service]", "[A2.1, closed]", "wrong-side", "cannot be weighed"),
    "weighing without a highest": ("[A2.1, A2.2, level_of_service]", "§[A2.1, days_taken]", "missing-key", "highest"),
    "a weight of what is not weighed": ("weights: {chapter_share: heavy}", "weights: {§missed: heavy}", "unknown-name", "not weighed here"),
    "a weight said twice": ("weights: {chapter_share: heavy}", "weights: {§B1.1: heavy}", "two-keys", "its own"),
    "choosing between two scales": ("  quick:", "  either: {choose: [{when: {insured: yes}, value: B1.3}, {value: §B1.2}]}\n  quick:", "wrong-side", "different scales"),
    "a table of two scales": ("  quick:", "  either: {table: insured, rows: {yes: B1.3, no: §B1.2}}\n  quick:", "wrong-side", "different scales"),
    "a weight that is below nothing": ("weights: {chapter_share: heavy}", "weights: {chapter_share: §-1}", "wrong-order", "not below 0"),
    "out of no number": ("out_of: 100", "out_of: §3 years", "wrong-side", "a number belongs here"),
    "rounded to nothing": ("round: 0.5", "round: §0", "wrong-order", "above 0"),
    "the worst of numbers": ("worst_plain: {worst: impression}", "worst_plain: {worst: §wait}", "wrong-side", "no grade"),
    "the worst of two scales": ("worst_plain: {worst: impression}", "worst_plain: {worst: §[impression, B1.3]}", "wrong-side", "different scales"),
    "lifted by what is no share": ("when_better: at least 50 %", "when_better: §at least 3 years", "wrong-side", "cannot be"),
    # Statistics
    "no such figure": ("statistic: hazen percentile", "statistic: §hasen percentile", "wrong-type", "hazen percentile"),
    "a percentile of nothing": ("{statistic: hazen percentile, of: samples, at: 90 %}", "§{statistic: hazen percentile, of: samples}", "missing-key", '"at"'),
    "a percentile that is none": ("at: 90 %", "at: §190 %", "wrong-side", "between 0 and 100 %"),
    "a percentile where none is": ("{statistic: latest, of: samples}", "{statistic: latest, of: samples, at: §50 %}", "unknown-key", '"at" belongs'),
    "a figure of words": ("{statistic: median, of: days_taken}", "{statistic: median, of: §case_kind}", "wrong-side", "cannot be reckoned with"),
    "the last of what has no days": ("{statistic: latest, of: samples}", "{statistic: latest, of: §days_taken}", "wrong-side", "no days to go by"),
    "a season without years": ("from: 1 november each year", "from: §2026-11-01", "bad-phrase", "a day of each year"),
    "the gap between numbers": ("{statistic: largest gap, of: meetings", "{statistic: largest gap, of: §days_taken", "wrong-side", "no days to go by"),
    "the gap between words": ("{statistic: largest gap, of: meetings", "{statistic: largest gap, of: §case_kind", "wrong-side", "cannot be reckoned with"),
    # Selections
    "adding up units": ("yards: {sum: yard_size}", "yards: {sum: §department}", "wrong-side", "a table"),
    "comparing units": ("departments: {count: department}", "departments: {count: department, is: §1}", "wrong-side", "does not go with"),
    # The ladder
    "a level by what cannot be": ("{weakest_part: at least 40 %}", "§{finnish: more than 3, side: at most 2, weighed: more than 101}", "never-reached", "SILVER"),
    "a level that everybody gets": ("{weakest_part: at least 40 %}", "§{weighed: at most 101}", "always-reached", "otherwise"),
    "a lower level that asks for more": ("{weakest_part: at least 40 %}", "{§nki_mean: at least 70}", "harder-below", "GOLD"),
    "a lower level that asks for a better grade": ("{weakest_part: at least 40 %}", "{§worst_department: bright}", "harder-below", "GOLD"),
    "a lower level that asks for the same": ("{weakest_part: at least 40 %}", "§{worst_department: at least fair, nki_mean: at least 60, weakest_part: at least share_needed}", "never-reached", "stands above it"),
    "eligible for nobody": ("eligible: {insured: yes}\noutcome", "eligible: §{level_of_service: more than 10}\noutcome", "never-reached", "never holds"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "words"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_fault_is_told_once_at_its_place(old: str, new: str, code: str, words: str) -> None:
    assert old in SOURCE
    source = SOURCE.replace(old, new, 1)
    with pytest.raises(SchemeFaults) as caught:
        load(source.replace("§", "").encode())
    assert [fault.code for fault in caught.value.faults] == [code], caught.value
    fault = caught.value.faults[0]
    assert words in fault.en, caught.value
    if "§" in source:
        before = source[: source.index("§")]
        assert (fault.line, fault.column) == (before.count("\n") + 1, len(before) - before.rfind("\n")), caught.value


def test_what_has_many_values_and_a_fault_of_its_own_is_told_once() -> None:
    source = SOURCE.replace(
        "open_desks: {type: integer, lowest: 0}", "open_desks: {type: integer, lowest: 9, highest: 1}"
    )
    source = source.replace("eligible: {insured: yes}\noutcome", "eligible: {open_desks: 2}\noutcome")
    with pytest.raises(SchemeFaults) as caught:
        load(source.encode())
    assert [fault.code for fault in caught.value.faults] == ["wrong-order"], caught.value
