"""`python -m tests.sweeps [--certificates N] [--sample N]`: all edits of 20 certificates and codes."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys

from playwright.async_api import async_playwright

from tests.conftest import BROWSER_ARGUMENTS, BROWSERS
from tests.sweeps.edits import sweep


async def _run(many: int, sample: int | None) -> int:
    async with async_playwright() as playwright:
        program = next(filter(None, map(shutil.which, BROWSERS)))
        browser = await playwright.chromium.launch(executable_path=program, args=[*BROWSER_ARGUMENTS, "--no-sandbox"])
        told = await sweep(browser, many, sample=sample)
        await browser.close()
    for name in ("edits", "same value", "accepted", "word", "reason"):
        sys.stdout.write(f"{name}: {told[name]}\n")
    return int(bool(told["accepted"] or told["word"]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.sweeps")
    parser.add_argument("--certificates", type=int, default=20)
    parser.add_argument("--sample", type=int, help="so many edits of each, and not all")
    asked = parser.parse_args()
    sys.exit(asyncio.run(_run(asked.certificates, asked.sample)))
