"""(a) The whole check against the bare Ed25519 signature of 64 bytes by `cryptography`: what our part of it costs.

Each contender is asked about many different certificates, and about one in their midst that was tampered with.
"""

from __future__ import annotations

import hashlib
import json
import random
from typing import TYPE_CHECKING, TypeVar

from cryptography.exceptions import InvalidSignature

from tests.benchmarks.rounds import Lap, Sizes, asking, race
from tests.benchmarks.tables import Table, ratios, spread
from tests.verify import made
from verify import compact, credential, number, status
from verify.verdict import Registered
from verify.verifier import verify, verify_qr

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
RAW = "raw Ed25519 verify of 64 bytes (`cryptography`)"


def tampered(raw: bytes, *, old: bytes = b"Lindhamra", new: bytes = b"Lindhamrb") -> bytes:
    """The same certificate with one letter changed: well formed, and no longer what was signed."""
    changed = raw.replace(old, new, 1)
    if changed == raw:
        raise ValueError("there was nothing to change")
    return changed


def numbers(count: int) -> list[str]:
    """So many certificate numbers, the same ones every time."""
    return [number.from_random(hashlib.sha256(b"%d" % n).digest()) for n in range(count)]


async def verifying(sizes: Sizes) -> Table:
    """Measure. Raises WrongAnswer."""
    signed = [made.certificate(number=one, index=n * 13) for n, one in enumerate(numbers(sizes.batch))]
    costs = await race(_contenders(signed, sizes.seconds), sizes.rounds)
    return Table(
        key="a",
        title="Verifying, one core: speed against the bare signature",
        head=("what", "x raw verify", "least-most"),
        rows=tuple((name, *spread(found)) for name, found in ratios(costs, RAW)),
    )


async def looking_up(sizes: Sizes) -> Table:
    """Measure one look into a status list that is read already. Raises WrongAnswer."""
    trust, laps = made.trust_list(), {}
    for size in (status.SIZE, 10_000_000):
        marked = range(0, size, 97)
        one = status.read(made.status_list_bytes("revocation", marked, size=size), trust)
        asked = random.Random(7).sample(marked, min(len(marked), 50 * sizes.batch))
        questions = [question for index in asked for question in ((index, True), (index + 1, False))]
        laps[f"{size:,} entries"] = asking(one.bit, questions, sizes.seconds)
    costs = await race(laps, sizes.rounds)
    return Table(
        key="a2",
        title="One look into a status list",
        head=("what", "ns, median", "least-most"),
        # Half of the questions are counted, those that are rightly yes.
        rows=tuple((name, *spread([1e9 * cost / 2 for cost in found])) for name, found in costs.items()),
    )


def _contenders(signed: Sequence[credential.Certificate], seconds: float) -> dict[str, Lap]:
    trust, at, public = made.trust_list(), made.NOON, made.SIGNING.public
    lists = made.statuses(known=trust)
    entry = Registered(known=True, state="active", since="2026-11-23T10:00:00Z")

    def bare(question: tuple[bytes, bytes]) -> bool:
        try:
            public.verify(*question)
        except InvalidSignature:
            return False
        return True

    def check(raw: bytes) -> bool:
        return bool(verify(raw, trust=trust, status=lists, at=at))

    def check_registered(raw: bytes) -> bool:
        return bool(verify(raw, trust=trust, status=lists, at=at, register=entry))

    def check_code(text: str) -> bool:
        return bool(verify_qr(text, trust=trust, status=lists, at=at))

    published = [credential.certificate_bytes(one) for one in signed]
    spelled = [json.dumps(json.loads(raw), indent=1).encode() for raw in published]
    messages = [hashlib.sha512(raw).digest() for raw in published]
    signatures = [(made.SIGNING.sign(message), message) for message in messages]
    said = compact.of_certificate(signed[0])
    forged = compact.build(said, key_id=made.SIGNING.hint, sign=made.STRANGER.sign)
    good = _among(published, tampered(published[0]))
    return {
        RAW: asking(bare, _among(signatures, (signatures[0][0], bytes(64))), seconds),
        "`verify`: certificate as published": asking(check, good, seconds),
        "`verify`, and what the register says": asking(check_registered, good, seconds),
        "`verify`: certificate spelled otherwise": asking(check, _among(spelled, tampered(spelled[0])), seconds),
        "`verify_qr`: text of a QR code": asking(
            check_code,
            _among([made.qr_text(one) for one in signed], compact.url(made.HOST, said.number, forged)),
            seconds,
        ),
    }


def _among(good: Sequence[T], bad: T) -> list[tuple[T, bool]]:
    half = len(good) // 2
    return [*((one, True) for one in good[:half]), (bad, False), *((one, True) for one in good[half:])]
