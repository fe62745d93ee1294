"""`perform`: the only writer of case events and of the views that are folded from them.

(1) seal the texts that the act carries into documents
(2) hold the case; read its events, its scheme, and the facts that the act's type declares it needs
(3) `judge`: events, or a refusal
(4) in the same transaction: append and chain the events, move the body's chain of case heads on,
    keep the documents, write the views, enqueue the tasks that follow, remember the answer to a repeated call
(5) after the commit: note how far the body's chain has come, outside of the database
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from certify.core import chain, events
from certify.core.acts import NEEDS, Submit
from certify.core.case import Case, evolve
from certify.core.documents import SALT_BYTES, Sealed, seal_fields
from certify.core.errors import Refused
from certify.core.followups import followups
from certify.core.rules.judge import judge
from certify.service import facts, views
from certify.service.errors import Conflict, Frozen, KeyReused, NotFound
from certify.service.store import access, bodies, cases, documents, organisations, tasks
from certify.service.store.errors import Taken

if TYPE_CHECKING:
    from certify.core.acts import Act
    from certify.core.given import Given
    from certify.core.scheme.model import Scheme
    from certify.service.schemes import SchemeShelf
    from certify.service.store.database import Database


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who calls: a person by id (what they may do is looked up within the transaction), the clock or the worker."""

    kind: Literal["person", "clock", "worker"]
    person: str | None = None

    @property
    def name(self) -> str:
        """How events name the caller."""
        return self.person or self.kind


CLOCK = Caller(kind="clock")
WORKER = Caller(kind="worker")


class Shell(msgspec.Struct, frozen=True, kw_only=True):
    """What `perform` works with, wired once: the database, the source of chance, the shelf of published schemes.

    `advanced(body, seq, hash)` is told after each commit how far the body's chain of case heads has come. A `frozen`
    shell does nothing: the database has lost what it once knew.
    """

    database: Database
    chance: Callable[[int], bytes]
    schemes: SchemeShelf
    advanced: Callable[[str, int, str], None]
    frozen: bool = False


class Remember(msgspec.Struct, frozen=True, kw_only=True):
    """A call that may be repeated: its Idempotency-Key, who made it, on which route, and the digest of its body."""

    key: str
    principal: str
    route: str
    request: str


class Performed(msgspec.Struct, frozen=True, kw_only=True):
    """What an act did: the case after it and the events it made. `again` where an earlier call had done it already."""

    case: Case
    recorded: tuple[events.Recorded, ...]
    again: bool = False


async def perform(
    shell: Shell,
    *,
    body: str,
    case: str,
    act: Act,
    caller: Caller,
    at: datetime,
    expected: int | None = None,
    remember: Remember | None = None,
    artefacts: Mapping[str, bytes] | None = None,
) -> Performed:
    """Do an act to a case, or have it refused.

    `expected` is the version of the case that the caller has seen; `artefacts` the signed bytes that a `RecordIssue`
    names, by digest. Raises Refused, NotFound, Conflict (the case has moved on), KeyReused, and the store's errors.
    """
    if shell.frozen:
        raise Frozen
    db = shell.database
    act, sealed = seal_fields(act, _salts(shell.chance))
    try:
        async with db.transaction():
            if remember is not None and (earlier := await _earlier(db, body, remember, at)) is not None:
                return earlier
            held = await cases.lock_case(db, body, case)
            if held is None and isinstance(act, Submit) and act.applicant is not None:
                await organisations.lock_organisation(db, body, act.applicant)
            if "issuing" in NEEDS.get(type(act), frozenset()):
                await bodies.hold_issuing(db)
            past = await history(db, body, case)
            before = _fold(case, past)
            if expected is not None and expected != (held or 0):
                raise Conflict(case=case, expected=expected, version=held or 0)
            given = await facts.gather(shell, body, before, act, caller, at, sealed)
            happened = judge(before, act, given)
            after, recorded = _evolve(case, before, happened, given)
            await _append(db, body, after, past, recorded)
            await documents.store_documents(db, *_rows(body, sealed, at))
            await views.write(db, body, after, past, recorded, act, given, artefacts or {})
            await _enqueue(db, body, after, recorded, at, fetches=fetches(given.scheme))
            head = await cases.last_head(db, body)
            if remember is not None:
                await _remember(db, remember, after, recorded, at)
    except Taken as taken:
        raise _told(taken, case) from taken
    if head is not None:
        shell.advanced(body, head.seq, head.hash)
    return Performed(case=after, recorded=recorded)


async def history(db: Database, body: str, case: str) -> list[events.Recorded]:
    """The events of a case, first to last."""
    return [events.decode(stored.data.encode()) for stored in await cases.events_of(db, body, case)]


async def load_case(db: Database, body: str, case: str) -> Case | None:
    """A case as it stands, folded from its events."""
    return _fold(case, await history(db, body, case))


def _fold(case_id: str, past: list[events.Recorded]) -> Case | None:
    state: Case | None = None
    for one in past:
        state = evolve(case_id, state, one)
    return state


