"""What is told of each request, to the log and to Prometheus: the route's template and never the address asked for.

Which certificate somebody looks at, from where, and who is signed in, stands in neither (reliability.md T42).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from litestar.enums import ScopeType
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from certify.service.logs import log_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from litestar.types import ASGIApp, Message, Receive, Scope, Send

    from certify.service.web.headers import Header

METRICS_TYPE = "text/plain; version=0.0.4"  # and the charset, which the framework adds
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})


class Watch:
    """The figures of one application; each has a registry of its own, so that several can live in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "certify_requests", "Requests answered", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "certify_request_seconds", "Time until the answer was sent", ("route",), registry=self.registry
        )
        self._counters: dict[tuple[str, str, int], Counter] = {}
        self._clocks: dict[str, Histogram] = {}
        self.tasks = Gauge("certify_tasks", "Tasks by state", ("state",), registry=self.registry)
        self.trust_ends = Gauge(
            "certify_trust_list_expires_seconds", "End of the published trust list (0: none)", registry=self.registry
        )
        self.trust_pending = Gauge(
            "certify_trust_list_pending", "Changes that the published trust list does not tell", registry=self.registry
        )

    def seen(self, scope: Scope, status: int, seconds: float) -> None:
        """Note a request that was answered."""
        route = str(scope.get("path_template") or "unknown")
        method = str(scope.get("method", ""))
        method = method if method in _METHODS else "other"
        # Routes, methods and statuses are few, and looking their figures up takes longer than to count.
        counter = self._counters.get((method, route, status))
        if counter is None:
            counter = self._counters[method, route, status] = self.requests.labels(method, route, str(status))
        counter.inc()
        clock = self._clocks.get(route)
        if clock is None:
            clock = self._clocks[route] = self.seconds.labels(route)
        clock.observe(seconds)
        log_answer(
            method=method,
            route=route,
            status=status,
            milliseconds=round(seconds * 1000, 1),
            request=str(scope.get("state", {}).get("request_id", "")),
        )

    def text(self, counts: dict[str, int]) -> bytes:
        """The figures in Prometheus' text format; `counts` are tasks by state."""
        for state in ("ready", "run", "done", "quarantined"):
            self.tasks.labels(state).set(counts.get(state, 0))
        return generate_latest(self.registry)


def watched(
    watch: Watch, fresh_id: Callable[[], str], added: Callable[[Iterable[Header], str], list[Header]]
) -> Callable[[ASGIApp], ASGIApp]:
    """A layer around the whole application: gives each request an id, and notes how it was answered.

    `added` completes the headers of each answer, for `adding_headers`; a layer of its own would cost every message.
    """

    def around(app: ASGIApp) -> ASGIApp:
        async def layer(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != ScopeType.HTTP:
                await app(scope, receive, send)
                return
            state: dict[str, Any] = scope.setdefault("state", {})
            state["request_id"] = request_id = fresh_id()
            began = time.perf_counter()
            status = 0

            async def note(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                    message["headers"] = added(message["headers"], request_id)
                await send(message)

            try:
                await app(scope, receive, note)
            finally:
                watch.seen(scope, status, time.perf_counter() - began)

        return layer

    return around
