"""The public register as data: search, pages, and the same rows as CSV."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from certify.service.store import certificates
from certify.service.web.cases import read_cursor, write_cursor
from verify.credential import read_certificate

if TYPE_CHECKING:
    from certify.service.store.certificates import RegisterRow
    from certify.service.web.wired import Wired
    from verify.credential import Certificate

Status = Literal["active", "suspended", "withdrawn", "superseded", "expired", "compromised"]
MOST = 200
_MOST_ROWS_OF_CSV = 10_000
_AT_ONCE = 500
# What a spreadsheet might take for a formula at the start of a cell (ASVS 5.0, 1.2.10).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")  # noqa: RUF001  the wide forms are meant


class RegisterQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of name, organisation number, place or certificate number; scheme by id; states; a place to go on from."""

    q: Annotated[str, msgspec.Meta(max_length=200)] = ""
    body: Annotated[str, msgspec.Meta(max_length=63)] | None = None
    scheme: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    status: tuple[Status, ...] = ()
    municipality: Annotated[str, msgspec.Meta(max_length=4)] | None = None
    cursor: Annotated[str, msgspec.Meta(max_length=200)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST)] = 50
    lang: Literal["sv", "en"] | None = None


class RegisterEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One certificate as the register shows it; the names of scheme, level and units are those that it was signed with.

    A profile of a scheme has a name of its own, and so the id alone does not say what somebody is certified for.
    `status` is as it is at this moment, by the clock too: besides those that can be asked for, `not_yet_valid`.
    """

    number: str
    body: str
    holder: str
    organisation_number: str
    municipality_code: str | None
    place: str
    scheme: str
    scheme_version: str
    scheme_sv: str
    scheme_en: str
    level: str
    level_sv: str
    level_en: str
    status: str
    status_since: datetime
    valid_from: datetime
    valid_until: datetime
    former: str | None
    successor: str | None
    units: tuple[str, ...] = ()


class RegisterPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the register, newest first. `checked_at` is when it was read, `issued` how many there are in all."""

    checked_at: datetime
    issued: int
    entries: tuple[RegisterEntry, ...]
    next: str | None = None


async def search(here: Wired, query: RegisterQuery) -> RegisterPage:
    """A page of the register."""
    rows = await _rows(here, query, limit=query.limit + 1)
    page = rows[: query.limit]
    last = page[-1] if len(rows) > query.limit else None
    return RegisterPage(
        checked_at=here.clock(),
        issued=await certificates.count_issued(here.database),
        entries=tuple(await _entries(here, page)),
        next=write_cursor(last.issued_at, last.number) if last is not None and last.issued_at is not None else None,
    )


async def as_csv(here: Wired, query: RegisterQuery) -> bytes:
    """The register's rows as CSV (RFC 4180) in UTF-8, every cell quoted, and none that a spreadsheet would work out."""
    rows = await _rows(here, query, limit=_MOST_ROWS_OF_CSV)
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(RegisterEntry.__struct_fields__)
    for entry in await _entries(here, rows):
        plain = msgspec.to_builtins(entry)
        writer.writerow([_cell("; ".join(value) if isinstance(value, list) else value) for value in plain.values()])
    return text.getvalue().encode()


async def _rows(here: Wired, query: RegisterQuery, *, limit: int) -> list[RegisterRow]:
    return await certificates.register(
        here.database,
        search=query.q,
        body=query.body,
        scheme=query.scheme,
        statuses=query.status,
        municipality_code=query.municipality,
        before=read_cursor(query.cursor),
        limit=limit,
    )


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text


async def _entries(here: Wired, rows: list[RegisterRow]) -> list[RegisterEntry]:
    entries: list[RegisterEntry] = []
    for first in range(0, len(rows), _AT_ONCE):
        batch = rows[first : first + _AT_ONCE]
        contents = await certificates.signed_contents(here.database, [row.number for row in batch])
        entries += [_entry(row, read_certificate(contents[row.number]), here.clock()) for row in batch]
    return entries


def _status(row: RegisterRow, now: datetime) -> str:
    """The clock marks a certificate as expired a little after it has; what is shown is never behind, nor ahead."""
    if row.status in {"active", "suspended"} and now.replace(microsecond=0) > row.valid_until:
        return "expired"
    return "not_yet_valid" if row.status == "active" and now < row.valid_from else row.status


def _entry(row: RegisterRow, certificate: Certificate, now: datetime) -> RegisterEntry:
    signed = certificate.credential_subject
    scheme, level = signed.scheme.title, signed.level.title
    return RegisterEntry(
        number=row.number,
        body=row.body,
        holder=row.holder_name,
        organisation_number=row.holder_number,
        municipality_code=row.municipality_code,
        place=row.place,
        scheme=row.scheme,
        scheme_version=row.scheme_version,
        scheme_sv=scheme.sv,
        scheme_en=scheme.en,
        level=row.level,
        level_sv=level.sv,
        level_en=level.en,
        status=_status(row, now),
        status_since=row.status_since,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        former=row.former,
        successor=row.successor,
        units=tuple(unit.name for group in signed.units or () for unit in group.members),
    )
