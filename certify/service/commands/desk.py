"""What every command stands at: the settings, clock and chance that cli.py hands out, and how answers are told.

Exit status: 0 good, 1 a finding, 2 wrong use. With `--json` an answer is one JSON value on standard output; what is
said besides goes to standard error.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from certify.service.installation import Installation, opened, told
from certify.service.worker.wired import bench_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from certify.service.settings import Settings
    from certify.service.worker.bench import Bench

GOOD, FINDING, WRONG_USE = 0, 1, 2


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """`settings` are read when a command first asks for them, since not all do."""

    environment: Mapping[str, str]
    settings: Callable[[], Settings]
    clock: Callable[[], datetime]
    chance: Callable[[int], bytes]

    @contextlib.asynccontextmanager
    async def installation(self) -> AsyncIterator[Installation]:
        """The installation of the settings, opened. One that is behind says so first."""
        async with opened(self.settings(), chance=self.chance) as installation:
            if installation.behind:
                complain(told(installation.behind))
            yield installation

    def bench(self, installation: Installation) -> Bench:
        """What keys and publishing work with."""
        return bench_of(installation, self.clock)


def say(value: Any, *lines: str, as_json: bool = False) -> None:  # noqa: ANN401  any answer can be told
    """Tell an answer: as JSON, or as the lines that stand for it."""
    if as_json:
        sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def complain(text: str) -> None:
    """Say something to whoever is looking, apart from the answer."""
    sys.stderr.write(f"certify: {text}\n")
    sys.stderr.flush()


class Ended(Exception):
    """A command ends here, with this exit status; what there was to say is said."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def wrong_use(text: str) -> NoReturn:
    """End with exit status 2 and one sentence."""
    complain(text)
    raise Ended(WRONG_USE)


def read_file(file: Path, most: int) -> bytes:
    """The bytes of a file that the operator names, at most so many; else the command ends with exit status 2."""
    try:
        if file.stat().st_size > most:
            wrong_use(f"{file} has more than {most} bytes")
        return file.read_bytes()
    except OSError as error:
        wrong_use(f"cannot read {file}: {error.strerror}")
