"""What the web works with, wired once in app.py and handed to every handler."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

    from certify.service.perform import Shell
    from certify.service.settings import Settings
    from certify.service.store.blobs import Blobs
    from certify.service.store.database import Database
    from certify.service.web.limits import Limiter


class Wired(NamedTuple):
    """The open database, the shell around `perform`, the evidence, and the two things that only wiring may give.

    `wake` tells the worker of this process, if there is one, that there is something to do. `behind` is what an
    installation that was restored from an older backup has to say for itself; empty when all is well.
    """

    settings: Settings
    database: Database
    shell: Shell
    blobs: Blobs
    clock: Callable[[], datetime]
    chance: Callable[[int], bytes]
    limiter: Limiter
    wake: Callable[[], None]
    behind: str


def wired(connection: ASGIConnection[Any, Any, Any, Any]) -> Wired:
    """What this application was wired with."""
    return cast("Wired", connection.app.state.wired)
