"""What the worker's tasks work with, wired once: the shell, the signer, the clock, the post."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from certify.core.plugin import Collector
from certify.service.errors import Frozen
from certify.service.perform import Shell
from certify.service.plugins import collectors
from certify.service.store.blobs import Blobs
from certify.service.worker.signing import Signer

if TYPE_CHECKING:
    from certify.service.store.database import Database


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A mail: `id` becomes its Message-ID, so that a receiver can tell a repeated one."""

    id: str
    to: str
    subject: str
    text: str


class Post(Protocol):
    """Takes letters to a mail server."""

    async def send(self, letter: Letter) -> None:
        """Hand over a letter. Raises notify.NotNow when it may be tried again later, notify.Undeliverable otherwise."""
        ...


class Bench(msgspec.Struct, frozen=True, kw_only=True):
    """`origin` is the installation's own; `clock` gives the time in UTC; `post` is None where no mail is sent.

    `blobs` keep what was collected; without them nothing is. `municipalities` is a file that adds to a register,
    `collectors` gives what looks figures up, by scheme, and `loopback` lets it ask this machine, in tests alone.
    `root` is the public key (Multikey) of an offline root; None where the root lies here and signs by itself.
    """

    shell: Shell
    signer: Signer
    origin: str
    clock: Callable[[], datetime]
    post: Post | None = None
    blobs: Blobs | None = None
    municipalities: Path | None = None
    collectors: Callable[[], Mapping[str, Collector]] = collectors
    loopback: bool = False
    root: str | None = None

    @property
    def database(self) -> Database:
        """The database of the shell."""
        return self.shell.database

    def refuse_frozen(self) -> None:
        """Raise Frozen where the installation is behind what it once knew.

        Publishing then could show a withdrawn certificate as one that counts.
        """
        if self.shell.frozen:
            raise Frozen

    def chance(self, count: int) -> bytes:
        """So many random bytes."""
        return self.shell.chance(count)
