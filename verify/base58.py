"""base58btc of keys and signatures: what stands after the `z` of multibase, in its one spelling.

Only as much as Data Integrity needs (W3C Controlled Identifiers 1.0, section 2.4): byte strings whose length is known
beforehand, at most 93 bytes. Own, because the usual package takes as long as a sixth of the signature check.
"""

from verify.errors import BadBase58

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_NO_DIGIT = 0xFF
_DIGITS = bytes(ALPHABET.find(chr(byte)) % 256 for byte in range(256))  # find() gives -1, which is 0xFF here
_WIDTH = 128  # characters; a power of two, so that lanes can be joined in pairs


def _lanes() -> list[tuple[int, int, int]]:
    """(width in bits, mask of every second lane, by how much the upper lane is worth too much) for 8, 16, ... 512."""
    lanes, bits, base = [], 8, 58
    while bits < _WIDTH * 8:
        mask = sum(((1 << bits) - 1) << at for at in range(0, _WIDTH * 8, bits * 2))
        lanes.append((bits, mask, (1 << bits) - base))
        bits, base = bits * 2, base * base
    return lanes


_LANES = _lanes()


def encode(raw: bytes) -> str:
    """The base58btc text of `raw`; each leading zero byte is a `1`."""
    number = int.from_bytes(raw, "big")
    pairs: list[str] = []
    while number:  # eight characters at a time: dividing numbers that fit a machine word takes next to nothing
        number, eight = divmod(number, 58**8)
        upper, lower = divmod(eight, 58**4)
        pairs += (
            _PAIRS[lower % 3364],
            _PAIRS[lower // 3364],
            _PAIRS[upper % 3364],
            _PAIRS[upper // 3364],
        )
    text = "".join(reversed(pairs)).lstrip("1")
    return "1" * (len(raw) - len(raw.lstrip(b"\0"))) + text


def decode(text: str, length: int) -> bytes:
    """The `length` bytes that `text` spells. Raises `BadBase58` for anything that `encode` would not have written.

    All characters are turned into digits at once and then joined two by two, in seven multiplications of one large
    number, instead of one by one: `upper * 2**bits + lower` becomes `upper * base + lower` in all pairs of lanes.
    """
    digits = text.encode("ascii", "replace").translate(_DIGITS)
    if len(digits) > _WIDTH:
        raise BadBase58(f"{len(digits)} characters for {length} bytes")
    if _NO_DIGIT in digits:
        raise BadBase58("a character that is not in the alphabet")
    number = int.from_bytes(digits, "big")
    for bits, mask, excess in _LANES:
        number -= (number >> bits & mask) * excess
    try:
        raw = number.to_bytes(length, "big")
    except OverflowError:
        raise BadBase58(f"more than {length} bytes") from None
    if _zeros(digits) != _zeros(raw):
        raise BadBase58(f"not the one spelling of {length} bytes")
    return raw


def _zeros(raw: bytes) -> int:
    """How many zero bytes stand first."""
    return 0 if raw[:1] > b"\0" else len(raw) - len(raw.lstrip(b"\0"))
