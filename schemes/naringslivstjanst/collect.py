"""Looks up SKR's Insikt figures in Kolada, the open database of Swedish municipal figures (API v3, read only, no key).

Each figure is pinned in `kolada.json` by its id and the title that it is expected to have, since Kolada may revise or
remove figures without notice: a title that differs stops everything, with a sentence that says so. Only what is pinned
is ever asked for. An answer is `{"values": [...], "next_url": ...}`; a figure of a municipality and a year is
`{"kpi", "municipality", "period", "values": [{"gender", "value", ...}]}`, where `value` may be null. A null, and a year
that is not there, are no value. In 2024 the areas that make up the total changed, so a total from before is never set
beside one from after.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from certify.core.evidence import Span
from certify.core.plugin import Asked, CannotCollect, Collected, Figure, Get, Origin
from schemes.naringslivstjanst.municipalities import register

T = TypeVar("T")

SCHEME = "naringslivstjanst"
ORIGIN = "https://api.kolada.se"
PRODUCER = "SKR, undersökningen Insikt. Källa: Kolada"
KIND = "kolada"
AREA_SOURCE = "area_source"
"""The input that says, area by area, whether Kolada has its index or a documented figure is asked for."""
YEARS_BACK = 5
"""Years before that of the application that are asked for. Kolada takes at most 25 at a time."""
PER_PAGE = 5_000
MOST_PAGES = 20
LOWEST, HIGHEST = Decimal(0), Decimal(100)


class Pin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure of Kolada: its id, the title that it is expected to have, the input that it fills, where that is from.

    `area` is the area whose index it is; `measured` the input for the last day of the year that it speaks of; `before`
    the one for the measurement before, which is given only where no year of `breaks` lies between the two, and
    `comparable` the one that says whether there is such a measurement.
    """

    kpi: str
    title: str
    input: str
    criteria: tuple[str, ...]
    found: str
    area: str | None = None
    measured: str | None = None
    before: str | None = None
    comparable: str | None = None
    breaks: tuple[int, ...] = ()


