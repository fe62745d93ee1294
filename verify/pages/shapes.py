"""The shapes of what a public page shows, and of what a service may tell about itself and its schemes."""

from __future__ import annotations

from typing import Literal

import msgspec

from verify.credential import Bilingual
from verify.dates import Lang
from verify.verdict import Result

Field = Literal["valid", "suspended", "withdrawn", "past", "none", "false"]
Seam = Literal["joined", "apart", "gone", "dotted", "hatched"]
Was = Literal[
    "issued", "renewed", "suspended", "reinstated", "withdrawn", "superseded", "expired", "units_out", "units_in"
]


class SchemeTexts(msgspec.Struct, frozen=True, kw_only=True):
    """What a scheme says to the public, one point a line: what its certificate means and does not, and whom to ask.

    `subject` says what is certified, as a co-operation and not the town nor a shop. `language` is the one that all
    of it is written in, where the scheme speaks one alone.
    """

    means: Bilingual | None = None
    does_not_mean: Bilingual | None = None
    expect: Bilingual | None = None
    turn_to: Bilingual | None = None
    subject: Bilingual | None = None
    language: str = ""


class HolderWords(msgspec.Struct, frozen=True, kw_only=True):
    """What the holder itself has told the public under one heading, a line each: its promises, in its own words."""

    heading: Bilingual
    lines: tuple[Bilingual, ...]


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A link in the foot. `{number}` in `href` is filled in; on a page without a certificate such a link is absent.

    `while_valid`: what it leads to is there only as long as the certificate is valid, and so is the link.
    """

    href: str
    text: Bilingual
    while_valid: bool = False


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """Whose pages these are: the body's legal name and address, the host in full, a notice for every page.

    `scan_notice` is for the page that scans, which is the same for everybody and is kept in phones; without one that
    page has the notice of all. What is None is found out where it can be: the name by the trust list, the host by the
    request. `reports` tells that reports of misuse are taken below the path of the pages, at `/report` and at
    `/NUMBER/report`.
    """

    name: str | None = None
    address: str | None = None
    host: str | None = None
    notice: Bilingual | None = None
    scan_notice: Bilingual | None = None
    links: tuple[Link, ...] = ()
    reports: bool = False


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the history. `at` is a day or an RFC 3339 time, `reason` a reason class, `number` the other one.

    `units` are the names of units that are not covered from then on.
    """

    at: str
    was: Was
    reason: str | None = None
    number: str | None = None
    units: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One of the eight rows of the certificate. `instead` follows the value, which is struck through if `struck`."""

    number: int
    label: str
    value: str
    kind: Literal["text", "holder", "number", "absent"] = "text"
    more: tuple[str, ...] = ()
    warning: str = ""
    struck: bool = False
    instead: str = ""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One check: sign, question, answer as a word, and the line of what it rests on."""

    sign: str
    result: Result
    question: str
    answer: str
    basis: str


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a day: its times, what held, and why."""

    sign: str
    when: str
    what: str
    why: str = ""


class UnitLine(msgspec.Struct, frozen=True, kw_only=True):
    """One unit. `number` is empty where there is none; `out` tells that it is not covered now, and `note` why."""

    number: str
    name: str
    note: str = ""
    out: bool = False


class UnitList(msgspec.Struct, frozen=True, kw_only=True):
    """The units of one kind, under the scheme's word for them."""

    title: str
    units: tuple[UnitLine, ...]


class DayView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the page of a past day shows. `day` stands in its form; `wrong` tells that it is no such day."""

    lang: Lang
    title: str
    name: str
    address: str
    host: str
    number: str
    sign: str
    word: str
    headline: str
    sentence: str
    checked: str
    latest: str
    day: str = ""
    wrong: bool = False
    hours: tuple[Hours, ...] = ()
    rows: tuple[Row, ...] = ()
    notice: str = ""
    links: tuple[tuple[str, str], ...] = ()


# Heading, sign, lines, and the language of the lines where it is not that of the page.
Passage = tuple[str, str, tuple[str, ...], str]


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the template of a verdict shows. Texts carry FSI and PDI around what is foreign.

    `foreign` is the language of the scheme's own texts, where it is not that of the page. `report` is where misuse is
    reported, below the path of the pages; empty where nobody takes reports.
    """

    lang: Lang
    title: str
    name: str
    address: str
    host: str
    body: str = ""
    sign: str
    field: Field
    seam: Seam
    word: str
    headline: str
    sentence: str
    easy: str
    checked: str
    again: bool
    successor: str | None = None
    cut: str = ""
    rows: tuple[Row, ...] = ()
    units: tuple[UnitList, ...] = ()
    units_now: bool = False
    units_untold: str = ""
    checks: tuple[Check, ...] = ()
    rest: str = ""
    todo: tuple[str, ...] = ()
    subject: str = ""
    passages: tuple[Passage, ...] = ()
    foreign: str = ""
    turn_to: tuple[tuple[str, str], ...] = ()
    turn_to_more: tuple[str, ...] = ()
    history: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    links: tuple[tuple[str, str], ...] = ()
    number: str = ""
    report: str = ""
