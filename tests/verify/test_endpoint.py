"""The QR endpoint from outside: every verdict as page and JSON, what is posted, what bad input gets."""

import io
import json
import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
import qrcode
from litestar import Litestar, get
from msgspec import UNSET

from tests.verify import made, shown
from verify import credential
from verify.endpoint import PLAIN_HEADERS, SECURITY, Site, create_app, create_router, plain_answer
from verify.lookup import check_number
from verify.source import MemorySource
from verify.texts import SENTENCES, WORD, Face
from verify.verdict import STEP_NAMES

pytestmark = pytest.mark.anyio

PAGE = f"/v/{made.NUMBER}"
HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
Client = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def client_for() -> AsyncIterator[Client]:
    """Clients of an application that shows a face, or stands over a given source."""
    opened: list[httpx.AsyncClient] = []

    def make(face: Face = "valid", *, source: MemorySource | None = None, site: Site = shown.SITE) -> httpx.AsyncClient:
        app = create_app(
            source or shown.source(face), clock=lambda: shown.at(face), site=site, scheme_texts=shown.scheme_texts
        )
        client = httpx.AsyncClient(transport=httpx.ASGITransport(asgi(app)), base_url=made.ORIGIN)
        opened.append(client)
        return client

    yield make
    for client in opened:
        await client.aclose()


def asgi(app: Litestar) -> Any:
    return app


