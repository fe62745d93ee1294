"""Pages in one language over a scheme in the other: no word of the scheme stands there unmarked (WCAG 2.2, 3.1.2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from certify.service import authority
from tests.core.scheme.one_language import only, source_in, unmarked
from tests.service.web.paged import opened_pages
from tests.service.world import BODY

pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings("ignore:.*deprecated inferred style")]

PLACES = ("", "/criteria/L2.1", "/self-assessment", "/document")


def words_of(language: str) -> list[str]:
    """What the scheme calls things, and what it says of them."""
    scheme = only(language)
    texts = [scheme.title, scheme.means, scheme.does_not_mean, scheme.turn_to, scheme.subject.text]
    texts += [text for criterion in scheme.criteria for text in (criterion.title, criterion.text)]
    texts += [section.title for section in scheme.sections_by_id.values()]
    texts += [entry.text for entry in (*scheme.every_input.values(), *scheme.measures.values()) if entry.text]
    return [text[language].rstrip(".") for text in texts]


@pytest.mark.parametrize(("own", "other"), [("sv", "en"), ("en", "sv")])
async def test_no_word_of_the_scheme_stands_unmarked(own: str, other: str, tmp_path: Path) -> None:
    words = words_of(own)
    async with opened_pages(tmp_path) as site:
        await authority.publish_scheme(site.db, BODY, source_in(own).encode(), by="sol", at=site.world.at)
        for place in PLACES:
            address = f"/schemes/lit-harbour/2026.1{place}?lang="
            ours = (await site.reader().get(address + own)).text
            theirs = (await site.reader().get(address + other)).text
            assert f'<span lang="{own}">' not in ours, place
            assert f'<span lang="{own}">' in theirs, place
            assert [word for word in words if word in unmarked(theirs)] == [], place
        for address in ("/schemes", "/schemes/lit-harbour"):
            theirs = (await site.reader().get(f"{address}?lang={other}")).text
            assert f'<bdi lang="{own}">{words[0]}</bdi>' in theirs
