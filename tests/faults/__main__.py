"""`make faults`: kill -9 of the running service while it issues, on SQLite and PostgreSQL; exit status 1 for a fault.

With `--full` 300 random kills in all (150 on each database), every named crash point on both, and each planted fault;
without it a tenth of the kills and nothing else. Every kill of a run follows from its seed, which is printed; what the
machine does in the meantime does not. On PostgreSQL two server processes work side by side.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from tests import postgres
from tests.faults.ground import laid
from tests.faults.planted import FOUND_AS, find
from tests.faults.points import CASES, sweep_points
from tests.faults.sweep import Sweep

ENGINES = ("sqlite", "postgres")
PROCESSES = {"sqlite": 1, "postgres": 2}
FULL, SHORT = 300, 30
SPARE = 2  # cases that no round uses; they are decided at the end
SECONDS_A_KILL = 60.0  # more than that for each kill, and something hangs
SECONDS_BESIDES = 900.0

Place = Callable[[], contextlib.AbstractAsyncContextManager[tuple[str, Path]]]


def _say(line: str) -> None:
    print(line, flush=True)


@contextlib.asynccontextmanager
async def _place(server: str | None) -> AsyncIterator[tuple[str, Path]]:
    """An empty database and a folder, for one sweep. The folder, with the service's logs, is for `_told` to remove."""
    folder = Path(tempfile.mkdtemp(prefix="certify-faults-"))
    if server is None:
        yield f"sqlite:///{folder / 'certify.db'}", folder
    else:
        async with postgres.fresh_database(server) as url:
            yield url, folder


async def _kills(place: Place, engine: str, kills: int, seed: int) -> int:
    async with place() as (url, folder):
        _say(f"{engine}: {kills} kills at random moments, seed {seed}")
        sweep = Sweep(await laid(url, folder, kills * 2 + SPARE), seed=seed, processes=PROCESSES[engine], tell=_say)
        await sweep.run(kills)
    return _told(sweep)


async def _points(place: Place, engine: str, seed: int) -> int:
    async with place() as (url, folder):
        _say(f"{engine}: every named crash point")
        ground = await laid(url, folder, CASES)
        sweep = await sweep_points(ground, seed=seed, processes=PROCESSES[engine], tell=_say)
    return _told(sweep)


async def _planted(place: Place, engine: str, seed: int) -> int:
    missed = 0
    for plant, name in FOUND_AS.items():
        if plant != "deferred" or engine == "sqlite":
            async with place() as (url, folder):
                sweep = await find(plant, url, folder, seed=seed)
                shutil.rmtree(folder)
            found = name in sweep.violations.names
            missed += not found
            after = f"after {sweep.figures.kills} kills, as {', '.join(sorted(sweep.violations.names))}"
            _say(f"{engine}: planted {plant}: {'found ' + after if found else 'NOT FOUND as ' + name}")
    return missed


def _told(sweep: Sweep) -> int:
    _say(f"  {sweep.figures}")
    for violation in sweep.violations:
        _say(f"  VIOLATION {violation}")
    if sweep.violations:
        _say(f"  the service's logs are kept in {sweep.ground.folder}")
    else:
        shutil.rmtree(sweep.ground.folder)
    return len(sweep.violations)


async def _bounded(work: Awaitable[int], kills: int) -> int:
    """The violations of one sweep; one that was broken off counts as one more."""
    try:
        async with asyncio.timeout(SECONDS_BESIDES + SECONDS_A_KILL * kills):
            return await work
    except Exception as error:  # noqa: BLE001  whatever ended it, the others are still to be swept, and the end is told
        _say("  BROKEN OFF: " + "".join(traceback.format_exception(error)[-6:]))
        return 1


async def _sweep(options: argparse.Namespace, engine: str, server: str | None) -> int:
    def place() -> contextlib.AbstractAsyncContextManager[tuple[str, Path]]:
        return _place(server)

    faults = 0
    if options.kills:
        faults += await _bounded(_kills(place, engine, options.kills, options.seed), options.kills)
    if options.full:
        faults += await _bounded(_points(place, engine, options.seed), 40)
        faults += await _bounded(_planted(place, engine, options.seed), 40)
    return faults


def main() -> int:
    """Read the options and sweep; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--full", action="store_true", help="all of it, as `make faults` does")
    parser.add_argument("--kills", type=int, help=f"random kills in all ({FULL} with --full, else {SHORT})")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="what all chance comes from")
    parser.add_argument("--database", choices=ENGINES, action="append", help="only this one; may be repeated")
    options = parser.parse_args()
    engines = options.database or list(ENGINES)
    total = options.kills if options.kills is not None else FULL if options.full else SHORT
    options.kills = -(-total // len(engines))
    began, faults = time.monotonic(), 0
    with contextlib.ExitStack() as stack:
        for engine in engines:
            server = stack.enter_context(postgres.running()) if engine == "postgres" else None
            faults += asyncio.run(_sweep(options, engine, server))
    minutes = (time.monotonic() - began) / 60
    kills = options.kills * len(engines)
    _say(
        f"{kills} random kills on {' and '.join(engines)}, seed {options.seed}, {minutes:.1f} minutes: {faults} faults"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
