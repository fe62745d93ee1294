"""Collecting figures for a case: the scheme's collector asks by the safe client, and what came is kept and recorded.

(1) the case, its scheme and the collector of that scheme; without one there is nothing to do
(2) the figures, asked for by the number under which the body knows the organisation, never by what the applicant wrote
(3) the bytes of every answer go among the evidence, by digest
(4) the values are recorded in the case, each with the page that it rests on: address, year, time, digest
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from certify.core.evidence import Link, StoredCopy
from certify.core.findings import Findings, Said
from certify.core.plugin import Asked, CannotCollect, Collected, Collector, Figure, Get

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import date
    from pathlib import Path

    from certify.service.outbound import Answer
    from certify.service.store.blobs import Blobs

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
