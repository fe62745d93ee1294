"""Certificates: the bytes to sign, the signed bytes, the register's view of them, and their signed histories."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from piccolo.querystring import QueryString

from certify.service.store import tables as t
from certify.service.store.organisations import like
from certify.service.store.rows import Row, columns, micros

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from certify.service.store.database import Database


class RegisterRow(Row, frozen=True, kw_only=True):
    """A certificate as the register shows it, without its bytes.

    `state` is prepared, voided or issued; `status` is prepared, voided, active, suspended, withdrawn, superseded or
    expired. `scheme` is the scheme's id, `holder` the id of the organisation.
    """

    body: str
    number: str
    case: str
    state: str = "prepared"
    key_id: str
    status_list: int
    status_index: int
    credential_digest: str | None = None
    holder: str
    holder_name: str
    holder_number: str
    municipality_code: str | None = None
    place: str
    search_key: str
    scheme: str
    scheme_version: str
    level: str
    valid_from: datetime
    valid_until: datetime
    prepared_at: datetime
    issued_at: datetime | None = None
    status: str = "prepared"
    status_since: datetime
    reason_class: str | None = None
    former: str | None = None
    successor: str | None = None


class CertificateRow(RegisterRow, frozen=True, kw_only=True):
    """A certificate with its bytes.

    `unsigned` (JCS without proof) and `unsigned_qr` (what COSE signs) stand here before anything is signed;
    `credential` and `qr` (COSE_Sign1) afterwards.
    """

    unsigned: bytes
    unsigned_qr: bytes
    credential: bytes | None = None
    qr: bytes | None = None


class IssuedRow(Row, frozen=True, kw_only=True):
    """As much of an issued certificate as it takes to judge it: its signed bytes, and what the register says."""

    unsigned: bytes
    credential: bytes
    status: str
    status_since: datetime
    reason_class: str | None = None
    successor: str | None = None


class StatusChange(Row, frozen=True, kw_only=True):
    """One step of a certificate's status; `seq` counts from 1."""

    body: str
    number: str
    seq: int
    status: str
    at: datetime
    reason_class: str | None = None
    successor: str | None = None


class HistoryRow(Row, frozen=True, kw_only=True):
    """The signed status history that is published now; `version` is the number of its steps."""

    body: str
    number: str
    version: int
    raw: bytes
    digest: str
    signed_at: datetime


class _Number(Row, frozen=True, kw_only=True):
    number: str
    body: str


_ISSUED = ", ".join(f"c.{name}" for name in IssuedRow.__struct_encode_fields__)
_REGISTER = ", ".join(RegisterRow.__struct_encode_fields__)
# While none has moved no row is opened for its body, so that an index alone can count and search.
_HERE = " AND (NOT EXISTS (SELECT 1 FROM body_moved) OR body NOT IN (SELECT body FROM body_moved))"
# Nothing that a compromised key has signed counts, whatever the case says of it until another is issued in its place.
_HIT = "(status IN ('active', 'suspended') AND key_id IN (SELECT id FROM signing_key WHERE state = 'compromised'))"
_STATUS_NOW = f"CASE WHEN {_HIT} THEN 'compromised' ELSE status END AS status"
_PUBLIC = ", ".join(_STATUS_NOW if name == "status" else name for name in RegisterRow.__struct_encode_fields__)


async def prepare(db: Database, row: CertificateRow) -> None:
    """Keep a certificate that is to be signed, under its number.

    Raises Taken with table `certificate_number` for a number that any body has given out, with columns
    `status_list, status_index` for a slot that is in use, and with `body, case_id` for a case that has a certificate
    already.
    """
    await db.insert(t.CertificateNumber, _Number(number=row.number, body=row.body))
    await db.insert(t.Certificate, row)


async def keep_signed(
    db: Database,
    body: str,
    number: str,
    *,
    credential: bytes,
    credential_digest: str,
    qr: bytes,
    issued_at: datetime,
) -> bool:
    """Keep the signed bytes of a prepared certificate: from now on it is issued.

    Gives False when it is not (or no longer) prepared; nothing is changed then.
    """
    found = await db.sql(
        "UPDATE certificate SET credential = {}, credential_digest = {}, qr = {}, issued_at = {}, state = 'issued' "
        "WHERE body = {} AND number = {} AND state = 'prepared' RETURNING 1 AS one",
        credential,
        credential_digest,
        qr,
        micros(issued_at),
        body,
        number,
    )
    return bool(found)


