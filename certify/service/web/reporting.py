"""Reports of misuse: anybody tells a body about a certificate, gets a receipt, and may see what became of it.

ISO/IEC 17065, 4.1.3 (wrong use of certificates and marks) and 7.13 (complaints: acknowledge, look into, tell the
outcome). Nothing of whoever reports is asked for or kept.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import msgspec

from certify.service.store import bodies, certificates, reports
from certify.service.store.reports import ReportRow
from certify.service.web.problems import Trouble, not_found
from verify.number import ALPHABET, is_number

if TYPE_CHECKING:
    from certify.service.web.access import Principal
    from certify.service.web.wired import Wired

Kind = Literal["not_valid", "another_holder", "altered", "mark", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MOST_PLACE, MOST_TEXT, MOST_ANSWER = 300, 2_000, 1_000  # characters
MOST_WAITING = 2_000  # reports of one body: more than anybody reads is an attack, and is told so
_GROUPS = 3


class NewReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody saw: of which kind, where, and more in their own words."""

    kind: Kind
    place: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_PLACE)]
    text: Annotated[str, msgspec.Meta(max_length=MOST_TEXT)] = ""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What whoever reported gets, and what it tells them later. `answer` comes when the report is closed."""

    receipt: str
    body: str
    number: str | None
    at: datetime
    closed_at: datetime | None = None
    answer: str = ""


async def body_of(here: Wired, number: str | None) -> bodies.BodyRow:
    """Whom a report goes to: the body of the certificate, else the one whose house this is.

    Raises the problem `not-found` where there is none.
    """
    slug = await certificates.body_of(here.database, number) if number is not None and is_number(number) else None
    found = await bodies.body(here.database, slug) if slug is not None else None
    rows = (found,) if found is not None else await bodies.staying(here.database)
    if not rows:
        raise not_found()
    return rows[0]


async def report(here: Wired, number: str | None, told: NewReport) -> Receipt:
    """Keep what was told and give the receipt. Raises the problems `not-found`, `too-many`; StoreError where moved."""
    body = await body_of(here, number)
    await bodies.refuse_moved(here.database, body.slug)
    if await reports.waiting(here.database, body.slug) >= MOST_WAITING:
        raise Trouble("too-many", headers={"retry-after": "86400"})
    row = ReportRow(
        body=body.slug,
        id=receipt_of(here.chance(16)),
        number=number,
        kind=told.kind,
        place=told.place,
        text=told.text,
        at=here.clock(),
    )
    await reports.add(here.database, row)
    return _receipt(row, body)


async def receipt(here: Wired, id_: str) -> Receipt:
    """What became of a report. Raises the problem `not-found`."""
    row = await reports.of_receipt(here.database, id_)
    body = await bodies.body(here.database, row.body) if row is not None else None
    if row is None or body is None:
        raise not_found()
    return _receipt(row, body)


async def close(here: Wired, principal: Principal, id_: str, answer: str) -> None:
    """Say what became of a report. One that somebody has closed meanwhile stays as they closed it.

    Raises the problem `not-found` for a report that is none of the body's.
    """
    row = await reports.of_receipt(here.database, id_)
    if row is None or row.body != principal.body:
        raise not_found()
    await reports.close(
        here.database, principal.body, id_, at=here.clock(), person=principal.person, answer=answer[:MOST_ANSWER]
    )


def receipt_of(raw: bytes) -> str:
    """Twelve symbols in three groups, out of 16 random bytes: 59 bits, not to be guessed, and none like another."""
    rest, symbols = int.from_bytes(raw, "big"), []
    for _ in range(4 * _GROUPS):
        rest, place = divmod(rest, len(ALPHABET))
        symbols.append(ALPHABET[place])
    return "-".join("".join(symbols[4 * group : 4 * group + 4]) for group in range(_GROUPS))


def _receipt(row: ReportRow, body: bodies.BodyRow) -> Receipt:
    return Receipt(
        receipt=row.id,
        body=body.legal_name,
        number=row.number,
        at=row.at,
        closed_at=row.closed_at,
        answer=row.answer or "",
    )
