"""The whole public register as static files, which a plain web server can host and which verify as the service does.

Every file is what the service itself answers at that address, asked for in this process; nothing is written twice over.
What lies above other addresses (`/v/NUMBER`, `/register`) becomes `index.html` in a folder, Swedish first, with the
English page beside it (export_pages.py). Certificates, lists, histories, keys and contexts are the very bytes that were
signed.

A copy is a copy: its pages say of when it is and where to ask, and a verifier that reads from it (the phone that shows
such a page, too) says that it does not know once the copied status lists have run out.
"""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import msgspec

from certify.service.export_pages import as_file, in_language, links, turned, with_files
from certify.service.store import bodies, published
from certify.service.store.high_water import marks_of
from verify import files, times
from verify.dates import LANGS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from litestar import Litestar

    from certify.service.store.database import Database
    from verify.credential import Bilingual
    from verify.dates import Lang

MANIFEST = "export.json"
ATTEMPTS = 3
LINES = 100  # of the register on a page
_PAGE = "text/html,application/xhtml+xml"
_PICTURES = ("qr.svg", "qr.png", "sign.svg", "sign.png")
_TEXTS = ("text/css", "text/javascript", "application/manifest+json")  # what names further files of ours


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What a copy says of itself, in `export.json`: of when and of which origin it is, and how much is in it."""

    origin: str
    at: str
    certificates: int
    files: int


class NotACopy(Exception):
    """The folder is there and holds something else than a former copy; nothing of it is touched."""


class StillMoving(Exception):
    """The register changed each time while it was read, so that no copy of one instant came about."""


async def export(
    app: Litestar,
    folder: Path,
    *,
    at: datetime,
    origin: str,
    tell: Callable[[str], None],
    notice: Bilingual | None = None,
) -> Exported:
    """Write a copy into `folder`, in the place of a former one. `app` is the service, started.

    `notice` stands on the pages that are no verdict; those have theirs from the service. Raises NotACopy, StillMoving,
    OSError; then what was there stands.
    """
    _refuse_another(folder)
    database: Database = app.state.wired.database
    fresh = folder.with_name(folder.name + ".new")
    for _ in range(ATTEMPTS):
        shutil.rmtree(fresh, ignore_errors=True)
        before = await marks_of(database)
        made = await _Copying(app, fresh, origin, tell, notice).write(at)
        if await marks_of(database) == before:
            break
    else:
        shutil.rmtree(fresh)
        raise StillMoving
    _put_in_place(fresh, folder)
    return made


def _refuse_another(folder: Path) -> None:
    if folder.exists() and not (folder / MANIFEST).is_file():
        raise NotACopy(str(folder))


def _put_in_place(fresh: Path, folder: Path) -> None:
    """Two renames: between them nothing is there for a moment, and never half a copy."""
    former = folder.with_name(folder.name + ".former")
    shutil.rmtree(former, ignore_errors=True)
    if folder.exists():
        folder.rename(former)
    fresh.rename(folder)
    shutil.rmtree(former, ignore_errors=True)


class _Copying:
    """One attempt: asks the service, address by address, and writes what it answers."""

    def __init__(
        self, app: Litestar, folder: Path, origin: str, tell: Callable[[str], None], notice: Bilingual | None
    ) -> None:
        self._app = app
        self._folder = folder
        self._origin = origin
        self._tell = tell
        self._notice = notice
        self._callers = itertools.count(1)
        self._written = 0
        self._linked: set[str] = set()

    async def write(self, at: datetime) -> Exported:
        self._folder.mkdir(parents=True)
        numbers = await self._register()
        await self._keys_and_lists()
        for number in numbers:
            self._tell(number)
            await self._certificate(number)
        await self._schemes()
        await self._scanning()
        await self._assets()
        made = Exported(origin=self._origin, at=times.text(at), certificates=len(numbers), files=self._written)
        self._put(MANIFEST, msgspec.json.encode(made))
        return made

    async def _register(self) -> list[str]:
        """The register as a page, as CSV, and as one JSON file with every entry in it. Gives all numbers."""
        whole: dict[str, Any] = {}
        cursor = ""
        while True:
            more = {"cursor": cursor} if cursor else {}
            page = msgspec.json.decode((await self._ask("/register.json", params={"limit": "200", **more})).content)
            whole = {**page, "entries": [*whole.get("entries", ()), *page["entries"]]}
            cursor = page.get("next") or ""
            if not cursor:
                break
        self._put("register.json", msgspec.json.encode(whole))
        await self._copy("/register.csv")
        await self._copy("/register.atom")
        await self._copy("/datasets/dcat")
        await self._register_pages()
        for path in ("/v", "/", "/help", "/privacy", "/accessibility"):
            await self._pages(path, perhaps=path != "/v")
        return [entry["number"] for entry in whole["entries"]]

    async def _register_pages(self) -> None:
        """The register from page to page: `register/`, `register/2/` and so on."""
        for lang in LANGS:
            cursor, number = "", 0
            while cursor or not number:
                number += 1
                answer = await self._page("/register", lang, {"limit": str(LINES), "cursor": cursor})
                raw, cursor = turned(answer.content, number, lang)
                self._put_page(raw, f"/register/{number}" if number > 1 else "/register", lang, answer)

    async def _keys_and_lists(self) -> None:
        database: Database = self._app.state.wired.database
        for path in ("/trust.json", "/contexts/certificate/v1", "/credential-schemas/certificate/v1"):
            await self._copy(path)
        await self._copy("/.well-known/did.json", perhaps=True)
        for body in await bodies.staying(database):
            await self._copy(f"/bodies/{body.slug}/did.json", perhaps=True)
            for row in await published.status_lists(database, body.slug):
                await self._copy(f"/bodies/{row.body}/status/{row.n}/{row.purpose}")
            for found in await published.recognitions(database, body.slug):
                await self._copy(f"/bodies/{found.body}/recognition/{found.scheme}")

    async def _certificate(self, number: str) -> None:
        signed = await self._copy(f"/certificates/{number}")
        self._put(f"certificates/{number}.json", signed)
        for name in _PICTURES:
            drawn = await self._ask(f"/certificates/{number}/{name}")
            self._put(f"certificates/{number}.{name}", drawn.content)
        await self._copy(f"/certificates/{number}.pdf", perhaps=True)
        await self._copy(f"/v/{number}/history.json")
        await self._copy(f"/v/{number}/evidence.json")
        await self._pages(f"/v/{number}")
        self._linked |= {
            one["id"].removeprefix(self._origin)
            for one in msgspec.json.decode(signed).get("relatedResource", ())
            if one["id"].startswith(self._origin)
        }

    async def _schemes(self) -> None:
        await self._pages("/schemes")
        listed = await self._copy("/schemes.json")
        for scheme in msgspec.json.decode(listed):
            name = scheme["id"]
            self._tell(name)
            await self._copy(f"/schemes/{name}.json")
            await self._pages(f"/schemes/{name}")
            for version in scheme["versions"]:
                place = f"/schemes/{name}/{version['version']}"
                for ending in (".json", ".yaml"):
                    await self._copy(place + ending)
                await self._pages(place)
                await self._pages(f"{place}/document", perhaps=True)

    async def _scanning(self) -> None:
        """The page that scans, with what it goes by and what keeps it in a phone."""
        await self._pages("/v/scan")
        await self._copy("/v/scan/carried.json")
        await self._copy("/v/worker.js")
        for lang in LANGS:
            await self._copy("/v/scan/manifest.webmanifest", lang=lang)

    async def _assets(self) -> None:
        """What pages and signed documents name: style sheets, fonts, terms, criteria. Links to what is missing stay."""
        seen: set[str] = set()
        while wanted := sorted(self._linked - seen):
            seen |= set(wanted)
            for path in wanted:
                if path.startswith(("/v/static/", "/static/", "/bodies/")):
                    await self._copy(path, perhaps=True)
                elif "/criteria/" in path:
                    await (self._copy(path) if path.endswith(".json") else self._pages(path))

    async def _pages(self, path: str, *, perhaps: bool = False) -> None:
        """A page in both languages, and the links of each to the other."""
        for lang in LANGS:
            answer = await self._page(path, lang, {}, perhaps=perhaps)
            if answer.status_code == httpx.codes.OK:
                self._put_page(answer.content, path, lang, answer)

    async def _page(self, path: str, lang: Lang, more: dict[str, str], *, perhaps: bool = False) -> httpx.Response:
        headers = {"accept": _PAGE, "accept-language": lang}
        return await self._ask(path, perhaps=perhaps, params={"lang": lang, **more}, headers=headers)

    def _put_page(self, raw: bytes, path: str, lang: Lang, answer: httpx.Response) -> None:
        self._linked |= set(links(raw, path))
        raw = as_file(raw, path, answer.headers.get("content-security-policy", ""), self._notice)
        self._put(f"{path}/{'index.html' if lang == 'sv' else 'index.en.html'}".lstrip("/"), raw)

    async def _copy(self, path: str, *, perhaps: bool = False, lang: Lang | None = None) -> bytes:
        """One address to the file of its name; with `perhaps` what is not there is left out."""
        answer = await self._ask(path, perhaps=perhaps, params={"lang": lang} if lang else {})
        if answer.status_code != httpx.codes.OK:
            return b""
        raw = answer.content
        if answer.headers.get("content-type", "").startswith(_TEXTS):
            raw = with_files(raw)
            self._linked |= set(links(raw, path))
        self._put((in_language(path, lang) if lang else path)[1:], raw)
        return raw

    async def _ask(self, path: str, *, perhaps: bool = False, **more: Any) -> httpx.Response:  # noqa: ANN401  of httpx
        app: Any = self._app  # httpx and Litestar spell the types of ASGI differently
        # Each question comes from another address, since the limits are for strangers and this is the service itself.
        caller = f"10.{(n := next(self._callers)) >> 16 & 255}.{n >> 8 & 255}.{n & 255}"
        transport = httpx.ASGITransport(app=app, client=(caller, 1))
        async with httpx.AsyncClient(transport=transport, base_url=self._origin) as client:
            answer = await client.get(path, **more)
        absent = perhaps and answer.status_code in (404, 409, 410)
        if answer.status_code != httpx.codes.OK and not absent:
            msg = f"{path}: the service answers {answer.status_code}"
            raise OSError(msg)
        return answer

    def _put(self, name: str, raw: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_new(path, raw, mode=0o644)
        self._written += 1