async def void(db: Database, body: str, number: str) -> bool:
    """Let go of a prepared certificate for ever: its number and its slot are not used again. Gives whether it was."""
    found = await db.sql(
        "UPDATE certificate SET state = 'voided' WHERE body = {} AND number = {} AND state = 'prepared' "
        "RETURNING 1 AS one",
        body,
        number,
    )
    return bool(found)


async def write_status(db: Database, body: str, number: str, steps: tuple[StatusChange, ...]) -> None:
    """Write a certificate's whole status history, folded from its case, in place of the former; the last step counts.

    The bytes and what they say are not touched. Part of a transaction: it takes several statements.
    """
    await db.sql("DELETE FROM status_change WHERE body = {} AND number = {}", body, number)
    await db.insert(t.StatusChange, *steps)
    last = steps[-1]
    await db.sql(
        "UPDATE certificate SET status = {}, status_since = {}, reason_class = {}, successor = {} "
        "WHERE body = {} AND number = {}",
        last.status,
        micros(last.at),
        last.reason_class,
        last.successor,
        body,
        number,
    )


async def certificate(db: Database, number: str) -> CertificateRow | None:
    """A certificate by its number, whatever its state, of whatever body."""
    text = (
        "SELECT c.* FROM certificate_number n JOIN certificate c ON c.body = n.body AND c.number = n.number "
        "WHERE n.number = {}"
    )
    return await db.row(CertificateRow, QueryString(text, number))


async def shown(db: Database, body: str, number: str) -> RegisterRow | None:
    """A body's certificate, whatever its state, with the status that the register tells (`register`)."""
    text = f"SELECT {_PUBLIC} FROM certificate WHERE body = {{}} AND number = {{}}"  # noqa: S608  the columns are ours
    return await db.row(RegisterRow, QueryString(text, body, number))


async def issued(db: Database, number: str) -> IssuedRow | None:
    """An issued certificate by its number, of whatever body. Each check asks this, and nothing more than it needs."""
    text = (
        f"SELECT {_ISSUED} FROM certificate_number n "  # noqa: S608  the columns are ours
        "JOIN certificate c ON c.body = n.body AND c.number = n.number "
        "WHERE n.number = {} AND c.state = 'issued' AND c.credential IS NOT NULL"
    )
    return await db.glance(IssuedRow, text, number)


async def body_of(db: Database, number: str) -> str | None:
    """The body that a number belongs to."""
    found = await db.sql("SELECT body FROM certificate_number WHERE number = {}", number)
    return str(found[0]["body"]) if found else None


async def certificates_of_case(db: Database, body: str, case: str) -> list[CertificateRow]:
    """All certificates of a case, voided ones too, in order of preparation."""
    query = t.Certificate.select().where(t.Certificate.body == body, t.Certificate.case_id == case)
    return await db.rows(CertificateRow, query.order_by(t.Certificate.prepared_at).order_by(t.Certificate.number))


async def certificates_of_holder(db: Database, body: str, holder: str) -> list[RegisterRow]:
    """All certificates that were issued to an organisation, oldest first."""
    text = (
        f"SELECT {_REGISTER} FROM certificate "  # noqa: S608  the columns are ours
        "WHERE body = {} AND holder = {} AND state = 'issued' ORDER BY issued_at, number"
    )
    return await db.rows(RegisterRow, QueryString(text, body, holder))


async def signed_contents(db: Database, numbers: Sequence[str]) -> dict[str, bytes]:
    """What certificates say, before their proof, by number."""
    if not numbers:
        return {}
    found = await db.sql(
        "SELECT c.number, c.unsigned FROM certificate_number n "  # noqa: S608  nothing but places for values
        "JOIN certificate c ON c.body = n.body AND c.number = n.number "
        f"WHERE n.number IN ({', '.join(['{}'] * len(numbers))})",
        *numbers,
    )
    return {str(row["number"]): bytes(row["unsigned"]) for row in found}


