"""`/register` as a page: which certificates there are, found by name, place or number, with how many of each kind.

A certificate number in the search field leads straight to the page that checks it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response

from certify.service.store import bodies, certificates
from certify.service.web import scheme_views
from certify.service.web.bodies import read_query
from certify.service.web.pages.rendering import language, onward, page
from certify.service.web.pages.saying import in_words
from certify.service.web.register import RegisterEntry, RegisterPage, RegisterQuery, Status
from certify.service.web.wired import Wired, wired
from verify.errors import BadCertificateNumber
from verify.number import tidy

if TYPE_CHECKING:
    from certify.service.store.certificates import Tally
    from certify.service.web.language import Language

AnyRequest = Request[Any, Any, Any]
_UNITS_SHOWN = 3
# The states that one filter shows together, by the filter's name in the catalogue.
STATES: dict[str, tuple[Status, ...]] = {
    "all": (),
    "active": ("active",),
    "suspended": ("suspended",),
    "past": ("expired", "withdrawn", "superseded", "compromised"),
}


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """A filter as a link: its name (a state's, or a scheme's id) and text, how many it finds, whether it is chosen."""

    name: str
    text: str
    count: int
    address: str
    chosen: bool


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One certificate in the list; `level` is empty where it says the same as `scheme`, `units` where it names none."""

    entry: RegisterEntry
    scheme: str
    level: str
    issuer: str
    units: str


async def render_register(request: AnyRequest, found: RegisterPage) -> Response[Any]:
    """The page of what was found; a redirection where what was typed is a certificate's number."""
    here = wired(request)
    asked = read_query(request, RegisterQuery)
    if (number := await _number(here, asked.q)) is not None:
        return onward(f"/v/{number}")
    spoken = language(request)
    counts = await certificates.tally(
        here.database, search=asked.q, body=asked.body, municipality_code=asked.municipality
    )
    return await page(
        request,
        "register.html",
        section="register",
        asked=asked,
        checked_at=found.checked_at,
        lines=await _lines(here, found, spoken),
        total=sum(one.count for one in counts if _fits(one, asked.scheme, asked.status)),
        issued=found.issued,
        states=_state_filters(asked, counts),
        schemes=_scheme_filters(asked, counts, await _titles(here, spoken)),
        kept=_kept(asked, q=""),
        everything=_address(asked, q="", status=(), scheme=None, cursor=""),
        first=_address(asked, cursor="") if asked.cursor else "",
        more=_address(asked, cursor=found.next) if found.next else "",
        as_data=_suffix(_kept(asked, cursor="", lang=None)),
    )


async def _number(here: Wired, typed: str) -> str | None:
    """The certificate number that somebody typed.

    Nine letters may be a word and fit by chance: without a digit it has to be the number of a certificate.
    """
    try:
        number = tidy(typed)
    except BadCertificateNumber:
        return None
    if any(symbol.isdigit() for symbol in number) or await certificates.certificate(here.database, number) is not None:
        return number
    return None


def _fits(one: Tally, scheme: str | None, statuses: tuple[str, ...]) -> bool:
    return scheme in {None, one.scheme} and (not statuses or one.status in statuses)


def _state_filters(asked: RegisterQuery, counts: list[Tally]) -> tuple[Filter, ...]:
    return tuple(
        Filter(
            name=name,
            text="",
            count=sum(one.count for one in counts if _fits(one, asked.scheme, statuses)),
            address=_address(asked, status=statuses, cursor=""),
            chosen=set(asked.status) == set(statuses),
        )
        for name, statuses in STATES.items()
    )


def _scheme_filters(asked: RegisterQuery, counts: list[Tally], titles: dict[str, str]) -> tuple[Filter, ...]:
    """One filter for each scheme that is found or asked for; none where there is nothing to choose between."""
    ids = sorted({one.scheme for one in counts} | ({asked.scheme} if asked.scheme else set()))
    if len(ids) < 2 and not asked.scheme:
        return ()
    return tuple(
        Filter(
            name=id_,
            text=titles.get(id_, id_),
            count=sum(one.count for one in counts if _fits(one, id_, asked.status)),
            address=_address(asked, scheme=None if id_ == asked.scheme else id_, cursor=""),
            chosen=id_ == asked.scheme,
        )
        for id_ in ids
    )


def _kept(asked: RegisterQuery, **changes: object) -> dict[str, str]:
    """What was asked for, with changes, as the names and values of an address; what is not asked for is left out."""
    asked = msgspec.structs.replace(asked, **changes)
    values = {
        "q": asked.q,
        "body": asked.body or "",
        "scheme": asked.scheme or "",
        "status": ",".join(asked.status),
        "municipality": asked.municipality or "",
        "lang": asked.lang or "",
        "cursor": asked.cursor,
    }
    return {name: value for name, value in values.items() if value}


def _suffix(values: dict[str, str]) -> str:
    return f"?{urlencode(values)}" if values else ""


def _address(asked: RegisterQuery, **changes: object) -> str:
    return "/register" + _suffix(_kept(asked, **changes))


async def _titles(here: Wired, spoken: Language) -> dict[str, str]:
    return {listed.id: in_words(listed.title, spoken) for listed in await scheme_views.all_schemes(here)}


async def _lines(here: Wired, found: RegisterPage, spoken: Language) -> tuple[Line, ...]:
    issuers = {row.slug: row.legal_name for row in await bodies.bodies(here.database)}
    lines = []
    for entry in found.entries:
        swedish = spoken == "sv"
        title, level = (entry.scheme_sv, entry.level_sv) if swedish else (entry.scheme_en, entry.level_en)
        lines.append(
            Line(
                entry=entry,
                scheme=title,
                level="" if level == title else level,
                issuer=issuers.get(entry.body, entry.body) if len(issuers) > 1 else "",
                units=_some_units(entry.units),
            )
        )
    return tuple(lines)


def _some_units(names: tuple[str, ...]) -> str:
    """The first few units by name; the certificate's own page has them all."""
    shown = ", ".join(names[:_UNITS_SHOWN])
    return f"{shown} …" if len(names) > _UNITS_SHOWN else shown