class Pinned(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is pinned, and every area of which the scheme wants to know whether it is."""

    areas: tuple[str, ...]
    pins: tuple[Pin, ...]


class _Kpi(msgspec.Struct, frozen=True):
    """What Kolada says of a figure, as far as it is looked at."""

    id: str
    title: str


class _Kpis(msgspec.Struct, frozen=True):
    values: list[_Kpi]


class _Cell(msgspec.Struct, frozen=True):
    gender: str | None = None
    value: Decimal | None = None


class _Row(msgspec.Struct, frozen=True):
    kpi: str
    municipality: str
    period: int | str
    values: list[_Cell]


class _Page(msgspec.Struct, frozen=True):
    values: list[_Row]
    next_url: str | None = None


class _Point(msgspec.Struct, frozen=True):
    """The value of one year, and the page that it stood on."""

    year: int
    value: Decimal
    page: str


@cache
def pinned() -> Pinned:
    """The figures that are pinned."""
    return msgspec.json.decode((files(__package__) / "kolada.json").read_bytes(), type=Pinned)


class Kolada:
    """The collector of this scheme. `origin` is another one in tests only."""

    scheme = SCHEME

    def __init__(self, origin: str = ORIGIN) -> None:
        self.origins = frozenset({origin})
        self._origin = origin
        self._areas = pinned().areas
        self._pins = pinned().pins

    async def collect(self, asked: Asked, get: Get) -> Collected:
        """Ask for the pinned figures of one municipality. Raises CannotCollect.

        (1) the municipality's code, by its organisation number
        (2) the titles are those that are expected
        (3) the rows of the last years, page by page
        (4) the latest value of each, and the one before where the two may be compared
        """
        code = register(asked.registers).by_number(asked.organisation_number).code
        await self._check_titles(get)
        rows = await self._rows(code, asked.on.year, get)
        latest_first = {
            kpi: sorted(points.values(), key=lambda point: point.year, reverse=True) for kpi, points in rows.items()
        }
        figures = [figure for pin in self._pins for figure in _figures(pin, latest_first[pin.kpi])]
        shown = {figure.unit for figure in figures}
        figures += [
            Figure(input=AREA_SOURCE, unit=area, value="kolada" if area in shown else "report") for area in self._areas
        ]
        missing = tuple(pin.title for pin in self._pins if not latest_first[pin.kpi])
        return Collected(figures=tuple(figures), missing=missing)

    async def _check_titles(self, get: Get) -> None:
        """(2) What stands under each id is what was there when it was pinned."""
        url = f"{self._origin}/v3/kpi/{','.join(pin.kpi for pin in self._pins)}"
        titles = {kpi.id: kpi.title.strip() for kpi in _decoded(await get(url), _Kpis, url).values}
        for pin in self._pins:
            if pin.kpi not in titles:
                raise CannotCollect("missing", f"{pin.kpi} ({pin.title}) is no longer in Kolada")
            if titles[pin.kpi] != pin.title:
                raise CannotCollect(
                    "changed",
                    f"{pin.kpi} is now called “{titles[pin.kpi]}” in Kolada, and was pinned as “{pin.title}”. "
                    "Nothing was taken: see whether it still measures the same, and pin it anew",
                )

    async def _rows(self, code: str, year: int, get: Get) -> dict[str, dict[int, _Point]]:
        """(3) The values by figure and year."""
        kpis = ",".join(pin.kpi for pin in self._pins)
        years = ",".join(str(one) for one in range(year - YEARS_BACK, year + 1))
        path = f"/v3/data/kpi/{kpis}/municipality/{code}/year/{years}?per_page={PER_PAGE}"
        found: dict[str, dict[int, _Point]] = {pin.kpi: {} for pin in self._pins}
        asked: set[str] = set()
        while path:
            url = self._origin + path
            if url in asked or len(asked) == MOST_PAGES:
                raise CannotCollect("too_many_pages", f"Kolada's pages go on for ever, or beyond {MOST_PAGES}: {url}")
            asked.add(url)
            page = _decoded(await get(url), _Page, url)
            for row in page.values:
                if row.kpi in found and row.municipality == code:
                    _take(found[row.kpi], row, url)
            path = self._next(page)
        return found

    def _next(self, page: _Page) -> str:
        """The path of the next page, on our own origin whatever the address says; empty after the last."""
        if not page.next_url or not page.values:
            return ""
        parts = urlsplit(page.next_url)
        if parts.hostname not in {None, urlsplit(self._origin).hostname} or not parts.path.startswith("/v3/data/"):
            raise CannotCollect("address", f"Kolada's next page is said to be elsewhere: {page.next_url[:200]}")
        return parts.path + (f"?{parts.query}" if parts.query else "")


COLLECTOR = Kolada()


def _take(points: dict[int, _Point], row: _Row, url: str) -> None:
    """Keep the value for both sexes together, if there is one. Raises CannotCollect for what no index can be."""
    year = _year(row.period)
    value = next((cell.value for cell in row.values if cell.gender in {None, "T"} and cell.value is not None), None)
    if value is None:
        return
    if year is None or not value.is_finite() or not LOWEST <= value <= HIGHEST:
        raise CannotCollect("not_understood", f"Kolada gave {value} for {row.kpi} in {row.period}: no index of a year")
    known = points.setdefault(year, _Point(year=year, value=value, page=url))
    if known.value != value:
        raise CannotCollect("not_understood", f"Kolada gave two values for {row.kpi} in {year}: {known.value}, {value}")


def _year(period: int | str) -> int | None:
    text = str(period)
    return int(text) if len(text) == len("2026") and text.isascii() and text.isdigit() and text >= "1900" else None


def _figures(pin: Pin, points: list[_Point]) -> list[Figure]:
    """(4) The latest first. What is left out is unknown to the scheme, and never guessed."""
    figures = []
    comparable = False
    if points:
        latest = points[0]
        figures.append(_figure(pin, pin.input, latest, _written(latest.value)))
        if pin.measured is not None:
            figures.append(_figure(pin, pin.measured, latest, _last_day(latest.year).isoformat()))
        if pin.before is not None and len(points) > 1:
            former = points[1]
            comparable = not any(former.year < broken <= latest.year for broken in pin.breaks)
            if comparable:
                figures.append(_figure(pin, pin.before, former, _written(former.value)))
    if pin.comparable is not None:
        figures.append(Figure(input=pin.comparable, value="yes" if comparable else "no"))
    return figures


def _figure(pin: Pin, input_: str, point: _Point, value: str) -> Figure:
    origin = Origin(
        title=f"{pin.title}, {point.year}: {_written(point.value)}",
        producer=PRODUCER,
        period=Span(first=date(point.year, 1, 1), last=_last_day(point.year)),
        page=point.page,
        criteria=pin.criteria,
        kind=KIND,
    )
    return Figure(input=input_, unit=pin.area, value=value, origin=origin)


def _last_day(year: int) -> date:
    return date(year, 12, 31)


def _written(value: Decimal) -> str:
    """As in a scheme file: `71`, `66.5`."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decoded(raw: bytes, type_: type[T], url: str) -> T:
    try:
        return msgspec.json.decode(raw, type=type_)
    except (msgspec.DecodeError, ValueError) as error:
        raise CannotCollect("not_understood", f"{url}: {error}") from error
