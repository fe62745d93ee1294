"""The register and the schemes as pages: for whoever asks for HTML, in two languages, whatever stands in the data."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from certify.core import acts as a
from certify.core.scheme.load import load
from certify.core.scheme.terms import Period
from certify.service.store import certificates, published
from certify.service.web.pages.scheme_pages import period_text, seen_by_all, terms_of
from certify.service.web.pages.words import words
from tests.core.life import WHY
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.world import BODY
from verify.credential import Bilingual, Unit, UnitsOfKind, certificate_bytes, read_certificate
from verify.number import from_random

# The other pages still declare path parameters in the way that Litestar is to drop.
pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings("ignore:.*deprecated inferred style")]

PATHS = (
    "/register",
    "/register?q=nowhere",
    "/register?status=suspended",
    "/schemes",
    "/schemes/open-garden",
    "/schemes/open-garden/2026.1",
    "/schemes/open-garden/2026.1/criteria/G.1",
)
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
async def pages(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    """A site with pages and no certificate yet."""
    async with opened_pages(tmp_path) as site:
        yield site


@pytest.fixture
async def granted(pages: PagedSite) -> PagedSite:
    """The same with one certificate in force."""
    await pages.world.granted("case-1")
    await pages.issue()
    return pages


async def number_of(site: PagedSite) -> str:
    (row,) = await certificates.certificates_of_case(site.db, BODY, "case-1")
    return row.number


@pytest.mark.parametrize("path", PATHS)
async def test_a_browser_gets_a_page_and_a_program_gets_data(path: str, granted: PagedSite) -> None:
    seen = await granted.reader().get(path)
    assert seen.status_code == 200
    assert seen.headers["content-type"].startswith("text/html; charset=utf-8")
    assert '<html lang="sv">' in seen.text
    assert seen.text.count("<h1") == 1
    assert "set-cookie" not in seen.headers
    assert "<script" not in seen.text
    assert "style=" not in seen.text
    for accept in ("application/json", "*/*"):
        data = await granted.client(accept=accept).get(path)
        assert data.headers["content-type"] == "application/json", accept
        assert data.json()


@pytest.mark.parametrize("path", PATHS)
async def test_every_page_speaks_english_when_asked(path: str, granted: PagedSite) -> None:
    joined = "&" if "?" in path else "?"
    by_address = await granted.reader().get(f"{path}{joined}lang=en")
    by_browser = await granted.reader(**{"accept-language": "en"}).get(path)
    for seen in (by_address, by_browser):
        assert '<html lang="en">' in seen.text
        assert seen.headers["content-language"] == "en"
        for swedish in ("Ordningar", "Visar ", "Inget certifikat", "Härkomst", "Underlag"):
            assert swedish not in seen.text


async def test_the_register_shows_who_for_what_until_when_and_how_it_stands(granted: PagedSite) -> None:
    number = await number_of(granted)
    page = (await granted.reader().get("/register")).text
    row = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    assert row is not None
    for text in (
        f'href="/v/{number}"',
        "Lindhamra",
        "Öppen trädgård",
        f'<span class="number">{number}</span>',
        "Gäller",
    ):
        assert text in row[1]
    assert "Visar 1 av 1" in page
    assert 'href="/register.csv"' in page
    assert 'href="/register.json"' in page
    await granted.world.do("dag", a.Suspend(reason_class="requirements_not_met", reason=WHY))
    assert "Pausat" in (await granted.reader().get("/register?status=suspended")).text
    none = (await granted.reader().get("/register?status=active")).text
    assert "Inget certifikat i det urvalet den " in none
    assert counts(none) == {"Alla": 1, "Gäller": 0, "Pausade": 1, "Utgångna, återkallade och ersatta": 0}


async def test_what_a_compromised_key_signed_is_not_shown_as_valid(granted: PagedSite) -> None:
    (key,) = [row for row in await published.keys(granted.world.db, BODY) if row.use == "certificate"]
    await published.end_key(granted.world.db, BODY, key.id, state="compromised", until=granted.world.at)
    page = (await granted.reader().get("/register")).text
    assert "Nyckeln röjd" in page
    assert "Gäller" not in page.partition("<tbody>")[2]
    assert counts(page) == {"Alla": 1, "Gäller": 0, "Pausade": 0, "Utgångna, återkallade och ersatta": 1}


def counts(page: str) -> dict[str, int]:
    """What the filters say."""
    found = re.findall(r"<bdi>([^<]*)</bdi> <span>(\d+)</span></a>", page)
    return {name: int(count) for name, count in found}


async def test_a_certificate_over_its_time_is_not_shown_as_valid_before_the_clock_marks_it(granted: PagedSite) -> None:
    granted.later(days=366 * 3)
    page = (await granted.reader().get("/register")).text
    assert "<span>Utgånget</span>" in page
    assert "<span>Gäller</span>" not in page


@pytest.mark.parametrize("spelling", [str, str.lower, lambda number: number.replace("-", " ")])
async def test_a_number_leads_to_its_check(spelling: Any, granted: PagedSite) -> None:
    number = await number_of(granted)
    answer = await granted.reader().get("/register", params={"q": spelling(number)})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/v/{number}")
    data = await granted.client(accept="application/json").get("/register", params={"q": number})
    assert [entry["number"] for entry in data.json()["entries"]] == [number]


async def test_a_number_that_no_certificate_has_is_told_by_the_check(granted: PagedSite) -> None:
    unknown = from_random(bytes(range(16)))
    answer = await granted.reader().get("/register", params={"q": unknown})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/v/{unknown}")


async def test_a_word_that_looks_like_a_number_is_searched_for(granted: PagedSite) -> None:
    chances = (from_random((n * 0x9E3779B97F4A7C15).to_bytes(16, "big")).replace("-", "") for n in range(1, 10_000))
    word = next(number for number in chances if number.isalpha())
    answer = await granted.reader().get("/register", params={"q": word})
    assert answer.status_code == 200
    assert f"Inget certifikat för ”<bdi>{word}</bdi>”" in answer.text
    found = await granted.reader().get("/register?q=Lindhamra")
    assert "Visar 1 av 1" in found.text


async def test_nothing_found_says_for_what_and_when_and_the_way_on(granted: PagedSite) -> None:
    page = (await granted.reader().get("/register?q=Vinterhamn&status=active")).text
    assert "Inget certifikat för ”<bdi>Vinterhamn</bdi>” den " in page
    assert 'href="/register"' in page
    assert "Visa hela registret" in page
    assert 'href="/v"' in page
    assert '<input type="hidden" name="status" value="active">' in page


async def test_an_empty_register_says_so(pages: PagedSite) -> None:
    page = (await pages.reader().get("/register")).text
    assert "Inget certifikat har utfärdats än." in page
    assert "<table" not in page


@pytest.mark.parametrize(
    "hostile", [HOSTILE, "\u202eevil", '"><img src=x>', "{{ 7 * 7 }}", "%", "'; DROP TABLE certificate"]
)
async def test_what_was_searched_for_stays_text(hostile: str, granted: PagedSite) -> None:
    answer = await granted.reader().get("/register", params={"q": hostile})
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "<img" not in answer.text
    assert "\u202e" not in answer.text
    assert ">49<" not in answer.text


async def test_names_in_the_register_stay_text(granted: PagedSite) -> None:
    await granted.db.sql("UPDATE certificate SET holder_name = {}, place = {}", HOSTILE, "\u202eplace")
    page = (await granted.reader().get("/register")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "\u202e" not in page


async def test_more_than_a_page_leads_on_and_back(granted: PagedSite) -> None:
    granted.later(days=1)
    await granted.world.granted("case-2")
    await granted.issue()
    anyone = granted.reader()
    first = (await anyone.get("/register?limit=1")).text
    onward = re.search(r'href="(/register\?cursor=[^"]+)" rel="next"', first)
    assert onward is not None
    second = (await anyone.get(onward[1].replace("&amp;", "&"))).text
    assert await number_of(granted) in second
    assert await number_of(granted) not in first
    assert 'href="/register">Till början</a>' in second
    assert (await anyone.get("/register?cursor=x")).status_code == 400


async def test_a_scheme_is_told_from_top_to_bottom(granted: PagedSite) -> None:
    page = re.sub("</?bdi>", "", (await granted.reader().get("/schemes/open-garden/2026.1")).text)
    for text in (
        "Trädgården är öppen.",
        "Inget om jorden.",
        "Grinden är olåst.",
        "Föreningen.",
        "3 år från beslutet.",
        "6 månader före certifikatets sista dag",
        "1 månad efter att ansökan lämnats in",
        "Det är en vanlig tid och inget löfte.",
        "3 veckor efter beskedet om beslutet",
        "2 krav, 1 rekommenderat.",
        "bild eller plan",
        'href="/schemes/open-garden/2026.1/criteria/G.3"',
        'href="/schemes/open-garden/2026.1.yaml"',
    ):
        assert text in page, text
    assert "Arbetsutgåva" not in page
    criterion = (await granted.reader().get("/schemes/open-garden/2026.1/criteria/G.2")).text
    assert "criteria/G.1" in criterion
    assert "criteria/G.3" in criterion
    assert "Någon sköter den." in criterion


async def test_what_is_not_there_is_not_found(granted: PagedSite) -> None:
    for path in ("/schemes/none", "/schemes/open-garden/1999", "/schemes/open-garden/2026.1/criteria/X"):
        assert (await granted.reader().get(path)).status_code == 404


QUALITY_MARK = load((Path(__file__).resolve().parents[3] / "schemes/quality_mark/scheme.yaml").read_bytes())


def test_the_terms_of_a_scheme_are_told_in_words() -> None:
    sv, en = words("sv"), words("en")
    told = {term.name: term.says for term in terms_of(QUALITY_MARK, sv)}
    assert told["scheme-fee"] == ("Att söka kostar inget.",)
    assert told["scheme-suspension"] == (
        "Ett certifikat kan vara pausat i högst \u20686 månader\u2069. Därefter återkallas det.",
    )
    assert len(told["scheme-renewal"]) == 3
    assert {term.name for term in terms_of(QUALITY_MARK, en)} == set(told)
    assert seen_by_all(QUALITY_MARK, en) == ("The holder", "the area", "the level", "the first day", "the last day")


def test_a_season_and_a_term_without_end_are_told_in_words() -> None:
    cove = load((Path(__file__).resolve().parents[3] / "docs/examples/clear-cove.yaml").read_bytes())
    endless = replace(cove, validity=replace(cove.validity, for_=None, in_force=None, open_ended=True))
    for language, season, no_end in (
        ("sv", "En säsong i taget, \u2068den 1 juni till den 31 augusti varje år\u2069: från beslutet", "Tills vidare"),
        ("en", "One season at a time, \u20681 June to 31 August each year\u2069: from the decision", "Open-ended"),
    ):
        told = {term.name: term.says for term in terms_of(cove, words(language))}
        assert told["scheme-validity"][1].startswith(season)
        told = {term.name: term.says for term in terms_of(endless, words(language))}
        assert told["scheme-validity"][0].startswith(no_end)


@pytest.mark.parametrize(
    ("period", "sv", "en"),
    [
        (Period(1, "day"), "1 dag", "1 day"),
        (Period(10, "working day"), "10 arbetsdagar", "10 working days"),
        (Period(1, "week"), "1 vecka", "1 week"),
        (Period(6, "month"), "6 månader", "6 months"),
        (Period(3, "year"), "3 år", "3 years"),
    ],
)
def test_a_period_in_words(period: Period, sv: str, en: str) -> None:
    assert (period_text(period, words("sv")), period_text(period, words("en"))) == (sv, en)


def test_both_languages_have_the_same_messages() -> None:
    assert words("sv").ids() == words("en").ids()


async def test_the_register_names_scheme_and_units_as_they_were_signed(granted: PagedSite) -> None:
    sites = tuple(Unit(code=f"u{n}", name=f"{HOSTILE} {n}", number=n) for n in range(1, 6))
    group = UnitsOfKind(kind="site", title=Bilingual(sv="Lager", en="Warehouse"), members=sites)
    number = await number_of(granted)
    signed = read_certificate((await certificates.signed_contents(granted.db, [number]))[number])
    subject = signed.credential_subject
    scheme = replace(subject.scheme, title=Bilingual(sv="Öppen park", en="Open park"))  # as a profile has its own name
    named = certificate_bytes(replace(signed, credential_subject=replace(subject, units=(group,), scheme=scheme)))
    await granted.db.sql("UPDATE certificate SET unsigned = {} WHERE number = {}", named, number)
    data = granted.client()
    (entry,) = (await data.get("/register.json")).json()["entries"]
    assert entry["units"] == [unit.name for unit in sites]
    assert (entry["scheme_sv"], entry["scheme_en"]) == ("Öppen park", "Open park")
    assert f"{HOSTILE} 5" in (await data.get("/register.csv")).text
    page = (await granted.reader().get("/register?lang=en")).text
    assert "Covers 5: " in page
    assert "Open park" in page
    assert page.count("alert(1)") == 3
    assert HOSTILE not in page
