"""A certificate's paper, made when somebody asks for it: out of what was signed, on a thread, one at a time.

Only what holds now is printed. A certificate that was withdrawn can be read by anyone, but nobody should be handed a
fresh sheet of it.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from litestar import Request

from certify.service.paper.certificate import pdf
from certify.service.paper.content import NotOnPaper
from certify.service.web.language import language_of
from certify.service.web.limits import PRINT, prefix_of
from certify.service.web.problems import Trouble
from certify.service.web.wired import wired

if TYPE_CHECKING:
    from certify.service.store.certificates import CertificateRow

MOST_KEPT = 100
PDF = "application/pdf"


class Printer:
    """Sheets that were asked for lately; they never change, being made of signed bytes and a language."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._turn = asyncio.Lock()

    async def printed(self, request: Request[Any, Any, Any], row: CertificateRow) -> bytes:
        """The PDF in the reader's language. Raises the problems `not-printed`, `too-many`."""
        here, lang = wired(request), language_of(request)
        if row.status != "active" or row.valid_until < here.clock():
            raise Trouble("not-printed")
        known = self._kept.get((row.number, lang))
        if known is not None:
            return known
        here.limiter.take(PRINT, prefix_of(request, here.settings.proxies), here.clock())
        async with self._turn:
            try:
                made = await asyncio.to_thread(pdf, row.credential or b"", row.qr or b"", lang=lang)
            except NotOnPaper as error:
                raise Trouble("not-printed", str(error)) from error
        self._kept[row.number, lang] = made
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return made
