"""Given, when, then: what is wrong with the units of a dossier, and what their evidence lacks."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from certify.core.dossier import Answer, Area, Dossier, Organisation, Unit
from certify.core.dossier_faults import faults, gaps
from certify.core.evidence import File
from certify.core.findings import NOTHING_FOUND, Said
from certify.core.outcome import Dates, evaluation
from tests.core.scheme.works import DATES, GIVEN, WORKS

GOOD_UNIT = {name: Answer(text="As follows.") for name in ("A1.1", "A1.2")}
N = Unit(id="N", name="North", inputs={"open_desks": "2"}, answers=GOOD_UNIT)
S = Unit(id="S", name="South", inputs={"open_desks": "6"}, answers=GOOD_UNIT)
DESK = Unit(id="n1", name="First", within="N")
FIELDS = (Unit(id="permits"), Unit(id="food"))
UNITS: dict[str, tuple[Unit, ...]] = {"department": (N, S), "desk": (DESK,), "field": FIELDS}


def file(id: str, criterion: str, unit: str | None = None, day: date = date(2026, 1, 1)) -> File:
    return File(
        id=id, criteria=(criterion,), kind="photo", title="P", date=day, unit=unit, digest="sha256:" + "0" * 64,
        name="p.jpg", media_type="image/jpeg", size=1,
    )  # fmt: skip


def dossier(units: dict[str, tuple[Unit, ...]] = UNITS, *evidence: File, **inputs: Said) -> Dossier:
    return Dossier(
        applicant=Organisation(name="The town", address="Street 1", place="Viken", organisation_number="802400-1235"),
        area=Area(name="Viken"),
        answers={"A2.1": Answer(text="A plan.")},
        inputs={**GIVEN, **inputs},
        units=units,
        evidence=evidence,
    )


def told(said: Dossier) -> list[tuple[str, str | None, str | None]]:
    return [
        (fault.rule, fault.criterion or fault.input or fault.item, fault.unit) for fault in faults(said, WORKS, "full")
    ]


def test_a_good_dossier_has_no_fault() -> None:
    assert told(dossier()) == []


def unit(of: Unit, **changes: object) -> Unit:
    return msgspec.structs.replace(of, **changes)


def departments(*several: Unit) -> Dossier:
    return dossier({**UNITS, "department": several})


ONLY_ONE = unit(N, inputs={"open_desks": "1"}, answers={"A1.1": Answer(unchanged=True)})
FAULTY: dict[str, tuple[Dossier, list[tuple[str, str | None, str | None]]]] = {
    "a kind that there is none of": (dossier({**UNITS, "shop": (Unit(id="x"),)}), [("unit.kind", None, "shop")]),
    "none where one has to be": (dossier({"field": FIELDS}), [("unit.too_few", None, "department")]),
    "a fixed one left out": (dossier({**UNITS, "field": FIELDS[:1]}), [("unit.too_few", None, "field")]),
    "one that is not fixed": (
        dossier({**UNITS, "field": (*FIELDS, Unit(id="roads", name="Roads"))}),
        [("unit.fixed", None, "roads")],
    ),
    "without a name": (departments(N, unit(S, name=" ")), [("unit.name", None, "S")]),
    "the same id twice": (departments(N, S, unit(S, name="Once more")), [("unit.twice", None, "S")]),
    "within nothing": (dossier({**UNITS, "desk": (unit(DESK, within=None),)}), [("unit.within", None, "n1")]),
    "within another kind": (dossier({**UNITS, "desk": (unit(DESK, within="food"),)}), [("unit.within", None, "n1")]),
    "within, where nothing lies": (departments(N, unit(S, within="N")), [("unit.within", None, "S")]),
    "an input left out": (departments(N, unit(S, inputs={})), [("input.missing", "open_desks", "S")]),
    "an input of another value": (
        departments(N, unit(S, inputs={"open_desks": "many"})),
        [("input.value", "open_desks", "S")],
    ),
    "an input of another kind": (
        departments(N, unit(S, inputs={"open_desks": "2", "wait": "3"})),
        [("input.unknown", "wait", "S")],
    ),
    "an input of somebody else's": (
        departments(N, unit(S, inputs={"open_desks": "2", "contacts": ("2026-01-01",)})),
        [("input.not_yours", "contacts", "S")],
    ),
    "an input that applies": (
        dossier(UNITS, has_yard="yes"),
        [("input.missing", "yard_size", "N"), ("input.missing", "yard_size", "S")],
    ),
    "an answer that is not asked for": (
        departments(N, unit(S, answers={**GOOD_UNIT, "A2.1": Answer(text="x")})),
        [("answer.unknown", "A2.1", "S")],
    ),
    "an answer left out": (
        departments(N, unit(S, answers={"A1.1": Answer(text=" ")})),
        [("answer.missing", "A1.1", "S"), ("answer.missing", "A1.2", "S")],
    ),
    "what does not apply to the unit needs no answer": (departments(ONLY_ONE), []),
    "evidence instead of an answer": (
        dossier({**UNITS, "department": (N, unit(S, answers={}))}, file("a", "A1.1", "S"), file("b", "A1.2")),
        [],
    ),
    "evidence of another unit": (
        dossier({**UNITS, "department": (N, unit(S, answers={"A1.2": Answer(text="x")}))}, file("a", "A1.1", "N")),
        [("answer.missing", "A1.1", "S")],
    ),
    "evidence of no unit": (dossier(UNITS, file("a", "A1.1", "W")), [("evidence.unit", "a", "W")]),
    "a list that is none": (dossier(UNITS, languages="perhaps"), [("input.value", "languages", None)]),
}


@pytest.mark.parametrize(("said", "rules"), FAULTY.values(), ids=FAULTY.keys())
def test_what_is_wrong_is_told_with_the_unit(said: Dossier, rules: list[tuple[str, str | None, str | None]]) -> None:
    assert told(said) == rules


def lacking(said: Dossier) -> list[tuple[str, str | None, str | None]]:
    found = gaps(said, WORKS, "full", dates=DATES)
    return [(gap.rule, gap.criterion, gap.unit) for gap in found if gap.criterion in {"A1.1", "A1.2"}]


def test_evidence_is_lacking_unit_by_unit() -> None:
    silent = {"department": (unit(N, answers={}), unit(S, answers={}), unit(ONLY_ONE, id="W")), "field": FIELDS}
    assert lacking(dossier(silent)) == [
        ("evidence.too_few", "A1.1", "N"),
        ("evidence.too_few", "A1.1", "S"),
        ("evidence.too_few", "A1.2", "N"),
        ("evidence.too_few", "A1.2", "S"),
    ]
    of_all = msgspec.structs.replace(file("b", "A1.2"), kind="film")
    assert lacking(dossier(silent, file("a", "A1.1", "N"), file("c", "A1.1"), of_all)) == [
        ("evidence.kind_here", "A1.2", None),
        ("evidence.too_few", "A1.2", "N"),
        ("evidence.too_few", "A1.2", "S"),
    ]


def test_an_answer_in_words_counts_where_the_scheme_takes_it() -> None:
    assert lacking(dossier()) == []


def test_too_few_says_how_many_there_are_and_how_many_there_have_to_be() -> None:
    (none,) = faults(dossier({"field": FIELDS}), WORKS, "full")
    assert (none.there, none.needed) == (0, 1)
    assert none.sv == "Det finns för få enheter av detta slag: 0, och det ska vara minst 1."
    assert none.en == "There are too few units of this kind: 0, and there have to be at least 1."
    (one,) = faults(dossier({**UNITS, "field": FIELDS[:1]}), WORKS, "full")
    assert (one.there, one.needed) == (1, len(FIELDS))
    ids = {"rule": "unit.too_few", "unit": "field", "there": 1, "needed": len(FIELDS)}
    assert one.evidence == {**ids, "sv": one.sv, "en": one.en}


def test_a_unit_is_called_by_its_name_else_by_its_kind_and_place() -> None:
    nameless = {**UNITS, "department": (N, unit(S, name=""))}
    now = evaluation(WORKS, dossier(nameless), NOTHING_FOUND, dates=Dates())
    field = WORKS.units["field"].fixed[FIELDS[0].id]
    title = WORKS.units["department"].title
    for language in ("sv", "en"):
        assert now.unit_called("N", language) == N.name
        assert now.unit_called("S", language) == f"{title[language] if language in title else title['en']} 2"
        assert now.unit_called(FIELDS[0].id, language) == field.get(language, field["en"])
        assert now.unit_called("nobody", language) == "nobody"
