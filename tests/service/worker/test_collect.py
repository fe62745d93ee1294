"""Collected figures: what is kept, what is said of each, and the same from answers that were saved."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from certify.core.evidence import Link
from certify.core.plugin import CannotCollect
from certify.service.collecting import Found, keep, look_up
from certify.service.outbound import Answer, SafeClient
from certify.service.plugins import GROUP, collectors
from certify.service.saved_answers import MOST_BYTES, SavedAnswers, save
from certify.service.store.blobs import Blobs, open_blobs
from schemes.naringslivstjanst.collect import COLLECTOR, Kolada
from tests.schemes.kolada_server import Kolada as Server
from tests.schemes.kolada_server import serving

pytestmark = pytest.mark.anyio

NUMBER = "212000-0712"
ON = date(2026, 6, 1)
AT = datetime(2026, 6, 1, 8, tzinfo=UTC)
BODY = "hansa"


@pytest.fixture
def kolada() -> Iterator[tuple[Server, str]]:
    server = Server()
    server.figures("U07451", "0860", {2024: 71, 2025: 74})
    server.figures("U07455", "0860", {2025: 77})
    with serving(server) as origin:
        yield server, origin


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    names = iter(range(100))
    return open_blobs(f"file://{tmp_path / 'blobs'}", lambda: str(next(names)))


async def _found(origin: str) -> Found:
    async with SafeClient(frozenset({origin}), lambda: AT, loopback=True) as client:
        return await look_up(Kolada(origin), NUMBER, ON, client, None)


async def _read(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


def test_a_package_brings_its_collector() -> None:
    points = [EntryPoint(name="naringslivstjanst", value="schemes.naringslivstjanst", group=GROUP)]
    assert collectors(points) == {"naringslivstjanst": COLLECTOR}


def test_packages_without_one_are_passed_over() -> None:
    values = ("schemes.quality_mark", "no.such.package", "json.decoder")
    assert collectors([EntryPoint(name=value, value=value, group=GROUP) for value in values]) == {}


async def test_values_and_what_they_rest_on(kolada: tuple[Server, str], blobs: Blobs) -> None:
    found = await _found(kolada[1])
    findings = await keep(found, blobs, BODY)
    assert findings.findings == ()
    assert findings.inputs == {
        "nki_total_kolada": "74",
        "nki_measured": "2025-12-31",
        "nki_total_before": "71",
        "nki_comparable": "yes",
    }
    assert findings.units["food"] == {"area_kolada": "77", "area_source": "kolada"}
    assert findings.units["building"] == {"area_source": "report"}
    page = found.answers[1]
    digest = f"sha256:{hashlib.sha256(page.raw).hexdigest()}"
    assert await _read(blobs.open(BODY, digest)) == page.raw
    titles = []
    for link in findings.evidence:
        assert isinstance(link, Link)
        assert link.copy is not None
        assert (link.url, link.copy.digest, link.copy.size) == (page.url, digest, len(page.raw))
        assert link.captured == AT
        assert link.kind == "kolada"
        assert "Källa: Kolada" in link.title
        assert link.period is not None
        titles.append((link.title.partition(" (")[0], link.period.last.year, link.unit))
    assert titles == [
        ("Företagsklimat Insikt - Totalt, Index, 2025: 74", 2025, None),
        ("Företagsklimat Insikt - Totalt, Index, 2024: 71", 2024, None),
        ("Företagsklimat Insikt - Livsmedelskontroll - Index, 2025: 77", 2025, "food"),
    ]


async def test_the_same_from_answers_that_were_saved(kolada: tuple[Server, str], blobs: Blobs) -> None:
    found = await _found(kolada[1])
    again = await look_up(Kolada(kolada[1]), NUMBER, ON, SavedAnswers(save(found.answers)), None)
    assert again == found
    assert await keep(again, blobs, BODY) == await keep(found, blobs, BODY)


async def test_answers_of_another_municipality_do_not_do(kolada: tuple[Server, str]) -> None:
    found = await _found(kolada[1])
    with pytest.raises(CannotCollect, match="not among the saved answers") as told:
        await look_up(Kolada(kolada[1]), "212000-0787", ON, SavedAnswers(save(found.answers)), None)
    assert told.value.rule == "unreachable"


BAD_FILES = {
    "no JSON": b"{",
    "another shape": b'{"answers": [{"url": "https://a.example"}]}',
    "more than there is": b'{"answers": [], "scheme": "x"}',
    "a time without its zone": b'{"answers": [{"url": "https://a.example", "at": "2026-06-01T08:00:00", "text": ""}]}',
    "not UTF-8": b'{"answers": [{"url": "\xff", "at": "2026-06-01T08:00:00Z", "text": ""}]}',
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_saved_file_that_is_none(case: str) -> None:
    with pytest.raises(CannotCollect) as told:
        SavedAnswers(BAD_FILES[case])
    assert told.value.rule == "not_understood"


def test_a_saved_file_that_is_too_large() -> None:
    with pytest.raises(CannotCollect) as told:
        SavedAnswers(b" " * (MOST_BYTES + 1))
    assert told.value.rule == "too_large"


def test_an_answer_that_is_no_text_is_not_saved() -> None:
    with pytest.raises(CannotCollect) as told:
        save([Answer(url="https://a.example", raw=b"\xff", at=AT)])
    assert told.value.rule == "not_understood"


async def test_a_register_that_cannot_be_read(kolada: tuple[Server, str], tmp_path: Path) -> None:
    async with SafeClient(frozenset({kolada[1]}), lambda: AT, loopback=True) as client:
        with pytest.raises(CannotCollect) as told:
            await look_up(Kolada(kolada[1]), NUMBER, ON, client, tmp_path / "none.csv")
    assert told.value.rule == "register"


async def test_a_register_that_adds_a_municipality(kolada: tuple[Server, str], tmp_path: Path) -> None:
    kolada[0].figures("U07451", "1480", {2025: 66})
    more = tmp_path / "more.csv"
    more.write_text("code,name,organisation_number\n1480,Göteborgs kommun,212000-1355\n")
    async with SafeClient(frozenset({kolada[1]}), lambda: AT, loopback=True) as client:
        found = await look_up(Kolada(kolada[1]), "212000-1355", ON, client, more)
    assert found.collected.figures[0].value == "66"
