"""A table of criteria from a spreadsheet, CSV or XLSX, as what a first scheme file is written from.

The table is a stranger's: it has limits, nothing in it is run (formulas count as the value that was stored with them),
and each refusal has a name and says where.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import TYPE_CHECKING, Literal

import msgspec
from openpyxl import load_workbook

from certify.core.errors import CertifyError
from certify.core.scheme.beginning import MANDATORY, RECOMMENDED, FirstCriterion
from certify.core.scheme.phrases import is_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_BYTES = 5_000_000
MOST_UNPACKED = 20_000_000
MOST_PARTS = 500
MOST_ROWS = 2_000
MOST_COLUMNS = 60
LONGEST_CELL = 10_000

TableFault = Literal[
    "too-large",
    "no-table",
    "not-utf8",
    "too-many-rows",
    "too-many-columns",
    "cell-too-long",
    "no-header",
    "unknown-column",
    "column-twice",
    "no-criteria",
    "missing-text",
    "bad-name",
    "name-twice",
    "bad-binding",
    "nothing-mandatory",
]

# By heading, in Swedish and in English: what the column holds.
_COLUMNS = {
    "section": "section",
    "avsnitt": "section",
    "section title": "section_title",
    "avsnittsrubrik": "section_title",
    "criterion": "id",
    "number": "id",
    "id": "id",
    "kriterium": "id",
    "nummer": "id",
    "title": "title",
    "rubrik": "title",
    "text": "text",
    "requirement": "text",
    "krav": "text",
    "guidance": "guidance",
    "vägledning": "guidance",
    "binding": "binding",
    "kravnivå": "binding",
    "evidence": "evidence",
    "underlag": "evidence",
}
_TEXTS = frozenset({"section_title", "title", "text", "guidance"})
_HEADING = re.compile(r"(?P<what>.+?)(?:[ _(\[-]+(?P<language>[a-z]{2,3})[)\]]?)?", re.IGNORECASE)
_BINDINGS = {
    **dict.fromkeys(
        (MANDATORY, "ska", "skall", "shall", "must", "obligatorisk", "obligatoriskt", "yes", "ja"), MANDATORY
    ),
    **dict.fromkeys((RECOMMENDED, "bör", "should", "rekommenderad", "rekommenderat", "no", "nej"), RECOMMENDED),
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


class BadTable(CertifyError):
    """The table cannot be read as criteria; `code` names why, `row` and `column` say where, counted from 1."""

    def __init__(self, code: TableFault, text: str, row: int | None = None, column: int | None = None) -> None:
        self.code, self.row, self.column = code, row, column
        where = f"row {row}: " if row is not None and column is None else ""
        where = f"row {row}, column {column}: " if row is not None and column is not None else where
        super().__init__(f"{where}{text}")


class _Column(msgspec.Struct, frozen=True):
    """What a column holds, and in which language where it holds texts."""

    what: str
    language: str


def read_table(name: str, raw: bytes, languages: Sequence[str]) -> tuple[FirstCriterion, ...]:
    """The criteria of a table, `name` telling by its ending which kind of file it is. Raises BadTable.

    A heading may name its language (`title sv`, `krav (en)`); without one it is the first of `languages`.
    """
    if len(raw) > MOST_BYTES:
        raise BadTable("too-large", f"the file has more than {MOST_BYTES:,} bytes")
    rows = _rows_of_book(raw) if name.lower().endswith((".xlsx", ".xlsm")) else _rows_of_text(raw)
    cells = [(number, row) for number, row in enumerate(_limited(rows), start=1) if any(row)]
    if not cells:
        raise BadTable(
            "no-header", "the table is empty: its first row names the columns, such as criterion, title, text"
        )
    (at, headings), *below = cells
    columns = _columns(headings, at, languages)
    found = tuple(_criteria(below, columns, languages))
    if not found:
        raise BadTable("no-criteria", "there is no row below the headings")
    if all(criterion.binding != MANDATORY for criterion in found):
        raise BadTable("nothing-mandatory", "no criterion is mandatory: then nothing could ever be refused")
    return found


def _rows_of_text(raw: bytes) -> Iterator[Sequence[object]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadTable("not-utf8", "the file is not UTF-8: save it as CSV UTF-8", line) from error
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise BadTable("no-table", f"this is no CSV: {error}", reader.line_num) from error


def _rows_of_book(raw: bytes) -> Iterator[Sequence[object]]:
    _not_a_bomb(raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        yield from sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1)
    except BadTable:
        raise
    except Exception as error:  # whatever a broken book makes the reader stumble over
        raise BadTable("no-table", "this is no XLSX that can be read: save it anew, or as CSV UTF-8") from error


def _not_a_bomb(raw: bytes) -> None:
    """Look into the parts of a book before it is read: how much they unpack to, and that none declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise BadTable(
                    "too-large", "the book unpacks to more than is read here: keep the sheet of criteria alone"
                )
            left = MOST_UNPACKED
            for part in parts:
                with archive.open(part) as opened:
                    content = opened.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise BadTable("too-large", "the book unpacks to more than it says")
                if b"<!ENTITY" in content or b"<!DOCTYPE" in content:
                    raise BadTable("no-table", "the book declares entities, which no spreadsheet does")
    except BadTable:
        raise
    except Exception as error:  # a ZIP file can be broken in any way
        raise BadTable("no-table", "this is no XLSX: save it anew, or as CSV UTF-8") from error


