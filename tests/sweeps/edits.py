"""Every small edit of certificates and codes, before the verifier in Python and the one in the browser."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from playwright.async_api import Browser

from tests.browser.checked import blank_page, judged_there, read_once
from tests.verify import made
from verify import certificate_bytes, verify, verify_qr

NAMES = ("Lindhamra Centrum", 'Torget "1" \\ 2', "Ĺångnamn Čoahkkin", "🏙 Torget", "עמותת מרכז העיר")
BATCH = 400


def edits(raw: bytes) -> Iterator[bytes]:
    """Every bit flipped, every byte taken away, doubled, preceded by a space, and changed with the next."""
    for at in range(len(raw)):
        for bit in range(8):
            yield raw[:at] + bytes([raw[at] ^ (1 << bit)]) + raw[at + 1 :]
        yield raw[:at] + raw[at + 1 :]
        yield raw[:at] + raw[at : at + 1] + raw[at:]
        yield raw[:at] + b" " + raw[at:]
        yield raw[:at] + raw[at + 1 : at + 2] + raw[at : at + 1] + raw[at + 2 :]


def good(many: int) -> list[dict[str, Any]]:
    """So many certificates, and the code of each."""
    found: list[dict[str, Any]] = []
    for place in range(many):
        signed = made.certificate(name=f"{NAMES[place % len(NAMES)]} {place}", index=place * 31)
        found += [{"raw": certificate_bytes(signed)}, {"code": made.qr_text(signed)}]
    return found


def _nothing(_: str) -> None:
    """Nobody listens."""


async def sweep(
    browser: Browser, many: int, *, sample: int | None = None, tell: Callable[[str], None] = _nothing
) -> Counter[str]:
    """Counts of what came of the edits; `sample` takes so many of each input, the same each time.

    `tell` is told after each input how far it is.

    `accepted` are edits that were not refused although they changed the value, `word` and `reason` those on which the
    two verifiers differ.
    """
    page = await blank_page(browser)
    trust, lists = made.trust_list(), made.statuses()
    around: dict[str, Any] = {
        "at": "2027-03-01T12:00:00Z",
        "root": made.ROOT.multibase,
        "trust": made.trust_bytes().decode(),
    }
    around["statuses"] = [raw.decode() for raw in made.status_bytes()]
    await read_once(page, around)
    told: Counter[str] = Counter()
    for place, one in enumerate(good(many), start=1):
        is_code = "code" in one
        raw = one["code"].encode() if is_code else one["raw"]
        every = [edited for edited in edits(raw) if edited != raw]
        chosen = every if sample is None else random.Random(len(raw)).sample(every, sample)
        for start in range(0, len(chosen), BATCH):
            batch = chosen[start : start + BATCH]
            ours: list[tuple[str, str]] = []
            cases: list[dict[str, Any]] = []
            for edited in batch:
                if is_code:
                    text = edited.decode(errors="replace")
                    verdict = verify_qr(text, trust=trust, status=lists, at=made.NOON)
                    cases.append({"code": text})
                else:
                    verdict = verify(edited, trust=trust, status=lists, at=made.NOON)
                    cases.append({"raw": edited})
                ours.append((verdict.verdict, verdict.reason))
            for edited, mine, theirs in zip(batch, ours, await judged_there(page, cases), strict=True):
                told["edits"] += 1
                told["word"] += mine[0] != theirs[0]
                told["reason"] += mine != theirs
                if mine[0] != "not_genuine":
                    told["same value" if not is_code and json.loads(edited) == json.loads(raw) else "accepted"] += 1
        tell(f"{place} of {2 * many} inputs: {dict(told)}")
    await page.context.close()
    return told
