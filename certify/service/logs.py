"""The log: one line of JSON an event, on standard error. No secrets, no personal data, no addresses of visitors.

What may be logged is named here; a key that is not in the list is left out, so that a careless call cannot leak.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import msgspec
import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping

# Every word that may stand beside a message. Ids, figures and names of our own things; never free text, never a name.
ALLOWED = frozenset({
    "account", "act", "attempt", "body", "bytes", "case", "count", "database", "digest", "error", "event", "fault",
    "kind", "level", "method", "milliseconds", "number", "person", "place", "problem", "request", "route", "rule",
    "scheme", "seconds", "sequence", "state", "status", "task", "timestamp", "trace", "version",
})  # fmt: skip
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_WRAPPERS = {name: structlog.make_filtering_bound_logger(level) for name, level in _LEVELS.items()}
_TELLING = (_WRAPPERS["debug"], _WRAPPERS["info"])  # those that write what is said at level info
_encode = msgspec.json.Encoder().encode
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

log = structlog.get_logger("certify")


class _Answered(msgspec.Struct):
    method: str
    route: str
    status: int
    milliseconds: float
    request: str
    event: str
    level: str
    timestamp: datetime


def log_answer(*, method: str, route: str, status: int, milliseconds: float, request: str) -> None:
    """The line for a request that was answered, as `log.info("answered", ...)` would write it.

    There is one for each request, and the way of all others takes longer than a quick answer does altogether. Nothing
    in it comes from outside: routes are templates, methods are known ones, and the id is ours.
    """
    if not structlog.is_configured():
        log.info("answered", method=method, route=route, status=status, milliseconds=milliseconds, request=request)
    elif structlog.get_config()["wrapper_class"] in _TELLING:
        line = _Answered(method, route, status, milliseconds, request, "answered", "info", datetime.now(UTC))  # noqa: TID251  the stamp of the line, as structlog makes it
        sys.stderr.write(_encode(line).decode() + "\n")


def _only_allowed(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name in [name for name in event if name not in ALLOWED and name != "exc_info"]:
        del event[name]
    for name, value in event.items():
        if isinstance(value, str) and name != "trace":
            event[name] = _CONTROL.sub("�", value[:500])
    return event


def _trace(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Where an exception came from: files, lines and types. Its message may quote what was sent, and stays out."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)[-12:]
        event["trace"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        event.setdefault("error", type(error).__name__)
    return event


def set_up_logs(level: str = "info") -> None:
    """Make structlog, and what libraries say through `logging`, write lines of JSON on standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _trace,
            _only_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=_WRAPPERS[level],
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_ToStructlog()]
    root.setLevel(logging.WARNING)


class _ToStructlog(logging.Handler):
    """What a library logs: its name and level alone, since its words may quote anything."""

    def emit(self, record: logging.LogRecord) -> None:
        known = cast("dict[int, str]", {value: name for name, value in _LEVELS.items()})
        error = record.exc_info[1] if record.exc_info else None
        log.log(
            record.levelno if record.levelno in known else logging.WARNING,
            "library",
            place=f"{record.name}:{record.lineno}",
            **({"exc_info": error} if error is not None else {}),
        )
