"""(f) A certificate on paper: the PDF with its QR code, each of another certificate, none of them kept from before."""

from __future__ import annotations

import time

from certify.service import qr
from certify.service.paper.certificate import pdf
from tests.benchmarks.rounds import Sizes, expect, middle
from tests.benchmarks.tables import Table, spread
from tests.benchmarks.verifying import numbers
from tests.verify import made
from verify import compact, credential
from verify.pdf import attached_certificate

PAGES = 3  # a lap


async def printing(sizes: Sizes) -> Table:
    """Measure. Raises WrongAnswer where the PDF does not hold the very certificate."""
    wanted = numbers((sizes.rounds + 1) * PAGES)
    codes, whole = [], []
    for n in range(sizes.rounds + 1):
        laps = [_made(one, n) for one in wanted[n * PAGES : (n + 1) * PAGES]]
        codes.append(middle([1_000 * code for code, _ in laps]))
        whole.append(middle([1_000 * both for _, both in laps]))
    return Table(
        key="f",
        title="A certificate on paper",
        head=("what", "ms, median", "least-most"),
        rows=(("QR code: its modules", *spread(codes[1:])), ("PDF and QR", *spread(whole[1:]))),
    )


def _made(number: str, index: int) -> tuple[float, float]:
    """The processor's seconds for the code, and for the code and the PDF."""
    certificate = made.certificate(number=number, index=index, name=f"Lindhamra Centrum {index} ekonomisk förening")
    raw = credential.certificate_bytes(certificate)
    said = compact.of_certificate(certificate)
    cose = compact.build(said, key_id=made.SIGNING.hint, sign=made.SIGNING.sign)
    began = time.process_time()
    made_pdf = pdf(raw, cose)
    both = time.process_time() - began
    qr.lay_out.cache_clear()
    began = time.process_time()
    qr.lay_out(compact.segments(made.HOST, number, cose))
    code = time.process_time() - began
    expect(number, attached_certificate(made_pdf), raw)
    return code, both
