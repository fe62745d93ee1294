"""Somebody at a desk with a browser that knows no script: reads pages, fills in their forms and sends them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import httpx

from tests.service.web.paged import PagedSite
from tests.service.world import ORIGIN

Fields = dict[str, list[str]]
CASE = "/cases/case-1"


class Forms(HTMLParser):
    """The forms of a page by address, each with the values that a browser would send untouched."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: dict[str, Fields] = {}
        self.options: dict[str, list[str]] = {}
        self._fields: Fields | None = None
        self._area: str | None = None
        self._select: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what stands in a form."""
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "form" and said.get("method") == "post":
            self._fields = self.forms.setdefault(said["action"], {})
        if self._fields is None or not name:
            if tag == "option" and self._select is not None and "selected" in said and self._fields is not None:
                self._fields[self._select] = [said.get("value", "")]
            return
        if tag == "input" and said.get("type") in {"radio", "checkbox"}:
            self.options.setdefault(name, []).append(said["value"])
            if "checked" in said:
                self._fields.setdefault(name, []).append(said["value"])
        elif tag == "input" and said.get("type") != "file":
            several = self._fields.get(name, []) if name.startswith("units-") else []
            self._fields[name] = [*several, said.get("value", "")]
        elif tag == "textarea":
            self._area = name
            self._fields[name] = [""]
        elif tag == "select":
            self._select = name

    def handle_endtag(self, tag: str) -> None:
        """Leave a form, a text or a list."""
        if tag == "form":
            self._fields = None
        elif tag == "textarea":
            if self._area is not None and self._fields is not None:  # a browser drops the line end right after the tag
                self._fields[self._area] = [self._fields[self._area][0].removeprefix("\n")]
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        """The text in a text area."""
        if self._area is not None and self._fields is not None:
            self._fields[self._area] = [self._fields[self._area][0] + data]


class Desk:
    """One person, signed in, and the page before them."""

    def __init__(self, browser: httpx.AsyncClient) -> None:
        self.browser = browser
        self.page: httpx.Response

    @property
    def text(self) -> str:
        """The page before them."""
        return self.page.text

    @property
    def forms(self) -> dict[str, Fields]:
        """Its forms, by address."""
        return Forms(self.text).forms

    async def look(self, path: str) -> Desk:
        """Go to a page."""
        self.page = await self.browser.get(path, follow_redirects=True)
        return self

    async def send(self, address: str, files: dict[str, tuple[str, bytes, str]] | None = None, /, **given: Any) -> Desk:
        """Send a form of the page with these fields changed, and follow where it leads."""
        fields = self.forms[address] | {
            name: value if isinstance(value, list) else [value] for name, value in given.items()
        }
        return await self.post(address, fields, files)

    async def post(self, address: str, fields: Fields, files: dict[str, tuple[str, bytes, str]] | None = None) -> Desk:
        """Send these very fields. With `files`, also with none in it, as a form with files."""
        if files is None:
            self.page = await self.browser.post(address, data=fields, follow_redirects=True)
        else:
            sent = files or {"none": ("", b"", "application/octet-stream")}
            self.page = await self.browser.post(address, data=fields, files=sent, follow_redirects=True)
        return self


async def desk_of(site: PagedSite, person: str) -> Desk:
    """That person, freshly signed in by name."""
    browser = site.reader(origin=ORIGIN)
    desk = Desk(browser)
    await desk.post("/sign-in/as", {"login": [f"{person}@example.org"]})
    assert desk.page.status_code == 200, desk.text
    return desk


async def at(site: PagedSite, person: str, path: str = CASE) -> Desk:
    """That person, freshly signed in, at a page."""
    return await (await desk_of(site, person)).look(path)


async def begun(site: PagedSite, person: str = "mo") -> Desk:
    """At the overview of a fresh draft."""
    desk = await at(site, person, "/drafts/new")
    found = re.search(r'name="offer" value="([^"]+)"', desk.text)
    assert found is not None
    await desk.send("/drafts", offer=found[1])
    assert desk.page.status_code == 200, desk.text
    return desk


def heading(desk: Desk) -> str:
    """The heading of the page, as text."""
    found = re.search(r"<h1>(.*?)</h1>", desk.text, re.DOTALL)
    assert found is not None
    return re.sub(r"<[^>]+>", "", found[1]).strip()
