"""Cases: their events, their heads, and the views that are folded from them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from piccolo.querystring import QueryString

from certify.service.store import bodies
from certify.service.store import tables as t
from certify.service.store.organisations import like
from certify.service.store.rows import Row, micros

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from certify.service.store.database import Database


class StoredEvent(Row, frozen=True, kw_only=True):
    """An event as it is kept: `data` is its whole JSON text, `prev` and `hash` chain it to the one before."""

    body: str
    case: str
    seq: int
    type: str
    at: datetime
    by: str
    data: str
    prev: str
    hash: str


class StoredHead(Row, frozen=True, kw_only=True):
    """One link of a body's chain of case heads."""

    body: str
    seq: int
    case: str
    case_seq: int
    event_hash: str
    prev: str
    hash: str


class CaseView(Row, frozen=True, kw_only=True):
    """A case as lists show it. `version` is the number of its last event, `scheme` the digest of its scheme version."""

    body: str
    case: str
    version: int
    number: str | None
    applicant: str
    scheme: str
    form: str
    former: str | None
    state: str
    certificate: str | None
    certificate_status: str | None
    submitted_at: datetime
    updated_at: datetime
    next_due: datetime | None


class PartRow(Row, frozen=True, kw_only=True):
    """One person's one duty in a case; `conflict` is None until they declared."""

    body: str
    case: str
    person: str
    duty: str
    conflict: bool | None


class GuidanceRow(Row, frozen=True, kw_only=True):
    """A person advised an applicant on that day; `seq` is the event that says so."""

    body: str
    case: str
    seq: int
    applicant: str
    person: str
    on_day: date


class InterestRow(Row, frozen=True, kw_only=True):
    """A person declared whether anything ties them to an applicant; `seq` is the event that says so."""

    body: str
    case: str
    seq: int
    applicant: str
    person: str
    conflict: bool
    at: datetime


class CaseListing(CaseView, frozen=True, kw_only=True):
    """A case in a list, with the applicant's name and its scheme's id and version."""

    applicant_name: str
    scheme_id: str
    scheme_version: str


async def lock_case(db: Database, body: str, case: str) -> int | None:
    """Hold the case until the transaction ends; gives its version, or None for a case that does not exist yet.

    On SQLite the whole database is held already. Two that create the same case meet in the key of its first event.
    """
    tail = " FOR NO KEY UPDATE" if db.dialect == "postgres" else ""
    found = await db.sql(f"SELECT version FROM case_view WHERE body = {{}} AND case_id = {{}}{tail}", body, case)  # noqa: S608
    return found[0]["version"] if found else None


async def lock_body_chain(db: Database, body: str) -> StoredHead | None:
    """Hold the body's chain of heads until the transaction ends; gives its last link.

    Always after `lock_case`, so that two transactions never wait for each other. Raises Moved for a body that has.
    """
    if db.dialect == "postgres":
        await db.sql("SELECT slug FROM body WHERE slug = {} FOR NO KEY UPDATE", body)
    await bodies.refuse_moved(db, body)
    return await last_head(db, body)


async def append_events(db: Database, events: tuple[StoredEvent, ...]) -> None:
    """Append events of one case. Raises Taken when one with this number is there: somebody else was first."""
    await db.insert(t.CaseEvent, *events)


async def append_head(db: Database, head: StoredHead) -> None:
    """Append a link to the body's chain. Raises Taken, Dangling."""
    await db.insert(t.Head, head)


async def events_of(db: Database, body: str, case: str) -> list[StoredEvent]:
    """A case's events from first to last; empty for a case that there is not."""
    query = t.CaseEvent.select().where(t.CaseEvent.body == body, t.CaseEvent.case_id == case)
    return await db.rows(StoredEvent, query.order_by(t.CaseEvent.seq))


async def last_event(db: Database, body: str, case: str) -> StoredEvent | None:
    """A case's last event."""
    query = t.CaseEvent.select().where(t.CaseEvent.body == body, t.CaseEvent.case_id == case)
    return await db.row(StoredEvent, query.order_by(t.CaseEvent.seq, ascending=False).limit(1))


