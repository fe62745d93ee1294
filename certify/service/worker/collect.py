"""The task that collects figures for a case once it is taken in: the collector asks by the safe client.

Where nothing could be collected and asking again would not help, the coordinators are told; the values stay unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from certify.core.plugin import CannotCollect, CollectRule
from certify.service.collecting import Collecting, Nothing, asked_in, record, source_of
from certify.service.errors import NotFound
from certify.service.logs import log
from certify.service.outbound import SafeClient
from certify.service.perform import WORKER, load_case
from certify.service.worker.notify import Told, tell

if TYPE_CHECKING:
    from certify.service.store.tasks import TaskRow
    from certify.service.worker.bench import Bench

PASSING: frozenset[CollectRule] = frozenset({"unreachable", "too_slow"})
"""What may be otherwise in a while: it is tried again."""
TRIES = 4


async def collect(bench: Bench, task: TaskRow) -> None:
    """The task. Raises CannotCollect while asking again may help, NotFound, and what `perform` raises."""
    case_id = msgspec.json.decode(task.payload, type=dict[str, str])["case"]
    case = await load_case(bench.database, task.body, case_id)
    if case is None:
        raise NotFound(case_id)
    if bench.blobs is None or case.state != "accepted":
        return
    collecting = Collecting(
        shell=bench.shell,
        blobs=bench.blobs,
        clock=bench.clock,
        collectors=bench.collectors,
        municipalities=bench.municipalities,
    )
    try:
        activity, collector = await source_of(collecting, task.body, case)
        async with SafeClient(collector.origins, bench.clock, loopback=bench.loopback) as client:
            found = await asked_in(collecting, task.body, case, collector, client)
    except Nothing:
        return
    except CannotCollect as reason:
        if reason.rule in PASSING and task.attempts < TRIES:
            raise
        log.warning("nothing collected", case=case_id, rule=reason.rule, problem=str(reason))
        await tell(bench, task.body, task.key, Told(case=case_id, event="CollectionFailed", to="coordinator"))
        return
    await record(collecting, task.body, case, activity, found, WORKER)
