"""(f) A certificate on paper: the PDF with its QR code, each of another certificate, none of them kept from before.

Beside it stands what typst takes for a page with one word, of the same kind of PDF and with the same fonts at hand.
"""

from __future__ import annotations

import time

import typst

from certify.service import qr
from certify.service.paper.certificate import STANDARDS, pdf
from certify.service.paper.typesetter import FONTS
from tests.benchmarks.rounds import Sizes, expect, middle
from tests.benchmarks.tables import Table, ratios, spread
from tests.benchmarks.verifying import numbers
from tests.verify import made
from verify import compact, credential
from verify.pdf import attached_certificate

PAGES = 3  # a lap
WORD, CODE, PAPER = "typst: a page with one word", "QR code: its modules", "PDF and QR"


async def printing(sizes: Sizes) -> Table:
    """Measure. Raises WrongAnswer where the PDF does not hold the very certificate."""
    wanted = numbers((sizes.rounds + 1) * PAGES)
    typesetter = typst.Compiler(font_paths=[FONTS], ignore_system_fonts=True)
    costs: dict[str, list[float]] = {WORD: [], CODE: [], PAPER: []}
    for n in range(sizes.rounds + 1):
        laps = [(_word(typesetter, one), *_paper(one, n)) for one in wanted[n * PAGES : (n + 1) * PAGES]]
        for told, of_one in zip(costs.values(), zip(*laps, strict=True), strict=True):
            told.append(middle([1_000 * seconds for seconds in of_one]))
    costs = {what: of_rounds[1:] for what, of_rounds in costs.items()}
    return Table(
        key="f",
        title="A certificate on paper",
        head=("what", "ms, median", "least-most", "x one word", "least-most"),
        rows=tuple((what, *spread(costs[what]), *spread(times)) for what, times in ratios(costs, WORD, of_cost=True)),
    )


def _word(typesetter: typst.Compiler, word: str) -> float:
    page = f'#set document(title: "{word}")\n#set text(font: "Schibsted Grotesk", lang: "sv")\n{word}'.encode()
    began = time.process_time()
    typesetter.compile(page, timestamp=0, format="pdf", pdf_standards=STANDARDS)  # type: ignore[arg-type]  # of str
    return time.process_time() - began


def _paper(number: str, index: int) -> tuple[float, float]:
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
