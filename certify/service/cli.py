"""`certify`: the command line. The only place besides app.py where clock and chance come from.

Exit status: 0 good, 1 a finding (a fault in a scheme, a difference in the store), 2 wrong use.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from cyclopts import App
from cyclopts.exceptions import CycloptsError

from certify.service.commands.beginning import add_beginning
from certify.service.commands.cases import add_cases
from certify.service.commands.collecting import add_collecting
from certify.service.commands.desk import GOOD, WRONG_USE, Desk, Ended, complain, wrong_use
from certify.service.commands.exporting import add_exporting
from certify.service.commands.keeping import add_keeping
from certify.service.commands.keys import add_keys
from certify.service.commands.people import add_people
from certify.service.commands.recognition import add_recognition
from certify.service.commands.schemes import add_schemes
from certify.service.commands.stopping import add_stopping
from certify.service.commands.tasks import add_tasks
from certify.service.errors import Frozen
from certify.service.installation import told
from certify.service.serve import serve as run_server
from certify.service.settings import SettingsFaults, from_environment
from certify.service.store.errors import StoreError
from certify.service.worker.loop import Worker

if TYPE_CHECKING:
    from collections.abc import Sequence


def make_app(desk: Desk) -> App:
    """The commands, at a desk."""
    app = App(
        name="certify",
        version=version("certify"),
        help="Certification as data: schemes, cases, decisions by someone else, signed certificates.",
        result_action="return_value",
    )
    for add in (
        add_beginning,
        add_schemes,
        add_cases,
        add_collecting,
        add_keys,
        add_stopping,
        add_recognition,
        add_people,
        add_keeping,
        add_exporting,
        add_tasks,
    ):
        add(app, desk)

    @app.command
    def serve(*, host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> int:
        """Serve the pages and the API; the worker runs inside unless CERTIFY_WORKER says no."""
        if desk.settings().vc_api and host not in ("127.0.0.1", "localhost", "::1"):
            wrong_use(f"CERTIFY_VC_API signs whatever is sent, so it is served on 127.0.0.1 alone, not on {host}")
        return run_server(host=host, port=port, workers=workers)

    @app.command
    async def work() -> int:
        """Run a worker apart: it issues, publishes and tells. Any number may run on one PostgreSQL."""
        stop = asyncio.Event()
        for one in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(one, stop.set)
        async with desk.installation() as found:
            if found.behind:
                complain(told(found.behind))
                return 1
            await Worker(desk.bench(found)).run(stop)
        return GOOD

    return app


def run(arguments: Sequence[str], desk: Desk) -> int:
    """Run one command; gives the exit status. Foreseen trouble is one line on standard error, never a stack trace."""
    try:
        status = make_app(desk)(list(arguments), exit_on_error=False, print_error=True)
    except CycloptsError:
        return WRONG_USE
    except Ended as ended:
        return ended.status
    except BrokenPipeError:
        # Whoever read has enough. Python would complain once more when it flushes at the end.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  closed with the process
        return GOOD
    except SettingsFaults as faults:
        for fault in faults.faults:
            complain(fault)
        return WRONG_USE
    except Frozen:
        complain("nothing is done: the installation is behind what it once knew")
        return 1
    except StoreError as error:
        complain(str(error))
        return 1
    return status if isinstance(status, int) else GOOD


def main() -> None:
    """The entry point."""
    desk = Desk(
        environment=os.environ,
        settings=lambda: from_environment(os.environ),
        clock=lambda: datetime.now(UTC),
        chance=secrets.token_bytes,
    )
    sys.exit(run(sys.argv[1:], desk))


if __name__ == "__main__":
    main()
