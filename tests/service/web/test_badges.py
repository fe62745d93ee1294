"""The live badge and the mark to print: what a website shows is the verdict of that very second."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from PIL import Image

from certify.core import acts as a
from certify.service.store import tables as t
from certify.service.web.limits import DRAW
from certify.service.web.printing import Printer
from tests.core.life import WHY
from tests.service.web.test_public import issued

if TYPE_CHECKING:
    from pathlib import Path

    from certify.service.store.certificates import CertificateRow
    from tests.service.web.site import Site

pytestmark = pytest.mark.anyio
HOLDS, NOT_NOW, UNKNOWN = "Until ", "Not valid now", "Cannot be checked now"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'


async def badge(site: Site, row: CertificateRow) -> tuple[str, int]:
    """What the badge says when it is not seen, which is what it shows, and for how many seconds it may be kept."""
    answer = await site.client().get(f"/certificates/{row.number}/badge.svg?lang=en")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    root = ET.fromstring(answer.content)
    line = root.attrib["aria-label"].partition(f"{row.number}. ")[2].removesuffix(".")
    dashed = any("stroke-dasharray" in element.attrib for element in root.iter())
    assert dashed is not line.startswith(HOLDS), "halves and words tell the same"
    public, age, again = answer.headers["cache-control"].split(", ")
    assert (public, again) == ("public", "must-revalidate")
    picture = await site.client().get(f"/certificates/{row.number}/badge.png?lang=en")
    assert Image.open(io.BytesIO(picture.content)).size == (480, 476)
    return line, int(age.removeprefix("max-age="))


async def verdict(site: Site, row: CertificateRow) -> str:
    word: str = (await site.client().get(f"/v/{row.number}.json")).json()["verdict"]
    return word


async def test_it_follows_every_change_of_status_at_once(lite: Site) -> None:
    row = await issued(lite)
    assert (await badge(lite, row))[0].startswith(HOLDS)
    steps: tuple[tuple[Any, str, str], ...] = (
        (a.Suspend(reason_class="requirements_not_met", reason=WHY), "suspended", NOT_NOW),
        (a.Reinstate(reason=WHY), "valid", HOLDS),
        (a.Withdraw(reason_class="requirements_not_met", reason=WHY), "withdrawn", NOT_NOW),
    )
    for act, word, line in steps:
        await lite.world.do("dag", act)
        await lite.issue()
        assert await verdict(lite, row) == word
        assert (await badge(lite, row))[0].startswith(line), word


@pytest.mark.parametrize(
    ("seconds", "word", "line", "kept"),
    [
        (-61, "valid", HOLDS, 60),
        (-30, "valid", HOLDS, 30),
        (-1, "valid", HOLDS, 1),
        (0, "valid", HOLDS, 0),
        (1, "expired", NOT_NOW, 60),
        (3600, "expired", NOT_NOW, 60),
    ],
)
async def test_it_turns_in_the_second_of_the_end_and_is_not_kept_beyond(
    lite: Site, seconds: int, word: str, line: str, kept: int
) -> None:
    row = await issued(lite)
    lite.world.at = row.valid_until + timedelta(seconds=seconds)
    await lite.issue()  # the lists are signed anew, as they are every few hours
    lite.world.at = row.valid_until + timedelta(seconds=seconds)
    assert await verdict(lite, row) == word
    found, age = await badge(lite, row)
    assert found.startswith(line)
    assert age == kept


async def test_not_knowing_is_never_shown_as_valid(lite: Site) -> None:
    row = await issued(lite)
    lite.later(days=30)  # nobody has signed the lists anew
    assert await verdict(lite, row) == "unknown"
    assert (await badge(lite, row))[0] == UNKNOWN
    lite.app.state.wired = lite.here._replace(behind="an older backup was restored")
    assert (await lite.client().get(f"/certificates/{row.number}/badge.svg")).status_code == 503


async def test_what_is_not_genuine_is_believed_in_nothing(lite: Site) -> None:
    row = await issued(lite)
    assert row.credential is not None
    spoilt = row.credential.replace(b"Lindhamra", b"Lindhemra")
    assert spoilt != row.credential
    await lite.db.run(t.Certificate.update({t.Certificate.credential: spoilt}, force=True))
    assert await verdict(lite, row) == "not_genuine"
    answer = await lite.client().get(f"/certificates/{row.number}/badge.svg?lang=sv")
    assert f"Märke med nummer {row.number}. Gäller inte nu." in answer.text
    assert "Lindh" not in answer.text


async def test_the_mark_is_handed_out_only_while_it_holds(lite: Site) -> None:
    row = await issued(lite)
    anyone, address = lite.client(), f"/certificates/{row.number}/mark"
    svg = await anyone.get(f"{address}.svg", headers={"accept-language": "sv"})
    assert (svg.status_code, svg.headers["vary"]) == (200, "accept-language")
    assert f"nummer {row.number}" in svg.text
    png = await anyone.get(f"{address}.png")
    assert Image.open(io.BytesIO(png.content)).size[0] == 1181
    assert (await anyone.get(f"{address}.svg", headers={"if-none-match": svg.headers["etag"]})).status_code == 304
    await lite.world.do("dag", a.Suspend(reason_class="requirements_not_met", reason=WHY))
    for kind in ("svg", "png"):
        refused = await anyone.get(f"{address}.{kind}")
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-printed")
        assert (await anyone.get(f"/certificates/2222-2222-2/mark.{kind}")).status_code == 404
        assert (await anyone.get(f"/certificates/2222-2222-2/badge.{kind}")).status_code == 404


async def test_spoilt_artwork_stops_the_mark_and_never_the_badge(lite: Site, tmp_path: Path) -> None:
    row = await issued(lite)
    plain = (await lite.client().get(f"/certificates/{row.number}/badge.svg")).content
    folder = tmp_path / "artwork"
    folder.mkdir()
    lite.app.state.wired = lite.here._replace(settings=msgspec.structs.replace(lite.here.settings, artwork=folder))
    (folder / "open-garden.svg").write_text(SVG)
    assert b"data:image/svg" in (await lite.client().get(f"/certificates/{row.number}/badge.svg")).content
    (folder / "open-garden.svg").write_text(SVG.replace("<circle", "<script/><circle"))
    assert (await lite.client().get(f"/certificates/{row.number}/badge.svg")).content == plain
    refused = await lite.client().get(f"/certificates/{row.number}/mark.svg")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-printed")


async def test_drawing_has_an_end_and_what_is_drawn_has_none(lite: Site) -> None:
    row, limiter = await issued(lite), lite.here.limiter
    address = f"/certificates/{row.number}/badge.svg"
    assert (await lite.client().get(address)).status_code == 200
    for _ in range(DRAW.burst - 1):
        limiter.take(DRAW, "127.0.0.0/24", lite.here.clock())
    assert (await lite.client().get(address)).status_code == 200
    lite.app.state.printer = Printer()
    assert (await lite.client().get(address)).status_code == 429
