"""Collecting figures for a case: the scheme's collector asks by the safe client, and what came is kept and recorded.

(1) the case, its scheme and the collector of that scheme; without one there is nothing to do
(2) the figures, asked for by the number under which the body knows the organisation, never by what the applicant wrote
(3) the bytes of every answer go among the evidence, by digest
(4) the values are recorded in the case, each with the page that it rests on: address, year, time, digest

Where nothing could be collected and asking again would not help, the coordinators are told; the values stay unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from certify.core.evidence import Link, StoredCopy
from certify.core.findings import Findings, Said
from certify.core.plugin import Asked, CannotCollect, Collected, Collector, CollectRule, Figure, Get
from certify.core.process_acts import RecordResult
from certify.core.scheme.clocks import local_day
from certify.service.errors import NotFound
from certify.service.logs import log
from certify.service.outbound import SafeClient
from certify.service.perform import WORKER, Caller, Performed, load_case, perform
from certify.service.store import documents, organisations
from certify.service.worker.notify import Told, tell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import date
    from pathlib import Path

    from certify.core.case import Case
    from certify.core.scheme.process import Activity
    from certify.service.outbound import Answer
    from certify.service.store.blobs import Blobs
    from certify.service.store.tasks import TaskRow
    from certify.service.worker.bench import Bench

PASSING: frozenset[CollectRule] = frozenset({"unreachable", "too_slow"})
"""What may be otherwise in a while: it is tried again."""
TRIES = 4
MEDIA_TYPE = "application/json"
MOST_BYTES = 20_000_000
"""No answer that a client gives is larger."""


class Asking(Protocol):
    """Whoever gives answers and remembers them: the safe client, or answers that were saved."""

    answers: list[Answer]

    @property
    def get(self) -> Get:
        """Ask for an address."""
        ...


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a collector gave, and the answers that it rests on."""

    collected: Collected
    answers: tuple[Answer, ...]


class Nothing(Exception):
    """There is nothing to collect in this case: its scheme fetches nothing, or no package brings a collector for it."""


async def collect(bench: Bench, task: TaskRow) -> None:
    """The task. Raises CannotCollect while asking again may help, NotFound, and what `perform` raises."""
    case_id = msgspec.json.decode(task.payload, type=dict[str, str])["case"]
    case = await load_case(bench.database, task.body, case_id)
    if case is None:
        raise NotFound(case_id)
    if bench.blobs is None or case.state != "accepted":
        return
    try:
        activity, collector = await source_of(bench, task.body, case)
        number = await _number(bench, task.body, case)
        async with SafeClient(collector.origins, bench.clock, loopback=bench.loopback) as client:
            found = await look_up(collector, number, local_day(case.submitted_at), client, bench.municipalities)
    except Nothing:
        return
    except CannotCollect as reason:
        if reason.rule in PASSING and task.attempts < TRIES:
            raise
        log.warning("nothing collected", case=case_id, rule=reason.rule, problem=str(reason))
        await tell(bench, task.body, task.key, Told(case=case_id, event="CollectionFailed", to="coordinator"))
        return
    await record(bench, task.body, case, activity, found, WORKER)


async def source_of(bench: Bench, body: str, case: Case) -> tuple[Activity, Collector]:
    """What the scheme calls the fetching, and who does it. Raises Nothing."""
    scheme = await bench.shell.schemes.of_case(bench.database, body, case)
    activity = next((one for one in scheme.activities if one.kind == "fetch"), None) if scheme is not None else None
    collector = bench.collectors().get(scheme.id) if scheme is not None else None
    if activity is None or collector is None:
        raise Nothing
    return activity, collector


async def record(bench: Bench, body: str, case: Case, activity: Activity, found: Found, caller: Caller) -> Performed:
    """Keep the bytes that came, note them among the body's evidence, and record the values in the case."""
    if bench.blobs is None:
        raise Nothing
    at = bench.clock()
    findings = await keep(found, bench.blobs, body)
    for link in findings.evidence:
        if isinstance(link, Link) and link.copy is not None:
            row = documents.EvidenceRow(
                body=body,
                digest=link.copy.digest,
                size=link.copy.size,
                media_type=link.copy.media_type,
                stored_at=at,
                by=caller.name,
            )
            await documents.store_evidence(bench.database, row)
    act = RecordResult(activity=activity.id, findings=findings)
    return await perform(bench.shell, body=body, case=case.id, act=act, caller=caller, at=at)


async def _number(bench: Bench, body: str, case: Case) -> str:
    row = await organisations.organisation(bench.database, body, case.applicant)
    if row is None:
        raise NotFound(case.applicant)
    return row.number


async def look_up(collector: Collector, number: str, on: date, asking: Asking, more: Path | None) -> Found:
    """Ask for the figures of an organisation as of a day; `more` is a file that adds to the collector's register.

    Raises CannotCollect.
    """
    registers = () if more is None else (_register(more),)
    collected = await collector.collect(Asked(organisation_number=number, on=on, registers=registers), asking.get)
    return Found(collected=collected, answers=tuple(asking.answers))


def _register(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotCollect("register", f"{file}: {error.strerror}") from error


async def keep(found: Found, blobs: Blobs, body: str) -> Findings:
    """Keep the bytes of every answer, and give the values with what they rest on. Raises the store's errors."""
    copies: dict[str, tuple[Answer, StoredCopy]] = {}
    for place, answer in enumerate(found.answers, start=1):
        digest, size = await blobs.put(body, _pieces(answer.raw), max_bytes=MOST_BYTES)
        copy = StoredCopy(digest=digest, name=f"answer-{place}.json", media_type=MEDIA_TYPE, size=size)
        copies[answer.url] = (answer, copy)
    return as_findings(found.collected, copies)


def as_findings(collected: Collected, copies: dict[str, tuple[Answer, StoredCopy]]) -> Findings:
    """The values by input, or by unit and input, and a link with its stored copy for each figure that has a page."""
    inputs: dict[str, Said] = {}
    units: dict[str, dict[str, Said]] = {}
    links: dict[tuple[str, str], Link] = {}
    for figure in collected.figures:
        if figure.unit is None:
            inputs[figure.input] = figure.value
        else:
            units.setdefault(figure.unit, {})[figure.input] = figure.value
        link = _link(figure, copies, len(links) + 1)
        if link is not None:
            links.setdefault((link.url, link.title), link)
    return Findings(findings=(), inputs=inputs, units=units, evidence=tuple(links.values()))


def _link(figure: Figure, copies: dict[str, tuple[Answer, StoredCopy]], place: int) -> Link | None:
    """The page of a figure. It is public: whoever wants to can ask for it."""
    origin = figure.origin
    if origin is None:
        return None
    answer, copy = copies[origin.page]
    return Link(
        id=f"fetched-{place}",
        criteria=origin.criteria,
        kind=origin.kind,
        title=f"{origin.title} ({origin.producer})",
        date=origin.period.last,
        period=origin.period,
        public=True,
        unit=figure.unit,
        url=origin.page,
        copy=copy,
        captured=answer.at,
    )


async def _pieces(raw: bytes) -> AsyncIterator[bytes]:
    yield raw
