"""`/certificates/{number}/kit`: what a holder prints and puts on its website, and what to do when it does not count.

Anybody may read it, as anybody may read the certificate. While the certificate is not valid the page stays, says so
first, and hands out nothing to print.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from markupsafe import escape

from certify.service.paper import mark
from certify.service.web.pages.front import LOOK
from certify.service.web.pages.rendering import language, page
from certify.service.web.pages.words import words
from certify.service.web.permissions import READ_PUBLIC
from certify.service.web.pictures import verdict_of
from certify.service.web.printing import kit_of_row
from certify.service.web.public import issued
from certify.service.web.wired import wired
from verify import words as verdict_words
from verify.addresses import origin_of_host
from verify.dates import LANGS

if TYPE_CHECKING:
    from certify.service.paper.kit import Kit
    from verify.dates import Lang

AnyRequest = Request[Any, Any, Any]
_FIELDS = {"valid": "active", "suspended": "suspended", "withdrawn": "withdrawn", "expired": "expired"}


class Snippet(msgspec.Struct, frozen=True, kw_only=True):
    """What a website puts in: HTML with the badge in one language."""

    lang: Lang
    html: str


@HTTPRouteHandler("/certificates/{number:str}/kit", http_method=LOOK, opt={"permission": READ_PUBLIC, "visitor": True})
async def show_kit(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """Signs, codes, mark and badge of a certificate."""
    here, lang = wired(request), language(request)
    row = await issued(here, number)
    verdict = await verdict_of(request, row.number)
    kit = (await kit_of_row(here, row, lang)).kit
    return await page(
        request,
        "kit.html",
        kit=kit,
        holds=bool(verdict),
        field=_FIELDS.get(verdict.verdict, "expired"),
        verdict=verdict.verdict,
        word=verdict_words.word(verdict, lang),
        snippets=[snippet(kit, one) for one in LANGS],
    )


def snippet(kit: Kit, lang: Lang) -> Snippet:
    """The badge as HTML: a link to the verification page. Its words claim nothing, since they do not change with it."""
    address = f"{origin_of_host(kit.host)}/certificates/{kit.number}/badge.svg?lang={lang}"
    says = words(lang).plain("kit-badge-alt", scheme=kit.mark.scheme, number=kit.number)
    html = (
        f'<a href="{escape(kit.address)}?lang={lang}">\n'
        f'  <img src="{escape(address)}" width="{mark.WIDTH}" height="{mark.PARTED_HEIGHT}" alt="{escape(says)}">\n'
        f"</a>"
    )
    return Snippet(lang=lang, html=html)


HANDLERS = [show_kit]
