"""Criteria from a spreadsheet: what is taken, what is refused and by which name, and that nothing else ever happens."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest

from certify.core.scheme.beginning import Beginning, first_scheme
from certify.service import criteria_tables
from certify.service.criteria_tables import BadTable, read_table
from certify.service.publishing import publish_faults

GOOD = (
    "Avsnitt,Avsnittsrubrik sv,Avsnittsrubrik en,Nummer,Rubrik (sv),Rubrik [en],Krav sv,Krav en,Kravnivå,Underlag\n"
    'S-A,Ljus,Light,1.1,Belyst,Lit,"Alla bryggor är belysta, året om.",All piers are lit.,ska,"photo, plan"\n'
    ",,,1.2,Varmt,Warm,Ljuset är varmt.,The light is warm.,bör,\n"
    "\n"
    "S-B,Vård,Care,B 1,,,Det finns en plan för skötsel av alla bryggor.,There is a plan.,,\n"
)
HEAD = "id,title,text,binding\n"


def book(rows: list[list[Any]]) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def test_sections_names_languages_and_bindings_are_read() -> None:
    found = read_table("a.csv", GOOD.encode("utf-8-sig"), ("sv", "en"))
    assert [(one.section, one.id, one.binding) for one in found] == [
        ("S-A", "C-1.1", "mandatory"),
        ("S-A", "C-1.2", "recommended"),
        ("S-B", "B_1", "mandatory"),
    ]
    assert found[0].text == {"sv": "Alla bryggor är belysta, året om.", "en": "All piers are lit."}
    assert found[0].evidence == ("photo", "plan")
    assert found[1].section_title == {"sv": "Ljus", "en": "Light"}
    assert found[2].title == {"sv": "Det finns en plan för skötsel…", "en": "There is a plan."}


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_are_seen(separator: str) -> None:
    found = read_table("a.csv", "id,text\nA-1,Yes it is\n".replace(",", separator).encode(), ("en",))
    assert [one.id for one in found] == ["A-1"]


def test_a_book_is_read_as_the_same_table() -> None:
    rows: list[list[Any]] = [["id", "text", None], ["A-1", "A text", None], [None, None, None], [2, "=1+1", None]]
    found = read_table("a.XLSX", book(rows[:2]), ("en",))
    assert found == read_table("a.csv", b"id,text\nA-1,A text\n", ("en",))
    with pytest.raises(BadTable) as refused:  # a formula that was never worked out is an empty cell
        read_table("a.xlsx", book(rows), ("en",))
    assert refused.value.code == "missing-text"


REFUSED: dict[str, tuple[bytes, str, int | None]] = {
    "too many bytes": (b"x" * 5_000_001, "too-large", None),
    "not UTF-8": (b"id,text\nA-1,\xe5\n", "not-utf8", 2),
    "quotes that do not close": (b'id,text\nA-1,"x\n', "no-table", 2),
    "empty": (b"", "no-header", None),
    "no heading that is known": (b"foo,bar\n1,2\n", "unknown-column", 1),
    "a language that is not there": (b"title fi\nx\n", "unknown-column", 1),
    "a heading with odd signs": (b"((((,text\n1,2\n", "unknown-column", 1),
    "neither title nor text": (b"id,binding\nA-1,shall\n", "no-header", 1),
    "a heading twice": (b"id,title,title\nA-1,x,y\n", "column-twice", 1),
    "headings alone": (HEAD.encode(), "no-criteria", None),
    "too many rows": (("text\n" + "x\n" * 2_001).encode(), "too-many-rows", None),
    "too many columns": (("," * 61 + "x\n").encode(), "too-many-columns", 1),
    "a cell that is too long": (f"text\n{'x' * 10_001}\n".encode(), "cell-too-long", 2),
    "no text": (f"{HEAD}A-1,,,shall\n".encode(), "missing-text", 2),
    "a number twice": (f"{HEAD}A-1,a,b,shall\nA-1,a,b,shall\n".encode(), "name-twice", 3),
    "a name that is none": (f"{HEAD}A/1,a,b,shall\n".encode(), "bad-name", 2),
    "a binding that is none": (f"{HEAD}A-1,a,b,perhaps\n".encode(), "bad-binding", 2),
    "nothing mandatory": (f"{HEAD}A-1,a,b,should\n".encode(), "nothing-mandatory", None),
}
BOOKS: dict[str, tuple[bytes, str]] = {
    "no ZIP": (b"hello", "no-table"),
    "a ZIP that is no book": (archive(a=b"b"), "no-table"),
    "entities": (archive(a=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "no-table"),
    "unpacks to too much": (archive(a=b"\0" * 20_000_001), "too-large"),
    "too many parts": (archive(**{f"n{place}": b"" for place in range(501)}), "too-large"),
}


@pytest.mark.parametrize(("raw", "code", "row"), REFUSED.values(), ids=REFUSED)
def test_each_refusal_has_a_name_and_a_row(raw: bytes, code: str, row: int | None) -> None:
    with pytest.raises(BadTable) as refused:
        read_table("a.csv", raw, ("en", "sv")[:1])
    assert (refused.value.code, refused.value.row) == (code, row)
    assert str(refused.value)


@pytest.mark.parametrize(("raw", "code"), BOOKS.values(), ids=BOOKS)
def test_a_bad_book_is_refused_by_name(raw: bytes, code: str) -> None:
    with pytest.raises(BadTable) as refused:
        read_table("a.xlsx", raw, ("en",))
    assert refused.value.code == code


def test_a_book_that_lies_about_its_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    good = book([["text"], ["x"]])
    monkeypatch.setattr(zipfile.ZipInfo, "file_size", 0, raising=False)
    monkeypatch.setattr(criteria_tables, "MOST_UNPACKED", 100)
    with pytest.raises(BadTable):
        read_table("a.xlsx", good, ("en",))


@pytest.mark.parametrize("seed", range(4))
def test_whatever_comes_is_criteria_that_can_be_published_or_a_refusal(seed: int) -> None:
    chance = random.Random(seed)
    good = [GOOD.encode(), book([line.split(",") for line in "id,text\nA-1,A text\nA-2,B".splitlines()])]
    taken = 0
    for turn in range(24):
        raw, name = bytearray(good[turn % 2]), ("a.csv", "a.xlsx")[turn % 2]
        for _ in range(chance.randrange(4)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        try:
            found = read_table(name, bytes(raw), ("sv", "en") if turn % 2 == 0 else ("en",))
        except BadTable:
            continue
        taken += 1
        languages = ("sv", "en") if turn % 2 == 0 else ("en",)
        beginning = Beginning(
            id="x",
            title=dict.fromkeys(languages, "x"),
            languages=languages,
            applies_from=date(2026, 1, 1),
            criteria=found,
        )
        faults = publish_faults(first_scheme(beginning).encode(), name="x.yaml")
        assert {fault.code for fault in faults} <= {"name-taken", "name-twice"}, faults
    assert taken
