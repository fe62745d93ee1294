"""`python -m tests.sweeps edits|interleavings|triples|pictures|browsers`: what is too large for every test run."""

from __future__ import annotations

import argparse
import asyncio
import logging
import shutil
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from playwright.async_api import Browser, async_playwright

from tests.conftest import BROWSER_ARGUMENTS, BROWSERS
from tests.sweeps import browsers, camera, triples
from tests.sweeps.edits import sweep
from tests.sweeps.interleavings import live

PAGE = Path(__file__).parent.parent.parent / "docs" / "proofs.md"
BEGINS, ENDS = "<!-- pictures -->", "<!-- end of pictures -->"


@asynccontextmanager
async def _browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        program = next(filter(None, map(shutil.which, BROWSERS)))
        browser = await playwright.chromium.launch(executable_path=program, args=[*BROWSER_ARGUMENTS, "--no-sandbox"])
        yield browser
        await browser.close()


def _far(said: str) -> None:
    """How far it is, for whoever waits."""
    sys.stderr.write(f"{said}\n")


def _tell(told: Counter[str], *also: str) -> None:
    """Every count, and those of `also` where they are nought too."""
    for name in sorted({*told, *also}):
        sys.stdout.write(f"{name}: {told[name]}\n")


async def _edits(asked: argparse.Namespace) -> int:
    async with _browser() as browser:
        told = await sweep(browser, asked.certificates, sample=asked.sample, tell=_far)
    _tell(told, "accepted", "word", "reason")
    return int(bool(told["accepted"] or told["word"] or told["reason"]))


async def _interleavings(asked: argparse.Namespace) -> int:
    _tell(await live(range(asked.first, asked.first + asked.many), tell=_far))
    return 0


async def _triples(asked: argparse.Namespace) -> int:
    async with _browser() as browser:
        bodies = range(asked.first, asked.first + asked.bodies)
        told, differing = await triples.sweep(browser, bodies, each=asked.many // asked.bodies, tell=_far)
    _tell(told, "differing")
    sys.stdout.writelines(f"{one}\n" for one in differing)
    return int(bool(differing))


async def _pictures(asked: argparse.Namespace) -> int:
    told = camera.table(asked.tries)
    sys.stdout.write(told)
    if asked.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGINS)
        _, ends, after = rest.partition(ENDS)
        PAGE.write_text(f"{before}{BEGINS}\n{told}\n{ends}{after}", encoding="utf-8")
    return 0


async def _browsers(_: argparse.Namespace) -> int:
    wrong = 0
    for version, names in browsers.differing():
        _tell(Counter({f"{version}, differing": len(names)}), f"{version}, differing")
        sys.stdout.writelines(f"{name}\n" for name in names)
        wrong += len(names)
    return int(bool(wrong))


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
    three = kinds.add_parser("triples", help="page, API, command, browser and static copy on the same questions")
    three.add_argument("--many", type=int, default=10_000)
    three.add_argument("--bodies", type=int, default=20, help="so many random lives that they are about")
    three.add_argument("--first", type=int, default=0, help="the seed of the first; each has the next one")
    three.set_defaults(run=_triples)
    pictures = kinds.add_parser("pictures", help="both codes before a camera, width after width")
    pictures.add_argument("--tries", type=int, default=40, help="pictures of each code, condition and width")
    pictures.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.name}")
    pictures.set_defaults(run=_pictures)
    others = kinds.add_parser("browsers", help="the conformance corpus before Firefox and WebKit")
    others.set_defaults(run=_browsers)
    return parser


if __name__ == "__main__":
    # A worker without a key complains, and is meant to.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    arguments = _parser().parse_args()
    sys.exit(asyncio.run(arguments.run(arguments)))
