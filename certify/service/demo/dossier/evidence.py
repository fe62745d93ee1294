"""The evidence of the town: which file supports which criterion, and how each file is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from certify.core.evidence import Evidence, Extract, File, Link, Span, StoredCopy, StoredLink
from certify.service.demo.dossier import pictures, place, saved_pages, town_map
from certify.service.demo.dossier.paper import document

CAPTURED = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
"""When the linked pages were stored."""

_ALL = ("residents", "visitors", "businesses")
_SITE = "https://lindhamracentrum.example"
_MUNICIPALITY = "https://lindhamra.example"


class Made(NamedTuple):
    """One file of the dossier: its name, its media type and its bytes."""

    name: str
    media_type: str
    raw: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, as `sha256:` and 64 hexadecimal digits."""
        return f"sha256:{sha256(self.raw).hexdigest()}"

    @property
    def copy(self) -> StoredCopy:
        """The file as evidence names it."""
        return StoredCopy(digest=self.digest, name=self.name, media_type=self.media_type, size=len(self.raw))


def _pdf(paper: str) -> Made:
    return Made(f"{paper}.pdf", "application/pdf", document(paper))


def _picture(name: str, draw: Callable[[], bytes]) -> Made:
    return Made(f"{name}.png", "image/png", draw())


def _page(name: str, text: str) -> Made:
    return Made(f"{name}.txt", "text/plain", text.encode())


def _file(
    made: Made,
    kind: str,
    title: str,
    criteria: str,
    *,
    on: date | None = None,
    period: Span | None = None,
    groups: tuple[str, ...] = (),
) -> tuple[Evidence, Made]:
    item = File(
        id=made.name.rpartition(".")[0],
        kind=kind,
        title=title,
        criteria=_labels(criteria),
        date=on,
        period=period,
        target_groups=groups,
        digest=made.digest,
        name=made.name,
        media_type=made.media_type,
        size=len(made.raw),
    )
    return item, made


def _link(made: Made, kind: str, title: str, criteria: str, url: str, *, on: date) -> tuple[Evidence, Made]:
    item = Link(
        id=made.name.rpartition(".")[0],
        kind=kind,
        title=title,
        criteria=_labels(criteria),
        date=on,
        url=url,
        copy=made.copy,
        captured=CAPTURED,
    )
    return item, made


def _labels(short: str) -> tuple[str, ...]:
    """`0.2 3.1` as criterion ids."""
    return tuple(f"QM-{number}" for number in short.split())


def items() -> list[tuple[Evidence, Made]]:
    """Every item of evidence with the file that it rests on, in the order of the chapters."""
    return [*_organisation(), *_direction(), *_results(), *_dialogue(), *_extracts()]


def whole_minutes() -> Made:
    """The stored copy of the minutes in full from which one paragraph is an extract."""
    return _page("kommunstyrelsen-2025-02-11-hela", saved_pages.BOARD_MINUTES)


def outline() -> Made:
    """The boundary of the area as GeoJSON."""
    return Made("omrade.geojson", "application/geo+json", place.outline())


def _organisation() -> list[tuple[Evidence, Made]]:
    agreed = Span(first=date(2025, 1, 1), last=date(2029, 12, 31))
    autumn, spring, latest = date(2025, 11, 27), date(2026, 4, 16), date(2026, 9, 10)
    return [
        _file(_pdf("bildande"), "minutes", "Protokoll från bildandet 2019", "1.1 3.2", on=date(2019, 3, 14)),
        _file(_pdf("nulage"), "document", "Nuläge och SWOT 2026", "2.1 2.2", on=date(2026, 8, 26), groups=_ALL),
        _file(_pdf("stadgar"), "document", "Stadgar", "0.2 3.1 3.5", on=date(2024, 4, 18)),
        _file(_pdf("samverkansavtal"), "agreement", "Samverkansavtal", "0.2 3.1 4.1 4.4 4.5", period=agreed),
        _file(_pdf("organisation"), "document", "Organisationsmatris", "3.3 3.4 3.5 3.7", on=spring),
        _file(_picture("karta", town_map.draw), "map", "Karta över området", "3.6", on=spring),
        _file(outline(), "map", "Områdets gräns som kartdata", "3.6", on=spring),
        _file(_pdf("budget"), "budget", "Budget 2026 och utfall 2025", "0.3 4.1 4.2 4.3 4.4", on=date(2026, 3, 12)),
        _file(_pdf("protokoll-2025-11-27"), "minutes", "Styrelsen 27 november 2025", "3.5 4.2 4.3", on=autumn),
        _file(_pdf("protokoll-2026-09-10"), "minutes", "Styrelsen 10 september 2026", "3.5 4.3 9.1", on=latest),
    ]  # fmt: skip


