"""`python -m tests.sweeps edits|interleavings [...]`: what is too large for every test run, in its full size."""

from __future__ import annotations

import argparse
import asyncio
import logging
import shutil
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from playwright.async_api import Browser, async_playwright

from tests.conftest import BROWSER_ARGUMENTS, BROWSERS
from tests.sweeps.edits import sweep
from tests.sweeps.interleavings import live


@asynccontextmanager
async def _browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        program = next(filter(None, map(shutil.which, BROWSERS)))
        browser = await playwright.chromium.launch(executable_path=program, args=[*BROWSER_ARGUMENTS, "--no-sandbox"])
        yield browser
        await browser.close()


def _tell(told: Counter[str]) -> None:
    for name, count in sorted(told.items()):
        sys.stdout.write(f"{name}: {count}\n")


async def _edits(asked: argparse.Namespace) -> int:
    async with _browser() as browser:
        told = await sweep(browser, asked.certificates, sample=asked.sample)
    _tell(Counter({"accepted": 0, "word": 0, "reason": 0}) | told)
    return int(bool(told["accepted"] or told["word"] or told["reason"]))


async def _interleavings(asked: argparse.Namespace) -> int:
    _tell(await live(range(asked.first, asked.first + asked.many)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.sweeps", description=__doc__)
    kinds = parser.add_subparsers(required=True)
    edits = kinds.add_parser("edits", help="every small edit of certificates and codes, before both verifiers")
    edits.add_argument("--certificates", type=int, default=20)
    edits.add_argument("--sample", type=int, help="so many edits of each, and not all")
    edits.set_defaults(run=_edits)
    lives = kinds.add_parser("interleavings", help="random lives of certificates, asked about at every edge second")
    lives.add_argument("--many", type=int, default=1_000)
    lives.add_argument("--first", type=int, default=0, help="the seed of the first; each has the next one")
    lives.set_defaults(run=_interleavings)
    return parser


if __name__ == "__main__":
    # A worker without a key complains, and is meant to.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    arguments = _parser().parse_args()
    sys.exit(asyncio.run(arguments.run(arguments)))
