"""Figures for a case, from an asking to the record: whoever asks, and whatever was saved, takes the same way.

(1) the case, its scheme and the collector of that scheme; without one there is nothing to do
(2) the figures, asked for by the number under which the body knows the organisation, never by what the applicant wrote
(3) the bytes of every answer go among the evidence, by digest
(4) the values are recorded in the case, each with the page that it rests on: address, year, time, digest
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from certify.core.evidence import Link, StoredCopy
from certify.core.findings import Findings, Said
from certify.core.plugin import Asked, CannotCollect, Collected, Collector, Figure, Get
from certify.core.process_acts import RecordResult
from certify.core.scheme.clocks import local_day
from certify.service.errors import NotFound
from certify.service.perform import Caller, Performed, Remember, Shell, perform
from certify.service.saved_answers import SavedAnswers
from certify.service.store import documents, organisations
from certify.service.store.blobs import Blobs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import date

    from certify.core.case import Case
    from certify.core.scheme.process import Activity
    from certify.service.outbound import Answer

MEDIA_TYPE = "application/json"
MOST_BYTES = 20_000_000
"""No answer that a client gives is larger."""


class Collecting(msgspec.Struct, frozen=True, kw_only=True):
    """What it takes: the shell, where evidence is kept, the time, the collectors that packages bring, by scheme.

    `municipalities` is a file that adds to a collector's register.
    """

    shell: Shell
    blobs: Blobs
    clock: Callable[[], datetime]
    collectors: Callable[[], Mapping[str, Collector]]
    municipalities: Path | None = None


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


async def source_of(collecting: Collecting, body: str, case: Case) -> tuple[Activity, Collector]:
    """What the scheme calls the fetching, and who does it. Raises Nothing."""
    shell = collecting.shell
    scheme = await shell.schemes.of_case(shell.database, body, case)
    activity = next((one for one in scheme.activities if one.kind == "fetch"), None) if scheme is not None else None
    collector = collecting.collectors().get(scheme.id) if scheme is not None else None
    if activity is None or collector is None:
        raise Nothing
    return activity, collector


async def asked_in(collecting: Collecting, body: str, case: Case, collector: Collector, asking: Asking) -> Found:
    """Ask for the figures of a case's applicant, as of the day of the application. Raises CannotCollect, NotFound."""
    row = await organisations.organisation(collecting.shell.database, body, case.applicant)
    if row is None:
        raise NotFound(case.applicant)
    day = local_day(case.submitted_at)
    return await look_up(collector, row.number, day, asking, collecting.municipalities)


async def record_saved(
    collecting: Collecting, body: str, case: Case, raw: bytes, caller: Caller, *, remember: Remember | None = None
) -> Performed:
    """Record what a file of saved answers gives. Raises Nothing, CannotCollect, NotFound, and what `perform` raises."""
    activity, collector = await source_of(collecting, body, case)
    saved = SavedAnswers(raw)
    found = await asked_in(collecting, body, case, collector, saved)
    if any(answer.at > collecting.clock() for answer in found.answers):
        raise CannotCollect("not_understood", "the saved file has an answer from a time that has not come")
    return await record(collecting, body, case, activity, found, caller, remember=remember)


async def record(
    collecting: Collecting,
    body: str,
    case: Case,
    activity: Activity,
    found: Found,
    caller: Caller,
    *,
    remember: Remember | None = None,
) -> Performed:
    """Keep the bytes that came, note them among the body's evidence, and record the values in the case."""
    at, shell = collecting.clock(), collecting.shell
    findings = await keep(found, collecting.blobs, body)
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
            await documents.store_evidence(shell.database, row)
    act = RecordResult(activity=activity.id, findings=findings)
    return await perform(shell, body=body, case=case.id, act=act, caller=caller, at=at, remember=remember)


async def look_up(collector: Collector, number: str, on: date, asking: Asking, more: Path | None) -> Found:
    """Ask for the figures of an organisation as of a day; `more` is a file that adds to the collector's register.

    Raises CannotCollect.
    """
    registers = {} if more is None else {str(more): _register(more)}
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