def _direction() -> list[tuple[Evidence, Made]]:
    adopted = date(2025, 2, 11)
    ahead = Span(first=date(2025, 1, 1), last=date(2029, 12, 31))
    goals = "0.4 6.1 6.2 6.3 6.4 6.5"
    return [
        _file(_pdf("vision"), "document", "Vision och verksamhetsidé", "0.4 5.1 5.2 5.3 5.4", on=adopted, groups=_ALL),
        _file(_pdf("mal-och-strategi"), "document", "Mål och strategier", goals, on=adopted, groups=_ALL),
        _file(_pdf("flerarsplan"), "plan", "Flerårsplan 2025–2029", "0.3 4.5 7.1 7.2 7.3", period=ahead),
        _file(_pdf("verksamhetsplan-2025"), "plan", "Verksamhetsplan 2025", "7.2 7.4", period=_year(2025)),
        _file(_pdf("verksamhetsplan-2026"), "plan", "Verksamhetsplan 2026", "0.4 7.1 7.2 7.4 7.5", period=_year(2026)),
    ]


def _results() -> list[tuple[Evidence, Made]]:
    three = Span(first=date(2023, 1, 1), last=date(2025, 12, 31))
    figures = Made("matetal-2022-2026.csv", "text/csv", saved_pages.FIGURES.encode())
    photo = partial(_file, kind="photo", criteria="8.7")
    followed = "0.3 8.1 8.2 8.3 8.4 8.6 8.8"
    return [
        _file(_pdf("uppfoljning"), "document", "Uppföljning 2023–2025", followed, period=three, groups=_ALL),
        _file(figures, "indicator", "Mätetal per målgrupp", "0.3 0.4 8.1 8.4 8.5", on=date(2026, 6, 15), groups=_ALL),
        _file(_pdf("centrumenkaten"), "survey", "Centrumenkäten 2026", "0.4 8.2 8.3 8.5 8.7 8.8",
              on=date(2026, 6, 15), groups=_ALL),
        photo(_picture("torget-fore-2022", pictures.square_before), title="Torget före", on=date(2022, 9, 6)),
        photo(_picture("torget-efter-2025", pictures.square_after), title="Torget efter", on=date(2025, 9, 9)),
        photo(_picture("agatan-fore-2023", pictures.shop_before), title="Ågatan 12 före", on=date(2023, 3, 14)),
        photo(_picture("agatan-efter-2025", pictures.shop_after), title="Ågatan 12 efter", on=date(2025, 8, 19)),
    ]  # fmt: skip


def _dialogue() -> list[tuple[Evidence, Made]]:
    letter, met, open_to_all, press = (
        _pdf("nyhetsbrev"),
        _page("oppet-mote-2026-03", saved_pages.OPEN_MEETING),
        _page("tillganglighet", saved_pages.ACCESSIBILITY),
        _page("lindhamra-nytt-2026-08-21", saved_pages.PRESS),
    )
    year = Span(first=date(2025, 10, 1), last=date(2026, 9, 30))
    return [
        _file(_pdf("kommunikation"), "document", "Kommunikation och dialog", "9.1 9.2 9.3 9.4", period=year),
        _link(letter, "link", "Nyhetsbrev", "9.1 9.3", f"{_SITE}/nyhetsbrev/2026-09", on=date(2026, 9, 3)),
        _link(met, "link", "Öppet möte i mars", "9.2", f"{_SITE}/oppet-mote-2026-03", on=date(2026, 3, 18)),
        _link(open_to_all, "link", "Tillgänglighet", "9.4", f"{_SITE}/tillganglighet", on=date(2026, 5, 5)),
        _link(press, "press", "Pressklipp: Torget halvvägs", "9.2 9.3", "https://lindhamranytt.example/torget-halvvags",
              on=date(2026, 8, 21)),
    ]  # fmt: skip


def _extracts() -> list[tuple[Evidence, Made]]:
    """One extract with a copy of its own and a link to the whole, and one that is some pages of another item."""
    paragraph = _pdf("kommunstyrelsen-2025-02-11")
    plan, held = _link(
        _pdf("oversiktsplan"), "link", "Fördjupad översiktsplan för centrum", "6.6",
        f"{_MUNICIPALITY}/oversiktsplan-centrum", on=date(2023, 6, 19),
    )  # fmt: skip
    minutes = StoredLink(
        url=f"{_MUNICIPALITY}/protokoll/kommunstyrelsen-2025-02-11", copy=whole_minutes().copy, captured=CAPTURED
    )
    return [
        (
            Extract(
                id="kommunstyrelsen-2025-02-11",
                kind="minutes",
                title="Kommunstyrelsen § 24: vision, mål och strategier",
                criteria=_labels("0.6 5.4 6.5"),
                pages="9–10",
                adopting_body="Kommunstyrelsen i Lindhamra kommun",
                adopted=date(2025, 2, 11),
                copy=paragraph.copy,
                whole=minutes,
            ),
            paragraph,
        ),
        (plan, held),
        (
            Extract(
                id="oversiktsplan-kapitel-3",
                kind="document",
                title="Översiktsplanen, kapitel 3: inriktning för centrum",
                criteria=_labels("0.6 6.6"),
                pages="2",
                adopting_body="Kommunfullmäktige i Lindhamra kommun",
                adopted=date(2023, 6, 19),
                of="oversiktsplan",
            ),
            held,
        ),
    ]


def _year(year: int) -> Span:
    return Span(first=date(year, 1, 1), last=date(year, 12, 31))
