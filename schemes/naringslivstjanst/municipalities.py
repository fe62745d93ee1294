"""The register of municipalities: code (SCB), name and organisation number, as a table that an installation adds to.

`municipalities.csv` beside this file has those that the scheme's sources name. A file of the same columns adds others;
a number that fails its check digit, a code that is none, and two rows for one municipality are faults, told at once.
A number that nobody has compared with the public register is marked so: its check digit says that it is well written,
not whose it is. A file may leave the column `confirmed` out; its rows are then unconfirmed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import msgspec

from certify.core.organisation_number import NotAnOrganisationNumber, tidy
from certify.core.plugin import CannotCollect

COLUMNS = ("code", "name", "organisation_number")
CONFIRMED = "confirmed"
MOST_BYTES = 200_000
MOST_ROWS = 1_000
LONGEST_NAME = 100
_CODE = re.compile(r"[0-9]{4}")
_NUMBER_FAULTS = {"form": "is no organisation number", "person": "is a person's number", "check-digit": "is misspelt"}


class Municipality(msgspec.Struct, frozen=True, kw_only=True):
    """One municipality: SCB's four digits, its name, and its organisation number as `NNNNNN-NNNN`.

    `confirmed` says whether somebody compared the number with the public register of organisations.
    """

    code: str
    name: str
    organisation_number: str
    confirmed: bool = False

    @property
    def said(self) -> tuple[str, str, str]:
        """What the row says of the municipality, whether or not it was confirmed."""
        return self.code, self.name, self.organisation_number


class Register:
    """Municipalities by organisation number."""

    def __init__(self, rows: Iterable[Municipality]) -> None:
        self.rows = tuple(rows)
        self._by_number = {row.organisation_number: row for row in self.rows}

    def by_number(self, organisation_number: str) -> Municipality:
        """The municipality with that number. Raises CannotCollect, rule `not_there`, where there is none."""
        found = self._by_number.get(organisation_number)
        if found is None:
            raise CannotCollect(
                "not_there",
                f"{organisation_number} is not in the register of municipalities; add it with its code to the file "
                "that CERTIFY_MUNICIPALITIES names",
            )
        return found


@cache
def shipped() -> Register:
    """The municipalities that the sources name."""
    return read((files(__package__) / "municipalities.csv").read_bytes(), "municipalities.csv")


def register(more: Mapping[str, bytes] = MappingProxyType({})) -> Register:
    """The shipped municipalities and those of further files, by what each file is called.

    Raises CannotCollect, rule `register`, with every fault.
    A row that says the same as another is the same row; one that says something else about it is a fault.
    """
    rows = {row.code: row for row in shipped().rows}
    faults = []
    for file, raw in more.items():
        for row in read(raw, file).rows:
            known = rows.setdefault(row.code, row)
            if row.confirmed and known.said == row.said:
                rows[row.code] = row
            if known.said != row.said:
                faults.append(f"{file}: {row.code} is {known.name}, {known.organisation_number} already")
    _raise(faults)
    _no_number_twice(rows.values())
    return Register(rows.values())


def read(raw: bytes, file: str) -> Register:
    """Read a table. Raises CannotCollect, rule `register`, with every fault and its line."""
    if len(raw) > MOST_BYTES:
        raise CannotCollect("register", f"{file}: more than {MOST_BYTES} bytes")
    try:
        lines = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True)
        table = [(lines.line_num, [cell.strip() for cell in row]) for row in lines if any(row)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise CannotCollect("register", f"{file}: not a table in UTF-8 with commas ({error})") from error
    if not table or tuple(table[0][1]) not in {COLUMNS, (*COLUMNS, CONFIRMED)}:
        columns = ",".join(COLUMNS)
        raise CannotCollect("register", f"{file}:1: the first row is `{columns}` or `{columns},{CONFIRMED}`")
    width = len(table[0][1])
    if len(table) > MOST_ROWS:
        raise CannotCollect("register", f"{file}: more than {MOST_ROWS} rows")
    rows: dict[str, Municipality] = {}
    faults = []
    for line, cells in table[1:]:
        fault, row = _row(cells, width)
        if row is not None and row.code in rows:
            fault, row = f"{row.code} stands twice", None
        if row is None:
            faults.append(f"{file}:{line}: {fault}")
        else:
            rows[row.code] = row
    _raise(faults)
    _no_number_twice(rows.values())
    return Register(rows.values())


def _row(cells: list[str], width: int) -> tuple[str, Municipality | None]:
    """One row, or what is wrong with it."""
    if len(cells) != width:
        return f"a row has {width} cells, not {len(cells)}", None
    code, name, number, *rest = cells
    if rest and rest[0] not in {"yes", "no"}:
        return f"{CONFIRMED} is yes or no, not {rest[0]!r}", None
    if _CODE.fullmatch(code) is None:
        return f"{code!r} is no municipality code: four digits, the first may be 0", None
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        return f"a name of at most {LONGEST_NAME} characters belongs here", None
    try:
        return "", Municipality(code=code, name=name, organisation_number=tidy(number), confirmed=rest == ["yes"])
    except NotAnOrganisationNumber as error:
        return f"{name}: {number!r} {_NUMBER_FAULTS[error.rule]}", None


def _no_number_twice(rows: Iterable[Municipality]) -> None:
    seen: dict[str, str] = {}
    faults = []
    for row in rows:
        other = seen.setdefault(row.organisation_number, row.code)
        if other != row.code:
            faults.append(f"{row.organisation_number} belongs to both {other} and {row.code}")
    _raise(faults)


def _raise(faults: list[str]) -> None:
    if faults:
        raise CannotCollect("register", "\n".join(faults))