def text_of(page: str) -> str:
    """What a reader reads of a page: without tags, white space as one space."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("face", shown.FACTS)
async def test_a_certificate_that_ever_was_is_found_with_its_verdict(face: Face, client_for: Client) -> None:
    client = client_for(face)
    page = await client.get(PAGE)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-language"] == "sv"
    said = text_of(page.text)
    assert WORD[face]["sv"] in said
    assert "Lindhamra Centrum ekonomisk förening" in said
    assert "org.nr\xa0 802400-1236" in page.text.replace("<bdi>", " ").replace('<span class="nb">', "")
    assert "Arbetsutgåva: inte antagen av ordningsägaren" in said
    assert "Det är samverkan som certifieras, inte staden" in said
    assert "Certifikatet gäller samverkan. Det gäller inte staden" in said
    assert made.HOST in said

    answer = await client.get(PAGE, headers={"accept": "application/json"})
    assert answer.status_code == 200
    verdict = answer.json()
    assert verdict["verdict"] == face
    assert verdict["number"] == made.NUMBER
    assert verdict["certificate"]["holder"] == "Lindhamra Centrum ekonomisk förening"
    assert [step["name"] for step in verdict["steps"]] == list(STEP_NAMES)
    assert all({"name", "result", "reason"} <= step.keys() for step in verdict["steps"])
    assert (await client.get(f"{PAGE}.json", headers=HTML)).json() == verdict


@pytest.mark.parametrize(
    ("face", "status"),
    [("not_genuine", 200), ("not_registered", 200), ("untold", 200), ("unreached", 503), ("no_such", 404)],
)
async def test_where_nothing_can_be_relied_on_nothing_is_shown(face: Face, status: int, client_for: Client) -> None:
    client = client_for(face)
    page = await client.get(PAGE)
    assert page.status_code == status
    said = text_of(page.text)
    assert WORD[face]["sv"] in said
    assert 'name="number"' in page.text
    for secret in ("Lindhamra Centrum", "802400", "Storgatan", 'class="cut', "Quality Mark"):
        assert secret not in page.text
    answer = await client.get(f"{PAGE}.json")
    assert answer.status_code == status
    assert answer.headers["content-type"] == ("application/json" if status == 200 else "application/problem+json")


async def test_no_such_certificate_as_a_problem(client_for: Client) -> None:
    answer = await client_for("no_such").get(f"{PAGE}.json", headers={"accept-language": "en"})
    assert answer.json() == {
        "type": "/problems/no-such-certificate",
        "title": "No such certificate",
        "status": 404,
        "detail": f"There is no certificate {made.NUMBER}.",
    }


@pytest.mark.parametrize("spelled", ["8h3k-t6pw-4", "8H3KT6PW4", "8H3K-T6PW-5", "x" * 500, "%00", "..%2f", "<b>"])
async def test_a_number_has_one_spelling_in_the_address(spelled: str, client_for: Client) -> None:
    client = client_for()
    for suffix in ("", ".json"):
        answer = await client.get(f"/v/{spelled}{suffix}")
        assert answer.status_code == 404
        assert "<b>" not in answer.text or suffix


@pytest.mark.parametrize("typed", ["8h3k t6pw 4", "8H3K-T6PW-4", "  8h3kt6pw4 ", "8h3k–t6pw–4"])
async def test_the_form_tidies_a_typed_number_and_sends_on(typed: str, client_for: Client) -> None:
    answer = await client_for().get("/v", params={"number": typed})
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    answer = await client_for().get("/v", params={"number": typed, "lang": "en"})
    assert answer.headers["location"] == f"{PAGE}?lang=en"


async def test_the_form_says_that_a_number_cannot_be_right(client_for: Client) -> None:
    page = await client_for().get("/v", params={"number": '8h3k"><script>'})
    assert page.status_code == 404
    assert "<title>Fel: " in page.text
    assert 'aria-invalid="true"' in page.text
    assert "<script" not in page.text
    assert "8h3k&#34;&gt;" in page.text
    answer = await client_for().get("/v", params={"number": "8h3k"}, headers={"accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/no-such-certificate"
    assert answer.json()["detail"] == "4 symbols; a number has nine"


async def test_every_answer_bears_the_security_headers_and_no_cookie(client_for: Client) -> None:
    client = client_for()
    asked: list[tuple[str, str]] = [
        ("GET", PAGE),
        ("HEAD", PAGE),
        ("GET", f"{PAGE}.json"),
        ("GET", "/v"),
        ("GET", f"/v?number={made.NUMBER}"),
        ("GET", "/v?number=0"),
        ("GET", "/v/static/tokens.css"),
        ("GET", "/v/static/none.css"),
        ("POST", "/v"),
        ("PUT", "/v"),
        ("GET", "/elsewhere"),
    ]
    for method, path in asked:
        answer = await client.request(method, path)
        assert {name: answer.headers[name] for name in SECURITY} == SECURITY, path
        assert "set-cookie" not in answer.headers
    policy = SECURITY["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "script-src 'self'; " in policy  # modules of our own, and nothing that stands in a page
    assert "unsafe" not in policy


async def test_a_verdict_is_never_kept_by_a_cache(client_for: Client) -> None:
    answer = await client_for().get(PAGE)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["vary"] == "accept, accept-language"


async def test_head_is_get_without_its_body(client_for: Client) -> None:
    client = client_for()
    for path in (PAGE, f"{PAGE}.json", "/v", "/v/static/glyph.svg"):
        plain = {"accept-encoding": "identity"}
        got, head = await client.get(path, headers=plain), await client.head(path, headers=plain)
        assert head.content == b""
        assert head.headers["content-length"] == str(len(got.content))
        assert head.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize(
    ("headers", "query", "lang"),
    [
        ({}, "", "sv"),
        ({"accept-language": "en-GB,en;q=0.9,sv;q=0.2"}, "", "en"),
        ({"accept-language": "de"}, "", "sv"),
        ({"accept-language": "sv"}, "?lang=en", "en"),
        ({"accept-language": "en"}, "?lang=sv", "sv"),
        ({"accept-language": "en"}, "?lang=xx", "en"),
    ],
)
async def test_the_language_is_the_readers(headers: dict[str, str], query: str, lang: str, client_for: Client) -> None:
    page = await client_for().get(PAGE + query, headers=headers)
    assert f'<html lang="{lang}">' in page.text
    other = "en" if lang == "sv" else "sv"
    assert f'href="{PAGE}?lang={other}"' in page.text


async def test_the_english_page_holds_no_swedish_text_of_ours(client_for: Client) -> None:
    for face in shown.FACES:
        page = await client_for(face).get(PAGE, headers={"accept-language": "en"})
        said = text_of(page.text).replace("På svenska", "")
        for name in ("Lindhamra stadskärna, Storgatan till Hamnplan", "Lindhamra Centrum ekonomisk förening"):
            said = said.replace(name, "")
        assert not re.search("[åäöÅÄÖ]", said), face


def without_module(page: str) -> str:
    """The page without the one module of ours that may stand in it."""
    return re.sub(r'<script type="module" src="/v/static/check/page\.[0-9a-f]{16}\.js"></script>', "", page, count=1)


async def test_no_page_has_script_style_or_foreign_addresses(client_for: Client) -> None:
    for face in shown.FACES:
        page = without_module((await client_for(face).get(PAGE)).text)
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", page), face
        assert not re.search(r'(?:href|src|action)="(?:https?:)?//', page), face
    page = (await client_for().get("/v")).text
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|https?://", page)


HOSTILE = "</p><script>alert(1)</script>{{7*7}}'\"&amp; עברית"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": HOSTILE},
        {"address": HOSTILE},
        {"area": credential.Area(name=HOSTILE)},
        {"certified": credential.Bilingual(sv=HOSTILE, en=HOSTILE)},
        {"organisation_number": HOSTILE[:40], "id": UNSET},
        {"signatory": credential.Bilingual(sv=HOSTILE, en=HOSTILE)},
    ],
    ids=lambda changes: next(iter(changes)),
)
async def test_hostile_text_in_a_certificate_stays_text(changes: dict[str, Any], client_for: Client) -> None:
    page = await client_for(source=shown.source("valid", **changes)).get(PAGE)
    assert page.status_code == 200
    assert "<script" not in without_module(page.text)
    assert "49" not in text_of(page.text)
    assert "<bdi>&lt;/p&gt;&lt;script&gt;alert(1)" in page.text


async def test_the_host_is_the_sites_unless_a_listed_body_is_asked_at_its_own(client_for: Client) -> None:
    client = client_for(site=Site(host="papper.example", name="Någon annan"))
    said = text_of((await client.get(PAGE, headers={"host": "annat.example"})).text)
    assert "papper.example" in said
    assert "annat.example" not in said
    assert "Någon annan" in said
    said = text_of((await client.get(PAGE, headers={"host": "intyg.platscert.example"})).text)
    assert "intyg.platscert.example" in said
    assert "papper.example" not in said
    page = await client_for().get(PAGE, headers={"host": "evil.example/<script>"})
    assert "evil.example" not in page.text
    page = await client_for().get(PAGE, headers={"host": "127.0.0.1:8000"})
    assert "127.0.0.1:8000" in page.text
    assert "Den här sidan tillhör" not in page.text  # nobody on the trust list has that host


async def test_the_history_is_the_signed_one(client_for: Client) -> None:
    said = text_of((await client_for("withdrawn").get(PAGE)).text)
    history = said[said.index("Historik") :]
    in_order = [
        "14 februari 2027",
        "Återkallat. Kraven",
        "10 december 2026",
        "Gäller igen",
        "1 december 2026",
        "Pausat.",
    ]
    assert [history.index(text) for text in in_order] == sorted(history.index(text) for text in in_order)
    assert "Beslutat och utfärdat." in history


async def test_a_replaced_certificate_leads_to_the_new_one(client_for: Client) -> None:
    page = (await client_for("superseded").get(PAGE)).text
    assert f'href="/v/{shown.SUCCESSOR}"' in page
    assert "Visa det nya" in page


async def test_the_last_day_is_struck_through_where_it_no_longer_holds(client_for: Client) -> None:
    withdrawn = (await client_for("withdrawn").get(PAGE)).text
    assert re.search(r"<del>.*22 november 2029.*</del>\s*<span>Återkallat .*14 februari 2027", withdrawn)
    suspended = (await client_for("suspended").get(PAGE)).text
    assert "<del>" not in suspended
    assert "(pausat just nu)" in suspended


# --- POST /v -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("media", ["application/json", "application/vc", "application/ld+json; charset=utf-8"])
async def test_a_posted_certificate_gets_its_verdict(media: str, client_for: Client) -> None:
    answer = await client_for().post("/v", content=made.certificate_bytes(), headers={"content-type": media})
    assert answer.status_code == 200
    assert answer.json()["verdict"] == "valid"


async def test_a_posted_code_gets_its_verdict(client_for: Client) -> None:
    client = client_for()
    answer = await client.post("/v", content=made.qr_text() + "\n", headers={"content-type": "text/plain"})
    assert answer.json()["verdict"] == "valid"
    assert answer.json()["certificate"]["told_by"] == "code"
    page = await client.post("/v", content=made.qr_text(), headers={"content-type": "text/plain", **HTML})
    said = text_of(page.text)
    assert WORD["valid"]["sv"] in said
    assert "Står inte i koden. Läs det på papperet." in said
    assert "In English" not in said  # the answer to a POST has no address of its own


async def test_a_withdrawn_certificate_is_withdrawn_when_posted(client_for: Client) -> None:
    client = client_for("withdrawn")
    answer = await client.post("/v", content=made.certificate_bytes(), headers={"content-type": "application/json"})
    assert answer.json()["verdict"] == "withdrawn"
    answer = await client.post("/v", content=made.qr_text(), headers={"content-type": "text/plain"})
    assert answer.json()["verdict"] == "withdrawn"


@pytest.mark.parametrize("form", ["file", "text"])
async def test_a_form_brings_a_file_or_a_text(form: str, client_for: Client) -> None:
    client = client_for()
    if form == "file":
        page = await client.post("/v", files={"file": ("c.json", made.certificate_bytes())}, headers=HTML)
    else:
        page = await client.post("/v", data={"text": made.qr_text()}, headers=HTML)
    assert page.status_code == 200
    assert WORD["valid"]["sv"] in text_of(page.text)


def picture(text: str) -> bytes:
    made_of = io.BytesIO()
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make_image().get_image().convert("RGB").save(made_of, "PNG")
    return made_of.getvalue()


async def test_a_picture_of_a_code_gets_its_verdict(client_for: Client) -> None:
    client = client_for()
    raw = picture(made.qr_text())
    answer = await client.post("/v", content=raw, headers={"content-type": "image/png"})
    assert answer.json()["verdict"] == "valid"
    page = await client.post("/v", files={"file": ("IMG.PNG", raw, "image/png")}, headers=HTML)
    assert WORD["valid"]["sv"] in text_of(page.text)


async def test_a_picture_without_a_code_says_nothing_about_any_certificate(client_for: Client) -> None:
    client = client_for()
    broken = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
    answer = await client.post("/v", content=broken, headers={"content-type": "image/png"})
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/no-code-found"
    assert answer.json()["verdict"] == "unknown"
    page = await client.post("/v", content=broken, headers={"content-type": "image/png", **HTML})
    assert page.status_code == 422
    assert SENTENCES["unread"]["sv"][0] in text_of(page.text)


def with_attachments(*attached: bytes) -> bytes:
    """A PDF of nothing but attachments."""
    objects = (b"4 0 obj\n<< /Type /EmbeddedFile >>\nstream\n" + raw + b"\nendstream\nendobj\n" for raw in attached)
    return b"%PDF-1.7\n" + b"".join(objects) + b"%%EOF\n"


async def test_a_certificate_in_a_pdf_gets_its_verdict(client_for: Client) -> None:
    client = client_for()
    raw = with_attachments(made.certificate_bytes())
    answer = await client.post("/v", content=raw, headers={"content-type": "application/pdf"})
    assert answer.json()["verdict"] == "valid"
    page = await client.post("/v", files={"file": ("certifikat.pdf", raw)}, headers=HTML)
    assert WORD["valid"]["sv"] in text_of(page.text)
    other = made.certificate_bytes().replace(b"Lindhamra", b"Lindhemra")
    for attached, status, reason in (
        ((b"x",), 422, "no-certificate-found"),
        ((made.certificate_bytes(), other), 422, "several-certificates"),
        ((*[b"x"] * 100, made.certificate_bytes()), 413, "too-large"),
    ):
        raw = with_attachments(*attached)
        answer = await client.post("/v", content=raw, headers={"content-type": "application/pdf"})
        assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{reason}")
        assert answer.json()["verdict"] == "unknown"


NESTED = b"[" * 2_000 + b"]" * 2_000
BAD: list[tuple[bytes, str, int, str]] = [
    (b"", "application/json", 400, "empty"),
    (b"  \n", "application/json", 400, "empty"),
    (b"{", "application/json", 400, "not-json"),
    (b'{"a":1,"a":2}', "application/json", 400, "duplicate-key"),
    (NESTED, "application/json", 400, "too-deep"),
    (b'{"a":"\xff"}', "application/json", 400, "not-utf8"),
    (b'{"a":1e999}', "application/json", 400, "bad-number"),
    (b'{"a":' + b"9" * 5_000 + b"}", "application/json", 400, "bad-number"),
    (b'{"a":null}', "application/json", 400, "null-value"),
    (b'{"a":"\\ud800"}', "application/json", 400, "lone-surrogate"),
    (b'{"a":"\\u0000"}', "application/json", 400, "forbidden-character"),
    (b"{}", "application/json", 422, "not-as-described"),
    (b'{"a":1}', "application/json", 422, "not-as-described"),
    (b"x" * 1_000_001, "application/json", 413, "too-large"),
    (b"x" * 11_000_000, "application/json", 413, "too-large"),
    (b"h" * 5_000, "text/plain", 413, "too-large"),
    (b"hello", "text/plain", 400, "not-a-code"),
    (b"\xff\xfe", "text/plain", 400, "not-a-code"),
    (b"%PDF-1.7", "application/pdf", 422, "no-certificate-found"),
    (b"PK", "application/zip", 415, "media-type"),
    (b"<x/>", "", 415, "media-type"),
    (b"nonsense", "multipart/form-data", 400, "bad-request"),
    (b"nonsense", "multipart/form-data; boundary=x", 400, "bad-request"),
    (b"--x\r\nContent-Disposition: form-data\r\n\r\n", "multipart/form-data; boundary=x", 400, "bad-request"),
    (
        b"--x\r\nContent-Disposition: form-data; name=text\r\nContent-Type: text/x; charset=no\r\n\r\na\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
        400,
        "bad-request",
    ),
    (
        b"--x\r\nContent-Disposition: form-data; name=text\r\n\r\n\xff\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
        400,
        "bad-request",
    ),
    (b"other=1", "application/x-www-form-urlencoded", 400, "empty"),
]


@pytest.mark.parametrize(("raw", "media", "status", "code"), BAD, ids=lambda value: str(value)[:30])
async def test_bad_input_gets_a_named_problem(
    raw: bytes, media: str, status: int, code: str, client_for: Client
) -> None:
    client = client_for()
    answer = await client.post("/v", content=raw, headers={"content-type": media})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert problem["type"] == f"/problems/{code}"
    assert problem["title"]
    assert problem["verdict"] in ("unknown", "not_genuine")
    assert [step["name"] for step in problem["steps"]] == list(STEP_NAMES)
    page = await client.post("/v", content=raw, headers={"content-type": media, **HTML})
    assert page.status_code == status
    assert page.headers["content-type"] == "text/html; charset=utf-8"


async def test_an_oversize_file_in_a_form_is_refused(client_for: Client) -> None:
    client = client_for()
    for raw, status in ((b"{" * 1_000_001, 413), (b"https" * 1_000, 413), (b"x" * 9_000_000, 413)):
        answer = await client.post("/v", files={"file": ("c.json", raw)})
        assert answer.status_code == status
        assert answer.json()["type"] == "/problems/too-large"


async def test_a_tampered_certificate_is_answered_with_the_reason(client_for: Client) -> None:
    raw = made.certificate_bytes().replace(b"Torget 1", b"Torget 2")
    answer = await client_for().post("/v", content=raw, headers={"content-type": "application/json"})
    assert answer.status_code == 200
    verdict = answer.json()
    assert verdict["verdict"] == "not_genuine"
    assert verdict["certificate"] is None
    assert "Torget" not in json.dumps(verdict)
    assert verdict["steps"][3] == {"name": "genuine", "result": "no", "reason": "signature-mismatch"} | {
        "detail": verdict["steps"][3]["detail"]
    }


# --- static files, mounting, faults --------------------------------------------------------------------------------


async def test_static_files_are_kept_for_ever_at_addresses_with_their_digest(client_for: Client) -> None:
    client = client_for()
    page = (await client.get(PAGE)).text
    linked = re.findall(r'href="(/v/static/[^"]+)"', page)
    assert {path.rpartition(".")[2] for path in linked} == {"css", "woff2", "svg"}
    for path in linked:
        answer = await client.get(path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        again = await client.get(path, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    css = (await client.get(next(path for path in linked if "tokens" in path))).text
    fonts = re.findall(r'url\("([^"]+)"\)', css)
    assert len(fonts) == 5
    for name in fonts:
        assert (await client.get(f"/v/static/{name}")).headers["cache-control"].endswith("immutable")


async def test_a_static_file_by_its_plain_name_is_asked_about_anew(client_for: Client) -> None:
    client = client_for()
    answer = await client.get("/v/static/tokens.css", headers={"accept-encoding": "identity"})
    assert answer.headers["cache-control"] == "no-cache"
    packed = await client.get("/v/static/tokens.css", headers={"accept-encoding": "gzip"})
    assert packed.text == answer.text
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] != answer.headers["etag"]
    for known in (answer.headers["etag"], f'"x", W/{answer.headers["etag"]}', "*"):
        again = await client.get(
            "/v/static/tokens.css", headers={"if-none-match": known, "accept-encoding": "identity"}
        )
        assert again.status_code == 304
    other = await client.get("/v/static/tokens.css", headers={"if-none-match": '"x"'})
    assert other.status_code == 200
    for name in ("none", "../times.py", "%2e%2e/times.py", "fonts"):
        assert (await client.get(f"/v/static/{name}")).status_code == 404


async def test_the_whole_page_is_light(client_for: Client) -> None:
    client = client_for()
    page = (await client.get(PAGE)).text
    linked = set(re.findall(r'href="(/v/static/[^"]+)"', page))
    css = (await client.get(next(path for path in linked if "tokens" in path))).text
    mono = re.search(r'"(fonts/mono\.[^"]+)"', css)
    assert mono is not None
    sizes = {path: len((await client.get(path)).content) for path in {*linked, f"/v/static/{mono[1]}"}}
    fonts = sum(size for path, size in sizes.items() if path.endswith(".woff2"))
    assert fonts <= 60_000
    assert len(page.encode()) + sum(sizes.values()) <= 100_000


async def test_the_router_mounts_in_another_application() -> None:
    @get("/other", sync_to_thread=False)
    def other() -> str:
        return "other"

    router = create_router(shown.source("valid"), clock=lambda: made.NOON)
    app = Litestar([router, other], openapi_config=None)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(asgi(app)), base_url=made.ORIGIN) as client:
        assert (await client.get("/other")).text == "other"
        assert WORD["valid"]["sv"] in (await client.get(PAGE)).text


async def test_a_fault_of_our_own_is_told_as_nothing_but_that() -> None:
    class Broken(MemorySource):
        async def certificate(self, number: str) -> bytes | None:
            raise RuntimeError(f"secret about {number}")

    app = create_app(Broken(), clock=lambda: made.NOON)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(asgi(app), raise_app_exceptions=False), base_url=made.ORIGIN
    ) as client:
        answer = await client.get(PAGE)
    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/internal"
    assert "secret" not in answer.text


async def test_a_wrong_method_says_which_are_right(client_for: Client) -> None:
    answer = await client_for().put(PAGE)
    assert answer.status_code == 405
    assert answer.json()["type"] == "/problems/method-not-allowed"
    assert set(answer.headers["allow"].replace(" ", "").split(",")) >= {"GET", "HEAD"}


@pytest.mark.parametrize("face", shown.FACES)
async def test_what_the_holder_promises_is_shown_while_the_certificate_is_valid(face: Face) -> None:
    app = create_app(shown.source(face), clock=lambda: shown.at(face), site=shown.SITE, holder_words=shown.holder_words)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(asgi(app)), base_url=made.ORIGIN) as client:
        for language, heading, line in (
            ("sv", "Innehavarens egna löften", "Svar inom &lt;b&gt;två&lt;/b&gt; dagar"),
            ("en", "The holder&#39;s own promises", "An answer within &lt;b&gt;two&lt;/b&gt; days"),
        ):
            page = await client.get(PAGE, headers={"accept-language": language})
            assert (heading in page.text) == (line in page.text) == (face == "valid")
            assert "Tomt" not in page.text
            assert "Empty" not in page.text


PAST = {
    "2026-12-24": ("gällde certifikatet.", "valid"),
    "2026-12-05": ("var certifikatet pausat.", "suspended"),
    "2026-11-01": ("gällde certifikatet inte än.", "not_yet_valid"),
    "2027-02-14": ("ändrades det under dagen.", None),
}


@pytest.mark.parametrize("day", PAST)
async def test_what_held_on_another_day(day: str, client_for: Client) -> None:
    sentence, standing = PAST[day]
    client = client_for("withdrawn")
    page = await client.get(f"{PAGE}?on={day}", headers=HTML)
    assert page.status_code == 200
    assert sentence in text_of(page.text)
    assert re.search(rf"<title>Den [^<]* {sentence[:-1]}: {made.NUMBER}", page.text)  # the title says what held
    assert "field-none" in page.text
    assert f'href="{PAGE}"' in page.text  # what holds today is one step away
    data = (await client.get(f"{PAGE}.json?on={day}")).json()
    assert {one["standing"] for one in data["held"]} == ({standing} if standing else {"valid", "withdrawn"})
    assert (data["on"], data["version"]) == (day, 4)


async def test_a_day_that_changed_is_told_hour_by_hour_in_both_languages(client_for: Client) -> None:
    client = client_for("withdrawn")
    page = await client.get(f"{PAGE}?on=2027-02-14&lang=en", headers=HTML)
    said = text_of(page.text)
    assert re.search(r"00:00–\d\d:\d\d Valid", said)
    assert "Withdrawn" in said
    assert "The requirements" in said
    assert f'href="{PAGE}?on=2027-02-14&amp;lang=sv"' in page.text
    assert f'href="{PAGE}?lang=en"' in page.text


@pytest.mark.parametrize("day", ["2027-03-02", "2026-02-30", "yesterday", "", "0001-01-01", "9999-12-31", "2026-1-1"])
async def test_what_is_no_day_to_ask_about_is_said(day: str, client_for: Client) -> None:
    client = client_for()
    data = await client.get(f"{PAGE}.json", params={"on": day})
    assert (data.status_code, data.json()["type"]) == (400, "/problems/bad-day")
    page = await client.get(PAGE, params={"on": day}, headers=HTML)
    assert page.status_code == 400
    assert "Dagen ska finnas" in text_of(page.text)


# What is asked of a certificate that was withdrawn since, and the spelling that the answer tells.
ODD = {
    "date=2026-12-24": ("on", "on=2026-01-31"),
    "Datum=2026-12-24": ("on", "on=2026-01-31"),
    "when=2026-12-24&utm_source=x": ("on", "on=2026-01-31"),
    "on=2026-12-24&on=2026-12-25": ("on", "två gånger"),
    "on=2026-12-24&language=en": ("lang", "lang=en"),
    "number=8H3K-T6PW-4": ("number", "/v?number="),
    "x=24 december 2026": ("on", "on=2026-01-31"),
}


@pytest.mark.parametrize("query", ODD)
async def test_a_verdict_is_never_given_for_another_day_than_was_asked(query: str, client_for: Client) -> None:
    meant, spelled = ODD[query]
    for face in ("valid", "withdrawn"):
        client = client_for(face)
        data = await client.get(f"{PAGE}.json?{query}", headers={"accept-language": "sv"})
        problem = data.json()
        assert (data.status_code, problem["type"], problem["meant"]) == (400, "/problems/odd-parameter", meant)
        assert spelled in problem["detail"]
        assert not {"verdict", "held"} & problem.keys()
        page = await client.get(f"{PAGE}?{query}", headers=HTML)
        said = text_of(page.text)
        assert page.status_code == 400
        assert spelled in said
        assert "field-none" in page.text
        assert "Gäller inte" not in said
        assert "gällde" not in said
        assert ('value="2026-12-24"' in page.text) == ("=2026-12-24" in query and meant == "on" and "&on" not in query)


async def test_an_odd_question_in_english_and_of_no_certificate(client_for: Client) -> None:
    client = client_for()
    page = await client.get(f"{PAGE}?date=<b>&lang=en", headers=HTML)
    assert "The address asks for “<bdi>date</bdi>”" in page.text
    page = await client.get(f"{PAGE}?%3Cb%3Edate=1", headers=HTML)
    assert "<b>" not in page.text
    assert (await client.get(f"/v/{made.OTHER_NUMBER}?date=2026-12-24", headers=HTML)).status_code == 404
    assert (await client.get("/v/none?date=2026-12-24", headers=HTML)).status_code == 404


@pytest.mark.parametrize(
    "query", ["utm_source=poster&utm_campaign=2026-12-24", "fbclid=x", "ref=a&lang=sv", "x=1", "="]
)
async def test_what_others_hang_on_an_address_is_none_of_our_business(query: str, client_for: Client) -> None:
    client = client_for()
    assert (await client.get(f"{PAGE}.json?{query}")).json()["verdict"] == "valid"
    assert (await client.get(f"{PAGE}?{query}", headers=HTML)).status_code == 200
    assert (await client.get(f"/v?{query}", headers=HTML)).status_code == 200


async def test_a_day_goes_along_from_the_form_to_the_number(client_for: Client) -> None:
    client = client_for()
    found = await client.get(f"/v?number={made.NUMBER.lower()}&on=2026-12-24&lang=en")
    assert (found.status_code, found.headers["location"]) == (303, f"{PAGE}?on=2026-12-24&lang=en")


async def test_a_day_is_asked_of_a_number_alone(client_for: Client) -> None:
    client = client_for()
    for question in (
        client.get(f"/v?nummer={made.NUMBER}", headers=HTML),
        client.get(f"/v?number={made.NUMBER}&date=2026-12-24", headers=HTML),
        client.post(
            "/v?on=2026-12-24", content=made.certificate_bytes(), headers={**HTML, "content-type": "application/vc"}
        ),
    ):
        page = await question
        assert (page.status_code, "Adressen frågar efter" in text_of(page.text)) == (400, True)
    for answer in (
        await client.get(f"/v?nummer={made.NUMBER}", headers={"accept": "application/json"}),
        await client.post(
            "/v?on=2026-12-24", content=made.certificate_bytes(), headers={"content-type": "application/vc"}
        ),
        await client.get(f"{PAGE}/evidence.json?on=2026-12-24"),
        await client.get("/v/none/evidence.json?date=2026-12-24"),
    ):
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/odd-parameter")


@pytest.mark.parametrize(
    ("face", "status"), [("not_genuine", 409), ("not_registered", 409), ("untold", 503), ("unreached", 503)]
)
async def test_of_what_proves_nothing_no_day_is_told(face: Face, status: int, client_for: Client) -> None:
    client = client_for(face)
    data = await client.get(f"{PAGE}.json?on=2026-12-24")
    assert (data.status_code, data.json()["type"]) == (status, "/problems/day-not-known")
    page = await client.get(f"{PAGE}?on=2026-12-24", headers=HTML)
    assert page.status_code == status
    assert "vet vi inte." in text_of(page.text)
    assert "<title>Den 24 december 2026 vet vi inte: " in page.text
    assert "gällde certifikatet." not in text_of(page.text)


async def test_no_such_certificate_has_no_days(client_for: Client) -> None:
    client = client_for("no_such")
    for day in ("2026-12-24", "nonsense"):
        assert (await client.get(f"{PAGE}.json?on={day}")).json()["type"] == "/problems/no-such-certificate"
        page = await client.get(f"{PAGE}?on={day}", headers=HTML)
        assert page.status_code == 404


async def test_every_page_of_a_certificate_asks_for_another_day(client_for: Client) -> None:
    page = (await client_for().get(PAGE, headers=HTML)).text
    assert 'name="on" type="date"' in page


@pytest.mark.parametrize("face", shown.FACTS)
async def test_a_plain_answer_is_the_one_that_is_given(face: Face, client_for: Client) -> None:
    found = await check_number(shown.source(face), made.NUMBER, shown.at(face))
    assert found is not None
    given = await client_for(face).get(f"{PAGE}.json")
    body = plain_answer(found)
    assert (body is None) == (given.status_code != 200)
    if body is not None:
        assert body == given.content
        assert {name: given.headers[name] for name in PLAIN_HEADERS} == PLAIN_HEADERS