async def standing_for(db: Database, number: str) -> CertificateRow | None:
    """The certificate of that number, or the one of the same case that took its place when its key was compromised."""
    row = await certificate(db, number)
    while row is not None and row.status == "superseded" and row.successor is not None:
        after = await certificate(db, row.successor)
        if after is None or after.case != row.case:
            break
        row = after
    return row


async def following(db: Database, body: str, holder: str, case: str) -> str | None:
    """The certificate that was issued to follow that of a case, by any of its numbers, and was not withdrawn since."""
    found = await db.sql(
        "SELECT number FROM certificate WHERE body = {} AND holder = {} AND case_id <> {} AND state = 'issued' "
        "AND former IN (SELECT number FROM certificate WHERE body = {} AND case_id = {}) "
        "AND status <> 'withdrawn' ORDER BY issued_at LIMIT 1",
        body,
        holder,
        case,
        body,
        case,
    )
    return str(found[0]["number"]) if found else None


async def cases_under(db: Database, body: str, scheme: str, version: str) -> list[str]:
    """The cases whose certificate under a version of a scheme counts, or will again, oldest first."""
    found = await db.sql(
        "SELECT case_id FROM certificate WHERE body = {} AND scheme = {} AND scheme_version = {} "
        "AND status IN ('active', 'suspended') ORDER BY issued_at, case_id",
        body,
        scheme,
        version,
    )
    return [row["case_id"] for row in found]


async def held_by(db: Database, number: str, schemes: tuple[str, ...]) -> list[RegisterRow]:
    """All certificates that any body of the installation issued to an organisation under these schemes, oldest first.

    The organisation is told by its number, since each body knows it by an id of its own.
    """
    if not schemes:
        return []
    text = (
        f"SELECT {_REGISTER} FROM certificate WHERE holder_number = {{}} AND state = 'issued' "  # noqa: S608  ours
        f"AND scheme IN ({', '.join(['{}'] * len(schemes))}) ORDER BY issued_at, number"
    )
    return await db.rows(RegisterRow, QueryString(text, number, *schemes))


async def status_steps(db: Database, body: str, number: str) -> list[StatusChange]:
    """A certificate's status history from first to last."""
    query = t.StatusChange.select().where(t.StatusChange.body == body, t.StatusChange.number == number)
    return await db.rows(StatusChange, query.order_by(t.StatusChange.seq))


