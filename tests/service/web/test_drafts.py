"""Drafts: saved as one goes, two writers told apart, files in and out, and handed in."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest

from certify.service.store import cases, documents, drafts
from certify.service.web.file_types import TAKEN
from tests.core.life import DOSSIER
from tests.service.web.site import Site, as_json, submit
from tests.service.world import BODY

pytestmark = pytest.mark.anyio


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int = 2, height: int = 2) -> bytes:
    """A grey picture, or one that only says that it is that large."""
    rows = zlib.compress(b"".join(b"\x00" + bytes(width) for _ in range(height)) if width < 100 else b"")
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x11\x08\x00\x02\x00\x02" + b"\x03" * 10 + b"\xff\xd9"
)
GEO = b'{"type": "Polygon", "coordinates": [[[18.0, 59.3], [18.1, 59.3], [18.1, 59.4], [18.0, 59.3]]]}'
GOOD = {
    "plan.pdf": ("application/pdf", PDF),
    "bild.png": ("image/png", png()),
    "foto.jpg": ("image/jpeg", JPEG),
    "text.txt": ("text/plain", "Å ä ö\n".encode()),
    "tal.csv": ("text/csv", b"a;b\r\n1;2\r\n"),
    "area.geojson": ("application/geo+json", GEO),
}
# What is sent under which name and type, and the problem that it is.
BAD: dict[str, tuple[str, str, bytes, str]] = {
    "HTML": ("a.html", "text/html", b"<html><script>alert(1)</script>", "file-type"),
    "SVG": ("a.svg", "image/svg+xml", b"<svg onload='alert(1)'/>", "file-type"),
    "an archive": ("a.zip", "application/zip", b"PK\x03\x04", "file-type"),
    "a program": ("a.pdf.exe", "application/octet-stream", b"MZ", "file-type"),
    "no ending": ("plan", "application/pdf", PDF, "file-type"),
    "another ending": ("plan.png", "application/pdf", PDF, "file-type"),
    "HTML as PDF": ("a.pdf", "application/pdf", b"<html><script>alert(1)</script>", "file-not-what-it-claims"),
    "PDF as PNG": ("a.png", "image/png", PDF, "file-not-what-it-claims"),
    "PNG as JPEG": ("a.jpg", "image/jpeg", png(), "file-not-what-it-claims"),
    "HTML as text": ("a.txt", "text/plain", b" <!DOCTYPE html><p>", "file-not-what-it-claims"),
    "SVG as text": ("a.txt", "text/plain", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file-not-what-it-claims"),
    "HTML behind a byte order mark": ("a.txt", "text/plain", b" \xef\xbb\xbf<html>", "file-not-what-it-claims"),
    "a picture as text": ("a.txt", "text/plain", png(), "file-not-what-it-claims"),
    "UTF-16 as CSV": ("a.csv", "text/csv", "a;b".encode("utf-16"), "file-not-what-it-claims"),
    "NUL in text": ("a.txt", "text/plain", b"a\x00b", "file-not-what-it-claims"),
    "half a character": ("a.txt", "text/plain", "hej å".encode()[:-1], "file-not-what-it-claims"),
    "JSON as GeoJSON": ("a.geojson", "application/geo+json", b'{"type": "x"}', "file-not-what-it-claims"),
    "a doubled key": ("a.geojson", "application/geo+json", b'{"type": 1, "type": "Point"}', "file-not-what-it-claims"),
    "deep GeoJSON": ("a.geojson", "application/geo+json", b"[" * 5_000, "file-not-what-it-claims"),
    "nothing": ("a.pdf", "application/pdf", b"", "empty"),
    "a PDF cut off": ("a.pdf", "application/pdf", PDF[:30], "file-damaged"),
    "a PNG cut off": ("a.png", "image/png", png()[:40], "file-damaged"),
    "a JPEG cut off": ("a.jpg", "image/jpeg", JPEG[:-2], "file-damaged"),
    "a picture of 30,001 pixels": ("a.png", "image/png", png(30_001, 1), "too-large"),
    "a picture of 900 million pixels": ("a.png", "image/png", png(30_000, 30_000), "too-large"),
}  # fmt: skip


async def begun(mo: httpx.AsyncClient, site: Site, **fields: Any) -> dict[str, Any]:
    """A fresh draft."""
    wanted = {"organisation": "lindhamra", "scheme": site.world.scheme.digest} | fields
    answer = await mo.post("/api/drafts", json=wanted)
    assert answer.status_code == 201, answer.text
    draft: dict[str, Any] = answer.json()
    return draft


async def upload(client: httpx.AsyncClient, draft: str, name: str, media_type: str, content: Any) -> httpx.Response:
    """Hand in a file."""
    return await client.post(
        f"/api/drafts/{draft}/files", params={"name": name}, content=content, headers={"content-type": media_type}
    )


async def test_a_draft_is_saved_and_two_writers_are_kept_apart(site: Site) -> None:
    mo = await site.by("mo")
    draft = await begun(mo, site)
    where = f"/api/drafts/{draft['id']}"
    assert draft["version"] == 1
    saved = await mo.put(where, json={"area": {"name": "Slottsparken"}}, headers={"if-match": '"1"'})
    assert saved.json()["version"] == 2
    late = await mo.put(where, json={"area": {"name": "Annat"}}, headers={"if-match": '"1"'})
    assert (late.status_code, late.json()["type"]) == (412, "/problems/changed")
    without = await mo.put(where, json={})
    assert without.json()["type"] == "/problems/bad-header"
    shown = await mo.get(where)
    assert shown.json()["dossier"]["area"]["name"] == "Slottsparken"
    assert shown.headers["etag"] == '"2"'
    assert [d["id"] for d in (await mo.get("/api/drafts")).json()] == [draft["id"]]
    lacks = (await mo.get(f"{where}/check")).json()
    rules = [lack["rule"] for lack in lacks["faults"]]
    assert "answer.missing" in rules
    assert "applicant.name" not in rules  # the body knows what its applicants are called
    assert (await mo.delete(where)).status_code == 204
    assert (await mo.get(where)).status_code == 404


async def test_beginning_twice_with_one_key_begins_once(site: Site) -> None:
    mo = await site.by("mo")
    wanted = {"organisation": "lindhamra", "scheme": site.world.scheme.digest}
    answers = [await mo.post("/api/drafts", json=wanted, headers={"idempotency-key": "k"}) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert len((await mo.get("/api/drafts")).json()) == 1
    other = await mo.post("/api/drafts", json=wanted | {"form": "short"}, headers={"idempotency-key": "k"})
    assert other.json()["type"] == "/problems/key-reused"


async def test_a_draft_becomes_a_case_and_its_completion_goes_on_from_it(site: Site) -> None:
    mo, kim = await site.by("mo"), await site.by("kim")
    draft = await begun(mo, site)
    file = (await upload(mo, draft["id"], "plan.pdf", *GOOD["plan.pdf"])).json()
    dossier = as_json(DOSSIER)
    dossier["evidence"] = [
        {"evidence": "file", "id": "e1", "criteria": ["G.1"], "kind": "plan", "title": "Planen", **file}
    ]
    version = (await mo.get(f"/api/drafts/{draft['id']}")).json()["version"]
    saved = await mo.put(f"/api/drafts/{draft['id']}", json=dossier, headers={"if-match": f'"{version}"'})
    assert saved.status_code == 200, saved.text
    handed = await mo.post(f"/api/drafts/{draft['id']}/submit", headers={"idempotency-key": "s"})
    assert handed.status_code == 201, handed.text
    case = handed.json()["case"]
    again = await mo.post(f"/api/drafts/{draft['id']}/submit", headers={"idempotency-key": "s"})
    assert again.content == handed.content
    assert (await mo.get("/api/drafts")).json() == []
    row = await drafts.draft(site.db, BODY, draft["id"])
    assert row is not None
    assert row.case == case
    kept = await kim.get(f"/api/cases/{case}/evidence/{file['digest']}")
    assert (kept.status_code, kept.content) == (200, PDF)
    acts = f"/api/cases/{case}/acts"
    await kim.post(acts, json={"act": "Register", "number": "1", "received": "2026-03-02"})
    asked = {"act": "RequestCompletion", "criteria": ["G.1"], "reason": {"text": "Mer."}, "due": "2026-04-01"}
    assert (await kim.post(acts, json=asked)).status_code == 200
    shown = (await mo.get(f"/api/cases/{case}")).json()
    assert shown["completion"]["criteria"] == ["G.1"]
    second = await begun(mo, site, completes=case)
    assert second["dossier"]["evidence"][0]["digest"] == file["digest"]
    done = await mo.post(f"/api/drafts/{second['id']}/submit")
    assert (done.status_code, done.json()["state"]) == (201, "registered")
    assert len((await mo.get(f"/api/cases/{case}")).json()["dossiers"]) == 2


async def test_a_file_comes_back_as_a_download_and_nothing_else(site: Site) -> None:
    mo = await site.by("mo")
    draft = (await begun(mo, site))["id"]
    for name in GOOD:
        await comes_back(mo, draft, name)


async def comes_back(mo: httpx.AsyncClient, draft: str, name: str) -> None:
    """Hand in a good file and fetch it again."""
    media_type, content = GOOD[name]
    answer = await upload(mo, draft, name, media_type, content)
    assert answer.status_code == 201, answer.text
    file = answer.json()
    assert file["digest"] == "sha256:" + hashlib.sha256(content).hexdigest()
    back = await mo.get(f"/api/drafts/{draft}/files/{file['digest']}")
    assert back.content == content
    assert back.headers["content-type"].startswith(media_type)
    assert back.headers["content-disposition"].startswith("attachment;")
    assert back.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in back.headers["content-security-policy"]
    same = await mo.get(f"/api/drafts/{draft}/files/{file['digest']}", headers={"if-none-match": back.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


async def test_a_file_that_is_not_what_it_claims_is_refused_and_not_kept(lite: Site) -> None:
    mo = await lite.by("mo")
    draft = (await begun(mo, lite))["id"]
    for name, (file_name, media_type, content, code) in BAD.items():
        answer = await upload(mo, draft, file_name, media_type, content)
        assert answer.json()["type"] == f"/problems/{code}", (name, answer.text)
        assert 400 <= answer.status_code < 500, name
    assert [row async for row in documents.all_evidence(lite.db, BODY)] == []
    assert await lite.here.blobs.is_empty()


async def test_a_file_has_a_plain_name(lite: Site) -> None:
    mo = await lite.by("mo")
    draft = (await begun(mo, lite))["id"]
    for name in ["", "a/b.pdf", "a\\b.pdf", "a\u202efdp.pdf", "a\x1f.pdf", "x" * 250 + ".pdf"]:
        assert (await upload(mo, draft, name, "application/pdf", PDF)).json()["type"] == "/problems/bad-query", name


async def test_a_file_that_is_too_large_is_refused_announced_or_not(lite: Site) -> None:
    lite.app.state.wired = lite.here._replace(settings=msgspec.structs.replace(lite.settings, largest_file=2_000))
    mo = await lite.by("mo")
    draft = (await begun(mo, lite))["id"]
    content = b"a" * 2_001

    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(content), 500):
            yield content[at : at + 500]

    for sent in (content, pieces()):
        answer = await upload(mo, draft, "a.txt", "text/plain", sent)
        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")
    assert await lite.here.blobs.is_empty()
    assert (await upload(mo, draft, "a.txt", "text/plain", b"a" * 2_000)).status_code == 201


async def test_another_organisations_file_cannot_be_named(site: Site) -> None:
    mo, ola = await site.by("mo"), await site.by("ola")
    theirs = (await begun(ola, site, organisation="other"))["id"]
    file = (await upload(ola, theirs, "text.txt", *GOOD["text.txt"])).json()
    mine = (await begun(mo, site))["id"]
    dossier = as_json(DOSSIER)
    dossier["evidence"] = [{"evidence": "file", "id": "e", "kind": "photo", "title": "T", **file}]
    answer = await mo.put(f"/api/drafts/{mine}", json=dossier, headers={"if-match": '"1"'})
    assert answer.json()["type"] == "/problems/unknown-reference"
    dossier["evidence"], dossier["area"] = [], {"name": "x", "outline_digest": file["digest"]}
    answer = await mo.put(f"/api/drafts/{mine}", json=dossier, headers={"if-match": '"1"'})
    assert answer.json()["type"] == "/problems/unknown-reference"
    assert (await mo.get(f"/api/drafts/{mine}/files/{file['digest']}")).status_code == 404
    # nor without a draft, where the outline is the only file that is named
    whole = submit(site.world.scheme.digest)
    whole["dossier"]["area"] = {"name": "x", "outline_digest": file["digest"]}
    answer = await mo.post("/api/cases", json=whole)
    assert answer.json()["type"] == "/problems/unknown-reference"


async def test_the_outline_of_an_area_is_read_by_those_who_assess(lite: Site) -> None:
    mo, kim = await lite.by("mo"), await lite.by("kim")
    draft = (await begun(mo, lite))["id"]
    file = (await upload(mo, draft, "area.geojson", *GOOD["area.geojson"])).json()
    dossier = as_json(DOSSIER) | {"area": {"name": "Parken", "outline_digest": file["digest"]}}
    saved = await mo.put(f"/api/drafts/{draft}", json=dossier, headers={"if-match": '"2"'})
    assert saved.status_code == 200, saved.text
    case = (await mo.post(f"/api/drafts/{draft}/submit")).json()["case"]
    read = await kim.get(f"/api/cases/{case}/evidence/{file['digest']}")
    assert (read.status_code, read.content) == (200, GEO)
    like = await mo.post(
        "/api/drafts", json={"organisation": "lindhamra", "like": case, "scheme": lite.world.scheme.digest}
    )
    assert [one["digest"] for one in like.json()["files"]] == [file["digest"]]


@pytest.mark.parametrize(
    "name", ["plan.html", "plan.pdf.hta", "plan", "../plan.pdf", "plan\u202efdp.exe", "\u200b.pdf"]
)
async def test_a_dossier_calls_no_file_what_would_open_as_something_else(lite: Site, name: str) -> None:
    # given a PDF that was handed in, and may be a page as well
    mo = await lite.by("mo")
    draft = await begun(mo, lite)
    where = f"/api/drafts/{draft['id']}"
    file = (await upload(mo, draft["id"], "plan.pdf", "application/pdf", PDF + b"<html>startxref %%EOF")).json()
    # when the dossier calls it otherwise
    item = {"evidence": "file", "id": "plan", "criteria": ["G.1"], "kind": "plan", "title": "Plan", **file}
    renamed = await mo.put(where, json={"evidence": [item | {"name": name}]}, headers={"if-match": '"2"'})
    # then it is refused, but for a name that fits
    assert (renamed.status_code, renamed.json()["type"]) == (422, "/problems/file-not-what-it-claims")
    fitting = await mo.put(where, json={"evidence": [item | {"name": "Vår plan.PDF"}]}, headers={"if-match": '"2"'})
    assert fitting.status_code == 200


async def test_bytes_that_were_swapped_are_never_sent_whole(lite: Site) -> None:
    mo = await lite.by("mo")
    draft = (await begun(mo, lite))["id"]
    file = (await upload(mo, draft, "text.txt", "text/plain", b"det som lades in")).json()
    folder = lite.here.blobs.folder
    assert folder is not None
    (path,) = [p for p in folder.rglob("*") if p.is_file()]
    path.write_bytes(b"something else")
    answer = await mo.get(f"/api/drafts/{draft}/files/{file['digest']}")
    assert b"something else" not in answer.content


async def test_a_draft_that_was_handed_in_stays_as_it_is(site: Site) -> None:
    mo = await site.by("mo")
    draft = (await begun(mo, site))["id"]
    await mo.put(f"/api/drafts/{draft}", json=as_json(DOSSIER), headers={"if-match": '"1"'})
    assert (await mo.post(f"/api/drafts/{draft}/submit")).status_code == 201
    for answer in (
        await mo.put(f"/api/drafts/{draft}", json={}, headers={"if-match": '"2"'}),
        await mo.delete(f"/api/drafts/{draft}"),
        await upload(mo, draft, "text.txt", *GOOD["text.txt"]),
    ):
        assert (answer.status_code, answer.json()["type"]) == (412, "/problems/changed")
    assert (await mo.post(f"/api/drafts/{draft}/submit")).json()["rule"] == "act.state"
    assert len([case async for case in cases.case_ids(site.db, BODY)]) == 1


def test_what_is_taken_is_a_short_list() -> None:
    assert set(TAKEN) == {media_type for media_type, _ in GOOD.values()}
