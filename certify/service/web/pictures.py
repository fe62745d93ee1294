"""The pictures of a certificate that anybody may fetch: its two QR codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, Response
from litestar.params import FromPath

from certify.service import qr
from certify.service.web.language import language_of
from certify.service.web.problems import Trouble, not_found
from certify.service.web.public import issued, public, signed_bytes
from certify.service.web.wired import wired
from verify import compact
from verify.addresses import host_of
from verify.credential import read_certificate

if TYPE_CHECKING:
    from certify.service.store.certificates import CertificateRow

AnyRequest = Request[Any, Any, Any]
SVG, PNG = "image/svg+xml", "image/png"
_PICTURE = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}


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
    return qr.draw(segments, number=row.number, lang=language_of(request))


async def _sign(request: AnyRequest, number: str) -> qr.Pictures:
    row = await issued(wired(request), number)
    try:
        return qr.draw_sign(_host(row), row.number, language_of(request))
    except ValueError as error:
        raise Trouble("not-printed", str(error)) from error


def _host(row: CertificateRow) -> str:
    """The host that was signed: codes that are drawn again stay the same, wherever the body lives now."""
    return host_of(read_certificate(row.credential or b"").origin)


def _picture(request: AnyRequest, raw: bytes, media_type: str) -> Response[bytes]:
    return signed_bytes(request, raw, media_type=media_type, headers=_PICTURE | {"vary": "accept-language"})


HANDLERS = (qr_svg, qr_png, sign_svg, sign_png)
