"""Run the web application under granian: how `certify serve` and the demo start it."""

from __future__ import annotations

from granian.constants import Interfaces, Loops
from granian.server import Server

# A process that is told to end while it still starts does not hear it (granian 2.8); then it is killed.
SECONDS_TO_END = 20
APPLICATION = "certify.service.app:create_app_from_environment"


def serve(*, host: str, port: int, workers: int, application: str = APPLICATION) -> int:
    """Serve until SIGINT or SIGTERM; gives 0. Each worker process opens the installation for itself.

    `application` names the function that makes what is served, `module:function`.
    """
    Server(
        application,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=workers,
        log_access=False,
        websockets=False,
        workers_kill_timeout=SECONDS_TO_END,
    ).serve()
    return 0
