"""(2) The cases: folded again from their events, and compared with documents, decision and views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from certify.core import events as e
from certify.core import process_events as p
from certify.core.case import Case, evolve
from certify.core.documents import Content, Sealed, unseal
from certify.core.errors import Damaged, Refused
from certify.core.given import Actor, Given
from certify.core.rules.decision import fingerprint, outcome_of
from certify.service import facts
from certify.service.fsck.findings import Finding
from certify.service.schemes import as_begun
from certify.service.store import cases, certificates, documents
from certify.service.views import rows_of, status_steps

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from certify.service.schemes import SchemeShelf
    from certify.service.store.database import Database


async def check_case(db: Database, schemes: SchemeShelf, body: str, case_id: str) -> AsyncIterator[Finding]:
    """One case. Damage in its events ends the check of that case, since nothing can be compared with them."""
    place = f"{body}/{case_id}"
    stored = await cases.events_of(db, body, case_id)
    try:
        recorded = tuple(e.decode(one.data.encode()) for one in stored)
    except msgspec.DecodeError as error:
        yield Finding(place=place, text=f"an event cannot be read: {error}")
        return
    for one, event in zip(stored, recorded, strict=True):
        if (one.seq, one.type, one.at, one.by) != (event.seq, type(event.event).__name__, event.at, event.by):
            yield Finding(place=f"{place}/{one.seq}", text="the row's columns say something else than its data")
    if not recorded or not isinstance(recorded[0].event, e.Submitted):
        yield Finding(place=place, text="the case does not begin with a submission")
        return
    states = _states(case_id, recorded)
    contents: dict[str, Content] = {}
    async for finding in _check_documents(db, body, place, recorded, contents):
        yield finding
    async for finding in _check_decision(db, schemes, body, place, recorded, states, contents):
        yield finding
    async for finding in _check_views(db, body, place, recorded, states[-1]):
        yield finding


def _states(case_id: str, recorded: Iterable[e.Recorded]) -> list[Case]:
    states: list[Case] = []
    case: Case | None = None
    for one in recorded:
        case = evolve(case_id, case, one)
        states.append(case)
    return states


def _named(event: e.Event) -> set[str]:  # noqa: PLR0911  one answer a kind of document
    """The documents that an event names."""
    match event:
        case e.Submitted() | e.Resubmitted():
            return {event.dossier}
        case e.Accepted() | e.Assessed() | p.Voted() | p.ResultRecorded() | p.Surveyed() | p.NonconformityClosed():
            return {event.findings}
        case p.RemedyAccepted() | p.RemedyRefused() | p.TransitionShown():
            return {event.reason}
        case p.RemedyProposed():
            return {event.remedy}
        case p.ImprovementPlanned():
            return {event.plan}
        case e.Declined() | e.CompletionRequested() | e.SentBack() | e.Relieved() | e.CertificateReinstated():
            return {event.reason}
        case e.CertificateSuspended():
            return {event.reason} if event.reason else set()
        case e.Decided():
            return {event.reason, event.dossier, *event.findings}
        case e.ApplicationWithdrawn() | e.CertificateWithdrawn():
            return {event.reason} if event.reason else set()
        case e.InterestDeclared():
            return {event.statement} if event.statement else set()
        case _:
            return set()


async def _check_documents(
    db: Database, body: str, place: str, recorded: Iterable[e.Recorded], contents: dict[str, Content]
) -> AsyncIterator[Finding]:
    named = sorted(set().union(*(_named(one.event) for one in recorded)))
    rows = await documents.documents(db, body, tuple(named))
    for digest in named:
        row = rows.get(digest)
        if row is None:
            yield Finding(place=place, text=f"the document {digest} is gone")
        elif row.salt is None or row.raw is None:
            yield Finding(place=place, text=f"the document {digest} was erased", erased=True)
        else:
            try:
                contents[digest] = unseal(Sealed(digest=digest, kind=row.kind, salt=row.salt, raw=row.raw))  # type: ignore[arg-type]  # the table holds nothing but kinds
            except Damaged as damaged:
                yield Finding(place=place, text=f"the document {digest} is damaged: {damaged.detail}")


async def _check_decision(
    db: Database,
    schemes: SchemeShelf,
    body: str,
    place: str,
    recorded: tuple[e.Recorded, ...],
    states: list[Case],
    contents: dict[str, Content],
) -> AsyncIterator[Finding]:
    """Work the outcome of each decision out again, from the case as it stood before it."""
    for number, one in enumerate(recorded):
        event = one.event
        if not isinstance(event, e.Decided):
            continue
        if event.person in states[number - 1].assessors:
            yield Finding(place=f"{place}/{one.seq}", text="whoever decided had assessed, or chosen a sample")
        try:
            scheme = await schemes.get(db, body, event.scheme)
        except Damaged as damaged:
            yield Finding(place=place, text=f"the scheme {event.scheme} is damaged: {damaged.detail}")
            continue
        if scheme is None:
            yield Finding(place=place, text=f"the scheme {event.scheme} is gone")
            continue
        if not {event.dossier, *event.findings} <= contents.keys():
            continue  # gone, damaged or erased, and told already: nothing is judged again without it
        before = states[number - 1]
        given = Given(
            scheme=as_begun(scheme, before),
            by=Actor(id=one.by, does=frozenset()),
            at=one.at,
            documents=contents,
            former=await facts.former_of(db, body, states[number].former),
            register=event.register,
        )
        try:
            again = fingerprint(outcome_of(before, given))
        except (Damaged, Refused) as error:
            yield Finding(place=f"{place}/{one.seq}", text=f"the outcome cannot be worked out again: {error}")
            continue
        if again != event.computed:
            yield Finding(place=f"{place}/{one.seq}", text="the outcome comes out differently when worked out again")


async def _check_views(
    db: Database, body: str, place: str, recorded: tuple[e.Recorded, ...], case: Case
) -> AsyncIterator[Finding]:
    rows = rows_of(body, case, recorded)
    stored: list[tuple[str, Any, Any]] = [
        ("case_view", await cases.view_of(db, body, case.id), rows.view),
        ("part", set(await cases.parts_of(db, body, case.id)), set(rows.parts)),
    ]
    guidance = [g for g in await cases.guidance_to(db, body, case.applicant) if g.case == case.id]
    interests = [i for i in await cases.interests_in(db, body, case.applicant) if i.case == case.id]
    stored += [("guidance", set(guidance), set(rows.guidance)), ("interest", set(interests), set(rows.interests))]
    for number, steps in status_steps(body, recorded).items():
        stored.append((f"status_change {number}", tuple(await certificates.status_steps(db, body, number)), steps))
    for table, is_, should in stored:
        if is_ != should:
            yield Finding(place=place, text=f"{table} says something else than the events; `certify rebuild` mends it")
