"""What is loaded: `python -m tests.benchmarks.server service|trivial PORT`, each under granian with one worker.

The service is the application as it is, but for its clock, which begins where the benchmark's world stands.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime, timedelta

from litestar import Litestar, get

from certify.service.app import create_app
from certify.service.logs import set_up_logs
from certify.service.serve import serve
from certify.service.settings import from_environment

CLOCK = "BENCHMARK_TIME"


@get("/")
async def answer() -> dict[str, str]:
    """As little as a route can do."""
    return {"verdict": "valid"}


def trivial() -> Litestar:
    """A route that does nothing, in the framework and under the server that we use."""
    return Litestar(route_handlers=[answer], openapi_config=None, logging_config=None)


def service() -> Litestar:
    """The whole service, settings from the environment."""
    settings = from_environment(os.environ)
    set_up_logs(settings.log_level)
    start, began = datetime.fromisoformat(os.environ[CLOCK]), time.monotonic()
    return create_app(settings, clock=lambda: start + timedelta(seconds=time.monotonic() - began))


if __name__ == "__main__":
    which, port = sys.argv[1:]
    application = {"service": service, "trivial": trivial}[which].__name__
    sys.exit(serve(host="127.0.0.1", port=int(port), workers=1, application=f"tests.benchmarks.server:{application}"))
