"""The collector of Insikt figures against a server that speaks Kolada's shape, well and badly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from certify.core.plugin import Asked, CannotCollect, Collected
from certify.service.outbound import SafeClient
from schemes.naringslivstjanst.collect import COLLECTOR, MOST_PAGES, ORIGIN, PRODUCER, SCHEME, Kolada, pinned
from tests.schemes.kolada_server import Kolada as Server
from tests.schemes.kolada_server import serving

pytestmark = pytest.mark.anyio

HULTSFRED = Asked(organisation_number="212000-0712", on=date(2026, 6, 1))
AT = datetime(2026, 6, 1, 8, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[tuple[Server, str]]:
    kolada = Server()
    kolada.figures("U07451", "0860", {2022: 68, 2023: 69.5, 2024: 71, 2025: 74.0})
    kolada.figures("U07455", "0860", {2024: 76, 2025: 77.25})
    kolada.figures("U07451", "0884", {2025: 50})
    with serving(kolada) as origin:
        yield kolada, origin


async def _collect(origin: str, asked: Asked = HULTSFRED, **limits: Any) -> tuple[Collected, SafeClient]:
    async with SafeClient(frozenset({origin}), lambda: AT, loopback=True, **limits) as client:
        return await Kolada(origin).collect(asked, client.get), client


def _values(collected: Collected) -> dict[str, str]:
    """Every value by input, that of an area by input and area."""
    return {figure.input + (f"/{figure.unit}" if figure.unit else ""): figure.value for figure in collected.figures}


def test_what_is_pinned_and_where_it_asks() -> None:
    assert COLLECTOR.scheme == SCHEME == "naringslivstjanst"
    assert COLLECTOR.origins == {ORIGIN}
    assert ORIGIN == "https://api.kolada.se"
    assert {pin.kpi: pin.title for pin in pinned().pins} == {
        "U07451": "Företagsklimat Insikt - Totalt, Index",
        "U07455": "Företagsklimat Insikt - Livsmedelskontroll - Index",
    }
    assert all(pin.found for pin in pinned().pins)


async def test_the_latest_figures_with_source_period_and_page(server: tuple[Server, str]) -> None:
    kolada, origin = server
    collected, client = await _collect(origin)
    assert _values(collected) == {
        "nki_total_kolada": "74",
        "nki_measured": "2025-12-31",
        "nki_total_before": "71",
        "nki_comparable": "yes",
        "area_kolada/food": "77.25",
        "area_source/building": "report",
        "area_source/environment": "report",
        "area_source/food": "kolada",
        "area_source/serving": "report",
    }
    assert collected.missing == ()
    total, *_, food = (figure.origin for figure in collected.figures if figure.origin is not None)
    assert total.title == "Företagsklimat Insikt - Totalt, Index, 2025: 74"
    assert total.producer == PRODUCER
    assert (total.period.first, total.period.last) == (date(2025, 1, 1), date(2025, 12, 31))
    assert food.criteria == ("KN-6.1", "KN-6.3")
    titles, data = client.answers
    assert food.page == data.url
    assert titles.at == data.at == AT
    assert kolada.asked == [
        "/v3/kpi/U07451,U07455",
        "/v3/data/kpi/U07451,U07455/municipality/0860/year/2021,2022,2023,2024,2025,2026?per_page=5000",
    ]


# When the application was made; figures by year; what the total, its last day and the one before come to.
YEARS: dict[str, tuple[dict[int, Any], str | None, str | None, str | None]] = {
    "two years on the same side of 2024": ({2024: 60, 2025: 61}, "61", "2025-12-31", "60"),
    "2024 is not set beside 2023": ({2023: 75, 2024: 60}, "60", "2024-12-31", None),
    "2025 is not set beside 2023": ({2023: 75, 2025: 60}, "60", "2025-12-31", None),
    "two years before 2024": ({2022: 70, 2023: 66.5}, "66.5", "2023-12-31", "70"),
    "a null is no value": ({2023: 70, 2024: 64, 2025: None}, "64", "2024-12-31", None),
    "a year that is not there": ({2024: 64, 2026: 65}, "65", "2026-12-31", "64"),
    "one year alone": ({2025: 62}, "62", "2025-12-31", None),
    "nought is a value": ({2024: 10, 2025: 0}, "0", "2025-12-31", "10"),
    "older than what is asked for": ({2019: 62}, None, None, None),
    "nothing but nulls": ({2024: None, 2025: None}, None, None, None),
    "nothing at all": ({}, None, None, None),
}


@pytest.mark.parametrize("case", YEARS)
async def test_which_years_count(case: str) -> None:
    years, total, measured, before = YEARS[case]
    kolada = Server()
    kolada.figures("U07451", "0860", years)
    with serving(kolada) as origin:
        collected, _ = await _collect(origin)
    said = _values(collected)
    assert (said.get("nki_total_kolada"), said.get("nki_measured"), said.get("nki_total_before")) == (
        total,
        measured,
        before,
    )
    assert said["nki_comparable"] == ("yes" if before else "no")
    assert said["area_source/food"] == "report"
    assert len(collected.missing) == (1 if total else 2)


async def test_the_period_may_be_text(server: tuple[Server, str]) -> None:
    kolada, origin = server
    kolada.period_as_text = True
    collected, _ = await _collect(origin)
    assert _values(collected)["nki_total_kolada"] == "74"


async def test_every_page_is_read(server: tuple[Server, str]) -> None:
    kolada, origin = server
    kolada.page_size = 2
    collected, client = await _collect(origin)
    assert _values(collected)["area_kolada/food"] == "77.25"
    assert [answer.url.partition("?")[2] for answer in client.answers[1:]] == [
        "per_page=5000",
        "page=2&per_page=2",
        "page=3&per_page=2",
    ]
    food = next(figure.origin for figure in collected.figures if figure.unit == "food")
    assert food is not None
    assert food.page == client.answers[-1].url


async def test_an_address_without_a_host_and_one_of_plain_http_lead_to_our_own_origin(
    server: tuple[Server, str],
) -> None:
    kolada, origin = server
    kolada.page_size = 4
    kolada.next_url = "/v3/data/kpi/U07451,U07455/municipality/0860/year/2024,2025?page=1"
    collected, client = await _collect(origin)
    assert client.answers[-1].url.startswith(origin)
    assert _values(collected)["area_kolada/food"] == "77.25"


TURNS_AWAY: dict[str, tuple[str, str]] = {
    "another host": ("https://example.org/v3/data/kpi/U07451", "address"),
    "another path": ("/v2/data/kpi/U07451", "address"),
    "our own keys": ("file:///etc/passwd", "address"),
}


@pytest.mark.parametrize("where", TURNS_AWAY)
async def test_the_next_page_is_never_elsewhere(server: tuple[Server, str], where: str) -> None:
    kolada, origin = server
    kolada.page_size = 1
    kolada.next_url, rule = TURNS_AWAY[where]
    with pytest.raises(CannotCollect) as told:
        await _collect(origin)
    assert told.value.rule == rule


async def test_pages_in_a_circle_end(server: tuple[Server, str]) -> None:
    kolada, origin = server
    kolada.page_size = 1
    kolada.next_url = (
        f"{origin}/v3/data/kpi/U07451,U07455/municipality/0860/year/2021,2022,2023,2024,2025,2026?per_page=5000"
    )
    with pytest.raises(CannotCollect, match="for ever") as told:
        await _collect(origin)
    assert told.value.rule == "too_many_pages"
    assert len(kolada.asked) <= MOST_PAGES + 1


async def test_a_title_that_differs_stops_everything(server: tuple[Server, str]) -> None:
    kolada, origin = server
    kolada.titles["U07455"] = "Företagsklimat Insikt - Brandskydd - Index"
    with pytest.raises(CannotCollect, match="U07455 is now called “Företagsklimat Insikt - Brandskydd") as told:
        await _collect(origin)
    assert told.value.rule == "changed"
    assert len(kolada.asked) == 1


async def test_a_figure_that_is_gone_stops_everything(server: tuple[Server, str]) -> None:
    kolada, origin = server
    del kolada.titles["U07451"]
    with pytest.raises(CannotCollect, match="U07451") as told:
        await _collect(origin)
    assert told.value.rule == "missing"


def _rows(*rows: dict[str, Any]) -> bytes:
    return json.dumps({"values": list(rows)}).encode()


def _row(value: Any, period: Any = 2025) -> dict[str, Any]:
    cell = {"gender": "T", "value": value}
    return {"kpi": "U07451", "municipality": "0860", "period": period, "values": [cell]}


# What the server sends in place of the page of figures, and the rule that stops it.
BROKEN: dict[str, tuple[int, bytes, str]] = {
    "no JSON": (200, b"<html>Maintenance</html>", "not_understood"),
    "half of it": (200, b'{"values": [{"kpi": "U07', "not_understood"),
    "nothing": (200, b"", "not_understood"),
    "not UTF-8": (200, b'{"values": "\xff"}', "not_understood"),
    "another shape": (200, b'{"rows": []}', "not_understood"),
    "a value in words": (200, _rows(_row("hög")), "not_understood"),
    "a value beyond the index": (200, _rows(_row(100.5)), "not_understood"),
    "a value below it": (200, _rows(_row(-1)), "not_understood"),
    "an enormous value": (200, _rows(_row(70)).replace(b": 70", b": 1e400"), "not_understood"),
    "a month": (200, _rows(_row(70, "2025-04")), "not_understood"),
    "a year that is none": (200, _rows(_row(70, 12025)), "not_understood"),
    "two values for one year": (200, _rows(_row(70), _row(71)), "not_understood"),
    "an error": (500, b"{}", "unreachable"),
    "a refusal": (429, b"{}", "unreachable"),
    "gone": (404, b"{}", "unreachable"),
}


@pytest.mark.parametrize("case", BROKEN)
async def test_what_is_broken_is_told_and_gives_nothing(server: tuple[Server, str], case: str) -> None:
    kolada, origin = server
    status, raw, rule = BROKEN[case]
    kolada.instead["/v3/data/"] = (status, raw)
    with pytest.raises(CannotCollect) as told:
        await _collect(origin)
    assert told.value.rule == rule
    assert str(told.value)


async def test_the_same_value_twice_is_one(server: tuple[Server, str]) -> None:
    kolada, origin = server
    kolada.instead["/v3/data/"] = (200, _rows(_row(70), _row(70)))
    collected, _ = await _collect(origin)
    assert _values(collected)["nki_total_kolada"] == "70"


async def test_rows_of_others_are_passed_over(server: tuple[Server, str]) -> None:
    kolada, origin = server
    other = _row(99) | {"municipality": "0000"}
    another = _row(99) | {"kpi": "U07456"}
    women = {"kpi": "U07451", "municipality": "0860", "period": 2025, "values": [{"gender": "K", "value": 99}]}
    kolada.instead["/v3/data/"] = (200, _rows(other, another, women, _row(70)))
    collected, _ = await _collect(origin)
    assert _values(collected)["nki_total_kolada"] == "70"


async def test_an_answer_that_takes_too_long(server: tuple[Server, str]) -> None:
    kolada, origin = server
    kolada.dribble_seconds = 0.05
    with pytest.raises(CannotCollect) as told:
        await _collect(origin, seconds=0.2)
    assert told.value.rule == "too_slow"


async def test_an_answer_that_is_too_large(server: tuple[Server, str]) -> None:
    _, origin = server
    with pytest.raises(CannotCollect) as told:
        await _collect(origin, most_bytes=100)
    assert told.value.rule == "too_large"


async def test_a_server_that_is_not_there() -> None:
    with serving(Server()) as origin:
        pass
    with pytest.raises(CannotCollect) as told:
        await _collect(origin)
    assert told.value.rule == "unreachable"


async def test_an_organisation_that_is_no_municipality_of_the_register(server: tuple[Server, str]) -> None:
    kolada, origin = server
    with pytest.raises(CannotCollect, match="CERTIFY_MUNICIPALITIES") as told:
        await _collect(origin, msgspec.structs.replace(HULTSFRED, organisation_number="212000-1355"))
    assert told.value.rule == "not_there"
    assert kolada.asked == []


async def test_a_municipality_of_a_file_of_the_installation(server: tuple[Server, str]) -> None:
    kolada, origin = server
    kolada.figures("U07451", "1480", {2025: 66})
    more = "code,name,organisation_number\n1480,Göteborgs kommun,212000-1355\n".encode()
    asked = Asked(organisation_number="212000-1355", on=date(2026, 6, 1), registers={"more.csv": more})
    collected, _ = await _collect(origin, asked)
    assert _values(collected)["nki_total_kolada"] == "66"
