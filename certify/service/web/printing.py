"""Papers and marks of a certificate, made when somebody asks for them: on a thread, one at a time, and then kept.

Only what holds now is printed. A certificate that was withdrawn can be read by anyone, but nobody should be handed a
fresh sheet of it. The live badge is the one thing that is drawn whatever holds, and it shows what does.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from litestar import Request
from typst import TypstError

from certify.core.scheme.translated import in_language
from certify.service.paper import artwork, mark
from certify.service.paper.certificate import pdf
from certify.service.paper.content import NotOnPaper, lay_out
from certify.service.paper.kit import Drawn, kit_of
from certify.service.web.language import language_of
from certify.service.web.limits import PRINT, Limit, prefix_of
from certify.service.web.problems import Trouble
from certify.service.web.wired import wired
from verify.credential import read_certificate
from verify.words import tame

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from certify.core.scheme.model import Scheme
    from certify.service.store.certificates import CertificateRow
    from certify.service.web.language import Language
    from certify.service.web.wired import Wired

MOST_KEPT = 200
PDF = "application/pdf"
AnyRequest = Request[Any, Any, Any]


class Look(NamedTuple):
    """What a scheme brings of its own to its mark: a colour, and the text of an SVG or nothing."""

    colour: str = mark.ACCENT
    artwork: str = ""


class Printer:
    """What was asked for lately. It never changes, being made of nothing but what it is kept under."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._turn = asyncio.Lock()

    async def printed(self, request: AnyRequest, row: CertificateRow) -> bytes:
        """The certificate as PDF in the reader's language. Raises the problems `not-printed`, `too-many`."""
        here, lang = wired(request), language_of(request)
        if row.status != "active" or row.valid_until < here.clock():
            raise Trouble("not-printed")
        look = await look_of(here, row)
        credential, qr = row.credential or b"", row.qr or b""
        return await self.made(
            request,
            ("paper", row.number, lang, look),
            lambda: pdf(credential, qr, lang=lang, colour=look.colour, artwork=look.artwork),
            PRINT,
        )

    async def made(self, request: AnyRequest, key: Hashable, make: Callable[[], bytes], limit: Limit) -> bytes:
        """What is kept under `key`, or else made now. Raises the problems `not-printed`, `too-many`."""
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            return known
        here = wired(request)
        here.limiter.take(limit, prefix_of(request, here.settings.proxies), here.clock())
        async with self._turn:
            try:
                fresh = await asyncio.to_thread(make)
            except (NotOnPaper, TypstError) as error:
                raise Trouble("not-printed", str(error)) from error
        self._kept[key] = fresh
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return fresh


async def scheme_of(here: Wired, row: CertificateRow) -> Scheme | None:
    """The version of the scheme that a certificate names by its digest."""
    digest = read_certificate(row.credential or b"").credential_subject.scheme.digest
    return await here.shell.schemes.get(here.database, row.body, digest)


async def kit_of_row(here: Wired, row: CertificateRow, lang: Language) -> Drawn:
    """The print kit of a certificate, whatever it is worth now. Raises the problem `not-printed`."""
    scheme = await scheme_of(here, row)
    own = in_language(scheme.mark.text, lang) if scheme is not None and scheme.mark is not None else ""
    try:
        return kit_of(lay_out(row.credential or b"", row.qr or b"", lang), tame(own))
    except NotOnPaper as error:
        raise Trouble("not-printed", str(error)) from error


async def look_of(here: Wired, row: CertificateRow, *, spoilt: Literal["refuse", "leave out"] = "refuse") -> Look:
    """How the scheme that a certificate names wants its mark.

    Raises the problem `not-printed` for artwork that cannot be used, unless that is to be left out.
    """
    scheme = await scheme_of(here, row)
    colour = scheme.mark.colour if scheme is not None and scheme.mark is not None else None
    try:
        drawn = artwork.of_scheme(here.settings.artwork, row.scheme)
    except NotOnPaper as error:
        if spoilt == "refuse":
            raise Trouble("not-printed", str(error)) from error
        drawn = ""
    return Look(colour=colour or mark.ACCENT, artwork=drawn)
