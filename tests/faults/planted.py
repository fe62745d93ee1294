"""Each planted fault, and the violation under which the same checks must find it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.faults.ground import laid
from tests.faults.sweep import Sweep

FOUND_AS = {
    "sign-first": "unrecorded-signature",
    "deferred": "busy",
    "no-index": "second-certificate",
}
MOST_KILLS = 25
_CASES, _RUSH = 24, 6


async def find(
    plant: str, url: str, folder: Path, *, seed: int, tell: Callable[[str], None] = lambda _line: None
) -> Sweep:
    """Sweep over a service with this fault until something is found; gives the sweep with its violations.

    A second certificate shows when all is settled, so that one is looked for at the end, after one kill. Writers that
    begin DEFERRED meet when many decide at once, and callers without Idempotency-Key read before they write.
    """
    ground = await laid(url, folder, 4 if plant == "no-index" else _CASES, plant=plant)
    keyless = 1.0 if plant == "deferred" else 0.25
    sweep = Sweep(ground, seed=seed, rush=4 if plant == "no-index" else _RUSH, keyless=keyless, tell=tell)
    if plant == "no-index":
        await sweep.run(1)
    else:
        await sweep.run(MOST_KILLS, until_found=True)
    return sweep