async def last_event_of_type(db: Database, body: str, case: str, type_: str) -> StoredEvent | None:
    """A case's last event of a type."""
    query = t.CaseEvent.select().where(t.CaseEvent.body == body, t.CaseEvent.case_id == case, t.CaseEvent.type == type_)
    return await db.row(StoredEvent, query.order_by(t.CaseEvent.seq, ascending=False).limit(1))


async def cases_of(db: Database, body: str, applicant: str, scheme: str) -> list[tuple[str, datetime]]:
    """An applicant's cases under a scheme, whatever its version, with the time of submission, latest first."""
    found = await db.rows(
        CaseListing,
        QueryString(
            f"{_LISTING} AND v.applicant = {{}} AND s.scheme = {{}} ORDER BY v.submitted_at DESC, v.case_id",
            body,
            applicant,
            scheme,
        ),
    )
    return [(row.case, row.submitted_at) for row in found]


async def last_head(db: Database, body: str) -> StoredHead | None:
    """The last link of a body's chain of heads."""
    query = t.Head.select().where(t.Head.body == body)
    return await db.row(StoredHead, query.order_by(t.Head.seq, ascending=False).limit(1))


async def heads(db: Database, body: str, *, page: int = 500) -> AsyncIterator[StoredHead]:
    """All links of a body's chain in order, read `page` at a time."""
    after = 0
    while True:
        query = t.Head.select().where(t.Head.body == body, t.Head.seq > after).order_by(t.Head.seq).limit(page)
        found = await db.rows(StoredHead, query)
        for head in found:
            yield head
        if len(found) < page:
            return
        after = found[-1].seq


async def case_ids(db: Database, body: str, *, page: int = 500) -> AsyncIterator[str]:
    """The ids of all cases that have events, in order of id."""
    after = ""
    while True:
        found = await db.sql(
            "SELECT DISTINCT case_id FROM case_event WHERE body = {} AND case_id > {} ORDER BY case_id LIMIT {}",
            body,
            after,
            page,
        )
        for row in found:
            yield row["case_id"]
        if len(found) < page:
            return
        after = found[-1]["case_id"]


async def write_view(
    db: Database,
    view: CaseView,
    parts: tuple[PartRow, ...] = (),
    guidance: tuple[GuidanceRow, ...] = (),
    interests: tuple[InterestRow, ...] = (),
) -> None:
    """Write a case's views in place of the former ones.

    Raises Taken with table `part` when a person would have two duties in the case, and Taken on (body, number) when
    another case has this number.
    """
    await db.put(t.CaseView, view, key=("body", "case_id"))
    for table, rows in ((t.Part, parts), (t.Guidance, guidance), (t.Interest, interests)):
        await _replace(db, table._meta.tablename, view.body, view.case)  # noqa: SLF001  Piccolo's own way to the name
        await db.insert(table, *rows)


async def _replace(db: Database, table: str, body: str, case: str) -> None:
    await db.sql(f'DELETE FROM "{table}" WHERE body = {{}} AND case_id = {{}}', body, case)  # noqa: S608  ours


async def view_of(db: Database, body: str, case: str) -> CaseView | None:
    """A case's view."""
    query = t.CaseView.select().where(t.CaseView.body == body, t.CaseView.case_id == case)
    return await db.row(CaseView, query)


async def parts_of(db: Database, body: str, case: str) -> list[PartRow]:
    """Who has which duty in a case, in order of person."""
    query = t.Part.select().where(t.Part.body == body, t.Part.case_id == case).order_by(t.Part.person)
    return await db.rows(PartRow, query)


async def guidance_to(db: Database, body: str, applicant: str) -> list[GuidanceRow]:
    """All guidance that an applicant ever got, in any of its cases, by day."""
    query = t.Guidance.select().where(t.Guidance.body == body, t.Guidance.applicant == applicant)
    return await db.rows(GuidanceRow, query.order_by(t.Guidance.on_day).order_by(t.Guidance.seq))


