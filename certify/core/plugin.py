"""The few types that a scheme's package may fill besides its file: a collector, which looks figures up.

A package that has a module `collect` with a `COLLECTOR` in it offers one. It is handed a safe client and nothing else:
which addresses may be asked, how long and how much is the service's to say. What it gives never comes from the
applicant; it fills inputs that the scheme says are `given_by: fetched`, and stands as evidence with its source.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Literal, Protocol

import msgspec

from certify.core.evidence import Label, Line, Span, WebAddress
from certify.core.findings import Written

Get = Callable[[str], Awaitable[bytes]]
"""The safe client: the bytes at an address. Raises CannotCollect."""

CollectRule = Literal[
    "not_there",  # nothing in the register says whom to ask about
    "address",  # an address that may not be asked
    "unreachable",  # no answer, or one that is not 200
    "too_slow",
    "too_large",
    "too_many_pages",
    "not_understood",  # not the shape that is documented
    "missing",  # a pinned figure is gone
    "changed",  # a pinned figure is called something else now
    "register",  # a file of the register is not in order
]


class CannotCollect(Exception):
    """Nothing was collected: `rule` says why in one word, the message says it in a sentence for an officer."""

    def __init__(self, rule: CollectRule, sentence: str) -> None:
        self.rule: CollectRule = rule
        super().__init__(sentence)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the figures are about: the number by which the body knows the organisation, and the day of its application.

    `registers` are files of the installation that add to a register that the package brings, by the path that whoever
    runs it gave: a fault in one names it so.
    """

    organisation_number: str
    on: date
    registers: Mapping[str, bytes] = {}


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What a figure rests on.

    `title` is what the source calls it and what it says, `producer` who made it, `period` the days that it speaks of,
    `page` the address that it was read from, `criteria` those that it supports, `kind` its kind of evidence.
    """

    title: Line
    producer: Line
    period: Span
    page: WebAddress
    criteria: tuple[Label, ...]
    kind: Label


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One value for one input, or for one unit's. `origin` is missing where it only says what was or was not found."""

    input: Label
    value: Written
    unit: Label | None = None
    origin: Origin | None = None


class Collected(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. `missing` names, by what the source calls them, the figures that it has nothing for."""

    figures: tuple[Figure, ...]
    missing: tuple[Line, ...] = ()


class Collector(Protocol):
    """What a package offers as `COLLECTOR`: for which scheme, which origins it asks, and the asking."""

    @property
    def scheme(self) -> str:
        """The id of the scheme."""
        ...

    @property
    def origins(self) -> frozenset[str]:
        """The origins that it needs to ask: `https://host`."""
        ...

    async def collect(self, asked: Asked, get: Get) -> Collected:
        """Look the figures up. Raises CannotCollect."""
        ...
