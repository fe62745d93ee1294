"""The pictures of a certificate that anybody may fetch: its two QR codes, its mark, and the live badge.

The mark is handed out while the certificate is valid, to be printed. The badge is for pages that fetch it each time:
it is drawn from the very verdict that the verification page shows, and never vanishes.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Request, Response
from litestar.params import FromPath

from certify.service import qr
from certify.service.paper import kit
from certify.service.paper import mark as marks
from certify.service.web.language import Language, preferred
from certify.service.web.limits import DRAW, PRINT
from certify.service.web.printing import PDF, Look, Printer, kit_of_row, look_of
from certify.service.web.problems import Trouble, not_found
from certify.service.web.public import issued, public, signed_bytes
from certify.service.web.wired import wired
from verify import compact, lookup
from verify.addresses import host_of
from verify.credential import read_certificate

if TYPE_CHECKING:
    from certify.service.store.certificates import CertificateRow
    from verify.verdict import Verdict

AnyRequest = Request[Any, Any, Any]
SVG, PNG = "image/svg+xml", "image/png"
LONGEST_KEPT = 60  # seconds that a badge may be out of date
WIDE = 1181  # pixels: 100 mm at 300 dots an inch
_PICTURE = {
    "content-security-policy": "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox",
    "vary": "accept-language",
}
_REFUSED = ("not-printed", "too-many")


@public("/certificates/{number:str}/qr.svg", gives=SVG)
async def qr_svg(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """The certificate's QR code as SVG."""
    return _picture(request, (await _code(request, number)).svg, SVG)