def _limited(rows: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS + 1:
            raise BadTable("too-many-rows", f"a table has at most {MOST_ROWS:,} rows")
        cells = [_CONTROL.sub(" ", "" if cell is None else str(cell)).strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise BadTable("too-many-columns", f"a table has at most {MOST_COLUMNS} columns", number)
        for column, cell in enumerate(cells, start=1):
            if len(cell) > LONGEST_CELL:
                raise BadTable("cell-too-long", f"a cell has at most {LONGEST_CELL:,} characters", number, column)
        yield cells


def _columns(headings: list[str], row: int, languages: Sequence[str]) -> dict[int, _Column]:
    found: dict[int, _Column] = {}
    for place, heading in enumerate(headings):
        if not heading:
            continue
        match = _HEADING.fullmatch(" ".join(heading.lower().split()))
        whole = _COLUMNS.get(" ".join(heading.lower().split()))
        what = whole or (_COLUMNS.get(match["what"].strip()) if match else None)
        language = languages[0] if whole or match is None else (match["language"] or languages[0])
        if what is None or language not in languages:
            known = "criterion, title, text, guidance, binding, section, section title, evidence"
            said = f'"{heading[:40]}" is no column that is known here: {known}, each text with its language (title sv)'
            raise BadTable("unknown-column", said, row, place + 1)
        column = _Column(what, language if what in _TEXTS else "")
        if column in found.values():
            raise BadTable("column-twice", f'"{heading[:40]}" stands here a second time', row, place + 1)
        found[place] = column
    if not any(column.what in {"title", "text"} for column in found.values()):
        raise BadTable("no-header", "the first row names the columns; there is neither a title nor a text", row)
    return found


def _criteria(
    rows: list[tuple[int, list[str]]], columns: dict[int, _Column], languages: Sequence[str]
) -> Iterator[FirstCriterion]:
    section, section_title, seen = "S1", dict[str, str](), set[str]()
    titles: dict[str, dict[str, str]] = {}
    for count, (row, cells) in enumerate(rows, start=1):
        texts: dict[str, dict[str, str]] = {what: {} for what in _TEXTS}
        plain: dict[str, str] = {}
        for place, column in columns.items():
            cell = cells[place] if place < len(cells) else ""
            if cell and column.what in _TEXTS:
                texts[column.what][column.language] = cell
            elif cell:
                plain[column.what] = cell
        section = _name(plain.get("section", section), row)
        section_title = titles.setdefault(section, _whole(texts["section_title"], languages, row, optional=True))
        name = _name(plain.get("id", f"C-{count}"), row)
        if name in seen or name in titles:
            raise BadTable(
                "name-twice", f'"{name}" is used already: each criterion and section has a name of its own', row
            )
        seen.add(name)
        title = texts["title"] or {language: _short(text) for language, text in texts["text"].items()}
        yield FirstCriterion(
            id=name,
            section=section,
            section_title=section_title,
            title=_whole(title, languages, row),
            text=_whole(texts["text"] or title, languages, row),
            guidance=_whole(texts["guidance"], languages, row, optional=True),
            binding=_binding(plain.get("binding", MANDATORY), row),
            evidence=tuple(_name(kind.strip(), row) for kind in plain.get("evidence", "").split(",") if kind.strip()),
        )


def _whole(texts: dict[str, str], languages: Sequence[str], row: int, *, optional: bool = False) -> dict[str, str]:
    missing = [language for language in languages if language not in texts]
    if optional and len(missing) == len(languages):
        return {}
    if missing:
        raise BadTable("missing-text", f"a text is missing in {' and '.join(missing)}", row)
    return {language: texts[language] for language in languages}


def _name(text: str, row: int) -> str:
    name = re.sub(r"\s+", "_", text.strip())
    name = name if not re.fullmatch(r"[0-9.]+", name) else f"C-{name}"
    if not is_name(name):
        raise BadTable("bad-name", f'"{text[:40]}" is no name: letters, digits, _ . and -, at most 64 of them', row)
    return name


def _binding(text: str, row: int) -> str:
    found = _BINDINGS.get(text.lower())
    if found is None:
        raise BadTable("bad-binding", f'"{text[:40]}" is neither mandatory nor recommended (shall or should)', row)
    return found


def _short(text: str) -> str:
    """The beginning of a text as a title."""
    words = text.split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")
