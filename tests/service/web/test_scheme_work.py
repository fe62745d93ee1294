"""Schemes at work: a file goes from faults to publication in the browser and over the API, while everything runs."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from certify.service.store import authority as log
from certify.service.store import scheme_drafts
from tests.service.web.desk import Desk, at
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.world import BODY, GARDEN

pytestmark = pytest.mark.anyio
NEXT = GARDEN.read_bytes().replace(b"id: 2026.1, applies_from: 2026-01-01", b"id: 2026.2, applies_from: 2026-02-01")
STRICTER = NEXT.replace(b"        binding: recommended\n", b"")
YAML = {"content-type": "application/yaml"}
HOSTILE = b"a: &a [x, x]\nb: &b [*a, *a]\nc: !!python/object/apply:os.system [ls]\n"


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    async with opened_pages(tmp_path) as opened:
        opened.later(minutes=1)
        yield opened


async def uploaded(site: PagedSite, source: bytes) -> tuple[Desk, str]:
    """At the draft that a file became, and its address."""
    desk = await at(site, "sol", "/scheme-drafts")
    await desk.send("/scheme-drafts", {"file": ("scheme.yaml", source, "application/yaml")}, do="begin")
    assert desk.page.status_code == 200, desk.text
    return desk, desk.page.url.path


async def test_a_scheme_that_ships_is_published_in_the_browser_with_its_cases(site: PagedSite) -> None:
    desk = await at(site, "sol", "/scheme-drafts")
    await desk.send("/scheme-drafts", {}, do="begin", **{"from": "at-hand:quality_mark"})
    home = desk.page.url.path
    assert "Inga fel" in desk.text
    await desk.send(home, {}, do="publish")
    assert desk.page.url.path == "/schemes/quality-mark/2026.1"
    nothing = await at(site, "sol", "/scheme-drafts")
    await nothing.send("/scheme-drafts", {}, do="begin", **{"from": "at-hand:nothing"})
    assert nothing.page.status_code == 422


async def test_a_scheme_is_written_checked_and_published_in_the_browser(site: PagedSite) -> None:
    desk, home = await uploaded(site, NEXT.replace(b"is: no", b"is: nope"))
    assert "1 fel" in desk.text
    assert "kan inte vara &#34;nope&#34;" in desk.text
    line = NEXT[: NEXT.index(b"is: no")].count(b"\n") + 1
    assert f'data-line="{line}"' in desk.text
    assert f"<i>{line}</i>" in desk.text
    assert (await desk.look(f"{home}/preview")).page.url.path == home  # nothing to look at while it has faults
    await desk.look(home)
    await desk.send(home, {}, do="save", source=STRICTER.decode())
    assert "Inga fel" in desk.text
    seen = {
        "preview": "Så här ser sidan ut när utkastet är publicerat.",
        "form": "Formuläret, på prov",
        "outline": "Vem som gör vad",
        "document": "Utgåva",
        "changes": "Ändringar mot utgåva",
        "effects": "Ordningen har inga innehavare",
    }
    for view, text in seen.items():
        await desk.look(f"{home}/{view}")
        assert (desk.page.status_code, text in desk.text) == (200, True), view
    assert (await desk.look(f"{home}/scheme.yaml")).page.content == STRICTER
    await desk.look(f"{home}/form")
    await desk.send(f"{home}/form#standing", **{"value-G.1": "yes", "value-G.2": "yes", "value-G.3": "no"})
    assert "Det räcker inte än." in desk.text
    await desk.look(home)
    await desk.send(home, {}, do="publish")
    assert desk.page.url.path == "/schemes/open-garden/2026.2"
    assert "Utgåvan är publicerad." in desk.text
    assert await scheme_drafts.of_body(site.db, BODY) == []
    entries = [row async for row in log.entries(site.db, BODY)]
    assert (entries[-1].type, entries[-1].by) == ("SchemePublished", "sol")
    changed = await site.client().get("/schemes/open-garden/2026.2/changes")
    assert changed.json()["before"] == "2026.1"
    assert any(change["name"] == "G.3" and change["stricter"] for change in changed.json()["changes"])
    page = await site.reader().get("/schemes/open-garden/2026.2/changes")
    assert "Ändringar från utgåva" in page.text
    assert "strängare" in page.text


async def test_cases_keep_their_version_and_holders_learn_what_another_would_mean(site: PagedSite) -> None:
    await site.world.granted()
    await site.issue()
    await site.world.submitted("case-2", applicant="other", by="ola")
    sol = await site.by("sol")
    found = (await sol.post("/api/schemes/simulate", content=STRICTER, headers=YAML)).json()
    assert found["count"]["same"] + found["count"]["unknown"] == 2
    assert [one["holder"] for one in found["effects"] if "certificate" not in one] == [""]
    desk, home = await uploaded(site, STRICTER)
    await desk.look(f"{home}/effects")
    assert "Lindhamra Trädgård ekonomisk förening" in desk.text
    assert "En annan trädgård" not in desk.text
    await desk.look(home)
    await desk.send(home, {}, do="publish")
    kim = await site.by("kim")
    assert (await kim.get("/api/cases/case-2")).json()["scheme"]["version"] == "2026.1"
    assert (await site.client().get("/schemes/open-garden/2026.1.json")).json()["version"] == "2026.1"
    mo = await at(site, "mo", "/drafts/new")
    assert "2026.2" in mo.text


async def test_nothing_is_published_while_anything_stands_in_the_way(site: PagedSite) -> None:
    desk, home = await uploaded(site, NEXT.partition(b"examples:")[0])
    assert "Inga fel" in desk.text
    await desk.send(home, {}, do="publish")
    assert (desk.page.status_code, "Inte publicerad" in desk.text) == (422, True)
    await desk.send(home, {}, do="publish", source=GARDEN.read_text())
    assert (desk.page.status_code, "Utgåvan finns redan" in desk.text) == (409, True)
    assert len((await (await site.by("sol")).get("/api/schemes")).json()) == 1


async def test_of_two_who_write_the_same_draft_nobody_loses_a_text(site: PagedSite) -> None:
    desk, home = await uploaded(site, NEXT)
    other = await at(site, "sol", home)
    await other.send(home, {}, do="save", source="# theirs\n")
    await desk.send(home, {}, do="save", source="# mine\n")
    assert (desk.page.status_code, "Någon annan hann spara" in desk.text) == (409, True)
    assert "# mine" in desk.text
    assert "# theirs" in desk.text
    await desk.send(home, {}, do="save")
    row = await scheme_drafts.one(site.db, BODY, home.rpartition("/")[2])
    assert row is not None
    assert row.source == b"# mine\n"
    await desk.send(f"{home}/drop")
    assert "Inga utkast" in desk.text


@pytest.mark.parametrize(
    ("source", "status", "said"),
    [
        (HOSTILE, 200, "ankare (&amp;) används inte"),
        (b"\xff\xfe\x00", 200, "fel"),
        (b"  \n", 422, "Välj en fil"),
        (b"#" * 1_000_001, 422, "Filen är större"),
        (b"[" * 500, 200, "fel"),
    ],
)
async def test_a_file_from_a_stranger_is_told_what_is_wrong_with_it(
    source: bytes, status: int, said: str, site: PagedSite
) -> None:
    desk = await at(site, "sol", "/scheme-drafts")
    await desk.send("/scheme-drafts", {"file": ("scheme.yaml", source, "application/yaml")}, do="begin")
    assert desk.page.status_code == status, desk.text
    assert said in desk.text


async def test_an_empty_text_and_a_version_that_there_is_not_are_refused(site: PagedSite) -> None:
    desk, home = await uploaded(site, NEXT)
    await desk.send(home, {}, do="save", source=" ")
    assert (desk.page.status_code, "Texten är tom" in desk.text) == (422, True)
    await desk.look("/scheme-drafts")
    await desk.send("/scheme-drafts", {}, do="begin", **{"from": "sha256:0"})
    assert desk.page.status_code == 404
    await desk.look("/scheme-drafts")
    await desk.send("/scheme-drafts", {}, do="blank")
    assert desk.page.status_code == 200
    kim = await at(site, "kim", "/scheme-drafts")
    assert kim.page.status_code == 403


async def test_programs_can_do_what_the_pages_do(site: PagedSite) -> None:
    sol = await site.by("sol")
    made = await sol.post("/api/scheme-drafts", json={"source": "# begun"}, headers={"idempotency-key": "one"})
    assert (made.status_code, made.json()["version"]) == (201, 1)
    again = await sol.post("/api/scheme-drafts", json={"source": "# begun"}, headers={"idempotency-key": "one"})
    assert again.json()["id"] == made.json()["id"]
    address = f"/api/scheme-drafts/{made.json()['id']}"
    assert (await sol.put(address, json={"source": "x"})).status_code == 400
    saved = await sol.put(address, json={"source": STRICTER.decode()}, headers={"if-match": '"1"'})
    assert (saved.json()["version"], saved.json()["name"]) == (2, "open-garden 2026.2")
    late = await sol.put(address, json={"source": "y"}, headers={"if-match": '"1"'})
    assert (late.status_code, late.json()["version"]) == (412, 2)
    assert (await sol.get(address)).headers["etag"] == '"2"'
    assert [row["id"] for row in (await sol.get("/api/scheme-drafts")).json()] == [made.json()["id"]]
    compared = (await sol.post("/api/schemes/compare", content=STRICTER, headers=YAML)).json()
    assert (compared["version"], bool(compared["changes"])) == ("2026.1", True)
    told = (await sol.post("/api/schemes/preview", content=STRICTER, headers=YAML)).json()
    assert (told["page"]["version"], told["outline"]["language"]) == ("2026.2", "sv")
    faulty = await sol.post("/api/schemes/preview", content=HOSTILE, headers=YAML)
    assert (faulty.status_code, faulty.json()["type"]) == (422, "/problems/scheme-faults")
    assert (await sol.delete(address)).status_code == 204
    assert (await sol.delete(address)).status_code == 404
    assert (await sol.get(address)).status_code == 404


async def test_the_text_of_a_scheme_is_given_as_page_markdown_and_data(site: PagedSite) -> None:
    reader, base = site.reader(), "/schemes/open-garden/2026.1/document"
    page = await reader.get(f"{base}?lang=en")
    assert page.headers["content-language"] == "en"
    assert "style-src 'unsafe-inline'" in page.headers["content-security-policy"]
    assert "<h1>Open garden</h1>" in page.text
    assert (await reader.get(f"{base}.md")).headers["content-type"].startswith("text/markdown")
    assert (await reader.get(f"{base}.json")).json()["title"] == "Öppen trädgård"
    first = await site.client().get("/schemes/open-garden/2026.1/changes.json")
    assert (first.json()["before"], first.json()["changes"]) == (None, [])
