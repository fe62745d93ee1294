"""The text of the QR code in a picture. Needs the extra `pictures`: Pillow and zxing-cpp."""

from __future__ import annotations

import io
import warnings

import zxingcpp
from PIL import Image, UnidentifiedImageError

from verify.errors import NotACode, TooLarge

MAX_PIXELS = 50_000_000  # of a JPEG, which is unpacked in grey and at a smaller scale; more than phones make today
MAX_PIXELS_UNPACKED = 17_000_000  # of PNG and WebP, which can only be unpacked whole: four bytes each at most
SHARP_ENOUGH = 3_000  # pixels on a side
FORMATS = ("PNG", "JPEG", "WEBP")


def code_text(raw: bytes) -> str:
    """The text of the first code in a PNG, JPEG or WebP that has our form, or else of the first one at all.

    Raises `errors.NotACode` when it is no such picture or has no code in it, `errors.TooLarge` for too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we count the pixels ourselves
            picture = Image.open(io.BytesIO(raw), formats=FORMATS)
        if picture.width * picture.height > (MAX_PIXELS if picture.format == "JPEG" else MAX_PIXELS_UNPACKED):
            raise TooLarge(f"{picture.width} by {picture.height} pixels")
        picture.draft("L", (SHARP_ENOUGH, SHARP_ENOUGH))  # does nothing for what is no JPEG
        grey = picture.convert("L")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise NotACode("not a picture that can be read") from None
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    texts = [code.text for code in found]
    if not texts:
        raise NotACode("no code in the picture")
    return next((text for text in texts if "/v/" in text and "#1" in text), texts[0])
