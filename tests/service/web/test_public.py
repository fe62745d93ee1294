"""What anybody may read: signed bytes as they are, fresh or not, the register, the schemes."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import zxingcpp
from litestar import Request, Response
from PIL import Image

from certify.core import acts as a
from certify.service.app import create_app
from certify.service.store import certificates, published
from certify.service.store.certificates import CertificateRow
from certify.service.web import register
from certify.service.web.limits import PRINT
from certify.service.web.printing import Printer
from tests.core.life import WHY
from tests.service.web.site import Site, opened_site
from tests.service.world import BODY, ORIGIN
from verify import compact, contexts
from verify.credential import read_certificate, sri
from verify.pdf import attached_certificate
from verify.trust import read_trust

pytestmark = pytest.mark.anyio


async def issued(site: Site, case: str = "case-1") -> CertificateRow:
    """A case whose certificate is issued and published."""
    await site.world.granted(case)
    await site.issue()
    (row,) = await certificates.certificates_of_case(site.db, BODY, case)
    return row


async def test_signed_things_are_sent_as_they_were_signed_and_not_twice(site: Site) -> None:
    row = await issued(site)
    number = row.number
    anyone = site.client()
    trust = await published.trust_list(site.db)
    history = await certificates.history(site.db, number)
    revocation = await published.status_list(site.db, BODY, 1, "revocation")
    suspension = await published.status_list(site.db, BODY, 1, "suspension")
    assert trust is not None
    assert history is not None
    assert revocation is not None
    assert suspension is not None
    for path, raw, media_type in (
        (f"/certificates/{number}", row.credential, "application/vc"),
        (f"/certificates/{number}.json", row.credential, "application/json"),
        (f"/v/{number}/history.json", history.raw, "application/json"),
        (f"/bodies/{BODY}/status/1/revocation", revocation.raw, "application/vc"),
        (f"/bodies/{BODY}/status/1/suspension", suspension.raw, "application/vc"),
        ("/trust.json", trust.raw, "application/json"),
    ):
        assert raw is not None
        answer = await anyone.get(path)
        assert (answer.status_code, answer.content) == (200, raw), path
        assert answer.headers["content-type"] == media_type, path
        assert answer.headers["etag"] == f'"{hashlib.sha256(raw).hexdigest()}"', path
        assert answer.headers["access-control-allow-origin"] == "*", path
        assert "set-cookie" not in answer.headers, path
        for known in (answer.headers["etag"], "W/" + answer.headers["etag"], f'"x", {answer.headers["etag"]}', "*"):
            again = await anyone.get(path, headers={"if-none-match": known})
            assert (again.status_code, again.content) == (304, b""), path
        changed = await anyone.get(path, headers={"if-none-match": '"something else"'})
        assert changed.status_code == 200, path
        only_headers = await anyone.head(path)
        assert (only_headers.status_code, only_headers.headers["etag"]) == (200, answer.headers["etag"]), path


async def test_status_lists_change_with_the_certificate(site: Site) -> None:
    row = await issued(site)
    anyone = site.client()
    before = await anyone.get(f"/bodies/{BODY}/status/1/suspension")
    await site.world.do("dag", a.Suspend(reason_class="requirements_not_met", reason=WHY))
    await site.issue()
    after = await anyone.get(f"/bodies/{BODY}/status/1/suspension", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    verdict = (await anyone.get(f"/v/{row.number}.json")).json()
    assert (verdict["verdict"], verdict["status_reason"]) == ("suspended", "requirements_not_met")
    page = (await anyone.get("/register.json", params={"status": "suspended"})).json()
    assert [entry["number"] for entry in page["entries"]] == [row.number]


async def test_keys_are_published_as_did_documents(lite: Site) -> None:
    await issued(lite)
    anyone = lite.client()
    trust = read_trust((await anyone.get("/trust.json")).content)
    (body,) = trust.document.bodies
    document = (await anyone.get(f"/bodies/{BODY}/did.json")).json()
    assert document["id"] == body.did
    assert {m["publicKeyMultibase"] for m in document["verificationMethod"]} == {
        key.public_key_multibase for key in body.keys
    }
    root = (await anyone.get("/.well-known/did.json")).json()
    assert root["id"] == "did:web:localhost%3A8000"
    assert root["verificationMethod"][0]["type"] == "Multikey"
    assert (await anyone.get("/bodies/nobody/did.json")).status_code == 404


async def test_the_qr_code_is_drawn_and_leads_to_the_verdict(lite: Site) -> None:
    row = await issued(lite)
    assert row.qr is not None
    anyone = lite.client()
    png = await anyone.get(f"/certificates/{row.number}/qr.png")
    assert png.headers["content-type"] == "image/png"
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png.content)))
    assert found.text == compact.url("localhost:8000", row.number, row.qr)
    svg = await anyone.get(f"/certificates/{row.number}/qr.svg")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert b"<script" not in svg.content
    posted = await anyone.post("/v", content=found.text.encode(), headers={"content-type": "text/plain"})
    assert posted.json()["verdict"] == "valid"


async def test_the_code_of_a_sign_leads_to_the_page_alone(lite: Site) -> None:
    row = await issued(lite)
    anyone = lite.client()
    png = await anyone.get(f"/certificates/{row.number}/sign.png")
    assert png.headers["content-type"] == "image/png"
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png.content)))
    assert (found.text, found.ec_level) == (f"http://localhost:8000/v/{row.number}", "Q")
    svg = await anyone.get(f"/certificates/{row.number}/sign.svg", headers={"accept-language": "en"})
    assert svg.headers["content-type"] == "image/svg+xml"
    assert b"QR code with the address" in svg.content


async def test_the_paper_is_printed_while_the_certificate_holds(lite: Site) -> None:
    row = await issued(lite)
    anyone, address = lite.client(), f"/certificates/{row.number}.pdf"
    paper = await anyone.get(address)
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")
    assert attached_certificate(paper.content) == row.credential
    again = await anyone.get(address, headers={"if-none-match": paper.headers["etag"]})
    assert again.status_code == 304
    english = await anyone.get(address, headers={"accept-language": "en"})
    assert english.content != paper.content
    await lite.world.do("dag", a.Suspend(reason_class="requirements_not_met", reason=WHY))
    refused = await anyone.get(address)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-printed")
    assert (await anyone.get("/certificates/2222-2222-2.pdf")).status_code == 404


async def test_an_owners_artwork_stands_in_the_place_of_our_mark(lite: Site, tmp_path: Path) -> None:
    row = await issued(lite)
    address = f"/certificates/{row.number}.pdf"
    ours = (await lite.client().get(address)).content
    folder = tmp_path / "artwork"
    folder.mkdir()
    settings = msgspec.structs.replace(lite.here.settings, artwork=folder)
    lite.app.state.wired = lite.here._replace(settings=settings)
    lite.app.state.printer = Printer()
    assert (await lite.client().get(address)).content == ours  # the folder has none for this scheme
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'
    (folder / "open-garden.svg").write_text(svg)
    lite.app.state.printer = Printer()
    theirs = (await lite.client().get(address)).content
    assert theirs != ours
    assert attached_certificate(theirs) == row.credential
    for spoilt in ("no picture at all", svg + " " * 500_000):
        (folder / "open-garden.svg").write_text(spoilt)
        lite.app.state.printer = Printer()
        refused = await lite.client().get(address)
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-printed")


async def test_nobody_keeps_the_printer_to_themselves(lite: Site) -> None:
    row, limiter = await issued(lite), lite.here.limiter
    for _ in range(PRINT.burst):
        limiter.take(PRINT, "127.0.0.0/24", lite.here.clock())
    refused = await lite.client().get(f"/certificates/{row.number}.pdf")
    assert (refused.status_code, refused.json()["type"]) == (429, "/problems/too-many")


async def test_what_was_not_issued_is_not_there(lite: Site) -> None:
    await lite.world.granted()
    anyone = lite.client()
    for path in (
        "/certificates/2222-2222-2",
        "/certificates/nothing",
        "/certificates/8H3K-T6PW-4/qr.svg",
        "/certificates/8H3K-T6PW-4/sign.svg",
        "/v/8H3K-T6PW-4/history.json",
        "/bodies/garden/status/7/revocation",
        "/bodies/nobody/status/1/revocation",
        "/trust.json",
        "/.well-known/did.json",
        "/schemes/nothing",
        "/schemes/open-garden/1999.1",
        "/schemes/open-garden/2026.1/criteria/G.9",
        "/problems/nothing",
        "/nothing/at/all",
    ):
        answer = await anyone.get(path)
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found"), path


async def test_the_register_is_searched_and_read_page_by_page(site: Site) -> None:
    row = await issued(site)
    anyone = site.client()
    page = (await anyone.get("/register.json")).json()
    assert page["issued"] == 1
    (entry,) = page["entries"]
    assert (entry["number"], entry["holder"], entry["status"]) == (row.number, row.holder_name, "active")
    for search, found in (("lindhamra", 1), ("TRÄDGÅRD", 1), (row.number, 1), ("802400", 1), ("nej", 0), ("%", 0)):
        assert len((await anyone.get("/register.json", params={"q": search})).json()["entries"]) == found, search
    assert (await anyone.get("/register.json", params={"scheme": "other"})).json()["entries"] == []
    assert (await anyone.get("/register.json", params={"limit": "0"})).status_code == 400
    table = await anyone.get("/register.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    names, first = list(csv.reader(io.StringIO(table.text)))
    assert tuple(names) == register.RegisterEntry.__struct_fields__
    assert first[0] == row.number


async def test_the_register_calls_nothing_active_that_does_not_count(site: Site) -> None:
    """By time before anybody has recorded it, and of a compromised key as long as no other certificate is there."""
    row = await issued(site)
    anyone = site.client()

    async def told(**asked: str) -> list[str]:
        page = (await anyone.get("/register.json", params=asked)).json()
        return [entry["status"] for entry in page["entries"]]

    for at, status in (
        (row.valid_from - timedelta(seconds=1), "not_yet_valid"),
        (row.valid_from, "active"),
        (row.valid_until, "active"),
        (row.valid_until + timedelta(seconds=1), "expired"),
    ):
        site.world.at = at
        assert await told() == [status], status
    site.world.at = row.valid_from + timedelta(days=1)
    await published.end_key(site.world.db, row.body, row.key_id, state="compromised", until=site.world.at)
    assert (await told(), await told(status="active"), await told(status="compromised,expired")) == (
        ["compromised"],
        [],
        ["compromised"],
    )
    assert "compromised" in (await anyone.get("/register.csv")).text
    assert "nyckeln röjd" in (await anyone.get("/register.atom")).text


def test_no_cell_is_a_formula() -> None:
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"):  # noqa: RUF001  the wide form is meant
        assert register._cell(text) == "'" + text
    assert register._cell("Lindhamra") == "Lindhamra"
    assert register._cell(None) == ""


async def test_schemes_are_read_as_data_and_as_the_very_file(lite: Site) -> None:
    anyone = lite.client()
    (scheme,) = (await anyone.get("/schemes")).json()
    assert (scheme["id"], scheme["versions"][0]["version"]) == ("open-garden", "2026.1")
    assert (await anyone.get("/schemes/open-garden.json")).json() == scheme
    shown = (await anyone.get("/schemes/open-garden/2026.1")).json()
    assert shown["sections"][0]["criteria"][0]["id"] == "G.1"
    one = (await anyone.get("/schemes/open-garden/2026.1/criteria/G.3.json")).json()
    assert one["binding"] == "recommended"
    source = await anyone.get("/schemes/open-garden/2026.1.yaml")
    assert "sha256:" + hashlib.sha256(source.content).hexdigest() == lite.world.scheme.digest


async def test_context_and_schema_fit_a_real_certificate(lite: Site) -> None:
    row = await issued(lite)
    assert row.credential is not None
    credential = msgspec.json.decode(row.credential)
    anyone = lite.client()
    schema = (await anyone.get("/credential-schemas/certificate/v1")).json()
    assert schema["$id"] == credential["credentialSchema"]["id"] == f"{ORIGIN}/credential-schemas/certificate/v1"
    jsonschema.Draft202012Validator(schema).validate(credential)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(credential | {"issuer": "nobody"})
    answer = await anyone.get("/contexts/certificate/v1")
    assert answer.headers["content-type"] == "application/ld+json"
    terms = answer.json()["@context"]
    base = {"id", "type", "name"}
    for part in (credential["credentialSubject"], credential["issuer"]):
        assert set(part) - base <= set(terms)


async def test_what_a_certificate_rests_on_stands_at_its_address_with_its_digest(lite: Site) -> None:
    row = await issued(lite)
    assert row.credential is not None
    certificate = read_certificate(row.credential)
    related = certificate.related_resource
    assert related
    pinned = {one.id: one.digest_sri for one in related}
    pinned[certificate.credential_schema.id] = certificate.credential_schema.digest_sri or ""
    assert len(pinned) == 4
    anyone = lite.client()
    for address, digest in pinned.items():
        answer = await anyone.get(address.removeprefix(ORIGIN))
        assert answer.status_code == 200, address
        assert sri("sha256:" + hashlib.sha256(answer.content).hexdigest()) == digest, address
    terms = await anyone.get(related[2].id.removeprefix(ORIGIN))
    assert len(terms.json()) == 2
    assert (await anyone.get(f"/bodies/{BODY}/terms/{'0' * 64}")).status_code == 404


def test_the_context_never_changes() -> None:
    digest = hashlib.sha256(contexts.context()).hexdigest()
    assert digest == "e57220b292306a084dbf5b25d89b5014cbc7e35768cc272ea97a333f49d2ed51"


async def test_every_answer_carries_the_headers_that_keep_it_safe(lite: Site) -> None:
    anyone = lite.client()
    for path in ("/healthz", "/nothing", "/api/me", "/register.json", "/v", "/api"):
        headers = (await anyone.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert headers["x-request-id"], path
        assert "cache-control" in headers, path
    assert (await anyone.get("/api/me")).headers["cache-control"] == "no-store"
    refused = await anyone.request("PATCH", "/register.json")
    assert (refused.status_code, refused.headers["x-content-type-options"]) == (405, "nosniff")
    assert "GET" in refused.headers["allow"]


async def test_a_problem_speaks_the_readers_language_and_is_a_page_for_a_person(lite: Site) -> None:
    anyone = lite.client()
    swedish = (await anyone.get("/nothing", headers={"accept-language": "sv-SE,sv;q=0.9,en;q=0.8"})).json()
    english = (await anyone.get("/nothing", headers={"accept-language": "de, en-GB;q=0.7"})).json()
    assert (swedish["title"], english["title"]) == ("Finns inte", "There is no such thing")
    assert swedish["titles"] == english["titles"]
    page = await anyone.get("/nothing", headers={"accept": "text/html,application/xhtml+xml", "accept-language": "en"})
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1>There is no such thing</h1>" in page.text
    told = (await anyone.get("/problems/not-found")).json()
    assert told == {"type": "/problems/not-found", "status": 404, "titles": swedish["titles"]}
    assert "instance" not in swedish


async def test_what_we_did_not_foresee_is_opaque_and_has_an_id(lite: Site) -> None:
    def broken() -> Any:
        raise RuntimeError("a secret of the inside")

    lite.app.state.wired = lite.here._replace(clock=broken)
    answer = await lite.client().get("/register.json")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal")
    assert answer.json()["instance"] == f"urn:uuid:{answer.headers['x-request-id']}"
    assert "secret" not in answer.text


async def test_a_page_is_drawn_where_there_is_one_and_a_person_asks(lite: Site) -> None:
    async def draw(_: Request[Any, Any, Any], data: Any) -> Response[Any]:
        return Response(f"<p>{data.issued}", media_type="text/html")

    app = create_app(lite.settings, clock=lite.clock, renderers={"register": draw})
    app.state.wired = lite.here
    lite.app = app
    anyone = lite.client()
    assert (await anyone.get("/register", headers={"accept": "text/html"})).text == "<p>0"
    assert (await anyone.get("/register", headers={"accept": "application/json"})).json()["issued"] == 0
    assert (await anyone.get("/register.json", headers={"accept": "text/html"})).json()["issued"] == 0


async def test_operations_tell_how_it_goes(site: Site) -> None:
    anyone = site.client()
    assert (await anyone.get("/healthz")).json() == {"alive": True}
    assert (await anyone.get("/readyz")).json() == {
        "database": True,
        "evidence": True,
        "complete": True,
        "trust_list": "missing",
    }
    await site.world.submitted()
    await (await site.by("kim")).get("/api/cases/case-1")
    figures = (await anyone.get("/metrics")).text
    assert 'certify_requests_total{method="GET",route="/api/cases/{case}",status="200"} 1.0' in figures
    assert 'certify_tasks{state="ready"}' in figures
    assert "case-1" not in figures


async def test_an_installation_that_is_behind_says_nothing_of_what_is_valid(lite: Site) -> None:
    row = await issued(lite)
    lite.app.state.wired = lite.here._replace(behind="it was restored from an older backup")
    anyone = lite.client()
    assert (await anyone.get("/readyz")).status_code == 503
    for path in ("/register.json", "/trust.json", f"/certificates/{row.number}", f"/bodies/{BODY}/status/1/revocation"):
        assert (await anyone.get(path)).status_code == 503, path
    verdict = await anyone.get(f"/v/{row.number}.json")
    assert verdict.json()["verdict"] == "unknown"


async def test_an_installation_that_is_behind_does_no_act(lite: Site) -> None:
    await lite.world.granted()
    shell = msgspec.structs.replace(lite.here.shell, frozen=True)
    lite.app.state.wired = lite.here._replace(shell=shell)
    dag = await lite.by("dag")
    said = {"act": "Suspend", "reason_class": "other", "reason": {"text": "-"}}
    answer = await dag.post("/api/cases/case-1/acts", json=said, headers={"idempotency-key": "one"})
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/unavailable")


async def test_the_database_away_is_told_as_such(tmp_path: Any) -> None:
    async with opened_site(f"sqlite:///{tmp_path}/certify.db", tmp_path) as site:
        row = await issued(site)
        anyone = site.client()
        assert (await anyone.get(f"/v/{row.number}.json")).json()["verdict"] == "valid"
        await site.db.sql("DROP TABLE history")
        assert (await anyone.get(f"/v/{row.number}.json")).json()["verdict"] == "valid"
