"""`make bench`: all benchmarks, or some of them: `make bench ARGS="--quick a c"`.

Prints tables of ratios, or with `--json` one JSON object. `--write` puts the tables into docs/benchmarks.md, with the
command, the day and the kind of machine.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import re
import shlex
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import msgspec

from certify.service.logs import set_up_logs
from tests.benchmarks import growing, issuing, judging, peers, printing, serving, verifying
from tests.benchmarks.goals import goals
from tests.benchmarks.rounds import FULL, QUICK, Sizes
from tests.benchmarks.tables import Table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
MEASURED = re.compile(r"(?<=<!-- measured -->\n).*(?=<!-- end -->)", re.DOTALL)
PACKAGES = ("cryptography", "granian", "litestar", "msgspec", "pynacl")
MODULES = {"pynacl": "nacl"}  # where a module has another name than its package
LETTERS = "abcdef"


def benchmarks(
    sizes: Sizes, engines: Sequence[str] = growing.ENGINES
) -> list[tuple[str, Callable[[], Awaitable[Table]]]]:
    """Every benchmark with its letter, in order."""
    return [
        ("a", partial(verifying.verifying, sizes)),
        ("a", partial(verifying.looking_up, sizes)),
        ("b", partial(serving.serving, sizes)),
        ("c", partial(issuing.building, sizes)),
        ("c", partial(issuing.whole_issue, sizes)),
        ("d", partial(growing.growing, sizes, engines=engines)),
        ("e", partial(judging.judging, sizes)),
        ("f", partial(printing.printing, sizes)),
    ]


def circumstances(arguments: Sequence[str]) -> dict[str, str]:
    """The command, the day, and what kind of machine this is; not which one."""
    command = f'make bench ARGS="{shlex.join(arguments)}"' if arguments else "make bench"
    there = [name for name in PACKAGES if find_spec(MODULES.get(name, name)) is not None]
    packages = ", ".join(f"{name} {version(name)}" for name in there)
    return {
        "command": command,
        "day": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.system()}, {platform.machine()}, {os.cpu_count()} cores",
        "versions": f"Python {platform.python_version()}, {packages}",
    }


def page_with(page: str, told: dict[str, str], tables: Sequence[Table]) -> str:
    """docs/benchmarks.md with these results in place of the former ones."""
    facts = "\n".join(f"- {name}: {f'`{value}`' if name == 'command' else value}" for name, value in told.items())
    measured = facts + "\n\n" + "\n".join(table.text() for table in tables) + "\n"
    found, count = MEASURED.subn(lambda _: measured, page)
    if count != 1:
        raise ValueError("the page has no place for what was measured")
    return found


async def measure(letters: str, sizes: Sizes, engines: Sequence[str], *, peer: bool = False) -> list[Table]:
    """Measure, and tell on standard error what is under way."""
    tables = []
    beside: list[tuple[str, Callable[[], Awaitable[Table]]]] = (
        [("b", partial(peers.beside_a_peer, sizes))] if peer else []
    )
    for letter, benchmark in sorted([*benchmarks(sizes, engines), *beside], key=lambda one: one[0]):
        if letter in letters:
            print(f"({letter}) ...", file=sys.stderr, flush=True)
            tables.append(await benchmark())
    found = goals(tables)
    return [*tables, found] if found.rows else tables


def main(arguments: Sequence[str]) -> None:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("letters", nargs="*", choices=[*LETTERS, []], help="which ones; all when none is named")
    parser.add_argument("--quick", action="store_true", help="less work in each round: about half a minute")
    parser.add_argument("--rounds", type=int, help="how many rounds, of which the median is taken")
    parser.add_argument(
        "--growth",
        type=int,
        metavar="TIMES",
        help="(d) from 10,000 certificates to so many times that: 100 for a million",
    )
    parser.add_argument("--no-postgres", action="store_true", help="SQLite alone")
    parser.add_argument("--peer", action="store_true", help="(b) beside a peer under Node, which npm fetches")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    asked = parser.parse_args(arguments)
    sizes = QUICK if asked.quick else FULL
    if asked.rounds is not None:
        if asked.rounds < 1:
            parser.error("at least one round")
        sizes = msgspec.structs.replace(sizes, rounds=asked.rounds)
    if asked.growth is not None:
        if asked.growth < 2:
            parser.error("at least twice as many")
        sizes = msgspec.structs.replace(sizes, certificates=10_000, times=asked.growth)
    engines = growing.ENGINES[:1] if asked.no_postgres else growing.ENGINES
    if asked.peer and not peers.at_hand():
        parser.error("--peer needs node and npm")
    set_up_logs("warning")  # the worker's lines are not ours
    tables = asyncio.run(measure("".join(asked.letters) or LETTERS, sizes, engines, peer=asked.peer))
    told = circumstances([one for one in arguments if one != "--write"])
    if asked.json:
        print(msgspec.json.encode({**told, "tables": tables}).decode())
    else:
        print("\n".join([*(f"{name}: {value}" for name, value in told.items()), "", *(one.text() for one in tables)]))
    if asked.write:
        PAGE.write_text(page_with(PAGE.read_text(encoding="utf-8"), told, tables), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
