"""The service that is killed: `python -m tests.faults.victim PORT PROCESSES`. Its settings come from the environment.

It is the application as it is, under the server that `certify serve` uses. What differs is put in where the wiring
lets one: a signer that keeps a journal, a clock that can be ahead (so that time passes between two lives, and leases
run out), and a planted fault, where one is asked for.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

from litestar import Litestar

from certify.service.app import create_app, now
from certify.service.logs import set_up_logs
from certify.service.serve import serve
from certify.service.settings import from_environment
from tests.faults.journal import Journal, JournalSigner
from tests.faults.plants import opening_with

# The service refuses variables of its own that it does not know, so these are named otherwise.
JOURNAL = "VICTIM_JOURNAL"  # the file of the journal
AHEAD = "VICTIM_AHEAD"  # seconds that its clock is ahead of the real one
PLANT = "VICTIM_PLANT"  # the fault to plant, or nothing


def application() -> Litestar:
    """The whole service, with its journal."""
    settings = from_environment(os.environ)
    set_up_logs(settings.log_level)
    ahead = timedelta(seconds=float(os.environ[AHEAD]))
    signer = JournalSigner(settings.keys, settings.secret, Journal(Path(os.environ[JOURNAL])))

    def clock() -> datetime:
        return now() + ahead

    return create_app(
        settings,
        clock=clock,
        signer=lambda _folder, _secret: signer,
        opening=opening_with(os.environ.get(PLANT, ""), signer),
    )


def _end_with_parent() -> None:
    """Wait for the end of the pipe that whoever started us holds, and end the whole group then."""
    os.read(0, 1)
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    serve(
        host="127.0.0.1", port=int(sys.argv[1]), workers=int(sys.argv[2]), application="tests.faults.victim:application"
    )
