"""The page of signs and mark: what a holder prints, what it pastes, and what it does when it is suspended."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from certify.core import acts as a
from certify.service.web.pages.kit_page import snippet
from certify.service.web.printing import kit_of_row
from tests.core.life import WHY
from tests.service.web.desk import at
from tests.service.web.paged import PagedSite, opened_pages
from tests.service.web.test_public import issued

# The other pages still declare path parameters in the way that Litestar is to drop.
pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings("ignore:.*deprecated inferred style")]


@pytest.fixture
async def pages(tmp_path: Path, anyio_backend: str) -> AsyncIterator[PagedSite]:
    """A site with pages and no certificate yet."""
    async with opened_pages(tmp_path) as site:
        yield site


@pytest.mark.parametrize(("lang", "says"), [("sv", "Så får märket användas"), ("en", "How the mark may be used")])
async def test_a_holder_finds_what_to_print_and_what_to_paste(pages: PagedSite, lang: str, says: str) -> None:
    row = await issued(pages)
    anyone, address = pages.reader(), f"/certificates/{row.number}/kit"
    page = await anyone.get(f"{address}?lang={lang}")
    assert page.status_code == 200
    assert says in page.text
    for own in (f"badge.svg?lang={lang}", f"mark.svg?lang={lang}", f"kit.pdf?lang={lang}", f"sign.svg?lang={lang}"):
        assert own in page.text
    for spoken in ("sv", "en"):
        start = page.text.index(f"&lt;a href=&#34;http://localhost:8000/v/{row.number}?lang={spoken}")
        snippet = page.text[start : page.text.index("&lt;/a&gt;", start)]
        assert f"http://localhost:8000/certificates/{row.number}/badge.svg?lang={spoken}" in snippet
        _, _, alternative = snippet.partition("alt=&#34;")
        assert row.number in alternative
        assert ("gäller i dag" if spoken == "sv" else "is valid today") in alternative
    printed = await anyone.get(f"{address}.pdf?lang={lang}")
    assert (printed.status_code, printed.headers["content-type"]) == (200, "application/pdf")
    assert f"{row.number}-kit.pdf" in printed.headers["content-disposition"]


async def test_a_suspended_holder_is_told_what_to_do_and_given_nothing(pages: PagedSite) -> None:
    row = await issued(pages)
    await pages.world.do("dag", a.Suspend(reason_class="requirements_not_met", reason=WHY))
    await pages.issue()
    anyone, address = pages.reader(), f"/certificates/{row.number}/kit"
    page = (await anyone.get(f"{address}?lang=sv")).text
    assert page.index("Certifikatet gäller inte nu") < page.index("täck över eller ta ner skyltar")
    assert page.index("täck över eller ta ner skyltar") < page.index("Märket på din webbplats")
    assert "Pausat" in page
    assert "kit.pdf" not in page
    assert "/mark.svg" not in page
    refused = await pages.client().get(f"{address}.pdf")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-printed")
    for missing in ("/certificates/2222-2222-2/kit", "/certificates/2222-2222-2/kit.pdf"):
        assert (await anyone.get(missing)).status_code == 404


async def test_the_page_of_a_case_leads_to_the_kit(pages: PagedSite) -> None:
    row = await issued(pages)
    desk = await at(pages, "mo", "/cases/case-1")
    assert f"/certificates/{row.number}/kit" in desk.text


async def test_markup_in_a_name_stays_text(pages: PagedSite) -> None:
    row = await issued(pages)
    page = (await pages.reader().get(f"/certificates/{row.number}/kit")).text
    assert "<bdi>" in page
    kit = (await kit_of_row(pages.here, row, "sv")).kit
    hostile = msgspec.structs.replace(kit.mark, scheme='"><script>alert(1)</script>')
    html = snippet(msgspec.structs.replace(kit, mark=hostile), "sv").html
    assert "<script>" not in html
    assert html.count('"') == 10
