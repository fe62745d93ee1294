"""Tell those who hold a certificate under a version that a newer one replaces what it asks of them, and by when.

Done again it does nothing: a case follows one transition once, and its rule refuses the second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from certify.core.errors import Refused
from certify.core.process_acts import StartTransition
from certify.core.scheme.clocks import local_day
from certify.service.errors import Conflict
from certify.service.perform import WORKER, perform
from certify.service.store import bodies, certificates, published

if TYPE_CHECKING:
    from datetime import datetime

    from certify.core.scheme.model import Scheme
    from certify.service.worker.bench import Bench

log = structlog.get_logger()


async def start_transitions(bench: Bench, now: datetime) -> int:
    """Start every transition that applies by now in every case that has to follow it; gives how many were started."""
    started = 0
    for body in await bodies.staying(bench.database):
        for row in await published.scheme_versions(bench.database, body.slug):
            if b"transition" not in row.source:
                continue
            scheme = await bench.shell.schemes.get(bench.database, body.slug, row.digest)
            if scheme is not None and scheme.version.transition is not None:
                started += await _start(bench, body.slug, scheme, now)
    return started


async def _start(bench: Bench, body: str, scheme: Scheme, now: datetime) -> int:
    version = scheme.version
    if version.replaces is None or local_day(now, scheme) < version.applies_from:
        return 0
    started = 0
    for case in await certificates.cases_under(bench.database, body, scheme.id, version.replaces):
        act = StartTransition(scheme=scheme.digest)
        try:
            await perform(bench.shell, body=body, case=case, act=act, caller=WORKER, at=now)
            started += 1
        except (Refused, Conflict) as reason:
            # Followed already, or the case has just moved on: the next round finds what is left.
            if isinstance(reason, Refused) and reason.rule != "transition.again":
                log.warning("transition refused", body=body, case=case, exc_info=reason)
    return started