@public("/certificates/{number:str}/qr.png", gives=PNG)
async def qr_png(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """The certificate's QR code as PNG."""
    return _picture(request, (await _code(request, number)).png, PNG)


@public("/certificates/{number:str}/sign.svg", gives=SVG)
async def sign_svg(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """A QR code with the address alone, for windows and plaques, as SVG."""
    return _picture(request, (await _sign(request, number)).svg, SVG)


@public("/certificates/{number:str}/sign.png", gives=PNG)
async def sign_png(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """A QR code with the address alone, for windows and plaques, as PNG."""
    return _picture(request, (await _sign(request, number)).png, PNG)


async def _code(request: AnyRequest, number: str) -> qr.Pictures:
    here = wired(request)
    row = await issued(here, number)
    if row.qr is None:
        raise not_found()
    segments = compact.segments(_host(row), row.number, row.qr)
    return qr.draw(segments, number=row.number, lang=spoken(request))


async def _sign(request: AnyRequest, number: str) -> qr.Pictures:
    row = await issued(wired(request), number)
    try:
        return qr.draw_sign(_host(row), row.number, spoken(request))
    except ValueError as error:
        raise Trouble("not-printed", str(error)) from error


def _host(row: CertificateRow) -> str:
    """The host that was signed: codes that are drawn again stay the same, wherever the body lives now."""
    return host_of(read_certificate(row.credential or b"").origin)


def _picture(request: AnyRequest, raw: bytes, media_type: str) -> Response[bytes]:
    return signed_bytes(request, raw, media_type=media_type, headers=_PICTURE)


@public("/certificates/{number:str}/mark.svg", gives=SVG, problems=_REFUSED)
async def mark_svg(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """The mark with the certificate's number as SVG, while the certificate is valid."""
    return _picture(request, await _mark(request, number, SVG), SVG)


@public("/certificates/{number:str}/mark.png", gives=PNG, problems=_REFUSED)
async def mark_png(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """The mark with the certificate's number as PNG, 100 mm at 300 dots an inch, while the certificate is valid."""
    return _picture(request, await _mark(request, number, PNG), PNG)


@public("/certificates/{number:str}/badge.svg", gives=SVG, problems=("too-many",))
async def badge_svg(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """The mark as it is today: grey, parted and with "not valid now" when the certificate is not valid."""
    return await _badge(request, number, SVG)


@public("/certificates/{number:str}/badge.png", gives=PNG, problems=("too-many",))
async def badge_png(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """The same as `badge.svg`, 480 pixels wide."""
    return await _badge(request, number, PNG)


@public("/certificates/{number:str}/kit.pdf", gives=PDF, problems=_REFUSED)
async def kit_pdf(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """The print kit, while the certificate is valid: a sign for the window, both codes, the mark and its rules."""
    here, lang = wired(request), spoken(request)
    row = await issued(here, number)
    if not await verdict_of(request, row.number):
        raise Trouble("not-printed")
    look, drawn = await look_of(here, row), await kit_of_row(here, row, lang)
    draw = partial(kit.pdf, drawn, colour=look.colour, artwork=look.artwork)
    printer: Printer = request.app.state.printer
    made = await printer.made(request, ("kit", row.number, lang, drawn.kit.rules, look), draw, PRINT)
    name = {"content-disposition": f'inline; filename="{row.number}-kit.pdf"', "vary": "accept-language"}
    return signed_bytes(request, made, media_type=PDF, headers=name)


async def _mark(request: AnyRequest, number: str, media_type: str) -> bytes:
    here = wired(request)
    row = await issued(here, number)
    verdict = await verdict_of(request, row.number)
    if not verdict or verdict.certificate is None:
        raise Trouble("not-printed")
    shown = marks.mark_of(verdict.certificate, "holds", spoken(request), number=row.number)
    return await _drawn(request, shown, await look_of(here, row), media_type, height=marks.HEIGHT)


async def _badge(request: AnyRequest, number: str, media_type: str) -> Response[bytes]:
    here = wired(request)
    row = await issued(here, number)
    verdict = await verdict_of(request, row.number)
    # What is not genuine or not in the register is not believed in anything it says.
    facts = None if verdict.verdict in ("not_genuine", "not_registered") else verdict.certificate
    shown = marks.mark_of(facts, marks.standing_of(verdict.verdict), spoken(request), number=row.number)
    look = await look_of(here, row, spoilt="leave out")
    raw = await _drawn(request, shown, look, media_type, height=marks.PARTED_HEIGHT)
    headers = _PICTURE | {"link": f'</v/{row.number}>; rel="describedby"'}
    cache = f"public, max-age={_seconds(verdict, here.clock())}, must-revalidate"
    return signed_bytes(request, raw, media_type=media_type, cache=cache, headers=headers)


def _seconds(verdict: Verdict, now: datetime) -> int:
    """How long a badge may be kept: a minute, and never past the end of the certificate that it calls valid."""
    if not verdict or verdict.certificate is None:
        return LONGEST_KEPT
    left = (datetime.fromisoformat(verdict.certificate.valid_until) - now).total_seconds()
    return max(0, min(LONGEST_KEPT, int(left)))


async def verdict_of(request: AnyRequest, number: str) -> Verdict:
    """The verdict of this second, as the verification page shows it. Raises the problem `not-found`."""
    found = await lookup.check_number(request.app.state.source, number, wired(request).clock())
    if found is None:
        raise not_found()
    return found


async def _drawn(request: AnyRequest, shown: marks.Mark, look: Look, media_type: str, *, height: int) -> bytes:
    printer: Printer = request.app.state.printer
    if not shown.whole:
        look = Look()  # one picture for all colours: what does not hold has none
    wide = {} if media_type == SVG else {"width": WIDE if height == marks.HEIGHT else 2 * marks.WIDTH}
    draw = partial(
        marks.svg if media_type == SVG else marks.png,
        shown,
        colour=look.colour,
        artwork=look.artwork,
        height=height,
        **wide,
    )
    return await printer.made(request, ("mark", shown, look, media_type, height), draw, DRAW)


def spoken(request: AnyRequest) -> Language:
    """The language in the address, where a page has put it, else the reader's."""
    asked = request.query_params.get("lang", "")
    return asked if asked in ("sv", "en") else preferred(request.headers.get("accept-language", ""))  # type: ignore[return-value]  # one of the two


HANDLERS = (qr_svg, qr_png, sign_svg, sign_png, mark_svg, mark_png, badge_svg, badge_png, kit_pdf)