async def register(
    db: Database,
    *,
    search: str = "",
    body: str | None = None,
    scheme: str | None = None,
    statuses: tuple[str, ...] = (),
    municipality_code: str | None = None,
    before: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[RegisterRow]:
    """The public register: issued certificates, newest first; of bodies that have moved, none.

    Of what a compromised key has signed `status` is `compromised`. `search` is found in name,
    organisation number, place and number; `before` is (`issued_at`, `number`) of the last row of the page before.
    """
    text = f"SELECT {_PUBLIC} FROM certificate WHERE state = 'issued'{_HERE}"  # noqa: S608  the columns are ours
    args: list[object] = []
    for column, value in (("body", body), ("scheme", scheme), ("municipality_code", municipality_code)):
        if value is not None:
            text += f" AND {column} = {{}}"
            args.append(value)
    if statuses:
        text += f" AND ({_HIT if 'compromised' in statuses else 'false'}"
        text += f" OR (status IN ({', '.join(['{}'] * len(statuses))}) AND NOT {_HIT}))"
        args += statuses
    if search:
        text += " AND search_key LIKE {} ESCAPE '\\'"
        args.append(like(search))
    if before is not None:
        text += " AND (issued_at, number) < ({}, {})"
        args += [micros(before[0]), before[1]]
    return await db.rows(
        RegisterRow, QueryString(text + " ORDER BY issued_at DESC, number DESC LIMIT {}", *args, limit)
    )


async def count_issued(db: Database, body: str | None = None) -> int:
    """How many certificates were ever issued (by a body)."""
    text, args = f"SELECT count(*) AS n FROM certificate WHERE state = 'issued'{_HERE}", []  # noqa: S608  it is ours
    if body is not None:
        text += " AND body = {}"
        args.append(body)
    return int((await db.sql(text, *args))[0]["n"])


async def all_certificates(db: Database, body: str, *, page: int = 100) -> AsyncIterator[CertificateRow]:
    """All certificates of a body in order of number, whatever their state, read `page` at a time."""
    after = ""
    while True:
        query = t.Certificate.select().where(t.Certificate.body == body, t.Certificate.number > after)
        found = await db.rows(CertificateRow, query.order_by(t.Certificate.number).limit(page))
        for row in found:
            yield row
        if len(found) < page:
            return
        after = found[-1].number


async def numbers_issued(db: Database, body: str, after: str, most: int) -> list[str]:
    """The numbers of a body's issued certificates that come after one, in order, at most so many."""
    found = await db.sql(
        "SELECT number FROM certificate WHERE body = {} AND number > {} AND state = 'issued' ORDER BY number LIMIT {}",
        body,
        after,
        most,
    )
    return [row["number"] for row in found]


async def unfinished(db: Database, body: str | None = None) -> list[RegisterRow]:
    """Certificates that were prepared and are neither issued nor voided, oldest first."""
    text = f"SELECT {_REGISTER} FROM certificate WHERE state = 'prepared'"  # noqa: S608  the columns are ours
    args: list[object] = []
    if body is not None:
        text += " AND body = {}"
        args.append(body)
    return await db.rows(RegisterRow, QueryString(text + " ORDER BY prepared_at, number", *args))


async def slots_in_use(db: Database, body: str) -> dict[int, int]:
    """How many slots of each of a body's status lists are taken, voided ones included."""
    found = await db.sql(
        "SELECT status_list, count(*) AS n FROM certificate WHERE body = {} GROUP BY status_list", body
    )
    return {row["status_list"]: row["n"] for row in found}


async def slot_is_free(db: Database, body: str, n: int, index: int) -> bool:
    """Whether a slot of a status list was never taken."""
    found = await db.sql(
        "SELECT 1 AS one FROM certificate WHERE body = {} AND status_list = {} AND status_index = {}", body, n, index
    )
    return not found


async def slots_with(db: Database, body: str, n: int, statuses: tuple[str, ...]) -> list[int]:
    """The slots of a status list whose certificates have one of these statuses, in order."""
    found = await db.sql(
        "SELECT status_index FROM certificate WHERE body = {} AND status_list = {} "  # noqa: S608
        f"AND status IN ({', '.join(['{}'] * len(statuses))}) ORDER BY status_index",
        body,
        n,
        *statuses,
    )
    return [row["status_index"] for row in found]


async def publish_history(db: Database, row: HistoryRow) -> bool:
    """Publish a signed history in place of the former. Gives False when a later one is there.

    The same version may be signed again (another key, say).
    """
    values = columns(row)
    change = ", ".join(f"{name} = excluded.{name}" for name in values if name not in ("body", "number"))
    found = await db.sql(
        f"INSERT INTO history ({', '.join(values)}) VALUES ({', '.join(['{}'] * len(values))}) "  # noqa: S608  ours
        f"ON CONFLICT (body, number) DO UPDATE SET {change} WHERE history.version <= excluded.version "
        "RETURNING 1 AS one",
        *values.values(),
    )
    return bool(found)


async def history(db: Database, number: str) -> HistoryRow | None:
    """The signed history of a certificate, of whatever body."""
    text = (
        "SELECT h.* FROM certificate_number n JOIN history h ON h.body = n.body AND h.number = n.number "
        "WHERE n.number = {}"
    )
    return await db.row(HistoryRow, QueryString(text, number))


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many certificates of a scheme have a status."""

    scheme: str
    status: str
    count: int


async def tally(
    db: Database, *, search: str = "", body: str | None = None, municipality_code: str | None = None
) -> list[Tally]:
    """How many issued certificates there are by scheme and status; `search` and status as in `register`."""
    text = f"SELECT scheme, {_STATUS_NOW}, count(*) AS n FROM certificate WHERE state = 'issued'{_HERE}"  # noqa: S608  ours
    args = []
    for column, value in (("body", body), ("municipality_code", municipality_code)):
        if value is not None:
            text += f" AND {column} = {{}}"
            args.append(value)
    if search:
        text += " AND search_key LIKE {} ESCAPE '\\'"
        args.append(like(search))
    found = await db.sql(text + " GROUP BY 1, 2 ORDER BY 1, 2", *args)
    return [Tally(scheme=row["scheme"], status=row["status"], count=int(row["n"])) for row in found]
