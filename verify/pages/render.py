"""Turns views into HTML: one Jinja environment, everything escaped, no script in a page and no `style=` anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from verify.dates import MONTHS, Lang, moment
from verify.number import ALPHABET
from verify.pages.foreign import FSI, PDI, quoted
from verify.pages.labels import label
from verify.pages.phone import Anew
from verify.pages.shapes import DayView, Site, View
from verify.words import tame

_MONTH = "|".join((*MONTHS["sv"], *MONTHS["en"]))
# What must not break across lines: "20 november 2028", "kl. 08.14", "at 08:14", an organisation number; and the
# sign that follows, which would stand alone on the next line.
_TOGETHER = re.compile(rf"(?:\d{{1,2}} (?:{_MONTH}) \d{{4}}|kl\. \d\d\.\d\d|at \d\d:\d\d|\b\d{{6}}-\d{{4}}\b)[.,]?")
# What is set in the face where 0 and O differ: certificate numbers, and the code of a step that failed.
_NUMBER = re.compile(rf"\b([{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}])\b([.,]?)")
_CODE = re.compile(r"((?:[Kk]od|Code) )([a-z0-9]+(?:-[a-z0-9]+)*)\b")


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """The addresses that a page links to: itself, itself in the other language, where its forms go, itself as data.

    `chosen` is the language when it stands in the address, and goes along. What is empty is not linked to.
    """

    here: str
    other: str
    action: str
    as_data: str = ""
    chosen: str = ""
    pictures: bool = False


class Pages:
    """The templates, compiled once. `static` gives the address of a static file by its name."""

    def __init__(self, static: Callable[[str], str]) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {"say": say, "moment": moment, "tame": tame}
        self._environment.globals["static"] = static

    def verdict(self, view: View, around: Surroundings, anew: Anew | None = None) -> str:
        """The page of a verdict, or of a number that no certificate has. `anew` lets the phone check it too."""
        return self._render("verdict.html", view.lang, around, view=view, anew=anew)

    def day(self, view: DayView, around: Surroundings) -> str:
        """The page of a past day."""
        return self._render("day.html", view.lang, around, view=view)

    def scan(self, lang: Lang, site: Site, around: Surroundings, table: Mapping[str, object]) -> str:
        """The page that scans further codes and judges them by itself, with `scan.table`."""
        return self._render("scan.html", lang, around, table=table, **_of_site(site, lang))

    def ask(self, lang: Lang, site: Site, around: Surroundings, *, typed: str = "", wrong: str = "") -> str:
        """The page that asks for a number or a file; `wrong` says what was wrong, with what was `typed`."""
        return self._render("ask.html", lang, around, typed=tame(typed), wrong=wrong, **_of_site(site, lang))

    def _render(self, template: str, lang: Lang, around: Surroundings, **context: object) -> str:
        addresses = msgspec.structs.asdict(around)
        return self._environment.get_template(template).render(
            lang=lang, t=partial(label, lang=lang), **addresses, **context
        )


def _of_site(site: Site, lang: Lang) -> dict[str, object]:
    """What a page without a certificate says of whose it is."""
    return {
        "site": site,
        "name": quoted(site.name) if site.name else "",
        "host": quoted(site.host) if site.host else "",
        "address": quoted(site.address) if site.address else "",
        "notice_text": getattr(site.notice, lang) if site.notice else "",
        "links": tuple((link.href, getattr(link.text, lang)) for link in site.links if "{number}" not in link.href),
    }


def say(text: str) -> Markup:
    """A text as HTML: escaped, `<bdi>` around what is foreign, dates kept on one line, numbers in their own face."""
    safe = str(escape(text)).replace(FSI, "<bdi>").replace(PDI, "</bdi>")
    safe = _TOGETHER.sub(r'<span class="nb">\g<0></span>', safe)
    safe = _CODE.sub(r"\1<code>\2</code>", _NUMBER.sub(_in_its_face, safe))
    return Markup(safe)  # noqa: S704 - escaped three lines above


def _in_its_face(found: re.Match[str]) -> str:
    number = f'<span class="number">{found[1]}</span>'
    return f'<span class="nb">{number}{found[2]}</span>' if found[2] else number