async def interests_in(db: Database, body: str, applicant: str) -> list[InterestRow]:
    """All declarations about an applicant, in any of its cases, by time."""
    query = t.Interest.select().where(t.Interest.body == body, t.Interest.applicant == applicant)
    return await db.rows(InterestRow, query.order_by(t.Interest.at).order_by(t.Interest.seq))


_LISTING = """
SELECT v.*, o.name AS applicant_name, s.scheme AS scheme_id, s.version AS scheme_version
FROM case_view v
JOIN organisation o ON o.body = v.body AND o.id = v.applicant
JOIN scheme_version s ON s.body = v.body AND s.digest = v.scheme
WHERE v.body = {}"""


# A duty in the case of the row outside that did not fall away by a conflict.
_HELD = (
    "SELECT 1 FROM part p WHERE p.body = v.body AND p.case_id = v.case_id AND (p.conflict IS NULL OR NOT p.conflict)"
)


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join(["{}"] * len(values))


async def list_cases(
    db: Database,
    body: str,
    *,
    applicants: tuple[str, ...] | None = None,
    held: tuple[str, tuple[str, ...]] | None = None,
    without: str | None = None,
    states: tuple[str, ...] = (),
    statuses: tuple[str, ...] = (),
    search: str = "",
    before: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[CaseListing]:
    """Cases of a body, last changed first.

    `applicants` limits to these organisations (an empty tuple gives nothing), `held` to cases in which
    a person has one of these duties and no conflict, `without` to those in which nobody has that duty,
    `states` to these states, `statuses` to those with one of these states or a certificate of one of these statuses,
    `search` to those whose number, or whose applicant's name or number, has the text.
    `before` is (`updated_at`, `case`) of the last row of the page before.
    """
    text, args = _LISTING, [body]
    if applicants is not None:
        if not applicants:
            return []
        text += f" AND v.applicant IN ({_marks(applicants)})"
        args += applicants
    if held is not None:
        person, duties = held
        text += f" AND EXISTS ({_HELD} AND p.person = {{}} AND p.duty IN ({_marks(duties)}))"
        args += [person, *duties]
    if without is not None:
        text += f" AND NOT EXISTS ({_HELD} AND p.duty = {{}})"
        args.append(without)
    one_of = [("v.state", states), ("v.certificate_status", statuses)]
    if any(values for _, values in one_of):
        text += f" AND ({' OR '.join(f'{column} IN ({_marks(values)})' for column, values in one_of if values)})"
        args += [*states, *statuses]
    if search:
        text += " AND (o.search_key LIKE {} ESCAPE '\\' OR lower(v.number) LIKE {} ESCAPE '\\')"
        args += [like(search)] * 2
    bounds: list[object] = list(args)
    if before is not None:
        text += " AND (v.updated_at, v.case_id) < ({}, {})"
        bounds += [micros(before[0]), before[1]]
    text += " ORDER BY v.updated_at DESC, v.case_id DESC LIMIT {}"
    return await db.rows(CaseListing, QueryString(text, *bounds, limit))


async def granted_and_due(db: Database, body: str, until: datetime, *, limit: int) -> list[CaseListing]:
    """The granted cases for which the clock has something to do by then, the nearest first."""
    text = f"{_LISTING} AND v.state = 'granted' AND v.next_due <= {{}} ORDER BY v.next_due, v.case_id LIMIT {{}}"
    return await db.rows(CaseListing, QueryString(text, body, micros(until), limit))


async def due_cases(db: Database, now: datetime, *, limit: int = 100) -> list[tuple[str, str]]:
    """(body, case) of the cases for which time itself asks something by now, longest waiting first."""
    found = await db.sql(
        "SELECT body, case_id FROM case_view WHERE next_due <= {} AND body NOT IN (SELECT body FROM body_moved) "
        "ORDER BY next_due LIMIT {}",
        micros(now),
        limit,
    )
    return [(row["body"], row["case_id"]) for row in found]


async def next_due(db: Database) -> datetime | None:
    """When time asks something next, over all bodies."""
    query = t.CaseView.select().where(t.CaseView.next_due.is_not_null()).order_by(t.CaseView.next_due).limit(1)
    found = await db.row(CaseView, query)
    return found.next_due if found else None
