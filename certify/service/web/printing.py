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
    from pathlib import Path

    from certify.service.store.certificates import CertificateRow
    from certify.service.web.language import Language as Lang

MOST_KEPT = 100
LARGEST_ARTWORK = 500_000  # bytes
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
                made = await asyncio.to_thread(_set, row, lang, here.settings.artwork)
            except NotOnPaper as error:
                raise Trouble("not-printed", str(error)) from error
        self._kept[row.number, lang] = made
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return made


def _set(row: CertificateRow, lang: Lang, folder: Path | None) -> bytes:
    """The PDF, with the scheme owner's artwork where the installation has one. Raises NotOnPaper."""
    file = folder / f"{row.scheme}.svg" if folder is not None else None
    artwork = ""
    if file is not None and file.is_file():
        if file.stat().st_size > LARGEST_ARTWORK:
            raise NotOnPaper(f"{file.name} has more than {LARGEST_ARTWORK} bytes")
        artwork = file.read_text(encoding="utf-8")
    return pdf(row.credential or b"", row.qr or b"", lang=lang, artwork=artwork)
