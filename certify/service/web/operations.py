"""`/healthz`, `/readyz`, `/metrics`: for whoever runs the service."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

from certify.service.store import tasks
from certify.service.web.declared import declare, json_answer
from certify.service.web.permissions import READ_PUBLIC
from certify.service.web.watch import METRICS_TYPE, Watch
from certify.service.web.wired import wired
from certify.service.worker.trusting import health
from verify.times import moment

AnyRequest = Request[Any, Any, Any]


@get("/healthz", opt=declare(READ_PUBLIC))
async def healthz(request: AnyRequest) -> Response[bytes]:
    """The process lives."""
    return json_answer({"alive": True}, headers={"x-version": str(request.app.state.version)})


@get("/readyz", opt=declare(READ_PUBLIC, problems=("unavailable",)))
async def readyz(request: AnyRequest) -> Response[bytes]:
    """Whether the service can do its work: the database and the evidence answer, and nothing was lost (else 503)."""
    here = wired(request)
    found = {"database": await here.database.alive(), "evidence": await _evidence(request), "complete": not here.behind}
    told: dict[str, object] = {**found}
    if found["database"]:
        # Told and not counted: a service whose trust list ends soon does its work all the same.
        told["trust_list"] = (
            await health(here.database, here.clock(), offline=here.settings.offline_root is not None)
        ).state
    return json_answer(told, status=200 if all(found.values()) else 503)


async def _evidence(request: AnyRequest) -> bool:
    try:
        await wired(request).blobs.size("none", "sha256:" + "0" * 64)
    except Exception:  # noqa: BLE001  whatever it is, the answer is no
        return False
    return True


@get("/metrics", opt=declare(READ_PUBLIC, gives="text/plain"))
async def metrics(request: AnyRequest) -> Response[bytes]:
    """Figures for Prometheus."""
    watch: Watch = request.app.state.watch
    here = wired(request)
    trust = await health(here.database, here.clock(), offline=here.settings.offline_root is not None)
    watch.trust_ends.set(moment(trust.expires).timestamp() if trust.expires else 0)
    watch.trust_pending.set(len(trust.pending))
    return Response(watch.text(await tasks.counts(wired(request).database)), media_type=METRICS_TYPE)


HANDLERS = (healthz, readyz, metrics)