def _evolve(
    case_id: str, before: Case | None, happened: list[events.Event], given: Given
) -> tuple[Case, tuple[events.Recorded, ...]]:
    recorded: list[events.Recorded] = []
    state = before
    for event in happened:
        seq = (state.version if state is not None else 0) + 1
        one = events.Recorded(seq=seq, at=given.at, by=given.by.id, event=event)
        state = evolve(case_id, state, one)
        recorded.append(one)
    if state is None:
        msg = "an act made no event"
        raise AssertionError(msg)
    return state, tuple(recorded)


async def _append(
    db: Database, body: str, after: Case, past: list[events.Recorded], recorded: tuple[events.Recorded, ...]
) -> None:
    """Chain the new events to the case's last one, and the case's new head to the body's chain."""
    last = await cases.last_event(db, body, after.id) if past else None
    previous = last.hash if last is not None else chain.START
    stored = []
    for one in recorded:
        data = events.encode(one)
        link = chain.hash_link(chain.case_tag(body, after.id), previous, data)
        stored.append(
            cases.StoredEvent(
                body=body,
                case=after.id,
                seq=one.seq,
                type=type(one.event).__name__,
                at=one.at,
                by=one.by,
                data=data.decode(),
                prev=previous,
                hash=link,
            )
        )
        previous = link
    await cases.append_events(db, tuple(stored))
    head = await cases.lock_body_chain(db, body)
    seq, before = (head.seq + 1, head.hash) if head is not None else (1, chain.START)
    data = chain.head_data(after.id, after.version, previous)
    await cases.append_head(
        db,
        cases.StoredHead(
            body=body,
            seq=seq,
            case=after.id,
            case_seq=after.version,
            event_hash=previous,
            prev=before,
            hash=chain.hash_link(chain.heads_tag(body), before, data),
        ),
    )


def fetches(scheme: Scheme) -> bool:
    """Whether the scheme rests on figures that a collector fetches."""
    return any(activity.kind == "fetch" for activity in scheme.activities)


async def _enqueue(
    db: Database, body: str, after: Case, recorded: tuple[events.Recorded, ...], at: datetime, *, fetches: bool
) -> None:
    new = [
        tasks.TaskRow(
            body=body,
            key=task.key,
            kind=task.kind,
            payload=msgspec.json.encode(task.payload).decode(),
            run_at=max(at, task.not_before or at),
            created_at=at,
        )
        for one in recorded
        for task in followups(after, one, fetches=fetches)
    ]
    await tasks.enqueue(db, *new)


def _rows(body: str, sealed: tuple[Sealed, ...], at: datetime) -> list[documents.DocumentRow]:
    return [
        documents.DocumentRow(body=body, digest=s.digest, kind=s.kind, salt=s.salt, raw=s.raw, stored_at=at)
        for s in sealed
    ]


def _salts(chance: Callable[[int], bytes]) -> Iterator[bytes]:
    while True:
        yield chance(SALT_BYTES)


def _told(taken: Taken, case: str) -> Exception:
    """A unique key that was taken, in the words of the rules."""
    if taken.table == "part":
        return Refused("separation.duty")
    if taken.table == "case_event":
        return Conflict(case=case)
    if taken.table == "case_view" and "number" in taken.columns:
        return Refused("register.number")
    if taken.table in {"certificate", "certificate_number"}:
        return Refused("issue.exists") if "case_id" in taken.columns else Refused("issue.slot")
    return taken


async def _earlier(db: Database, body: str, remember: Remember, at: datetime) -> Performed | None:
    """What an earlier call under the same key did, if there was one."""
    call = access.Answer(
        principal=remember.principal,
        route=remember.route,
        key=remember.key,
        request_digest=remember.request,
        created_at=at,
    )
    kept = await access.first_call(db, call)
    return None if kept is None else await _as_then(db, body, remember, kept)


async def done_before(db: Database, body: str, remember: Remember) -> Performed | None:
    """What an earlier call under the same key did, if there was one: a question that does nothing. Raises KeyReused."""
    kept = await access.answer(db, remember.principal, remember.route, remember.key)
    return None if kept is None else await _as_then(db, body, remember, kept)


async def _as_then(db: Database, body: str, remember: Remember, kept: access.Answer) -> Performed:
    if kept.request_digest != remember.request or kept.answer is None:
        raise KeyReused(remember.key)
    case, version, count = msgspec.json.decode(kept.answer, type=tuple[str, int, int])
    past = [one for one in await history(db, body, case) if one.seq <= version]
    state = _fold(case, past)
    if state is None:
        raise NotFound(case)
    return Performed(case=state, recorded=tuple(past[-count:]), again=True)


async def _remember(
    db: Database, remember: Remember, after: Case, recorded: tuple[events.Recorded, ...], at: datetime
) -> None:
    call = access.Answer(
        principal=remember.principal,
        route=remember.route,
        key=remember.key,
        request_digest=remember.request,
        created_at=at,
    )
    done = msgspec.json.encode((after.id, after.version, len(recorded)))
    await access.keep_answer(db, call, status=200, media_type="application/json", answer=done)


def request_digest(raw: bytes) -> str:
    """The digest by which a repeated call is known to be the same."""
    return "sha256:" + hashlib.sha256(raw).hexdigest()
