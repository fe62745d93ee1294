"""Certificate numbers: short enough to type, not guessable, and hard to mistype.

Written `8H3K-T6PW-4`: eight symbols and a check symbol, of the 31 that are left when the look-alikes `0 1 I L O` are
gone. 31 is prime and the weights of the nine positions are nine different powers of -2, so the check symbol finds
every single wrong symbol and every exchange of two. 31**8 is about 2**39.6: numbers are drawn, never counted up.
"""

import re
import unicodedata
from functools import lru_cache
from operator import mul

from verify.errors import BadCertificateNumber

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

_PRIME = 31
_WEIGHTS = tuple(pow(-2, place, _PRIME) for place in range(1, 9))
_WRITTEN_WEIGHTS = (*_WEIGHTS[:4], 0, *_WEIGHTS[4:], 0, 1)  # as written, with dashes, and the check symbol's own
_VALUES = bytes(ALPHABET.find(chr(byte)) % 256 for byte in range(256))
_SHAPE = re.compile(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]")
_BETWEEN = re.compile(r"[\s\-_.·\u2010-\u2015\u2212]+")  # what people and keyboards put between groups


def from_random(raw: bytes) -> str:
    """A number from at least 16 random bytes (so that the remainder is as good as uniform). Raises `ValueError`."""
    if len(raw) < 16:
        raise ValueError(f"16 random bytes are the least, got {len(raw)}")
    rest = int.from_bytes(raw, "big") % _PRIME**8
    symbols = []
    for _ in range(8):
        rest, value = divmod(rest, _PRIME)
        symbols.append(ALPHABET[value])
    return _written("".join(symbols))


def is_number(text: str) -> bool:
    """Whether `text` is a certificate number in its one spelling, with the right check symbol."""
    return _SHAPE.fullmatch(text) is not None and _adds_up(text)


@lru_cache(maxsize=256)  # each verdict asks several times about its number
def _adds_up(text: str) -> bool:
    total: int = sum(map(mul, _WRITTEN_WEIGHTS, text.encode().translate(_VALUES)))
    return total % _PRIME == 0


def tidy(text: str) -> str:
    """The number that somebody typed: any case, wide letters, spaces and dashes anywhere or nowhere.

    For pages and command lines; published things spell numbers in one way. Raises `BadCertificateNumber` and says
    what to look at. The five symbols that never occur are not guessed at: another number is another certificate.
    """
    symbols = _BETWEEN.sub("", unicodedata.normalize("NFKC", text[:64])).upper()
    if strange := sorted({symbol for symbol in symbols if symbol not in ALPHABET}):
        raise BadCertificateNumber(f"{' '.join(strange)} does not occur in numbers (nor do 0, 1, I, L and O)")
    if len(symbols) != 9:
        raise BadCertificateNumber(f"{len(symbols)} symbols; a number has nine")
    if symbols[8] != _check(symbols[:8]):
        raise BadCertificateNumber("the last symbol does not fit the others: something is mistyped")
    return _written(symbols[:8])


def _check(symbols: str) -> str:
    total = sum(weight * ALPHABET.index(symbol) for weight, symbol in zip(_WEIGHTS, symbols, strict=True))
    return ALPHABET[-total % _PRIME]


def _written(symbols: str) -> str:
    return f"{symbols[:4]}-{symbols[4:]}-{_check(symbols)}"
